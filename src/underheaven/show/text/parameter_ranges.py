"""Uncertainty over parameters in words: the range of a measure, and the most influential parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.measure.inference.counting_rules import counting_rule as counted_by
from underheaven.measure.inference.influential_parameters import InfluentialParameter
from underheaven.measure.inference.interval import Interval, replicate_sd
from underheaven.measure.inference.rank_regression import MIN_SAMPLES
from underheaven.measure.inference.sample_results import Column, SampleResults, read_sample_results
from underheaven.measure.inference.sensitivity import Sensitivity, compute_sensitivities, tolerance_content
from underheaven.measure.inference.variation_sources import NEITHER, PARAMETERS, dominant_source
from underheaven.measure.measure_values import LEVEL
from underheaven.measure.obedience import is_obedience_measure
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.show.formatting import digits_to_distinguish, format_count, format_number, join_words, nearly_equal
from underheaven.show.text.table_sections import FAMILIES

if TYPE_CHECKING:
    import xarray as xr

NOT_DISTINGUISHABLE = "not distinguishable from Monte Carlo error at this size"
NOT_NAMED_BY_DESIGN = "no parameter is named for a measure of obedience, by design"
PER_GROUP_UNIT = "per 100,000 of the mean size of the group"
CATEGORY_MEASURES = {
    "ever_listed_in": ("First entries on a blacklist", PER_GROUP_UNIT),
    "records_filed_in": ("Records filed", PER_GROUP_UNIT),
    "acts_in": ("Acts done", PER_GROUP_UNIT),
    "work_found_in": ("Of those who seek work in a month, found it", "share"),
    "best_grade_in": ("Of those with a grade, in the best", "share"),
    "equal_conduct_detriment_in": ("Detriment at equal conduct, more than others", "months of income per person"),
    "equal_conduct_listed_in": ("Months listed at equal conduct, more than others", "months per person"),
    "equal_conduct_wrongly_listed_in": (
        "Months wrongly listed at equal conduct, more than others",
        "months per person",
    ),
    "still_on_24_in": ("Still on a blacklist 24 months after entry", "share"),
}
"""Title and unit of the numbers of a category of persons."""
DEBTOR_PHRASES = {"unable": "unable to pay", "unwilling": "unwilling to pay", "in error": "owing nothing"}
WIDE_FACTOR = 10
"""Times that the far end of a count's range is of its near one from which on the range comes before the count."""
OPEN_WIDTH = 0.6
"""Width of a share's range from which on the range says nothing but that it is open."""


@lru_cache(maxsize=4)
def _cached_sensitivities(sample_results: SampleResults) -> dict[Column, Sensitivity]:
    return compute_sensitivities(sample_results)


def measure_sensitivities(dataset: xr.Dataset) -> dict[Column, Sensitivity]:
    """Return the sensitivity of each measure over the parameter samples, by column; empty without samples."""
    sample_results = read_sample_results(dataset.attrs)
    return {} if sample_results is None else _cached_sensitivities(sample_results)


def parameter_range(dataset: xr.Dataset, scenario: str, name: str, of: str = LEVEL) -> tuple[float, float] | None:
    """Return the parameter range of a measure, the central 90 % of the samples; None where most do not define it."""
    row = measure_sensitivities(dataset).get((scenario, name, of))
    return None if row is None or not row.defined_in_most else (row.low, row.high)


def sample_median(dataset: xr.Dataset, scenario: str, name: str, of: str = LEVEL) -> float:
    """Return the median of the parameter samples, NaN where that was not run."""
    row = measure_sensitivities(dataset).get((scenario, name, of))
    return float("nan") if row is None else row.median


def range_is_open(dataset: xr.Dataset, scenario: str, name: str, of: str = LEVEL) -> bool:
    """Return whether the range of a share leaves it open: at least `OPEN` wide, so that no single value says much."""
    _, unit = title_and_unit(name)
    span = parameter_range(dataset, scenario, name, of)
    return unit == "share" and span is not None and span[1] - span[0] >= OPEN_WIDTH


def range_is_wide(dataset: xr.Dataset, scenario: str, name: str, of: str = LEVEL) -> bool:
    """Return whether the range of a count reaches over a factor of `TENFOLD` or down to nothing."""
    how, span = counted_by(name), parameter_range(dataset, scenario, name, of)
    if how is None or how.kind != "count" or span is None or nearly_equal(*span):
        return False
    near, far = sorted(map(abs, span))
    return span[0] <= 0 <= span[1] or far >= WIDE_FACTOR * near


def significant_digits(dataset: xr.Dataset, scenario: str, name: str, of: str = LEVEL) -> int:
    """Return the digits of a number: two of a count whose range spans a factor of ten, as no third one is known."""
    return 2 if range_is_wide(dataset, scenario, name, of) else 3


def is_outside_range(row: Sensitivity, mean: float) -> bool:
    """Return whether a number of a result, or the base case at the size of the samples, lies outside its range."""
    return row.defined_in_most and (row.base_case_is_outside or row.is_outside(mean))


