"""Rongcheng: the cliff to grade C deters, records come out near the published counts, and the reform closes nothing."""

from __future__ import annotations

import pytest

from underheaven.spec.change import epochs
from underheaven.spec.read import read_regime

from .lived import lived

SOCIETY = "rongcheng"
GOOD = ("helping a neighbour", "heroic act", "cleaning the village")


def drunk(regime, changes=None):
    return lived(regime, SOCIETY, changes).acts("drunk driving") / lived("none", SOCIETY).acts("drunk driving")


def test_the_fall_to_grade_c_deters_from_driving_drunk():
    """About four in ten acts are left undone, and none where the same record costs five points."""
    assert 0.5 < drunk("rongcheng-2016") < 0.65
    assert 0.98 < drunk("rongcheng-2016", {"recording.rules.drunk driving.points": -5}) < 1.02


def test_records_come_out_near_those_of_december_2015():
    """Published were 260,000 negative and 33,000 positive records for 590,000 persons after two years."""
    life = lived("rongcheng-2016", SOCIETY)
    filed = life["recorded"][:24].sum(axis=(0, 2))
    grown = life["grades"][-1].sum()
    good = sum(filed[life.labels["kind"].index(kind)] for kind in GOOD)
    assert 0.5 < (filed.sum() - good) / grown / (260_000 / 590_000) < 1.5
    assert 0.5 < good / grown / (33_000 / 590_000) < 1.5


def test_slips_of_clerks_come_at_their_rate():
    """One slip in a thousand persons a year for each of five kinds, while towns are in; else none."""
    life = lived("rongcheng-2016", SOCIETY)
    years = life["grades"].sum() / 12
    assert 0.7 < life["recorded"][:, :, 1].sum() / (years * 5 * 0.001) < 1.3
    careful = lived("rongcheng-2016", SOCIETY, {"sensing.channels.clerks.false_records_per_year": 0.0})
    assert careful["recorded"][:, :, 1].sum() == careful.filed("judgment in error")


def test_after_the_reform_a_low_score_closes_nothing():
    before, after = lived("rongcheng-2016", SOCIETY), lived("rongcheng-2021", SOCIETY)
    assert before.lost.sum() > 0.01
    assert after.lost.sum() == 0
    assert after.gained.sum() > 0.0005
    assert after.filed("drunk driving") > 0
    assert 0.98 < drunk("rongcheng-2021") < 1.02
    closing = {"treatment.effects": [{"of": "C", "context": "credit", "strength": 0.4}]}
    assert lived("rongcheng-2021", SOCIETY, closing).lost.sum() > 0.005


@pytest.mark.parametrize("part", ["applies_to", "opacity", "sensing", "recording", "standing", "treatment", "repair"])
def test_the_amendment_of_2021_leaves_what_the_document_of_2021_says(part):
    reformed = epochs(read_regime("rongcheng-2016"))[-1][1]
    assert getattr(reformed, part) == getattr(read_regime("rongcheng-2021").model, part)
