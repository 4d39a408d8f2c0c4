"""Runs cases in a fresh interpreter and prints a line of JSON for each; the package comes from PYTHONPATH.

The argument is JSON: ``asks`` (case, settings, numbers), ``engine``, ``quick`` (draws), ``compiled``, ``traced``
(say also which functions of the package were called). It stops at the first case that does not pass.
"""

from __future__ import annotations

import importlib
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import CodeType
from typing import Any

import stand_in

SMALL = {"replicates": 16, "person_months": 1_250, "fewest": 40, "events": 1}
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
    from underheaven.verify.cli_api import run_case

    try:
        checked = run_case(ask["case"], **ask["settings"])
    except Exception as error:
        return {"verdict": "raises", "found": f"{type(error).__name__}: {error}"}
    return {"verdict": checked.verdict, "found": f"{checked.found:g}, expected {checked.expected:g}"}


@contextmanager
def shrunk(numbers: Mapping[str, int], engine: str) -> Iterator[None]:
    """Let cases make a small effort on an engine, and let numbers of modules of ``verify`` have other values."""
    from underheaven.verify.effort import Effort, making

    fields = {name.removeprefix(EFFORT): value for name, value in numbers.items() if name.startswith(EFFORT)}
    before = {}
    for name, value in numbers.items():
        stem, _, constant = name.partition(".")
        module = importlib.import_module(f"underheaven.verify.{stem}")
        if not name.startswith(EFFORT):
            before[module, constant] = getattr(module, constant)
            setattr(module, constant, value)
    with making(Effort(**{"engine": engine, **SMALL, **fields})):
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
        yield lambda: sorted({f"{file.relative_to(package).as_posix()}:{code.co_name}"
                              for code in codes.values()
                              if (file := Path(code.co_filename)).is_relative_to(package)})  # fmt: skip
    finally:
        sys.settrace(None)
        threading.settrace(None)


def main() -> None:
    """Run what the argument asks for."""
    asked = json.loads(sys.argv[1])
    if not asked["compiled"]:
        prepare(asked["quick"])
    for ask in asked["asks"]:
        began = time.process_time()
        size = nullcontext() if asked["compiled"] else shrunk(ask["numbers"], asked["engine"])
        with size, called() if asked["traced"] else nullcontext(list) as names:
            said = run(ask)
        seconds = time.process_time() - began
        print(json.dumps({"case": ask["case"], "seconds": seconds, "reached": names(), **said}), flush=True)
        if said["verdict"] != "pass":
            return


if __name__ == "__main__":
    main()
