"""Reads a deployment's secrets from HashiCorp Vault, over verified TLS, without touching disk.

https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import hvac
import requests
from hvac import exceptions

from stacks.settings.secrets import Vault
from wrapper.aws_clients import AwsClients
from wrapper.errors import TarmacError
from wrapper.secrets import catalog, values
from wrapper.secrets.deployed import VAULT_LABEL

_TIMEOUT_SECONDS: Final = 15
_LOGINS_REGION: Final = "us-east-1"
"""Of the global endpoint of STS, to which Vault hands a login on unless it is configured otherwise:
https://developer.hashicorp.com/vault/docs/auth/aws#iam-authentication-inferences"""

_FIELDS: Final = {"fernet": ("value",), "key": ("value",), "login": ("username", "password"), "password": ("password",)}


@dataclass(frozen=True)
class Found:
    """A value in Vault, as Secrets Manager keeps it, and the label that says where it was."""

    value: str = field(repr=False)
    label: str


class _Refused(Exception):
    """Vault answered 403."""


def read(settings: Vault, environment: Mapping[str, str], clients: AwsClients) -> dict[str, Found]:
    """The values of all the names in the settings.

    Raises TarmacError where Vault does not answer, lets us not in, or lacks a value; one error names all that lack.
    """
    client = hvac.Client(
        url=settings.address.rstrip("/"),
        token="",  # hvac would read a variable and a file of the user's
        verify=str(settings.ca_file) if settings.ca_file else True,
        timeout=_TIMEOUT_SECONDS,
        namespace=settings.namespace,
    )
    found: dict[str, Found] = {}
    wrong: list[str] = []
    try:
        _log_in(client, settings, environment, clients)
        for name in settings.names:
            result = _read_one(client, settings, name)
            if isinstance(result, Found):
                found[name] = result
            else:
                wrong.append(result)
    finally:
        client.adapter.close()
    if wrong:
        raise TarmacError("\n".join(wrong), "Nothing was changed. Write them into Vault, then run the command again.")
    return found


def _log_in(client: Any, settings: Vault, environment: Mapping[str, str], clients: AwsClients) -> None:
    """Gives the client a token, and makes sure that Vault takes it."""
    log_in: dict[str, Callable[[], object]] = {
        "token": lambda: setattr(client, "token", _variable(environment, "VAULT_TOKEN", settings)),
        "approle": lambda: client.auth.approle.login(
            role_id=_variable(environment, "VAULT_ROLE_ID", settings),
            secret_id=_variable(environment, "VAULT_SECRET_ID", settings),
            mount_point=settings.login_mount or "approle",
        ),
        "aws_iam": lambda: _log_in_by_aws(client, settings, clients),
    }
    how = {
        "token": "Get a new one with 'vault login', and give it in VAULT_TOKEN.",
        "approle": "Check VAULT_ROLE_ID, and get a new VAULT_SECRET_ID: one expires, or is good for a few logins.",
        "aws_iam": f"Check that Vault's role {settings.role} is bound to the AWS role that you use, and that "
        "login_mount and server_id are right.",
    }[settings.login]
    try:
        with _explained(settings):
            log_in[settings.login]()
            client.auth.token.lookup_self()["data"]
    except (_Refused, exceptions.InvalidRequest, exceptions.InvalidPath) as error:
        what = "the token: it has expired, or Vault does not know it"
        if settings.login != "token":
            what = f"the login by {settings.login}"
        raise TarmacError(f"Vault at {settings.address} refuses {what}. Nothing was changed.", how) from error


def _log_in_by_aws(client: Any, settings: Vault, clients: AwsClients) -> None:
    credentials = clients.credentials()
    client.auth.aws.iam_login(
        credentials.access_key,
        credentials.secret_key,
        credentials.token,
        header_value=settings.server_id,
        role=settings.role,
        region=_LOGINS_REGION,
        mount_point=settings.login_mount or "aws",
    )


def _variable(environment: Mapping[str, str], name: str, settings: Vault) -> str:
    value = environment.get(name, "").strip()
    if not value:
        raise TarmacError(
            f"{name} is not set, and the login at Vault is '{settings.login}'.",
            f"Put it into the environment: export {name}=…. It stands in no file of Tarmac's.",
        )
    return value


