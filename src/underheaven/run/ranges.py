"""The split of unable and unwilling as a range over the assumptions it hangs on, never as a point.

Every case lives with the same luck, so that what differs between two of them is the assumption.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from math import isfinite
from typing import TYPE_CHECKING

from underheaven.fields import DEBTS
from underheaven.measure.error import filed_share_of_debt, listed_share_of_debt
from underheaven.record.schema import assemble
from underheaven.run.assumptions import Case, Variant, ends, persons_of, society_of
from underheaven.run.keep import Keeper
from underheaven.run.one import Engine, OnMonth, Tallies, burn_in, observe
from underheaven.run.study import Study, short_name
from underheaven.world.build import build_world

if TYPE_CHECKING:
    import xarray as xr

Shares = dict[tuple[str, str], float]
"""Shares of one case, by what they are of and by debt."""

OF = ("listed", "filed")
"""What a share is of: those on blacklists in the last month, or the records of debts filed over the run."""

NOTE = (
    "Derived: from runs of their own with one assumed number changed at a time, not from the tallies beside it. It "
    "stands outside the digest, and holds for the documents, seed and months of this result alone."
)


@dataclass(frozen=True)
class Range:
    """The lowest and the highest share over the assumptions, and what gives them.

    world: a regime's name. debt: unable, unwilling or in error. of: see ``OF``. low, high, stated: shares in
    [0, 1]; stated is that of the documents as they stand, None where it is undefined. assumptions: numbers taken to
    their ends. left_out: ends that a document does not allow, or at which the share is undefined. persons: of each
    run.
    """

    world: str
    debt: str
    of: str
    low: float
    high: float
    stated: float | None
    lowest: Variant
    highest: Variant
    assumptions: int
    left_out: int
    persons: int


def ranges(
    engine: Engine,
    study: Study,
    every: Sequence[Case],
    months: list[str],
    count: Callable[[int], None],
    keeper: Keeper,
) -> list[Range]:
    """Run the cases and return a range for each world, debt and kind of share.

    months: labels of the months observed. count: called with the person-months of each month lived. keeper: keeps
    the cases that are done, and knows those of a stopped run.
    """
    rows = list(zip(every, _lived(engine, study, every, months, count, keeper), strict=True))
    found = []
    for regime in study.worlds:
        mine = [(case.variant, shares) for case, shares in rows if case.world == short_name(regime)]
        tried = len(ends(study, regime))
        for of in OF:
            for debt in DEBTS:
                known = [(variant, shares[of, debt]) for variant, shares in mine if isfinite(shares[of, debt])]
                if known:
                    found.append(_range(short_name(regime), debt, of, known, tried, persons_of(study)))
    return found


def attributes(found: Sequence[Range], asked: bool = False, cases: int = 0) -> dict[str, str | int]:
    """Return what a result keeps of its ranges: rows as JSON, what they are, and why there are none.

    asked: whether ranges were asked for. cases: how many runs with a changed number were made for them.
    """
    rows = json.dumps([asdict(r) for r in found], ensure_ascii=False, allow_nan=False)
    note = NOTE if found else ""
    return {"ranges": rows, "ranges_note": note, "ranges_asked": int(asked), "ranges_cases": cases}


def _lived(
    engine: Engine,
    study: Study,
    every: Sequence[Case],
    months: list[str],
    count: Callable[[int], None],
    keeper: Keeper,
) -> list[Shares]:
    """Return the shares of each case."""
    persons, seed = persons_of(study), study.plan.seed
    on_month = _counting(count, persons, keeper)
    known = keeper.cases()[: len(every)]
    done: list[Shares] = []
    for _, its in groupby(every, key=society_of):
        people, group = None, list(its)
        for case in group:
            if len(done) < len(known):
                done.append(known[len(done)])
                count(persons * len(months))
                continue
            built = build_world(case.regime, case.society, persons=persons, seed=seed, start=study.start)
            if people is None:
                people = burn_in(engine, built, 0, on_month)
            run = observe(engine, people.copy(), built, len(months), on_month)
            done.append(_shares(assemble([[run]], [case.world], {}, months)))
            keeper.case(done)
        if people is None:
            count(persons * group[0].society.model.burn_in_months)
    return done


def _counting(count: Callable[[int], None], persons: int, keeper: Keeper) -> OnMonth:
    def on_month(month: int, tallies: Tallies) -> None:
        count(persons)
        keeper.pause()

    return on_month


def _shares(dataset: xr.Dataset) -> Shares:
    measured = {"listed": listed_share_of_debt, "filed": filed_share_of_debt}
    return {(of, debt): measured[of](dataset, debt).item() for of in OF for debt in DEBTS}


def _range(world: str, debt: str, of: str, known: Sequence[tuple[Variant, float]], tried: int, persons: int) -> Range:
    """Return the range of one share; at equal shares the documents as they stand come first, as in ``known``."""
    lowest, low = min(known, key=lambda row: row[1])
    highest, high = max(known, key=lambda row: row[1])
    stated = next((share for variant, share in known if not variant.path), None)
    taken = [variant for variant, _ in known if variant.path]
    numbers = len({(v.document, v.path) for v in taken})
    return Range(world, debt, of, low, high, stated, lowest, highest, numbers, tried - len(taken), persons)
