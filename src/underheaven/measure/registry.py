"""Every measure of the package by name, with its unit, definition, range and source."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.measure import burden, error, listed, livelihood, proportion, reach, speech, trust

if TYPE_CHECKING:
    import xarray as xr

ARGUMENT = re.compile(r"[a-z_]+: ")
INFINITY = float("inf")
HERE = "a count of this package; its tally stands in fields.py"
PERSONS, SHARE = "persons per 100,000", "share"
COUNT_RANGE, SHARE_RANGE = (0.0, INFINITY), (0.0, 1.0)
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


def _definition(function: Callable[..., xr.DataArray]) -> str:
    """Takes the definition of a measure from its function's docstring, arguments left out, so that there is one."""
    lines = [line.strip() for line in (function.__doc__ or "").splitlines()]
    text = " ".join(line for line in lines if line and not ARGUMENT.match(line)).removeprefix("Gives ")
    return text[:1].upper() + text[1:]


def _count(
    function: Callable[[xr.Dataset], xr.DataArray], title: str, unit: str = PERSONS, source: str = HERE
) -> Measure:
    return Measure(function.__name__, title, unit, _definition(function), COUNT_RANGE, source, function)


def _share(function: Callable[[xr.Dataset], xr.DataArray], title: str, source: str = HERE) -> Measure:
    return Measure(function.__name__, title, SHARE, _definition(function), SHARE_RANGE, source, function)


def _paired(function: Callable[[xr.Dataset, str], xr.DataArray], title: str, low: float, source: str) -> PairedMeasure:
    return PairedMeasure(function.__name__, title, SHARE, _definition(function), (low, 1.0), source, function)


def _more(function: Callable[[xr.Dataset, str], xr.DataArray], title: str, unit: str) -> PairedMeasure:
    name, definition = function.__name__, _definition(function)
    return PairedMeasure(name, title, f"{unit} a person listed", definition, (-INFINITY, INFINITY), HERE, function)


_REACH = (
    _count(reach.listed_now, "On a blacklist now"),
    _count(reach.ever_listed, "Ever on a blacklist"),
    _count(reach.entries, "Entries on blacklists", "entries per 100,000"),
    _count(reach.months_listed, "Months on a blacklist", "months a person"),
    _count(reach.records_a_head, "Live records a head", "records a person"),
    _count(reach.records_filed, "Records filed", "records per 100,000"),
    _share(reach.records_lost, "Records lost to full dossiers"),
    _count(reach.denials, "Attempts denied", "attempts per 100,000"),
)
_ERROR = (
    _count(error.wrongful_records, "Wrongful records filed", "records per 100,000"),
    _share(error.false_discovery_share, "Of records, wrongful", "Benjamini & Hochberg 1995, for the term"),
    _count(error.wrongly_listed_now, "Wrongly on a blacklist now"),
    _share(error.wrongly_listed_share, "Of those listed, wrongly", "Benjamini & Hochberg 1995, for the term"),
    _count(error.ever_wrongly_listed, "Ever wrongly on a blacklist"),
    _count(error.months_wrongly_listed, "Months wrongly on a blacklist", "months a person"),
    _count(error.months_until_off, "Until a wrongful entry is off", "months an entry"),
    _share(error.set_right_share, "Of wrongful records gone, set right"),
    _share(error.listed_unable, "Of those listed for a debt, unable to pay"),
    _share(error.listed_unwilling, "Of those listed for a debt, unwilling"),
    _share(error.listed_in_error, "Of those listed for a debt, owing nothing"),
)
_BURDEN = (
    _count(burden.detriment, "Detriment booked", "months of income a person"),
    _count(burden.reward, "Benefit added", "months of income a person"),
    _share(burden.concentration, "Concentration of detriment (Gini)", "Gini 1912"),
)
_LIVELIHOOD = (
    _count(livelihood.jobs_lost, "Jobs lost", "jobs per 100,000"),
    _count(livelihood.jobs_denied, "Jobs denied", "jobs per 100,000"),
    _share(livelihood.unemployed, "Of the workforce, unemployed now"),
    _count(livelihood.months_unemployed, "Months unemployed", "months a person"),
    _count(livelihood.owing, "Owing a judgment now"),
    _count(livelihood.loans_asked, "Loans asked for", "loans per 100,000"),
    _count(livelihood.refused_by_law, "Loans refused by the regime", "loans per 100,000"),
    _count(livelihood.refused_by_lender, "Loans refused by the lender", "loans per 100,000"),
    _count(livelihood.refused_good, "Loans refused to good borrowers", "loans per 100,000"),
    _count(livelihood.judgments_performed, "Judgments performed", "judgments per 100,000"),
    _count(livelihood.performed_share, "Judgments performed for each entered", "judgments a judgment"),
)
_SPEECH = (
    _share(speech.speaking, "Speaking in public"),
    _share(speech.legitimacy, "Legitimacy of the regime, as felt"),
)
_TRUST = (
    _count(trust.loans_made, "Loans made", "loans per 100,000"),
    _count(trust.loans_repaid, "Loans repaid", "loans per 100,000"),
    _share(trust.granted_share, "Of loans asked for, made"),
    _share(trust.default_share, "Of loans ended, fallen behind"),
)
_PROPORTION = (
    _share(proportion.cross_context_share, "Detriment in an unrelated context (U)", REGULATION),
    _share(proportion.unjustified_share, "Detriment with no true act behind it (N)", REGULATION),
)

MEASURES: dict[str, Measure] = {
    measure.name: measure
    for family in (_REACH, _ERROR, _BURDEN, _LIVELIHOOD, _SPEECH, _TRUST, _PROPORTION)
    for measure in family
}
PAIRED: dict[str, PairedMeasure] = {
    measure.name: measure
    for measure in (
        _paired(speech.chilled_speech, "Speech chilled", 0.0, "Penney 2016, for the term"),
        _paired(trust.deterrence, "Acts deterred", -INFINITY, "Becker 1968, for the term"),
        _more(listed.unemployed_of_listed, "Those ever listed: more without work", "months"),
        _more(listed.owing_of_listed, "Those ever listed: more under a judgment", "months"),
        _more(listed.loans_of_listed, "Those ever listed: more loans", "loans"),
        _more(listed.detriment_of_listed, "Those ever listed: more detriment", "months of income"),
    )
}