def outside_range_sentence(dataset: xr.Dataset, columns: Sequence[tuple[Column, float]]) -> Iterator[str]:
    """Yield a sentence that names the numbers that lie outside their range, where any do; told: with their means."""
    every = measure_sensitivities(dataset)
    found = [(c, mean) for c, mean in columns if c in every and is_outside_range(every[c], mean)]
    if found:
        wording = "; ".join(f"{_column_title(c)}: {_table_and_range(every[c], mean)}" for c, mean in found)
        seeds = len(sample_results.base_case) if (sample_results := read_sample_results(dataset.attrs)) else 0
        yield (
            "Outside its parameter range lies the number of the table, or the base case at the size of the samples "
            f"(median of {format_count(seeds, 'seed')}): {wording}."
        )


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


def missing_range_sentence(dataset: xr.Dataset, defined_numbers: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    """Yield a sentence that names the numbers without a range, because few samples define them, where there are any.

    told: scenario, measure and mean of numbers that are defined in the table. What no sample and no seed has, not
    even as another number than 0, stands in no column.
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
            f"{'; '.join(few)}. The Monte Carlo interval of such a number is not all that is uncertain about it."
        )


def coverage_sentence(samples: int) -> str:
    """Say how much of the distribution the central 90 % of the samples cover, in 95 of 100 designs."""
    low, high = tolerance_content(samples)
    few = " So few samples say little of how far assumptions move a number." if samples < MIN_SAMPLES else ""
    return (
        f"The central 90 % of {samples} independent samples cover between {100 * low:.0f} and {100 * high:.0f} % of "
        f"the distribution that the ranges imply, in 95 of 100 designs.{few}"
    )


def samples_phrase(sample_results: SampleResults) -> str:
    """Say what was run for the ranges: 128 samples of all 237 assumed numbers."""
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
    """Say how many samples were replaced because they contradict facts of the society, and which."""
    facts = ", ".join(f"{name}: {number}" for name, number in contradicted.items())
    facts += "; some contradicted more than one" if sum(contradicted.values()) > many else ""
    return (
        f"{format_count(many, 'further sample')} contradicted facts of the society without any regime and "
        f"{'was' if many == 1 else 'were'} replaced ({facts})"
    )


def braces_sentence(dataset: xr.Dataset) -> Iterator[str]:
    """Yield what the numbers in braces are, where a result has them."""
    sample_results = read_sample_results(dataset.attrs)
    if sample_results is not None:
        yield (
            f"In braces: the parameter range (central 90 % of {samples_phrase(sample_results)}), with the median of "
            "the samples below. It says how far the assumptions move a number, and is not the chance that a true "
            f"value lies inside. {coverage_sentence(len(sample_results.design))} "
            f"{_naming_sentence(len(sample_results.design))}"
        )


def _naming_sentence(samples: int) -> str:
    """Say where the most influential parameters are named, or that so few samples name none."""
    if samples < MIN_SAMPLES:
        return f"{too_few_samples(samples)}."
    return "`underheaven sensitivity` names the most influential parameters."


def main_variation_source(dataset: xr.Dataset, row: Sensitivity, unit: str, own: Interval, title: str = "") -> str:
    """Say which moves a measure further at the result's own size, chance or parameters; own: what the result has.

    title: of the measure, where the line follows several numbers and has to name its own.
    """
    heading = f'Main source of variation, for "{title}"' if title else "Main source of variation"
    monte_carlo = replicate_sd(own) if isfinite(own.low) else row.monte_carlo_sd
    winner = dominant_source(row.distinguishable, row.parameter_sd, monte_carlo)
    if winner == NEITHER:
        return f"{heading}: none, it does not vary."
    monte_carlo_range = format_range(row.seeds_low, row.seeds_high, unit) if isfinite(row.seeds_low) else "undefined"
    span, median = format_range(row.low, row.high, unit), format_amount(row.median, unit, 2)
    over_seeds = (
        f"{monte_carlo_range} with every seed"
        if nearly_equal(row.seeds_low, row.seeds_high)
        else f"over seeds {monte_carlo_range}"
    )
    spans = f"parameter range {span}, median {median}; {over_seeds}"
    if row.base_case_is_outside:
        spans += f"; the base case, {format_amount(row.base_case_median, unit, 2)} at that size, lies outside"
    if isfinite(own.low) and (own.high < row.seeds_low or own.low > row.seeds_high):
        spans += "; seeds of that size differ from this result beyond Monte Carlo error"
    if winner == PARAMETERS:
        return f"{heading}: the parameters ({spans})."
    return f"{heading}: {'Monte Carlo error' if row.distinguishable else NOT_DISTINGUISHABLE} ({spans})."


def most_influential_sentence(row: Sensitivity, unit: str) -> str:
    """Say which parameters move a measure most, that none is distinguishable, or that samples are too few to tell."""
    of = (
        f" where it is defined ({row.n_samples} of {row.n_samples_in_all} samples)"
        if row.n_samples < row.n_samples_in_all
        else ""
    )
    if is_obedience_measure(row.column[1]):
        return f"Most influential{of}: {NOT_NAMED_BY_DESIGN}."
    if not row.can_name_parameters:
        return f"Most influential{of}: not known; {too_few_samples(row.n_samples)}."
    if not row.most_influential:
        return (
            f"Most influential{of}: no single parameter is distinguishable in {format_count(row.n_samples, 'sample')}."
        )
    few = {1: "; no second one is distinguishable", 2: "; no third one is distinguishable"}
    wording = ", ".join(influence_phrase(m, unit) for m in row.most_influential)
    alone = " (varied alone, one run each)" if any(isfinite(m.at_low) for m in row.most_influential) else ""
    return f"Most influential{of}{alone}: {wording}{few.get(len(row.most_influential), '')}."


def too_few_samples(samples: int) -> str:
    """Say that this number of samples is too small to name a parameter."""
    return (
        f"{format_count(samples, 'sample')} {'is' if samples == 1 else 'are'} too few to name a parameter; it takes "
        f"{MIN_SAMPLES}"
    )


def influence_phrase(influence: InfluentialParameter, unit: str) -> str:
    """Say how one assumption moves a measure: from where to where alone, or up or down."""
    if isfinite(influence.at_low) and isfinite(influence.at_high):
        low, high = (
            format_amount(v, unit, 2) for v in (influence.at_low, influence.at_high)
        )  # of a few thousand persons, one seed
        at_low, at_high = (
            format_document_number(influence.parameter.low),
            format_document_number(influence.parameter.high),
        )
        return f"{influence.parameter.path} ({low} at {at_low}, {high} at {at_high})"
    return f"{influence.parameter.path} ({'up' if influence.direction > 0 else 'down'} with it)"


def sign_change_sentence(row: Sensitivity, title: str) -> str:
    """Say that the sign of a difference turns inside the ranges, and by what; nothing where it does not."""
    if not row.sign_changes:
        return ""
    at = f"clear of Monte Carlo error in {round(100 * row.opposite_share)} % of the samples"
    wording = f"{title}: its sign turns inside the parameter ranges ({at})"
    if row.sign_changed_by:
        return f"{wording}; alone it is turned by {' and '.join(number.path for number in row.sign_changed_by)}."
    if row.most_influential:
        return f"{wording}; {row.most_influential[0].parameter.path}, which moves it most, does not turn it alone."
    return f"{wording}."


def sign_sentences(numbers: Sequence[tuple[str, Sensitivity]]) -> list[str]:
    """Say which differences change sign inside their ranges, and for which this is unclear; numbers: by title."""
    found = [wording for title, row in numbers if (wording := sign_change_sentence(row, title))]
    unclear = [title for title, row in numbers if not row.sign_changes and row.low < 0 < row.high]
    if unclear:
        found.append(
            "The sign is uncertain: the parameter range includes positive and negative values of "
            f"{join_words(unclear)}, and runs of the size of the samples cannot tell a turned sign from Monte Carlo "
            "error."
        )
    return found


def format_amount(value: float, unit: str, digits: int = 3) -> str:
    """Format a value of a unit to a number of digits, shares as per cent."""
    return f"{format_number(100 * value, digits)} %" if unit == "share" else format_number(value, digits)


def format_range(low: float, high: float, unit: str) -> str:
    """Format a range to two digits, as runs of so few persons carry no more, or as one number where it is one.

    With more digits where two do not tell its ends apart; undefined where it has no ends.
    """
    if not (isfinite(low) and isfinite(high)):
        return "undefined"
    times, sign = (100, " %") if unit == "share" else (1, "")
    if nearly_equal(low, high):
        return f"{format_number(times * low, 2)}{sign}"
    digits = digits_to_distinguish(times * low, times * high, 2)
    return f"{format_number(times * low, digits)} to {format_number(times * high, digits)}{sign}"


def format_document_number(value: float) -> str:
    """Format a number of a document to three digits; a whole number stays whole."""
    return f"{value:.6g}" if float(value).is_integer() else f"{value:.3g}"


def measure_titles() -> Mapping[str, tuple[str, str]]:
    """Return title and unit of every measure by name, those with a label by the name before it."""
    found = {name: (m.title, m.unit) for name, m in MEASURES.items()}
    found |= {name: (m.title, m.unit) for name, m in PAIRED.items()}
    return found | {name: (family.title.removeprefix("... "), family.unit) for name, family in FAMILIES.items()}


def title_and_unit(name: str) -> tuple[str, str]:
    """Return title and unit of a measure that may carry a label."""
    base, _, label = name.partition(":")
    if base in CATEGORY_MEASURES:
        title, unit = CATEGORY_MEASURES[base]
        return f"{title}, {label}", unit
    if base == "filed_share_of_debt":
        return f"Of the records of debts filed, {DEBTOR_PHRASES[label]}", "share"
    title, unit = measure_titles().get(base, (base, "as measured"))
    return title.format(label), unit
