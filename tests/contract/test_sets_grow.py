"""Metamorphic checks, open loop: more of a cause gives a superset of the persons it strikes, never another set."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from .bench import NEVER, PERSONS, society
from .bench import regime as bench_regime
from .worlds import build, live, run

MONTHS = 24
SOMETIMES = {"conduct.act.opportunities_per_year": 1.5}


def try_out(rules, people):
    return run(bench_regime(rules), society(people), PERSONS, MONTHS)


def grows(smaller, larger):
    """Tell whether each person has at least as much as before, and somebody more."""
    return bool((larger >= smaller).all() and (larger > smaller).any())


def test_a_higher_false_rate_enlarges_the_set_of_the_wrongly_recorded():
    sums = [try_out({"sensing.channels.eye.false_records_per_year": f}, NEVER).sums for f in (0.02, 0.1, 0.5)]
    for few, many in itertools.pairwise(sums):
        assert grows(few.wrongful_records > 0, many.wrongful_records > 0)
        assert grows(few.wrongful_records, many.wrongful_records)


def test_one_more_channel_enlarges_it_too():
    eye = {"sensing.channels.eye.false_records_per_year": 0.1}
    ear = {"name": "ear", "conduct": ["act"], "detection_rate": 0.0, "false_records_per_year": 0.2}
    few, many = try_out(eye, NEVER).sums, try_out(eye | {"sensing.channels.+": ear}, NEVER).sums
    assert grows(few.wrongful_records, many.wrongful_records)


def test_a_higher_sensitivity_enlarges_the_set_of_the_recorded():
    sums = [try_out({"sensing.channels.eye.detection_rate": s}, SOMETIMES).sums for s in (0.1, 0.4, 0.9)]
    for few, many in itertools.pairwise(sums):
        assert grows(few.months_listed > 0, many.months_listed > 0)


@pytest.mark.parametrize("terms", [(2, 6), (6, 24)])
def test_a_longer_term_enlarges_the_listed_set_in_every_month(terms):
    """Listed are those with a record: whoever has a live one with the shorter term has it with the longer."""
    lives = []
    for term in terms:
        built = build(bench_regime({"recording.rules.act.months": term}), society(SOMETIMES), PERSONS)
        lives.append(monthly_dossiers(built))
    for short, long in zip(*lives, strict=True):
        assert (long | ~short).all()
    assert any((long & ~short).any() for short, long in zip(*lives, strict=True))


def monthly_dossiers(built):
    """Return for each month who has a live record after repair."""
    from .worlds import cpu

    people = cpu().populate(built, 0)
    rows = []
    for month in range(MONTHS):
        cpu().advance(people, built, month)
        rows.append(((people.state.dossier >> 5 & 127) > 0).any(axis=1))
    return rows


@pytest.mark.parametrize(("granted", "months"), [(0.5, 0), (1.0, 3)])
def test_more_appeals_shorten_every_persons_wrongful_months(granted, months):
    sums = []
    for filed in (0.0, 0.05, 0.4):
        appeal = {
            "filed_wrongful": filed,
            "filed_rightful": 0,
            "granted_wrongful": granted,
            "granted_rightful": 0,
            "months": months,
        }
        rules = {"repair.appeal": appeal, "sensing.channels.eye.false_records_per_year": 0.3}
        sums.append(try_out(rules, NEVER).sums.months_wrongly_listed.astype(int))
    for fewer, more in itertools.pairwise(sums):
        assert grows(more, fewer)


def test_more_correction_shortens_them_too():
    errors = {"sensing.channels.eye.false_records_per_year": 0.3}
    sums = [
        try_out(errors | {"repair.correction": c}, NEVER).sums.months_wrongly_listed.astype(int)
        for c in (0.0, 0.05, 0.4)
    ]
    for fewer, more in itertools.pairwise(sums):
        assert grows(more, fewer)


def test_more_fear_never_makes_anybody_act_more():
    """Temptations are shared: who acts under a heavier rumour acts under a lighter one."""
    rules = {"opacity": 1.0, "sensing.channels.eye.detection_rate": 0}
    people = {"response.beliefs.order": {"guilty": 0.1, "innocent": 0}}
    sums = [
        try_out(rules | {"recording.rules.act.rumoured_weight": w}, people).sums.acts.astype(int) for w in (0, 2, 10)
    ]
    for light, heavy in itertools.pairwise(sums):
        assert grows(heavy, light)


def test_stronger_denial_denies_a_superset_of_attempts():
    people = {"habits": [{"name": "trains", "unit": "tickets", "context": "travel", "per_year": 30}]}
    denied = []
    for share in (0.2, 0.7):
        rules = {"treatment.denials": [{"of": "black", "habit": "trains", "share": share}]}
        life = live(build(bench_regime(rules), society(people), PERSONS), MONTHS)
        denied.append(life.sums.denials.astype(int))
    assert grows(*denied)
    assert np.sum(denied[0]) > 0
