"""Sentences on parameter ranges: what they are, how they were made, and which numbers have none or lie outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from underheaven.measure.inference.rank_regression import MIN_SAMPLES
from underheaven.measure.inference.sample_results import Column, SampleResults, read_sample_results
from underheaven.measure.inference.sensitivity import Sensitivity, tolerance_content
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.formatting import format_amount, format_count, format_range
from underheaven.show.text.influence_sentences import too_few_samples
from underheaven.show.text.measure_titles import title_and_unit
from underheaven.show.text.parameter_ranges import is_outside_range, measure_sensitivities

if TYPE_CHECKING:
    import xarray as xr


def outside_range_sentence(dataset: xr.Dataset, columns: Sequence[tuple[Column, float]]) -> Iterator[str]:
    """Yield a sentence that names the numbers outside their parameter range; none if all lie inside.

    columns: of the table, with their means.
    """
    every = measure_sensitivities(dataset)
    found = [(c, mean) for c, mean in columns if c in every and is_outside_range(every[c], mean)]
    if found:
        wording = "; ".join(f"{_column_title(c)}: {_table_and_range(every[c], mean)}" for c, mean in found)
        seeds = len(sample_results.base_case) if (sample_results := read_sample_results(dataset.attrs)) else 0
        yield (
            "Outside its parameter range is the number of the table, or the base case at the size of the samples "
            f"(median of {format_count(seeds, 'seed')}): {wording}."
        )


def missing_range_sentence(dataset: xr.Dataset, defined_numbers: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """Yield a sentence that names the numbers without a parameter range, because few samples define them.

    defined_numbers: scenario, measure and mean of numbers that are defined in the table. A measure that is 0 or
    undefined in every sample and every seed has no column.
    """
    sample_results, every = read_sample_results(dataset.attrs), measure_sensitivities(dataset)
    if sample_results is None:
        return
    columns = [
        c
        for scenario, name, mean in defined_numbers
        if (c := (scenario, name, LEVEL)) in sample_results.columns or (name in MEASURES and mean != 0)
    ]
    few = [
        f"{title_and_unit(c[1])[0]}, {c[0]} ({every[c].n_samples if c in every else 0} of {len(sample_results.design)})"
        for c in columns
        if c not in every or not every[c].defined_in_most
    ]
    if few:
        yield (
            "No parameter range, because most parameter samples leave it undefined, or none has another value than 0 "
            "(in brackets how many have one): "
            f"{'; '.join(few)}. Such a number is more uncertain than its Monte Carlo interval shows."
        )


def braces_sentence(dataset: xr.Dataset) -> Iterator[str]:
    """Yield a sentence on the numbers in braces, if a result has them."""
    sample_results = read_sample_results(dataset.attrs)
    if sample_results is not None:
        yield (
            f"In braces: the parameter range (central 90 % of {samples_phrase(sample_results)}), with the median of "
            "the samples below. It says how far the assumptions move a number, and is not the chance that a true "
            f"value lies inside. {coverage_sentence(len(sample_results.design))} "
            f"{_naming_sentence(len(sample_results.design))}"
        )


def samples_phrase(sample_results: SampleResults) -> str:
    """State what was run for the ranges: 128 samples of all 237 assumed numbers."""
    moved = sum(n > 0 for n in sample_results.n_adjusted)
    towns = f" in towns of {sample_results.town_size:,}" if sample_results.town_size else ""
    wording = (
        f"{format_count(len(sample_results.design), 'sample')} of all {len(sample_results.parameters):,} assumed "
        f"numbers with a range, {sample_results.persons:,} persons each{towns}, all with the same seed"
    )
    how_many = "all" if moved == len(sample_results.design) else f"{moved}"
    wording += (
        f"; in {how_many} of them values were pulled toward the base case to satisfy constraints" if moved else ""
    )
    wording += f"; {sample_results.n_dropped} could not be drawn" if sample_results.n_dropped else ""
    return wording + (
        f"; {replaced_samples_phrase(sample_results.n_rejected, sample_results.contradictions)}"
        if sample_results.n_rejected
        else ""
    )


def replaced_samples_phrase(many: int, contradicted: Mapping[str, int]) -> str:
    """State how many samples were replaced because they contradict facts of the society, and which."""
    facts = ", ".join(f"{name}: {number}" for name, number in contradicted.items())
    facts += "; some contradicted more than one" if sum(contradicted.values()) > many else ""
    return (
        f"{format_count(many, 'further sample')} contradicted facts of the society without any regime and "
        f"{'was' if many == 1 else 'were'} replaced ({facts})"
    )


def coverage_sentence(samples: int) -> str:
    """State how much of the distribution the central 90 % of the samples cover, in 95 of 100 designs."""
    low, high = tolerance_content(samples)
    few = " So few samples say little of how far assumptions move a number." if samples < MIN_SAMPLES else ""
    return (
        f"The central 90 % of {samples} independent samples cover between {100 * low:.0f} and {100 * high:.0f} % of "
        f"the distribution that the ranges imply, in 95 of 100 designs.{few}"
    )


def _naming_sentence(samples: int) -> str:
    """State where the most influential parameters are named, or that the samples are too few to name any."""
    if samples < MIN_SAMPLES:
        return f"{too_few_samples(samples)}."
    return "`underheaven sensitivity` names the most influential parameters."


def _column_title(column: Column) -> str:
    scenario, name, of = column
    return f"{title_and_unit(name)[0]}, {scenario}{', difference' if of != LEVEL and name not in PAIRED else ''}"


def _table_and_range(row: Sensitivity, mean: float) -> str:
    unit = title_and_unit(row.column[1])[1]
    span = format_range(row.low, row.high, unit)
    return (
        f"table {format_amount(mean, unit, 2)}, base case at that size "
        f"{format_amount(row.base_case_median, unit, 2)}, samples {span}"
    )
