"""`./tarmac open` for a deployment in an account: where its pages are, and a way to those that are not in the open."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from http.server import ThreadingHTTPServer

from modules.ecs_airflow.components import API_SERVER, FLOWER, Component
from wrapper.account import local_door, session
from wrapper.console import say, show
from wrapper.errors import TarmacError
from wrapper.secrets.deployed import Deployed, find
from wrapper.target import Target

Serve = Callable[[ThreadingHTTPServer], None]


def open_in_account(target: Target, port: int, *, flower: bool, only_show: bool, serve: Serve | None = None) -> None:
    """Says where the pages are; where people do not reach them, forwards a port until Ctrl-C.

    `serve` lets the door serve; by default until it is interrupted. Raises TarmacError where that is impossible.
    """
    deployed, settings = find(target), target.deployment
    if settings is None:
        raise TarmacError(f"{target.stack} keeps Terraform's state; it has no pages.")
    url = str(deployed.outputs["url"])
    component = FLOWER if flower else API_SERVER
    _show_logins(deployed, target.region, flower=flower)
    if not settings.load_balancer.internal:
        show(f"{_title(component)}  {url}{'/flower/' if flower else ''}")
        return
    service = deployed.service_of(component.name)
    task = session.task_of(target, service.cluster, service.name, component.name)
    inner = port if only_show else session.free_port()
    line = session.command(task, component.ports[0], inner, target.region)
    if only_show:
        show(shlex.join(line))
        return
    say(f"{url} is reached from its network alone. Through Session Manager: {shlex.join(line)}")
    with session.forwarded(line, inner, target.environment):
        try:
            door = local_door.open_door(port, inner, url)
        except OSError as error:
            raise TarmacError(
                f"Port {port} of this machine cannot be used: {error}.", "Give another: --port"
            ) from error
        with door:
            show(f"{_title(component)}  http://localhost:{port}{'/flower/' if flower else ''}")
            say("Ctrl-C closes it.")
            (serve or _until_interrupted)(door)


def _until_interrupted(door: ThreadingHTTPServer) -> None:
    try:
        door.serve_forever()
    except KeyboardInterrupt:
        say("Closed.")


def _title(component: Component) -> str:
    return "Flower" if component is FLOWER else "Airflow"


def _show_logins(deployed: Deployed, region: str, *, flower: bool) -> None:
    name = "flower" if flower else "admin"
    say(
        f"Name and password are in the secret {name}: aws secretsmanager get-secret-value --query SecretString "
        f"--output text --region {region} --secret-id {deployed.secrets[name].arn}"
    )
