"""Findings about conduct: the deterrence of acts."""

from __future__ import annotations

import re

import pytest

from underheaven.measure.inference.interval import Interval
from underheaven.show.report.findings import conduct_findings
from underheaven.show.report.report_context import build_report_context

from .finding_texts import COURT, finding_texts

MINUS = "\N{MINUS SIGN}"


def test_deterrence_that_may_be_chance_says_so(court):
    twice = court.isel(replicate=[0, 0]).copy(deep=True).assign_coords(replicate=[0, 1])
    acts = twice["person_acts"].copy(deep=True)
    at = {"scenario": list(acts["scenario"].values).index(COURT)}
    acts[at] = acts.sel(scenario="none").values
    acts[at | {"replicate": 0, "person": 0}] += 2
    acts[at | {"replicate": 1, "person": 1}] -= 1
    text = finding_texts(build_report_context(twice.assign(person_acts=acts)))["conduct"]
    number = f"{MINUS}[\\d.]+"
    assert re.search(
        rf"Conduct hardly changes: the regime deters {number} % of the acts done without the regime, which may be "
        rf"chance \(between {number} and [\d.]+\); below 0, more acts are done\.",
        text,
    )


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            (-0.0000459, -0.0000523, -0.0000395),
            f"hardly changes: the regime deters {MINUS}0.00459 % of the acts done "
            f"without the regime (between {MINUS}0.00523 and {MINUS}0.00395); below 0, more acts are done.",
        ),
        ((0.0123, 0.01, 0.015), "The regime deters 1.23 % of the acts done without the regime (between 1 and 1.5)."),
    ],
)
def test_deterrence_has_the_sign_of_its_parameter_range(ends, said):
    assert conduct_findings._deterrence_sentence(Interval(*ends, 8, ""), "without the regime").endswith(said)
