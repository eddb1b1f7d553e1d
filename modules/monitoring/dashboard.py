"""The dashboard: one page that says whether Airflow works, from the queues in front down to the stores.

Its form: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from kit import aws
from kit import functions as fn
from kit.expressions import Expression, for_list, given, is_null, is_set, null, when
from modules.monitoring.alarms import METRIC_NAMESPACE, Alarms

if TYPE_CHECKING:
    from modules.monitoring.module import Monitoring

COLUMNS: Final = 24
"""Of CloudWatch's grid. Widgets without a place take the next free one."""
WIDTH: Final = 8
HEIGHT: Final = 6
PERCENTILES: Final = ("p50", "p95", "p99")


class Board:
    """Collects widgets, each with the condition under which there is something to show."""

    def __init__(self, m: Monitoring) -> None:
        self.m = m
        self.widgets: list[object] = []
        self._drawn = m.local(
            "graph",
            {"region": m.region, "view": "timeSeries", "yAxis": {"left": {"min": 0}, "right": {"min": 0}}},
            note="What all graphs have.",
        )

    def graph(self, name: str, title: str, metrics: object, *, period: int = 60, where: object = None) -> None:
        """A graph. `metrics` are lists of namespace, metric, dimensions in pairs, and how it is drawn."""
        properties = fn.merge(self._drawn, {"title": title, "period": period, "metrics": metrics})
        self._add(name, {"type": "metric", "width": WIDTH, "height": HEIGHT, "properties": properties}, where)

    def alarms(self, title: str, arns: object) -> None:
        """The state of the alarms."""
        properties = {"title": title, "alarms": arns}
        widget = {"type": "alarm", "width": COLUMNS, "height": 3, "properties": properties}
        self._add("alarms", widget, fn.length(arns) > 0)

    def _add(self, name: str, widget: dict[str, Any], where: object) -> None:
        """Not by a condition with two results, whose types Terraform would make one."""
        one = [self.m.local(f"{name}_widget", widget)]
        self.widgets.append(
            one if where is None else for_list(one, lambda it: it, name="widget", where=lambda it: where)
        )


def build(m: Monitoring, alarms: Alarms) -> aws.CloudwatchDashboard:
    """Writes dashboard.tf."""
    i = m.i
    board = Board(m)
    board.alarms(f"Alarms of {i.name}: what to do is in the runbook", alarms.arns)
    _queues(board)
    _airflow(board)
    _api_server(board)
    _services(board)
    _stores(board)
    return aws.CloudwatchDashboard(
        m,
        "this",
        count=when(i.dashboard, 1, 0),
        dashboard_name=i.name,
        dashboard_body=fn.jsonencode({"widgets": fn.concat(*board.widgets)}),
    )


def _own(i: Any, metric: str, options: dict[str, Any]) -> list[object]:
    return [METRIC_NAMESPACE, metric, "Deployment", i.name, options]


def _queues(board: Board) -> None:
    i = board.m.i

    def each_queue(metric: str, options: dict[str, Any]) -> Any:
        def row(queue: Expression, service: Expression) -> list[object]:
            return [METRIC_NAMESPACE, metric, "Deployment", i.name, "Queue", queue, {"label": queue} | options]

        return for_list(i.queues, row, name="queue, service")

    board.graph("backlog", "Tasks queued and running, by queue", each_queue("Backlog", {"stat": "Maximum"}))
    board.graph(
        "workers",
        "Workers needed and running, by queue",
        fn.concat(
            for_list(
                i.queues,
                lambda queue, service: [
                    METRIC_NAMESPACE,
                    "WorkersNeeded",
                    "Deployment",
                    i.name,
                    "Queue",
                    queue,
                    {"stat": "Maximum", "label": f"{queue}, needed"},
                ],
                name="queue, service",
            ),
            for_list(
                i.queues,
                lambda queue, service: _task_count(i, service, f"{queue}, running"),
                name="queue, service",
            ),
        ),
    )


def _task_count(i: Any, service: object, label: object) -> list[object]:
    """As many as ECS measures in a minute."""
    dimensions = ["ClusterName", i.cluster_name, "ServiceName", service]
    return ["AWS/ECS", "CPUUtilization", *dimensions, {"stat": "SampleCount", "label": label}]


def _airflow(board: Board) -> None:
    i = board.m.i
    where = i.airflow_metrics
    board.graph(
        "outcomes",
        "Task runs that ended, in five minutes",
        [
            _own(i, "TaskSuccesses", {"stat": "Sum", "label": "succeeded", "color": "#2ca02c"}),
            _own(i, "TaskFailures", {"stat": "Sum", "label": "failed", "color": "#d62728"}),
        ],
        period=300,
        where=where,
    )
    board.graph(
        "scheduler",
        "Scheduler: heartbeats a minute, tasks that no pool has room for",
        [
            _own(i, "SchedulerHeartbeats", {"stat": "Sum", "label": "heartbeats"}),
            _own(i, "StarvingTasks", {"stat": "Maximum", "label": "starving tasks", "yAxis": "right"}),
        ],
        where=where,
    )
    board.graph(
        "parsing",
        "DAGs: seconds to parse all files, files that cannot be imported",
        [
            _own(i, "DagParseTime", {"stat": "Maximum", "label": "seconds"}),
            _own(i, "DagImportErrors", {"stat": "Maximum", "label": "import errors", "yAxis": "right"}),
        ],
        where=where,
    )


