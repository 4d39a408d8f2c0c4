"""Metadata of measures: title and unit are declared with the function and attached to every value that it returns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, ParamSpec

from underheaven.argument_checks import argument_error
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.errors import ResultError
from underheaven.numpy_errstate import with_default_errstate

if TYPE_CHECKING:
    import xarray as xr

Arguments = ParamSpec("Arguments")

BASELINE_PARAMETER = "baseline"
"""The parameter of a paired measure that names the baseline scenario."""
PERSONS_UNIT, SHARE_UNIT, CORRELATION_UNIT = "persons per 100,000", "share", "correlation"


@dataclass(frozen=True)
class MeasureMetadata:
    """The title and the unit of a measure."""

    title: str
    unit: str


_METADATA: dict[tuple[str, str], MeasureMetadata] = {}


def annotate_measure(
    title: str, unit: str = PERSONS_UNIT
) -> Callable[[Callable[Arguments, xr.DataArray]], Callable[Arguments, xr.DataArray]]:
    """Return a decorator that attaches name, title and unit to the values of a measure.

    They replace the attributes of the arrays that the measure reads.

    Args:
        title: title in tables.
        unit: unit of the values.
    """

    def decorate(function: Callable[Arguments, xr.DataArray]) -> Callable[Arguments, xr.DataArray]:
        _METADATA[function.__module__, function.__qualname__] = MeasureMetadata(title, unit)
        parameters = list(signature(function).parameters)

        @with_default_errstate
        @wraps(function)
        def wrapper(*args: Arguments.args, **kwargs: Arguments.kwargs) -> xr.DataArray:
            result = given_dataset(args[0] if args else kwargs.get("dataset"), "dataset")
            if BASELINE_PARAMETER in parameters:
                position = parameters.index(BASELINE_PARAMETER)
                _check_baseline(result, args[position] if len(args) > position else kwargs.get(BASELINE_PARAMETER))
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

        return wrapper

    return decorate


def _check_baseline(dataset: xr.Dataset, baseline: object) -> None:
    """Raise RequestError if the result does not hold the baseline of a paired measure."""
    scenarios = (
        [str(scenario) for scenario in dataset["scenario"].values.ravel()] if "scenario" in dataset.coords else []
    )
    if scenarios and baseline not in scenarios:
        raise argument_error(
            BASELINE_PARAMETER, baseline, "the result does not hold it", f"Write one of: {', '.join(scenarios)}"
        )


def metadata_of(function: Callable[..., Any]) -> MeasureMetadata:
    """Return the title and the unit of a measure.

    Args:
        function: a function decorated with `annotate_measure`.

    Raises:
        KeyError: The function is not a measure.
    """
    return _METADATA[function.__module__, function.__qualname__]
