"""The reference of the alarms, from the Terraform that makes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import hcl2

from modules import MODULES

_HEAD: Final = """\
# Alarms
Every CloudWatch alarm in the modules. Those that tell people tell the deployment's own topic and those in
`alarm_topic_arns` ([monitoring](../monitoring.md)); what to do then is in the [runbook](../runbook/index.md#alarms).
The others move the number of workers ([scaling](../scaling.md)): being on is no fault there.

| alarm | tells | goes on where | says |
|---|---|---|---|
"""
_COMPARISONS: Final = {
    "GreaterThanOrEqualToThreshold": ">=",
    "GreaterThanThreshold": ">",
    "LessThanOrEqualToThreshold": "<=",
    "LessThanThreshold": "<",
}


_WORDS: Final = {
    "var.name": "NAME",
    "each.key": "SERVICE",
    "each.value.queue": "QUEUE",
    "each.value.min_count": "its fewest",
    "min(floor(var.database.max_capacity * 150), 1600)": "150 for each ACU at most, up to 1600",
}


@dataclass(frozen=True)
class Alarm:
    """An alarm as the Terraform has it; its name without the deployment's."""

    name: str
    tells_people: bool
    condition: str
    says: str


def render() -> str:
    """The page."""
    rows = []
    for alarm in alarms():
        whom = "people" if alarm.tells_people else "Auto Scaling"
        rows.append(f"| `{alarm.name}` | {whom} | {alarm.condition} | {alarm.says} |\n")
    return _HEAD + "".join(rows)


def alarms() -> Iterator[Alarm]:
    """Every alarm of the modules, in the order of their files."""
    for module in MODULES:
        for file in sorted(module.folder().glob("*.tf")):
            for resource in hcl2.loads(file.read_text()).get("resource", []):
                for kind, named in resource.items():
                    if _plain(kind) == "aws_cloudwatch_metric_alarm":
                        yield from map(_alarm, named.values())


def _alarm(body: dict[str, Any]) -> Alarm:
    values = {key: _plain(value) for key, value in body.items()}
    comparison = _COMPARISONS.get(values["comparison_operator"], values["comparison_operator"])
    periods, seconds = values.get("evaluation_periods", "1"), values.get("period", "60")
    missing = " or data is missing" if values.get("treat_missing_data") == "breaching" else ""
    measured = f"{values.get('statistic', '')} of `{values.get('metric_name', '')}`".strip()
    metrics = [query["metric"][0] for query in body.get("metric_query", []) if "metric" in query]
    if metrics:
        measured = " and ".join(f"{_plain(one['stat'])} of `{_plain(one['metric_name'])}`" for one in metrics)
        seconds = _plain(metrics[0]["period"])
    threshold = _readable(values.get("threshold", ""))
    return Alarm(
        _readable(values["alarm_name"]).removeprefix("NAME-"),
        "topic_arns" in str(body.get("alarm_actions", "")),
        f"{measured} {comparison} {threshold}{missing}, {periods} times {seconds} s",
        _readable(values.get("alarm_description", "")).replace("|", "\\|"),
    )


def _readable(text: str) -> str:
    for expression, word in _WORDS.items():
        text = text.replace("${" + expression + "}", word)
    return text


def _plain(value: Any) -> str:
    return str(value).strip('"')
