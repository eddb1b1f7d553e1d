"""What is recorded of the network's traffic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kit import aws
from kit.expressions import when

if TYPE_CHECKING:
    from modules.vpc.module import Vpc


class FlowLogs:
    """Flow logs of the network, in CloudWatch, and the role that writes them."""

    def __init__(self, module: Vpc) -> None:
        i = module.i
        wanted = when(i.flow_logs, 1, 0)
        self.log_group = aws.CloudwatchLogGroup(
            module,
            "flow_logs",
            count=wanted,
            name=f"/{i.name}/vpc-flow-logs",
            retention_in_days=i.flow_log_retention_days,
            kms_key_id=i.kms_key_arn,
            tags=module.tags("flow-logs"),
        )
        account = aws.data.CallerIdentity(module, "current")
        trust = aws.data.IamPolicyDocument(
            module,
            "flow_logs_trust",
            count=wanted,
            statement=[
                {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{"type": "Service", "identifiers": ["vpc-flow-logs.amazonaws.com"]}],
                    "condition": [
                        {"test": "StringEquals", "variable": "aws:SourceAccount", "values": [account.account_id]}
                    ],
                }
            ],
        )
        role = aws.IamRole(
            module,
            "flow_logs",
            count=wanted,
            name_prefix=f"{i.name}-flow-",
            assume_role_policy=trust[0].json,
            permissions_boundary=i.permissions_boundary_arn,
            tags=module.tags("flow-logs"),
        )
        permissions = aws.data.IamPolicyDocument(
            module,
            "flow_logs",
            count=wanted,
            statement=[
                {
                    "actions": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
                    "resources": [self.log_group[0].arn, f"{self.log_group[0].arn}:*"],
                },
                {"actions": ["logs:DescribeLogGroups"], "resources": ["*"]},
            ],
        )
        policy = aws.IamRolePolicy(
            module, "flow_logs", count=wanted, name="write-logs", role=role[0].id, policy=permissions[0].json
        )
        aws.FlowLog(
            module,
            "this",
            count=wanted,
            vpc_id=module.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=self.log_group[0].arn,
            iam_role_arn=role[0].arn,
            tags=module.tags("flow-logs"),
            depends_on=[policy],
        )
