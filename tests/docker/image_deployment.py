"""The image's entrypoint with real Airflow, PostgreSQL and Redis, as processes."""

import contextlib
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from image_servers import HOSTILE_SECRETS, IMAGE, Postgres, RedisServer, airflow_python

from tests.ports import free_port
from tests.waiting import HANGS, until

# Every character of them all in one secret.
HOSTILE = " ".join(HOSTILE_SECRETS)


class Deployment:
    """One database, one Redis, and the environment that a task definition would give each component."""

    def __init__(self, folder: Path, postgres: Postgres, redis: RedisServer | None = None) -> None:
        self.folder = folder
        self.postgres = postgres
        self.api_port = free_port()
        self.python = airflow_python()
        self.environment = {
            "PATH": f"{self.python.parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "TMPDIR": str(folder),
            "PYTHONPATH": str(IMAGE),
            "AIRFLOW_HOME": str(folder),
            "AIRFLOW_CONFIG": str(folder / "airflow.cfg"),
            "TARMAC_START_DEADLINE": f"{HANGS:.0f}",
            "AIRFLOW__API__PORT": str(self.api_port),
            "AIRFLOW__API__WORKERS": "1",
            "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{self.api_port}",
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{self.api_port}/execution/",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_SERVER_PORT": str(free_port()),
            "AIRFLOW__CELERY__WORKER_CONCURRENCY": "1",
            "AIRFLOW__CELERY__FLOWER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__WORKER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__LOGGING__TRIGGER_LOG_SERVER_PORT": str(free_port()),
            "AIRFLOW__CORE__FERNET_KEY": "b25lIG9mIHRoZSB0ZXN0cyBvZiBUYXJtYWMgb25seSE=",
            "AIRFLOW__API__SECRET_KEY": "k" * 64,
            "AIRFLOW__API_AUTH__JWT_SECRET": "j" * 64,
        }
        self.database = {
            "DATABASE_HOST": "localhost",
            "DATABASE_PORT": str(postgres.port),
            "DATABASE_NAME": "airflow",
            "DATABASE_CA_FILE": str(postgres.authority),
            "DATABASE_SECRET": login("airflow_a", HOSTILE),
        }
        self.init = {
            **self.database,
            "MASTER_SECRET": login(postgres.master, postgres.master_password),
            "ADMIN_SECRET": login("admin", HOSTILE),
        }
        self.redis = {}
        if redis:
            self.redis = {
                "REDIS_HOST": "localhost",
                "REDIS_PORT": str(redis.port),
                "REDIS_CA_FILE": str(redis.authority),
                "REDIS_SECRET": json.dumps({"password": redis.password}),
            }

    def add_dag(self, name: str, source: str) -> None:
        """A file in a folder of DAGs, and what a deployment needs besides to run one."""
        dags = self.folder / "dags"
        dags.mkdir(exist_ok=True)
        (dags / f"{name}.py").write_text(source)
        self.environment |= {
            "AIRFLOW__API_AUTH__JWT_ISSUER": "tarmac",
            "AIRFLOW__CELERY__OPERATION_TIMEOUT": "30",
            "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
            "AIRFLOW__CORE__DAGS_ARE_PAUSED_AT_CREATION": "False",
        }

    def marker(self, component: str) -> Path:
        """Where its entrypoint says what it does."""
        return self.folder / f"tarmac-airflow-{component}.json"

    def popen(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Starts the entrypoint with its output in a pipe."""
        command = [str(self.python), "-m", "tarmac_airflow", *arguments]
        return subprocess.Popen(
            command,
            env=self.environment | environment,
            cwd=self.folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *arguments: str, **environment: str) -> tuple[int, str]:
        """The exit code and all output of the entrypoint."""
        process = self.popen(*arguments, **environment)
        output = process.communicate()[0]
        return process.returncode, output

    @contextlib.contextmanager
    def running(self, component: str, **environment: str) -> Iterator[str]:
        """A component that became healthy, ended afterwards; gives its log so far."""
        log, marker = self.folder / f"{component}.log", self.marker(component)
        marker.unlink(missing_ok=True)
        command = [str(self.python), "-m", "tarmac_airflow", component]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, env=self.environment | environment, cwd=self.folder, stdout=output, stderr=output
            )

        def healthy() -> bool:
            assert process.poll() is None, log.read_text()[-3000:]
            # While it waits it counts as healthy; here it must have become the component.
            if not marker.exists() or json.loads(marker.read_text())["waiting_until"]:
                return False
            code, said = self.run("health", component, **environment)
            assert "Traceback" not in said, said
            return code == 0

        try:
            until(healthy, lambda: log.read_text()[-3000:], every=0.5)
            yield log.read_text()
        finally:
            end(process)


class Components:
    """Components of a deployment side by side, each with its output in a file `<name>.out`; all end with the block."""

    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self.running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        end(*self.running)

    def start(self, component: str, *arguments: str, name: str = "", **environment: str) -> subprocess.Popen[bytes]:
        """Starts one; `name` tells two of a kind apart."""
        made = self._deployment
        with (made.folder / f"{name or component}.out").open("wb") as output:
            process = subprocess.Popen(
                [str(made.python), "-m", "tarmac_airflow", component, *arguments],
                env=made.environment | environment,
                cwd=made.folder,
                stdout=output,
                stderr=output,
            )
        self.running.append(process)
        return process

    def said(self) -> str:
        """The end of what each of them wrote."""
        logs = sorted(self._deployment.folder.glob("*.out"))
        return "\n".join(f"{log.name}: {log.read_text()[-4000:]}" for log in logs)

    def until(self, condition: Callable[[], bool]) -> None:
        """Returns when the condition holds; fails, with what all of them said, where a component died."""

        def look() -> bool:
            if condition():
                return True
            assert all(process.poll() is None for process in self.running), self.said()
            return False

        until(look, self.said)


def end(*processes: subprocess.Popen[bytes]) -> None:
    """Ends them as ECS does: SIGTERM, half a minute, SIGKILL."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def without_information(output: str) -> str:
    """What a component said, but for the hundreds of lines in which Airflow tells that all goes well."""
    return "".join(line for line in output.splitlines(keepends=True) if "[info " not in line)


def login(username: str, password: str) -> str:
    """A secret as Terraform writes it."""
    return json.dumps({"username": username, "password": password})
