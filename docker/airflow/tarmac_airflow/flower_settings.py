"""Flower's configuration file: its login, from the secret.

On Flower's command line and in its environment a comma would split the password; here it is an element of a list.
"""

import hmac
import os
from types import SimpleNamespace

import flower.views

from tarmac_airflow.environment import secret

_login = secret(os.environ, "FLOWER_SECRET", ("username", "password"))
basic_auth = [f"{_login['username']}:{_login['password']}"]

# Flower 2.2 compares text, for which hmac.compare_digest refuses anything but ASCII; compare bytes instead.
flower.views.hmac = SimpleNamespace(
    compare_digest=lambda expected, given: hmac.compare_digest(expected.encode(), given.encode())
)
