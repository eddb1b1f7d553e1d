"""What the module is told."""

from __future__ import annotations

from typing import Any, Final

from kit.checks import (
    are_subnet_ids,
    between,
    every,
    is_arn,
    is_cidr,
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
)
from kit.expressions import Bool, List, Map, Number, Text
from kit.module import ModuleInputs, Object, variable
from modules.ecs_airflow import components as table
from modules.ecs_airflow.fargate import (
    counts_in_order,
    executor_size,
    offered_by_fargate,
    queue_counts,
    queue_names,
    queue_numbers,
    queue_schedules,
    queue_sizes,
    task_names,
    task_sizes,
    task_storage,
    worker_schedules,
)

ANYWHERE: Final = "0.0.0.0/0"
DEFAULT_QUEUE: Final = "default"
"""Of Airflow's setting operators.default_queue: the queue that components.worker serves."""


def _cpu(component: table.Component) -> Any:
    return variable("CPU of a task in units of 1/1024 vCPU.", default=component.cpu)


def _memory(component: table.Component) -> Any:
    return variable("Memory of a task in MiB.", default=component.memory)


def _spot(tasks: str) -> Any:
    return variable(
        f"Share of {tasks} on Fargate Spot, in percent: cheaper, and AWS may take them back.",
        default=0,
        check=between(0, 100),
    )


class Size(Object):
    """What a component's tasks get, and how many there are."""

    cpu: Number = variable("CPU of a task in units of 1/1024 vCPU.")
    memory: Number = variable("Memory of a task in MiB.")
    min_count: Number = variable("Tasks at least.", default=1)
    max_count: Number = variable("Tasks at most; the same as min_count for a fixed number.", default=1)


class ScheduledMinimum(Object):
    """More workers at certain times, whatever waits: before the nightly run rather than in it."""

    min_count: Number = variable("Workers at least, from start to end.")
    start: Text = variable("When that begins: a cron() or at() expression of Application Auto Scaling.")
    end: Text = variable("When it ends and the queue's own min_count holds again, likewise.")
    timezone: Text = variable("Of both, as in Europe/Berlin.", default="UTC")


class ApiServerSize(Size):
    cpu: Number = _cpu(table.API_SERVER)
    memory: Number = _memory(table.API_SERVER)


class SchedulerSize(Size):
    cpu: Number = _cpu(table.SCHEDULER)
    memory: Number = _memory(table.SCHEDULER)


class DagProcessorSize(Size):
    cpu: Number = _cpu(table.DAG_PROCESSOR)
    memory: Number = _memory(table.DAG_PROCESSOR)
    spot_percent: Number = _spot("its tasks")


class TriggererSize(Size):
    cpu: Number = _cpu(table.TRIGGERER)
    memory: Number = _memory(table.TRIGGERER)
    spot_percent: Number = _spot("its tasks")


class WorkerSize(Size):
    cpu: Number = _cpu(table.WORKER)
    memory: Number = _memory(table.WORKER)
    concurrency: Number = variable("Airflow tasks that one worker runs at once.", default=4, check=between(1, 256))
    spot_percent: Number = _spot("the workers")
    schedules: Map[ScheduledMinimum] = variable("More workers at certain times, by name.", default={})


class Queue(Object):
    """A queue with workers of its own: of another size, with other packages or other rights."""

    cpu: Number = variable("CPU of a task of ECS in units of 1/1024 vCPU.", default=table.WORKER.cpu)
    memory: Number = variable("Memory of a task of ECS in MiB.", default=table.WORKER.memory)
    concurrency: Number = variable("Airflow tasks that one worker runs at once.", default=4)
    min_count: Number = variable("Workers at least; 0 for none while nothing waits.", default=0)
    max_count: Number = variable("Workers at most.", default=1)
    spot_percent: Number = variable("Share of the workers on Fargate Spot, in percent.", default=0)
    image: Text | None = variable("Image of its workers; that of all where null.", default=None)
    extra_policies: Map[Text] = variable("Policies for its DAGs' tasks alone, by name, as JSON.", default={})
    extra_policy_arns: List[Text] = variable("The same as managed policies.", default=[])
    schedules: Map[ScheduledMinimum] = variable("More workers at certain times, by name.", default={})


