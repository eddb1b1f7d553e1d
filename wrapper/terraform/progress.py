"""Shows a run of Terraform while it happens, from the events of its machine-readable user interface.

https://developer.hashicorp.com/terraform/internals/machine-readable-ui
"""

import re
import sys
import time
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

# What the events call an action, and what a person reads while it runs and when it is done.
WORDS = {
    "create": ("creating", "created"),
    "update": ("changing", "changed"),
    "delete": ("deleting", "deleted"),
    "read": ("reading", "read"),
    "import": ("importing", "imported"),
}
COUNTED = ("create", "update", "delete")

STARTS = ("apply_start", "refresh_start", "ephemeral_op_start")
ENDS = ("apply_complete", "refresh_complete", "ephemeral_op_complete")
FAILURES = ("apply_errored", "ephemeral_op_errored")

# How the AWS provider and a provisioner say that an interrupt, and nothing else, has ended their work.
CANCELLED = re.compile(r"context canceled|signal: (?:killed|interrupt)")


class Progress:
    """Give it to Terraform's methods as `on_event`, inside a `with`; one run each.

    On a terminal: a line for each resource in flight with the time that it has taken, how many are done of how many,
    and the time since the start. Elsewhere: one plain line as each resource is done. `title` is what happens
    ("Applying low-availability"); `total` is the number of steps (see `plan.operations`), counted from the plan's own
    events where it is not given.
    """

    def __init__(self, title: str, total: int | None = None, console: Console | None = None) -> None:
        self.title = title
        self.console = console or Console(file=sys.stderr)
        self.done = 0
        self.failed: list[str] = []
        self.cancelled: list[str] = []  # those whose work an interrupt has ended
        self._planned = 0
        self._total = total
        self._started = time.monotonic()
        self._in_flight: dict[str, tuple[str, float]] = {}  # address -> what happens, since when
        self._spinner = Spinner("dots")
        self._live: Live | None = None

    def __enter__(self) -> "Progress":
        self._started = time.monotonic()
        if self.console.is_terminal:
            self._live = Live(
                get_renderable=self._view,
                console=self.console,
                refresh_per_second=8,
                transient=True,
                redirect_stdout=False,
            )
            self._live.start()
        else:
            self._print(f"{self.title} ...")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._live:
            self._live.stop()
            self._live = None
        outcome = "stopped" if kind else "done"
        steps = f", {self._count()} steps" if self.done else ""
        self._print(f"{self.title}: {outcome} after {duration(self.elapsed)}{steps}")

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def __call__(self, event: dict[str, Any]) -> None:
        """Take one event."""
        kind = event.get("type")
        if kind == "planned_change":
            action = event["change"]["action"]
            self._planned += 2 if action == "replace" else 1 if action in COUNTED else 0
        elif kind == "diagnostic":
            found = event["diagnostic"]
            if found.get("address") and CANCELLED.search(f"{found['summary']} {found.get('detail')}"):
                self.cancelled.append(found["address"])
        elif kind == "interrupt":
            self._print(event["@message"])
        elif kind in (*STARTS, *ENDS, *FAILURES):
            self._follow(kind, event["hook"])

    def _follow(self, kind: str, hook: dict[str, Any]) -> None:
        address = hook["resource"]["addr"]
        # An ephemeral resource opens, renews and closes; a refresh names no action. Both are a way of reading.
        action = hook.get("action", "read")
        doing, did = WORDS.get(action, WORDS["read"])
        if kind in STARTS:
            self._in_flight[address] = (doing, time.monotonic())
            return
        _, since = self._in_flight.pop(address, (doing, time.monotonic()))
        took = hook.get("elapsed_seconds", time.monotonic() - since)
        if kind in FAILURES:
            self.failed.append(address)
            self._print(f"{address}: failed after {duration(took)}")
        elif action in COUNTED and kind == "apply_complete":
            self.done += 1
            self._print(f"{address}: {did} after {duration(took)}  [{self._count()}]")

    def _count(self) -> str:
        total = self._total or self._planned
        return f"{self.done} of {total}" if total else str(self.done)

    def _print(self, line: str) -> None:
        """One line that stays: above the live view, or plain."""
        if not self._live:
            line = line.replace("\x1b", "")
        self.console.print(Text(line), soft_wrap=True)

    def _view(self) -> RenderableType:
        now = time.monotonic()
        head = Table.grid(padding=(0, 1))
        head.add_row(self._spinner, Text(f"{self.title}  {self._count()}  {duration(self.elapsed)}", style="bold"))
        lines = Table.grid(padding=(0, 2))
        room = max(1, self.console.height - 4)
        flights = sorted(self._in_flight.items(), key=lambda flight: flight[1][1])
        for address, (doing, since) in flights[:room]:
            lines.add_row(Text(f"  {address}", overflow="ellipsis", no_wrap=True), doing, duration(now - since))
        if len(flights) > room:
            lines.add_row(f"  and {len(flights) - room} more", "", "")
        return Group(head, lines)


def duration(seconds: float) -> str:
    """Seconds as a person says them: 7s, 2m 5s, 1h 3m."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60}s"
    return f"{whole // 3600}h {whole % 3600 // 60}m"
