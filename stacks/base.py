"""What every stack of Tarmac has: a name, a state key, a provider that knows its account."""

from __future__ import annotations

from collections.abc import Mapping

from kit.stack import App, Stack
from stacks.names import account_id
from stacks.settings import StateBucket


class TarmacStack(Stack):
    """A stack in one account and region, with its state in that account's bucket."""

    def __init__(
        self, app: App, name: str, *, account: str, region: str, state: StateBucket | None, tags: Mapping[str, str]
    ) -> None:
        super().__init__(app, name)
        self.aws_provider(region=region, account_ids=[account_id(account)], tags=tags)
        if state is None:
            # Before `./tarmac bootstrap` there is no bucket; the state key below moves there with it.
            self.local_backend(f"{name}.tfstate")
        else:
            self.s3_backend(bucket=state.bucket, key=self.state_key(), region=state.region)

    def state_key(self) -> str:
        """Where in the bucket the state lies."""
        return f"{self.name}/terraform.tfstate"
