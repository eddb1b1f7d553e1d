"""The ecs_airflow module: what Terraform plans of it, and what it refuses."""

import json
from collections.abc import Callable, Iterator

import boto3
import pytest
import tftest
from airflow_plans import NAMES, Values, keys, planned

from modules.ecs_airflow.components import COMPONENTS
from wrapper.embedded_aws import EmbeddedAws

Root = Callable[..., tftest.TerraformTest]

BY_NAME = {component.name: component for component in COMPONENTS}


@pytest.fixture(scope="module")
def root(terraform_root: Root) -> tftest.TerraformTest:
    """A root that is planned with various inputs and never applied."""
    return terraform_root("ecs_airflow")


def refusal(root: tftest.TerraformTest, settings: Values) -> str:
    with pytest.raises(tftest.TerraformTestError) as refused:
        root.plan(tf_vars=settings)
    return " ".join(str(refused.value).replace("│", " ").split())


def test_plan_of_the_smallest_deployment(root: tftest.TerraformTest) -> None:
    """P0.1, P2.4, P2.6, T0.1, P1.9, P1.13, P1.19, N.7."""
    plan = root.plan(output=True)
    services = planned(plan, "aws_ecs_service")
    assert keys(services, "this") == NAMES
    for service in services.values():
        assert service["desired_count"] == 1
        assert service["deployment_circuit_breaker"] == [{"enable": True, "rollback": True}]
        assert not service["enable_execute_command"]
        assert (service["deployment_minimum_healthy_percent"], service["deployment_maximum_percent"]) == (100, 200)
    # Grace belongs to those that a load balancer asks for their health.
    graced = {key for key, service in services.items() if service["health_check_grace_period_seconds"]}
    assert graced == {'this["api-server"]', 'this["flower"]'}
    assert services['this["worker"]']["capacity_provider_strategy"] == [
        {"base": None, "capacity_provider": "FARGATE", "weight": 100},
        {"base": None, "capacity_provider": "FARGATE_SPOT", "weight": 0},
    ]

    definitions = planned(plan, "aws_ecs_task_definition")
    for name, component in BY_NAME.items():
        definition = definitions[f'this["{name}"]']
        assert (definition["cpu"], definition["memory"]) == (str(component.cpu), str(component.memory))
        assert definition["runtime_platform"][0]["cpu_architecture"] == "ARM64"
    bounds = planned(plan, "aws_appautoscaling_target")
    assert {(bound["min_capacity"], bound["max_capacity"]) for bound in bounds.values()} == {(1, 1)}
    assert not planned(plan, "aws_appautoscaling_policy")

    groups = planned(plan, "aws_security_group")
    assert keys(groups, "component") == NAMES
    edges = {f"{component.name}-to-{edge.to}" for component in COMPONENTS for edge in component.edges}
    edges |= {f"{component.name}-to-files" for component in COMPONENTS if component.mounts}
    edges |= {"load-balancer-to-api-server", "load-balancer-to-flower"}
    for kind in ("aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"):
        rules = planned(plan, kind)
        assert keys(rules, "connection") == edges, "named at both ends"
        for key in keys(rules, "connection"):
            assert rules[f'connection["{key}"]']["cidr_ipv4"] is None, "a group, not a range"
    assert "worker-to-database" not in edges
    assert keys(planned(plan, "aws_iam_role"), "task") == keys(planned(plan, "aws_iam_role"), "execution") == NAMES
    assert keys(planned(plan, "aws_cloudwatch_log_group"), "component") == NAMES

    (balancer,) = planned(plan, "aws_lb").values()
    assert balancer["internal"] and balancer["drop_invalid_header_fields"]
    let_in = planned(plan, "aws_vpc_security_group_ingress_rule")
    assert keys(let_in, "load_balancer") == {"80-from-network", "5555-from-network"}
    grants = keys(planned(plan, "aws_iam_role_policy"), "task")
    assert {grant for grant in grants if grant.startswith("worker/")} == {
        "worker/read-dags",
        "worker/read-task-logs",
        "worker/write-task-logs",
        "worker/protect-tasks",
        "worker/mount-dags-directory",
        "worker/write-shared-directory",
    }
    assert {grant for grant in grants if grant.startswith(("flower/", "scheduler/"))} == {"scheduler/publish-metrics"}
    points = {key: point["posix_user"][0] for key, point in planned(plan, "aws_efs_access_point").items()}
    assert {key: (user["uid"], user["gid"]) for key, user in points.items()} == {
        "dags[0]": (50000, 0),
        "shared[0]": (50000, 0),
        "root[0]": (0, 0),
    }
    (system,) = planned(plan, "aws_efs_file_system").values()
    assert system["encrypted"]
    names = {bucket["bucket"] for bucket in planned(plan, "aws_s3_bucket").values()}
    assert names == {f"trial-{use}-123456789012-us-east-1" for use in ("logs", "dags")}


