"""An internal load balancer is reached through Session Manager, with programs that play `aws` and its plugin (P4.9)."""

from __future__ import annotations

import http.client
import json
import shlex
import sys
import textwrap
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.stacks.synthesis import ACCOUNT, read
from tests.waiting import HANGS
from wrapper import cli
from wrapper.account import opening, session
from wrapper.commands import containers
from wrapper.errors import TarmacError
from wrapper.secrets.catalog import by_name
from wrapper.secrets.deployed import Deployed, Secret, Service
from wrapper.target import Target

URL = "http://internal-prod-1.eu-west-1.elb.amazonaws.com"
TASK = "arn:aws:ecs:eu-west-1:123456789012:task/prod/0f9de17a"
RUNTIME = "0f9de17a-1234"
ADMIN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/airflow/admin-x"

AWS = """\
    #!{python}
    # Plays `aws ssm start-session`: notes how it was called, and answers on the forwarded port as Airflow does.
    import http.server, json, pathlib, sys
    pathlib.Path({noted!r}).write_text(json.dumps(sys.argv[1:]))
    if {refusal!r}:
        sys.exit({refusal!r})
    port = int(json.loads(sys.argv[sys.argv.index("--parameters") + 1])["localPortNumber"][0])
    class Airflow(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        def do_GET(self):
            away = self.path.startswith("/away")
            self.send_response(302 if away or self.path == "/" else 200)
            self.send_header("Location", "https://id.example.com/" if away else {url!r} + "/auth/login/?next=%2F")
            self.send_header("Set-Cookie", "session=1; Path=/")
            body = json.dumps({{"host": self.headers["Host"], "path": self.path}}).encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(201)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for part in (b"one", body):
                self.wfile.write(b"%x\\r\\n%s\\r\\n" % (len(part), part))
            self.wfile.write(b"0\\r\\n\\r\\n")
        def log_message(self, *_): pass
    http.server.ThreadingHTTPServer(("127.0.0.1", port), Airflow).serve_forever()
"""


@dataclass
class Ecs:
    """One task of the api-server, as ECS describes it."""

    status: str = "RUNNING"
    agent: str | None = "RUNNING"
    asked: dict[str, Any] = field(default_factory=dict)

    def list_tasks(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return {"taskArns": [TASK] if self.status else []}

    def describe_tasks(self, **_: Any) -> dict[str, Any]:
        agents = [{"name": "ExecuteCommandAgent", "lastStatus": self.agent}] if self.agent else []
        one = {"lastStatus": self.status, "runtimeId": RUNTIME, "managedAgents": agents}
        return {"tasks": [{"taskArn": TASK, "containers": [{"name": "init"}, {"name": "api-server", **one}]}]}


@dataclass
class World:
    """A deployment in an account, and a folder of programs that is all of PATH."""

    target: Target
    ecs: Ecs
    programs: Path
    noted: Path

    def play_aws(self, refusal: str = "", plugin: bool = True) -> None:
        body = textwrap.dedent(AWS.format(python=sys.executable, noted=str(self.noted), refusal=refusal, url=URL))
        for name, text in {"aws": body, **({"session-manager-plugin": body} if plugin else {})}.items():
            (self.programs / name).write_text(text)
            (self.programs / name).chmod(0o755)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    settings = read(tmp_path, {"prod": {"availability": "low", "account": ACCOUNT, "region": "eu-west-1"}})
    programs = tmp_path / "bin"
    programs.mkdir()
    target = Target("prod", ACCOUNT, "eu-west-1", {"PATH": str(programs), "AWS_PROFILE": "ops"}, settings)
    ecs = Ecs()
    target.__dict__["clients"] = lambda service: ecs
    kind = by_name("admin")
    assert kind is not None
    deployed = Deployed(
        name="prod",
        store=None,  # type: ignore[arg-type]
        secrets={"admin": Secret(kind, ADMIN, None)},
        others=[],
        services=[
            Service("prod-api-server", "arn:aws:ecs:eu-west-1:1:cluster/prod", "", {}, {"api-server": frozenset()})
        ],
        outputs={"url": URL},
    )
    monkeypatch.setattr(opening, "find", lambda target: deployed)
    return World(target, ecs, programs, tmp_path / "noted.json")


def ask(port: int, path: str, method: str = "GET", body: bytes | None = None) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=HANGS)
    connection.request(method, path, body)
    return connection.getresponse()


def serving(then: Callable[[int], None]) -> opening.Serve:
    """Lets the door serve for as long as the test asks it."""

    def serve(door: ThreadingHTTPServer) -> None:
        threading.Thread(target=door.serve_forever, daemon=True).start()
        try:
            then(door.server_port)
        finally:
            door.shutdown()

    return serve


