"""One thing that was asked, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics

State = Literal["ok", "missing", "cannot tell"]

DENIED: Final = frozenset(
    {
        "403",
        "AccessDenied",
        "AccessDeniedException",
        "AuthorizationError",
        "UnauthorizedOperation",
        "AuthorizationErrorException",
    }
)
"""What the services call a missing permission: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html"""


@dataclass(frozen=True)
class Check:
    """What was asked and what was found.

    Attributes:
        name: what was asked about.
        state: whether it is there.
        says: what was found, in one sentence.
        hint: what to do; none where all is well.
        needed: whether an apply needs it. What it can do without never decides the exit code.
    """

    name: str
    state: State
    says: str
    hint: str | None = None
    needed: bool = True

    @property
    def fails(self) -> bool:
        """Whether an apply may fail over it."""
        return self.needed and self.state != "ok"


def ask(name: str, question: Callable[[], Check]) -> Check:
    """The answer of `question`; where AWS refuses it or does not answer, a check that cannot tell, and why."""
    try:
        return question()
    except (ClientError, BotoCoreError) as error:
        return cannot_tell(name, error)


def cannot_tell(name: str, error: Exception) -> Check:
    """A check whose question failed: the sentence names the permission that is lacking, or what AWS said."""
    explained = diagnostics.explain_aws(error, f"asking about: {name}")
    return Check(name, "cannot tell", " ".join(explained.message.split()), explained.hint)


def code_of(error: ClientError) -> str:
    """AWS's own code of an error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def as_json(check: Check) -> dict[str, Any]:
    """For a machine."""
    return {
        "check": check.name,
        "hint": check.hint,
        "needed": check.needed,
        "says": check.says,
        "state": check.state,
    }
