"""Settings of the network, and of the load balancer at its edge."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network, collapse_addresses
from typing import Annotated, ClassVar, Final, Literal

from pydantic import AfterValidator, Field, model_validator

from stacks.settings.base import Problem, Section
from stacks.settings.defaults import low
from stacks.settings.values import (
    BucketName,
    CertificateArn,
    Cidr,
    DnsName,
    Flag,
    ListenerArn,
    SecretArn,
    SecurityGroupId,
    Shape,
    SubnetId,
    VpcId,
    WebAclArn,
    unique,
)

_UNUSABLE: Final = tuple(IPv4Network(block) for block in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3"))
_WIDEST_PLAIN_HTTP: Final = 8
"""Prefix length: over plain HTTP nothing wider may be let in from the internet."""


def _vpc_range(value: str) -> str:
    block = IPv4Network(value)
    # Three tiers in up to six zones have fixed slots; the smallest is five bits below the network's own prefix, a
    # /26 in a /21. AWS takes no network above /16, and an application load balancer wants a /27 or larger.
    if not 16 <= block.prefixlen <= 21:
        raise ValueError(
            "must have a prefix from /16 to /21, to hold public, private and database subnets in six zones"
        )
    if any(block.overlaps(other) for other in _UNUSABLE):
        raise ValueError("must not lie in the loopback, link-local, multicast or reserved ranges")
    return value


def _apart(values: tuple[str, ...]) -> tuple[str, ...]:
    blocks = [IPv4Network(value) for value in values]
    for position, block in enumerate(blocks):
        for other in blocks[position + 1 :]:
            if block.overlaps(other):
                raise ValueError(f"names {block} and {other}, which overlap; keep the wider one")
    return values


class ExistingNetwork(Section):
    """A VPC that is there already."""

    vpc_id: VpcId = Field(description="The VPC to use.")
    public_subnet_ids: Annotated[tuple[SubnetId, ...], unique] = Field(
        default=(),
        description="Subnets with a route to an internet gateway: for a load balancer that faces the internet.",
    )
    private_subnet_ids: Annotated[tuple[SubnetId, ...], unique] = Field(
        min_length=2, description="Subnets in which tasks run, each in another zone. They need a way out, or endpoints."
    )
    database_subnet_ids: Annotated[tuple[SubnetId, ...], unique] = Field(
        default=(), description="Subnets for the database and ElastiCache, each in another zone."
    )

    def rules(self) -> Iterator[Problem]:
        for key in ("private_subnet_ids", "database_subnet_ids"):
            for subnet in set(self.public_subnet_ids) & set(getattr(self, key)):
                yield Problem((key,), f"'{subnet}' is a public subnet as well; a subnet can be one of the two")
        for key in ("public_subnet_ids", "database_subnet_ids"):
            if len(getattr(self, key)) == 1:
                yield Problem((key,), "must name two or more subnets, in different zones, or none")


class Network(Section):
    """The network: made by Tarmac, or an existing one."""

    cidr_block: Annotated[Cidr, AfterValidator(_vpc_range)] = Field(
        default="10.0.0.0/16", description="IPv4 range of the VPC, from /16 to /21. It cannot be changed in place."
    )
    az_count: Annotated[int, Field(strict=True, ge=2, le=6)] = Field(
        default=2, description="Availability Zones to span. The database and the load balancer need two."
    )
    nat: Literal["none", "instance", "single", "per_az"] = Field(
        default=low("network.nat"),
        description="How private subnets reach out: not at all, by an instance, by a NAT gateway, or one in each zone.",
    )
    interface_endpoints: Annotated[
        tuple[
            Annotated[str, Shape(r"[a-z0-9][a-z0-9.-]*[a-z0-9]", "a service's short name such as 'ecr.api'")],
            ...,
        ],
        unique,
    ] = Field(
        default=(),
        description="AWS services reached inside the VPC. Each costs by the hour and zone. Where nat is 'none', those "
        "that every task needs must be among them, by their short names.",
    )
    flow_logs: Flag = Field(default=low("network.flow_logs"), description="Whether to log the network's traffic.")
    existing: ExistingNetwork | None = Field(default=None, description="A VPC to use instead of a new one.")

    def rules(self) -> Iterator[Problem]:
        if "s3" in self.interface_endpoints:
            yield Problem(
                ("interface_endpoints",), "names 's3', which has a gateway endpoint already, at no charge; leave it out"
            )


class ExistingListener(Section):
    """A listener of a load balancer that is there already. Certificates and who may come in are its own matter."""

    listener_arn: ListenerArn = Field(description="The HTTP or HTTPS listener that gets the rules.")
    security_group_id: SecurityGroupId = Field(description="The load balancer's security group, let in to the tasks.")
    https: Flag = Field(default=True, description="Whether people reach it by HTTPS.")
    priority: Annotated[int, Field(strict=True, ge=1, le=49990)] = Field(
        default=100, description="Priority of the first rule; the next nine numbers are taken too."
    )


HttpsUrl = Annotated[str, Shape(r"https://[^\s]+", "a URL that begins with https://")]


class Oidc(Section):
    """An identity provider that people sign in to at the load balancer, before anything of Airflow is reached."""

    issuer: HttpsUrl = Field(description="The provider's issuer, as its discovery document says it.")
    authorization_endpoint: HttpsUrl = Field(description="Where people sign in.")
    token_endpoint: HttpsUrl = Field(description="Where the load balancer fetches tokens.")
    user_info_endpoint: HttpsUrl = Field(description="Where it asks who somebody is.")
    client_id: str = Field(min_length=1, description="Name of the load balancer at the provider.")
    client_secret_arn: SecretArn = Field(
        description="Secret with the client's secret, as plain text. Terraform keeps its value in the state."
    )
    scope: str = Field(default="openid", description="What the provider is asked to tell of people.")
    session_seconds: Annotated[int, Field(strict=True, ge=1, le=604800)] = Field(
        default=43200, description="Seconds after which people sign in again."
    )
    open_paths: Annotated[
        tuple[Annotated[str, Shape(r"/[A-Za-z0-9_.$/~\"'@:+*&?-]*", "a path such as /api/v2/*")], ...], unique
    ] = Field(
        default=(),
        max_length=5,
        description="Paths let by for programs, which cannot sign in there; Airflow itself still asks.",
    )


class LoadBalancer(Section):
    """Who reaches the web pages, and how.

    With a certificate it speaks HTTPS and redirects HTTP to it. Without one it speaks HTTP to the ranges in
    `allowed_cidrs`. With neither it is internal.
    """

    beside_existing: ClassVar[frozenset[str]] = frozenset({"domain_name", "oidc"})

    certificate_arn: CertificateArn | None = Field(
        default=None, description="ACM certificate, in the deployment's region."
    )
    allowed_cidrs: Annotated[tuple[Cidr, ...], AfterValidator(_apart)] = Field(
        default=(),
        description="IPv4 ranges let in. None: everyone with a certificate, the VPC alone where it is internal.",
    )
    internal: Flag = Field(
        default=True,
        description="Whether it is reached from the VPC alone. By default where it has no certificate and no ranges.",
    )
    domain_name: DnsName | None = Field(
        default=None, description="Name under which people reach it. By default the load balancer's own."
    )
    web_acl_arn: WebAclArn | None = Field(
        default=None, description="Web ACL of AWS WAF, in the deployment's region, that every request must pass."
    )
    access_logs: Flag = Field(
        default=False, description="Whether every request is logged in S3, for as long as the logs of tasks."
    )
    access_logs_bucket: BucketName | None = Field(
        default=None,
        description="Bucket for that, which lets Elastic Load Balancing write. By default one of the deployment's own.",
    )
    deletion_protection: Flag = Field(default=False, description="Whether AWS refuses to delete the load balancer.")
    oidc: Oidc | None = Field(
        default=None, description="Identity provider asked before everything else. It needs HTTPS. None by default."
    )
    existing: ExistingListener | None = Field(
        default=None, description="A listener to use instead of a new load balancer."
    )

    @model_validator(mode="before")
    @classmethod
    def _logged_where_a_bucket_is_named(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("access_logs") is None and data.get("access_logs_bucket"):
            return {**data, "access_logs": True}
        return data

    @model_validator(mode="before")
    @classmethod
    def _internal_unless_opened(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("internal") is None and data.get("existing") is None:
            opened = data.get("certificate_arn") or data.get("allowed_cidrs")
            return {**data, "internal": not opened}
        return data

    def rules(self) -> Iterator[Problem]:
        https = self.existing.https if self.existing else self.certificate_arn is not None
        if self.access_logs_bucket is not None and not self.access_logs:
            yield Problem(("access_logs_bucket",), "has no effect where access_logs is false; leave one of them out")
        if self.oidc is not None and not https:
            yield Problem(("oidc",), "needs HTTPS: give 'certificate_arn', or an existing listener with it")
        if self.existing is not None:
            if self.domain_name is None:
                yield Problem(
                    ("domain_name",), "is missing: an existing listener needs the name under which people reach it"
                )
            return
        if self.internal or self.certificate_arn is not None:
            return
        if not self.allowed_cidrs:
            yield Problem(
                ("internal",), "can be false only with 'certificate_arn' (HTTPS), or 'allowed_cidrs' (HTTP for a few)"
            )
        # Halves of the internet beside each other are the internet, so neighbours are joined first.
        for block in collapse_addresses(IPv4Network(cidr) for cidr in self.allowed_cidrs):
            if block.prefixlen < _WIDEST_PLAIN_HTTP:
                yield Problem(
                    ("allowed_cidrs",),
                    f"lets in {block} over plain HTTP, where passwords can be read on the way; "
                    f"give 'certificate_arn', or ranges of /{_WIDEST_PLAIN_HTTP} or narrower",
                )
