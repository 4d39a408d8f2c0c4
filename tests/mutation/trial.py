"""Holds one mutant against cases, each in an interpreter of its own, and against the package as it is first."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from .apply import PACKAGE, copied, function_of
from .catalogue import Ask, Mutant

LIMIT = 300.0
"""Seconds after which cases that have not ended are given up: a mutant may never end."""
PASS, RAISES, HANGS = "pass", "raises", "hangs"
DRAWS = "draws.py"


@dataclass(frozen=True)
class Said:
    """What one case said: its verdict, the figure found or the error, how long it took, and what it called if asked."""

    case: str
    verdict: str
    found: str
    seconds: float
    reached: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: the case that caught it, or none of those that were asked."""

    mutant: Mutant
    caught_by: Said | None
    asked: int
    seconds: float


class UnsoundControl(Exception):
    """A case that does not pass on the package as it is, at the size at which a mutant is held against it."""


def run(
    asks: Sequence[Ask], folder: Path, engine: str, quick: bool, compiled: bool = False, traced: bool = False
) -> list[Said]:
    """Gives what cases say of the package in a folder, up to the first that does not pass."""
    asked = {"asks": [asdict(a) for a in asks], "engine": engine, "quick": quick}
    asked |= {"compiled": compiled, "traced": traced}
    with TemporaryDirectory(prefix="underheaven-cache-") as cache:
        environment = os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
        environment |= {"UNDERHEAVEN_CACHE": cache}
        command = [sys.executable, "-W", "ignore", str(Path(__file__).with_name("inside.py")), json.dumps(asked)]
        try:
            done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT)
        except subprocess.TimeoutExpired as late:
            before = _read(late.stdout.decode() if late.stdout else "")
            return [*before, Said(asks[len(before)].case, HANGS, f"not done after {LIMIT:g} s", LIMIT)]
    said = _read(done.stdout)
    if done.returncode != 0:
        return [*said, Said(asks[len(said)].case, RAISES, done.stderr.strip().rsplit("\n", 1)[-1], 0.0)]
    return said


def _read(lines: str) -> list[Said]:
    return [Said(**json.loads(line)) for line in lines.splitlines() if line.startswith("{")]


_locks: dict[Any, Lock] = {}
_controls: dict[Any, Said] = {}
_door = Lock()


def control(ask: Ask, engine: str, quick: bool, compiled: bool = False, traced: bool = False) -> Said:
    """Gives what a case says of the package as it is, once for each size; raises UnsoundControl unless it passes.

    traced: say also which functions of the package it called.
    """
    about = (str(ask), tuple(ask.numbers.items()), engine, quick, compiled)
    with _door:
        lock = _locks.setdefault(about, Lock())
    with lock:
        if about not in _controls or (traced and not _controls[about].reached):
            (_controls[about],) = run([ask], PACKAGE.parent, engine, quick, compiled, traced)
    said = _controls[about]
    if said.verdict != PASS:
        raise UnsoundControl(f"{ask}: without any mutant it gives {said.verdict} ({said.found}). Ask for another size.")
    return said


def reaching(mutant: Mutant, asks: Sequence[Ask]) -> list[Ask]:
    """Gives the cases that call the function with the mistake: no other can see it."""
    place = function_of(mutant)
    return [a for a in asks if not place or place in control(a, mutant.engine, is_quick(mutant), traced=True).reached]


def is_quick(mutant: Mutant) -> bool:
    """Tells whether quicker draws may stand in for those of the package: not where these have the mistake."""
    return mutant.file != DRAWS


def held(together: Sequence[Mutant], asks: Sequence[Ask], compiled: bool = False) -> list[Said]:
    """Gives what cases say of mutants in one copy, up to the first that does not pass; all pass without them.

    together: on one engine, and alike in whether draws may be quick.
    """
    if not asks:
        return []
    engine, quick = together[0].engine, is_quick(together[0])
    for ask in asks:
        control(ask, engine, quick, compiled)
    with copied(together) as folder:
        return run(asks, folder, engine, quick, compiled)


def outcome_of(mutant: Mutant, said: Sequence[Said]) -> Outcome:
    """Gives what became of a mutant from what the cases said."""
    caught = next((s for s in said if s.verdict != PASS), None)
    return Outcome(mutant, caught, len(said), sum(s.seconds for s in said))


def held_against(mutant: Mutant, asks: Sequence[Ask], compiled: bool = False) -> Outcome:
    """Gives whether a case catches the mutant."""
    return outcome_of(mutant, held([mutant], asks, compiled))
