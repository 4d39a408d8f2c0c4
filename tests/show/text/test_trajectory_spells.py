"""What is said of a life."""

from dataclasses import replace

from underheaven.record.trajectory import TrajectoryRecord
from underheaven.show.text.trajectory_spells import (
    Spell,
    describe_debt,
    describe_records,
    describe_status,
    describe_work,
    find_spells,
    introduce_person,
    label_spells,
)

from ..trajectories import COURT, LISTED, NONE, QUIET, TRAJECTORIES


def test_months_are_joined_while_nothing_changes_in_any_world():
    assert find_spells([COURT, NONE]) == [Spell(0, 0), Spell(1, 1), Spell(2, 2), Spell(3, 4)]
    assert find_spells([NONE]) == [Spell(0, 1), Spell(2, 2), Spell(3, 4)]
    assert [s.n_months for s in find_spells([NONE])] == [2, 1, 2]
    assert Spell(0, 1).months_of(NONE) == NONE.months[:2]


def test_what_is_done_or_lost_and_how_long_records_last_do_not_part_months():
    other = replace(
        LISTED, detriment=9.0, denials=5, acts=3, savings=0.0, records=(TrajectoryRecord("unpaid judgment", "true", 1),)
    )
    months = tuple(
        replace(m, month=n.month) for m, n in zip((LISTED, other, LISTED, other, LISTED), COURT.months, strict=True)
    )
    assert find_spells([replace(COURT, months=months)]) == [Spell(0, 4)]


def test_a_newcomer_is_never_joined_to_who_was_there_before():
    months = tuple(replace(QUIET, month=m.month, renewed=i == 2) for i, m in enumerate(NONE.months))
    assert find_spells([replace(NONE, months=months)]) == [Spell(0, 2), Spell(3, 4)]
    assert list(label_spells(months, ["a"] * 5)) == [("a", 0, 2), ("a", 3, 4)]


def test_runs_leave_out_what_is_empty():
    assert list(label_spells(COURT.months[:2], ["", "b"])) == [("b", 1, 1)]


def test_words():
    assert [describe_work(replace(QUIET, employed=e)) for e in (True, False, None)] == [
        "employed",
        "no job",
        "outside the workforce",
    ]
    assert [describe_debt(QUIET), describe_debt(replace(QUIET, solvency="owes, unable"))] == ["no debt", "owes, unable"]
    assert describe_status(QUIET) == ""
    assert describe_status(replace(LISTED, wrongly=True, grade="C")) == "on defaulters (wrongly); grade C"
    assert describe_records(COURT.months[0]) == "unpaid judgment"
    assert describe_records(COURT.months[1]) == "2 x unpaid judgment (false)"


def test_growing_older_parts_months():
    months = tuple(replace(QUIET, month=m.month, who="old" if i > 1 else "young") for i, m in enumerate(NONE.months))
    assert find_spells([replace(NONE, months=months)]) == [Spell(0, 1), Spell(2, 4)]


def test_who_lives_there():
    assert introduce_person(TRAJECTORIES)[0] == "Person 7 of replicate 0, in north, of the group: men."
