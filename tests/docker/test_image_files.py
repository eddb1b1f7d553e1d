"""What the files of the image say about each other."""

import re

from image_servers import IMAGE

DOCKERFILE = (IMAGE / "Dockerfile").read_text(encoding="utf-8")
CONSTRAINTS = dict(
    line.split("==") for line in (IMAGE / "constraints.txt").read_text(encoding="utf-8").splitlines() if "==" in line
)


def test_p4_5_one_argument_says_the_version_and_the_constraints_agree() -> None:
    """P4.5: the base image's tag follows from AIRFLOW_VERSION."""
    assert re.findall(r"\d+\.\d+\.\d+", DOCKERFILE) == [CONSTRAINTS["apache-airflow"]]
    assert CONSTRAINTS["apache-airflow-core"] == CONSTRAINTS["apache-airflow"]


def test_celery_stays_where_the_provider_works() -> None:
    assert tuple(int(part) for part in CONSTRAINTS["celery"].split(".")[:2]) < (5, 7)


def test_the_image_runs_as_airflows_user() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)[-1] == "50000:0"


def test_the_image_holds_no_secret() -> None:
    assert not re.search(r"(PASSWORD|SECRET|FERNET|TOKEN)\w*=", DOCKERFILE)
