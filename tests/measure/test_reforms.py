"""Places of reforms: those told to go further stand ahead, those that intervals do not tell apart are ties."""

import pytest

from underheaven.measure.interval import Interval
from underheaven.measure.reforms import Effect, placed

NAN = float("nan")


def effects(**steps):
    def one(world, low, high):
        step = Interval((low + high) / 2, low, high, 4, "")
        return Effect("m", "M", "share", world, step, step, 0, False)

    return [one(world, *span) for world, span in steps.items()]


def places(here, rises=False, leave_out=("base",)):
    reforms = [e.world for e in here if e.world not in leave_out]
    return {e.world: (e.place, e.tied) for e in placed(here, reforms, rises)}


def test_the_largest_fall_stands_first_and_overlaps_are_ties():
    here = effects(a=(-1, 0), b=(-6, -4), c=(-5, -3), base=(0, 0), d=(1, 2))
    assert places(here) == {"b": (1, True), "c": (1, True), "a": (3, False), "d": (4, False), "base": (0, False)}


def test_the_largest_rise_stands_first_where_rises_do():
    here = effects(a=(-1, 0), b=(-6, -4), d=(1, 2))
    assert places(here, rises=True) == {"d": (1, False), "a": (2, False), "b": (3, False)}


def test_ties_need_not_pass_on():
    """The middle one is told from neither end, the ends are told from each other."""
    assert places(effects(a=(0, 2), b=(1, 4), c=(3, 5))) == {"a": (1, True), "b": (1, True), "c": (2, True)}


def test_what_is_not_defined_has_no_place_and_one_replicate_stands_for_itself():
    here = effects(a=(0, 2), b=(1, 1))
    undefined = Effect("m", "M", "share", "c", *[Interval(NAN, NAN, NAN, 4, "undefined")] * 2, 0, False)
    single = Effect("m", "M", "share", "d", *[Interval(3.0, NAN, NAN, 1, "one replicate")] * 2, 0, False)
    assert places([*here, undefined, single])["c"] == (0, False)
    assert places([*here, undefined, single])["d"] == (3, False)


@pytest.mark.parametrize(("span", "told"), [((-2, -1), -1), ((1, 2), 1), ((-1, 1), 0), ((0, 0), 0)])
def test_a_difference_is_told_where_its_interval_leaves_0_out(span, told):
    assert effects(a=span)[0].told == told
