"""Names that both the stacks and the command line know. Loads no CDKTF."""

from __future__ import annotations

from typing import Final

from stacks.settings import RESERVED_NAME, Deployment, Settings

EMBEDDED_ACCOUNT_ID: Final = "123456789012"
"""moto's account. The provider refuses any other, so that a slip never reaches a real one."""

IMAGE_REPOSITORY: Final = "tarmac/airflow"
"""The ECR repository that `./tarmac bootstrap` makes."""

LOCAL_STATE_VARIABLE: Final = "TARMAC_REMOTE_STATE_LOCAL"
"""Set to 1 by `./tarmac bootstrap` while the bucket does not exist: the remote-state stack then keeps a local state."""


def remote_state_name(settings: Settings, account: str) -> str:
    """The stack of an account's state bucket: `remote-state`, with the account behind it where there are several."""
    return RESERVED_NAME if len(settings.state) == 1 else f"{RESERVED_NAME}-{account}"


def account_id(account: str) -> str:
    """The account's 12 digits, also of the embedded AWS."""
    return account if account.isdigit() else EMBEDDED_ACCOUNT_ID


def image_reference(deployment: Deployment) -> str:
    """The image with its tag: the repository of the settings, or the one that `./tarmac bootstrap` made."""
    image = deployment.image
    if image.repository is not None:
        return f"{image.repository}:{image.tag}"
    suffix = "amazonaws.com.cn" if deployment.partition == "aws-cn" else "amazonaws.com"
    registry = f"{account_id(deployment.account)}.dkr.ecr.{deployment.region}.{suffix}"
    return f"{registry}/{IMAGE_REPOSITORY}:{image.tag}"
