"""The name under which a component writes itself into Airflow's database, and under which its live logs are fetched."""

import socket


def host_address() -> str:
    """The container's IP address: reachable from the API server, and the same for whoever asks inside the container."""
    return socket.gethostbyname(socket.gethostname())
