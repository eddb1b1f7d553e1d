"""The examples of ecs_airflow. They have a file of their own, which runs beside that of the other modules."""

from pathlib import Path

import pytest
from example_roots import live, root_of_examples

from wrapper.embedded_aws import EmbeddedAws


@pytest.mark.apply
def test_airflow_examples_are_applied_planned_empty_and_destroyed(embedded_aws: EmbeddedAws, tmp_path: Path) -> None:
    """N.1, P0.1, P0.2, D1.1, T4.2: in one apply, with a network, stores or a listener of the caller's among them."""
    live(root_of_examples(tmp_path, ["ecs_airflow"], embedded_aws), embedded_aws)
