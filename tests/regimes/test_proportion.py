"""Comparators: regimes that link one context to one come out low, those that link all to all come out high.

A measurement of synthetic regimes, not a legal test. Rongcheng's reform of 2021 leaves rewards alone, so nothing is
booked there and its shares are not defined: what it is held to is the unrelated detriment itself.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from underheaven.measure import ledger
from underheaven.measure.families import proportionality
from underheaven.measure.families.burden import detriment
from underheaven.run.public import run

PERSONS, MONTHS, REPLICATES = 5_000, 36, 2
SOCIETY = {
    "points-licence": "imagined-country",
    "credit-bureau": "imagined-country",
    "imagined-unified": "imagined-country",
    "rongcheng-2016": "rongcheng",
    "rongcheng-2021": "rongcheng",
}


@cache
def result(regime):
    return run(regime, society=SOCIETY[regime], persons=PERSONS, months=MONTHS, replicates=REPLICATES)


def share(measure, regime):
    return measure(result(regime)).values[0]


@pytest.mark.parametrize("regime", ["points-licence", "credit-bureau"])
def test_one_context_for_one_context_is_low(regime):
    assert (share(proportionality.cross_context_share, regime) == 0).all()
    assert (share(proportionality.excess_share, regime) < 0.05).all()


def test_every_part_of_life_for_every_other_is_high():
    assert (share(proportionality.cross_context_share, "imagined-unified") > 0.8).all()
    assert (
        share(proportionality.excess_share, "imagined-unified") > 0.25
    ).all()  # closed work costs who seeks it alone
    assert (share(proportionality.ordinal_proportionality, "imagined-unified") < 0.6).all()
    assert (
        share(proportionality.unjustified_share, "imagined-unified")
        > share(proportionality.unjustified_share, "points-licence")
    ).all()


def test_the_reform_of_rongcheng_leaves_less_unrelated_detriment():
    before = share(proportionality.cross_context_share, "rongcheng-2016") * share(detriment, "rongcheng-2016")
    assert (before > 0).all()
    assert (share(detriment, "rongcheng-2021") == 0).all()
    assert np.isnan(share(proportionality.cross_context_share, "rongcheng-2021")).all()


@pytest.mark.parametrize("regime", SOCIETY)
def test_the_ledger_of_a_shipped_regime_adds_up(regime):
    assert ledger.find_discrepancies(result(regime)) == ()
    found = sum(b.share for b in ledger.list_bookings(result(regime)))
    booked = bool(result(regime)["detriment"].any())
    assert found == pytest.approx(float(booked), abs=1e-9)


def test_the_reference_engine_books_the_same_ledger():
    small = {"persons": 64, "months": 6, "replicates": 1}
    plain, cpu = (run("imagined-unified", society="imagined-country", engine=e, **small) for e in ("plain", "cpu"))
    assert bool(cpu["ledger"].any())
    assert (plain["ledger"].values == cpu["ledger"].values).all()
    assert ledger.find_discrepancies(plain) == ledger.find_discrepancies(cpu) == ()
