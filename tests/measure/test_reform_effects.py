"""Places of reforms: those told to go further stand ahead, those whose order is within chance are ties."""

from dataclasses import replace

import numpy as np
import pytest

from underheaven.measure.inference.counted_events import Events
from underheaven.measure.inference.interval import STRUCTURAL_ZERO, t_interval
from underheaven.measure.inference.sample_size import MIN_EVENTS
from underheaven.measure.reform_effects import ORDERING_MEASURES, ReformEffect, correct_for_multiplicity, rank_effects
from underheaven.measure.reform_effects import estimate_effects as effects_of

NAN = float("nan")


def effects(events=MIN_EVENTS, **steps):
    def one(world, values):
        step = t_interval(values)
        return ReformEffect("m", "M", "share", world, step, step, 0, False, events)

    return [one(world, values) for world, values in steps.items()]


def places(here, values, rises=False):
    return {e.scenario: (e.rank, e.tied) for e in rank_effects(here, values, rises)}


def series(mean, spread=1.0, shift=0.0):
    """Four replicates about a mean; ``shift`` is the luck that all worlds of a replicate share."""
    return mean + np.array([-1, 1, -0.5, 0.5]) * spread + shift


LIVES = {"a": series(0, 0.1), "b": series(-6, 0.2), "c": series(-6.1, 0.3), "d": series(2, 0.15)}


def test_the_largest_fall_stands_first_and_orders_within_chance_are_ties():
    here = effects(**LIVES, base=series(0, 0))
    assert places(here, LIVES) == {"b": (1, True), "c": (1, True), "a": (3, False), "d": (4, False), "base": (0, False)}


def test_the_largest_rise_stands_first_where_rises_do():
    assert places(effects(**LIVES), LIVES, rises=True)["d"] == (1, False)


def test_the_order_of_two_is_that_of_their_paired_difference():
    """Their own intervals overlap by far, and yet one is lower in every replicate: luck that both share is no luck."""
    luck = np.array([10.0, -20, 30, -15])
    lives = {"a": series(-1, 0.1, luck), "b": series(-2, 0.12, luck)}
    here = effects(**lives)
    assert here[0].difference.low < here[1].difference.mean < here[0].difference.high
    assert places(here, lives) == {"a": (2, False), "b": (1, False)}


def test_what_nothing_tells_apart_is_one_place():
    same = {"a": np.full(3, -1.0), "b": np.full(3, -1.0)}
    assert places(effects(**same), same) == {"a": (1, True), "b": (1, True)}


def test_one_replicate_orders_nothing():
    lives = {"a": np.array([-5.0]), "b": np.array([3.0])}
    assert places(effects(**lives), lives) == {"a": (1, True), "b": (1, True)}


def test_what_is_not_defined_has_no_place():
    lives = LIVES | {"e": np.full(4, NAN)}
    assert places(effects(**lives), lives)["e"] == (0, False)


@pytest.mark.parametrize(("events", "enough"), [(0, False), (2, False), (MIN_EVENTS - 1, False), (MIN_EVENTS, True)])
def test_too_few_events_order_nothing_and_tell_nothing(events, enough):
    """Two, nought, one and nought persons wrongly listed carry no order, however the intervals lie."""
    here = effects(events, **LIVES)
    assert all((place > 0) == enough for place, _ in places(here, LIVES).values())
    assert (here[1].significant_sign == -1) == enough


def test_a_difference_that_rounding_alone_spreads_tells_nothing():
    """Catches two reforms that differ by one number in four replicates and are told apart by its last digit."""
    lives = {"a": series(0, 0.1), "b": series(2, 0.1)}
    assert places(effects(**lives), lives) == {"a": (1, True), "b": (1, True)}


def test_reforms_of_few_events_are_compared_by_the_interval_of_rare_counts():
    """Catches Student's t over four replicates that count one, one, one and two entries beside none at all."""
    lives = {"a": np.array([1.0, 1, 1, 2]), "b": np.zeros(4)}
    behind = {name: Events("count", np.full(4, 1e5), 1e5, int(its.sum())) for name, its in lives.items()}
    by_t = {e.scenario: e.rank for e in rank_effects(effects(**lives), lives, False)}
    assert by_t == {"a": 2, "b": 1}
    assert {e.rank for e in rank_effects(effects(**lives), lives, False, behind)} == {1}
    lives["a"] = np.array([4.0, 5, 3, 4])
    behind["a"] = replace(behind["a"], n_events=16)
    assert {e.scenario: e.rank for e in rank_effects(effects(**lives), lives, False, behind)} == by_t


def test_effects_of_a_result_have_exact_intervals_and_noughts_by_rule(make):
    """Catches a reform that lists two persons with Student's t, and a difference below what its number can be."""

    def fill(run, world, replicate):
        if world:
            run.tallies["recorded"][0, 0, 1] = 1
            run.sums["months_wrongly_listed"][0] = 1 + replicate
            run.tallies["listed_by_origin"][0, 0, 1] = 1 + replicate
            run.sums["detriment"][0] = 100 * (1 + replicate)

    found = {e.measure: e for e in effects_of(make(fill, 3), "court", ORDERING_MEASURES[:2]) if e.scenario == "none"}
    for one in found.values():
        assert one.difference.high <= 0
        assert one.level.note == STRUCTURAL_ZERO
    own = next(e.level for e in effects_of(make(fill, 3), "court", ORDERING_MEASURES[:1]) if e.scenario == "court")
    assert "exact" in own.note
    assert {e.difference.events for e in found.values()} == {None}  # `Effect.events` says how many there are
    assert (found[ORDERING_MEASURES[0]].difference.low, found[ORDERING_MEASURES[0]].difference.high) == (
        -own.high,
        -own.low,
    )


@pytest.mark.parametrize(("mean", "told"), [(-2, -1), (2, 1), (0, 0)])
def test_a_difference_is_told_where_its_interval_leaves_0_out(mean, told):
    assert effects(a=series(mean, 0.5))[0].significant_sign == told


def test_of_many_reforms_one_that_does_nothing_is_seldom_told():
    """Each by its own interval, one of nine reforms without effect is told in every third page."""
    worlds = np.random.default_rng(5).normal(0, 1, (1_000, 9, 8))
    pages = [effects(**{str(n): values for n, values in enumerate(page)}) for page in worlds]
    alone = np.mean([any(e.significant_sign for e in page) for page in pages])
    held = np.mean(
        [any(e.significant_sign for e in correct_for_multiplicity(page, {e.scenario for e in page})) for page in pages]
    )
    assert alone > 0.25
    assert held < 0.07


def test_steps_of_two_replicates_that_are_one_number_tell_nothing():
    assert effects(a=np.full(2, -3.0))[0].significant_sign == 0
    assert effects(a=np.full(8, -3.0))[0].significant_sign == -1
