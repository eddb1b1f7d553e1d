"""What a plan would do, read from `terraform show -json`, and the guard over what holds data.

Format: https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from rich.table import Table

from wrapper.errors import TarmacError

Plan = dict[str, Any]

ACTIONS = ("create", "update", "replace", "delete")

#: What is lost with a resource of each type. One that is not here can be made again from the settings alone.
HOLDS_DATA = {
    "aws_rds_cluster": "Airflow's metadata database: DAG runs, connections, variables, users",
    "aws_db_instance": "a database",
    "aws_db_snapshot": "a copy of a database",
    "aws_db_cluster_snapshot": "a copy of a database",
    "aws_vpc": "the network in which the database and the files stand: they cannot move to another",
    "aws_s3_bucket": "the task logs or DAGs in it",
    "aws_efs_file_system": "the DAGs and the files of tasks on it",
    "aws_secretsmanager_secret": "a secret: without its Fernet key Airflow cannot read its connections",
    "aws_kms_key": "the key to everything encrypted with it, backups included",
    "aws_ecr_repository": "the images in it, those that run now included",
    "aws_dynamodb_table": "the items in it",
    "aws_ebs_volume": "the files on it",
    "aws_backup_vault": "the backups in it",
}

# Redis holds queued messages and no more, and its password is made anew with it: a change of broker is a notice.
BROKER_MODULE = "module.redis"
BROKERS = ("aws_elasticache_replication_group", "aws_ecs_service")
BROKER_NOTICE = (
    "The broker changes: messages queued in Redis are lost. Airflow's scheduler queues their tasks again after "
    "task_queued_timeout (10 minutes by default); running tasks go on."
)

# A loss that is no reason to refuse, but that nobody should be surprised by.
NOTICES = {
    "aws_cloudwatch_log_group": "the logs in it are deleted",
    "aws_lb": "the DNS name of the load balancer changes",
    "aws_eip": "the address that others see Airflow come from changes",
}

_REASONS = {
    "replace_because_tainted": "it is damaged: its creation failed",
    "replace_by_request": "it was asked for",
    "replace_by_triggers": "something that it depends on changes",
    "delete_because_no_resource_config": "it is no longer in the configuration",
    "delete_because_no_module": "its module is no longer in the configuration",
    "delete_because_count_index": "fewer of it are asked for",
    "delete_because_each_key": "its key is no longer asked for",
    "delete_because_wrong_repetition": "it is counted in another way",
    "delete_because_no_move_target": "it was moved to where nothing is",
}


@dataclass(frozen=True)
class Change:
    """What happens to one resource: `action` is one of ACTIONS."""

    address: str
    module: str
    type: str
    action: str
    because: str = ""
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Danger:
    """Data that a plan would destroy."""

    address: str
    type: str
    action: str
    holds: str
    because: str

    def __str__(self) -> str:
        because = f" because {self.because}" if self.because else ""
        return f"{self.address} would be {self.action}d{because}; it holds {self.holds}."


def changes(plan: Plan) -> list[Change]:
    """All resources that the plan creates, changes or deletes, in the plan's order."""
    found = []
    for one in plan.get("resource_changes", []):
        action = _action(one["change"]["actions"])
        if one.get("mode") == "managed" and action in ACTIONS:
            module = one.get("module_address", "")
            found.append(Change(one["address"], module, one["type"], action, _because(one), one["change"]))
    return found


def created(plan: Plan) -> set[str]:
    """The addresses of what the plan creates, also in place of what it deletes."""
    return {change.address for change in changes(plan) if change.action in ("create", "replace")}


def counts(plan: Plan) -> dict[str, int]:
    """How many resources there are for each of ACTIONS."""
    actions = [change.action for change in changes(plan)]
    return {action: actions.count(action) for action in ACTIONS}


def summary(plan: Plan) -> str:
    """The counts in words: "3 to create, 1 to replace", or "no changes"."""
    parts = [f"{count} to {action}" for action, count in counts(plan).items() if count]
    if not parts and output_changes(plan):
        parts = ["outputs to change"]
    return ", ".join(parts) or "no changes"


def operations(plan: Plan) -> int:
    """How many steps an apply will report: a replacement is two."""
    return sum(2 if change.action == "replace" else 1 for change in changes(plan))


def modules(plan: Plan) -> dict[str, dict[str, int]]:
    """The counts for each module, the root's under ""."""
    found: dict[str, dict[str, int]] = {}
    for change in changes(plan):
        row = found.setdefault(change.module, dict.fromkeys(ACTIONS, 0))
        row[change.action] += 1
    return dict(sorted(found.items()))


def table(plan: Plan) -> Table:
    """The counts for each module, for the terminal."""
    result = Table("module", *[f"to {action}" for action in ACTIONS])
    for column in result.columns[1:]:
        column.justify = "right"
    for module, row in modules(plan).items():
        result.add_row(module or "(root)", *[str(row[action] or "") for action in ACTIONS])
    return result


def replacements(plan: Plan) -> dict[str, str]:
    """The address of each resource that is replaced, with why: the attribute that forces it."""
    return {change.address: change.because for change in changes(plan) if change.action == "replace"}


def output_changes(plan: Plan) -> dict[str, str]:
    """The outputs that change, with the action. Their values are left out: they may be sensitive."""
    found = plan.get("output_changes", {})
    actions = {name: _action(change["actions"]) for name, change in found.items()}
    return {name: action for name, action in sorted(actions.items()) if action in ACTIONS}


def data_at_risk(plan: Plan, allowed: Collection[str] = ()) -> list[Danger]:
    """Everything that holds data and that the plan would delete or replace, but for the addresses in `allowed`."""
    return [
        Danger(change.address, change.type, change.action, HOLDS_DATA[change.type], change.because)
        for change in changes(plan)
        if change.action in ("replace", "delete")
        and change.type in HOLDS_DATA
        and change.address not in allowed
        and not _in_broker(change)
    ]


def refuse_data_loss(plan: Plan, allowed: Collection[str] = ()) -> None:
    """Raise TarmacError where the plan would destroy data that `allowed` does not name."""
    dangers = data_at_risk(plan, allowed)
    if dangers:
        options = " ".join(f"--allow-replace '{danger.address}'" for danger in dangers)
        raise TarmacError(
            "\n".join(["This plan would destroy data, so nothing was changed.", *map(str, dangers)]),
            f"Undo the setting that causes it; or, where the data is not needed, repeat the command with {options}",
        )


def notices(plan: Plan) -> list[str]:
    """What is lost without holding lasting data, one sentence each."""
    gone = [change for change in changes(plan) if change.action in ("replace", "delete")]
    found = [BROKER_NOTICE] if any(_in_broker(change) and change.type in BROKERS for change in gone) else []
    for change in gone:
        if change.type in NOTICES:
            found.append(f"{change.address} is {change.action}d: {NOTICES[change.type]}.")
    return found


def _in_broker(change: Change) -> bool:
    return change.module.partition("[")[0] == BROKER_MODULE or change.module.startswith(f"{BROKER_MODULE}.")


def _action(actions: list[str]) -> str:
    return "replace" if sorted(actions) == ["create", "delete"] else actions[0]


def _because(one: dict[str, Any]) -> str:
    paths = [".".join(map(str, path)) for path in one["change"].get("replace_paths", [])]
    if paths:
        return f"{', '.join(paths)} {'changes' if len(paths) == 1 else 'change'}"
    return _REASONS.get(one.get("action_reason", ""), "")
