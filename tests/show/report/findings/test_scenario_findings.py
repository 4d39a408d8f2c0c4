"""Findings: what is said, with which numbers, and what is left unsaid."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from underheaven import compare
from underheaven.measure.inference.interval import Interval
from underheaven.measure.published_counts import PublishedComparison
from underheaven.measure.registry import MEASURES
from underheaven.show.explain.status_cost import OUTSIDE_PHRASE
from underheaven.show.formatting import format_number
from underheaven.show.report.findings import conduct_findings, listing_findings, loss_findings
from underheaven.show.report.findings.event_counts import persons_needed_sentence
from underheaven.show.report.findings.finding_numbers import measure_difference, measure_level
from underheaven.show.report.findings.questions import QUESTIONS
from underheaven.show.report.findings.scenario_findings import finding_rows, scenario_findings, unanswered_questions
from underheaven.show.report.report_context import build_report_context

from ...over import attrs

COURT = "court-defaulters-2013"
MINUS = "\N{MINUS SIGN}"
UNABLE, PAID = (COURT, "listed_unable", "level"), (COURT, "judgments_performed", "difference")


def said(scene, scenario=COURT):
    return {finding.name: finding.text for finding in scenario_findings(scene, scenario)}


def test_sentences_with_an_interval_and_an_assumption_each(scene):
    found = scenario_findings(scene, COURT)
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


def test_the_first_finding_is_the_measure(scene, court):
    now = MEASURES["listed_now"].function(court).sel(scenario=COURT).mean().item()
    (first, *_) = scenario_findings(scene, COURT)
    assert first.numbers[0].mean == pytest.approx(now)
    assert first.text.startswith("In this model, in January 2017, ")
    assert f"{format_number(now)} of every 100,000 people" in first.text


def test_the_split_without_and_with_its_range(court, scene):
    assert "no parameter range was computed" in said(scene)["split"]
    ranged = build_report_context(court.assign_attrs(attrs({UNABLE: (0.0, 1.0, 0.5)})))
    text = said(ranged)["split"]
    assert "the parameter range is 5 to 95 %" in text
    (rest,) = (f.key_assumption for f in scenario_findings(ranged, COURT) if f.name == "split")
    assert rest.text.startswith("Main source of variation: the parameters (parameter range 5 to 95 %")
    assert (
        "Most influential (varied alone, one run each): livelihood.jobs.find (0 % at 0.05, 100 % at 0.3)" in rest.text
    )


@pytest.mark.parametrize(
    ("least", "most", "base"),
    [(0, 90, "62"), (80, 800, "62.5"), (25, 60, ""), (40, 400, "")],
    ids=["down to nothing", "ten times the base case", "narrow", "a factor of seven"],
)
def test_wrongful_listings_begin_with_their_range_where_it_leaves_them_open(court, least, most, base):
    """Catches a number to three digits ahead of a range of ten times it or down to nothing."""
    frequent = court.copy(deep=True)
    at = list(frequent["scenario"].values).index(COURT)
    frequent["first_wrongly_listed"].values[at] = 0
    frequent["first_wrongly_listed"].values[at, :, 0, 0] = 7, 8  # of 12,000 persons
    spanned = frequent.assign_attrs(attrs({(COURT, "ever_wrongly_listed", "level"): (least, most, 62.5)}))
    (finding,) = listing_findings.find_wrongly_listed(build_report_context(spanned), COURT)
    if base:
        begins = "It remains open how many people are on a blacklist at some point without a true record"
        assert finding.text.startswith(begins)
        assert f"In the base case it is {base} of every 100,000 people (between" in finding.text
    else:
        assert finding.text.startswith("62.5 of every 100,000 people (between")


def test_a_sign_that_turns_has_a_sentence_of_its_own(court, scene):
    turning = build_report_context(court.assign_attrs(attrs({PAID: (-100, 300, 80)})))
    sentence = (
        '"Judgments performed, difference": its sign turns inside the parameter ranges (clear of Monte Carlo error '
        "in 25 % of the samples)."
    )
    assert said(turning)["performed"].endswith(sentence)
    assert "turns" not in said(scene)["performed"]
    held = build_report_context(court.assign_attrs(attrs({PAID: (10, 300, 80)})))
    assert "turns" not in said(held)["performed"]


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


def test_every_number_of_a_finding_is_said(scene):
    for finding in scenario_findings(scene, COURT):
        for number in finding.numbers:
            assert np.isfinite(number.mean), (finding.name, number.title)


def test_deterrence_that_may_be_chance_says_so(court):
    twice = court.isel(replicate=[0, 0]).copy(deep=True).assign_coords(replicate=[0, 1])
    acts = twice["person_acts"].copy(deep=True)
    at = {"scenario": list(acts["scenario"].values).index(COURT)}
    acts[at] = acts.sel(scenario="none").values
    acts[at | {"replicate": 0, "person": 0}] += 2
    acts[at | {"replicate": 1, "person": 1}] -= 1
    text = said(build_report_context(twice.assign(person_acts=acts)))["conduct"]
    number = f"{MINUS}[\\d.]+"
    assert re.search(
        rf"Conduct hardly changes: the regime deters {number} % of the acts done without the regime, which may be "
        rf"chance \(between {number} and [\d.]+\); below 0, more acts are done\.",
        text,
    )


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (
            (-0.0000459, -0.0000523, -0.0000395),
            f"hardly changes: the regime deters {MINUS}0.00459 % of the acts done "
            f"without the regime (between {MINUS}0.00523 and {MINUS}0.00395); below 0, more acts are done.",
        ),
        ((0.0123, 0.01, 0.015), "The regime deters 1.23 % of the acts done without the regime (between 1 and 1.5)."),
    ],
)
def test_deterrence_has_the_sign_of_its_parameter_range(ends, said):
    assert conduct_findings._deterrence_sentence(Interval(*ends, 8, ""), "without the regime").endswith(said)


def test_what_listed_lose_is_apart_from_all_that_is_lost(court):
    text = said(build_report_context(court))["detriment"]
    assert text.startswith("In this model, those ever listed lose access worth ")
    assert re.search(r"(Of all|All) losses, including those of people never listed, ", text)
    assert "has no record behind it" not in text
    bare = court["detriment"].copy(deep=True)
    bare.loc[{"cause": "none:official"}] = court["detriment"].sum("cause")
    with_bare = {f.name: f for f in scenario_findings(build_report_context(court.assign(detriment=bare)), COURT)}[
        "detriment"
    ]
    assert "; 50 % (the same in every replicate) has no record behind it." in with_bare.text
    cross, without = with_bare.numbers[-2:]
    before = MEASURES["cross_context_share"].function(court).sel(scenario=COURT).mean().item()
    assert f"{OUTSIDE_PHRASE} or has no record behind it" in with_bare.text
    assert (cross.mean, without.mean) == (pytest.approx((before + 1) / 2), pytest.approx(0.5))


def test_what_constants_say_is_called_a_property_of_the_documents(court):
    """By hand, from the documents' numbers: no run, no interval, for each amendment."""
    (found,) = loss_findings.find_status_costs(build_report_context(court), COURT)
    assert found.numbers == ()
    assert "between" not in found.text
    assert "from 2016-09" in found.text
    assert "a property of the documents, not a result of the simulation" in found.text
    assert "falls outside" not in found.text, "these words are for the share that was measured"


