"""A server that speaks as much of HashiCorp Vault's HTTP API as Tarmac uses, over TLS with a certificate of its own.

https://developer.hashicorp.com/vault/api-docs
"""

from __future__ import annotations

import base64
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TOKEN = "hvs.a-token-of-the-tests"


@dataclass
class Vault:
    """What the server holds, and how it misbehaves.

    `status` and `errors` are what it answers to everything, where they are set.
    """

    port: int = 0
    secrets: dict[str, dict[str, str]] = field(default_factory=dict)
    """Data by `mount/path`."""
    deleted: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    denied: set[str] = field(default_factory=set)
    namespace: str | None = None
    tokens: set[str] = field(default_factory=lambda: {TOKEN})
    approle: tuple[str, str] | None = None
    aws_role: str | None = None
    version: int = 3
    kv_version: int = 2
    status: int | None = None
    body: str = '{"errors": []}'
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def answer(self, method: str, path: str, headers: dict[str, str], body: dict[str, Any]) -> tuple[int, Any]:
        self.asked.append((path, headers))
        if self.status is not None:
            return self.status, json.loads(self.body) if self.body.startswith("{") else self.body
        if headers.get("X-Vault-Namespace") != self.namespace:
            return 404, {"errors": ["no handler for route"]}
        if path == "/v1/auth/approle/login":
            given = (body["role_id"], body.get("secret_id"))
            return self._login() if given == self.approle else (400, {"errors": ["invalid role or secret ID"]})
        if path == "/v1/auth/aws/login":
            return self._login_by_aws(body)
        if headers.get("X-Vault-Token") not in self.tokens:
            return 403, {"errors": ["2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"]}
        if path == "/v1/auth/token/lookup-self":
            return 200, {"data": {"ttl": 60}}
        return self._read(path.removeprefix("/v1/"))

    def _login(self) -> tuple[int, Any]:
        return 200, {"auth": {"client_token": TOKEN}}

    def _login_by_aws(self, body: dict[str, Any]) -> tuple[int, Any]:
        """Vault hands the signed request on to STS; here it is enough that it is one, signed by the right key."""
        headers = json.loads(base64.b64decode(body["iam_request_headers"]))
        request = base64.b64decode(body["iam_request_body"]).decode()
        signed = "".join(headers["Authorization"])
        if "Action=GetCallerIdentity" in request and "Credential=testing/" in signed and body["role"] == self.aws_role:
            return self._login()
        return 400, {"errors": ["entry for role not found"]}

    def _read(self, path: str) -> tuple[int, Any]:
        place = path.replace("/data/", "/", 1)
        metadata = {"version": self.version, "deletion_time": "", "destroyed": False}
        if place in self.denied:
            return 403, {"errors": ["1 error occurred:\n\t* permission denied\n\n"]}
        if self.kv_version == 1:
            return 404, {"errors": [], "warnings": ["Invalid path for a versioned K/V secrets engine."]}
        if place in self.deleted:
            return 404, {"data": {"data": None, "metadata": {**metadata, "deletion_time": "2026-01-02T03:04:05Z"}}}
        if place in self.destroyed:
            return 404, {"data": {"data": None, "metadata": {**metadata, "destroyed": True}}}
        if place not in self.secrets:
            return 404, {"errors": []}
        return 200, {"data": {"data": self.secrets[place], "metadata": metadata}}


@contextmanager
def serve(certificate: Path) -> Iterator[Vault]:
    """Runs the server; `certificate` is a PEM file with a key and a certificate."""
    vault = Vault()

    class Handler(BaseHTTPRequestHandler):
        def _reply(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"{}")
            status, answer = vault.answer(self.command, self.path.partition("?")[0], dict(self.headers), body)
            text = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json" if text.startswith(b"{") else "text/html")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = _reply

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    vault.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield vault
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_certificate(file: Path, *, days: int = 1, host: str = "127.0.0.1") -> Path:
    """A key and a certificate signed by itself; `days` below 0 make one that has expired."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "vault of the tests")])
    now = datetime.now(UTC)
    alternative: x509.GeneralName = (
        x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
