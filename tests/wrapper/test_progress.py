"""What a person sees of a run, on a terminal and in a log."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from wrapper.terraform.progress import Progress, duration
from wrapper.terraform.runner import Terraform


def event(kind: str, address: str, action: str = "create", **rest: Any) -> dict[str, Any]:
    """An event as `terraform apply -json` writes it."""
    return {"type": kind, "hook": {"resource": {"addr": address}, "action": action, **rest}}


def log() -> tuple[Console, io.StringIO]:
    file = io.StringIO()
    return Console(file=file, width=60), file


def test_in_a_log_each_resource_has_one_plain_line_when_it_is_done() -> None:
    console, file = log()
    with Progress("Applying low-availability", 2, console) as progress:
        progress(event("apply_start", "module.vpc.aws_vpc.this"))
        progress(event("apply_progress", "module.vpc.aws_vpc.this", elapsed_seconds=10))
        progress(event("apply_start", "module.aurora.aws_rds_cluster.a_very_long_name_that_is_not_cut_or_wrapped"))
        progress(event("apply_complete", "module.vpc.aws_vpc.this", elapsed_seconds=12))
        progress(
            event(
                "apply_complete",
                "module.aurora.aws_rds_cluster.a_very_long_name_that_is_not_cut_or_wrapped",
                elapsed_seconds=125,
            )
        )
    lines = file.getvalue().splitlines()
    assert lines[:3] == [
        "Applying low-availability ...",
        "module.vpc.aws_vpc.this: created after 12s  [1 of 2]",
        "module.aurora.aws_rds_cluster.a_very_long_name_that_is_not_cut_or_wrapped: created after 2m 5s  [2 of 2]",
    ]
    assert lines[3].startswith("Applying low-availability: done after ")
    assert "\x1b" not in file.getvalue()


def test_the_total_comes_from_the_plan_where_it_is_not_given() -> None:
    console, file = log()
    with Progress("Applying x", console=console) as progress:
        for action in ("create", "replace", "read", "noop"):
            progress({"type": "planned_change", "change": {"resource": {"addr": "a"}, "action": action}})
        progress(event("apply_complete", "a", "delete", elapsed_seconds=0))
    assert "a: deleted after 0s  [1 of 3]" in file.getvalue()


def test_a_failure_and_an_interrupt_are_said() -> None:
    console, file = log()
    with pytest.raises(RuntimeError), Progress("Applying x", 2, console) as progress:
        progress(event("apply_errored", "aws_vpc.this", elapsed_seconds=3))
        progress({"type": "interrupt", "@message": "Interrupted: wait."})
        raise RuntimeError
    assert "aws_vpc.this: failed after 3s\nInterrupted: wait.\nApplying x: stopped after" in file.getvalue()
    assert progress.failed == ["aws_vpc.this"]


@pytest.mark.parametrize(
    ("summary", "cancelled"),
    [
        ("creating S3 Bucket (logs): context canceled", True),
        ("waiting for RDS Cluster (airflow) create: context canceled", True),
        ("reading S3 Bucket (logs) location: operation error S3: HeadBucket, canceled, context canceled", True),
        ("creating IAM Role (airflow-worker): EntityAlreadyExists: Role already exists", False),
        ("waiting for RDS Cluster (airflow) create: unexpected state 'incompatible-network'", False),
    ],
)
def test_what_an_interrupt_has_ended_is_told_from_what_failed(summary: str, cancelled: bool) -> None:
    """The words are those of the AWS provider."""
    with Progress("Applying", 1, log()[0]) as progress:
        progress({"type": "diagnostic", "diagnostic": {"address": "aws_vpc.this", "summary": summary, "detail": ""}})
    assert progress.cancelled == (["aws_vpc.this"] if cancelled else [])


def test_on_a_terminal_there_is_a_line_for_each_resource_in_flight() -> None:
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=80, height=10)
    with Progress("Applying x", 20, console) as progress:
        for index in range(9):
            progress(event("apply_start", f"aws_subnet.this[{index}]"))
        with console.capture() as capture:
            console.print(progress._view())
    view = capture.get()
    assert "Applying x  0 of 20" in view
    assert "aws_subnet.this[5]" in view
    assert "aws_subnet.this[6]" not in view
    assert "and 3 more" in view


def test_reads_are_shown_while_they_last_and_not_counted() -> None:
    console, file = log()
    with Progress("Planning x", console=console) as progress:
        progress({"type": "refresh_start", "hook": {"resource": {"addr": "aws_vpc.this"}}})
        assert "aws_vpc.this" in progress._in_flight
        progress({"type": "refresh_complete", "hook": {"resource": {"addr": "aws_vpc.this"}}})
    assert progress.done == 0
    assert "aws_vpc.this" not in file.getvalue()


def test_a_run_of_terraform_itself_is_followed(stack: Callable[[str], Path]) -> None:
    folder = stack('resource "terraform_data" "this" {\n  count = 2\n  triggers_replace = 1\n}')
    runner = Terraform(folder, os.environ)
    console, file = log()
    with Progress("Planning sample", console=console) as progress:
        runner.init(on_event=progress)
        runner.plan(folder / "plan", on_event=progress)
    with Progress("Applying sample", console=console) as progress:
        runner.apply(folder / "plan", progress)
    assert re.search(r"terraform_data\.this\[0\]: created after \d+s", file.getvalue())
    assert "[2 of 2]" in file.getvalue()


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "0s"), (59.4, "59s"), (59.7, "1m 0s"), (3599, "59m 59s"), (3780, "1h 3m")]
)
def test_durations_read_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text