def test_every_resource_has_the_tags_and_a_name_of_its_own(root: tftest.TerraformTest) -> None:
    """P1.17: for the bill, and to find what a killed apply left behind. P1.7: both pages behind one load balancer."""
    plan = root.plan(output=True)
    names: dict[tuple[str, str], str] = {}
    for change in plan["resource_changes"]:
        after = change["change"]["after"] or {}
        if not change["address"].startswith("module.airflow.") or change["mode"] != "managed" or "tags" not in after:
            continue
        assert after["tags"]["Deployment"] == "trial", change["address"]
        name = (change["type"], after["tags"]["Name"])
        assert name not in names, f"{change['address']} and {names.get(name)}"
        names[name] = change["address"]

    ports = {name: listener["port"] for name, listener in planned(plan, "aws_lb_listener").items()}
    assert ports == {"http[0]": 80, "flower[0]": 5555}
    rules = planned(plan, "aws_lb_listener_rule")
    paths = {name: rule["condition"][0]["path_pattern"][0]["values"] for name, rule in rules.items()}
    assert paths["flower"] == ["/flower", "/flower/*"]
    for name in ("metrics_closed", "flower_port_metrics_closed[0]"):
        assert "/flower/metrics*" in paths[name]
        assert rules[name]["action"][0]["fixed_response"][0]["status_code"] == "404"
    assert rules["metrics_closed"]["priority"] < rules["flower"]["priority"]


@pytest.fixture(scope="module")
def oidc(embedded_aws: EmbeddedAws) -> Iterator[str]:
    """An identity provider, and its client's secret."""
    manager = boto3.client(
        "secretsmanager",
        region_name="us-east-1",
        endpoint_url=embedded_aws.start(),
        aws_access_key_id="embedded",
        aws_secret_access_key="embedded",
    )
    arn = manager.create_secret(Name="oidc-client", SecretString="known-to-the-provider")["ARN"]
    urls = {"authorization_endpoint": "authorize", "token_endpoint": "token", "user_info_endpoint": "userinfo"}
    given = {"issuer": "https://id.example.com", "client_id": "airflow", "client_secret_arn": arn}
    given |= {name: f"https://id.example.com/{path}" for name, path in urls.items()}
    yield json.dumps({**given, "open_paths": ["/api/v2/*", "/auth/token"]})
    manager.delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True)


def test_plan_of_a_large_deployment(root: tftest.TerraformTest, oidc: str) -> None:
    """P1.8, P2.5, P2.7, P3.1, P3.4: HTTPS for everyone, more of each, Spot, IAM in place of passwords, shells."""
    settings = {
        "load_balancer": f'{{certificate={{arn="arn:aws:acm:us-east-1:123456789012:certificate/a"}},oidc={oidc}}}',
        "components": "{api_server={min_count=2,max_count=4},scheduler={min_count=2,max_count=2},"
        "worker={cpu=1024,memory=4096,min_count=2,max_count=20,concurrency=8,spot_percent=75}}",
        "broker": '{authentication="iam",secret_arn=null,user_name="airflow",replication_group_id="trial",'
        'connect_arns=["arn:aws:elasticache:us-east-1:123456789012:user:airflow"]}',
        "database": '{manage_rules=false,security_group_id=null,cidr_block="10.9.0.0/24"}',
        "egress": '{warehouse={cidr_block="10.8.0.0/24",port=5439}}',
        "execute_command": "true",
        "extra_policies": '{batch="{}"}',
        "extra_policy_arns": '["arn:aws:iam::aws:policy/ReadOnlyAccess"]',
    }
    plan = root.plan(output=True, tf_vars=settings)
    listeners = planned(plan, "aws_lb_listener")
    assert listeners["http[0]"]["default_action"][0]["redirect"][0]["protocol"] == "HTTPS"
    for name in ("https[0]", "flower[0]"):
        assert (listeners[name]["protocol"], listeners[name]["ssl_policy"]) == (
            "HTTPS",
            "ELBSecurityPolicy-TLS13-1-2-2021-06",
        )
    # Nobody gets further unasked, by either door: but programs, on the paths that are named, to Airflow's own question.
    rules = planned(plan, "aws_lb_listener_rule")
    for asked in (listeners["https[0]"]["default_action"], listeners["flower[0]"]["default_action"]):
        assert [action["type"] for action in asked] == ["authenticate-oidc", "forward"]
    assert [action["type"] for action in rules["flower"]["action"]] == ["authenticate-oidc", "forward"]
    provider = listeners["https[0]"]["default_action"][0]["authenticate_oidc"][0]
    assert (provider["client_secret"], provider["client_id"]) == ("known-to-the-provider", "airflow")
    assert [action["type"] for action in rules["open_paths[0]"]["action"]] == ["forward"]
    assert rules["open_paths[0]"]["condition"][0]["path_pattern"] == [{"values": ["/api/v2/*", "/auth/token"]}]
    out = planned(plan, "aws_vpc_security_group_egress_rule")["identity_provider[0]"]
    assert (out["from_port"], out["cidr_ipv4"]) == (443, "0.0.0.0/0")
    assert not planned(plan, "aws_lb")["this[0]"]["internal"]
    let_in = keys(planned(plan, "aws_vpc_security_group_ingress_rule"), "load_balancer")
    assert let_in == {"80-from-anywhere", "443-from-anywhere", "5555-from-anywhere"}
    services = planned(plan, "aws_ecs_service")
    weights = services['this["worker"]']["capacity_provider_strategy"]
    assert {item["capacity_provider"]: item["weight"] for item in weights} == {"FARGATE": 25, "FARGATE_SPOT": 75}
    assert all(service["enable_execute_command"] for service in services.values())
    (cpu,) = (value for key, value in planned(plan, "aws_appautoscaling_policy").items() if key.startswith("cpu["))
    assert cpu["target_tracking_scaling_policy_configuration"][0]["target_value"] == 70

    ingress = planned(plan, "aws_vpc_security_group_ingress_rule")
    egress = planned(plan, "aws_vpc_security_group_egress_rule")
    assert not {key for key in keys(ingress, "connection") if key.endswith("-to-database")}, "not ours to change"
    assert egress['connection["scheduler-to-database"]']["cidr_ipv4"] == "10.9.0.0/24"
    assert not {key for key in keys(egress, "connection") if key == "worker-to-database"}
    dags = {name for name, component in BY_NAME.items() if component.runs_user_code}
    assert keys(egress, "dags") == {f"{name}-to-warehouse" for name in dags}

    policies = planned(plan, "aws_iam_role_policy")
    grants = keys(policies, "task")
    assert {grant.split("/")[0] for grant in grants if grant.endswith("/open-shells")} == NAMES
    brokers = {grant.split("/")[0] for grant in grants if grant.endswith("/connect-broker")}
    assert brokers == {"scheduler", "worker", "flower"}
    assert keys(policies, "extra") == {f"{name}/batch" for name in dags}
    assert keys(planned(plan, "aws_iam_role_policy_attachment"), "extra") == {f"{name}/0" for name in dags}


