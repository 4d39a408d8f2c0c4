"""What the constants of the documents alone say: the price of a month of each standing, and where it falls.

No run enters here, and so no interval: these are properties of the documents and no results.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from underheaven.measure.interval import Interval
from underheaven.measure.proportion import SAME_CONTEXT, related_of
from underheaven.show.read_back import read_back
from underheaven.show.words import percent, say
from underheaven.spec.change import epochs
from underheaven.spec.document import Document
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society
from underheaven.spec.standing import ListRule
from underheaven.spec.treatment import AS_LIVED
from underheaven.world.cells import cells_of
from underheaven.world.use import expected_use

if TYPE_CHECKING:
    import xarray as xr

Pairs = Collection[tuple[str, str]]

OUTSIDE = "falls outside the part of life in which the record arose"
"""U in words; where detriment has no record behind it, ``OR_BARE`` follows."""
OR_BARE = " or has no record behind it"
U = "cross_context_share"
ELSEWHERE = "in parts of life other than that of the record"
"""What U is called where it is expected, of the average adult's uses, and not measured of those who are listed."""
CONSTANT = "fixed by the documents' constants, so no interval"
"""Note of a number that a run only weights: no interval is given of it."""
PROPERTY = (
    "This follows from the constants of the documents alone, at the uses of an average adult: it is a property of the "
    "documents, not a result of the simulation. The simulation books a loss only where a use would have happened, such "
    "as a request for a loan, so its shares differ where those listed use a part of life more or less than that."
)


@dataclass(frozen=True)
class Priced:
    """One standing of one version of a regime.

    since: month of the amendment, or None from the start. name: of the list or grade. price: months of income that a
    month is expected to cost a grown person. outside: least and most share of it that falls outside the part of life in
    which the record arose, over the kinds of conduct that lead to the standing; NaN where none does.
    """

    since: str | None
    name: str
    price: float
    outside: tuple[float, float]


def priced(regime: Document[Regime], society: Society, related: Pairs = SAME_CONTEXT) -> list[Priced]:
    """Return every standing that closes anything, by version; what an amendment leaves alone is not said twice.

    related: pairs (cause, effect) of contexts that are deemed one part of life.
    """
    worth, found, last = _worth(society), list[Priced](), dict[str, tuple[float, tuple[float, float]]]()
    for since, version in epochs(regime):
        names = [*(one.name for one in version.standing.lists), *version.standing.grades]
        for name in names:
            prices = _prices(version, name, worth)
            price = sum(prices.values())
            if price > 0:
                outside = _outside(prices, _causes(version, society, name), related)
                if last.get(name) != (price, outside):
                    found.append(Priced(since, name, price, outside))
                last[name] = price, outside
    return found


def closes_lived(regime: Document[Regime], society: Society) -> bool:
    """Return whether a regime closes work or credit over people whose uses of it are lived."""
    lived = {name for name, context in society.contexts.items() if context.use == AS_LIVED}
    effects = [effect for _, version in epochs(regime) for effect in version.treatment.effects]
    return any(effect.context in lived and effect.strength > 0 for effect in effects)


def sentences(
    regime: Document[Regime], society: Society, related: Pairs = SAME_CONTEXT, most: int = 3
) -> Iterator[str]:
    """Yield what a month of each standing is expected to cost, the dearest first; most: standings that are named."""
    found = priced(regime, society, related)
    dearest = sorted(dict.fromkeys(one.name for one in found), key=lambda name: -max(
        one.price for one in found if one.name == name
    ))  # fmt: skip
    for name in dearest[:most]:
        said = [f"{_since(one)}{_said(one)}" for one in found if one.name == name]
        yield f"A month under the status '{name}' has an expected cost per adult of {'; '.join(said)}."


def _since(one: Priced) -> str:
    return "" if one.since is None else f"from {one.since}, "


def _said(one: Priced) -> str:
    low, high = one.outside
    cost = f"{say(one.price)} months of income"
    if np.isnan(low):
        return cost
    share = percent(low) if low == high else f"{percent(low)} to {percent(high)}, by the kind of conduct,"
    return f"{cost}, {share} of it {ELSEWHERE}"


def of_result(dataset: xr.Dataset) -> Iterator[tuple[str, Priced]]:
    """Yield every standing of every regime of a result, by world."""
    regimes, society = read_back(dataset)
    if society is None:
        return
    for world, regime in regimes.items():
        for one in priced(regime, society.model, related_of(dataset)):
            yield world, one


def said_of_result(dataset: xr.Dataset) -> Iterator[str]:
    """Yield, for each regime of a result, what the constants of its documents say."""
    regimes, society = read_back(dataset)
    if society is None:
        return
    for world, regime in regimes.items():
        said = list(sentences(regime, society.model, related_of(dataset)))
        if said:
            yield f"{world}: {' '.join(said)} {PROPERTY}"


def constant_worlds(dataset: xr.Dataset) -> frozenset[str]:
    """Return the worlds in which livelihood has no part in U: it is a mean of constants, weighted by months listed."""
    regimes, society = read_back(dataset)
    if society is None:
        return frozenset()
    return frozenset(world for world, regime in regimes.items() if not closes_lived(regime, society.model))


def without_interval(found: Interval) -> Interval:
    """Return the mean alone, with a note why."""
    return replace(found, low=float("nan"), high=float("nan"), note=CONSTANT) if found.replicates else found


def _worth(society: Society) -> dict[str, float]:
    """Return the expected price of a month with a context shut, mean over grown persons."""
    cells = cells_of(society.people)
    minors = cells.within(society.people.minors) if society.people.minors else np.zeros(len(cells.categories))
    weights: Any = cells.shares * (1 - minors)
    return {
        name: float((weights * expected_use(society, name, cells)).sum() / weights.sum()) * context.value
        for name, context in society.contexts.items()
    }


def _prices(version: Regime, name: str, worth: dict[str, float]) -> dict[str, float]:
    """Return the price of a month of a standing by context."""
    open_ = {
        context: prod(1.0 - e.strength for e in version.treatment.effects if (e.of, e.context) == (name, context))
        for context in worth
    }
    return {context: worth[context] * (1.0 - share) for context, share in open_.items() if share < 1.0}


def _causes(version: Regime, society: Society, name: str) -> set[str]:
    """Return the contexts of the kinds of conduct that lead to a list or grade."""
    of = {kind.name: kind.context for kind in society.conduct}
    losing = [rule.conduct for rule in version.recording.rules if rule.points < 0]
    rule = next((one for one in version.standing.lists if one.name == name), None)
    return {of[kind] for kind in (losing if rule is None else _kinds(rule, version, losing)) if kind in of}


def _kinds(rule: ListRule, version: Regime, losing: list[str]) -> list[str]:
    kinds = [*rule.conduct, *(rule.records_of if rule.records_at_least else [])]
    if rule.records_at_least and not rule.records_of:
        kinds += [one.conduct for one in version.recording.rules]
    return [*kinds, *(losing if rule.grade_at_most else [])]


def _outside(prices: dict[str, float], causes: set[str], related: Pairs) -> tuple[float, float]:
    whole = sum(prices.values())
    shares = [
        sum(price for effect, price in prices.items() if (cause, effect) not in related) / whole
        for cause in sorted(causes)
    ]
    return (min(shares), max(shares)) if shares else (float("nan"), float("nan"))
