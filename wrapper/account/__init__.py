"""A deployment in an account, as it runs: its services and tasks, their logs, its pages, a terminal in a task."""
