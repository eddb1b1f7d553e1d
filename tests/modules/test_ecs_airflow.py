"""The ecs_airflow module: its table of components, what it publishes and what it refuses."""

import importlib.util
import re
import sys
from collections.abc import Callable

import pytest
from airflow_plans import NAMES

from kit.fargate import SIZES
from kit.module import InputError
from kit.publish import check, publish
from modules.ecs_airflow import Broker, EcsAirflow, Egress, LoadBalancer
from modules.ecs_airflow.components import ALIASES, CLEANING, COMPONENTS, INIT, TASK, WORKER, Component
from wrapper.paths import ROOT

BY_NAME = {component.name: component for component in COMPONENTS}
each_component = pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)


@pytest.fixture(scope="module")
def published() -> dict[str, str]:
    return publish(EcsAirflow)


def block(text: str, header: str) -> str:
    """A top-level block of formatted Terraform, from its header to its closing brace."""
    found = re.search(rf"^{re.escape(header)} {{\n.*?^}}$", text, re.MULTILINE | re.DOTALL)
    assert found, f"no {header}"
    return found.group()


def targets(component: Component) -> set[str]:
    return {edge.to for edge in component.edges}


class TestTable:
    """Who is there, who speaks to whom, and who knows which secret."""

    def test_each_component_is_a_service_of_its_own(self) -> None:
        """P0.1, P2.4."""
        assert set(BY_NAME) == NAMES

    @each_component
    def test_every_connection_ends_somewhere_and_at_an_open_port(self, component: Component) -> None:
        """T0.1: no rule stands for something that does not listen."""
        for edge in component.edges:
            if edge.to in BY_NAME:
                assert edge.port in BY_NAME[edge.to].ports
            else:
                assert edge.to in ("database", "broker") and edge.port is None

    def test_no_way_leads_from_a_worker_to_the_database(self) -> None:
        """N.7: neither a connection nor a secret; and the tokens of tasks are not signed where users' code runs."""
        assert "database" not in targets(WORKER)
        assert not WORKER.secrets & {"database", "master", "fernet", "jwt", "admin", "flower"}
        assert "database" not in {group for container in WORKER.containers for group in container.environment}

    @each_component
    def test_a_secret_is_given_only_with_its_connection(self, component: Component) -> None:
        """P1.14, N.7."""
        for secret in ("database", "broker"):
            assert (secret in component.secrets) == (secret in targets(component)), secret
            groups = {group for container in component.containers for group in container.environment}
            assert (secret in groups) == (secret in targets(component)), secret

    def test_the_master_and_the_first_user_are_known_to_the_init_step_alone(self) -> None:
        """P1.21: it runs beside an API server, and its end is not the task's."""
        for component in COMPONENTS:
            for container in component.containers:
                knows = {"master", "admin"} & set(container.secrets.values())
                assert bool(knows) == (container is INIT)
        assert INIT in BY_NAME["api-server"].containers
        assert not INIT.essential

    @each_component
    def test_every_essential_container_has_a_health_check_that_ecs_accepts(self, component: Component) -> None:
        """D1.7: attached, not only configured. Bounds: API_HealthCheck of ECS."""
        for container in component.containers:
            if not container.essential:
                continue
            found = container.health_check
            assert found is not None
            assert 5 <= found.interval <= 300 and 2 <= found.timeout <= 60
            assert 1 <= found.retries <= 10 and 0 <= found.start_period <= 300
            assert found.timeout < found.interval
            assert 2 <= container.stop_timeout <= 120

    def test_the_image_expects_what_it_is_given(self) -> None:
        """The image's own table says who gets database and Redis, and which secrets it would throw away."""
        path = ROOT / "docker" / "airflow" / "tarmac_airflow" / "components.py"
        spec = importlib.util.spec_from_file_location("image_components", path)
        assert spec is not None and spec.loader is not None
        image = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = image  # dataclasses look there for the module of a class
        spec.loader.exec_module(image)
        names = image.COMPONENTS
        assert set(names) == NAMES | {"init", "backlog", "task", "clean-database"}
        for component in (*COMPONENTS, TASK, CLEANING):
            role = names[component.name]
            assert role.database == ("database" in targets(component)), component.name
            assert role.redis == ("broker" in targets(component)), component.name
            assert not set(role.withheld) & set(component.containers[0].secrets), component.name

    @each_component
    def test_fargate_offers_the_default_size(self, component: Component) -> None:
        assert component.memory in SIZES[component.cpu]

    def test_workers_share_a_directory_for_staging_files(self) -> None:
        """P3.8"""
        mounts = {component.name: [mount.path for mount in component.mounts] for component in COMPONENTS}
        assert [name for name, paths in mounts.items() if "/mnt/efs" in paths] == ["worker"]

    def test_private_names(self) -> None:
        """P0.4: the name of former days leads to the API server."""
        assert {component.dns_name for component in COMPONENTS if component.dns_name} == {"api-server", "flower"}
        assert ALIASES["webserver"].name == "api-server"


