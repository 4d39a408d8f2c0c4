"""The account of memory and disk, and the guard before a run that the machine cannot hold."""

import re
import subprocess
import sys
from collections import namedtuple
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from underheaven.engine.population import Population
from underheaven.errors import RequestError
from underheaven.fields import person_values
from underheaven.fields.panel import panel_bytes_per_month
from underheaven.fields.state import state_bytes_per_person
from underheaven.record.month_packing import count_month_words
from underheaven.run import memory
from underheaven.run.memory import RunSize
from underheaven.run.simulate.scenarios import build_scenarios
from underheaven.run.study import plan_study

SUMS = memory.sums_bytes()
LIFE = state_bytes_per_person() + sum(np.dtype(field.dtype).itemsize for field in person_values.SUMS)


def size(worlds=2, replicates=8, persons=1_000_000, months=12):
    return RunSize(persons, months, replicates, (100,) * worlds, 120)


def a_person(bytes_of, *arguments, **numbers):
    """What one person more costs."""
    few, many = size(persons=1_000_000, **numbers), size(persons=1_000_001, **numbers)
    return bytes_of(many, *arguments) - bytes_of(few, *arguments)


def test_a_person_alive_is_what_the_arrays_hold():
    people = Population.empty(1_000, 1, 1, 0, 0)
    assert memory.person_bytes(size(persons=1)) == sum(a.nbytes for a in (*people.state, *people.sums)) / 1_000


def test_finished_sums_stand_once_and_people_wait_for_other_worlds():
    assert a_person(memory.simulation_bytes, worlds=1, replicates=1) == LIFE + SUMS
    assert a_person(memory.simulation_bytes, worlds=1, replicates=3) == LIFE + 3 * SUMS
    assert a_person(memory.simulation_bytes, worlds=2, replicates=1) == LIFE + state_bytes_per_person() + 2 * SUMS
    assert a_person(memory.simulation_bytes, worlds=3, replicates=4) == LIFE + state_bytes_per_person() + 12 * SUMS
    assert a_person(memory.output_bytes, worlds=2, replicates=8) == 16 * SUMS + memory.MEASURING_BYTES


def test_replicates_side_by_side_need_room_for_the_people_of_all():
    beside = replace(size(), parallel_replicates=2)
    assert memory.simulation_bytes(beside) - memory.simulation_bytes(size()) >= 1_000_000 * (
        LIFE + state_bytes_per_person()
    )
    assert memory.output_bytes(beside) >= memory.output_bytes(size())


def test_threads_live_replicates_side_by_side_where_all_have_work_and_memory_holds_them(monkeypatch):
    assert memory.choose_parallel_replicates(size(replicates=3), 100, 2) == 1
    assert memory.choose_parallel_replicates(size(replicates=3), 7, 2) == 2
    assert memory.choose_parallel_replicates(size(), 100, 1) == 1
    need = (
        memory.resident_bytes() + memory.STILL_TO_LOAD_BYTES + memory.RESERVED_BYTES + memory.simulation_bytes(size())
    )
    for room, beside in ((0, 1), (2_000_000 * (LIFE + state_bytes_per_person()), 2)):
        monkeypatch.setattr(memory, "available_memory", lambda room=room: need + room)
        assert memory.choose_parallel_replicates(size(), 100, 2) == beside


def test_points_over_the_assumptions_are_people_of_their_own():
    assert a_person(lambda it: memory.samples_bytes(it, 10_000, 8)) == 16 * SUMS
    more = memory.samples_bytes(size(), 10_001, 8) - memory.samples_bytes(size(), 10_000, 8)
    assert more == LIFE + state_bytes_per_person() + 16 * SUMS


def test_tallies_grow_with_months_and_lives_alone():
    one, two = memory.tally_bytes(size(months=12)), memory.tally_bytes(size(months=24))
    assert two == 2 * one
    assert memory.tally_bytes(size(persons=5)) == one
    lives = memory.tally_bytes(size(replicates=9)) - one
    assert lives == 2 * 12 * 120 * 8


