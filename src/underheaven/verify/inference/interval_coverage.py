"""How often a printed 95 % interval contains the mean of infinitely many replicates.

A closed form gives that mean; for a median it is the mean of all studies.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from underheaven.measure.inference.interval import NO_VARIATION
from underheaven.measure.reductions import PER_100K
from underheaven.verify.case_simulation import load_regime, load_society, simulate
from underheaven.verify.case_types import CheckResult, Values
from underheaven.verify.cases.sensing import INACTIVE_SETTINGS, load_watching_regime, probability_at_least_once
from underheaven.verify.cases.standing import ALWAYS_ACTING_SETTINGS, load_list_regime
from underheaven.verify.inference.level_tests import INTERVAL_LEVEL, equal_rate_result, minimum_rate_result
from underheaven.verify.inference.repeated_studies import (
    number_of_studies,
    printed_interval,
    report_contexts,
    simulate_studies,
)

if TYPE_CHECKING:
    import xarray as xr

    from underheaven.measure.inference.interval import Interval

MONTHS, PERSONS = 4, 200
"""Of a replicate: few enough that one study takes milliseconds, with events as rare as those of a large one."""
COMMON_HAZARD, OTHER_HAZARD = 0.06, 0.065
"""Monthly probabilities of a listing, in two scenarios that share most of them."""
ACT_RATE, DETECTION_RATE, ERROR_RATE = 0.1, 0.5, 0.02
"""Monthly probabilities of an act, of its record, and of a record of nothing."""
ENTRY_RATE, APPEAL_RATE, TERM, OBSERVED_MONTHS = 0.02, 0.15, 24, 15
"""Monthly probabilities of a listing for nothing and of removal on appeal, the term, and months of the run."""


@dataclass(frozen=True)
class StudySize:
    """How large a study is: events over all of its replicates, where they are rare, and its replicates."""

    events: float
    replicates: int


@dataclass(frozen=True)
class Question:
    """A number whose intervals are printed: its measure, its run, and its mean over all replicates.

    truth: NaN where no closed form gives it, and the mean of all replicates simulated stands for it. paired: whether it
    is a difference from the baseline.
    """

    measure: str
    simulate: Callable[[], xr.Dataset]
    truth: float = math.nan
    paired: bool = False


def check_interval_coverage(values: Values) -> CheckResult:
    """Compare the share of printed intervals that contain the long-run mean with their level.

    Student's t has its level where events are many; that of a rare count is Garwood's, whose coverage is a known
    number above the level. An interval combined from exact intervals, and one of a median, has the level or more.
    """
    quantity, size = values["of"], StudySize(values["events"], values["replicates"])
    question = QUESTIONS[quantity](size)
    studies = simulate_studies(question.simulate, number_of_studies(), size.replicates)
    covers = intervals_covering_truth(
        [printed_interval(s, question.measure, question.paired) for s in report_contexts(studies)], question.truth
    )
    if quantity == "rare":
        return equal_rate_result(garwood_coverage(size), covers)
    return (
        equal_rate_result(INTERVAL_LEVEL, covers)
        if quantity in STUDENT_T_QUESTIONS
        else minimum_rate_result(INTERVAL_LEVEL, covers)
    )


def intervals_covering_truth(found: Sequence[Interval], truth: float = math.nan) -> list[bool]:
    """Return for each interval whether it contains the truth, or the mean of all means where that is NaN.

    A number that is undefined has no interval, nor has a median that all replicates of a study share.
    """
    defined = [one for one in found if math.isfinite(one.mean)]
    if not math.isnan(truth):
        return [one.low <= truth <= one.high for one in defined]
    mean = math.fsum(one.mean for one in defined) / len(defined)
    return [one.low <= mean <= one.high for one in defined if one.note != NO_VARIATION]


def garwood_coverage(size: StudySize) -> float:
    """Return how often Garwood's 95 % interval contains the mean of a number of events, by its definition alone.

    A mean is rejected where the count of independent persons, or one further out, has a probability below 1 in 40.
    """
    tail, persons, events = (1 - INTERVAL_LEVEL) / 2, size.replicates * PERSONS, size.events
    share = events / persons
    poisson = [math.exp(n * math.log(events) - events - math.lgamma(n + 1)) for n in range(math.ceil(4 * events) + 40)]
    held = 0.0
    for n in range(len(poisson)):
        if sum(poisson[: n + 1]) > tail and 1 - sum(poisson[:n]) > tail:
            held += math.comb(persons, n) * share**n * (1 - share) ** (persons - n)
    return held


def monthly_hazard(size: StudySize, times: float = 1.0) -> float:
    """Return the monthly probability that gives a study this number of first entries."""
    return -math.expm1(math.log1p(-times * size.events / (size.replicates * PERSONS)) / MONTHS)


def expected_ever_listed(chance: float) -> float:
    """Return persons ever listed per 100,000."""
    return PER_100K * probability_at_least_once(chance, MONTHS)


def _simulate_lists(*hazards: float) -> Callable[[], xr.Dataset]:
    regimes = [load_list_regime(chance, 36, label=f"scenario {n}") for n, chance in enumerate(hazards)]
    return lambda: simulate(regimes, load_society("one-act", **ALWAYS_ACTING_SETTINGS), PERSONS, MONTHS)


def _difference_question(first: float, second: float) -> Question:
    """Return the question of the difference of two scenarios in persons ever listed."""
    return Question(
        "ever_listed",
        _simulate_lists(first, second),
        expected_ever_listed(first) - expected_ever_listed(second),
        paired=True,
    )


def _ratio_question(times: float = 1.0) -> Question:
    """Return the question of the share of records that are wrongful; times: factor on acts and errors."""
    acts, errs = ACT_RATE * times, ERROR_RATE * times
    society, regime = (
        load_society("one-act", **INACTIVE_SETTINGS | {"opportunities_per_year": 12 * acts}),
        load_watching_regime(DETECTION_RATE, errs),
    )
    wrong = (1 - acts) * errs
    return Question(
        "false_discovery_share",
        lambda: simulate([regime], society, PERSONS, MONTHS),
        wrong / (wrong + acts * DETECTION_RATE),
    )


def _months_question(size: StudySize) -> Question:
    """Return the question of months on a list per person: those listed once stay to the end of the run."""
    chance = monthly_hazard(size)
    truth = math.fsum(probability_at_least_once(chance, month) for month in range(1, MONTHS + 1))
    return Question("months_listed", _simulate_lists(chance), truth)


def _median_question(size: StudySize) -> Question:
    """Return the question of the months until half are off, of stays that begin in any month.

    No closed form gives it, so that the mean of all studies stands for it.
    """
    del size
    regime = load_regime("wronged", detection_rate=0, false_per_year=12 * ENTRY_RATE, appealed=APPEAL_RATE, months=TERM)
    society = load_society("one-act", **INACTIVE_SETTINGS)
    return Question("stay_median", lambda: simulate([regime], society, PERSONS, OBSERVED_MONTHS))


QUESTIONS: dict[str, Callable[[StudySize], Question]] = {
    "common": lambda size: Question("ever_listed", _simulate_lists(COMMON_HAZARD), expected_ever_listed(COMMON_HAZARD)),
    "rare": lambda size: Question(
        "ever_listed", _simulate_lists(monthly_hazard(size)), expected_ever_listed(monthly_hazard(size))
    ),
    "months": _months_question,
    "difference": lambda size: _difference_question(OTHER_HAZARD, COMMON_HAZARD),
    "rare-difference": lambda size: _difference_question(monthly_hazard(size, 2), monthly_hazard(size)),
    "ratio": lambda size: _ratio_question(),
    "rare-ratio": lambda size: _ratio_question(size.events / (size.replicates * PERSONS * MONTHS * ERROR_RATE)),
    "median": _median_question,
}
"""Numbers whose intervals are tested, each by the size of a study."""
STUDENT_T_QUESTIONS = frozenset({"common", "difference", "ratio"})
"""Those with many events, and an interval by Student's t."""
