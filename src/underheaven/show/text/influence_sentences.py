"""Sentences on what varies a measure: its main source of variation, its most influential parameters, its sign."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite

from underheaven.measure.inference.influential_parameters import InfluentialParameter
from underheaven.measure.inference.interval import Interval, replicate_sd
from underheaven.measure.inference.rank_regression import MIN_SAMPLES
from underheaven.measure.inference.sensitivity import Sensitivity
from underheaven.measure.inference.variation_sources import NEITHER, PARAMETERS, dominant_source
from underheaven.measure.obedience import is_obedience_measure
from underheaven.show.formatting import (
    format_amount,
    format_count,
    format_document_number,
    format_range,
    join_words,
    nearly_equal,
)

NOT_DISTINGUISHABLE = "not distinguishable from Monte Carlo error at this size"
NOT_NAMED_BY_DESIGN = "no parameter is named for a measure of obedience, by design"


def main_variation_source(row: Sensitivity, unit: str, own: Interval, title: str = "") -> str:
    """State whether Monte Carlo error or the parameters vary a measure more at the size of the result.

    own: the measure in the result. title: of the measure, if the line has to name it among several numbers.
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
    """Name the parameters that influence a measure most, or state why none is named."""
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
    """State that this number of samples is too small to name a parameter."""
    return (
        f"{format_count(samples, 'sample')} {'is' if samples == 1 else 'are'} too few to name a parameter; it takes "
        f"{MIN_SAMPLES}"
    )


def influence_phrase(influence: InfluentialParameter, unit: str) -> str:
    """State how one parameter moves a measure: between which values if varied alone, or up or down."""
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
    """State that the sign of a difference turns inside the parameter ranges, and by what; empty if it does not."""
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
    """State which differences change sign inside their ranges, and for which this is unclear.

    numbers: sensitivities with the titles of their measures.
    """
    found = [wording for title, row in numbers if (wording := sign_change_sentence(row, title))]
    unclear = [title for title, row in numbers if not row.sign_changes and row.low < 0 < row.high]
    if unclear:
        found.append(
            "The sign is uncertain: the parameter range includes positive and negative values of "
            f"{join_words(unclear)}, and runs of the size of the samples cannot tell a turned sign from Monte Carlo "
            "error."
        )
    return found
