"""What those before us did, and what must not come back."""

from __future__ import annotations

import re
import subprocess

from modules.ecs_airflow import services
from wrapper.paths import ROOT
from wrapper.secrets import catalog

MODULES = ROOT / "modules"
TEXT = {".py", ".md", ".tf", ".yaml", ".yml", ".json", ".toml", ".txt", ".sh", ".mmd", ".svg", ".j2", ".js", ".css", ""}


def committed() -> list[str]:
    return subprocess.check_output(["git", "ls-files"], cwd=ROOT, text=True).splitlines()


def published() -> str:
    return "\n".join(path.read_text() for path in sorted(MODULES.glob("*/*.tf")))


def test_no_program_is_committed_to_make_a_fernet_key() -> None:
    """T0.7, D0.2, D1.2: no binary of `cryptography` and no Lambda; Terraform makes the key, and no hand copies it."""
    programs = (".so", ".zip", ".whl", ".pyd", ".dll", ".jar", ".tar.gz", ".tgz", ".pyc")
    assert [path for path in committed() if path.endswith(programs)] == []
    assert "aws_lambda" not in published()
    secrets = re.sub(r"\s+", " ", (MODULES / "ecs_airflow" / "secrets.tf").read_text())
    assert 'fernet = { length = 32 form = "base64"' in secrets
    assert "base64encode(ephemeral.aws_secretsmanager_random_password.this[each.key].random_password)" in secrets


def test_nothing_runs_as_root() -> None:
    """D3.1: neither in a task definition nor in the image, on whatever port the load balancer listens (P3.4)."""
    assert services.USER == "50000:0"
    users = set(re.findall(r'\buser += "([^"]+)"', published()))
    assert users and all(re.fullmatch(r"[1-9]\d*(:\d+)?", user) for user in users), users
    lines = (ROOT / "docker" / "airflow" / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")][-1] == "USER 50000:0"


def test_the_first_user_is_there_without_a_step_by_hand() -> None:
    """D3.2, P3.5: with a password of Terraform's, which no two deployments share; tests/docker lets it log in."""
    (admin,) = [kind for kind in catalog.KINDS if kind.name == "admin"]
    assert (admin.module, admin.form) == ("module.ecs_airflow", "login")
    secrets = re.sub(r"\s+", " ", (MODULES / "ecs_airflow" / "secrets.tf").read_text())
    assert 'admin = { length = 32 form = "login"' in secrets
    assert "password = ephemeral.aws_secretsmanager_random_password.this[each.key].random_password" in secrets


def test_no_credential_of_aws_is_in_a_file_or_handed_to_a_container() -> None:
    """P4.8: what calls AWS has a role. In documentation stands AWS's own example."""
    keys = re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b")
    found = {
        key.group(0)
        for path in committed()
        if (ROOT / path).suffix in TEXT and (ROOT / path).is_file()
        for key in keys.finditer((ROOT / path).read_text(errors="replace"))
    }
    assert all("EXAMPLE" in key for key in found), found
    assert not re.search(r"AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN)", published())
