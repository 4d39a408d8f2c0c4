"""What is said of a life."""

from dataclasses import replace

from underheaven.record.life import Entry
from underheaven.show.life_words import (
    Stretch,
    debt,
    introduction,
    records,
    runs,
    standing,
    stretches,
    work,
)

from .lived import COURT, LISTED, LIVES, NONE, QUIET


def test_months_are_joined_while_nothing_changes_in_any_world():
    assert stretches([COURT, NONE]) == [Stretch(0, 0), Stretch(1, 1), Stretch(2, 2), Stretch(3, 4)]
    assert stretches([NONE]) == [Stretch(0, 1), Stretch(2, 2), Stretch(3, 4)]
    assert [s.n_months for s in stretches([NONE])] == [2, 1, 2]
    assert Stretch(0, 1).of(NONE) == NONE.months[:2]


def test_what_is_done_or_lost_and_how_long_records_last_do_not_part_months():
    other = replace(
        LISTED, detriment=9.0, denials=5, acts=3, savings=0.0, records=(Entry("unpaid judgment", "true", 1),)
    )
    months = tuple(
        replace(m, month=n.month) for m, n in zip((LISTED, other, LISTED, other, LISTED), COURT.months, strict=True)
    )
    assert stretches([replace(COURT, months=months)]) == [Stretch(0, 4)]


def test_a_newcomer_is_never_joined_to_who_was_there_before():
    months = tuple(replace(QUIET, month=m.month, renewed=i == 2) for i, m in enumerate(NONE.months))
    assert stretches([replace(NONE, months=months)]) == [Stretch(0, 2), Stretch(3, 4)]
    assert list(runs(months, ["a"] * 5)) == [("a", 0, 2), ("a", 3, 4)]


def test_runs_leave_out_what_is_empty():
    assert list(runs(COURT.months[:2], ["", "b"])) == [("b", 1, 1)]


def test_words():
    assert [work(replace(QUIET, employed=e)) for e in (True, False, None)] == [
        "employed",
        "no job",
        "outside the workforce",
    ]
    assert [debt(QUIET), debt(replace(QUIET, solvency="owes, unable"))] == ["no debt", "owes, unable"]
    assert standing(QUIET) == ""
    assert standing(replace(LISTED, wrongly=True, grade="C")) == "on defaulters (wrongly); grade C"
    assert records(COURT.months[0]) == "unpaid judgment"
    assert records(COURT.months[1]) == "2 x unpaid judgment (false)"


def test_growing_older_parts_months():
    months = tuple(replace(QUIET, month=m.month, who="old" if i > 1 else "young") for i, m in enumerate(NONE.months))
    assert stretches([replace(NONE, months=months)]) == [Stretch(0, 1), Stretch(2, 4)]


def test_who_lives_there():
    assert introduction(LIVES)[0] == "Person 7 of replicate 0, in north, of the group: men."
