"""An apply on the embedded AWS that is interrupted, met by another, or killed. One story, in this order."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psutil
import pytest

from tests.end_to_end.conftest import Checkout, kill_hard, wait_for_line
from tests.end_to_end.test_low_to_high import KEPT, LOW
from tests.waiting import HANGS, until
from wrapper.deployments import unfinished

pytestmark = pytest.mark.end_to_end

# The embedded AWS makes everything at once. Here these take as long as a file of that name is in its folder.
DATABASE = '''

@gap
def a_database_in_the_making() -> None:
    """What no emulator does: `creating`. Whoever waits for it leaves the file `looked`."""
    from pathlib import Path

    @replace(RDSBackend)
    def describe_db_clusters(original, self, *arguments, **named):
        clusters = original(*arguments, **named)
        for cluster in clusters:
            cluster.status = "creating" if Path("creating").exists() else "available"
            if named.get("db_cluster_identifier"):
                Path("looked").touch()
        return clusters
'''
SERVICES = '''

@gap
def services_that_start_slowly() -> None:
    """What no emulator does: `starting`."""
    from pathlib import Path

    @replace(EC2ContainerServiceBackend)
    def describe_services(original, self, *arguments, **named):
        services, failures = original(*arguments, **named)
        for service in services:
            runs = service.status == "ACTIVE" and not Path("starting").exists()
            service.running_count = service.desired_count if runs else 0
        return services, failures
'''


@pytest.fixture(scope="module", autouse=True)
def what_takes_long(checkout: Checkout) -> None:
    for name, gap in (("rds.py", DATABASE), ("ecs.py", SERVICES)):
        with (checkout.folder / "wrapper" / "embedded_aws" / "gaps" / name).open("a") as file:
            file.write(gap)


@contextmanager
def taking_long(checkout: Checkout, what: str) -> Iterator[None]:
    """Until the end of the block, and no longer."""
    file = checkout.embedded_aws.folder / what
    file.touch()
    try:
        yield
    finally:
        file.unlink()


@contextmanager
def held_still(apply: subprocess.Popen[str]) -> Iterator[None]:
    """The Terraform of an apply, which holds the lock meanwhile and makes nothing."""
    [terraform] = [one for one in psutil.Process(apply.pid).children(recursive=True) if one.name() == "terraform"]
    terraform.suspend()
    try:
        yield
    finally:
        terraform.resume()


def take_in_orphans(checkout: Checkout, listed: str) -> None:
    """Runs the command that a list of orphans holds, as a person would copy it, until a list holds none."""
    for _ in range(6):  # each import lets the next plan know more
        if "./tarmac import" not in listed:
            return
        lines = listed[listed.index("./tarmac import") :].splitlines()
        end = next(number for number, line in enumerate(lines) if not line.endswith("\\"))
        checkout.run("bash", "-c", "\n".join(lines[: end + 1]))
        listed = checkout.tarmac("orphans", "airflow")
    raise AssertionError(f"Importing does not come to an end:\n{listed}")


def wait_for(apply: subprocess.Popen[str], exists: Callable[[], Any]) -> None:
    """Waits until something exists on the embedded AWS that the apply is making."""

    def made() -> bool:
        assert apply.poll() is None, "it was not made"
        return bool(exists())

    until(made, "it was not made")


def interrupt(checkout: Checkout, apply: subprocess.Popen[str], number: signal.Signals) -> str:
    """Sends the signal; what the apply printed. The lock is free, and nothing is to be made anew."""
    apply.send_signal(number)
    output, _ = apply.communicate(timeout=HANGS)
    assert apply.returncode == 1, output
    assert "Traceback" not in output
    assert "./tarmac orphans airflow" in output
    assert "Nobody holds the lock" in checkout.tarmac("unlock", "airflow")
    assert unfinished.tainted(checkout.state("airflow")) == [], output
    return output


def open_groups(checkout: Checkout) -> list[str]:
    """The security groups that still have AWS's own rule, which lets everything out."""
    rules = checkout.client("ec2").describe_security_group_rules()["SecurityGroupRules"]
    of_aws = {
        rule["GroupId"] for rule in rules if rule["IsEgress"] and rule["IpProtocol"] == "-1" and not rule.get("Tags")
    }
    groups = checkout.client("ec2").describe_security_groups(GroupIds=sorted(of_aws))["SecurityGroups"]
    return [group["GroupName"] for group in groups if of_aws and group["GroupName"] != "default"]


def test_a_database_in_the_making_survives_sigint(checkout: Checkout) -> None:
    """The state is written and the lock released; AWS goes on making the database, which is not to be made anew."""
    checkout.settings(LOW)
    checkout.tarmac("bootstrap")
    with taking_long(checkout, "creating"):
        apply = checkout.start("apply", "airflow")
        # Not before the answer of AWS has come: otherwise the cluster would be lost rather than half made.
        wait_for(apply, (checkout.embedded_aws.folder / "looked").exists)
        output = interrupt(checkout, apply, signal.SIGINT)
    assert "aws_rds_cluster.this[0] was being made, and is kept as far as it got." in output


def test_a_second_apply_is_refused_by_the_lock_and_a_killed_one_is_taken_up(checkout: Checkout) -> None:
    apply = checkout.start("apply", "airflow")
    wait_for_line(apply, "[3 of")
    with held_still(apply):
        second = checkout.tarmac("apply", "airflow", expect=1)
    assert "holds the lock" in second or "lock" in second.lower(), second
    assert "./tarmac unlock airflow" in second, second
    wait_for_line(apply, "[20 of")
    kill_hard(apply)

    named = checkout.tarmac("plan", "airflow", expect=1)
    assert "./tarmac unlock airflow" in named, named
    held = checkout.client("s3").get_object(Bucket="tarmac-state-embedded", Key="airflow/terraform.tfstate.tflock")
    lock_id = json.loads(held["Body"].read())["ID"]
    assert lock_id in named
    released = checkout.tarmac("unlock", "airflow", lock_id)
    assert "is released" in released
    take_in_orphans(checkout, released)


def test_after_sigterm_a_bare_apply_converges(checkout: Checkout) -> None:
    """P0.10: whatever was cut off, no import and no option is needed; T0.1: no group is left open."""
    with taking_long(checkout, "starting"):
        apply = checkout.start("apply", "airflow")
        wait_for_line(apply, "[1 of")
        wait_for(apply, lambda: checkout.client("ecs").list_services(cluster="airflow")["serviceArns"])
        interrupt(checkout, apply, signal.SIGTERM)
    checkout.tarmac("apply", "airflow")
    checkout.tarmac("plan", "airflow", expect=0)
    assert "Nothing of the deployment is missing from its state." in checkout.tarmac("orphans", "airflow")
    assert open_groups(checkout) == []


def test_down_leaves_nothing_after_all_that(checkout: Checkout) -> None:
    """P1.22: what killed applies left beside the state included."""
    checkout.tarmac("down", "--keep-running")
    assert [item for item in checkout.exists() if not any(kept in item for kept in KEPT)] == []
