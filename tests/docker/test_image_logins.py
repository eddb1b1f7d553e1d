"""Whoever logs in to Airflow's pages chooses no weak password (D3.3)."""

import subprocess
from pathlib import Path

import pytest
from image_servers import IMAGE
from tarmac_airflow.settings import LOGIN_SETTINGS_FILE, airflow_environment

CHOSEN = "AIRFLOW__FAB__CONFIG_FILE"

# As the pages on which people set passwords ask FAB: Flask's configuration from the file, and the form's validator.
PROGRAM = """
import sys
from types import SimpleNamespace
from flask import Flask
from flask_appbuilder.validators import PasswordComplexityValidator
from flask_babel import Babel
from wtforms.validators import ValidationError
app = Flask("login")
app.config.from_pyfile(sys.argv[1])
Babel(app)
with app.test_request_context():
    for password in sys.argv[2:]:
        try:
            PasswordComplexityValidator()(None, SimpleNamespace(data=password))
            print("taken")
        except ValidationError as error:
            print(error)
"""


@pytest.mark.airflow
def test_d3_3_a_weak_password_is_refused(airflow_python: Path) -> None:
    passwords = ["airflow", "admin", "alllowercaseletters", "Sh0rt-1A", "TwoCapitals-12"]
    command = [str(airflow_python), "-c", PROGRAM, LOGIN_SETTINGS_FILE, *passwords]
    said = subprocess.check_output(command, text=True, cwd=IMAGE).splitlines()
    assert len(said) == len(passwords)
    assert all("minimal length of 10" in line for line in said[:-1])
    assert said[-1] == "taken"


def test_a_file_of_ones_own_or_another_setting_goes_first(tmp_path: Path) -> None:
    """As for a sign-in at an identity provider."""
    assert airflow_environment({"AIRFLOW_HOME": str(tmp_path)})[CHOSEN] == LOGIN_SETTINGS_FILE
    assert airflow_environment({"AIRFLOW_HOME": str(tmp_path), CHOSEN: "/mine.py"})[CHOSEN] == "/mine.py"
    (tmp_path / "webserver_config.py").touch()
    assert CHOSEN not in airflow_environment({"AIRFLOW_HOME": str(tmp_path)})


def test_n_7_sessions_are_kept_in_the_database_whatever_is_asked() -> None:
    """A worker knows the key that would sign them in cookies, and could make its own."""
    for asked in ({}, {"AIRFLOW__FAB__SESSION_BACKEND": "securecookie"}):
        assert airflow_environment(asked)["AIRFLOW__FAB__SESSION_BACKEND"] == "database"
