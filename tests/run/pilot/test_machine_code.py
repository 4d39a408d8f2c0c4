"""Machine code is made before a trial, by another process."""

import subprocess

import pytest

from underheaven.errors import EngineError
from underheaven.run.pilot import machine_code
from underheaven.run.pilot.clock import ZERO_SPAN
from underheaven.run.pilot.machine_code import compile_in_subprocess


def test_machine_code_is_made_by_another_process_and_only_where_it_is_missing(monkeypatch, tmp_path):
    calls = []

    def made(command, **_):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(machine_code, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(machine_code.subprocess, "run", made)
    assert compile_in_subprocess("plain") == ZERO_SPAN
    assert calls == []
    assert compile_in_subprocess("auto").wall >= 0
    assert len(calls) == 1
    (tmp_path / "cpu_engine.run_month-1.py311.nbi").touch()
    assert compile_in_subprocess("auto") == ZERO_SPAN
    assert len(calls) == 1


def test_a_process_that_cannot_compile_is_said(monkeypatch, tmp_path):
    def failing(command, **_):
        return subprocess.CompletedProcess(command, 1, "", "Traceback ...\nMemoryError: no room\n")

    def late(command, **_):
        raise subprocess.TimeoutExpired(command, machine_code.COMPILE_TIMEOUT)

    monkeypatch.setattr(machine_code, "cache_folder", lambda: tmp_path)
    for run, said in ((failing, "MemoryError: no room"), (late, "within 30 minutes")):
        monkeypatch.setattr(machine_code.subprocess, "run", run)
        with pytest.raises(EngineError, match=said):
            compile_in_subprocess("auto")
