"""An AWS that knows who asks, and allows nothing: what credentials without a permission get."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

ACCOUNT: Final = "123456789012"
WHO: Final = f"arn:aws:iam::{ACCOUNT}:user/reader"

_XML: Final = "text/xml"
_IDENTITY: Final = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
    f"<Arn>{WHO}</Arn><UserId>AIDA</UserId><Account>{ACCOUNT}</Account>"
    "</GetCallerIdentityResult></GetCallerIdentityResponse>"
)
_OF_EC2: Final = (
    "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this "
    "operation.</Message></Error></Errors></Response>"
)
_ERROR: Final = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"


class _Handler(BaseHTTPRequestHandler):
    """Refuses in the protocol in which it was asked: JSON, the query protocols, and S3's XML."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
        if "Action=GetCallerIdentity" in body:
            self._send(200, _XML, _IDENTITY)
        elif self.headers.get("X-Amz-Target"):
            refusal = {"__type": "AccessDeniedException", "message": "You are not authorized"}
            self._send(400, "application/x-amz-json-1.1", json.dumps(refusal))
        elif "Version=2016-11-15" in body:
            self._send(403, _XML, _OF_EC2)
        elif "Action=" in body:
            self._send(403, _XML, f"<ErrorResponse>{_ERROR}</ErrorResponse>")
        else:
            self._send(403, "application/xml", _ERROR)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _answer

    def _send(self, code: int, kind: str, body: str) -> None:
        sent = b"" if self.command == "HEAD" else body.encode()
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def denying() -> Iterator[str]:
    """The address of one that runs meanwhile."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
