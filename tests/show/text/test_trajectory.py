"""A life in the terminal and as rows."""

from dataclasses import replace

from underheaven.record.trajectory import SYNTHETIC_NOTICE
from underheaven.show.formatting import format_number
from underheaven.show.text.trajectory import pair_with_baseline, print_trajectories, trajectory_rows, trajectory_totals

from ..trajectories import COURT, NONE, TRAJECTORIES


def printed(trajectories, console):
    print_trajectories(trajectories, console)
    return console.file.getvalue()


def test_it_begins_and_ends_with_the_line_that_nobody_is_real(console):
    lines = printed(TRAJECTORIES, console).splitlines()
    assert lines[0] == lines[-1] == SYNTHETIC_NOTICE
    assert max(map(len, lines)) <= 80


def test_both_worlds_stand_side_by_side(console):
    text = printed(TRAJECTORIES, console)
    assert [line.split()[1] for line in text.splitlines() if line.startswith("month ")] == ["1", "2", "3", "4"]
    assert "201" not in text  # nobody lives at a date
    for said in (
        "on defaulters",
        "on defaulters (wrongly)",
        "record: 2 x unpaid judgment (false)",
        "lost 0.25 months of income",
        "denied 2 attempts",
        "denied 1 attempt",
        "no job, borrowing",
        "1 loan received",
        "as before",
        "the same",
        "2 months",
    ):
        assert said in " ".join(text.split())
    assert "A newcomer takes the place: women." in " ".join(text.split())


def test_a_world_that_goes_on_as_before_is_not_told_again(console):
    first = printed(TRAJECTORIES, console).splitlines()
    (second,) = (line for line in first if line.startswith("month 2 "))
    assert second.rstrip().endswith("as before")
    (after,) = (line for line in first if line.startswith("month 4 "))
    assert after.split()[2:] == ["employed,", "no", "debt", "the", "same"]


def test_who_grows_older_is_said_so_and_not_called_a_newcomer(console):
    months = tuple(replace(m, who="men" if i < 1 else "old men", renewed=False) for i, m in enumerate(NONE.months))
    said = " ".join(printed(replace(TRAJECTORIES, trajectories=(replace(NONE, months=months),)), console).split())
    assert "The person has grown older: old men." in said
    assert "newcomer" not in said


def test_totals_add_up():
    named = dict(
        zip(
            ["black", "wrong", "lost", "denied", "idle", "owing", "loans", "acts", "spoke", "put", "legit"],
            trajectory_totals(COURT),
            strict=True,
        )
    )
    assert named == {
        "black": 2,
        "wrong": 1,
        "lost": 0.5,
        "denied": 3,
        "idle": 1,
        "owing": 0,
        "loans": 1,
        "acts": 1,
        "spoke": 0,
        "put": 1.5,
        "legit": 0.6,
    }


def test_the_difference_is_the_first_world_less_the_other(console):
    lines = {line[:24].strip(): line.split()[-3:] for line in printed(TRAJECTORIES, console).splitlines()}
    assert lines["On a blacklist (months)"] == ["2", "0", "+2"]
    assert lines["Lost (months of income)"] == [format_number(0.5), "0", "+0.5"]
    assert not any(line.startswith("Spoke") for line in lines)


def test_each_world_stands_beside_the_last(console):
    third = replace(COURT, scenario="third")
    assert pair_with_baseline((COURT, third, NONE)) == [(COURT, NONE), (third, NONE)]
    alone = printed(replace(TRAJECTORIES, trajectories=(COURT,)), console)
    assert "as before" not in alone
    assert alone.count("the same") == alone.count("difference") == 1  # in the sentence on the draws


def test_rows_hold_every_month_of_every_world():
    found = trajectory_rows(TRAJECTORIES)
    assert [(r["scenario"], r["month"]) for r in found[:5]] == [("court", m.month) for m in COURT.months]
    assert len(found) == 10
    assert len({tuple(r) for r in found}) == 1
    assert all(r["synthetic"] is True for r in found)
    assert found[0]["records"] == ({"kind": "unpaid judgment", "origin": "true", "months_left": None},)
    assert [r["who"] for r in found[5:]] == ["men", "men", "men", "women", "women"]
