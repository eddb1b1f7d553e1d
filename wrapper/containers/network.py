"""The network of a deployment's containers, and how they reach this machine from it."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import socket
from collections.abc import Collection
from typing import Final

import psutil

from wrapper.containers.engine import Engine
from wrapper.embedded_aws.process import CONTAINERS
from wrapper.errors import TarmacError

_NETWORKS: Final = list(ipaddress.IPv4Network(CONTAINERS).subnets(new_prefix=24))


def choose(engine: Engine, project: str) -> str:
    """A subnet for that project, which no network of the engine and no interface of this machine has.

    Raises TarmacError where all of them are taken.
    """
    first = int(hashlib.sha256(project.encode()).hexdigest(), 16) % len(_NETWORKS)
    taken = _of_engine(engine) | _of_machine()
    for network in _NETWORKS[first:] + _NETWORKS[:first]:
        if not any(network.overlaps(other) for other in taken):
            return str(network)
    raise TarmacError(f"Every network in {CONTAINERS} is taken.", f"Remove some with: {engine.program} network prune")


def gateway(subnet: str) -> str:
    """The address of this machine in the network."""
    return str(ipaddress.ip_network(subnet)[1])


def aws_address(engine: Engine, subnet: str) -> str:
    """Where containers find the embedded AWS: the gateway, where the network's bridge is on this machine.

    Docker Desktop keeps it in a virtual machine, and knows this one as `host-gateway`. Rootless Podman keeps it in a
    namespace, from which an address of this machine is reached. https://docs.docker.com/desktop/features/networking/
    """
    if engine.is_desktop:
        return "host-gateway"
    if engine.is_rootless:
        return _own_address() or gateway(subnet)
    return gateway(subnet)


def require_free_ports(ports: Collection[int]) -> None:
    """Raises TarmacError for a port of the loopback interface that another program has."""
    for port in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                raise TarmacError(
                    f"Port {port} of this machine is in use, so no container was started; what ran before runs on.",
                    "End what uses it, or choose other ports with --ui-port and --flower-port.",
                ) from error


def _of_engine(engine: Engine) -> set[ipaddress.IPv4Network]:
    names = engine.run("network", "ls", "--format", "{{.Name}}").split()
    described = engine.run("network", "inspect", *names) if names else ""
    found = re.findall(r'"(\d+\.\d+\.\d+\.\d+/\d+)"', described)
    return {ipaddress.IPv4Network(text, strict=False) for text in found}


def _of_machine() -> set[ipaddress.IPv4Network]:
    return {
        ipaddress.IPv4Network(f"{own.address}/{own.netmask or 32}", strict=False)
        for addresses in psutil.net_if_addrs().values()
        for own in addresses
        if own.family == socket.AF_INET
    }


def _own_address() -> str | None:
    """An address of this machine beside those of its loopback interface."""
    for addresses in psutil.net_if_addrs().values():
        for own in addresses:
            if own.family == socket.AF_INET and not ipaddress.ip_address(own.address).is_loopback:
                return str(own.address)
    return None
