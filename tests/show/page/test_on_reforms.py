"""The finding and the picture about reforms, of a small battery lived beside a result."""

from __future__ import annotations

from math import ceil

from underheaven.measure.events import ENOUGH, WANTED, events
from underheaven.measure.reforms import FAR_END, effects
from underheaven.run.again import study_of
from underheaven.run.reform import FEWEST, MONTHS, asked, batteries
from underheaven.show.battery import said_before, seconds_of
from underheaven.show.page.charts import reforms as picture
from underheaven.show.page.findings import findings
from underheaven.show.page.on_reforms import GIVEN, named
from underheaven.show.page.picture import LeftOut
from underheaven.show.page.scene import scene_of
from underheaven.show.reform import reform_rows

COURT = "court-defaulters-2013"


def finding(court, reformed):
    return next((f for f in findings(scene_of(court, reformed), COURT) if f.name == "reform"), None)


def battery(court, result=None):
    return batteries(study_of(court.attrs, "court"), court if result is None else result)[COURT]


def test_the_battery_is_of_the_same_society_and_no_larger_than_the_result(court):
    found = battery(court)
    plan = found.study.plan
    assert FEWEST <= plan.persons <= court.sizes["person"]
    assert plan.months == min(court.sizes["month"], MONTHS)
    assert plan.replicates == court.sizes["replicate"]
    assert found.study.society.digest == study_of(court.attrs, "court").society.digest


def test_the_size_follows_from_the_events_of_the_result(court):
    """Wrongful entries are too rare here to size anything; were they as many as 2,000 in all, 200 would do."""
    assert "wrongful_list_months" in battery(court).short
    many = court.copy(deep=True)
    at = list(many["world"].values).index(COURT)
    many["entries"].values[at] = 0
    many["entries"].values[at, :, 0, 0, 1] = 1_000
    found, lived = battery(court, many), court.sizes["person"]
    assert "wrongful_list_months" not in found.short
    needs = {n: ceil(lived * WANTED / c) for n in asked(found.study) if (c := events(many, n, COURT, "none")) >= ENOUGH}
    assert found.study.plan.persons == max(FEWEST, min(lived, max(needs.values())))
    assert needs[found.rarest] == max(needs.values())
    assert needs["wrongful_list_months"] == lived * WANTED // 2_000


def test_what_is_lived_is_said_before_with_its_reason(court):
    found = battery(court)
    took = found.person_months * seconds_of(court)
    said = said_before(COURT, found.study.plan, len(found.study.worlds), found.rarest, found.short, took)
    assert said.startswith(f"Reforms of {COURT}: {len(found.study.worlds)} scenarios of ")
    assert "at the pace of the result" in said
    assert "Fewer than 50 events are expected for wrongful months on lists" in said


def test_too_few_events_name_no_reform_first_and_say_how_many_persons_it_takes(court, reformed):
    """Where a handful of persons is wrongly listed nothing is ranked by it, in the finding, the picture or the rows."""
    every = effects(reformed[COURT], COURT, ["wrongful_list_months"])
    assert all(not e.enough and e.place == 0 and e.told == 0 for e in every)
    texts = [f.text for f in findings(scene_of(court, reformed), COURT) if f.name.startswith("reform")]
    assert not any("wrongful entries most" in text for text in texts)
    said = " ".join(texts)
    if every[0].needed is not None:
        assert f"Too few events ({every[0].events} wrongful entries on blacklists) to compare reforms by " in said
        assert "persons would be needed" in said
    assert "wrongful_list_months" not in picture.rows(scene_of(court, reformed), COURT)
    rows = [row for row in reform_rows(reformed[COURT]) if row["measure"] == "wrongful_list_months"]
    assert {row["enough_events"] for row in rows} == {False}
    assert {row["place"] for row in rows} == {None}


def test_the_reform_that_lowers_most_is_named_where_events_are_enough(court, reformed):
    frequent = reformed[COURT].copy(deep=True)
    frequent["entries"].values[:, :, 0, 0, 1] = 40
    worlds = [str(w) for w in frequent["world"].values]
    frequent["listed_by_origin"].values[:] = 0
    for w, world in enumerate(worlds):
        if world != FAR_END:
            frequent["listed_by_origin"].values[w, :, 0, 0, 1] = 300 if world == worlds[0] else 600 + w
    frequent["listed_by_origin"].values[0, 1, 0, 0, 1] += 1  # two replicates that are one number tell nothing
    found = finding(court, {COURT: frequent})
    first = named(scene_of(court, {COURT: frequent}), COURT)[worlds[0]]
    assert f"{first} lowers months on lists for wrongful entries most" in found.text
    assert GIVEN in found.text
    assert "persons of the same society" in found.text
    assert found.rest.text.startswith("Parameters were not varied for reforms")


def test_where_none_was_lived_the_question_stays_open(court):
    assert finding(court, {}) is None
    left = picture.picture(scene_of(court), COURT)
    assert isinstance(left, LeftOut)
    assert "No reform was simulated" in left.why


def test_the_picture_has_every_reform_and_no_regime_last(court, reformed):
    found = picture.rows(scene_of(court, reformed), COURT)
    assert set(found) <= set(picture.HEADINGS)
    for its in found.values():
        assert its[-1].label == picture.NONE
        assert len(its) == reformed[COURT].sizes["world"] - 1
    drawn = picture.picture(scene_of(court, reformed), COURT)
    assert len(drawn.panels) <= 2
    assert len(drawn.tables[0].rows) == sum(map(len, found.values()))
