"""The aurora module: what it publishes, what it plans, and what becomes of it on the embedded AWS."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import tftest
from recording_proxy import RecordingProxy

from kit.module import InputError
from kit.publish import publish
from modules.aurora import Aurora, ExistingDatabase, PointInTime, Serverless
from wrapper.embedded_aws import EmbeddedAws

Root = Callable[..., tftest.TerraformTest]
Values = dict[str, Any]

SUBNETS = {"vpc_id": "vpc-0123", "subnet_ids": ["subnet-a", "subnet-b"]}


@pytest.fixture(scope="module")
def published() -> dict[str, str]:
    return publish(Aurora)


def block(text: str, header: str) -> str:
    """A top-level block of formatted Terraform, from its header to its closing brace."""
    found = re.search(rf"^{re.escape(header)} {{\n.*?^}}$", text, re.MULTILINE | re.DOTALL)
    assert found, f"no {header}"
    return found.group()


def planned(plan: Any, kind: str) -> list[Values]:
    """The values of each resource of a type after the plan, by index."""
    changes = [c for c in plan.resource_changes.values() if c["type"] == kind and c["mode"] == "managed"]
    return [change["change"]["after"] for change in sorted(changes, key=lambda change: change.get("index", 0))]


def actions(plan: Any) -> dict[str, list[str]]:
    """What a plan does, by address, leaving out what it leaves alone."""
    changes = {change["address"]: change["change"]["actions"] for change in plan.resource_changes.values()}
    return {address: found for address, found in changes.items() if found not in (["no-op"], ["read"])}


class TestPublished:
    """What holds whatever the inputs are."""

    def test_no_password_reaches_plan_or_state(self, published: dict[str, str]) -> None:
        """P0.5: passwords are ephemeral, and go into arguments that Terraform writes and never keeps."""
        everything = "\n".join(text for name, text in published.items() if name.endswith(".tf"))
        assert not re.search(r"^\s*(secret_string|master_password)\s*=", everything, re.MULTILINE)
        for line in everything.splitlines():
            if "ephemeral." in line:
                assert "_wo " in line or "random_password" in line, line
        assert not re.search(r'^(resource|data) "random_', everything, re.MULTILINE)

    def test_the_cluster_reads_its_password_from_the_secret(self, published: dict[str, str]) -> None:
        """P0.5: so that a repeated apply gives the cluster what the secret holds."""
        cluster = block(published["main.tf"], 'resource "aws_rds_cluster" "this"')
        assert re.search(r"master_password_wo += .*ephemeral\.aws_secretsmanager_secret_version\.master\[0\]", cluster)
        read_back = block(published["secrets.tf"], 'ephemeral "aws_secretsmanager_secret_version" "master"')
        assert "secret_id = aws_secretsmanager_secret_version.master[0].arn" in read_back

    def test_secrets_are_written_once(self, published: dict[str, str]) -> None:
        """P0.5: the version is fixed, or an apply would undo a rotation."""
        for role in ("master", "application"):
            version = block(published["secrets.tf"], f'resource "aws_secretsmanager_secret_version" "{role}"')
            assert "secret_string_wo_version = 1" in version

    def test_the_security_group_has_no_rules(self, published: dict[str, str]) -> None:
        """T0.1: whoever connects adds the one rule it needs."""
        everything = "\n".join(published.values())
        assert "ingress_rule" not in everything and "egress_rule" not in everything
        assert not re.search(r"^\s+(ingress|egress)\b", published["network.tf"], re.MULTILINE)

    def test_the_log_group_stands_before_the_cluster(self, published: dict[str, str]) -> None:
        """RDS would make it itself, kept for ever, and Terraform would then find it there."""
        cluster = block(published["main.tf"], 'resource "aws_rds_cluster" "this"')
        assert "depends_on = [aws_cloudwatch_log_group.postgresql]" in cluster

    def test_the_endpoint_waits_for_an_instance(self, published: dict[str, str]) -> None:
        """Or tasks would start before anything answers."""
        assert "local.has_instances ? one(aws_rds_cluster.this[*].endpoint)" in published["outputs.tf"]
        assert re.search(r"has_instances += length\(aws_rds_cluster_instance\.this\) > 0", published["main.tf"])

    def test_zones_of_the_storage_are_left_to_aws(self, published: dict[str, str]) -> None:
        """Naming two of the three that AWS takes would replace the cluster on the next apply."""
        cluster = block(published["main.tf"], 'resource "aws_rds_cluster" "this"')
        assert "availability_zones " not in cluster


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"name": "Airflow"}, "name is 'Airflow' but must be 1 to 31 lower-case letters"),
        ({"name": "a--b"}, "single hyphens"),
        ({"name": "airflow-"}, "no hyphen last"),
        ({"name": "a" * 32}, "1 to 31"),
        ({"engine_version": "15.4"}, "must be 16 or a minor version of it"),
        ({"instance_count": 0}, "from 1 to 15"),
        ({"instance_count": 16}, "from 1 to 15"),
        ({"instance_class": "r7g.large"}, "as in db.r7g.large"),
        ({"backup_retention_days": 36}, "from 1 to 35"),
        ({"preferred_backup_window": "25:00-26:00"}, "as in 03:00-04:00"),
        ({"preferred_maintenance_window": "Sunday"}, "as in sun:05:00-sun:06:00"),
        ({"insights": "basic"}, "one of standard, advanced"),
        ({"monitoring_interval": 20}, "one of 0, 1, 5, 10, 15, 30, 60"),
        ({"secret_recovery_days": 3}, "0 or from 7 to 30"),
        ({"parameters": {"rds.force_ssl": "0"}}, "leave rds.force_ssl and password_encryption alone"),
        ({"log_retention_days": 2}, "log_retention_days"),
        ({"kms_key_arn": "alias/mine"}, "ARN of a KMS key"),
    ],
)
def test_a_wrong_input_is_refused_before_terraform_runs(inputs: Values, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        Aurora.Inputs(**({"name": "airflow"} | SUBNETS | inputs))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Serverless(min_capacity=0), "from 0.5 to 256"),
        (lambda: Serverless(min_capacity=0.7), "a multiple of 0.5"),
        (lambda: Serverless(max_capacity=0.5), "from 1 to 256"),
        (lambda: PointInTime(source_cluster_identifier="a b"), "the identifier or the ARN of a cluster"),
        (
            lambda: PointInTime(source_cluster_identifier="other", restore_to_time="yesterday"),
            "a time in UTC, as in 2026-03-07T23:45:00Z",
        ),
        (lambda: ExistingDatabase(host="postgres://db", secret_arn="arn:aws:secretsmanager:x"), "without scheme"),
        (lambda: ExistingDatabase(host="db", secret_arn="mine"), "ARN of a secret"),
    ],
)
def test_a_wrong_object_is_refused_before_terraform_runs(make: Callable[[], object], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        make()


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("aurora")


def test_plan_of_the_smallest_cluster(root: tftest.TerraformTest) -> None:
    """P0.3: Aurora PostgreSQL, serverless, encrypted, TLS forced, backed up, its log kept."""
    plan = root.plan(output=True)
    (cluster,) = planned(plan, "aws_rds_cluster")
    assert (cluster["engine"], cluster["engine_version"]) == ("aurora-postgresql", "16.8")
    assert cluster["serverlessv2_scaling_configuration"] == [{"min_capacity": 0.5, "max_capacity": 4}]
    assert cluster["storage_encrypted"] and cluster["copy_tags_to_snapshot"]
    assert cluster["backup_retention_period"] == 7
    assert not cluster["skip_final_snapshot"]
    assert cluster["enabled_cloudwatch_logs_exports"] == ["postgresql"]
    assert (cluster["database_insights_mode"], cluster["performance_insights_retention_period"]) == ("standard", 7)
    (instance,) = planned(plan, "aws_rds_cluster_instance")
    assert instance["instance_class"] == "db.serverless"
    assert not instance["publicly_accessible"]
    (parameters,) = planned(plan, "aws_rds_cluster_parameter_group")
    assert parameters["family"] == "aurora-postgresql16"
    forced = {item["name"]: item["value"] for item in parameters["parameter"]}
    assert forced == {"rds.force_ssl": "1", "password_encryption": "scram-sha-256"}
    assert not planned(plan, "aws_iam_role"), "measuring the operating system is off, so its role is not there"


def test_plan_of_a_provisioned_cluster(root: tftest.TerraformTest) -> None:
    """P1.5: replicas, each with a place in the line of succession."""
    settings = {
        "engine_version": "16",
        "instance_class": "db.r7g.large",
        "instance_count": 3,
        "insights": "advanced",
        "monitoring_interval": 60,
        "parameters": {"max_connections": "500"},
    }
    plan = root.plan(output=True, tf_vars={**settings, "parameters": '{max_connections="500"}'})
    (cluster,) = planned(plan, "aws_rds_cluster")
    assert (cluster["database_insights_mode"], cluster["performance_insights_retention_period"]) == ("advanced", 465)
    instances = planned(plan, "aws_rds_cluster_instance")
    assert [item["promotion_tier"] for item in instances] == [0, 1, 2]
    assert {item["instance_class"] for item in instances} == {"db.r7g.large"}
    assert all(item["auto_minor_version_upgrade"] for item in instances), "16 leaves the minor version to AWS"
    assert len(planned(plan, "aws_iam_role")) == 1
    (parameters,) = planned(plan, "aws_rds_cluster_parameter_group")
    assert {item["name"]: item["apply_method"] for item in parameters["parameter"]} == {
        "max_connections": "pending-reboot",
        "password_encryption": "immediate",
        "rds.force_ssl": "immediate",
    }


def test_plan_of_a_cluster_that_is_restored(root: tftest.TerraformTest) -> None:
    """P1.18: to a moment, or to the last one that there is; always as a copy of its own."""
    restore = {"source_cluster_identifier": "other", "restore_to_time": "2026-03-07T23:45:00Z"}
    latest = {"source_cluster_identifier": "other", "use_latest_restorable_time": True}
    for moment in (restore, latest):
        plan = root.plan(output=True, tf_vars={"restore_to_point_in_time": json.dumps(moment)})
        (cluster,) = planned(plan, "aws_rds_cluster")
        (found,) = cluster["restore_to_point_in_time"]
        assert found["restore_type"] == "full-copy"
        assert {key: found[key] for key in moment} == moment
        assert cluster["snapshot_identifier"] is None


def test_terraform_names_every_wrong_value_at_once(root: tftest.TerraformTest) -> None:
    """Who calls the published module from Terraform gets the same rules."""
    wrong = {
        "name": "Airflow_1",
        "engine_version": "15.4",
        "instance_count": 16,
        "instance_class": "large",
        "insights": "basic",
        "monitoring_interval": 2,
        "secret_recovery_days": 3,
        "backup_window": "3-4",
        "maintenance_window": "Sunday",
        "serverless": "{min_capacity=8, max_capacity=4}",
        "parameters": '{"rds.force_ssl"="0"}',
    }
    with pytest.raises(tftest.TerraformTestError) as refusal:
        root.plan(tf_vars=wrong)
    text = " ".join(str(refusal.value).replace("│", " ").split())
    for name in (
        "name must be 1 to 31 lower-case letters",
        "engine_version must be 16 or a minor version",
        "instance_count must be from 1 to 15",
        "instance_class must be a class of instances",
        "insights must be one of standard, advanced",
        "monitoring_interval must be one of 0, 1, 5, 10, 15, 30, 60",
        "secret_recovery_days must be 0 or from 7 to 30",
        "preferred_backup_window must be a range of times",
        "preferred_maintenance_window must be a range of week days",
        "serverless must have a min_capacity that is not above its max_capacity",
        "parameters must leave rds.force_ssl and password_encryption alone",
    ):
        assert name in text, name


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"serverless": "null", "master_username": "airflow"},
            ["Either serverless or instance_class must be given.", "application_username must not be master_username"],
        ),
        (
            {
                "restore_from_snapshot": "of-monday",
                "restore_to_point_in_time": '{source_cluster_identifier="other", use_latest_restorable_time=true}',
            },
            ["Only one of restore_from_snapshot and restore_to_point_in_time may be given."],
        ),
        (
            {"restore_to_point_in_time": '{source_cluster_identifier="other"}'},
            ["restore_to_point_in_time must name one moment"],
        ),
        ({"subnet_count": 1}, ["subnet_ids must name subnets in two zones at least."]),
    ],
)
def test_terraform_refuses_inputs_that_contradict_each_other(
    root: tftest.TerraformTest, settings: Values, said: list[str]
) -> None:
    with pytest.raises(tftest.TerraformTestError) as refusal:
        root.plan(tf_vars=settings)
    text = " ".join(str(refusal.value).replace("│", " ").split())
    assert all(sentence in text for sentence in said)


def test_nothing_is_created_for_an_existing_database(terraform_root: Root) -> None:
    """What is given is passed on under the same outputs."""
    plan = terraform_root("aurora_existing").plan(output=True)
    assert not actions(plan)
    outputs = {name: value for name, value in plan.outputs["aurora"].items() if value not in (None, [])}
    assert outputs == {
        "host": "db.example.com",
        "reader_host": "db.example.com",
        "port": 6432,
        "database_name": "metadata",
        "security_group_id": "sg-0123",
        "application_secret_arn": "arn:aws:secretsmanager:us-east-1:123456789012:secret:postgres-AbCdEf",
    }


@pytest.fixture
def proxy(embedded_aws: EmbeddedAws) -> Iterator[RecordingProxy]:
    with RecordingProxy(embedded_aws.start()) as running:
        yield running


@pytest.mark.apply
def test_life_of_a_cluster(terraform_root: Root, embedded_aws: EmbeddedAws, proxy: RecordingProxy) -> None:
    """P0.3, P0.5, P1.5: an apply that fails twice converges, grows in place, survives a rotation, and is destroyed."""
    root = terraform_root("aurora", AWS_ENDPOINT_URL=proxy.url)
    clients = {"endpoint_url": embedded_aws.start(), "region_name": "us-east-1"}
    clients |= {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
    rds, secrets = boto3.client("rds", **clients), boto3.client("secretsmanager", **clients)

    # Interrupted between a secret and its value, then between the value and the cluster.
    for action in ("PutSecretValue", "CreateDBCluster"):
        proxy.refused = {action}
        with pytest.raises(tftest.TerraformTestError):
            root.apply()
        assert not rds.describe_db_clusters()["DBClusters"]
    proxy.refused = set()
    root.apply()
    outputs = root.output()["aurora"]
    master = json.loads(secrets.get_secret_value(SecretId=outputs["master_secret_arn"])["SecretString"])
    application = json.loads(secrets.get_secret_value(SecretId=outputs["application_secret_arn"])["SecretString"])
    assert {master["username"], application["username"]} == {"postgres", "airflow"}
    assert len(master["password"]) == len(application["password"]) == 32
    assert master["password"].isalnum() and master["password"] != application["password"]
    assert proxy.sent("CreateDBCluster", "MasterUserPassword") == [master["password"]] * 2, "refused, then accepted"
    state = (Path(root.tfdir) / "terraform.tfstate").read_text()
    assert master["password"] not in state and application["password"] not in state
    assert actions(root.plan(output=True)) == {}

    # More, larger and other instances; a snapshot named too late; and beside it what it was a moment ago.
    settings = {"instance_count": 2, "instance_class": "db.r7g.large", "restore_from_snapshot": "of-last-week"}
    settings["restored"] = json.dumps({"use_latest_restorable_time": True})
    growth = actions(root.plan(output=True, tf_vars=settings))
    assert {address: done for address, done in growth.items() if not address.startswith("module.restored")} == {
        "module.aurora.aws_rds_cluster_instance.this[0]": ["update"],
        "module.aurora.aws_rds_cluster_instance.this[1]": ["create"],
    }
    root.apply(tf_vars=settings)
    restored = rds.describe_db_clusters(DBClusterIdentifier="aurora-test-restored")["DBClusters"][0]
    assert (restored["DatabaseName"], restored["MasterUsername"]) == ("airflow", "postgres"), "as the first has them"
    assert restored["StorageEncrypted"] and restored["EnabledCloudwatchLogsExports"] == ["postgresql"]
    filters = [{"Name": "db-cluster-id", "Values": ["aurora-test"]}]
    instances = rds.describe_db_instances(Filters=filters)["DBInstances"]
    assert {item["DBInstanceClass"] for item in instances} == {"db.r7g.large"}
    assert len({item["AvailabilityZone"] for item in instances}) == 2, "each in a zone of its own"

    # A restore leaves Performance Insights out; another moment in the inputs replaces nothing.
    left_out = {"module.restored[0].aws_rds_cluster.this[0]": ["update"]}
    settings["restored"] = json.dumps({"restore_to_time": "2026-03-07T23:45:00Z"})
    assert actions(root.plan(output=True, tf_vars=settings)) == left_out

    # Rotated outside Terraform: a plan changes nothing, least of all the secrets.
    rotated = json.dumps(master | {"password": "rotated"})
    secrets.put_secret_value(SecretId=outputs["master_secret_arn"], SecretString=rotated)
    assert actions(root.plan(output=True, tf_vars=settings)) == left_out

    root.destroy(tf_vars=settings)
    assert not rds.describe_db_clusters()["DBClusters"]
    (snapshot,) = rds.describe_db_cluster_snapshots(SnapshotType="manual")["DBClusterSnapshots"]
    deployment = outputs["master_secret_arn"].split("/master-")[1].rsplit("-", 1)[0]
    assert snapshot["DBClusterSnapshotIdentifier"] == f"aurora-test-final-{deployment}"
    rds.delete_db_cluster_snapshot(DBClusterSnapshotIdentifier=snapshot["DBClusterSnapshotIdentifier"])
