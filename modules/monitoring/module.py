"""The monitoring module."""

from __future__ import annotations

from kit import aws
from kit import functions as fn
from kit.expressions import ALL, Expression, List, Text, each
from kit.module import Module, ModuleOutputs, output
from modules.monitoring import costs, dashboard
from modules.monitoring.alarms import Alarms
from modules.monitoring.inputs import MonitoringInputs

PUBLISHERS = {
    "cloudwatch": "cloudwatch.amazonaws.com",
    "budgets": "budgets.amazonaws.com",
    "costalerts": "costalerts.amazonaws.com",
}
"""Who tells the topic: alarms, budgets, Cost Anomaly Detection.
https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html"""


class Monitoring(Module):
    """What a deployment of Airflow is watched by: a dashboard, few alarms that wake a person, and their topic.

    An alarm stands for something that somebody must do, and its description says where to look. What mends itself, as
    a task that ECS replaces at once or an Airflow task that fails, is on the dashboard and wakes nobody.

    Two alarms of a deployment are made where their signal is, in the module ecs_airflow: give it the topic, too.

    A budget and Cost Anomaly Detection are told apart by a cost allocation tag, which AWS takes up only once it is
    activated for the account, and from then on. Both look back some hours, not minutes.
    """

    class Inputs(MonitoringInputs):
        """See inputs.py."""

    class Outputs(ModuleOutputs):
        topic_arn: Text = output("Topic that is told by the alarms, the budget and Cost Anomaly Detection.")
        alarm_arns: List[Text] = output("The alarms.")
        dashboard_name: Text = output("Name of the dashboard; null without one.")
        budget_name: Text = output("Name of the budget; null without one.")

    def build(self, i: Inputs) -> Outputs:
        self.i = i
        self.region = aws.data.Region(self, "current").id
        self._topic()
        with self.file("alarms.tf"):
            alarms = Alarms(self)
        with self.file("dashboard.tf"):
            board = dashboard.build(self, alarms)
        with self.file("costs.tf"):
            budget = costs.build(self)
        return self.Outputs(
            topic_arn=self.topic.arn,
            alarm_arns=alarms.arns,
            dashboard_name=fn.one(board[ALL].dashboard_name),
            budget_name=fn.one(budget[ALL].name),
        )

    def tags(self, suffix: Text) -> Expression:
        """The tags of a resource, its name among them."""
        return fn.merge(self.i.tags, {"Name": f"{self.i.name}-{suffix}"})

    def _topic(self) -> None:
        i = self.i
        account = aws.data.CallerIdentity(self, "current").account_id
        self.topic = aws.SnsTopic(
            self,
            "this",
            name=f"{i.name}-alarms",
            kms_master_key_id=i.kms_key_arn,
            tags=self.tags("alarms"),
        )
        document = aws.data.IamPolicyDocument(
            self,
            "topic",
            statement=[
                {
                    "sid": "Publish",
                    "actions": ["sns:Publish"],
                    "resources": [self.topic.arn],
                    "principals": [{"type": "Service", "identifiers": list(PUBLISHERS.values())}],
                    "condition": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": [account]}],
                }
            ],
            note="Nobody else, and these on behalf of this account alone.",
        )
        aws.SnsTopicPolicy(self, "this", arn=self.topic.arn, policy=document.json)
        aws.SnsTopicSubscription(
            self,
            "mail",
            for_each=fn.toset(i.emails),
            topic_arn=self.topic.arn,
            protocol="email",
            endpoint=each.value,
        )
        self.topic_arns = self.local("topic_arns", fn.concat([self.topic.arn], i.alarm_topic_arns))
