"""The solved economy at rest against closed forms, against itself a month later, and against lived people."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.scenario import stationary_solvers as solver
from underheaven.scenario.cells import build_cells
from underheaven.scenario.initial_population import steady_state_of
from underheaven.scenario.livelihood_chain import ARREARS, BORROWING, CLEAR, ERROR, OWES, PENDING, build_chain
from underheaven.scenario.savings_levels import savings_levels, savings_shift
from underheaven.scenario.society_tables import build_society_table
from underheaven.scenario.steady_state import LendingRule, solve_steady_state
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_society

from ..contract.worlds import REMOVED, alter, build, live, no_regime, without_facts

QUICK = {
    "people.renewed_per_year": 0.06,
    "livelihood.start": "as newcomers",
    "livelihood.jobs.loss": 0.05,
    "livelihood.savings.maximum": 2,
    "livelihood.credit.need_per_year": 1,
    "livelihood.credit.loan_months": 8,
    "livelihood.credit.unable": 0.4,
    "livelihood.credit.unwilling": 0.1,
    "livelihood.credit.exploration": 1,
    "livelihood.courts.error_per_year": 0.05,
    "livelihood.courts.performs": 0.05,
    "livelihood.courts.performs_when_able": 0.1,
    "burn_in_months": 0,
}
"""A society that forgets where it started within ten years."""
WORKER = 2
"""The bit of livelihood that says who is in the workforce."""


def still(name):
    """A society of the catalogue in which nobody grows older: each row of its chain is a chain of its own."""
    society = read_society(name)
    return society if society.model.people.ageing is None else alter(society, {"people.ageing": REMOVED})


def solved(society, persons=100_000.0, changes=None):
    model = (alter(society, changes) if changes else society).model
    cells = build_cells(model.people)
    t = WritableRecord(build_society_table(model, cells, 10_000, 10))
    return steady_state_of(model, t, cells, np.array([persons])), model, t


@pytest.mark.parametrize("name", shipped_names("society"))
def test_a_month_later_the_solved_state_is_the_same(name):
    """Would catch any stage whose persons come from nowhere or go nowhere."""
    rest, _, _ = solved(still(name))
    renewal = np.maximum(rest.chain.rows.renewal, solver.MIN_RENEWAL)[:, None, None]
    after = (1 - renewal) * rest.chain.advance_month(rest.state) + renewal * rest.chain.newcomer_state
    assert np.abs(after - rest.state).max() < 1e-10
    assert rest.state.sum(axis=(1, 2)) == pytest.approx(1.0, abs=1e-8)
    assert rest.solvency.sum() == pytest.approx(1.0, abs=1e-8)


def test_debtors_who_can_always_pay_are_as_many_as_a_cycle_of_six_stages_says():
    """Outside the workforce everybody is able: shares are flows times mean stays, in a closed form of its own."""
    changes = {"people.renewed_per_year": 0, "livelihood.jobs.participation": 0, "livelihood.credit.exploration": 1}
    rest, model, _ = solved(still("china-2020"), changes=changes)
    credit, courts, chain = model.livelihood.credit, model.livelihood.courts, rest.chain
    rows = chain.rows
    repay, sued, cure = 1 / credit.loan_months, courts.sued, courts.cure
    for row in np.flatnonzero((rest.weight > 0) & (rows.worker == 0)):
        default = credit.unwilling if rows.low_conviction[row] else 0.0
        stays = np.zeros(9)
        stays[CLEAR] = 1.0
        error = courts.error_per_year / 12
        stays[ERROR] = error / courts.set_aside
        asks = rows.need[row] * (1 - error)
        stays[BORROWING] = asks / (default + (1 - default) * repay)
        stays[ARREARS + 1] = stays[BORROWING] * default / (cure + sued)
        stays[PENDING + 1] = stays[ARREARS + 1] * sued * courts.judgment_after_months
        stays[OWES + 1] = stays[ARREARS + 1] * sued / courts.performs
        assert rest.state[row].sum(axis=1) == pytest.approx(stays / stays.sum(), rel=2e-3, abs=1e-9)


def test_the_unemployed_are_as_many_as_loss_search_and_newcomers_say():
    rest, model, _ = solved(still("china-2020"))
    rows, half = rest.chain.rows, rest.chain.n_positions // 2
    worker = (rows.worker == 1) & (rest.weight > 0)
    r, loss, find = rows.renewal[worker], rows.loss[worker], rows.find[worker]
    expected = ((1 - r) * loss + r * (1 - rows.newcomer[worker])) / (1 - (1 - r) * (1 - find - loss))
    assert rest.state[worker][:, :, half:].sum(axis=(1, 2)) == pytest.approx(expected, rel=1e-3)
    assert rest.unemployed == pytest.approx(np.average(expected, weights=rest.weight[worker]), rel=1e-3)
    assert model.livelihood.jobs.employed_at_start != 1 - rest.unemployed


def test_who_has_neither_job_nor_savings_where_one_month_uses_all():
    """One month of work fills savings and one without empties them: whoever is out of work is bare at once."""
    changes = {"livelihood.savings": {"at_start": 1, "saved": 1, "spent": 1, "maximum": 1}}
    rest, _, _ = solved(still("china-2020"), changes=changes)
    half = rest.chain.n_positions // 2
    out = rest.state[:, :, half:].sum(axis=1)
    worker = (rest.chain.rows.worker == 1) & (rest.weight > 0)
    renewed = rest.chain.rows.renewal[worker]
    assert out[worker, 1:].sum(axis=1) == pytest.approx((1 - rest.chain.rows.newcomer[worker]) * renewed, rel=0.02)


@pytest.mark.parametrize("amount", [0.0, 150.0, -700.0, 90_000.0])
def test_savings_move_by_their_amount_on_average_and_stay_within_their_bounds(amount):
    levels = savings_levels(6000, 700)
    assert levels[0] == 0
    assert levels[-1] == 6000
    moved = savings_shift(levels, amount)
    assert moved.sum(axis=1) == pytest.approx(np.ones(len(levels)))
    assert moved @ levels == pytest.approx(np.clip(levels + amount, 0, 6000))


@pytest.mark.parametrize(("most", "spent"), [(0, 0), (0, 500), (6000, 700), (24_000, 500), (60_000, 1), (100, 4000)])
def test_levels_of_savings_are_few_and_hold_both_ends(most, spent):
    levels = savings_levels(most, spent)
    assert levels[0] == 0
    assert levels[-1] == most
    assert (np.diff(levels) > 0).all()
    assert len(levels) <= 40


def test_finer_levels_of_savings_would_change_the_backlog_by_less_than_half_a_percent(monkeypatch):
    """The one approximation of the chain: with more than twice as many levels as many owe."""
    coarse, _, _ = solved(read_society("village"))
    monkeypatch.setattr(
        "underheaven.scenario.livelihood_chain.savings_levels",
        lambda most, spent: savings_levels(most, spent, n_levels=72),
    )
    fine, _, _ = solved(read_society("village"))
    assert len(fine.chain.levels) > 2 * len(coarse.chain.levels)
    assert coarse.backlog == pytest.approx(fine.backlog, rel=5e-3)


@pytest.mark.parametrize("name", ["china-2020", "village"])
def test_people_who_start_as_newcomers_come_to_what_was_solved(name):
    """The oracle is the compiled month: 100,000 persons live twelve years, of which the last four are counted.

    A stage that n persons are in differs by chance by less than 4 / sqrt(3 n) of it: four years are three looks.
    """
    society = alter(without_facts(name), QUICK)
    if "backlog" in society.raw["livelihood"]["courts"]:
        society = alter(society, {"livelihood.courts.backlog": "stationary"})
    rest, _, _ = solved(society)
    life = live(build(no_regime(), society, 100_000), 144)
    late = slice(96, None)
    counted = life["solvency"][late].sum(axis=(0, 2)) / (life["persons"][late].sum() * _grown(life))
    s = rest.solvency
    owes, marked_bare = s[OWES : OWES + 2].sum(), _bare_of(rest, OWES + 1)
    expected = [
        s[BORROWING],
        s[ARREARS : ARREARS + 2].sum(),
        s[PENDING : PENDING + 2].sum(),
        owes - s[OWES + 1] + marked_bare,
        s[OWES + 1] - marked_bare,
        s[ERROR],
    ]
    for found, share in zip(counted[1:], expected, strict=True):
        assert found == pytest.approx(share, rel=4 / np.sqrt(3 * 100_000 * _grown(life) * share))
    jobless = life["unemployed"][late].sum() / life["workforce"][late].sum()
    assert jobless == pytest.approx(rest.unemployed, rel=0.02)
    flows = [life[name][late].sum() / life["persons"][late].sum() / _grown(life) for name in ("repaid", "defaulted")]
    assert flows == pytest.approx(rest.loan_flows, rel=0.02)
    half, workers = rest.chain.n_positions // 2, rest.weight * rest.chain.rows.worker
    both = rest.state.sum(axis=1)
    mean = workers @ (both[:, :half] + both[:, half:]) @ rest.chain.levels / workers.sum()
    assert life.state.savings[life.state.livelihood & WORKER > 0].mean() == pytest.approx(mean, rel=0.02)


def _grown(life):
    """Return the share of persons who are grown in the months counted; groups of minors have no workforce."""
    workforce, persons = life["workforce"].sum(axis=0), life["persons"].sum(axis=0)
    return float(persons[workforce > 0].sum() / persons.sum())


def _bare_of(rest, stage):
    return float(rest.weight @ rest.state[:, stage, rest.chain.n_positions // 2])


def test_a_market_that_most_requests_would_lose_money_in_opens_only_in_part():
    """With a bank that must win four times in five and loses more often, requests are granted by exploration alone."""
    changes = {"livelihood.credit.gain": 0.02, "livelihood.credit.pseudo_defaulted": 0.1}
    shut, model, _ = solved(read_society("china-2020"), 1e6, changes)
    assert model.livelihood.credit.exploration <= shut.granted < 0.1
    assert shut.backlog < 0.2 * solved(read_society("china-2020"))[0].backlog


@pytest.mark.parametrize(("repaid", "defaulted", "expected"), [(0.9, 0.1, 1.0), (0.5, 0.5, 0.25), (0.8, 0.2, 0.625)])
def test_lenders_accept_where_a_year_of_loans_pays(repaid, defaulted, expected):
    """At the balance of gain and loss a large region is open every second year; exploration adds to the rest."""
    lending = LendingRule(0.125, 0.5, 0.0, 0.0, 0.25, np.array([1e4]))
    assert lending.loans_granted_share(repaid, defaulted) == pytest.approx(expected, abs=1e-3)


def test_lenders_who_know_nothing_accept():
    assert LendingRule(0.1, 0.5, 0.0, 0.0, 0.0, np.array([100.0])).loans_granted_share(0.0, 0.0) == 1.0


def test_half_of_a_gap_is_gone_after_the_half_life():
    """The oracle lives every row from half the backlog on; the solver takes rows of unlike need together."""
    rest, _, _ = solved(still("china-2020"))
    state, renewal = rest.state.copy(), rest.chain.rows.renewal[:, None, None]
    released = state[:, OWES : OWES + 2] / 2
    state[:, OWES : OWES + 2] -= released
    state[:, CLEAR] += released.sum(axis=1)
    half = round(rest.half_life())
    for _ in range(half):
        state = (1 - renewal) * rest.chain.advance_month(state) + renewal * rest.chain.newcomer_state
    owing = float(rest.weight @ state[:, OWES : OWES + 2].sum(axis=(1, 2)))
    assert owing == pytest.approx(0.75 * rest.backlog, rel=0.01)


def test_a_society_without_debtors_at_rest_has_no_half_life():
    rest = solved(read_society("china-2020"), changes={"livelihood.credit.need_per_year": 0})[0]
    assert rest.backlog == 0
    assert rest.half_life() == np.inf


# ---- ageing: an invented matrix of moves between cells


def three_ages():
    """A chain of three ages whose needs, jobs and shares in the workforce differ; the first is too young for all."""
    society = alter(
        read_society("plain"),
        {
            "people.attributes": [{"name": "age", "categories": {"child": 2, "young": 3, "old": 5}}],
            "people.minors": {"age": ["child"]},
            "people.renewed_per_year": 0.12,
            "livelihood.start": "at rest",
            "livelihood.jobs": {
                "participation": 0.5,
                "participation_factors": {"age": {"young": 1.6}},
                "find": 0.3,
                "employed_at_start": 0.5,
                "loss": 0.1,
            },
            "livelihood.savings": {"at_start": 1, "saved": 0.2, "spent": 0.5, "maximum": 2},
            "livelihood.credit.need_per_year": 1.2,
            "livelihood.credit.need_factors": {"age": {"old": 0.2}},
            "livelihood.credit.unable": 0.3,
            "livelihood.courts": {
                "cure": 0.2,
                "sued": 0.3,
                "judgment_after_months": 2,
                "error_per_year": 0.05,
                "set_aside": 0.2,
                "performs": 0.05,
                "performs_with_detriment": 0,
                "performs_when_able": 0.1,
            },
        },
    )
    cells = build_cells(society.model.people)
    t = WritableRecord(build_society_table(society.model, cells, 1000, 1))
    lending = LendingRule(1.0, 0.5, 10.0, 1.0, 1.0, np.array([1000.0]))
    return build_chain(t, cells.shares), lending, 1 - t.minor[:3]


AGEING = np.array([[0, 0.02, 0], [0, 0, 0.005], [0, 0, 0.0]])


def test_no_ageing_is_a_matrix_of_zeros():
    chain, lending, grown = three_ages()
    still, none = solve_steady_state(chain, lending, grown, np.zeros((3, 3))), solve_steady_state(chain, lending, grown)
    assert still.state[still.weight > 0] == pytest.approx(none.state[none.weight > 0], abs=1e-9)
    assert still.weight == pytest.approx(none.weight)


def test_ages_are_as_many_as_moves_and_deaths_leave_them():
    """Closed form of a chain of ages: inflow over outflow, from the youngest on."""
    chain, lending, grown = three_ages()
    rest = solve_steady_state(chain, lending, grown, AGEING)
    r, born = 0.01, np.array([0.2, 0.3, 0.5])
    on = 1 - r
    child = r * born[0] / (1 - on * 0.98)
    young = (r * born[1] + child * on * 0.02) / (1 - on * 0.995)
    old = (r * born[2] + young * on * 0.005) / r
    assert child + young + old == pytest.approx(1.0)
    by_age = np.bincount(chain.rows.cell, rest.weight, 3)
    assert by_age == pytest.approx(np.array([0, young, old]) / (young + old), rel=1e-6)
    workers = np.bincount(chain.rows.cell, rest.weight * chain.rows.worker, 3)
    assert workers[1:] / by_age[1:] == pytest.approx([0.8, 0.5], rel=1e-6)


def test_newcomers_of_the_ages_at_which_they_arrive_leave_the_published_shares_as_they_are():
    """Moves, deaths and arrivals of a society that grows older, together; would catch any of them by another rule."""
    society = read_society("village").model
    rest, cells = steady_state_of(society, *people_of(society)), build_cells(society.people)
    grown = np.array([cell["age"] != "under 18" for cell in cells.categories])
    expected = np.where(grown, cells.shares, 0)
    assert np.bincount(rest.chain.rows.cell, rest.weight, len(grown)) == pytest.approx(
        expected / expected.sum(), rel=1e-5
    )


def people_of(society):
    cells = build_cells(society.people)
    return WritableRecord(build_society_table(society, cells, 1000, 1)), cells, np.array([1000])


def test_the_solved_state_over_ages_is_that_of_people_who_grow_older():
    """The oracle lives the shares of persons month by month, from newcomers on, with ageing written out by hand."""
    chain, lending, grown = three_ages()
    rest = solve_steady_state(chain, lending, grown, AGEING)
    state, weight = rest.state * rest.weight[:, None, None], chain.rows.weight
    rows, half = chain.rows, chain.n_positions // 2
    everyone = chain.newcomer_state * weight[:, None, None]
    share = {0: 0.0, 1: 0.8, 2: 0.5}
    for _ in range(1500):
        lived = everyone / np.maximum(everyone.sum(axis=(1, 2), keepdims=True), 1e-300)
        lived = chain.advance_month(lived) * everyone.sum(axis=(1, 2))[:, None, None]
        child = rows.cell == 0
        lived[child] = everyone[child]
        lived *= 1 - 0.01
        after = lived * (1 - AGEING.sum(axis=1))[rows.cell][:, None, None]
        for a, b in ((0, 1), (1, 2)):
            for row in np.flatnonzero(rows.cell == a):
                leaves = AGEING[a, b] * lived[row]
                same = rows.low_conviction == rows.low_conviction[row]
                worker = np.flatnonzero((rows.cell == b) & same & (rows.worker == 1))[0]
                other = np.flatnonzero((rows.cell == b) & same & (rows.worker == 0))[0]
                if a == 0:  # comes of age as a newcomer
                    mass = leaves.sum()
                    for to, part in ((worker, share[b]), (other, 1 - share[b])):
                        after[to] += mass * part * chain.newcomer_state[to]
                elif rows.worker[row]:
                    stays = share[b] / share[a]
                    after[worker] += stays * leaves
                    after[other, :, :half] += (1 - stays) * (leaves[:, :half] + leaves[:, half:])
                else:
                    after[other] += leaves
        after += 0.01 * everyone.sum() * weight[:, None, None] * chain.newcomer_state
        everyone = after
    everyone[rows.cell == 0] = 0
    everyone /= everyone.sum()
    assert state.sum() == pytest.approx(1.0)
    assert np.abs(everyone - state).max() < 1e-6
