"""The guard before a run that the machine cannot hold."""

import re

import pytest

from underheaven.errors import RequestError
from underheaven.fields import state_bytes
from underheaven.run import memory


def test_bytes_grow_with_worlds_and_replicates():
    one = memory.bytes_per_person(1, 1)
    assert one == state_bytes() + 3 * memory.sums_bytes()
    assert memory.bytes_per_person(2, 1) == 2 * state_bytes() + 6 * memory.sums_bytes()
    assert memory.bytes_per_person(2, 8) - memory.bytes_per_person(2, 7) == 4 * memory.sums_bytes()


def test_the_refusal_says_how_many_fit(monkeypatch):
    monkeypatch.setattr(memory, "machine_bytes", lambda: 8_000_000_000)
    with pytest.raises(RequestError) as error:
        memory.guard(1_000_000_000, 2, 8)
    fits = int(re.search(r"Write ([\d,]+) persons or fewer", str(error.value))[1].replace(",", ""))
    memory.guard(fits, 2, 8)
    with pytest.raises(RequestError):
        memory.guard(fits + 1, 2, 8)


def test_a_container_counts_where_it_gives_less(monkeypatch, tmp_path):
    limit = tmp_path / "memory.max"
    limit.write_text("1000000000\n")
    monkeypatch.setattr(memory, "CGROUP_LIMITS", (tmp_path / "missing", limit))
    assert memory.machine_bytes() == 1_000_000_000
    limit.write_text("max\n")
    assert memory.machine_bytes() > 1_000_000_000


def test_small_runs_pass():
    memory.guard(1_000, 2, 2)
