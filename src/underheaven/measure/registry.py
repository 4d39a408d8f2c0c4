"""Every measure of the package by name, with its unit, definition, range and source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from underheaven.measure.families import (
    added_detriment,
    burden,
    effects_on_listed,
    fairness,
    gaming,
    livelihood,
    officials,
    perceived_sanctions,
    proportionality,
    reach,
    realised_losses,
    record_errors,
    recovery,
    score_fitting,
    speech,
    stays,
    ties,
    trust,
)
from underheaven.measure.metadata import metadata_of

if TYPE_CHECKING:
    import xarray as xr

SECTION_LINE = re.compile(r"(Args|Returns|Raises|Source):")
"""Line at which the definition in a docstring ends."""
INFINITY = float("inf")
OWN_SOURCE = "defined by this package; its tallies are declared in src/underheaven/fields/tallies.py"
SAMPLE_SPLITTING = "sample splitting; Cox 1975"
COUNT_RANGE, SHARE_RANGE = (0.0, INFINITY), (0.0, 1.0)
DIRECT_STANDARDISATION = "direct standardisation; Keiding & Clayton 2014, for its history"
KAPLAN_MEIER, AALEN_JOHANSEN = "Kaplan & Meier 1958", "Aalen & Johansen 1978"
REGULATION = "Regulation (EU) 2024/1689, Article 5(1)(c), for the terms"


@dataclass(frozen=True)
class Measure:
    """A number about one scenario, computed for every scenario and replicate.

    No direction is better: the reader decides what a change is worth.

    Attributes:
        name: name of the function, and key in `MEASURES`.
        title: title in tables.
        unit: unit of the values.
        definition: what is counted, taken from the docstring of the function.
        range: minimum and maximum.
        source: publication of the estimator or of the term.
        function: of a result, giving (scenario, replicate).
    """

    name: str
    title: str
    unit: str
    definition: str
    range: tuple[float, float]
    source: str
    function: Callable[[xr.Dataset], xr.DataArray]


@dataclass(frozen=True)
class PairedMeasure:
    """A number about one scenario relative to a baseline with common random numbers.

    Attributes:
        name: name of the function, and key in `PAIRED`.
        title: title in tables.
        unit: unit of the values.
        definition: what is counted, taken from the docstring of the function.
        range: minimum and maximum.
        source: publication of the estimator or of the term.
        function: of a result and the name of the baseline, giving (scenario, replicate).
        duplicate_of: the measure that it repeats against a baseline in which nobody bears any detriment; it is left out
            there.
    """

    name: str
    title: str
    unit: str
    definition: str
    range: tuple[float, float]
    source: str
    function: Callable[[xr.Dataset, str], xr.DataArray]
    duplicate_of: str = ""


def _definition(function: Callable[..., xr.DataArray]) -> str:
    """Return the definition of a measure: its docstring, without the verb and the Google-style sections."""
    lines = [line.strip() for line in (function.__doc__ or "").splitlines()]
    body = takewhile(lambda line: not SECTION_LINE.match(line), lines)
    text = " ".join(line for line in body if line).removeprefix("Return ").removeprefix("the ")
    return text[:1].upper() + text[1:]


def _measure(function: Callable[[xr.Dataset], xr.DataArray], bounds: tuple[float, float], source: str) -> Measure:
    metadata = metadata_of(function)
    return Measure(function.__name__, metadata.title, metadata.unit, _definition(function), bounds, source, function)


def _count_measure(function: Callable[[xr.Dataset], xr.DataArray]) -> Measure:
    return _measure(function, COUNT_RANGE, OWN_SOURCE)


def _share_measure(function: Callable[[xr.Dataset], xr.DataArray], source: str = OWN_SOURCE) -> Measure:
    return _measure(function, SHARE_RANGE, source)


def _paired_measure(
    function: Callable[[xr.Dataset, str], xr.DataArray], low: float, source: str, high: float = 1.0, repeats: str = ""
) -> PairedMeasure:
    name, metadata, definition = function.__name__, metadata_of(function), _definition(function)
    return PairedMeasure(name, metadata.title, metadata.unit, definition, (low, high), source, function, repeats)


def _difference_measure(function: Callable[[xr.Dataset, str], xr.DataArray]) -> PairedMeasure:
    name, metadata, definition = function.__name__, metadata_of(function), _definition(function)
    return PairedMeasure(name, metadata.title, metadata.unit, definition, (-INFINITY, INFINITY), OWN_SOURCE, function)


_REACH = (
    _count_measure(reach.listed_now),
    _count_measure(reach.ever_listed),
    _count_measure(reach.entries),
    _count_measure(reach.months_listed),
    _count_measure(reach.live_records_per_person),
    _count_measure(reach.records_filed),
    _share_measure(reach.records_lost),
    _count_measure(reach.denials),
)
_RECORD_ERRORS = (
    _count_measure(record_errors.wrongful_records),
    _share_measure(record_errors.false_discovery_share, "Benjamini & Hochberg 1995, for the term"),
    _count_measure(record_errors.wrongly_listed_now),
    _share_measure(record_errors.wrongly_listed_share, "Benjamini & Hochberg 1995, for the term"),
    _count_measure(record_errors.ever_wrongly_listed),
    _count_measure(record_errors.months_wrongly_listed),
    _count_measure(record_errors.wrongful_list_months),
    _measure(stays.wrongful_stay_median, COUNT_RANGE, KAPLAN_MEIER),
    _measure(stays.wrongful_stay_mean_24, (0.0, 24.0), KAPLAN_MEIER),
    _share_measure(stays.wrongful_still_on_24, KAPLAN_MEIER),
    _share_measure(stays.corrected_within_12, AALEN_JOHANSEN),
    _share_measure(stays.corrected_within_24, AALEN_JOHANSEN),
    _share_measure(record_errors.corrected_share),
    _share_measure(record_errors.listed_unable),
    _share_measure(record_errors.listed_unwilling),
    _share_measure(record_errors.listed_in_error),
)
_BURDEN = (
    _count_measure(burden.detriment),
    _count_measure(burden.reward),
    _share_measure(burden.detriment_gini, "Gini 1912"),
)
_LIVELIHOOD = (
    _count_measure(livelihood.jobs_lost),
    _count_measure(livelihood.jobs_denied),
    _share_measure(livelihood.unemployed),
    _count_measure(livelihood.months_unemployed),
    _count_measure(livelihood.under_unpaid_judgment),
    _count_measure(livelihood.loans_asked),
    _count_measure(livelihood.refused_by_regime),
    _count_measure(livelihood.refused_by_lender),
    _count_measure(livelihood.good_borrowers_refused),
    _count_measure(livelihood.judgments_performed),
    _count_measure(livelihood.performed_share),
)
_REALISED_LOSSES = (
    _count_measure(realised_losses.work_booked),
    _count_measure(realised_losses.credit_booked),
    _count_measure(realised_losses.credit_realised),
)
_SPEECH = (
    _share_measure(speech.speaking),
    _share_measure(speech.falsification_gap, "Kuran 1995, for the term"),
    _share_measure(speech.legitimacy),
)
_TIES = (
    _share_measure(ties.joined_share),
    _count_measure(ties.severed_ties),
    _count_measure(ties.inherited_records),
    _share_measure(ties.detriment_share_of_ties),
    _count_measure(ties.cost_of_staying_out),
)
_TRUST = (
    _count_measure(trust.loans_made),
    _count_measure(trust.loans_repaid),
    _share_measure(trust.loans_granted_share),
    _share_measure(trust.default_share),
    _share_measure(trust.unwilling_default_share),
    _measure(trust.lenders_surplus, (-INFINITY, INFINITY), OWN_SOURCE),
    _share_measure(trust.help_granted_share, "Nowak & Sigmund 1998, for the game"),
    _share_measure(trust.help_granted_share_to_listed, "Nowak & Sigmund 1998, for the game"),
    _measure(trust.help_worth, (-INFINITY, INFINITY), "Nowak & Sigmund 1998, for the game"),
)
_GAMING = (
    _count_measure(gaming.bribed_records),
    _count_measure(gaming.faked_acts),
    _measure(gaming.score_and_conviction, (-1.0, 1.0), "Pearson 1896"),
)
_PERCEIVED_SANCTIONS = (
    _count_measure(perceived_sanctions.true_record_weight),
    _count_measure(perceived_sanctions.believed_record_weight),
    _count_measure(perceived_sanctions.believed_to_true_weight),
)
_OFFICIALS = (
    _measure(officials.merit_correlation, (-1.0, 1.0), OWN_SOURCE),
    _share_measure(officials.best_grade_by_favour),
    _count_measure(officials.quota_records),
    _share_measure(officials.quota_undeserved),
    _count_measure(officials.suppressed_records),
    _share_measure(officials.discovered_share, "Ensign et al. 2018, for the term"),
)
_SCORE_FITTING = (
    _measure(score_fitting.heaviest_points_increase, (-INFINITY, INFINITY), "Perdomo et al. 2020, for the loop"),
)
_PROPORTIONALITY = (
    _share_measure(proportionality.cross_context_share, REGULATION),
    _share_measure(proportionality.unjustified_share, REGULATION),
    _measure(proportionality.ordinal_proportionality, (-1.0, 1.0), "Kendall 1945"),
    _share_measure(proportionality.excess_share, REGULATION),
    _measure(proportionality.context_pairs_to_halve, COUNT_RANGE, OWN_SOURCE),
)
_RECOVERY = (
    _share_measure(recovery.exit_hazard),
    _share_measure(recovery.relisted_share),
    _share_measure(recovery.still_listed_share),
    _measure(stays.stay_median, COUNT_RANGE, KAPLAN_MEIER),
    _measure(stays.stay_mean_24, (0.0, 24.0), KAPLAN_MEIER),
    _measure(stays.stay_mean_60, (0.0, 60.0), KAPLAN_MEIER),
    _share_measure(stays.still_on_24, KAPLAN_MEIER),
    _share_measure(stays.still_on_60, KAPLAN_MEIER),
)
_FAIRNESS = (
    _measure(fairness.listing_ratio, COUNT_RANGE, SAMPLE_SPLITTING),
    _measure(fairness.error_ratio, COUNT_RANGE, SAMPLE_SPLITTING),
    _measure(fairness.burden_ratio, COUNT_RANGE, SAMPLE_SPLITTING),
    _measure(fairness.equal_conduct_listed, (-INFINITY, INFINITY), DIRECT_STANDARDISATION),
    _measure(fairness.equal_conduct_wrongly_listed, (-INFINITY, INFINITY), DIRECT_STANDARDISATION),
    _measure(fairness.equal_conduct_detriment, (-INFINITY, INFINITY), DIRECT_STANDARDISATION),
)

_FAMILIES = (
    _REACH,
    _RECORD_ERRORS,
    _BURDEN,
    _LIVELIHOOD,
    _REALISED_LOSSES,
    _SPEECH,
    _TIES,
    _TRUST,
    _GAMING,
    _PERCEIVED_SANCTIONS,
    _OFFICIALS,
    _SCORE_FITTING,
    _PROPORTIONALITY,
    _RECOVERY,
    _FAIRNESS,
)

MEASURES: dict[str, Measure] = {measure.name: measure for family in _FAMILIES for measure in family}
PAIRED: dict[str, PairedMeasure] = {
    measure.name: measure
    for measure in (
        _paired_measure(speech.chilled_speech, 0.0, "Penney 2016, for the term"),
        _paired_measure(speech.chilled_speech_signed, -INFINITY, "Penney 2016, for the term"),
        _paired_measure(trust.deterrence, -INFINITY, "Becker 1968, for the term"),
        _difference_measure(effects_on_listed.unemployed_of_listed),
        _difference_measure(effects_on_listed.under_judgment_of_listed),
        _difference_measure(effects_on_listed.loans_of_listed),
        _difference_measure(effects_on_listed.detriment_of_listed),
        _difference_measure(realised_losses.work_realised),
        _difference_measure(recovery.out_of_work_after),
        _paired_measure(trust.good_acts_gained, -1.0, OWN_SOURCE, INFINITY),
        _paired_measure(added_detriment.added_detriment, 0.0, REGULATION, INFINITY, "detriment"),
        _paired_measure(added_detriment.added_detriment_signed, -INFINITY, REGULATION, INFINITY, "detriment"),
        _paired_measure(added_detriment.worse_off, 0.0, REGULATION, 1.0, "ever_listed"),
        _paired_measure(added_detriment.worse_off_signed, -1.0, REGULATION, 1.0, "ever_listed"),
    )
}
