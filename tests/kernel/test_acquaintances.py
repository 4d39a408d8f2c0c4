from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.draws import draw_key
from underheaven.fields.codes import PUBLIC_OPEN, PUBLIC_SPEAKING
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel.society import SOCIETY_DTYPE
from underheaven.kernel.structured_arrays import make_records
from underheaven.kernel.table_layout import BY_CONVICTION, N_QUANTILES

from .conftest import ONE


def test_acquaintances_are_others_of_the_town(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons = 8, 1, 8
    for i in range(8):
        known = {int(kernel("acquaintances").find_acquaintance(people, key, i, k)) for k in range(60)}
        assert known == set(range(8)) - {i}


def test_acquaintances_nearby_are_of_the_towns_beside(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons, people.nearby = 4, 5, 18, ONE
    towns = {int(kernel("acquaintances").find_acquaintance(people, key, 0, k)) // 4 for k in range(60)}
    assert towns == {1, 4}
    known = {int(kernel("acquaintances").find_acquaintance(people, key, 12, k)) for k in range(90)}
    assert known == {8, 9, 10, 11, 16, 17}


def test_the_acquaintances_of_a_town_are_those_of_its_persons(kernel, people, key):
    """Found at once, as places in the window: the town before, the town itself, the one after, and nobody."""
    people.town_size, people.n_towns, people.n_persons, people.nearby, people.acquaintances = 8, 3, 21, ONE // 3, 5
    for first, n in ((0, 8), (8, 8), (16, 5), (16, 1)):
        people.n_persons = 16 + n if first == 16 else 21
        known = np.full((5, 8), 99, np.uint16)
        kernel("acquaintances").fill_acquaintances(people, key, first, n, known)
        for k in range(5):
            for j in range(n):
                other = int(kernel("acquaintances").find_acquaintance(people, key, first + j, k))
                step = (other // 8 - first // 8 + 1) % 3
                assert known[k, j] == (24 if other == first + j else 8 * step + other % 8)
        assert (known[:, n:] == 99).all()
        beside = known[:, :n] // 8
        assert {0, 2} <= set(beside.ravel().tolist()) or n == 1


def test_who_is_alone_looks_at_nobody_else(kernel, people, key):
    people.town_size, people.n_persons = 4, 1
    assert kernel("acquaintances").find_acquaintance(people, key, 0, 0) == 0


@pytest.mark.parametrize(
    ("public_statuses", "bit", "share"),
    [
        ([0, PUBLIC_OPEN, PUBLIC_OPEN, 0], PUBLIC_OPEN, 2 / 3),
        ([PUBLIC_OPEN, 0, 0, 0], PUBLIC_OPEN, 0),
        ([0, PUBLIC_SPEAKING, PUBLIC_OPEN, 0], PUBLIC_SPEAKING, 1 / 3),
    ],
)
def test_the_share_of_a_household_that_shows_something(kernel, people, key, public_statuses, bit, share):
    people.house[:4] = [0, 4]
    assert kernel("acquaintances").share_of_ties_showing(
        people, key, np.array(public_statuses, np.uint8), 0, bit, 0
    ) == pytest.approx(share)


def test_without_ties_nothing_is_seen(kernel, people, key):
    people.house[:4] = [[0, 1], [1, 2], [2, 3], [3, 4]]
    assert kernel("acquaintances").share_of_ties_showing(people, key, np.full(4, 255, np.uint8), 2, PUBLIC_OPEN, 0) == 0


def test_in_every_town_one_looks_at_the_own_town(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons = 4, 3, 12
    known = {int(kernel("acquaintances").find_acquaintance(people, key, 9, k)) for k in range(60)}
    assert known == {8, 10, 11}


def test_household_and_acquaintances_are_seen_alike(kernel, people, key):
    people.town_size, people.n_towns, people.n_persons, people.acquaintances = 4, 2, 8, 2
    people.house[:4] = [[0, 2], [0, 2], [2, 4], [2, 4]]
    looked_at = [7, *(int(kernel("acquaintances").find_acquaintance(people, key, 6, k)) for k in range(2))]
    for shown in range(8):
        public_status = np.zeros(8, np.uint8)
        public_status[shown] = PUBLIC_OPEN
        share = kernel("acquaintances").share_of_ties_showing(people, key, public_status, 6, PUBLIC_OPEN, 0)
        assert share == pytest.approx(looked_at.count(shown) / 3)


def of_classes(town_size: int, n_persons: int, *ends: float, **values):
    """People who are alike by the class of a person's category; ends: cumulative shares of all classes but the last."""
    t = make_records(SOCIETY_DTYPE)[0]
    t.town_size, t.n_towns, t.n_persons = town_size, -(-n_persons // town_size), n_persons
    t.house[:town_size] = [[p, p + 1] for p in range(town_size)]
    t.household_cum[:], t.person_cum[:] = ONE, ONE
    t.n_person_categories = len(ends) + 1
    t.person_cum[: len(ends)] = [int(end * ONE) for end in ends]
    t.homophily_class[: len(ends) + 1] = range(len(ends) + 1)
    t.alike_share = ONE
    for name, value in values.items():
        setattr(t, name, value)
    return t


def test_those_drawn_for_likeness_are_the_others_of_the_class(kernel, key):
    k, people = kernel("acquaintances"), of_classes(16, 32, 0.4, 0.7)
    classes = [int(k.homophily_class(people, key, i)) for i in range(32)]
    assert set(classes) == {0, 1, 2}
    for i in (3, 20, 31):
        first = i // 16 * 16
        known = {int(k.find_acquaintance(people, key, i, which)) for which in range(90)}
        assert known == {j for j in range(first, first + 16) if classes[j] == classes[i]} - {i}


def test_where_nobody_is_alike_anybody_is_drawn_as_without_likeness(kernel, key):
    people, plain = of_classes(8, 8, *np.arange(1, 32) / 32), of_classes(8, 8, alike_share=0)
    k = kernel("acquaintances")
    classes = [int(k.homophily_class(people, key, i)) for i in range(8)]
    alone = [i for i in range(8) if classes.count(classes[i]) == 1]
    assert alone
    for i in alone:
        assert [k.find_acquaintance(people, key, i, w) for w in range(9)] == [
            k.find_acquaintance(plain, key, i, w) for w in range(9)
        ]


def test_a_share_of_acquaintances_is_alike_and_of_the_others_as_many_as_chance_has(kernel, key):
    people = of_classes(64, 64, 0.5, alike_share=int(0.6 * ONE))
    k = kernel("acquaintances")
    classes = [int(k.homophily_class(people, key, i)) for i in range(64)]
    alike = [classes[int(k.find_acquaintance(people, key, i, w))] == classes[i] for i in range(64) for w in range(32)]
    by_chance = np.mean([(classes.count(c) - 1) / 63 for c in classes])
    assert np.mean(alike) == pytest.approx(0.6 + 0.4 * by_chance, abs=5 * 0.5 / 2048**0.5)


def test_everybody_alike_is_drawn_about_equally(kernel, key):
    """Would catch steps that pass some places more often than others: a household stands side by side."""
    people = of_classes(64, 64, 0.5)
    k = kernel("acquaintances")
    mine = [i for i in range(64) if k.homophily_class(people, key, i) == k.homophily_class(people, key, 0) and i != 0]
    counts = Counter(int(k.find_acquaintance(people, key, 0, w)) for w in range(3000))
    each = 3000 / len(mine)
    assert set(counts) == set(mine)
    assert sum((counts[i] - each) ** 2 / each for i in mine) < len(mine) + 4 * (2 * len(mine)) ** 0.5


def test_acquaintances_nearby_are_not_drawn_for_likeness(kernel, key):
    people, plain = (of_classes(8, 24, 0.5, nearby=ONE, alike_share=share) for share in (ONE, 0))
    k = kernel("acquaintances")
    assert [k.find_acquaintance(people, key, 9, w) for w in range(20)] == [
        k.find_acquaintance(plain, key, 9, w) for w in range(20)
    ]


def test_alike_in_conviction_are_those_on_one_side_of_its_middle(kernel, key):
    people = of_classes(16, 16, alike_by=BY_CONVICTION, middle=0.5)
    people.traits[0] = np.arange(N_QUANTILES) / N_QUANTILES
    k = kernel("acquaintances")
    convictions = [float(k.draw_trait(people, key, i, 0, 0)) for i in range(16)]
    assert [int(k.homophily_class(people, key, i)) for i in range(16)] == [int(c >= 0.5) for c in convictions]
    people.ladder[0] = 1
    assert [int(k.homophily_class(people, key, i)) for i in range(16)] == [0] * 8 + [1] * 8


@given(
    size=st.integers(4, 20),
    short=st.integers(0, 19),
    seed=st.integers(0, 2**32 - 1),
    share=st.integers(0, ONE),
    nearby=st.sampled_from([0, ONE // 3, ONE]),
    end=st.floats(0, 1),
)
def test_the_alike_of_a_town_are_those_of_its_persons(size, short, seed, share, nearby, end):
    """Found for a town at once, as the compiled engine does, and for one person, as the other does."""
    k, n = interpreted_copy("kernel.acquaintances"), max(3 * size - short, 2 * size + 1)
    people = of_classes(size, n, end, alike_share=share, nearby=nearby, acquaintances=2)
    key = draw_key(seed, 0)
    for first in range(0, n, size):
        here = min(size, n - first)
        known, likes = np.full((2, size), 9999, np.uint16), np.zeros(size, np.uint8)
        k.fill_acquaintances(people, key, first, here, known)
        k.fill_similar_acquaintances(people, key, first, here, known, likes)
        for which in range(2):
            for j in range(here):
                other = int(k.find_acquaintance(people, key, first + j, which))
                step = (other // size - first // size + 1) % 3
                assert known[which, j] == (3 * size if other == first + j else step * size + other % size)
