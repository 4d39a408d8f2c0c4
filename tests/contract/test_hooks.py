"""A scholar's own mechanisms give the same bytes on both engines, move what they say, and no other draw."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.engine.hooks import hook
from underheaven.errors import RequestError

from . import worlds
from .conftest import MONTHS
from .worlds import live


@hook(after="livelihood")
def relief(person):
    """Frees a quarter of those who owe, and gives them something to live on."""
    if person.solvency == 4 and person.uniform < 0.25:
        person.solvency, person.unwilling = 0, 0
        person.savings = min(person.savings + 500, 65_535)


@hook(after="response")
def warning(person):
    if person.sanctioned == 0 and person.is_subject == 1 and person.uniform < 0.1:
        person.belief_money_guilty = min(int(person.belief_money_guilty * 1.1) + 100, 65_535)


@hook(after="treatment")
def hidden(person):
    if person.blacklisted == 1 and person.uniform < 0.5:
        person.shown_blacklisted = 0


@hook(after="livelihood")
def idle(person):
    """Reads, draws and changes nothing."""
    if person.uniform < 0.0:
        person.savings = 0


@hook(after="livelihood")
def below_nothing(person):
    person.savings = person.savings - 70_000


@hook(after="livelihood")
def no_stage(person):
    person.solvency = 5


@hook(after="response")
def divides(person):
    person.legitimacy = 5 // (person.legitimacy - person.legitimacy)


def test_both_engines_run_hooks_alike(rich_world, plain_life):
    hooks = [relief, warning, hidden]
    plain = live(rich_world, MONTHS, make_engine("plain", hooks=hooks))
    assert worlds.same(plain, live(rich_world, MONTHS, make_engine("cpu", 2, hooks=hooks))) == []
    assert worlds.same(plain, plain_life) != []


def test_the_burn_in_knows_no_hook(rich_world, plain_life):
    """Nothing differs before the first month observed."""
    first = rich_world.burn_in_months
    hooked = live(rich_world, MONTHS, make_engine("cpu", 1, hooks=[relief, warning, hidden]))
    for name, array in hooked.tallies.items():
        assert np.array_equal(array[:first], plain_life[name][:first])


@pytest.mark.parametrize("engine", ["plain", "cpu"])
def test_a_hook_that_changes_nothing_moves_no_draw(rich_world, plain_life, engine):
    assert worlds.same(plain_life, live(rich_world, MONTHS, make_engine(engine, 1, hooks=[idle]))) == []


@pytest.mark.parametrize("engine", ["plain", "cpu"])
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (below_nothing, "hook below_nothing: it sets savings = -6"),
        (no_stage, "hook no_stage: it sets solvency = 5, which runs from 0 to 6: stage of solvency: 0 clear"),
        (divides, "hook divides: it fails on a person, as by a division by zero"),
    ],
)
def test_what_a_hook_does_wrong_stops_the_run_in_a_sentence(rich_world, engine, wrong, said):
    with pytest.raises(RequestError) as raised:
        live(rich_world, 1, make_engine(engine, 1, hooks=[wrong]))
    assert str(raised.value).startswith(said)
