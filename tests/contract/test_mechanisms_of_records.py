"""Sensing, recording, standing and repair: switched on, each changes its count by a known size; off, not at all."""

from __future__ import annotations

import pytest

from underheaven.fields.codes import APPEALED, CORRECTED, EARLY, EXPIRED, FALSE, MISTAKEN, PERFORMED, TRUE

from .bench import DEBT, NEVER, PERSONS, near, try_out

MONTHS = 12
PM = PERSONS * MONTHS


def filed(life, origin):
    return int(life["recorded"][:, :, origin - 1].sum())


@pytest.mark.parametrize(("coverage", "rate"), [(1.0, 0.3), (0.5, 0.6), (0.2, 1.0), (1.0, 0.0)])
def test_acts_are_recorded_at_coverage_times_detection_rate(coverage, rate):
    life = try_out({"sensing.channels.eye.coverage": coverage, "sensing.channels.eye.detection_rate": rate})
    assert life["acts"].sum() == PM
    assert near(filed(life, TRUE), PM, coverage * rate)
    assert filed(life, FALSE) == filed(life, MISTAKEN) == 0


def test_two_channels_miss_only_what_both_miss():
    ear = {"name": "ear", "conduct": ["act"], "detection_rate": 0.5}
    life = try_out({"sensing.channels.eye.detection_rate": 0.4, "sensing.channels.+": ear})
    assert near(filed(life, TRUE), PM, 1 - 0.6 * 0.5)


@pytest.mark.parametrize(("a_year", "coverage"), [(0.12, 1.0), (1.2, 1.0), (1.2, 0.5), (0.0, 1.0)])
def test_false_records_come_at_their_rate(a_year, coverage):
    rules = {"sensing.channels.eye.false_records_per_year": a_year, "sensing.channels.eye.coverage": coverage}
    life = try_out(rules, NEVER)
    assert near(filed(life, FALSE), PM, coverage * a_year / 12)
    assert life.sums.wrongful_records.sum() == filed(life, FALSE)
    assert filed(life, TRUE) == 0


def test_nobody_who_acted_is_recorded_falsely_for_it():
    assert filed(try_out({"sensing.channels.eye.false_records_per_year": 6}), FALSE) == 0


@pytest.mark.parametrize("share", [0.0, 0.25])
def test_a_mistaken_record_leaves_the_culprit_and_lands_on_another_a_month_later(share):
    life = try_out({"sensing.channels.eye.mistaken_identity": share}, {"people.town_size": 1024})
    lost, landed = life["misattributed_records"].sum(axis=1), life["recorded"][:, 0, MISTAKEN - 1]
    assert near(lost.sum(), PM, share)
    assert filed(life, TRUE) == PM - lost.sum()
    assert landed[0] == 0
    assert near(landed[1:].sum(), PERSONS * (MONTHS - 1), lost[:-1].sum() / (PERSONS * (MONTHS - 1)))


def test_multipliers_by_group_multiply():
    people = {"people.attributes": [{"name": "sex", "categories": {"women": 1, "men": 1}}]}
    rules = {"sensing.channels.eye.detection_rate": 0.2, "sensing.channels.eye.detection_factors.sex": {"men": 3.0}}
    life = try_out(rules, people)
    for group, chance in (("women", 0.2), ("men", 0.6)):
        g = life.place("group", group)
        assert near(life["filed"][:, g].sum(), life["acts"][:, 0, g].sum(), chance)


def test_only_those_to_whom_it_applies_are_recorded():
    people = {"people.attributes": [{"name": "sex", "categories": {"women": 1, "men": 1}}]}
    life = try_out({"applies_to.sex": ["men"]}, people)
    assert life["filed"][:, life.place("group", "women")].sum() == 0
    men = life.place("group", "men")
    assert life["filed"][:, men].sum() == life["acts"][:, 0, men].sum() > 0


@pytest.mark.parametrize(("refile", "expected"), [(True, PM), (False, PERSONS)])
def test_refile(refile, expected):
    assert filed(try_out({"recording.rules.act.refile": refile}), TRUE) == expected


def test_a_full_dossier_drops_one_record_for_each_new_one():
    life = try_out(months=11)
    assert [int(x) for x in life["overflow"]] == [0] * 8 + [PERSONS] * 3
    assert life["live_records"].sum(axis=1)[-1] == 8 * PERSONS


@pytest.mark.parametrize("months", [1, 3])
def test_a_record_counts_for_as_many_months_as_its_term(months):
    life = try_out({"recording.rules.act.months": months})
    assert [int(n) for n in life["live_records"].sum(axis=1) / PERSONS] == [min(t + 1, months) for t in range(MONTHS)]
    assert life["removals"][:, EXPIRED].sum() == PERSONS * (MONTHS + 1 - months)


def test_a_geometric_life_ends_each_month_with_the_same_chance():
    life = try_out(
        {"recording.rules.act": {"conduct": "act", "points": -1, "months": 8, "geometric": True, "refile": False}}
    )
    assert near(life["removals"][:, EXPIRED].sum(), life["live_records"].sum(), 1 / 8)