def _api_server(board: Board) -> None:
    i = board.m.i
    given_balancer = given(i.load_balancer)
    balancer = board.m.local("load_balancer", fn.try_(given_balancer.arn_suffix, null))
    targets = board.m.local("target_group", fn.try_(given_balancer.target_group_arn_suffix, null))

    def row(metric: str, options: dict[str, Any]) -> list[object]:
        return ["AWS/ApplicationELB", metric, "LoadBalancer", balancer, "TargetGroup", targets, options]

    where = is_set(i.load_balancer)
    board.graph(
        "latency",
        "API server: seconds to an answer",
        [row("TargetResponseTime", {"stat": stat, "label": stat}) for stat in PERCENTILES],
        where=where,
    )
    board.graph(
        "answers",
        "API server: requests, and answers of 5xx",
        [
            row("RequestCount", {"stat": "Sum", "label": "requests"}),
            row("HTTPCode_Target_5XX_Count", {"stat": "Sum", "label": "5xx", "yAxis": "right", "color": "#d62728"}),
            [
                "AWS/ApplicationELB",
                "HTTPCode_ELB_5XX_Count",
                "LoadBalancer",
                balancer,
                {"stat": "Sum", "label": "5xx of the load balancer", "yAxis": "right"},
            ],
        ],
        where=where,
    )


def _services(board: Board) -> None:
    i = board.m.i

    def each_service(row: Any) -> Any:
        return for_list(i.services, row, name="component, service")

    def used(metric: str) -> Any:
        def row(component: Expression, service: Expression) -> list[object]:
            dimensions = ["ClusterName", i.cluster_name, "ServiceName", service.name]
            return ["AWS/ECS", metric, *dimensions, {"stat": "Maximum", "label": component}]

        return each_service(row)

    board.graph("tasks", "Tasks that run", each_service(lambda key, service: _task_count(i, service.name, key)))
    board.graph("cpu", "CPU of the busiest task, in %", used("CPUUtilization"))
    board.graph("memory", "Memory of the fullest task, in %", used("MemoryUtilization"))


def _stores(board: Board) -> None:
    m, i = board.m, board.m.i
    cluster = m.local("database_cluster", fn.try_(given(i.database).cluster_identifier, null))
    has_database, serverless = is_set(i.database), Expression("local.serverless")

    def database(metric: str, options: dict[str, Any]) -> list[object]:
        return ["AWS/RDS", metric, "DBClusterIdentifier", cluster, options]

    connections = database("DatabaseConnections", {"stat": "Maximum", "label": "connections", "yAxis": "right"})
    board.graph(
        "capacity",
        "Database: ACU, connections",
        [database("ServerlessDatabaseCapacity", {"stat": "Maximum", "label": "ACU"}), connections],
        where=serverless,
    )
    board.graph(
        "database",
        "Database: CPU in %, connections",
        [database("CPUUtilization", {"stat": "Maximum", "label": "CPU"}), connections],
        where=has_database & ~serverless,
    )
    primary = m.local("cache_cluster", fn.try_(f"{given(i.elasticache).replication_group_id}-001", null))
    node: Sequence[object] = ["CacheClusterId", primary]
    board.graph(
        "broker",
        "Broker: memory in %, connections",
        [
            ["AWS/ElastiCache", "DatabaseMemoryUsagePercentage", *node, {"stat": "Maximum", "label": "memory"}],
            [
                "AWS/ElastiCache",
                "CurrConnections",
                *node,
                {"stat": "Maximum", "label": "connections", "yAxis": "right"},
            ],
        ],
        where=is_set(i.elasticache),
    )
    redis: Sequence[object] = ["ClusterName", i.cluster_name, "ServiceName", i.redis_service_name]
    board.graph(
        "redis",
        "Broker: memory and CPU of its task, in %",
        [
            ["AWS/ECS", "MemoryUtilization", *redis, {"stat": "Maximum", "label": "memory"}],
            ["AWS/ECS", "CPUUtilization", *redis, {"stat": "Maximum", "label": "CPU"}],
        ],
        where=is_set(i.redis_service_name) & is_null(i.elasticache),
    )
    files: Sequence[object] = ["FileSystemId", i.efs_file_system_id]
    board.graph(
        "files",
        "Shared files: bytes read and written, clients",
        [
            ["AWS/EFS", "DataReadIOBytes", *files, {"stat": "Sum", "label": "read"}],
            ["AWS/EFS", "DataWriteIOBytes", *files, {"stat": "Sum", "label": "written"}],
            ["AWS/EFS", "ClientConnections", *files, {"stat": "Sum", "label": "clients", "yAxis": "right"}],
        ],
        where=is_set(i.efs_file_system_id),
    )
