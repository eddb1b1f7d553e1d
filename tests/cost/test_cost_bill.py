"""What a plan costs, reckoned by hand. N.10"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from plans_by_hand import HOURS, Plan, database, network, plan, resource, service

from wrapper.cost import alternatives, bill, inventory, prices
from wrapper.cost.load import DAYS_PER_MONTH, Load, load
from wrapper.errors import TarmacError

NOTHING = dict.fromkeys(Load.model_fields, 0.0) | {"busy_hours_per_day": 8.0}
IDLE = Load.model_validate(NOTHING)
VALKEY = {"engine": "valkey", "node_type": "cache.t4g.small", "num_cache_clusters": 2}


def price(found: Plan, under: Load = IDLE, region: str = "us-east-1") -> bill.Bill:
    return bill.make(inventory.of_plan(found), under, prices.Prices(region))


def cost_of(name: str, region: str = "us-east-1") -> float:
    found = prices.Prices(region).get(name)
    assert found is not None
    return found.amount


def under(**figures: float) -> Load:
    return Load.model_validate(NOTHING | figures)


def test_a_task_is_charged_for_its_cpu_and_memory_all_month() -> None:
    found = price(plan(*service("scheduler", cpu=512, memory=1024)))
    hourly = 0.5 * cost_of("fargate.arm64.vcpu") + 1 * cost_of("fargate.arm64.memory")
    assert found.standing == pytest.approx(HOURS * hourly)
    assert found.loaded == found.standing
    assert list(found.components()) == ["scheduler"]


def test_x86_costs_more_than_arm() -> None:
    arm, x86 = (price(plan(*service("scheduler", architecture=one))).standing for one in ("ARM64", "X86_64"))
    assert x86 / arm == pytest.approx(cost_of("fargate.x86_64.vcpu") / cost_of("fargate.arm64.vcpu"), rel=0.01)


def test_a_share_on_spot_costs_what_spot_costs() -> None:
    none, half, all_ = (price(plan(*service("worker", spot=spot))).standing for spot in (0, 50, 100))
    assert half == pytest.approx((none + all_) / 2)
    assert all_ / none == pytest.approx(0.3, abs=0.01)


def test_the_standing_cost_is_that_of_the_fewest_tasks_and_the_load_adds_workers_in_busy_hours() -> None:
    """Eight hours a day with 8 slots in use: two workers of 4 slots."""
    found = price(plan(*service("worker", fewest=1, most=5)), under(task_runs_per_day=960, seconds_per_task_run=240))
    hourly = cost_of("fargate.arm64.vcpu") + 2 * cost_of("fargate.arm64.memory")
    assert found.standing == pytest.approx(HOURS * hourly)
    assert found.loaded - found.standing == pytest.approx(8 * DAYS_PER_MONTH * hourly)


def test_the_slots_of_a_worker_are_read_from_its_container() -> None:
    containers = json.dumps([{"environment": [{"name": "AIRFLOW__CELERY__WORKER_CONCURRENCY", "value": "8"}]}])
    found = price(
        plan(*service("worker", fewest=1, most=5, containers=containers)),
        under(task_runs_per_day=960, seconds_per_task_run=240),
    )
    assert found.loaded == found.standing


def test_a_load_that_the_workers_cannot_bear_is_said() -> None:
    found = price(plan(*service("worker", fewest=1, most=2)), under(task_runs_per_day=9600, seconds_per_task_run=60))
    assert len(found.warnings) == 1
    assert "needs 5 workers" in found.warnings[0] and "has 2 at most" in found.warnings[0]


def test_a_serverless_database_is_charged_by_its_least_capacity_and_by_what_busy_hours_take() -> None:
    found = price(plan(*database(0.5, 2, instances=2)), under(busy_acu=8))
    acu = cost_of("aurora.acu")
    assert found.standing == pytest.approx(2 * 0.5 * HOURS * acu)
    assert found.loaded - found.standing == pytest.approx(2 * (2 - 0.5) * 8 * DAYS_PER_MONTH * acu), "at most 2"


@pytest.mark.parametrize(
    ("resources", "wanted"),
    [
        (
            [resource("aws_nat_gateway", "this", 0), resource("aws_nat_gateway", "this", 1)],
            {"nat-gateway.hour": 2 * HOURS},
        ),
        ([resource("aws_eip")], {"public-ipv4": HOURS}),
        ([resource("aws_instance", "nat", instance_type="t4g.nano")], {"ec2.t4g.nano": HOURS, "ebs.gp3": 8}),
        (
            [*network(), resource("aws_vpc_endpoint", vpc_endpoint_type="Interface")],
            {"endpoint.hour": 2 * HOURS},
        ),
        ([resource("aws_vpc_endpoint", vpc_endpoint_type="Gateway")], {}),
        ([resource("aws_lb", internal=True)], {"load-balancer.hour": HOURS}),
        (
            [*network("abc"), resource("aws_lb", internal=False)],
            {"load-balancer.hour": HOURS, "public-ipv4": 3 * HOURS},
        ),
        ([resource("aws_secretsmanager_secret", "this", n) for n in range(7)], {"secrets": 7}),
        ([resource("aws_kms_key")], {"kms.keys": 1}),
        ([resource("aws_service_discovery_private_dns_namespace")], {"dns.zones": 1}),
        ([resource("aws_cloudwatch_metric_alarm", "this", n) for n in range(3)], {"alarms.metric": 3}),
        ([resource("aws_cloudwatch_dashboard")], {"dashboards": 1}),
        (
            [resource("aws_elasticache_replication_group", **VALKEY)],
            {"elasticache.valkey.cache.t4g.small": 2 * HOURS},
        ),
        ([resource("aws_ecs_cluster", setting=[{"value": "enabled"}])], {"metrics.custom": 8}),
    ],
)
def test_what_is_charged_by_the_hour_or_by_the_piece(resources: list[Plan], wanted: dict[str, float]) -> None:
    found = price(plan(*resources))
    assert found.left_out() == []
    quantities = {line.charge.price: line.charge.standing for line in found.lines if line.charge.standing}
    assert quantities == pytest.approx(wanted)


def test_what_passes_through_is_charged_under_load_alone() -> None:
    found = price(
        plan(resource("aws_nat_gateway"), resource("aws_lb", internal=True)), under(nat_gb_per_day=2, page_gb_per_day=3)
    )
    by_price = {line.charge.price: (line.charge.standing, line.charge.loaded) for line in found.lines}
    assert by_price["nat-gateway.data"] == (0, pytest.approx(2 * DAYS_PER_MONTH))
    assert by_price["load-balancer.lcu"] == (0, pytest.approx(3 * DAYS_PER_MONTH))


def test_logs_are_written_by_every_task_and_kept_as_long_as_their_group_says() -> None:
    group = resource("aws_cloudwatch_log_group", retention_in_days=60)
    found = price(plan(group, *service("scheduler", fewest=2, most=2)), under(log_mb_per_task_day=500))
    by_price = {line.charge.price: line.charge.standing for line in found.lines}
    assert by_price["logs.ingested"] == pytest.approx(2 * DAYS_PER_MONTH * 0.5)
    assert by_price["logs.stored"] == pytest.approx(2 * 60 * 0.5)


def test_logs_of_task_runs_are_kept_as_long_as_their_bucket_says() -> None:
    rule = [{"expiration": [{"days": 90}]}]
    bucket = [resource("aws_s3_bucket", "logs"), resource("aws_s3_bucket_lifecycle_configuration", "logs", rule=rule)]
    found = price(plan(*bucket), under(task_runs_per_day=1000, task_log_kb_per_run=100))
    kept = next(line for line in found.lines if line.charge.price == "s3.storage")
    assert kept.charge.loaded == pytest.approx(0.1 * 90)
    assert found.standing == 0


def test_a_price_that_the_table_lacks_is_named_and_left_out() -> None:
    node = {**VALKEY, "node_type": "cache.r7g.16xlarge"}
    found = price(plan(resource("aws_elasticache_replication_group", **node), resource("aws_kms_key")))
    assert found.standing == pytest.approx(cost_of("kms.keys"))
    assert found.left_out() == [
        "broker, 2 x cache.r7g.16xlarge, valkey: the table has no price "
        "'elasticache.valkey.cache.r7g.16xlarge' for the region."
    ]


def test_a_price_that_one_region_lacks_is_left_out_there_alone() -> None:
    cluster = [resource("aws_rds_cluster"), resource("aws_rds_cluster_instance", instance_class="db.r7g.large")]
    assert price(plan(*cluster)).left_out() == []
    assert len(price(plan(*cluster), region="eu-west-1").left_out()) == 1


def test_a_type_that_the_table_does_not_know_is_named() -> None:
    found = price(plan(resource("aws_quantum_computer", "huge"), resource("aws_iam_role")))
    assert found.left_out() == ["aws_quantum_computer.huge: the table does not know what it costs."]


def test_a_service_whose_size_the_plan_does_not_tell_is_named() -> None:
    found = price(plan(service("scheduler")[0]))
    assert found.left_out() == ['aws_ecs_service.this["scheduler"]: the table does not know what it costs.']


def test_what_stands_already_is_priced_though_the_plan_changes_nothing() -> None:
    """And of a plan that destroys everything, what it destroys."""
    stands = tuple(service("scheduler"))
    unchanged, destroyed = plan(*stands, before=stands), plan(before=stands)
    assert price(unchanged).standing == price(destroyed).standing > 0


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-1", "ap-southeast-2"])
def test_three_regions_have_every_price_that_the_default_settings_need(region: str) -> None:
    everything = plan(
        *service("worker", spot=50),
        *service("scheduler", architecture="X86_64"),
        *database(),
        *(resource(kind) for kind in ("aws_nat_gateway", "aws_eip", "aws_lb", "aws_efs_file_system", "aws_kms_key")),
        *(resource(kind) for kind in ("aws_secretsmanager_secret", "aws_s3_bucket", "aws_cloudwatch_log_group")),
        resource("aws_efs_backup_policy", backup_policy=[{"status": "ENABLED"}]),
        resource("aws_instance", "nat", instance_type="t4g.nano"),
        resource("aws_vpc_endpoint", vpc_endpoint_type="Interface"),
        resource("aws_elasticache_replication_group", **VALKEY),
        resource("aws_service_discovery_private_dns_namespace"),
        region=region,
    )
    found = price(everything, load(), region)
    assert found.left_out() == []
    assert all(line.loaded > 0 for line in found.lines)


def test_every_price_names_a_page_of_aws_and_the_table_its_date() -> None:
    table = prices.Prices("us-east-1")
    assert table.as_of
    for line in price(plan(*service("worker"), *database())).lines:
        assert line.price is not None
        assert line.price.page.startswith("https://aws.amazon.com/")


def compared(found: Plan) -> dict[str, float]:
    stands = inventory.of_plan(found)
    table = prices.Prices("us-east-1")
    return {
        one.setting: one.standing for one in alternatives.compare(stands, IDLE, table, bill.make(stands, IDLE, table))
    }


def test_other_settings_are_priced_beside() -> None:
    cheaper = compared(
        plan(
            *service("worker"),
            *database(1, 4),
            *network(),
            resource("aws_nat_gateway"),
            resource("aws_eip", "nat_gateway"),
        )
    )
    assert cheaper["components.worker.spot_percent: 100"] < 0
    assert cheaper["image.architecture: X86_64"] > 0
    assert cheaper["database.serverless.min_capacity: 0.5"] == pytest.approx(-0.5 * HOURS * cost_of("aurora.acu"))
    assert cheaper["network.nat: instance"] == pytest.approx(
        HOURS * (cost_of("ec2.t4g.nano") - cost_of("nat-gateway.hour")) + 8 * cost_of("ebs.gp3")
    )
    assert cheaper["network.nat: per_az"] == pytest.approx(
        HOURS * (cost_of("nat-gateway.hour") + cost_of("public-ipv4"))
    )
    assert cheaper["all of these that save"] < min(one for name, one in cheaper.items() if "all" not in name)


def test_a_deployment_that_survives_a_zone_is_not_offered_to_lose_it() -> None:
    gateways = [resource("aws_nat_gateway", "this", number) for number in range(2)]
    assert not [name for name in compared(plan(*database(instances=2), *network(), *gateways)) if "nat" in name]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "is no JSON"),
        ("[]", "is JSON and no plan"),
        ('{"format_version": "1.2"}', "is JSON and no plan"),
        ("PK\x03\x04", "terraform show -json"),
    ],
)
def test_a_file_that_is_no_plan_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "plan.json"
    file.write_text(text)
    with pytest.raises(TarmacError, match=says) as caught:
        inventory.read(file)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "broken",
    [
        {"planned_values": {"root_module": {"resources": [{"address": "a"}]}}},
        {"planned_values": {"root_module": []}},
        {"planned_values": {"root_module": {"resources": 5}}},
    ],
)
def test_a_plan_of_another_form_is_one_sentence(broken: dict[str, Any]) -> None:
    with pytest.raises(TarmacError, match="another form than Terraform's"):
        inventory.of_plan(broken)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("task_runs_per_day: many\n", "task_runs_per_day"),
        ("tasks: 5\n", "tasks"),
        ("task_runs_per_day: -1\n", "task_runs_per_day"),
        ("busy_hours_per_day: 0\n", "busy_hours_per_day"),
        ("- 5\n", "must hold keys with figures"),
        ("a: [\n", "is no YAML"),
    ],
)
def test_a_wrong_load_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "load.yaml"
    file.write_text(text)
    with pytest.raises(TarmacError, match=says):
        load(file)


def test_a_load_says_only_what_differs(tmp_path: Path) -> None:
    file = tmp_path / "load.yaml"
    file.write_text("task_runs_per_day: 10\n")
    assert load(file, seconds_per_task_run=5).model_dump() == {
        **load().model_dump(),
        "task_runs_per_day": 10,
        "seconds_per_task_run": 5,
    }


def test_a_table_of_prices_may_be_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "prices.yaml"
    file.write_text(prices.FILE.read_text().replace("secrets: {unit: secret", "free: []\nsecrets: {unit: secret"))
    with pytest.raises(TarmacError, match="table of prices"):
        prices.Prices("us-east-1", file)
    file.write_text(
        "as_of: '2030-01'\npages: {}\nfree: []\nothers: {}\nprices:\n  kms.keys: {unit: key, page: ours, moon-1: 5}\n"
    )
    found = bill.make(inventory.of_plan(plan(resource("aws_kms_key"))), IDLE, prices.Prices("moon-1", file))
    assert found.standing == 5


def test_a_region_without_a_column_is_one_sentence_with_those_that_there_are() -> None:
    with pytest.raises(TarmacError, match=r"no region sa-east-1; it has ap-southeast-2, eu-west-1, us-east-1"):
        prices.Prices("sa-east-1")
