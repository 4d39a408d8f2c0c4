"""The lines of the inference in the table of cases: their parameters, and a verdict at the usual effort."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.inference.registry import CASES
from underheaven.verify.sample_size import run_check


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_holds_at_its_defaults(case):
    with using_effort(USUAL_EFFORT):
        found = run_check(case, case.resolve_values({}))
    assert found.verdict == "pass", found
    assert case.compiled_only_reason


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_point_has_values_that_can_be_and_words_that_can_be_set(case):
    for point in case.points:
        assert set(case.resolve_values(point)) == set(case.default_values)
    assert all(" " not in word for parameter in case.parameter_specs for word in parameter.words)
    with pytest.raises(RequestError):
        case.resolve_values({"of": "nothing"})
