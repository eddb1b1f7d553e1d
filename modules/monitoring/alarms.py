"""The alarms: few, each for something that somebody must do. docs/runbook says what, alarm by alarm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, Text, each, for_map, given, is_null, is_set, when

if TYPE_CHECKING:
    from modules.monitoring.module import Monitoring

METRIC_NAMESPACE: Final = "Tarmac/Airflow"
"""Where the image publishes (tarmac_airflow/metrics.py)."""

CONNECTIONS_PER_ACU: Final = 150
CONNECTIONS_AT_MOST: Final = 1600
"""Some 80 % of Aurora's own `max_connections`, which for Serverless v2 follows the most capacity: 189 for 1 ACU, 823
for 4, 1669 for 8; and is 2000 at most where the least capacity is half an ACU.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html"""

BYTES_OF_LOCAL_STORAGE: Final = 1024**3
"""For sorting, and for PostgreSQL's own log. A choice.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Managing.html"""

ERRORS: Final = 10
"""Answers of 5xx in five minutes, twice in a row: more than a browser that came at the wrong moment. A choice."""


class Alarms:
    """Makes them. Each tells the topics when it goes off, and when it is over."""

    def __init__(self, module: Monitoring) -> None:
        self.module = module
        self.i = module.i
        self._made: list[object] = []
        self._api_server()
        self._scheduler()
        self._services()
        self._database()
        self._broker()
        self.arns = module.local("alarm_arns", fn.concat(*self._made))

    def _alarm(
        self, block_name: str, name: Text, description: Text, *, where: object = True, many: object = None, **more: Any
    ) -> None:
        """One alarm where `where` holds, or one for each of `many`. Periods are of 60 s unless they say otherwise."""
        m = self.module
        body: dict[str, Any] = {"period": 60, "evaluation_periods": 5} | more
        if "metric_query" in body:
            del body["period"]
        alarm = aws.CloudwatchMetricAlarm(
            m,
            block_name,
            count=when(where, 1, 0) if many is None else None,
            for_each=many,
            alarm_name=f"{self.i.name}-{name}",
            alarm_description=description,
            **body,
            alarm_actions=m.topic_arns,
            ok_actions=m.topic_arns,
            tags=m.tags(name),
        )
        self._made.append(alarm[ALL].arn if many is None else fn.values(alarm.whole)[ALL].arn)

    def _api_server(self) -> None:
        i = self.i
        balancer = given(i.load_balancer)
        of_balancer = {"LoadBalancer": balancer.arn_suffix}
        of_targets = of_balancer | {"TargetGroup": balancer.target_group_arn_suffix}
        self._alarm(
            "no_api_server",
            "no-api-server",
            f"No API server of {i.name} answers the load balancer: no pages, and no task starts or ends. Look at the "
            "log of api-server and of init beside it, and at the events of its service.",
            where=is_set(i.load_balancer),
            namespace="AWS/ApplicationELB",
            metric_name="HealthyHostCount",
            dimensions=of_targets,
            statistic="Maximum",
            comparison_operator="LessThanThreshold",
            threshold=1,
            treat_missing_data="breaching",
        )

        def counted(name: str, metric: str, dimensions: dict[str, Any]) -> dict[str, Any]:
            found = {"namespace": "AWS/ApplicationELB", "metric_name": metric, "stat": "Sum", "period": 300}
            return {"id": name, "metric": found | {"dimensions": dimensions}}

        self._alarm(
            "errors",
            "api-server-errors",
            f"The API server of {i.name} answers with 5xx, or the load balancer for it. Look at the log of "
            "api-server, and whether the database answers.",
            where=is_set(i.load_balancer),
            metric_query=[
                {
                    "id": "errors",
                    "expression": "FILL(answered, 0) + FILL(unanswered, 0)",
                    "label": "5xx",
                    "return_data": True,
                },
                counted("answered", "HTTPCode_Target_5XX_Count", of_targets),
                counted("unanswered", "HTTPCode_ELB_5XX_Count", of_balancer),
            ],
            evaluation_periods=2,
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=ERRORS,
            treat_missing_data="notBreaching",
        )

    def _scheduler(self) -> None:
        i = self.i
        self._alarm(
            "scheduler_silent",
            "scheduler-silent",
            f"No scheduler of {i.name} has given a heartbeat: no task is queued. Look at the log of scheduler, and "
            "whether it reaches database and broker.",
            where=i.airflow_metrics,
            namespace=METRIC_NAMESPACE,
            metric_name="SchedulerHeartbeats",
            dimensions={"Deployment": i.name},
            statistic="Sum",
            comparison_operator="LessThanThreshold",
            threshold=1,
            treat_missing_data="breaching",
        )

    def _services(self) -> None:
        i = self.i
        self._alarm(
            "tasks_missing",
            f"{each.key}-missing",
            f"Fewer tasks of {each.key} run in {i.name} than should. Look at the events of its service: why tasks do "
            "not start, or stop.",
            many=for_map(i.services, lambda key, value: (key, value), where=lambda key, value: value.min_count > 0),
            namespace="AWS/ECS",
            metric_name="CPUUtilization",
            dimensions={"ClusterName": i.cluster_name, "ServiceName": each.value.name},
            statistic="SampleCount",
            evaluation_periods=10,
            comparison_operator="LessThanThreshold",
            threshold=each.value.min_count,
            treat_missing_data="breaching",
            note="ECS measures each running task once a minute, so the number of samples is that of the tasks: "
            "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html",
        )

    def _database(self) -> None:
        i = self.i
        database = given(i.database)
        acu: Any = database.max_capacity
        serverless = self.module.local("serverless", fn.try_(is_set(database.max_capacity), False))
        common: dict[str, Any] = {
            "namespace": "AWS/RDS",
            "dimensions": {"DBClusterIdentifier": database.cluster_identifier},
            "treat_missing_data": "notBreaching",
        }
        busy: dict[str, Any] = common | {
            "statistic": "Maximum",
            "evaluation_periods": 15,
            "comparison_operator": "GreaterThanOrEqualToThreshold",
        }
        self._alarm(
            "database_capacity",
            "database-capacity",
            f"The database of {i.name} has been at its largest capacity for a quarter of an hour, and everything "
            "slows down. Look at its slowest queries in Performance Insights; raise database.serverless.max_capacity.",
            where=serverless,
            metric_name="ACUUtilization",
            threshold=95,
            **busy,
        )
        self._alarm(
            "database_cpu",
            "database-cpu",
            f"The database of {i.name} has been busy for a quarter of an hour, and everything slows down. Look at its "
            "slowest queries in Performance Insights; take a larger database.instance_class.",
            where=is_set(i.database) & ~serverless,
            metric_name="CPUUtilization",
            threshold=90,
            **busy,
        )
        self._alarm(
            "database_connections",
            "database-connections",
            f"The database of {i.name} has nearly all the connections that its largest capacity allows; beyond, "
            "components are refused. Look for a DAG that opens its own; raise database.serverless.max_capacity.",
            where=serverless,
            metric_name="DatabaseConnections",
            statistic="Maximum",
            comparison_operator="GreaterThanOrEqualToThreshold",
            threshold=fn.min(fn.floor(acu * CONNECTIONS_PER_ACU), CONNECTIONS_AT_MOST),
            **common,
        )
        self._alarm(
            "database_storage",
            "database-local-storage",
            f"An instance of the database of {i.name} has less than 1 GiB left for sorting and for its log, and will "
            "restart without. Look for a query over all of a large table: airflow db clean shrinks them.",
            where=is_set(i.database),
            metric_name="FreeLocalStorage",
            statistic="Minimum",
            comparison_operator="LessThanThreshold",
            threshold=BYTES_OF_LOCAL_STORAGE,
            **common,
        )

    def _broker(self) -> None:
        i = self.i
        full: dict[str, Any] = {
            "statistic": "Maximum",
            "evaluation_periods": 10,
            "comparison_operator": "GreaterThanOrEqualToThreshold",
            "threshold": 80,
            "treat_missing_data": "notBreaching",
        }
        description = (
            f"The broker of {i.name} has little memory left; where it is full, no task is queued. Look for results or "
            "messages that nobody takes; raise {setting}."
        )
        self._alarm(
            "broker_memory",
            "broker-memory",
            description.replace("{setting}", "broker.node_type"),
            where=is_set(i.elasticache),
            namespace="AWS/ElastiCache",
            metric_name="DatabaseMemoryUsagePercentage",
            dimensions={"CacheClusterId": f"{given(i.elasticache).replication_group_id}-001"},
            **full,
            note="Replicas hold what the primary holds, so one node speaks for all.",
        )
        self._alarm(
            "redis_memory",
            "redis-memory",
            description.replace("{setting}", "the memory of its task"),
            where=is_set(i.redis_service_name) & is_null(i.elasticache),
            namespace="AWS/ECS",
            metric_name="MemoryUtilization",
            dimensions={"ClusterName": i.cluster_name, "ServiceName": i.redis_service_name},
            **full,
        )
