"""The tables that the first generation is drawn from, against the solved state that they are made of."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.kernel.table_layout import FIRST_STAGES, SAVINGS_QUANTILES
from underheaven.scenario.initial_population import document_steady_state
from underheaven.scenario.livelihood_chain import CLEAR, OWES
from underheaven.show.explain.steady_state import STEADY_TOLERANCE
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_society

from ..contract.worlds import Refused, alter, build, no_regime, plain_society

ONE = 2**32


def built(name, changes=None, persons=20_000):
    society = alter(read_society(name), changes or {})
    return build(no_regime(), society, persons), document_steady_state(society, persons)


def stated(rest, first):
    """Return shares of grown persons who owe as a month begins, unable and unwilling, when tables have been applied."""
    owes, clear = (rest.state[:, s].sum(axis=-1) for s in (slice(OWES, OWES + 2), CLEAR))
    debts = (
        np.diff(first.debt_cum.reshape(len(clear), 6) / ONE, prepend=0, axis=1).reshape(len(clear), 2, 3).sum(axis=2)
    )
    return rest.weight @ (owes * (1 - first.paid_below / ONE) + clear[:, None] * debts)


def test_chances_of_every_outcome_are_those_of_the_solved_state():
    world, rest = built("village")
    state = np.diff(world.initial_tables.outcome_cum.reshape(-1, 3 * FIRST_STAGES) / ONE, prepend=0, axis=1)
    assert (world.initial_tables.outcome_cum[..., -1] == ONE).all()
    assert (state >= 0).all()
    by_stage = state.reshape(len(state), 3, FIRST_STAGES).sum(axis=1)
    assert rest.weight @ by_stage == pytest.approx(rest.solvency, abs=1e-8)
    with_job = rest.weight @ (state[:, :FIRST_STAGES].sum(axis=1) * rest.chain.rows.worker)
    workers = rest.weight @ rest.chain.rows.worker
    assert 1 - with_job / workers == pytest.approx(rest.unemployed, abs=1e-6)


def test_savings_of_the_employed_have_the_mean_of_the_solved_state():
    world, rest = built("china-2020")
    half = rest.chain.n_positions // 2
    with_job = rest.state[:, CLEAR, :half]
    exact = with_job @ rest.chain.levels / with_job.sum(axis=1)
    savings = world.initial_tables.savings.reshape(len(exact), FIRST_STAGES, 2, SAVINGS_QUANTILES)
    drawn = savings[:, CLEAR, 0].mean(axis=1)
    assert drawn == pytest.approx(exact, rel=0.01)


def test_a_stationary_backlog_changes_nobody():
    assert not built("village")[0].states_backlog


@pytest.mark.parametrize("backlog", [0.002, 0.01, 0.039, 0.1, 0.4])
def test_as_many_owe_after_a_month_as_are_stated_and_the_split_is_that_at_rest(backlog):
    """Would catch a backlog counted a month too early, or added to what the burn-in leaves."""
    world, rest = built("china-2020", {"livelihood.courts.backlog": backlog})
    assert world.states_backlog
    before = stated(rest, world.initial_tables)
    flows = rest.chain.advance_month(rest.state)[:, OWES : OWES + 2].sum(axis=2)
    come = rest.weight @ (flows - _kept(rest))
    kept = (rest.weight @ _kept(rest)) / rest.solvency[OWES : OWES + 2]
    after = come + before * kept
    assert after.sum() == pytest.approx(backlog, rel=1e-3)
    assert after[1] / after.sum() == pytest.approx(rest.unwilling, rel=2e-3)


def _kept(rest):
    """Return who owes at rest and still does after a month; (row, mark)."""
    owes = np.zeros_like(rest.state)
    owes[:, OWES : OWES + 2] = rest.state[:, OWES : OWES + 2]
    return rest.chain.advance_month(owes)[:, OWES : OWES + 2].sum(axis=2)


@pytest.mark.parametrize("name", shipped_names("society"))
def test_a_backlog_that_ships_is_the_one_at_rest(name):
    """Would catch rates that changed while the number beside them stayed, so that the society drifts."""
    society = read_society(name)
    backlog = society.model.livelihood.courts.backlog
    assert backlog == "stationary" or backlog == pytest.approx(
        document_steady_state(society).backlog, rel=STEADY_TOLERANCE
    )


def test_the_split_of_the_backlog_can_be_stated():
    world, rest = built("china-2020", {"livelihood.courts.backlog": 0.02, "livelihood.courts.backlog_unwilling": 1.0})
    unable, unwilling = stated(rest, world.initial_tables)
    assert unable < 1e-6
    assert unwilling == pytest.approx(0.02, rel=0.02)


def test_more_debtors_than_persons_without_other_debts_are_refused_in_a_sentence():
    with pytest.raises(RequestError, match=r"livelihood\.courts\.backlog = 0\.9: only 0\.\d+ of adults"):
        built("china-2020", {"livelihood.courts.backlog": 0.9})


def test_a_backlog_of_newcomers_after_a_burn_in_is_refused():
    with pytest.raises(Refused, match="as newcomers"):
        alter(plain_society(), {"livelihood.courts.backlog": 0.1, "burn_in_months": 12})


def test_newcomers_start_as_newcomers():
    changes = {"livelihood.start": "as newcomers", "livelihood.courts.backlog": "stationary"}
    world, _ = built("china-2020", changes)
    assert not world.states_backlog
    assert not world.loans_before.any()
    assert (world.initial_tables.savings == 4000).all()
    state = np.diff(world.initial_tables.outcome_cum / ONE, prepend=0, axis=3).reshape(-1, 2, 27)
    assert state[:, 1, [0, FIRST_STAGES]] == pytest.approx(np.broadcast_to([0.94, 0.06], (len(state), 2)), abs=1e-9)
    assert state[:, 0, 0] == pytest.approx(np.ones(len(state)))


def test_lenders_remember_a_year_at_rest():
    """Would catch a market that starts with first counts alone and settles anew in the burn-in."""
    world, rest = built("china-2020")
    grown = 20_000 * 0.7893
    assert world.loans_before.shape == (12, 31, 2)
    whole = 31 / 2  # each region's year is rounded to whole loans
    assert world.loans_before.sum(axis=(0, 1)) == pytest.approx(12 * grown * np.array(rest.loan_flows), abs=whole)
