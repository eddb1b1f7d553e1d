"""Settings of the secrets: where their values come from, if not from Terraform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from stacks.settings.base import Problem, Section
from stacks.settings.values import Shape, unique

SecretName = Literal["fernet", "jwt", "api", "admin", "flower", "database", "master", "redis"]

_ADDRESS: Final = Shape(
    r"https://[A-Za-z0-9.-]+(:\d{1,5})?/?",
    "an https:// address such as 'https://vault.example.com:8200': a value must not travel in the clear",
)
_PATH: Final = Shape(r"[\w.@-]+(/[\w.@-]+)*", "names with a slash between them, without one at either end")


class Vault(Section):
    """A HashiCorp Vault from which `./tarmac secrets from-vault` takes values. Credentials stand in the environment."""

    address: Annotated[str, _ADDRESS] = Field(description="Address of Vault's HTTP API.")
    mount: Annotated[str, _PATH] = Field(default="secret", description="Where the KV engine, version 2, is mounted.")
    path: Annotated[str, _PATH] = Field(description="Path in that engine; below it lies one secret for each name.")
    names: Annotated[tuple[SecretName, ...], Field(min_length=1), unique] = Field(
        default=("fernet", "jwt", "api", "admin", "flower"), description="The secrets that Vault holds."
    )
    namespace: Annotated[str, _PATH] | None = Field(default=None, description="Namespace, in Vault Enterprise.")
    login: Literal["token", "approle", "aws_iam"] = Field(
        default="token",
        description="How to log in: VAULT_TOKEN, VAULT_ROLE_ID and VAULT_SECRET_ID, or the AWS credentials.",
    )
    login_mount: Annotated[str, _PATH] | None = Field(
        default=None, description="Where that login is mounted. By default `approle` or `aws`."
    )
    role: str | None = Field(default=None, description="Vault's role, for aws_iam.")
    server_id: str | None = Field(
        default=None, description="What Vault wants in X-Vault-AWS-IAM-Server-ID, for aws_iam."
    )
    ca_file: Path | None = Field(
        default=None, description="Certificates (PEM) of the authorities that Vault's must be signed by."
    )

    @field_validator("ca_file", mode="before")
    @classmethod
    def _relative_to_settings(cls, value: Any, info: ValidationInfo) -> Any:
        """Make the file absolute; `info.context` is the folder of the settings file."""
        if not isinstance(value, str) or not value:
            return value
        file = Path(info.context or ".", value).resolve()
        if not file.is_file():
            raise ValueError(f"is no file: {file}")
        return file

    def rules(self) -> Iterator[Problem]:
        for key in ("role", "server_id"):
            if self.login != "aws_iam" and getattr(self, key) is not None:
                yield Problem((key,), f"has no effect where login is {self.login}; remove it")
        if self.login == "aws_iam" and self.role is None:
            yield Problem(("role",), "is missing: login is aws_iam")
        if self.login == "token" and self.login_mount is not None:
            yield Problem(("login_mount",), "has no effect where login is token; remove it")


class Secrets(Section):
    """Where the values of secrets come from."""

    backend: Literal["metadata-database", "secrets-manager"] = Field(
        default="metadata-database",
        description="Where Airflow looks for connections and variables first: nowhere else than in its database, or in "
        "secrets called NAME/connections/ID and NAME/variables/KEY.",
    )
    vault: Vault | None = Field(default=None, description="A HashiCorp Vault. By default Terraform makes every value.")
