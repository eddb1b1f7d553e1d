"""PostgreSQL, Redis and Airflow for the tests: from Debian and PyPI, on loopback, in folders of their own."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.debian import debian_program
from tests.environments import python_with
from tests.ports import free_port, wait_for_port
from tests.waiting import until

REPOSITORY = Path(__file__).parents[2]
IMAGE = REPOSITORY / "docker" / "airflow"
# D0.1: characters that break naively joined URLs, Airflow's expansion, JSON, SQL and Flower's list.
HOSTILE_SECRETS = [
    "p@ss/w:rd#%?&k",
    "$HOME",
    "${HOME} $$PATH ~",
    "~root",
    'it\'s "quoted" `twice`; DROP ROLE x --',
    "one,two,three",
    "%41%2F100%",
    "back\\slash\\",
    "Grüße, 世界 🛫",
]


def airflow_python() -> Path:
    """The Python of an environment with the image's packages."""
    return python_with("test-airflow", IMAGE / "requirements.txt", IMAGE / "constraints.txt")


@dataclass(frozen=True)
class Certificates:
    """A certificate authority of the tests, and a server's certificate for localhost."""

    authority: Path
    certificate: Path
    key: Path


def make_certificates(folder: Path) -> Certificates:
    """Made with openssl, valid for a day."""

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)

    (folder / "names").write_text("subjectAltName=DNS:localhost")
    authority = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    openssl("req", *authority, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Tests of Tarmac")
    request = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost"]
    openssl("req", *request, "-keyout", "server.key", "-out", "server.csr")
    signing = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1", "-extfile", "names"]
    openssl("x509", "-req", "-in", "server.csr", "-out", "server.pem", *signing)
    return Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")


def _account(name: str) -> str | None:
    """Whom a server runs as: PostgreSQL refuses root."""
    return name if os.geteuid() == 0 else None


@contextlib.contextmanager
def server_folder(account: str) -> Iterator[Path]:
    """A folder that the account owns and reaches; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="tarmac-"))
    if name := _account(account):
        shutil.chown(folder, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Postgres:
    """A running cluster: TLS only, SCRAM only, and a master that may make roles and databases but is no superuser."""

    port: int
    authority: Path
    log: Path
    programs: Path
    master: str = "postgres_master"
    master_password: str = HOSTILE_SECRETS[0]

    def query(self, statement: str, database: str = "postgres") -> str:
        """Runs a statement as the superuser, over the local socket, and returns what it prints."""
        command = [str(self.programs / "psql"), "-h", str(self.log.parent), "-p", str(self.port), "-U", "superuser"]
        command += ["-v", "ON_ERROR_STOP=1", "-Atq", "-c", statement, database]
        output: str = subprocess.check_output(command, text=True, user=_account("postgres"), cwd=self.log.parent)
        return output.strip()

    def empty_database(self, name: str) -> None:
        """Makes a database of that name which belongs to the master, in place of one that an earlier test left."""
        self.query(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        self.query(f"CREATE DATABASE {name} OWNER {self.master}")


@contextlib.contextmanager
def postgres_cluster() -> Iterator[Postgres]:
    """A private cluster, ended and removed afterwards."""
    initdb = Path(debian_program("initdb", "postgresql", "usr/lib/postgresql/*/bin"))
    programs = initdb.resolve().parent
    with server_folder("postgres") as folder:
        owner = _account("postgres")
        server = Postgres(free_port(), folder / "ca.pem", folder / "log", programs)
        make_certificates(folder)
        for file in folder.iterdir():
            file.chmod(0o600)
            if owner:
                shutil.chown(file, owner)
        server.authority.chmod(0o644)
        folder.chmod(0o755)
        data = folder / "data"
        subprocess.run(
            [str(programs / "initdb"), "-D", str(data), "-U", "superuser", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            check=True,
            capture_output=True,
            user=owner,
            cwd=folder,
        )
        (data / "pg_hba.conf").write_text("local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n")
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(server.port),
            "unix_socket_directories": str(folder),
            "fsync": "off",
            "ssl": "on",
            "ssl_cert_file": str(folder / "server.pem"),
            "ssl_key_file": str(folder / "server.key"),
            "log_statement": "all",
        }
        with (data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        with server.log.open("wb") as log:
            process = subprocess.Popen(
                [str(programs / "postgres"), "-D", str(data)], stdout=log, stderr=log, user=owner, cwd=folder
            )
        try:
            wait_for_port(server.port, process)
            # It listens before it lets anybody in.
            ready = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-p", str(server.port)]
            until(lambda: subprocess.run(ready, check=False).returncode == 0, lambda: server.log.read_text())
            quoted = server.master_password.replace("'", "''")
            server.query(f"CREATE ROLE {server.master} LOGIN CREATEROLE CREATEDB PASSWORD '{quoted}'")
            yield server
        finally:
            process.send_signal(signal.SIGINT)  # whoever is connected still is sent away
            process.wait()


@dataclass(frozen=True)
class RedisServer:
    """A running Redis: TLS only; the default user has a password, and `iam` takes any, as a local stand-in does."""

    port: int
    authority: Path
    password: str = HOSTILE_SECRETS[0]


@contextlib.contextmanager
def redis_server() -> Iterator[RedisServer]:
    """A private Redis without persistence, ended and removed afterwards."""
    program = debian_program("redis-server", "redis-server")
    with server_folder("redis") as folder:
        certificates = make_certificates(folder)
        server = RedisServer(free_port(), certificates.authority)
        settings = [
            "port 0",
            f"tls-port {server.port}",
            "bind 127.0.0.1",
            f"tls-cert-file {certificates.certificate}",
            f"tls-key-file {certificates.key}",
            f"tls-ca-cert-file {certificates.authority}",
            "tls-auth-clients no",
            'save ""',
            f'user default on ">{server.password}" ~* &* +@all',
            "user iam on nopass ~* &* +@all -@admin -@dangerous",
        ]
        (folder / "redis.conf").write_text("\n".join(settings) + "\n")
        for file in folder.iterdir():
            file.chmod(0o644)
        folder.chmod(0o755)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([program, str(folder / "redis.conf")], stdout=log, stderr=log, cwd=folder)
        try:
            wait_for_port(server.port, process)
            yield server
        finally:
            process.terminate()
            process.wait()
