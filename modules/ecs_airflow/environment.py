"""The environment of the containers, in groups that the table of components names.

Sources: facts measured with Airflow 3.3.2, and
https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html
"""

from __future__ import annotations

from kit import functions as fn
from kit.expressions import Expression, Text, for_list, for_map, is_null, when
from modules.ecs_airflow import bastion, cleaning, ecs_executor
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import DEFAULT_QUEUE
from modules.ecs_airflow.storage import LOG_PREFIX

FAB = "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager"
LOCAL_BUNDLES = [
    {
        "name": "dags",
        "classpath": "airflow.dag_processing.bundles.local.LocalDagBundle",
        "kwargs": {"path": "/opt/airflow/dags"},
    }
]

AIRFLOW_PARALLELISM = 32
"""Airflow's own default: the most tasks that one scheduler has queued or running at once."""


def private_url(c: Context) -> Text:
    """The API server inside the network."""
    return f"http://{table.API_SERVER.dns_name}.{c.i.namespace.name}:{table.API_SERVER_PORT}"


def groups(c: Context, url: Expression) -> dict[str, Expression]:
    """Declares a local for each group; `common` is everyone's."""
    m, i = c.module, c.i
    slots = m.local(
        "slots",
        i.components.worker.max_count * i.components.worker.concurrency
        + fn.sum(
            fn.concat(
                [0],
                for_list(Expression("values(var.queues)"), lambda tier: tier.max_count * tier.concurrency, name="tier"),
            )
        ),
        note="The tasks that all workers run at once where there are most of them. Airflow queues no more than its "
        "parallelism, so a smaller one would hide from the scaling what waits.",
    )
    common = {
        "AIRFLOW_CONFIG": "/tmp/airflow.cfg",  # noqa: S108 - in the task's own storage
        "AIRFLOW_CONN_AWS_DEFAULT": fn.jsonencode({"conn_type": "aws"}),
        "AIRFLOW__API_AUTH__JWT_ISSUER": i.name,
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__CELERY__FLOWER_URL_PREFIX": "/flower",
        "AIRFLOW__CORE__AUTH_MANAGER": FAB,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{private_url(c)}/execution/",
        "AIRFLOW__CORE__EXECUTOR": ecs_executor.executors(c),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": when(
            is_null(i.dag_bundles), fn.jsonencode(LOCAL_BUNDLES), i.dag_bundles
        ),
        "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "True",
        "AWS_DEFAULT_REGION": c.region,
        "DAGS_BUCKET": Expression("local.dags_bucket"),
        "TARMAC_START_DEADLINE": str(table.START_DEADLINE_SECONDS),
    }
    database = {
        "DATABASE_HOST": i.database.host,
        "DATABASE_NAME": i.database.database_name,
        "DATABASE_PORT": fn.tostring(i.database.port),
        "DATABASE_TLS": i.database.tls,
    }
    broker = {
        "REDIS_AUTHENTICATION": i.broker.authentication,
        "REDIS_HOST": i.broker.host,
        "REDIS_PORT": fn.tostring(i.broker.port),
        "REDIS_TLS": fn.tostring(i.broker.tls),
    }
    broker_iam = {"REDIS_REPLICATION_GROUP": i.broker.replication_group_id, "REDIS_USER": i.broker.user_name}
    logs = {
        "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER": f"s3://{Expression('local.logs_bucket')}/{LOG_PREFIX}",
        "AIRFLOW__LOGGING__REMOTE_LOGGING": "True",
        "AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID": "aws_default",
    }
    proxied = {"FORWARDED_ALLOW_IPS": "*"}
    scheduler = {"AIRFLOW__CORE__PARALLELISM": fn.tostring(fn.max(AIRFLOW_PARALLELISM, slots))}
    worker = {"AIRFLOW__CELERY__WORKER_CONCURRENCY": fn.tostring(i.components.worker.concurrency)}
    backlog = {
        "TARMAC_DEPLOYMENT": i.name,
        "TARMAC_WORKER_SLOTS": fn.jsonencode(
            fn.merge(
                {DEFAULT_QUEUE: i.components.worker.concurrency},
                for_map(Expression("var.queues"), lambda queue, tier: (queue, tier.concurrency)),
            )
        ),
    }
    by_iam = i.broker.authentication == "iam"
    return {
        "common": m.local("common_environment", common, note="What every container is told; nothing here is secret."),
        "database": m.local("database_environment", database),
        "broker": m.local("broker_environment", fn.merge(broker, when(by_iam, broker_iam, {}))),
        "logs": m.local("log_environment", logs),
        "proxied": m.local(
            "proxied_environment",
            proxied,
            note="Whose word is taken for whether a request came by HTTPS: the security group admits the load balancer "
            "and the workers alone, and the load balancer's addresses change.",
        ),
        "scheduler": m.local("scheduler_environment", scheduler),
        "worker": m.local("worker_environment", worker),
        "backlog": m.local(
            "backlog_environment",
            backlog,
            note="Whose metrics they are, and the tasks that one worker of each queue runs.",
        ),
        "on-demand": Expression("local.on_demand_environment"),
        "ecs-executor": ecs_executor.environment(c),
        "cleaning": cleaning.environment(c),
        "metrics": m.local(
            "metrics_environment",
            when(i.publish_metrics, {"TARMAC_DEPLOYMENT": i.name}, {}),
            note="Whose metrics they are. The image writes Airflow's own into the log, where CloudWatch finds them.",
        ),
        "bastion": bastion.environment(c),
    }
