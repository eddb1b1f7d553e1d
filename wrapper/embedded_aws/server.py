"""Serves the embedded AWS in the foreground: python -m wrapper.embedded_aws.server --port 4566."""

import argparse
import ipaddress
import os
import signal
import sys
import warnings
from types import FrameType
from typing import Any

import psutil

from wrapper.embedded_aws.process import ACCOUNT_ID, CONTAINERS

MOTO_SETTINGS = {
    "MOTO_ACCOUNT_ID": ACCOUNT_ID,
    "MOTO_ACM_VALIDATION_WAIT": "1",  # seconds until a certificate counts as issued; moto's own default is 60
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",  # roles attach AWS-managed policies by their ARN
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "true",  # the images that AWS's public parameters name; loaded when first asked for
    # Containers call us aws.airflow, of which moto would take `aws` for a bucket.
    "S3_IGNORE_SUBDOMAIN_BUCKETNAME": "true",
}

_CONTAINERS = ipaddress.ip_network(CONTAINERS)


def is_ours(address: str) -> bool:
    """Whether an IPv4 address is this machine's own or one of its containers': nobody else is answered.

    Docker Desktop and rootless Podman hand a container's connection on from an address of the machine itself.
    """
    peer = ipaddress.ip_address(address)
    if peer.is_loopback or peer in _CONTAINERS:
        return True
    return any(address == own.address for addresses in psutil.net_if_addrs().values() for own in addresses)


def serve(host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; raises OSError where the port is taken."""
    os.environ.update(MOTO_SETTINGS)  # moto reads them when it is imported
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import ThreadedWSGIServer

    from wrapper.embedded_aws.gaps import fill
    from wrapper.embedded_aws.retries import Retries

    class Handler(MotoRequestHandler):
        """Logs what went wrong alone: a deployment makes thousands of requests."""

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            if not str(code).startswith(("2", "3")):
                self.log("info", '"%s" %s', self.requestline, code)

    class Server(ThreadedWSGIServer):
        """Closes a connection from elsewhere unread: everything in the embedded AWS lies open, secrets too."""

        def verify_request(self, request: Any, client_address: Any) -> bool:
            return is_ours(client_address[0])

    # Our own error codes stand in no service's model.
    warnings.filterwarnings("ignore", message=".*does not match an error shape", category=UserWarning)
    fill()
    application = Retries(DomainDispatcherApplication(create_backend_app))
    server = Server(host, port, application, handler=Handler)

    def end(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    print(f"The embedded AWS answers on http://{host}:{server.port}", flush=True)
    try:
        server.serve_forever()
    finally:
        server.server_close()


def main(arguments: list[str] | None = None) -> None:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(description="Serve the embedded AWS in the foreground.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, required=True, help="port to listen on; 0 takes a free one")
    options = parser.parse_args(arguments)
    try:
        serve(options.host, options.port)
    except OSError as error:
        sys.exit(f"The embedded AWS cannot listen on {options.host}:{options.port}: {error.strerror}.")


if __name__ == "__main__":
    main()
