"""The secrets of a deployment in one table: where Terraform makes each, what it looks like, what it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from stacks.settings import Deployment

Form = Literal["fernet", "key", "login", "password"]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One secret.

    Attributes:
        name: what a person types.
        module: Terraform's module that makes it.
        resource: name of the `aws_secretsmanager_secret` in that module.
        key: its key, where there are several by `for_each`; None where it is counted.
        purpose: what it is for.
        form: a list of Fernet keys, a bare key, a JSON object with username and password, or one with password.
        length: letters and digits of the random part of a new value.
    """

    name: str
    module: str
    resource: str = "this"
    key: str | None = None
    purpose: str
    form: Form
    length: int = 32

    def __str__(self) -> str:
        return self.name


def _airflow(name: str, purpose: str, form: Form, length: int = 32) -> Kind:
    return Kind(name=name, module="module.ecs_airflow", key=name, purpose=purpose, form=form, length=length)


KINDS: Final = (
    _airflow("fernet", "encrypts connections and variables in the database", "fernet"),
    _airflow("jwt", "signs the tokens by which tasks speak to the API server", "key", 64),
    _airflow("api", "signs the requests for the logs of running tasks, and sessions", "key", 64),
    _airflow("admin", "first user of Airflow", "login"),
    _airflow("flower", "user of Flower", "login"),
    Kind(
        name="database",
        module="module.aurora",
        resource="application",
        purpose="Airflow's own role in its database",
        form="login",
    ),
    Kind(
        name="master",
        module="module.aurora",
        resource="master",
        purpose="owner of the database cluster; the init step uses it",
        form="login",
    ),
    Kind(name="redis", module="module.redis", purpose="password of Redis", form="password"),
)
"""What Terraform makes (modules/*/secrets.tf, modules/redis/fargate.tf), by the same rule as there."""

ADMINISTRATOR: Final = Kind(
    name="redis-administrator",
    module="module.redis",
    resource="administrator",
    purpose="lets a rotation give Redis another password; read by Redis alone",
    form="login",
)
"""Of a Redis whose password can be replaced while it runs. A Redis made before has none."""

NAMES: Final = tuple(kind.name for kind in KINDS)

_ARN_PARTS: Final = 7


def expected(deployment: Deployment) -> tuple[Kind, ...]:
    """What a deployment with these settings owns. What it was given is not among it."""
    own = [kind for kind in KINDS if kind.module == "module.ecs_airflow"]
    if deployment.database.existing is None:
        own += [kind for kind in KINDS if kind.module == "module.aurora"]
    if deployment.broker.existing is None and deployment.broker.mode == "fargate":
        own += [kind for kind in KINDS if kind.module == "module.redis"]
    return tuple(own)


def given(deployment: Deployment) -> dict[str, str]:
    """The ARNs of the secrets that the settings name, which belong to somebody else."""
    database, broker = deployment.database.existing, deployment.broker.existing
    arns = {
        "database": database.secret_arn if database else None,
        "master": database.master_secret_arn if database else None,
        "redis": broker.secret_arn if broker else None,
    }
    return {name: arn for name, arn in arns.items() if arn is not None}


def by_name(name: str) -> Kind | None:
    """The secret of that name."""
    return next((kind for kind in (*KINDS, ADMINISTRATOR) if kind.name == name), None)


def at_stage(value_from: str, stage: str) -> str:
    """An ECS reference to a secret, with or without a JSON key, as one to the version at that stage.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
    """
    parts = value_from.split(":")
    key = parts[_ARN_PARTS] if len(parts) > _ARN_PARTS else ""
    return f"{':'.join(parts[:_ARN_PARTS])}:{key}:{stage}:"


def arn_of(value_from: str) -> str:
    """The ARN in an ECS reference to a secret."""
    return ":".join(value_from.split(":")[:_ARN_PARTS])
