"""Persons grow older within a run: the ages of a society stay, those of its people do not; both engines agree."""

from __future__ import annotations

from functools import cache
from math import sqrt

import numpy as np
import pytest

from underheaven.draws import draw_key
from underheaven.engine.factory import make_engine
from underheaven.fields.scales import BIRTH_MONTH_OFFSET
from underheaven.jit.interpreted import interpreted_copy
from underheaven.scenario.cells import build_cells
from underheaven.scenario.society_tables import build_society_table

from .bench import parted, regime, society
from .worlds import REMOVED, Refused, alter, build, cpu, live, no_regime, rich_regime, rich_society, same, without_facts

PERSONS = 20_000
AGES = {"under 18": 0, "18-29": 18, "30-39": 30, "40-49": 40, "50-59": 50, "60 and over": 60}


def village(**changes):
    """The village of the catalogue in towns, without a burn-in; every class of ages is a reporting group."""
    put = {
        "burn_in_months": 0,
        "people.town_size": 500,
        "people.attributes.age.report_as": {},
        "people.attributes.sex.report_as": "not reported",
        "people.attributes.income.report_as": "not reported",
    }
    return alter(without_facts("village"), put | changes)


@cache
def aged():
    """Twenty years of the village without a regime."""
    return live(build(no_regime(), village(), PERSONS), 241)


def cells_in(life, month, n=6000):
    """Return of the first places, in a month of the run: cell, age, and the cell of arrival, as the kernels say."""
    who, ageing, people = (
        life.built.society[0],
        interpreted_copy("kernel.ageing"),
        interpreted_copy("kernel.person_attributes"),
    )
    key = draw_key(life.built.seed, 0)
    first = [people.arrival_cell(who, key, i, int(life.state.generation[i])) for i in range(n)]
    ages = month + BIRTH_MONTH_OFFSET - life.state.born[:n].astype(np.int64)
    cells = [ageing.cell_at_age(who, c, a) for c, a in zip(first, ages, strict=True)]
    return np.array(cells, np.int64), ages, np.array(first, np.int64)


def test_the_share_of_every_age_stays_for_twenty_years():
    """Would catch ages that drift: without newcomers at the right ages the young grow fewer."""
    life = aged()
    weights = np.array(list(village().raw["people"]["attributes"][1]["categories"].values()), float)
    assert life.built.labels["group"] == tuple(AGES)
    for month in (0, 60, 240):
        counts = life["persons"][month]
        for count, share in zip(counts, weights / weights.sum(), strict=True):
            assert abs(count - PERSONS * share) <= 4.5 * sqrt(PERSONS * share * (1 - share))


def test_within_a_class_ages_stay_spread_as_they_were():
    """The mean age of a class is the same at the start, after five years and after twenty."""
    for months in (1, 60, 240):
        life = live(build(no_regime(), village(), 6000), months)
        cells, ages, _ = cells_in(life, months)
        who = life.built.society[0]
        for c in np.unique(cells):
            if who.powers[c] == 0:
                continue  # the last class has no end
            mine = ages[cells == c] - who.since[c]
            width = int(who.until[c] - who.since[c])
            assert mine.min() >= 0
            assert mine.max() < width
            weights = float(who.stays[c]) ** np.arange(width)
            mean = (weights * np.arange(width)).sum() / weights.sum()
            assert abs(mine.mean() - mean) <= 5 * width / sqrt(12 * len(mine))


def test_nobody_grows_younger_and_nobody_skips_a_class():
    built = build(no_regime(), village(), 300, panel=300)
    population = cpu().populate(built, 0)
    before, grown_older = None, 0
    for month in range(120):
        cpu().advance(population, built, month)
        now = population.panel.generation.copy(), population.panel.group.copy()
        if before is not None:
            same_person = now[0] == before[0]
            step = now[1].astype(int) - before[1]
            assert set(step[same_person]) <= {0, 1}
            grown_older += int((step[same_person] == 1).sum())
        before = now
    assert grown_older > 100
    assert built.labels["group"] == tuple(AGES)


