"""The load under which a deployment is priced: what Airflow does in a day, and what that writes and reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from wrapper.cost.prices import first_problem
from wrapper.errors import TarmacError

FILE: Final = Path(__file__).parent / "load.yaml"

HOURS_PER_MONTH: Final = 730
"""As AWS's own pricing pages and calculator reckon: 8760 hours a year, divided by 12."""

DAYS_PER_MONTH: Final = HOURS_PER_MONTH / 24

Figure = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Load(BaseModel):
    """See load.yaml, which says what each figure means and holds the defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    task_runs_per_day: Figure
    seconds_per_task_run: Figure
    busy_hours_per_day: Annotated[float, Field(gt=0, le=24)]
    task_log_kb_per_run: Figure
    database_requests_per_run: Figure
    database_requests_per_second: Figure
    log_mb_per_task_day: Figure
    insights_mb_per_task_day: Figure
    flow_log_mb_per_task_day: Figure
    efs_read_gb_per_day: Figure
    database_gb: Figure
    files_gb: Figure
    image_gb: Figure
    busy_acu: Figure
    page_gb_per_day: Figure
    nat_gb_per_day: Figure
    internet_out_gb_per_day: Figure
    custom_metrics: Figure
    airflow_metrics: Figure
    metric_requests_per_hour: Figure
    function_calls_per_day: Figure
    seconds_per_function_call: Figure

    @property
    def busy_hours(self) -> float:
        """Busy hours a month."""
        return self.busy_hours_per_day * DAYS_PER_MONTH

    def slots(self) -> float:
        """Task runs that are under way at once in busy hours, on average."""
        return self.task_runs_per_day * self.seconds_per_task_run / 3600 / self.busy_hours_per_day


def load(file: Path | None = None, **given: float | None) -> Load:
    """The default load, with what `file` says instead, and on top what is given.

    Raises TarmacError where the file cannot be read, or a figure is wrong.
    """
    figures = _read(FILE) | (_read(file) if file else {}) | {key: one for key, one in given.items() if one is not None}
    try:
        return Load.model_validate(figures)
    except ValidationError as error:
        raise TarmacError(f"The load{f' {file}' if file else ''} is wrong: {first_problem(error)}.") from error


def _read(file: Path) -> dict[str, Any]:
    try:
        data: Any = YAML(typ="safe").load(file.read_text())
    except OSError as error:
        raise TarmacError(f"The load {file} cannot be read: {error.strerror}.") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise TarmacError(f"The load {file} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(data, dict):
        raise TarmacError(f"The load {file} must hold keys with figures, as wrapper/cost/load.yaml does.")
    return data
