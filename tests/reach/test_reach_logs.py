"""What the components of a deployment in an account have written, from CloudWatch Logs on moto (P3.14, 7.2)."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest
from reached_account import World

from wrapper.account import logs
from wrapper.errors import TarmacError
from wrapper.moments import moment


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def written(world: World) -> World:
    world.write("worker/worker/aaaaaaaa11", "first", minutes(50))
    world.write("worker/worker/bbbbbbbb22", "second", minutes(40))
    world.write("worker/worker/aaaaaaaa11", "third", minutes(10))
    world.write("worker/worker/aaaaaaaa11", "of yesterday", minutes(24 * 60))
    world.write("worker-gpu/worker-gpu/cccccccc33", "of other workers", minutes(5))
    return world


def said(output: str) -> list[str]:
    return [line.split(" ", 1)[1] for line in output.splitlines()]


def test_the_lines_of_all_tasks_come_in_the_order_of_their_time(written: World) -> None:
    """Of the last hour, where nothing else is asked for."""
    done = written.tarmac("logs", "worker", "--stack", "prod")
    assert said(done.output) == ["aaaaaaaa first", "bbbbbbbb second", "aaaaaaaa third"]
    assert done.code == 0


def test_a_span_of_time_can_be_asked_for(written: World) -> None:
    assert said(written.tarmac("logs", "worker", "--since", "2d").output)[0] == "aaaaaaaa of yesterday"
    middle = written.tarmac("logs", "worker", "--since", "45m", "--until", "20m")
    assert said(middle.output) == ["bbbbbbbb second"]
    assert said(written.tarmac("logs", "worker", "-n", "1").output) == ["aaaaaaaa third"]


def test_a_program_gets_an_object_for_each_line(written: World) -> None:
    rows = [json.loads(line) for line in written.tarmac("logs", "worker", "--json").output.splitlines()]
    assert [row["message"] for row in rows] == ["first", "second", "third"]
    assert rows[1]["task"] == "bbbbbbbb22" and rows[1]["container"] == "worker"
    assert datetime.fromisoformat(rows[0]["time"]).utcoffset() == timedelta()


def test_what_runs_beside_a_component_has_lines_of_its_own(world: World) -> None:
    world.write("scheduler/scheduler/a", "of the scheduler", minutes(2))
    world.write("backlog/backlog/a", "of the backlog", minutes(1))
    assert said(world.tarmac("logs", "scheduler").output) == ["a of the scheduler"]
    assert said(world.tarmac("logs", "backlog").output) == ["a of the backlog"]


def test_following_shows_each_line_once_and_late_ones_too(written: World) -> None:
    log = logs.log_of(written.target, "worker")
    since = datetime.now(UTC) - timedelta(hours=1)

    def wait(_: float) -> None:
        rounds.append(1)
        if len(rounds) == 2:
            written.write("worker/worker/bbbbbbbb22", "late", minutes(0.05))
        written.write("worker/worker/aaaaaaaa11", f"round {len(rounds)}", minutes(-len(rounds) / 60))

    rounds: list[int] = []
    found = logs.follow(written.target, log, logs.read(written.target, log, since), since, wait)
    messages = [line.message for line in itertools.islice(found, 7)]
    assert messages == ["first", "second", "third", "round 1", "late", "round 2", "round 3"]


def test_silence_is_said(world: World) -> None:
    world.write("worker/worker/a", "old", minutes(90))
    done = world.tarmac("logs", "worker")
    assert (done.code, done.output) == (0, "") and "worker has written nothing since" in done.remarks


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["worker", "--since", "yesterday"], "'yesterday' is no point in time. Write how long ago (90s, 15m, 2h, 3d)"),
        (["worker", "-f", "--until", "1h"], "--follow and --until exclude each other"),
        (["webserver"], "prod has no component webserver. It has: api-server"),
        (["worker"], "prod has no log group /prod/airflow/worker"),
    ],
)
def test_bad_input_is_one_sentence(world: World, arguments: list[str], sentence: str) -> None:
    done = world.tarmac("logs", *arguments)
    assert done.code == 1 and sentence in done.remarks


def test_points_in_time_are_read_as_they_are_typed() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert moment("90s", now) == now - timedelta(seconds=90)
    assert moment("1h30m", now) == now - timedelta(minutes=90)
    assert moment("2w", now) == now - timedelta(days=14)
    assert moment("2026-02-28T10:00:00+02:00") == datetime(2026, 2, 28, 8, tzinfo=UTC)
    for wrong in ("", "5", "h", "1y", "-1h", "99999999999999d"):
        with pytest.raises(TarmacError, match="is no point in time"):
            moment(wrong)
