"""RunTask on this machine: an agent speaks to the embedded AWS as that of ECS does, and starts containers."""
