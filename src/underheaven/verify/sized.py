"""How large the run behind a figure is: large enough to catch a fault of a stated size nine times in ten.

A small pilot run estimates the standard deviation of the figure, and the derivative of the closed form says how far a
fault moves it. Both set the size of the run that is judged, which shares no draw with the pilot. Where a replicate has
a fixed size and the pilot is large enough, the pilot itself is judged. A run whose own standard error turns out too
large is replaced by a larger one, at most MOST_AGAIN times. Each of these runs fails a correct model with probability
CHANCE at most, as far as replicate totals are normal; by the union bound all of them together do so with
(MOST_AGAIN + 1) times that.
Source: after Stein 1945 (two-stage sampling), for the size of a second sample by the variance of a first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from underheaven.errors import RequestError
from underheaven.verify.case import Case, Counts, Detects, Figure, Law, Values
from underheaven.verify.effort import USUAL, Effort, Lived, current, making
from underheaven.verify.judge import FEWEST, beyond, simulated, steps

WIDEST, WIDER_STILL = 0.03, 1.02
"""Of what is expected: the widest tolerance of any verdict, and how many times as wide chance may make it."""
PILOT, PILOTS, PILOT_PERSONS = 100_000, 24, 16
"""Person-months of a replicate of the pilot, how many of them there are (FEWEST where they have their own size), and
the fewest persons of one, so that long runs live as much as short ones."""
A_MONTH = 4_000
"""Person-months that take as long as what the engine does once a month, whatever the persons."""
USUALLY, MOST = 400_000_000, 1_500_000_000
"""Person-months that a figure may take to catch a fault of a stated size, and to be as exact as WIDEST asks."""
FULL, STEPS = 100_000, 4
"""Persons from which a figure takes more replicates rather than larger ones, and how many more of them at a time, so
that no core waits for the last one."""
SPARE = 1.3
"""Safety factor on the size, because the pilot's standard deviation is itself an estimate."""
MOST_AGAIN, MOST_WIDER = 3, 2.0
"""How often a run that came out too small is made again, larger; its spread alone decides, not its mean. And for how
many times too large a standard error at most each of these makes up.
"""
NOTHING = "At these values there is nothing to count in a run of this size. Write values at which more happens."
ROUNDING = 1e-9
"""Of what is expected: a derivative below it is rounding."""
STEP = 1e-3
"""Share of a parameter by which the slope of a law is taken."""
USUAL_AIM = USUAL.aim or 1.0


@dataclass(frozen=True)
class Size:
    """How a figure is run: replicates, person-months of each, and whether both are to catch the fault aimed at."""

    replicates: int
    person_months: int
    catches: bool = False

    def within(self, effort: Effort) -> Effort:
        """Return the effort at this size."""
        return replace(effort, replicates=self.replicates, person_months=self.person_months)


class Pilot(NamedTuple):
    """What a pilot run says: the standard error of its figure, what it lived in all, and the figure."""

    error: float
    lived: Lived
    figure: Figure


def figure(case: Case, values: Values, lived: Values | None = None, size: Size | None = None) -> Figure:
    """Return the figure of a case.

    Args:
        case: one that can be run.
        values: every parameter, for which theory gives the expected number.
        lived: other values to live instead, where a fault is planted.
        size: of the run; by default what `sized` gives.

    Raises:
        RequestError: the values allow no figure, or none in a run that ends.
        NotYetError: the case cannot be run yet.
    """
    law = case.runnable()
    if not isinstance(law, Law):
        return law(values)
    if size is None and lived is None and current().aim is not None:
        return sized_figure(case, law, values)[0]
    return run_at(size or sized(case, law, values), law, values, lived)


