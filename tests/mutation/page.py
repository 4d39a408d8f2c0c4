"""The page docs/mutations.md: how many mutants the cases catch, and what would catch the others."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

from .catalogue import KINDS, Mutant, sizes
from .trial import Outcome

PAGE = Path(__file__).parents[2] / "docs" / "mutations.md"
INTRODUCTION = """\
# Broken on purpose

A verification case is worth what it can see. So the program is broken on purpose: each mutant below is one mistake
in a copy of the package (a month off, two stages swapped, a rate multiplied in twice, a record lost, a multiplier
ignored, one draw for two decisions, and others). The cases run on the copy, and at least one should fail, which each
does not without the mistake.

`make mutate` writes this page and takes about half an hour on two cores. `make test` holds one mutant a case.
Mutants and cases stand in `tests/mutation/mutants/` and `tests/mutation/sizes.toml`. Code is interpreted and worlds
are small, so a mutant counts as caught by a case only if its mistake is large at the values given there; a case that
slips a mutant at this size may see it at its full one.

The share says how much of *this* catalogue the cases see, not how much of all mistakes. The catalogue goes through
every stage, mechanisms that no case looks at included; a case that comes later finds its mutants waiting. What a case
does not see, a unit or a contract test may: the share is that of the cases alone.
"""


def row(name: str, broken: str, case: str, verdict: str, seconds: str) -> str:
    """Gives a line of the table in the terminal."""
    return f"{name:38} {textwrap.shorten(broken, 62, placeholder=' ...'):62} {case:18} {verdict:8} {seconds:>7}"


def page(found: Sequence[Outcome]) -> str:
    """Gives the whole page for the outcomes of the whole catalogue."""
    caught = [o for o in found if o.caught_by is not None]
    slipped = [o.mutant for o in found if o.caught_by is None]
    parts = [
        INTRODUCTION,
        f"**{len(caught)} of {len(found)} mutants are caught ({len(caught) / len(found):.0%}).**\n",
        "## By stage and by kind\n",
        _shares("where", dict.fromkeys(o.mutant.stage for o in found), [(o.mutant.stage, o) for o in found]),
        _shares("what", KINDS, [(o.mutant.kind, o) for o in found]),
        "## By case\n",
        _by_case(caught),
        "## Caught\n",
        _table(("mutant", "what is broken", "caught by"), (_caught(o) for o in caught)),
        "## Slipped\n\nNone of the cases that run sees these. The last column says what would.\n",
        _table(("mutant", "what is broken", "what would catch it"), (_slipped(m) for m in slipped)),
    ]
    return "\n".join(parts)


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    body = [f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines]
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body]) + "\n"


def _shares(head: str, labels: Iterable[str], about: Sequence[tuple[str, Outcome]]) -> str:
    lines = []
    for label in labels:
        mine = [o for name, o in about if name == label]
        lines.append((label, str(len(mine)), str(sum(o.caught_by is not None for o in mine))))
    return _table((head, "mutants", "caught"), lines)


def _by_case(caught: Sequence[Outcome]) -> str:
    """Say of each case which mutants it was the first to catch: a mutant is held no further once it is caught."""
    by = {case: [o.mutant.name for o in caught if o.caught_by and o.caught_by.case == case] for case in sizes()}
    return _table(("case", "the first to catch"), ((f"`{c}`", str(len(names))) for c, names in by.items()))


def _caught(outcome: Outcome) -> tuple[str, str, str]:
    by = outcome.caught_by
    return outcome.mutant.name, outcome.mutant.broken, f"`{by.case}`" if by else ""


def _slipped(mutant: Mutant) -> tuple[str, str, str]:
    return mutant.name, mutant.broken, mutant.slips or "Not said yet: it was expected to be caught."
