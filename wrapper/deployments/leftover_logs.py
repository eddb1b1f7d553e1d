"""Log groups that services of AWS make anew after Terraform has deleted them, and that nobody would delete again.

RDS and Container Insights write their last lines minutes after their cluster is gone, and where the group is gone by
then, they make another of the same name: without tags, without retention, kept and charged for ever.
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-view-metrics.html
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from wrapper import diagnostics
from wrapper.target import Target


def remove(target: Target) -> list[str]:
    """Deletes those groups of a deployment that is destroyed; their names.

    A group is left alone while a cluster of that name exists: it is somebody's. Raises TarmacError where AWS refuses.
    """
    logs, removed = target.clients("logs"), []
    try:
        for name in _names(target):
            found = logs.describe_log_groups(logGroupNamePrefix=name)["logGroups"]
            if any(group["logGroupName"] == name for group in found):
                logs.delete_log_group(logGroupName=name)
                removed.append(name)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "deleting log groups that services of AWS made anew") from error
    return removed


def _names(target: Target) -> list[str]:
    """The names under which they come back: modules/aurora and modules/ecs_cluster give them the same."""
    found = []
    if not _has_database(target.clients("rds"), target.stack):
        found.append(f"/aws/rds/cluster/{target.stack}/postgresql")
    clusters = target.clients("ecs").describe_clusters(clusters=[target.stack])["clusters"]
    if all(cluster["status"] == "INACTIVE" for cluster in clusters):
        found.append(f"/aws/ecs/containerinsights/{target.stack}/performance")
    return found


def _has_database(rds: Any, name: str) -> bool:
    try:
        return bool(rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"])
    except rds.exceptions.DBClusterNotFoundFault:
        return False
