"""Settings of the tasks that DAGs run on demand, each in a container of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, field_validator

from kit import fargate
from stacks.settings import environment as variables
from stacks.settings.base import Problem, Section, refuse
from stacks.settings.values import Flag, PolicyArn, Shape

TaskName = Annotated[str, Shape(r"[a-z][a-z0-9-]{0,31}", "1 to 32 small letters, digits and hyphens, a letter first")]


class OnDemandTask(Section):
    """A task of ECS that DAGs run by EcsRunTaskOperator."""

    image: Annotated[str, Shape(r"[^\s:@]+(:\d+/[^\s:@]+)?[:@]\S+", "an image with its tag or digest")] = Field(
        description="Its image, of the same architecture as that of all components."
    )
    cpu: Annotated[int, Field(strict=True)] = Field(default=256, description="CPU in units of 1/1024 vCPU.")
    memory: Annotated[int, Field(strict=True)] = Field(default=512, description="Memory in MiB.")
    command: tuple[str, ...] = Field(
        default=(), description="Its command. By default the image's; a DAG may give another each time."
    )
    environment: dict[str, str] = Field(default_factory=dict, description="Its environment variables.")
    policy_arns: tuple[PolicyArn, ...] = Field(
        default=(), max_length=10, description="Managed IAM policies of its role. Without one it may do nothing."
    )
    mount_shared_files: Flag = Field(
        default=False, description="Whether it sees the workers' shared files, under /mnt/efs."
    )
    ephemeral_storage: Annotated[int, Field(strict=True, ge=21, le=200)] | None = Field(
        default=None, description="Disk in GiB. By default the 20 that Fargate gives every task."
    )

    @field_validator("environment")
    @classmethod
    def _holds_no_secret(cls, value: dict[str, str]) -> dict[str, str]:
        refuse([*variables.check(value)])
        return value

    def rules(self) -> Iterator[Problem]:
        yield from size_rules(self.cpu, self.memory)


def size_rules(cpu: int, memory: int) -> Iterator[Problem]:
    """What Fargate does not sell."""
    if cpu not in fargate.SIZES:
        offered = ", ".join(str(one) for one in fargate.SIZES)
        yield Problem(("cpu",), f"is no size that Fargate offers; give one of {offered}")
    elif memory not in fargate.SIZES[cpu]:
        yield Problem(("memory",), f"is not offered by Fargate with cpu {cpu}; give {fargate.describe_memory(cpu)}")
