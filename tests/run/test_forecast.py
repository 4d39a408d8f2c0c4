"""From a trial to the whole: sums that can be done by hand, and a forecast held against a run."""

import time
from dataclasses import replace

import pytest

import underheaven
from underheaven.errors import RequestError
from underheaven.fields import panel_bytes
from underheaven.run import assumptions, memory
from underheaven.run.clock import NOTHING, Span
from underheaven.run.forecast import file_bytes, foretell, memory_of, times_of
from underheaven.run.pace import Pace, Paces
from underheaven.run.study import plan_study
from underheaven.run.trial import Ending, Trial

COURT = "court-defaulters-2013"


def second(n):
    return Span(float(n), 2.0 * n)


def study(**numbers):
    numbers = {"persons": 30_000, "months": 10, "replicates": 3} | numbers
    return plan_study([COURT], "none", "village", **numbers)


TRIAL = Trial(
    persons=10_000,
    fixed=second(2),
    paces=Paces(
        settle=second(1e-5),
        burn_in=Pace(10_000, second(1), second(0.0001)),
        worlds=(Pace(10_000, second(2), second(0.0002)), Pace(10_000, second(1), second(0.0001))),
        runs=[],
    ),
    case=second(0.5),
    small=Ending(20, second(0.1)),
    large=Ending(20_020, second(0.3), sums=40_040, tallies=500, rest=7),
    bare_bytes=100_000_000,
    loaded_bytes=150_000_000,
)


def test_times_are_those_of_all_months_worlds_and_replicates():
    it = study()
    burn_in = it.society.model.burn_in_months
    times = times_of(it, TRIAL, 0, second(1))
    assert times.starting == second(3)
    one = 30_000 * 1e-5 + burn_in * (1 + 20_000 * 0.0001) + 10 * (2 + 4) + 10 * (1 + 2)
    assert times.living.wall == pytest.approx(3 * one)
    assert times.living.cpu == pytest.approx(6 * one)
    assert times.ranging == NOTHING
    assert times.ending.wall == pytest.approx(0.2 / 20_000 * 30_000 * 2 * 3)
    assert times.whole.wall == pytest.approx(sum(t.wall for t in (times.starting, times.living, times.ending)))


def test_every_point_lives_a_burn_in_and_all_worlds():
    it = study()
    lived = assumptions.person_months(assumptions.few(it), 20)
    flat = replace(TRIAL.paces, settle=NOTHING, burn_in=Pace(1, second(10_000), NOTHING),
                   worlds=(Pace(1, second(10_000), NOTHING),) * 2)  # fmt: skip
    times = times_of(it, replace(TRIAL, paces=flat, case=NOTHING), 20, NOTHING)
    assert times.ranging.wall == pytest.approx(lived)


def test_memory_is_the_fullest_moment():
    it = study()
    size = memory.Size(30_000, 10, 3, (100, 100), 100)
    assert memory_of(it, size, TRIAL, 0) == 150_000_000 + memory.gathered_bytes(size)
    lean = replace(TRIAL, loaded_bytes=0)
    assert memory_of(it, size, lean, 0) == 100_000_000 + memory.living_bytes(size)
    assert memory_of(it, size, TRIAL, 20) == 150_000_000 + memory.ranges_bytes(size, 10_000, 2 * 16 + 1)


def test_the_file_grows_with_cells_and_replicates():
    assert file_bytes(memory.Size(30_000, 10, 3, (100, 100), 100), TRIAL) == 2 * 180_000 + 3 * 500 + 7


def test_a_forecast_says_what_the_run_counts_and_about_how_long_it_takes(tmp_path):
    counted = []
    numbers = {"persons": 3_000, "months": 12, "replicates": 4}
    found = foretell(study(**numbers), threads=1, out=tmp_path / "run.nc", points=4, seconds=1.0)
    underheaven.compare(COURT, society="village", ranges=True, assumptions=4, threads=1, out=tmp_path / "run.nc",
                        progress=lambda done, total: counted.append(total), **numbers)  # fmt: skip
    assert found.person_months == counted[0]
    assert found.file_bytes == pytest.approx((tmp_path / "run.nc").stat().st_size, rel=0.3)
    assert found.refusal == ""
    assert not list(tmp_path.glob("*.log"))


def test_months_take_about_as_long_as_foretold():
    numbers = {"persons": 60_000, "months": 12, "replicates": 3}
    found = foretell(study(**numbers), threads=1, seconds=2.0)
    began = time.process_time()
    underheaven.compare(COURT, society="village", threads=1, **numbers)
    spent = time.process_time() - began
    foretold = found.processor_seconds * found.living_seconds / found.seconds
    assert (
        spent / 3 < foretold < 3 * spent
    )  # other work on the machine must not fail this; benchmarks/forecast.py is strict


def test_what_will_be_refused_is_said_and_still_foretold(monkeypatch):
    monkeypatch.setattr(memory, "allowed_bytes", lambda: 1_000_000_000)
    found = foretell(study(persons=50_000_000, months=1, replicates=1), threads=1, seconds=0.2)
    assert "of memory" in found.refusal
    assert found.memory_bytes > 5_000_000_000
    assert (found.file_bytes, found.log_bytes, found.free_disk_bytes) == (None, None, None)


def test_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RequestError, match="does not exist"):
        foretell(study(), out=tmp_path / "no" / "run.nc")


def test_the_file_grows_with_the_panel_and_its_replicates():
    size = memory.Size(30_000, 10, 3, (100, 100), 100)
    large = replace(TRIAL.large, panel=700, panelists=10)
    trial = replace(TRIAL, large=large)
    assert file_bytes(replace(size, panel=40), trial) - file_bytes(size, trial) == 700 * 3 * 4


def test_a_forecast_counts_the_panel(tmp_path):
    numbers = {"persons": 1_000, "months": 24, "replicates": 2, "panel": 800}
    found = foretell(study(**numbers), threads=1, out=tmp_path / "run.nc", seconds=0.5)
    underheaven.compare(COURT, society="village", threads=1, out=tmp_path / "run.nc", **numbers)
    assert found.file_bytes == pytest.approx((tmp_path / "run.nc").stat().st_size, rel=0.3)
    bare = foretell(study(**numbers | {"panel": 0}), threads=1, out=tmp_path / "run.nc", seconds=0.5)
    assert found.file_bytes > 1.3 * bare.file_bytes
    assert found.log_bytes == bare.log_bytes + 800 * panel_bytes() * 24 * 4
