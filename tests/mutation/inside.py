"""Loads what the package needs, and then lives each job that comes in, in a child that has not loaded the package.

A job is a line of JSON: ``folder`` (of the package), ``cache``, ``said`` and ``wrong`` (files for what the child
says), ``asks`` (case, settings, numbers), ``engine``, ``quick`` (draws), ``compiled``, ``traced`` (say also which
functions of the package were called), ``limit`` (seconds of a processor a case). The child writes a line of JSON for
each case and stops at the first that does not pass; its exit status is the answer.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import resource
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import CodeType
from typing import Any

import stand_in

LOADED = ("numpy", "pydantic", "xarray", "h5netcdf")
SMALL = {"replicates": 16, "person_months": 500, "min_persons": 25}
"""The effort of every case where its size says no other: about a second of interpreted months."""
EFFORT = "effort."


def prepare(quick: bool) -> None:
    """Stand in for what is slow; nothing of the package may have been imported."""
    stand_in.without_machine_code()
    if quick:
        stand_in.with_quick_draws()
    stand_in.with_open_tables()
    stand_in.on_one_thread()


def run(ask: Mapping[str, Any]) -> dict[str, Any]:
    """Gives the verdict of one case: pass, fail, or raises with the error."""
    from underheaven.verify.runner import run_case

    try:
        checked = run_case(ask["case"], **ask["settings"])
    except Exception as error:
        return {"verdict": "raises", "found": f"{type(error).__name__}: {error}"}
    return {"verdict": checked.verdict, "found": f"{checked.found:g}, expected {checked.expected:g}"}


@contextmanager
def shrunk(numbers: Mapping[str, Any], engine: str) -> Iterator[None]:
    """Let cases make a small effort on an engine, and let numbers of modules of ``verify.cases`` have other values."""
    from underheaven.verify.effort import Effort, using_effort

    fields = {name.removeprefix(EFFORT): value for name, value in numbers.items() if name.startswith(EFFORT)}
    before = {}
    for name, value in numbers.items():
        if name.startswith(EFFORT):
            continue
        stem, _, constant = name.partition(".")
        module = importlib.import_module(f"underheaven.verify.cases.{stem}")
        before[module, constant] = getattr(module, constant)
        setattr(module, constant, tuple(value) if isinstance(value, list) else value)
    with using_effort(Effort(**{"engine": engine, **SMALL, **fields})):
        yield
    for (module, constant), value in before.items():
        setattr(module, constant, value)


@contextmanager
def called() -> Iterator[Callable[[], list[str]]]:
    """Gives a function that says which functions of the package were called meanwhile, as file:name."""
    codes: dict[int, CodeType] = {}

    def note(frame: Any, event: str, argument: Any) -> None:
        codes.setdefault(id(frame.f_code), frame.f_code)

    package = Path(importlib.import_module("underheaven").__file__ or "").parent
    threading.settrace(note)
    sys.settrace(note)
    try:
        yield lambda: sorted(
            {
                f"{file.relative_to(package).as_posix()}:{code.co_name}"
                for code in codes.values()
                if (file := Path(code.co_filename)).is_relative_to(package)
            }
        )
    finally:
        sys.settrace(None)
        threading.settrace(None)


def main() -> None:
    """Live the jobs that come in, one at a time, until no more come."""
    for name in LOADED:
        importlib.import_module(name)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            live(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def live(asked: Mapping[str, Any]) -> None:
    """Run the cases of one job, and end."""
    for stream, path, mode in (
        (0, os.devnull, os.O_RDONLY),
        (1, asked["said"], os.O_WRONLY),
        (2, asked["wrong"], os.O_WRONLY),
    ):
        os.dup2(os.open(path, mode | os.O_CREAT), stream)
    sys.dont_write_bytecode, status = True, 0
    sys.path.insert(0, asked["folder"])
    os.environ["UNDERHEAVEN_CACHE"] = asked["cache"]
    try:
        run_each(asked)
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def run_each(asked: Mapping[str, Any]) -> None:
    """Run the cases, and say of each what it found."""
    if not asked["compiled"]:
        prepare(asked["quick"])
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for ask in asked["asks"]:
        began = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(began) + asked["limit"], resource.RLIM_INFINITY))
        size = nullcontext() if asked["compiled"] else shrunk(ask["numbers"], asked["engine"])
        with size, called() if asked["traced"] else nullcontext(list) as names:
            said = run(ask)
        seconds = time.process_time() - began
        print(json.dumps({"case": ask["case"], "seconds": seconds, "reached": names(), **said}), flush=True)
        if said["verdict"] != "pass":
            return


if __name__ == "__main__":
    main()
