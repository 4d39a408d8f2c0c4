"""What this process may use: cores and memory of the job, and processes that import nothing of the user's."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from underheaven import system_resources
from underheaven.engine.factory import make_engine


def said(code, folder, **more):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=folder, **more)
    return done.stdout.strip()


@pytest.fixture
def group(tmp_path, monkeypatch):
    """The control group of a job two folders below the top, with files as they are given."""
    inside = tmp_path / "batch" / "job"
    inside.mkdir(parents=True)
    (tmp_path / "self").write_text("0::/batch/job\n")
    monkeypatch.setattr(system_resources, "CGROUP_FILE", tmp_path / "self")
    monkeypatch.setattr(system_resources, "CGROUP_ROOT", tmp_path)
    monkeypatch.setattr(system_resources, "PROC_MEMINFO", tmp_path / "missing")
    return inside


def test_cores_are_those_that_the_process_is_bound_to(tmp_path):
    first = min(os.sched_getaffinity(0))
    code = (
        f"import os; os.sched_setaffinity(0, [{first}])\n"
        "from underheaven.engine.factory import make_engine; print(make_engine('cpu').threads)"
    )
    assert said(code, tmp_path) == "1"


@pytest.mark.parametrize(("quota", "expected"), [("150000 100000", 2), ("100000 100000", 1), ("1000 100000", 1)])
def test_cores_are_no_more_than_the_quota_of_the_job(group, monkeypatch, quota, expected):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(96)))
    (group / "cpu.max").write_text("max 100000\n")
    assert system_resources.usable_cores() == 96
    (group.parent / "cpu.max").write_text(f"{quota}\n")
    assert system_resources.usable_cores() == expected
    assert make_engine("cpu").threads == expected
    assert make_engine("cpu", 7).threads == 7


def test_a_quota_of_the_first_kind_of_groups_counts(group, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(96)))
    folder = system_resources.CGROUP_ROOT / "cpu" / "job"
    folder.mkdir(parents=True)
    system_resources.CGROUP_FILE.write_text("4:cpu,cpuacct:/job\n3:memory:/job\n")
    (folder / "cpu.cfs_quota_us").write_text("300000\n")
    (folder / "cpu.cfs_period_us").write_text("100000\n")
    assert system_resources.usable_cores() == 3
    (folder / "cpu.cfs_quota_us").write_text("-1\n")
    assert system_resources.usable_cores() == 96


def test_memory_is_no_more_than_the_least_of_all_groups_around(group):
    whole = system_resources.available_memory()
    assert system_resources.memory_limit_source() == "this machine"
    (group / "memory.max").write_text("max\n")
    assert system_resources.available_memory() == whole
    (group.parent / "memory.max").write_text("100000000\n")
    assert system_resources.available_memory() == 100_000_000
    assert system_resources.memory_limit_source() == "this job"
    (group / "memory.max").write_text("50000000\n")
    assert system_resources.available_memory() == 50_000_000


def test_memory_of_the_first_kind_of_groups_counts(group):
    folder = system_resources.CGROUP_ROOT / "memory" / "job"
    folder.mkdir(parents=True)
    system_resources.CGROUP_FILE.write_text("4:cpu:/job\n3:memory:/job\n")
    (folder / "memory.limit_in_bytes").write_text(f"{(1 << 63) - 4096}\n")
    assert system_resources.memory_limit_source() == "this machine"
    (folder / "memory.limit_in_bytes").write_text("70000000\n")
    assert system_resources.available_memory() == 70_000_000


def test_what_others_hold_is_not_free(group, monkeypatch):
    free = group / "meminfo"
    free.write_text("MemTotal:       100000000 kB\nMemAvailable:        1000 kB\n")
    monkeypatch.setattr(system_resources, "PROC_MEMINFO", free)
    monkeypatch.setattr(system_resources, "resident_bytes", lambda: 5)
    assert system_resources.available_memory() == 1_024_005


def test_a_limit_of_the_shell_counts(tmp_path):
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))\n"
        "from underheaven import system_resources as s; print(s.memory_limit_source(), s.available_memory())"
    )
    *who, size = said(code, tmp_path).split()
    assert (who, int(size) < 2_000_000_000) == (["this", "job"], True)


def test_a_process_of_our_own_imports_nothing_from_the_folder_of_the_user(tmp_path):
    (tmp_path / "queue.py").write_text("raise SystemExit('a script of the user was run')\n")
    (tmp_path / "underheaven.py").write_text("raise SystemExit('a script of the user was run')\n")
    done = subprocess.run(
        system_resources.isolated_python_command("import queue, underheaven; print('alone')"),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": ""},
    )
    assert (done.stdout, done.returncode) == ("alone\n", 0)


def test_python_runs_the_package_as_the_command(tmp_path):
    command = [sys.executable, "-m", "underheaven", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.startswith("underheaven ")


def test_waiting_for_a_core_is_counted(tmp_path):
    """Two processes bound to one core each wait for about as long as they run; alone, one hardly waits."""
    code = (
        "import os, time; os.sched_setaffinity(0, [min(os.sched_getaffinity(0))]);"
        "from underheaven import system_resources; other = os.fork();"
        "end = time.process_time() + 0.5\n"
        "while time.process_time() < end: pass\n"
        "ran, waited = system_resources.thread_cpu_seconds()\n"
        "os._exit(0) if other == 0 else (os.waitpid(other, 0), print(ran, waited))"
    )
    ran, waited = map(float, said(code, tmp_path).split())
    assert ran > 0.4
    assert waited > 0.2
    assert system_resources.thread_cpu_seconds()[0] > 0


def test_a_system_that_counts_no_waiting_says_nought(monkeypatch, tmp_path):
    monkeypatch.setattr(system_resources, "PROC_TASKS", tmp_path / "none")
    assert system_resources.thread_cpu_seconds() == (0.0, 0.0)
