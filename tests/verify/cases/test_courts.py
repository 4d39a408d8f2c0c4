"""Debts and courts at several points; faults are found out; and the chain is that of simpler waits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verify.every import caught, points, tiny, unseen
from underheaven.verify import sample_size
from underheaven.verify.case_types import ClosedForm
from underheaven.verify.cases import courts

CASES = {case.name: case for case in courts.CASES}
CHAIN, CYCLE = CASES["court-chain"], CASES["court-cycle"]
SHARE = st.floats(0, 1)
RATES = ("need", "unable", "unwilling", "cure", "sued", "performs", "performs_able", "loss", "find")
AT_ONCE = {
    "need": 1.0,
    "unwilling": 1.0,
    "unable": 0.0,
    "cure": 0.0,
    "sued": 1.0,
    "performs_able": 0.0,
    "loss": 0.0,
    "find": 0.0,
    "loan_months": 12,
}
"""Everybody works, borrows at once, chooses default at once and is sued at once."""


@pytest.mark.parametrize(("case", "settings"), points(courts.CASES))
def test_the_case_holds(case, settings):
    found = tiny(case, settings)
    assert found.verdict == "pass", found


@pytest.mark.parametrize(
    ("name", "share"),
    [("court-chain", 0.4), ("court-cycle", 0.15), ("performance", 0.1), ("chosen-default", 0.1), ("grace", 0.1)],
)
def test_a_fault_is_found_out(name, share):
    assert caught(CASES[name], share)


@pytest.mark.parametrize("name", ["court-cycle", "performance", "chosen-default", "grace"])
def test_every_number_reaches_the_documents(name):
    assert unseen(CASES[name]) == []


@pytest.mark.parametrize(
    ("of", "fault"),
    [
        ("unwilling", {"need": 0.02}),
        ("unwilling", {"loan_months": 1}),
        ("unable", {"unable": 0.03}),
        ("unwilling", {"unwilling": 0.02}),
        ("unwilling", {"cure": 0.0}),
        ("unwilling", {"sued": 0.05}),
        ("unwilling", {"judgment_after": 12}),
        ("unwilling", {"performs": 0.1}),
        ("unable", {"performs_able": 0.0}),
        ("unable", {"loss": 0.2}),
        ("unable", {"find": 0.1}),
        ("unwilling", {"n": 24}),
        ("unwilling", {"of": "unable"}),
    ],
)
def test_every_number_of_the_chain_reaches_the_documents(of, fault):
    values = CHAIN.resolve_values({"of": of})
    assert sample_size.run_check(CHAIN, values, simulated=values | fault).verdict == "fail"


def test_every_case_of_a_law_is_planted_here():
    assert {c.name for c in courts.CASES if isinstance(c.check, ClosedForm)} == set(CASES) - {"savings"}


@given(rates=st.fixed_dictionaries(dict.fromkeys(RATES, SHARE)), waits=st.integers(1, 126), lasts=st.integers(1, 126))
def test_from_every_state_the_chances_of_a_month_add_up_to_one(rates, waits, lasts):
    rates["cure"], rates["sued"] = rates["cure"] / 2, rates["sued"] / 2
    step = courts.transition_matrix({**rates, "judgment_after": waits, "loan_months": lasts})
    assert step.shape == (16, 16)
    assert step.sum(axis=1) == pytest.approx(1, abs=1e-12)
    assert (step >= -1e-15).all()


@pytest.mark.parametrize(("n", "owe"), [(1, 0), (2, 0), (3, 0), (4, 1), (9, 1)])
def test_where_all_is_done_at_once_a_debt_is_owed_in_the_fourth_month(n, owe):
    """Borrowed, behind, before the court, under a judgment: a month each."""
    values = CHAIN.resolve_values({}) | AT_ONCE | {"judgment_after": 1, "performs": 0.0, "n": n}
    assert courts.expected_court_chain(values) == pytest.approx(owe, abs=1e-12)
    assert courts.expected_court_chain(values | {"of": "unable"}) == 0


@given(waits=st.integers(1, 60), performs=st.floats(0.01, 1))
def test_in_the_long_run_the_chain_is_the_cycle(waits, performs):
    values = CHAIN.resolve_values({}) | AT_ONCE | {"judgment_after": waits, "performs": performs, "n": 200_000}
    owes = courts.expected_court_cycle({"judgment_after": waits, "performs": performs, "of": "owes"})
    assert courts.expected_court_chain(values) == pytest.approx(owes, rel=1e-7)


@given(waits=st.integers(1, 60), performs=st.floats(0.01, 1))
def test_the_waits_of_the_cycle_are_as_the_shares_in_them(waits, performs):
    pending, owes = (
        courts.expected_court_cycle({"judgment_after": waits, "performs": performs, "of": of})
        for of in ("pending", "owes")
    )
    assert pending / owes == pytest.approx(waits * performs)
    assert (1 - pending - owes) / 3 == pytest.approx(pending / waits)  # a month of each of the other three


@pytest.mark.parametrize("of", ["unable", "unwilling"])
def test_nobody_owes_who_never_defaults_and_never_loses_a_job(of):
    values = CHAIN.resolve_values({"unwilling": 0.0, "loss": 0.0, "of": of})
    assert courts.expected_court_chain(values) == 0


def test_nobody_performs_for_a_list_without_cost_and_nobody_is_deterred_by_a_record_without_weight():
    performance, default = CASES["performance"].resolve_values({}), CASES["chosen-default"].resolve_values({})
    assert courts.expected_performance(performance | {"strength": 0.0}) == performance["performs"]
    assert (
        courts.expected_chosen_default(default | {"f": 0.0})
        == courts.expected_chosen_default(default | {"p": 0.0})
        == 0.2
    )
    halves = courts.expected_chosen_default(default | {"f": np.log(2) * default["scale"] / default["p"]})
    assert halves == pytest.approx(0.1)


@pytest.mark.parametrize(("settings", "month"), [({}, 4), ({"put_by": 0.1, "spent": 4.0}, 2), ({"spent": 0.1}, 25)])
def test_savings_last_for_whole_months(settings, month):
    found = tiny(CASES["savings"], settings)
    assert (found.expected, found.found) == (month, month)


def test_other_savings_and_another_need_are_found_out(monkeypatch):
    right, case = courts.load_minimal_society, CASES["savings"]
    for wrong in ({"savings": 3.5}, {"spent": 1.3}):
        monkeypatch.setattr(
            courts, "load_minimal_society", lambda *kinds, wrong=wrong, **keys: right(*kinds, **keys | wrong)
        )
        assert tiny(case, {}).verdict == "fail"
