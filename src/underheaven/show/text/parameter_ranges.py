"""The parameter range of a measure, and what it leaves of the measure: open, wide, or outside."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from underheaven.measure.inference.counting_rules import counting_rule
from underheaven.measure.inference.sample_results import Column, SampleResults, read_sample_results
from underheaven.measure.inference.sensitivity import Sensitivity, compute_sensitivities
from underheaven.measure.measure_values import LEVEL
from underheaven.show.formatting import nearly_equal
from underheaven.show.text.measure_titles import title_and_unit

if TYPE_CHECKING:
    import xarray as xr

WIDE_FACTOR = 10
"""A count whose range has ends this many times apart is stated after its range."""
OPEN_WIDTH = 0.6
"""A share whose range is this wide or wider is open."""


@lru_cache(maxsize=4)
def _cached_sensitivities(sample_results: SampleResults) -> dict[Column, Sensitivity]:
    return compute_sensitivities(sample_results)


def measure_sensitivities(dataset: xr.Dataset) -> dict[Column, Sensitivity]:
    """Return the sensitivity of each measure over the parameter samples, by column; empty without samples."""
    sample_results = read_sample_results(dataset.attrs)
    return {} if sample_results is None else _cached_sensitivities(sample_results)


def parameter_range(dataset: xr.Dataset, scenario: str, name: str, kind: str = LEVEL) -> tuple[float, float] | None:
    """Return the parameter range of a measure, the central 90 % of the samples; None where most do not define it."""
    row = measure_sensitivities(dataset).get((scenario, name, kind))
    return None if row is None or not row.defined_in_most else (row.low, row.high)


def sample_median(dataset: xr.Dataset, scenario: str, name: str, kind: str = LEVEL) -> float:
    """Return the median of the parameter samples, NaN without samples."""
    row = measure_sensitivities(dataset).get((scenario, name, kind))
    return float("nan") if row is None else row.median


def range_is_open(dataset: xr.Dataset, scenario: str, name: str, kind: str = LEVEL) -> bool:
    """Return whether the range of a share leaves it open: so wide that no single value says much (`OPEN_WIDTH`)."""
    _, unit = title_and_unit(name)
    span = parameter_range(dataset, scenario, name, kind)
    return unit == "share" and span is not None and span[1] - span[0] >= OPEN_WIDTH


def range_is_wide(dataset: xr.Dataset, scenario: str, name: str, kind: str = LEVEL) -> bool:
    """Return whether the range of a count includes 0 or spans a factor of `WIDE_FACTOR`."""
    rule, span = counting_rule(name), parameter_range(dataset, scenario, name, kind)
    if rule is None or rule.kind != "count" or span is None or nearly_equal(*span):
        return False
    near, far = sorted(map(abs, span))
    return span[0] <= 0 <= span[1] or far >= WIDE_FACTOR * near


def significant_digits(dataset: xr.Dataset, scenario: str, name: str, kind: str = LEVEL) -> int:
    """Return the significant digits of a number: two for a count whose range is wide, since the third is unknown."""
    return 2 if range_is_wide(dataset, scenario, name, kind) else 3


def is_outside_range(row: Sensitivity, mean: float) -> bool:
    """Return whether a number of a result, or the base case at the size of the samples, lies outside its range."""
    return row.defined_in_most and (row.base_case_is_outside or row.is_outside(mean))