def test_the_score_falls_with_every_record_and_stops_at_the_minimum():
    life = try_out({"standing.start": 10, "standing.minimum": 7})
    assert [int(s) // PERSONS for s in life["score"]][:5] == [9, 8, 7, 7, 7]


def test_grades_follow_the_score():
    life = try_out({"standing.start": 10, "standing.grades": {"A": 9, "B": 8, "C": 0}})
    by_month = [
        dict(zip(life.built.labels["grade"], (int(n) for n in row), strict=True)) for row in life["grades"].sum(axis=2)
    ]
    assert by_month[0] == {"A": PERSONS, "B": 0, "C": 0}
    assert by_month[1] == {"A": 0, "B": PERSONS, "C": 0}
    assert by_month[2] == {"A": 0, "B": 0, "C": PERSONS}


@pytest.mark.parametrize("k", [1, 2, 4])
def test_a_list_by_number_takes_the_kth_record(k):
    life = try_out({"standing.lists": [{"name": "black", "colour": "black", "records_at_least": k}]}, months=6)
    assert [int(n) // PERSONS for n in life["listed"].sum(axis=(1, 2))] == [int(t + 1 >= k) for t in range(6)]


def test_lists_by_grade_both_ways():
    rules = {
        "standing.start": 10,
        "standing.grades": {"A": 9, "B": 8, "C": 0},
        "standing.lists": [
            {"name": "black", "colour": "black", "grade_at_most": "C"},
            {"name": "red", "colour": "red", "grade_at_least": "A"},
        ],
    }
    life = try_out(rules, months=4)
    assert [int(n) // PERSONS for n in life["listed"].sum(axis=2)[:, 0]] == [0, 0, 1, 1]
    assert [int(n) // PERSONS for n in life["listed"].sum(axis=2)[:, 1]] == [1, 0, 0, 0]
    assert life["first_listed"].sum() == PERSONS


def test_listings_by_error_are_counted_as_wrong():
    wrong = try_out({"sensing.channels.eye.false_records_per_year": 1.2}, NEVER)
    assert (wrong.sums.months_wrongly_listed == wrong.sums.months_listed).all()
    assert wrong["first_wrongly_listed"].sum() == (wrong.sums.months_listed > 0).sum() > 0
    right = try_out()
    assert right.sums.months_wrongly_listed.sum() == right["first_wrongly_listed"].sum() == 0


ERRORS = {"sensing.channels.eye.false_records_per_year": 3, "recording.rules.act.refile": False}


@pytest.mark.parametrize("chance", [0.0, 0.2])
def test_correction_takes_wrongful_records_at_its_rate_and_no_others(chance):
    wrong = try_out(ERRORS | {"repair.correction": chance}, NEVER)
    assert near(wrong["removals"][:, CORRECTED].sum(), wrong["live_records"].sum(), chance)
    right = try_out({"repair.correction": chance, "recording.rules.act.refile": False})
    assert right["removals"].sum() == 0


@pytest.mark.parametrize(("filed_", "granted"), [(0.3, 0.5), (0.3, 0.0), (0.0, 0.5)])
@pytest.mark.parametrize(("people", "side"), [(NEVER, "wrongful"), ({}, "rightful")])
def test_appeals_are_filed_and_granted_at_their_rates(people, side, filed_, granted):
    other = {"wrongful": "rightful", "rightful": "wrongful"}[side]
    appeal = {f"filed_{side}": filed_, f"granted_{side}": granted, f"filed_{other}": 0.9, f"granted_{other}": 0.9}
    life = try_out(ERRORS | {"repair.appeal": {**appeal, "months": 0}}, people)
    assert near(life["appeals_filed"].sum(), life["live_records"].sum(), filed_)
    assert near(life["appeals_granted"].sum(), life["appeals_filed"].sum(), granted)
    assert life["removals"][:, APPEALED].sum() == life["appeals_granted"].sum()


def test_an_appeal_is_heard_after_its_mean_delay():
    """Filed at once by everybody and never granted, an appeal blocks the next until it is heard.

    Waits of 0, 1, 2, ... months with a mean of four end with a chance of a fifth each month.
    """
    appeal = {"filed_wrongful": 0, "granted_wrongful": 0, "filed_rightful": 1, "granted_rightful": 0, "months": 4}
    life = try_out({"repair.appeal": appeal, "recording.rules.act.refile": False}, months=40)
    again = life["appeals_filed"][1:].sum()
    assert near(again, PERSONS * 39, 1 / 5)


def test_early_removal_waits_for_its_minimum_and_then_comes_at_its_rate():
    rule = {"conduct": "act", "months": 60, "refile": False, "early_removal_after_months": 5, "early_removal": 0.25}
    early = try_out({"recording.rules.act": rule})["removals"][:, EARLY].sum(axis=1)
    assert early[:4].sum() == 0
    assert near(early[4], PERSONS, 0.25)
    assert try_out()["removals"][:, EARLY].sum() == 0


OWING = {
    "conduct.+": DEBT,
    "conduct.act.opportunities_per_year": 0,
    "livelihood.courts.backlog": 1.0,
    "livelihood.courts.backlog_unwilling": 1.0,
}
COURT = {
    "sensing.channels.eye.conduct": ["debt"],
    "recording.rules": [
        {"conduct": "debt", "months": "until performed", "refile": False, "removed_by_performance": True}
    ],
    "standing.lists.black.conduct": ["debt"],
}


@pytest.mark.parametrize("hazard", [0.0, 0.1])
def test_performance_takes_the_record_with_the_debt(hazard):
    life = try_out(COURT, OWING | {"livelihood.courts.performs": hazard})
    assert near(life["performed"].sum(), life["in_state"].sum(), hazard)
    assert life["removals"][:, PERFORMED].sum() == life["performed"].sum()


def test_without_removal_by_performance_the_record_stays():
    rules = COURT | {"recording.rules": [{"conduct": "debt", "months": 100, "refile": False}]}
    life = try_out(rules, OWING | {"livelihood.courts.performs": 0.2})
    assert life["performed"].sum() > 0
    assert life["removals"].sum() == 0
    assert life["live_records"].sum(axis=1)[-1] == PERSONS
