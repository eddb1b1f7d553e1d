"""Speaks to Airflow and Flower on this machine as their users do: by HTTP, with the password from the secret.

https://airflow.apache.org/docs/apache-airflow/stable/stable-rest-api-ref.html
"""

from __future__ import annotations

import base64
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from wrapper.errors import TarmacError

_SECONDS: Final = 120
"""An API server on half a vCPU takes some for its first answer, and many more where that half is busy starting."""

_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # a proxy could not reach us


@dataclass(frozen=True)
class Login:
    """A user name and a password."""

    username: str
    password: str

    @classmethod
    def of(cls, secret: str) -> Login:
        """From the JSON of a secret."""
        parsed = json.loads(secret)
        return cls(parsed["username"], parsed["password"])

    @property
    def basic(self) -> str:
        """The header of HTTP basic authentication."""
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()

    def __repr__(self) -> str:
        return f"Login({self.username!r})"


@dataclass(frozen=True)
class Answer:
    """Status and body of an answer; status 0 where there was none, with the reason as the body."""

    status: int
    body: str

    def json(self) -> Any:
        """The body, parsed; None where it is no JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


def request(url: str, *, method: str = "GET", body: Any = None, authorization: str | None = None) -> Answer:
    """Asks once; what is wrong is part of the answer."""
    asked = urllib.request.Request(url, method=method)  # noqa: S310 - the URL is ours
    if authorization is not None:
        asked.add_header("Authorization", authorization)
    if body is not None:
        asked.data = json.dumps(body).encode()
        asked.add_header("Content-Type", "application/json")
    try:
        with _opener.open(asked, timeout=_SECONDS) as answer:
            return Answer(answer.status, answer.read().decode(errors="replace"))
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode(errors="replace"))
    except OSError as error:
        return Answer(0, str(getattr(error, "reason", error)))


class AirflowApi:
    """The REST API at `url`, as that user."""

    def __init__(self, url: str, login: Login) -> None:
        self.url = url
        self._login = login
        self._token = ""

    def call(self, path: str, *, method: str = "GET", body: Any = None) -> Any:
        """The parsed answer of a path below /api/v2; logs in first.

        Raises TarmacError where the answer is an error.
        """
        url = f"{self.url}/api/v2/{path}"
        answer = request(url, method=method, body=body, authorization=self.authorization)
        if not 200 <= answer.status < 300:
            raise TarmacError(f"{method} {url} answers {answer.status}: {answer.body[:300]}")
        return answer.json()

    @property
    def authorization(self) -> str:
        """The header of a user who has logged in. Raises TarmacError where that user is not let in."""
        if not self._token:
            self._token = self._log_in()
        return f"Bearer {self._token}"

    def import_errors(self) -> Iterator[tuple[str, str]]:
        """Each DAG file that does not import, with its traceback."""
        for error in self.call("importErrors?limit=100")["import_errors"]:
            yield error["filename"], error["stack_trace"]

    def _log_in(self) -> str:
        body = {"username": self._login.username, "password": self._login.password}
        answer = request(f"{self.url}/auth/token", method="POST", body=body)
        if answer.status != 201:
            raise TarmacError(f"{self.url} does not let the user {self._login.username} in: {answer.body[:300]}")
        return str(answer.json()["access_token"])
