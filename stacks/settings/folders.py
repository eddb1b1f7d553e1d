"""The folders that settings name: extra IAM policies, and extra Terraform files."""

from __future__ import annotations

import json
import re
from pathlib import Path

_POLICY_NAME = re.compile(r"[\w+=,.@-]{1,64}")
_MANAGED_POLICY_CHARACTERS = 6144
"""IAM's limit for a managed policy, white space not counted:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
_POLICIES = 5
"""An IAM role takes ten managed policies by default; the other half is left for Tarmac's own."""


def policy_files(folder: Path) -> tuple[Path, ...]:
    """List the IAM policies in `folder`, sorted by name.

    Raises ValueError with a sentence where there are none, or too many, or one is not a policy.
    """
    files = _files(folder, ".json")
    if len(files) > _POLICIES:
        raise ValueError(f"holds {len(files)} policies; an IAM role has room for {_POLICIES}: merge some")
    for file in files:
        _check_policy(file)
    return files


def terraform_files(folder: Path) -> tuple[Path, ...]:
    """List the Terraform files in `folder`, sorted by name; ValueError with a sentence where there are none."""
    return _files(folder, ".tf")


def _files(folder: Path, suffix: str) -> tuple[Path, ...]:
    try:
        if not folder.exists():
            raise ValueError("does not exist (a relative path starts at the settings file)")
        if not folder.is_dir():
            raise ValueError("is a file, and must be a folder")
        files = sorted(file for file in folder.iterdir() if file.suffix == suffix and file.is_file())
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror}") from None
    if not files:
        raise ValueError(f"holds no {suffix} file")
    return tuple(files)


def _check_policy(file: Path) -> None:
    if not _POLICY_NAME.fullmatch(file.stem):
        raise ValueError(f"holds {file.name}, whose name IAM refuses; use up to 64 letters, digits and + = , . @ - _")
    try:
        text = file.read_text(encoding="utf-8")
        policy = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"holds {file.name}, which is no JSON: {error.msg} in line {error.lineno}") from None
    except UnicodeDecodeError:
        raise ValueError(f"holds {file.name}, which is not UTF-8 text") from None
    except RecursionError:
        raise ValueError(f"holds {file.name}, which is nested too deeply") from None
    except OSError as error:
        raise ValueError(f"holds {file.name}, which cannot be read: {error.strerror}") from None
    if not isinstance(policy, dict) or "Statement" not in policy or "Version" not in policy:
        raise ValueError(f"holds {file.name}, which is no IAM policy: it needs the keys Version and Statement")
    if len("".join(text.split())) > _MANAGED_POLICY_CHARACTERS:
        raise ValueError(f"holds {file.name}, which is above IAM's limit of {_MANAGED_POLICY_CHARACTERS} characters")
