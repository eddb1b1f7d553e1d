"""Airflow in containers of this machine, from the task definitions that ECS holds."""
