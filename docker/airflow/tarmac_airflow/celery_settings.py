"""Airflow's Celery settings with IAM authentication added. Named by AIRFLOW__CELERY__CELERY_CONFIG_OPTIONS.

The provider goes into `broker_use_ssl`, which kombu and Flower both hand to redis-py; the URL's `credential_provider`
option would not reach Flower's own client (docs/elasticache-authentication.md).
"""

from typing import Any

from airflow.providers.celery.executors.default_celery import DEFAULT_CELERY_CONFIG

from tarmac_airflow.credential_provider import TokenProvider

_provider = TokenProvider()

CELERY_CONFIG: dict[str, Any] = {
    **DEFAULT_CELERY_CONFIG,
    "broker_use_ssl": {**DEFAULT_CELERY_CONFIG["broker_use_ssl"], "credential_provider": _provider},
    "redis_backend_credential_provider": _provider,
}
