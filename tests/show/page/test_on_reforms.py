"""The finding and the picture about reforms, of a small battery lived beside a result."""

from __future__ import annotations

from underheaven.measure.reforms import FAR_END, effects
from underheaven.run.again import study_of
from underheaven.run.reform import MONTHS, PERSONS, REPLICATES, small_batteries
from underheaven.show.page.charts import reforms as picture
from underheaven.show.page.findings import findings
from underheaven.show.page.on_reforms import GIVEN, named
from underheaven.show.page.picture import LeftOut
from underheaven.show.page.scene import scene_of

COURT = "court-defaulters-2013"


def finding(court, reformed):
    return next((f for f in findings(scene_of(court, reformed), COURT) if f.name == "reform"), None)


def test_the_battery_is_small_and_of_the_same_society(court):
    ((world, study),) = small_batteries(study_of(court.attrs, "court")).items()
    assert world == COURT
    assert study.plan.persons == PERSONS < court.sizes["person"]
    assert study.plan.months == min(court.sizes["month"], MONTHS)
    assert study.plan.replicates == min(court.sizes["replicate"], REPLICATES)
    assert study.society.digest == study_of(court.attrs, "court").society.digest


def test_the_reform_that_lowers_wrongful_months_most_is_named(court, reformed):
    found = finding(court, reformed)
    mine = [e for e in effects(reformed[COURT], COURT, ["wrongful_list_months"]) if e.world not in (COURT, FAR_END)]
    first = min(mine, key=lambda e: (e.told >= 0, e.step.mean))
    assert named(scene_of(court, reformed), COURT)[first.world] in found.text
    assert found.numbers[0].mean == first.step.mean
    assert GIVEN in found.text
    assert "3,000 persons of the same society" in found.text
    assert found.rest.text.startswith("Luck or assumptions: no assumption was moved for reforms")


def test_where_none_was_lived_the_question_stays_open(court):
    assert finding(court, {}) is None
    left = picture.picture(scene_of(court), COURT)
    assert isinstance(left, LeftOut)
    assert "No reform was lived" in left.why


def test_the_picture_has_every_reform_and_no_regime_last(court, reformed):
    found = picture.rows(scene_of(court, reformed), COURT)
    assert next(iter(found)) == "wrongful_list_months"
    for its in found.values():
        assert its[-1].label == picture.NONE
        assert len(its) == reformed[COURT].sizes["world"] - 1
    drawn = picture.picture(scene_of(court, reformed), COURT)
    assert len(drawn.panels) <= 2
    assert len(drawn.tables[0].rows) == sum(map(len, found.values()))
