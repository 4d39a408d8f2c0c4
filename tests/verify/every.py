"""What tests of cases share: each case at its default and at its further points, and with a fault planted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import strategies as st

from underheaven.verify import sample_size
from underheaven.verify.case_types import ClosedForm, format_settings
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.tolerances import MIN_REPLICATES

TINY = replace(USUAL_EFFORT, target_fault=None, replicates=MIN_REPLICATES, person_months=12_000)
"""A fraction of a second for most cases."""
SEEN = 1.5
"""Tolerances by which a fault must move the law for a tiny run to see it whatever chance does."""


def points(cases):
    """Return each case with no settings and with those of each of its points, to parametrize a test."""
    return [
        pytest.param(case, point, id=f"{case.name} {format_settings(point)}".strip())
        for case in cases
        for point in ({}, *case.points)
    ]


def tiny(case, settings, **faults):
    """Return a figure of a tiny run, lived at the values of the case but for the faults."""
    values = case.resolve_values(settings)
    with using_effort(TINY):
        return sample_size.run_check(case, values, simulated={**values, **faults})


def caught(case, share, settings=None):
    """Whether a run at the current effort fails whose planted parameter is off by a share, up or else down."""
    values = case.resolve_values(settings or {})
    parameter = next(p for p in case.parameter_specs if p.name == case.fault_parameter)
    up = values[case.fault_parameter] * (1 + share) <= parameter.high
    lived = sample_size.plant_fault(values, case.fault_parameter, share if up else -share)
    return sample_size.run_check(case, values, simulated=lived).verdict == "fail"


def unseen(case):
    """Return the numbers of a case that a tiny run at half of them does not tell from the whole.

    Every number that moves the law by SEEN tolerances and is not told apart is one that never reaches the documents.
    """
    law, values, left = case.check, case.resolve_values({}), []
    assert isinstance(law, ClosedForm)
    for parameter in case.parameter_specs:
        if parameter.words:
            continue
        half = max(type(parameter.default)(values[parameter.name] / 2), parameter.low)
        found = tiny(case, {}, **{parameter.name: half})
        if abs(law.expected_value({**values, parameter.name: half}) - found.expected) < SEEN * found.tolerance:
            left.append(parameter.name)
        else:
            assert found.verdict == "fail", parameter.name
    return left


def drawn(parameter):
    """Return a strategy for whatever a parameter may be set to."""
    if parameter.words:
        return st.sampled_from(parameter.words)
    if isinstance(parameter.default, int):
        return st.integers(int(parameter.low), int(parameter.high))
    return st.floats(parameter.low, parameter.high)
