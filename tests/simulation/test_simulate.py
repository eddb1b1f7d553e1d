"""The verb `simulate`, and the traces that people bring."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from wrapper import cli
from wrapper.errors import TarmacError
from wrapper.simulation import report
from wrapper.simulation.results import Comparison, Summary, percentile, targets
from wrapper.simulation.run import chance_of
from wrapper.simulation.trace_file import read
from wrapper.simulation.traces import DAY, HOUR, TRACES

CSV = "dag_id,queued_at,seconds\na,2026-01-05 03:10:00+00:00,60\nb,2026-01-05 02:30:00+00:00,90.5\n"


@dataclass(frozen=True)
class Result:
    output: str
    remarks: str
    code: int


@pytest.fixture
def simulate(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Result]:
    """Runs the verb in a folder with a trace, my-tasks.csv."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "my-tasks.csv").write_text(CSV)

    def run(*arguments: str) -> Result:
        code = cli.run(["simulate", *arguments])
        said = capsys.readouterr()
        return Result(said.out, said.err, code)

    return run


def test_it_prints_waits_hours_cost_and_kills_as_json(simulate: Callable[..., Result]) -> None:
    result = simulate("--trace", "nightly-burst", "--json")
    assert result.code == 0
    found = json.loads(result.output)
    assert found["seeds"] == [11, 23, 37, 41, 59]
    policies = found["traces"]["nightly-burst"]
    assert set(policies) == {"Tarmac", "Turbine", "CPU 70 %", "MWAA", "KEDA"}
    assert set(policies["Tarmac"]) == {
        *("wait_p50", "wait_p95", "wait_max", "worker_hours", "usd", "killed", "lost_hours", "unfinished")
    }
    assert 0 < policies["Tarmac"]["wait_p50"] <= policies["Tarmac"]["wait_p95"] <= policies["Tarmac"]["wait_max"]


def test_a_trace_of_ones_own_is_simulated_and_drawn(simulate: Callable[..., Result], tmp_path: Path) -> None:
    result = simulate("--csv", "my-tasks.csv", "--output", "pictures")
    assert result.code == 0, result.remarks
    assert "my-tasks" in result.output and "Tarmac" in result.output and "docs/simulation.md" in result.output
    assert "nightly-burst" not in result.output
    for name in ("comparison", "timeline"):
        assert (tmp_path / "pictures" / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert "<svg" in (tmp_path / "pictures" / f"{name}.svg").read_text()
        assert f"{name}.svg" in result.output


def test_a_slower_boot_makes_waits_longer(simulate: Callable[..., Result]) -> None:
    waits = [
        json.loads(simulate("--csv", "my-tasks.csv", "--json", "--boot", boot).output)["traces"]["my-tasks"]["Tarmac"]
        for boot in ("0-0", "600-600")
    ]
    assert waits[1]["wait_max"] - waits[0]["wait_max"] == pytest.approx(600, abs=30)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--trace", "noon"], "There is no trace 'noon'."),
        (["--boot", "90"], "--boot 90 is no range of seconds"),
        (["--boot", "90-60"], "--boot 90-60 is no range of seconds"),
        (["--boot", "nan-nan"], "--boot nan-nan is no range of seconds"),
        (["--csv", "nowhere.csv"], "nowhere.csv cannot be read: No such file or directory."),
        (["--csv", "."], ". cannot be read: Is a directory."),
        (["--csv", "my-tasks.csv", "--output", "my-tasks.csv"], "my-tasks.csv is no folder."),
    ],
)
def test_wrong_arguments_are_refused_in_a_sentence(
    simulate: Callable[..., Result], arguments: list[str], says: str
) -> None:
    result = simulate(*arguments)
    assert (result.code, result.output) == (1, "")
    assert says in result.remarks
    assert "Traceback" not in result.remarks


