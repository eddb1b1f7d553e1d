"""Turns what Terraform and AWS report into one sentence that says what is wrong and one that says what to do.

What is not known here is passed on whole: Terraform's own summary and detail, and where it was found.
Codes: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the error pages of each service.
"""

import re
import shlex
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wrapper.errors import TarmacError

Diagnostic = dict[str, Any]


@dataclass(frozen=True)
class Rule:
    """A text to recognize (in one line, whatever the wrapping was), and what to say.

    `{0}` … stand for the groups of the pattern, `{stack}` for the name of the stack, `{address}` for the resource,
    `{detail}` for the whole report.
    """

    pattern: re.Pattern[str]
    message: str
    hint: str


def _rule(pattern: str, message: str, hint: str) -> Rule:
    return Rule(re.compile(pattern, re.IGNORECASE), message, hint)


_NO_CREDENTIALS = (
    "Log in, for example with 'aws sso login', and name the profile in AWS_PROFILE, then run the command again."
)
_NO_PERMISSION = "Ask for that permission to be added to the user or role, then run the command again."
_NO_BUCKET = "Make it with './tarmac bootstrap', or correct its name in the settings."
_NO_PROVIDER = (
    "Run the command again; without the registry, put the provider into the folder that TARMAC_PROVIDER_MIRROR names."
)

# The first that matches counts: what is particular stands before what is general.
RULES = (
    _rule(
        r"no space left on device|disk quota exceeded",
        "The disk is full.",
        "Make room (.tarmac/plugin-cache may be deleted), then run the command again.",
    ),
    _rule(
        r"account ID not allowed: (\d+)",
        "These credentials belong to account {0}, in which this deployment must not live (allowed_account_ids).",
        "Use credentials of the right account (AWS_PROFILE), or correct the account in the settings of {stack}.",
    ),
    _rule(
        r"S3 bucket \"([^\"]+)\" does not exist",
        "The bucket {0}, which keeps Terraform's state, does not exist.",
        _NO_BUCKET,
    ),
    _rule(r"NoSuchBucket", "The bucket that keeps Terraform's state does not exist.", _NO_BUCKET),
    _rule(
        r"ExpiredToken|RequestExpired|token (?:included in the request )?(?:is|has) expired|SSO session has expired"
        r"|InvalidGrantException|refresh cached SSO token failed",
        "The AWS credentials have expired.",
        "Log in again, for example with 'aws sso login', then run the command again.",
    ),
    _rule(
        r"(?:failed to get shared config profile,|config profile) \(?([\w.@-]+)",
        "The AWS profile {0} is not in ~/.aws/config.",
        "Correct AWS_PROFILE or the profile in the settings.",
    ),
    _rule(
        r"No valid credential sources|Unable to locate credentials|NoCredentialProviders|no EC2 IMDS role found",
        "There are no AWS credentials.",
        _NO_CREDENTIALS,
    ),
    _rule(
        r"InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|AuthFailure",
        "AWS does not know these credentials.",
        "Check AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that they belong to this partition.",
    ),
    _rule(r"not authorized to perform:? ([\w-]+:\w+)", "The AWS credentials lack the permission {0}.", _NO_PERMISSION),
    _rule(
        r"operation error ([^:]+): (\w+),.*?(?:AccessDenied|UnauthorizedOperation|StatusCode: 403)",
        "The AWS credentials lack the permission for {1} of {0}.",
        _NO_PERMISSION,
    ),
    _rule(
        r"AccessDenied|UnauthorizedOperation|AuthorizationError",
        "The AWS credentials lack a permission: {detail}",
        _NO_PERMISSION,
    ),
    _rule(
        r"registry\.terraform\.io.*?"
        r"(?:dial tcp|no such host|timeout|deadline exceeded|connection re|tls:|x509|could not connect)",
        "Terraform's registry (registry.terraform.io), from which the AWS provider comes, cannot be reached.",
        "Check the network or HTTPS_PROXY, or name a folder with the provider in TARMAC_PROVIDER_MIRROR.",
    ),
    _rule(
        r"Failed to query available provider packages|Failed to install provider|Missing required provider"
        r"|Required plugins are not installed|Inconsistent dependency lock file",
        "A provider that the stack needs is not there: {detail}",
        _NO_PROVIDER,
    ),
    _rule(
        r"Backend initialization required|Backend configuration changed|Backend type changed",
        "The place where the state of {stack} is kept has changed since Terraform last ran here.",
        "Delete the folder cdktf.out/stacks/{stack}/.terraform and run the command again.",
    ),
    _rule(
        r"(dial tcp.*|TLS handshake timeout|connection reset by peer|Could not connect to the endpoint URL.*"
        r"|Connect timeout on endpoint URL.*)",
        "The network does not reach AWS ({0}).",
        "Check the network, HTTPS_PROXY, AWS_ENDPOINT_URL and the region, then run the command again.",
    ),
    _rule(
        r"secret with this name is already scheduled for deletion",
        "{address}: a secret of that name waits for its deletion, after an earlier deployment was destroyed.",
        "Bring it back with 'aws secretsmanager restore-secret --secret-id NAME' and import it, or name the deployment "
        "otherwise.",
    ),
    _rule(
        r"(\w*LimitExceeded\w*|ServiceQuotaExceeded\w*|QuotaExceeded\w*)",
        "A quota of the AWS account is used up ({0}): {detail}",
        "Ask for a higher quota in the Service Quotas console, or remove what is no longer needed.",
    ),
)

