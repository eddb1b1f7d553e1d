"""A deployment's life on the embedded AWS: up, from low to high and back, another image, down.

The tests of this file are one story and run in this order.
"""

from __future__ import annotations

import json

import pytest

from tests.end_to_end.conftest import Checkout
from tests.security.leaks import Findings, in_account, in_folder, search, values
from wrapper.secrets import catalog
from wrapper.terraform.plan import HOLDS_DATA

pytestmark = pytest.mark.end_to_end

LOW = """\
state:
  embedded: {bucket: tarmac-state-embedded, region: us-east-1}
deployments:
  airflow: {availability: low}
"""
HIGH = LOW.replace("availability: low", "availability: high")
KEPT = ("tarmac-state-embedded", "repository/tarmac/airflow", "airflow-before-")
"""The last is the snapshot before each upgrade, and the Fernet key with it."""

CIRCUIT_BREAKER = '''

@gap
def circuit_breaker() -> None:
    """What no emulator does: the scheduler of an image that ends in -broken does not stay up, and ECS goes back."""

    @replace(EC2ContainerServiceBackend)
    def update_service(original, self, service_properties):
        wanted = service_properties.get("task_definition")
        image = self.describe_task_definition(wanted).container_definitions[0]["image"] if wanted else ""
        if service_properties["service"].endswith("-scheduler") and image.endswith("-broken"):
            service_properties.pop("task_definition")
        return original(service_properties)
'''


@pytest.fixture(scope="module", autouse=True)
def low(checkout: Checkout) -> None:
    """The story begins with the cheap one."""
    checkout.settings(LOW)
    with (checkout.folder / "wrapper" / "embedded_aws" / "gaps" / "ecs.py").open("a") as file:
        file.write(CIRCUIT_BREAKER)


def identities(checkout: Checkout) -> dict[str, str]:
    """The ids of everything that holds data and is there whatever the availability."""
    found = {}
    for resource in checkout.state("airflow")["resources"]:
        if (
            resource["mode"] == "managed"
            and resource["type"] in HOLDS_DATA
            and resource.get("module") != "module.redis"
        ):
            for instance in resource["instances"]:
                index = instance.get("index_key", "")
                found[f"{resource.get('module')}.{resource['type']}.{resource['name']}{index}"] = instance[
                    "attributes"
                ]["id"]
    return found


@pytest.fixture(scope="module")
def up(checkout: Checkout, low: None) -> str:
    """The low deployment, applied; what was printed."""
    return checkout.tarmac("up", "--no-containers", "--stack", "airflow")


@pytest.fixture(scope="module")
def high(checkout: Checkout, up: str) -> str:
    """The same deployment, applied once more with high availability; what was printed."""
    checkout.settings(HIGH)
    return checkout.tarmac("apply", "airflow")


def search_for_secrets(checkout: Checkout, output: str) -> Findings:
    """Looks for every secret in all that an apply leaves, and in the next plan as JSON, which holds the state too."""
    as_json = (
        'eval "$(./tarmac env)" && cd cdktf.out/stacks/airflow && '
        "terraform plan -input=false -out tfplan && terraform show -json tfplan"
    )
    shown = checkout.run("bash", "-c", as_json)
    printed = [("output", "apply", output.encode()), ("output", "plan", shown.encode())]
    files = [text for name in ("cdktf.out", ".tarmac") for text in in_folder(checkout.folder / name)]
    return search(values(checkout.client), [*in_account(checkout.client), *files, *printed])


def test_up_applies_the_low_deployment(up: str) -> None:
    """N.2, P0.1, P3.6"""
    output = up
    assert "url" in output and "is applied on the embedded AWS, after" in output
    assert output.startswith("remote-state: the embedded AWS, region us-east-1")


def test_plain_terraform_plans_nothing_in_the_synthesized_folder(checkout: Checkout) -> None:
    """N.1"""
    plan = 'eval "$(./tarmac env)" && terraform -chdir=cdktf.out/stacks/airflow plan -detailed-exitcode -input=false'
    checkout.run("bash", "-c", plan)


