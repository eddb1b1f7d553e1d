"""The ecs_cluster module: what it publishes, what it plans, and what becomes of it on the embedded AWS."""

import re
from collections.abc import Callable
from typing import Any

import boto3
import pytest
import tftest

from kit.module import InputError
from kit.publish import publish
from modules.ecs_cluster import EcsCluster
from wrapper.embedded_aws import EmbeddedAws

Root = Callable[..., tftest.TerraformTest]
EXISTING = {"cluster_name": "theirs", "namespace_id": "ns-0123", "namespace_name": "their.airflow"}


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("ecs_cluster")


def plan(root: tftest.TerraformTest, **cluster: Any) -> Any:
    return root.plan(output=True, tf_vars={"cluster": cluster})


def created(plan: Any) -> dict[str, dict[str, Any]]:
    """What the module makes: the planned values by address inside it."""
    return {
        address.removeprefix("module.cluster."): change["change"]["after"]
        for address, change in plan.resource_changes.items()
        if address.startswith("module.cluster.") and change["mode"] == "managed"
    }


def test_services_come_after_the_capacity_providers_and_go_before_them() -> None:
    """ECS refuses to take away a capacity provider that a service uses, so both names of the cluster wait for them."""
    files = publish(EcsCluster)
    assert "one(aws_ecs_cluster_capacity_providers.this[*].cluster_name)" in files["main.tf"]
    outputs = dict(re.findall(r'output "(\w+)" {\n(.*?)^}', files["outputs.tf"], re.MULTILINE | re.DOTALL))
    for name in ("cluster_name", "cluster_arn"):
        assert "local.cluster_name" in outputs[name]
        assert "aws_ecs_cluster." not in outputs[name]


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"name": "Airflow"}, "name is 'Airflow' but must be 1 to 31 lower-case letters"),
        ({"container_insights": "on"}, "one of disabled, enabled, enhanced"),
        ({"namespace_name": "Airflow"}, "a DNS name of lower-case letters"),
        ({"namespace_name": "airflow."}, "a DNS name of lower-case letters"),
        ({"log_retention_days": 31}, "log_retention_days"),
    ],
)
def test_a_wrong_input_is_refused_before_terraform_runs(inputs: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        EcsCluster.Inputs(**({"name": "sample", "vpc_id": "vpc-0123"} | inputs))


def test_plan_of_a_plain_cluster(root: tftest.TerraformTest) -> None:
    """P0.4: private DNS names of the network. P1.4: the low stack pays for no metrics and keeps no sessions."""
    made = created(plan(root))
    assert set(made) == {
        "aws_ecs_cluster.this[0]",
        "aws_ecs_cluster_capacity_providers.this[0]",
        "aws_service_discovery_private_dns_namespace.this[0]",
    }
    assert made["aws_ecs_cluster.this[0]"]["setting"] == [{"name": "containerInsights", "value": "disabled"}]
    providers = made["aws_ecs_cluster_capacity_providers.this[0]"]
    assert set(providers["capacity_providers"]) == {"FARGATE", "FARGATE_SPOT"}
    (strategy,) = providers["default_capacity_provider_strategy"]
    assert strategy["capacity_provider"] == "FARGATE"
    assert made["aws_service_discovery_private_dns_namespace.this[0]"]["name"] == "airflow"


def test_nothing_is_made_of_a_cluster_that_is_given(root: tftest.TerraformTest) -> None:
    """P0.2 for clusters: what is there already is used, and named as if it were made here."""
    given = plan(root, existing=EXISTING, execute_command=True, container_insights="enabled")
    assert created(given) == {}
    outputs = given.outputs["cluster"]
    assert outputs["cluster_arn"].endswith(":cluster/theirs")
    assert outputs["namespace_arn"].endswith(":namespace/ns-0123")
    assert outputs["namespace_name"] == "their.airflow"
    assert outputs["exec_log_group_name"] is None


@pytest.mark.apply
def test_apply_and_destroy(terraform_root: Root, embedded_aws: EmbeddedAws) -> None:
    """P0.4, D1.4: every log group has an end, the one that Container Insights would make included."""
    root = terraform_root("ecs_cluster")
    settings = {"cluster": {"container_insights": "enhanced", "execute_command": True, "namespace_name": "two.airflow"}}
    root.apply(tf_vars=settings)
    assert root.plan(output=True, tf_vars=settings, refresh=True).applyable is False

    outputs = root.output()["cluster"]
    aws = {"region_name": root.env["AWS_REGION"], "endpoint_url": embedded_aws.endpoint()}
    aws |= {"aws_access_key_id": "embedded", "aws_secret_access_key": "embedded"}
    ecs, names, logs = (boto3.client(name, **aws) for name in ("ecs", "servicediscovery", "logs"))
    (cluster,) = ecs.describe_clusters(clusters=[outputs["cluster_arn"]], include=["CONFIGURATIONS"])["clusters"]
    sessions = cluster["configuration"]["executeCommandConfiguration"]
    assert sessions["logConfiguration"]["cloudWatchLogGroupName"] == outputs["exec_log_group_name"]
    namespace = names.get_namespace(Id=outputs["namespace_id"])["Namespace"]
    assert (namespace["Arn"], namespace["Name"]) == (outputs["namespace_arn"], "two.airflow")
    assert namespace["Properties"]["DnsProperties"]["HostedZoneId"] == outputs["hosted_zone_id"]
    groups = {group["logGroupName"]: group.get("retentionInDays") for group in logs.describe_log_groups()["logGroups"]}
    assert groups["/sample/ecs-exec"] == 30
    assert groups["/aws/ecs/containerinsights/sample/performance"] == 30

    root.destroy(tf_vars=settings)
    left = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    assert not {"/sample/ecs-exec", "/aws/ecs/containerinsights/sample/performance"} & set(left)
    assert outputs["namespace_id"] not in [item["Id"] for item in names.list_namespaces()["Namespaces"]]
