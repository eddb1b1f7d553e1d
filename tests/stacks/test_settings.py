"""What the settings say when little or nothing is written, and what they hand to the stacks."""

import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

from kit import fargate
from stacks.settings import NAME_LENGTH, Deployment, Settings, load, settings_path
from stacks.settings.defaults import BY_AVAILABILITY, BY_PLACE


def read(folder: Path, text: str) -> Settings:
    file = folder / "tarmac.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file)


def one(folder: Path, **settings: object) -> Deployment:
    """Read a deployment called demo; JSON is YAML, so values are written as Python has them."""
    lines = [f"    {key}: {value}" for key, value in settings.items()]
    return read(folder, "\n".join(["deployments:", "  demo:", *lines])).deployments["demo"]


def test_the_file_as_shipped_holds_both_stacks_on_the_embedded_aws() -> None:
    settings = load()
    assert {name: (d.availability, d.account) for name, d in settings.deployments.items()} == {
        "low-availability": ("low", "embedded"),
        "high-availability": ("high", "embedded"),
    }
    state = settings.state_of("embedded")
    assert state is not None
    assert (state.bucket, state.region) == ("tarmac-state-embedded", "us-east-1")
    assert settings.state_of("123456789012") is None


def test_p1_4_low_availability_runs_one_of_each(tmp_path: Path) -> None:
    demo = one(tmp_path, availability="low")
    assert demo.database.instance_count == 1
    assert demo.database.serverless is not None
    assert demo.database.serverless.min_capacity == 0.5
    assert demo.broker.mode == "fargate"
    assert demo.network.nat == "instance"
    assert {(c.min_count, c.max_count) for c in demo.components.by_name().values()} == {(1, 1)}


def test_p1_5_high_availability_runs_two_or_more_of_everything(tmp_path: Path) -> None:
    demo = one(tmp_path, availability="high")
    assert demo.database.instance_count == 2
    assert (demo.broker.mode, demo.broker.node_count) == ("elasticache", 2)
    assert demo.network.nat == "per_az"
    assert all(component.min_count >= 2 for component in demo.components.by_name().values())
    assert demo.components.worker.max_count > demo.components.worker.min_count
    assert demo.components.api_server.max_count > demo.components.api_server.min_count


def test_p1_1_turning_low_into_high_is_one_changed_word(tmp_path: Path) -> None:
    text = "deployments:\n  demo:\n    availability: {}\n    network: {{cidr_block: 10.9.0.0/16}}\n"
    low = read(tmp_path, text.format("low")).deployments["demo"]
    high = read(tmp_path, text.format("high")).deployments["demo"]
    assert low.network.cidr_block == high.network.cidr_block == "10.9.0.0/16"
    assert low.network.az_count == high.network.az_count == 2, "both use the same zones"
    assert low.components.worker.cpu == high.components.worker.cpu


@pytest.mark.parametrize("availability", ["low", "high"])
def test_every_row_of_the_tables_of_defaults_is_a_setting(tmp_path: Path, availability: str) -> None:
    demo = one(tmp_path, availability=availability, account="'123456789012'")
    column = ["low", "high"].index(availability)
    expected = {key: row[column] for key, row in BY_AVAILABILITY.items()} | {k: row[1] for k, row in BY_PLACE.items()}
    written = demo.model_dump(by_alias=True)
    for key, value in expected.items():
        found = written
        for part in key.split("."):
            found = found[part]
        assert found == value, key


def test_what_is_written_stands_above_every_default(tmp_path: Path) -> None:
    demo = one(
        tmp_path,
        availability="high",
        database="{serverless: {max_capacity: 32}, deletion_protection: true}",
        components="{worker: {max_count: 20}}",
    )
    assert demo.database.serverless is not None
    assert (demo.database.serverless.min_capacity, demo.database.serverless.max_capacity) == (0.5, 32)
    assert demo.database.deletion_protection
    assert (demo.components.worker.min_count, demo.components.worker.max_count) == (2, 20)


