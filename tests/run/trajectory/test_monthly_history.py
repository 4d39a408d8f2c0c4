"""Months in words: over all persons they give the tallies that the engine counted."""

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from underheaven.fields.codes import OWES_UNABLE, OWES_UNWILLING, SOLVENCY
from underheaven.run.execute import execute_study
from underheaven.run.options import RunOptions
from underheaven.run.study import plan_study
from underheaven.run.trajectory.simulation import simulate_trajectory

CONTRACT = Path(__file__).parents[2] / "contract"
PERSONS, MONTHS = 96, 12


@pytest.fixture(scope="module")
def study():
    return plan_study(
        [str(CONTRACT / "rich-regime.toml")],
        None,
        str(CONTRACT / "rich-society.toml"),
        persons=PERSONS,
        months=MONTHS,
        seed=3,
        replicates=1,
    )


@pytest.fixture(scope="module")
def counted(study):
    return execute_study(study, RunOptions(threads=1)).isel(scenario=0, replicate=0)


@pytest.fixture(scope="module")
def everybody(study):
    return [simulate_trajectory(study, person, threads=1) for person in range(PERSONS)]


def by_month(everybody, labels):
    """Counts what each month of each life gives, month by month."""
    counts = [Counter() for _ in range(MONTHS)]
    for lives in everybody:
        for count, month in zip(counts, lives.trajectories[0].months, strict=True):
            count.update(labels(month))
    return counts


@pytest.mark.parametrize(
    ("tally", "dim", "labels"),
    [
        ("listed", "list", lambda m: m.lists),
        ("grades", "grade", lambda m: [m.grade] if m.grade else []),
        ("live_records", "origin", lambda m: [r.origin for r in m.records]),
    ],
)
def test_standing_over_everybody_is_the_tally(counted, everybody, tally, dim, labels):
    """Newcomers, amendments, grades and lists of both colours included."""
    array = counted[tally]
    array = array.sum([d for d in array.dims if d not in ("month", dim)]).transpose("month", dim)
    found = by_month(everybody, labels)
    names = [str(n) for n in counted[dim].values]
    assert [[count[n] for n in names] for count in found] == array.values.tolist()
    assert (array.values.sum(axis=0) > 0).all() or tally == "live_records"


def test_debts_over_everybody_are_the_tally(counted, everybody):
    """Who owes counts as one: help moves savings, and so who can pay, after the tally and before the month ends."""
    array = counted["solvency"].sum("group").values
    found = by_month(everybody, lambda m: [m.solvency])
    apart = [s for s in range(1, len(SOLVENCY)) if s not in (OWES_UNABLE, OWES_UNWILLING)]
    assert [[count[SOLVENCY[s]] for s in apart] for count in found] == array[:, apart].tolist()
    owing = array[:, [OWES_UNABLE, OWES_UNWILLING]].sum(axis=1).tolist()
    assert [count[SOLVENCY[OWES_UNABLE]] + count[SOLVENCY[OWES_UNWILLING]] for count in found] == owing


def test_work_and_renewals_over_everybody_are_the_tallies(counted, everybody):
    found = by_month(everybody, lambda m: [f"work {m.employed}", f"renewed {m.renewed}"])
    assert [c["work False"] for c in found] == counted["unemployed"].sum("group").values.tolist()
    assert [c["work False"] + c["work True"] for c in found] == counted["workforce"].sum("group").values.tolist()
    assert [c["renewed True"] for c in found] == counted["renewed"].sum("group").values.tolist()


def test_legitimacy_over_everybody_is_the_tally(counted, everybody):
    """Minors have no opinion that is counted."""
    last = [month for month in (lives.trajectories[0].months[-2] for lives in everybody) if "grown" in month.who]
    assert round(sum(m.legitimacy for m in last) * 65_535) == counted["legitimacy"].values[-2]
    assert 0 < len(last) < PERSONS


def test_groups_and_regions_are_those_counted(study, counted, everybody):
    first = Counter(lives.group for lives in everybody)
    assert [first[str(g)] for g in counted["group"].values] == counted["persons"].values[0].tolist()
    assert {lives.region for lives in everybody} == {"hill", "dale", "coast"}


def test_newcomers_and_years_change_the_groups_as_counted(counted, everybody):
    """Each month's group is that of whoever lives at the place then, and as old as then."""
    found = by_month(everybody, lambda month: [month.who])
    groups = [str(g) for g in counted["group"].values]
    assert [[count[g] for g in groups] for count in found] == counted["persons"].values.tolist()
    assert sum(len(lives.newcomers) for lives in everybody) > 2
    for lives in everybody:
        months = lives.trajectories[0].months
        assert months[0].who == lives.group
        assert {n.month: n.who for n in lives.newcomers} == {
            after.month: after.who for before, after in pairwise(months) if before.renewed
        }
    older = [b.who != a.who and not b.renewed for lives in everybody for b, a in pairwise(lives.trajectories[0].months)]
    assert sum(older) > 2


def test_a_record_that_leaves_stands_with_no_months_left(everybody):
    left = [r.months_left for lives in everybody for m in lives.trajectories[0].months for r in m.records]
    assert None in left
    assert 0 in left
    assert max(n for n in left if n is not None) > 3
    for lives in everybody:
        for now, then in pairwise(lives.trajectories[0].months):
            stay = [r for r in now.records if r.months_left != 0] if not now.renewed else []
            kept = [(r.kind, r.origin) for r in then.records][: len(stay)]
            assert len(then.records) == 8 or kept == [(r.kind, r.origin) for r in stay]
