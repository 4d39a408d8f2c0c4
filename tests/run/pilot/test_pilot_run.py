"""The trial: all of a run in small, timed and weighed."""

import subprocess

import pytest

from underheaven.engine.factory import make_engine
from underheaven.errors import EngineError
from underheaven.run.pilot import pilot_run
from underheaven.run.pilot.clock import ZERO_SPAN, Span
from underheaven.run.pilot.pilot_run import PilotSetting, compile_in_subprocess, run_pilot
from underheaven.run.study import plan_study


def setting(look=lambda dataset: None, written=True, points=0, **numbers):
    numbers = {"persons": 600, "months": 6, "replicates": 2} | numbers
    study = plan_study(["court-defaulters-2013"], "none", "village", **numbers)
    return PilotSetting(study, make_engine("cpu", 1), points, look, written)


@pytest.fixture(scope="module")
def seen():
    looked = []
    return run_pilot(setting(looked.append, points=4), 2.0), looked


def test_all_months_are_lived_and_every_part_is_timed(seen):
    found, looked = seen
    assert found.persons == 600
    assert found.fixed_cost.wall > 0
    assert found.sample_overhead.wall > 0
    assert len(found.costs.scenarios) == 2
    assert [dict(d.sizes)["month"] for d in looked] == [2, 2, 6]
    assert all(dict(d.sizes)["replicate"] == 1 for d in looked)


def test_the_file_is_weighed_by_what_makes_it_grow(seen):
    found, _ = seen
    assert found.small.cells == 2 * pilot_run.PROBE_PERSONS
    assert found.large.cells == 2 * 600
    assert found.large.sums > 0
    assert found.large.tallies > found.small.tallies > 0
    assert found.large.rest > 10_000  # the documents stand in it in full


def test_a_process_holds_more_at_the_end_than_before(seen):
    found, _ = seen
    assert 50_000_000 < found.bare_bytes <= found.loaded_bytes


def test_nothing_is_weighed_where_nothing_is_written():
    found = run_pilot(setting(written=False, persons=6, months=1), 0.5)
    assert (found.large.sums, found.large.tallies, found.large.rest) == (0, 0, 0)
    assert found.persons == 6
    assert found.sample_overhead == ZERO_SPAN


def test_a_short_trial_has_fewer_persons_and_as_many_months():
    looked = []
    found = run_pilot(setting(looked.append, written=False), 0.001)
    assert found.persons == pilot_run.PROBE_PERSONS
    assert dict(looked[-1].sizes)["month"] == 6


def test_machine_code_is_made_by_another_process_and_only_where_it_is_missing(monkeypatch, tmp_path):
    calls = []

    def made(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(pilot_run, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(pilot_run.subprocess, "run", made)
    assert compile_in_subprocess("plain") == ZERO_SPAN
    assert calls == []
    assert compile_in_subprocess("auto").wall >= 0
    assert len(calls) == 1
    (tmp_path / "compiled_entries.run_month-1.py311.nbi").touch()
    assert compile_in_subprocess("auto") == ZERO_SPAN
    assert len(calls) == 1


def test_a_process_that_cannot_compile_is_said(monkeypatch, tmp_path):
    def failing(command, **_):
        return subprocess.CompletedProcess(command, 1, "", "Traceback ...\nMemoryError: no room\n")

    def late(command, **_):
        raise subprocess.TimeoutExpired(command, pilot_run.COMPILE_TIMEOUT)

    monkeypatch.setattr(pilot_run, "cache_folder", lambda: tmp_path)
    for run, said in ((failing, "MemoryError: no room"), (late, "within 30 minutes")):
        monkeypatch.setattr(pilot_run.subprocess, "run", run)
        with pytest.raises(EngineError, match=said):
            compile_in_subprocess("auto")


def test_a_busy_machine_makes_no_trial_so_small_that_it_tells_nothing(monkeypatch):
    """Time on the wall a hundred times that of the processor: the trial has as many persons as on a quiet machine."""
    quiet = pilot_run._choose_persons(setting(persons=20_000), Span(1e-4, 1e-4), 0.5)
    real = pilot_run.now
    monkeypatch.setattr(pilot_run, "now", lambda: Span(100 * real().wall, real().cpu))
    busy = pilot_run._choose_persons(setting(persons=20_000), Span(1e-2, 1e-4), 0.5)
    assert quiet >= 300
    assert busy >= quiet / 4


def test_waiting_for_cores_is_what_holds_a_trial_up(monkeypatch):
    monkeypatch.setattr(pilot_run, "thread_cpu_seconds", lambda: (30.0, 45.0))
    assert pilot_run._slowdown((10.0, 5.0)) == pytest.approx(3.0)
    assert pilot_run._slowdown((30.0, 45.0)) == 1.0


def test_a_trial_that_made_machine_code_is_run_again(monkeypatch, tmp_path):
    """What this would catch: 50 hours foretold for 4 minutes, because the first month of a kind was compiled in it."""
    monkeypatch.setattr(pilot_run, "cache_folder", lambda: tmp_path)
    looked = []

    def look(dataset):
        looked.append(dataset)
        (tmp_path / "stage.nbi").touch()

    run_pilot(setting(look, written=False, persons=6, months=1), 0.001)
    assert len(looked) == 6
    run_pilot(setting(look, written=False, persons=6, months=1), 0.001)
    assert len(looked) == 9
