"""What the aurora module takes, and the rules of AWS that its inputs keep.

Source of the rules, where nothing else is said:
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
"""

from __future__ import annotations

from collections.abc import Mapping

from kit import functions as fn
from kit.checks import (
    Check,
    are_subnet_ids,
    between,
    is_key_arn,
    is_log_retention,
    is_name,
    is_policy_arn,
    is_recovery_window,
    is_secret_arn,
    is_security_group_id,
    is_vpc_id,
    matches,
    one_of,
    one_of_numbers,
)
from kit.expressions import Bool, List, Map, Number, Text, is_null
from kit.module import ModuleInputs, Object, variable

MAX_INSTANCES = 15
"""One writer and up to 14 replicas: promotion tiers go from 0 to 15, and each instance has one of its own."""

MONITORING_INTERVALS = (0, 1, 5, 10, 15, 30, 60)
"""Seconds. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"""

FORCED_PARAMETERS = {"rds.force_ssl": "1", "password_encryption": "scram-sha-256"}
"""Not to be had otherwise: connections are encrypted, and passwords are stored as salted hashes.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html"""

_ROLE = r"^[a-z][a-z0-9_]{0,62}$"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_DAY = "(mon|tue|wed|thu|fri|sat|sun)"

is_half_step = Check(
    lambda value: value * 2 == fn.floor(value * 2),
    lambda value: isinstance(value, int | float) and float(value * 2).is_integer(),
    "be a multiple of 0.5",
)

leaves_forced_parameters = Check(
    lambda value: fn.length(fn.setintersection(fn.keys(value), list(FORCED_PARAMETERS))) == 0,
    lambda value: isinstance(value, Mapping) and not set(value) & set(FORCED_PARAMETERS),
    f"leave {' and '.join(FORCED_PARAMETERS)} alone, which the module sets",
)

is_ordered = Check(
    lambda value: value.min_capacity <= value.max_capacity,
    lambda value: True,
    "have a min_capacity that is not above its max_capacity",
)


class Serverless(Object):
    """The bounds of Aurora Serverless v2.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html
    """

    min_capacity: Number = variable(
        "Least capacity of an instance, in ACU of some 2 GiB; Airflow's heartbeats never let it pause, so 0 is out.",
        default=0.5,
        check=[between(0.5, 256), is_half_step],
    )
    max_capacity: Number = variable(
        "Most capacity of an instance, in ACU.", default=4, check=[between(1, 256), is_half_step]
    )


names_one_moment = Check(
    lambda value: value.use_latest_restorable_time == is_null(value.restore_to_time),
    lambda value: True,
    "name one moment: either restore_to_time or use_latest_restorable_time",
)


class PointInTime(Object):
    """A moment in the life of another cluster. Its continuous backups reach back for its backup retention.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-pitr.html
    """

    source_cluster_identifier: Text = variable(
        "Cluster whose backups are read: its identifier, or its ARN where another account shares it.",
        check=matches(
            r"^([A-Za-z](-?[A-Za-z0-9])*|arn:[a-z-]+:rds:[a-z0-9-]+:[0-9]{12}:cluster:[a-z0-9-]+)$",
            "be the identifier or the ARN of a cluster",
        ),
    )
    restore_to_time: Text | None = variable(
        "The moment, in UTC, as in 2026-03-07T23:45:00Z.",
        default=None,
        check=matches(
            f"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T{_TIME}:[0-5][0-9]Z$", "be a time in UTC, as in 2026-03-07T23:45:00Z"
        ),
    )
    use_latest_restorable_time: Bool = variable(
        "Whether to restore the last moment that can be restored, some five minutes ago.", default=False
    )


class ExistingDatabase(Object):
    """A PostgreSQL database that is there already; nothing is created for it."""

    host: Text = variable(
        "Name by which it is reached.", check=matches(r"^[A-Za-z0-9.-]+$", "be a host name, without scheme or port")
    )
    port: Number = variable("Port on which it listens.", default=5432, check=between(1, 65535))
    database_name: Text = variable("Database that Airflow uses.", default="airflow")
    secret_arn: Text = variable('Secret with Airflow\'s role, as JSON: {"username", "password"}.', check=is_secret_arn)
    master_secret_arn: Text | None = variable(
        "Secret with a role that may create Airflow's, as the same JSON; where null, Airflow's role is there already.",
        default=None,
        check=is_secret_arn,
    )
    security_group_id: Text | None = variable(
        "Security group to which ingress from Airflow is added; where null, it lets Airflow in already.",
        default=None,
        check=is_security_group_id,
    )


