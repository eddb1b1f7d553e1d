"""The redis module: its interface, and what both ways to run the broker share."""

from __future__ import annotations

from kit import aws
from kit import functions as fn
from kit.checks import (
    Check,
    are_subnet_ids,
    between,
    is_arn,
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
from kit.expressions import ALL, Bool, Expression, List, Map, Number, Text, given, is_null, is_set, when
from kit.module import Module, ModuleInputs, ModuleOutputs, Object, output, variable
from modules.redis.container import PORT
from modules.redis.elasticache import ElastiCache
from modules.redis.fargate import Fargate
from modules.redis.sizes import memory_fits_cpu

# Valkey's own image, for ARM64 and x86-64 alike, in the registry that tasks in AWS reach without login or rate limit.
IMAGE = "public.ecr.aws/valkey/valkey:8.1.10"
WEEKLY_WINDOW = r"^((mon|tue|wed|thu|fri|sat|sun):([01][0-9]|2[0-3]):[0-5][0-9](-|$)){2}"


class ExistingRedis(Object):
    """A Redis or Valkey that is there already. Cluster mode is no use: Celery cannot speak to it."""

    host: Text = variable("Host name of the primary.")
    port: Number = variable("Port.", default=PORT, check=between(1, 65535))
    tls: Bool = variable("Whether it is reached by TLS, its certificate verified.", default=True)
    authentication: Text = variable(
        "Whether clients show a password, or a token that ElastiCache accepts of their role.",
        default="password",
        check=one_of("password", "iam"),
    )
    secret_arn: Text | None = variable(
        "Secret, a JSON object with the key password; for password.", default=None, check=is_secret_arn
    )
    user_name: Text | None = variable("ElastiCache user, of the same name and ID; for iam.", default=None)
    replication_group_id: Text | None = variable("ID of the replication group; for iam.", default=None)
    security_group_id: Text | None = variable(
        "Security group that clients are to be let in to.", default=None, check=is_security_group_id
    )


AUTHENTICATES = Check(
    lambda existing: when(
        existing.authentication == "iam",
        is_set(existing.user_name) & is_set(existing.replication_group_id),
        is_set(existing.secret_arn),
    ),
    lambda existing: True,  # an object is left to Terraform, which sees its defaults too
    "say secret_arn with the authentication password, user_name and replication_group_id with iam",
)


class Redis(Module):
    """The broker between Airflow's scheduler and its workers: a container, or ElastiCache.

    `fargate` is one small container, found by its private DNS name. It costs about as much as the smallest
    ElastiCache node, starts in a minute and needs nothing else, but has neither a replica nor TLS: what it queued is
    lost with it, and Airflow queues it again (after task_queued_timeout, 10 minutes by default). Traffic is plain TCP
    inside the network, kept by security groups.

    `elasticache` survives the loss of a node, and with more than one node that of a zone. It encrypts what moves and
    what rests, and clients authenticate with their IAM role, so there is no password at all.

    One changes into the other in place, in one apply. What is queued at that moment is lost, and queued again. Until
    the new broker is there (ElastiCache takes some ten minutes) no task is started; running ones go on.

    The default engine is Valkey: it speaks the protocol that Celery uses (the URL stays redis://), is free software,
    and ElastiCache asks 20 % less for its nodes. A group of Redis becomes one of Valkey in place, but not the reverse.

    Clients are let in by whoever runs them: the security group made here has no ingress rule of its own.
    """

    class Inputs(ModuleInputs):
        name: Text = variable(
            "Prefix of every resource name.",
            check=is_name(31),
        )
        vpc_id: Text = variable("ID of the network.", check=is_vpc_id)
        subnet_ids: List[Text] = variable(
            "Subnets in which it runs, private ones; in two zones at least for replicas.", check=are_subnet_ids
        )
        mode: Text = variable(
            "A container (cheap; queued messages are lost with it) or ElastiCache.",
            default="fargate",
            check=one_of("fargate", "elasticache"),
        )

        cluster_name: Text | None = variable("ECS cluster; for fargate.", default=None)
        cluster_arn: Text | None = variable(
            "ARN of that cluster; for fargate.", default=None, check=is_arn("ecs", "an ECS cluster")
        )
        namespace_id: Text | None = variable(
            "ID of the Cloud Map namespace for private DNS; for fargate.", default=None
        )
        namespace_name: Text | None = variable("Name of that namespace; for fargate.", default=None)
        image: Text = variable(
            "Image of the container, with a shell and the programs of Valkey or Redis 7 or later; for fargate.",
            default=IMAGE,
        )
        cpu: Number = variable(
            "CPU of the task in units of 1/1024 vCPU; for fargate. Redis works in one thread.",
            default=256,
            check=one_of_numbers(256, 512, 1024),
        )
        memory: Number = variable("Memory of the task in MiB; for fargate.", default=512, check=memory_fits_cpu)
        architecture: Text = variable(
            "Processor of the task; for fargate.", default="ARM64", check=one_of("ARM64", "X86_64")
        )
        assign_public_ip: Bool = variable(
            "Whether the task gets a public address: where a subnet has no NAT but an internet gateway; for fargate.",
            default=False,
        )

        engine: Text = variable("Engine of ElastiCache.", default="valkey", check=one_of("valkey", "redis"))
        engine_version: Text | None = variable(
            "Version of the engine, major and minor; null means 8.0 for valkey and 7.1 for redis.",
            default=None,
            check=matches(r"^[7-9]\.[0-9]$", "be a major and a minor version from 7.0, as in 8.0"),
        )
        node_type: Text = variable(
            "Size of each ElastiCache node.",
            default="cache.t4g.micro",
            check=matches(r"^cache\.[a-z0-9]+\.[a-z0-9]+$", "be a node type, as in cache.t4g.micro"),
        )
        node_count: Number = variable(
            "ElastiCache nodes: a primary, and replicas in other zones which take over by themselves.",
            default=1,
            check=between(1, 6),
        )
        snapshot_retention_days: Number = variable(
            "Days for which daily snapshots of ElastiCache are kept; 0 for none. A queue is worth little a day later.",
            default=0,
            check=between(0, 35),
        )
        maintenance_window: Text = variable(
            "When ElastiCache may be maintained, in UTC.",
            default="sun:05:30-sun:06:30",
            check=matches(WEEKLY_WINDOW, "be two times of the week, as in sun:05:30-sun:06:30"),
        )
        log_delivery: Bool = variable("Whether ElastiCache's engine and slow logs go to the log group.", default=True)

        log_retention_days: Number = variable(
            "Days for which logs are kept; 0 for ever.", default=30, check=is_log_retention
        )
        secret_recovery_days: Number = variable(
            "Days for which a deleted password can be recovered; 0 for none, else 7 to 30.",
            default=30,
            check=is_recovery_window,
        )
        kms_key_arn: Text | None = variable(
            "Key that encrypts logs, password and data at rest; AWS's own where null. Its policy must let CloudWatch "
            "Logs use it.",
            default=None,
            check=is_key_arn,
        )
        permissions_boundary_arn: Text | None = variable(
            "Permissions boundary of the role made here.", default=None, check=is_policy_arn
        )
        existing: ExistingRedis | None = variable(
            "A Redis to use instead of a new one.", default=None, check=AUTHENTICATES
        )
        tags: Map[Text] = variable("Tags of every resource.", default={})

    class Outputs(ModuleOutputs):
        host: Text = output("Host name of the primary.")
        port: Number = output("Port.")
        tls: Bool = output("Whether it is reached by TLS.")
        authentication: Text = output("What clients show: password, or iam for a token signed by their role.")
        secret_arn: Text = output("Secret, a JSON object with the key password; null with iam.")
        user_name: Text = output("User that clients log in as; null with a password.")
        connect_arns: List[Text] = output(
            "What a client's role needs elasticache:Connect on, both of them; empty with a password."
        )
        security_group_id: Text = output("Security group that clients are to be let in to.")
        log_group_name: Text = output("Log group; null for an existing Redis.")
        replication_group_id: Text = output("ID of the replication group; null for a container.")
        replication_group_arn: Text = output("ARN of the replication group; null unless it is made here.")
        service_name: Text = output("ECS service; null unless it is made here.")

    def build(self, i: Inputs) -> Outputs:
        self.i = i
        existing = given(i.existing)
        self.create = self.local("create", is_null(i.existing), note="Nothing of a Redis that is given is created.")
        self.in_fargate = self.local("fargate", self.create & (i.mode == "fargate"))
        self.in_elasticache = self.local("elasticache", self.create & (i.mode == "elasticache"))
        self.partition = aws.data.Partition(self, "current").partition
        self.region = aws.data.Region(self, "current").id
        self.account_id = aws.data.CallerIdentity(self, "current").account_id
        self._security_group()
        self.log_group = aws.CloudwatchLogGroup(
            self,
            "this",
            count=when(self.create, 1, 0),
            name=f"/{i.name}/redis",
            retention_in_days=i.log_retention_days,
            kms_key_id=i.kms_key_arn,
            tags=self.tags("redis"),
        )
        with self.file("fargate.tf"):
            fargate = Fargate(self)
        with self.file("elasticache.tf"):
            elasticache = ElastiCache(self)
        existing_iam = self.local(
            "existing_iam", fn.try_(existing.authentication == "iam", False), note="An existing ElastiCache."
        )
        elasticache_arn = f"arn:{self.partition}:elasticache:{self.region}:{self.account_id}"
        existing_arns = [
            f"{elasticache_arn}:replicationgroup:{existing.replication_group_id}",
            f"{elasticache_arn}:user:{existing.user_name}",
        ]
        made_host = when(self.in_fargate, fargate.host, elasticache.host)
        made_authentication = when(self.in_elasticache, "iam", "password")
        return self.Outputs(
            host=when(self.create, made_host, existing.host),
            port=when(self.create, PORT, existing.port),
            tls=when(self.create, self.in_elasticache, existing.tls),
            authentication=when(self.create, made_authentication, existing.authentication),
            secret_arn=when(self.create, fargate.secret_arn, existing.secret_arn),
            user_name=when(self.create, elasticache.user_name, existing.user_name),
            connect_arns=fn.concat(
                elasticache.group[ALL].arn, elasticache.user[ALL].arn, when(existing_iam, existing_arns, [])
            ),
            security_group_id=when(self.create, fn.one(self.security_group[ALL].id), existing.security_group_id),
            log_group_name=fn.one(self.log_group[ALL].name),
            replication_group_id=when(self.create, fn.one(elasticache.group[ALL].id), existing.replication_group_id),
            replication_group_arn=fn.one(elasticache.group[ALL].arn),
            service_name=fn.one(fargate.service[ALL].name),
        )

    def tags(self, suffix: str) -> Expression:
        """The tags of a resource, its name among them."""
        return fn.merge(self.i.tags, {"Name": f"{self.i.name}-{suffix}"})

    def _security_group(self) -> None:
        i = self.i
        self.security_group = aws.SecurityGroup(
            self,
            "this",
            count=when(self.create, 1, 0),
            name_prefix=f"{i.name}-redis-",
            description="Redis, the broker of Airflow",
            vpc_id=i.vpc_id,
            tags=self.tags("redis"),
            lifecycle={"create_before_destroy": True},
            note="The same whichever way Redis runs, so that the rules of its clients outlast a change. They add "
            "them themselves.",
        )
        aws.VpcSecurityGroupEgressRule(
            self,
            "https",
            count=when(self.in_fargate, 1, 0),
            security_group_id=self.security_group[0].id,
            description="Image, secret and logs",
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4="0.0.0.0/0",
            tags=self.tags("redis-https-out"),
        )
