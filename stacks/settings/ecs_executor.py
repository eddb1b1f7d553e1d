"""Settings of Airflow's ECS executor: a container for each of Airflow's tasks that asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from stacks.settings.base import Problem, Section
from stacks.settings.on_demand import size_rules
from stacks.settings.values import Flag, PolicyArn


class EcsExecutor(Section):
    """Airflow's AwsEcsExecutor beside Celery's workers (docs/ecs-executor.md)."""

    cpu: Annotated[int, Field(strict=True)] = Field(
        default=512, description="CPU of a task in units of 1/1024 vCPU; a DAG may ask for another."
    )
    memory: Annotated[int, Field(strict=True)] = Field(
        default=1024, description="Memory of a task in MiB; a DAG may ask for another."
    )
    default: Flag = Field(
        default=False,
        description="Whether tasks that name no executor run so. With components.worker.min_count 0 none stands then.",
    )
    spot: Flag = Field(
        default=False, description="Whether they run on Fargate Spot: cheaper, and AWS may take them back."
    )
    policy_arns: tuple[PolicyArn, ...] = Field(
        default=(), max_length=5, description="Managed IAM policies of its tasks alone, besides those of all DAGs."
    )

    def rules(self) -> Iterator[Problem]:
        yield from size_rules(self.cpu, self.memory)