class OnDemandTask(Object):
    """A task of ECS that DAGs run on demand, in a container of its own."""

    image: Text = variable("Its image, for the CPU architecture of all tasks.")
    cpu: Number = variable("CPU in units of 1/1024 vCPU.", default=256)
    memory: Number = variable("Memory in MiB.", default=512)
    command: List[Text] | None = variable("Its command; the image's where null.", default=None)
    environment: Map[Text] = variable("Its environment; secrets do not belong here.", default={})
    policy_arns: List[Text] = variable("Managed policies of its role; without one it may do nothing.", default=[])
    mount_shared_files: Bool = variable("Whether it sees the workers' shared files, under /mnt/efs.", default=False)
    ephemeral_storage: Number | None = variable("Disk in GiB, 21 to 200; Fargate's 20 where null.", default=None)


class EcsExecutor(Object):
    """Airflow's tasks in containers of their own, for those that ask for it, beside Celery's workers."""

    cpu: Number = _cpu(table.TASK)
    memory: Number = _memory(table.TASK)
    default: Bool = variable(
        "Whether tasks that name no executor run so; Celery's workers then run the others.", default=False
    )
    spot: Bool = variable("Whether they run on Fargate Spot: cheaper, and AWS may take them back.", default=False)
    policy_arns: List[Text] = variable("Managed policies of their role, besides those of all DAGs.", default=[])


class DatabaseCleaning(Object):
    """When what is old is deleted from the metadata database, and what is old."""

    schedule: Text = variable(
        "When: a cron(), rate() or at() expression of EventBridge Scheduler.",
        default="cron(0 3 ? * SUN *)",
        check=matches("^(cron|rate|at)[(].+[)]$", "be as cron(0 3 ? * SUN *) or rate(7 days)"),
    )
    timezone: Text = variable("In which time zone, as Europe/Berlin.", default="UTC")
    keep_days: Number = variable(
        "Days of runs, tasks, logs of who did what, and XComs that are kept.", default=90, check=between(1, 36500)
    )


class FlowerSize(Size):
    cpu: Number = _cpu(table.FLOWER)
    memory: Number = _memory(table.FLOWER)
    spot_percent: Number = _spot("its tasks")


class Components(Object):
    """One entry for each component."""

    api_server: ApiServerSize = variable(
        "Web pages, REST API, and the API that tasks speak to.", default=ApiServerSize()
    )
    scheduler: SchedulerSize = variable("Decides which task runs when.", default=SchedulerSize())
    dag_processor: DagProcessorSize = variable("Reads the DAG files.", default=DagProcessorSize())
    triggerer: TriggererSize = variable("Waits on behalf of deferred tasks.", default=TriggererSize())
    worker: WorkerSize = variable("Runs the tasks.", default=WorkerSize())
    flower: FlowerSize = variable("Shows the Celery workers.", default=FlowerSize())


class Cluster(Object):
    """The ECS cluster."""

    name: Text = variable("Its name.")
    arn: Text = variable("Its ARN.", check=is_arn("ecs", "an ECS cluster"))
    exec_log_group_name: Text | None = variable(
        "Log group of what is typed in ECS Exec, where the cluster keeps it; tasks write it themselves.", default=None
    )


class Namespace(Object):
    """The private DNS namespace in Cloud Map."""

    id: Text = variable("Its ID.")
    name: Text = variable("Its name, the private DNS zone.")


