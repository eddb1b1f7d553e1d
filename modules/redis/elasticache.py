"""Redis as an ElastiCache replication group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit import aws
from kit import functions as fn
from kit.block import dynamic
from kit.expressions import ALL, Expression, when
from modules.redis.container import ACCESS, PORT

if TYPE_CHECKING:
    from modules.redis.module import Redis

# The provider takes these two as text, to tell false from nothing said; Terraform converts.
TRUE = Expression("true")


class ElastiCache:
    """What is made where the mode is elasticache: users, parameters, subnet group, replication group."""

    def __init__(self, module: Redis) -> None:
        self.module = module
        self.i = module.i
        self.count = when(module.in_elasticache, 1, 0)
        i = self.i
        self.version = module.local(
            "engine_version", fn.coalesce(i.engine_version, when(i.engine == "valkey", "8.0", "7.1"))
        )
        self._users()
        self._replication_group()
        self.host = fn.one(self.group[ALL].primary_endpoint_address)
        self.user_name = fn.one(self.user[ALL].user_name)

    def _users(self) -> None:
        i, module = self.i, self.module
        self.user = aws.ElasticacheUser(
            module,
            "airflow",
            count=self.count,
            user_id=f"{i.name}-redis",
            user_name=f"{i.name}-redis",
            engine=i.engine,
            access_string=f"on {ACCESS}",
            authentication_mode={"type": "iam"},
            tags=module.tags("redis"),
            note="No password: clients sign a token with their role. ElastiCache wants the ID and the name alike. "
            "Clients may not stop, empty or reconfigure the server.",
        )
        default = aws.ElasticacheUser(
            module,
            "default",
            count=when(module.in_elasticache & (i.engine == "redis"), 1, 0),
            user_id=f"{i.name}-default",
            user_name="default",
            engine="redis",
            access_string="off -@all",
            no_password_required=True,
            tags=module.tags("redis-default"),
            note="Redis wants a user of this name. It cannot log in. Valkey takes no user without authentication.",
        )
        self.user_group = aws.ElasticacheUserGroup(
            module,
            "this",
            count=self.count,
            user_group_id=f"{i.name}-redis",
            engine=i.engine,
            user_ids=fn.concat(self.user[ALL].user_id, default[ALL].user_id),
            tags=module.tags("redis"),
        )

    def _replication_group(self) -> None:
        i, module = self.i, self.module
        subnets = aws.ElasticacheSubnetGroup(
            module,
            "this",
            count=self.count,
            name=f"{i.name}-redis",
            description=f"Redis of {i.name}",
            subnet_ids=i.subnet_ids,
            tags=module.tags("redis"),
        )
        family = module.local(
            "family",
            when(i.engine == "valkey", f"valkey{fn.split('.', self.version)[0]}", "redis7"),
        )
        parameters = aws.ElasticacheParameterGroup(
            module,
            "this",
            count=self.count,
            name=f"{i.name}-{family}",
            description=f"Redis of {i.name}",
            family=family,
            parameter=[{"name": "maxmemory-policy", "value": "noeviction"}],
            tags=module.tags(f"{family}"),
            lifecycle={"create_before_destroy": True},
            note="Where memory is full, writing fails, and no message vanishes.",
        )
        self.group = aws.ElasticacheReplicationGroup(
            module,
            "this",
            count=self.count,
            replication_group_id=f"{i.name}-redis",
            description=f"Broker of {i.name}",
            engine=i.engine,
            engine_version=self.version,
            node_type=i.node_type,
            num_cache_clusters=i.node_count,
            cluster_mode="disabled",
            automatic_failover_enabled=i.node_count > 1,
            multi_az_enabled=i.node_count > 1,
            port=PORT,
            subnet_group_name=subnets[0].name,
            security_group_ids=module.security_group[ALL].id,
            parameter_group_name=parameters[0].name,
            user_group_ids=self.user_group[ALL].id,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            at_rest_encryption_enabled=TRUE,
            kms_key_id=i.kms_key_arn,
            snapshot_retention_limit=i.snapshot_retention_days,
            maintenance_window=i.maintenance_window,
            auto_minor_version_upgrade=TRUE,
            apply_immediately=True,
            log_delivery_configuration=dynamic(
                when(i.log_delivery, ["engine-log", "slow-log"], []),
                lambda key, log_type: {
                    "destination": module.log_group[0].name,
                    "destination_type": "cloudwatch-logs",
                    "log_format": "json",
                    "log_type": log_type,
                },
            ),
            tags=module.tags("redis"),
            lifecycle={
                "precondition": [
                    {
                        "condition": when(
                            i.engine == "redis",
                            fn.startswith(self.version, "7."),
                            ~fn.contains(["7.0", "7.1"], self.version),
                        ),
                        "error_message": "engine_version must be 7.0 or 7.1 with redis, 7.2 or later with valkey.",
                    },
                    {
                        "condition": (i.node_count == 1) | (fn.length(i.subnet_ids) > 1),
                        "error_message": "node_count above 1 needs subnet_ids in two zones at least.",
                    },
                ]
            },
            note="Cluster mode stays disabled, for Celery cannot use it. The user group is there from the start, so "
            "that nobody is ever let in without authentication.",
        )
