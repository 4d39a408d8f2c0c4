"""Whom a regime reaches, at several points; faults are found out; and each share in the limit is a simpler one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify.cases import applicability, standing
from underheaven.verify.cases.sensing import probability_at_least_once

CASES = {case.name: case for case in applicability.CASES}
CHANCE, SHARE, MONTHS = st.floats(0.001, 1), st.floats(0, 1), st.integers(1, 600)


@pytest.mark.parametrize(("case", "settings"), points(applicability.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(
    ("name", "share"),
    [("applies-to", 0.2), ("kept-back", 0.1), ("amendments", 0.15), ("two-channels", 0.1), ("mistaken", 0.2)],
)
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize(
    ("name", "beyond"),
    [
        ("applies-to", set()),
        ("kept-back", set()),
        ("amendments", set()),
        ("two-channels", {"f", "g"}),
        ("mistaken", set()),
    ],
)
def test_every_number_reaches_the_documents(name, beyond):
    assert set(unseen(CASES[name])) <= beyond


@pytest.mark.parametrize("fault", [{"f": 0.0}, {"g": 0.0}])
def test_the_errors_of_either_channel_reach_the_documents(fault):
    assert tiny(CASES["two-channels"], {"of": "errors"}, **fault).verdict == "fail"


@given(h=CHANCE, n=MONTHS)
def test_a_regime_for_all_and_one_without_favour_are_the_list_of_everybody(h, n):
    ever = standing.expected_ever_listed({"h": h, "n": n, "agree": 1.0})
    assert applicability.expected_applies_to({"h": h, "n": n, "inside": 1.0}) == pytest.approx(ever, rel=1e-12)
    assert applicability.expected_suppressed({"h": h, "n": n, "favoured": 0.4, "suppression": 0.0}) == pytest.approx(
        ever, rel=1e-9
    )
    assert applicability.expected_suppressed({"h": h, "n": n, "favoured": 0.4, "suppression": 1.0}) == pytest.approx(
        applicability.expected_applies_to({"h": h, "n": n, "inside": 0.6}), rel=1e-9
    )


@given(first=SHARE, then=SHARE, m=MONTHS, n=MONTHS)
def test_an_amendment_is_months_of_one_hazard_and_then_of_another(first, then, m, n):
    free = (1 - first) ** min(m, n) * (1 - then) ** max(n - m, 0)
    found = applicability.expected_amended({"first": first, "then": then, "m": m, "n": n})
    assert found == pytest.approx(1 - free, abs=1e-12)


@given(h=SHARE, m=MONTHS, n=MONTHS)
def test_an_amendment_that_changes_nothing_is_none(h, m, n):
    assert applicability.expected_amended({"first": h, "then": h, "m": m, "n": n}) == pytest.approx(
        probability_at_least_once(h, n), abs=1e-12
    )


@given(s=SHARE, r=SHARE)
def test_two_channels_see_no_less_than_the_better_and_no_more_than_both_apart(s, r):
    found = applicability.expected_two_channels({"s": s, "r": r, "f": 0.0, "g": 0.0, "of": "acts"})
    assert max(s, r) - 1e-12 <= found <= min(s + r, 1) + 1e-12


@given(p=CHANCE, s=SHARE, mistaken=SHARE, n=st.integers(2, 600))
def test_of_the_mistaken_none_is_lost_and_none_is_found_twice(p, s, mistaken, n):
    values = {"p": p, "s": s, "mistaken": mistaken, "n": n}
    victims = applicability.expected_mistaken_identity(values | {"of": "victims", "n": 2})
    assert p * applicability.expected_mistaken_identity(values | {"of": "culprits"}) + victims == pytest.approx(
        p * s, abs=1e-12
    )
    assert applicability.expected_mistaken_identity(values | {"of": "victims", "n": 1}) == 0
