"""What a measure says of itself: its title and unit stand beside its function, and go with every number it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, ParamSpec

from underheaven.arithmetic import usual
from underheaven.errors import ResultError
from underheaven.given import dataset as given_dataset
from underheaven.given import refused

if TYPE_CHECKING:
    import xarray as xr

Arguments = ParamSpec("Arguments")

OTHER = "against"
"""The parameter of a paired measure that names the other world."""
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
        takes = list(signature(function).parameters)

        @usual
        @wraps(function)
        def saying(*args: Arguments.args, **kwargs: Arguments.kwargs) -> xr.DataArray:
            whole = given_dataset(args[0] if args else kwargs.get("dataset"), "dataset")
            if OTHER in takes:
                place = takes.index(OTHER)
                _check_world(whole, args[place] if len(args) > place else kwargs.get(OTHER))
            try:
                found = function(*args, **kwargs).copy(deep=False)
            except KeyError as error:
                raise ResultError(
                    f"{function.__name__}: the dataset is not a complete result: {error.args[0]}. "
                    "Use all that the run wrote."
                ) from error
            found.name = function.__name__
            found.attrs = {"long_name": title, "units": unit}
            return found

        return saying

    return of


def _check_world(dataset: xr.Dataset, against: object) -> None:
    """Raises RequestError where the other world of a paired measure is none of the result's."""
    worlds = [str(world) for world in dataset["world"].values.ravel()] if "world" in dataset.coords else []
    if worlds and against not in worlds:
        raise refused(OTHER, against, "the result does not hold it", f"Write one of: {', '.join(worlds)}")


def said_of(function: Callable[..., Any]) -> Said:
    """Gives the title and the unit of a measure. Errors: KeyError for a function that is none."""
    return _SAID[function.__module__, function.__qualname__]
