"""Secrets Manager: the current version follows its label, and what is refused of a deleted secret."""

from collections.abc import Callable
from typing import Any

from moto.secretsmanager.exceptions import InvalidRequestException
from moto.secretsmanager.models import FakeSecret, SecretsManagerBackend

from wrapper.embedded_aws.gaps.core import gap, replace

CURRENT = "AWSCURRENT"
DELETED = "You can't perform this operation on the secret because it was marked for deletion."


@gap
def current_version_follows_its_label() -> None:
    """Stock moto answers the value that was last written as current, also after AWSCURRENT was moved elsewhere.

    AWS answers the version with that label to whoever names neither a version nor a stage.
    https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
    """

    @replace(SecretsManagerBackend)
    def update_secret_version_stage(
        original: Callable[..., tuple[str, str]], self: SecretsManagerBackend, secret_id: str, *rest: str, **named: str
    ) -> tuple[str, str]:
        answer: tuple[str, str] = original(secret_id, *rest, **named)
        secret = self.secrets[secret_id]
        assert isinstance(secret, FakeSecret)  # noqa: S101 - moto refuses a replica
        for version, kept in secret.versions.items():
            if CURRENT in kept["version_stages"]:
                secret.set_default_version_id(version)
        return answer


@gap
def a_deleted_secret_is_refused_in_words() -> None:
    """Stock moto says in words of its own that a secret waits for its deletion.

    Terraform knows AWS's words: it then takes the secret's version for gone, and plans another.
    """

    @replace(SecretsManagerBackend)
    def get_secret_value(
        original: Callable[..., dict[str, Any]], self: SecretsManagerBackend, secret_id: str, *rest: str, **named: str
    ) -> dict[str, Any]:
        if self._is_valid_identifier(secret_id) and self.secrets[secret_id].is_deleted():
            raise InvalidRequestException(DELETED)
        return original(secret_id, *rest, **named)
