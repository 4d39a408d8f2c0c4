"""Cases of the game of helping: what a visible list is worth to those who heed it, and how strikes lead to strikes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from underheaven.errors import RequestError
from underheaven.measure.calendar import months_from
from underheaven.spec.document import Document
from underheaven.spec.models.society import Society
from underheaven.verify.case_simulation import load_regime, load_society, persons_for, simulate
from underheaven.verify.case_types import NEEDS_MANY_PERSONS, Case, ClosedForm, Counts, Values
from underheaven.verify.case_types import Parameter as P
from underheaven.verify.tolerances import DETERMINISTIC

MONTHS = 8
SHARE_DISTANCE = 0.4
"""Distance of the second share from the first."""
TOWN_SIZE = 8192
"""Persons of the larger town in which strikes spiral: chance moves a small one away from its fixed point."""
SETTLING_TOLERANCE = 1e-4
MAX_SETTLING_MONTHS, OBSERVED_MONTHS = 600, 36
SETTLING_FACTOR = 1.6
"""Factor on the months in which a town without end would settle: chance delays a finite one where the path is flat."""
MIN_DISTANCE_IN_SD = 9
"""Standard deviations of the smaller town between its fixed point and the next, so that chance does not join them."""


def load_helper_society(**switches: object) -> Document[Society]:
    """Read the society of helpers; by default everybody discriminates, sees all, and never slips."""
    usual = {
        "renewed_per_year": 0,
        "benefit": 0,
        "cost": 0,
        "discriminates": 1,
        "defects": 0,
        "visibility": 1,
        "slip": 0,
        "refusing_is_recorded": "false",
    }
    return load_society("helpers", **usual | switches)


def expected_break_even_share(values: Values) -> float:
    """Return the share of discriminators at which they do as well as defectors.

    A discriminator gains b x - c (x + (1 - x)(1 - q)) per meeting, a defector b x (1 - q): the difference is a line in
    the share x. If it crosses 0 outside 0 to 1 no share breaks even, and the crossing is compared all the same.

    Source:
        Nowak & Sigmund 1998.
    """
    b, c, q = values["b"], values["c"], values["q"]
    rise = q * (b - c)
    if abs(rise) < 0.01:
        raise RequestError(
            f"reputation: at b = {b:g}, c = {c:g} and q = {q:g} no share changes who does better, so none breaks even. "
            "Write another b or c, or a larger q."
        )
    return float(c * (1 - q) / rise)


def count_break_even(values: Values) -> Counts:
    """Count where a line through the advantages at two shares crosses 0, one at x and one SHARE_DISTANCE away.

    Everybody is asked in the first month, when nobody is listed. From the second month all defectors are listed, and
    counting begins there.
    """
    x = values["x"]
    other = x + SHARE_DISTANCE if x < 0.5 else x - SHARE_DISTANCE
    first, second = (discriminator_advantage(values, share) for share in (x, other))
    rises = values["q"] * (values["b"] - values["c"]) * (other - x) > 0
    meetings = persons_for(MONTHS, times=0.5) * (MONTHS - 1)  # the scale in which a difference counts trials
    sign = meetings if rises else -meetings
    return Counts(sign * (x * second - other * first), sign * (second - first))


def discriminator_advantage(values: Values, share: float) -> Any:
    """Return the gain of a discriminator minus that of a defector, per meeting, by replicate, in months of income."""
    society = load_helper_society(
        benefit=values["b"], cost=values["c"], visibility=values["q"], discriminates=share, defects=1 - share
    )
    regime = load_regime("strikes", records=1, false_per_year=0, until="2000-02")
    data = simulate([regime], society, persons_for(MONTHS, times=0.5), MONTHS).isel(scenario=0, month=slice(1, None))
    asked = (data["help_granted"] + data["help_refused"]).sum(["month", "asker"])
    gained = (data["help_benefit"] - data["help_cost"]).sum("month") / 1e6 / asked
    return (gained.sel(strategy="discriminates") - gained.sel(strategy="defects")).values


def expected_good_standing(values: Values) -> float:
    """Return the share in good standing in the long run, as the fixed point reached from a start.

    Source:
        Clark, Fudenberg & Wolitzky 2020, for the class.
    """
    return fixed_point(values)


def count_good_standing(values: Values) -> Counts:
    """Count the share in good standing once settled.

    Everybody asks one other person a month. That person helps if the asker is not on the list, or is on it unseen, and
    slips with probability e. Being refused leaves no trace; refusing is a strike, and so is refusing the listed. Order
    of a month: asked, struck, listed, renewed: the share in good standing that decides the next month is that after
    renewal, and is counted. To start from bad, everybody is struck every month until all could be listed. A town of n
    persons settles off the fixed point by about 1/n, as chance moves it and the map is curved: two towns, one half as
    large as the other, remove that.
    """
    warm_up = months_to_settle(values, fixed_point(values))
    large, small = (simulate_good_standing(values, warm_up, town) for town in (TOWN_SIZE, TOWN_SIZE // 2))
    months = TOWN_SIZE * OBSERVED_MONTHS
    return Counts(months * (2 * large - small), [months] * len(large))


def simulate_good_standing(values: Values, warm_up: int, town: int) -> Any:
    """Return the share in good standing once settled, by replicate, in a town of a number of persons."""
    g, k, bad = values["g"], values["k"], values["start"] == "bad"
    society = load_helper_society(
        renewed_per_year=12 * (1 - g), slip=values["e"], visibility=values["seen"], refusing_is_recorded="true"
    )
    until = months_from("2000-01", k + 1)[-1]
    regime = load_regime("strikes", records=k, false_per_year=12 if bad else 0, until=until)
    data = simulate([regime], society, town, warm_up + OBSERVED_MONTHS)
    data = data.isel(scenario=0, month=slice(warm_up, None))
    listed = data["listed"].sum(["list", "group"]) - data["renewed_while_listed"].sum("list")
    return (1 - listed / town).mean("month").values


def next_good_share(values: Values, good: float) -> float:
    """Return the share in good standing that a constant share would lead to: 1 - alpha^K.

    alpha is the probability that a person is struck once more before the place is renewed.
    """
    g, struck = values["g"], 1 - probability_of_help(values, good)
    through = 1 - g * (1 - struck)
    alpha = g * struck / through if through > 0 else 0.0
    return float(1 - alpha ** values["k"])


def probability_of_help(values: Values, good: float) -> float:
    """Return the probability of helping a person who asks, in good standing or with the list unseen."""
    return float((1 - values["e"]) * (good + (1 - good) * (1 - values["seen"])))


def fixed_point(values: Values) -> float:
    """Return the fixed point nearest to the start.

    Raises:
        RequestError: another one is so near that chance moves a finite town to it.
    """
    good, last = (0.0, 1.0) if values["start"] == "bad" else (1.0, 0.0)
    for _ in range(100_000):
        if abs(good - last) <= DETERMINISTIC / 100:
            break
        good, last = next_good_share(values, good), good
    if distance_to_next_fixed_point(values, good) < MIN_DISTANCE_IN_SD * fixed_point_sd(values, good):
        raise RequestError(
            f"strikes-spiral: at these values the share of {good:.6f} lies so near a fold that a finite town leaves it "
            "by chance. Write another g or e."
        )
    return good


def distance_to_next_fixed_point(values: Values, good: float) -> float:
    """Return the distance to the next fixed point, from where a town does not come back; 1 without one."""
    end = 1.0 if values["start"] == "bad" else 0.0
    path = np.linspace(good, end, 20_001)[1:]
    pull = np.array([next_good_share(values, x) - x for x in path]) * (1 if end == 0 else -1)
    beyond = np.flatnonzero(pull < 0)
    return float(abs(path[beyond[0]] - good)) if len(beyond) else 1.0


def fixed_point_sd(values: Values, good: float) -> float:
    """Return the standard deviation of the smaller town around its fixed point."""
    step = 1e-6
    low, high = max(good - step, 0.0), min(good + step, 1.0)
    slope = (next_good_share(values, high) - next_good_share(values, low)) / (high - low)
    return math.sqrt(good * (1 - good) / (TOWN_SIZE // 2) / max(1 - slope**2, 1e-9))


def months_to_settle(values: Values, limit: float) -> int:
    """Return a month from which the share stays within SETTLING_TOLERANCE of its fixed point, with SETTLING_FACTOR.

    Raises:
        RequestError: it takes longer than a run can last.
    """
    g, k = values["g"], values["k"]
    strikes = np.zeros(k + 1)
    strikes[0] = 1.0
    last = 0
    for month in range(MAX_SETTLING_MONTHS):
        forced = values["start"] == "bad" and month < k
        struck = 1.0 if forced else 1 - probability_of_help(values, 1 - strikes[-1])
        after = strikes * (1 - struck)
        after[1:] += strikes[:-1] * struck
        after[-1] += strikes[-1] * struck
        strikes = g * after
        strikes[0] += 1 - g
        if abs(1 - strikes[-1] - limit) > SETTLING_TOLERANCE:
            last = month + 1
    if last == MAX_SETTLING_MONTHS:
        raise RequestError(
            f"strikes-spiral: at these values it has not settled after {MAX_SETTLING_MONTHS} months. "
            "Write another g or e."
        )
    return math.ceil(SETTLING_FACTOR * last)


CASES = (
    Case(
        "strikes-spiral",
        "closed form; Clark, Fudenberg & Wolitzky 2020 for the class",
        ClosedForm(expected_good_standing, count_good_standing, fixed_size=True),
        (P("g", 0.9), P("e", 0.02), P("k", 3, 1, 8), P("start", "good", words=("good", "bad")), P("seen", 1.0)),
        compiled_only_reason=NEEDS_MANY_PERSONS,
        fault_parameter="g",
        shows="the share in good standing to which strikes for refusing the struck lead, from either start",
        points=({"start": "bad"}, {"g": 0.8, "e": 0.05, "k": 2}, {"g": 0.8, "e": 0.3, "k": 2, "seen": 0.5}),
    ),
    Case(
        "reputation",
        "closed form; Nowak & Sigmund 1998",
        ClosedForm(expected_break_even_share, count_break_even),
        (P("b", 3.0, 0, 100), P("c", 1.0, 0, 100), P("q", 0.5), P("x", 0.5, 0.02, 0.98)),
        fault_parameter="q",
        shows="the share who help the unlisted alone at which they fare as well as those who never help",
        points=({"q": 0.9, "x": 0.3}, {"b": 6.0, "c": 2.0, "q": 0.7}),
    ),
)