def test_newcomers_stand_at_the_first_age_of_a_class():
    """Who took a place over when the last month was done is there for the first time in the month after it."""
    life = aged()
    cells, ages, first = cells_in(life, 241, PERSONS)
    who = life.built.society[0]
    arrived = (ages == who.since[cells]) & (cells == first)
    assert arrived.sum() == life["renewed"][240].sum() > 10
    assert (ages >= who.since[cells]).all()
    born = [life.built.labels["group"][g] for g in who.group[first[arrived]]].count("under 18")
    assert 0.3 < born / arrived.sum() < 0.85


def test_the_old_leave_most():
    """Balance: the last class loses what comes in, about ten times the share of the others."""
    life = aged()
    a_year = 12 * life["renewed"].sum(axis=0) / life["persons"].sum(axis=0)
    assert a_year[:-1] == pytest.approx(0.008, rel=0.15)
    assert a_year[-1] == pytest.approx(0.081, rel=0.1)


def test_the_share_in_work_stays_at_every_age():
    """Would catch a workforce flag that stays with a person for life: it would drift toward the mean of all ages."""
    life = aged()
    s = village().model
    cells = build_cells(s.people)
    for g, name in enumerate(AGES):
        mine = [c for c, cell in enumerate(cells.categories) if cell["age"] == name]
        table = build_society_table(s, cells, 1000, 1)[0]
        expected = float((table.participation[mine] * cells.shares[mine]).sum() / cells.shares[mine].sum() / 2**32)
        for month in (0, 120, 240):
            n = int(life["persons"][month, g])
            wanted = 0 if name == "under 18" else n * expected
            assert abs(life["workforce"][month, g] - wanted) <= 4.5 * sqrt(n / 4)


def test_the_need_for_loans_of_a_cohort_mixes():
    """Who is 40 to 49 at the start of ten years has, over them, the mean need of the two classes lived through.

    Each month of the run a hundred-and-twentieth of the cohort goes on to the next class.
    """
    credit = {
        "exploration": 1,
        "loan_months": 1,
        "unwilling": 0,
        "unable": 0,
        "need_factors": {"age": {"40-49": 2.0, "50-59": 0.5}},
    }
    courts = {"error_per_year": 0, "backlog": "stationary"}
    only_needs = {f"livelihood.credit.{name}": value for name, value in credit.items()}
    only_needs |= {f"livelihood.courts.{name}": value for name, value in courts.items()}
    only_needs |= {
        "livelihood.jobs.employed_at_start": 1,
        "livelihood.jobs.loss": 0,
        "people.minors": {},
        "people.renewed_per_year": 0,
    }
    life = live(build(no_regime(), village(**only_needs), PERSONS), 120)
    stayed = life.sums.renewals == 0
    groups = np.array(life.built.labels["group"])[life.places["group"]]
    loans = {name: life.sums.loans[stayed & (groups == name)] for name in AGES}
    young = loans["18-29"].mean()
    ratio = loans["40-49"].mean() / loans["30-39"].mean()
    # 30-39 goes from need 1 to 2, 40-49 from 2 to 1/2; a month with a loan awaits none.
    need = village().raw["livelihood"]["credit"]["need_per_year"] / 12
    monthly = {k: 1 / (1 / (k * need) + 1) for k in (1.0, 2.0, 0.5)}
    expected = (monthly[2.0] + monthly[0.5]) / (monthly[1.0] + monthly[2.0])
    assert young > 0
    assert ratio == pytest.approx(expected, rel=0.06)


def test_debts_of_every_age_are_at_rest_from_the_first_month_on():
    """Would catch a start that does not know that people grow older: whoever is 50 has debts from before."""
    life = live(build(no_regime(), village(), 2 * PERSONS), 121)
    owing = life["solvency"][:, 4:6].sum(axis=1)
    for g, name in list(enumerate(AGES))[1:]:
        before, after = int(owing[0, g]), int(owing[120, g])
        assert before + after > 100, name
        assert abs(after - before) <= 4 * sqrt(before + after), name


