"""A stand-in for the ECS agent's endpoint of task scale-in protection.

It answers as the real one does, in the cases of
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
"""

import contextlib
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TASK_ARN = "arn:aws:ecs:us-east-1:123456789012:task/demo/0123456789abcdef0123456789abcdef"
ROOT = "/api/0123456789abcdef-0123456789"
PATH = f"{ROOT}/task-protection/v1/state"

FAILURE = (
    200,
    {"failure": {"Arn": TASK_ARN, "Detail": None, "Reason": "DEPLOYMENT_BLOCKED"}},
)
DENIED = (
    400,
    {
        "requestID": "12345-abc-6789-0123-abc",
        "error": {
            "Arn": TASK_ARN,
            "Code": "AccessDeniedException",
            "Message": "User: arn:aws:sts::123456789012:assumed-role/demo-worker is not authorized",
        },
    },
)
GATEWAY: tuple[int, dict[str, Any]] = (502, {})


class EcsAgent:
    """What the agent was asked, whether the task is protected, and what it answers next in place of the truth."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.protected = False
        self.answers: list[tuple[int, dict[str, Any]]] = []
        self.uri = ""

    def put(self, wanted: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.requests.append(wanted)
        if self.answers:
            return self.answers.pop(0)
        self.protected = wanted["ProtectionEnabled"]
        protection: dict[str, Any] = {"ProtectionEnabled": self.protected, "TaskArn": TASK_ARN}
        if self.protected:
            expires = datetime.now(UTC) + timedelta(minutes=wanted.get("ExpiresInMinutes", 120))
            protection["ExpirationDate"] = expires.strftime("%Y-%m-%dT%H:%M:%SZ")
        return 200, {"protection": protection}


@contextlib.contextmanager
def ecs_agent(address: str = "127.0.0.1", port: int = 0) -> Iterator[EcsAgent]:
    """An agent on an address of this machine; port 0 is any that is free."""
    agent = EcsAgent()

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = self.path == PATH and self.headers["Content-Type"] == "application/json"
            status, answer = agent.put(body) if known else (404, {})
            encoded = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((address, port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    agent.uri = f"http://{address}:{server.server_port}{ROOT}"
    try:
        yield agent
    finally:
        server.shutdown()
        server.server_close()
