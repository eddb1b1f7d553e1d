"""Which extra environment variables a deployment may set.

They can be read in the ECS console and in Terraform's state, so none may hold a secret. And none may
override what Tarmac sets itself, because several components must agree on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from stacks.settings.base import Problem

_SET_BY_TARMAC: Final[dict[str, str]] = {
    # variable, or the beginning of several      what to change instead
    "AIRFLOW__CORE__EXECUTOR": "ecs_executor",
    "AIRFLOW__CORE__FERNET_KEY": "",
    "AIRFLOW__CORE__AUTH_MANAGER": "",
    "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": "",
    "AIRFLOW__CORE__HOSTNAME_CALLABLE": "",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "database.existing",
    "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN_ASYNC": "database.existing",
    "AIRFLOW__API__BASE_URL": "load_balancer.domain_name",
    "AIRFLOW__API__SECRET_KEY": "",
    "AIRFLOW__API_AUTH__JWT_SECRET": "",
    "AIRFLOW__API_AUTH__JWT_ISSUER": "",
    "AIRFLOW__FAB__SESSION_BACKEND": "",
    "AIRFLOW__CELERY__BROKER_URL": "broker.existing",
    "AIRFLOW__CELERY__RESULT_BACKEND": "broker.existing",
    "AIRFLOW__CELERY__WORKER_CONCURRENCY": "components.worker.concurrency",
    "AIRFLOW__CELERY__FLOWER_BASIC_AUTH": "",
    "AIRFLOW__CELERY__FLOWER_URL_PREFIX": "",
    "AIRFLOW__CELERY__SSL_ACTIVE": "broker.existing.tls",
    "AIRFLOW__CELERY__SSL_MUTUAL_TLS": "broker.existing.tls",
    "AIRFLOW__CELERY__SSL_CACERT": "broker.existing.tls",
    "AIRFLOW__DAG_PROCESSOR__DAG_BUNDLE_CONFIG_LIST": "dag_bundles",
    "AIRFLOW__LOGGING__REMOTE_LOGGING": "",
    "AIRFLOW__LOGGING__REMOTE_BASE_LOG_FOLDER": "",
    "AIRFLOW__LOGGING__REMOTE_LOG_CONN_ID": "",
    "AIRFLOW__SCHEDULER__ENABLE_HEALTH_CHECK": "",
    "AIRFLOW_CONN_AWS_DEFAULT": "",
    "AIRFLOW_CONFIG": "",
    "AIRFLOW_HOME": "",
    "FLOWER_URL_PREFIX": "",
    "AWS_REGION": "region",
    "AWS_DEFAULT_REGION": "region",
    "AWS_ENDPOINT_URL": "account",
}

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SECRET_NAME: Final = re.compile(
    r"(PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|CREDENTIALS?|(SECRET|PRIVATE|ACCESS|API|FERNET|SIGNING)_KEY(_ID)?|APIKEY)$"
)
_SECRET_VALUE: Final = re.compile(
    r"://[^/\s:@]*:[^/\s@]+@"  # a password inside an address
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\b(AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\"password\"\s*:"
)


def looks_like_secret(value: str) -> bool:
    """Whether a value holds a password, a private key or an access key that must not be shown."""
    return _SECRET_VALUE.search(value) is not None


def check(environment: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with each variable. No problem shows a value: it may be a secret."""
    for name, value in environment.items():
        message = _check_one(name, value)
        if message:
            yield Problem((name,), message, show_value=False)


def _check_one(name: str, value: str) -> str | None:
    if not _NAME.fullmatch(name):
        return "is no name of a variable; use letters, digits and underscores, no digit first"
    upper = name.upper()
    # Airflow reads KEY also from a command (KEY_CMD) or a secrets backend (KEY_SECRET).
    for option in (upper, upper.removesuffix("_CMD"), upper.removesuffix("_SECRET")):
        if option in _SET_BY_TARMAC:
            instead = _SET_BY_TARMAC[option]
            return "is set by Tarmac itself; " + (f"change '{instead}' instead" if instead else "remove it")
    names_a_secret = upper.startswith("AIRFLOW__") and upper.endswith("_SECRET")
    if (_SECRET_NAME.search(upper) and not names_a_secret) or looks_like_secret(value):
        return (
            "looks like a secret, and environment variables can be read in the ECS console and in Terraform's "
            "state; keep it in Secrets Manager, as an Airflow variable or connection"
        )
    return None
