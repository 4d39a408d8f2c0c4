from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import ARREARS, CONTEXTS, ERROR, OWES_UNABLE, OWES_UNWILLING, PENDING
from underheaven.fields.scales import BELIEF_ONE
from underheaven.scenario.cells import build_cells
from underheaven.scenario.column_filling import fixed
from underheaven.scenario.society_tables import FREQUENT_OPPORTUNITY, build_society_table
from underheaven.spec.io.document_reader import read_society

from ..contract.worlds import alter, rich_society

ONE = 2**32


@pytest.fixture(scope="module")
def village():
    society = read_society("village").model
    cells = build_cells(society.people)
    return society, cells, build_society_table(society, cells, 1000, 1)[0]


@pytest.mark.parametrize(("p", "threshold"), [(-1, 0), (0, 0), (0.25, ONE // 4), (1, ONE), (7, ONE)])
def test_probabilities_are_thresholds_of_draws(p, threshold):
    assert fixed(p) == threshold


def test_kinds_are_skipped_to_or_drawn_by_their_rate(village):
    society, cells, t = village
    monthly = {
        k: kind.opportunities_per_year / 12 * cells.factor(kind.factors).max()
        for k, kind in enumerate(society.conduct)
        if kind.opportunities_per_year > 0
    }
    rare, often = t.rare[: t.n_rare].tolist(), t.often[: t.n_often].tolist()
    assert sorted([*rare, *often]) == sorted(monthly)
    assert all(monthly[k] < FREQUENT_OPPORTUNITY for k in rare)
    assert all(monthly[k] >= FREQUENT_OPPORTUNITY for k in often)


def test_the_chance_of_no_rare_opportunity_is_the_product_of_all(village):
    society, cells, t = village
    for cell in (0, 7, len(cells.categories) - 1):
        for busy in (0, 1):
            nothing = 1.0
            for k in t.rare[: t.n_rare]:
                kind = society.conduct[k]
                rate = kind.opportunities_per_year / 12 * cells.factor(kind.factors)[cell]
                nothing *= 1 - rate * (1 if busy else kind.when_unemployed)
            assert t.idle[2 * cell + busy] == fixed(nothing)
            assert t.survive[2 * cell + busy, t.n_rare - 1] == t.idle[2 * cell + busy]


def test_states_of_livelihood_have_their_kinds(village):
    society, _, t = village
    names = [kind.name for kind in society.conduct]
    assert [names[t.kind_of_stage[s]] for s in (ARREARS, PENDING, OWES_UNABLE, OWES_UNWILLING, ERROR)] == [
        "bank arrears",
        "bank arrears",
        "unpaid judgment, unable",
        "unpaid judgment, unwilling",
        "judgment in error",
    ]
    assert t.kind_of_stage[0] == -1


def test_use_is_a_share_of_months_times_a_value(village):
    society, cells, t = village
    housing = society.contexts["housing"]
    assert t.use[0, CONTEXTS.index("housing")] == pytest.approx(housing.use * housing.value)
    assert (t.use[len(cells.categories) :] == 0).all()


def test_people_s_units_become_rates_a_month(village):
    society, cells, t = village
    n, credit, courts = len(cells.categories), society.livelihood.credit, society.livelihood.courts
    assert np.array_equal(t.need[:n], fixed(credit.need_per_year / 12 * cells.factor(credit.need_factors)))
    assert t.repay == fixed(1 / credit.loan_months)
    assert (t.unable[:n] == fixed(credit.unable)).all()
    assert (t.unwilling[:n] == credit.unwilling).all()
    assert t.judged == fixed(1 / courts.judgment_after_months)
    assert t.court_error == fixed(courts.error_per_year / 12)
    assert t.renewal[0] == fixed(society.people.renewed_per_year / 12)
    flights = society.habits[0]
    monthly = flights.per_year / 12 * cells.factor(flights.factors)
    assert t.habit_whole[:n, 0] + t.habit_part[:n, 0] / ONE == pytest.approx(monthly)


def test_default_differs_by_attribute_and_is_a_chance():
    society = rich_society().model
    credit = society.livelihood.credit.model_copy(update={"unwilling_factors": {"income": {"low": 9.0, "high": 0.5}}})
    society = society.model_copy(update={"livelihood": society.livelihood.model_copy(update={"credit": credit})})
    cells = build_cells(society.people)
    t = build_society_table(society, cells, 100, 1)[0]
    low = np.array([category["income"] == "low" for category in cells.categories])
    n = len(low)
    assert (t.unable[:n] == np.where(low, fixed(0.5 * 1.4), fixed(0.5))).all()
    assert (t.unwilling[:n] == np.where(low, 1.0, 0.25 * 0.5)).all()
    assert (t.unwilling_most[:n] == fixed(t.unwilling[:n])).all()


def test_minors_are_the_cells_of_their_categories(village):
    _, cells, t = village
    assert [bool(t.minor[c]) for c in range(len(cells.categories))] == [
        category["age"] == "under 18" for category in cells.categories
    ]


def test_beliefs_are_shares_of_their_type(village):
    society, _, t = village
    assert t.belief[0] == pytest.approx(society.response.beliefs.money.guilty * BELIEF_ONE, abs=0.5)
    assert t.belief[5] == pytest.approx(society.response.beliefs.speech.innocent * BELIEF_ONE, abs=0.5)
    assert t.legitimacy == pytest.approx(society.response.legitimacy_at_start * BELIEF_ONE, abs=0.5)


def test_shares_stay_shares(village):
    _, _, t = village
    for name in ("participation", "job_loss", "job_find", "need", "renewal", "idle", "survive", "opportunity"):
        assert (t[name] >= 0).all()
        assert (t[name] <= ONE).all()


def test_the_game_of_helping_is_shares_chances_and_a_kind():
    society = rich_society().model
    t = build_society_table(society, build_cells(society.people), 100, 1)[0]
    game = society.livelihood.exchange
    assert (t.meets, t.sees, t.slips) == tuple(fixed(p) for p in (game.rate, game.visibility, game.slip))
    assert t.strategy_cum.tolist() == pytest.approx([ONE * 2 / 7, ONE * 6 / 7], abs=1)
    assert (t.help_cost, t.help_benefit) == (0.2, 0.5)
    assert society.conduct[t.refusal_kind].name == "refusing help"


def test_without_the_game_nobody_is_asked():
    society = read_society("china-2020").model
    t = build_society_table(society, build_cells(society.people), 1000, 1)[0]
    assert (t.meets, t.refusal_kind) == (0, -1)


def test_nobody_arrives_with_more_savings_than_anybody_keeps():
    """Would catch newcomers outside the workforce who keep for life what nobody could have saved."""
    society = alter(read_society("village"), {"livelihood.savings.at_start": 9, "livelihood.savings.maximum": 2}).model
    t = build_society_table(society, build_cells(society.people), 100, 1)[0]
    assert t.savings_at_start == t.savings_maximum == 2000
