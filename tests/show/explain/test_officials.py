"""What a regime says of officials and of those who stay out."""

from __future__ import annotations

import pytest

from underheaven.show.explain.officials import nonconsent_sentence, official_sentences
from underheaven.spec.io.document_reader import read_regime

from ...contract.worlds import alter

LISTED = {"name": "licence suspended", "colour": "black", "conduct": ["red light"]}


def told(name, changes=None):
    return list(official_sentences(alter(read_regime(name), changes or {}).model))


def test_what_favour_buys_is_said_with_points_and_grade():
    attention, favour, hidden = told("suining-2010")
    assert attention.startswith("Every town is looked at in proportion to its past records to the power 0.5.")
    assert attention.endswith("What banks, courts, personnel files report does not depend on it.")
    assert favour == (
        "2 % of persons are favoured by an official: +30 points. Without a record that is 1,030 instead of 1,000 "
        "points, in grade A either way."
    )
    assert hidden == "Of adverse records of those in favour, 10 % are never filed."


@pytest.mark.parametrize(
    ("points", "says"),
    [(60, "1,060 instead of 1,000 points, in grade AAA instead of A."), (5000, "2,000 instead of 1,000 points")],
)
def test_favour_may_lift_a_grade_and_no_score_above_the_maximum(points, says):
    assert says in told("rongcheng-2016", {"officials.favour_points": points})[2]


def test_favour_without_grades_and_visits_one_by_one():
    changes = {"officials": {"favour_share": 0.5, "favour_points": 3}, "sensing.visits_per_month": 4}
    visits, favour = told(
        "points-licence",
        changes
        | {"standing.grades": {}, "standing.lists.licence suspended": LISTED}
        | {"sensing.attention_mode": "visits"},
    )
    assert visits.startswith("4 visits a month go out in every region, to towns in proportion to")
    assert favour.endswith("There are no grades for it to change.")


def test_a_quota_says_under_what_it_is_filled():
    quota = told("rongcheng-2016")[1]
    assert quota.startswith("Every month 18 adverse records must be filed per thousand persons")
    assert "filed as littering, on persons drawn at random" in quota


@pytest.mark.parametrize("name", ["none", "court-defaulters-2013", "credit-bureau", "points-licence"])
def test_nothing_is_said_of_honest_officials(name):
    assert told(name) == []


def test_what_staying_out_costs_is_said():
    assert nonconsent_sentence(read_regime("fuzhou-2018").model).endswith("lose no access that they had before.")
    assert nonconsent_sentence(read_regime("sesame-2015").model).endswith("graded, and find 2 % of consumption closed.")
    shut = alter(
        read_regime("sesame-2015"), {"treatment.denials": [{"of": "no account", "habit": "taxis", "share": 0.1}]}
    )
    assert "2 % of consumption and 10 % of attempts at taxis closed" in nonconsent_sentence(shut.model)
