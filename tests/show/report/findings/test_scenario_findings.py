"""Findings of a scenario: each has its numbers, their ranges, and an assumption."""

from __future__ import annotations

import json
import re

import numpy as np

from underheaven.measure.registry import MEASURES
from underheaven.show.report.findings.scenario_findings import finding_rows, scenario_findings
from underheaven.show.report.report_context import build_report_context

from ...over import attrs
from .finding_texts import COURT, finding_texts

PAID = (COURT, "judgments_performed", "difference")


def test_sentences_with_an_interval_and_an_assumption_each(context):
    found = scenario_findings(context, COURT)
    assert len({finding.question for finding in found}) >= 6
    for finding in found:
        assert finding.text.endswith(".")
        if finding.name == "constants":
            continue  # what follows from documents alone has no interval
        if not finding.numbers:
            assert re.search(r"[Tt]oo few (events \(\d+\) to say|stays)|beyond Monte Carlo error", finding.text)
            continue
        assert re.search(r"\(between |which may be chance|the same in every", finding.text)
        assert finding.key_assumption is not None
        assert "nan" not in finding.text
        assert "(-" not in finding.text


def test_a_sign_that_turns_has_a_sentence_of_its_own(court, context):
    turning = build_report_context(court.assign_attrs(attrs({PAID: (-100, 300, 80)})))
    sentence = (
        '"Judgments performed, difference": its sign turns inside the parameter ranges (clear of Monte Carlo error '
        "in 25 % of the samples)."
    )
    assert finding_texts(turning)["performed"].endswith(sentence)
    assert "turns" not in finding_texts(context)["performed"]
    held = build_report_context(court.assign_attrs(attrs({PAID: (10, 300, 80)})))
    assert "turns" not in finding_texts(held)["performed"]


def test_what_is_measured_is_of_the_first_number_said(many):
    columns = {
        (COURT, "wrongful_stay_median", "level"): (4.2, 7.8, 5.0),
        (COURT, "corrected_share", "level"): (0.2, 0.8, 0.5),
    }
    gone = many["removals"] + 5 * (many["origin"] == "false") * (many["removal"] == "corrected")
    wrong = many.isel(replicate=[0]).assign(removals=gone.isel(replicate=[0])).assign_attrs(attrs(columns))
    two = {f.name: f for f in scenario_findings(build_report_context(wrong), COURT)}["until off"]
    assert two.text.startswith("Of those wrongly put on a blacklist between October 2013 and August 2016, under one ")
    title = MEASURES["wrongful_stay_median"].title
    assert two.key_assumption.text.startswith(f'Main source of variation, for "{title}": the parameters (')
    nobody = wrong.assign(person_stay_wrongful=wrong["person_stay_wrongful"] * 0)
    one = {f.name: f for f in scenario_findings(build_report_context(nobody), COURT)}["until off"]
    assert "half have left" not in one.text
    assert [number.title for number in one.numbers] == [MEASURES["corrected_share"].title]
    assert one.key_assumption.text.startswith("Main source of variation: the parameters (parameter range 23 to ")


def test_every_number_of_a_finding_is_said(context):
    for finding in scenario_findings(context, COURT):
        for number in finding.numbers:
            assert np.isfinite(number.mean), (finding.name, number.title)


def test_one_replicate_says_so(court):
    one = build_report_context(court.isel(replicate=[0]))
    texts = [text for name, text in finding_texts(one).items() if name != "constants"]
    assert all("one replicate, so no interval" in text or "oo few " in text for text in texts)


def test_without_another_world_nothing_is_compared(court):
    alone = build_report_context(court.sel(scenario=[COURT]).assign_attrs(baseline=""))
    assert not {"after listing", "performed", "conduct"} & set(finding_texts(alone))
    assert "Averaged over everybody" in finding_texts(alone)["detriment"]


