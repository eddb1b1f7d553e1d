"""A worker is protected from scale-in and from deployments while it has work, and no longer."""

from collections.abc import Iterator

import pytest
from ecs_agent import DENIED, FAILURE, GATEWAY, EcsAgent, ecs_agent
from tarmac_airflow import handing_back, worker
from tarmac_airflow.environment import SettingError
from tarmac_airflow.protection import (
    LEASE_MINUTES,
    LINGER_SECONDS,
    RENEWAL_SECONDS,
    Agent,
    Protection,
    ProtectionError,
)

from tests.ports import free_port

ON = {"ProtectionEnabled": True, "ExpiresInMinutes": LEASE_MINUTES}
OFF = {"ProtectionEnabled": False}


@pytest.fixture
def agent() -> Iterator[EcsAgent]:
    with ecs_agent() as running:
        yield running


class Worker:
    """A worker whose work and whose time the test decides."""

    def __init__(self, agent: EcsAgent) -> None:
        self.tasks = 0
        self.now = 1000.0
        self.protection = Protection(Agent(agent.uri), lambda: self.tasks > 0, lambda: self.now)

    def take(self) -> None:
        """Celery says that a task came before it counts it as held."""
        self.protection.work_came()
        self.tasks += 1

    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.protection.check()


def test_n_5_a_worker_is_protected_before_its_task_begins_and_until_it_was_idle_for_a_while(agent: EcsAgent) -> None:
    """N.5, P3.11."""
    one = Worker(agent)
    one.wait(3600)
    assert agent.requests == [], "an idle worker asks for nothing, and may be taken away"
    one.take()
    assert agent.requests == [ON] and agent.protected
    one.take()
    one.wait(60)
    one.tasks = 0
    one.wait(LINGER_SECONDS - 1)
    assert agent.protected and agent.requests == [ON], "one call for a row of tasks"
    one.take()
    one.wait(LINGER_SECONDS + 1)
    one.tasks = 0
    one.wait(LINGER_SECONDS)
    assert not agent.protected and agent.requests == [ON, OFF]
    one.take()
    assert agent.protected


def test_n_5_protection_is_renewed_while_work_lasts(agent: EcsAgent) -> None:
    """N.5: however long a task takes; the lease is three times as long as the time between two renewals."""
    assert RENEWAL_SECONDS * 3 <= LEASE_MINUTES * 60
    one = Worker(agent)
    one.take()
    for _ in range(3):
        one.wait(RENEWAL_SECONDS - 1)
        one.wait(1)
    assert agent.requests == [ON] * 4


def test_a_task_that_comes_while_protection_is_about_to_be_dropped_keeps_it(agent: EcsAgent) -> None:
    """N.5: between the signal and Celery's own count the worker looks idle."""
    one = Worker(agent)
    one.take()
    one.tasks = 0
    one.wait(LINGER_SECONDS - 1)
    one.protection.work_came()
    one.wait(1)
    assert agent.protected


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (FAILURE, "DEPLOYMENT_BLOCKED: no detail"),
        (DENIED, "AccessDeniedException: User: .* is not authorized"),
        (GATEWAY, "the agent answers 502"),
        ((200, {}), "the agent answers {}"),
        ((200, {"protection": {"ProtectionEnabled": False}}), "the agent answers"),
    ],
)
def test_what_ecs_refuses_is_said_and_tried_again(
    agent: EcsAgent, capsys: pytest.CaptureFixture[str], answer: tuple[int, dict[str, object]], reason: str
) -> None:
    """The work goes on meanwhile. A refusal may come with the status of a success."""
    agent.answers = [answer]
    with pytest.raises(ProtectionError, match=reason):
        Agent(agent.uri).set(True)
    agent.answers = [answer, answer, answer]
    one = Worker(agent)
    one.take()
    one.wait(2)
    one.wait(2)
    assert capsys.readouterr().err.count("protection cannot be set") == 1, "once, not every two seconds"
    assert not agent.protected
    one.wait(2)
    assert agent.protected


def test_an_agent_that_is_away_is_said() -> None:
    with pytest.raises(ProtectionError, match="does not answer"):
        Agent(f"http://127.0.0.1:{free_port()}/api").set(True)


def test_the_deadline_fits_into_what_fargate_grants() -> None:
    """P3.11: a task has time for its on_kill, and its supervisor to report it, before SIGKILL comes after 120 s."""
    assert worker.drain_seconds({}) == handing_back.GRACE_SECONDS == 105
    assert worker.drain_seconds({"TARMAC_DRAIN_SECONDS": "30"}) == 30
    assert handing_back.LONGEST_GRACE_SECONDS + handing_back.ON_KILL_SECONDS < 120
    with pytest.raises(SettingError, match="TARMAC_DRAIN_SECONDS is '111'"):
        worker.drain_seconds({"TARMAC_DRAIN_SECONDS": "111"})
