"""Findings about listing: how many, of which groups, and how many wrongly."""

from __future__ import annotations

import re

import pytest

from underheaven import compare
from underheaven.measure.inference.interval import Interval
from underheaven.measure.published_counts import PublishedComparison
from underheaven.measure.registry import MEASURES
from underheaven.show.formatting import format_number
from underheaven.show.report.findings import listing_findings
from underheaven.show.report.findings.scenario_findings import scenario_findings
from underheaven.show.report.report_context import build_report_context

from ...over import attrs
from .finding_texts import COURT, finding_texts

UNABLE = (COURT, "listed_unable", "level")


def test_the_first_finding_is_the_measure(context, court):
    now = MEASURES["listed_now"].function(court).sel(scenario=COURT).mean().item()
    (first, *_) = scenario_findings(context, COURT)
    assert first.numbers[0].mean == pytest.approx(now)
    assert first.text.startswith("In this model, in January 2017, ")
    assert f"{format_number(now)} of every 100,000 people" in first.text


def test_the_split_without_and_with_its_range(court, context):
    assert "no parameter range was computed" in finding_texts(context)["split"]
    ranged = build_report_context(court.assign_attrs(attrs({UNABLE: (0.0, 1.0, 0.5)})))
    text = finding_texts(ranged)["split"]
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


def test_groups_with_few_are_left_out_and_two_that_part_are_named(court):
    """Two replicates tell little: groups are named where they part by far, and none where they do not part."""
    everybody = court.assign(first_listed=court["first_listed"] * 0 + 40)
    sizes = court["persons"].isel(month=0, drop=True)
    alike = (court["first_listed"] * 0 + 1) * sizes + 9 * (court["replicate"] == 0) * (court["group"] == "men, 40-49")
    assert (
        " differ beyond Monte Carlo error ("
        in finding_texts(build_report_context(court.assign(first_listed=alike)))["groups"]
    )
    most = everybody["first_listed"].copy(deep=True)
    men = [n for n, label in enumerate(court["group"].values) if "women" not in str(label)]
    most[{"group": men}] = 400
    text = finding_texts(build_report_context(court.assign(first_listed=most)))["groups"]
    assert text.startswith("Over the 40 months, there are ")
    assert " first entries on a blacklist (between " in text
    assert "per 100,000 persons in the group men (its mean size over the run); in the group women, " in text
    assert text.endswith("this one has the largest ratio; which pair comes first may be due to chance.")
    few = most.copy(deep=True) * 0
    assert "groups" not in finding_texts(build_report_context(court.assign(first_listed=few)))
    few[{"month": 0, "group": men, "replicate": 0}] = 1
    assert "too few events" in finding_texts(build_report_context(court.assign(first_listed=few)))["groups"]


def test_a_world_that_records_nothing_says_that_alone(context):
    assert finding_texts(context, "none") == {"listed": "Nothing is recorded, and nobody is on a list."}


def test_a_regime_that_lists_nobody_speaks_of_records(court):
    lists = [name for name in court.data_vars if "list" in court[name].dims or name.startswith(("first_", "person_"))]
    refused = court["loans_refused"].where(court["scenario"] != COURT, 7)
    unlisted = build_report_context(
        court.assign({name: court[name] * 0 for name in lists} | {"loans_refused": refused})
    )
    found = finding_texts(unlisted)
    assert " records (between" not in found["groups"]  # two replicates of few records part no groups
    unlisted = build_report_context(unlisted.dataset.assign(filed=court["filed"] * 0 + 40))
    found = finding_texts(unlisted)
    assert found["listed"].startswith("Nobody is put on a blacklist. ")
    assert " records (between" in found["groups"]
    assert "loans" in found["refused"]
    assert "split" not in found


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
    text = finding_texts(build_report_context(wrong(court, 40)))["wrongly"]
    assert "Of wrongful records filed, by error: an invented record 100 %" in text
    two = wrong(court, 40)
    judged = list(two["kind_state"].values).index("judged in error")
    two["recorded"][
        {"scenario": list(two["scenario"].values).index(COURT), "month": 0, "kind": judged, "origin": 1}
    ] = 120
    text = finding_texts(build_report_context(two))["wrongly"]
    assert re.search(r"by error: a wrong judgment 75 % \(.*\); an invented record 25 % \(", text)


def test_nothing_is_said_on_fewer_than_fifty_events(court):
    """Catches a share of three persons with an interval; the sentence says what it would take."""
    for entries in (0, 3, 24):
        text = finding_texts(build_report_context(wrong(court, entries)))["wrongly"]
        assert f"too few events ({2 * entries}) to say" in text
        assert "between" not in text
        assert "persons over the same months in 2 replicates" in text


def test_no_month_after_the_last_count_has_a_date(court):
    """Catches a dated count of a named country in a month of which nobody has published any."""
    later = court.assign_coords(month=[f"{2024 + n // 12}-{n % 12 + 1:02d}" for n in range(40)])
    text = finding_texts(build_report_context(later))["listed"]
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
    text = finding_texts(build_report_context(court))["listed"]
    assert "In January 2015, the last month with a published number of entries, the base case has 2 times" in text
    assert "times that number (between 1.8 and 2.2); no parameter range is computed for it." in text


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
