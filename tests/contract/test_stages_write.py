"""Every declared array moves in the rich life, and each stage writes what it declares and nothing else.

The interpreted engine is watched stage by stage: what a stage changes is compared with the registry.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pytest

from underheaven.engine import plain
from underheaven.engine.choose import make_engine
from underheaven.fields import STAGES, STATE, SUMS, TALLIES

from .conftest import MONTHS
from .worlds import live

STEPS = (*STAGES, "renewal")
"""The methods of a month; renewal is the second half of repair."""

BETWEEN_STAGES = {"face", "score_shown"}
"""Written by turning the two buffers at the month's end."""

ALSO = {"dossier": {"repair"}, "notices": {"repair"}, "leaving": {"standing"}, "stay_end": {"repair"}}
"""Records age, are contested and leave in repair. Standing reads how they left and forgets it; renewal ends a stay."""

RENEWED = {"dossier", "beliefs", "legitimacy", "livelihood", "savings", "face_next", "generation", "stood",
           "score_next", "kin", "born", "leaving", "notices"}  # fmt: skip
"""State of a place that a newcomer takes over."""


def arrays(month: Any) -> dict[str, Any]:
    """Copy everything that a stage can write, by part and name."""
    month.tallies.sum_up()
    parts = {
        "tally": month.tallies.named(month.built.labels),
        "state": month.p.state._asdict(),
        "sum": month.p.sums._asdict(),
    }
    return {f"{part} {name}": np.array(a) for part, named in parts.items() for name, a in named.items()}


@pytest.fixture(scope="module")
def written(rich_world):
    """Run the rich life under watch; return the set of arrays that changed within each step of the month."""
    seen: dict[str, set[str]] = defaultdict(set)

    def watched(step: str, method: Any) -> Any:
        def stage(month: Any) -> None:
            if step == STEPS[0]:
                seen["waking"] |= {n for n, a in arrays(month).items() if n.startswith("tally") and a.any()}
            before = arrays(month)
            method(month)
            seen[step] |= {n for n, a in arrays(month).items() if not np.array_equal(a, before[n])}

        return stage

    with pytest.MonkeyPatch.context() as patch:
        for step in STEPS:
            patch.setattr(plain._Month, step, watched(step, getattr(plain._Month, step)))
        live(rich_world, MONTHS, make_engine("plain"))
    return seen


def tallies() -> list[Any]:
    """Return every tally."""
    return [pytest.param(f, id=f.name) for f in TALLIES]


def stage_of(step: str) -> str:
    return "repair" if step == "renewal" else step


def test_the_watch_sees_every_stage(written):
    assert set(STEPS) <= set(written)
    assert all(written[step] for step in STEPS)


@pytest.mark.parametrize("field", tallies())
def test_a_tally_is_written_by_the_stage_that_declares_it(written, field):
    assert {stage_of(step) for step, names in written.items() if f"tally {field.name}" in names} == {field.stage}


@pytest.mark.parametrize("field", SUMS, ids=lambda f: f.name)
def test_a_sum_is_written_by_the_stage_that_declares_it(written, field):
    writers = {stage_of(step) for step, names in written.items() if f"sum {field.name}" in names}
    assert writers == {field.stage} | ALSO.get(field.name, set())


@pytest.mark.parametrize("field", STATE, ids=lambda f: f.name)
def test_state_is_written_by_the_stage_that_declares_it(written, field):
    writers = {step for step, names in written.items() if f"state {field.name}" in names}
    if field.name in BETWEEN_STAGES:
        assert writers == set()
        return
    if field.name in RENEWED:
        assert "renewal" in writers
        writers -= {"renewal"}
    expected = {field.stage} | ALSO.get(field.name, set())
    assert writers == (set() if field.name in ("generation", "born") else expected)


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
    assert all(rich_life["recorded_by_way"].sum(axis=(0, 1)) > 0)
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
