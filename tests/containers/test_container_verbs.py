"""The verbs hand over to the engine; the HTTP tests of `status --check` tell a good answer from a bad one."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from wrapper.commands import containers as verbs
from wrapper.containers import endpoints
from wrapper.containers.api import AirflowApi, Login
from wrapper.containers.deployment import LocalDeployment
from wrapper.containers.engine import Engine
from wrapper.containers.state import Running
from wrapper.errors import TarmacError

ADMIN, FLOWER = Login("admin", "p@ss:w/ü"), Login("flower", "one,two")


class Airflow(http.server.BaseHTTPRequestHandler):
    """Answers as an api-server and as Flower; `sick` names a component that is not healthy."""

    sick = ""

    def do_GET(self) -> None:
        authorization = self.headers.get("Authorization")
        if self.path.endswith("/monitor/health"):
            names = ("metadatabase", "scheduler")
            self._answer(200, {name: {"status": "unhealthy" if name == self.sick else "healthy"} for name in names})
        elif self.path == "/flower/":
            self._answer(200 if authorization == FLOWER.basic else 401, {})
        elif self.path.startswith("/api/v2/"):
            errors = {"import_errors": [{"filename": "broken.py", "stack_trace": "Traceback"}]}
            self._answer(200 if authorization == "Bearer token" else 401, errors)
        else:
            self._answer(200, {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = body == {"username": ADMIN.username, "password": ADMIN.password}
        self._answer(201 if known else 401, {"access_token": "token"})

    def _answer(self, status: int, body: object) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """No access log in the test's output."""


@pytest.fixture
def url() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Airflow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_every_endpoint_is_asked_with_and_without_a_login(url: str) -> None:
    """P4.2"""
    found = list(endpoints.check(url, url, ADMIN, FLOWER))
    assert [one.what for one in found if one.problem] == []
    assert len(found) == 8


def test_what_is_not_healthy_is_named(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Airflow, "sick", "scheduler")
    problems = {one.what: one.problem for one in endpoints.check(url, None, ADMIN, None) if one.problem}
    assert problems == {"health of the components": "not healthy: scheduler"}


def test_a_wrong_password_and_a_server_that_is_gone_are_problems_of_their_endpoint(url: str) -> None:
    wrong = {one.what: one.problem for one in endpoints.check(url, None, Login("admin", "no"), None) if one.problem}
    assert wrong == {"REST API, login": "it answers 401 instead of 201"}
    gone = list(endpoints.check("http://127.0.0.1:1", None, ADMIN, None))
    assert all("does not answer" in one.problem for one in gone)


def test_import_errors_are_read_with_their_traceback(url: str) -> None:
    assert list(AirflowApi(url, ADMIN).import_errors()) == [("broken.py", "Traceback")]
    with pytest.raises(TarmacError, match="does not let the user admin in") as caught:
        list(AirflowApi(url, Login("admin", "guess")).import_errors())
    assert "guess" not in str(caught.value) + repr(Login("admin", "guess"))


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An engine that writes down what it was asked, and fails for `fail`; the file that it writes into."""
    asked = tmp_path / "asked"
    program = tmp_path / "engine"
    program.write_text(f'#!/bin/sh\necho "$@" >> {asked}\ncase "$*" in *fail*) exit 7;; esac\n')
    program.chmod(0o755)
    found = [
        Running(
            name=f"demo-1a2b-{component}",
            service=component,
            component=component,
            digest="",
            running=True,
            exit_code=0,
            started=None,
            memory_limit=512,
            out_of_memory=False,
            check=(),
            ports=(),
        )
        for component in ("api-server", "database", "scheduler")
    ]
    monkeypatch.setattr(LocalDeployment, "containers", lambda self: found)
    deployment = LocalDeployment("demo", Engine(str(program), is_podman=True))
    monkeypatch.setattr(verbs, "_deployment", lambda stack: deployment)
    return asked


def test_a_log_is_followed_where_that_is_asked_for(engine: Path) -> None:
    """P3.14"""
    assert verbs.logs("scheduler", follow=True, lines="5") == 0
    assert engine.read_text() == "logs --follow --tail 5 demo-1a2b-scheduler\n"
    with pytest.raises(TarmacError, match="demo has no container webserver") as caught:
        verbs.logs("webserver")
    assert "It has: api-server, database, scheduler." in str(caught.value)


def test_a_span_of_time_is_handed_on_as_both_engines_read_it(engine: Path) -> None:
    assert verbs.logs("scheduler", since="2026-03-01T12:00:00+01:00", until="2026-03-01T12:30:00Z") == 0
    since, until = "--since 2026-03-01T11:00:00+00:00", "--until 2026-03-01T12:30:00+00:00"
    assert engine.read_text() == f"logs {since} {until} demo-1a2b-scheduler\n"


def test_a_program_gets_each_line_as_an_object(engine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine.with_name("engine").write_text("#!/bin/sh\necho '2026-03-01T12:00:00.5Z one two'\n")
    assert verbs.logs("scheduler", as_json=True) == 0
    row = {"container": "scheduler", "message": "one two", "task": "demo-1a2b-scheduler"}
    assert json.loads(capsys.readouterr().out) == {**row, "time": "2026-03-01T12:00:00.5Z"}


def test_a_command_of_airflow_runs_in_the_api_servers_container(engine: Path) -> None:
    """P3.13. The engine's own exit codes would read as Terraform's."""
    assert verbs.airflow(["dags", "list"]) == 0
    assert engine.read_text() == "exec --interactive demo-1a2b-api-server tarmac-airflow shell airflow dags list\n"
    assert verbs.airflow(["fail"]) == 1


def test_d3_4_a_shell_has_the_environment_of_its_service(engine: Path) -> None:
    """The database, which runs an image of others, has a shell of its own."""
    assert verbs.exec_("scheduler") == 0
    assert verbs.exec_("scheduler", ["env"]) == 0
    assert verbs.exec_("database", ["psql", "-l"]) == 0
    assert engine.read_text().splitlines() == [
        "exec --interactive demo-1a2b-scheduler tarmac-airflow shell",
        "exec --interactive demo-1a2b-scheduler tarmac-airflow shell env",
        "exec --interactive demo-1a2b-database psql -l",
    ]
