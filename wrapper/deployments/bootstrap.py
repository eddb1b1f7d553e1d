"""Makes what every stack of an account stands on: the bucket of the state, and the repository of the image.

The bucket's own state is kept in the bucket too. So the first time Terraform applies with a local state, which then
moves; whatever is interrupted in between is taken up again where it stopped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import ValidationError

from stacks.names import IMAGE_REPOSITORY, LOCAL_STATE_VARIABLE, account_id, remote_state_name
from stacks.settings import (
    EMBEDDED,
    RESERVED_NAME,
    Settings,
    StateBucket,
    load,
    remember_state_bucket,
    settings_path,
)
from wrapper import diagnostics, paths
from wrapper.console import say
from wrapper.deployments.imports import import_blocks
from wrapper.deployments.runs import apply_plan, make_plan
from wrapper.errors import TarmacError
from wrapper.exclusive import alone
from wrapper.synthesis import synthesize
from wrapper.target import Target, confirm, connect, embedded_aws, find
from wrapper.terraform.progress import Progress

_DEFAULT_REGION = "us-east-1"
_NOT_THERE = ("404", "NoSuchKey", "NoSuchBucket", "RepositoryNotFoundException")


def bootstrap(account: str, region: str | None, bucket: str | None, *, yes: bool) -> Target:
    """Makes the bucket and the repository of an account, or brings them up to date; the remote-state target.

    Starts the embedded AWS where that is meant. Writes the bucket's name into the settings, and leaves every stack
    synthesized, with its state in S3.

    Raises TarmacError where the settings name another bucket or region, where the credentials are those of another
    account, where the bucket is somebody else's, and where the answer to its question is not yes.
    """
    settings = load()
    state = _state(settings, account, region, bucket)
    if account == EMBEDDED:
        embedded_aws().start()
    with alone("bootstrap", remark="Another bootstrap runs in this checkout; waiting until it has ended."):
        target = connect(_name(settings, account), account, state.region, settings)
        target.announce()
        if _has_state(target, state):
            remember_state_bucket(settings_path(), account, state.bucket, state.region)
            synthesize()
            _bring_up_to_date(target, yes=yes)
        else:
            confirm(target, f"Make the bucket {state.bucket} in account {account}?", yes=yes)
            # Written before anything is made, so that a second run after an interruption finds the same one.
            remember_state_bucket(settings_path(), account, state.bucket, state.region)
            target = find(remote_state_name(load(), account))
            _first_time(target, state)
        for path in _local_states(target):  # by now the state is in the bucket
            path.unlink()
    return target


def _state(settings: Settings, account: str, region: str | None, bucket: str | None) -> StateBucket:
    """The bucket that is meant: the one in the settings, otherwise the one that is asked for."""
    if account != EMBEDDED and not re.fullmatch(r"\d{12}", account):
        raise TarmacError(f"--account is {account}, and must be the 12 digits of an account, or 'embedded'.")
    known = settings.state_of(account)
    if known is None:
        where = region or _region(settings, account)
        try:
            return StateBucket(bucket=bucket or f"tarmac-state-{account}-{where}", region=where)
        except ValidationError as error:
            wrong = [f"--{one['loc'][0]} {one['msg'].removeprefix('Value error, ')}." for one in error.errors()]
            raise TarmacError("\n".join(wrong)) from None
    for name, asked, has in (("bucket", bucket, known.bucket), ("region", region, known.region)):
        if asked is not None and asked != has:
            raise TarmacError(
                f"The settings say that the {name} of account {account} is {has}, not {asked}.",
                f"Leave --{name} out, or correct state.{account}.{name} in the settings.",
            )
    return known


def _region(settings: Settings, account: str) -> str:
    """Where the account's deployments live: its repository must be in their region."""
    regions = sorted({one.region for one in settings.deployments.values() if one.account == account})
    if len(regions) > 1 and account != EMBEDDED:
        raise TarmacError(
            f"The deployments of account {account} live in several regions ({', '.join(regions)}).",
            "Say with --region where the bucket and the repository of the image shall be.",
        )
    return regions[0] if regions else _DEFAULT_REGION


