"""Regimes side by side are observed each from its own first month, unless the calendar is asked for.

What this would catch: a regime that starts years after the other in the months shown, whose zeros read as its doing.
"""

from __future__ import annotations

import json

import pytest

from underheaven.errors import RequestError
from underheaven.measure.calendar import amendment_months, months_waited, regime_has_begun, scenario_months
from underheaven.run.checkpoint.manifest import build_manifest
from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.forecast import forecast_run
from underheaven.run.public import compare, plan_run
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import plan_study
from underheaven.show.text.breakdown import REGIONS_ALIKE_NOTE, breakdown_headers
from underheaven.show.text.calendar import calendar_banners
from underheaven.show.text.table_lines import published_comparisons

EARLY, LATE = "suining-2010", "fuzhou-2018"
NUMBERS = {"society": "village", "persons": 60, "months": 3, "replicates": 2}


def planned(*regimes, **settings):
    return plan_study(regimes, "none", "village", persons=60, months=3, **settings)


@pytest.fixture(scope="module")
def beside():
    return compare(EARLY, LATE, **NUMBERS)


@pytest.fixture(scope="module")
def in_calendar():
    return compare(EARLY, LATE, align="calendar", **NUMBERS)


def test_each_regime_begins_in_its_own_first_month_by_default():
    study = planned(EARLY, LATE)
    assert study.is_aligned
    assert study.starts == ("2010-01", "2018-06", "2010-01")
    assert study.months == ["0001-01", "0001-02", "0001-03"]
    for built in build_scenarios(study):
        assert built.rules_index_at(built.burn_in_months, 0).all()


def test_in_the_calendar_a_later_regime_waits():
    for settings in ({"align": "calendar"}, {"start": "2010-01"}):
        study = planned(EARLY, LATE, **settings)
        assert not study.is_aligned
        assert study.months == ["2010-01", "2010-02", "2010-03"]
        later = build_scenarios(study)[1]
        assert not later.rules_index_at(later.burn_in_months + 2, 0).any()


@pytest.mark.parametrize("regimes", [(EARLY,), (EARLY, "credit-bureau")])
def test_one_date_leaves_one_calendar(regimes):
    assert planned(*regimes).months[0] == planned(*regimes, align="calendar").months[0] == "2010-01"


def test_a_start_and_own_first_months_contradict_each_other():
    with pytest.raises(RequestError, match="Leave one of them out"):
        planned(EARLY, LATE, start="2010-01", align="start")
    with pytest.raises(RequestError, match="Write start or calendar"):
        planned(EARLY, LATE, align="together")


def test_a_world_observed_from_its_own_start_lives_as_it_does_alone(beside):
    alone = compare(LATE, **NUMBERS)
    for name in ("recorded", "acts", "score", "legitimacy"):
        here, there = (d[name].sel(scenario=LATE).values for d in (beside, alone))
        assert (here == there).all()
    assert beside["recorded"].sel(scenario=LATE).sum() > 0


def test_the_result_says_whose_months_it_shows(beside, in_calendar):
    assert scenario_months(beside, LATE) == ["2018-06", "2018-07", "2018-08"]
    assert scenario_months(in_calendar, LATE) == ["2010-01", "2010-02", "2010-03"]
    assert [regime_has_begun(d, LATE) for d in (beside, in_calendar)] == [True, False]
    assert months_waited(in_calendar, LATE) == 3
    assert any(
        "month 1 is January 2010 for suining-2010 and June 2018 for fuzhou-2018" in b for b in calendar_banners(beside)
    )
    assert any(b.startswith("fuzhou-2018 has not begun") for b in calendar_banners(in_calendar))
    assert not [b for d in (beside, in_calendar) for b in calendar_banners(d) if "none" in b]


def test_a_regime_that_begins_within_the_months_is_not_in_force_before():
    later = compare(LATE, **NUMBERS | {"start": "2018-05"})
    (banner,) = calendar_banners(later)
    assert banner.startswith(
        "fuzhou-2018 is not in force in the first 1 of the 3 months shown: it begins in June 2018."
    )


def test_an_amendment_within_the_months_is_said():
    amended = compare("court-defaulters-2013", **NUMBERS | {"society": "china-2020", "start": "2016-08"})
    found = amendment_months(amended, "court-defaulters-2013")
    assert found
    assert any("is amended within the months shown" in banner for banner in calendar_banners(amended))


def test_published_counts_stand_beside_the_calendar_month_of_their_own_regime(beside):
    society = {"population_stated": 1}
    (note,) = [n for n in json.loads(beside.attrs["about"]) if n["label"] == LATE]
    note["published"] = [
        {"quantity": "x", "measure": "listed_now", "value": 1.0, "unit": "persons", "as_of": "2018-07"}
    ]
    about = json.dumps([note])
    rows = dict(published_comparisons(beside.assign_attrs(society, about=about)))[LATE]
    assert [(r.as_of, r.covered) for r in rows] == [("2018-07", True)]


def test_the_choice_is_part_of_the_study(beside):
    again = restore_study(beside.attrs, "x")
    assert again.starts == planned(EARLY, LATE).starts
    keys = {build_manifest(planned(EARLY, LATE, align=how), 0).key for how in (None, "start", "calendar")}
    assert len(keys) == 3


@pytest.mark.parametrize(
    ("regime", "society", "alike"),
    [
        ("court-defaulters-2013", "china-2020", True),
        ("imagined-unified", "imagined-country", False),
    ],
)
def test_regions_that_differ_by_size_alone_have_no_finding(regime, society, alike):
    """Else Monte Carlo error and roll-out are read as what a regime does to one province and not to another."""
    found = compare(regime, **NUMBERS | {"society": society, "replicates": 1, "months": 1})
    assert breakdown_headers(found, "region") == ([REGIONS_ALIKE_NOTE] if alike else [])
    assert not breakdown_headers(found, "group")


def test_a_forecast_takes_the_choice():
    planned = plan_run(
        EARLY, LATE, society="village", persons=60, months=3, replicates=1, engine="plain", align="start"
    )
    found = forecast_run(*planned, seconds=0.1)
    assert found.person_months > 0