class Database(Object):
    """The metadata database, PostgreSQL."""

    host: Text = variable("Host name.")
    port: Number = variable("Port.", default=5432, check=between(1, 65535))
    database_name: Text = variable("Name of the database.", default="airflow")
    tls: Text = variable(
        "sslmode of libpq; verify-full checks the certificate against the bundle of RDS.",
        default="verify-full",
        check=one_of("verify-full", "verify-ca", "require", "disable"),
    )
    secret_arn: Text = variable(
        "Secret with the keys username and password, of Airflow's own role.", check=is_secret_arn
    )
    master_secret_arn: Text | None = variable(
        "The same of a role that may make Airflow's; used by the init step alone. Null where the role exists.",
        default=None,
        check=is_secret_arn,
    )
    manage_rules: Bool = variable("Whether the rules that let Airflow in are added to security_group_id.", default=True)
    security_group_id: Text | None = variable(
        "Security group of the database; with manage_rules.", default=None, check=is_security_group_id
    )
    cidr_block: Text = variable("Where the database is; without manage_rules.", default=ANYWHERE, check=is_cidr())


class Broker(Object):
    """Redis: Celery's broker and result backend."""

    host: Text = variable("Host name of the primary.")
    port: Number = variable("Port.", default=6379, check=between(1, 65535))
    tls: Bool = variable("Whether it is reached by TLS, its certificate verified.", default=True)
    authentication: Text = variable(
        "password (secret_arn), or iam (user_name, replication_group_id, connect_arns) for ElastiCache.",
        default="password",
        check=one_of("password", "iam"),
    )
    secret_arn: Text | None = variable("Secret with the key password; for password.", default=None, check=is_secret_arn)
    user_name: Text | None = variable("ElastiCache user, its ID and its name alike; for iam.", default=None)
    replication_group_id: Text | None = variable("ID of the replication group; for iam.", default=None)
    connect_arns: List[Text] = variable(
        "What a client's role needs elasticache:Connect on: the replication group and the user; for iam.", default=[]
    )
    manage_rules: Bool = variable("Whether the rules that let Airflow in are added to security_group_id.", default=True)
    security_group_id: Text | None = variable(
        "Security group of Redis; with manage_rules.", default=None, check=is_security_group_id
    )
    cidr_block: Text = variable("Where Redis is; without manage_rules.", default=ANYWHERE, check=is_cidr())


class Certificate(Object):
    """A certificate of ACM."""

    arn: Text = variable("ARN, in this region.", check=is_arn("(acm|iam)", "a certificate of ACM or IAM"))


class ExistingLoadBalancer(Object):
    """A listener of an application load balancer that is there already; it gets rules and nothing else."""

    listener_arn: Text = variable("The HTTP or HTTPS listener.", check=is_arn("elasticloadbalancing", "a listener"))
    security_group_id: Text = variable(
        "The load balancer's security group, let in to the tasks.", check=is_security_group_id
    )
    dns_name: Text = variable("Name under which people reach it.")
    https: Bool = variable("Whether people reach it by HTTPS.", default=True)
    priority: Number = variable(
        "Priority of the first rule; the next nine numbers are taken too.", default=100, check=between(1, 49990)
    )


class AccessLogs(Object):
    """Where a load balancer writes a line for each request. The bucket is there already, lets Elastic Load Balancing
    write, and is encrypted with S3's own keys, the only ones that it can write with:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html"""

    bucket: Text = variable("Name of the bucket, in this region.")
    prefix: Text | None = variable("Beginning of the logs' names, without a slash at its end.", default=None)


class WebAcl(Object):
    """A web ACL of AWS WAF that is there already, of the scope REGIONAL and in this region."""

    arn: Text = variable("Its ARN.", check=is_arn("wafv2", "a web ACL"))


IS_HTTPS = matches("^https://[^ ]+$", "be a URL that begins with https://")


