"""A stack and the AWS that it lives in. Which AWS is meant is never guessed: the settings say so."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from botocore.exceptions import BotoCoreError, ClientError

from stacks.names import remote_state_name
from stacks.settings import EMBEDDED, Deployment, Settings, load
from wrapper import diagnostics, paths
from wrapper.aws_clients import AwsClients
from wrapper.console import errors
from wrapper.embedded_aws.process import EmbeddedAws
from wrapper.errors import TarmacError
from wrapper.terraform.runner import Terraform


def embedded_aws() -> EmbeddedAws:
    """The embedded AWS of this checkout."""
    return EmbeddedAws(paths.work_folder() / "embedded-aws")


@dataclass(frozen=True)
class Target:
    """A stack, with the environment under which Terraform and boto3 see its AWS."""

    stack: str
    account: str
    region: str
    environment: Mapping[str, str]
    settings: Settings

    @property
    def is_embedded(self) -> bool:
        """Whether it lives on the embedded AWS."""
        return self.account == EMBEDDED

    @property
    def deployment(self) -> Deployment | None:
        """The deployment's settings; None for the remote-state stack."""
        return self.settings.deployments.get(self.stack)

    @property
    def where(self) -> str:
        """The AWS in words."""
        return "the embedded AWS" if self.is_embedded else f"account {self.account}"

    @property
    def folder(self) -> Path:
        """Where the stack is synthesized, and Terraform runs."""
        return paths.synthesized(self.stack)

    @cached_property
    def terraform(self) -> Terraform:
        """Terraform in that folder; the stack must have been synthesized."""
        return Terraform(self.folder, self.environment)

    @cached_property
    def clients(self) -> AwsClients:
        """boto3's clients for the same AWS."""
        return AwsClients(self.environment, self.region)

    @cached_property
    def _own_folder(self) -> TemporaryDirectory[str]:
        folder = plans_folder()
        _remove_left_behind(folder)
        return TemporaryDirectory(dir=folder, prefix=f"{self.stack}.{os.getpid()}.", ignore_cleanup_errors=True)

    @property
    def plan_file(self) -> Path:
        """Where this run keeps its plan: of two runs at once, neither applies what the other has shown."""
        return Path(self._own_folder.name) / "tfplan"

    def announce(self) -> None:
        """The first line of whatever talks to AWS."""
        errors.print(f"{self.stack}: {self.where}, region {self.region}", style="bold", markup=False, highlight=False)


def plans_folder() -> Path:
    """Where plans and their summaries are written, made where it is missing."""
    folder = paths.work_folder() / "plans"
    folder.mkdir(exist_ok=True)
    return folder


def _remove_left_behind(folder: Path) -> None:
    """Removes the plans of runs that were killed: a plan may hold what is sensitive."""
    for old in folder.glob("*.*.*/"):
        process = old.name.split(".")[1]
        if process.isdigit() and not psutil.pid_exists(int(process)):
            shutil.rmtree(old, ignore_errors=True)


def find(stack: str) -> Target:
    """The target of that name, after its account was made sure of.

    Raises TarmacError where there is no such stack, the embedded AWS does not run, or the credentials found are
    those of another account.
    """
    settings = load()
    account, region = _place(settings, stack)
    return connect(stack, account, region, settings)


def connect(stack: str, account: str, region: str, settings: Settings) -> Target:
    """A stack in an account and region that the caller knows.

    Raises TarmacError where the embedded AWS does not run, or the credentials found are those of another account.
    """
    if account == EMBEDDED:
        return Target(stack, account, region, embedded_aws().complete_environment(), settings)
    target = Target(stack, account, region, dict(os.environ), settings)
    _require_account(target)
    return target


def _place(settings: Settings, stack: str) -> tuple[str, str]:
    for account, state in settings.state.items():
        if stack == remote_state_name(settings, account):
            return account, state.region
    deployment = require_deployment(settings, stack)
    if settings.state_of(deployment.account) is None:
        raise TarmacError(
            f"{stack} lives in account {deployment.account}, which has no bucket for Terraform's state yet.",
            f"Make it with: ./tarmac bootstrap --account {deployment.account}",
        )
    return deployment.account, deployment.region


def require_deployment(settings: Settings, name: str) -> Deployment:
    """The settings of the deployment of that name; raises TarmacError where there is none."""
    deployment = settings.deployments.get(name)
    if deployment is None:
        known = ", ".join(settings.deployments)
        raise TarmacError(f"There is no deployment '{name}' in the settings.", f"There are: {known}.")
    return deployment


def embedded_names(settings: Settings) -> list[str]:
    """The deployments that live on the embedded AWS."""
    return [name for name, deployment in settings.deployments.items() if deployment.is_embedded]


def first_embedded(settings: Settings) -> str:
    """The deployment that is meant where none is named; raises TarmacError where none lives on the embedded AWS."""
    names = embedded_names(settings)
    if not names:
        raise TarmacError("No deployment in the settings lives on the embedded AWS.", "Give one `account: embedded`.")
    return names[0]


def require_embedded(settings: Settings, name: str) -> Deployment:
    """The settings of that deployment; raises TarmacError where it lives in an account."""
    deployment = require_deployment(settings, name)
    if not deployment.is_embedded:
        raise TarmacError(
            f"{name} lives in account {deployment.account}, not on the embedded AWS.",
            f"Use ./tarmac apply {name} and ./tarmac destroy {name}.",
        )
    return deployment


def _require_account(target: Target) -> None:
    try:
        found = target.clients("sts").get_caller_identity()["Account"]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "asking whose credentials these are") from error
    if found != target.account:
        raise TarmacError(
            f"{target.stack} lives in account {target.account}, and the credentials are those of account {found}.",
            "Nothing was done. Choose the right credentials, for example with AWS_PROFILE.",
        )


def confirm(target: Target, question: str, *, yes: bool) -> None:
    """Asks before something happens in an account; the embedded AWS is nobody's loss.

    Raises TarmacError where the answer is not yes, or where nobody is there to give one.
    """
    if yes or target.is_embedded:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise TarmacError(
            f"Nothing was changed in account {target.account}: there is no terminal on which to ask.",
            "Give --yes where nobody can be asked.",
        )
    # Not by input() itself: its prompt goes to standard output, which may be read by a machine.
    errors.print(f"{question} Only 'yes' is taken for a yes: ", end="", markup=False, highlight=False)
    try:
        answer = input()
    except EOFError:
        answer = ""
    if answer.strip() != "yes":
        raise TarmacError(f"Nothing was changed in account {target.account}.")
