"""The table of prices: data with a date, a page of AWS for each price, and a column for each region."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from wrapper.errors import TarmacError

FILE: Final = Path(__file__).parent / "prices.yaml"

Amount = Annotated[float, Field(ge=0)]


class _Price(BaseModel):
    model_config = ConfigDict(extra="allow")
    unit: str
    page: str
    __pydantic_extra__: dict[str, Amount]


class Other(BaseModel):
    """What another way to run Airflow costs: US dollars a month, and for what."""

    model_config = ConfigDict(extra="forbid")
    monthly: Amount
    of: str


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid")
    as_of: str
    pages: dict[str, str]
    prices: dict[str, _Price]
    free: list[str]
    others: dict[str, Other]


@dataclass(frozen=True)
class Price:
    """US dollars for one `unit`, from the page of AWS at `page`."""

    amount: float
    unit: str
    page: str


class Prices:
    """The prices of one region.

    Raises TarmacError where the file is no table of prices, or has no column for the region.
    """

    def __init__(self, region: str, file: Path = FILE) -> None:
        self.region = region
        table = _read(file)
        self.as_of = table.as_of
        self.free = frozenset(table.free)
        self.others = table.others
        columns = sorted({name for one in table.prices.values() for name in one.__pydantic_extra__})
        if region not in columns:
            raise TarmacError(
                f"The table of prices has no region {region}; it has {', '.join(columns)}. "
                f"Give --region to see what the deployment would cost there, or --prices with a table of your own."
            )
        self._prices = {
            name: Price(one.__pydantic_extra__[region], one.unit, table.pages.get(one.page, one.page))
            for name, one in table.prices.items()
            if region in one.__pydantic_extra__
        }

    def get(self, name: str) -> Price | None:
        """The price of that name; None where the table has none for the region."""
        return self._prices.get(name)


def _read(file: Path) -> _Table:
    try:
        return _parse(file.read_text())
    except OSError as error:
        raise TarmacError(f"The table of prices {file} cannot be read: {error.strerror}.") from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise TarmacError(f"The table of prices {file} is no YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise TarmacError(f"The table of prices {file} is wrong: {first_problem(error)}.") from error


@cache
def _parse(text: str) -> _Table:
    data: Any = YAML(typ="safe").load(text)
    return _Table.model_validate(data)


def first_problem(error: ValidationError) -> str:
    """The first of the problems that Pydantic found, with the keys that lead to it."""
    one = error.errors()[0]
    where = ".".join(map(str, one["loc"]))
    return f"{where}: {one['msg']}" if where else str(one["msg"])
