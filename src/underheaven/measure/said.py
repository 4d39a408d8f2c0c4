"""What a measure says of itself: its title and unit stand beside its function, and go with every number it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec

if TYPE_CHECKING:
    import xarray as xr

Arguments = ParamSpec("Arguments")

PERSONS, SHARE, CORRELATION = "persons per 100,000", "share", "correlation"


@dataclass(frozen=True)
class Said:
    """The title and the unit of a measure."""

    title: str
    unit: str


_SAID: dict[tuple[str, str], Said] = {}


def measured(
    title: str, unit: str = PERSONS
) -> Callable[[Callable[Arguments, xr.DataArray]], Callable[Arguments, xr.DataArray]]:
    """Makes a function give its own name, title and unit with its values, in place of those of the arrays it reads."""

    def of(function: Callable[Arguments, xr.DataArray]) -> Callable[Arguments, xr.DataArray]:
        _SAID[function.__module__, function.__qualname__] = Said(title, unit)

        @wraps(function)
        def saying(*args: Arguments.args, **kwargs: Arguments.kwargs) -> xr.DataArray:
            found = function(*args, **kwargs).copy(deep=False)
            found.name = function.__name__
            found.attrs = {"long_name": title, "units": unit}
            return found

        return saying

    return of


def said_of(function: Callable[..., Any]) -> Said:
    """Gives the title and the unit of a measure. Errors: KeyError for a function that is none."""
    return _SAID[function.__module__, function.__qualname__]
