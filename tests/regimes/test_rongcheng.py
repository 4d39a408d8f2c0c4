"""Rongcheng: the cliff to grade C deters, records come out near the published counts, and the reform closes nothing."""

from __future__ import annotations

import pytest

from underheaven.fields.codes import DISCRETION, FALSE, GRADE_GROUNDS, RECORDING_WAYS, WITHDRAWN
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.io.document_reader import read_regime
from underheaven.spec.models.regime import Regime

from .lived import FREE, PERSONS, lived

SOCIETY = "rongcheng"
GOOD = ("helping a neighbour", "heroic act", "cleaning the village")


def drunk(regime, changes=None):
    return lived(regime, SOCIETY, changes).acts("drunk driving") / lived("none", SOCIETY).acts("drunk driving")


def test_the_fall_to_grade_c_deters_from_driving_drunk():
    """About a third of the acts are left undone, and none where the same record costs five points."""
    assert 0.6 < drunk("rongcheng-2016") < 0.72
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
    assert 0.7 < (life["recorded"][:, :, 1].sum() - life["faked_acts"].sum()) / (years * 5 * 0.001) < 1.3
    careful = lived("rongcheng-2016", SOCIETY, {"sensing.channels.clerks.false_records_per_year": 0.0})
    assert careful["recorded"][:, :, 1].sum() == careful.filed("judgment in error") + careful["faked_acts"].sum()


def test_after_the_reform_a_low_score_closes_nothing():
    before, after = lived("rongcheng-2016", SOCIETY), lived("rongcheng-2021", SOCIETY)
    assert before.lost.sum() > 0.01
    assert after.lost.sum() == 0
    assert after.gained.sum() > 0.0005
    assert after.filed("drunk driving") > 0
    assert 0.98 < drunk("rongcheng-2021") < 1.02
    closing = {"treatment.effects": [{"of": "C", "context": "credit", "strength": 0.4}]}
    assert lived("rongcheng-2021", SOCIETY, closing).lost.sum() > 0.005


WRITTEN = sorted(
    set(Regime.model_fields) - {"schema_", "name", "describes", "start", "rollout", "amendments", "sources"}
)


@pytest.mark.parametrize("part", WRITTEN)
def test_the_amendment_of_2021_leaves_what_the_document_of_2021_says(part):
    reformed = regime_versions(read_regime("rongcheng-2016"))[-1][1]
    assert getattr(reformed, part) == getattr(read_regime("rongcheng-2021").model, part)


def test_whoever_knows_of_it_fears_it_more():
    """Three in ten do not know of it until a record stands: fewer acts are left undone than if all knew."""
    all_know, nobody = (drunk("rongcheng-2016", {"awareness": share}) for share in (1.0, 0.0))
    assert all_know + 0.03 < drunk("rongcheng-2016") < nobody - 0.08
    known = [lived("rongcheng-2016", SOCIETY, {"awareness": s}).believed for s in (0.0, 1.0)]
    assert known[0] + 0.1 < lived("rongcheng-2016", SOCIETY).believed < known[1] - 0.05
    assert 0.39 < known[1] < 0.41  # the weight of knowledge against rumour, and there is no rumour


def test_a_quota_is_filled_where_towns_are_quiet():
    """Below one record in a hundred, nearly all of it of persons who did not litter; without a quota none."""
    life = lived("rongcheng-2016", SOCIETY)
    made = life["made_for_quota"].sum(axis=0)
    assert 0.002 < made.sum() / life["recorded"].sum() < 0.02
    assert made[DISCRETION - 1] > 0.9 * made.sum()
    assert life["recorded"][:, life.labels["kind"].index("littering"), DISCRETION - 1].sum() == made[DISCRETION - 1]
    honest = lived("rongcheng-2016", SOCIETY, {"officials": {"favour_share": 0.01, "favour_points": 20}})
    assert honest["made_for_quota"].sum() == honest["recorded"][:, :, DISCRETION - 1].sum() == 0


def test_favour_makes_model_citizens():
    """One person in a hundred has it, and it puts as many at the top as records do; else nobody is there by favour."""
    by = lived("rongcheng-2016", SOCIETY, persons=5 * PERSONS)["best_grade"].sum(axis=0)  # few get there at all
    assert by[GRADE_GROUNDS.index("favour")] > 0.2 * by.sum() > 0
    fair = lived("rongcheng-2016", SOCIETY, {"officials.favour_share": 0.0, "officials.favour_points": 0})
    assert fair["best_grade"].sum() == 0


def test_patrols_find_more_than_is_reported():
    by_way = lived("rongcheng-2016", SOCIETY)["recorded_by_discovery"].sum(axis=(0, 1))
    assert 0.5 < by_way[RECORDING_WAYS.index("discovered")] / by_way.sum() < 0.7
    assert lived("rongcheng-2016", SOCIETY, {"sensing.attention_exponent": 0.0})["recorded_by_discovery"].sum() == 0


def test_good_deeds_are_staged_where_that_costs_nothing():
    """As it stands for a few only; without a gap for nobody, however little it costs."""
    free = lived("rongcheng-2016", SOCIETY, people=FREE)
    helping = free.labels["kind"].index("helping a neighbour")
    assert 0 < lived("rongcheng-2016", SOCIETY)["faked_acts"].sum() < 0.2 * free["faked_acts"].sum()
    assert free["faked_acts"][:, helping].sum() == free["recorded"][:, helping, FALSE - 1].sum() > 80
    shut = {f"recording.rules.{kind}.evadable": False for kind in ("helping a neighbour", "cleaning the village")}
    assert lived("rongcheng-2016", SOCIETY, shut, people=FREE)["faked_acts"].sum() == 0


def test_half_stay_out_when_they_are_asked():
    """From 2021 half are no longer recorded and their records end; without consent nobody leaves in that way."""
    life = lived("rongcheng-2016", SOCIETY, months=96)
    asked = life["joined"] + life["stayed_out"]
    assert asked[:84].sum() == 0 < asked[84:].sum()
    assert 0.47 < life["joined"][-1].sum() / asked[-1].sum() < 0.53
    assert life["removals"][84, WITHDRAWN].sum() > 1000
    kept = lived("rongcheng-2016", SOCIETY, {"amendments.0.change.consent": {}}, months=96)
    assert kept["removals"][:, WITHDRAWN].sum() == 0
    assert 0.4 < life["recorded"][84:].sum() / kept["recorded"][84:].sum() < 0.6
