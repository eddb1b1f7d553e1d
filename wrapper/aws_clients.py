"""boto3 clients that see the same AWS as a run of Terraform: its environment, and not our own."""

from collections.abc import Mapping
from typing import Any

import boto3
import botocore.exceptions
import botocore.session
from botocore.config import Config

from wrapper.errors import TarmacError


class AwsClients:
    """`clients("s3")` is a client for the AWS that `environment` means (credentials, AWS_PROFILE, AWS_ENDPOINT_URL)."""

    def __init__(self, environment: Mapping[str, str], region: str) -> None:
        self.region = region
        self._environment = environment
        self._made: dict[tuple[str, str], Any] = {}

    def __call__(self, service: str, region: str | None = None) -> Any:
        """The client of that service; made once for each region. Raises TarmacError for a profile that is not there."""
        key = (service, region or self.region)
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def credentials(self) -> Any:
        """The credentials themselves, as botocore freezes them (access_key, secret_key, token), for other services.

        Raises TarmacError where there are none.
        """
        found = self._session(self.region).get_credentials()
        if found is None:
            raise TarmacError("There are no AWS credentials.", "Log in, for example with 'aws sso login'.")
        return found.get_frozen_credentials()

    def _make(self, service: str, region: str) -> Any:
        environment = self._environment
        specific = environment.get(f"AWS_ENDPOINT_URL_{service.upper().replace('-', '_')}")
        return self._session(region).client(
            service,
            endpoint_url=specific or environment.get("AWS_ENDPOINT_URL") or None,
            # Whatever cannot be reached must say so in seconds: Terraform has its own, longer patience.
            config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"}),
        )

    def _session(self, region: str) -> Any:
        environment = self._environment
        profile = environment.get("AWS_PROFILE")
        # Without this, a profile in our own environment would count although `environment` has none.
        variables = {"profile": (None, None, None, None)}
        chosen = None if environment.get("AWS_ACCESS_KEY_ID") else profile or None
        try:
            return boto3.Session(
                botocore_session=botocore.session.Session(session_vars=variables, profile=chosen),
                aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
                aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
                aws_session_token=environment.get("AWS_SESSION_TOKEN"),
                region_name=region,
            )
        except botocore.exceptions.ProfileNotFound as error:
            raise TarmacError(
                f"The AWS profile {profile} is not in ~/.aws/config.",
                "Correct AWS_PROFILE or the profile in the settings.",
            ) from error
