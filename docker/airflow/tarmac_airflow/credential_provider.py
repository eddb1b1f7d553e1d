"""Gives redis-py a fresh IAM token for each connection that it opens (docs/elasticache-authentication.md)."""

import os
import time
from collections.abc import Mapping
from typing import Any

from redis.credentials import CredentialProvider

from tarmac_airflow.connections import Redis
from tarmac_airflow.elasticache import signed_token, task_credentials
from tarmac_airflow.environment import SettingError, required

# Well inside the 15 minutes for which a token is valid, so that a burst of connections signs once.
REUSE_SECONDS = 300


class TokenProvider(CredentialProvider):  # type: ignore[misc] # redis is in the image alone
    """A user name and an IAM token."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._user = required(environment, "REDIS_USER")
        self._replication_group = required(environment, "REDIS_REPLICATION_GROUP")
        self._region = environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""
        if not self._region:
            raise SettingError(
                "AWS_REGION is not set. ECS sets it on Fargate; elsewhere set it in the task definition."
            )
        self._token = ""
        self._signed_at = 0.0

    def get_credentials(self) -> tuple[str, str]:
        """The user name and a token that is valid for 10 minutes more."""
        if time.monotonic() - self._signed_at > REUSE_SECONDS or not self._token:
            self._token = signed_token(
                task_credentials(self._environment),
                user=self._user,
                replication_group=self._replication_group,
                region=self._region,
            )
            self._signed_at = time.monotonic()
        return self._user, self._token

    async def get_credentials_async(self) -> tuple[str, str]:
        """The same, for Flower's asynchronous client."""
        return self.get_credentials()

    def __json__(self) -> str:
        """What a worker shows where Flower asks for its settings: kombu cannot serialize an object without this."""
        return type(self).__name__


def login_arguments(redis: Redis, environment: Mapping[str, str]) -> dict[str, Any]:
    """redis-py's arguments for the login."""
    if redis.token:
        return {"credential_provider": TokenProvider(environment)}
    return {"username": redis.username or None, "password": redis.password}
