"""The init step with real Airflow and PostgreSQL. The tests build on one another's database, in their order."""

import json
import subprocess
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from image_deployment import HOSTILE, Deployment, login, without_information
from image_servers import HOSTILE_SECRETS, Postgres

from tests.waiting import HANGS

pytestmark = pytest.mark.airflow

UNCHANGED = "the schema is the code's"


@pytest.fixture(scope="module")
def deployment(postgres: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    postgres.empty_database("airflow")
    return Deployment(tmp_path_factory.mktemp("init"), postgres)


def heads(postgres: Postgres) -> str:
    return postgres.query("SELECT version_num FROM alembic_version", "airflow")


def token_status(deployment: Deployment, password: str) -> int:
    """What the api-server answers to a login."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{deployment.api_port}/auth/token",
        data=login("admin", password).encode(),
        headers={"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=HANGS) as response:  # noqa: S310 - our own address
            status: int = response.status
            return status
    except urllib.error.HTTPError as error:
        return error.code


def test_two_init_steps_at_once_migrate_an_empty_database_once(deployment: Deployment) -> None:
    twins = [deployment.popen("init", **deployment.init) for _ in range(2)]
    # Both are read at once: whoever writes into a full pipe stops.
    with ThreadPoolExecutor() as readers:
        outputs = [without_information(said) for said in readers.map(lambda twin: twin.communicate()[0], twins)]
    assert [twin.returncode for twin in twins] == [0, 0], "\n".join(outputs)
    said = "".join(outputs)
    for once in (
        "tarmac: migrating the schema",
        "tarmac: made the user admin",
        "tarmac: made the role airflow_a",
        UNCHANGED,
    ):
        assert said.count(once) == 1, said


def test_a_second_start_changes_nothing(deployment: Deployment) -> None:
    code, said = deployment.run("init", **deployment.init)
    assert (code, said) == (0, f"tarmac: {UNCHANGED}\ntarmac: done\n")


def test_what_is_old_is_deleted_from_the_database(deployment: Deployment, postgres: Postgres) -> None:
    """Issue 7: with the login of Airflow's own role alone, no Fernet key; no archive table is left behind."""
    postgres.query(
        "INSERT INTO log (dttm, event) "
        "VALUES (now() - interval '91 days', 'old'), (now() - interval '89 days', 'young')",
        "airflow",
    )
    tables = postgres.query("SELECT count(*) FROM pg_tables", "airflow")
    code, said = deployment.run("clean-database", **deployment.database, TARMAC_KEEP_DAYS="90")
    assert code == 0, said
    assert postgres.query("SELECT event FROM log WHERE event IN ('old', 'young')", "airflow") == "young"
    assert postgres.query("SELECT count(*) FROM pg_tables", "airflow") == tables
    code, said = deployment.run("clean-database", **deployment.database, TARMAC_KEEP_DAYS="none")
    assert (code, "must be how many days are kept" in said) == (1, True), said


def test_n_6_no_password_is_in_a_log(deployment: Deployment, postgres: Postgres) -> None:
    """N.6: PostgreSQL logs every statement here, as a careful operator may have it do."""
    log = postgres.log.read_text(encoding="utf-8")
    assert 'ALTER ROLE "airflow_a" LOGIN PASSWORD \'SCRAM-SHA-256$' in log
    assert HOSTILE not in log and HOSTILE.replace("'", "''") not in log


def test_the_revisions_read_from_files_are_those_that_airflow_means(deployment: Deployment, postgres: Postgres) -> None:
    program = (
        "from tarmac_airflow.schema import code_histories as c; print(*[h for t in c().values() for h in t.heads])"
    )
    read = subprocess.check_output([deployment.python, "-c", program], env=deployment.environment, text=True).split()
    fab = postgres.query("SELECT version_num FROM alembic_version_fab", "airflow")
    assert read == [heads(postgres), fab]


def test_airflows_role_owns_the_database_and_is_not_the_master(deployment: Deployment, postgres: Postgres) -> None:
    owner = postgres.query("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'airflow'")
    tables = postgres.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'", "airflow")
    powers = postgres.query("SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = 'airflow_a'")
    assert (owner, tables, powers) == ("airflow_owner", "airflow_owner", "f|f|f")


@pytest.mark.parametrize("hostile", HOSTILE_SECRETS)
def test_d0_1_a_changed_password_of_the_role_is_set(deployment: Deployment, hostile: str) -> None:
    secrets = deployment.init | {"DATABASE_SECRET": login("airflow_a", hostile)}
    code, said = deployment.run("init", **secrets)
    assert (code, "set the password of the role airflow_a" in said) == (0, True), said


def test_rotation_alternates_between_two_roles_that_own_the_same_tables(deployment: Deployment) -> None:
    """Decision 12: the old login works until its secret is gone, and the new one may migrate what the old one made."""
    code, said = deployment.run("init", **deployment.init)
    assert code == 0, said
    rotated = deployment.init | {"DATABASE_SECRET": login("airflow_b", HOSTILE)}
    code, said = deployment.run("init", **rotated)
    assert (code, "made the role airflow_b" in said, UNCHANGED in said) == (0, True, True), said
    program = (
        "import os, psycopg2; from tarmac_airflow.connections import Database\n"
        "connection = psycopg2.connect(**Database.from_environment(os.environ).keywords())\n"
        "connection.cursor().execute('ALTER TABLE job ADD COLUMN tried int')\n"
        "connection.rollback()"
    )
    for secrets in (deployment.database, rotated):
        environment = deployment.environment | deployment.database | {"DATABASE_SECRET": secrets["DATABASE_SECRET"]}
        subprocess.run([deployment.python, "-c", program], env=environment, check=True)
    # Its last step closes the old login. Turning back opens it again.
    for _ in range(2):
        code, said = deployment.run("init", **rotated, RETIRED_DATABASE_ROLE="airflow_a")
        assert code == 0, said
    environment = deployment.environment | deployment.database
    refused = subprocess.run([deployment.python, "-c", program], env=environment, capture_output=True, text=True)
    assert "is not permitted to log in" in refused.stderr
    code, said = deployment.run("init", **deployment.init, RETIRED_DATABASE_ROLE="airflow_a")
    assert (code, "which is in use" in said) == (1, True), said
    code, said = deployment.run("init", **deployment.init, RETIRED_DATABASE_ROLE="postgres_nobody")
    assert (code, "is no login of this database" in said) == (1, True), said
    subprocess.run([deployment.python, "-c", program], env=environment, check=True)


def test_connections_are_rewritten_with_a_new_fernet_key(deployment: Deployment) -> None:
    """The step of a rotation between "both keys are known" and "the old key is dropped"."""
    old, new = "bjN5N2pYR0RMUDFDbUdOVUNuMTlZYlU3anRhMXFZQVU=", "T0VrWnNHUE5hZGZ3dlFPeWtVUVhmS2Vxd0hBcGdWNFg="

    def airflow(keys: str, *arguments: str) -> str:
        code, said = deployment.run(*arguments, **deployment.database, AIRFLOW__CORE__FERNET_KEY=keys)
        assert code == 0, said
        return said

    airflow(old, "connections", "add", "kept", "--conn-uri", "http://ada:their-password@example.com")
    airflow(f"{new},{old}", "rotate-fernet-key")
    assert "their-password" in airflow(new, "connections", "get", "kept", "--output", "json")


def test_p3_5_the_first_user_logs_in_with_a_hostile_password(deployment: Deployment) -> None:
    """P3.5 and D0.1, through the api-server's own login."""
    with deployment.running("api-server", **deployment.database):
        assert token_status(deployment, HOSTILE) == 201
        assert token_status(deployment, "something else") == 401


def test_a_changed_secret_of_the_first_user_is_set(deployment: Deployment) -> None:
    """The next test's init step sets it back."""
    code, said = deployment.run("init", **deployment.init | {"ADMIN_SECRET": login("admin", "another")})
    assert (code, "set the password of the user admin" in said) == (0, True), said


def test_a_schema_older_than_the_code_is_waited_for_and_migrated(deployment: Deployment, postgres: Postgres) -> None:
    newest = heads(postgres)
    code, said = deployment.run("db", "downgrade", "--to-version", "3.2.0", "--yes", **deployment.database)
    assert code == 0, said
    assert heads(postgres) != newest
    code, said = deployment.run("scheduler", **deployment.database, **redis_parts(), TARMAC_START_DEADLINE="1")
    assert (code, "the schema of airflow is older than the code" in said) == (1, True), said
    code, said = deployment.run("init", **deployment.init)
    assert (code, heads(postgres)) == (0, newest), said
    assert "set the password of the user admin" in said


def redis_parts() -> dict[str, str]:
    """A Redis that nobody asks."""
    return {"REDIS_HOST": "localhost", "REDIS_SECRET": json.dumps({"password": "unused"})}


def test_a_schema_newer_than_the_code_is_left_alone_and_served(deployment: Deployment, postgres: Postgres) -> None:
    """A rollback of the image: the init step ends 0, and the api-server serves."""
    code_heads = heads(postgres)
    postgres.query("UPDATE alembic_version SET version_num = 'ffffffffffff'", "airflow")
    try:
        code, said = deployment.run("init", **deployment.init)
        assert (code, "newer than the code" in said) == (0, True), said
        with deployment.running("api-server", **deployment.database):
            assert token_status(deployment, HOSTILE) == 201
    finally:
        postgres.query(f"UPDATE alembic_version SET version_num = '{code_heads}'", "airflow")  # noqa: S608


def test_a_master_without_the_rights_is_told_what_postgresql_says(deployment: Deployment) -> None:
    """The role that Airflow logs in with may make no roles."""
    secrets = deployment.init | {
        "MASTER_SECRET": deployment.database["DATABASE_SECRET"],
        "DATABASE_SECRET": login("airflow_c", "password"),
    }
    code, said = deployment.run("init", **secrets)
    assert (code, "tarmac: PostgreSQL refuses: " in said, "Traceback" in said) == (1, True, False), said
