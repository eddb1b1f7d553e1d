"""The composition of the modules into a deployment of Airflow."""

from __future__ import annotations

import json
from typing import Any, Final

from kit.expressions import List, Text, verbatim
from kit.module import reference
from kit.stack import App
from modules.aurora import Aurora, ExistingDatabase, PointInTime, Serverless
from modules.ecs_airflow import EcsAirflow
from modules.ecs_airflow import inputs as ecs_airflow
from modules.ecs_cluster import EcsCluster, ExistingCluster
from modules.monitoring import Monitoring
from modules.redis import ExistingRedis, Redis
from modules.vpc import ExistingVpc, Vpc
from stacks import monitoring, secrets_backend
from stacks.base import TarmacStack
from stacks.names import image_reference
from stacks.settings import Component, Deployment, StateBucket
from stacks.settings.compute import Interruptible, Queue, Worker
from stacks.settings.ecs_executor import EcsExecutor
from stacks.settings.on_demand import OnDemandTask

SECRET_RECOVERY_DAYS: Final = 30
"""Days for which a destroyed secret can be restored where the settings keep secrets: Secrets Manager's longest."""


class AirflowStack(TarmacStack):
    """A deployment of Airflow. Both availabilities have the same modules at the same addresses, so one becomes the
    other in place; they differ in the settings that they start from."""

    def __init__(self, app: App, deployment: Deployment, state: StateBucket | None) -> None:
        super().__init__(
            app,
            deployment.name,
            account=deployment.account,
            region=deployment.region,
            state=state,
            tags=deployment.all_tags,
        )
        self.settings = deployment
        self.secret_recovery_days = SECRET_RECOVERY_DAYS if deployment.keep.secrets else 0
        self.take_terraform_files(deployment.terraform_files)
        self.compose()

    def compose(self) -> None:
        """Adds the modules, each below those that stand on it."""
        vpc = self._vpc()
        cluster = self._ecs_cluster(vpc)
        database = self._aurora(vpc)
        broker = self._redis(vpc, cluster)
        airflow = self._ecs_airflow(vpc, cluster, database, broker)
        watch = self.add(Monitoring, "monitoring", monitoring.inputs(self.settings, cluster, database, broker, airflow))
        self._outputs(vpc, cluster, database, broker, airflow, watch)

    def _vpc(self) -> Vpc.Outputs:
        settings, network = self.settings, self.settings.network
        existing = network.existing
        return self.add(
            Vpc,
            "vpc",
            Vpc.Inputs(
                name=settings.name,
                cidr_block=network.cidr_block,
                az_count=network.az_count,
                nat=network.nat,
                interface_endpoints=network.interface_endpoints,
                flow_logs=network.flow_logs,
                flow_log_retention_days=settings.log_retention_days,
                kms_key_arn=settings.kms_key_arn,
                permissions_boundary_arn=settings.permissions_boundary_arn,
                existing=None
                if existing is None
                else ExistingVpc(
                    vpc_id=existing.vpc_id,
                    public_subnet_ids=existing.public_subnet_ids,
                    private_subnet_ids=existing.private_subnet_ids,
                    database_subnet_ids=existing.database_subnet_ids,
                ),
            ),
        )

    def _ecs_cluster(self, vpc: Vpc.Outputs) -> EcsCluster.Outputs:
        settings, cluster = self.settings, self.settings.cluster
        existing = cluster.existing
        return self.add(
            EcsCluster,
            "ecs_cluster",
            EcsCluster.Inputs(
                name=settings.name,
                vpc_id=vpc.vpc_id,
                container_insights=cluster.container_insights,
                namespace_name=cluster.namespace,
                execute_command=settings.ecs_exec or settings.bastion,
                log_retention_days=settings.log_retention_days,
                kms_key_arn=settings.kms_key_arn,
                existing=None
                if existing is None
                else ExistingCluster(
                    cluster_name=existing.cluster_name,
                    namespace_id=existing.namespace_id,
                    namespace_name=existing.namespace_name,
                    hosted_zone_id=existing.hosted_zone_id,
                ),
            ),
        )

    def _aurora(self, vpc: Vpc.Outputs) -> Aurora.Outputs:
        settings, database = self.settings, self.settings.database
        serverless, existing, moment = database.serverless, database.existing, database.restore_to_point_in_time
        return self.add(
            Aurora,
            "aurora",
            Aurora.Inputs(
                name=settings.name,
                vpc_id=vpc.vpc_id,
                subnet_ids=vpc.database_subnet_ids,
                engine_version=database.engine_version,
                serverless=None
                if serverless is None
                else Serverless(min_capacity=serverless.min_capacity, max_capacity=serverless.max_capacity),
                instance_class=database.instance_class,
                instance_count=database.instance_count,
                backup_retention_days=database.backup_retention_days,
                deletion_protection=database.deletion_protection,
                skip_final_snapshot=not settings.keep.snapshots,
                restore_from_snapshot=database.restore_from_snapshot,
                restore_to_point_in_time=None
                if moment is None
                else PointInTime(
                    source_cluster_identifier=moment.source_cluster_identifier,
                    restore_to_time=None if moment.restore_time == "latest" else moment.restore_time,
                    use_latest_restorable_time=moment.restore_time == "latest",
                ),
                insights=database.insights,
                monitoring_interval=database.monitoring_interval,
                log_retention_days=settings.log_retention_days,
                secret_recovery_days=self.secret_recovery_days,
                kms_key_arn=settings.kms_key_arn,
                permissions_boundary_arn=settings.permissions_boundary_arn,
                existing=None
                if existing is None
                else ExistingDatabase(
                    host=existing.host,
                    port=existing.port,
                    database_name=existing.database,
                    secret_arn=existing.secret_arn,
                    master_secret_arn=existing.master_secret_arn,
                    security_group_id=existing.security_group_id,
                ),
            ),
        )

    def _redis(self, vpc: Vpc.Outputs, cluster: EcsCluster.Outputs) -> Redis.Outputs:
        settings, broker = self.settings, self.settings.broker
        existing = broker.existing
        return self.add(
            Redis,
            "redis",
            Redis.Inputs(
                name=settings.name,
                vpc_id=vpc.vpc_id,
                subnet_ids=vpc.private_subnet_ids,
                mode=broker.mode,
                cluster_name=cluster.cluster_name,
                cluster_arn=cluster.cluster_arn,
                namespace_id=cluster.namespace_id,
                namespace_name=cluster.namespace_name,
                architecture=settings.image.architecture,
                node_type=broker.node_type,
                node_count=broker.node_count,
                log_retention_days=settings.log_retention_days,
                secret_recovery_days=self.secret_recovery_days,
                kms_key_arn=settings.kms_key_arn,
                permissions_boundary_arn=settings.permissions_boundary_arn,
                existing=None
                if existing is None
                else ExistingRedis(
                    host=existing.host,
                    port=existing.port,
                    tls=existing.tls,
                    authentication=existing.authentication,
                    secret_arn=existing.secret_arn,
                    user_name=existing.user_name,
                    replication_group_id=existing.replication_group_id,
                    security_group_id=existing.security_group_id,
                ),
            ),
        )

    def _ecs_airflow(
        self, vpc: Vpc.Outputs, cluster: EcsCluster.Outputs, database: Aurora.Outputs, broker: Redis.Outputs
    ) -> EcsAirflow.Outputs:
        settings = self.settings
        return self.add(
            EcsAirflow,
            "ecs_airflow",
            EcsAirflow.Inputs(
                name=settings.name,
                vpc_id=vpc.vpc_id,
                subnet_ids=vpc.private_subnet_ids,
                load_balancer_subnet_ids=self._load_balancer_subnets(vpc),
                cluster=ecs_airflow.Cluster(
                    name=cluster.cluster_name,
                    arn=cluster.cluster_arn,
                    exec_log_group_name=cluster.exec_log_group_name,
                ),
                namespace=ecs_airflow.Namespace(id=cluster.namespace_id, name=cluster.namespace_name),
                database=ecs_airflow.Database(
                    host=database.host,
                    port=database.port,
                    database_name=database.database_name,
                    secret_arn=database.application_secret_arn,
                    master_secret_arn=database.master_secret_arn,
                    security_group_id=database.security_group_id,
                ),
                broker=ecs_airflow.Broker(
                    host=broker.host,
                    port=broker.port,
                    tls=broker.tls,
                    authentication=broker.authentication,
                    secret_arn=broker.secret_arn,
                    user_name=broker.user_name,
                    replication_group_id=broker.replication_group_id,
                    connect_arns=broker.connect_arns,
                    manage_rules=settings.broker.existing is None
                    or settings.broker.existing.security_group_id is not None,
                    security_group_id=broker.security_group_id,
                ),
                image=image_reference(settings),
                architecture=settings.image.architecture,
                components=self._components(),
                queues={name: _queue(queue) for name, queue in settings.queues.items()},
                on_demand_tasks={name: _on_demand(task) for name, task in settings.on_demand_tasks.items()},
                ecs_executor=_ecs_executor(settings.ecs_executor),
                database_cleaning=self._database_cleaning(),
                bastion=settings.bastion,
                publish_metrics=settings.monitoring.airflow_metrics,
                # The topic is that of the module which watches this one. Terraform waits for values, not for modules.
                alarm_topic_arns=[
                    *settings.alarm_topic_arns,
                    reference(Monitoring.Outputs, "module.monitoring").topic_arn,
                ],
                environment={name: verbatim(value) for name, value in self._environment().items()},
                dag_bundles=self._dag_bundles(),
                load_balancer=self._load_balancer(),
                storage=ecs_airflow.Storage(
                    log_expiry_days=settings.task_log_retention_days, force_destroy=not settings.keep.buckets
                ),
                execute_command=settings.ecs_exec,
                extra_policies={name: verbatim(text) for name, text in self._policies().items()},
                permissions_boundary_arn=settings.permissions_boundary_arn,
                kms_key_arn=settings.kms_key_arn,
                log_retention_days=settings.log_retention_days,
                secret_recovery_days=self.secret_recovery_days,
            ),
        )

    def _database_cleaning(self) -> ecs_airflow.DatabaseCleaning | None:
        cleaning = self.settings.database_cleaning
        if not cleaning.enabled:
            return None
        return ecs_airflow.DatabaseCleaning(
            schedule=cleaning.schedule,
            timezone=cleaning.timezone,
            keep_days=cleaning.keep_days or self.settings.task_log_retention_days,
        )

    def _environment(self) -> dict[str, str]:
        settings = self.settings
        return settings.dags.environment | secrets_backend.environment(settings) | settings.environment

    def _policies(self) -> dict[str, str]:
        return secrets_backend.policies(self.settings) | {
            file.stem: file.read_text() for file in self.settings.policy_files
        }

    def _dag_bundles(self) -> str | None:
        bundles = self.settings.dag_bundles or self.settings.dags.bundles()
        return verbatim(json.dumps([bundle.model_dump() for bundle in bundles])) if bundles else None

    def _load_balancer_subnets(self, vpc: Vpc.Outputs) -> List[Text]:
        return vpc.private_subnet_ids if self.settings.load_balancer.internal else vpc.public_subnet_ids

    def _load_balancer(self) -> ecs_airflow.LoadBalancer:
        edge = self.settings.load_balancer
        existing, oidc = edge.existing, edge.oidc
        return ecs_airflow.LoadBalancer(
            certificate=None if edge.certificate_arn is None else ecs_airflow.Certificate(arn=edge.certificate_arn),
            allowed_cidrs=edge.allowed_cidrs,
            internal=edge.internal,
            domain_name=edge.domain_name,
            web_acl=None if edge.web_acl_arn is None else ecs_airflow.WebAcl(arn=edge.web_acl_arn),
            keep_access_logs=edge.access_logs,
            access_logs=None
            if edge.access_logs_bucket is None
            else ecs_airflow.AccessLogs(bucket=edge.access_logs_bucket, prefix=self.settings.name),
            deletion_protection=edge.deletion_protection,
            oidc=None
            if oidc is None
            else ecs_airflow.Oidc(
                issuer=oidc.issuer,
                authorization_endpoint=oidc.authorization_endpoint,
                token_endpoint=oidc.token_endpoint,
                user_info_endpoint=oidc.user_info_endpoint,
                client_id=oidc.client_id,
                client_secret_arn=oidc.client_secret_arn,
                scope=oidc.scope,
                session_seconds=oidc.session_seconds,
                open_paths=oidc.open_paths,
            ),
            existing=None
            if existing is None
            else ecs_airflow.ExistingLoadBalancer(
                listener_arn=existing.listener_arn,
                security_group_id=existing.security_group_id,
                dns_name=edge.domain_name or "",
                https=existing.https,
                priority=existing.priority,
            ),
        )

    def _components(self) -> ecs_airflow.Components:
        chosen = self.settings.components
        return ecs_airflow.Components(
            api_server=ecs_airflow.ApiServerSize(**_size(chosen.api_server)),
            scheduler=ecs_airflow.SchedulerSize(**_size(chosen.scheduler)),
            dag_processor=ecs_airflow.DagProcessorSize(**_size(chosen.dag_processor)),
            triggerer=ecs_airflow.TriggererSize(**_size(chosen.triggerer)),
            worker=ecs_airflow.WorkerSize(**_size(chosen.worker), **_work(chosen.worker)),
            flower=ecs_airflow.FlowerSize(**_size(chosen.flower)),
        )

    def _outputs(
        self,
        vpc: Vpc.Outputs,
        cluster: EcsCluster.Outputs,
        database: Aurora.Outputs,
        broker: Redis.Outputs,
        airflow: EcsAirflow.Outputs,
        watch: Monitoring.Outputs,
    ) -> None:
        self.output("url", airflow.url, "Where Airflow's web pages are.")
        self.output("flower_url", f"{airflow.url}/flower", "Where Flower is.")
        self.output("admin_secret_arn", airflow.admin_secret_arn, "Secret with the admin's name and password.")
        self.output("flower_secret_arn", airflow.flower_secret_arn, "Secret with Flower's name and password.")
        self.output("load_balancer_dns_name", airflow.load_balancer_dns_name, "Name of the load balancer.")
        self.output("cluster_name", cluster.cluster_name, "ECS cluster.")
        self.output("service_names", airflow.service_names, "ECS service of each component.")
        self.output("database_endpoint", database.host, "Writer endpoint of the database.")
        self.output("broker_endpoint", broker.host, "Host name of Redis.")
        self.output("log_bucket", airflow.log_bucket, "Bucket of the logs of Airflow's tasks.")
        self.output("dag_bucket", airflow.dag_bucket, "Bucket for DAGs.")
        self.output("efs_file_system_id", airflow.efs_file_system_id, "Shared file system.")
        self.output("dag_access_point_id", airflow.dag_access_point_id, "Access point of Airflow's own user.")
        self.output("root_access_point_id", airflow.root_access_point_id, "Access point of root, for other tasks.")
        self.output("alarm_topic_arn", watch.topic_arn, "Topic that alarms tell.")
        self.output("vpc_id", vpc.vpc_id, "Network of the deployment.")


