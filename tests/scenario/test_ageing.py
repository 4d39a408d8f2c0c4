"""Who leaves and who arrives at which age keeps the published ages as they are, in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.scenario.ageing import NEVER_REACHED, ageing_rates, stationary_flows
from underheaven.scenario.cells import build_cells
from underheaven.scenario.column_filling import fixed
from underheaven.scenario.society_tables import build_society_table
from underheaven.spec.io.document_reader import read_society

from ..contract.worlds import REMOVED, alter

CHINA = np.array([296994422, 195862663, 223158122, 207180217, 222565082, 264018218])
YEARS = [18, 12, 10, 10, 10]


def lived(shares, lengths, bands, months):
    """Let months of age pass over a population that starts as the first people do; return its classes by month."""
    rows = []
    for share, length, leaves in zip(shares, lengths, bands.leaves, strict=False):
        weights = (1 - leaves) ** np.arange(length)
        rows.append(share * weights / weights.sum())
    last, found = shares[-1], []
    for _ in range(months):
        ends = [row[-1] * (1 - leaves) for row, leaves in zip(rows, bands.leaves, strict=False)]
        came = bands.arrivals + np.array([0.0, *ends])
        rows = [np.append(a, row[:-1] * (1 - leaves)) for a, row, leaves in zip(came, rows, bands.leaves, strict=False)]
        last = last * (1 - bands.leaves[-1]) + came[-1]
        found.append([*(row.sum() for row in rows), last])
    return np.array(found)


@pytest.mark.parametrize("least", [0.0, 0.004, 0.008, 0.03, 0.3, 12.0])
def test_published_ages_stay_for_twenty_years(least):
    """Would catch renewal that hits all ages alike, and newcomers of the wrong age."""
    shares, lengths = CHINA / CHINA.sum(), [12 * y for y in YEARS]
    bands = stationary_flows(shares, lengths, least / 12)
    assert np.abs(lived(shares, lengths, bands, 240) / shares - 1).max() < 1e-9
    assert (bands.leaves >= least / 12).all()
    assert (bands.leaves <= 1).all()


@pytest.mark.parametrize("seed", range(8))
def test_any_classes_stay_as_they_are_and_who_leaves_is_replaced(seed):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(rng.integers(1, 8)))
    lengths = [int(n) for n in 12 * rng.integers(1, 30, len(shares) - 1)]
    bands = stationary_flows(shares, lengths, float(rng.uniform(0, 0.02)))
    assert np.allclose(lived(shares, lengths, bands, 120), shares, rtol=1e-7)
    assert bands.arrivals.sum() == pytest.approx((bands.leaves * shares).sum())
    assert (bands.arrivals >= 0).all()


def test_without_other_losses_who_is_born_dies_in_the_last_class():
    """Two classes of a year, 12 and 12, and an open one of 6: one is born a month, and one in six of the last dies."""
    bands = stationary_flows(np.array([12, 12, 6]) / 30, [12, 12], 0.0)
    assert bands.arrivals * 30 == pytest.approx([1, 0, 0])
    assert bands.leaves == pytest.approx([0, 0, 1 / 6])


def test_a_class_that_gets_too_few_is_made_up_for_by_newcomers_at_its_first_age():
    bands = stationary_flows(np.array([12, 24, 6]) / 42, [12, 12], 0.0)
    assert bands.arrivals * 42 == pytest.approx([1, 1, 0])


def test_a_class_that_would_send_on_too_many_loses_more_on_the_way():
    bands = stationary_flows(np.array([24, 12, 6]) / 42, [12, 12], 0.0)
    assert bands.arrivals[1] == pytest.approx(0, abs=1e-12)
    assert bands.leaves[0] > 0
    assert (1 - bands.leaves[0]) ** 12 * bands.arrivals[0] * 42 == pytest.approx(1)


@pytest.fixture(scope="module")
def village():
    return read_society("village")


@pytest.mark.parametrize("least", [0, 0.3, 12])
def test_those_in_their_last_month_are_those_sent_on(village, least):
    """What the economy at rest reads of a class: the chance of who stays to be in the next one a month later."""
    people = alter(village, {"people.renewed_per_year": least}).model.people
    cells = build_cells(people)
    ages = ageing_rates(people, cells)
    arriving = np.outer(cells.household_shares, ages.arrival_shares).ravel()
    stays = cells.shares * (1 - ages.leaves)
    after = (
        stays * (1 - ages.last_month_share)
        + np.bincount(ages.older, stays * ages.last_month_share, len(stays))
        + arriving
    )
    assert after == pytest.approx(cells.shares)


def test_newcomers_differ_by_age_alone(village):
    cells = build_cells(village.model.people)
    ages = ageing_rates(village.model.people, cells)
    by_sex = {
        sex: sum(s for s, c in zip(ages.arrival_shares, cells.categories, strict=False) if c["sex"] == sex)
        for sex in ("men", "women")
    }
    assert by_sex["men"] / by_sex["women"] == pytest.approx(1.0507)
    born = sum(s for s, c in zip(ages.arrival_shares, cells.categories, strict=False) if c["age"] == "under 18")
    assert 0.5 < born / ages.arrival_shares.sum() < 0.65


def test_who_grows_older_stays_in_the_household_and_of_the_same_sex(village):
    cells = build_cells(village.model.people)
    table = build_society_table(village.model, cells, 1000, 1)[0]
    order = list(village.model.people.ageing.from_years)
    for c, cell in enumerate(cells.categories):
        after = cells.categories[table.older[c]]
        if cell["age"] == order[-1]:
            assert after == cell
            assert table.until[c] == NEVER_REACHED
        else:
            assert after == {**cell, "age": order[order.index(cell["age"]) + 1]}
            assert table.until[c] == table.since[table.older[c]]


def test_nobody_grows_older_where_a_society_does_not_say_so(village):
    society = alter(village, {"people.ageing": REMOVED}).model
    cells = build_cells(society.people)
    table = build_society_table(society, cells, 1000, 1)[0]
    n = len(cells.categories)
    assert (table.until[:n] == NEVER_REACHED).all()
    assert np.array_equal(table.arrival_cum, table.person_cum)
    assert np.array_equal(table.arrival_guide, table.person_guide)
    assert (table.renewal[:n] == fixed(0.008 / 12)).all()
