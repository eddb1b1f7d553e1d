"""The rules for the sizes and numbers of tasks."""

from __future__ import annotations

from typing import Final

from kit import functions as fn
from kit.checks import Check
from kit.expressions import Expression, for_list
from kit.fargate import SIZES, describe_memory
from kit.scope import Scope


def declare_sizes(module: Scope) -> None:
    """Declares the table of Fargate, with ranges where it has them; a variable's rule may refer to it."""
    module.local(
        "fargate_memory",
        {
            str(cpu): list(sizes) if len(sizes) == 3 else fn.range(sizes[0], sizes[-1] + 1, sizes[1] - sizes[0])
            for cpu, sizes in SIZES.items()
        },
        note="CPU in units of 1/1024 vCPU, to the memory in MiB that Fargate offers beside it: "
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size",
    )


def _rule(variable: str, wrong_where: str, allowed: str) -> Check:
    """A rule for every entry of a variable, whose message names those that break it."""
    wrong = for_list(
        Expression(f"var.{variable}"),
        lambda name, size: name,
        name="name, size",
        where=lambda name, size: Expression(wrong_where),
    )
    return Check(
        lambda value: fn.length(wrong) == 0,
        lambda value: True,  # known to Terraform alone: Python looks into no object
        f"{allowed}; this is not so for {fn.join(', ', wrong)}",
    )


_SIZE: Final = "!contains(lookup(local.fargate_memory, tostring(size.cpu), []), size.memory)"
_OFFERED: Final = (
    "ask for a memory in MiB that Fargate offers beside the CPU ("
    + "; ".join(f"{cpu}: {describe_memory(cpu)}" for cpu in SIZES)
    + ")"
)
_COUNTS: Final = "size.min_count < 0 || size.max_count < max(1, size.min_count)"
_IN_ORDER: Final = "have a min_count of 0 or more, and a max_count of 1 or more that is not below it"
_SCHEDULES: Final = (
    "length([for schedule in values(size.schedules) : schedule if schedule.min_count < 0 || "
    "schedule.min_count > size.max_count || "
    '!alltrue([for when in [schedule.start, schedule.end] : length(regexall("^(cron|at)[(].+[)]$", when)) == 1])'
    "]) > 0"
)
_SCHEDULED: Final = (
    "have schedules with a min_count from 0 to max_count, and with start and end as in cron(0 6 ? * MON-FRI *) or "
    "at(2026-12-24T18:00:00)"
)

offered_by_fargate: Final = _rule("components", _SIZE, _OFFERED)
counts_in_order: Final = _rule("components", _COUNTS, _IN_ORDER)
queue_sizes: Final = _rule("queues", _SIZE, _OFFERED)
queue_counts: Final = _rule("queues", _COUNTS, _IN_ORDER)
queue_schedules: Final = _rule("queues", _SCHEDULES, _SCHEDULED)
queue_names: Final = _rule(
    "queues",
    'length(regexall("^[A-Za-z][A-Za-z0-9_-]{0,31}$", name)) == 0 || name == "default"',
    "be named by 1 to 32 letters, digits, hyphens and underscores, a letter first, and not 'default', which "
    "components.worker serves",
)
queue_numbers: Final = _rule(
    "queues",
    "size.concurrency < 1 || size.concurrency > 256 || size.spot_percent < 0 || size.spot_percent > 100",
    "have a concurrency from 1 to 256 and a spot_percent from 0 to 100",
)
task_names: Final = _rule(
    "on_demand_tasks",
    'length(regexall("^[a-z][a-z0-9-]{0,31}$", name)) == 0',
    "be named by 1 to 32 small letters, digits and hyphens, a letter first",
)
task_sizes: Final = _rule("on_demand_tasks", _SIZE, _OFFERED)
task_storage: Final = _rule(
    "on_demand_tasks",
    "size.ephemeral_storage == null ? false : size.ephemeral_storage < 21 || size.ephemeral_storage > 200",
    "have an ephemeral_storage of 21 to 200 GiB, or none for Fargate's 20",
)
executor_size: Final = Check(
    lambda value: Expression(
        "contains(lookup(local.fargate_memory, tostring(var.ecs_executor.cpu), []), var.ecs_executor.memory)"
    ),
    lambda value: True,  # likewise
    _OFFERED,
)
worker_schedules: Final = Check(
    lambda value: Expression(f"!({_SCHEDULES.replace('size.', 'var.components.worker.')})"),
    lambda value: True,  # likewise
    f"{_SCHEDULED}; this is not so for worker",
)
