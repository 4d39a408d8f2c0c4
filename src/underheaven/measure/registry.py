"""Every measure of the package by name, with its unit, definition, range and source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.measure import (
    burden,
    error,
    fairness,
    fusion,
    gaming,
    listed,
    livelihood,
    officials,
    price,
    proportion,
    reach,
    recovery,
    secrecy,
    speech,
    stays,
    ties,
    trust,
)
from underheaven.measure.said import said_of

if TYPE_CHECKING:
    import xarray as xr

ARGUMENT = re.compile(r"[a-z_]+: ")
INFINITY = float("inf")
HERE = "a count of this package; its tally stands in fields.py"
COUNT_RANGE, SHARE_RANGE = (0.0, INFINITY), (0.0, 1.0)
STANDARDISED = "direct standardisation; Keiding & Clayton 2014, for its history"
KAPLAN_MEIER, AALEN_JOHANSEN = "Kaplan & Meier 1958", "Aalen & Johansen 1978"
REGULATION = "Regulation (EU) 2024/1689, Article 5(1)(c), for the terms"


@dataclass(frozen=True)
class Measure:
    """A number about one world: ``function`` gives it for every world and replicate.

    No direction is better: what a change is worth is for the reader to say.
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
    """A number about one world beside another over the same lives: ``function`` takes the other world's name."""

    name: str
    title: str
    unit: str
    definition: str
    range: tuple[float, float]
    source: str
    function: Callable[[xr.Dataset, str], xr.DataArray]
    repeats: str = ""
    """The measure that it repeats against a baseline in which nobody bears any detriment; it is left out there."""


def _definition(function: Callable[..., xr.DataArray]) -> str:
    """Takes the definition of a measure from its function's docstring, arguments left out, so that there is one."""
    lines = [line.strip() for line in (function.__doc__ or "").splitlines()]
    text = " ".join(line for line in lines if line and not ARGUMENT.match(line)).removeprefix("Gives ")
    return text[:1].upper() + text[1:]


def _measure(function: Callable[[xr.Dataset], xr.DataArray], span: tuple[float, float], source: str) -> Measure:
    said = said_of(function)
    return Measure(function.__name__, said.title, said.unit, _definition(function), span, source, function)


def _count(function: Callable[[xr.Dataset], xr.DataArray]) -> Measure:
    return _measure(function, COUNT_RANGE, HERE)


def _share(function: Callable[[xr.Dataset], xr.DataArray], source: str = HERE) -> Measure:
    return _measure(function, SHARE_RANGE, source)


def _paired(
    function: Callable[[xr.Dataset, str], xr.DataArray], low: float, source: str, high: float = 1.0, repeats: str = ""
) -> PairedMeasure:
    name, said, definition = function.__name__, said_of(function), _definition(function)
    return PairedMeasure(name, said.title, said.unit, definition, (low, high), source, function, repeats)


def _more(function: Callable[[xr.Dataset, str], xr.DataArray]) -> PairedMeasure:
    name, said, definition = function.__name__, said_of(function), _definition(function)
    return PairedMeasure(name, said.title, said.unit, definition, (-INFINITY, INFINITY), HERE, function)