def test_the_size_of_worlds_counts_their_words_and_those_of_both():
    builts = build_scenarios(
        plan_study(["court-defaulters-2013"], "none", "village", persons=50, months=3, replicates=2)
    )
    found = memory.run_size(builts, 2, 3)
    assert found.words == tuple(count_month_words(b.labels) for b in builts)
    assert found.joint_words >= max(found.words)
    assert (found.persons, found.months, found.replicates, found.n_runs) == (50, 3, 2, 4)


def test_the_log_holds_months_and_what_to_go_on_from():
    assert a_person(memory.log_bytes, worlds=2, replicates=8) == LIFE + 16 * SUMS
    months = memory.log_bytes(size(months=13)) - memory.log_bytes(size(months=12))
    assert 16 * 8 * 100 < months < 16 * (8 * 100 + 100)


def test_the_refusal_says_how_many_fit(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 8_000_000_000)
    monkeypatch.setattr(memory, "resident_bytes", lambda: 100_000_000)
    large = size(persons=1_000_000_000)
    with pytest.raises(RequestError, match="of memory") as error:
        memory.check_resources(large)
    fits = said(error)
    memory.check_resources(replace(large, persons=fits))
    with pytest.raises(RequestError):
        memory.check_resources(replace(large, persons=fits + 1))


def test_the_disk_is_looked_at_where_something_is_written(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(memory.shutil, "disk_usage", lambda folder: usage(10**12, 0, 50_000_000))
    memory.check_resources(size(persons=1_000_000))
    with pytest.raises(RequestError, match="on the disk of") as error:
        memory.check_resources(size(persons=1_000_000), tmp_path / "run.nc")
    fits = said(error)
    memory.check_resources(size(persons=fits), tmp_path / "run.nc")
    with pytest.raises(RequestError):
        memory.check_resources(size(persons=fits + 1), tmp_path / "run.nc")


def said(error):
    return int(re.search(r"Write ([\d,]+) persons or fewer", str(error.value))[1].replace(",", ""))


def test_where_nobody_fits_no_number_is_named(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 1_000_000)
    with pytest.raises(RequestError, match=r"provides 0 bytes\. Ask for fewer replicates\.$"):
        memory.check_resources(size())


GROWTH = """
import numpy as np
from underheaven import system_resources as memory
before = memory.resident_bytes()
held = np.ones(40_000_000, np.uint8)
print(memory.resident_bytes() - before)
"""


def test_what_the_process_holds_grows_with_an_array():
    # A process of its own: one that has let go of much memory may put the array where it already holds some.
    said = subprocess.run([sys.executable, "-c", GROWTH], capture_output=True, text=True, check=True)
    assert 30_000_000 < int(said.stdout) < 60_000_000
    assert memory.resident_bytes(Path("/no/such/file")) == 0


def test_small_runs_pass(tmp_path):
    memory.check_resources(size(persons=1_000, replicates=2), tmp_path / "run.nc")


def test_a_panel_grows_with_panelists_months_and_lives():
    none, some = size(), replace(size(), panel=1_000)
    a_month = 1_000 * panel_bytes_per_month()
    for bytes_of in (memory.simulation_bytes, memory.output_bytes):
        more = bytes_of(some) - bytes_of(none)
        assert 0 <= more - 12 * 17 * a_month < 12 * 150 * 20
    assert 0 <= memory.log_bytes(some) - memory.log_bytes(none) - 12 * 16 * a_month < 12 * 16 * 8
    assert memory.result_file_bytes(some) - memory.result_file_bytes(none) == pytest.approx(
        memory.PANEL_COMPRESSION * 12 * 16 * a_month, abs=1
    )
    assert memory.samples_bytes(some, 10_000, 8) - memory.samples_bytes(none, 10_000, 8) == memory.panel_record_bytes(
        some
    )


def test_a_panel_that_does_not_fit_is_named(monkeypatch):
    monkeypatch.setattr(memory, "available_memory", lambda: 8_000_000_000)
    monkeypatch.setattr(memory, "resident_bytes", lambda: 100_000_000)
    large = replace(size(months=1_200), panel=1_000_000)
    with pytest.raises(RequestError, match="or ask for fewer persons in the panel, replicates") as error:
        memory.check_resources(large)
    memory.check_resources(large.with_persons(said(error)))
    assert large.with_persons(500).panel == 500
