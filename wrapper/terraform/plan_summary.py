"""A plan as Markdown, for the conversation of a pull request. It never holds a sensitive or write-only value."""

import json
from collections.abc import Collection, Iterable
from itertools import zip_longest
from typing import Any

from wrapper.terraform import plan as plans
from wrapper.terraform.plan import Change, Plan

SENSITIVE = "(sensitive)"
UNKNOWN = "(known after apply)"

#: A comment on GitHub holds 65,536 characters; the rest is room for what others put around ours.
LARGEST = 60_000

LONGEST_VALUE = 200  # characters
SHORTEST_SECRET = 6  # characters


def markdown(plan: Plan, stack: str) -> str:
    """The counts, what is lost, a row for each module, and the details folded away."""
    lines = [f"### Plan of `{stack}`: {plans.summary(plan)}", ""]
    lines += [f"> **Destroys data:** {danger}\n" for danger in plans.data_at_risk(plan)]
    lines += [f"> **Note:** {notice}\n" for notice in plans.notices(plan)]
    modules = plans.modules(plan)
    if modules:
        lines.append("| module | " + " | ".join(f"to {action}" for action in plans.ACTIONS) + " |")
        lines.append("|---|" + "--:|" * len(plans.ACTIONS))
        for module, row in modules.items():
            cells = " | ".join(str(row[action] or "") for action in plans.ACTIONS)
            lines.append(f"| {f'`{module}`' if module else '(root)'} | {cells} |")
        lines.append("")
    text = "\n".join(lines)
    secrets = _sensitive_texts(plan)
    found = plans.changes(plan)
    for title, action in (("Replaced", "replace"), ("Deleted", "delete"), ("Updated", "update"), ("Created", "create")):
        some = [change for change in found if change.action == action]
        if some:
            blocks = (_details(change, secrets) for change in some)
            text += _folded(f"{title} ({len(some)})", blocks, LARGEST - len(text))
    outputs = plans.output_changes(plan)
    if outputs:
        rows = (f"{action} output {name}\n" for name, action in outputs.items())
        text += _folded(f"Outputs ({len(outputs)})", rows, LARGEST - len(text))
    return text


def _folded(title: str, blocks: Iterable[str], room: int) -> str:
    # Every line inside begins with an address or two spaces, so that no value can end the fence.
    start, end = f"<details><summary>{title}</summary>\n\n```text\n", "```\n\n</details>\n\n"
    room -= len(start) + len(end) + 80
    text, left_out = "", 0
    for block in blocks:
        if left_out or len(text) + len(block) > room:
            left_out += 1
        else:
            text += block
    if left_out:
        text += f"and {left_out} more, which do not fit here; './tarmac plan' shows them\n"
    return start + text + end


def _details(change: Change, secrets: Collection[str]) -> str:
    because = f"  ({change.because})" if change.because else ""
    lines = [f"{change.address}{because}"]
    if change.action in ("update", "replace"):
        lines += [f"  {line}" for line in differences(change, secrets)]
    return "\n".join(lines) + "\n"


def differences(change: Change, secrets: Collection[str] = ()) -> list[str]:
    """A line for each attribute that changes, as `path: old -> new`; a value that holds one of `secrets` is hidden."""
    raw = change.raw
    before, after = raw.get("before") or {}, raw.get("after") or {}
    unknown = raw.get("after_unknown") or {}
    old = _leaves(_hide(before, raw.get("before_sensitive")))
    new = _leaves(_hide(_mark_unknown(after, unknown), raw.get("after_sensitive")))
    lines = []
    for path in sorted(old | new):
        if old.get(path) != new.get(path):
            lines.append(f"{path}: {_short(old.get(path), secrets)} -> {_short(new.get(path), secrets)}")
    hidden = {path.partition(".")[0] for path, value in (old | new).items() if value == SENSITIVE}
    for name in sorted(hidden):
        if before.get(name) != after.get(name):
            lines.append(f"{name}: {SENSITIVE}, changes")
    return lines


def _hide(value: Any, sensitive: Any) -> Any:
    """The value with everything sensitive replaced, and write-only arguments left out."""
    if sensitive is True:
        return SENSITIVE
    if isinstance(value, dict):
        named = sensitive if isinstance(sensitive, dict) else {}
        return {key: _hide(one, named.get(key)) for key, one in value.items() if not key.endswith("_wo")}
    if isinstance(value, list):
        marks = sensitive if isinstance(sensitive, list) else []
        return [_hide(one, mark) for one, mark in zip_longest(value, marks[: len(value)])]
    return value


def _mark_unknown(value: Any, unknown: Any) -> Any:
    """The value with everything that only the apply will tell replaced."""
    if unknown is True:
        return UNKNOWN
    if isinstance(unknown, dict) and unknown:
        named = value if isinstance(value, dict) else {}
        return named | {key: _mark_unknown(named.get(key), mark) for key, mark in unknown.items()}
    if isinstance(unknown, list) and unknown:
        known = value if isinstance(value, list) else []
        return [_mark_unknown(one, mark) for one, mark in zip_longest(known, unknown)]
    return value


def _leaves(value: Any, path: str = "") -> dict[str, Any]:
    """Every value that is no collection, by its path; JSON in a string (a policy, container definitions) is opened."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            value = json.loads(value)
        except ValueError:
            return {path: value}
    items: Iterable[tuple[Any, Any]]
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    else:
        return {path: value}
    found: dict[str, Any] = {}
    for key, one in items:
        found |= _leaves(one, f"{path}.{key}" if path else str(key))
    return found


def _short(value: Any, secrets: Collection[str]) -> str:
    if value in (SENSITIVE, UNKNOWN):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    if any(secret in (value if isinstance(value, str) else text) for secret in secrets):
        return SENSITIVE
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _sensitive_texts(plan: Plan) -> set[str]:
    """Every text that is sensitive somewhere in the plan.

    Terraform forgets that a computed attribute was made of a sensitive one as soon as it is applied, so that the same
    text may stand elsewhere without a mark. What is shorter than a password would hide harmless words.
    """
    found: set[str] = set()
    for one in [
        *plan.get("resource_changes", []),
        *({"change": one} for one in plan.get("output_changes", {}).values()),
    ]:
        for when in ("before", "after"):
            _collect(one["change"].get(when), one["change"].get(f"{when}_sensitive"), found)
    return {text for text in found if len(text) >= SHORTEST_SECRET}


def _collect(value: Any, sensitive: Any, found: set[str]) -> None:
    if isinstance(value, str) and sensitive is True:
        found.add(value)
    elif isinstance(value, dict):
        for key, one in value.items():
            _collect(one, sensitive.get(key) if isinstance(sensitive, dict) else sensitive, found)
    elif isinstance(value, list):
        marks = sensitive if isinstance(sensitive, list) else [sensitive] * len(value)
        for one, mark in zip(value, marks, strict=False):
            _collect(one, mark, found)