class AuroraInputs(ModuleInputs):
    """The inputs of the aurora module."""

    name: Text = variable("Prefix of every resource name, and the identifier of the cluster.", check=is_name(31))
    vpc_id: Text = variable("Network of the cluster.", check=is_vpc_id)
    subnet_ids: List[Text] = variable("Subnets of the instances, in two zones at least.", check=are_subnet_ids)
    engine_version: Text = variable(
        "Version of Aurora PostgreSQL. As in 16.8 it stays until it is changed here; "
        "as in 16, AWS chooses the minor version and upgrades it in the maintenance window.",
        default="16.8",
        check=matches(r"^16(\.[0-9]+)?$", "be 16 or a minor version of it, as in 16.8"),
    )
    database_name: Text = variable(
        "Database that is made with the cluster.",
        default="airflow",
        check=matches(_ROLE, "be 1 to 63 lower-case letters, digits and underscores, a letter first"),
    )
    master_username: Text = variable(
        "Role that owns the cluster, used by Airflow's init step alone; for a restored cluster, that of the snapshot.",
        default="postgres",
        check=matches(_ROLE, "be 1 to 63 lower-case letters, digits and underscores, a letter first"),
    )
    application_username: Text = variable(
        "Airflow's own role, made by its init step. It is written to the secret once: a later change has no effect.",
        default="airflow",
        check=matches(_ROLE, "be 1 to 63 lower-case letters, digits and underscores, a letter first"),
    )
    serverless: Serverless | None = variable(
        "Bounds of Serverless v2, which each instance without an instance_class has.",
        default=Serverless(),
        check=is_ordered,
    )
    instance_class: Text | None = variable(
        "Class of provisioned instances, as in db.r7g.large; Serverless v2 where null. A change is made in place.",
        default=None,
        check=matches(r"^db\.[a-z0-9-]+(\.[a-z0-9]+)?$", "be a class of instances, as in db.r7g.large"),
    )
    instance_count: Number = variable(
        "Instances: one writes, the others read and take over. They are spread over the zones of the subnets.",
        default=1,
        check=between(1, MAX_INSTANCES),
    )
    backup_retention_days: Number = variable(
        "Days for which the cluster can be restored to any second.", default=7, check=between(1, 35)
    )
    preferred_backup_window: Text | None = variable(
        "When the daily backup is taken, in UTC, as in 03:00-04:00; AWS chooses where null.",
        default=None,
        check=matches(f"^{_TIME}-{_TIME}$", "be a range of times, as in 03:00-04:00"),
    )
    preferred_maintenance_window: Text | None = variable(
        "When maintenance may interrupt, in UTC, as in sun:05:00-sun:06:00; AWS chooses where null.",
        default=None,
        check=matches(
            f"^{_DAY}:{_TIME}-{_DAY}:{_TIME}$", "be a range of week days and times, as in sun:05:00-sun:06:00"
        ),
    )
    deletion_protection: Bool = variable(
        "Whether AWS refuses to delete the cluster, and so to replace it.", default=True
    )
    skip_final_snapshot: Bool = variable("Whether the cluster is deleted without a last snapshot.", default=False)
    final_snapshot_identifier: Text | None = variable(
        "Name of the last snapshot; one that no other deployment has where null.",
        default=None,
        check=matches(r"^[A-Za-z](-?[A-Za-z0-9])*$", "be letters, digits and single hyphens, a letter first"),
    )
    restore_from_snapshot: Text | None = variable(
        "Snapshot that the cluster is made from. Read when the cluster is made; a later change is ignored.",
        default=None,
    )
    restore_to_point_in_time: PointInTime | None = variable(
        "Moment of another cluster that the cluster is made from. Read when the cluster is made; a later change is "
        "ignored.",
        default=None,
        check=names_one_moment,
    )
    insights: Text = variable(
        "Database Insights: standard keeps 7 days and is free, advanced keeps 465 days and is charged by capacity.",
        default="standard",
        check=one_of("standard", "advanced"),
    )
    monitoring_interval: Number = variable(
        "Seconds between two measurements of the operating system; 0 for none.",
        default=0,
        check=one_of_numbers(*MONITORING_INTERVALS),
    )
    log_retention_days: Number = variable(
        "Days for which PostgreSQL's log is kept in CloudWatch; 0 for ever.",
        default=30,
        check=is_log_retention,
    )
    kms_key_arn: Text | None = variable(
        "Key that encrypts storage, snapshots, insights, secrets and logs; AWS's own where null. "
        "Its policy must let CloudWatch Logs use it. A change would replace the cluster.",
        default=None,
        check=is_key_arn,
    )
    ca_certificate_identifier: Text | None = variable(
        "Authority that signs the instances' certificates, as in rds-ca-rsa2048-g1; AWS's default where null.",
        default=None,
    )
    apply_immediately: Bool = variable(
        "Whether a change is made at once, rather than in the maintenance window.", default=True
    )
    parameters: Map[Text] = variable(
        "Further parameters of the cluster; they take effect when the instances start the next time.",
        default={},
        check=leaves_forced_parameters,
    )
    secret_recovery_days: Number = variable(
        "Days for which a deleted secret can be restored; 0 deletes it at once.", default=30, check=is_recovery_window
    )
    permissions_boundary_arn: Text | None = variable(
        "Permissions boundary of the roles made here.", default=None, check=is_policy_arn
    )
    existing: ExistingDatabase | None = variable(
        "A PostgreSQL database to use instead; nothing is created then.", default=None
    )
    tags: Map[Text] = variable("Tags of every resource.", default={})


__all__ = ["FORCED_PARAMETERS", "AuroraInputs", "ExistingDatabase", "PointInTime", "Serverless"]
