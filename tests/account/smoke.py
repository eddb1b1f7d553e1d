"""A deployment's life in an account: made, looked at, destroyed, and nothing left.

`live` is handed what runs the commands and what asks AWS, so that its order can be tested without either.
"""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from wrapper.aws_clients import AwsClients
from wrapper.deployments import orphans
from wrapper.errors import TarmacError

NAME_PREFIX = "smoke-"
"""docs/policies/account-test.json allows resources of this prefix only."""

GONE_SECONDS = 1200
"""How long AWS may show what is deleted: the tagging API lags behind by minutes."""


class Commands(Protocol):
    """A checkout of Tarmac whose commands can be run."""

    def settings(self, text: str) -> None:
        """Write tarmac.yaml."""

    def tarmac(self, *arguments: str, expect: int | None = 0) -> str:
        """Run a command, which must end with that exit code; what it printed."""


@dataclass(frozen=True)
class Clone:
    """A clone of Tarmac. A Ctrl-C is passed on to the command that runs, which is let end in good order."""

    folder: Path

    def settings(self, text: str) -> None:
        (self.folder / "tarmac.yaml").write_text(text)

    def tarmac(self, *arguments: str, expect: int | None = 0) -> str:
        # In a session of its own: otherwise the terminal's Ctrl-C and ours would both reach it.
        process = subprocess.Popen(
            ["./tarmac", *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            printed, _ = process.communicate()
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.communicate()
            raise
        if expect is not None:
            assert process.returncode == expect, f"tarmac {' '.join(arguments)}: {process.returncode}\n{printed}"
        return printed


@dataclass(frozen=True)
class Place:
    """Where the smoke test is run, and with which image: `repository:tag`, or None for the one in the account's ECR."""

    account: str
    region: str
    image: str | None = None

    @property
    def bucket(self) -> str:
        """The bucket of the state; kept, and used again by the next run."""
        return f"tarmac-smoke-{self.account}-{self.region}"


def new_name() -> str:
    """A deployment's name that no earlier run had: a killed one must not stand in the way."""
    return f"{NAME_PREFIX}{secrets.token_hex(3)}"


def settings(name: str, place: Place) -> str:
    """The settings: low availability, the smallest sizes, nothing kept. JSON is YAML."""
    image: dict[str, str] = {}
    if place.image is not None:
        repository, _, tag = place.image.rpartition(":")
        image = {"repository": repository, "tag": tag}
    deployment = {
        "availability": "low",
        "account": place.account,
        "region": place.region,
        "image": image,
        "database": {
            "serverless": {"min_capacity": 0.5, "max_capacity": 1},
            "backup_retention_days": 1,
            "deletion_protection": False,
        },
        "log_retention_days": 1,
        "task_log_retention_days": 1,
        "keep": {"secrets": False, "snapshots": False, "buckets": False},
        "tags": {"purpose": "smoke-test"},
    }
    state = {place.account: {"bucket": place.bucket, "region": place.region}}
    return json.dumps({"state": state, "deployments": {name: deployment}}, indent=2)


def require_account(found: str, wanted: str) -> None:
    """Refuses credentials of another account, before anything is written or called."""
    if found != wanted:
        raise TarmacError(
            f"TARMAC_ACCOUNT is {wanted}, and the credentials are those of account {found}.",
            "Nothing was done. Choose the right credentials, for example with AWS_PROFILE.",
        )


def live(
    commands: Commands,
    name: str,
    place: Place,
    look: Callable[[dict[str, Any]], None],
    left: Callable[[], Iterable[str]],
) -> None:
    """Makes the deployment, has `look` look at it with its outputs, destroys it, and waits until nothing is `left`.

    Whatever fails on the way, the deployment is destroyed.
    """
    commands.settings(settings(name, place))
    commands.tarmac("bootstrap", "--account", place.account, "--yes")
    try:
        commands.tarmac("apply", name, "--yes")
        commands.tarmac("plan", name)
        look(outputs(commands.tarmac("output", name, "--json")))
    finally:
        commands.tarmac("destroy", name, "--yes")
    remaining = wait_until_gone(left)
    assert not remaining, f"left in account {place.account} after {name} was destroyed: {', '.join(remaining)}"


def outputs(printed: str) -> dict[str, Any]:
    """The JSON of `./tarmac output --json`, below the line that names the account."""
    found: dict[str, Any] = json.loads(printed[printed.index("{") :])
    return found


def wait_until_gone(
    left: Callable[[], Iterable[str]], seconds: float = GONE_SECONDS, pause: Callable[[float], None] = time.sleep
) -> list[str]:
    """Asks until nothing is left, or for so many seconds; what is left then."""
    waited = 0.0
    while True:
        remaining = sorted(left())
        if not remaining or waited >= seconds:
            return remaining
        pause(30)
        waited += 30


def look_at(clients: AwsClients, name: str) -> Callable[[dict[str, Any]], None]:
    """What must be true of an applied deployment, asked of AWS and not of the state."""

    def look(found: dict[str, Any]) -> None:
        services = list(found["service_names"].values())
        assert len(services) == 6, services
        described = clients("ecs").describe_services(cluster=found["cluster_name"], services=services)["services"]
        for service in described:
            assert service["runningCount"] == service["desiredCount"] == 1, service["serviceName"]
            assert [one["rolloutState"] for one in service["deployments"]] == ["COMPLETED"], service["serviceName"]
        (cluster,) = clients("rds").describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
        assert (cluster["Status"], cluster["StorageEncrypted"]) == ("available", True)
        assert found["database_endpoint"] == cluster["Endpoint"]
        (balancer,) = clients("elbv2").describe_load_balancers(Names=[name])["LoadBalancers"]
        assert (balancer["State"]["Code"], balancer["Scheme"]) == ("active", "internal")
        assert balancer["DNSName"] == found["load_balancer_dns_name"]
        for group in clients("elbv2").describe_target_groups(LoadBalancerArn=balancer["LoadBalancerArn"])[
            "TargetGroups"
        ]:
            health = clients("elbv2").describe_target_health(TargetGroupArn=group["TargetGroupArn"])
            states = [target["TargetHealth"]["State"] for target in health["TargetHealthDescriptions"]]
            assert "healthy" in states, f"{group['TargetGroupName']}: {states}"
        bucket = clients("s3").get_public_access_block(Bucket=found["log_bucket"])["PublicAccessBlockConfiguration"]
        assert all(bucket.values())

    return look


def left_of(clients: AwsClients, name: str) -> Callable[[], list[str]]:
    """What AWS still has of a deployment: all that carries its tag, as if no state knew anything of it."""

    def left() -> list[str]:
        try:
            return [one.arn for one in orphans.find(name, clients, {}, {})]
        except TarmacError:
            return ["AWS shows something that is gone when it is asked for"]  # asked again

    return left
