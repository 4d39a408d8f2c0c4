"""Lets the package run interpreted and fast enough for small worlds: no machine code, quicker draws, open tables.

Nothing of a stage, an engine's loop or a case is replaced. What is replaced gives the same numbers to the last bit:
a test holds it against the package, and a mutant of the generator runs without it.
"""

from __future__ import annotations

import importlib
from types import SimpleNamespace
from typing import Any

WORD = 0xFFFFFFFF


def without_machine_code() -> None:
    """Leave every function as it is written; must come before anything of the package but errors."""
    jit: Any = importlib.import_module("underheaven.jit.interpreted")
    jit._interpreting = True
    # Nothing is compiled, so the reference needs no second copy of the kernels.
    jit.interpreted_copy = lambda module: importlib.import_module(f"underheaven.{module}")


def on_one_thread() -> None:
    """Let an engine have one thread where a case asks for no other; must come before the runs are imported."""
    factory: Any = importlib.import_module("underheaven.engine.factory")
    make = factory.make_engine
    factory.make_engine = lambda name="auto", threads=None, *args, **named: make(name, threads or 1, *args, **named)


def with_quick_draws() -> None:
    """Draw whole towns by arrays; must come before the kernels are imported."""
    draws: Any = importlib.import_module("underheaven.draws")
    draws.fill_block = fill_block


def with_open_tables() -> None:
    """Let built worlds hold their tables as plain attributes; must come before the runs are imported."""
    tables: Any = importlib.import_module("underheaven.kernel.structured_arrays")
    tables.read_records = list  # those that the reference would open are open
    build: Any = importlib.import_module("underheaven.scenario.build")
    whole = build.build_scenario

    def build_scenario(*args: Any, **named: Any) -> Any:
        built = whole(*args, **named)
        for name in ("society", "rules"):
            object.__setattr__(built, name, [opened(record) for record in getattr(built, name)])
        return built

    build.build_scenario = build_scenario


def opened(record: Any) -> Any:
    """Give a record of tables as an object with arrays and Python numbers; one that worlds share is one already."""
    if isinstance(record, SimpleNamespace):
        return record
    names = record.dtype.names
    return SimpleNamespace(**{n: record[n] if record[n].ndim else record[n].item() for n in names})


def _rounds(c0: Any, c1: Any, c2: Any, c3: Any, k0: int, k1: int) -> tuple[Any, Any, Any, Any]:
    """Give the four words of Philox4x32-10 for a counter, of which any part may be an array of uint64."""
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & WORD, (p0 >> 32) ^ c3 ^ k1, p0 & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


def fill_block(out: Any, key: Any, first: Any, n: Any, month: Any, block: Any) -> None:
    """Fill four lanes of draws for persons first .. first + n - 1."""
    import numpy as np

    persons = np.arange(int(first), int(first) + int(n), dtype=np.uint64)
    counter = persons, int(month), np.full_like(persons, int(block)), 0
    for lane, words in enumerate(_rounds(*counter, int(key[0]), int(key[1]))):
        out[lane, : int(n)] = words
