"""What grades of friends say of a person, at several points; and friends or scores of another kind are found out."""

import math
from itertools import product

import pytest

from underheaven.errors import RequestError
from underheaven.verify import case_simulation
from underheaven.verify.cases import association
from underheaven.verify.registry import CASES
from underheaven.verify.runner import run_case

CASE = next(case for case in CASES if case.name == "association")


@pytest.mark.parametrize(
    ("settings", "posterior"),
    [
        ({}, 0.695652),
        ({"good_friends": 0, "bad_friends": 0}, 0.8),
        ({"good_friends": 1, "bad_friends": 1, "error": 0.1}, 0.9),
        ({"good_friends": 0, "bad_friends": 2, "different": 0.0, "error": 0.3}, 0.3),
        ({"good_friends": 4, "bad_friends": 2, "same": 0.4, "different": 0.4, "error": 0.35}, 0.65),
        ({"error": 0.0}, 1.0),
        ({"error": 0.5}, 0.5),
    ],
)
def test_the_case_holds(settings, posterior):
    checked = run_case("association", **settings)
    v = CASE.resolve_values(settings)
    r = (v["error"] * v["same"] + (1 - v["error"]) * v["different"]) / (
        v["error"] * v["different"] + (1 - v["error"]) * v["same"]
    )
    by_formula = 1 / (1 + v["error"] / (1 - v["error"]) * r ** (v["good_friends"] - v["bad_friends"]))
    assert checked.expected == pytest.approx(by_formula, rel=1e-12)
    assert checked.expected == pytest.approx(posterior, abs=1e-6)
    assert checked.verdict == "pass", checked
    assert checked.tolerance < 0.05 * checked.expected  # 0.03 at the usual effort


def test_the_chances_are_those_of_all_ways_that_friends_can_be():
    """Each friend is good or not and graded rightly or not: all ways of two friends, weighed one by one."""
    v = CASE.resolve_values({"good_friends": 1, "bad_friends": 1, "error": 0.1, "same": 0.9, "different": 0.2})
    alike, found = 0.9 / 1.1, []
    for good in (True, False):
        own = 0.9 if good else 0.1
        for kinds, graded in product(product((True, False), repeat=2), ((True, False), (False, True))):
            chance = math.prod(alike if kind == good else 1 - alike for kind in kinds)
            chance *= math.prod(0.9 if kind == grade else 0.1 for kind, grade in zip(kinds, graded, strict=True))
            found.append((good, 0.5 * own * chance))
    for good, expected in zip((True, False), association.joint_probabilities(v), strict=True):
        assert expected == pytest.approx(sum(chance for kind, chance in found if kind == good), rel=1e-12)


@pytest.mark.parametrize("wrong", [{"alike": 0.0}, {"alike": 0.6}, {"friends": 6}])
def test_other_friends_are_found_out(monkeypatch, wrong):
    right = case_simulation.load_society
    monkeypatch.setattr(association, "load_society", lambda name, **values: right(name, **values | wrong))
    assert run_case("association").verdict == "fail"


def test_scores_that_leave_friends_out_are_found_out(monkeypatch):
    """Who is recorded for nothing then stands above every grade that friends with records lead into."""
    right = case_simulation.load_regime
    monkeypatch.setattr(association, "load_regime", lambda name, **values: right(name, **values | {"points": 500}))
    assert run_case("association").verdict == "fail"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"same": 0.2}, "more than half are unlike. Write same = 0.3 or more"),
        ({"same": 0.0, "different": 0.0}, "nobody has a friend"),
        ({"good_friends": 9, "bad_friends": 8}, "at most 16"),
        ({"good_friends": 0, "bad_friends": 16, "error": 0.001}, "too few to count"),
        ({"error": 1.0, "different": 0.0}, "too few to count"),
    ],
)
def test_what_cannot_be_counted_is_refused(settings, says):
    with pytest.raises(RequestError, match=says):
        run_case("association", **settings)


def test_towns_are_whole_or_one():
    assert [association.round_to_whole_towns(n) for n in (100, 8192, 8193, 187_500)] == [100, 8192, 8192, 22 * 8192]