class Oidc(Object):
    """An identity provider that people sign in to at the load balancer, before anything of Airflow is reached.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
    """

    issuer: Text = variable("The provider's issuer, as its discovery document says it.", check=IS_HTTPS)
    authorization_endpoint: Text = variable("Where people sign in.", check=IS_HTTPS)
    token_endpoint: Text = variable("Where the load balancer fetches tokens.", check=IS_HTTPS)
    user_info_endpoint: Text = variable("Where it asks who somebody is.", check=IS_HTTPS)
    client_id: Text = variable("Name of the load balancer at the provider.")
    client_secret_arn: Text = variable(
        "Secret with the client's secret, as plain text. Terraform keeps its value in the state: the provider has no "
        "write-only argument for it. It opens nothing but the provider's door for this one client.",
        check=is_secret_arn,
    )
    scope: Text = variable("What the provider is asked to tell of people.", default="openid")
    session_seconds: Number = variable(
        "Seconds after which people sign in again.", default=43200, check=between(1, 604800)
    )
    open_paths: List[Text] = variable(
        "Paths that are let by, for programs, which cannot sign in there; Airflow itself still asks. As in /api/v2/* "
        "and /auth/token; five at most.",
        default=[],
    )


class LoadBalancer(Object):
    """Who reaches the web pages, and how: by HTTPS with a certificate, by HTTP from allowed_cidrs without one, and from
    the network alone with neither."""

    certificate: Certificate | None = variable("Certificate for HTTPS, with HTTP redirected to it.", default=None)
    allowed_cidrs: List[Text] = variable(
        "IPv4 ranges let in. None: everyone where it faces the internet, the network alone where it is internal.",
        default=[],
        check=every(is_cidr()),
    )
    internal: Bool | None = variable(
        "Whether it is reached from the network alone; where null, so it is without certificate and allowed_cidrs.",
        default=None,
    )
    domain_name: Text | None = variable("Name under which people reach it; its own where null.", default=None)
    deletion_protection: Bool = variable("Whether it is guarded against deletion.", default=False)
    web_acl: WebAcl | None = variable("Rules of AWS WAF that every request must pass; none where null.", default=None)
    keep_access_logs: Bool = variable(
        "Whether every request is logged, into a bucket that is made for it.", default=False
    )
    access_logs: AccessLogs | None = variable("A bucket to log every request into instead.", default=None)
    idle_timeout: Number = variable("Seconds for which it waits for an answer.", default=120, check=between(1, 4000))
    oidc: Oidc | None = variable("Identity provider asked before everything else; needs HTTPS.", default=None)
    existing: ExistingLoadBalancer | None = variable("A listener to use instead of a new load balancer.", default=None)


class ExistingBucket(Object):
    """An S3 bucket that is there already; it is used as it is."""

    name: Text = variable("Its name.")


class Storage(Object):
    """Buckets and the shared file system."""

    log_bucket: ExistingBucket | None = variable("Bucket for task logs instead of a new one.", default=None)
    dag_bucket: ExistingBucket | None = variable("Bucket for DAGs instead of a new one.", default=None)
    log_expiry_days: Number = variable("Days after which task logs are deleted.", default=90, check=between(1, 36500))
    force_destroy: Bool = variable("Whether buckets are destroyed with what is in them.", default=False)
    efs: Bool = variable("Whether there is a shared file system for DAGs and files of tasks.", default=True)
    efs_backup: Bool = variable("Whether AWS Backup saves the file system daily.", default=True)


class Egress(Object):
    """Something outside that DAGs connect to, other than by HTTPS."""

    cidr_block: Text = variable("Where it is.", check=is_cidr())
    port: Number = variable("TCP port.", check=between(1, 65535))


