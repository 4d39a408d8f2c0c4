"""The figures of the page on verification about the inference: every claim over many studies, as plain rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from underheaven.verify.case_types import CheckResult, Values
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.inference import group_findings, interval_coverage, null_parameters, parameter_ranges
from underheaven.verify.inference.level_tests import AtLeast, AtMost
from underheaven.verify.inference.repeated_studies import STUDIES, number_of_studies

EFFORT_MULTIPLE = 8
"""Factor on the number of studies of the usual effort."""


@dataclass(frozen=True)
class ClaimLine:
    """One line of the table: a claim at some values of its case, and which faults it finds, in words.

    studies: their number at the usual effort, for a share of studies; 0 for one figure of one analysis.
    """

    case: str
    check: Callable[[Values], CheckResult]
    values: Values
    claim: str
    detectable_faults: str
    studies: int


def build_rows(times: int = EFFORT_MULTIPLE) -> list[dict[str, Any]]:
    """Return the rows of the table; the same on every machine.

    Each has case, values, claim, nominal, found, tolerance, side (on which the claim binds), verdict, studies, faults.

    Args:
        times: factor on the studies of the usual effort, 1 or more.
    """
    with using_effort(replace(USUAL_EFFORT, replicates=times * USUAL_EFFORT.replicates)):
        return [build_row(line) for line in list_claims()]


def build_row(line: ClaimLine) -> dict[str, Any]:
    """Return the plain row of a line, computed at the current effort."""
    result = line.check(line.values)
    return {
        "case": line.case,
        "values": dict(line.values),
        "claim": line.claim,
        "nominal": result.expected,
        "found": result.found,
        "tolerance": result.tolerance,
        "side": SIDES[type(result)],
        "verdict": result.verdict,
        "studies": number_of_studies(line.studies) if line.studies else None,
        "faults": line.detectable_faults,
    }


SIDES = {CheckResult: "exactly", AtLeast: "at least", AtMost: "at most"}

T_FAULTS = "a normal quantile for Student's, a standard error alone, scenarios that are not paired"
FEW_FAULTS = "Student's t where events are few, a 0 by chance taken for one by rule"

TURN_FAULTS = "a threshold for one measure alone, Fisher's F, a standard deviation taken for how far chance reaches"
RANGE_FAULTS = (
    "a uniform distribution over the range, the ends of all samples, a number that the design or its document leaves "
    "out"
)


def list_claims() -> Iterator[ClaimLine]:
    """Yield every line of the table, in its order."""
    for quantity, events, claim, faults in COVERAGE_CLAIMS:
        values = {"of": quantity, "events": events, "replicates": 8}
        yield ClaimLine(
            "interval-coverage", interval_coverage.check_interval_coverage, values, f"covers: {claim}", faults, STUDIES
        )
    for quantity, claim in NAMING_CLAIMS.items():
        yield ClaimLine(
            "false-names",
            group_findings.check_false_names,
            {"of": quantity},
            f"names where all are alike: {claim}",
            "Holm's correction left out, intervals half as wide",
            group_findings.NAMING_STUDIES,
        )
    for scenario_key, persons in (("court", 200), ("alike", 50), ("alike", 2_000)):
        for quantity, claim in NOISE_CLAIMS.items():
            values = {"of": quantity, "scenarios": scenario_key, "points": 128, "persons": persons}
            yield ClaimLine(
                "sign-turns",
                null_parameters.check_noise_findings,
                values,
                f"{claim}, {NOISE_LABELS[scenario_key]} of {persons:,} persons",
                TURN_FAULTS,
                null_parameters.PAGES,
            )
    for quantity, claim in SELECTION_CLAIMS.items():
        yield ClaimLine(
            "selected-groups",
            group_findings.check_selected_groups,
            {"of": quantity},
            claim,
            "groups chosen on the persons they are measured on, a jackknife without its factor",
            group_findings.SELECTION_STUDIES,
        )
    for quantity, claim in RANGE_CLAIMS.items():
        yield ClaimLine(
            "ranges",
            parameter_ranges.check_ranges,
            {"of": quantity},
            claim,
            RANGE_FAULTS,
            0,
        )


COVERAGE_CLAIMS = (
    ("common", 5.0, "a common count", T_FAULTS),
    ("difference", 5.0, "a difference between paired scenarios", T_FAULTS),
    ("ratio", 5.0, "a share of sums", T_FAULTS),
    ("rare", 20.0, "a rare count, 20 events a study", FEW_FAULTS),
    ("rare", 5.0, "a rare count, 5 events a study", FEW_FAULTS),
    ("rare", 1.0, "a rare count, 1 event a study", FEW_FAULTS),
    ("months", 5.0, "months listed of 5 persons", "-"),
    ("rare-difference", 5.0, "a difference of 10 and 5 events", "-"),
    ("rare-ratio", 5.0, "a share with 5 events", "-"),
    ("median", 5.0, "a median of stays", "-"),
)
NAMING_CLAIMS = {
    "detriment": "who loses more at equal conduct",
    "wrongly-listed": "who is wrongly listed for longer",
    "listed": "which two groups differ in entries, of 46 pairs",
}
NOISE_LABELS = {"court": "a court list that ships", "alike": "two lists of one distribution"}
NOISE_CLAIMS = {
    "names": "noise names a parameter on a page",
    "told": "noise is distinguished from Monte Carlo error",
    "turns": "noise turns the sign of a difference",
}
SELECTION_CLAIMS = {
    "mean": "the mean gap of two chosen groups, in months",
    "coverage": "covers 0: the gap of two chosen groups",
    "ratio": "covers 1: the ratio of two chosen groups",
}
RANGE_CLAIMS = {
    "low": "the lower end of a printed range, a share",
    "median": "its median",
    "high": "its upper end",
    "samples": "the sample furthest from its closed form, in standard errors",
    "forgotten": "assumed numbers of the documents that ship which no sample moves",
}
