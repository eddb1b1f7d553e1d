"""The secrets that this module owns, and all that its tasks are given."""

from __future__ import annotations

from dataclasses import dataclass

from kit import aws
from kit import functions as fn
from kit.expressions import Expression, each, when
from modules.ecs_airflow.context import Context

# What is made: the length of its random part and its form.
GENERATED = {
    "fernet": {"length": 32, "form": "base64", "purpose": "Encrypts connections and variables in the database"},
    "jwt": {"length": 64, "form": "plain", "purpose": "Signs the tokens by which tasks speak to the API server"},
    "api": {"length": 64, "form": "plain", "purpose": "Signs the requests for the logs of running tasks"},
    "admin": {"length": 32, "form": "login", "purpose": "First user of Airflow"},
    "flower": {"length": 32, "form": "login", "purpose": "User of Flower"},
}


@dataclass(frozen=True)
class Secrets:
    """The secrets made here, and the ARN of every secret by its name in the table of components."""

    made: aws.SecretsmanagerSecret
    versions: aws.SecretsmanagerSecretVersion
    arns: Expression


def build(c: Context) -> Secrets:
    """Writes secrets.tf."""
    m, i = c.module, c.i
    generated = m.local("generated_secrets", GENERATED, note="What Terraform makes, and never keeps in its state.")
    made = aws.SecretsmanagerSecret(
        m,
        "this",
        for_each=generated,
        name_prefix=f"{i.name}/airflow/{each.key}-",
        description=each.value.purpose,
        kms_key_id=i.kms_key_arn,
        recovery_window_in_days=i.secret_recovery_days,
        tags=c.tags(each.key),
        note="A prefix, because a destroyed secret keeps its name until its recovery window ends.",
    )
    random = aws.ephemeral.SecretsmanagerRandomPassword(
        m, "this", for_each=generated, password_length=each.value.length, exclude_punctuation=True
    )
    password = random[each.key].random_password
    versions = aws.SecretsmanagerSecretVersion(
        m,
        "this",
        for_each=generated,
        secret_id=made[each.key].id,
        secret_string_wo=when(
            each.value.form == "login",
            fn.jsonencode({"username": each.key, "password": password}),
            when(each.value.form == "base64", fn.base64encode(password), password),
        ),
        secret_string_wo_version=1,
        note="A Fernet key is 32 bytes in base64. Tasks read the secrets; nobody else needs them here.",
    )
    arns = m.local(
        "secret_arns",
        {
            "database": i.database.secret_arn,
            "master": i.database.master_secret_arn,
            "broker": i.broker.secret_arn,
            **{name: made[name].arn for name in GENERATED},
        },
    )
    return Secrets(made, versions, arns)
