"""How records end, at several points; faults are found out; and each stay in the limit is a simpler one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify.cases import record_removal, standing

CASES = {case.name: case for case in record_removal.CASES}
CHANCE, MONTHS = st.floats(0.001, 1), st.integers(1, 126)


@pytest.mark.parametrize(("case", "settings"), points(record_removal.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("appeals-delayed", 0.15),
        ("two-records", 0.1),
        ("corrections", 0.15),
        ("early-removal", 0.1),
        ("renewal", 0.15),
        ("newcomers", 0.1),
    ],
)
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize("name", CASES)
def test_every_number_reaches_the_documents(name):
    assert set(unseen(CASES[name])) <= ({"r"} if name == "renewal" else set())


@pytest.mark.parametrize("r", [0.0, 0.1])
def test_another_chance_of_renewal_reaches_the_documents(r):
    assert tiny(CASES["renewal"], {}, r=r).verdict == "fail"


@given(a=CHANCE, months=MONTHS, granted=CHANCE)
def test_appeals_that_are_heard_at_once_are_appeals(a, months, granted):
    values = {"a": a, "months": months, "granted": granted}
    assert record_removal.expected_appeal_delay(values | {"heard_after": 0}) == pytest.approx(
        standing.expected_stay_with_appeals(values), rel=1e-12
    )


@given(a=CHANCE, months=MONTHS, granted=st.floats(0, 1), waits=st.integers(0, 60))
def test_a_wait_never_shortens_a_stay(a, months, granted, waits):
    values = {"a": a, "months": months, "granted": granted, "heard_after": waits}
    longer = record_removal.expected_appeal_delay(values | {"heard_after": waits + 1})
    assert 1 - 1e-12 <= record_removal.expected_appeal_delay(values) <= longer + 1e-9 <= months + 2e-9


def test_an_appeal_of_a_long_term_waits_for_its_mean():
    """Filed at once and granted at its first hearing: the months until then are geometric."""
    found = record_removal.expected_appeal_delay({"a": 1.0, "months": 2000, "granted": 1.0, "heard_after": 5})
    assert found == pytest.approx(1 + 5, rel=1e-9)


@given(a=CHANCE, months=MONTHS)
def test_two_records_last_at_least_as_long_as_one_and_at_most_as_both_in_turn(a, months):
    one = standing.mean_stay_months(a, months)
    both = record_removal.expected_two_records({"a": a, "months": months})
    assert one - 1e-9 <= both <= min(2 * one, months) + 1e-9


def test_two_records_of_a_long_term_last_as_the_longer_of_two_geometric_stays():
    a = 0.2
    found = record_removal.expected_two_records({"a": a, "months": 1000})
    assert found == pytest.approx(2 / a - 1 / (1 - (1 - a) ** 2), rel=1e-12)


@given(c=CHANCE, months=MONTHS)
def test_corrections_lie_between_all_wrong_and_all_right(c, months):
    assert record_removal.expected_corrections({"p": 1.0, "c": c, "months": months}) == months
    assert record_removal.expected_corrections({"p": 0.0, "c": c, "months": months}) == pytest.approx(
        standing.mean_stay_months(c, months)
    )


@given(after=st.integers(1, 60), e=st.floats(0, 1), more=st.integers(1, 66))
def test_early_removal_leaves_at_least_its_months_and_at_most_the_term(after, e, more):
    found = record_removal.expected_early_removal({"after": after, "e": e, "months": after + more})
    assert after - 1e-9 <= found <= after + more + 1e-9
    if e == 0:
        assert found == pytest.approx(after + more)


@given(after=st.integers(1, 40), e=CHANCE, more=st.integers(1, 40))
def test_early_removal_is_the_sum_of_the_chances_to_be_there_still(after, e, more):
    there = math.fsum((1 - e) ** max(month - after, 0) for month in range(1, after + more + 1))
    assert record_removal.expected_early_removal({"after": after, "e": e, "months": after + more}) == pytest.approx(
        there, rel=1e-9
    )


@given(h=CHANCE, months=st.integers(1, 120))
def test_renewal_of_nobody_is_the_stock_of_a_list(h, months):
    assert record_removal.expected_renewal({"h": h, "months": months, "r": 0.0}) == pytest.approx(
        standing.expected_list_stock({"h": h, "months": months, "of": "stock"}), rel=1e-12
    )


@given(h=CHANCE, months=st.integers(1, 120))
def test_renewal_of_everybody_leaves_the_entries_of_the_month(h, months):
    assert record_removal.expected_renewal({"h": h, "months": months, "r": 1.0}) == pytest.approx(h, rel=1e-12)


@given(k=st.floats(0.01, 100), n=st.integers(2, 120))
def test_the_acts_of_newcomers_spread_as_those_of_coins(k, n):
    chance = (1 - math.exp(-k)) / k
    assert record_removal.expected_newcomer_variance({"k": k, "n": n}) == pytest.approx(
        n * chance * (1 - chance), rel=1e-9
    )
    assert record_removal.expected_newcomer_variance({"k": k, "n": n}) <= n / 4 + 1e-12


def test_people_who_stay_spread_more_than_newcomers(monkeypatch):
    """What this would catch: a newcomer who is like the last person of the place."""
    right = record_removal.load_minimal_society
    monkeypatch.setattr(
        record_removal, "load_minimal_society", lambda *kinds, **keys: right(*kinds, **keys | {"renewed_per_year": 0})
    )
    found = tiny(CASES["newcomers"], {})
    assert found.found > found.expected + found.tolerance
