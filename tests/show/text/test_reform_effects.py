"""Tables and sentences of reforms."""

import io

import pytest
from rich.console import Console

from underheaven.measure.inference.interval import Interval
from underheaven.measure.reform_effects import NO_REGIME_SCENARIO, ReformEffect
from underheaven.show.text.reform_effects import ORDER_NOTE, _effect_phrase, _effects_table

UNIT = "months per person"


def effect(world, mean, events, half=0.1):
    step = Interval(mean, mean - half, mean + half, 8, "")
    return ReformEffect("detriment", "Detriment", UNIT, world, step, step, 0, False, events)


@pytest.mark.parametrize(("events", "order"), [(80, ["b", "c", "a"]), (7, ["a", "b", "c"])])
def test_reforms_stand_as_they_are_given_where_too_few_events_order_them(events, order):
    """Catches an order by an outcome under the sentence that there are too few events to compare."""
    steps = {"a": 0.5, "b": -2.0, "c": -1.0, NO_REGIME_SCENARIO: -3.0, "court": 0.0}
    console = Console(file=io.StringIO(), width=110, highlight=False)
    console.print(_effects_table([effect(world, mean, events) for world, mean in steps.items()], "court", 110))
    told = [words[0] for line in console.file.getvalue().splitlines() if (words := line.split()) and words[0] in steps]
    assert told == ["court", *order, NO_REGIME_SCENARIO]


def test_a_change_in_words_has_its_interval():
    """Catches "from A to B" without the interval of the change."""
    assert _effect_phrase(effect("a", -0.5, 80), 2.0) == (
        f"less detriment (-0.5 {UNIT}, 25 % of the regime's; Monte Carlo interval -0.6 to -0.4)"
    )


def test_how_reforms_are_ordered_says_what_the_order_is_not():
    assert "the order of such neighbours is not a finding" in ORDER_NOTE
    assert "No parameter was varied" in ORDER_NOTE