def sized_figure(case: Case, law: Law, values: Values) -> tuple[Figure, Size]:
    """Return the figure of a law at the size that its pilot asks for, and that size; raises as `figure`."""
    pilot = piloted(law, law.expects(values), values, current())
    size, again = size_by(pilot, case, law, values), MOST_AGAIN
    if law.whole and size.replicates <= pilots(law):  # there is no smaller run than the pilot
        return pilot.figure, replace(size, replicates=pilots(law))
    while True:
        found = run_at(size, law, values)
        over = too_wide(case, law, values, found, size.catches)
        if over <= 1 or again == 0:
            if found.expected and found.tolerance > WIDER_STILL * WIDEST * abs(found.expected):
                raise RequestError(
                    f"{case.name}: at these values the tolerance stays above {WIDEST:.0%} of what is expected, however "
                    "long the run. Write values at which what is counted is more frequent."
                )
            return found, size
        size, again = wider(law, size, SPARE * min(over, MOST_WIDER) ** 2), again - 1  # the pilot made it too small


def run_at(size: Size, law: Law, values: Values, lived: Values | None = None) -> Figure:
    """Return the figure of a run of this size; lived: other values to live, where a fault is planted."""
    with making(size.within(current())):
        return figure_of(law.expects(values), law.counts(lived or values), law.spared(values))


def too_wide(case: Case, law: Law, values: Values, found: Figure, catches: bool) -> float:
    """Return how many times as large as wanted the standard error is, for the tolerance and for the fault."""
    spared = law.spared(values)
    over = (found.tolerance - spared) / (WIDEST * abs(found.expected) - spared) if found.expected else 0.0
    if not catches:
        return over
    moved = (current().aim or USUAL_AIM) * (slope(law, values, case.plants) or 0.0)
    return max(over, (found.tolerance - spared + beyond(found.replicates) * found.error) / (moved - spared))


def figure_of(expected: float, counts: Counts, spared: float) -> Figure:
    """Return the figure of a law from what was counted; spared: what it may be off beside chance."""
    found = simulated(expected, counts.parts, counts.wholes, counts.unit)
    return replace(found, tolerance=found.tolerance + spared)


def sized(case: Case, law: Law, values: Values) -> Size:
    """Return the size at which a figure catches the fault that the current effort aims at.

    Raises:
        RequestError: what is counted is so rare that the run would not end.
    """
    effort = current()
    if effort.aim is None:
        return Size(effort.replicates, effort.person_months)
    return size_by(piloted(law, law.expects(values), values, effort), case, law, values)


def size_by(pilot: Pilot, case: Case, law: Law, values: Values) -> Size:
    """Return the size that a pilot asks for, at an effort that aims at a fault; raises as `sized`."""
    effort, expected, error, person_months = current(), law.expects(values), pilot.error, pilot.lived.person_months
    aim = effort.aim or USUAL_AIM
    usual = effort.replicates
    spared = law.spared(values)
    must = needed(error, (WIDEST * abs(expected) - spared) / steps(usual))
    if must * person_months > MOST:
        raise RequestError(
            f"{case.name}: at these values what is counted is so rare that a tolerance of {WIDEST:.0%} takes about "
            f"{must * person_months:.1e} person-months, and {MOST:.1e} are the most. Write values at which it is more "
            "frequent."
        )
    if expected and spared >= WIDEST * abs(expected):
        raise RequestError(
            f"{case.name}: at these values {expected:.3g} is expected, and what steps of a table move, {spared:.2g}, "
            f"is more than {WIDEST:.0%} of that. Write values at which it is larger."
        )
    moved = aim * (slope(law, values, case.plants) or 0.0) if case.plants else 0.0
    may = needed(error, (moved - spared) / caught_at(usual)) if moved > spared else 0.0
    catches = 0 < may * person_months * law.dear <= USUALLY * (USUAL_AIM / aim) ** 2
    return replace(size_of(max(must, may if catches else 0.0), law, effort, pilot.lived), catches=catches)


def wider(law: Law, size: Size, times: float) -> Size:
    """Return a size as many times as large."""
    if law.whole:
        return replace(size, replicates=math.ceil(size.replicates * times))
    return replace(size, person_months=math.ceil(size.person_months * times))


