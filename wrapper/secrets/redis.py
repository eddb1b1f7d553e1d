"""How Redis is given another password while it runs, by a container of its own image beside it.

Clients may not change the server (modules/redis/container.py), so its user `administrator` may do this one thing, and
ping: the health check asks as him, for the clients' password changes while the container runs. His password is a secret
that Redis's execution role alone reads. Redis itself takes two passwords at its start, `password` and `previous` of its
secret, so that it may start anew at any moment of a rotation.
https://redis.io/docs/latest/commands/acl-setuser/
"""

from __future__ import annotations

from typing import Final

from wrapper.errors import TarmacError

PORT: Final = 6379

# The password goes in by standard input, and the administrator's by the environment: neither shows in the arguments of
# a process. A here-document, because printf's own arguments would show where it is no builtin.
_TELL: Final = r"""
[ -n "$REDIS_PASSWORD" ] && [ -n "$REDIS_ADMINISTRATOR_PASSWORD" ] || exit 1
cli=$(command -v valkey-cli || command -v redis-cli)
password=$(printf '%s' "$REDIS_PASSWORD" | sed 's/[\\"]/\\&/g')
export REDISCLI_AUTH="$REDIS_ADMINISTRATOR_PASSWORD" VALKEYCLI_AUTH="$REDIS_ADMINISTRATOR_PASSWORD"
answer=$("$cli" -h "$REDIS_HOST" -p PORT --user administrator --no-auth-warning 2>&1 <<COMMAND
ACL SETUSER default RULES
COMMAND
)
[ "$answer" = OK ] || { printf 'Redis answers: %s\n' "$answer"; exit 1; }
"""


def _script(rules: str) -> str:
    return _TELL.strip().replace("PORT", str(PORT)).replace("RULES", rules)


ADD_PASSWORD: Final = _script('">$password"')
"""A shell script that lets clients in with REDIS_PASSWORD too."""

ONLY_PASSWORD: Final = _script('resetpass ">$password"')
"""A shell script that lets clients in with REDIS_PASSWORD alone. Who is in stays in."""


def too_old(deployment: str) -> TarmacError:
    """The error for a Redis whose password can only be replaced with an outage."""
    return TarmacError(
        f"The Redis of {deployment} has no administrator who could give it a second password while it runs. "
        "Nothing was changed.",
        f"Bring it to the newest module with ./tarmac apply {deployment}. That starts Redis anew once; what is queued "
        "at that moment is lost, and Airflow queues it again.",
    )
