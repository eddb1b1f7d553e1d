"""The reference for whoever judges the security of a deployment: rights, connections, secrets; each from the code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from kit.block import Block, DynamicBlock
from kit.module import Module
from modules import MODULES
from modules.ecs_airflow import EcsAirflow, roles
from modules.ecs_airflow.components import BASTION, CLEANING, COMPONENTS, NFS_PORT, TASK, Component, Edge
from modules.ecs_airflow.security_groups import BALANCED
from wrapper.secrets import catalog

_HEAD: Final = """\
# Who may do what, who speaks to whom, who reads which secret
What it means, and what is left open, is said in [security](../security.md). In capitals stands what a deployment
fills in.
"""
_RIGHTS: Final = """
## Rights
Each component has two roles. With the *execution* role ECS starts its tasks; with the *task* role it runs.

| role | components | actions | on | why |
|---|---|---|---|---|
"""
_HOPS: Final = """
## Connections
Each has a rule in the security group at either end, named after the connection. There are no others inside.

| from | to | port | what for | what protects it |
|---|---|---|---|---|
"""
_SECRETS: Final = """
## Secrets
Each lives in AWS Secrets Manager and nowhere else; the name ends in random characters.

| secret | home | what for | who reads it |
|---|---|---|---|
"""

_FILLED_IN: Final = {
    "${data.aws_partition.current.partition}": "PARTITION",
    "${data.aws_region.current.id}": "REGION",
    "${data.aws_caller_identity.current.account_id}": "ACCOUNT",
    "${local.logs_bucket}": "LOG-BUCKET",
    "${local.dags_bucket}": "DAG-BUCKET",
    "${aws_cloudwatch_log_group.component[each.key].arn}": "ITS-LOG-GROUP",
    **{
        f"${{local.{repository}[{part}]}}": words
        for repository in ("ecr_repository", "ecr_repositories[each.key]", "on_demand_repositories[each.key]")
        for part, words in enumerate(("ACCOUNT", "REGION", "REPOSITORY"))
    },
    "${var.cluster.name}": "CLUSTER",
    "${var.cluster.exec_log_group_name}": "LOG-GROUP-OF-SESSIONS",
    "${var.broker.connect_arns}": "the replication group and its user",
    "${var.kms_key_arn}": "the deployment's key",
    "${aws_efs_file_system.this[0].arn}": "the file system",
    "${aws_efs_access_point.dags[0].arn}": "that of the DAGs",
    "${aws_efs_access_point.shared[0].arn}": "that of the tasks' files",
    "${aws_efs_access_point.root[0].arn}": "that of everything",
    "${one(aws_efs_access_point.shared[*].arn)}": "that of the tasks' files",
    "${local.on_demand_definition_arns}": "the on-demand task definitions",
    "${local.on_demand_role_arns}": "their roles",
    "${local.on_demand_log_streams}": "their log groups",
    "${aws_cloudwatch_log_group.on_demand[each.key].arn}": "ITS-LOG-GROUP",
    '${aws_iam_role.execution["task"].arn}': "the execution role of its task",
    '${aws_iam_role.task["task"].arn}': "the role with which that runs",
    '${aws_iam_role.execution["clean-database"].arn}': "the execution role of its task",
    '${aws_iam_role.task["clean-database"].arn}': "the role with which that runs",
    "${var.cluster.arn}": "CLUSTER",
    "${var.name}": "DEPLOYMENT",
}

ON_DEMAND: Final = "on-demand tasks"
"""What DAGs run in containers of their own: no component, and none out of the box."""

PROTECTION: Final = {
    "database": "TLS; its certificate is checked against RDS's bundle (`verify-full`). A role of PostgreSQL of its own",
    "broker": "ElastiCache: TLS, and a token signed by the task's role. In a container: a password, and no TLS",
    "api-server": "a token for each task, signed with the secret `jwt`. No TLS inside the network",
    "worker": "a token for each request, signed with the secret `api`. No TLS: Airflow's log server has none",
    "triggerer": "a token for each request, signed with the secret `api`. No TLS: Airflow's log server has none",
    "files": "TLS, IAM, and an access point with a user of its own; some may only read",
    "outside": "TLS; IAM where it is AWS. Interface endpoints keep it in the network (`network.interface_endpoints`)",
}
"""By the end of a connection, what stands between it and somebody who is on the network."""

_BALANCED: Final = {
    "api-server": "Airflow's login. No TLS behind the load balancer",
    "flower": "basic authentication with the secret `flower`. No TLS behind the load balancer",
}
_DOOR: Final = (
    "TLS 1.2 or newer with a certificate; without one only the network or `allowed_cidrs` get there. OIDC and a web "
    "ACL as options"
)


def render() -> str:
    """The page: one table of rights, one of connections, one of secrets."""
    tables = ((_RIGHTS, rights()), (_HOPS, connections()), (_SECRETS, secrets()))
    return _HEAD + "".join(head + "".join(f"| {' | '.join(row)} |\n" for row in rows) for head, rows in tables)


def rights() -> Iterator[tuple[str, ...]]:
    """Role and right, components, actions, resources, why: the statements of both roles of each component."""
    documents = {
        block.block_name.replace("_", "-"): list(_statements(block.arguments["statement"]))
        for block in _blocks(EcsAirflow, "aws_iam_policy_document")
    }
    components: dict[tuple[str, ...], list[str]] = {}
    for component in (*COMPONENTS, TASK, CLEANING, BASTION):
        for right, statement, why in _granted(component, documents):
            own = [f"`{name}`" for name in sorted(component.secrets)]
            on = ", ".join(own) if right == "execution: Secrets" else _resources(statement)
            components.setdefault((right, _actions(statement), on, why), []).append(component.name)
    for statement in documents["on-demand-execution"]:
        why = roles.STARTING[statement["sid"]]
        right = f"execution: {statement['sid']}"
        components.setdefault((right, _actions(statement), _resources(statement), why), []).append(ON_DEMAND)
    for statement in documents["on-demand-files"]:
        why = roles.PURPOSES["write-shared-directory"]
        right = "task: write-shared-directory"
        components.setdefault((right, _actions(statement), _resources(statement), why), []).append(ON_DEMAND)
    for statement in documents["cleaning-schedule"]:
        why = "starts the cleaning of the database in this cluster, and nothing else"
        right = f"schedule: {statement['sid']}"
        components.setdefault((right, _actions(statement), _resources(statement), why), []).append(CLEANING.name)
    for (right, actions, on, why), names in sorted(components.items(), key=lambda row: row[0][0]):
        every = names[: len(COMPONENTS)] == [component.name for component in COMPONENTS]
        yield right, ", ".join(["all", *names[len(COMPONENTS) :]] if every else names), actions, on, why


def _granted(
    component: Component, documents: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    for statement in documents["execution"]:
        if statement["sid"] == "Secrets" and not component.secrets:
            continue
        yield f"execution: {statement['sid']}", statement, roles.STARTING[statement["sid"]]
    for permission in roles.permissions_of(component):
        for statement in documents[permission]:
            why = roles.STARTING["Key"] if statement["sid"] == "Key" else roles.PURPOSES[permission]
            yield f"task: {permission}", statement, why


def connections() -> Iterator[tuple[str, ...]]:
    """From, to, port, what for, what protects it."""
    ports = {"database": "5432", "broker": "6379"}
    yield "people", "load-balancer", "443 or 80, 5555", "pages and the REST API", _DOOR
    for component in BALANCED:
        port = str(component.ports[0])
        yield "load-balancer", component.name, port, "pages and health checks", _BALANCED[component.name]
    yield (
        "load-balancer",
        "outside",
        "443",
        "identity provider, with `load_balancer.oidc` alone",
        "TLS; a client's secret",
    )
    for component in (*COMPONENTS, TASK, CLEANING, BASTION):
        edges = list(component.edges)
        if component.mounts:
            edges.append(Edge(to="files", port=NFS_PORT, purpose="shared files over NFS"))
        for edge in edges:
            port = str(edge.port) if edge.port else ports[edge.to]
            yield component.name, edge.to, port, edge.purpose, PROTECTION[edge.to]
    yield ON_DEMAND, "files", str(NFS_PORT), "shared files over NFS, where they mount them", PROTECTION["files"]
    yield ON_DEMAND, "outside", "443", "AWS and other services over HTTPS", PROTECTION["outside"]
    yield "every component", "outside", "443", "AWS and other services over HTTPS", PROTECTION["outside"]


def secrets() -> Iterator[tuple[str, ...]]:
    """Name, home, purpose, readers."""
    tables_name = {"redis": "broker"}
    for kind in (*catalog.KINDS, catalog.ADMINISTRATOR):
        known_as = tables_name.get(kind.name, kind.name)
        readers = [
            container.name
            for component in (*COMPONENTS, CLEANING, BASTION)
            for container in component.containers
            if known_as in container.secrets.values()
        ]
        if kind.module == "module.redis":
            readers.append("redis")
        yield f"`{kind.name}`", f"`{_home(kind)}…`", kind.purpose, ", ".join(readers)


def _home(kind: catalog.Kind) -> str:
    module = next(one for one in MODULES if f"module.{one.folder().name}" == kind.module)
    for block in _blocks(module, "aws_secretsmanager_secret"):
        if block.block_name == kind.resource:
            return _filled_in(block.arguments["name_prefix"]).replace("${each.key}", str(kind.key))
    raise AssertionError(f"{kind.module} makes no secret {kind.resource}")


def _blocks(module: type[Module], type_: str) -> Iterator[Block]:
    built, _ = module.construct()
    for file in built.files:
        for item in file.items:
            if isinstance(item, Block) and type_ == item.TYPE:
                yield item


def _statements(found: Any) -> Iterator[Mapping[str, Any]]:
    """Those that always stand and those that stand by condition."""
    for one in found if isinstance(found, Sequence) else [found]:
        if one is not None:
            yield one.body if isinstance(one, DynamicBlock) else one


def _actions(statement: Mapping[str, Any]) -> str:
    return ", ".join(f"`{action}`" for action in statement["actions"])


def _resources(statement: Mapping[str, Any]) -> str:
    found = statement["resources"]
    on = ", ".join(f"`{_filled_in(one)}`" for one in (found if isinstance(found, list) else [found]))
    for condition in statement.get("condition", []):
        values = ", ".join(f"`{_filled_in(value)}`" for value in condition["values"])
        on += f" where `{condition['variable']}` is {values}"
    return on


def _filled_in(value: object) -> str:
    text = str(value)
    for expression, words in _FILLED_IN.items():
        text = text.replace(expression, words)
    return text
