"""Every law gives a number that is one, or a sentence, wherever its parameters may be set."""

import math
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.verify.every import drawn
from underheaven.errors import RequestError
from underheaven.verify.case_types import ClosedForm
from underheaven.verify.registry import CASES

LAWS = [case for case in CASES if isinstance(case.check, ClosedForm)]


def ends(parameter):
    """The values between which a parameter may be set, or all of its words."""
    of = type(parameter.default)
    return parameter.words or (of(parameter.low), of(parameter.high))


def number_or_sentence(case, values):
    said = ""
    try:
        expected = case.check.expected_value(values)
    except RequestError as refused:
        said = str(refused)
    assert said.endswith(".") if said else math.isfinite(expected), values


@pytest.mark.parametrize("case", LAWS, ids=lambda case: case.name)
def test_at_every_two_ends_of_its_parameters_a_law_is_a_number_or_a_sentence(case):
    usual = case.resolve_values({})
    pairs = list(combinations(case.parameter_specs, 2)) or [(case.parameter_specs[0],)]
    for pair in pairs:
        for corner in product(*map(ends, pair)):
            number_or_sentence(case, usual | dict(zip((p.name for p in pair), corner, strict=True)))


@pytest.mark.parametrize("case", LAWS, ids=lambda case: case.name)
def test_wherever_its_parameters_are_set_a_law_is_a_number_or_a_sentence(case):
    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.fixed_dictionaries({parameter.name: drawn(parameter) for parameter in case.parameter_specs}))
    def holds(values):
        number_or_sentence(case, values)

    holds()
