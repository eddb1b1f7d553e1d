"""Bad settings end before anything is called: with the key, the value, the line, and what is allowed."""

from pathlib import Path

import pytest

from stacks.settings import SettingsError, load

KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"
EXISTING_DATABASE = f"existing: {{host: db, secret_arn: '{SECRET}', security_group_id: sg-0a1b2c3d}}"
LISTENER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/0a1b/2c3d"
SHARED_LISTENER = f"existing: {{listener_arn: '{LISTENER}', security_group_id: sg-0a1b2c3d}}"
SUBNETS = (
    "private_subnet_ids: [subnet-0a1b2c3d, subnet-1a1b2c3d], database_subnet_ids: [subnet-2a1b2c3d, subnet-3a1b2c3d]"
)
VPC = f"network: {{existing: {{vpc_id: vpc-0a1b2c3d, {SUBNETS}}}}}"


def refusal(folder: Path, text: str) -> str:
    file = folder / "tarmac.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load(file)
    return str(raised.value)


QUOTED = "'{}'"


def moment(cluster: str, time: str) -> str:
    return f"{{source_cluster_identifier: {cluster}, restore_time: {time}}}"


# In each: what stands in a low deployment called demo, and what the message must say.
IN_A_LOW_DEPLOYMENT = {
    # Keys and types
    "netwrk: {}": "deployments.demo.netwrk is no setting; did you mean 'network'?",
    "ecs_exec: yes": "demo.ecs_exec (yes) must be true or false",
    "network: {az_count: two}": "demo.network.az_count (two) must be a whole number from 2 to 6",
    "network: {az_count: 2.5}": "demo.network.az_count (2.5) must be a whole number from 2 to 6",
    "network: {az_count: true}": "demo.network.az_count (true) must be a whole number from 2 to 6",
    "network: [a]": "demo.network must be a mapping with the keys cidr_block, az_count, nat",
    "name: other": "demo.name is no setting",
    # DAGs
    "dags: {source: ftp}": "demo.dags.source (ftp) must be 'shared-folder', 's3', 'git' or 'image'",
    "dags: {source: git}": "demo.dags.git goes with dags.source git: give both or neither",
    "dags: {git: {repository: 'https://a.example/b.git'}}": "goes with dags.source git: give both or neither",
    "dags: {source: git, git: {repository: 'https://joe:secret@a.example/b.git'}}": "of a git repository without",
    "dags: {source: s3, editor: true}": "demo.dags.editor (true) edits the shared folder, and dags.source is s3",
    "dags: {refresh_interval: 1}": "demo.dags.refresh_interval (1) must be a whole number from 5 to 86400",
    # Where it lives
    "account: 012345678901": "demo.account (012345678901) must be text; write it in quotes",
    "account: '12345'": "demo.account (12345) must be 'embedded', or the 12 digits of an account in quotes",
    "region: us-eat-1": "demo.region (us-eat-1) must be a region such as 'us-east-1'",
    "tags: {'aws:x': y}": "demo.tags.aws:x (y) begins with 'aws:', which AWS keeps for itself",
    "tags: {name: y}": "demo.tags.name (y) is given already",
    "tags: {a: 1}": "demo.tags.a (1) must be text; write it in quotes",
    "tags: {a: 'x;y'}": "demo.tags.a (x;y) may hold letters, digits, spaces",
    # Image
    "image: {tag: 3.10}": "demo.image.tag (3.10) must be text; write it in quotes",
    "image: {tag: 'a b'}": "demo.image.tag (a b) must be an image tag in quotes, such as '3.3.2'",
    "image: {architecture: arm}": "demo.image.architecture (arm) must be 'ARM64' or 'X86_64'",
    "image: {repository: 'apache/airflow:3.3.2'}": "demo.image.repository (apache/airflow:3.3.2) must be a repository",
    # Network
    "network: {az_count: 1}": "demo.network.az_count (1) must be a whole number from 2 to 6",
    "network: {az_count: 7}": "demo.network.az_count (7) must be a whole number from 2 to 6",
    "network: {nat: both}": "demo.network.nat (both) must be 'none', 'instance', 'single' or 'per_az'",
    "network: {cidr_block: 10.0.0.0}": "demo.network.cidr_block (10.0.0.0) lacks its prefix",
    "network: {cidr_block: 10.0.0.0/8}": "demo.network.cidr_block (10.0.0.0/8) must have a prefix from /16 to /21",
    "network: {cidr_block: 10.0.0.0/22}": "demo.network.cidr_block (10.0.0.0/22) must have a prefix from /16 to /21",
    "network: {cidr_block: 10.0.9.0/16}": "did you mean '10.0.0.0/16'?",
    "network: {cidr_block: 127.0.0.0/16}": "must not lie in the loopback",
    "network: {cidr_block: ten}": "demo.network.cidr_block (ten) lacks its prefix",
    "network: {interface_endpoints: [s3]}": "names 's3', which has a gateway endpoint already",
    "network: {interface_endpoints: [ecr.api, ecr.api]}": "names 'ecr.api' twice",
    "network: {nat: none}": "must hold ecr.api, ecr.dkr, logs, secretsmanager, monitoring",
    "network: {existing: {vpc_id: vpc-1}}": "demo.network.existing.vpc_id (vpc-1) must be the id of a VPC",
    f"network: {{az_count: 3, existing: {{vpc_id: vpc-0a1b2c3d, {SUBNETS}}}}}": "az_count (3) has no effect beside",
    "network: {existing: {vpc_id: vpc-0a1b2c3d, private_subnet_ids: [subnet-0a1b2c3d]}}": "a list of 2 or more, each",
    f"load_balancer: {{allowed_cidrs: [192.0.2.0/24]}}\n    {VPC}": "public_subnet_ids must name two or more subnets",
    # Who comes in
    "load_balancer: {allowed_cidrs: [0.0.0.0/0]}": "lets in 0.0.0.0/0 over plain HTTP",
    "load_balancer: {allowed_cidrs: [0.0.0.0/1, 128.0.0.0/1]}": "lets in 0.0.0.0/0 over plain HTTP",
    "load_balancer: {allowed_cidrs: [10.0.0.0/8, 10.1.0.0/16]}": "names 10.0.0.0/8 and 10.1.0.0/16, which overlap",
    "load_balancer: {allowed_cidrs: [192.0.2.7]}": "allowed_cidrs[0] (192.0.2.7) lacks its prefix; for this one",
    "load_balancer: {internal: false}": "demo.load_balancer.internal (false) can be false only with",
    "load_balancer: {access_logs: false, access_logs_bucket: one-of-ours}": "has no effect where access_logs is false",
    "load_balancer: {certificate_arn: mine}": "demo.load_balancer.certificate_arn (mine) must be an ARN such as",
    f"load_balancer: {{{SHARED_LISTENER}}}": "load_balancer.domain_name is missing: an existing listener needs",
    f"load_balancer: {{allowed_cidrs: [192.0.2.0/24], {SHARED_LISTENER}}}": "allowed_cidrs has no effect beside",
    # Database and broker
    "database: {engine_version: 16.10}": "demo.database.engine_version (16.10) must be text; write it in quotes",
    "database: {engine_version: '15.4'}": "demo.database.engine_version (15.4) must be a version of PostgreSQL 16",
    "database: {instance_count: 16}": "demo.database.instance_count (16) must be a whole number from 1 to 15",
    "database: {backup_retention_days: 0}": "backup_retention_days (0) must be a whole number from 1 to 35",
    "database: {instance_class: large}": "demo.database.instance_class (large) must be an instance class that Aurora",
    "database: {instance_class: db.m5.large}": "must be an instance class that Aurora",
    "database: {instance_class: db.r7g.large, serverless: {}}": "instance_class (db.r7g.large) cannot stand beside",
    "database: {serverless: {min_capacity: 0.7}}": "min_capacity (0.7) must be a multiple of 0.5",
    "database: {serverless: {min_capacity: 0}}": "min_capacity (0) must be a number from 0.5 to 256",
    "database: {serverless: {min_capacity: 4}}": "min_capacity (4) is above max_capacity, which is 2",
    "database: {existing: {host: 'http://db'}}": "demo.database.existing.host (http://db) must be a host name without",
    "database: {existing: {host: db}}": "demo.database.existing.secret_arn is missing: Secret with the keys",
    f"database: {{instance_count: 2, {EXISTING_DATABASE}}}": "database.instance_count (2) has no effect beside",
    "database: {restore_from_snapshot: 'a b'}": "(a b) must be the name or ARN of a cluster snapshot",
    f"database: {{restore_to_point_in_time: {moment('other', 'latest')}, restore_from_snapshot: monday}}": (
        "demo.database.restore_to_point_in_time cannot stand beside 'restore_from_snapshot'"
    ),
    f"database: {{restore_to_point_in_time: {moment('demo', 'latest')}}}": (
        "restore_to_point_in_time.source_cluster_identifier (demo) is this deployment's own cluster"
    ),
    f"database: {{restore_to_point_in_time: {moment('other', '2026-03-07T23:45:00Z')}}}": "write it in quotes",
    f"database: {{restore_to_point_in_time: {moment('other', 'yesterday')}}}": "(yesterday) must be a time in UTC",
    f"database: {{restore_to_point_in_time: {moment('other', QUOTED.format('2026-02-30T23:45:00Z'))}}}": (
        "restore_time (2026-02-30T23:45:00Z) is no date and time that there is"
    ),
    f"database: {{restore_to_point_in_time: {moment('other', QUOTED.format('2999-03-07T23:45:00Z'))}}}": (
        "restore_time (2999-03-07T23:45:00Z) has not come yet"
    ),
    "database: {restore_to_point_in_time: {source_cluster_identifier: other}}": "restore_time is missing",
    "broker: {mode: sqs}": "demo.broker.mode (sqs) must be 'fargate' or 'elasticache'",
    "broker: {node_count: 7}": "demo.broker.node_count (7) must be a whole number from 1 to 6",
    "broker: {node_type: t4g.micro}": "demo.broker.node_type (t4g.micro) must be a node type of ElastiCache",
    "broker: {existing: {host: redis}}": "demo.broker.existing.secret_arn is missing: authentication is password",
    "broker: {existing: {host: redis, authentication: iam, tls: false, replication_group_id: r}}": (
        "demo.broker.existing.tls (false) must be true where authentication is iam"
    ),
    f"broker: {{existing: {{host: redis, authentication: iam, secret_arn: '{SECRET}'}}}}": (
        "has no effect where authentication is iam; remove it"
    ),
    # Components
    "components: {webserver: {}}": "demo.components.webserver is no setting",
    "components: {worker: {min_count: 3, max_count: 2}}": "worker.min_count (3) is above max_count, which is 2",
    "components: {flower: {cpu: 300}}": "flower.cpu (300) is no size that Fargate offers; give one of 256, 512, 1024",
    "components: {flower: {cpu: 512, memory: 512}}": "flower.memory (512) is not offered by Fargate with cpu 512; "
    "give 1024 to 4096 in steps of 1024",
    "components: {flower: {cpu: 1024}}": "flower.memory is not offered by Fargate with cpu 1024; "
    "give 2048 to 8192 in steps of 1024 (its default is 512)",
    "components: {scheduler: {min_count: 0}}": "scheduler.min_count (0) must be a whole number from 1 to 5000",
    "components: {worker: {concurrency: 16}}": "worker.concurrency (16) needs 2107 MiB even for trivial tasks, "
    "and memory is 1024; give at most 6, or more memory",
    # Queues
    "queues: [big]": "demo.queues must be a mapping",
    "queues: {default: {}}": "demo.queues.default must be 1 to 32 letters, digits, hyphens and underscores, a letter",
    "queues: {big: {size: 4}}": "demo.queues.big.size is no setting",
    "queues: {big: {cpu: 300}}": "queues.big.cpu (300) is no size that Fargate offers",
    "queues: {big: {min_count: 3, max_count: 2}}": "queues.big.min_count (3) is above max_count, which is 2",
    "queues: {big: {spot_percent: 101}}": "queues.big.spot_percent (101) must be a whole number from 0 to 100",
    "queues: {big: {concurrency: 100}}": "queues.big.concurrency (100) needs 11851 MiB even for trivial tasks",
    "queues: {big: {schedules: {a: {min_count: 1, start: noon, end: 'at(x)'}}}}": "such as 'cron(0 6 ? * MON-FRI *)'",
    "queues: {big: {schedules: {a: {min_count: 9, start: cron(x), end: cron(y)}}}}": "is above the queue's max_count",
    "queues: {big: {schedules: {a: {min_count: 1, start: cron(x), end: cron(y), timezone: x}}}}": "a time zone such as",
    # On-demand tasks
    "on_demand_tasks: [big]": "demo.on_demand_tasks must be a mapping",
    "on_demand_tasks: {big: {}}": "demo.on_demand_tasks.big.image is missing",
    "on_demand_tasks: {Big_One: {image: 'me/big:1'}}": "demo.on_demand_tasks.Big_One must be 1 to 32 small letters",
    "on_demand_tasks: {big: {image: me/big}}": "on_demand_tasks.big.image (me/big) must be an image with its tag",
    "on_demand_tasks: {big: {image: 'me/big:1', cpu: 300}}": "on_demand_tasks.big.cpu (300) is no size that Fargate",
    "on_demand_tasks: {big: {image: 'me/big:1', cpu: 256, memory: 768}}": "big.memory (768) is not offered by Fargate",
    "on_demand_tasks: {big: {image: 'me/big:1', ephemeral_storage: 20}}": "storage (20) must be a whole number",
    "on_demand_tasks: {big: {image: 'me/big:1', mount_shared_files: 'on'}}": "mount_shared_files (on) must be",
    "on_demand_tasks: {big: {image: 'me/big:1', environment: {DB_PASSWORD: x}}}": "DB_PASSWORD looks like a secret",
    "on_demand_tasks: {big: {image: 'me/big:1', policy_arns: [some]}}": "big.policy_arns",
    "database_cleaning: {schedule: weekly}": "database_cleaning.schedule (weekly) must be a schedule such as",
    "database_cleaning: {timezone: 'UTC+1'}": "database_cleaning.timezone (UTC+1) must be a time zone",
    "database_cleaning: {keep_days: 0}": "database_cleaning.keep_days (0)",
    "ecs_executor: true": "demo.ecs_executor (true) must be a mapping",
    "ecs_executor: {cpu: 300}": "ecs_executor.cpu (300) is no size that Fargate offers",
    "ecs_executor: {cpu: 256, memory: 768}": "ecs_executor.memory (768) is not offered by Fargate",
    "ecs_executor: {default: 'on'}": "ecs_executor.default (on) must be",
    "ecs_executor: {spot_percent: 50}": "ecs_executor.spot_percent is no setting",
    "ecs_executor: {policy_arns: [some]}": "ecs_executor.policy_arns",
    "alarm_topic_arns: ['arn:aws:sns:eu-west-1:123456789012:x']": "lies in the region eu-west-1",
    "monitoring: {emails: [on-call]}": "monitoring.emails[0] (on-call) must be a mail address",
    "monitoring: {emails: [a@example.com, a@example.com]}": "names 'a@example.com' twice",
    "monitoring: {dashboard: 'yes'}": "monitoring.dashboard (yes) must be true or false",
    "monitoring: {budget_usd: 0}": "monitoring.budget_usd (0) must be",
    "monitoring: {cost_anomaly_usd: -5}": "monitoring.cost_anomaly_usd (-5) must be",
    "monitoring: {alarms: true}": "monitoring.alarms is no setting",
    "components: {worker: {spot_percent: 101}}": "worker.spot_percent (101) must be a whole number from 0 to 100",
    "components: {scheduler: {concurrency: 2}}": "scheduler.concurrency is no setting",
    "cluster: {namespace: Air_Flow}": "demo.cluster.namespace (Air_Flow) must be a DNS name in small letters",
    "cluster: {container_insights: true}": "container_insights (true) must be 'disabled', 'enabled' or 'enhanced'",
    "log_retention_days: '30'": "2922, 3288 or 3653; write it without quotes",
    "database: {instance_count: '2'}": "instance_count (2) must be a whole number from 1 to 15; write",
    "log_retention_days: 31": "demo.log_retention_days (31) must be 1, 3, 5, 7, 14, 30, 60",
    # Extras
    "environment: {AIRFLOW__CORE__FERNET_KEY: x}": "AIRFLOW__CORE__FERNET_KEY is set by Tarmac itself; remove it",
    "environment: {AIRFLOW__FAB__SESSION_BACKEND: securecookie}": "SESSION_BACKEND is set by Tarmac itself",
    "environment: {AIRFLOW__CORE__FERNET_KEY_CMD: x}": "FERNET_KEY_CMD is set by Tarmac itself",
    "environment: {AIRFLOW__CELERY__WORKER_CONCURRENCY: '8'}": "change 'components.worker.concurrency' instead",
    "environment: {1X: a}": "demo.environment.1X is no name of a variable",
    "environment: {N: 3}": "demo.environment.N must be text; write it in quotes",
    "policies_folder: nowhere": "demo.policies_folder (nowhere) does not exist (a relative path starts at the settings",
    "terraform_folder: tarmac.yaml": "demo.terraform_folder (tarmac.yaml) is a file, and must be a folder",
    "terraform_folder: .": "demo.terraform_folder (.) holds no .tf file",
    f"kms_key_arn: {KEY}": "lies in the region eu-west-1, and the deployment in us-east-1",
    f"kms_key_arn: {KEY.replace('aws', 'aws-cn', 1)}": "lies in the partition aws-cn, and the region us-east-1 in aws",
    "permissions_boundary_arn: admin": "demo.permissions_boundary_arn (admin) must be an ARN such as 'arn:aws:iam::",
    "keep: {secret: true}": "demo.keep.secret is no setting; did you mean 'secrets'? Known here: secrets, snapshots",
}


