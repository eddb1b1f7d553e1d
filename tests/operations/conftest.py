"""What the tests of day two share: a page whose commands are run as a person would type them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from stacks.names import EMBEDDED_ACCOUNT_ID
from tests.documentation.documented_commands import of_page
from tests.end_to_end.conftest import Checkout
from tests.environments import python_with
from wrapper.paths import ROOT

HERE = Path(__file__).parent


@dataclass
class Page:
    """A page of the documentation; its commands are run in a clone, with what a reader would fill in."""

    path: Path
    checkout: Checkout
    filled_in: Mapping[str, str]
    """What is written in place of what stands on the page, in every command."""

    tried: set[str] = field(default_factory=set)

    def run(self, beginning: str, *, expect: int = 0, **also: str) -> str:
        """Runs the command of the page that is so, or begins so; what it printed. `also` fills in more."""
        texts = {one.text for one in of_page(self.path)}
        found = sorted({beginning} & texts or {text for text in texts if text.startswith(beginning)})
        assert len(found) == 1, f"{self.path.name} has {len(found)} commands that begin with {beginning}: {found}"
        self.tried.add(found[0])
        text = found[0]
        for shown, real in (self.filled_in | also).items():
            text = text.replace(shown, real)
        program = python_with("aws-cli", HERE / "requirements.txt", HERE / "constraints.txt")
        variables = self.checkout.embedded_aws.complete_environment()
        variables |= {"AWS_DEFAULT_REGION": "us-east-1", "PATH": f"{program.parent}:{variables['PATH']}"}
        # The first major of the AWS CLI reads no AWS_ENDPOINT_URL for RDS.
        text = f'aws() {{ command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }}\n{text}'
        # Tarmac finds the embedded AWS by itself: it is given nothing that a reader would not have.
        return self.checkout.run(
            "bash", "-o", "pipefail", "-c", text, expect=expect, variables=None if "./tarmac" in text else variables
        )

    def left(self) -> list[str]:
        """The commands that the page says are run by a test, and that nobody has run."""
        return sorted({one.text for one in of_page(self.path) if one.run_by} - self.tried)


RECOVER = ROOT / "docs" / "how-to" / "recover.md"


def of_recovery(checkout: Checkout) -> Page:
    """The page on recovering, with the names that the embedded AWS has."""
    return Page(
        RECOVER,
        checkout,
        {
            f"--account {EMBEDDED_ACCOUNT_ID}": "--account embedded",
            f"tarmac-state-{EMBEDDED_ACCOUNT_ID}-us-east-1": "tarmac-state-embedded",
        },
    )


def moments(text: str) -> list[str]:
    """The times in a text, as AWS writes them."""
    return re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", text)
