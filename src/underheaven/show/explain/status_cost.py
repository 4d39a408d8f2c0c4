"""The expected cost of a month of each status, and the contexts it falls on, from the constants of the documents.

These are properties of the documents and not results of a simulation, so they have no interval.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.families.proportionality import SAME_CONTEXT, related_contexts
from underheaven.measure.inference.interval import Interval
from underheaven.scenario.cells import build_cells
from underheaven.scenario.context_use import expected_context_use
from underheaven.show.formatting import format_number, format_percent
from underheaven.show.stored_documents import read_stored_documents
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.standing import ListRule
from underheaven.spec.models.treatment import USE_AS_SIMULATED

if TYPE_CHECKING:
    import xarray as xr

ContextPairs = Collection[tuple[str, str]]

OUTSIDE_PHRASE = "falls outside the part of life in which the record arose"
"""U in words; ``OR_NO_RECORD_PHRASE`` follows if some detriment has no record behind it."""
OR_NO_RECORD_PHRASE = " or has no record behind it"
CROSS_CONTEXT_SHARE = "cross_context_share"
OTHER_CONTEXTS_PHRASE = "in parts of life other than that of the record"
"""The name of U if it is an expectation for the average adult, and not measured over the listed."""
CONSTANT_NOTE = "fixed by the documents' constants, so no interval"
"""Note of a number that a run only weights, so that it has no interval."""
PROPERTY_NOTE = (
    "This follows from the constants of the documents alone, at the uses of an average adult: it is a property of the "
    "documents, not a result of the simulation. The simulation books a loss only where a use would have happened, such "
    "as a request for a loan, so its shares differ where those listed use a part of life more or less than that."
)


@dataclass(frozen=True)
class StatusCost:
    """The cost of one status under one version of a regime.

    since: month of the amendment, or None from the start. name: of the list or grade. price: expected cost of a month
    to an adult, in months of income. outside_share: least and most share of it outside the part of life in which the
    record arose, over the kinds of conduct that lead to the status; NaN where none does.
    """

    since: str | None
    name: str
    price: float
    outside_share: tuple[float, float]


def status_costs(regime: Document[Regime], society: Society, related: ContextPairs = SAME_CONTEXT) -> list[StatusCost]:
    """Return every status that closes anything, by version; one that an amendment leaves unchanged is not repeated.

    related: pairs (cause, effect) of contexts that are deemed one part of life.
    """
    worth, found, last = _context_prices(society), list[StatusCost](), dict[str, tuple[float, tuple[float, float]]]()
    for since, version in regime_versions(regime):
        names = [*(one.name for one in version.standing.lists), *version.standing.grades]
        for name in names:
            prices = _status_prices(version, name, worth)
            price = sum(prices.values())
            if price > 0:
                outside = _outside_share(prices, _causing_contexts(version, society, name), related)
                if last.get(name) != (price, outside):
                    found.append(StatusCost(since, name, price, outside))
                last[name] = price, outside
    return found


def closes_simulated_use(regime: Document[Regime], society: Society) -> bool:
    """Return whether a regime closes work or credit in a society that simulates their use."""
    simulated = {name for name, context in society.contexts.items() if context.use == USE_AS_SIMULATED}
    effects = [effect for _, version in regime_versions(regime) for effect in version.treatment.effects]
    return any(effect.context in simulated and effect.strength > 0 for effect in effects)


def status_cost_sentences(
    regime: Document[Regime], society: Society, related: ContextPairs = SAME_CONTEXT, most: int = 3
) -> Iterator[str]:
    """Yield the expected cost of a month of each status, the most costly first; most: number of statuses named."""
    found = status_costs(regime, society, related)
    dearest = sorted(
        dict.fromkeys(status_cost.name for status_cost in found),
        key=lambda name: -max(status_cost.price for status_cost in found if status_cost.name == name),
    )
    for name in dearest[:most]:
        wording = [
            f"{_since_phrase(status_cost)}{_cost_phrase(status_cost)}"
            for status_cost in found
            if status_cost.name == name
        ]
        yield f"A month under the status '{name}' has an expected cost per adult of {'; '.join(wording)}."


def _since_phrase(status_cost: StatusCost) -> str:
    return "" if status_cost.since is None else f"from {status_cost.since}, "


def _cost_phrase(status_cost: StatusCost) -> str:
    low, high = status_cost.outside_share
    cost = f"{format_number(status_cost.price)} months of income"
    if np.isnan(low):
        return cost
    share = (
        format_percent(low)
        if low == high
        else f"{format_percent(low)} to {format_percent(high)}, by the kind of conduct,"
    )
    return f"{cost}, {share} of it {OTHER_CONTEXTS_PHRASE}"


def status_costs_of_result(dataset: xr.Dataset) -> Iterator[tuple[str, StatusCost]]:
    """Yield every status of every regime of a result, by scenario."""
    regimes, society = read_stored_documents(dataset)
    if society is None:
        return
    for scenario, regime in regimes.items():
        for status_cost in status_costs(regime, society.model, related_contexts(dataset)):
            yield scenario, status_cost


def result_cost_sentences(dataset: xr.Dataset) -> Iterator[str]:
    """Yield, for each regime of a result, the costs that follow from the constants of its documents."""
    regimes, society = read_stored_documents(dataset)
    if society is None:
        return
    for scenario, regime in regimes.items():
        wording = list(status_cost_sentences(regime, society.model, related_contexts(dataset)))
        if wording:
            yield f"{scenario}: {' '.join(wording)} {PROPERTY_NOTE}"


def constant_scenarios(dataset: xr.Dataset) -> frozenset[str]:
    """Return the scenarios in which U is a mean of constants, weighted by months listed, without simulated use."""
    regimes, society = read_stored_documents(dataset)
    if society is None:
        return frozenset()
    return frozenset(
        scenario for scenario, regime in regimes.items() if not closes_simulated_use(regime, society.model)
    )


def without_interval(interval: Interval) -> Interval:
    """Return the mean alone, with a note on the missing interval."""
    return (
        replace(interval, low=float("nan"), high=float("nan"), note=CONSTANT_NOTE) if interval.replicates else interval
    )


def _context_prices(society: Society) -> dict[str, float]:
    """Return the expected cost of a month with a context closed, mean over adults."""
    cells = build_cells(society.people)
    minors = cells.is_among(society.people.minors) if society.people.minors else np.zeros(len(cells.categories))
    weights: Any = cells.shares * (1 - minors)
    return {
        name: float((weights * expected_context_use(society, name, cells)).sum() / weights.sum()) * context.value
        for name, context in society.contexts.items()
    }


def _status_prices(version: Regime, name: str, worth: dict[str, float]) -> dict[str, float]:
    """Return the cost of a month of a status by context."""
    open_ = {
        context: prod(1.0 - e.strength for e in version.treatment.effects if (e.of, e.context) == (name, context))
        for context in worth
    }
    return {context: worth[context] * (1.0 - share) for context, share in open_.items() if share < 1.0}


def _causing_contexts(version: Regime, society: Society, name: str) -> set[str]:
    """Return the contexts of the kinds of conduct that lead to a list or grade."""
    of = {kind.name: kind.context for kind in society.conduct}
    losing = [rule.conduct for rule in version.recording.rules if rule.points < 0]
    rule = next((one for one in version.standing.lists if one.name == name), None)
    return {of[kind] for kind in (losing if rule is None else _listed_conduct(rule, version, losing)) if kind in of}


def _listed_conduct(rule: ListRule, version: Regime, losing: list[str]) -> list[str]:
    kinds = [*rule.conduct, *(rule.records_of if rule.records_at_least else [])]
    if rule.records_at_least and not rule.records_of:
        kinds += [one.conduct for one in version.recording.rules]
    return [*kinds, *(losing if rule.grade_at_most else [])]


def _outside_share(prices: dict[str, float], causes: set[str], related: ContextPairs) -> tuple[float, float]:
    whole = sum(prices.values())
    shares = [
        sum(price for effect, price in prices.items() if (cause, effect) not in related) / whole
        for cause in sorted(causes)
    ]
    return (min(shares), max(shares)) if shares else (float("nan"), float("nan"))
