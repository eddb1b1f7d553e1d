"""What is drawn of a plan, and that it can be read."""

from __future__ import annotations

import functools
import itertools
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from PIL import Image

from tests.cost.plans_by_hand import Plan, connection, database, network, plan, resource, service
from wrapper import cli
from wrapper.cost import inventory
from wrapper.diagram import layout, model, png, svg
from wrapper.diagram.scene import Box, Line, Scene, Shape, Text

COMPONENTS = ("flower", "api-server", "worker", "triggerer", "scheduler", "dag-processor")
TO_DATABASE = [rule for one in ("api-server", "scheduler", "triggerer") for rule in connection(one, "database", 5432)]
TO_BROKER = [rule for one in ("scheduler", "worker", "flower") for rule in connection(one, "broker", 6379)]
OTHERS = [
    *connection("load-balancer", "api-server", 8080),
    *connection("load-balancer", "flower", 5555),
    *connection("worker", "api-server", 8080),
    *connection("api-server", "worker", 8793, "logs of running tasks"),
    *connection("api-server", "triggerer", 8794),
]
SERVICES = [one for name in COMPONENTS for one in service(name)]
VALKEY = {"engine": "valkey", "node_type": "cache.t4g.small", "num_cache_clusters": 2}
AROUND = [
    resource("aws_s3_bucket", "dags"),
    resource("aws_s3_bucket", "logs"),
    *(resource("aws_secretsmanager_secret", "this", number) for number in range(7)),
    resource("aws_ecs_cluster", name="some"),
    resource("aws_vpc_endpoint", "s3", service_name="com.amazonaws.us-east-1.s3"),
    resource("aws_lambda_function", function_name="some-deployment-with-a-very-long-name"),
]

LOW = [
    *network("ab"),
    *SERVICES,
    *service("redis"),
    *database(),
    *AROUND,
    *TO_DATABASE,
    *TO_BROKER,
    *OTHERS,
    resource("aws_lb", internal=True),
    resource("aws_instance", "nat", 0, instance_type="t4g.nano"),
    resource("aws_efs_file_system"),
    *(resource("aws_efs_mount_target", "this", number) for number in range(2)),
    *connection("worker", "files", 2049),
]
HIGH = [
    *network("abc"),
    *(one for name in COMPONENTS for one in service(name, fewest=7, most=40, spot=50)),
    *database(1, 8, instances=5),
    *AROUND,
    *TO_DATABASE,
    *TO_BROKER,
    *OTHERS,
    resource("aws_elasticache_replication_group", **VALKEY),
    resource("aws_lb", internal=False),
    *(resource("aws_nat_gateway", "this", number) for number in range(3)),
    resource("aws_vpc_endpoint", "interface", "logs", service_name="com.amazonaws.us-east-1.logs"),
]
GIVEN = [*SERVICES, *TO_DATABASE, *TO_BROKER, resource("aws_lb", internal=True)]
"""In a network, with a database and with a broker that are there already."""

PLANS = {"low": LOW, "high": HIGH, "given": GIVEN}


Extent: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def draw(name: str) -> Scene:
    return layout.draw(of(name), "some-deployment-name")


def of(name: str) -> model.Model:
    return model.of_inventory(inventory.of_plan(plan(*PLANS[name])))


@pytest.mark.parametrize("name", PLANS)
def test_no_label_lies_over_another(name: str) -> None:
    for one, other in itertools.combinations(draw(name).texts(), 2):
        assert not overlap(extent(one), extent(other)), f"'{one.text}' and '{other.text}'"


@pytest.mark.parametrize("name", PLANS)
def test_no_line_runs_through_a_label(name: str) -> None:
    for text, seen in labels_with_what_is_seen_around(draw(name)):
        for line in seen:
            for (x0, y0), (x1, y1) in itertools.pairwise(line.points) if isinstance(line, Line) else ():
                segment = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
                assert not overlap(extent(text), segment), f"'{text.text}' and {line}"


@pytest.mark.parametrize("name", PLANS)
def test_no_label_leaves_its_box_or_the_page(name: str) -> None:
    scene = draw(name)
    page = Box(0, 0, scene.width, scene.height)
    for text, seen in labels_with_what_is_seen_around(scene):
        assert within(extent(text), page), text.text
        for box in seen:
            if isinstance(box, Box):
                outside = not overlap(extent(text), (box.x, box.y, box.right, box.bottom))
                assert outside or within(extent(text), box), f"'{text.text}' and {box}"


def labels_with_what_is_seen_around(scene: Scene) -> Iterator[tuple[Text, list[Shape]]]:
    """Each label, and the shapes that are not behind the box in which it stands."""
    for position, text in enumerate(scene.shapes):
        if isinstance(text, Text):
            around = (
                number
                for number, box in enumerate(scene.shapes[:position])
                if isinstance(box, Box) and within(extent(text), box)
            )
            yield text, scene.shapes[max(around, default=0) :]


def within(one: Extent, box: Box) -> bool:
    left, top, right, bottom = one
    return box.x <= left and right <= box.right and box.y <= top and bottom <= box.bottom


