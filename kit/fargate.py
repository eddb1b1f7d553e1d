"""The sizes in which Fargate offers tasks: which memory goes with which CPU.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
(Linux tasks, platform version 1.4.0 or newer).
"""

from __future__ import annotations

from typing import Final

SIZES: Final[dict[int, tuple[int, ...]]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16384 + 1, 1024)),
    4096: tuple(range(8192, 30720 + 1, 1024)),
    8192: tuple(range(16384, 61440 + 1, 4096)),
    16384: tuple(range(32768, 122880 + 1, 8192)),
}
"""CPU in units of 1/1024 vCPU, to the memory in MiB that may stand beside it."""


def describe_memory(cpu: int) -> str:
    """Say which memory goes with `cpu`, for example `2048 to 8192 in steps of 1024`.

    Raises KeyError where Fargate does not offer that CPU.
    """
    sizes = SIZES[cpu]
    if len(sizes) == 3:
        return f"{sizes[0]}, {sizes[1]} or {sizes[2]}"
    return f"{sizes[0]} to {sizes[-1]} in steps of {sizes[1] - sizes[0]}"
