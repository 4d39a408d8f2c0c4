"""Published counts stand beside simulated ones of the same month, scaled, or are said to be out of the run."""

from __future__ import annotations

import pytest

from underheaven.errors import RequestError
from underheaven.measure.inference.exact_intervals import binomial_interval, poisson_interval
from underheaven.measure.published_counts import compare_published


def fill(run, world, replicate):
    if world == 1:
        run.tallies["entries"][:, 0, 0] = [1, 1 + replicate, 0]
        run.tallies["listed"][:, 0] = [3, 0, 0, 1]


def row(measure="cumulative_entries", as_of="2013-11", value=900.0):
    return {"quantity": "a count", "measure": measure, "value": value, "unit": "entries", "as_of": as_of}


def test_a_count_is_scaled_to_real_persons(make):
    [found] = compare_published(make(fill, replicates=3), "court", [row()], scale=100)
    assert (found.quantity, found.unit, found.published, found.covered) == ("a count", "entries", 900, True)
    assert found.simulated.mean == pytest.approx(300)
    assert "exact interval over 9 events" in found.note  # Student's t over three replicates does not hold its level
    assert (found.simulated.low, found.simulated.high) == pytest.approx([100 * end / 3 for end in poisson_interval(9)])


def test_many_events_have_the_interval_of_student(make):
    def many(run, world, replicate):
        if world == 1:
            run.tallies["entries"][:, 0, 0] = [20, 20 + replicate, 0]

    [found] = compare_published(make(many, replicates=3), "court", [row()], scale=100)
    assert found.note == ""
    assert found.simulated.high - found.simulated.mean == pytest.approx(4.302653 * 100 / 3**0.5, rel=1e-6)


def test_a_share_is_not_scaled(make):
    [found] = compare_published(make(fill, 2), "court", [row("share_of_listed:men", "2013-12", 0.75)], scale=100)
    assert found.simulated.mean == 0.75
    assert (found.simulated.low, found.simulated.high) == pytest.approx(
        binomial_interval(6, 8)
    )  # 6 men of 8 in two replicates


@pytest.mark.parametrize(
    ("as_of", "note"),
    [("2013-09", "the run begins with 2013-10"), ("2014-01", "the run ends with 2013-12")],
)
def test_months_outside_the_run_are_not_covered(make, as_of, note):
    [found] = compare_published(make(fill), "court", [row(as_of=as_of)], scale=1)
    assert (found.simulated, found.covered) == (None, False)
    assert found.note == f"not covered: {note}"


def test_first_and_last_months_are_covered(make):
    found = compare_published(make(fill), "court", [row(as_of="2013-10"), row(as_of="2013-12")], scale=1)
    assert [f.simulated.mean for f in found] == [1, 2]
    assert all("one replicate" in f.note for f in found)


@pytest.mark.parametrize("measure", ["entris", "cumulative_denied:balloons", "share_of_listed:"])
def test_a_measure_that_cannot_be_had_leaves_the_other_rows_standing(make, measure):
    bad, good = compare_published(make(fill), "court", [row(measure), row()], scale=1)
    assert (bad.simulated, bad.covered, bad.published) == (None, False, 900)
    assert bad.note == f"not available: the result holds no {measure}"
    assert good.simulated.mean > 0


def test_a_world_that_is_not_there_is_refused(make):
    with pytest.raises(RequestError, match=r"scenario 'curt'.*none, court"):
        compare_published(make(fill), "curt", [row()], scale=1)
