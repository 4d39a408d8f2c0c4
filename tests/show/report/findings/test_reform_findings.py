"""The finding and the picture about reforms, of a small battery lived beside a result."""

from __future__ import annotations

from math import ceil

from underheaven.measure.inference.sample_size import MIN_EVENTS, TARGET_EVENTS, count_events
from underheaven.measure.reform_effects import NO_REGIME_SCENARIO, estimate_effects
from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.reform import MAX_REFORM_MONTHS, MIN_REFORM_PERSONS, compared_measures, plan_reform_sets
from underheaven.show.report.figures import reforms as picture
from underheaven.show.report.figures.figure import OmittedFigure
from underheaven.show.report.findings.reform_findings import GIVEN_REFORMS_NOTE, reform_names
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import build_report_context
from underheaven.show.text.reform_effects import reform_rows
from underheaven.show.text.reform_workload import reform_workload_sentence, seconds_per_person_month

COURT = "court-defaulters-2013"


def finding(court, reformed):
    return next(
        (f for f in scenario_findings(build_report_context(court, reformed), COURT) if f.name == "reform"), None
    )


def battery(court, result=None):
    return plan_reform_sets(restore_study(court.attrs, "court"), court if result is None else result)[COURT]


def test_the_battery_is_of_the_same_society_and_no_larger_than_the_result(court):
    found = battery(court)
    plan = found.study.plan
    assert MIN_REFORM_PERSONS <= plan.persons <= court.sizes["person"]
    assert plan.months == min(court.sizes["month"], MAX_REFORM_MONTHS)
    assert plan.replicates == court.sizes["replicate"]
    assert found.study.society.digest == restore_study(court.attrs, "court").society.digest


def test_the_size_follows_from_the_events_of_the_result(court):
    """Wrongful entries are too rare here to size anything; were they as many as 2,000 in all, 200 would do."""
    assert "wrongful_list_months" in battery(court).short
    many = court.copy(deep=True)
    at = list(many["scenario"].values).index(COURT)
    many["entries"].values[at] = 0
    many["entries"].values[at, :, 0, 0, 1] = 1_000
    found, lived = battery(court, many), court.sizes["person"]
    assert "wrongful_list_months" not in found.short
    needs = {
        n: ceil(lived * TARGET_EVENTS / c)
        for n in compared_measures(found.study)
        if (c := count_events(many, n, COURT, "none")) >= MIN_EVENTS
    }
    assert found.study.plan.persons == max(MIN_REFORM_PERSONS, min(lived, max(needs.values())))
    assert needs[found.rarest] == max(needs.values())
    assert needs["wrongful_list_months"] == lived * TARGET_EVENTS // 2_000


def test_what_is_lived_is_said_before_with_its_reason(court):
    found = battery(court)
    took = found.person_months * seconds_per_person_month(court)
    said = reform_workload_sentence(
        COURT, found.study.plan, len(found.study.scenarios), found.rarest, found.short, took
    )
    assert said.startswith(f"Reforms of {COURT}: {len(found.study.scenarios)} scenarios of ")
    assert "at the speed of the result" in said
    assert "Fewer than 50 events are expected for wrongful months on lists" in said


def test_too_few_events_name_no_reform_first_and_say_how_many_persons_it_takes(court, reformed):
    """Where a handful of persons is wrongly listed nothing is ranked by it, in the finding, the picture or the rows."""
    every = estimate_effects(reformed[COURT], COURT, ["wrongful_list_months"])
    assert all(not e.has_enough_events and e.rank == 0 and e.significant_sign == 0 for e in every)
    texts = [
        f.text for f in scenario_findings(build_report_context(court, reformed), COURT) if f.name.startswith("reform")
    ]
    assert not any("wrongful entries most" in text for text in texts)
    said = " ".join(texts)
    if every[0].persons_needed is not None:
        assert f"Too few events ({every[0].events} wrongful entries on blacklists) to compare reforms by " in said
        assert "persons would be needed" in said
    assert "wrongful_list_months" not in picture.figure_rows(build_report_context(court, reformed), COURT)
    rows = [row for row in reform_rows(reformed[COURT]) if row["measure"] == "wrongful_list_months"]
    assert {row["enough_events"] for row in rows} == {False}
    assert {row["place"] for row in rows} == {None}


def test_the_reform_that_lowers_most_is_named_where_events_are_enough(court, reformed):
    frequent = reformed[COURT].copy(deep=True)
    frequent["entries"].values[:, :, 0, 0, 1] = 40
    worlds = [str(w) for w in frequent["scenario"].values]
    frequent["listed_by_origin"].values[:] = 0
    for w, world in enumerate(worlds):
        if world != NO_REGIME_SCENARIO:
            frequent["listed_by_origin"].values[w, :, 0, 0, 1] = 300 if world == worlds[0] else 600 + w
    frequent["listed_by_origin"].values[0, 1, 0, 0, 1] += 1  # two replicates that are one number tell nothing
    found = finding(court, {COURT: frequent})
    first = reform_names(build_report_context(court, {COURT: frequent}), COURT)[worlds[0]]
    assert f"{first} lowers months on lists for wrongful entries most" in found.text
    assert GIVEN_REFORMS_NOTE in found.text
    assert "persons of the same society" in found.text
    assert found.key_assumption.text.startswith("Parameters were not varied for reforms")


def test_where_none_was_lived_the_question_stays_open(court):
    assert finding(court, {}) is None
    left = picture.build_figure(build_report_context(court), COURT)
    assert isinstance(left, OmittedFigure)
    assert "No reform was simulated" in left.reason


def test_the_picture_has_every_reform_and_no_regime_last(court, reformed):
    found = picture.figure_rows(build_report_context(court, reformed), COURT)
    assert set(found) <= set(picture.MEASURE_HEADINGS)
    for its in found.values():
        assert its[-1].label == picture.NO_REGIME
        assert len(its) == reformed[COURT].sizes["scenario"] - 1
    drawn = picture.build_figure(build_report_context(court, reformed), COURT)
    assert len(drawn.panels) <= 2
    assert len(drawn.tables[0].rows) == sum(map(len, found.values()))
