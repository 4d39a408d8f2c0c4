"""Measures of several regimes: the numbers of the registry, and words where there is none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.measure import speech
from underheaven.measure.interval import interval
from underheaven.measure.registry import MEASURES
from underheaven.measure.values import DIFFERENCE
from underheaven.show import ranges
from underheaven.show.page.sides import rows
from underheaven.show.page.sides.rows import PARTS, ahead, row


def mark(one, world):
    return next(mark for mark in one.marks if mark.world == world)


def test_levels_are_those_of_the_registry(scene, four):
    one = row(scene, "records_filed")
    assert [m.world for m in one.marks] == list(scene.shown)
    for m in one.marks:
        values = MEASURES["records_filed"].function(four).sel(world=m.world).values
        assert (m.found.mean, m.found.high) == (values.mean(), interval(values).high)
        assert m.span == ranges.range_of(four, m.world, "records_filed")


def test_differences_are_paired_and_shares_of_the_other_world_are_taken_as_they_are(scene, four):
    loans, felt = MEASURES["loans_made"].function(four), row(scene, "loans_made", DIFFERENCE)
    apart = loans.sel(world="credit-bureau").values - loans.sel(world="none").values
    assert replace(mark(felt, "credit-bureau").found, events=None) == interval(apart)
    chilled = mark(row(scene, "chilled_speech", DIFFERENCE), "imagined-unified")
    assert chilled.found.mean == speech.chilled_speech(four, "none").sel(world="imagined-unified").mean()
    assert 0 <= chilled.found.low <= chilled.found.high <= 1


def test_what_has_no_number_says_why(scene):
    """The reformed score books no detriment and keeps no blacklist; the bureau records a single kind."""
    for name in ("cross_context_share", "unjustified_share", "ordinal_proportionality", "excess_share"):
        assert (mark(row(scene, name), "rongcheng-2021").why, mark(row(scene, name), "rongcheng-2021").defined) == (
            rows.NO_LOSS,
            False,
        )
    assert mark(row(scene, "ordinal_proportionality"), "credit-bureau").why == rows.UNRANKED
    assert mark(row(scene, "ever_listed"), "rongcheng-2021").why == rows.NO_LISTS
    assert mark(row(scene, "ever_listed"), "imagined-unified").why == ""
    assert mark(row(scene, "listed_unable"), "points-licence").why == "lists nobody for a debt"
    for name in ("wrongly_listed_share", "ever_listed", "cross_context_share", "listed_unable"):
        assert all(m.why for m in row(scene, name).marks if not m.defined)


def test_before_a_regime_begins_nothing_is_recorded(scene, four):
    silent = four.copy(deep=True)
    for name in ("recorded", "listed", "blacklisted"):
        silent[name].loc[{"world": "credit-bureau"}] = 0
    found = mark(row(type(scene)(silent, scene.worlds, scene.against, scene.regimes, scene.society), "listed_now"),
                 "credit-bureau")  # fmt: skip
    assert (found.found.mean, found.why) == (0, rows.NO_RECORDS)


def test_parts_of_life_are_counted(scene):
    found = {m.world: m.found.mean for m in row(scene, PARTS).marks}
    assert found == {"imagined-unified": 9, "rongcheng-2021": 0, "credit-bureau": 1, "points-licence": 1}


def test_the_order_is_counted_over_the_points(scene, four):
    one, kept = row(scene, "records_filed"), rows.kept_of(four.attrs)
    above, told = ahead(scene, one, "imagined-unified", "credit-bureau")
    places = [kept.columns.index((world, "records_filed", "level")) for world in ("imagined-unified", "credit-bureau")]
    first, second = kept.points[:, places].T
    assert (above, told) == (np.sum(first > second), 6)
    assert ahead(scene, one, "credit-bureau", "imagined-unified") == (np.sum(second > first), 6)
    assert ahead(scene, row(scene, PARTS), "imagined-unified", "credit-bureau") is None


@pytest.mark.parametrize("name", ["chilled_speech", "loans_made"])
def test_without_another_world_nothing_is_held_against_it(scene, four, name):
    alone = type(scene)(four.drop_sel(world="none"), scene.worlds[:-1], None, scene.regimes, scene.society)
    assert row(alone, name, DIFFERENCE) is None