def piloted(law: Law, expected: float, values: Values, effort: Effort) -> Pilot:
    """Return what a pilot run says."""
    lived = Lived()
    first = replace(
        effort, replicates=pilots(law), person_months=PILOT, fewest=PILOT_PERSONS,
        seed=(effort.seed + 2**31) % 2**32, lived=lived,
    )  # fmt: skip
    with making(first):
        counts = law.counts(values)
    found = figure_of(expected, counts, law.spared(values))
    error = found.error
    if counts.wholes is not None and not sum(counts.wholes) > 0:
        raise RequestError(NOTHING)
    if counts.wholes is not None and 0 < expected < counts.unit:  # trials vary by chance at least as a coin does
        error = max(error, math.sqrt(expected * (counts.unit - expected) / float(sum(counts.wholes))))
    effort.lived.person_months += lived.person_months
    effort.lived.months += lived.months
    return Pilot(error, Lived(max(lived.person_months, 1), max(lived.months, 1)), found)


def pilots(law: Law) -> int:
    """Return the replicates of a pilot."""
    return FEWEST if law.whole else PILOTS


def needed(error: float, wanted: float) -> float:
    """Return of how many times its size a run with this standard error has the one wanted."""
    if error == 0:
        return 0.0
    return SPARE * min(error / wanted, MOST) ** 2 if wanted > 0 else 0.0


def size_of(times: float, law: Law, effort: Effort, pilot: Lived) -> Size:
    """Return the size of so many times the pilot, in as many replicates as take the least time.

    Fewer replicates have fewer months to begin and end, and a wider Student's t to make up for.
    """
    if law.whole:
        return Size(replicates_for(times * pilots(law), effort.replicates), PILOT)
    whole = max(times * pilots(law) * PILOT, effort.replicates * effort.person_months)
    months = pilot.months / pilots(law)
    full = FULL * months

    def takes(replicates: int) -> float:
        return whole * widened(replicates, effort.replicates) + replicates * months * A_MONTH

    count = min(range(effort.at_least, effort.replicates + 1, STEPS), key=takes)
    each = whole * widened(count, effort.replicates) / count
    if each <= full:
        return Size(count, math.ceil(each))
    return Size(replicates_for(whole / full, effort.replicates), math.ceil(full))


def widened(replicates: int, usual: int) -> float:
    """Return how many times as much fewer replicates than usual live to catch the same fault."""
    return (caught_at(replicates) / caught_at(usual)) ** 2


def caught_at(replicates: int) -> float:
    """Return the standard errors by which a fault must move a figure of so many replicates to be caught."""
    return steps(replicates) + beyond(replicates)


def replicates_for(enough: float, usual: int) -> int:
    """Return how many replicates stand for ``enough`` of them at a number as usual, where fewer widen Student's t."""
    count = max(math.ceil(enough), FEWEST)
    while count < enough * widened(count, usual):
        count += 1
    return count


def slope(law: Law, values: Values, of: str) -> float | None:
    """Return the absolute derivative of what is expected by the logarithm of a parameter.

    At the end of a parameter's range it is taken from one side; None where the law has no value on either side.
    """
    here, ends = law.expects(values), []
    for share in (STEP, -STEP):
        try:
            ends.append((law.expects(planted(values, of, share)), share))
        except (RequestError, ValueError, ZeroDivisionError):
            continue
    if not ends:
        return None
    (first, up), (last, down) = ends[0], ends[1] if len(ends) > 1 else (here, 0.0)
    moved = abs((first - last) / (up - down))
    return moved if moved > ROUNDING * abs(here) else 0.0


def planted(values: Values, of: str, share: float) -> dict[str, Any]:
    """Return the values with one parameter off by a share of itself."""
    return {**values, of: values[of] * (1 + share)}


def detected(case: Case, values: Values, found: Figure) -> Detects | None:
    """Return the smallest fault that a figure with this standard error catches, computed; None where none is known."""
    law = case.check
    if not isinstance(law, Law) or not case.plants or found.error == 0:
        return None
    moved = slope(law, values, case.plants)
    if not moved:
        return None
    return Detects(case.plants, (found.tolerance + beyond(found.replicates) * found.error) / moved)
