"""The deployments that are looked at: the two out of the box, and one with every setting that security asks for."""

from __future__ import annotations

from typing import Any

from stacks.settings import EMBEDDED

REGION = "us-east-1"
ACCOUNT = "123456789012"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/boundary"

OUT_OF_THE_BOX: dict[str, dict[str, Any]] = {"low": {"availability": "low"}, "high": {"availability": "high"}}


def hardened(key_arn: str, certificate_arn: str, web_acl_arn: str) -> dict[str, Any]:
    """Settings with which nothing stands open that a setting could close."""
    return {
        "availability": "high",
        "account": EMBEDDED,
        "region": REGION,
        "kms_key_arn": key_arn,
        "log_retention_days": 365,
        "permissions_boundary_arn": BOUNDARY,
        "load_balancer": {
            "certificate_arn": certificate_arn,
            "domain_name": "airflow.example.com",
            "allowed_cidrs": ["203.0.113.0/24"],
            "web_acl_arn": web_acl_arn,
            "access_logs": True,
            "deletion_protection": True,
        },
        "database": {"deletion_protection": True, "insights": "advanced", "monitoring_interval": 60},
    }
