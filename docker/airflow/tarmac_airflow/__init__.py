"""What runs in the container before Airflow does: connections from secrets, waits, the init step, health checks."""
