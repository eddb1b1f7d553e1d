"""The aurora module."""

from __future__ import annotations

from dataclasses import dataclass

from kit import aws
from kit import functions as fn
from kit.block import dynamic, optional_block
from kit.expressions import ALL, Expression, List, Number, Text, count, for_list, given, is_null, is_set, null, when
from kit.module import Module, ModuleOutputs, output
from modules.aurora.inputs import FORCED_PARAMETERS, AuroraInputs, ExistingDatabase

ENGINE = "aurora-postgresql"
PORT = 5432
PASSWORD_LENGTH = 32
"""Letters and digits: some 190 bits, and nothing that a URL or a shell would have to escape."""

STANDARD_RETENTION_DAYS = 7
ADVANCED_RETENTION_DAYS = 465
"""What each mode of Database Insights demands of Performance Insights.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.TurningOnAdvanced.html"""


@dataclass(frozen=True)
class Secret:
    """A secret with a role's name and password, and the value that was first written to it."""

    secret: aws.SecretsmanagerSecret
    version: aws.SecretsmanagerSecretVersion


class Aurora(Module):
    """Airflow's metadata database: an Aurora PostgreSQL cluster, its instances, its secrets and its security group.

    Two roles: the master, whose password is set here, and Airflow's own, which Airflow's init step makes from its
    secret. Both passwords are made by Secrets Manager, written to the secret first and read back from there, so that
    they stand in no state and an interrupted apply leaves no two values. Rotation writes newer values to the secrets
    outside Terraform; an apply leaves them alone.

    By default AWS refuses to delete the cluster, and keeps a last snapshot of it: before the first `terraform destroy`
    of a trial, set `deletion_protection` to false and apply.

    Sizes change in place: serverless to provisioned and back, more instances and fewer. What would replace the
    cluster: another `name`, `database_name`, `master_username` or `kms_key_arn`. Deletion protection makes AWS
    refuse that.
    """

    class Inputs(AuroraInputs):
        """See `AuroraInputs`."""

    class Outputs(ModuleOutputs):
        host: Text = output("Name of the writer's endpoint.")
        reader_host: Text = output("Name of the readers' endpoint; the writer's for an existing database.")
        port: Number = output("Port of both endpoints.")
        database_name: Text = output("Database that Airflow uses.")
        cluster_identifier: Text = output("Identifier of the cluster; null for an existing database.")
        cluster_arn: Text = output("ARN of the cluster; null for an existing database.")
        cluster_resource_id: Text = output("Identifier that stays with the cluster; null for an existing database.")
        instance_identifiers: List[Text] = output("Identifiers of the instances; empty for an existing database.")
        security_group_id: Text = output(
            "Security group of the cluster, without rules: whoever connects adds theirs. Null where none was given."
        )
        master_secret_arn: Text = output(
            "Secret with the master's name and password, as JSON; null where none was given."
        )
        application_secret_arn: Text = output("Secret with the name and password of Airflow's role, as JSON.")
        application_username: Text = output(
            "Airflow's role as first written to its secret; null for an existing database, whose secret says it."
        )
        log_group_name: Text = output("CloudWatch log group of PostgreSQL's log; null for an existing database.")
        parameter_group_name: Text = output("Parameter group of the cluster; null for an existing database.")

    def build(self, i: Inputs) -> Outputs:
        self.i = i
        self.create = self.local("create", is_null(i.existing), note="Nothing of a database that is given is created.")
        self.once = self.local("cluster_count", when(self.create, 1, 0))
        with self.file("secrets.tf"):
            self.master = self._secret("master", i.master_username, "Owner of the cluster; Airflow's init step uses it")
            self.application = self._secret("application", i.application_username, "Airflow's own role in its database")
            self.master_password = self._master_password()
        with self.file("network.tf"):
            self._network()
        with self.file("monitoring.tf"):
            self._monitoring()
        self._parameter_group()
        self._cluster()
        self._instances()
        return self._outputs()

    def _tags(self, suffix: str) -> Expression:
        return fn.merge(self.i.tags, {"Name": f"{self.i.name}-{suffix}"})

    def _secret(self, role: str, username: Text, description: str) -> Secret:
        """The secret of one role, with its first value."""
        i = self.i
        password = aws.ephemeral.SecretsmanagerRandomPassword(
            self, role, count=self.once, password_length=PASSWORD_LENGTH, exclude_punctuation=True
        )
        secret = aws.SecretsmanagerSecret(
            self,
            role,
            count=self.once,
            name_prefix=f"{i.name}/database/{role}-",
            description=description,
            kms_key_id=i.kms_key_arn,
            recovery_window_in_days=i.secret_recovery_days,
            tags=self._tags(f"database-{role}"),
        )
        version = aws.SecretsmanagerSecretVersion(
            self,
            role,
            count=self.once,
            secret_id=secret[0].id,
            secret_string_wo=fn.jsonencode({"username": username, "password": password[0].random_password}),
            secret_string_wo_version=1,
            note="The version stays 1, so this is written once: values that rotation writes later are left alone.",
        )
        return Secret(secret, version)

    def _master_password(self) -> Expression:
        """What the master's secret holds, for the cluster."""
        version = self.master.version
        read_back = aws.ephemeral.SecretsmanagerSecretVersion(
            self,
            "master",
            count=self.once,
            secret_id=version[0].arn,
            note=(
                "Read back rather than taken from the random password, which is another one in each run. The ARN "
                "through the version: it is known only once there is a value to read."
            ),
        )
        return fn.jsondecode(read_back[0].secret_string).password

    def _network(self) -> None:
        i = self.i
        self.security_group = aws.SecurityGroup(
            self,
            "this",
            count=self.once,
            name_prefix=f"{i.name}-aurora-",
            description="Aurora: whoever connects adds its own ingress rule",
            vpc_id=i.vpc_id,
            tags=self._tags("aurora"),
            lifecycle={"create_before_destroy": True},
        )
        self.subnet_group = aws.DbSubnetGroup(
            self,
            "this",
            count=self.once,
            name=f"{i.name}-aurora",
            description="Subnets of Airflow's metadata database",
            subnet_ids=i.subnet_ids,
            tags=self._tags("aurora"),
            lifecycle={
                "precondition": [
                    {
                        "condition": fn.length(i.subnet_ids) >= 2,
                        "error_message": "subnet_ids must name subnets in two zones at least.",
                    }
                ]
            },
        )
        self.subnets = aws.data.Subnet(
            self,
            "this",
            count=when(self.create, fn.length(i.subnet_ids), 0),
            id=fn.element(i.subnet_ids, count.index),
        )

    def _monitoring(self) -> None:
        i = self.i
        self.log_group = aws.CloudwatchLogGroup(
            self,
            "postgresql",
            count=self.once,
            name=f"/aws/rds/cluster/{i.name}/postgresql",
            retention_in_days=i.log_retention_days,
            kms_key_id=i.kms_key_arn,
            tags=self._tags("postgresql"),
            note="RDS would make it without retention, under this very name.",
        )
        wanted = self.local("monitoring_role_count", when(self.create & (i.monitoring_interval > 0), 1, 0))
        partition = aws.data.Partition(self, "current", count=wanted)
        trust = aws.data.IamPolicyDocument(
            self,
            "monitoring_trust",
            count=wanted,
            statement=[
                {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{"type": "Service", "identifiers": ["monitoring.rds.amazonaws.com"]}],
                }
            ],
        )
        self.monitoring_role = aws.IamRole(
            self,
            "monitoring",
            count=wanted,
            name_prefix=f"{i.name}-rds-",
            assume_role_policy=trust[0].json,
            permissions_boundary=i.permissions_boundary_arn,
            tags=self._tags("rds-monitoring"),
        )
        self.monitoring_policy = aws.IamRolePolicyAttachment(
            self,
            "monitoring",
            count=wanted,
            role=self.monitoring_role[0].name,
            policy_arn=(f"arn:{partition[0].partition}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"),
        )

    def _parameter_group(self) -> None:
        i = self.i
        self.parameter_group = aws.RdsClusterParameterGroup(
            self,
            "this",
            count=self.once,
            name_prefix=f"{i.name}-aurora-",
            family=f"{ENGINE}{fn.split('.', i.engine_version)[0]}",
            description="Aurora of Airflow's metadata database",
            parameter=dynamic(
                fn.merge(i.parameters, FORCED_PARAMETERS),
                lambda key, value: {
                    "name": key,
                    "value": value,
                    "apply_method": when(fn.contains(list(FORCED_PARAMETERS), key), "immediate", "pending-reboot"),
                },
            ),
            tags=self._tags("aurora"),
            lifecycle={"create_before_destroy": True},
            note="TLS is forced. What the caller sets waits for a restart: AWS sets no static parameter at once.",
        )

    def _cluster(self) -> None:
        i = self.i
        serverless = given(i.serverless)
        moment = given(i.restore_to_point_in_time)
        advanced = i.insights == "advanced"
        suffix = fn.trimprefix(self.master.secret[0].name, f"{i.name}/database/master-")
        first_version = fn.parseint(fn.substr(fn.sha256(self.master.version[0].version_id), 0, 7), 16)
        password_version = self.local(
            "master_password_version",
            when(self.create, first_version, null),
            note=(
                "The password is set again only where Terraform wrote the secret again, because somebody had deleted "
                "it. Rotation makes versions that Terraform does not follow."
            ),
        )
        final_snapshot = self.local(
            "final_snapshot_identifier",
            when(self.create, fn.coalesce(i.final_snapshot_identifier, f"{i.name}-final-{suffix}"), null),
            note="The random end of the secret's name is another one in each deployment of the same name.",
        )
        self.cluster = aws.RdsCluster(
            self,
            "this",
            count=self.once,
            cluster_identifier=i.name,
            engine=ENGINE,
            engine_version=i.engine_version,
            database_name=i.database_name,
            master_username=i.master_username,
            master_password_wo=self.master_password,
            master_password_wo_version=password_version,
            snapshot_identifier=i.restore_from_snapshot,
            port=PORT,
            db_subnet_group_name=self.subnet_group[0].name,
            vpc_security_group_ids=[self.security_group[0].id],
            db_cluster_parameter_group_name=self.parameter_group[0].name,
            storage_encrypted=True,
            kms_key_id=i.kms_key_arn,
            backup_retention_period=i.backup_retention_days,
            preferred_backup_window=i.preferred_backup_window,
            preferred_maintenance_window=i.preferred_maintenance_window,
            copy_tags_to_snapshot=True,
            skip_final_snapshot=i.skip_final_snapshot,
            final_snapshot_identifier=final_snapshot,
            deletion_protection=i.deletion_protection,
            enabled_cloudwatch_logs_exports=["postgresql"],
            database_insights_mode=i.insights,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=i.kms_key_arn,
            performance_insights_retention_period=when(advanced, ADVANCED_RETENTION_DAYS, STANDARD_RETENTION_DAYS),
            apply_immediately=i.apply_immediately,
            serverlessv2_scaling_configuration=optional_block(
                is_set(i.serverless),
                {"min_capacity": serverless.min_capacity, "max_capacity": serverless.max_capacity},
            ),
            restore_to_point_in_time=optional_block(
                is_set(i.restore_to_point_in_time),
                {
                    "source_cluster_identifier": moment.source_cluster_identifier,
                    "restore_to_time": moment.restore_to_time,
                    # The provider would send false beside a time, which it refuses itself.
                    "use_latest_restorable_time": when(moment.use_latest_restorable_time, True, null),
                    "restore_type": "full-copy",
                },
            ),
            tags=self._tags("aurora"),
            lifecycle={
                "ignore_changes": ["snapshot_identifier", "restore_to_point_in_time"],
                "precondition": [
                    {
                        "condition": is_set(i.serverless) | is_set(i.instance_class),
                        "error_message": "Either serverless or instance_class must be given.",
                    },
                    {
                        "condition": i.master_username != i.application_username,
                        "error_message": "application_username must not be master_username: Airflow has its own role.",
                    },
                    {
                        "condition": is_null(i.restore_from_snapshot) | is_null(i.restore_to_point_in_time),
                        "error_message": "Only one of restore_from_snapshot and restore_to_point_in_time may be given.",
                    },
                ],
            },
            depends_on=[self.log_group],
            note=(
                "The zones of the storage are left to AWS: naming fewer than it takes would replace the cluster. What "
                "it is restored from matters on creation alone, so that taking it out of the inputs replaces nothing."
            ),
        )

    def _instances(self) -> None:
        i = self.i
        zones = self.local(
            "instance_zones",
            for_list(
                fn.distinct(self.subnets[ALL].availability_zone),
                lambda zone: zone,
                name="zone",
                where=lambda zone: fn.contains(fn.flatten(self.cluster[ALL].availability_zones), zone),
            ),
            note="Zones that have both a subnet and a copy of the storage.",
        )
        self.instances = aws.RdsClusterInstance(
            self,
            "this",
            count=when(self.create, i.instance_count, 0),
            identifier=f"{i.name}-{count.index}",
            cluster_identifier=self.cluster[0].id,
            engine=ENGINE,
            instance_class=fn.coalesce(i.instance_class, "db.serverless"),
            availability_zone=fn.try_(fn.element(zones, count.index), null),
            promotion_tier=count.index,
            publicly_accessible=False,
            auto_minor_version_upgrade=fn.length(fn.split(".", i.engine_version)) == 1,
            ca_cert_identifier=i.ca_certificate_identifier,
            monitoring_interval=i.monitoring_interval,
            monitoring_role_arn=fn.one(self.monitoring_role[ALL].arn),
            preferred_maintenance_window=i.preferred_maintenance_window,
            apply_immediately=i.apply_immediately,
            tags=self._tags(f"aurora-{count.index}"),
            lifecycle={"ignore_changes": ["availability_zone"]},
            depends_on=[self.monitoring_policy],
            note=(
                "Neighbours stand in different zones. A serverless replica of tier 1 keeps the writer's size, ready to "
                "take over; those of higher tiers follow their own load. A zone more replaces no instance."
            ),
        )

    def _outputs(self) -> Outputs:
        i = self.i
        existing: ExistingDatabase = given(i.existing)
        has_instances = self.local(
            "has_instances",
            fn.length(self.instances.whole) > 0,
            note="The endpoints stand before anything answers there: who takes them here waits for the instances.",
        )

        def endpoint(ours: Expression) -> Expression:
            chosen: Expression = when(has_instances, ours, null)
            return chosen

        def either(ours: Expression, theirs: object) -> Expression:
            chosen: Expression = when(self.create, ours, fn.try_(theirs, null))
            return chosen

        return self.Outputs(
            host=either(endpoint(fn.one(self.cluster[ALL].endpoint)), existing.host),
            reader_host=either(endpoint(fn.one(self.cluster[ALL].reader_endpoint)), existing.host),
            port=either(fn.one(self.cluster[ALL].port), existing.port),
            database_name=when(self.create, i.database_name, fn.try_(existing.database_name, null)),
            cluster_identifier=fn.one(self.cluster[ALL].cluster_identifier),
            cluster_arn=fn.one(self.cluster[ALL].arn),
            cluster_resource_id=fn.one(self.cluster[ALL].cluster_resource_id),
            instance_identifiers=self.instances[ALL].identifier,
            security_group_id=either(fn.one(self.security_group[ALL].id), existing.security_group_id),
            master_secret_arn=either(fn.one(self.master.version[ALL].arn), existing.master_secret_arn),
            application_secret_arn=either(fn.one(self.application.version[ALL].arn), existing.secret_arn),
            application_username=when(self.create, i.application_username, null),
            log_group_name=fn.one(self.log_group[ALL].name),
            parameter_group_name=fn.one(self.parameter_group[ALL].name),
        )
