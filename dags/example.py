"""A first DAG: three tasks, one after another, with a value handed on. Put your own beside it."""

from __future__ import annotations

from datetime import datetime

from airflow.sdk import dag, task


@dag(schedule=None, start_date=datetime(2026, 1, 1), tags=["example"])
def example() -> None:
    @task
    def extract() -> list[int]:
        return [1, 2, 3]

    @task
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    @task
    def load(value: int) -> None:
        print(f"The total is {value}.")

    load(total(extract()))


example()
