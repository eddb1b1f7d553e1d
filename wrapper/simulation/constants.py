"""What the model takes for granted: the same for every policy, each number with its source."""

from __future__ import annotations

from typing import Final

SEEDS: Final = (11, 23, 37, 41, 59)
"""Each run of the published comparison; chosen before the first run and never since."""

SLOTS: Final = 4
"""Tasks that one worker runs at once: the default of `components.worker.concurrency` (modules/ecs_airflow), and
fairflow's."""

MAXIMUM_WORKERS: Final = 25
"""The most that MWAA sells without asking: https://docs.aws.amazon.com/mwaa/latest/userguide/mwaa-quotas.html"""

BOOT_SECONDS: Final = (60.0, 90.0)
"""From the wish for a worker until it takes its first task; each worker draws from this range, evenly.

Fargate caches no image, so each start fetches the whole of it
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-pull-behavior.html); some 10 s go to the network
interface and most of the rest to the image (measured by image size: https://qiita.com/kjm/items/a86c5a425c57439ecfa0).
A worker of 0.5 vCPU then takes 8 s until it answers (measured, Airflow 3.3.2). The sum is an estimate: the option
`--boot` tries another. Turbine's machines take 3 to 5 minutes in its own templates and are given the same range here.
"""

STOP_SECONDS: Final = 2.0
"""From SIGTERM to the end of a worker that has nothing to do (measured, Airflow 3.3.2)."""

LOST_TASK_SECONDS: Final = 305.0
"""From the kill of a worker until its tasks are queued again: Airflow's heartbeat timeout of 300 s and a look of the
scheduler (measured, Airflow 3.3.2). The task then starts from its beginning.
https://airflow.apache.org/docs/apache-airflow/stable/configurations-ref.html#task-instance-heartbeat-timeout
"""

VCPU, GIB = 0.5, 1.0
"""Size of a worker: the default of `components.worker` (modules/ecs_airflow)."""

USD_PER_VCPU_HOUR, USD_PER_GIB_HOUR = 0.04048, 0.004445
"""Fargate, Linux on x86, us-east-1, on demand: https://aws.amazon.com/fargate/pricing/"""

BILLED_AT_LEAST_SECONDS: Final = 60.0
"""Fargate bills each task by the second, from the fetch of its image, a minute at least (the same page)."""

USD_PER_WORKER_HOUR: Final = VCPU * USD_PER_VCPU_HOUR + GIB * USD_PER_GIB_HOUR
