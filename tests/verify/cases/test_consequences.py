"""What standing brings, at several points; faults are found out; and limits that need no simulator."""

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify.cases import consequences, standing

CASES = {case.name: case for case in consequences.CASES}
SHARE = st.floats(0, 1)


@pytest.mark.parametrize(("case", "settings"), points(consequences.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(
    ("name", "share"), [("grades", 0.1), ("wrongly-listed", 0.2), ("rewards", 0.1), ("denials", 0.05)]
)
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize(
    ("name", "beyond"),
    [("grades", set()), ("wrongly-listed", {"p", "s"}), ("rewards", set()), ("denials", {"per_year"})],
)
def test_every_number_reaches_the_documents(name, beyond):
    assert set(unseen(CASES[name])) <= beyond


def test_the_number_of_attempts_reaches_the_documents():
    assert tiny(CASES["denials"], {"of": "spread"}, per_year=12.0).verdict == "fail"


@pytest.mark.parametrize("fault", [{"p": 0.1}, {"s": 0.6}])
def test_true_records_reach_the_documents(fault):
    assert tiny(CASES["wrongly-listed"], {"p": 0.3, "s": 0.2, "f": 0.02, "months": 6}, **fault).verdict == "fail"


def test_a_redlist_that_brings_nothing_is_found_out():
    assert tiny(CASES["rewards"], {}, strength=0.01).verdict == "fail"


@given(p=st.floats(0.01, 1), months=st.integers(1, 32))
def test_a_grade_that_no_record_is_allowed_in_is_a_clean_term(p, months):
    values = {"p": p, "months": months, "points": 10, "start": 100, "passing": 95, "of": "upper"}
    assert consequences.expected_grade_share(values) == pytest.approx((1 - p) ** months, rel=1e-9)
    assert consequences.expected_grade_share(values | {"passing": 0, "points": 1}) == pytest.approx(1, rel=1e-9)
    assert consequences.expected_grade_share(values | {"passing": 101}) == 0


@given(p=st.floats(0.01, 1), months=st.integers(1, 32), points_=st.integers(1, 50))
def test_the_mean_score_is_what_the_law_of_records_leaves_of_the_start(p, months, points_):
    ways = [math.comb(months, k) * p**k * (1 - p) ** (months - k) * (100 - points_ * k) for k in range(months + 1)]
    values = {"p": p, "months": months, "points": points_, "start": 100, "passing": 75, "of": "score"}
    assert consequences.expected_grade_share(values) == pytest.approx(math.fsum(ways), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("months", [1, 2, 3])
def test_the_wrongly_listed_are_those_of_all_ways_that_a_term_can_go(months):
    """Each month brings a true record, a false one or none; on the list wrongly is some false one and no true one."""
    p, s, f = 0.3, 0.4, 0.1
    chance = {"true": p * s, "false": (1 - p) * f, "none": 1 - p * s - (1 - p) * f}
    found = math.fsum(
        math.prod(chance[month] for month in term)
        for term in product(chance, repeat=months)
        if "false" in term and "true" not in term
    )
    values = {"p": p, "s": s, "f": f, "months": months}
    assert consequences.expected_wrongly_listed(values) == pytest.approx(found, rel=1e-12)


@given(f=SHARE, months=st.integers(1, 126))
def test_where_nobody_acts_every_listing_is_wrong(f, months):
    values = {"p": 0.0, "s": 0.4, "f": f, "months": months}
    assert consequences.expected_wrongly_listed(values) == pytest.approx(1 - (1 - f) ** months, abs=1e-12)


@given(h=st.floats(0.001, 1), months=st.integers(1, 120), strength=st.floats(0.01, 1))
def test_rewards_are_a_stock_times_its_worth(h, months, strength):
    stock = standing.expected_list_stock({"h": h, "months": months, "of": "stock"})
    values = {"h": h, "months": months, "strength": strength}
    assert consequences.expected_rewards(values) / strength == pytest.approx(stock, rel=1e-12)


@pytest.mark.parametrize(
    ("per_year", "share", "spread"),
    [(12.0, 0.3, 12 * 0.3 * 0.7), (24.0, 0.3, 24 * 0.3 * 0.7), (24.0, 0.0, 0), (24.0, 1.0, 0), (6.0, 1.0, 12 / 4)],
)
def test_denials_spread_as_binomial_attempts_and_as_the_attempts_themselves(per_year, share, spread):
    found = consequences.expected_denials({"share": share, "per_year": per_year, "of": "spread"})
    assert found == pytest.approx(spread, abs=1e-12)