def test_plan_with_what_is_there_already(root: tftest.TerraformTest) -> None:
    """P0.2: a listener and buckets that are given are used and not made; no file system where none is wanted."""
    listener = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shared/1/2"
    settings = {
        "load_balancer": f'{{existing={{listener_arn="{listener}",security_group_id="sg-0123",'
        'dns_name="airflow.example.com",priority=40}}',
        "storage": '{efs=false,log_bucket={name="our-logs"},dag_bucket={name="our-dags"}}',
    }
    plan = root.plan(output=True, tf_vars=settings)
    for kind in ("aws_lb", "aws_lb_listener", "aws_s3_bucket", "aws_efs_file_system", "aws_efs_mount_target"):
        assert not planned(plan, kind), kind
    rules = planned(plan, "aws_lb_listener_rule")
    assert {name: rule["priority"] for name, rule in rules.items()} == {
        "metrics_closed": 40,
        "flower": 41,
        "api_server[0]": 43,
    }
    for rule in rules.values():
        hosts = [condition["host_header"] for condition in rule["condition"] if condition["host_header"]]
        assert hosts == [[{"values": ["airflow.example.com"]}]]
    outputs = plan["output_changes"]["airflow"]["after"]
    assert outputs["url"] == "https://airflow.example.com"
    assert (outputs["log_bucket"], outputs["dag_bucket"]) == ("our-logs", "our-dags")
    ingress = planned(plan, "aws_vpc_security_group_ingress_rule")
    assert ingress['connection["load-balancer-to-api-server"]']["referenced_security_group_id"] == "sg-0123"


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"components": "{worker={cpu=256,memory=4096},flower={min_count=3,max_count=2}}", "name": "Trial"},
            ["Fargate offers", "for worker", "for flower", "name must be 1 to 20"],
        ),
        ({"load_balancer": "{internal=false}"}, ["only with a certificate"]),
        (
            {
                "load_balancer": '{oidc={issuer="https://a.b",authorization_endpoint="https://a.b",'
                'token_endpoint="http://a.b",user_info_endpoint="https://a.b",client_id="a",'
                'client_secret_arn="arn:aws:secretsmanager:us-east-1:123456789012:secret:a"}}'
            },
            ["a URL that begins with https://"],
        ),
    ],
)
def test_terraform_refuses(root: tftest.TerraformTest, settings: Values, said: list[str]) -> None:
    text = refusal(root, settings)
    assert all(sentence in text for sentence in said), text
