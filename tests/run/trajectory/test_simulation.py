"""A life lived again is the life that was recorded, month by month, in every world."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from underheaven.engine.factory import make_engine
from underheaven.errors import RequestError, ResultError
from underheaven.fields.scales import MICRO
from underheaven.run.execute import execute_study
from underheaven.run.options import RunOptions
from underheaven.run.simulate.replicate import simulate_burn_in, simulate_months
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import assemble_study, plan_study
from underheaven.run.trajectory.simulation import simulate_trajectory

CONTRACT = Path(__file__).parents[2] / "contract"
RICH = str(CONTRACT / "rich-regime.toml")
PEOPLE = str(CONTRACT / "rich-society.toml")
"""Towns of sixteen with minors, newcomers, grades, lists of both colours, a roll-out and two amendments."""


def rich(regime=RICH, baseline="none", persons=64, months=15, **more):
    settings = {"persons": persons, "months": months, "seed": 3, "start": "2001-01", "replicates": 2} | more
    return plan_study([regime], baseline, PEOPLE, **settings)


@pytest.fixture(scope="module")
def recorded():
    return execute_study(rich(), RunOptions(threads=1))


def total(life, name):
    """What the months of a life add up to, as the per-person sum of that name counts it."""
    return {
        "detriment": round(sum(m.detriment for m in life.months) * MICRO),
        "months_listed": sum(bool(set(m.lists) & {"defaulters", "repeaters", "untrustworthy"}) for m in life.months),
        "months_wrongly_listed": sum(m.wrongly for m in life.months),
        "months_speaking": sum(m.speaking for m in life.months),
        "months_unemployed": sum(m.employed is False for m in life.months),
        "months_under_judgment": sum(m.solvency.startswith("owes") for m in life.months),
        "acts": sum(m.acts for m in life.months),
        "denials": sum(m.denials for m in life.months),
        "loans": sum(m.loans for m in life.months),
    }[name]


SUMS = (
    "detriment",
    "months_listed",
    "months_wrongly_listed",
    "months_speaking",
    "months_unemployed",
    "months_under_judgment",
    "acts",
    "denials",
    "loans",
)


@pytest.mark.parametrize("replicate", [0, 1])
def test_the_months_of_every_life_add_up_to_its_recorded_sums(recorded, replicate):
    """Lists, work and debt are read from the state and not from the sums that they must agree with."""
    for person in range(0, 64, 3):
        lives = simulate_trajectory(rich(), person, replicate=replicate, threads=1)
        for life in lives.trajectories:
            sums = recorded.isel(person=person, replicate=replicate).sel(scenario=life.scenario)
            assert {n: total(life, n) for n in SUMS} == {n: sums[f"person_{n}"].item() for n in SUMS}
    assert all(recorded[f"person_{n}"].any() for n in SUMS)


def test_the_engines_and_any_number_of_threads_tell_the_same_life():
    study = rich(persons=32, months=6)
    told = simulate_trajectory(study, "worst", engine="plain")
    assert told == simulate_trajectory(study, "worst", threads=1) == simulate_trajectory(study, "worst", threads=2)
    assert any(m.lists for m in told.trajectories[0].months)


def test_nobody_notices_being_watched():
    study = rich(months=6)
    (built, _), engine = build_scenarios(study), make_engine("cpu", 1)
    unwatched = simulate_months(engine, simulate_burn_in(engine, built, 0), built, 6)
    simulate_trajectory(study, 5, threads=1)
    again = simulate_months(engine, simulate_burn_in(engine, built, 0), built, 6)
    assert all((unwatched.sums[name] == again.sums[name]).all() for name in unwatched.sums)


def test_lives_are_one_until_the_regime_comes_to_the_town():
    """The regime starts in the seventh month; standing apart, the two lives are the same before it."""
    study = rich(start="2000-07", months=12)
    parted = 0
    for person in range(0, 64, 8):
        ours, other = simulate_trajectory(study, person, threads=1).trajectories
        before = [(replace(a, grade="", lists=()), b) for a, b in zip(ours.months[:6], other.months[:6], strict=True)]
        assert all(a == b for a, b in before)
        parted += ours.months != other.months
    assert parted > 0


def test_a_regime_that_records_nothing_changes_no_life(tmp_path):
    (tmp_path / "nothing.toml").write_text('schema = 2\nname = "Nothing"\ndescribes = "Nothing is recorded."\n')
    study = rich(str(tmp_path / "nothing.toml"), months=8)
    for person in (1, 30, 63):
        ours, other = simulate_trajectory(study, person, threads=1).trajectories
        assert (ours.scenario, other.scenario) == ("nothing", "none")
        assert ours.months == other.months


def test_a_place_is_taken_over_in_both_worlds_alike(recorded):
    renewed = [told for told in (simulate_trajectory(rich(), n, threads=1) for n in range(64)) if told.newcomers]
    assert len(renewed) > 3
    for told in renewed:
        for life in told.trajectories:
            after = [b.month for a, b in pairwise(life.months) if a.renewed]
            assert after == [n.month for n in told.newcomers]
        assert {n.who for n in told.newcomers} <= set(recorded["group"].values)


def test_a_result_spares_the_choice_and_vouches_for_the_life(recorded):
    counts: list[int] = []
    told = simulate_trajectory(
        rich(), "median", threads=1, result=recorded, progress=lambda done, all_: counts.append(all_)
    )
    assert told == simulate_trajectory(rich(), "median", threads=1)
    assert counts[-1] == 64 * (2 + 2 * 15)
    changed = recorded.copy(deep=True)
    changed["person_acts"][:] += 1
    with pytest.raises(ResultError, match="made by another version"):
        simulate_trajectory(rich(), "median", threads=1, result=changed)


def test_a_result_of_another_study_is_refused(recorded):
    with pytest.raises(ResultError, match="not of this study"):
        simulate_trajectory(rich(persons=32), 0, result=recorded)
    with pytest.raises(RequestError, match="the result holds 2"):
        simulate_trajectory(
            rich(), 0, replicate=2, result=recorded, progress=lambda done, of: pytest.fail("it was simulated")
        )


def test_one_world_alone_has_a_life():
    study = rich(months=2)
    alone = assemble_study(study.plan.model_copy(update={"baseline": None}), study.regimes, None, study.society)
    assert [life.scenario for life in simulate_trajectory(alone, 0, threads=1).trajectories] == ["rich-regime"]


def test_progress_counts_both_passes():
    steps: list[tuple[int, int]] = []
    simulate_trajectory(
        rich(persons=16, months=2), "worst", threads=1, progress=lambda done, all_: steps.append((done, all_))
    )
    assert steps[0] == (0, 16 * (2 + 3 * 2))
    assert steps[-1] == (16 * 8, 16 * 8)


@pytest.mark.parametrize(
    ("which", "replicate", "says"),
    [
        (64, 0, "person = 64: a place is a number from 0 to 63"),
        (-1, 0, "person = -1"),
        ("best", 0, "neither a number nor one of worst, median, wrongly-listed"),
        (0, -1, "replicate = -1"),
        (0, 100_000, "from 0 to 99,999"),
    ],
)
def test_what_no_life_can_be_told_of_is_refused_in_a_sentence(which, replicate, says):
    with pytest.raises(RequestError, match=says):
        simulate_trajectory(rich(), which, replicate=replicate)


@pytest.mark.parametrize("which", ["worst", "median", "wrongly-listed"])
def test_where_nobody_qualifies_it_says_what_to_do(which):
    with pytest.raises(RequestError, match=r"under none nobody .* name a person by the place"):
        simulate_trajectory(rich("none", RICH, persons=16, months=1), which, threads=1)