def test_a_fixed_instance_class_takes_the_place_of_serverless(tmp_path: Path) -> None:
    demo = one(tmp_path, availability="low", database="{instance_class: db.t4g.medium}")
    assert (demo.database.instance_class, demo.database.serverless) == ("db.t4g.medium", None)


def test_an_account_keeps_snapshot_and_secrets_and_the_embedded_aws_nothing(tmp_path: Path) -> None:
    account = one(tmp_path, availability="high", account="'123456789012'")
    assert account.keep.model_dump() == {"secrets": True, "snapshots": True, "buckets": False}
    assert account.database.deletion_protection
    embedded = one(tmp_path, availability="high")
    assert not any(embedded.keep.model_dump().values())
    assert not embedded.database.deletion_protection


def test_an_empty_section_is_one_left_out(tmp_path: Path) -> None:
    assert one(tmp_path, availability="low", network="", tags="", components="{worker: }") == one(
        tmp_path, availability="low"
    )


@pytest.mark.parametrize(
    ("region", "partition"),
    [("us-east-1", "aws"), ("ap-northeast-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")],
)
def test_n_11_the_partition_follows_from_the_region(tmp_path: Path, region: str, partition: str) -> None:
    assert one(tmp_path, availability="low", region=region).partition == partition


def test_p1_17_every_resource_is_tagged_with_the_deployments_name(tmp_path: Path) -> None:
    demo = one(tmp_path, availability="low", tags="{team: data}")
    assert demo.all_tags == {"team": "data", "Deployment": "demo", "ManagedBy": "Tarmac"}


@pytest.mark.parametrize(
    ("load_balancer", "internal"),
    [
        ("{}", True),
        ("{allowed_cidrs: [203.0.113.0/24]}", False),
        ("{certificate_arn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b'}", False),
        ("{certificate_arn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b', internal: true}", True),
        ("{allowed_cidrs: [10.0.0.0/8], internal: true}", True),
    ],
)
def test_p1_8_a_load_balancer_faces_the_internet_only_where_it_is_opened(
    tmp_path: Path, load_balancer: str, internal: bool
) -> None:
    assert one(tmp_path, availability="low", load_balancer=load_balancer).load_balancer.internal is internal


