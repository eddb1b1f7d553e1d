"""Runs checkov and parliament, which live in an environment of their own."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.environments import python_with

HERE = Path(__file__).parent

_PARLIAMENT = """
import json, sys
from parliament import analyze_policy_string, enhance_finding
found = {}
for name, policy in json.load(sys.stdin).items():
    findings = [enhance_finding(finding) for finding in analyze_policy_string(policy).findings]
    found[name] = [f"{f.issue}: {f.title} {f.detail}" for f in findings if f.severity not in ("MUTE", "INFO")]
print(json.dumps({name: texts for name, texts in found.items() if texts}))
"""


def python() -> Path:
    """The Python in which both are installed."""
    return python_with("scanners", HERE / "requirements.txt", HERE / "constraints.txt")


@dataclass(frozen=True)
class Scan:
    """What checkov says of a plan."""

    resources: int
    """How many it looked at. A plan whose modules it cannot see has none, and nothing to find."""

    passed: int
    failed: frozenset[tuple[str, str]]
    """Identifier of a check, and address of a resource."""


def checkov(plan: dict[str, Any], folder: Path) -> Scan:
    """Every check, with nothing left out."""
    file = folder / "plan.json"
    file.write_text(json.dumps(plan))
    command = [str(python()), "-m", "checkov.main", "--framework", "terraform_plan", "--file", str(file)]
    options = ["--output", "json", "--skip-download", "--quiet", "--soft-fail"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    failed = frozenset((found["check_id"], found["resource"]) for found in report["results"]["failed_checks"])
    return Scan(report["summary"]["resource_count"], report["summary"]["passed"], failed)


def parliament(policies: dict[str, str]) -> dict[str, list[str]]:
    """What parliament finds in the policies (JSON), by their names; empty where nothing is wrong."""
    command = [str(python()), "-c", _PARLIAMENT]
    done = subprocess.run(command, input=json.dumps(policies), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    findings: dict[str, list[str]] = json.loads(done.stdout)
    return findings
