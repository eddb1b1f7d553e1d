"""Airflow's own secrets backend: connections and variables out of AWS Secrets Manager.

https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/secrets-backends/aws-secrets-manager.html
"""

from __future__ import annotations

import json
from typing import Any, Final

from stacks.names import account_id
from stacks.settings import Deployment

CONNECTIONS: Final = "connections"
VARIABLES: Final = "variables"
POLICY_NAME: Final = "read-connections-and-variables"
"""Below the deployment's name. Tarmac's own secrets lie elsewhere below it, so who may read these cannot read those."""


def environment(deployment: Deployment) -> dict[str, str]:
    """What every component is told of the backend; nothing where connections live in the metadata database alone."""
    if deployment.secrets.backend == "metadata-database":
        return {}
    prefixes = {f"{kind}_prefix": f"{deployment.name}/{kind}" for kind in (CONNECTIONS, VARIABLES)}
    return {
        "AIRFLOW__SECRETS__BACKEND": "airflow.providers.amazon.aws.secrets.secrets_manager.SecretsManagerBackend",
        "AIRFLOW__SECRETS__BACKEND_KWARGS": json.dumps(prefixes | {"config_prefix": None}),
        "AIRFLOW__SECRETS__USE_CACHE": "True",
    }


def policies(deployment: Deployment) -> dict[str, str]:
    """What the roles under which users' code runs may do for it: they ask Secrets Manager themselves."""
    if deployment.secrets.backend == "metadata-database":
        return {}
    where = f"arn:{deployment.partition}:secretsmanager:{deployment.region}:{account_id(deployment.account)}:secret"
    statements: list[dict[str, Any]] = [
        {
            "Sid": "ReadConnectionsAndVariables",
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": [f"{where}:{deployment.name}/{kind}/*" for kind in (CONNECTIONS, VARIABLES)],
        }
    ]
    if deployment.kms_key_arn is not None:
        statements.append(
            {
                "Sid": "DecryptThem",
                "Effect": "Allow",
                "Action": "kms:Decrypt",
                "Resource": [deployment.kms_key_arn],
                "Condition": {
                    "StringEquals": {"kms:ViaService": f"secretsmanager.{deployment.region}.{_suffix(deployment)}"}
                },
            }
        )
    return {POLICY_NAME: json.dumps({"Version": "2012-10-17", "Statement": statements})}


def _suffix(deployment: Deployment) -> str:
    return "amazonaws.com.cn" if deployment.partition == "aws-cn" else "amazonaws.com"
