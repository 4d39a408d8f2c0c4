"""The pilot run: all of a run in small, timed and weighed."""

import pytest

from underheaven.engine.factory import make_engine
from underheaven.run.pilot import machine_code, pilot_run
from underheaven.run.pilot.clock import ZERO_SPAN, Span
from underheaven.run.pilot.pilot_run import PilotResult, PilotSetting, Trial, run_pilot
from underheaven.run.study import plan_study


def setting(look=lambda dataset: None, written=True, samples=0, seconds=0.5, **numbers):
    numbers = {"persons": 600, "months": 6, "replicates": 2} | numbers
    study = plan_study(["court-defaulters-2013"], "none", "village", **numbers)
    return PilotSetting(study, make_engine("cpu", 1), samples, written, look, seconds)


@pytest.fixture(scope="module")
def seen():
    looked = []
    return run_pilot(setting(looked.append, samples=4, seconds=2.0)), looked


def test_all_months_are_lived_and_every_part_is_timed(seen):
    found, looked = seen
    assert (found.small.persons, found.large.persons) == (75, 600)
    assert found.fixed_cost.wall > 0
    assert found.sample_overhead.wall > 0
    last_trials = looked[-4:]  # all are repeated if machine code was compiled
    assert [dict(d.sizes)["month"] for d in last_trials] == [2, 2, 6, 6]
    assert all(dict(d.sizes)["replicate"] == 1 for d in looked)
    assert found.replicate_time(6_000).wall > found.large.simulating.wall > 0


def test_the_file_is_weighed_by_what_makes_it_grow(seen):
    found, _ = seen
    assert found.large.file.sums > found.small.file.sums > 0
    assert found.large.file.tallies > 0
    assert found.large.file.rest > 10_000  # the documents stand in it in full


def test_a_process_holds_more_at_the_end_than_before(seen):
    found, _ = seen
    assert 50_000_000 < found.bare_bytes <= found.loaded_bytes


def test_times_lie_on_the_line_through_both_trials_and_never_below_nothing():
    small, large = Trial(10, 0, Span(1.0, 2.0), Span(0.5, 0.5)), Trial(110, 0, Span(3.0, 4.0), Span(1.5, 0.5))
    found = PilotResult(ZERO_SPAN, ZERO_SPAN, small, large, 0, 0)
    assert found.replicate_time(10) == Span(1.0, 2.0)
    assert found.replicate_time(1_010) == Span(21.0, 22.0)
    assert found.output_time(1_000) == Span(10.0, 0.0)
    steep = PilotResult(ZERO_SPAN, ZERO_SPAN, Trial(10, 0, ZERO_SPAN, ZERO_SPAN), large, 0, 0)
    assert steep.replicate_time(4) == ZERO_SPAN


def test_a_study_as_small_as_a_probe_is_its_own_trial():
    found = run_pilot(setting(written=False, persons=6, months=1))
    assert (found.small.persons, found.large.persons) == (6, 6)
    assert found.replicate_time(6) == found.large.simulating
    assert (found.large.file.sums, found.large.file.tallies, found.large.file.rest) == (0, 0, 0)
    assert found.sample_overhead == ZERO_SPAN


def test_a_short_trial_has_fewer_persons_and_as_many_months():
    looked = []
    found = run_pilot(setting(looked.append, written=False, seconds=0.001))
    assert found.large.persons == pilot_run.PROBE_PERSONS
    assert dict(looked[-1].sizes)["month"] == 6


def test_a_busy_machine_makes_no_trial_so_small_that_it_tells_nothing(monkeypatch):
    """Time on the wall a hundred times that of the processor: the trial has as many persons as on a quiet machine."""
    quiet = pilot_run._choose_persons(setting(persons=20_000), Span(1e-4, 1e-4))
    real = pilot_run.now
    monkeypatch.setattr(pilot_run, "now", lambda: Span(100 * real().wall, real().cpu))
    busy = pilot_run._choose_persons(setting(persons=20_000), Span(1e-2, 1e-4))
    assert quiet >= 300
    assert busy >= quiet / 4


def test_waiting_for_cores_is_what_holds_a_trial_up(monkeypatch):
    monkeypatch.setattr(pilot_run, "thread_cpu_seconds", lambda: (30.0, 45.0))
    assert pilot_run._slowdown((10.0, 5.0)) == pytest.approx(3.0)
    assert pilot_run._slowdown((30.0, 45.0)) == 1.0


def test_a_trial_that_made_machine_code_is_run_again(monkeypatch, tmp_path):
    """What this would catch: 50 hours foretold for 4 minutes, because the first month of a kind was compiled in it."""
    monkeypatch.setattr(machine_code, "cache_folder", lambda: tmp_path)
    looked = []

    def look(dataset):
        looked.append(dataset)
        (tmp_path / "stage.nbi").touch()

    run_pilot(setting(look, written=False, persons=6, months=1, seconds=0.001))
    assert len(looked) == 8
    run_pilot(setting(look, written=False, persons=6, months=1, seconds=0.001))
    assert len(looked) == 12