def _name(settings: Settings, account: str) -> str:
    """The stack's name; before the settings know the account, the general one."""
    return remote_state_name(settings, account) if account in settings.state else RESERVED_NAME


def _has_state(target: Target, state: StateBucket) -> bool:
    s3, key = target.clients("s3", state.region), f"{RESERVED_NAME}/terraform.tfstate"
    return _exists(target, state.bucket, lambda owner: s3.head_object(Bucket=state.bucket, Key=key, **owner))


def _exists(target: Target, bucket: str, ask: Callable[[dict[str, str]], Any]) -> bool:
    """Whether what `ask` asks S3 for is there, in a bucket that is the account's own."""
    try:
        ask({"ExpectedBucketOwner": account_id(target.account)})
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _NOT_THERE:
            return False
        if code in ("403", "AccessDenied"):
            raise TarmacError(
                f"The bucket {bucket} is there and closed to you: it is somebody else's, or the credentials lack the "
                f"permission for {error.operation_name}.",
                "Bucket names are shared by all of AWS: give another with --bucket (and remove the entry of "
                f"state.{target.account} in the settings where there is one), or ask for the permission.",
            ) from error
        if code in ("301", "PermanentRedirect"):
            raise TarmacError(
                f"The bucket {bucket} is in another region than {target.region}.",
                "Give its region with --region, or correct it in the settings.",
            ) from error
        raise diagnostics.explain_aws(error, f"looking into the bucket {bucket}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"looking into the bucket {bucket}") from error
    return True


def _bring_up_to_date(target: Target, *, yes: bool) -> None:
    if _local_states(target):  # an earlier run was killed while the state moved: Terraform still looks for it here
        target.terraform.init(reconfigure=True)
    found, changed = make_plan(target)
    if changed:
        confirm(target, f"Apply this to account {target.account}?", yes=yes)
        apply_plan(target, found)


def _first_time(target: Target, state: StateBucket) -> None:
    # The local state lies beside the synthesized stack; where it is found, an earlier run was interrupted.
    synthesize({LOCAL_STATE_VARIABLE: "1"})
    target.terraform.init(reconfigure=True)
    with import_blocks(target, _what_exists(target, state)):
        found, changed = make_plan(target)
    if changed:
        apply_plan(target, found)
    synthesize()
    with Progress("Moving the state into the bucket") as progress:
        target.terraform.init(migrate=True, on_event=progress)
    if not _has_state(target, state):
        raise TarmacError(
            f"The state of {target.stack} did not arrive in the bucket {state.bucket}.",
            f"It is still in {target.folder.relative_to(paths.ROOT)}; run ./tarmac bootstrap again.",
        )


def _local_states(target: Target) -> list[Path]:
    """The local state of the first time, and its backup."""
    return sorted(target.folder.glob(f"{RESERVED_NAME}*.tfstate*"))


def _what_exists(target: Target, state: StateBucket) -> list[tuple[str, str]]:
    """A bucket or repository that is there without a state that knows it: it is taken in, not refused."""
    known, found = set(target.terraform.state_list()), []
    s3 = target.clients("s3", state.region)
    if "aws_s3_bucket.state" not in known and _exists(
        target, state.bucket, lambda owner: s3.head_bucket(Bucket=state.bucket, **owner)
    ):
        found.append(("aws_s3_bucket.state", state.bucket))
    if "aws_ecr_repository.airflow" not in known and _has_repository(target):
        found.append(("aws_ecr_repository.airflow", IMAGE_REPOSITORY))
    for _, import_id in found:
        say(f"{import_id} is there already; taking it into the state.")
    return found


def _has_repository(target: Target) -> bool:
    try:
        target.clients("ecr").describe_repositories(repositoryNames=[IMAGE_REPOSITORY])
    except ClientError as error:
        if error.response["Error"]["Code"] in _NOT_THERE:
            return False
        raise diagnostics.explain_aws(error, f"looking for the repository {IMAGE_REPOSITORY}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"looking for the repository {IMAGE_REPOSITORY}") from error
    return True