class AirflowInputs(ModuleInputs):
    """The inputs of the module."""

    name: Text = variable(
        "Prefix of every resource name.",
        check=is_name(20),
    )
    vpc_id: Text = variable("ID of the network.", check=is_vpc_id)
    subnet_ids: List[Text] = variable("Subnets of the tasks, each in another zone.", check=are_subnet_ids)
    load_balancer_subnet_ids: List[Text] = variable(
        "Subnets of the load balancer, in two zones at least: public ones where it faces the internet.",
        default=[],
        check=are_subnet_ids,
    )
    assign_public_ip: Bool = variable(
        "Whether tasks get public addresses; needed in public subnets, where nothing else leads out.", default=False
    )
    cluster: Cluster = variable("ECS cluster, with the capacity providers FARGATE and FARGATE_SPOT.")
    namespace: Namespace = variable("Private DNS namespace.")
    database: Database = variable("Metadata database, PostgreSQL.")
    broker: Broker = variable("Redis.")
    image: Text = variable("Reference of the image, with its tag or digest.")
    architecture: Text = variable(
        "CPU architecture of the image and the tasks.", default="ARM64", check=one_of("ARM64", "X86_64")
    )
    components: Components = variable(
        "Sizes and numbers of tasks.",
        default=Components(),
        check=(offered_by_fargate, counts_in_order, worker_schedules),
    )
    queues: Map[Queue] = variable(
        "Queues beside Airflow's default, which components.worker serves: each is an ECS service of its own.",
        default={},
        check=(queue_names, queue_sizes, queue_counts, queue_numbers, queue_schedules),
    )
    on_demand_tasks: Map[OnDemandTask] = variable(
        "Tasks that DAGs run on demand, each in a container of its own with its image, size and rights, by name.",
        default={},
        check=(task_names, task_sizes, task_storage),
    )
    ecs_executor: EcsExecutor | None = variable(
        "Airflow's AwsEcsExecutor beside Celery's workers: a container for each task that asks for it. Null for none.",
        default=None,
        check=executor_size,
    )
    database_cleaning: DatabaseCleaning | None = variable(
        "Deletes what is old from the database on a schedule: Airflow itself never does. Null for never.", default=None
    )
    bastion: Bool = variable(
        "Whether there is a task for tools of the database, of Redis and of the shared files, to be started when it is "
        "wanted and opened by ECS Exec.",
        default=False,
    )
    environment: Map[Text] = variable(
        "Further environment variables of every component; secrets do not belong here.", default={}
    )
    dag_bundles: Text | None = variable(
        "Airflow's dag_bundle_config_list as JSON; where null, the DAGs on the shared file system.", default=None
    )
    load_balancer: LoadBalancer = variable("Load balancer.", default=LoadBalancer())
    storage: Storage = variable("Buckets and the shared file system.", default=Storage())
    egress: Map[Egress] = variable(
        "What DAGs connect to other than by HTTPS, by name: a database, a mail server, git over SSH.", default={}
    )
    execute_command: Bool = variable(
        "Whether ECS Exec opens shells in the tasks. It needs a root file system that can be written.", default=False
    )
    extra_policies: Map[Text] = variable(
        "Policies for what DAGs do, by name, as JSON documents: for worker, triggerer and dag-processor.", default={}
    )
    extra_policy_arns: List[Text] = variable("The same as managed policies.", default=[], check=every(is_policy_arn))
    publish_metrics: Bool = variable(
        "Whether Airflow's own metrics go to CloudWatch, in the containers' logs: six of them, each charged.",
        default=True,
    )
    alarm_topic_arns: List[Text] = variable(
        "SNS topics that are told when an alarm goes off, and when it is over.",
        default=[],
        check=every(is_arn("sns", "a topic of SNS")),
    )
    wait_for_steady_state: Bool = variable(
        "Whether an apply ends only when the services run what was applied; it never waits for workers, which end "
        "their work first.",
        default=True,
    )
    permissions_boundary_arn: Text | None = variable(
        "Permissions boundary of the roles made here.", default=None, check=is_policy_arn
    )
    kms_key_arn: Text | None = variable(
        "Key that encrypts logs, buckets, secrets and files; AWS's own where null. Its policy must let CloudWatch Logs "
        "use it.",
        default=None,
        check=is_key_arn,
    )
    log_retention_days: Number = variable(
        "Days for which the containers' logs are kept; 0 for ever.",
        default=30,
        check=is_log_retention,
    )
    secret_recovery_days: Number = variable(
        "Days for which a destroyed secret can be restored; 0 for none.",
        default=30,
        check=is_recovery_window,
    )
    tags: Map[Text] = variable("Tags of every resource.", default={})
