"""Who is answered by the embedded AWS: this machine and its containers alone."""

import ipaddress

import pytest

from wrapper.embedded_aws.process import CONTAINERS
from wrapper.embedded_aws.server import is_ours


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", str(ipaddress.ip_network(CONTAINERS)[300])])
def test_this_machine_and_its_containers_are_answered(address: str) -> None:
    assert is_ours(address)


@pytest.mark.parametrize("address", ["203.0.113.7", "192.0.2.1", "10.212.255.255"])
def test_nobody_else_is_answered(address: str) -> None:
    """It asks for no login, and hands out every secret."""
    assert not is_ours(address)
