"""The agent as a process of its own, which outlives `./tarmac up` and ends with `./tarmac down`.

python -m wrapper.containers.run_task.process --help says what it is told.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import Final
from urllib.parse import urlsplit

from wrapper import paths
from wrapper.aws_clients import AwsClients
from wrapper.background import BackgroundProcess
from wrapper.containers import engine as engines
from wrapper.containers import network
from wrapper.containers.compose.services import Surroundings
from wrapper.containers.deployment import LocalDeployment
from wrapper.containers.run_task.agent import Agent
from wrapper.containers.run_task.containers import Place, TaskContainers
from wrapper.target import find

STOP_SECONDS: Final = 30.0
"""Seconds for it to stop its containers, before it is killed."""


def start(deployment: LocalDeployment, cluster: str, wanted_image: str, local_image: str) -> None:
    """Starts it where it does not run so already.

    Args:
        wanted_image: the image of the deployment, in place of which `local_image` runs here.
    """
    options = [deployment.name, f"--cluster={cluster}", f"--image={wanted_image}", f"--local-image={local_image}"]
    background = _background(deployment.folder)
    running = background.told()
    if running is not None and running["options"] == options:
        return
    background.end()
    background.start(
        [sys.executable, "-m", "wrapper.containers.run_task.process", *options],
        paths.ROOT,
        deployment.engine.environment,
        {"options": options},
    )


def stop(folder: Path) -> None:
    """Ends it, and with it the containers that it runs; `folder` is the deployment's."""
    _background(folder).end()


def _background(folder: Path) -> BackgroundProcess:
    return BackgroundProcess(folder / "agent.json", folder / "agent.log", STOP_SECONDS)


def main(arguments: list[str] | None = None) -> None:
    """Works until it is told to end."""
    parser = argparse.ArgumentParser(description="Run the tasks that the embedded AWS is asked to run.")
    parser.add_argument("deployment")
    parser.add_argument("--cluster", required=True, help="name of the ECS cluster")
    parser.add_argument("--image", required=True, help="the deployment's image in the task definitions")
    parser.add_argument("--local-image", required=True, help="the image that runs in its place")
    options = parser.parse_args(arguments)
    engine = engines.find()
    target = find(options.deployment)
    deployment = LocalDeployment(options.deployment, engine)
    record = deployment.record()
    port = urlsplit(target.environment["AWS_ENDPOINT_URL"]).port
    if record is None or port is None:
        sys.exit(f"The containers of {options.deployment} were not started here.")
    around = Surroundings(
        aws_port=port,
        dags=paths.ROOT / "dags",
        ports=record.ports,
        stand_ins=(),
        authority=deployment.folder / "tls" / "ca.pem",
        local_image=lambda wanted: options.local_image if wanted == options.image else wanted,
    )
    place = Place(deployment.project, network.aws_address(engine, record.subnet), deployment.folder)
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    clients: AwsClients = target.clients
    agent = Agent(options.cluster, clients, TaskContainers(engine, clients, around, place))
    agent.work(ended, lambda line: print(line, flush=True))


if __name__ == "__main__":
    main()
