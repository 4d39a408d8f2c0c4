"""Suining: who speaks loses grade A, and whoever does not pay falls to D."""

from __future__ import annotations

import numpy as np

from underheaven.fields.codes import GRADE_GROUNDS, RECORDING_WAYS
from underheaven.measure.families.officials import moments_correlation

from .lived import REMOVED, lived

SOCIETY = "rongcheng"
HONEST = {"officials": {}}
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
    """Trade is shut to who seeks work: each month of search is booked at three tenths of 0.8 months of income."""
    life = lived("suining-2010", SOCIETY)
    searches, rest = divmod(int(life["detriment"].sum(axis=(0, 1, 3))[0]), 240_000)
    assert searches > 0 == rest
    assert np.flatnonzero(life.lost.sum(axis=0)).tolist() == [0, 5]
    licensed = {"treatment.effects.grade D.work": REMOVED}
    assert lived("suining-2010", SOCIETY, licensed).lost.sum(axis=0)[0] == 0


def test_favour_keeps_some_in_grade_a():
    """Score and score less favour part by less than a hundredth; with honest officials there is nothing to part."""
    life, honest = lived("suining-2010", SOCIETY), lived("suining-2010", SOCIETY, HONEST)
    assert 0.98 < moments_correlation(life["favour_moments"][-1]) < 0.999
    assert 0 < life["best_grade"][-1, GRADE_GROUNDS.index("favour")] < 0.01 * life["best_grade"][-1].sum()
    assert 0.0003 < life.graded("A") - honest.graded("A") < 0.003
    assert honest["favour_moments"].sum() == honest["best_grade"].sum() == 0


def test_bad_news_of_the_favoured_is_kept_back():
    """One record in ten of one person in fifty; where all is kept back, arrears are so anew every month."""
    life, silent = lived("suining-2010", SOCIETY), lived("suining-2010", SOCIETY, {"officials.suppression": 1.0})
    assert 0.0005 < life["suppressed"].sum() / life["recorded"].sum() < 0.006
    assert 0.02 < silent["suppressed"].sum() / silent["recorded"].sum() < 0.08
    assert lived("suining-2010", SOCIETY, HONEST)["suppressed"].sum() == 0


def test_most_of_what_is_recorded_was_looked_for():
    """Police and the offices for petitions look where they found something; banks, courts and awards are reported."""
    by_way = lived("suining-2010", SOCIETY)["recorded_by_discovery"].sum(axis=(0, 1))
    assert 0.7 < by_way[RECORDING_WAYS.index("discovered")] / by_way.sum() < 0.9
    even = {"sensing.attention_exponent": 0.0}
    assert lived("suining-2010", SOCIETY, even)["recorded_by_discovery"].sum() == 0