@functools.cache
def extent(text: Text) -> Extent:
    """Left, top, right and bottom of what is inked; capitals reach 0.72 of the size above the baseline."""
    return text.left, text.y - 0.72 * text.size, text.left + text.width, text.y


def overlap(one: Extent, other: Extent) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def labels(name: str) -> str:
    return "\n".join(text.text for text in draw(name).texts())


def test_zones_subnets_and_what_stands_in_them_are_named() -> None:
    """D4.2: drawn from the plan."""
    found = labels("low")
    for expected in (
        "us-east-1a",
        "us-east-1b",
        "private subnet  10.0.64.0/20",
        "VPC 10.0.0.0/16",
        "NAT instance t4g.nano",
    ):
        assert expected in found
    for expected in (
        *COMPONENTS,
        "Redis (broker)",
        "database",
        "EFS",
        "S3 endpoint",
        "7 secrets",
        "NAT instance t4g.nano",
    ):
        assert expected in found


def test_every_connection_of_the_security_groups_is_drawn_once_with_its_port() -> None:
    for name, found in PLANS.items():
        rules = {(one["index"], str(one["values"]["from_port"])) for one in found if "security_group" in one["type"]}
        drawn = {(f"{one.source}-to-{one.target}", one.port) for one in of(name).connections}
        assert drawn == rules
        assert len(of(name).connections) == len(rules)


def test_a_rule_to_somewhere_outside_is_in_the_legend() -> None:
    outside = resource(
        "aws_vpc_security_group_egress_rule", "dags", "worker-to-git", from_port=22, to_port=22, cidr_ipv4="10.1.0.0/16"
    )
    found = model.of_inventory(inventory.of_plan(plan(*LOW, outside)))
    assert [(one.source, one.target, one.port) for one in found.outside] == [("worker", "git", "22")]
    assert "worker to git: 22" in "\n".join(text.text for text in layout.draw(found, "some").texts())


def test_tasks_are_spread_over_the_zones_as_ecs_spreads_them() -> None:
    low = {row.name: row.here for row in of("low").rows}
    high = {row.name: row.here for row in of("high").rows}
    assert low["scheduler"] == ("task", None)
    assert high["scheduler"] == ("3 tasks", "2 tasks", "2 tasks")
    assert low["database"] == ("writer", None)
    assert high["database"] == ("writer, reader", "2 readers", "reader")
    assert high["broker"] == ("primary", "replica", None)


def test_a_load_balancer_on_the_internet_stands_in_the_public_subnets() -> None:
    assert {row.name: row.tier for row in of("high").rows}["load-balancer"] == "public"
    assert {row.name: row.tier for row in of("low").rows}["load-balancer"] == "private"


def test_what_is_given_is_drawn_as_given() -> None:
    found = {row.name: row.detail for row in of("given").rows}
    assert found["database"] == found["broker"] == "given: it is not in this plan"
    assert "VPC (given)" in labels("given")


@pytest.mark.parametrize("name", PLANS)
def test_the_svg_is_well_formed_and_says_in_words_what_it_shows(name: str) -> None:
    text = svg.render(draw(name))
    root = ET.fromstring(text)  # noqa: S314 - our own
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "some-deployment-name: Airflow on AWS, us-east-1"
    description = root.findtext(f"{space}desc") or ""
    assert "scheduler to database on 5432" in description
    assert not re.search(r"https?://(?!www\.w3\.org)", text), "it fetches nothing"


def test_a_name_is_escaped() -> None:
    scene = draw("low")
    scene.add(Text(0, 0, "<script> & co"))
    assert "&lt;script&gt; &amp; co" in svg.render(scene)


def test_the_png_shows_the_same_and_says_which_svg_that_is(tmp_path: Path) -> None:
    scene = draw("low")
    file = tmp_path / "low.png"
    png.write(scene, file)
    assert png.source(file) == png.digest(svg.render(scene))
    with Image.open(file) as image:
        assert image.size == (round(scene.width * png.SCALE), round(scene.height * png.SCALE))
        colours = image.convert("RGB").getcolors(1 << 16)
    assert colours is not None and len(colours) > 20


def write(folder: Path, found: Plan) -> Path:
    file = folder / "some.json"
    file.write_text(json.dumps(found))
    return file


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_verb_writes_one_file(tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / f"picture.{kind}"
    assert cli.run(["diagram", "--plan", str(write(tmp_path, plan(*LOW))), "--output", str(target)]) == 0
    assert target.stat().st_size > 1000
    assert capsys.readouterr().out == f"{target}\n"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--output", "picture.jpg"], "must end in .svg or .png"),
        (["--output", "/nowhere/at/all.svg"], "cannot be written"),
        (["--plan", "none.json"], "cannot be read"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_1(
    tmp_path: Path, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [] if "--plan" in arguments else ["--plan", str(write(tmp_path, plan(*LOW)))]
    assert cli.run(["diagram", *given, *arguments]) == 1
    remarks = capsys.readouterr().err
    assert says in remarks and remarks.count("\n") == 1


def test_a_plan_with_nothing_to_draw_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, plan(resource("aws_s3_bucket", "state")))
    assert cli.run(["diagram", "--plan", str(file), "--output", str(tmp_path / "a.svg")]) == 1
    assert "nothing to draw" in capsys.readouterr().err
