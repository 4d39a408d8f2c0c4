"""Holds one mutant against cases, each in an interpreter of its own, and against the package as it is first."""

from __future__ import annotations

import json
import signal
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from .apply import PACKAGE, copied, function_of
from .catalogue import Ask, Mutant
from .nursery import borrowed

LIMIT = 120
"""Seconds of a processor after which a case that has not ended is given up: a mutant may never end."""
PATIENCE = 7200.0
"""Seconds by the clock after which the same is done, however busy the machine."""
PASS, RAISES, HANGS = "pass", "raises", "hangs"
DRAWS = "draws.py"
STOOD_IN_FOR = ("draws.py:fill_block", "draws.py:philox", "")
"""Functions of the draws, or none, whose mistakes quicker draws would hide."""


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
    asked = {"asks": [asdict(a) for a in asks], "engine": engine, "quick": quick, "folder": str(folder)}
    asked |= {"compiled": compiled, "traced": traced, "limit": LIMIT}
    with TemporaryDirectory(prefix="underheaven-cache-") as cache, borrowed() as nursery:
        files = Path(cache) / "said", Path(cache) / "wrong"
        job = asked | {"cache": cache, "said": str(files[0]), "wrong": str(files[1])}
        status = nursery.live(job, PATIENCE)
        said, wrong = (file.read_text() if file.exists() else "" for file in files)
    before = _read(said)
    if status is None:
        return [*before, Said(asks[len(before)].case, HANGS, f"not done after {PATIENCE:g} s", PATIENCE)]
    if status == -signal.SIGXCPU:
        return [*before, Said(asks[len(before)].case, HANGS, f"not done after {LIMIT} s of a processor", float(LIMIT))]
    if status != 0:
        return [*before, Said(asks[len(before)].case, RAISES, wrong.strip().rsplit("\n", 1)[-1], 0.0)]
    return before


def _read(lines: str) -> list[Said]:
    return [Said(**json.loads(line)) for line in lines.splitlines() if line.startswith("{")]


_controls: dict[Any, Said] = {}
_doors: defaultdict[Any, Lock] = defaultdict(Lock)


def controls(asks: Sequence[Ask], engine: str, quick: bool, compiled: bool = False, traced: bool = False) -> list[Said]:
    """Gives what cases say of the package as it is, each once for a size and all in one interpreter.

    traced: say also which functions of the package they called. Raises UnsoundControl unless all pass.
    """
    keys = [(str(ask), str(ask.numbers), engine, quick, compiled) for ask in asks]
    about = dict(zip(keys, asks, strict=True))
    with _doors[engine, quick, compiled]:
        missing = [key for key in about if key not in _controls or (traced and not _controls[key].reached)]
        said = run([about[key] for key in missing], PACKAGE.parent, engine, quick, compiled, traced) if missing else []
        for key, one in zip(missing, said, strict=False):
            if one.verdict != PASS:
                raise UnsoundControl(
                    f"{about[key]}: without any mutant it gives {one.verdict} ({one.found}). Ask for another size."
                )
            _controls[key] = one
    return [_controls[key] for key in keys]


def control(ask: Ask, engine: str, quick: bool) -> Said:
    """Gives what one case says of the package as it is; raises UnsoundControl unless it passes."""
    return controls([ask], engine, quick)[0]


def reaching(mutant: Mutant, asks: Sequence[Ask]) -> list[Ask]:
    """Gives the cases that call the function with the mistake: no other can see it. Nearly all of them draw."""
    place = function_of(mutant)
    if not place or not is_quick(mutant):
        return list(asks)
    said = controls(asks, mutant.engine, is_quick(mutant), traced=True)
    return [ask for ask, one in zip(asks, said, strict=True) if place in one.reached]


def is_quick(mutant: Mutant) -> bool:
    """Tells whether quicker draws may stand in for those of the package: not where they would hide the mistake."""
    return mutant.file != DRAWS or function_of(mutant) not in STOOD_IN_FOR


def held(together: Sequence[Mutant], asks: Sequence[Ask], compiled: bool = False) -> list[Said]:
    """Gives what cases say of mutants in one copy, up to the first that does not pass; all pass without them.

    together: on one engine, and alike in whether draws may be quick.
    """
    if not asks:
        return []
    engine, quick = together[0].engine, is_quick(together[0])
    controls(asks, engine, quick, compiled)
    with copied(together) as folder:
        return run(asks, folder, engine, quick, compiled)


def outcome_of(mutant: Mutant, said: Sequence[Said]) -> Outcome:
    """Gives what became of a mutant from what the cases said."""
    caught = next((s for s in said if s.verdict != PASS), None)
    return Outcome(mutant, caught, len(said), sum(s.seconds for s in said))


def held_against(mutant: Mutant, asks: Sequence[Ask], compiled: bool = False) -> Outcome:
    """Gives whether a case catches the mutant."""
    return outcome_of(mutant, held([mutant], asks, compiled))