def grows_up(**changes):
    """The bench where every act is seen: minors of two years, then grown for good."""
    people = {
        "people.attributes": [{"name": "age", "categories": {"minor": 1, "grown": 3}}],
        "people.minors": {"age": ["minor"]},
        "people.ageing": {"attribute": "age", "from_years": {"minor": 0, "grown": 2}},
    }
    return society(people | changes)


def test_minors_grow_up_and_are_then_listed():
    """Everybody acts every month and is seen: who grows up is on the list from that month on, and on none before."""
    life = live(build(regime(), grows_up(), 4096), 25)
    grown = life["persons"][:, life.place("group", "grown")]
    assert (life["persons"][:, life.place("group", "minor")] > 0).all()
    assert np.array_equal(life["blacklisted"].sum(axis=1), grown)
    stayed = life.places["minor"].astype(bool) & (life.sums.renewals == 0)
    assert stayed.sum() > 800
    months = life.sums.months_listed[stayed]
    assert set(months) == set(range(1, 25))  # the youngest at the start were minors for two years
    assert life["first_listed"].sum() == (life.sums.months_listed > 0).sum()


def test_who_grows_up_comes_onto_a_list_of_the_clean_as_a_newcomer_does():
    """Persons without a record stand on a list there: whoever was a minor last month was on none."""
    rules, people = parted("red")
    people |= {"people.ageing": {"attribute": "age", "from_years": {"young": 0, "grown": 1}}}
    built = build(regime(rules), society(people), 40)
    one, other = live(built, 14, make_engine("plain")), live(built, 14)
    assert same(one, other) == []
    red = other.place("list", "red")
    on = other["listed"][:, red].sum(axis=1)
    came, went = other["entries"][:, red].sum(axis=1), other["exits"][:, red]
    left = other["renewed_while_listed"][:, red]
    assert np.array_equal(on[1:] - on[:-1], came[1:] - went[1:] - left[:-1])
    assert came[2:].sum() > 0


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"people.renewed_per_year": 12},
        {"people.ageing.from_years": {"old": 0, "child": 1, "young": 5}, "people.minors": {}},
        {"people.minors": {"age": ["child", "young"]}},
    ],
    ids=["rich", "renewed-monthly", "another-order", "grown-late"],
)
def test_engines_agree(changes):
    built = build(rich_regime(), alter(rich_society(), changes), 48, panel=20)
    one, other = live(built, 13, make_engine("plain")), live(built, 13, cpu(2))
    assert same(one, other) == []
    assert all(np.array_equal(a, b) for a, b in zip(one.population.panel, other.population.panel, strict=True))


def test_one_class_without_an_end_is_no_ageing():
    """Nobody can leave the only class: the life is the same, byte for byte, as where nobody grows older."""
    people = {
        "people.attributes": [
            {"name": "age", "categories": {"grown": 1}},
            {"name": "sex", "categories": {"men": 2, "women": 1}},
        ],
        "people.renewed_per_year": 3,
    }
    ages = {"people.ageing": {"attribute": "age", "from_years": {"grown": 0}}}
    one, other = (live(build(regime(), society(people | more), 300), 24) for more in ({}, ages))
    assert same(one, other) == ["state born"]
    assert one["renewed"].sum() > 500


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"people.ageing.attribute": "years"}, "has no such attribute"),
        ({"people.ageing.attribute": "income"}, "drawn for a household"),
        ({"people.ageing.from_years.old": REMOVED}, "leaves out"),
        ({"people.ageing.from_years.dead": 90}, "has no such category"),
        ({"people.ageing.from_years.old": 2}, "begins at this age too"),
        ({"people.attributes.age.categories.young": 0}, "cannot be passed"),
        ({"people.minors.age": ["old"]}, "becomes a minor again"),
    ],
)
def test_what_nobody_can_grow_through_is_refused(changes, said):
    with pytest.raises(Refused, match=said):
        alter(rich_society(), changes)
