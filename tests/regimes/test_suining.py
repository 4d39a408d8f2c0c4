"""Suining: who speaks loses grade A, and whoever does not pay falls to D."""

from __future__ import annotations

import numpy as np

from .lived import REMOVED, lived

SOCIETY = "rongcheng"
SPEECH = ("petitioning", "posting accusations")
JUDGMENTS = ("unpaid judgment, unwilling", "unpaid judgment, unable", "judgment in error")


def test_petitions_and_accusations_cost_grade_a():
    """Some three or four in a hundred lose it over petitions and accusations, and nobody where these are free."""
    counted = lived("suining-2010", SOCIETY)
    free = lived("suining-2010", SOCIETY, {f"recording.rules.{kind}.points": 0 for kind in SPEECH})
    assert counted.filed(*SPEECH) > 300
    assert 0.02 < free.graded("A") - counted.graded("A") < 0.06


def test_fourteen_missed_payments_make_a_d():
    """About six in a thousand grown persons; where a judgment takes 100 points and not 210, hardly anybody."""
    life = lived("suining-2010", SOCIETY)
    milder = lived("suining-2010", SOCIETY, {f"recording.rules.{kind}.points": -100 for kind in JUDGMENTS})
    assert 0.003 < life.graded("D") < 0.012
    assert milder.on("grade D") < 0.1 * life.on("grade D")


def test_a_d_shuts_out_of_trade_and_of_help():
    life = lived("suining-2010", SOCIETY)
    where = dict(zip(("work", "public service"), life.lost.sum(axis=0)[[0, 5]], strict=True))
    assert where["work"] > 10 * where["public service"] > 0
    assert np.flatnonzero(life.lost.sum(axis=0)).tolist() == [0, 5]
    licensed = {"treatment.effects.grade D.work": REMOVED}
    assert lived("suining-2010", SOCIETY, licensed).lost.sum(axis=0)[0] == 0
