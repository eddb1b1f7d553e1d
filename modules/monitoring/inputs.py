"""What the module is told."""

from __future__ import annotations

from kit import functions as fn
from kit.checks import Check, every, is_arn, is_key_arn, is_name, matches
from kit.expressions import Bool, List, Map, Number, Text, for_list
from kit.module import ModuleInputs, Object, variable

# Objects are left to Terraform, which sees their defaults too.
has_counts = Check(
    lambda services: fn.alltrue(for_list(fn.values(services), lambda one: one.min_count >= 0, name="one")),
    lambda services: True,
    "have a min_count of 0 or more each",
)
has_a_limit = Check(lambda budget: budget.monthly_usd > 0, lambda budget: True, "have a monthly_usd above 0")
has_a_minimum = Check(
    lambda anomalies: anomalies.minimum_usd >= 0, lambda anomalies: True, "have a minimum_usd of 0 or more"
)
are_mail_addresses = every(matches(r"^[^@ ]+@[^@ ]+[.][^@ ]+$", "be a mail address, as in people@example.com"))


class Service(Object):
    """An ECS service."""

    name: Text = variable("Its name.")
    min_count: Number = variable("Tasks that must run; an alarm tells of fewer. 0 for no alarm.", default=0)


class LoadBalancer(Object):
    """The load balancer and the target group of the API server, as CloudWatch knows them."""

    arn_suffix: Text = variable("The end of the load balancer's ARN, as in app/airflow/0123.")
    target_group_arn_suffix: Text = variable("The end of the target group's ARN, as in targetgroup/airflow/0123.")


class Database(Object):
    """An Aurora cluster."""

    cluster_identifier: Text = variable("Its identifier.")
    max_capacity: Number | None = variable(
        "ACU that it has at most; null where its instances have a fixed size.", default=None
    )


class ElastiCache(Object):
    """A replication group without cluster mode."""

    replication_group_id: Text = variable("Its ID.")


class Budget(Object):
    """What may be spent in a month."""

    monthly_usd: Number = variable("US dollars. The topic is told at 80 % and 100 % of it, and of a forecast beyond.")


class CostAnomalies(Object):
    """Spending that is not as it was, as AWS Cost Anomaly Detection sees it."""

    minimum_usd: Number = variable("US dollars that an anomaly has cost when the topic is told.", default=10)


class MonitoringInputs(ModuleInputs):
    """See the descriptions."""

    name: Text = variable("Name of the dashboard and the deployment, and prefix of every alarm.", check=is_name(31))
    cluster_name: Text = variable("ECS cluster of the services.")
    services: Map[Service] = variable(
        "The ECS services, by component: api-server, scheduler, and so on.", check=has_counts
    )
    queues: Map[Text] = variable("ECS service of each queue's workers, by queue.", default={})
    airflow_metrics: Bool = variable(
        "Whether Airflow's own metrics are published (`publish_metrics` of the module ecs_airflow). Without them "
        "nobody hears of a scheduler that hangs.",
        default=True,
    )
    load_balancer: LoadBalancer | None = variable("Load balancer of the API server. Null for none.", default=None)
    database: Database | None = variable("Aurora cluster. Null for another database.", default=None)
    elasticache: ElastiCache | None = variable("ElastiCache, where it is the broker.", default=None)
    redis_service_name: Text | None = variable("ECS service of Redis, where it runs in a container.", default=None)
    efs_file_system_id: Text | None = variable("Shared file system, for the dashboard.", default=None)
    dashboard: Bool = variable(
        "Whether there is a dashboard: 3 USD a month beyond an account's first three.", default=True
    )
    emails: List[Text] = variable(
        "Mail addresses that the topic tells. Each is asked by AWS first whether it wants that.",
        default=[],
        check=are_mail_addresses,
    )
    alarm_topic_arns: List[Text] = variable(
        "Further topics that the alarms tell.", default=[], check=every(is_arn("sns", "a topic of SNS"))
    )
    budget: Budget | None = variable("Monthly budget. Null for none.", default=None, check=has_a_limit)
    cost_anomalies: CostAnomalies | None = variable(
        "Watches for unusual costs. Null for not.", default=None, check=has_a_minimum
    )
    cost_tag: Text = variable(
        "Tag by which costs are told apart; its value is the name. It must be activated as a cost allocation tag.",
        default="Deployment",
    )
    kms_key_arn: Text | None = variable(
        "Key that encrypts what the topic holds. Its policy must let CloudWatch, Budgets and Cost Anomaly Detection "
        "use it. AWS's own key for SNS lets none of them in, so null means none.",
        default=None,
        check=is_key_arn,
    )
    tags: Map[Text] = variable("Tags of every resource.", default={})