_ALREADY_EXISTS = re.compile(
    r"AlreadyExists|already exists|InvalidGroup\.Duplicate|BucketAlreadyOwnedByYou|DuplicateLoadBalancerName"
    r"|InvalidPermission\.Duplicate|InvalidSubnet\.Conflict|Resource\.AlreadyAssociated|MountTargetConflict|PriorityInUse",
    re.IGNORECASE,
)
# Types whose name, which the message gives, is also the id to import.
_IMPORTED_BY_NAME = re.compile(
    r"\b(?:aws_iam_role|aws_cloudwatch_log_group|aws_s3_bucket|aws_ecr_repository|aws_ecs_cluster|aws_db_\w+_group"
    r"|aws_rds_cluster\w*|aws_elasticache_\w+)\."
)
_ROUTE = re.compile(r"Route in Route Table \(([^)]+)\) with destination \(([^)]+)\)")
_CHECKED_BY = re.compile(r"\s*This was checked by the validation rule at \S+\.\s*$")
_LOCK_FIELD = re.compile(r"^\s*(ID|Operation|Who|Created):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def explain(found: Iterable[Diagnostic], stderr: str, folder: Path) -> TarmacError:
    """The error for a run of Terraform that failed, from its JSON diagnostics or, where it has none, from its text.

    `folder` is the one that it ran in; it has the name of its stack.
    """
    errors = [one for one in found if one.get("severity") == "error" and one["summary"] != "execution halted"]
    errors = errors or _from_text(stderr)
    if not errors:
        return TarmacError("Terraform failed and gave no reason.", _COLOUR.sub("", stderr).strip() or None)
    messages: list[str] = []
    hints: list[str] = []
    for error in errors:
        message, hint = _explain_one(error, folder)
        if message not in messages:
            messages.append(message)
        if hint and hint not in hints:
            hints.append(hint)
    return TarmacError("\n".join(messages), "\n".join(hints) or None)


_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}
"""What services answer who may not; a HEAD of S3 has no body to say more than 403."""


def explain_aws(error: Exception, doing: str) -> TarmacError:
    """The error for a call of boto3 that failed while `doing` something ("reading the lock of …")."""
    response = getattr(error, "response", {})
    code = response.get("Error", {}).get("Code", "") if isinstance(response, dict) else ""
    text = f"{code}: {error}" if code else str(error)
    operation = getattr(error, "operation_name", None)
    if operation and code in _DENIED and "perform:" not in text:
        return TarmacError(
            f"The AWS credentials lack the permission for {operation}. It happened while {doing}.", _NO_PERMISSION
        )
    message, hint = _explain_one({"summary": text, "detail": ""}, Path("NAME"))
    return TarmacError(f"{_sentence(message)} It happened while {doing}.", hint)


