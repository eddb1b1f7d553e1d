"""RDS: Aurora clusters and their instances."""

from collections.abc import Callable, Mapping
from typing import Any

from moto.rds.models import DBCluster, DBInstance, RDSBackend

from wrapper.embedded_aws.gaps.core import gap, replace

MONITORING = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "database_insights_mode": "database_insights_mode",
}
"""Parameters of the create and modify actions, and the attributes that AWS answers them in."""

DEFAULT_RETENTION = 7
"""Days that Performance Insights keeps where nothing else is asked for.
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html"""


def _store_monitoring(model: Any, parameters: Mapping[str, Any]) -> None:
    for parameter, attribute in MONITORING.items():
        value = parameters.get(parameter)
        if value is not None:
            setattr(model, attribute, value)
    if getattr(model, "performance_insights_enabled", False):
        if not getattr(model, "performance_insights_retention_period", None):
            model.performance_insights_retention_period = DEFAULT_RETENTION
    else:
        model.performance_insights_retention_period = None


@gap
def scaling_configuration_of_serverless_v1() -> None:
    """Stock moto answers an empty serverless v1 scaling configuration for every cluster: Terraform plans to remove it.

    AWS answers one for the engine mode serverless only.
    """

    original = DBCluster.scaling_configuration_info

    def scaling_configuration_info(self: DBCluster) -> dict[str, Any] | None:
        if not self.scaling_configuration:
            return None
        info: dict[str, Any] = original.fget(self)  # type: ignore[attr-defined]
        return info

    setattr(DBCluster, "scaling_configuration_info", property(scaling_configuration_info))  # noqa: B010


@gap
def aurora_storage_types() -> None:
    """Stock moto fails on the storage types of Aurora.

    AWS takes aurora and aurora-iopt1, and stores no size with them: Aurora's storage grows by itself.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
    """

    original = DBCluster.default_allocated_storage

    def default_allocated_storage(engine: str, storage_type: str) -> int:
        if engine.startswith("aurora") and storage_type in ("aurora", "aurora-iopt1"):
            return 1
        return original(engine, storage_type)

    setattr(DBCluster, "default_allocated_storage", staticmethod(default_allocated_storage))  # noqa: B010


@gap
def default_certificate_authority() -> None:
    """Stock moto gives an instance the certificate authority "rds-ca-default", which does not exist.

    AWS gives rds-ca-rsa2048-g1 where the account chose no other. Terraform corrects a wrong one with a reboot.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
    """

    @replace(DBInstance)
    def __init__(original: Callable[..., None], self: DBInstance, *args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        if self.ca_certificate_identifier == "rds-ca-default":
            self.ca_certificate_identifier = "rds-ca-rsa2048-g1"


@gap
def instance_insights() -> None:
    """Stock moto drops Performance Insights and Database Insights of an instance.

    AWS answers them. An instance of a cluster takes the cluster's Database Insights mode.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
    """

    @replace(DBInstance)
    def __init__(original: Callable[..., None], self: DBInstance, *args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        model: Any = self
        model.performance_insights_enabled = False
        model.database_insights_mode = "standard"
        _store_monitoring(model, kwargs)

    @replace(DBInstance)
    def update(original: Callable[..., None], self: DBInstance, **kwargs: Any) -> None:
        original(**kwargs)
        _store_monitoring(self, kwargs)


@gap
def cluster_insights() -> None:
    """Stock moto drops Performance Insights and Database Insights of a cluster.

    AWS answers them. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBCluster.html
    """

    @replace(DBCluster)
    def __init__(original: Callable[..., None], self: DBCluster, *args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        model: Any = self
        model.database_insights_mode = "standard"
        _store_monitoring(model, kwargs)

    @replace(RDSBackend)
    def modify_db_cluster(original: Callable[..., Any], self: RDSBackend, kwargs: dict[str, Any]) -> Any:
        identifier = kwargs.get("new_db_cluster_identifier") or kwargs["db_cluster_identifier"]
        parameters = {name: kwargs.get(name) for name in MONITORING}
        answer = original(kwargs)
        _store_monitoring(self.clusters[identifier], parameters)
        return answer


@gap
def modify_cluster_logs_and_authentication() -> None:
    """Stock moto ignores the log exports and the IAM authentication in a change of a cluster.

    AWS applies both. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBCluster.html
    """

    @replace(RDSBackend)
    def modify_db_cluster(original: Callable[..., Any], self: RDSBackend, kwargs: dict[str, Any]) -> Any:
        identifier = kwargs.get("new_db_cluster_identifier") or kwargs["db_cluster_identifier"]
        exports = kwargs.get("cloudwatch_logs_export_configuration") or {}
        authentication = kwargs.get("enable_iam_database_authentication")
        answer = original(kwargs)
        cluster = self.clusters[identifier]
        disabled = exports.get("DisableLogTypes") or []
        kept = [log for log in cluster.enabled_cloudwatch_logs_exports if log not in disabled]
        added = [log for log in exports.get("EnableLogTypes") or [] if log not in kept]
        cluster.enabled_cloudwatch_logs_exports = kept + added
        if authentication is not None:
            cluster.iam_auth = authentication
        return answer