def test_security_no_secret_of_the_low_deployment_leaks(checkout: Checkout, up: str) -> None:
    """N.6: not into the state, a plan, a synthesized file, a task definition, a log, or onto the screen."""
    made = values(checkout.client)
    assert len(made) >= len(catalog.KINDS), "a value of each secret"
    findings = search_for_secrets(checkout, up)
    assert findings.leaks == []
    # The state of the deployment and the remote state's; six components and Redis; the NAT instance.
    least = {"object": 2, "task definition": 7, "user data": 1, "log": 7, "file": 20, "output": 2}
    assert {kind: min(findings.looked_at[kind], few) for kind, few in least.items()} == least
    planted = checkout.folder / ".tarmac" / "planted.log"
    planted.write_text(f"password={next(iter(made))}")
    assert len(search(made, in_folder(planted.parent)).leaks) == 1, "it sees what is there"
    planted.unlink()


def test_low_becomes_high_in_place(checkout: Checkout, up: str, request: pytest.FixtureRequest) -> None:
    """P1.1: one changed word and an apply; nothing that holds data is replaced."""
    before = identities(checkout)
    checkout.settings(HIGH)
    plan = json.loads(_json(checkout.tarmac("plan", "airflow", "--json", expect=2)))
    assert plan["notices"], "what is lost with the broker must be said"
    request.getfixturevalue("high")
    assert before.items() <= identities(checkout).items()
    checkout.tarmac("plan", "airflow", expect=0)
    rds = checkout.client("rds")
    assert len(rds.describe_db_clusters()["DBClusters"][0]["DBClusterMembers"]) == 2
    assert len(checkout.client("elasticache").describe_replication_groups()["ReplicationGroups"]) == 1


def test_security_no_secret_of_the_high_deployment_leaks(checkout: Checkout, high: str) -> None:
    """N.6, with ElastiCache, whose users sign in by their role and have no password."""
    assert search_for_secrets(checkout, high).leaks == []


def test_high_becomes_low_in_place(checkout: Checkout) -> None:
    """P1.1"""
    before = identities(checkout)
    checkout.settings(LOW)
    checkout.tarmac("apply", "airflow")
    assert before == identities(checkout)
    checkout.tarmac("plan", "airflow", expect=0)


def test_a_change_that_would_destroy_data_is_refused(checkout: Checkout) -> None:
    before = checkout.state("airflow")
    checkout.settings(LOW.replace("{availability: low}", "{availability: low, network: {cidr_block: 10.9.0.0/16}}"))
    refused = checkout.tarmac("apply", "airflow", expect=1)
    assert "would destroy data" in refused and "--allow-replace" in refused
    assert checkout.state("airflow") == before, "nothing was changed"
    checkout.settings(LOW)


def test_a_deleted_fernet_key_is_brought_back_before_an_apply_makes_another(checkout: Checkout) -> None:
    """Issue 5: Terraform takes a secret that waits for its deletion for gone."""
    manager = checkout.client("secretsmanager")
    fernet = [one["ARN"] for one in manager.list_secrets()["SecretList"] if "/fernet-" in one["Name"]]
    manager.delete_secret(SecretId=fernet[0], RecoveryWindowInDays=30)
    assert "The Fernet key of airflow is gone from AWS" in checkout.tarmac("apply", "airflow", expect=1)
    checkout.tarmac("secrets", "repair", "airflow")
    checkout.tarmac("plan", "airflow", expect=0)


def images(checkout: Checkout) -> dict[str, str]:
    """The tag that each service of Airflow runs."""
    ecs, found = checkout.client("ecs"), {}
    for arn in ecs.list_services(cluster="airflow", maxResults=100)["serviceArns"]:
        service = ecs.describe_services(cluster="airflow", services=[arn])["services"][0]
        definition = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
        assert definition["status"] == "ACTIVE", "ECS would start no task of it anew"
        found[service["serviceName"].removeprefix("airflow-")] = definition["containerDefinitions"][0]["image"]
    return {name: image.rpartition(":")[2] for name, image in found.items() if "tarmac/airflow" in image}


