"""Without a regime nothing drifts, and the length of the burn-in moves nothing."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import ARREARS, BORROWING, OWES_UNABLE, OWES_UNWILLING
from underheaven.scenario.initial_population import document_steady_state
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_regime, read_society

from .worlds import alter, build, live, no_regime, without_facts

PERSONS, REPLICATES, MONTHS = 20_000, 4, 121
SIGMAS = 4.0
WORKER = 2
"""The bit of livelihood that says who is in the workforce."""


def lives(society, months, regime=None, persons=PERSONS):
    world = build(regime or no_regime(), society, persons)
    return [live(world, months, replicate=n) for n in range(REPLICATES)]


def shares(found, month):
    """Return persons and their numbers by what they are in, all replicates together, in a month observed."""
    counts = {"owing": 0, "borrowing": 0, "in arrears": 0, "out of work": 0}
    for life in found:
        at = life.built.burn_in_months + month
        solvency = life["solvency"][at].sum(axis=1)
        counts["owing"] += int(solvency[OWES_UNABLE] + solvency[OWES_UNWILLING])
        counts["borrowing"] += int(solvency[BORROWING])
        counts["in arrears"] += int(solvency[ARREARS])
        counts["out of work"] += int(life["unemployed"][at].sum())
    return counts


@pytest.mark.parametrize("name", shipped_names("society"))
def test_without_a_regime_nothing_drifts_over_ten_years(name):
    """From the first month of all, without a burn-in.

    A drift of 1 % a year moves the stock of debtors by 10 %, or 4 standard errors: of 80,000 persons 2,500 owe.
    Of loans it would be seen at 0.3 % a year, of work at 0.7 %; of arrears, which are few, at 3 %.
    """
    found = lives(alter(without_facts(name), {"burn_in_months": 0}), MONTHS)
    first, last = shares(found, 0), shares(found, MONTHS - 1)
    for what, count in first.items():
        assert abs(last[what] - count) <= SIGMAS * np.sqrt(last[what] + count), what


@pytest.mark.parametrize("name", ["china-2020", "village"])
def test_savings_do_not_drift(name):
    """Savings of the workforce, in work and out of it, a month after the start and ten years later."""
    society = alter(without_facts(name), {"burn_in_months": 0})
    means = []
    for months in (1, MONTHS):
        life = live(build(no_regime(), society, PERSONS), months)
        means.append(float(life.state.savings[life.state.livelihood & WORKER > 0].mean()))
    assert means[1] == pytest.approx(means[0], rel=0.015)


def test_the_length_of_the_burn_in_moves_neither_debtors_nor_entries():
    """Before, 24 and 120 months of burn-in made the entries of five years differ by a factor of two."""
    regime, owing, entries = read_regime("court-defaulters-2013"), [], []
    for months in (24, 120):
        society = alter(read_society("china-2020"), {"burn_in_months": months, "people.town_size": 128})
        found = lives(society, 63, regime, persons=10_000)
        owing.append([shares(found, m)["owing"] for m in (0, 62)])
        entries.append(sum(int(life["entries"][months:].sum()) for life in found))
    for short, long in [*zip(*owing, strict=True), entries]:
        assert abs(short - long) <= SIGMAS * np.sqrt(short + long)


@pytest.mark.parametrize("burn_in", [0, 36])
def test_a_stated_backlog_is_what_the_first_month_counts_and_drifts_back_by_its_half_life(burn_in):
    """Would catch a backlog that the burn-in erodes or adds to."""
    society = alter(without_facts("china-2020"), {"livelihood.courts.backlog": 0.01, "burn_in_months": burn_in})
    rest = document_steady_state(society)
    half = round(rest.half_life())
    found = lives(society, half + 1)
    grown = REPLICATES * PERSONS * 0.7893
    first, later = (shares(found, m)["owing"] / grown for m in (0, half))
    assert first == pytest.approx(0.01, abs=SIGMAS * np.sqrt(0.01 / grown))
    assert later == pytest.approx((0.01 + rest.backlog) / 2, abs=0.0025)
