"""A call that an SDK repeats is carried out once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from tests.waiting import HANGS
from wrapper.embedded_aws.retries import Retries


class Counter:
    """An application that counts what it carries out, and answers as it is told."""

    def __init__(self, *statuses: str) -> None:
        self.statuses = list(statuses)
        self.count = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        status = self.statuses[min(self.count, len(self.statuses) - 1)]
        self.count += 1
        start_response(status, [("X-Count", str(self.count))])
        return [f"answer {self.count}".encode()]


def call(application: Retries, invocation: str | None, method: str = "POST") -> tuple[str, bytes]:
    environ = {"REQUEST_METHOD": method}
    if invocation is not None:
        environ["HTTP_AMZ_SDK_INVOCATION_ID"] = invocation
    statuses: list[str] = []
    body = b"".join(application(environ, lambda status, headers, *rest: statuses.append(status)))
    return statuses[0], body


def test_a_repeated_call_gets_its_first_answer() -> None:
    counter = Counter("200 OK")
    application = Retries(counter)
    assert call(application, "one") == ("200 OK", b"answer 1")
    assert call(application, "one") == ("200 OK", b"answer 1")
    assert call(application, "two") == ("200 OK", b"answer 2")
    assert counter.count == 2


def test_a_call_that_failed_is_carried_out_again() -> None:
    counter = Counter("503 Slow Down", "200 OK")
    application = Retries(counter)
    assert call(application, "one") == ("503 Slow Down", b"answer 1")
    assert call(application, "one") == ("200 OK", b"answer 2")


def test_reads_and_requests_without_an_invocation_are_passed_on() -> None:
    counter = Counter("200 OK")
    application = Retries(counter)
    for _ in range(2):
        call(application, "one", "GET")
        call(application, None)
    assert counter.count == 4


def test_a_repeated_call_waits_for_the_first_one() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun.set()
        may_end.wait(HANGS)
        start_response("200 OK", [])
        return [threading.current_thread().name.encode()]

    application = Retries(slow)
    answers: list[tuple[str, bytes]] = []
    first = threading.Thread(target=lambda: answers.append(call(application, "one")), name="first")
    first.start()
    assert begun.wait(HANGS)
    second = threading.Thread(target=lambda: answers.append(call(application, "one")), name="second")
    second.start()
    may_end.set()
    first.join(HANGS)
    second.join(HANGS)
    assert answers == [("200 OK", b"first")] * 2