def _read_one(client: Any, settings: Vault, name: str) -> Found | str:
    """A value, or a sentence about why there is none."""
    place = f"{settings.mount}/{settings.path}/{name}"
    try:
        with _explained(settings):
            answer = client.secrets.kv.v2.read_secret_version(
                path=f"{settings.path}/{name}", mount_point=settings.mount, raise_on_deleted_version=True
            )
            data, metadata = answer["data"]["data"], answer["data"]["metadata"]
    except _Refused as error:
        policy = f"{settings.mount}/data/{settings.path}/*"
        raise TarmacError(
            f"Vault at {settings.address} does not let us read {place}.",
            f'Nothing was changed. Its policy needs: path "{policy}" {{ capabilities = ["read"] }}',
        ) from error
    except exceptions.InvalidPath as error:
        return _missing(place, error.json)
    kind = catalog.by_name(name)
    assert kind is not None  # noqa: S101 - the settings know no other names
    wanted = _FIELDS[kind.form]
    missing = [key for key in wanted if not isinstance(data.get(key), str) or not data[key]]
    if missing:
        return f"{place} in Vault has no {' and no '.join(missing)}; it must hold {' and '.join(wanted)}, as text."
    value = data["value"] if wanted == ("value",) else json.dumps({key: data[key] for key in wanted})
    problem = values.problem(kind, value)
    if problem is None and kind.form == "fernet" and len(values.fernet_keys(value)) > 1:
        problem = "is a list of keys, and one is wanted: Tarmac keeps the old one beside it while that is needed"
    if problem:
        return f"The value of {place} in Vault {problem}."
    return Found(value, f"{VAULT_LABEL}{place}:{metadata['version']}")


def _missing(place: str, answer: Any) -> str:
    metadata = ((answer or {}).get("data") or {}).get("metadata") or {}
    if metadata.get("destroyed"):
        return f"The newest version of {place} in Vault is destroyed."
    if metadata.get("deletion_time"):
        return f"The newest version of {place} in Vault is deleted; 'vault kv undelete' brings it back."
    warned = " ".join((answer or {}).get("warnings") or ())
    if "versioned" in warned:
        return f"{place} in Vault is not in a KV engine of version 2; check mount and path."
    return f"There is no {place} in Vault."


@contextmanager
def _explained(settings: Vault) -> Iterator[None]:
    """Turns what hvac and requests raise into sentences. What only the caller can explain goes on to it."""
    where = f"Vault at {settings.address}"
    try:
        yield
    except (exceptions.Forbidden, exceptions.Unauthorized) as error:
        raise _Refused(str(error)) from error
    except exceptions.VaultDown as error:
        raise TarmacError(
            f"{where} is sealed, so it gives out nothing. Nothing was changed.",
            "Have it unsealed ('vault operator unseal'), then run the command again.",
        ) from error
    except exceptions.VaultNotInitialized as error:
        raise TarmacError(f"{where} is not initialized. Nothing was changed.", "Check the address.") from error
    except exceptions.RateLimitExceeded as error:
        raise TarmacError(
            f"{where} answers too many requests already, or is a standby. Nothing was changed.",
            "Wait a moment, then run the command again.",
        ) from error
    except (exceptions.InvalidRequest, exceptions.InvalidPath):
        raise
    except exceptions.VaultError as error:
        raise TarmacError(
            f"{where} cannot answer: {', '.join(map(str, error.errors or ())) or type(error).__name__}. "
            "Nothing was changed.",
            "Look into Vault's own log, then run the command again.",
        ) from error
    except requests.exceptions.SSLError as error:
        raise TarmacError(
            f"The certificate of {where} is not trusted: {_reason(error)}. Nothing was sent.",
            "Name the authorities that signed it in secrets.vault.ca_file, and check the address.",
        ) from error
    except OSError as error:
        # ca_file vanished, or is no certificate; requests' own errors are OSErrors as well.
        if not isinstance(error, requests.exceptions.RequestException):
            raise TarmacError(
                f"secrets.vault.ca_file cannot be used: {error}", "Correct it in the settings."
            ) from error
        raise TarmacError(
            f"{where} cannot be reached: {_reason(error)}. Nothing was changed.",
            "Check the address, the network and HTTPS_PROXY, then run the command again.",
        ) from error
    except (ValueError, TypeError, KeyError) as error:  # no JSON, or other JSON than Vault's
        raise TarmacError(f"What answers at {settings.address} is no Vault.", "Check the address.") from error


def _reason(error: Exception) -> str:
    """The innermost reason, which is the telling one."""
    reason: Any = error
    while inner := (
        getattr(reason, "reason", None) or next((a for a in reason.args if isinstance(a, Exception)), None)
    ):
        if not isinstance(inner, Exception):
            break
        reason = inner
    return str(reason).rsplit(": ", 1)[-1] if "Connection" in type(reason).__name__ else str(reason)
