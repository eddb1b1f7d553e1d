"""Stands between Terraform and the embedded AWS: notes what is asked, and refuses what it is told to refuse."""

import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs


class RecordingProxy:
    """A proxy on the loopback interface in front of `upstream`.

    `refused` holds names of actions that are answered as AWS answers a limit that is reached. `calls` holds the
    parameters of each call by the query protocol, which RDS speaks.
    """

    def __init__(self, upstream: str) -> None:
        self.upstream = upstream
        self.refused: set[str] = set()
        self.calls: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)

    def sent(self, action: str, parameter: str) -> list[str]:
        """The values of a parameter in every call of an action that had it."""
        return [form[parameter] for form in self.calls.values() if form.get("Action") == action and parameter in form]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                form = {name: values[0] for name, values in parse_qs(body.decode(errors="replace")).items()}
                action = self.headers.get("X-Amz-Target", "").rpartition(".")[2] or form.get("Action", "")
                # An SDK repeats a call whose answer it did not get in time: that is one call, not two.
                invocation = self.headers.get("amz-sdk-invocation-id", str(len(proxy.calls)))
                proxy.calls[invocation] = form
                if action in proxy.refused:
                    self._send(400, {"Content-Type": "text/xml"}, _refusal(action))
                    return
                self._send(*_forward(proxy.upstream + self.path, self.command, dict(self.headers), body))

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer

            def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Silence: the test says what went wrong."""

        return Handler


def _forward(url: str, method: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    request = urllib.request.Request(url, data=body or None, headers=headers, method=method)  # noqa: S310 - loopback
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=60) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, dict(refusal.headers), refusal.read()


def _refusal(action: str) -> bytes:
    """As XML for RDS; Secrets Manager speaks JSON, but its client is content with a status."""
    return (
        "<ErrorResponse><Error><Type>Sender</Type><Code>StorageQuotaExceeded</Code>"
        f"<Message>{action} is refused by the test</Message></Error></ErrorResponse>"
    ).encode()
