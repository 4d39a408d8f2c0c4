"""Docking: the engine and the second implementation live the same documents, and every tally is held together.

Source: Axtell, Axelrod, Epstein & Cohen 1996, Aligning simulation models (Computational and Mathematical Organization
Theory 1(2)): how to compare what two models count by tests.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from underheaven.measure.interval import t_quantile
from underheaven.spec.read import DERIVED, SOCIETY, read_source
from underheaven.spec.shipped import Source
from underheaven.spec.write import key, value
from underheaven.verify.case import Figure, Values
from underheaven.verify.docked.people import SHAPES
from underheaven.verify.docked.second import Second
from underheaven.verify.docked.written import Table, amended, shipped
from underheaven.verify.effort import current
from underheaven.verify.judge import CHANCE, same
from underheaven.verify.lives import live

NUMBERS = BUSY_NUMBERS, WARY_NUMBERS, SHIPPED = "busy", "wary", "shipped"
"""Which numbers both live: much happens; much happens and lenders often refuse; those of the shipped documents."""
REGIME, SOCIETY_NAME = "court-defaulters-2013", "china-2020"
MONTHS, BURN_IN, TOWN = 60, 48, 256
"""Both amendments fall into the months observed; the roll-out ends a year before they do."""
ALL_MONTHS = "all months"
TIMES = 100
"""How many times a case's share of person-months this one takes."""
SEEN = 0.9
"""Chance with which a difference of the stated relative precision is seen."""
OFTEN = 0.75
"""Share of replicates, of one side at least, in which a number differs from 0 if it is to be compared."""
SETTLED: Table = {
    "burn_in_months": BURN_IN, "people": {"town_size": TOWN},
    "livelihood": {"start": "as newcomers", "courts": {"backlog": "stationary"}},
}  # fmt: skip
"""What both live in place of the stated start: newcomers and a burn-in of stated months, in smaller towns."""
BUSY: Table = {
    "people": {"renewed_per_year": 0.03},
    "livelihood": {
        "jobs": {"loss": 0.02},
        "credit": {"need_per_year": 0.35, "loan_months": 24, "unable": 0.2, "unwilling_below": 0.5, "unwilling": 0.03,
                   "fear_scale": 1, "gain": 0.3, "pseudo_repaid": 5, "pseudo_defaulted": 1},
        "courts": {"sued": 0.12, "judgment_after_months": 2, "error_per_year": 0.005, "performs": 0.01,
                   "performs_with_detriment": 0.15, "performs_when_able": 0.05},
    },
}  # fmt: skip
WARY: Table = {"livelihood": {"credit": {"gain": 0.12}}}
BUSY_REGIME: Table = {"rollout": {"full_after_months": 24}}
BUSY_CHANNELS: tuple[Table, ...] = (
    {"sensitivity": 0.1, "false_records_per_year": 0.002, "mistaken_identity": 0.1},
    {"sensitivity": 0.1, "mistaken_identity": 0.1},
    {"sensitivity": 0.1},
)
"""Most at the ends of their stated ranges at which more happens, errors beyond: so that what is rare is seen."""


@dataclass(frozen=True)
class Tally:
    """One number of both implementations.

    name: of the tally, with its labels. over: all months or the last one. engine, second: means over replicates;
    engine_error, second_error: standard errors. z: Welch's. bound: what |z| may be. precision: the relative difference
    that would be seen with chance SEEN.
    """

    name: str
    over: str
    engine: float
    engine_error: float
    second: float
    second_error: float
    z: float
    bound: float
    precision: float

    @property
    def differs(self) -> bool:
        """Tells whether the two differ by more than chance explains; a number that is not defined does."""
        return not abs(self.z) <= self.bound


def docking(values: Values) -> Figure:
    """Counts the numbers in which the engine and the second implementation differ by more than chance explains.

    Args: values: numbers, one of the words of NUMBERS.
    Returns: the count, of which none is expected.
    """
    return same(0, sum(t.differs for t in tallies(*documents(values["numbers"]))))


def documents(numbers: str) -> tuple[Table, Table]:
    """Gives regime and society as plain tables; numbers: one of NUMBERS."""
    regime, society = shipped("regimes", REGIME), amended(shipped("societies", SOCIETY_NAME), SETTLED)
    if numbers == SHIPPED:
        return regime, society
    channels = [c | more for c, more in zip(regime["sensing"]["channels"], BUSY_CHANNELS, strict=True)]
    regime = amended(regime, BUSY_REGIME | {"sensing": {"channels": channels}})
    return regime, amended(amended(society, BUSY), {} if numbers == BUSY_NUMBERS else WARY)


