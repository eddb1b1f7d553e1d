"""The smoke test itself, as far as it can be tried without an account: its order, its settings, its refusals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from smoke import Clone, Place, left_of, live, new_name, outputs, require_account, settings, wait_until_gone

from stacks.settings import load
from wrapper.aws_clients import AwsClients
from wrapper.embedded_aws import EmbeddedAws
from wrapper.errors import TarmacError
from wrapper.paths import ROOT

PLACE = Place("123456789012", "eu-west-1")


class Recorded:
    """Commands that only note what is run; one of them may fail."""

    def __init__(self, fails: str | None = None) -> None:
        self.run: list[str] = []
        self.written = ""
        self.fails = fails

    def settings(self, text: str) -> None:
        self.written = text

    def tarmac(self, *arguments: str, expect: int | None = 0) -> str:
        self.run.append(arguments[0])
        if arguments[0] == self.fails:
            raise AssertionError(f"{arguments[0]} ended with 1")
        return 'smoke-1: account 123456789012, region eu-west-1\n{"url": "http://example.com"}'


def nothing_left() -> list[str]:
    return []


def test_it_is_made_planned_looked_at_and_destroyed() -> None:
    commands = Recorded()
    seen: list[dict[str, Any]] = []
    live(commands, "smoke-1", PLACE, seen.append, nothing_left)
    assert commands.run == ["bootstrap", "apply", "plan", "output", "destroy"]
    assert seen == [{"url": "http://example.com"}]
    assert '"smoke-1"' in commands.written


@pytest.mark.parametrize("fails", ["apply", "plan", "output"])
def test_whatever_fails_it_is_destroyed(fails: str) -> None:
    commands = Recorded(fails)
    with pytest.raises(AssertionError, match=fails):
        live(commands, "smoke-1", PLACE, lambda _: None, nothing_left)
    assert commands.run[-1] == "destroy"


def test_it_is_destroyed_where_what_is_seen_is_wrong() -> None:
    def look(_: dict[str, Any]) -> None:
        raise AssertionError("not healthy")

    commands = Recorded()
    with pytest.raises(AssertionError, match="not healthy"):
        live(commands, "smoke-1", PLACE, look, nothing_left)
    assert commands.run[-1] == "destroy"


def test_a_ctrl_c_lets_the_command_end_in_good_order(tmp_path: Path) -> None:
    """So that Terraform writes its state and releases its lock, and the destroy that follows finds both."""
    script = tmp_path / "tarmac"
    script.write_text('#!/bin/sh\ntrap "echo ended > ended; exit 1" INT\ntouch started\nwhile :; do sleep 0.1; done\n')
    script.chmod(0o755)

    def interrupt() -> None:
        while not (tmp_path / "started").exists():
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    threading.Thread(target=interrupt).start()
    with pytest.raises(KeyboardInterrupt):
        Clone(tmp_path).tarmac("apply", "smoke-1")
    assert (tmp_path / "ended").read_text() == "ended\n"


def test_what_is_left_is_waited_for_and_then_named() -> None:
    answers = [["one", "two"], ["two"], []]
    assert wait_until_gone(lambda: answers.pop(0), pause=lambda _: None) == []
    assert wait_until_gone(lambda: ["two", "one"], seconds=60, pause=lambda _: None) == ["one", "two"]


def test_what_is_left_is_what_carries_the_tag_and_is_not_merely_shown(embedded_aws: EmbeddedAws) -> None:
    """ECS goes on showing a cluster that was deleted."""
    name, clients = new_name(), AwsClients(embedded_aws.complete_environment(), PLACE.region)
    assert left_of(clients, name)() == []
    tags = [{"key": "Deployment", "value": name}]
    arn = clients("ecs").create_cluster(clusterName=name, tags=tags)["cluster"]["clusterArn"]
    assert left_of(clients, name)() == [arn]
    assert left_of(clients, new_name())() == []
    clients("ecs").delete_cluster(cluster=name)
    assert clients("ecs").describe_clusters(clusters=[arn])["clusters"], "still shown"
    assert left_of(clients, name)() == []


@pytest.mark.parametrize("image", [None, "ghcr.io/me/airflow:3.3.2"])
def test_its_settings_are_valid_small_and_keep_nothing(tmp_path: Path, image: str | None) -> None:
    name = new_name()
    file = tmp_path / "tarmac.yaml"
    file.write_text(settings(name, Place(PLACE.account, PLACE.region, image)))
    read = load(file)
    (deployment,) = read.deployments.values()
    state = read.state_of(PLACE.account)
    assert state is not None and state.bucket == PLACE.bucket, "so that bootstrap need not write into the file"
    assert (deployment.name, deployment.account, deployment.availability) == (name, PLACE.account, "low")
    assert not any(deployment.keep.model_dump().values())
    assert deployment.database.deletion_protection is False
    assert deployment.load_balancer.internal, "nobody outside reaches it"
    assert {(one.min_count, one.max_count) for one in deployment.components.by_name().values()} == {(1, 1)}
    if image is not None:
        assert f"{deployment.image.repository}:{deployment.image.tag}" == image


def test_credentials_of_another_account_are_refused() -> None:
    require_account("123456789012", "123456789012")
    with pytest.raises(TarmacError, match="TARMAC_ACCOUNT is 123456789012, and the credentials are those of account 9"):
        require_account("999999999999", "123456789012")


def test_the_outputs_follow_the_line_that_names_the_account() -> None:
    assert outputs('smoke-1: account 1\n{\n  "url": "u"\n}\n') == {"url": "u"}


def collected(*options: str, **variables: str) -> str:
    """What pytest says about tests/account with these options."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/account/test_account.py",
        *options,
    ]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("TARMAC_ACCOUNT")} | variables
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return done.stdout


def test_without_the_option_it_is_deselected_and_not_called_green() -> None:
    said = collected("--collect-only")
    assert "1 deselected" in said
    assert "skipped" not in said and "passed" not in said


def test_with_the_option_it_is_collected() -> None:
    assert "test_a_deployment_lives_in_an_account_and_leaves_nothing" in collected("--collect-only", "--account")


def test_with_the_option_and_no_account_it_fails_and_says_what_to_set() -> None:
    assert "Set TARMAC_ACCOUNT to the 12 digits of the account" in collected("--account")
