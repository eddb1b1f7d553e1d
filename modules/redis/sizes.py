"""The sizes of Fargate that make sense for Redis: it works in one thread, so more than one vCPU brings nothing."""

from __future__ import annotations

from typing import Final

from kit import fargate
from kit import functions as fn
from kit.checks import Check
from kit.expressions import Expression, flat

CPU: Final = (256, 512, 1024)

_MEMORY: Final = {str(cpu): list(fargate.SIZES[cpu]) for cpu in CPU}

memory_fits_cpu: Final = Check(
    # A CPU that is not in the table is refused by its own rule, with its own words.
    lambda memory: fn.try_(fn.contains(Expression(flat(_MEMORY))[Expression("var.cpu")], memory), True),
    lambda memory: any(memory in sizes for sizes in _MEMORY.values()),
    "go with the CPU: " + "; ".join(f"{cpu}: {fargate.describe_memory(cpu)}" for cpu in CPU),
)