def test_the_pages_are_reached_through_a_session_that_ends_in_the_task(world: World) -> None:
    world.play_aws()
    port = session.free_port()

    def browse(number: int) -> None:
        assert number == port
        first = ask(port, "/")
        assert first.status == 302
        assert first.headers["Location"] == f"http://localhost:{port}/auth/login/?next=%2F", "it stays on this machine"
        assert first.headers["Set-Cookie"] == "session=1; Path=/"
        page = json.load(ask(port, "/dags?x=1"))
        assert page == {"host": URL.removeprefix("http://"), "path": "/dags?x=1"}
        assert ask(port, "/away").headers["Location"] == "https://id.example.com/"
        assert ask(port, "/api", "POST", b"two").read() == b"onetwo"

    opening.open_in_account(world.target, port, flower=False, only_show=False, serve=serving(browse))
    called = json.loads(world.noted.read_text())
    assert called[:4] == ["ssm", "start-session", "--target", f"ecs:prod_0f9de17a_{RUNTIME}"]
    assert called[4:6] == ["--document-name", "AWS-StartPortForwardingSession"]
    parameters = json.loads(called[7])
    assert parameters["portNumber"] == ["8080"]
    assert called[8:] == ["--region", "eu-west-1"]
    assert world.ecs.asked["serviceName"] == "prod-api-server"
    with pytest.raises(OSError):  # the session ended with the door
        urllib.request.urlopen(f"http://127.0.0.1:{parameters['localPortNumber'][0]}/dags", timeout=2)


def test_the_command_can_be_had_alone(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    """For whoever runs it elsewhere: nothing is started, and no program is needed."""
    opening.open_in_account(world.target, 9000, flower=False, only_show=True)
    printed = capsys.readouterr()
    line = shlex.split(printed.out.replace("\n", " "))
    assert line[:3] == ["aws", "ssm", "start-session"] and '"localPortNumber": ["9000"]' in " ".join(line)
    assert ADMIN in printed.err.replace("\n", ""), "where the password is, and not the password"
    assert not world.noted.exists()


def test_a_load_balancer_in_the_open_needs_no_session(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = f"arn:aws:acm:eu-west-1:{ACCOUNT}:certificate/11111111-2222-3333-4444-555555555555"
    edge = {"certificate_arn": certificate, "domain_name": "airflow.example.com"}
    prod = {"availability": "low", "account": ACCOUNT, "region": "eu-west-1", "load_balancer": edge}
    in_the_open = Target("prod", ACCOUNT, "eu-west-1", {"PATH": ""}, read(tmp_path, {"prod": prod}))
    opening.open_in_account(in_the_open, 8080, flower=False, only_show=False)
    assert URL in capsys.readouterr().out


@pytest.mark.parametrize(
    ("ecs", "said"),
    [
        (Ecs(status=""), "No task of prod-api-server runs"),
        (Ecs(status="PENDING"), "No task of prod-api-server runs"),
        (Ecs(agent=None), "Set `ecs_exec: true` for prod and apply"),
        (Ecs(agent="STOPPED"), "Set `ecs_exec: true` for prod and apply"),
    ],
)
def test_what_is_missing_in_the_deployment_is_said(world: World, ecs: Ecs, said: str) -> None:
    world.target.__dict__["clients"] = lambda service: ecs
    with pytest.raises(TarmacError, match=said):
        opening.open_in_account(world.target, 8080, flower=False, only_show=True)


def test_a_program_that_is_missing_is_named_with_its_page(world: World) -> None:
    def refused() -> str:
        with pytest.raises(TarmacError) as error:
            opening.open_in_account(world.target, 8080, flower=False, only_show=False)
        return str(error.value)

    assert "aws is not on PATH" in refused()
    world.play_aws(plugin=False)
    assert "session-manager-plugin is not on PATH" in refused() and "https://docs.aws.amazon.com/" in refused()


def test_a_refusal_of_session_manager_is_shown(world: World) -> None:
    world.play_aws(refusal="An error occurred (AccessDeniedException): not authorized to perform: ssm:StartSession")
    with pytest.raises(TarmacError, match="AccessDeniedException") as error:
        opening.open_in_account(world.target, 8080, flower=False, only_show=False)
    assert "ssm:StartSession on the task" in str(error.value)


def test_a_port_that_is_taken_is_said(world: World) -> None:
    world.play_aws()
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *_: None) as taken, pytest.raises(TarmacError, match="--port"):
        opening.open_in_account(world.target, taken.server_port, flower=False, only_show=False)


def test_the_verb_opens_a_deployment_in_an_account(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[int, bool]] = []
    monkeypatch.setattr(containers, "load", lambda: world.target.settings)
    monkeypatch.setattr(containers, "find", lambda name: world.target)
    monkeypatch.setattr(containers, "synthesize", lambda: [])
    monkeypatch.setattr(
        containers, "open_in_account", lambda target, port, flower, only_show: opened.append((port, only_show))
    )
    assert cli.run(["open", "--stack", "prod", "--port", "9001", "--print"]) == 0
    assert opened == [(9001, True)]
