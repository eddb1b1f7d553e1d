"""Verbs of the containers in which a deployment runs on this machine."""

from __future__ import annotations

import datetime
import json
import subprocess
from typing import Annotated

import typer

from stacks.settings import load
from wrapper.account import execute, terminal
from wrapper.account import logs as account_logs
from wrapper.account.opening import open_in_account
from wrapper.commands.options import Stack
from wrapper.console import say, show
from wrapper.containers import engine as engines
from wrapper.containers import logs as local_logs
from wrapper.containers import report
from wrapper.containers.compose.stand_ins import BROKER, DATABASE
from wrapper.containers.deployment import ADMIN_SECRET, FLOWER_SECRET, LocalDeployment
from wrapper.containers.state import Running
from wrapper.errors import TarmacError
from wrapper.moments import moment
from wrapper.synthesis import synthesize
from wrapper.target import Target, find, first_embedded, require_deployment, require_embedded


def logs(
    component: Annotated[str, typer.Argument(metavar="COMPONENT", help="As in ./tarmac status: scheduler, worker-2.")],
    stack: Stack = None,
    follow: Annotated[bool, typer.Option("-f", "--follow", help="Go on as it writes more.")] = False,
    lines: Annotated[
        int | None, typer.Option("-n", "--lines", metavar="NUMBER", min=0, help="How many of the last lines; all.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="TIME", help="How long ago (90s, 15m, 2h, 3d), or a time: 2026-03-01T12:30."),
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="TIME", help="The same, for the end.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object for each line.")] = False,
) -> int:
    """Show what a component has written.

    In an account the lines come from CloudWatch Logs, those of all its tasks in the order of their time: of the last
    hour, where nothing else is said. Here they are those of one container.
    """
    if follow and until is not None:
        raise TarmacError("What goes on has no end: --follow and --until exclude each other.", "Leave one out.")
    begin, end = moment(since) if since else None, moment(until) if until else None
    target = _in_account(stack)
    if target is not None:
        return _logs_in_account(target, component, follow, lines, begin, end, as_json)
    deployment = _deployment(stack)
    one = _container(deployment, component)
    options = ["--follow"] if follow else []
    if lines is not None:  # "all" is a word of Docker's alone
        options += ["--tail", str(lines)]
    for name, value in (("--since", begin), ("--until", end)):
        if value is not None:
            options += [name, value.isoformat(timespec="seconds")]
    if as_json:
        return local_logs.print_as_json(deployment.engine, one, options)
    return _hand_over(deployment, "logs", *options, one.name)


def exec_(
    component: Annotated[str, typer.Argument(metavar="COMPONENT", help="As in ./tarmac status: scheduler, worker-2.")],
    command: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="Behind --: what to run. Without it, a shell.")
    ] = None,
    stack: Stack = None,
    task: Annotated[
        str, typer.Option("--task", metavar="ID", help="In an account: the task's ID, or how it begins; else any.")
    ] = "",
) -> int:
    """Open a shell in a component, or run a command there.

    It has the component's own environment. In an account it goes through ECS Exec, which the setting ecs_exec opens:
    without a port or a key. Here it goes through Docker or Podman.
    """
    target = _in_account(stack)
    if target is not None:
        code = execute.run(target, component, command or [], task)
        return 1 if code and command else 0
    deployment = _deployment(stack)
    one = _container(deployment, component)
    if one.component in (DATABASE, BROKER):
        return _hand_over(deployment, "exec", *_terminal(), one.name, *(command or ["sh"]))
    return _hand_over(deployment, "exec", *_terminal(), one.name, *execute.SHELL, *(command or []))


def airflow(
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="COMMAND", help="As Airflow has it: dags list, tasks test ...")
    ] = None,
    stack: Stack = None,
    component: Annotated[
        str, typer.Option("--component", metavar="COMPONENT", help="Where to run it: dag-processor for dags test.")
    ] = "api-server",
) -> int:
    """Run a command of Airflow's own.

    It runs in the API server, which has most room beside its own work, with its connections and secrets; in an account
    through ECS Exec. Options of ours come first.
    """
    command = ["airflow", *(arguments or ["--help"])]
    target = _in_account(stack)
    if target is not None:
        return 1 if execute.run(target, component, command) else 0
    deployment = _deployment(stack)
    one = _container(deployment, component)
    return _hand_over(deployment, "exec", *_terminal(), one.name, *execute.SHELL, *command)


