"""A stack of 60 resources on the prebuilt provider package, for `./tarmac bench synth` to measure.

Run by the Python of the benchmark's own virtual environment, which alone has the package.
"""

import sys

from cdktf import App, LocalBackend, TerraformStack
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.provider import AwsProvider
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.security_group import SecurityGroup
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc

TRUST = '{"Version": "2012-10-17", "Statement": []}'

app = App(outdir=sys.argv[1])
stack = TerraformStack(app, "prebuilt")
LocalBackend(stack, path="prebuilt.tfstate")
AwsProvider(stack, "aws", region="us-east-1")
vpc = Vpc(stack, "vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, tags={"Name": "prebuilt"})
for i in range(11):
    subnet = Subnet(stack, f"subnet-{i}", vpc_id=vpc.id, cidr_block=f"10.0.{i}.0/24", tags={"Name": f"prebuilt-{i}"})
    table = RouteTable(stack, f"table-{i}", vpc_id=vpc.id, tags={"Name": f"prebuilt-{i}"})
    RouteTableAssociation(stack, f"association-{i}", subnet_id=subnet.id, route_table_id=table.id)
    SecurityGroup(stack, f"group-{i}", vpc_id=vpc.id, name_prefix=f"prebuilt-{i}-")
    CloudwatchLogGroup(stack, f"log-{i}", name=f"/prebuilt/{i}", retention_in_days=30)
for i in range(4):
    IamRole(stack, f"role-{i}", name_prefix=f"prebuilt-{i}-", assume_role_policy=TRUST)
app.synth()
