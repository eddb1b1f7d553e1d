"""Gaps in ECS. Nothing here says anything about the health of a service: no task runs."""

from typing import Any

from stock_moto import Aws, fills, unique


def _cluster(aws: Aws) -> str:
    name = unique("cluster")
    aws("ecs").create_cluster(clusterName=name)
    return name


def _task_definition(aws: Aws) -> str:
    registered = aws("ecs").register_task_definition(
        family=unique("family"), containerDefinitions=[{"name": "main", "image": "airflow", "memory": 512}]
    )
    arn: str = registered["taskDefinition"]["taskDefinitionArn"]
    return arn


def _service(aws: Aws, cluster: str, name: str) -> Any:
    [service] = aws("ecs").describe_services(cluster=cluster, services=[name])["services"]
    return service


SETTINGS: dict[str, Any] = {
    "capacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}],
    "enableExecuteCommand": True,
    "enableECSManagedTags": True,
    "availabilityZoneRebalancing": "DISABLED",
    "healthCheckGracePeriodSeconds": 120,
    "deploymentConfiguration": {
        "deploymentCircuitBreaker": {"enable": True, "rollback": True},
        "maximumPercent": 150,
        "minimumHealthyPercent": 50,
    },
}


@fills("ecs.service_settings")
def test_a_service_answers_the_settings_that_it_was_given(aws: Aws) -> None:
    """Capacity providers, ECS Exec and the circuit breaker round-trip, at creation and at update."""
    cluster = _cluster(aws)
    aws("ecs").create_service(
        cluster=cluster, serviceName="worker", taskDefinition=_task_definition(aws), desiredCount=1, **SETTINGS
    )
    created = _service(aws, cluster, "worker")
    assert {key: created[key] for key in SETTINGS} == SETTINGS
    assert "launchType" not in created
    changes = {"enableExecuteCommand": False, "healthCheckGracePeriodSeconds": 60}
    percents = {"maximumPercent": 200, "minimumHealthyPercent": 100}
    aws("ecs").update_service(cluster=cluster, service="worker", deploymentConfiguration=percents, **changes)
    updated = _service(aws, cluster, "worker")
    kept = {"deploymentConfiguration": SETTINGS["deploymentConfiguration"] | percents}
    assert {key: updated[key] for key in SETTINGS} == SETTINGS | changes | kept


@fills("ecs.steady_service")
def test_a_service_counts_as_steady_from_the_start_and_after_a_deployment(aws: Aws) -> None:
    cluster = _cluster(aws)
    aws("ecs").create_service(
        cluster=cluster, serviceName="api", taskDefinition=_task_definition(aws), desiredCount=2, launchType="FARGATE"
    )
    replacement = _task_definition(aws)
    for _ in range(2):
        service = _service(aws, cluster, "api")
        [deployment] = service["deployments"]
        assert (service["runningCount"], service["pendingCount"]) == (2, 0)
        assert (deployment["status"], deployment["rolloutState"]) == ("PRIMARY", "COMPLETED")
        assert deployment["taskDefinition"] == service["taskDefinition"]
        aws("ecs").update_service(cluster=cluster, service="api", taskDefinition=replacement)
    assert _service(aws, cluster, "api")["taskDefinition"] == replacement


@fills("ecs.deleted_services_are_not_listed")
def test_a_deleted_service_is_inactive_and_not_listed(aws: Aws) -> None:
    cluster = _cluster(aws)
    aws("ecs").create_service(
        cluster=cluster, serviceName="flower", taskDefinition=_task_definition(aws), desiredCount=1
    )
    aws("ecs").delete_service(cluster=cluster, service="flower", force=True)
    deleted = _service(aws, cluster, "flower")
    assert (deleted["status"], deleted["runningCount"]) == ("INACTIVE", 0)
    assert aws("ecs").list_services(cluster=cluster)["serviceArns"] == []


def test_no_task_and_no_health_is_claimed(filled: Aws) -> None:
    cluster = _cluster(filled)
    filled("ecs").create_service(
        cluster=cluster, serviceName="api", taskDefinition=_task_definition(filled), desiredCount=2
    )
    assert filled("ecs").list_tasks(cluster=cluster)["taskArns"] == []


@fills("ecs.deleted_clusters_are_not_listed")
def test_a_deleted_cluster_is_not_listed(aws: Aws) -> None:
    arn = aws("ecs").create_cluster(clusterName=unique("cluster"))["cluster"]["clusterArn"]
    assert arn in aws("ecs").list_clusters()["clusterArns"]
    aws("ecs").delete_cluster(cluster=arn)
    assert arn not in aws("ecs").list_clusters()["clusterArns"]
