"""Measures on fixtures, and what a wrong fixture does to them."""

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.verify.cases import measures
from underheaven.verify.runner import run_case


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("proportion", {}, 0.433333),
        ("proportion-excess", {}, 0.473684),
        ("proportion-excess", {"multiple": 3}, 18 / 57),
        ("proportion-order", {}, 0.666667),
        ("proportion-order", {"gravities": "tied"}, 0.547723),
    ],
)
def test_the_fixture_holds(name, settings, expected):
    checked = run_case(name, **settings)
    assert checked.expected == pytest.approx(expected, abs=1e-6)
    assert checked.verdict == "pass"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, 0.5),
        ({"law": "exponential", "shape": 4}, 0.5),
        ({"law": "uniform"}, 1 / 3),
        ({"law": "lognormal"}, 0.5205),
        ({"law": "lognormal", "shape": 0.2}, 0.1125),
        ({"law": "pareto", "shape": 3}, 0.2),
    ],
)
def test_the_index_of_a_sample_is_that_of_its_law(settings, expected):
    checked = run_case("inequality", **settings)
    assert checked.expected == pytest.approx(expected, abs=1e-4)
    assert checked.verdict == "pass", checked


def test_a_law_whose_sample_says_nothing_is_refused():
    with pytest.raises(RequestError, match="from 3 to 10"):
        run_case("inequality", law="pareto", shape=1.5)


def test_wrong_fixtures_are_found_out(monkeypatch):
    monkeypatch.setattr(measures, "RELATED", np.eye(3, dtype=bool))
    monkeypatch.setattr(measures, "BOOKED_DETRIMENT", measures.BOOKED_DETRIMENT[::-1])
    monkeypatch.setattr(measures, "gini", lambda values: 0.51)
    for name in ("proportion", "proportion-excess", "proportion-order", "inequality"):
        assert run_case(name).verdict == "fail", name
