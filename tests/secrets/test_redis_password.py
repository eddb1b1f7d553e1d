"""The password of a running Redis is replaced without an outage: the scripts, with a real Redis and a real shell."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from modules.redis.container import ACCESS
from tests.debian import debian_program
from tests.ports import free_port, wait_for_port
from tests.waiting import HANGS
from wrapper.secrets import redis

HOSTILE = 'new" >x nopass \\ $HOME `id` %s'


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A Redis as the module starts it, with the administrator who may change passwords."""
    server = debian_program("redis-server", "redis-server")
    number = free_port()
    settings = (
        f'port {number}\nbind 127.0.0.1\nsave ""\nappendonly no\ndir {tmp_path}\n'
        f'user default on ">old" {ACCESS}\nuser administrator on ">master" -@all +ping +acl|setuser\n'
    )
    process = subprocess.Popen([server, "-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin
    process.stdin.write(settings.encode())
    process.stdin.close()
    try:
        wait_for_port(number, process)
        yield number
    finally:
        process.terminate()
        process.wait()


def ask(port: int, password: str, *command: str) -> str:
    arguments = ["redis-cli", "-p", str(port), "--no-auth-warning", *command]
    environment = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": password}
    return subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False).stdout.strip()


def tell(port: int, script: str, password: str, administrator: str = "master") -> subprocess.CompletedProcess[str]:
    """Runs a script as the container does: `sh -c`, with the secrets in its environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PASSWORD": password,
        "REDIS_ADMINISTRATOR_PASSWORD": administrator,
    }
    local = script.replace(f"-p {redis.PORT}", f"-p {port}")
    return subprocess.run(["sh", "-c", local], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("new", ["plain", HOSTILE])
def test_redis_takes_two_passwords_and_then_the_new_one_alone(port: int, new: str) -> None:
    for _ in range(2):  # a step may run twice
        assert tell(port, redis.ADD_PASSWORD, new).returncode == 0
        assert ask(port, "old", "PING") == ask(port, new, "PING") == "PONG"
    for _ in range(2):
        assert tell(port, redis.ONLY_PASSWORD, new).returncode == 0
        assert ask(port, new, "PING") == "PONG"
        assert ask(port, "old", "PING") != "PONG"


def test_who_is_in_stays_in(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(b"AUTH old\r\nPING\r\n")
        client.settimeout(HANGS)
        said = b""
        while said.count(b"\r\n") < 2:
            said += client.recv(100)
        tell(port, redis.ADD_PASSWORD, "new")
        tell(port, redis.ONLY_PASSWORD, "new")
        client.sendall(b"PING\r\n")
        assert client.recv(100) == b"+PONG\r\n"


def test_a_wrong_administrator_is_refused_and_said(port: int) -> None:
    done = tell(port, redis.ADD_PASSWORD, "new", administrator="wrong")
    assert done.returncode == 1
    assert "Redis answers" in done.stdout
    assert "new" not in done.stdout.replace("Redis answers", "")
    assert ask(port, "old", "PING") == "PONG"


def test_clients_may_not_change_passwords(port: int) -> None:
    assert "NOPERM" in ask(port, "old", "ACL", "SETUSER", "default", ">mine")


def test_the_administrator_may_nothing_else(port: int) -> None:
    environment = {"PATH": os.environ["PATH"], "REDISCLI_AUTH": "master"}
    for command in (["GET", "x"], ["CONFIG", "GET", "*"], ["ACL", "LIST"]):
        arguments = ["redis-cli", "-p", str(port), "--user", "administrator", "--no-auth-warning", *command]
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=False)
        assert "NOPERM" in done.stdout