def import_command(stack: str, pairs: Sequence[tuple[str, str]]) -> str:
    """What a person types to take (address, id) pairs of what exists into the state, a pair a line."""
    words = [f"./tarmac import {shlex.quote(stack)}", *map(shlex.join, pairs)]
    return (" " if len(pairs) == 1 else " \\\n    ").join(words)


def _explain_one(error: Diagnostic, folder: Path) -> tuple[str, str | None]:
    summary, detail = str(error["summary"]).strip(), str(error.get("detail") or "").strip()
    address = error.get("address") or ""
    text = f"{summary} {detail}"
    if "Error acquiring the state lock" in text or "Lock Info:" in text:
        return _lock_held(text, folder.name)
    if _CHECKED_BY.search(detail):
        return _CHECKED_BY.sub("", detail), None
    line = " ".join(text.split())
    for rule in RULES:
        match = rule.pattern.search(line)
        if match:
            values = {
                "stack": folder.name,
                "address": address or "A resource",
                "detail": " ".join((detail or summary).split()),
            }
            return rule.message.format(*match.groups(), **values), rule.hint.format(**values)
    if address and _ALREADY_EXISTS.search(line):
        return _already_exists(line, address, folder)
    return _whole(error, summary, detail), None


def _lock_held(text: str, stack: str) -> tuple[str, str]:
    lock = dict(_LOCK_FIELD.findall(text))
    if "ID" not in lock:
        return f"The state of {stack} could not be locked: {' '.join(text.split())}", "Run the command again."
    operation = lock.get("Operation", "").removeprefix("OperationType").lower() or "an operation"
    created = lock.get("Created", "").partition(".")[0]
    return (
        f"The state of {stack} is locked: {lock.get('Who', 'somebody')} runs {operation} since {created} UTC "
        f"(lock {lock['ID']}). Nothing was changed.",
        f"Wait until it ends. Where that run is dead, './tarmac unlock {stack}' releases the lock.",
    )


def _already_exists(line: str, address: str, folder: Path) -> tuple[str, str]:
    named = re.search(r"(?:creating|put\w*) [^(:]*\(([^)]+)\)", line)  # "creating IAM Role (name): …"
    if route := _ROUTE.search(line):
        hint = f"Take it into the state: {import_command(folder.name, [(address, '_'.join(route.groups()))])}"
    elif named and _IMPORTED_BY_NAME.search(address):
        hint = f"Take it into the state: {import_command(folder.name, [(address, named.group(1))])}"
    else:
        hint = f"'./tarmac orphans {folder.name}' finds it, with the command that takes it into the state."
    return f"{address} exists in AWS but not in the state, as after a run that was killed: {line}", hint


def _whole(error: Diagnostic, summary: str, detail: str) -> str:
    place = error.get("address") or ""
    file = error.get("range") or {}
    if file:
        place = f"{place} ({file['filename']}, line {file['start']['line']})".strip()
    return "\n".join(filter(None, [f"Terraform: {summary}", detail, f"at {place}" if place else ""]))


def _from_text(stderr: str) -> list[Diagnostic]:
    """Diagnostics from the text for people, which commands without -json give."""
    plain = re.sub(r"^[╷│╵] ?", "", _COLOUR.sub("", stderr), flags=re.MULTILINE)
    errors = []
    for part in re.split(r"^Error: ", plain, flags=re.MULTILINE)[1:]:
        summary, _, detail = part.strip().partition("\n\n")
        errors.append({"severity": "error", "summary": re.sub(r"\s+", " ", summary), "detail": detail.strip()})
    return errors


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
