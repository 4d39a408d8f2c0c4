"""The lines of the inference in the table of cases: their parameters, and a verdict at the usual effort."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify.effort import USUAL, making
from underheaven.verify.inference.cases import CASES
from underheaven.verify.sized import figure


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_holds_at_its_defaults(case):
    with making(USUAL):
        found = figure(case, case.values({}))
    assert found.verdict == "pass", found
    assert case.compiled


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_point_has_values_that_can_be_and_words_that_can_be_set(case):
    for point in case.points:
        assert set(case.values(point)) == set(case.parameters)
    assert all(" " not in word for parameter in case.given for word in parameter.words)
    with pytest.raises(RequestError):
        case.values({"of": "nothing"})
