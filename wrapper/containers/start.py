"""What `./tarmac up` and `./tarmac down` do with containers."""

from __future__ import annotations

from collections.abc import Mapping

from stacks.names import image_reference
from wrapper import paths
from wrapper.console import say
from wrapper.containers import engine as engines
from wrapper.containers import images
from wrapper.containers.deployment import LocalDeployment
from wrapper.containers.run_task import process as agent_process
from wrapper.containers.run_task.containers import remove_all
from wrapper.deployments.runs import outputs
from wrapper.target import Target


def start_containers(target: Target, ports: Mapping[str, int | None]) -> bool:
    """Starts the tasks of an applied deployment and waits until they are healthy; whether they run.

    Without an engine or an image it says so.

    Args:
        ports: the local port of each public container; None for that of the last start, or the default.

    Raises TarmacError where the start fails; what was applied stands.
    """
    try:
        engine = engines.find()
    except engines.NoEngineError as error:
        say(f"{error.message} So no container was started; what was applied stands.")
        return False
    deployment = target.deployment
    endpoint = target.environment["AWS_ENDPOINT_URL"]
    assert deployment is not None  # noqa: S101 - the caller applied it
    ours = image_reference(deployment)
    try:
        image = images.ensure(engine, deployment)
    except images.ImageError as error:
        say(f"{error}\nSo no container was started; what was applied stands. './tarmac up' tries it again.")
        return False
    local, cluster = LocalDeployment(target.stack, engine), outputs(target)["cluster_name"]
    local.up(
        cluster,
        target.clients,
        endpoint,
        lambda wanted: image if wanted == ours else wanted,
        ports,
    )
    if deployment.on_demand_tasks or deployment.ecs_executor:
        agent_process.start(local, cluster, ours, image)
    else:
        agent_process.stop(local.folder)
    return True


def remove_containers(name: str) -> None:
    """Removes the containers of a deployment with their volumes, where any were started."""
    if not (paths.WORK / "containers" / name).exists():
        return
    try:
        engine = engines.find()
    except engines.NoEngineError as error:
        say(f"{error.message} So the containers of {name} could not be removed; its secrets in .tarmac stay too.")
        return
    local = LocalDeployment(name, engine)
    agent_process.stop(local.folder)
    remove_all(engine, local.project)
    if local.down():
        say(f"The containers of {name} are removed, with their volumes.")
