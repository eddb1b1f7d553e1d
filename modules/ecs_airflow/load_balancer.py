"""The way in for people: an application load balancer, or rules on a listener that is there already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kit import aws
from kit import functions as fn
from kit.block import HasAddress, optional_block
from kit.expressions import ALL, Bool, Expression, each, for_map, given, is_null, is_set, null, when
from modules.ecs_airflow import access_logs
from modules.ecs_airflow import components as table
from modules.ecs_airflow.context import Context
from modules.ecs_airflow.inputs import ANYWHERE

# TLS 1.3 and 1.2 with forward secrecy:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
HEALTH_PATHS = {table.API_SERVER.name: "/api/v2/monitor/health", table.FLOWER.name: "/flower/healthcheck"}
FLOWER_PATHS = ["/flower", "/flower/*"]
# Flower asks nobody for a password there (facts of Flower 2.2).
CLOSED_PATHS = ["/flower/metrics*", "/metrics*"]
NOT_FOUND: Any = {"content_type": "text/plain", "message_body": "not found", "status_code": "404"}


@dataclass(frozen=True)
class FrontDoor:
    """The load balancer, its target groups, and what must stand before tasks register with them."""

    balancer: aws.Lb
    target_groups: dict[str, aws.LbTargetGroup]
    dns_name: Expression
    url: Expression
    ready: tuple[HasAddress, ...]


def decide(c: Context) -> Expression:
    """Declares what the load balancer is to be; whether one is made."""
    m, i = c.module, c.i
    create = m.local("create_load_balancer", is_null(i.load_balancer.existing))
    https = m.local("https", create & is_set(i.load_balancer.certificate))
    m.local(
        "internal",
        fn.coalesce(i.load_balancer.internal, ~https & (fn.length(i.load_balancer.allowed_cidrs) == 0)),
        note="Without a certificate and without ranges to let in, nobody outside the network gets to it.",
    )
    return create


def build(c: Context, create: Expression, security_group: aws.SecurityGroup) -> FrontDoor:
    """Writes load_balancer.tf."""
    m, i = c.module, c.i
    https, internal = Expression("local.https"), Expression("local.internal")
    settings = i.load_balancer
    requests = access_logs.bucket(c, create)
    balancer = aws.Lb(
        m,
        "this",
        count=when(create, 1, 0),
        name=i.name,
        load_balancer_type="application",
        internal=internal,
        subnets=i.load_balancer_subnet_ids,
        security_groups=[security_group[0].id],
        drop_invalid_header_fields=True,
        enable_deletion_protection=settings.deletion_protection,
        idle_timeout=settings.idle_timeout,
        access_logs=optional_block(
            settings.keep_access_logs | is_set(settings.access_logs),
            {
                "enabled": True,
                "bucket": requests,
                "prefix": fn.try_(given(settings.access_logs).prefix, null),
            },
        ),
        tags=fn.merge(i.tags, {"Name": i.name}),
        lifecycle={
            "precondition": [
                {
                    "condition": internal | https | (fn.length(settings.allowed_cidrs) > 0),
                    "error_message": "load_balancer.internal can be false only with a certificate (HTTPS), or with "
                    "allowed_cidrs (HTTP for a few).",
                },
                {
                    "condition": fn.length(i.load_balancer_subnet_ids) > 1,
                    "error_message": "load_balancer_subnet_ids must name two subnets at least, in different zones.",
                },
            ]
        },
    )
    aws.Wafv2WebAclAssociation(
        m,
        "this",
        count=when(create & is_set(settings.web_acl), 1, 0),
        resource_arn=balancer[0].arn,
        web_acl_arn=fn.try_(given(settings.web_acl).arn, null),
    )
    target_groups = {component.name: _target_group(c, component) for component in (table.API_SERVER, table.FLOWER)}
    api_server, flower = target_groups.values()
    sign_in = _sign_in(c)
    listeners = _listeners(c, create, https, balancer, api_server, flower, sign_in)
    rules = _rules(c, listeners, flower, api_server, sign_in)
    _let_out(c, create, security_group)
    let_in = _let_in(c, create, security_group)
    existing = given(settings.existing)
    dns_name = m.local(
        "load_balancer_dns_name",
        when(create, fn.one(balancer[ALL].dns_name), fn.try_(existing.dns_name, null)),
    )
    scheme = when(when(create, https, fn.try_(existing.https, False)), "https", "http")
    url = m.local("url", f"{scheme}://{fn.coalesce(settings.domain_name, dns_name)}")
    return FrontDoor(balancer, target_groups, dns_name, url, (*listeners.values(), *rules, let_in))


def _target_group(c: Context, component: table.Component) -> aws.LbTargetGroup:
    return aws.LbTargetGroup(
        c.module,
        component.key,
        name=f"{c.i.name}-{component.name}",
        port=component.ports[0],
        protocol="HTTP",
        target_type="ip",
        vpc_id=c.i.vpc_id,
        deregistration_delay="30",
        tags=c.tags(component.name),
        health_check={
            "path": HEALTH_PATHS[component.name],
            "matcher": "200",
            "interval": 15,
            "timeout": 10,
            "healthy_threshold": 2,
            "unhealthy_threshold": 4,
        },
    )


def _forward(target_group: aws.LbTargetGroup) -> Any:
    return {"type": "forward", "target_group_arn": target_group.arn}


@dataclass(frozen=True)
class SignIn:
    """The identity provider, where there is one."""

    wanted: Bool
    action: Any

    def before(self, target_group: aws.LbTargetGroup) -> list[Any]:
        """Forwarding, to those who have signed in."""
        return [
            optional_block(self.wanted, self.action),
            {**_forward(target_group), "order": when(self.wanted, 2, null)},
        ]


def _sign_in(c: Context) -> SignIn:
    oidc = given(c.i.load_balancer.oidc)
    wanted = is_set(c.i.load_balancer.oidc)
    client = aws.data.SecretsmanagerSecretVersion(
        c.module,
        "oidc_client",
        count=when(wanted, 1, 0),
        secret_id=fn.try_(oidc.client_secret_arn, null),
        note="Read into the state: provider 5.100 to 6 has no write-only argument for a client's secret.",
    )
    action = {
        "type": "authenticate-oidc",
        "order": 1,
        "authenticate_oidc": {
            "issuer": oidc.issuer,
            "authorization_endpoint": oidc.authorization_endpoint,
            "token_endpoint": oidc.token_endpoint,
            "user_info_endpoint": oidc.user_info_endpoint,
            "client_id": oidc.client_id,
            "client_secret": client[0].secret_string,
            "scope": oidc.scope,
            "session_timeout": oidc.session_seconds,
        },
    }
    return SignIn(wanted, action)


def _listeners(
    c: Context,
    create: Expression,
    https: Expression,
    balancer: aws.Lb,
    api_server: aws.LbTargetGroup,
    flower: aws.LbTargetGroup,
    sign_in: SignIn,
) -> dict[str, aws.LbListener]:
    m = c.module
    certificate = fn.try_(given(c.i.load_balancer.certificate).arn, null)
    http = aws.LbListener(
        m,
        "http",
        count=when(create, 1, 0),
        load_balancer_arn=balancer[0].arn,
        port=80,
        protocol="HTTP",
        tags=c.tags("http"),
        default_action=[
            optional_block(
                https,
                {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "status_code": "HTTP_301"}},
            ),
            optional_block(~https, _forward(api_server)),
        ],
    )
    secure = aws.LbListener(
        m,
        "https",
        count=when(https, 1, 0),
        load_balancer_arn=balancer[0].arn,
        port=443,
        protocol="HTTPS",
        ssl_policy=TLS_POLICY,
        certificate_arn=certificate,
        tags=c.tags("https"),
        default_action=sign_in.before(api_server),
    )
    flower_port = aws.LbListener(
        m,
        "flower",
        count=when(create, 1, 0),
        load_balancer_arn=balancer[0].arn,
        port=table.FLOWER_PORT,
        protocol=when(https, "HTTPS", "HTTP"),
        ssl_policy=when(https, TLS_POLICY, null),
        certificate_arn=certificate,
        tags=c.tags("flower"),
        default_action=sign_in.before(flower),
    )
    return {"http": http, "https": secure, "flower": flower_port}


def _rules(
    c: Context,
    listeners: dict[str, aws.LbListener],
    flower: aws.LbTargetGroup,
    api_server: aws.LbTargetGroup,
    sign_in: SignIn,
) -> list[aws.LbListenerRule]:
    m, i = c.module, c.i
    existing = i.load_balancer.existing
    listener = m.local(
        "listener_arn",
        when(
            is_set(existing),
            fn.try_(given(existing).listener_arn, null),
            fn.one(when(Expression("local.https"), listeners["https"][ALL].arn, listeners["http"][ALL].arn)),
        ),
    )
    priority = m.local("first_priority", fn.try_(given(existing).priority, 100))
    own_host: Any = {
        "host_header": {"values": [fn.coalesce(i.load_balancer.domain_name, fn.try_(given(existing).dns_name, null))]}
    }
    own_name = optional_block(is_set(existing), own_host)
    closed = aws.LbListenerRule(
        m,
        "metrics_closed",
        listener_arn=listener,
        priority=priority,
        tags=c.tags("metrics-closed"),
        action=[{"type": "fixed-response", "fixed_response": NOT_FOUND}],
        condition=[{"path_pattern": {"values": CLOSED_PATHS[:1]}}, own_name],
        lifecycle={
            "precondition": [
                {
                    "condition": ~sign_in.wanted
                    | when(is_set(existing), fn.try_(given(existing).https, False), Expression("local.https")),
                    "error_message": "load_balancer.oidc needs HTTPS: a certificate, or an existing listener with it.",
                }
            ]
        },
        note="Flower answers there without a login.",
    )
    to_flower = aws.LbListenerRule(
        m,
        "flower",
        listener_arn=listener,
        priority=priority + 1,
        tags=c.tags("flower-path"),
        action=sign_in.before(flower),
        condition=[{"path_pattern": {"values": FLOWER_PATHS}}, own_name],
    )
    to_api_server = aws.LbListenerRule(
        m,
        "api_server",
        count=when(is_set(existing), 1, 0),
        listener_arn=listener,
        priority=priority + 3,
        tags=c.tags("api-server-host"),
        action=sign_in.before(api_server),
        condition=[own_host],
        note="On a listener of our own it is the default.",
    )
    open_paths = fn.try_(given(i.load_balancer.oidc).open_paths, [])
    to_programs = aws.LbListenerRule(
        m,
        "open_paths",
        count=when(fn.length(open_paths) > 0, 1, 0),
        listener_arn=listener,
        priority=priority + 2,
        tags=c.tags("open-paths"),
        action=[_forward(api_server)],
        condition=[{"path_pattern": {"values": open_paths}}, own_name],
        note="Programs cannot sign in to the identity provider; Airflow itself asks them who they are.",
    )
    port_closed = aws.LbListenerRule(
        m,
        "flower_port_metrics_closed",
        count=when(is_null(existing), 1, 0),
        listener_arn=listeners["flower"][0].arn,
        priority=1,
        tags=c.tags("flower-port-metrics-closed"),
        action=[{"type": "fixed-response", "fixed_response": NOT_FOUND}],
        condition=[{"path_pattern": {"values": CLOSED_PATHS}}],
    )
    port_root = aws.LbListenerRule(
        m,
        "flower_port_root",
        count=when(is_null(existing), 1, 0),
        listener_arn=listeners["flower"][0].arn,
        priority=2,
        tags=c.tags("flower-port-root"),
        action=[{"type": "redirect", "redirect": {"path": "/flower/", "status_code": "HTTP_302"}}],
        condition=[{"path_pattern": {"values": ["/"]}}],
        note="Flower lives under /flower on either port.",
    )
    return [closed, to_flower, to_programs, to_api_server, port_closed, port_root]


def _let_in(c: Context, create: Expression, security_group: aws.SecurityGroup) -> HasAddress:
    m = c.module
    network = aws.data.Vpc(m, "this", id=c.i.vpc_id)
    cidrs = c.i.load_balancer.allowed_cidrs
    ranges = when(
        fn.length(cidrs) > 0,
        for_map(cidrs, lambda key, value: (value, value)),
        when(
            Expression("local.internal"),
            {"network": network.cidr_block},
            {"anywhere": ANYWHERE},
        ),
    )
    let_in = m.local("let_in", ranges, note="Who reaches the load balancer, by name.")
    ports = m.local(
        "load_balancer_ports",
        fn.concat([80, table.FLOWER_PORT], when(Expression("local.https"), [443], [])),
    )
    doors = for_map(
        fn.setproduct(ports, fn.keys(let_in)),
        lambda key, value: (f"{value[0]}-from-{value[1]}", {"port": value[0], "range": value[1]}),
    )
    return aws.VpcSecurityGroupIngressRule(
        m,
        "load_balancer",
        for_each=when(create, doors, {}),
        security_group_id=security_group[0].id,
        description=f"From {each.value.range}",
        ip_protocol="tcp",
        from_port=each.value.port,
        to_port=each.value.port,
        cidr_ipv4=let_in[each.value.range],
        tags=c.tags(f"load-balancer-{each.key}"),
    )


def _let_out(c: Context, create: Expression, security_group: aws.SecurityGroup) -> None:
    aws.VpcSecurityGroupEgressRule(
        c.module,
        "identity_provider",
        count=when(create & is_set(c.i.load_balancer.oidc), 1, 0),
        security_group_id=security_group[0].id,
        description="Identity provider over HTTPS",
        ip_protocol="tcp",
        from_port=443,
        to_port=443,
        cidr_ipv4=ANYWHERE,
        tags=c.tags("load-balancer-to-identity-provider"),
        note="The load balancer itself fetches the tokens.",
    )
