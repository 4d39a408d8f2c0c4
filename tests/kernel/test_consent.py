from __future__ import annotations

import numpy as np
import pytest

from underheaven import draws
from underheaven.kernel.table_layout import CONVICTION

from .conftest import ONE

PLACES = range(400)


@pytest.fixture
def asking(people, rules):
    people.n_towns, people.n_persons = 100, len(PLACES)
    rules.consent, rules.applies[0], rules.joins[0] = 1, 1, 0.5
    return rules


def out(kernel, people, rules, key, generation=0):
    def drawn(i):
        return [draws.draw(key, i, generation, purpose, 0) for purpose in (draws.CONSENT, draws.CONVICTION)]

    return {i for i in PLACES if kernel("consent").declines_consent(people, rules, i, 0, *drawn(i))}


def test_a_share_joins_and_more_who_are_asked_to_only_grow_the_set(kernel, people, asking, key):
    half = out(kernel, people, asking, key)
    assert 150 < len(half) < 250
    asking.joins[0] = 0.8
    assert out(kernel, people, asking, key) < half
    asking.joins[0] = 1.0
    assert out(kernel, people, asking, key) == set()


def test_a_newcomer_decides_anew(kernel, people, asking, key):
    assert out(kernel, people, asking, key, 1) != out(kernel, people, asking, key)


@pytest.mark.parametrize(("name", "at"), [("consent", 0), ("applies", [0])])
def test_nobody_stays_out_who_is_not_asked(kernel, people, asking, key, name, at):
    asking.joins[0] = 0
    assert len(out(kernel, people, asking, key)) == len(PLACES)
    asking[name] = 0
    assert out(kernel, people, asking, key) == set()


@pytest.mark.parametrize(("conviction", "tilt", "low", "high"), [(1.0, 0.6, 260, 380), (0.0, 0.6, 40, 120)])
def test_conviction_tilts_the_share(kernel, people, asking, key, conviction, tilt, low, high):
    asking.joins_by_conviction, people.traits[CONVICTION] = tilt, conviction
    assert low < len(PLACES) - len(out(kernel, people, asking, key)) < high


@pytest.mark.parametrize("swing", [-1.0, -0.3, 0.02, 1.0])
def test_conviction_decides_by_the_formula(kernel, people, asking, key, swing):
    """Looked up or not, the chance is the share times what conviction makes of it."""
    people.traits[CONVICTION] = np.linspace(0, 1, people.traits.shape[1])
    asking.joins_by_conviction, asking.joins[0] = swing, 0.6
    found = out(kernel, people, asking, key)
    for i in PLACES:
        conviction = kernel("person_attributes").draw_trait(people, key, i, 0, CONVICTION)
        chance = 0.6 * (1 + swing * (2 * conviction - 1))
        assert (i in found) == (draws.draw(key, i, 0, draws.CONSENT, 0) >= chance * ONE)