_REACH = (
    _count(reach.listed_now),
    _count(reach.ever_listed),
    _count(reach.entries),
    _count(reach.months_listed),
    _count(reach.records_a_head),
    _count(reach.records_filed),
    _share(reach.records_lost),
    _count(reach.denials),
)
_ERROR = (
    _count(error.wrongful_records),
    _share(error.false_discovery_share, "Benjamini & Hochberg 1995, for the term"),
    _count(error.wrongly_listed_now),
    _share(error.wrongly_listed_share, "Benjamini & Hochberg 1995, for the term"),
    _count(error.ever_wrongly_listed),
    _count(error.months_wrongly_listed),
    _count(error.wrongful_list_months),
    _measure(stays.wrongful_stay_median, COUNT_RANGE, KAPLAN_MEIER),
    _measure(stays.wrongful_stay_mean_24, (0.0, 24.0), KAPLAN_MEIER),
    _share(stays.wrongful_still_on_24, KAPLAN_MEIER),
    _share(stays.set_right_within_12, AALEN_JOHANSEN),
    _share(stays.set_right_within_24, AALEN_JOHANSEN),
    _share(error.set_right_share),
    _share(error.listed_unable),
    _share(error.listed_unwilling),
    _share(error.listed_in_error),
)
_BURDEN = (
    _count(burden.detriment),
    _count(burden.reward),
    _share(burden.concentration, "Gini 1912"),
)
_LIVELIHOOD = (
    _count(livelihood.jobs_lost),
    _count(livelihood.jobs_denied),
    _share(livelihood.unemployed),
    _count(livelihood.months_unemployed),
    _count(livelihood.owing),
    _count(livelihood.loans_asked),
    _count(livelihood.refused_by_law),
    _count(livelihood.refused_by_lender),
    _count(livelihood.refused_good),
    _count(livelihood.judgments_performed),
    _count(livelihood.performed_share),
)
_PRICE = (_count(price.work_booked), _count(price.credit_booked), _count(price.credit_realised))
_SPEECH = (
    _share(speech.speaking),
    _share(speech.falsification_gap, "Kuran 1995, for the term"),
    _share(speech.legitimacy),
)
_TIES = (
    _share(ties.joined_share),
    _count(ties.ties_set_aside),
    _count(ties.inherited_records),
    _share(ties.lost_for_ties),
    _count(ties.lost_outside),
)
_TRUST = (
    _count(trust.loans_made),
    _count(trust.loans_repaid),
    _share(trust.granted_share),
    _share(trust.default_share),
    _share(trust.lent_to_unwilling),
    _measure(trust.lenders_surplus, (-INFINITY, INFINITY), HERE),
    _share(trust.help_granted, "Nowak & Sigmund 1998, for the game"),
    _share(trust.help_granted_to_listed, "Nowak & Sigmund 1998, for the game"),
    _measure(trust.help_worth, (-INFINITY, INFINITY), "Nowak & Sigmund 1998, for the game"),
)
_GAMING = (
    _count(gaming.bought_off),
    _count(gaming.staged),
    _measure(gaming.score_and_conviction, (-1.0, 1.0), "Pearson 1896"),
)
_SECRECY = (
    _count(secrecy.true_weight),
    _count(secrecy.believed_weight),
    _count(secrecy.believed_for_true),
)
_OFFICIALS = (
    _measure(officials.merit_correlation, (-1.0, 1.0), HERE),
    _share(officials.best_grade_by_favour),
    _count(officials.quota_records),
    _share(officials.quota_undeserved),
    _count(officials.suppressed_records),
    _share(officials.discovered_share, "Ensign et al. 2018, for the term"),
)
_FUSION = (_measure(fusion.heaviest_gain, (-INFINITY, INFINITY), "Perdomo et al. 2020, for the loop"),)
_PROPORTION = (
    _share(proportion.cross_context_share, REGULATION),
    _share(proportion.unjustified_share, REGULATION),
    _measure(proportion.ordinal_proportionality, (-1.0, 1.0), "Kendall 1945"),
    _share(proportion.excess_share, REGULATION),
    _measure(proportion.pairs_to_halve, COUNT_RANGE, HERE),
)
_RECOVERY = (
    _share(recovery.exit_hazard),
    _share(recovery.relisted_share),
    _share(recovery.still_listed_share),
    _measure(stays.stay_median, COUNT_RANGE, KAPLAN_MEIER),
    _measure(stays.stay_mean_24, (0.0, 24.0), KAPLAN_MEIER),
    _measure(stays.stay_mean_60, (0.0, 60.0), KAPLAN_MEIER),
    _share(stays.still_on_24, KAPLAN_MEIER),
    _share(stays.still_on_60, KAPLAN_MEIER),
)
_FAIRNESS = (
    _measure(fairness.listing_ratio, COUNT_RANGE, HERE),
    _measure(fairness.error_ratio, COUNT_RANGE, HERE),
    _measure(fairness.burden_ratio, COUNT_RANGE, HERE),
    _measure(fairness.equal_conduct_listed, (-INFINITY, INFINITY), STANDARDISED),
    _measure(fairness.equal_conduct_wrongly_listed, (-INFINITY, INFINITY), STANDARDISED),
    _measure(fairness.equal_conduct_detriment, (-INFINITY, INFINITY), STANDARDISED),
)

_FAMILIES = (
    _REACH, _ERROR, _BURDEN, _LIVELIHOOD, _PRICE, _SPEECH, _TIES, _TRUST, _GAMING, _SECRECY, _OFFICIALS, _FUSION,
    _PROPORTION, _RECOVERY, _FAIRNESS,
)  # fmt: skip

MEASURES: dict[str, Measure] = {measure.name: measure for family in _FAMILIES for measure in family}
PAIRED: dict[str, PairedMeasure] = {
    measure.name: measure
    for measure in (
        _paired(speech.chilled_speech, 0.0, "Penney 2016, for the term"),
        _paired(speech.chilled_speech_signed, -INFINITY, "Penney 2016, for the term"),
        _paired(trust.deterrence, -INFINITY, "Becker 1968, for the term"),
        _more(listed.unemployed_of_listed),
        _more(listed.owing_of_listed),
        _more(listed.loans_of_listed),
        _more(listed.detriment_of_listed),
        _more(price.work_realised),
        _more(recovery.out_of_work_after),
        _paired(trust.good_acts_gained, -1.0, HERE, INFINITY),
        _paired(proportion.led_to, 0.0, REGULATION, INFINITY, "detriment"),
        _paired(proportion.led_to_signed, -INFINITY, REGULATION, INFINITY, "detriment"),
        _paired(proportion.worse_off, 0.0, REGULATION, 1.0, "ever_listed"),
        _paired(proportion.worse_off_signed, -1.0, REGULATION, 1.0, "ever_listed"),
    )
}
