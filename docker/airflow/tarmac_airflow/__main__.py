"""tarmac-airflow COMPONENT | health COMPONENT | shell | redis | any command of Airflow's own.

Prepares the environment, waits for what the component needs, and then becomes the component: signals reach it directly.
"""

import os
import sys
import time
from typing import NoReturn

from tarmac_airflow import metrics
from tarmac_airflow.components import COMPONENTS
from tarmac_airflow.environment import START_DEADLINE_SECONDS, SettingError, whole_number
from tarmac_airflow.settings import airflow_environment, command_line
from tarmac_airflow.waiting import DeadlineError, check_for, mark, say, wait_until

USAGE = f"""\
usage: tarmac-airflow {"|".join(COMPONENTS)} [ARGUMENT ...]
       tarmac-airflow health COMPONENT
       tarmac-airflow shell [COMMAND [ARGUMENT ...]]
       tarmac-airflow redis [-n DATABASE] [COMMAND [ARGUMENT ...]]
       tarmac-airflow [airflow] AIRFLOW-COMMAND [ARGUMENT ...]"""


def _become(command: list[str], environment: dict[str, str]) -> NoReturn:
    try:
        os.execvpe(command[0], command, environment)  # noqa: S606 - becoming another program is the point
    except FileNotFoundError:
        raise SettingError(f"The program {command[0]!r} is not in this image.") from None


def _start(component: str, extra: list[str]) -> NoReturn:
    seconds = whole_number(os.environ, "TARMAC_START_DEADLINE", START_DEADLINE_SECONDS)
    deadline = time.time() + seconds
    # First of all, so that a malformed secret fails at once and not at the end of a wait.
    environment = airflow_environment(os.environ, component)
    if component == "init":
        from tarmac_airflow.initialize import InitializationError, initialize

        try:
            initialize(dict(os.environ), deadline)
        except InitializationError as error:
            raise SettingError(str(error)) from None
        say("done")
        sys.exit(0)
    if component == "task" and not extra:
        raise SettingError("task runs the command that the ECS executor gives it, and there is none.")
    if component == "clean-database":
        from tarmac_airflow.cleaning import arguments

        extra = [*arguments(os.environ), *extra]
    mark(component, deadline)
    wait_until(check_for(COMPONENTS[component].waits_for, os.environ), deadline)
    mark(component, None)
    if component == "backlog":
        from tarmac_airflow.backlog import publish_for_ever

        sys.exit(publish_for_ever())
    _become(command_line(component, extra), environment | metrics.start(component, environment))


def main(arguments: list[str]) -> int:
    """Runs the command line; returns an exit code where it does not become another program."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print(USAGE)
        return 0 if arguments else 1
    first, *rest = arguments
    try:
        if first == "health":
            from tarmac_airflow.health import report

            if len(rest) != 1:
                raise SettingError(f"health takes one component.\n{USAGE}")
            return report(rest[0])
        if first == "shell":
            from tarmac_airflow.shell import SHELL, leave_root, shell_environment

            environment = shell_environment(os.environ)
            leave_root(environment)
            _become(rest or [SHELL], environment)
        if first == "redis":
            from tarmac_airflow.shell import redis

            return redis(rest)
        if first in COMPONENTS:
            _start(first, rest)
        command = rest if first == "airflow" else arguments
        _become(["airflow", *command], airflow_environment(os.environ))
    except (SettingError, DeadlineError) as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