def test_one_replicate_says_so(court):
    one = build_report_context(court.isel(replicate=[0]))
    texts = [text for name, text in said(one).items() if name != "constants"]
    assert all("one replicate, so no interval" in text or "oo few " in text for text in texts)


def test_groups_with_few_are_left_out_and_two_that_part_are_named(court):
    """Two replicates tell little: groups are named where they part by far, and none where they do not part."""
    everybody = court.assign(first_listed=court["first_listed"] * 0 + 40)
    sizes = court["persons"].isel(month=0, drop=True)
    alike = (court["first_listed"] * 0 + 1) * sizes + 9 * (court["replicate"] == 0) * (court["group"] == "men, 40-49")
    assert (
        " differ beyond Monte Carlo error (" in said(build_report_context(court.assign(first_listed=alike)))["groups"]
    )
    most = everybody["first_listed"].copy(deep=True)
    men = [n for n, label in enumerate(court["group"].values) if "women" not in str(label)]
    most[{"group": men}] = 400
    text = said(build_report_context(court.assign(first_listed=most)))["groups"]
    assert text.startswith("Over the 40 months, there are ")
    assert " first entries on a blacklist (between " in text
    assert "for every 100,000 persons in the group men (its mean size over the run); in the group women, " in text
    assert text.endswith("this one has the largest ratio; which pair comes first may be due to chance.")
    few = most.copy(deep=True) * 0
    assert "groups" not in said(build_report_context(court.assign(first_listed=few)))
    few[{"month": 0, "group": men, "replicate": 0}] = 1
    assert "too few events" in said(build_report_context(court.assign(first_listed=few)))["groups"]


