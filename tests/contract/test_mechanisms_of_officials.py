"""Attention, favour, quotas and what is kept back: switched on, each changes its count by a known size; off, not."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import DISCRETION, FALSE, GRADE_GROUNDS, ORIGINS, RECORDING_WAYS, SCORE_MOMENTS, TRUE

from .bench import NEVER, PERSONS, near, try_out
from .worlds import live

MONTHS = 12
PM = PERSONS * MONTHS
TOWNS = {"people.town_size": 64}
SELDOM = {"sensing.channels.eye.detection_rate": 0.2}
REPORTED = {
    "sensing.channels.+": {"name": "ear", "conduct": ["act"], "detection_rate": 0.1, "follows_attention": False}
}
FOLLOWS = {"sensing.attention_exponent": 1.0, "sensing.attention_prior": [1.0]}


def by_town(life, persons=64):
    """Return for each town the months listed of all its persons."""
    return life.sums.months_listed.astype(np.int64).reshape(-1, persons).sum(axis=1)


def visited(visits, **more):
    return SELDOM | {"sensing.attention_mode": "visits", "sensing.visits_per_month": visits} | more


def filed(life, origin):
    return int(life["recorded"][:, :, origin - 1].sum())


def test_in_the_first_month_all_towns_are_looked_at_alike():
    one, other = try_out(SELDOM, TOWNS, months=1), try_out(SELDOM | FOLLOWS, TOWNS, months=1)
    assert one["recorded"].sum() == other["recorded"].sum() > 0


@pytest.mark.parametrize("exponent", [1.0, 2.0])
def test_attention_that_follows_records_parts_towns_that_are_alike(exponent):
    """Lists last a month, so that months listed count records; without attention they scatter as chance has it."""
    rules = SELDOM | {"recording.rules.act.months": 1}
    even = by_town(try_out(rules, TOWNS, months=40))
    parted = by_town(try_out(rules | FOLLOWS | {"sensing.attention_exponent": exponent}, TOWNS, months=40))
    by_chance = 64 * 40 * 0.2 * 0.8
    assert even.var() < 2.5 * by_chance
    assert parted.var() > 5 * by_chance
    assert parted.mean() == pytest.approx(even.mean(), rel=0.05 if exponent == 1 else 0.6)


def test_without_an_exponent_attention_changes_nothing():
    """Neither a channel that follows attention nor what a town has on record counts for anything."""
    one = try_out(SELDOM | REPORTED, TOWNS)
    other = try_out(SELDOM | REPORTED | {"sensing.channels.ear.follows_attention": True}, TOWNS)
    assert all(np.array_equal(one[name], other[name]) for name in one.tallies)
    assert not one["recorded_by_discovery"].any()


def test_a_visited_town_is_looked_at_as_often_as_it_is_visited_and_no_other_at_all():
    """One visit a month to 64 towns: the town has all of their attention, and every act in it is recorded."""
    life = try_out(visited(1) | {"recording.rules.act.months": 1}, TOWNS)
    months = by_town(life)
    assert months.sum() == 64 * MONTHS
    assert set((months % 64).tolist()) == {0}


def test_many_visits_find_as_much_as_even_attention():
    """A thousand visits to 16 towns: nearly each town's share, and chances that no cut reaches."""
    life = try_out(visited(1000), {"people.town_size": 256})
    assert filed(life, TRUE) == pytest.approx(0.2 * PM, rel=0.05)


@pytest.mark.parametrize("attention", [FOLLOWS, {"sensing.attention_mode": "visits", "sensing.visits_per_month": 1}])
def test_what_is_reported_needs_no_attention(attention):
    life = try_out(SELDOM | REPORTED | attention, TOWNS)
    reported, discovered = (
        int(life["recorded_by_discovery"][:, :, RECORDING_WAYS.index(w)].sum()) for w in RECORDING_WAYS
    )
    assert near(reported, PM, 0.1)
    assert reported + discovered == filed(life, TRUE)
    assert discovered > 0


@pytest.mark.parametrize("visits", [1, 40])
def test_false_records_come_where_officials_look(visits):
    """A visit to one of 64 towns raises its rate to 64 times the stated one, which is cut at certainty."""
    rules = {"sensing.channels.eye.false_records_per_year": 0.1, "recording.rules.act.months": 1}
    life = try_out(visited(visits) | rules, TOWNS | NEVER, months=30)
    assert near(filed(life, FALSE), PERSONS * 30, 0.1 / 12)
    if visits == 1:
        monthly = life["recorded"][:, 0, FALSE - 1]
        assert near(monthly.sum(), 64 * 30, 64 * 0.1 / 12)


def test_a_prior_says_where_officials_look_first():
    rules = visited(1) | {"sensing.attention_prior": [0.0, 1.0], "recording.rules.act.months": 1}
    life = try_out(rules, {"people.town_size": 2048}, months=1)
    left, looked_at = by_town(life, 2048).tolist()
    assert left == 0
    assert near(looked_at, 2048, 2 * 0.2)


