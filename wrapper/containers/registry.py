"""Brings the images of both architectures into the deployment's repository, under one tag."""

from __future__ import annotations

import base64
import re
import subprocess
from collections.abc import Sequence
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from stacks.names import image_reference
from stacks.settings.compute import Image
from wrapper import diagnostics
from wrapper.console import say
from wrapper.containers import images
from wrapper.containers.engine import Engine
from wrapper.containers.images import ARCHITECTURES, ImageError, local_name, run
from wrapper.errors import TarmacError
from wrapper.images import ECR
from wrapper.target import Target

_LOG: Final = "image-push.log"


def push(engine: Engine, target: Target, architectures: Sequence[str]) -> str:
    """Pushes the images that were built, and an index of them under the deployment's tag; its name.

    ECR is logged in to with the deployment's own credentials; another registry must be logged in to already.

    Raises TarmacError where an image was not built, the repository is the embedded AWS's, or the registry refuses.
    """
    assert target.deployment is not None  # noqa: S101 - the caller asked for a deployment
    image, wanted = target.deployment.image, image_reference(target.deployment)
    match = ECR.match(wanted)
    if match is not None and target.is_embedded:
        raise TarmacError(
            f"{target.stack} lives on the embedded AWS, which has no registry: './tarmac up' runs the local image.",
            "Push for a deployment in an account, or name another registry in image.repository.",
        )
    missing = [one for one in architectures if not engine.run("images", "--quiet", local_name(image, one)).strip()]
    if missing:
        raise TarmacError(
            f"The image {image.tag} was not built for {' and '.join(missing)}.",
            f"Build it: ./tarmac image build --stack {target.stack}",
        )
    if match is not None:
        _log_in(engine, target, match)
    if engine.is_podman:
        _push_with_podman(engine, image, wanted, architectures)
    else:
        _push_with_docker(engine, image, wanted, architectures)
    return wanted


def _log_in(engine: Engine, target: Target, match: re.Match[str]) -> None:
    """The token goes through standard input, where no list of processes shows it. It is valid for twelve hours."""
    try:
        found = target.clients("ecr", match["region"]).get_authorization_token()["authorizationData"][0]
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "logging in to ECR") from error
    user, _, token = base64.b64decode(found["authorizationToken"]).decode().partition(":")
    registry = match.string.partition("/")[0]
    done = subprocess.run(
        [engine.program, "login", "--username", user, "--password-stdin", registry],
        env=dict(engine.environment),
        input=token,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ImageError(f"{registry} does not let us in: {(done.stderr.strip().splitlines() or ['?'])[-1]}")


def _push_with_podman(engine: Engine, image: Image, wanted: str, architectures: Sequence[str]) -> None:
    index = f"{images.LOCAL_REPOSITORY}:{image.tag}-index"
    if engine.run("images", "--quiet", index).strip():
        engine.run("manifest", "rm", index)
    engine.run("manifest", "create", index)
    for one in architectures:
        platform = ARCHITECTURES[one].split("/")[1]
        engine.run("manifest", "add", f"--arch={platform}", index, f"containers-storage:{local_name(image, one)}")
    say(f"Pushing {wanted} for {' and '.join(architectures)} ...")
    command = [engine.program, "manifest", "push", "--all", index, f"docker://{wanted}"]
    run(engine, command, f"{wanted} was not pushed", _LOG)


def _push_with_docker(engine: Engine, image: Image, wanted: str, architectures: Sequence[str]) -> None:
    parts = []
    for one in architectures:
        part = f"{wanted}-{one}"
        engine.run("tag", local_name(image, one), part)
        say(f"Pushing {part} ...")
        run(engine, [engine.program, "push", part], f"{part} was not pushed", _LOG)
        parts.append(part)
    command = [engine.program, "buildx", "imagetools", "create", "--tag", wanted, *parts]
    run(engine, command, f"{wanted} was not pushed", _LOG)