def test_without_another_world_nothing_is_compared(court):
    alone = build_report_context(court.sel(scenario=[COURT]).assign_attrs(baseline=""))
    assert not {"after listing", "performed", "conduct"} & set(said(alone))
    assert "Averaged over everybody" in said(alone)["detriment"]


def test_a_world_that_records_nothing_says_that_alone(scene):
    assert said(scene, "none") == {"listed": "Nothing is recorded, and nobody is on a list."}


def test_a_regime_that_lists_nobody_speaks_of_records(court):
    lists = [name for name in court.data_vars if "list" in court[name].dims or name.startswith(("first_", "person_"))]
    refused = court["loans_refused"].where(court["scenario"] != COURT, 7)
    unlisted = build_report_context(
        court.assign({name: court[name] * 0 for name in lists} | {"loans_refused": refused})
    )
    found = said(unlisted)
    assert " records (between" not in found["groups"]  # two replicates of few records part no groups
    unlisted = build_report_context(unlisted.dataset.assign(filed=court["filed"] * 0 + 40))
    found = said(unlisted)
    assert found["listed"].startswith("Nobody is put on a blacklist. ")
    assert " records (between" in found["groups"]
    assert "loans" in found["refused"]
    assert "split" not in found


def test_a_replicate_without_anybody_listed_leaves_the_others_to_say_it(court):
    """Catches a finding that one empty replicate of many takes away; what is left has no interval of one."""
    some = court.copy(deep=True)
    for name in ("person_months_listed", "person_detriment"):
        some[name].values[0, 1] = 0
    found = said(build_report_context(some))
    assert "after listing" in found
    assert not any("nan" in text or " - " in text for text in found.values())


def test_ten_questions_are_asked_in_order_and_the_first_answers_stand_open(scene):
    assert len(QUESTIONS) == 10
    asked = [question.text for question in QUESTIONS]
    found = scenario_findings(scene, COURT)
    places = [asked.index(finding.question) for finding in found]
    assert places == sorted(places)
    for question in QUESTIONS:
        mine = [finding.is_folded for finding in found if finding.question == question.text]
        assert mine == [n >= question.n_unfolded for n in range(len(mine))]
    silent = unanswered_questions(scene, COURT)
    assert {q.text for q in silent} | {f.question for f in found} == set(asked)
    assert not {q.text for q in silent} & {f.question for f in found}


def test_a_world_without_a_regime_leaves_all_but_one_question_open(scene):
    assert [q.text for q in unanswered_questions(scene, "none")] == [q.text for q in QUESTIONS[1:]]


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


def test_the_errors_behind_wrongful_entries_are_named(court):
    text = said(build_report_context(wrong(court, 40)))["wrongly"]
    assert "Of wrongful records filed, by error: an invented record 100 %" in text
    two = wrong(court, 40)
    judged = list(two["kind_state"].values).index("judged in error")
    two["recorded"][
        {"scenario": list(two["scenario"].values).index(COURT), "month": 0, "kind": judged, "origin": 1}
    ] = 120
    text = said(build_report_context(two))["wrongly"]
    assert re.search(r"by error: a wrong judgment 75 % \(.*\); an invented record 25 % \(", text)


