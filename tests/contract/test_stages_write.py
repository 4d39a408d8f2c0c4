"""Every declared array moves in the rich life, and each step of the month reads and writes what its row says.

The interpreted engine is watched step by step, in a life that uses every mechanism.
"""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.engine.town_month import STEPS
from underheaven.fields.codes import STAGES
from underheaven.fields.person_values import SUMS
from underheaven.fields.state import STATE
from underheaven.fields.tallies import TALLIES
from underheaven.kernel.month import EVERYBODY, MONTH, SOCIETY, TOWN, steps_of

from . import worlds
from .conftest import MONTHS, PERSONS
from .watched import watch

NOT_SEEN = {
    "prepare": {"state.score_shown"},  # an amendment shows scores in other steps: tests/engine/test_regime_changes
    "ageing": {"state.savings"},  # only who comes of age: tests/kernel/test_ageing
    "close": {"town.grown_next"},  # counted, and turned over at once
    "begin_month": {"state.score_next"},  # only where a minor takes the place of an adult
}
"""What a step writes in the rare case that this life does not hold."""

ROWS = [pytest.param(step, id=step.name) for step in MONTH]


@pytest.fixture(scope="module")
def watched():
    """What each step read and wrote in a rich life of which everybody is a panelist."""
    built = worlds.build(worlds.rich_regime(), worlds.rich_society(), PERSONS, panel=PERSONS)
    return watch(built, MONTHS)


def test_both_engines_have_every_step_of_the_table():
    assert set(STEPS) == set(steps_of(TOWN))
    assert [step.name for step in MONTH if step.each == TOWN and step.name in STAGES] == list(STAGES)
    assert [step.name for step in MONTH if step.each == SOCIETY] == [MONTH[0].name, MONTH[-1].name]


@pytest.mark.parametrize("step", ROWS)
def test_a_step_writes_what_its_row_says_and_nothing_else(watched, step):
    assert watched.writes[step.name] == set(step.writes) - NOT_SEEN.get(step.name, set())


@pytest.mark.parametrize("step", ROWS)
def test_a_step_reads_what_its_row_says_and_nothing_else(watched, step):
    """What a step adds to is read for that alone, and what it has just written is no news to it."""
    reads, rare = watched.reads[step.name], NOT_SEEN.get(step.name, set())
    assert reads - set(step.writes) <= set(step.reads)
    assert set(step.reads) - rare <= reads


@pytest.mark.parametrize("step", [row for row in ROWS if row.values[0].each == TOWN])
def test_a_step_leaves_those_alone_whom_it_does_not_concern(watched, step):
    """Before a month has begun nobody is known, so that a step is about everybody."""
    assert step.name in ("ageing", "begin_month") or watched.others[step.name] == set()
    assert step.name not in ("ageing", "begin_month") or step.concerns == EVERYBODY


@pytest.mark.parametrize("field", [*STATE, *SUMS, *TALLIES], ids=lambda f: f.name)
def test_the_registry_names_a_stage_that_writes_a_field(field):
    """Renewal is the second half of repair; nobody's month of birth changes before."""
    part = "state" if field in STATE else "sums" if field in SUMS else "tally"
    writers = {step.name for step in MONTH if f"{part}.{field.name}" in step.writes}
    writers |= {"repair"} if "renewal" in writers else set()
    writers |= {"treatment"} if "close" in writers else set()  # which turns what treatment wrote
    assert field.stage in writers


@pytest.mark.parametrize("field", TALLIES, ids=lambda f: f.name)
def test_every_tally_moves(plain_life, field):
    assert plain_life[field.name].any()


@pytest.mark.parametrize("field", SUMS, ids=lambda f: f.name)
def test_every_sum_moves(plain_life, field):
    assert getattr(plain_life.sums, field.name).any()


@pytest.mark.parametrize("field", STATE, ids=lambda f: f.name)
def test_every_state_moves(plain_life, rich_world, field):
    start = make_engine("plain").populate(rich_world, 0)
    assert not np.array_equal(getattr(plain_life.state, field.name), getattr(start.state, field.name))


def test_every_label_of_a_fixed_dimension_is_reached(rich_life):
    """A label that nothing reaches promises what the model does not do."""
    assert all(rich_life["removals"].sum(axis=(0, 2)) > 0)
    assert all(rich_life["solvency"].sum(axis=(0, 2))[1:] > 0)
    assert all(rich_life["loans_refused"].sum(axis=(0, 2)) > 0)
    assert all(rich_life["judgments"].sum(axis=0) > 0)
    assert all(rich_life["performed"].sum(axis=0) > 0)
    assert all(rich_life["belief"].sum(axis=0) > 0)
    assert all(rich_life["detriment"].sum(axis=(0, 1, 3)) > 0)
    assert all(rich_life["recorded_by_discovery"].sum(axis=(0, 1)) > 0)
    assert all(rich_life["best_grade"].sum(axis=0) > 0)
    assert all(rich_life["favour_moments"].sum(axis=0) > 0)
    # Errors of a court follow no loan.
    assert [bool(x) for x in rich_life["defaults"].sum(axis=(0, 2))] == [True, True, False]
    assert all(rich_life["recorded"].sum(axis=(0, 1)) > 0)


def test_every_kind_group_list_grade_and_denial_is_reached(rich_life):
    grown = [g for g, label in enumerate(rich_life.built.labels["group"]) if "child" not in label]
    assert all(rich_life["grades"].sum(axis=(0, 2)) > 0)
    assert all(rich_life["listed"].sum(axis=(0, 2)) > 0)
    assert all(rich_life["recorded"].sum(axis=(0, 2)) > 0)
    assert all(rich_life["denied"].sum(axis=(0, 2)) > 0)
    for name in ("acts", "listed", "denied", "jobs_lost", "loans_made", "unjust", "filed"):
        by_group = np.moveaxis(rich_life[name], next(f.dims for f in TALLIES if f.name == name).index("group") + 1, -1)
        assert all(by_group.reshape(-1, by_group.shape[-1]).sum(axis=0)[grown] > 0)
