"""Where PostgreSQL and Redis are and how to log in: read from the parts that ECS gives, written as URLs.

Every part of a URL is percent-encoded, `$` and `%` included: Airflow expands environment variables in its settings
again and again, and a quoted URL is the one form that carries any secret through that unchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from tarmac_airflow.environment import SettingError, one_of, required, secret, whole_number

BROKER_DATABASE = 0
# Results live beside the broker, so that a worker needs no login to the metadata database.
RESULT_DATABASE = 1
RDS_CA_FILE = "/opt/tarmac/rds-ca-bundle.pem"
LARGEST_PORT = 65535
CONNECT_TIMEOUT_SECONDS = 5


def quoted(text: str) -> str:
    """The text as any part of a URL."""
    return quote(text, safe="")


@dataclass(frozen=True, kw_only=True)
class Database:
    """A login to one PostgreSQL database.

    `tls` is libpq's sslmode (https://www.postgresql.org/docs/current/libpq-ssl.html).
    """

    host: str
    port: int
    name: str
    username: str
    password: str = field(repr=False)
    tls: str
    ca_file: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], secret_name: str = "DATABASE_SECRET") -> "Database":  # noqa: S107 - a variable's name
        """Airflow's own login, or with MASTER_SECRET the master's.

        Raises:
            SettingError: a part is missing or malformed.
        """
        login = secret(environment, secret_name, ("username", "password"))
        return cls(
            host=required(environment, "DATABASE_HOST"),
            port=whole_number(environment, "DATABASE_PORT", 5432, LARGEST_PORT),
            name=environment.get("DATABASE_NAME") or "airflow",
            username=login["username"],
            password=login["password"],
            tls=one_of(environment, "DATABASE_TLS", ("verify-full", "verify-ca", "require", "disable"), "verify-full"),
            ca_file=environment.get("DATABASE_CA_FILE") or RDS_CA_FILE,
        )

    def _tls_options(self) -> dict[str, str]:
        if self.tls in ("verify-full", "verify-ca"):
            return {"sslmode": self.tls, "sslrootcert": self.ca_file}
        return {"sslmode": self.tls}

    def url(self, driver: str = "psycopg2") -> str:
        """A SQLAlchemy URL for that driver."""
        login = f"{quoted(self.username)}:{quoted(self.password)}"
        options = urlencode(self._tls_options(), quote_via=quote, safe="")
        return f"postgresql+{driver}://{login}@{self.host}:{self.port}/{quoted(self.name)}?{options}"

    def keywords(self) -> dict[str, Any]:
        """The same login for psycopg2.connect."""
        return {
            "host": self.host,
            "port": self.port,
            "dbname": self.name,
            "user": self.username,
            "password": self.password,
            "connect_timeout": CONNECT_TIMEOUT_SECONDS,
            "keepalives_idle": 30,
            "application_name": "tarmac",
            **self._tls_options(),
        }


@dataclass(frozen=True, kw_only=True)
class Redis:
    """A login to one Redis. `token` says whether the password is an IAM token, signed anew for each connection."""

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    tls: bool
    ca_file: str
    token: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Redis":
        """The broker's login.

        Raises:
            SettingError: a part is missing or malformed, or IAM is asked for without TLS.
        """
        token = one_of(environment, "REDIS_AUTHENTICATION", ("password", "iam"), "password") == "iam"
        tls = one_of(environment, "REDIS_TLS", ("true", "false"), "true") == "true"
        if token:
            if not tls:
                raise SettingError(
                    "REDIS_AUTHENTICATION=iam needs REDIS_TLS=true: ElastiCache takes tokens over TLS only."
                )
            required(environment, "REDIS_REPLICATION_GROUP")
            login = {"username": required(environment, "REDIS_USER"), "password": ""}
        else:
            login = {"username": "", **secret(environment, "REDIS_SECRET", ("password",))}
        return cls(
            host=required(environment, "REDIS_HOST"),
            port=whole_number(environment, "REDIS_PORT", 6379, LARGEST_PORT),
            username=login["username"],
            password=login["password"],
            tls=tls,
            ca_file=environment.get("REDIS_CA_FILE", ""),
            token=token,
        )

    def url(self, database: int) -> str:
        """A URL for kombu, without TLS options: those of the broker are settings of their own."""
        scheme = "rediss" if self.tls else "redis"
        login = "" if self.token else f"{quoted(self.username)}:{quoted(self.password)}@"
        return f"{scheme}://{login}{self.host}:{self.port}/{database}"

    def result_url(self) -> str:
        """A URL for Celery's Redis backend, which reads its TLS options from the URL."""
        if not self.tls:
            return self.url(RESULT_DATABASE)
        options = {"ssl_cert_reqs": "required", **({"ssl_ca_certs": self.ca_file} if self.ca_file else {})}
        return f"{self.url(RESULT_DATABASE)}?{urlencode(options, quote_via=quote, safe='')}"

    def tls_options(self) -> dict[str, Any]:
        """Celery's broker_use_ssl and redis-py's arguments; the empty CA means the system's own."""
        if not self.tls:
            return {}
        return {"ssl_cert_reqs": "required", **({"ssl_ca_certs": self.ca_file} if self.ca_file else {})}
