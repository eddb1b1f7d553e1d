"""The ecs_cluster module."""

from __future__ import annotations

from kit import aws
from kit import functions as fn
from kit.block import optional_block
from kit.checks import is_key_arn, is_log_retention, is_name, is_vpc_id, matches, one_of
from kit.expressions import ALL, Bool, Expression, Map, Number, Text, given, is_null, is_set, when
from kit.module import Module, ModuleInputs, ModuleOutputs, Object, output, variable


class ExistingCluster(Object):
    """A cluster and a namespace that are there already; nothing is made beside them."""

    cluster_name: Text = variable("Name of the cluster. It has the capacity providers FARGATE and FARGATE_SPOT.")
    namespace_id: Text = variable("ID of the Cloud Map namespace for private DNS.")
    namespace_name: Text = variable("Name of that namespace.")
    hosted_zone_id: Text | None = variable("ID of that namespace's hosted zone, where it is known.", default=None)


class EcsCluster(Module):
    """A cluster for Fargate, and a private DNS namespace for what runs in it.

    It stands below whatever runs in the cluster, so that a broker and its clients share both without waiting for
    each other in a circle.
    """

    class Inputs(ModuleInputs):
        name: Text = variable(
            "Name of the cluster, and prefix of every other resource name.",
            check=is_name(31),
        )
        vpc_id: Text = variable("ID of the network in which the private DNS names are known.", check=is_vpc_id)
        container_insights: Text = variable(
            "CloudWatch Container Insights, charged by the metric; enhanced adds metrics of each task and container.",
            default="disabled",
            check=one_of("disabled", "enabled", "enhanced"),
        )
        namespace_name: Text = variable(
            "Private DNS zone of the network, as in redis.airflow. Two deployments in one network need two.",
            default="airflow",
            check=matches(
                r"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$",
                "be a DNS name of lower-case letters, digits, hyphens and dots",
            ),
        )
        execute_command: Bool = variable(
            "Whether sessions of ECS Exec are logged here; whether a task allows them is said where it is defined.",
            default=False,
        )
        log_retention_days: Number = variable(
            "Days for which logs are kept; 0 for ever.", default=30, check=is_log_retention
        )
        kms_key_arn: Text | None = variable(
            "Key that encrypts the logs and the sessions of ECS Exec; AWS's own where null. Its policy must let "
            "CloudWatch Logs use it, and task roles need kms:Decrypt on it for ECS Exec.",
            default=None,
            check=is_key_arn,
        )
        existing: ExistingCluster | None = variable("A cluster and a namespace to use instead.", default=None)
        tags: Map[Text] = variable("Tags of every resource.", default={})

    class Outputs(ModuleOutputs):
        cluster_name: Text = output("Name of the cluster.")
        cluster_arn: Text = output("ARN of the cluster.")
        namespace_id: Text = output("ID of the Cloud Map namespace.")
        namespace_arn: Text = output("ARN of the Cloud Map namespace.")
        namespace_name: Text = output("Name of the namespace: the private DNS zone.")
        hosted_zone_id: Text = output("ID of the zone in Route 53; of an existing namespace what was given, or null.")
        exec_log_group_name: Text = output("Log group of ECS Exec; null without it.")

    def build(self, i: Inputs) -> Outputs:
        self.i = i
        self.create = self.local("create", is_null(i.existing), note="Nothing of a cluster that is given is created.")
        exec_log_group = self._exec_log_group()
        cluster_name = self._cluster(exec_log_group)
        namespace = aws.ServiceDiscoveryPrivateDnsNamespace(
            self,
            "this",
            count=when(self.create, 1, 0),
            name=i.namespace_name,
            description=f"Private names of {i.name}",
            vpc=i.vpc_id,
            tags=self._tags("namespace"),
        )
        existing = given(i.existing)
        partition = aws.data.Partition(self, "current")
        region = aws.data.Region(self, "current")
        account = aws.data.CallerIdentity(self, "current")
        place = f"{region.id}:{account.account_id}"
        namespace_id = self.local("namespace_id", when(self.create, fn.one(namespace[ALL].id), existing.namespace_id))
        return self.Outputs(
            cluster_name=cluster_name,
            cluster_arn=f"arn:{partition.partition}:ecs:{place}:cluster/{cluster_name}",
            namespace_id=namespace_id,
            namespace_arn=f"arn:{partition.partition}:servicediscovery:{place}:namespace/{namespace_id}",
            namespace_name=when(self.create, fn.one(namespace[ALL].name), existing.namespace_name),
            hosted_zone_id=when(self.create, fn.one(namespace[ALL].hosted_zone), existing.hosted_zone_id),
            exec_log_group_name=fn.one(exec_log_group[ALL].name),
        )

    def _tags(self, suffix: str) -> Expression:
        return fn.merge(self.i.tags, {"Name": f"{self.i.name}-{suffix}"})

    def _exec_log_group(self) -> aws.CloudwatchLogGroup:
        i = self.i
        return aws.CloudwatchLogGroup(
            self,
            "exec",
            count=when(self.create & i.execute_command, 1, 0),
            name=f"/{i.name}/ecs-exec",
            retention_in_days=i.log_retention_days,
            kms_key_id=i.kms_key_arn,
            tags=self._tags("ecs-exec"),
        )

    def _cluster(self, exec_log_group: aws.CloudwatchLogGroup) -> Expression:
        """The cluster with its capacity providers; its name, known to consumers once both are there."""
        i = self.i
        insights_log_group = aws.CloudwatchLogGroup(
            self,
            "container_insights",
            count=when(self.create & (i.container_insights != "disabled"), 1, 0),
            name=f"/aws/ecs/containerinsights/{i.name}/performance",
            retention_in_days=i.log_retention_days,
            kms_key_id=i.kms_key_arn,
            tags=self._tags("container-insights"),
            note="Container Insights would make this group itself, to be kept for ever and left behind.",
        )
        cluster = aws.EcsCluster(
            self,
            "this",
            count=when(self.create, 1, 0),
            name=i.name,
            setting={"name": "containerInsights", "value": i.container_insights},
            configuration=optional_block(
                i.execute_command,
                {
                    "execute_command_configuration": {
                        "kms_key_id": i.kms_key_arn,
                        "logging": "OVERRIDE",
                        "log_configuration": {
                            "cloud_watch_encryption_enabled": is_set(i.kms_key_arn),
                            "cloud_watch_log_group_name": fn.one(exec_log_group[ALL].name),
                        },
                    }
                },
            ),
            tags=fn.merge(i.tags, {"Name": i.name}),
            depends_on=[insights_log_group],
        )
        providers = aws.EcsClusterCapacityProviders(
            self,
            "this",
            count=when(self.create, 1, 0),
            cluster_name=fn.one(cluster[ALL].name),
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy={"capacity_provider": "FARGATE", "weight": 1},
            note="Spot is for what says so itself: a task that does not choose is never reclaimed.",
        )
        return self.local(
            "cluster_name",
            when(self.create, fn.one(providers[ALL].cluster_name), given(i.existing).cluster_name),
            note="Taken from the capacity providers, so that services come after them and go before them.",
        )
