"""A case of homophily: what the grades of friends say of a person where friends are alike more often than by chance."""

from __future__ import annotations

import math

from underheaven.errors import RequestError
from underheaven.spec.document import Document
from underheaven.spec.models.regime import Regime
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P

TOWN_SIZE = 8192
"""Persons of a town, the most that one can have, so that two friends are hardly ever the same person."""
MOST_FRIENDS = 16
MONTHS = 2
"""Records are of the first month, and a score uses friends of the month before."""
POINTS_PER_FRIEND = 100
"""Points by which one more badly graded friend lowers a score: half the cost of a record, over the friends."""
MIN_PROBABILITY = 1e-4
"""Smallest share of persons with exactly those grades."""
THESE_FRIENDS_GRADE = "these friends"
"""Grade of a person with no record and exactly this number of recorded friends."""


def expected_good_share(values: Values) -> float:
    """Return the share of good persons, among those graded good with such friends, by Bayes' rule.

    Source: Wei et al. 2016.

    Raises:
        RequestError: hardly anybody has such grades.
    """
    good, bad = values["good_friends"], values["bad_friends"]
    likely = joint_probabilities(values)
    chance = sum(likely)
    if chance < MIN_PROBABILITY:
        raise RequestError(
            f"association: at these values one person in {1 / chance if chance > 0 else math.inf:.3g} is graded good "
            f"and has {good} friends graded good and {bad} graded bad, too few to count. Write fewer friends, or an "
            "error nearer to 0.5."
        )
    return likely[0] / chance


def count_good_among_graded(values: Values) -> Counts:
    """Count the good among those graded good with exactly such friends, and all of these.

    The good never act and the bad always do; a grade is wrong with probability ``error``, one error per person. A
    friend is of one's own kind with probability same / (same + different), which follows from the share of friends
    drawn among those alike. In the month after the records a score is one's own record and half the mean of friends'
    records, so that each number of badly graded friends has a score of its own and the score alone identifies the
    persons meant. Ties are drawn separately for each person and are directed: the kinds of friends are independent of
    each other. Two friends may be the same person, which moves the figure by about 0.0001 in a town of TOWN_SIZE.
    """
    good, bad = values["good_friends"], values["bad_friends"]
    persons = round_to_whole_towns(persons_for(MONTHS))
    society = load_society(
        "of-two-kinds", town_size=min(persons, TOWN_SIZE), friends=good + bad, alike=homophily_share(values)
    )
    data = simulate([load_grading_regime(values["error"], good, bad)], society, persons, MONTHS).isel(scenario=0)
    such = data["grades"].isel(month=MONTHS - 1).sel(grade=THESE_FRIENDS_GRADE)
    return Counts(such.sel(group="good").values, such.sum("group").values)


def load_grading_regime(error: float, good: int, bad: int) -> Document[Regime]:
    """Read the regime that records the bad, up to errors, and grades by own and friends' records a month later.

    A record has POINTS_PER_FRIEND times twice the number of friends, and half the mean of friends' points counts: each
    friend with a record takes off POINTS_PER_FRIEND, and one's own record takes off more than all of them do.
    """
    friends, base_score = good + bad, -POINTS_PER_FRIEND * bad
    grades = {"fewer of them recorded": base_score + POINTS_PER_FRIEND // 2} if bad > 0 else {}
    grades |= {
        THESE_FRIENDS_GRADE: base_score - POINTS_PER_FRIEND // 2,
        "more, or oneself": -4 * POINTS_PER_FRIEND * max(friends, 1),
    }
    return load_regime(
        "graded",
        detection_rate=1 - error,
        false_per_year=12 * error,
        points=2 * POINTS_PER_FRIEND * max(friends, 1),
        range=4 * POINTS_PER_FRIEND * max(friends, 1),
        grades="\n".join(f'"{name}" = {low}' for name, low in grades.items()),
    )


def homophily_share(values: Values) -> float:
    """Return the share of friends to be drawn among those alike for ties at ``same`` to ``different``.

    Half of those drawn without regard to likeness are alike nevertheless.

    Raises:
        RequestError: ties go more to the unlike, there are none, or there are more than a person can have.
    """
    same, different = values["same"], values["different"]
    if same < different:
        raise RequestError(
            f"association, same = {same:g}: a society draws friends among those alike or whatever they are like, and "
            f"here more than half are unlike. Write same = {different:g} or more."
        )
    if same == 0:
        raise RequestError("association, same = 0: nobody has a friend then. Write a number above 0.")
    friends = values["good_friends"] + values["bad_friends"]
    if friends > MOST_FRIENDS:
        raise RequestError(
            f"association: good_friends and bad_friends are {friends} together, and a person has at most "
            f"{MOST_FRIENDS} acquaintances. Write fewer."
        )
    return float((same - different) / (same + different)) if friends > 0 else 0.0


def joint_probabilities(values: Values) -> tuple[float, float]:
    """Return the probabilities that a person is good, or bad, and is graded good with such friends."""
    error, good, bad = values["error"], values["good_friends"], values["bad_friends"]
    alike = (1 + homophily_share(values)) / 2
    seen = alike * (1 - error) + (1 - alike) * error
    ways = math.comb(good + bad, bad) / 2
    return (
        ways * (1 - error) * seen**good * (1 - seen) ** bad,
        ways * error * (1 - seen) ** good * seen**bad,
    )


def round_to_whole_towns(persons: int) -> int:
    """Return a number of persons in whole towns of TOWN_SIZE, or in one smaller town."""
    return persons // TOWN_SIZE * TOWN_SIZE or persons


CASES = (
    Case(
        "association",
        "closed form; Wei et al. 2016",
        ClosedForm(expected_good_share, count_good_among_graded),
        (P("error", 0.2), P("same", 0.8), P("different", 0.3), P("good_friends", 2, 0, 16), P("bad_friends", 3, 0, 16)),
        fault_parameter="error",
        shows="the chance that a person graded good is good, given how friends are graded; a friend is alike by "
        "odds of same to different, and a grade is wrong with chance error",
        points=(
            {"error": 0.1, "same": 0.9, "different": 0.2, "good_friends": 1, "bad_friends": 1},
            {"error": 0.3, "same": 0.6, "different": 0.0, "good_friends": 0, "bad_friends": 2},
            {"error": 0.4, "same": 0.5, "different": 0.5, "good_friends": 6, "bad_friends": 2},
            {"error": 0.05, "same": 0.7, "different": 0.4, "good_friends": 3, "bad_friends": 0},
        ),
    ),
)
