"""HTTP tests of every endpoint of a deployment on this machine, as `./tarmac status --check` runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wrapper.containers.api import Answer, Login, request


@dataclass(frozen=True)
class Result:
    """What was asked, and what is wrong with the answer; `problem` is empty where nothing is."""

    what: str
    url: str
    problem: str


def check(airflow: str, flower: str | None, admin: Login, flower_login: Login | None) -> Iterator[Result]:
    """Asks each endpoint once: that it serves, and that it keeps strangers out.

    Args:
        airflow: where the web pages and the REST API are, without a slash behind it.
        flower: where Flower is; None where the deployment has none.
    """

    def result(what: str, url: str, answer: Answer, wrong: Callable[[Answer], str]) -> Result:
        return Result(what, url, wrong(answer) if answer.status else f"it does not answer: {answer.body}")

    def is_status(wanted: int) -> Callable[[Answer], str]:
        return lambda answer: "" if answer.status == wanted else f"it answers {answer.status} instead of {wanted}"

    url = f"{airflow}/"
    yield result("web pages", url, request(url), is_status(200))
    url = f"{airflow}/api/v2/monitor/health"
    yield result("health of the components", url, request(url), _unhealthy)
    url = f"{airflow}/api/v2/dags"
    yield result("REST API, to a stranger", url, request(url), is_status(401))
    url = f"{airflow}/auth/token"
    body = {"username": admin.username, "password": admin.password}
    login = request(url, method="POST", body=body)
    yield result("REST API, login", url, login, is_status(201))
    if login.status == 201:
        url = f"{airflow}/api/v2/dags"
        token = login.json()["access_token"]
        yield result("REST API", url, request(url, authorization=f"Bearer {token}"), is_status(200))
    if flower is not None and flower_login is not None:
        url = f"{flower}/flower/healthcheck"
        yield result("health of Flower", url, request(url), is_status(200))
        url = f"{flower}/flower/"
        yield result("Flower, to a stranger", url, request(url), is_status(401))
        yield result("Flower", url, request(url, authorization=flower_login.basic), is_status(200))


def _unhealthy(answer: Answer) -> str:
    found = answer.json()
    if answer.status != 200 or not isinstance(found, dict):
        return f"it answers {answer.status}"
    unwell = [name for name, said in found.items() if said and said.get("status") != "healthy"]
    return f"not healthy: {', '.join(unwell)}" if unwell else ""
