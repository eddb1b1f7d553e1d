"""IAM tokens for ElastiCache. test_airflow_runtime.py uses them against a real Redis."""

import http.server
import json
import threading
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import botocore.session
import pytest
from botocore.model import ServiceId
from botocore.signers import RequestSigner
from tarmac_airflow.elasticache import Credentials, signed_token, task_credentials
from tarmac_airflow.environment import SettingError


@pytest.mark.parametrize("session_token", ["", "a/session+token=="])
def test_a_token_is_signed_as_botocore_signs_it(session_token: str) -> None:
    """The AWS documentation's example uses botocore's signer."""
    session = botocore.session.Session()
    session.set_credentials("AKIDEXAMPLE", "wJalr/XUtnFEMI+K7MDENG", session_token or None)
    signer = RequestSigner(
        ServiceId("elasticache"),
        "eu-central-1",
        "elasticache",
        "v4",
        session.get_credentials(),
        session.get_component("event_emitter"),
    )
    request = {
        "method": "GET",
        "url": "https://tarmac/?Action=connect&User=airflow",
        "body": {},
        "headers": {},
        "context": {},
    }
    expected = signer.generate_presigned_url(request, "connect", region_name="eu-central-1", expires_in=900)
    wanted = parse_qs(urlsplit(expected).query)
    moment = datetime.strptime(wanted["X-Amz-Date"][0], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    credentials = Credentials("AKIDEXAMPLE", "wJalr/XUtnFEMI+K7MDENG", session_token)
    token = signed_token(credentials, user="airflow", replication_group="Tarmac", region="eu-central-1", now=moment)
    assert token.startswith("tarmac/?")
    assert parse_qs(urlsplit(f"https://{token}").query) == wanted


def test_credentials_come_from_the_task_role() -> None:
    """As ECS serves them, with the authorization that it asks for."""

    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = {"AccessKeyId": "id", "SecretAccessKey": self.headers["Authorization"], "Token": "session"}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """No access log in the test's output."""

    with http.server.HTTPServer(("127.0.0.1", 0), Endpoint) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/role"
        environment = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": url, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "asked"}
        assert task_credentials(environment) == Credentials("id", "asked", "session")
        server.shutdown()


def test_a_task_without_a_role_is_told_so() -> None:
    with pytest.raises(SettingError, match="needs a task role"):
        task_credentials({})
