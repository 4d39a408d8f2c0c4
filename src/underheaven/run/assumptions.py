"""The split of unable and unwilling as a range over the assumptions it hangs on, never as a point.

Each assumed number that bears on the split is taken to the low and to the high end of its documented
range, one at a time, over the same people with the same luck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from underheaven.errors import DocumentError, RequestError
from underheaven.fields import DEBTS
from underheaven.measure.error import listed_in_error, listed_unable, listed_unwilling
from underheaven.record.schema import assemble
from underheaven.run.one import Engine, OnMonth, run_one
from underheaven.run.study import Study, short_name
from underheaven.spec.document import Assumed, Document
from underheaven.spec.vary import with_value
from underheaven.world.build import BuiltWorld, build_world

if TYPE_CHECKING:
    import xarray as xr

PERSONS = 20_000
"""Persons of each variant: enough for a share of the listed, few enough to be waited for."""

OWED = ("owes, unable", "owes, unwilling", "judged in error")
OF_SOCIETY = (
    "livelihood.courts.",
    "livelihood.credit.unwilling",
    "livelihood.credit.unable",
    "livelihood.jobs.loss",
    "livelihood.jobs.find",
    "livelihood.savings.",
    "people.traits.conviction.",
)
OF_CHANNEL = (".sensitivity", ".coverage")
MEASURED: tuple[Callable[[xr.Dataset], xr.DataArray], ...] = (listed_unable, listed_unwilling, listed_in_error)


@dataclass(frozen=True)
class Variant:
    """One assumption at one end of its range; ``path`` empty for the documents as they stand."""

    document: str
    path: str
    value: float


@dataclass(frozen=True)
class Range:
    """The lowest and the highest share of the listed over the assumptions, and what gives them.

    world: a regime's name. debt: unable, unwilling or in error. low, high: shares in the last month.
    """

    world: str
    debt: str
    low: float
    high: float
    lowest: Variant
    highest: Variant
    assumptions: int


def bears(study: Study, regime: Document[Any]) -> list[tuple[Document[Any], Assumed]]:
    """List the assumed numbers on which the split of a regime's listed debtors hangs; none if it lists no debtors."""
    owed = {kind.name for kind in study.society.model.conduct if kind.arises_from in OWED}
    listing = {name for rule in regime.model.standing.lists if rule.colour == "black" for name in rule.conduct}
    if not owed & listing:
        return []
    channels = [c.name for c in regime.model.sensing.channels if owed & set(c.conduct)]
    mine = [
        (regime, a)
        for a in regime.assumed
        if a.path.endswith(OF_CHANNEL) and any(f"sensing.channels.{name}." in a.path for name in channels)
    ]
    theirs = [(study.society, a) for a in study.society.assumed if a.path.startswith(OF_SOCIETY)]
    return [(d, a) for d, a in (*mine, *theirs) if a.low < a.high]


def variants(study: Study, regime: Document[Any]) -> Iterator[tuple[Variant, Document[Any], Document[Any]]]:
    """Yield each variant with its regime and society, the documents as they stand first."""
    yield Variant("", "", 0.0), regime, study.society
    for document, assumed in bears(study, regime):
        for value in (assumed.low, assumed.high):
            try:
                changed = with_value(document, assumed.path, value)
            except (RequestError, DocumentError):
                continue  # an end of the range that the rest of the document does not allow
            variant = Variant(short_name(document), assumed.path, value)
            yield (variant, changed, study.society) if document is regime else (variant, regime, changed)


def build_variants(study: Study) -> list[tuple[str, Variant, BuiltWorld]]:
    """Build every variant of every regime of a study that lists debtors, at a modest size."""
    plan = persons_of(study)
    return [
        (short_name(regime), variant, build_world(varied, society, persons=plan, seed=study.plan.seed,
                                                  start=study.start))
        for regime in study.regimes
        if bears(study, regime)
        for variant, varied, society in variants(study, regime)
    ]  # fmt: skip


def persons_of(study: Study) -> int:
    """Return how many persons a variant has."""
    return min(study.plan.persons, PERSONS)


def person_months(built: Sequence[tuple[str, Variant, BuiltWorld]], months: int) -> int:
    """Return the person-months that the variants cost."""
    return sum(world.persons * (world.burn_in_months + months) for _, _, world in built)


def ranges(
    engine: Engine, built: Sequence[tuple[str, Variant, BuiltWorld]], months: list[str], count: Callable[[int], None]
) -> list[Range]:
    """Run the variants and return a range for each world and debt.

    months: labels of the months observed. count: called with the person-months of each month lived.
    """
    shares: dict[str, list[tuple[Variant, list[float]]]] = {}
    for name, variant, world in built:
        run = run_one(engine, world, 0, len(months), _counting(count, world.persons))
        dataset = assemble([[run]], [name], {}, months)
        shares.setdefault(name, []).append((variant, [float(m(dataset).squeeze()) for m in MEASURED]))
    return [found for name, rows in shares.items() for found in _of_world(name, rows)]


def _counting(count: Callable[[int], None], persons: int) -> OnMonth:
    return lambda month, tallies: count(persons)


def _of_world(name: str, rows: list[tuple[Variant, list[float]]]) -> Iterator[Range]:
    known = [(variant, values) for variant, values in rows if all(v == v for v in values)]
    assumptions = len({(v.document, v.path) for v, _ in rows if v.path})
    for k, debt in enumerate(DEBTS):
        if known:
            low = min(known, key=lambda row: row[1][k])
            high = max(known, key=lambda row: row[1][k])
            yield Range(name, debt, low[1][k], high[1][k], low[0], high[0], assumptions)
