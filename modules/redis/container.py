"""How Redis starts in its container, and how its health is asked for. Both run under any POSIX shell, and with the
programs of Valkey or of Redis, whichever the image holds."""

from typing import Final

PORT: Final = 6379

ACCESS: Final = "~* &* +@all -@admin -@dangerous"
"""What Airflow may do, in Redis's language of access: everything but what stops, reconfigures or empties the server.
What was tried with it is in docs/elasticache-authentication.md."""

START: Final = r"""
[ -n "$REDIS_PASSWORD" ] && [ -n "$REDIS_PREVIOUS_PASSWORD" ] && [ -n "$REDIS_ADMINISTRATOR_PASSWORD" ] || exit 1
server=$(command -v valkey-server || command -v redis-server)
quoted() { printf '%s' "$1" | sed 's/[\\"]/\\&/g'; }
password=$(quoted "$REDIS_PASSWORD")
previous=$(quoted "$REDIS_PREVIOUS_PASSWORD")
administrator=$(quoted "$REDIS_ADMINISTRATOR_PASSWORD")
exec "$server" - <<CONFIGURATION
port PORT
user default on ">$password" ">$previous" ACCESS
user administrator on ">$administrator" -@all +ping +acl|setuser
maxmemory MEMORYmb
maxmemory-policy noeviction
save ""
appendonly no
CONFIGURATION
""".replace("ACCESS", ACCESS)

HEALTH: Final = (
    "cli=$(command -v valkey-cli || command -v redis-cli); "
    'export REDISCLI_AUTH="$REDIS_ADMINISTRATOR_PASSWORD" VALKEYCLI_AUTH="$REDIS_ADMINISTRATOR_PASSWORD"; '
    '"$cli" --user administrator --no-auth-warning -p PORT ping | grep -q PONG'
)


def start_script(port: object, memory: object) -> str:
    """A shell script which becomes the server. `memory` is what it may hold, in MiB.

    Clients are let in by two passwords, so that the server may start anew at any moment of a rotation; while it runs,
    the user `administrator` gives it another (docs/secrets.md).

    The password goes in by standard input: it shows neither in the arguments of a process nor in a file.
    """
    return START.strip().replace("PORT", f"{port}").replace("MEMORY", f"{memory}")


def health_command(port: object) -> str:
    """A shell command which succeeds where the server answers to its administrator.

    Not to the password of the clients: a rotation takes away the one that this container has in its environment, and
    ECS would then end a server that is well.
    """
    return HEALTH.replace("PORT", f"{port}")
