"""Leaving CDKTF: `examples/airflow`, plain HCL, takes over what the Python stack deployed, and either can go on.

The tests of this file are one story and run in this order.
"""

from __future__ import annotations

import pytest

from stacks.names import EMBEDDED_ACCOUNT_ID
from tests.end_to_end.conftest import Checkout
from wrapper.terraform import toolchain

pytestmark = pytest.mark.end_to_end

FOLDER = "examples/airflow"
SETTINGS = """\
state:
  embedded: {bucket: tarmac-state-embedded, region: us-east-1}
deployments:
  airflow:
    availability: low
    tags: {team: data}
    image: {tag: 3.3.2-1, architecture: X86_64}
    network: {cidr_block: 10.5.0.0/16}
    load_balancer: {certificate_arn: "CERTIFICATE", domain_name: airflow.example.com, allowed_cidrs: [203.0.113.0/24]}
    environment: {AIRFLOW__CORE__PARALLELISM: "64"}
    keep: {buckets: true}
"""
BACKEND = """\
bucket = "tarmac-state-embedded"
key    = "airflow/terraform.tfstate"
region = "us-east-1"
"""
VALUES = f"""\
name         = "airflow"
availability = "low"
account_id   = "{EMBEDDED_ACCOUNT_ID}"
region       = "us-east-1"
image        = "{EMBEDDED_ACCOUNT_ID}.dkr.ecr.us-east-1.amazonaws.com/tarmac/airflow:3.3.2-1"
architecture = "X86_64"
cidr_block   = "10.5.0.0/16"
tags         = {{ team = "data" }}
environment  = {{ AIRFLOW__CORE__PARALLELISM = "64" }}
keep         = {{ database = false, snapshots = false, secrets = false, buckets = true }}
load_balancer = {{
  certificate_arn = "CERTIFICATE"
  domain_name     = "airflow.example.com"
  allowed_cidrs   = ["203.0.113.0/24"]
}}
"""
KEPT = ("tarmac-state-embedded", "repository/tarmac/airflow")


def terraform(checkout: Checkout, *arguments: str, expect: int = 0) -> str:
    """Terraform alone in the example, as somebody without Python runs it."""
    variables = toolchain.terraform_environment(checkout.embedded_aws.complete_environment())
    return checkout.run(
        str(toolchain.terraform()), f"-chdir={FOLDER}", *arguments, "-no-color", expect=expect, variables=variables
    )


def carry_over(checkout: Checkout, certificate: str, availability: str) -> None:
    """Writes the values that the README of the example names, as they stand in the settings."""
    text = VALUES.replace("CERTIFICATE", certificate).replace('"low"', f'"{availability}"')
    (checkout.folder / FOLDER / "terraform.tfvars").write_text(text)


def settings(checkout: Checkout, certificate: str, availability: str) -> None:
    text = SETTINGS.replace("CERTIFICATE", certificate).replace("availability: low", f"availability: {availability}")
    checkout.settings(text)


@pytest.fixture(scope="module")
def certificate(checkout: Checkout) -> str:
    """One that somebody made by hand before."""
    checkout.embedded_aws.start()
    arn: str = checkout.client("acm").request_certificate(DomainName="airflow.example.com")["CertificateArn"]
    return arn


def addresses(checkout: Checkout) -> set[str]:
    """What is in the state, by the address without index."""
    return {
        f"{item.get('module', '')}.{item['type']}.{item['name']}"
        for item in checkout.state("airflow")["resources"]
        if item["mode"] == "managed"
    }


def test_what_the_python_stack_deployed_plans_nothing_in_plain_hcl(checkout: Checkout, certificate: str) -> None:
    """N.1, N.9: low availability, and every value that is carried over."""
    settings(checkout, certificate, "low")
    checkout.tarmac("up", "--no-containers", "--stack", "airflow")
    (checkout.folder / FOLDER / "backend.hcl").write_text(BACKEND)
    carry_over(checkout, certificate, "low")
    terraform(checkout, "init", "-backend-config=backend.hcl")
    assert "No changes" in terraform(checkout, "plan", "-detailed-exitcode")


def test_plain_hcl_makes_it_highly_available_and_the_python_stack_plans_nothing(
    checkout: Checkout, certificate: str
) -> None:
    """N.1, N.9, P1.1: one word, and both agree on what it means."""
    low = addresses(checkout)
    carry_over(checkout, certificate, "high")
    terraform(checkout, "plan", "-detailed-exitcode", "-out=plan", expect=2)
    terraform(checkout, "apply", "plan")
    assert addresses(checkout) - low, "something new is there"
    assert "No changes" in terraform(checkout, "plan", "-detailed-exitcode")
    settings(checkout, certificate, "high")
    assert "no changes" in checkout.tarmac("plan", "airflow", expect=0)


def test_plain_hcl_destroys_what_the_python_stack_made(checkout: Checkout, certificate: str) -> None:
    """P1.22"""
    # What is in the state was read a moment ago, by the plan.
    terraform(checkout, "destroy", "-auto-approve", "-refresh=false")
    left = [item for item in checkout.exists() if item != certificate and not any(kept in item for kept in KEPT)]
    assert left == []
