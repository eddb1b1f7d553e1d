"""A secret is found wherever it is planted (N.6): what looks for them in an applied deployment is not blind.

tests/end_to_end/test_low_to_high.py looks with it for every secret of an applied deployment, low and high.
"""

from __future__ import annotations

import base64
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from moto import mock_aws

from tests.security.leaks import Clients, in_account, in_folder, search, values

PASSWORD = "S3cret of/the=database+"
FERNET = base64.b64encode(b"0123456789abcdefghijklmnopqrstuv").decode()
REGION = "us-east-1"


@pytest.fixture
def clients() -> Iterator[Clients]:
    """An account with one secret for each form."""
    with mock_aws():

        def client(service: str) -> Any:
            return boto3.client(
                service, region_name=REGION, aws_access_key_id="testing", aws_secret_access_key="testing"
            )

        manager = client("secretsmanager")
        manager.create_secret(Name="database", SecretString=json.dumps({"username": "airflow", "password": PASSWORD}))
        manager.create_secret(Name="fernet", SecretString=FERNET)
        client("s3").create_bucket(Bucket="state")
        yield client


def state(clients: Clients, value: str) -> None:
    clients("s3").put_object(Bucket="state", Key="terraform.tfstate", Body=json.dumps({"password": value}).encode())


def task(clients: Clients, value: str, **more: Any) -> str:
    container = {"name": "one", "image": "airflow", "memory": 512, **more}
    made = clients("ecs").register_task_definition(family="one", containerDefinitions=[container])
    return str(made["taskDefinition"]["taskDefinitionArn"])


def environment(clients: Clients, value: str) -> None:
    task(clients, value, environment=[{"name": "PASSWORD", "value": value}])


def arguments_of_a_retired_task(clients: Clients, value: str) -> None:
    arn = task(clients, value, command=["airflow", f"--password={value}"])
    clients("ecs").deregister_task_definition(taskDefinition=arn)


def user_data(clients: Clients, value: str) -> None:
    image = clients("ec2").describe_images()["Images"][0]["ImageId"]
    clients("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1, UserData=f"echo {value}")


def log(clients: Clients, value: str) -> None:
    logs = clients("logs")
    group = f"/{len(value)}"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="one")
    event = {"timestamp": int(time.time() * 1000), "message": f"connecting with {value}"}
    logs.put_log_events(logGroupName=group, logStreamName="one", logEvents=[event])


PLACES = [state, environment, arguments_of_a_retired_task, user_data, log]


@pytest.mark.parametrize("plant", PLACES, ids=lambda plant: plant.__name__)
def test_it_is_found_in_the_account(clients: Clients, plant: Callable[[Clients, str], None]) -> None:
    plant(clients, "nothing to see")
    assert search(values(clients), in_account(clients)).leaks == []
    plant(clients, PASSWORD)
    (leak,) = search(values(clients), in_account(clients)).leaks
    assert leak.endswith(": database") and PASSWORD not in leak, "the report itself must not leak it"


FORMS = [PASSWORD, quote(PASSWORD, safe=""), json.dumps({"a": PASSWORD}), base64.b64encode(PASSWORD.encode()).decode()]


@pytest.mark.parametrize("written", [*FORMS, FERNET, base64.b64decode(FERNET).decode()])
def test_it_is_found_in_a_file_in_whatever_form(clients: Clients, tmp_path: Path, written: str) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    file = tmp_path / "deep" / "er" / "cdk.tf.json"
    file.write_text("nothing")
    assert search(values(clients), in_folder(tmp_path)).leaks == []
    file.write_text(f"before {written} after")
    assert len(search(values(clients), in_folder(tmp_path)).leaks) == 1


def test_it_is_found_in_what_is_packed(clients: Clients, tmp_path: Path) -> None:
    """As Terraform packs its plans."""
    with zipfile.ZipFile(tmp_path / "tfplan", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("tfstate", FERNET * 3)
    assert search(values(clients), in_folder(tmp_path)).leaks == ["file tfplan/tfstate: fernet"]


def test_an_older_version_of_a_secret_is_looked_for_too(clients: Clients, tmp_path: Path) -> None:
    clients("secretsmanager").put_secret_value(SecretId="fernet", SecretString="another one, and longer")
    (tmp_path / "old").write_text(FERNET)
    assert search(values(clients), in_folder(tmp_path)).leaks == ["file old: fernet"]


def test_what_was_looked_at_is_counted(clients: Clients, tmp_path: Path) -> None:
    state(clients, "nothing")
    environment(clients, "nothing")
    (tmp_path / "one").write_text("nothing")
    texts = [*in_account(clients), *in_folder(tmp_path), ("output", "apply", b"nothing")]
    assert dict(search(values(clients), texts).looked_at) == {
        "object": 1,
        "task definition": 1,
        "file": 1,
        "output": 1,
    }


def test_a_value_beyond_ascii_is_found_in_whatever_form(tmp_path: Path) -> None:
    value = "Grüße from 世界, and long enough"
    for number, written in enumerate([value, json.dumps(value), quote(value, safe="")]):
        (tmp_path / str(number)).write_text(f"before {written} after")
    assert len(search({value: "database"}, in_folder(tmp_path)).leaks) == 3
