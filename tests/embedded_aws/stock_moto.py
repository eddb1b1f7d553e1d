"""How a test shows that a gap of moto is filled, and that the filler is still needed."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from tests.waiting import HANGS

REGION = "eu-west-1"

Aws = Callable[..., Any]
"""Gives the boto3 client of a service, in REGION or the region that is named."""

Behaviour = Callable[[Aws], None]

FAILURES = (AssertionError, ClientError, KeyError, ResponseParserError, pytest.fail.Exception)
"""How a test of behaviour may fail: an answer that is wrong, no answer, an error, or no error where one is due."""

COVERED: dict[str, Behaviour] = {}
"""The test of each gap."""


def clients(endpoint: str) -> Aws:
    """Clients that ask once: what fails shall fail at once."""
    session = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    config = Config(retries={"total_max_attempts": 1}, read_timeout=HANGS, s3={"addressing_style": "path"})

    def client(service: str, region: str = REGION) -> Any:
        return session.client(service, region_name=region, endpoint_url=endpoint, config=config)

    return client


def unique(prefix: str) -> str:
    """A name that no other test has."""
    return f"{prefix}-{uuid4().hex[:8]}"


def fills(gap: str) -> Callable[[Behaviour], Callable[[Aws, Aws], None]]:
    """Mark a test of a gap: what it shows must hold on the embedded AWS, and must not hold on stock moto."""

    def decorate(behaviour: Behaviour) -> Callable[[Aws, Aws], None]:
        COVERED[gap] = behaviour

        def test(filled: Aws, stock: Aws) -> None:
            behaviour(filled)
            try:
                behaviour(stock)
            except FAILURES:
                return
            pytest.fail(f"Stock moto does this by itself now: delete the filler {gap} and this test.")

        test.__name__, test.__doc__, test.__module__ = behaviour.__name__, behaviour.__doc__, behaviour.__module__
        return test

    return decorate
