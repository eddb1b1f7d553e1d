"""Signs ElastiCache's IAM tokens with the standard library.

A token is a signed URL without its scheme, valid for 15 minutes, asked for when a connection opens
(https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html). botocore would do the same for 0.2 s of CPU in
each new process, and the worker's health check is a new process every time.
"""

import hashlib
import hmac
import json
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from tarmac_airflow.environment import SettingError, required

TOKEN_SECONDS = 900
# ECS serves a task role's credentials here
# (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html).
ECS_CREDENTIALS_HOST = "http://169.254.170.2"
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Credentials:
    """An AWS key pair, with the session token of a temporary one."""

    access_key_id: str
    secret_access_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)


def task_credentials(environment: Mapping[str, str]) -> Credentials:
    """The credentials of the task role, or those in the environment.

    Raises:
        SettingError: there are neither.
        OSError: the credentials endpoint does not answer.
    """
    if environment.get("AWS_ACCESS_KEY_ID"):
        return Credentials(
            environment["AWS_ACCESS_KEY_ID"],
            required(environment, "AWS_SECRET_ACCESS_KEY"),
            environment.get("AWS_SESSION_TOKEN", ""),
        )
    path = environment.get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "")
    url = f"{ECS_CREDENTIALS_HOST}{path}" if path else environment.get("AWS_CONTAINER_CREDENTIALS_FULL_URI", "")
    if not url.startswith("http"):
        raise SettingError("REDIS_AUTHENTICATION=iam needs a task role: the task definition has none.")
    request = urllib.request.Request(url)  # noqa: S310 - the scheme was checked
    if authorization := environment.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"):
        request.add_header("Authorization", authorization)
    with _opener.open(request, timeout=5) as response:
        answer = json.load(response)
    return Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["Token"])


def signed_token(
    credentials: Credentials, *, user: str, replication_group: str, region: str, now: datetime | None = None
) -> str:
    """A token that logs the user in to the replication group, by Signature Version 4.

    (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html)
    """
    moment = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/{region}/elasticache/aws4_request"
    host = replication_group.lower()
    parameters = {
        "Action": "connect",
        "User": user,
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{credentials.access_key_id}/{scope}",
        "X-Amz-Date": moment,
        "X-Amz-Expires": str(TOKEN_SECONDS),
        "X-Amz-SignedHeaders": "host",
    }
    if credentials.session_token:
        parameters["X-Amz-Security-Token"] = credentials.session_token
    query = urlencode(sorted(parameters.items()), quote_via=quote, safe="-_.~")
    empty_body = hashlib.sha256(b"").hexdigest()
    canonical = f"GET\n/\n{query}\nhost:{host}\n\nhost\n{empty_body}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    key = f"AWS4{credentials.secret_access_key}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{digest}".encode(), hashlib.sha256).hexdigest()
    return f"{host}/?{query}&X-Amz-Signature={signature}"
