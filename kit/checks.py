"""Rules for inputs. A rule is a condition that Terraform evaluates in a `validation` block and, where the value is
already known, Python as well: so a stack refuses a wrong value before anything is called."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kit import functions as fn
from kit.expressions import Expression, for_list


@dataclass(frozen=True)
class Check:
    """A rule: what Terraform evaluates, what Python evaluates, and what is allowed, as the end of “must …”."""

    condition: Callable[[Expression], object]
    accepts: Callable[[object], bool]
    allowed: str


def between(low: float, high: float) -> Check:
    """A number from `low` to `high`, both included."""
    return Check(
        lambda value: (value >= low) & (value <= high),
        lambda value: isinstance(value, int | float) and low <= value <= high,
        f"be from {low:g} to {high:g}",
    )


def one_of(*values: str) -> Check:
    """One of the texts."""
    return Check(
        lambda value: fn.contains(list(values), value),
        lambda value: value in values,
        "be one of " + ", ".join(values),
    )


def one_of_numbers(*values: float) -> Check:
    """One of the numbers."""
    return Check(
        lambda value: fn.contains(list(values), value),
        lambda value: value in values,
        "be one of " + ", ".join(f"{value:g}" for value in values),
    )


def matches(pattern: str, allowed: str) -> Check:
    """Text that a regular expression (RE2, as Terraform reads it) finds something in."""
    return Check(
        lambda value: fn.can(fn.regex(pattern, value)),
        lambda value: isinstance(value, str) and re.search(pattern, value) is not None,
        allowed,
    )


def is_cidr(smallest_prefix: int = 0, largest_prefix: int = 32) -> Check:
    """An IPv4 range in CIDR notation, with a prefix length in the bounds."""

    bounded = (smallest_prefix, largest_prefix) != (0, 32)
    allowed = f"be an IPv4 range with a prefix from /{smallest_prefix} to /{largest_prefix}"

    def condition(value: Expression) -> Expression:
        # cidrnetmask takes IPv4 alone, and cidrsubnet clears the host bits.
        valid = fn.can(fn.cidrnetmask(value)) & fn.try_(fn.cidrsubnet(value, 0, 0) == value, False)
        if not bounded:
            return valid
        lengths = "|".join(str(length) for length in range(smallest_prefix, largest_prefix + 1))
        return valid & fn.can(fn.regex(f"/({lengths})$", value))

    def accepts(value: object) -> bool:
        try:
            return smallest_prefix <= ipaddress.IPv4Network(str(value)).prefixlen <= largest_prefix
        except ValueError:
            return False

    return Check(condition, accepts, allowed if bounded else "be an IPv4 range, as in 10.0.0.0/16")


def every(rule: Check) -> Check:
    """A list whose items all keep the rule."""
    return Check(
        lambda value: fn.alltrue(for_list(value, rule.condition)),
        lambda value: isinstance(value, Sequence) and all(rule.accepts(item) for item in value),
        f"each {rule.allowed}",
    )


def is_name(longest: int) -> Check:
    """A name of which other names are made: RDS and ElastiCache take no two hyphens together, and none at the end."""
    pattern = "^[a-z](-?[a-z0-9])*$"
    return Check(
        lambda value: fn.can(fn.regex(pattern, value)) & (fn.length(value) <= longest),
        lambda value: isinstance(value, str) and len(value) <= longest and re.search(pattern, value) is not None,
        f"be 1 to {longest} lower-case letters, digits and single hyphens, a letter first and no hyphen last",
    )


def is_arn(service: str, what: str) -> Check:
    """An ARN of the service, in any partition. `what` says of what, with its article."""
    return matches(f"^arn:[a-z-]+:{service}:", f"be the ARN of {what}")


def is_id(prefix: str, what: str) -> Check:
    """An ID as EC2 gives it. `what` says of what, with its article."""
    return matches(f"^{prefix}-[0-9a-z]+$", f"be the ID of {what}, as in {prefix}-0123")


is_vpc_id: Final = is_id("vpc", "a VPC")
are_subnet_ids: Final = every(is_id("subnet", "a subnet"))
is_security_group_id: Final = is_id("sg", "a security group")
is_key_arn: Final = is_arn("kms", "a KMS key")
is_secret_arn: Final = is_arn("secretsmanager", "a secret of Secrets Manager")
is_policy_arn: Final = is_arn("iam", "an IAM policy")

# fmt: off
LOG_RETENTION_DAYS: Final = (
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
)
# fmt: on
"""Days for which CloudWatch can keep logs, 0 for ever.
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""

is_log_retention: Final = one_of_numbers(*LOG_RETENTION_DAYS)

is_recovery_window: Final = Check(
    lambda value: (value == 0) | (value >= 7) & (value <= 30),
    lambda value: value == 0 or (isinstance(value, int | float) and 7 <= value <= 30),
    "be 0 or from 7 to 30",
)
"""Days for which a deleted secret can be restored.
https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html"""