def tallies(regime: Table, society: Table, persons: int | None = None, months: int = MONTHS) -> list[Tally]:
    """Lives the documents in both and gives every number of both.

    Args:
        regime, society: plain tables, as `documents` gives them.
        persons: of a replicate; TIMES as many as a case usually has if None; cut to whole towns.
        months: observed.
    Returns: the numbers that are not too rare, those over all labels before those of single ones.
    """
    return held(by_engine(regime, society, persons, months), by_second(regime, society, persons, months))


def totals(found: list[Tally]) -> list[Tally]:
    """Gives the numbers over all labels and months, one a tally, as a page prints them."""
    return [t for t in found if "[" not in t.name and t.over == ALL_MONTHS]


def by_second(regime: Table, society: Table, persons: int | None = None, months: int = MONTHS) -> list[dict[str, Any]]:
    """Gives the tallies of the second implementation, by replicate; the arguments are those of `tallies`."""
    effort, born = current(), _persons(society, persons, months)
    return [Second(regime, society, born, months, [effort.seed, k]).run() for k in range(effort.replicates)]


def by_engine(regime: Table, society: Table, persons: int | None = None, months: int = MONTHS) -> Any:
    """Gives the engine's dataset of one world; the arguments are those of `tallies`."""
    worlds = [_document(DERIVED, regime)]
    return live(worlds, _document(SOCIETY, society), _persons(society, persons, months), months).isel(world=0)


def held(lived: Any, runs: list[dict[str, Any]]) -> list[Tally]:
    """Gives every number that is not too rare of the engine's dataset and of the second implementation's tallies."""
    found = list(_numbers(lived, runs))
    return [_held(name, over, engine, second, len(found)) for name, over, engine, second in found]


def _persons(society: Table, persons: int | None, months: int) -> int:
    town = society["people"]["town_size"]
    born = persons or current().persons_for(months + society["burn_in_months"], TIMES)
    return int(max(born // town, 1) * town)


def _document(reading: Any, table: Table) -> Any:
    text = "\n".join(f"{key(name)} = {value(part)}" for name, part in table.items())
    return read_source(reading, Source(f"docked/{table['name']}.toml", text.encode(), shipped=False))


def _numbers(lived: Any, runs: list[Any]) -> Iterator[tuple[str, str, Any, Any]]:
    """Gives the name of each number that is not too rare, the months it is of, and its values by replicate."""
    for name in SHAPES:
        engine, second = lived[name].values.astype(float), np.stack([run[name] for run in runs])
        if engine.shape[1:] != second.shape[1:]:
            raise ValueError(f"{name}: the engine has {engine.shape[2:]} labels and the second {second.shape[2:]}")
        for over, both in (
            (ALL_MONTHS, (engine.sum(axis=1), second.sum(axis=1))), ("last month", (engine[:, -1], second[:, -1])),
        ):  # fmt: skip
            for label, (one, other) in _labelled(lived[name], *both):
                if max((one != 0).mean(), (other != 0).mean()) >= OFTEN:
                    yield f"{name}{label}", over, one, other


def _labelled(lived: Any, engine: Any, second: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Gives the total over labels, and each label along one dimension or, of two or more, each of them by itself."""
    axes = tuple(range(1, engine.ndim))
    yield "", (engine.sum(axis=axes), second.sum(axis=axes))
    labels = [[str(x) for x in lived[dim].values] for dim in lived.dims[2:]]
    for axis, own in zip(axes, labels, strict=True):
        others = tuple(a for a in axes if a != axis)
        for k, label in enumerate(own):
            yield f"[{label}]", (engine.sum(axis=others)[:, k], second.sum(axis=others)[:, k])
    if len(axes) > 1:
        for place in product(*(range(len(own)) for own in labels)):
            said = " | ".join(own[k] for own, k in zip(labels, place, strict=True))
            yield f"[{said}]", (engine[(slice(None), *place)], second[(slice(None), *place)])


def _held(name: str, over: str, engine: Any, second: Any, rows: int) -> Tally:
    """Holds two samples together by Welch's test, at CHANCE for the whole family; degrees of freedom are cut down."""
    means, squares = [x.mean() for x in (engine, second)], [x.var(ddof=1) / len(x) for x in (engine, second)]
    error, gap, least = math.sqrt(sum(squares)), means[0] - means[1], 1e-9 * max(map(abs, means))
    freedom = len(engine) - 1
    if error > least:
        spread = sum(s * s / (len(x) - 1) for s, x in zip(squares, (engine, second), strict=True))
        freedom = math.floor(sum(squares) ** 2 / spread + 1e-9)
    z = gap / error if error > least else 0.0 if abs(gap) <= least else math.inf
    bound = t_quantile(1 - CHANCE / (2 * rows), freedom)
    sees = (bound + t_quantile(SEEN, freedom)) * error / abs(means[1]) if means[1] else math.inf
    return Tally(name, over, means[0], math.sqrt(squares[0]), means[1], math.sqrt(squares[1]), z, bound, sees)
