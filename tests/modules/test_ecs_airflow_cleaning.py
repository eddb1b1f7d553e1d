"""The ecs_airflow module: the cleaning of the database (issue 7). What an apply makes of it is read in
test_ecs_airflow_applied.py."""

from collections.abc import Callable

import tftest

from modules.ecs_airflow.components import API_SERVER, CLEANING

Root = Callable[..., tftest.TerraformTest]


def test_it_is_handed_the_database_alone() -> None:
    """Not the API server's own task with another command, which has the Fernet key and the master's secret."""
    assert CLEANING.secrets == {"database"} < API_SERVER.secrets
    assert {edge.to for edge in CLEANING.edges} == {"database"}
    assert not CLEANING.permissions and not CLEANING.mounts and not CLEANING.ports


def test_it_is_there_where_it_is_asked_for_and_changes_nothing_else(terraform_root: Root) -> None:
    root = terraform_root("ecs_airflow")
    without = {change["address"] for change in root.plan(output=True)["resource_changes"]}
    with_it = {
        change["address"] for change in root.plan(output=True, tf_vars={"database_cleaning": "{}"})["resource_changes"]
    }
    assert not [address for address in without if "clean" in address]
    assert all("clean" in address for address in with_it - without) and without <= with_it
    added = {address.removeprefix("module.airflow.").partition("[")[0] for address in with_it - without}
    assert {"aws_scheduler_schedule.cleaning", "aws_ecs_task_definition.this", "aws_security_group.component"} <= added
    assert "aws_ecs_service.this" not in added, "nothing keeps it running"