def open_(
    stack: Stack = None,
    port: Annotated[int, typer.Option("--port", metavar="NUMBER", help="In an account: port here.")] = 8080,
    flower: Annotated[bool, typer.Option("--flower", help="In an account: Flower, not Airflow.")] = False,
    only_show: Annotated[
        bool, typer.Option("--print", help="In an account: only print the session's command.")
    ] = False,
) -> None:
    """Say where Airflow and its passwords are.

    In an account, where the load balancer is internal, forward a port through Session Manager.
    """
    target = _in_account(stack)
    if target is not None:
        open_in_account(target, port, flower=flower, only_show=only_show)
        return
    deployment = _deployment(stack)
    record, url = deployment.record(), deployment.url("api-server")
    if record is None or url is None or not any(one.running for one in deployment.containers()):
        raise TarmacError(
            f"No container of {deployment.name} runs here.", f"Start it: {report.up_command(deployment.name)}"
        )
    show(f"Airflow  {url}")
    show(f"         name and password: the secret {record.logins[ADMIN_SECRET]}")
    if (flower_url := deployment.url("flower")) and FLOWER_SECRET in record.logins:
        show(f"Flower   {flower_url}/flower/")
        show(f"         name and password: the secret {record.logins[FLOWER_SECRET]}")
    say(
        'Read one with: eval "$(./tarmac env)"; aws secretsmanager get-secret-value --query SecretString '
        f"--output text --region {_target(deployment.name).region} --secret-id ARN"
    )


def _in_account(stack: str | None) -> Target | None:
    """The target where the deployment lives in an account; None where it runs here. Without a name the only one."""
    settings = load()
    name = stack or (next(iter(settings.deployments)) if len(settings.deployments) == 1 else None)
    if name is None or require_deployment(settings, name).is_embedded:
        return None
    target = find(name)
    target.announce()
    synthesize()  # the stack says where its state is
    return target


def _logs_in_account(
    target: Target,
    component: str,
    follow: bool,
    lines: int | None,
    since: datetime.datetime | None,
    until: datetime.datetime | None,
    as_json: bool,
) -> int:
    log = account_logs.log_of(target, component)
    begin = since or datetime.datetime.now(datetime.UTC) - account_logs.DEFAULT_SPAN
    found = account_logs.read(target, log, begin, until, lines)
    written = False
    try:
        for line in account_logs.follow(target, log, found, begin) if follow else found:
            print(json.dumps(line.for_a_program()) if as_json else line, flush=follow)
            written = True
    except KeyboardInterrupt:
        return 0  # the way to end it
    if not written:
        say(f"{component} has written nothing since {begin:%Y-%m-%d %H:%M} UTC. Look further back with: --since 1d")
    return 0


def _terminal() -> list[str]:
    return ["--interactive", *(["--tty"] if terminal.is_there() else [])]


def _deployment(stack: str | None) -> LocalDeployment:
    """Raises TarmacError where the deployment lives in an account, or no engine is there."""
    settings = load()
    name = stack or first_embedded(settings)
    require_embedded(settings, name)
    return LocalDeployment(name, engines.find())


def _target(name: str) -> Target:
    return find(name)


def _container(deployment: LocalDeployment, component: str) -> Running:
    found = deployment.containers()
    if not found:
        raise TarmacError(
            f"No container of {deployment.name} runs here.", f"Start it: {report.up_command(deployment.name)}"
        )
    for one in found:
        if component in (one.service, one.name):
            return one
    raise TarmacError(
        f"{deployment.name} has no container {component}.", f"It has: {', '.join(one.service for one in found)}."
    )


def _hand_over(deployment: LocalDeployment, *arguments: str) -> int:
    """Runs the engine in our terminal; 1 where it failed, since its own codes would read as Terraform's."""
    engine = deployment.engine
    done = subprocess.run([engine.program, *arguments], env=dict(engine.environment), check=False)
    return 1 if done.returncode else 0