@pytest.mark.parametrize("written", IN_A_LOW_DEPLOYMENT)
def test_a_wrong_setting_is_refused_with_its_place(tmp_path: Path, written: str) -> None:
    message = refusal(tmp_path, f"deployments:\n  demo:\n    availability: low\n    {written}\n")
    assert IN_A_LOW_DEPLOYMENT[written] in message
    assert message.startswith(f"{tmp_path / 'tarmac.yaml'} has ")
    assert "\n  line " in message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("network: {nat: single}", "network.nat (single)"),
        ("database: {instance_count: 1}", "database.instance_count (1)"),
        ("broker: {mode: fargate}", "broker.mode (fargate)"),
        ("broker: {node_count: 1}", "broker.node_count (1)"),
        ("components: {api-server: {min_count: 1}}", "components.api-server.min_count (1)"),
    ],
)
def test_high_availability_refuses_what_does_not_survive_the_loss_of_a_zone(
    tmp_path: Path, written: str, said: str
) -> None:
    message = refusal(tmp_path, f"deployments:\n  demo:\n    availability: high\n    {written}\n")
    assert f"line 4: deployments.demo.{said} does not survive the loss of a zone; high availability takes" in message


@pytest.mark.parametrize("availability", ["low", "high"])
def test_one_zone_is_refused(tmp_path: Path, availability: str) -> None:
    message = refusal(tmp_path, f"deployments: {{demo: {{availability: {availability}, network: {{az_count: 1}}}}}}")
    assert "network.az_count (1) must be a whole number from 2 to 6" in message


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("remote-state", "is the name of the stack that keeps the state; choose another"),
        ("Demo", "must be small letters, digits and single hyphens"),
        ("a", "must be small letters, digits and single hyphens, at least two"),
        ("1demo", "a letter first"),
        ("demo-", "no hyphen last"),
        ("de--mo", "single hyphens"),
        ("demo_1", "small letters, digits and single hyphens"),
        ("a-name-above-twenty-1", "has 21 characters and may have 20: AWS takes 32 for a target group"),
        ("internal-demo", "begins with 'internal-', which AWS refuses in names of load balancers"),
        ("sg-demo", "begins with 'sg-', which AWS refuses in names of security groups"),
    ],
)
def test_a_name_that_aws_would_refuse_is_refused(tmp_path: Path, name: str, said: str) -> None:
    message = refusal(tmp_path, f"deployments:\n  {name}:\n    availability: low\n")
    assert f"line 2: deployments.{name} " in message
    assert said in message


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "deployments is missing"),
        ("hello", "the file (hello) must be a mapping with the keys state, deployments"),
        ("deployments: {}", "line 1: deployments must hold at least one deployment"),
        ("deployments: [a]", "line 1: deployments must be a mapping: The deployments, by name."),
        ("deployments:\n  demo:\n", "line 2: deployments.demo.availability is missing"),
        ("deployments: {demo: low}", "deployments.demo (low) must be a mapping with the keys availability"),
        ("deployments:\n\tdemo: {}", "line 2, is not YAML: found character '\\t' that cannot start any token"),
        ("deployments: {demo: ", "is not YAML: "),
        ("a: 1\n---\nb: 1", "is not YAML: but found another document"),
        ("deployments: !!python/object:x {}", "line 1, has the tag"),
        ("deployments: &a\n  demo: *a\n", "is nested too deeply, or its aliases make it too large"),
        ("deployments: *unknown", "is not YAML: found undefined alias 'unknown'"),
        (
            "deployments:\n  demo: {availability: low}\n  demo: {availability: high}\n",
            "line 3: deployments.demo stands twice, first in line 2; remove one or rename it",
        ),
        (
            "state: {'12': {bucket: abc, region: us-east-1}}\ndeployments: {demo: {availability: low}}",
            "line 1: state.12 must be 'embedded', or the 12 digits",
        ),
        (
            "state: {embedded: {bucket: A, region: us-east-1}}\ndeployments: {demo: {availability: low}}",
            "line 1: state.embedded.bucket (A) must be a bucket name: 3 to 63 small letters",
        ),
        (
            f"deployments:\n  one: {{availability: low, {VPC}}}\n  two: {{availability: low, {VPC}}}\n",
            "line 3: deployments.two.cluster.namespace is the same Cloud Map namespace in one VPC as that of 'one'",
        ),
        (
            f"deployments:\n  one: &d {{availability: low, load_balancer: {{domain_name: a.org, {SHARED_LISTENER}}}}}\n"
            "  two: *d\n",
            "line 2: deployments.two.load_balancer.existing.priority is the same listener priority as that of 'one'",
        ),
    ],
)
def test_a_file_that_cannot_be_used_as_a_whole(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(tmp_path, text)


def test_every_problem_is_listed_in_the_order_of_the_lines(tmp_path: Path) -> None:
    message = refusal(
        tmp_path,
        """deployments:
  one:
    availability: medium
    components:
      worker: {cpu: 1024}
    region: us-eat-1
  two: {availability: low, netwrk: {}}
""",
    )
    assert [line.split(" ")[2:4] for line in message.splitlines()] == [
        ["4", "problems:"],
        ["line", "3:"],
        ["line", "5:"],
        ["line", "6:"],
        ["line", "7:"],
    ]


@pytest.mark.parametrize(
    "variable",
    [
        "MY_PASSWORD: hunter2",
        "SLACK_TOKEN: hunter2",
        "AWS_SECRET_ACCESS_KEY: hunter2",
        "WAREHOUSE: 'postgresql://user:hunter2@host/db'",
        'AIRFLOW_CONN_WAREHOUSE: \'{"conn_type": "postgres", "password": "hunter2"}\'',
    ],
)
def test_n_6_a_secret_is_refused_as_a_variable_and_never_shown(tmp_path: Path, variable: str) -> None:
    message = refusal(tmp_path, f"deployments: {{demo: {{availability: low, environment: {{{variable}}}}}}}")
    assert "looks like a secret" in message
    assert "keep it in Secrets Manager" in message
    assert "hunter2" not in message


@pytest.mark.parametrize(
    "written", ["database: {password: hunter2}", "database: {existing: {host: 'postgresql://user:hunter2@host/db'}}"]
)
def test_n_6_a_secret_in_a_wrong_place_is_not_shown(tmp_path: Path, written: str) -> None:
    assert "hunter2" not in refusal(tmp_path, f"deployments: {{demo: {{availability: low, {written}}}}}")


def test_p1_23_variables_that_hold_no_secret_are_taken(tmp_path: Path) -> None:
    file = tmp_path / "tarmac.yaml"
    file.write_text("""deployments:
  demo:
    availability: low
    environment:
      AIRFLOW__CORE__LOAD_EXAMPLES: "True"
      AIRFLOW__CORE__PARALLELISM: "64"
      AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT: "86400"
      AIRFLOW__SECRETS__BACKEND: airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend
      AIRFLOW__SMTP__SMTP_PASSWORD_SECRET: smtp
      AIRFLOW_CONN_LAKE: '{"conn_type": "aws"}'
""")
    assert len(load(file).deployments["demo"].environment) == 6


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("{", "holds read.json, which is no JSON: "),
        ("[]", "holds read.json, which is no IAM policy: it needs the keys Version and Statement"),
        ('{"Version": "2012-10-17"}', "holds read.json, which is no IAM policy"),
        (
            '{"Version": "2012-10-17", "Statement": "' + "x" * 7000 + '"}',
            "holds read.json, which is above IAM's limit of 6144 characters",
        ),
    ],
)
def test_p3_1_a_file_that_is_no_policy_is_refused(tmp_path: Path, policy: str, said: str) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/read.json").write_text(policy)
    message = refusal(tmp_path, "deployments: {demo: {availability: low, policies_folder: policies}}")
    assert f"deployments.demo.policies_folder (policies) {said}" in message


def test_a_file_that_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"There is no settings file .*Make one, or name another"):
        load(tmp_path / "missing.yaml")
    with pytest.raises(SettingsError, match="cannot be read: Is a directory"):
        load(tmp_path)
    (tmp_path / "latin.yaml").write_bytes(b"# \xe9t\xe9\n")
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load(tmp_path / "latin.yaml")
