"""What the container tests trigger: tasks in parallel, a retry, an XCom, a sensor, a deferred task, a connection."""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.providers.standard.sensors.time_delta import TimeDeltaSensor
from airflow.sdk import BaseHook, PokeReturnValue, dag, task


@dag(schedule=None, start_date=datetime(2026, 1, 1), default_args={"retry_delay": timedelta(seconds=1)})
def ten_tasks() -> None:
    @task
    def numbers() -> list[int]:
        print("one line for the log: it began")
        return [1, 2, 3, 4]

    @task
    def square(given: list[int], index: int) -> int:
        return given[index] ** 2

    @task
    def total(values: list[int]) -> int:
        assert sum(values) == 30, values
        return sum(values)

    @task(retries=2)
    def flaky(**context: object) -> None:
        if context["ti"].try_number == 1:  # type: ignore[attr-defined]
            raise RuntimeError("fails at first")

    @task.sensor(poke_interval=1, timeout=60, mode="poke")
    def look(**context: object) -> PokeReturnValue:
        return PokeReturnValue(is_done=True)

    @task
    def connect() -> None:
        connection = BaseHook.get_connection("partner")
        assert connection.password is not None
        print(f"the password of {connection.login} is {connection.password}")  # Airflow masks it

    @task
    def end() -> None:
        print("it ended")

    deferred = TimeDeltaSensor(task_id="deferred", delta=timedelta(seconds=1), deferrable=True)
    given = numbers()
    squares = [square.override(task_id=f"square_{index}")(given, index) for index in range(4)]
    total(squares) >> [flaky(), look(), deferred, connect()] >> end()  # type: ignore[arg-type]


@dag(schedule=None, start_date=datetime(2026, 1, 1))
def empty() -> None:
    @task
    def nothing() -> None:
        pass

    nothing()


ten_tasks()
empty()
