"""The figures of the page on verification about the inference: every claim over many studies, as plain rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from underheaven.verify.case import Figure, Values
from underheaven.verify.effort import USUAL, making
from underheaven.verify.inference import coverage, groups, ranges, turns
from underheaven.verify.inference.studies import STUDIES, how_many

TIMES = 8
"""Times the studies of the usual effort."""


@dataclass(frozen=True)
class Line:
    """One line of the table: a claim at some values of its case, and which faults it finds, in words.

    studies: at the usual effort, of what the share is of; 0 where it is one figure of one analysis.
    """

    case: str
    check: Callable[[Values], Figure]
    values: Values
    claim: str
    faults: str
    studies: int


def figures(times: int = TIMES) -> list[dict[str, Any]]:
    """Return the rows of the table; the same on every machine.

    Each: case, values, claim, nominal, found, tolerance, side (which side the claim binds), verdict, studies, faults.
    times: studies of the usual effort, 1 or more.
    """
    with making(replace(USUAL, replicates=times * USUAL.replicates)):
        return [row(line) for line in lines()]


def row(line: Line) -> dict[str, Any]:
    """Return the plain row of a line, made at the effort of here and now."""
    figure = line.check(line.values)
    return {
        "case": line.case, "values": dict(line.values), "claim": line.claim, "nominal": figure.expected,
        "found": figure.found, "tolerance": figure.tolerance, "side": SIDES[type(figure).__name__],
        "verdict": figure.verdict, "studies": how_many(line.studies) if line.studies else None, "faults": line.faults,
    }  # fmt: skip


SIDES = {"Figure": "exactly", "AtLeast": "at least", "AtMost": "at most"}

T_FAULTS = "a normal quantile for Student's, a standard error alone, worlds that are not paired"
FEW_FAULTS = "Student's t where events are few, a 0 by chance taken for one by rule"

TURN_FAULTS = "a threshold for one measure alone, Fisher's F, a standard deviation taken for how far chance reaches"
RANGE_FAULTS = (
    "a uniform distribution over the range, the ends of all samples, a number that the design or its document leaves "
    "out"
)


def lines() -> Iterator[Line]:
    """Yield every line of the table, in its order."""
    for of, events, claim, faults in COVERED:
        values = {"of": of, "events": events, "replicates": 8}
        yield Line("interval-coverage", coverage.interval_coverage, values, f"covers: {claim}", faults, STUDIES)
    for of, claim in NAMED.items():
        yield Line("false-names", groups.false_names, {"of": of}, f"names where all are alike: {claim}",
                   "Holm's correction left out, intervals half as wide", groups.NAMING)  # fmt: skip
    for worlds, persons in (("court", 200), ("alike", 50), ("alike", 2_000)):
        for of, claim in SAID.items():
            values = {"of": of, "worlds": worlds, "points": 128, "persons": persons}
            yield Line("sign-turns", turns.sign_turns, values,
                       f"{claim}, {NOISE[worlds]} of {persons:,} persons",
                       TURN_FAULTS,
                       turns.PAGES)  # fmt: skip
    for of, claim in CHOSEN.items():
        yield Line("selected-groups", groups.selected_groups, {"of": of}, claim,
                   "groups chosen on the persons they are measured on, a jackknife without its factor",
                   groups.CHOOSING)  # fmt: skip
    for of, claim in RANGED.items():
        yield Line(
            "ranges",
            ranges.ranges,
            {"of": of},
            claim,
            RANGE_FAULTS,
            0,
        )


COVERED = (
    ("common", 5.0, "a common count", T_FAULTS),
    ("difference", 5.0, "a difference between paired worlds", T_FAULTS),
    ("ratio", 5.0, "a share of sums", T_FAULTS),
    ("rare", 20.0, "a rare count, 20 events a study", FEW_FAULTS),
    ("rare", 5.0, "a rare count, 5 events a study", FEW_FAULTS),
    ("rare", 1.0, "a rare count, 1 event a study", FEW_FAULTS),
    ("months", 5.0, "months listed of 5 persons", "-"),
    ("rare-difference", 5.0, "a difference of 10 and 5 events", "-"),
    ("rare-ratio", 5.0, "a share with 5 events", "-"),
    ("median", 5.0, "a median of stays", "-"),
)
NAMED = {
    "detriment": "who loses more at equal conduct",
    "wrongly-listed": "who is wrongly listed for longer",
    "listed": "which two groups differ in entries, of 46 pairs",
}
NOISE = {"court": "a court list that ships", "alike": "two lists of one distribution"}
SAID = {
    "names": "noise names a parameter on a page",
    "told": "noise is distinguished from Monte Carlo error",
    "turns": "noise turns the sign of a difference",
}
CHOSEN = {
    "mean": "the mean gap of two chosen groups, in months",
    "coverage": "covers 0: the gap of two chosen groups",
    "ratio": "covers 1: the ratio of two chosen groups",
}
RANGED = {
    "low": "the lower end of a printed range, a share",
    "median": "its median",
    "high": "its upper end",
    "samples": "the sample furthest from its closed form, in standard errors",
    "forgotten": "assumed numbers of the documents that ship which no sample moves",
}
