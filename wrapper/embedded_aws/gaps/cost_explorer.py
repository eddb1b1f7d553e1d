"""Cost Explorer: Cost Anomaly Detection."""

import json
import uuid
from typing import Any

from moto.ce.models import CostExplorerBackend
from moto.ce.responses import CostExplorerResponse
from moto.core.exceptions import JsonRESTError

from wrapper.embedded_aws.gaps.core import add, gap


def _kept(backend: CostExplorerBackend, kind: str) -> dict[str, dict[str, Any]]:
    """The monitors or subscriptions of an account, by ARN."""
    stored: dict[str, dict[str, dict[str, Any]]] = backend.__dict__.setdefault("anomalies", {})
    return stored.setdefault(kind, {})


def _carry(kind: str) -> None:
    """Adds the four actions of one kind, `Monitor` or `Subscription`: create, get, update, delete."""
    own_arn, whole = f"{kind}Arn", f"Anomaly{kind}"

    def kept(response: CostExplorerResponse) -> dict[str, dict[str, Any]]:
        return _kept(response.ce_backend, kind)

    def asked(response: CostExplorerResponse) -> tuple[str, dict[str, Any]]:
        parameters: dict[str, Any] = json.loads(response.body)
        arn: str = parameters[own_arn]
        if arn not in kept(response):
            raise JsonRESTError(f"Unknown{kind}Exception", f"There is no {arn}.")
        return arn, parameters

    def create(self: CostExplorerResponse) -> str:
        parameters = json.loads(self.body)
        backend = self.ce_backend
        arn = f"arn:{backend.partition}:ce::{backend.account_id}:anomaly{kind.lower()}/{uuid.uuid4()}"
        kept(self)[arn] = parameters[whole] | {own_arn: arn, "AccountId": backend.account_id}
        backend.tag_resource(arn, parameters.get("ResourceTags") or [])
        return json.dumps({own_arn: arn})

    def get(self: CostExplorerResponse) -> str:
        wanted = json.loads(self.body).get(f"{kind}ArnList")
        found = [one for arn, one in kept(self).items() if not wanted or arn in wanted]
        return json.dumps({f"{whole}s": found})

    def update(self: CostExplorerResponse) -> str:
        arn, parameters = asked(self)
        kept(self)[arn].update(parameters)
        return json.dumps({own_arn: arn})

    def delete(self: CostExplorerResponse) -> str:
        arn, _ = asked(self)
        del kept(self)[arn]
        return "{}"

    for verb, action in (("create", create), ("get", get), ("update", update), ("delete", delete)):
        action.__name__ = f"{verb}_anomaly_{kind.lower()}{'s' if verb == 'get' else ''}"
        add(CostExplorerResponse)(action)


@gap
def anomaly_monitors() -> None:
    """Stock moto has no anomaly monitor.

    AWS keeps them. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_CreateAnomalyMonitor.html
    """
    _carry("Monitor")


@gap
def anomaly_subscriptions() -> None:
    """Stock moto has no anomaly subscription.

    AWS keeps them. https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_CreateAnomalySubscription.html
    """
    _carry("Subscription")