def test_broken_rows_are_refused_with_their_numbers(simulate: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("queued_at,seconds\n1,5\n2,-1\n3,\n")
    result = simulate("--csv", "bad.csv")
    assert result.code == 1
    assert "row 3: seconds is -1" in result.remarks
    assert "row 4: seconds is empty" in result.remarks


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("queued_at,seconds\n", "no row below its header"),
        ("", "no column queued_at and no column seconds"),
        ("queued,seconds\n1,2\n", "no column queued_at."),
        ("queued_at,seconds\nsoon,2\n", "row 2: queued_at is 'soon', neither a timestamp nor a number of seconds"),
        ("queued_at,seconds\n,2\n", "row 2: queued_at is empty"),
        ("queued_at,seconds\n1\n", "row 2: seconds is empty"),
        ("queued_at,seconds\n1,2,3\n", "row 2: it has more fields than the header"),
        ("queued_at,seconds\n1,long\n", "row 2: seconds is 'long', not a number"),
        ("queued_at,seconds\n1,nan\n", "row 2: seconds is 'nan', not a number"),
        ("queued_at,seconds\n1,inf\n", "row 2: seconds is 'inf', not a number"),
        ("queued_at,seconds\ninf,1\n", "row 2: queued_at is 'inf', neither a timestamp nor a number of seconds"),
        ("queued_at,seconds\n1,0\n", "row 2: seconds is 0, not above 0"),
        ("queued_at,seconds\n1,9999999\n", "row 2: seconds is 9999999, not above 0 and at most 31 days"),
        (
            "queued_at,seconds\n1,2\n2026-01-01,2\n",
            "row 3: queued_at is a timestamp without a zone, but a number in the rows above",
        ),
        ("queued_at,seconds\n0,1\n2678401,1\n", "spans 31 days."),
        ('queued_at,seconds\n"1,2\n', "is not CSV"),
    ],
)
def test_what_is_no_trace_is_refused_with_the_row_and_the_reason(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "trace.csv"
    file.write_text(text)
    with pytest.raises(TarmacError) as error:
        read(file)
    assert says in str(error.value)


def test_of_many_broken_rows_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    file = tmp_path / "trace.csv"
    file.write_text("queued_at,seconds\n" + "1,-1\n" * 25)
    with pytest.raises(TarmacError, match=r"row 11: .*\nand 15 more"):
        read(file)


def test_what_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "trace.csv"
    file.write_bytes(b"queued_at,seconds\n\xff\xfe,1\n")
    with pytest.raises(TarmacError, match="is not text in UTF-8"):
        read(file)


def test_times_count_from_the_full_hour_of_the_first_and_rows_come_in_any_order(tmp_path: Path) -> None:
    file = tmp_path / "trace.csv"
    file.write_text(CSV)
    trace = read(file)
    assert [(task.queued_at, task.seconds) for task in trace.tasks] == [(1800, 90.5), (4200, 60)]
    assert trace.watched == 4200 + HOUR
    file.write_text("queued_at,seconds\n7300.5,1\n7200,2\n")
    assert [task.queued_at for task in read(file).tasks] == [0, 100.5]


def test_spreadsheets_write_a_mark_before_the_header(tmp_path: Path) -> None:
    file = tmp_path / "trace.csv"
    file.write_text("\ufeffqueued_at,seconds\r\n5,1\r\n")
    assert len(read(file).tasks) == 1


@pytest.mark.parametrize("name", TRACES)
def test_a_trace_is_a_day_of_tasks_in_its_own_shape(name: str) -> None:
    trace = TRACES[name](chance_of("trace", 11))
    assert trace.watched == DAY
    assert all(task.seconds >= 5 and task.queued_at < DAY for task in trace.tasks)
    assert all(task.after is None or task.after < place for place, task in enumerate(trace.tasks))
    first = [task.queued_at for task in trace.tasks if task.after is None]
    if name == "nightly-burst":
        assert sum(2 * HOUR <= at < 2 * HOUR + 60 for at in first) >= 100
    if name == "hourly-spikes":
        assert {at // HOUR for at in first} == set(range(24)) and max(at % HOUR for at in first) < 10
    if name == "long-backfill":
        assert len(first) == 64
    if name == "steady-long":
        assert 300 < len(first) < 700


def test_percentiles_are_those_of_the_nearest_rank() -> None:
    assert [percentile(range(1, 101), percent) for percent in (50, 95, 100)] == [50, 95, 100]
    assert percentile([7.0], 95) == 7
    assert percentile([], 95) == 0


def test_a_missed_target_says_by_how_much() -> None:
    found = {
        name: Summary(0, p95, p95, hours, 1, 0, 0, 0)
        for name, p95, hours in (
            ("Tarmac", 100, 11),
            ("Turbine", 300, 9),
            ("CPU 70 %", 150, 9),
            ("MWAA", 100, 11),
            ("KEDA", 80, 10),
        )
    }
    missed = {one.what: one.allowed for one in targets(Comparison("noon", found, {})) if not one.met}
    assert missed == {
        "p95 wait, half the best of Turbine and CPU or a minute": 75,
        "p95 wait, KEDA's": 80,
        "worker-hours, KEDA's": 10,
    }
    text = report.targets_markdown(targets(Comparison("noon", found, {})))
    assert "| noon | worker-hours, KEDA's | 11.0 h | 10.0 h | **missed** by 1.0 h, 10.0% |" in text