class TestPublished:
    """What holds whatever the inputs are."""

    def test_the_committed_terraform_is_what_the_python_publishes(self) -> None:
        """N.1."""
        check(EcsAirflow)

    def test_what_must_exist_before_a_service_starts_is_an_edge(self, published: dict[str, str]) -> None:
        """P1.21: a service that starts too early trips its circuit breaker."""
        service = block(published["services.tf"], 'resource "aws_ecs_service" "this"')
        needed = {
            "aws_secretsmanager_secret_version.this",
            "aws_iam_role_policy.execution",
            "aws_iam_role_policy.task",
            "aws_iam_role_policy.extra",
            "aws_iam_role_policy_attachment.extra",
            "aws_vpc_security_group_ingress_rule.connection",
            "aws_vpc_security_group_egress_rule.connection",
            "aws_vpc_security_group_egress_rule.https",
            "aws_vpc_security_group_egress_rule.dags",
            "aws_efs_mount_target.this",
            "aws_efs_file_system_policy.this",
            "aws_lb_listener.http",
            "aws_lb_listener.https",
            "aws_lb_listener.flower",
        } | {
            f"aws_lb_listener_rule.{name}"
            for name in re.findall(r'resource "aws_lb_listener_rule" "(\w+)"', published["load_balancer.tf"])
        }
        edges = service.split("depends_on = [")[1]
        assert {name for name in needed if f"{name}," not in edges} == set()
        definition = block(published["services.tf"], 'resource "aws_ecs_task_definition" "this"')
        assert "aws_cloudwatch_log_group.component[each.key].name" in definition
        assert "aws_ecs_task_definition.this[each.key].arn" in service
        assert "aws_service_discovery_service.component" in service

    def test_no_secret_is_written_where_terraform_keeps_it(self, published: dict[str, str]) -> None:
        """P0.5, P0.6, N.6."""
        version = block(published["secrets.tf"], 'resource "aws_secretsmanager_secret_version" "this"')
        assert "secret_string_wo " in version and "secret_string_wo_version = 1" in version
        everything = "\n".join(text for name, text in published.items() if name.endswith(".tf"))
        assert not re.search(r"^\s*secret_string\s*=", everything, re.MULTILINE)
        assert everything.count("ephemeral.") == version.count("ephemeral.")

    def test_arns_carry_the_partition(self, published: dict[str, str]) -> None:
        """N.11."""
        assert not any("arn:aws:" in text for name, text in published.items() if name.endswith(".tf"))

    def test_wildcard_resources_stand_only_where_aws_names_none(self, published: dict[str, str]) -> None:
        """P1.14: a login to the registry, metrics (of one namespace), ECS Exec's channels (twice), a list of tasks."""
        documents = re.split(r"\n(?=(?:resource|data|locals)\b)", published["iam.tf"])
        wild = [text for text in documents if re.search(r'resources\s*=\s*\["\*"\]', text)]
        assert [re.findall(r'sid\s*=\s*"(\w+)"[^}]*?resources\s*=\s*\["\*"\]', text) for text in wild] == [
            ["Registry"],
            ["Metrics"],
            ["Sessions"],
            ["Sessions"],
            ["Find"],
        ]

    def test_descriptions_of_rules_hold_only_what_ec2_accepts(self, published: dict[str, str]) -> None:
        """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html"""
        texts = re.findall(
            r'(?:purpose|description)\s*=\s*"([^"]*)"', published["security_groups.tf"] + published["main.tf"]
        )
        assert texts
        for text in texts:
            plain = re.sub(r"\$\{[^}]*\}", "x", text)
            assert re.fullmatch(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]{1,255}", plain), text


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: LoadBalancer(allowed_cidrs=["10.0.0.0/33"]), "each be an IPv4 range"),
        (lambda: LoadBalancer(idle_timeout=0), "from 1 to 4000"),
        (lambda: Broker(host="redis", authentication="token"), "one of password, iam"),
        (lambda: Egress(cidr_block="10.0.0.0/8", port=70000), "from 1 to 65535"),
    ],
)
def test_a_wrong_object_is_refused_before_terraform_runs(make: Callable[[], object], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        make()
