"""Sends what a container writes to CloudWatch Logs, as the awslogs driver does."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self

from botocore.exceptions import BotoCoreError, ClientError

INTERVAL_SECONDS: Final = 1.0
_EVENTS_PER_REQUEST: Final = 1000
"""Well below what PutLogEvents takes: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html"""


class Shipper:
    """One log stream, `<prefix>/<container>/<task id>`. It sends once a second, and the rest when it is left.

    Lines that the embedded AWS does not take are lost: the container goes on.
    """

    def __init__(self, logs: Any, options: Mapping[str, str], container: str, identifier: str) -> None:
        self._logs = logs
        self._group = options.get("awslogs-group")
        self._stream = f"{options.get('awslogs-stream-prefix', '')}/{container}/{identifier}"
        self._waiting: list[dict[str, Any]] = []
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._send_for_ever, name=self._stream, daemon=True)

    def add(self, line: str) -> None:
        """Takes a line, to be sent with the next."""
        if line and self._group:
            with self._lock:
                self._waiting.append({"timestamp": int(time.time() * 1000), "message": line})

    def __enter__(self) -> Self:
        if self._group:
            try:
                self._logs.create_log_stream(logGroupName=self._group, logStreamName=self._stream)
            except (ClientError, BotoCoreError):
                self._group = None  # the group is gone: nobody would read it
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _send_for_ever(self) -> None:
        while not self._ended.wait(INTERVAL_SECONDS):
            self._send()
        self._send()

    def _send(self) -> None:
        with self._lock:
            events, self._waiting = self._waiting, []
        for start in range(0, len(events), _EVENTS_PER_REQUEST):
            part = events[start : start + _EVENTS_PER_REQUEST]
            try:
                self._logs.put_log_events(logGroupName=self._group, logStreamName=self._stream, logEvents=part)
            except (ClientError, BotoCoreError):
                return