def test_p3_1_and_p3_2_folders_start_at_the_settings_file(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies/read-data.json").write_text('{"Version": "2012-10-17", "Statement": []}')
    (tmp_path / "policies/README.md").write_text("Not a policy.")
    (tmp_path / "extra").mkdir()
    (tmp_path / "extra/queue.tf").write_text("")
    demo = one(tmp_path, availability="low", policies_folder="policies", terraform_folder=tmp_path / "extra")
    assert demo.policy_files == (tmp_path / "policies/read-data.json",)
    assert demo.terraform_files == (tmp_path / "extra/queue.tf",)


def test_what_exists_takes_the_place_of_what_would_be_made(tmp_path: Path) -> None:
    secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"
    demo = one(
        tmp_path,
        availability="high",
        network="{existing: {vpc_id: vpc-0a1b2c3d, private_subnet_ids: [subnet-0a1b2c3d, subnet-1a1b2c3d]}}",
        database=f"{{existing: {{host: db.example.com, secret_arn: '{secret}', security_group_id: sg-0a1b2c3d}}}}",
        broker=f"{{existing: {{host: redis.example.com, secret_arn: '{secret}', security_group_id: sg-0a1b2c3d}}}}",
        cluster="{existing: {cluster_name: shared, namespace_id: ns-abc, namespace_name: airflow.shared}}",
    )
    assert demo.network.existing is not None
    assert demo.database.existing is not None
    assert demo.database.existing.port == 5432
    assert demo.broker.existing is not None
    assert demo.broker.existing.tls
    assert demo.cluster.namespace_name == "airflow.shared"


def test_two_deployments_may_share_a_vpc_with_a_namespace_each(tmp_path: Path) -> None:
    shared = "network: &n {existing: {vpc_id: vpc-0a1b2c3d, private_subnet_ids: [subnet-0a1b2c3d, subnet-1a1b2c3d],"
    settings = read(
        tmp_path,
        f"""deployments:
  one: {{availability: low, {shared} database_subnet_ids: [subnet-2a1b2c3d, subnet-3a1b2c3d]}}}}}}
  two: {{availability: low, network: *n, cluster: {{namespace: two}}}}
""",
    )
    assert [d.cluster.namespace_name for d in settings.deployments.values()] == ["airflow", "two"]


def test_the_environment_may_name_another_settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one(tmp_path, availability="low")
    monkeypatch.setenv("TARMAC_SETTINGS", str(tmp_path / "tarmac.yaml"))
    assert settings_path() == tmp_path / "tarmac.yaml"
    assert list(load().deployments) == ["demo"]


def test_settings_cannot_be_changed_after_reading(tmp_path: Path) -> None:
    demo = one(tmp_path, availability="low")
    with pytest.raises(ValueError, match="frozen"):
        demo.network.nat = "per_az"  # type: ignore[misc]


def test_the_longest_name_leaves_room_for_every_name_that_derives_from_it() -> None:
    longest = "n" * NAME_LENGTH
    assert len(f"{longest}-api-server") <= 32, "target group"
    assert len(f"{longest}-broker") <= 40, "ElastiCache"
    assert len(f"{longest}-dag-processor-execution") <= 64, "IAM role"
    assert len(f"{longest}-task-logs-123456789012-ap-northeast-1") <= 63, "bucket"


def test_every_setting_is_described() -> None:
    def check(section: type[BaseModel], seen: set[type[BaseModel]]) -> None:
        seen.add(section)
        for name, field in section.model_fields.items():
            assert field.description, f"{section.__name__}.{name}"
            for inner in _sections(field.annotation):
                if inner not in seen:
                    check(inner, seen)

    seen: set[type[BaseModel]] = set()
    check(Settings, seen)
    assert len(seen) > 15


def _sections(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in getattr(annotation, "__args__", ()) for found in _sections(part)]


def test_n_8_reading_the_settings_loads_neither_cdktf_nor_the_command_line() -> None:
    code = "import sys, stacks.settings as s; s.load(); print(*sys.modules)"
    root = Path(__file__).parents[2]
    loaded = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True).stdout
    assert not {"cdktf", "jsii", "boto3", "wrapper", "typer", "rich"} & set(loaded.split())


@pytest.mark.parametrize(
    ("cpu", "offered", "refused"),
    [
        (256, [512, 1024, 2048], [256, 1536, 4096]),
        (512, [1024, 2048, 3072, 4096], [512, 1536, 5120]),
        (1024, [2048, 5120, 8192], [1024, 9216]),
        (2048, [4096, 16384], [3072, 17408]),
        (4096, [8192, 30720], [7168, 31744]),
        (8192, [16384, 20480, 61440], [17408, 65536]),
        (16384, [32768, 40960, 122880], [36864, 131072]),
    ],
)
def test_fargate_offers_only_some_memory_with_each_cpu(cpu: int, offered: list[int], refused: list[int]) -> None:
    assert set(offered) <= set(fargate.SIZES[cpu])
    assert not set(refused) & set(fargate.SIZES[cpu])


def test_dags_come_from_git_without_a_sidecar(tmp_path: Path) -> None:
    """P2.4: Airflow 3 reads git itself, so the git-sync sidecar of its predecessors is gone."""
    git = "{name: dags, classpath: airflow.providers.git.bundles.git.GitDagBundle, kwargs: {tracking_ref: main}}"
    demo = one(tmp_path, availability="low", dag_bundles=f"[{git}]")
    assert demo.dag_bundles[0].kwargs == {"tracking_ref": "main"}
