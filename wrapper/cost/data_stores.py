"""What keeps data: database, broker, file system, buckets, repository, secrets and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wrapper.cost.charges import BROKER, BUCKETS, DATABASE, FILES, OTHER, SECRETS, Charge, fixed
from wrapper.cost.inventory import Inventory, Resource
from wrapper.cost.load import DAYS_PER_MONTH, HOURS_PER_MONTH, Load

SECONDS_PER_MONTH: Final = HOURS_PER_MONTH * 3600
REQUESTS_PER_LOG: Final = 2
"""Objects of S3 that a task run's log is written and read by: once each by the worker, once by a reader."""


def charges(inventory: Inventory, load: Load) -> Iterator[Charge]:
    """The charges of everything that keeps data."""
    yield from _database(inventory, load)
    yield from _broker(inventory)
    yield from _files(inventory, load)
    yield from _buckets(inventory, load)
    for repository in inventory.of("aws_ecr_repository"):
        yield fixed(OTHER, f"images in {repository.get('name', repository.name)}", "ecr.storage", load.image_gb)
    if secrets := len(inventory.of("aws_secretsmanager_secret")):
        yield fixed(SECRETS, f"{secrets} secrets", "secrets", secrets)
    if keys := len(inventory.of("aws_kms_key")):
        yield fixed(SECRETS, f"{keys} keys", "kms.keys", keys)


def capacity(cluster: Resource) -> tuple[float, float] | None:
    """The bounds of a serverless cluster in Aurora capacity units; None where its instances have a fixed size."""
    bounds = cluster.block("serverlessv2_scaling_configuration")
    return (float(bounds["min_capacity"]), float(bounds["max_capacity"])) if bounds else None


def _database(inventory: Inventory, load: Load) -> Iterator[Charge]:
    instances = inventory.of("aws_rds_cluster_instance")
    for cluster in inventory.of("aws_rds_cluster"):
        own = [one for one in instances if one.module == cluster.module]
        serverless = [one for one in own if one.get("instance_class") == "db.serverless"]
        bounds = capacity(cluster)
        if serverless and bounds:
            low, high = bounds
            busy = max(low, min(high, load.busy_acu))
            standing = len(serverless) * low * HOURS_PER_MONTH
            loaded = standing + len(serverless) * (busy - low) * load.busy_hours
            label = f"{len(serverless)} x {low:g} to {high:g} ACU"
            yield Charge(DATABASE, label, "aurora.acu", standing, loaded)
        for one in own:
            if one not in serverless:
                size = str(one.get("instance_class", "unknown"))
                yield fixed(DATABASE, f"instance {size}", f"aurora.{size}", HOURS_PER_MONTH)
        yield fixed(DATABASE, "storage", "aurora.storage", load.database_gb)
        idle = load.database_requests_per_second * SECONDS_PER_MONTH / 1e6
        runs = load.task_runs_per_day * DAYS_PER_MONTH * load.database_requests_per_run / 1e6
        yield Charge(DATABASE, "I/O", "aurora.io", idle, idle + runs)


def _broker(inventory: Inventory) -> Iterator[Charge]:
    for group in inventory.of("aws_elasticache_replication_group"):
        count, size = int(group.get("num_cache_clusters", 1)), group.get("node_type", "unknown")
        engine = group.get("engine", "redis")
        yield fixed(BROKER, f"{count} x {size}, {engine}", f"elasticache.{engine}.{size}", count * HOURS_PER_MONTH)


def _files(inventory: Inventory, load: Load) -> Iterator[Charge]:
    backups = {one.module for one in inventory.of("aws_efs_backup_policy") if _enabled(one)}
    for system in inventory.of("aws_efs_file_system"):
        yield fixed(FILES, "storage", "efs.storage", load.files_gb)
        yield fixed(FILES, "reads", "efs.read", load.efs_read_gb_per_day * DAYS_PER_MONTH)
        if system.module in backups:
            yield fixed(FILES, "backups", "backup.efs", load.files_gb)


def _enabled(policy: Resource) -> bool:
    return bool(policy.block("backup_policy").get("status") == "ENABLED")


def _buckets(inventory: Inventory, load: Load) -> Iterator[Charge]:
    runs = load.task_runs_per_day * DAYS_PER_MONTH
    for bucket in inventory.of("aws_s3_bucket"):
        if bucket.name == "logs":
            kept = load.task_runs_per_day * load.task_log_kb_per_run / 1e6 * _days_kept(inventory, bucket)
            requests = runs * REQUESTS_PER_LOG / 1000
            yield Charge(BUCKETS, "task logs", "s3.storage", 0, kept)
            yield Charge(BUCKETS, "task logs written", "s3.put", 0, requests)
            yield Charge(BUCKETS, "task logs read", "s3.get", 0, requests)
        else:
            yield fixed(BUCKETS, f"objects of {bucket.name}", "s3.storage", load.files_gb)


def _days_kept(inventory: Inventory, bucket: Resource) -> float:
    """How long the bucket keeps objects; a year where it does not say."""
    for one in inventory.of("aws_s3_bucket_lifecycle_configuration"):
        if one.module == bucket.module and one.name == bucket.name:
            days = [e["days"] for rule in one.get("rule", []) for e in rule.get("expiration") or [] if e.get("days")]
            if days:
                return float(max(days))
    return 365.0
