"""Findings about stays: what is said is the measure, of the months that it is of, and nothing where too few are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from underheaven.measure.families import stays
from underheaven.measure.inference.interval import Interval
from underheaven.measure.registry import MEASURES
from underheaven.show.report.finding import Number
from underheaven.show.report.findings import stay_findings
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import build_report_context

COURT = "court-defaulters-2013"


def said(dataset):
    return {finding.name: finding for finding in scenario_findings(build_report_context(dataset), COURT)}


def test_how_long_a_stay_lasts_is_the_measure_and_says_of_whom(many):
    out = said(many)["out"]
    assert out.question == "Who gets out, and when?"
    assert "between October 2013 and August 2016, under one version of the rules" in out.text
    means = {number.title: number.mean for number in out.numbers}
    still = MEASURES["still_on_24"]
    assert means[still.title] == pytest.approx(still.function(many).sel(scenario=COURT).mean())
    assert "24 months after entry" in out.text
    assert "never" not in out.text
    shares = stays.exit_shares(many, 24).sel(scenario=COURT).mean("replicate")
    most = max(stay_findings.EXIT_PHRASES, key=lambda way: float(shares.sel(stay_end=way)))
    assert stay_findings.EXIT_PHRASES[most] in out.text


def test_every_way_out_has_words(court):
    assert set(stay_findings.EXIT_PHRASES) | {"still on"} == set(stays.STAY_ENDS)


def test_nobody_listed_is_no_finding_and_late_entries_say_that_they_are_late(court):
    nobody = court.copy()
    for name in ("stay_entry", "stay_months", "times_listed", "months_listed"):
        nobody[f"person_{name}"] = nobody[f"person_{name}"] * 0
    nobody["listed"] = nobody["listed"] * 0
    assert "out" not in said(nobody)
    late = court.copy()
    late["person_stay_entry"] = late["person_stay_entry"].where(late["person_stay_entry"] == 0, 33)
    late["person_stay_months"] = late["person_stay_months"].clip(max=8)
    assert said(late)["out"].text.startswith("Too few stays on blacklists could be followed")


def test_the_wrongly_listed_have_a_finding_of_their_own(many):
    found = said(many)["until off"]
    assert found.text.startswith("Of those wrongly put on a blacklist between October 2013 and August 2016")
    half = MEASURES["wrongful_stay_median"]
    assert found.numbers[0].title == half.title
    assert found.numbers[0].mean == pytest.approx(half.function(many).sel(scenario=COURT).mean())
    assert "are corrected, or removed on appeal" in found.text


@pytest.mark.parametrize(("share", "told"), [(0.011, False), (0.13, True)])
def test_a_share_of_many_that_is_made_by_a_few_is_not_stated(many, share, told):
    """Of 400 stays, 4 are still on: an interval from 0 to 3 % of them would rest on four persons."""
    context = build_report_context(many)
    half = Number("half", "months", Interval(6.5, 6, 7, 8, "", 400))
    still = Number("still", "share", Interval(share, 0.9 * share, 1.1 * share, 8, "", 400))
    text, numbers = stay_findings._median_stay(context, half, still, "Of those")
    assert (still in numbers) is told
    assert ("too few (about 4) are still on one 24 months after entry to state a share" in text) is not told
    alone, none = stay_findings._median_stay(
        context, replace(half, interval=replace(half.interval, events=3)), still, "Of those"
    )
    assert (none == [still]) is told
    assert alone.startswith("Of those" if told else "Too few (about 4)")


def test_categories_average_to_the_whole(many):
    court = many
    by = {c: a.sel(scenario=COURT).values for c, a in stays.still_on_24_by_category(court).items()}
    mine = np.array([by[c] for c in ("men", "women")])
    lived = court.isel(person=(court["person_renewals"].sel(scenario=COURT) == 0).all("replicate").values)
    whole = stays.still_on_24(lived).sel(scenario=COURT).values
    assert (mine.min(axis=0) - 0.05 <= whole).all()
    assert (whole <= mine.max(axis=0) + 0.05).all()
