"""The ecs_airflow module."""

from __future__ import annotations

from kit import functions as fn
from kit.expressions import ALL, Expression, List, Map, Text, for_map
from kit.module import Module, ModuleOutputs, output
from modules.ecs_airflow import (
    bastion,
    cleaning,
    ecs_executor,
    environment,
    fargate,
    load_balancer,
    on_demand,
    roles,
    rows,
    scaling,
    secrets,
    security_groups,
    services,
    storage,
)
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import AirflowInputs


class EcsAirflow(Module):
    """Apache Airflow 3 with the CeleryExecutor on Fargate: one service each for api-server, scheduler, dag-processor,
    triggerer, worker and flower, from one image.

    Each component has its own security group, its own roles and its own log group. A worker, where users' code runs,
    reaches neither the metadata database nor its secret. The init step, which makes the database role, the schema and
    the first user, runs beside every API server that starts; everything else waits for it in-process.
    """

    class Inputs(AirflowInputs):
        """What the module is told; see inputs.py."""

    class Outputs(ModuleOutputs):
        url: Text = output("Where people find Airflow; Flower is under /flower.")
        load_balancer_dns_name: Text = output("Name of the load balancer.")
        load_balancer_arn: Text = output("ARN of the load balancer; null where one was given.")
        load_balancer_zone_id: Text = output(
            "Zone of the load balancer, for an alias record; null where one was given."
        )
        load_balancer_arn_suffix: Text = output("The load balancer, as CloudWatch knows it; also one that was given.")
        api_server_target_group_arn_suffix: Text = output("The API server behind it, as CloudWatch knows it.")
        private_url: Text = output("The API server inside the network.")
        log_bucket: Text = output("Bucket of the task logs, which lie under logs/.")
        dag_bucket: Text = output("Bucket for DAGs.")
        efs_file_system_id: Text = output("Shared file system; null without one.")
        dag_access_point_id: Text = output("Access point of the DAGs, as user 50000 and group 0; null without EFS.")
        shared_access_point_id: Text = output("Access point of /mnt/efs in the workers; null without EFS.")
        root_access_point_id: Text = output(
            "Access point of everything, as root, for on-demand tasks; null without EFS."
        )
        security_group_ids: Map[Text] = output("Security group of each component.")
        task_role_arns: Map[Text] = output("Role with which each component runs.")
        execution_role_arns: Map[Text] = output("Role with which ECS starts each component.")
        service_names: Map[Text] = output("ECS service of each component.")
        task_definition_arns: Map[Text] = output("Task definition of each component, with its revision.")
        log_group_names: Map[Text] = output("CloudWatch log group of each component.")
        admin_secret_arn: Text = output("Secret with username and password of the first user.")
        flower_secret_arn: Text = output("Secret with username and password of Flower.")
        fernet_secret_arn: Text = output("Secret with the Fernet key.")
        jwt_secret_arn: Text = output("Secret that signs the tokens of tasks.")
        api_secret_arn: Text = output("Secret that signs requests for live logs.")
        component_names: List[Text] = output("The components, by name.")

    def build(self, i: Inputs) -> Outputs:
        c = Context.of(self, i)
        fargate.declare_sizes(self)
        ecs_executor.decide(c)
        cleaning.decide(c)
        bastion.decide(c)
        create_load_balancer = load_balancer.decide(c)
        with self.file("secrets.tf"):
            made = secrets.build(c)
        url = Expression("local.url")
        with self.file("environment.tf"):
            groups = environment.groups(c, url)
        components = rows.component_table(c, groups)
        standing = rows.services_of(c, components)
        with self.file("security_groups.tf"):
            network = security_groups.build(c, create_load_balancer)
        with self.file("storage.tf"):
            logs = storage.bucket(c, "logs", i.storage.log_bucket)
            storage.expire_logs(c)
            dags = storage.bucket(c, "dags", i.storage.dag_bucket)
            storage.keep_versions(c)
        with self.file("efs.tf"):
            files = storage.files(c, network.files)
        with self.file("load_balancer.tf"):
            door = load_balancer.build(c, create_load_balancer, network.load_balancer)
        with self.file("services.tf"):
            log_groups = services.log_groups(c, components)
        with self.file("on_demand.tf"):
            tasks = on_demand.build(c, files, network.files)
        with self.file("iam.tf"):
            may = roles.build(c, components, made, log_groups, files, tasks)
        with self.file("services.tf"):
            definitions = services.task_definitions(c, components, may, log_groups, files)
            registry = services.discovery(c)
            running = services.services(
                c,
                standing,
                definitions,
                network,
                registry,
                door,
                depends_on=[
                    made.versions,
                    *may.attached,
                    *network.rules,
                    files.mount_targets,
                    files.policy,
                    *door.ready,
                ],
            )
        with self.file("cleaning.tf"):
            cleaning.schedule(c, definitions, may.execution, may.task, network.components)
        with self.file("scaling.tf"):
            scaling.build(c, standing, running, door)

        def by_name(block: Expression, attribute: str) -> Expression:
            return for_map(block, lambda key, value: (key, getattr(value, attribute)))  # type: ignore[no-any-return]

        return self.Outputs(
            url=door.url,
            load_balancer_dns_name=door.dns_name,
            load_balancer_arn=fn.one(door.balancer[ALL].arn),
            load_balancer_zone_id=fn.one(door.balancer[ALL].zone_id),
            load_balancer_arn_suffix=Expression("local.load_balancer_suffix"),
            api_server_target_group_arn_suffix=door.target_groups[table.API_SERVER.name].arn_suffix,
            private_url=environment.private_url(c),
            log_bucket=logs,
            dag_bucket=dags,
            efs_file_system_id=fn.one(files.system[ALL].id),
            dag_access_point_id=fn.one(files.access_points["dags"][ALL].id),
            shared_access_point_id=fn.one(files.access_points["shared"][ALL].id),
            root_access_point_id=fn.one(files.access_points["root"][ALL].id),
            security_group_ids=by_name(network.components.whole, "id"),
            task_role_arns=by_name(may.task.whole, "arn"),
            execution_role_arns=by_name(may.execution.whole, "arn"),
            service_names=by_name(running.whole, "name"),
            task_definition_arns=by_name(definitions.whole, "arn"),
            log_group_names=by_name(log_groups.whole, "name"),
            admin_secret_arn=made.made["admin"].arn,
            flower_secret_arn=made.made["flower"].arn,
            fernet_secret_arn=made.made["fernet"].arn,
            jwt_secret_arn=made.made["jwt"].arn,
            api_secret_arn=made.made["api"].arn,
            component_names=fn.keys(standing),
        )
