"""What a person needs in a container: Airflow's environment in a shell, psql and a client for Redis that log in.

ECS gives a container the parts of its connections. The entrypoint makes URLs of them for the component alone, so that a
shell beside it would know neither the database nor the broker.
"""

import contextlib
import os
import pwd
import shlex
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from tarmac_airflow.connections import BROKER_DATABASE, CONNECT_TIMEOUT_SECONDS, Database, Redis
from tarmac_airflow.environment import SettingError
from tarmac_airflow.settings import airflow_environment

SHELL = "bash"
FIRST_PROCESS = "/proc/1"


def shell_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The container's environment with Airflow's, and with libpq's where a database is given.

    What the container was given stays: a person there can read it anyway, and `tarmac-airflow` needs it again.

    Raises:
        SettingError: a part is missing or malformed.
    """
    result = {**environment, **airflow_environment(environment)}
    if "DATABASE_HOST" in environment:
        database = Database.from_environment(environment)
        result |= {
            "PGHOST": database.host,
            "PGPORT": str(database.port),
            "PGDATABASE": database.name,
            "PGUSER": database.username,
            "PGPASSWORD": database.password,
            "PGSSLMODE": database.tls,
            "PGSSLROOTCERT": database.ca_file,
            "PGAPPNAME": "tarmac-shell",
        }
    return result


def leave_root(environment: dict[str, str], first_process: str = FIRST_PROCESS) -> None:
    """Becomes the user of the container's first process: ECS Exec opens everything as root, and what root writes, the
    component could not change again.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
    """
    if os.geteuid() != 0:
        return
    owner = os.stat(first_process)
    if owner.st_uid == 0:
        return
    os.setgroups([owner.st_gid])
    os.setgid(owner.st_gid)
    os.setuid(owner.st_uid)
    with contextlib.suppress(KeyError):  # a user without a name keeps the home that there is
        user = pwd.getpwuid(owner.st_uid)
        environment |= {"HOME": user.pw_dir, "USER": user.pw_name}


def redis(arguments: list[str]) -> int:
    """Sends a command to the broker and prints the answer, as redis-cli does; without one, line after line.

    `-n NUMBER` first chooses a database: 0 has the queues, 1 the results.

    Raises:
        SettingError: a part is missing or malformed, or Redis does not let us in.
    """
    from redis import Redis as Client
    from redis.exceptions import RedisError, ResponseError

    from tarmac_airflow.credential_provider import login_arguments

    number = BROKER_DATABASE
    if arguments[:1] == ["-n"]:
        if len(arguments) < 2 or not arguments[1].isdigit():
            raise SettingError("-n takes the number of a database: 0 for the queues, 1 for the results.")
        number, arguments = int(arguments[1]), arguments[2:]
    place = Redis.from_environment(os.environ)
    client = Client(
        host=place.host,
        port=place.port,
        db=number,
        ssl=place.tls,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        decode_responses=True,
        encoding_errors="backslashreplace",
        **place.tls_options(),
        **login_arguments(place, os.environ),
    )
    client.response_callbacks.clear()  # answers as Redis gives them
    failed = False
    for command in [arguments] if arguments else _lines(f"{place.host}:{place.port}[{number}]> "):
        try:
            print("\n".join(_shown(client.execute_command(*command))))
            failed = False
        except ResponseError as error:
            print(f"(error) {error}")
            failed = True
        except (RedisError, OSError) as error:
            raise SettingError(f"Redis at {place.host}:{place.port} does not answer ({error}).") from None
    return 1 if failed else 0


def _lines(prompt: str) -> Iterator[list[str]]:
    """The commands that are typed, until the end of the input."""
    while True:
        try:
            line = input(prompt if sys.stdin.isatty() else "")
        except EOFError:
            return
        try:
            words = shlex.split(line)
        except ValueError as error:
            print(f"(error) {error}")
            continue
        if words[:1] in (["exit"], ["quit"]):
            return
        if words:
            yield words


def _shown(answer: Any, indent: str = "") -> Iterator[str]:
    if isinstance(answer, list):
        if not answer:
            yield f"{indent}(empty)"
        for position, one in enumerate(answer, start=1):
            first, *rest = _shown(one)
            mark = f"{position}) "
            yield f"{indent}{mark}{first}"
            yield from (f"{indent}{' ' * len(mark)}{line}" for line in rest)
    else:
        yield f"{indent}{'(nil)' if answer is None else answer}"
