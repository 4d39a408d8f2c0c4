"""Ranges over assumed numbers held against brute force: a closed form over the same law of the same numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import Any

from underheaven.measure.counts import PER
from underheaven.measure.kept import Kept
from underheaven.measure.sensitivity import CENTRAL
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
from underheaven.verify.standing import ACTING, ever_over_joining

PERSONS, MONTHS, TOWN = 2_048, 12, 32
"""Of a sample; towns are many, so that a roll-out is as even as its closed form."""
STATED: Mapping[str, tuple[float, float, float]] = {
    "hazard": (0.02, 0.005, 0.08), "agree": (0.9, 0.5, 1.0), "over": (4, 0, 12), "acts": (9.0, 6.0, 12.0),
}  # fmt: skip
"""Value and range of each number that is assumed; the hazard is sampled in logarithms, the others evenly."""
PATHS = {"hazard": "sensitivity", "agree": "share", "over": "full_after_months", "acts": "opportunities_per_year"}
"""Where each number stands in its document."""
BLOCKS = 2
"""Hypercubes of 32 samples at the usual effort."""
QUANTILES = {"low": CENTRAL[0], "median": 0.5, "high": CENTRAL[1]}
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
    kept = _lived(("hazard",), PERSONS * 4)
    (row,) = (r for r in rows(kept, [MEASURE]) if r["of"] == LEVEL)
    at, samples = QUANTILES[of], len(kept.points)
    expected = share_at(at)
    place = at * (samples - 1)
    each = samples / BLOCK
    ends = (math.floor(place) // each / BLOCK, (math.ceil(place) // each + 1) / BLOCK)
    by_design = max(abs(share_at(end) - expected) for end in ends)
    chance = _normal(CHANCE) * math.sqrt(expected * (1 - expected) / kept.persons)
    return Figure(expected, float(row[of]) / PER, by_design + chance)


def furthest() -> Figure:
    """Hold the sample whose share lies furthest from the closed form of its own numbers, in standard errors."""
    kept = _lived(tuple(STATED), PERSONS)
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
    return agree * ever_over_joining(hazard * acts / 12, MONTHS, over)


def share_at(quantile: float) -> float:
    """Return the quantile of the share ever listed over the law of the hazard alone: it grows with the hazard."""
    return ever(law(*STATED["hazard"], quantile), 1.0, 0, 12.0)


def law(stated: float, low: float, high: float, quantile: float) -> float:
    """Return the quantile of a number with this median, even in logarithms on either side of it."""
    first, last = (low, stated) if quantile < 0.5 else (stated, high)
    along = 2 * quantile if quantile < 0.5 else 2 * quantile - 1
    return float(first * (last / first) ** along)


def _lived(assumed: tuple[str, ...], persons: int) -> Kept:
    """Live the samples of a list whose numbers are assumed as far as they are named."""

    def number(name: str, otherwise: object) -> object:
        if name not in assumed:
            return otherwise
        value, low, high = STATED[name]
        return f'{{ value = {value}, source = "assumed: to try", range = [{low}, {high}] }}'

    world = lives.regime(
        "list", sensitivity=number("hazard", STATED["hazard"][0]), months=36, refile="false", records=1,
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
