"""How often a printed interval of 95 % holds the mean of infinitely many replicates, which a closed form gives; for a
median it is the mean of all studies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.measure.counts import PER
from underheaven.measure.interval import SAME
from underheaven.verify.case import Figure, Values
from underheaven.verify.inference.claims import COVERS, as_often, at_least
from underheaven.verify.inference.studies import how_many, lots, printed, scenes
from underheaven.verify.lives import live, regime, society
from underheaven.verify.sensing import STILL, at_least_once, watching
from underheaven.verify.standing import ACTING, listing

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.measure.interval import Interval

MONTHS, PERSONS = 4, 200
"""Of a replicate: so few that one study costs milliseconds, and its events are as rare as those of a large one."""
COMMON, OTHER = 0.06, 0.065
"""Chances a month to be listed, in two worlds that share most of who is."""
ACTS, SEEN, ERRS = 0.1, 0.5, 0.02
"""Chances a month to act, to be recorded for it, and to be recorded for nothing."""
ENTRIES, APPEALS, TERM, OBSERVED = 0.02, 0.15, 24, 15
"""Chances a month to be listed for nothing and to come off on appeal, the term, and months of the run."""


@dataclass(frozen=True)
class Size:
    """How large a study is: events over all of its replicates, where they are rare, and its replicates."""

    events: float
    replicates: int


@dataclass(frozen=True)
class Question:
    """A number of which intervals are printed: its measure, how it is lived, and its mean over all replicates.

    truth: NaN where no closed form gives it, and the mean of all replicates that were lived stands for it. paired:
    whether it is a difference from the other world.
    """

    measure: str
    live: Callable[[], xr.Dataset]
    truth: float = math.nan
    paired: bool = False


def interval_coverage(values: Values) -> Figure:
    """Hold the share of printed intervals that contain the long-run mean against their level.

    Student's t holds its level where events are many; that of a rare count is Garwood's, whose coverage is a known
    number above the level. What is put together of exact intervals, and a median, holds the level or more.
    """
    of, size = values["of"], Size(values["events"], values["replicates"])
    question = QUESTIONS[of](size)
    studies = lots(question.live, how_many(), size.replicates)
    held = covered([printed(s, question.measure, question.paired) for s in scenes(studies)], question.truth)
    if of == "rare":
        return as_often(garwood(size), held)
    return as_often(COVERS, held) if of in BY_STUDENT else at_least(COVERS, held)


def covered(found: Sequence[Interval], truth: float = math.nan) -> list[bool]:
    """Tell of each interval whether it holds the truth, or the mean of all means where that is NaN.

    A number that is undefined has no interval, nor has a median that all replicates of a study share.
    """
    defined = [one for one in found if math.isfinite(one.mean)]
    if not math.isnan(truth):
        return [one.low <= truth <= one.high for one in defined]
    mean = math.fsum(one.mean for one in defined) / len(defined)
    return [one.low <= mean <= one.high for one in defined if one.note != SAME]


def garwood(size: Size) -> float:
    """Return how often Garwood's interval of 95 % holds a mean of so many events, by its definition alone.

    A mean is rejected where the count of independent persons, or one further out, has a probability below 1 in 40.
    """
    tail, persons, events = (1 - COVERS) / 2, size.replicates * PERSONS, size.events
    share = events / persons
    poisson = [math.exp(n * math.log(events) - events - math.lgamma(n + 1)) for n in range(math.ceil(4 * events) + 40)]
    held = 0.0
    for n in range(len(poisson)):
        if sum(poisson[: n + 1]) > tail and 1 - sum(poisson[:n]) > tail:
            held += math.comb(persons, n) * share**n * (1 - share) ** (persons - n)
    return held


def hazard(size: Size, times: float = 1.0) -> float:
    """Return the chance a month of so many times the first entries of a study."""
    return -math.expm1(math.log1p(-times * size.events / (size.replicates * PERSONS)) / MONTHS)


def ever(chance: float) -> float:
    """Return persons ever listed, for 100,000."""
    return PER * at_least_once(chance, MONTHS)


def _listed(*hazards: float) -> Callable[[], xr.Dataset]:
    worlds = [listing(chance, 36, label=f"world {n}") for n, chance in enumerate(hazards)]
    return lambda: live(worlds, society("one-act", **ACTING), PERSONS, MONTHS)


def _less(first: float, second: float) -> Question:
    """Give the difference of two worlds in persons ever listed."""
    return Question("ever_listed", _listed(first, second), ever(first) - ever(second), paired=True)


def _recorded(times: float = 1.0) -> Question:
    """Give the share of records that are wrongful; times: of how many acts and errors there are."""
    acts, errs = ACTS * times, ERRS * times
    people, world = society("one-act", **STILL | {"opportunities_per_year": 12 * acts}), watching(SEEN, errs)
    wrong = (1 - acts) * errs
    return Question(
        "false_discovery_share", lambda: live([world], people, PERSONS, MONTHS), wrong / (wrong + acts * SEEN)
    )


def _months(size: Size) -> Question:
    """Give the months on a list of a person: those listed once stay to the end of the run."""
    chance = hazard(size)
    truth = math.fsum(at_least_once(chance, month) for month in range(1, MONTHS + 1))
    return Question("months_listed", _listed(chance), truth)


def _median(size: Size) -> Question:
    """Give the months until half are off, of stays that begin in any month: no closed form, so all studies tell it."""
    del size
    world = regime("wronged", sensitivity=0, false_per_year=12 * ENTRIES, appealed=APPEALS, months=TERM)
    people = society("one-act", **STILL)
    return Question("stay_median", lambda: live([world], people, PERSONS, OBSERVED))


QUESTIONS: dict[str, Callable[[Size], Question]] = {
    "common": lambda size: Question("ever_listed", _listed(COMMON), ever(COMMON)),
    "rare": lambda size: Question("ever_listed", _listed(hazard(size)), ever(hazard(size))),
    "months": _months,
    "difference": lambda size: _less(OTHER, COMMON),
    "rare-difference": lambda size: _less(hazard(size, 2), hazard(size)),
    "ratio": lambda size: _recorded(),
    "rare-ratio": lambda size: _recorded(size.events / (size.replicates * PERSONS * MONTHS * ERRS)),
    "median": _median,
}
"""What intervals are printed of, each by how large a study is."""
BY_STUDENT = frozenset({"common", "difference", "ratio"})
"""What has many events, and an interval by Student's t."""