QUOTA = {"sensing.channels.eye.detection_rate": 0, "officials.quota_per_1000": 50, "officials.quota_conduct": "act"}
HALF = {"conduct.act.opportunities_per_year": 6}


def test_a_quota_is_filled_blindly():
    """Fifty records a thousand persons a month; half of all acted, so half of those picked did nothing."""
    life = try_out(QUOTA, HALF | TOWNS)
    assert life["recorded"][0].sum() == 0  # nothing was sensed in the month before the first
    made = life["recorded"][1:].sum()
    assert near(made, PERSONS * (MONTHS - 1), 0.05)
    assert near(filed(life, DISCRETION), made, 0.5)
    assert life["made_for_quota"].sum(axis=0).tolist() == life["recorded"].sum(axis=(0, 1)).tolist()
    assert filed(life, TRUE) + filed(life, DISCRETION) == made
    assert life.sums.wrongful_records.sum() == filed(life, DISCRETION)


def test_without_a_quota_nobody_is_recorded_at_discretion():
    life = try_out({}, HALF)
    assert filed(life, DISCRETION) == life["made_for_quota"].sum() == 0


@pytest.mark.parametrize("sensed", [0.02, 0.2])
def test_only_what_channels_left_lacking_is_made_up(sensed):
    rules = QUOTA | {"sensing.channels.eye.detection_rate": sensed}
    life = try_out(rules, {"people.town_size": 4096})
    by_channel = life["recorded"].sum() - life["made_for_quota"].sum()
    assert near(by_channel, PM, sensed)
    if sensed > 0.05:
        assert life["made_for_quota"].sum() == 0
    else:
        made = life["made_for_quota"].sum()
        assert made == pytest.approx((0.05 * (MONTHS - 1) - 0.02 * (MONTHS - 1)) * PERSONS, rel=0.12)


FAVOUR = {"officials.favour_share": 0.25, "officials.favour_points": 40}
GRADES = {
    "standing.start": 100,
    "standing.grades": {"A": 120, "B": 100, "C": 0},
    "recording.rules.act.points": -10,
    "recording.rules.act.months": 1,
    "sensing.channels.eye.detection_rate": 0.5,
}


@pytest.mark.parametrize("share", [0.25, 1.0])
def test_bad_news_of_the_favoured_is_kept_back_at_its_share(share):
    life = try_out(FAVOUR | {"officials.suppression": share})
    hidden = life["suppressed"].sum()
    assert near(hidden, PERSONS, 0.25 * share) or near(hidden / MONTHS, PERSONS, 0.25 * share)
    assert hidden + filed(life, TRUE) == PM
    assert life["suppressed"][:, ORIGINS.index("true")].sum() == hidden


def test_officials_without_favourites_keep_nothing_back():
    life = try_out(FAVOUR)
    assert life["suppressed"].sum() == 0
    assert filed(life, TRUE) == PM


def test_the_best_grade_is_counted_by_what_it_rests_on():
    """From 100 points only favour reaches 120; after a record of -10 it still does."""
    life = try_out(GRADES | FAVOUR)
    records, favour = (int(life["best_grade"][:, GRADE_GROUNDS.index(g)].sum()) for g in GRADE_GROUNDS)
    assert records == 0
    assert favour == life["grades"][:, life.place("grade", "A")].sum()
    assert near(favour / MONTHS, PERSONS, 0.25)


def test_moments_of_the_score_are_those_of_persons():
    life = try_out(GRADES | FAVOUR, months=3)
    n, score, less, *_ = moments = [int(x) for x in life["favour_moments"][-1]]
    assert len(moments) == len(SCORE_MOMENTS)
    assert n == PERSONS
    assert score + n * int(life.built.rules[1].minimum) == life["score"][-1]
    favoured = int(life["best_grade"][-1].sum())
    assert score - less == 40 * favoured


def test_without_favour_nothing_of_it_is_counted():
    life = try_out(GRADES)
    assert life["favour_moments"].sum() == life["best_grade"].sum() == 0


def test_attention_goes_on_from_a_checkpoint(rich_world):
    """Past and quota lie in the towns: a population restored at any month lives on as it would have."""
    from underheaven.engine.population import Population

    from .worlds import cpu

    whole = live(rich_world, 12)
    half = cpu().populate(rich_world, 0)
    months = rich_world.burn_in_months + 12
    for month in range(months):
        if month == rich_world.burn_in_months:
            half.reset_sums()
            half.enter_scenario(rich_world)
        if month == months - 4:
            other = Population.empty(rich_world.persons, rich_world.n_towns, 3, 7, 0, rich_world.extra_state)
            other.restore(half.arrays())
            half = other
        cpu().advance(half, rich_world, month)
    assert half.towns.past.tolist() == whole.population.towns.past.tolist()
    assert np.array_equal(half.state.dossier, whole.state.dossier)
    assert half.towns.past.sum() > 0