def _queue(queue: Queue) -> ecs_airflow.Queue:
    return ecs_airflow.Queue(**_size(queue), **_work(queue), image=queue.image, extra_policy_arns=queue.policy_arns)


def _on_demand(task: OnDemandTask) -> ecs_airflow.OnDemandTask:
    return ecs_airflow.OnDemandTask(
        image=task.image,
        cpu=task.cpu,
        memory=task.memory,
        command=[verbatim(word) for word in task.command] or None,
        environment={name: verbatim(value) for name, value in task.environment.items()},
        policy_arns=task.policy_arns,
        mount_shared_files=task.mount_shared_files,
        ephemeral_storage=task.ephemeral_storage,
    )


def _ecs_executor(chosen: EcsExecutor | None) -> ecs_airflow.EcsExecutor | None:
    if chosen is None:
        return None
    return ecs_airflow.EcsExecutor(
        cpu=chosen.cpu,
        memory=chosen.memory,
        default=chosen.default,
        spot=chosen.spot,
        policy_arns=chosen.policy_arns,
    )


def _work(worker: Worker) -> dict[str, Any]:
    return {
        "concurrency": worker.concurrency,
        "schedules": {
            name: ecs_airflow.ScheduledMinimum(
                min_count=schedule.min_count, start=schedule.start, end=schedule.end, timezone=schedule.timezone
            )
            for name, schedule in worker.schedules.items()
        },
    }


def _size(component: Component) -> dict[str, Any]:
    return {
        "cpu": component.cpu,
        "memory": component.memory,
        "min_count": component.min_count,
        "max_count": component.max_count,
    } | ({"spot_percent": component.spot_percent} if isinstance(component, Interruptible) else {})
