"""docs/reference/security.md is what the code grants, opens and hands out (D1.6, P1.14)."""

from __future__ import annotations

import json
import re
from pathlib import Path

from modules.ecs_airflow import roles
from modules.ecs_airflow.components import BASTION, COMPONENTS
from wrapper import reference
from wrapper.paths import ROOT
from wrapper.reference import security
from wrapper.secrets import catalog

MODULE = ROOT / "modules" / "ecs_airflow"


def test_the_committed_page_is_what_the_code_says() -> None:
    """`./tarmac docs` writes it."""
    assert (reference.folder() / "security.md").read_text() == reference.MARK + security.render()


def test_every_right_has_a_reason_and_every_reason_a_right() -> None:
    granted = {permission for component in (*COMPONENTS, BASTION) for permission in roles.permissions_of(component)}
    assert set(roles.PURPOSES) == granted
    rows = list(security.rights())
    of_tasks = {row[-1] for row in rows if not row[0].startswith("schedule:")}
    assert of_tasks == {*roles.PURPOSES.values(), *roles.STARTING.values()}
    assert not [cell for row in rows for cell in row if not cell or "${" in cell]


def test_every_action_in_the_published_policies_of_roles_is_on_the_page() -> None:
    published = (MODULE / "iam.tf").read_text()
    actions = set(re.findall(r'"([a-z0-9]+:[A-Za-z]+)"', published)) - {"sts:AssumeRole"}
    conditions = {"aws:SourceAccount", "aws:SourceArn", "s3:prefix"}
    conditions |= {"elasticfilesystem:AccessPointArn", "cloudwatch:namespace", "ecs:cluster", "iam:PassedToService"}
    conditions.add("ecs:CreateAction")
    shown = {action for row in security.rights() for action in re.findall(r"`([a-z0-9]+:[A-Za-z]+)`", row[2])}
    assert actions - conditions == shown


def test_every_connection_with_a_rule_is_on_the_page_and_no_other() -> None:
    published = (MODULE / "security_groups.tf").read_text()
    ruled = {tuple(pair) for pair in re.findall(r'source += "([a-z-]+)"\s+target += "([a-z-]+)"', published)}
    assert ruled
    ruled.add((security.ON_DEMAND, "files"))  # in on_demand.tf
    outside = {("people", "load-balancer"), ("load-balancer", "outside"), ("every component", "outside")}
    outside.add((security.ON_DEMAND, "outside"))
    assert {(row[0], row[1]) for row in security.connections()} - outside == ruled


def test_every_secret_of_the_stacks_is_on_the_page_with_its_readers() -> None:
    rows = {row[0].strip("`"): row for row in security.secrets()}
    assert set(rows) == {kind.name for kind in (*catalog.KINDS, catalog.ADMINISTRATOR)}
    inventory = json.loads(Path(ROOT / "tests" / "stacks" / "inventory.json").read_text())
    assert max(counts.get("aws_secretsmanager_secret", 0) for counts in inventory.values()) == len(rows)
    assert "worker" not in rows["fernet"][3] and "worker" not in rows["database"][3], "N.7"
