# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
"""Typed bindings of the AWS provider's ephemeral types that the modules use; each is imported when first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .secretsmanager_random_password import SecretsmanagerRandomPassword as SecretsmanagerRandomPassword
    from .secretsmanager_secret_version import SecretsmanagerSecretVersion as SecretsmanagerSecretVersion

_CLASSES = {
    "SecretsmanagerRandomPassword": "secretsmanager_random_password",
    "SecretsmanagerSecretVersion": "secretsmanager_secret_version",
}
_PACKAGES: list[str] = []


if not TYPE_CHECKING:  # for mypy, what is not imported above is a mistake

    def __getattr__(name: str) -> object:
        import importlib

        from kit.block import unknown_argument

        if name in _PACKAGES:
            return importlib.import_module(f".{name}", __name__)
        if name.startswith("_") or name in _CLASSES.values():
            raise AttributeError(name)
        unknown_argument(__name__, [name], _CLASSES, kind="type")
        return getattr(importlib.import_module(f".{_CLASSES[name]}", __name__), name)
