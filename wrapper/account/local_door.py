"""A door on this machine to a web server elsewhere, through a port that is forwarded there.

The server thinks that it has the name under which people reach it elsewhere, and sends browsers there: to the login
first of all. So what it says of its own name in `Location` becomes the door's.
"""

from __future__ import annotations

import http.client
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import urlsplit

_OF_ONE_CONNECTION: Final = {
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
"""https://www.rfc-editor.org/rfc/rfc9110.html#section-7.6.1"""
_CHUNK: Final = 65536
_SECONDS: Final = 120


def open_door(port: int, forwarded: int, url: str) -> ThreadingHTTPServer:
    """A server on `port` of the loopback interface for what answers on `forwarded` and calls itself `url`.

    Whoever calls lets it serve. Raises OSError where the port is taken.
    """
    its_own = urlsplit(url)

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OF_ONE_CONNECTION}
            headers |= {"Host": its_own.netloc, "X-Forwarded-Proto": its_own.scheme, "Accept-Encoding": "identity"}
            connection = http.client.HTTPConnection("127.0.0.1", forwarded, timeout=_SECONDS)
            try:
                connection.request(self.command, self.path, body or None, headers)
                self._answer(connection.getresponse())
            except (OSError, http.client.HTTPException) as error:
                self.close_connection = True
                self.send_error(502, explain=f"The forwarded port does not answer: {error}")
            finally:
                connection.close()

        do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _pass_on

        def _answer(self, found: http.client.HTTPResponse) -> None:
            self.close_connection = True  # so that an answer may end with its connection, however long it goes on
            self.send_response_only(found.status, found.reason)
            for name, value in found.getheaders():
                if name.lower() == "location":
                    value = _through(value, url, f"http://localhost:{port}")
                if name.lower() not in _OF_ONE_CONNECTION:
                    self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            while chunk := found.read1(_CHUNK):  # as it comes: logs are followed that way
                self.wfile.write(chunk)
                self.wfile.flush()

        def log_message(self, format: str, *args: object) -> None:
            """Silence: what is asked may hold what is private."""

    return ThreadingHTTPServer(("127.0.0.1", port), Door)


def _through(location: str, url: str, door: str) -> str:
    """A location of the server as one of the door."""
    target, own = urlsplit(location), urlsplit(url)
    if target.netloc != own.netloc:
        return location
    return door + target._replace(scheme="", netloc="").geturl()
