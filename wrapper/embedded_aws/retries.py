"""Answers a request that a client repeats, because it never saw the first answer, as it was answered first.

A busy machine may drop a connection after the request was carried out. The SDK then sends it again under the same
invocation id, and what is not idempotent (a rule of a security group) would be refused as a duplicate.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

REMEMBERED: Final = 2000
"""Answers that are kept, of the latest calls: many times what Terraform has under way at once."""

_LARGEST: Final = 256 * 1024  # bytes of an answer that is kept; a state file is written again without harm
_PATIENCE: Final = 60  # seconds that a repeated request waits for the first one, which may still be under way


@dataclass
class _Call:
    done: threading.Event = field(default_factory=threading.Event)
    answer: tuple[str, list[tuple[str, str]], bytes] | None = None


class Retries:
    """A WSGI application around `application` that carries each call of an SDK out once."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._calls: OrderedDict[str, _Call] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        invocation = environ.get("HTTP_AMZ_SDK_INVOCATION_ID")
        if invocation is None or environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return self._application(environ, start_response)
        with self._lock:
            first = self._calls.get(invocation)
            call = self._calls[invocation] = first or _Call()
            while len(self._calls) > REMEMBERED:
                self._calls.popitem(last=False)
        if first is not None:
            first.done.wait(_PATIENCE)
            if first.answer is not None:
                status, headers, body = first.answer
                print(f"A repeated call was answered as at first: {status}.", flush=True)
                start_response(status, headers)
                return [body]
        return self._carry_out(call, environ, start_response)

    def _carry_out(self, call: _Call, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        seen: list[tuple[str, list[tuple[str, str]]]] = []

        def remember(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            seen.append((status, headers))
            return start_response(status, headers, *rest)

        try:
            parts = self._application(environ, remember)
            body = b"".join(parts)
            getattr(parts, "close", lambda: None)()
            [(status, headers)] = seen[-1:]
            if status.startswith("2") and len(body) <= _LARGEST:
                call.answer = (status, headers, body)
            return [body]
        finally:
            call.done.set()
