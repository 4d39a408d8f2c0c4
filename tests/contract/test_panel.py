"""The panel says of each person what tallies say of all, in both engines, and moves nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.codes import OWES_UNABLE, SOLVENCY
from underheaven.fields.panel import PANEL

from . import worlds
from .bench import parted, regime, society

MONTHS = 12
HALF = 30


def watched(built, engine, n_panel, months=MONTHS):
    """Lives a world with a panel and returns tallies, panel and last state, months stacked, burn-in included."""
    built = replace(built, panel=n_panel)
    people = engine.populate(built, 0)
    tallies, panels = [], []
    for month in range(built.burn_in_months + months):
        if month == built.burn_in_months:
            people.reset_sums()
            people.enter_scenario(built)
        tallies.append(engine.advance(people, built, month))
        panels.append({name: array.copy() for name, array in people.panel._asdict().items()})
    stacked = [{name: np.stack([row[name] for row in rows]) for name in rows[0]} for rows in (tallies, panels)]
    return *stacked, people


def coming_and_going():
    """A rich world of many in which places are often renewed, and nobody's savings move once solvency is counted."""
    people = worlds.alter(worlds.rich_society(), {"people.renewed_per_year": 0.8, "livelihood.exchange.rate": 0})
    return worlds.build(worlds.rich_regime(), people, 1500)


@pytest.fixture(scope="module")
def rich():
    """Everybody is in the panel."""
    return watched(coming_and_going(), worlds.cpu(2), 1500, 24)


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize("n_panel", [0, 1, HALF, 60])
def test_both_engines_write_the_same_panel(rich_world, threads, n_panel):
    _, plain, _ = watched(rich_world, make_engine("plain"), n_panel, 3)
    _, compiled, _ = watched(rich_world, worlds.cpu(threads), n_panel, 3)
    for field in PANEL:
        assert plain[field.name].dtype == compiled[field.name].dtype == field.dtype
        assert plain[field.name].shape[1] == n_panel
        assert np.array_equal(plain[field.name], compiled[field.name]), field.name


@pytest.mark.parametrize("n_panel", [0, HALF])
def test_a_panel_moves_nothing_and_its_size_no_panelist(rich, n_panel):
    tallies, panel, people = rich
    others, smaller, same = watched(coming_and_going(), worlds.cpu(1), n_panel, 24)
    assert all(np.array_equal(tallies[name], others[name]) for name in tallies)
    assert all(np.array_equal(panel[name][:, :n_panel], smaller[name]) for name in panel)
    for part in ("state", "sums"):
        assert all(np.array_equal(a, b) for a, b in zip(getattr(people, part), getattr(same, part), strict=True))


def by_group(panel, chosen, n_groups):
    """Counts chosen persons (month, panelist) by group, (month, group)."""
    groups = np.arange(n_groups)
    return ((panel["group"][:, :, None] == groups) & chosen[:, :, None]).sum(axis=1)


@pytest.mark.parametrize(
    ("tally", "chosen"),
    [
        ("persons", lambda p: p["group"] >= 0),
        ("speaking", lambda p: p["speaking"] == 1),
        ("workforce", lambda p: p["workforce"] == 1),
        ("unemployed", lambda p: (p["workforce"] == 1) & (p["employed"] == 0)),
    ],
)
def test_counts_by_group_are_those_of_the_tallies(rich, tally, chosen):
    tallies, panel, _ = rich
    counted = by_group(panel, chosen(panel), tallies[tally].shape[1])
    assert np.array_equal(counted, tallies[tally])
    assert counted.sum() > 0


def test_standing_is_that_of_the_tallies(rich):
    tallies, panel, _ = rich
    groups = tallies["grades"].shape[2]
    for grade in range(tallies["grades"].shape[1]):
        assert np.array_equal(by_group(panel, panel["grade"] == grade, groups), tallies["grades"][:, grade])
    assert tallies["grades"].sum() > 0
    assert np.array_equal(panel["records"].sum(axis=1), tallies["live_records"].sum(axis=1))
    assert np.array_equal(panel["score"].sum(axis=1), tallies["score"])
    assert panel["records"].max() > 1


def test_stages_of_solvency_are_those_of_the_tallies(rich):
    tallies, panel, _ = rich
    groups = tallies["solvency"].shape[2]
    for stage in range(1, len(SOLVENCY)):
        assert np.array_equal(by_group(panel, panel["solvency"] == stage, groups), tallies["solvency"][:, stage])
    assert tallies["solvency"][:, OWES_UNABLE].sum() > 0


def test_beliefs_and_legitimacy_are_those_of_the_tallies(rich):
    tallies, panel, _ = rich
    grown = panel["minor"] == 0
    assert 0 < grown.sum() < grown.size
    assert np.array_equal((panel["legitimacy"] * grown.astype(np.int64)).sum(axis=1), tallies["legitimacy"])
    beliefs = panel["beliefs"].astype(np.int64) * grown[:, :, None]
    assert np.array_equal(beliefs.sum(axis=1), tallies["belief"])


def test_lists_and_losses_are_those_of_the_sums(rich):
    _, panel, people = rich
    first = len(panel["group"]) - 24
    assert np.array_equal(panel["blacklisted"][first:].sum(axis=0), people.sums.months_listed)
    assert np.array_equal(panel["wrongly_listed"][first:].sum(axis=0), people.sums.months_wrongly_listed)
    assert np.array_equal(panel["speaking"][first:].sum(axis=0), people.sums.months_speaking)
    assert np.array_equal(panel["detriment"][-1], people.sums.detriment)
    assert (np.diff(panel["detriment"][first:].astype(np.int64), axis=0) >= 0).all()
    assert 0 < panel["wrongly_listed"].sum() < panel["blacklisted"].sum()


def test_redlists_are_those_of_the_tallies():
    """Everybody is on one of two lists, which an amendment exchanges; minors are on none."""
    rules, people = parted("red")
    built = worlds.build(regime(rules), society(people), persons=300)
    tallies, panel, _ = watched(built, worlds.cpu(1), 300, 20)
    red, black = (built.labels["list"].index(colour) for colour in ("red", "black"))
    listed = tallies["listed"].sum(axis=2)
    assert np.array_equal(panel["redlisted"].sum(axis=1), listed[:, red])
    assert np.array_equal(panel["blacklisted"].sum(axis=1), listed[:, black])
    assert (listed[-24:].max(axis=0) > 0).all()
    assert not (panel["redlisted"] & panel["blacklisted"]).any()
    assert not panel["redlisted"][panel["minor"] == 1].any()


def test_a_row_is_of_the_person_who_lived_the_month_through(rich):
    """A newcomer comes with the next month: renewal is the last thing to happen in one."""
    tallies, panel, people = rich
    renewed = np.diff(panel["generation"].astype(int), axis=0, append=people.state.generation[None].astype(int))
    assert np.array_equal((renewed % 256).sum(axis=1), tallies["renewed"].sum(axis=1))
    assert renewed.any()


def test_who_acted_in_the_open_is_what_others_saw(rich):
    """After a month without renewal of the slot, the public status is still that of the panelist."""
    _, panel, people = rich
    stayed = panel["generation"][-1] == people.state.generation
    grown = panel["minor"][-1] == 0
    seen = (people.state.public_status >> 3) & 1
    assert np.array_equal(panel["open"][-1][stayed & grown], seen[stayed & grown])
    assert not panel["open"][panel["minor"] == 1].any()
    assert panel["open"].any()
