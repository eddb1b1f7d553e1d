"""What the monitoring module is told of a deployment."""

from __future__ import annotations

from collections.abc import Iterator

from modules.aurora import Aurora
from modules.ecs_airflow import EcsAirflow
from modules.ecs_cluster import EcsCluster
from modules.monitoring import Budget, CostAnomalies, Database, ElastiCache, LoadBalancer, Monitoring, Service
from modules.redis import Redis
from stacks.settings import Deployment

DEFAULT_QUEUE = "default"


def inputs(
    settings: Deployment,
    cluster: EcsCluster.Outputs,
    database: Aurora.Outputs,
    broker: Redis.Outputs,
    airflow: EcsAirflow.Outputs,
) -> Monitoring.Inputs:
    """The inputs; what stands elsewhere already (`existing`) is watched by whoever runs it."""
    watch, serverless = settings.monitoring, settings.database.serverless
    in_container = settings.broker.existing is None and settings.broker.mode == "fargate"
    services = {
        name: Service(name=airflow.service_names[name], min_count=least) for name, least in _tasks_at_least(settings)
    }
    if in_container:
        services["redis"] = Service(name=broker.service_name, min_count=1)
    workers = {DEFAULT_QUEUE: "worker"} | {queue: f"worker-{queue}" for queue in settings.queues}
    return Monitoring.Inputs(
        name=settings.name,
        cluster_name=cluster.cluster_name,
        services=services,
        queues={queue: airflow.service_names[service] for queue, service in workers.items()},
        airflow_metrics=watch.airflow_metrics,
        load_balancer=LoadBalancer(
            arn_suffix=airflow.load_balancer_arn_suffix,
            target_group_arn_suffix=airflow.api_server_target_group_arn_suffix,
        ),
        database=None
        if settings.database.existing is not None
        else Database(
            cluster_identifier=database.cluster_identifier,
            max_capacity=None if serverless is None else serverless.max_capacity,
        ),
        elasticache=_elasticache(settings, broker),
        redis_service_name=broker.service_name if in_container else None,
        efs_file_system_id=airflow.efs_file_system_id,
        dashboard=watch.dashboard,
        emails=watch.emails,
        alarm_topic_arns=settings.alarm_topic_arns,
        budget=None if watch.budget_usd is None else Budget(monthly_usd=watch.budget_usd),
        cost_anomalies=None if watch.cost_anomaly_usd is None else CostAnomalies(minimum_usd=watch.cost_anomaly_usd),
        kms_key_arn=settings.kms_key_arn,
    )


def _tasks_at_least(settings: Deployment) -> Iterator[tuple[str, int]]:
    """Each service, and the tasks of it without which somebody is told; 0 where nobody is."""
    told_otherwise = {"api-server"} | ({"scheduler"} if settings.monitoring.airflow_metrics else set())
    for name, component in settings.components.by_name().items():
        lone = name in told_otherwise and component.min_count == 1
        yield name, 0 if lone or name == "flower" else component.min_count
    for queue, tier in settings.queues.items():
        yield f"worker-{queue}", tier.min_count


def _elasticache(settings: Deployment, broker: Redis.Outputs) -> ElastiCache | None:
    existing = settings.broker.existing
    if existing is not None:
        group = existing.replication_group_id
        return None if group is None else ElastiCache(replication_group_id=group)
    if settings.broker.mode == "elasticache":
        return ElastiCache(replication_group_id=broker.replication_group_id)
    return None
