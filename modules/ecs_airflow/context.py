"""What every part of the module needs."""

from __future__ import annotations

from dataclasses import dataclass

from kit import aws
from kit import functions as fn
from kit.expressions import Expression, Text, null
from kit.scope import Scope
from modules.ecs_airflow.inputs import AirflowInputs

ECR_REFERENCE = r"^([0-9]{12})[.]dkr[.]ecr[.]([a-z0-9-]+)[.]amazonaws[.]com(?:[.]cn)?/([^:@]+)"


@dataclass(frozen=True)
class Context:
    """The module being written, its inputs, and where it is deployed."""

    module: Scope
    i: AirflowInputs
    partition: Expression
    region: Expression
    account: Expression

    @classmethod
    def of(cls, module: Scope, i: AirflowInputs) -> Context:
        """Declares the data sources that say where the deployment lives."""
        return cls(
            module,
            i,
            aws.data.Partition(module, "current").partition,
            aws.data.Region(module, "current").id,
            aws.data.CallerIdentity(module, "current").account_id,
        )

    def tags(self, suffix: Text) -> Expression:
        """The deployment's tags and a telling name."""
        return fn.merge(self.i.tags, {"Name": f"{self.i.name}-{suffix}"})

    def arn(self, service: str, resource: Text) -> Text:
        """An ARN in this partition, region and account."""
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"

    def repository(self, image: Text) -> Expression:
        """Account, region and name of an image's repository; null where it is not in ECR."""
        return fn.try_(fn.regex(ECR_REFERENCE, image), null)