def test_nothing_is_said_on_fewer_than_fifty_events(court):
    """Catches a share of three persons with an interval; the sentence says what it would take."""
    for entries in (0, 3, 24):
        text = said(build_report_context(wrong(court, entries)))["wrongly"]
        assert f"too few events ({2 * entries}) to say" in text
        assert "between" not in text
        assert "persons over the same months in 2 replicates" in text


def test_how_many_persons_it_takes_follows_from_the_events():
    assert "About 250,000 persons" in persons_needed_sentence(1, 5_000, 4)  # 50 times as many
    assert "About 10,000 persons" in persons_needed_sentence(25, 5_000, 4)
    assert "More than 84,000 persons" in persons_needed_sentence(
        0, 5_000, 4
    )  # three may be expected where none was seen


def test_no_month_after_the_last_count_has_a_date(court):
    """Catches a dated count of a named country in a month of which nobody has published any."""
    later = court.assign_coords(month=[f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(40)])
    text = said(build_report_context(later))["listed"]
    assert text.startswith("In this model, in month 40 of the regime, ")
    assert not re.search(r"20\d\d", text)
    assert "scaled to a population" not in text


def test_how_many_times_the_last_published_number_has_its_interval(court, monkeypatch):
    """Catches a multiple of the wrong month, or one whose interval is that of the count."""
    rows = [
        PublishedComparison(
            "cumulative listed",
            "cumulative_entries",
            "entries",
            month,
            published,
            Interval(240, 220, 260, 8, ""),
            True,
            "",
        )
        for month, published in (("2014-01", 60.0), ("2015-01", 120.0))
    ]
    monkeypatch.setattr(listing_findings.table_lines, "published_comparisons", lambda dataset: [(COURT, rows)])
    text = said(build_report_context(court))["listed"]
    assert "In January 2015, the last month with a published number of entries, the base case has 2 times" in text
    assert "times that number (between 1.8 and 2.2); no parameter range is computed for it." in text


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


def test_rows_are_plain_and_say_which_assumption(scene):
    rows = finding_rows(scene)
    json.dumps(rows, allow_nan=False)
    assert [row["finding"] for row in rows] == list(said(scene))
    assert {tuple(row) for row in rows} == {("scenario", "question", "finding", "text", "numbers", "rests_on", "path")}
    assert all(set(n) == {"title", "unit", "mean", "low", "high", "events"} for row in rows for n in row["numbers"])


def test_levels_and_differences(scene, court):
    measure = MEASURES["loans_made"].function(court)
    step = measure.sel(scenario=COURT) - measure.sel(scenario="none")
    assert measure_difference(scene, COURT, "loans_made").mean == pytest.approx(step.mean().item())
    assert measure_level(scene, COURT, "detriment_of_listed").unit.endswith("a person listed")
    assert np.isnan(measure_level(scene, COURT, "unjustified_share").mean) == np.isnan(
        MEASURES["unjustified_share"].function(court).sel(scenario=COURT).mean(skipna=False)
    )


def test_blacklists_are_named_and_people_on_them_count_once(court):
    found = {
        w: scenario_findings(build_report_context(r), w)[0].text
        for w, r in (
            ("court-defaulters-2013", court),
            (
                "imagined-unified",
                compare("imagined-unified", society="imagined-country", persons=8_000, months=30, replicates=2, seed=3),
            ),
        )
    }
    assert "are on a blacklist (judgment defaulters)" in found["court-defaulters-2013"]
    assert "are on a blacklist (discredited, court defaulters, watched)" in found["imagined-unified"]


def test_a_share_that_its_range_leaves_open_is_said_roughly(result):
    """What this would catch: 24.9 % (24.5 to 25.3) on the page of a number that the table says is about 20 %."""
    from underheaven.show.report.findings.finding_numbers import finding_share, measure_level

    wide = build_report_context(result.assign_attrs(attrs({("court", "records_lost", "level"): (0.0, 0.9, 0.4)})))
    narrow = build_report_context(result.assign_attrs(attrs({("court", "records_lost", "level"): (0.0, 0.1, 0.05)})))
    number = measure_level(wide, "court", "records_lost")
    assert finding_share(wide, number).startswith("about ")
    assert "(" not in finding_share(wide, number)
    assert not finding_share(narrow, number).startswith("about ")


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
