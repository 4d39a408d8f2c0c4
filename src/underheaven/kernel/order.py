"""The month: eight stages, in the one order in which they happen."""

from __future__ import annotations

from typing import NamedTuple

from underheaven.fields import STAGES, TALLIES
from underheaven.kernel import conduct, livelihood, recording, repair, response, sensing, standing, treatment


class Stage(NamedTuple):
    """One stage of the month: its name, what it does in a sentence, and what it counts."""

    name: str
    does: str
    counts: tuple[str, ...]


_MODULES = (conduct, sensing, recording, standing, treatment, livelihood, response, repair)


def _sentence(module: object) -> str:
    first = (module.__doc__ or "").strip().split("\n", 1)[0]
    return first.partition(": ")[0].partition(", ")[2] and first.partition(", ")[2].partition(": ")[2]


MONTH: tuple[Stage, ...] = tuple(
    Stage(name, _sentence(module), tuple(t.name for t in TALLIES if t.stage == name))
    for name, module in zip(STAGES, _MODULES, strict=True)
)


def describe() -> list[tuple[str, str]]:
    """Return (stage, what it does) in the order of the month, from the stages' own docstrings."""
    return [(stage.name, stage.does) for stage in MONTH]