def test_an_upgrade_takes_a_snapshot_and_rolls_the_api_server_first(checkout: Checkout) -> None:
    """Issue 7: checks, snapshot with its Fernet key, the order, and the tag in the settings."""
    said = checkout.tarmac("upgrade", "airflow", "--to", "3.4.0", "--yes")
    order = [
        "Airflow 3.3.2, tag 3.3.2  becomes  Airflow 3.4.0",
        "init step",
        "Taking the snapshot airflow-before-3-4-0",
    ]
    order += [
        "First the API server",
        "The new API server is steady",
        "runs 123456789012",
        "When it is not needed any more",
    ]
    assert sorted(order, key=said.index) == order, said
    assert set(images(checkout).values()) == {"3.4.0"} and len(images(checkout)) == 6
    [snapshot] = checkout.client("rds").describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]
    assert snapshot["DBClusterSnapshotIdentifier"].startswith("airflow-before-3-4-0-")
    kept = [one["Name"] for one in checkout.client("secretsmanager").list_secrets()["SecretList"]]
    assert f"airflow/fernet-backup/{snapshot['DBClusterSnapshotIdentifier']}" in kept
    assert '{image: {tag: "3.4.0"}, availability: low}' in (checkout.folder / "tarmac.yaml").read_text()
    checkout.tarmac("plan", "airflow", expect=0)
    assert "already, so there is nothing to upgrade" in checkout.tarmac("upgrade", "airflow")


def test_an_upgrade_that_fails_is_taken_back(checkout: Checkout) -> None:
    """Issue 7: every service runs what it ran, the settings say so, nothing is left to apply, the snapshot is kept."""
    before = (checkout.folder / "tarmac.yaml").read_text()
    said = checkout.tarmac("upgrade", "airflow", "--to", "3.5.0-broken", expect=1)
    assert "ECS runs another task definition of scheduler" in said and "was taken back" in said
    assert (
        "restore_from_snapshot: airflow-before-3-5-0-broken" in said
        and "--fernet-from airflow-before-3-5-0-broken" in said
    )
    assert set(images(checkout).values()) == {"3.4.0"} and len(images(checkout)) == 6
    assert (checkout.folder / "tarmac.yaml").read_text() == before
    checkout.tarmac("plan", "airflow", expect=0)


def test_an_upgrade_never_goes_back_and_changes_nothing_but_the_image(checkout: Checkout) -> None:
    """Issue 7: a refused upgrade leaves settings and state as they were."""
    before = (checkout.folder / "tarmac.yaml").read_text(), checkout.state("airflow")
    assert "3.3.2 is older: an upgrade never goes back" in checkout.tarmac(
        "upgrade", "airflow", "--to", "3.3.2", expect=1
    )
    assert "Nothing says which Airflow" in checkout.tarmac("upgrade", "airflow", "--to", "latest", expect=1)
    assert ((checkout.folder / "tarmac.yaml").read_text(), checkout.state("airflow")) == before
    more = before[0].replace("availability: low}", "availability: low, log_retention_days: 7}")
    checkout.settings(more)
    refused = checkout.tarmac("upgrade", "airflow", "--to", "3.4.1", expect=1)
    assert "More than the image of airflow would change" in refused and "aws_cloudwatch_log_group" in refused
    assert (checkout.folder / "tarmac.yaml").read_text() == more
    checkout.settings(before[0])


def test_down_leaves_nothing_but_the_state(checkout: Checkout) -> None:
    """P1.22, D1.4, asked of the embedded AWS and not of the state; snapshots before upgrades are kept on purpose."""
    checkout.tarmac("down", "--keep-running")
    logs = checkout.client("logs")
    for name in ("/aws/rds/cluster/airflow/postgresql", "/aws/ecs/containerinsights/airflow/performance"):
        logs.create_log_group(logGroupName=name)  # as RDS and Container Insights do with their last lines
    assert "deleted again" in checkout.tarmac("destroy", "airflow")
    left = [item for item in checkout.exists() if not any(kept in item for kept in KEPT)]
    assert left == []
    checkout.tarmac("down")
    assert checkout.embedded_aws.endpoint() is None


def _json(output: str) -> str:
    """The JSON of a command whose standard error was caught as well."""
    return output[output.index("\n{") :].split("\n}")[0] + "\n}"
