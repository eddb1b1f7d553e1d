"""A component waits for what it needs, with a deadline, and says once what it waits for."""

import http.server
import threading
import time
from collections.abc import Iterator
from typing import ClassVar

import pytest
from tarmac_airflow.environment import SettingError
from tarmac_airflow.waiting import DeadlineError, execution_api_check, http_complaint, wait_until


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers with the first status of a list, which every request shortens; the last one stays."""

    statuses: ClassVar[list[int]] = []
    paths: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0])
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """No access log in the test's output."""


@pytest.fixture
def server() -> Iterator[str]:
    Answers.statuses, Answers.paths = [200], []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{httpd.server_port}"
        httpd.shutdown()


def test_a_wait_ends_when_the_check_has_no_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    complaints = ["no database.", "no database.", "old schema.", ""]
    wait_until(lambda: complaints.pop(0), time.time() + 60, pause=0)
    assert complaints == []
    assert capsys.readouterr().err == "tarmac: waiting: no database.\ntarmac: waiting: old schema.\n"


def test_a_wait_ends_at_its_deadline_with_the_reason() -> None:
    with pytest.raises(DeadlineError, match=r"Gave up waiting: no database\."):
        wait_until(lambda: "no database.", time.time(), pause=0)


def test_a_worker_waits_for_the_execution_api(server: str) -> None:
    Answers.statuses = [503, 404, 200]
    check = execution_api_check({"AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{server}/execution/"})
    wait_until(check, time.time() + 60, pause=0)
    assert Answers.paths == ["/execution/health"] * 3


def test_a_worker_without_the_execution_apis_url_says_so() -> None:
    with pytest.raises(SettingError, match="EXECUTION_API_SERVER_URL is not set"):
        execution_api_check({})
    with pytest.raises(SettingError, match="must begin with http"):
        execution_api_check({"AIRFLOW__CORE__EXECUTION_API_SERVER_URL": "api-server:8080/execution/"})


def test_a_server_that_is_away_is_a_complaint(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert http_complaint(f"{server}/health") == ""
    assert "does not answer" in http_complaint("http://127.0.0.1:1/health")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert http_complaint(f"{server}/health") == "", "a proxy of the container is for the outside"
