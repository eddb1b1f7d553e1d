"""ECS task scale-in protection, held while a worker has work.

ECS stops a task that is protected neither for scale-in nor for a deployment; it waits until the protection ends.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
"""

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any, Final

from tarmac_airflow.waiting import say

LEASE_MINUTES: Final = 60
"""After which ECS ends a protection that nobody renews, as where a worker hangs. ECS allows 1 to 2880."""

RENEWAL_SECONDS: Final = 20 * 60
LINGER_SECONDS: Final = 30
"""How long an idle worker stays protected, so that a row of short tasks costs two calls and not two each."""

PULSE_SECONDS: Final = 2
TIMEOUT_SECONDS: Final = 5

# Never through a proxy: the agent is on the container's own link.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ProtectionError(Exception):
    """ECS does not protect the task; the message says why."""


class Agent:
    """The endpoint of the ECS agent under $ECS_AGENT_URI, with the task's own role as its right."""

    def __init__(self, uri: str) -> None:
        self._url = f"{uri.rstrip('/')}/task-protection/v1/state"

    def set(self, enabled: bool) -> None:
        """Protects the task for an hour, or no more.

        Raises:
            ProtectionError: ECS refuses, or the agent does not answer.
        """
        wanted: dict[str, Any] = {"ProtectionEnabled": enabled}
        if enabled:
            wanted["ExpiresInMinutes"] = LEASE_MINUTES
        request = urllib.request.Request(  # noqa: S310 - ECS gives the URL
            self._url, json.dumps(wanted).encode(), {"Content-Type": "application/json"}, method="PUT"
        )
        try:
            with _opener.open(request, timeout=TIMEOUT_SECONDS) as response:
                answer = json.load(response)
        except urllib.error.HTTPError as error:
            raise ProtectionError(_reason(error.read()) or f"the agent answers {error.code}") from None
        except (OSError, ValueError) as error:
            raise ProtectionError(f"the agent does not answer ({getattr(error, 'reason', error)})") from None
        # A failure, as of a task that a deployment is already ending, comes with the status of a success.
        if answer.get("protection", {}).get("ProtectionEnabled") is not enabled:
            raise ProtectionError(_reason(json.dumps(answer).encode()) or f"the agent answers {answer}")


def _reason(body: bytes) -> str:
    """What the agent says in the `failure` or the `error` of an answer; empty where it says neither."""
    try:
        answer = json.loads(body)
    except ValueError:
        return ""
    if failure := answer.get("failure"):
        return f"{failure.get('Reason')}: {failure.get('Detail') or 'no detail'}"
    if error := answer.get("error"):
        return f"{error.get('Code')}: {error.get('Message') or 'no message'}"
    return ""


class Protection:
    """Protects the task from the moment that a worker takes work until it has been idle for a while.

    One process alone decides, under a lock: a protection can be dropped only where nothing came in since.
    """

    def __init__(self, agent: Agent, busy: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> None:
        """
        Args:
            busy: whether the worker holds any work, begun or not.
            clock: seconds that never go back.
        """
        self._agent = agent
        self._busy = busy
        self._clock = clock
        self._lock = threading.Lock()
        self._protected = False
        self._set_at = 0.0
        self._last_work = 0.0
        self._complaint = ""

    def work_came(self) -> None:
        """Protects the task before the work begins. Work is done without protection rather than not at all."""
        with self._lock:
            self._last_work = self._clock()
            if not self._protected:
                self._set(True)

    def check(self) -> None:
        """Renews the protection of a worker that has work, tries again where ECS refused, drops that of an idle one."""
        with self._lock:
            now = self._clock()
            if self._busy():
                self._last_work = now
                if not self._protected or now - self._set_at >= RENEWAL_SECONDS:
                    self._set(True)
            elif self._protected and now - self._last_work >= LINGER_SECONDS:
                self._set(False)

    def check_for_ever(self) -> None:
        """Checks every two seconds."""
        while True:
            self.check()
            time.sleep(PULSE_SECONDS)

    def _set(self, enabled: bool) -> None:
        try:
            self._agent.set(enabled)
        except ProtectionError as error:
            complaint = f"the task's protection cannot be {'set' if enabled else 'dropped'}: {error}"
        else:
            complaint = ""
            self._protected, self._set_at = enabled, self._clock()
        if complaint and complaint != self._complaint:
            say(complaint)
        self._complaint = complaint
