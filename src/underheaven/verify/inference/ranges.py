"""Ranges over assumed numbers held against brute force: a closed form over the same law of the same numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

from underheaven.measure.counts import PER
from underheaven.measure.kept import Kept
from underheaven.measure.values import LEVEL
from underheaven.run.design import BLOCK, Design
from underheaven.run.sensitivity import explored, rows
from underheaven.run.study import Study, plan_study
from underheaven.spec.document import Document
from underheaven.spec.paths import value_at
from underheaven.spec.read import shipped
from underheaven.spec.vary import ways
from underheaven.verify import lives
from underheaven.verify.case import Figure, Values
from underheaven.verify.inference.studies import how_many
from underheaven.verify.judge import CHANCE, EXACT, same
from underheaven.verify.standing import ACTING, roll_out

Span = tuple[float, float, float]
PERSONS, MONTHS, TOWN = 2_048, 12, 32
"""Of a sample; towns are many, so that a roll-out is as even as its closed form."""
ALONE: Mapping[str, Span] = {"hazard": (0.008, 0.001, 0.2)}
"""Value and range of the hazard where it alone is assumed: so wide and lopsided that another law would show."""
TOGETHER: Mapping[str, Span] = {
    "hazard": (0.02, 0.005, 0.08), "agree": (0.8, 0.5, 1.0), "over": (4, 0, 12), "acts": (9.0, 6.0, 12.0),
}  # fmt: skip
"""Of all numbers where they are assumed together; the hazard is sampled in logarithms, the others evenly."""
PATHS = {"hazard": "sensitivity", "agree": "share", "over": "full_after_months", "acts": "opportunities_per_year"}
"""Where each number stands in its document."""
BLOCKS = 2
"""Hypercubes of 32 samples at the usual effort."""
QUANTILES = {"low": 0.05, "median": 0.5, "high": 0.95}
"""Of the samples, that a printed range gives: the central 90 % and the middle."""
MEASURE = "ever_listed"


def ranges(values: Values) -> Figure:
    """Hold an end or the median of a printed range, every sample, or what is varied at all, against brute force.

    low, median, high: of the share ever listed where the hazard alone is assumed. samples: the one that lies furthest
    from the closed form at its own numbers, in standard errors. forgotten: assumed numbers of the documents that ship
    which stay as they are in all samples.
    """
    of = values["of"]
    if of == "forgotten":
        return same(0.0, float(sum(map(forgotten, shipped_studies()))), EXACT)
    if of == "samples":
        return furthest()
    return quantile(of)


def quantile(of: str) -> Figure:
    """Hold one printed number of a range against the exact quantile of the share.

    A hypercube fixes in which stratum of the hazard a quantile of the samples lies: so far it may be off by design,
    and further by chance.
    """
    kept = _lived(ALONE, 4 * PERSONS)
    (row,) = (r for r in rows(kept, [MEASURE]) if r["of"] == LEVEL)
    expected, found = share_at(QUANTILES[of]), float(row[of]) / PER
    low, high = by_design(QUANTILES[of], len(kept.points))
    chance = _normal(CHANCE) * math.sqrt(expected * (1 - expected) / kept.persons)
    return Figure(expected, found, chance + (high - expected if found > expected else expected - low))


def by_design(quantile: float, samples: int) -> tuple[float, float]:
    """Return the ends between which a quantile of so many samples lies: each stratum holds as many as another.

    A quantile of a sample lies between two that are neighbours in order. samples: whole hypercubes.
    """
    place, each = quantile * (samples - 1), samples // BLOCK
    first, along = math.floor(place), place % 1
    ends = []
    for edge in (0, 1):
        below, above = (share_at((min(n, samples - 1) // each + edge) / BLOCK) for n in (first, first + 1))
        ends.append((1 - along) * below + along * above)
    return ends[0], ends[1]


def furthest() -> Figure:
    """Hold the sample whose share lies furthest from the closed form of its own numbers, in standard errors."""
    kept = _lived(TOGETHER, PERSONS)
    names = {number.path.rpartition(".")[2]: place for place, number in enumerate(kept.numbers)}
    found = 0.0
    for values, point in zip(kept.design, kept.points, strict=True):
        at = {name: float(values[names[path]]) for name, path in PATHS.items()}
        expected = ever(at["hazard"], at["agree"], round(at["over"]), at["acts"])
        error = math.sqrt(expected * (1 - expected) / kept.persons)
        found = max(found, abs(float(point[_column(kept)]) / PER - expected) / error)
    return Figure(0.0, found, _normal(CHANCE / len(kept.points)))


def ever(hazard: float, agree: float, over: int, acts: float) -> float:
    """Return the share ever listed; acts: a year, at most one a month."""
    return agree * roll_out({"h": hazard * acts / 12, "n": MONTHS, "over": over})


def share_at(quantile: float) -> float:
    """Return the quantile of the share ever listed over the law of the hazard alone: it grows with the hazard."""
    return ever(law(*ALONE["hazard"], quantile), 1.0, 0, 12.0)


def law(stated: float, low: float, high: float, quantile: float) -> float:
    """Return the quantile of a number with this median, even in logarithms on either side of it."""
    first, last = (low, stated) if quantile < 0.5 else (stated, high)
    along = 2 * quantile if quantile < 0.5 else 2 * quantile - 1
    return float(first * (last / first) ** along)


def _lived(assumed: Mapping[str, Span], persons: int) -> Kept:
    """Live the samples of a list some of whose numbers are assumed, each by its value and range."""

    def number(name: str, otherwise: object) -> object:
        if name not in assumed:
            return otherwise
        value, low, high = assumed[name]
        return f'{{ value = {value}, source = "assumed: to try", range = [{low}, {high}] }}'

    world = lives.regime(
        "list", sensitivity=number("hazard", 0), months=36, refile="false", records=1,
        asked="true" if "agree" in assumed else "false", agree=number("agree", 1), over=number("over", 0),
    )  # fmt: skip
    acts = number("acts", 12)
    people = lives.society("one-act", **ACTING | {"town_size": TOWN, "opportunities_per_year": acts})
    kept = explored(lives.study([world], people, persons, MONTHS), _samples(), names=(MEASURE,))
    assert kept is not None  # numbers are assumed
    return kept


def _samples() -> int:
    """Return how many samples the effort makes: whole hypercubes."""
    return BLOCK * how_many(BLOCKS)


def _column(kept: Kept) -> int:
    return next(n for n, (_, name, of) in enumerate(kept.columns) if (name, of) == (MEASURE, LEVEL))


def _normal(chance: float) -> float:
    return NormalDist().inv_cdf(1 - chance / 2)


def shipped_studies() -> list[Study]:
    """Return a study of every regime that ships, each over the first society that has what it asks for."""
    return [plan_study([name], "none", None, persons=100, months=1) for name in shipped("regime") if name != "none"]


def forgotten(study: Study) -> int:
    """Count assumed numbers with a range that stand in the documents of no sample of a hypercube at another value."""
    design, stated = Design(study), _numbers(*study.worlds, study.society)
    left = set(stated)
    for index in range(BLOCK):
        point = design.point(index) if left else None
        if point is not None:
            sampled = _numbers(*point.worlds, point.society)
            left = {place for place in left if sampled[place] == stated[place]}
    return len(left)


def _numbers(*documents: Document[Any]) -> dict[tuple[int, str], Any]:
    """Return the assumed numbers of documents that have a range, by place and path, as their tables hold them."""
    return {
        (n, a.path): value_at(document.raw, way)
        for n, document in enumerate(documents)
        for a, way in zip(document.assumed, ways(document).values(), strict=True)
        if a.low < a.high
    }
