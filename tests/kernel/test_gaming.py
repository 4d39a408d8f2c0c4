"""Which records are bought off, and which staged acts are taken for done."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven import draws
from underheaven.fields.codes import FALSE, MISTAKEN, TRUE
from underheaven.kernel.table_layout import FAKED_KINDS, GAMING, N_PERSONAL, UNAWARE

from .conftest import NOTHING_MORE, ONE, here, person, sensed


@pytest.fixture
def gaps(people, rules, file_as):
    """Three rules, the second and third with a gap; every record is rumoured to weigh one month."""
    file_as(0, 1, 2)
    rules.evadable = 0b110
    rules.opacity, rules.rumour[:] = 1.0, 1.0
    people.traits[GAMING] = 0.5
    return rules


@pytest.fixture
def bought(kernel, people, gaps, tally, key, dossier):
    def buy(true=0, false=0, mistaken=0, held=0, me=NOTHING_MORE):
        of, sets = person(personal=me), sensed(true=true, false=false, mistaken=mistaken)
        return int(kernel("gaming").bribed_records(people, gaps, tally, here(key=key), dossier(), of, held, sets))

    return buy


def test_records_with_a_gap_are_bought_off_whatever_their_origin(bought, tally):
    assert bought(true=0b011, false=0b100, mistaken=0b010) == 0b110
    assert tally.bribed_records[1, [TRUE - 1, FALSE - 1, MISTAKEN - 1]].tolist() == [1, 0, 1]
    assert tally.bribed_records[2, [TRUE - 1, FALSE - 1, MISTAKEN - 1]].tolist() == [0, 1, 0]
    assert tally.bribed_records.sum() == 3


@pytest.mark.parametrize(("cost", "is_bought"), [(0.99, True), (1.0, False), (2.0, False)])
def test_what_weighs_no_more_than_it_costs_is_left(bought, people, cost, is_bought):
    people.traits[GAMING] = cost
    assert bool(bought(true=0b010)) == is_bought


def test_good_records_and_those_that_are_not_filed_again_are_left(bought, people, gaps):
    people.prosocial[1] = 1
    gaps.refile[2] = 0
    assert bought(true=0b110, held=0b100) == 0
    assert bought(true=0b110) == 0b100


def test_who_does_not_know_of_the_regime_buys_nothing(bought):
    me = NOTHING_MORE.copy()
    me[UNAWARE] = 1
    assert bought(true=0b110, me=me) == 0


def test_staged_acts_are_seen_as_often_as_real_ones(kernel, people, gaps, tally, key):
    gaps.detect[0, 1, 0] = ONE // 3
    me = np.zeros(N_PERSONAL, np.int64)
    me[FAKED_KINDS] = 0b010
    records, towns = kernel("gaming").faked_records, [here(key=key, month=m) for m in range(60)]
    seen = [records(people, gaps, tally, town, person(personal=me), None) for town in towns]
    luck = [draws.draw(key, 0, m, draws.STAGED, people.hash[1]) for m in range(60)]
    assert seen == [0b010 if u < ONE // 3 else 0 for u in luck]
    assert tally.faked_acts[1] == np.count_nonzero(seen) > 0
    assert records(people, gaps, tally, towns[0], person(), None) == 0