def wrong(court, entries):
    """A result in which so many persons a replicate are wrongly listed, on invented records, in the first month."""
    found = court.copy(deep=True)
    for name, at in (
        ("first_wrongly_listed", {"group": 0}),
        ("entries", {"list": 0, "origin": 1}),
        ("recorded", {"kind": 0, "origin": 1}),
    ):
        array = found[name]
        wiped = (array["scenario"] == COURT) & (array["origin"] != "true" if name == "recorded" else True)
        array[{d: slice(None) for d in array.dims}] = array.where(~wiped, 0).transpose(*array.dims)
        place = {"scenario": list(array["scenario"].values).index(COURT), "month": 0} | at
        array[place] = entries
    return found


def test_a_gap_whose_sign_turns_says_so(court):
    """One group of persons loses a month more than all others, whatever they do: it is named, with what turns it."""
    gap = court.copy(deep=True)
    array = gap["person_detriment"]
    group = court["person_group"].sel(scenario=COURT).values
    men = np.array(["women" not in str(label).split(", ") for label in court["group"].values])
    array.values[list(array["scenario"].values).index(COURT)] = 1_000_000 * men[group.astype(int)]
    array.values[:, 1] = array.values[:, 1] // 1000 * 1001  # replicates that are one number tell nothing
    plain = {f.name: f for f in scenario_findings(build_report_context(gap), COURT)}["equal conduct"]
    assert "a person in the group men loses access worth 1 more month of income" in plain.text
    assert "with Holm's correction" in plain.text
    column = (COURT, "equal_conduct_detriment_in:men", "level")
    assert plain.numbers[0].column == column
    over = {
        f.name: f
        for f in scenario_findings(build_report_context(gap.assign_attrs(attrs({column: (-1.0, 3.0, 0.8)}))), COURT)
    }
    assert "its sign turns inside the" in over["equal conduct"].text


def test_rows_are_plain_and_say_which_assumption(context):
    rows = finding_rows(context)
    json.dumps(rows, allow_nan=False)
    assert [row["finding"] for row in rows] == list(finding_texts(context))
    assert {tuple(row) for row in rows} == {("scenario", "question", "finding", "text", "numbers", "rests_on", "path")}
    assert all(set(n) == {"title", "unit", "mean", "low", "high", "events"} for row in rows for n in row["numbers"])


def test_every_number_of_a_finding_has_its_range(court):
    """What this would catch: 36.2 % on the page beside a range of 38 to 83 % that only the table prints."""
    (listed,) = (f for f in scenario_findings(build_report_context(court), COURT) if f.name == "listed")
    assert len(listed.numbers) > 1
    columns = {number.column: (0.3, 0.5, 0.4) for number in listed.numbers}
    (ranged,) = (
        f
        for f in scenario_findings(build_report_context(court.assign_attrs(attrs(columns))), COURT)
        if f.name == "listed"
    )
    assert "Parameter ranges of the other numbers: " in ranged.key_assumption.text
    for number in listed.numbers[1:]:
        assert f'"{number.title}" 0.' in ranged.key_assumption.text
    away = {number.column: (0.3, 0.5, 0.9) for number in listed.numbers}
    (ranged,) = (
        f for f in scenario_findings(build_report_context(court.assign_attrs(attrs(away))), COURT) if f.name == "listed"
    )
    others = ranged.key_assumption.text.partition("Parameter ranges of the other numbers: ")[2]
    assert "lies outside" not in others  # it is said in the finding itself
    assert ranged.text.count(", at the size of the samples 0.9, range ") == len(listed.numbers)


def test_a_range_of_a_difference_of_shares_is_in_points(court):
    """What this would catch: -1.1 to 0.083 % beside a finding that speaks of points."""
    columns = {(COURT, name, "difference"): (-0.011, 0.02, 0.001) for name in ("loans_made", "default_share")}
    (trust,) = (
        f
        for f in scenario_findings(build_report_context(court.assign_attrs(attrs(columns))), COURT)
        if f.name == "trust"
    )
    assert trust.key_assumption.text.endswith(
        '"Share of ended loans that fell behind, difference" \N{MINUS SIGN}0.94 to 1.8 points.'
    )
