"""The image of a deployment: whether it is there, for which architecture, and with which Airflow."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Mapping
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from stacks.names import image_reference
from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.errors import TarmacError
from wrapper.target import Target

# https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
ECR: Final = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr(-fips)?\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?/(?P<name>[^:@]+)"
)
_ARCHITECTURES: Final = {"ARM64": "arm64", "X86_64": "amd64"}

# An index is given out only to whom accepts it. https://github.com/opencontainers/image-spec/blob/main/media-types.md
_MEDIA_TYPES: Final = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
]
_DOWNLOAD_SECONDS: Final = 10

VERSION_LABEL: Final = "tarmac.airflow-version"
"""Label on each image with the version of Airflow in it (docker/airflow/Dockerfile)."""

_VERSION: Final = re.compile(r"\d+\.\d+\.\d+")


def require(target: Target) -> None:
    """Refuses a deployment in an account whose image is not in ECR, or not for its architecture.

    An image of another registry is left to ECS: asking that registry may need credentials of its own. The embedded
    AWS runs no containers, so there nothing is asked.

    Raises TarmacError naming the image and what to do.
    """
    deployment = target.deployment
    if deployment is None or target.is_embedded:
        return
    image = image_reference(deployment)
    match = ECR.match(image)
    if match is None:
        return
    repository = {"registryId": match["account"], "repositoryName": match["name"]}
    ecr = target.clients("ecr", match["region"])
    manifest = _manifest(ecr, repository, deployment.image.tag, image)
    if manifest is None:
        raise TarmacError(
            f"The image {image} is not there, so nothing was changed.", "Push it, or correct image.tag in the settings."
        )
    found = _architectures(ecr, repository, manifest)
    wanted = deployment.image.architecture
    if found and _ARCHITECTURES[wanted] not in found:
        raise TarmacError(
            f"The image {image} is there for {', '.join(sorted(found))}, and image.architecture asks for {wanted} "
            f"({_ARCHITECTURES[wanted]}). Nothing was changed.",
            "Build it for that architecture, or change image.architecture in the settings.",
        )


def airflow_version(clients: AwsClients, image: str, architecture: str) -> str | None:
    """The version of Airflow in an image, as in 3.3.2: its label's, otherwise that with which its tag begins.

    The label is read where the image is in ECR and may be pulled. None where neither says it.
    """
    tag = image.rpartition(":")[2]
    match = ECR.match(image)
    labels: dict[str, str] = {}
    if match is not None:
        repository = {"registryId": match["account"], "repositoryName": match["name"]}
        labels = _labels(clients("ecr", match["region"]), repository, tag, image, architecture)
    return version_in(labels, tag)


def version_in(labels: Mapping[str, str], tag: str) -> str | None:
    """The version of Airflow as labels and a tag say it; None where neither does."""
    found = _VERSION.match(labels.get(VERSION_LABEL, "")) or _VERSION.match(tag)
    return found[0] if found else None


def _labels(ecr: Any, repository: dict[str, str], tag: str, image: str, architecture: str) -> dict[str, str]:
    """The labels of the image for that architecture; none where it is gone, or who asks may not pull it."""
    try:
        manifest = _manifest(ecr, repository, tag, image)
    except TarmacError:
        return {}
    for one in (manifest or {}).get("manifests", []):
        if one.get("platform", {}).get("architecture") == _ARCHITECTURES[architecture]:
            manifest = _manifest(ecr, repository, tag, image, digest=one["digest"])
    configuration = _configuration(ecr, repository, manifest) if manifest else {}
    return dict((configuration.get("config") or {}).get("Labels") or {})


def _manifest(
    ecr: Any, repository: dict[str, str], tag: str, image: str, digest: str | None = None
) -> dict[str, Any] | None:
    """The manifest of the image, or None where there is no such tag; of one of its images where a digest is given."""
    wanted = {"imageDigest": digest} if digest else {"imageTag": tag}
    try:
        found = ecr.batch_get_image(imageIds=[wanted], acceptedMediaTypes=_MEDIA_TYPES, **repository)
    except ClientError as error:
        if error.response["Error"]["Code"] == "RepositoryNotFoundException":
            raise TarmacError(
                f"The repository of the image {image} is not there, so nothing was changed.",
                "Make it with ./tarmac bootstrap, or name another in image.repository.",
            ) from error
        raise diagnostics.explain_aws(error, f"looking for the image {image}") from error
    except BotoCoreError as error:
        raise diagnostics.explain_aws(error, f"looking for the image {image}") from error
    if not found["images"]:
        return None
    manifest: dict[str, Any] = json.loads(found["images"][0]["imageManifest"])
    return manifest


def _architectures(ecr: Any, repository: dict[str, str], manifest: dict[str, Any]) -> set[str]:
    """What the image runs on: an index lists it, a single image says it in its configuration; empty where unknown."""
    if "manifests" in manifest:
        platforms = [one.get("platform", {}).get("architecture", "unknown") for one in manifest["manifests"]]
        return set(platforms) - {"unknown"}  # attestations lie beside the images
    architecture = _configuration(ecr, repository, manifest).get("architecture")
    return {architecture} if architecture else set()


def _configuration(ecr: Any, repository: dict[str, str], manifest: dict[str, Any]) -> dict[str, Any]:
    """A single image's configuration; empty where who asks may not pull: who plans need not, and takes its word."""
    try:
        url = ecr.get_download_url_for_layer(layerDigest=manifest["config"]["digest"], **repository)["downloadUrl"]
        with urllib.request.urlopen(url, timeout=_DOWNLOAD_SECONDS) as answer:  # noqa: S310 - AWS signed it for us
            found: dict[str, Any] = json.load(answer)
            return found
    except (BotoCoreError, ClientError, OSError, ValueError, KeyError):
        return {}
