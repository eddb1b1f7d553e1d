"""The kinds of values that settings hold: each a type, a check, and a sentence that says what is allowed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, Field, GetCoreSchemaHandler, StrictBool
from pydantic_core import CoreSchema, core_schema

EMBEDDED: Final = "embedded"
"""The account of a deployment on the embedded AWS."""

Flag = StrictBool


@dataclass(frozen=True)
class Shape:
    """Text that must match a pattern as a whole; `meaning` says in words what is allowed."""

    pattern: str
    meaning: str

    def check(self, value: str) -> str:
        """The value; raises ValueError with a sentence where it does not match."""
        if not re.fullmatch(self.pattern, value, re.ASCII):
            raise ValueError(f"must be {self.meaning}")
        return value

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        # Said outright: an AfterValidator has the signature of each read, by `inspect`.
        return core_schema.no_info_after_validator_function(self.check, handler(source))


def _network(value: str) -> str:
    try:
        return str(IPv4Network(value))
    except ValueError:
        pass
    try:
        nearest = str(IPv4Network(value, strict=False))
    except ValueError:
        raise ValueError("must be an IPv4 range such as '10.0.0.0/16'") from None
    raise ValueError(f"has bits set outside its prefix; did you mean '{nearest}'?")


def _whole_range(value: str) -> str:
    if "/" not in value:
        raise ValueError(f"lacks its prefix; for this one address write '{value}/32'")
    return _network(value)


def _half_step(value: float) -> float:
    if value * 2 != int(value * 2):
        raise ValueError("must be a multiple of 0.5, the step in which Aurora capacity is counted")
    return value


def _no_duplicates(values: tuple[str, ...]) -> tuple[str, ...]:
    for value in values:
        if values.count(value) > 1:
            raise ValueError(f"names '{value}' twice")
    return values


unique = AfterValidator(_no_duplicates)

Account = Annotated[str, Shape(r"embedded|\d{12}", "'embedded', or the 12 digits of an account in quotes")]
Region = Annotated[
    str,
    Shape(
        r"(us-gov|us|af|ap|ca|cn|eu|il|me|mx|sa)-(central|north|south|east|west|(north|south)(east|west))-[1-9]",
        "a region such as 'us-east-1', 'cn-north-1' or 'us-gov-west-1'",
    ),
]
Cidr = Annotated[str, AfterValidator(_whole_range)]
Port = Annotated[int, Field(strict=True, ge=1, le=65535)]
Capacity = Annotated[float, Field(strict=True, ge=0.5, le=256), AfterValidator(_half_step)]
Host = Annotated[
    str,
    Field(max_length=253),
    Shape(
        r"(?i)[a-z0-9_]([a-z0-9_-]*[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9])?)*",
        "a host name without scheme, port or path",
    ),
]
BucketName = Annotated[
    str,
    Shape(
        r"(?!xn--|sthree-|amzn-s3-demo-)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]",
        "a bucket name: 3 to 63 small letters, digits, hyphens and dots, a letter or digit at both ends",
    ),
]
DnsName = Annotated[
    str,
    Field(max_length=253),
    Shape(
        r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*",
        "a DNS name in small letters such as 'airflow' or 'airflow.internal'",
    ),
]


def _identifier(prefix: str, what: str) -> Shape:
    return Shape(rf"{prefix}-([0-9a-f]{{8}}|[0-9a-f]{{17}})", f"the id of {what}, such as '{prefix}-0a1b2c3d'")


VpcId = Annotated[str, _identifier("vpc", "a VPC")]
SubnetId = Annotated[str, _identifier("subnet", "a subnet")]
SecurityGroupId = Annotated[str, _identifier("sg", "a security group")]


def _arn(service: str, resource: str, example: str) -> Shape:
    region = "" if service == "iam" else r"[a-z0-9-]+"
    return Shape(
        rf"arn:(aws|aws-cn|aws-us-gov):{service}:{region}:(\d{{12}}|aws):{resource}", f"an ARN such as '{example}'"
    )


_REGIONAL: Final = "us-east-1:123456789012"
CertificateArn = Annotated[
    str, _arn("acm", r"certificate/[0-9a-f-]+", f"arn:aws:acm:{_REGIONAL}:certificate/0a1b2c3d-…")
]
SecretArn = Annotated[
    str, _arn("secretsmanager", r"secret:[\w/+=.@-]+", f"arn:aws:secretsmanager:{_REGIONAL}:secret:name-AbCdEf")
]
KeyArn = Annotated[str, _arn("kms", r"key/[\w-]+", f"arn:aws:kms:{_REGIONAL}:key/0a1b2c3d-…")]
WebAclArn = Annotated[
    str,
    _arn("wafv2", r"regional/webacl/[\w-]+/[0-9a-f-]+", f"arn:aws:wafv2:{_REGIONAL}:regional/webacl/name/0a1b2c3d-…"),
]
ListenerArn = Annotated[
    str,
    _arn(
        "elasticloadbalancing",
        r"listener/app/[\w-]+/[0-9a-f]+/[0-9a-f]+",
        f"arn:aws:elasticloadbalancing:{_REGIONAL}:listener/app/name/0a1b/2c3d",
    ),
]
TopicArn = Annotated[str, _arn("sns", r"[\w-]{1,256}(\.fifo)?", "arn:aws:sns:us-east-1:123456789012:airflow")]
PolicyArn = Annotated[str, _arn("iam", r"policy/[\w+=,.@/-]+", "arn:aws:iam::123456789012:policy/boundary")]

LogRetention = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
]
"""Days; the values CloudWatch Logs takes:
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""


def partition_of(region: str) -> str:
    """Name the AWS partition in which a region lies: `aws`, `aws-cn` or `aws-us-gov`."""
    if region.startswith("cn-"):
        return "aws-cn"
    if region.startswith("us-gov-"):
        return "aws-us-gov"
    return "aws"
