"""What was found of the mutants, kept in found.json, and the page docs/mutations.md that is made of it."""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from .catalogue import HERE, KINDS, Mutant, mutants, sizes
from .trial import Outcome

FOUND = HERE / "found.json"
PAGE = HERE.parents[1] / "docs" / "mutations.md"
Found = Mapping[str, str]
"""The case that caught each mutant; empty where none did."""
INTRODUCTION = """\
# Broken on purpose

This page is an explanation. A verification case is worth what it can detect. So the program is broken on purpose.
Each mutant below is one mistake in a copy of the package: a month off, two stages swapped, a rate multiplied in twice,
a record lost, a multiplier ignored, one draw for two decisions, and others. All cases pass on the unmodified package.
On each mutant at least one should fail.

`make mutate` writes this page and takes about a quarter of an hour on two cores; after a stop,
`python -m tests.mutation.run --waiting` goes on. `make test` holds one mutant a case, at a size smaller still
(`tests/mutation/quick.toml`). Mutants and cases stand in `tests/mutation/mutants/` and `tests/mutation/sizes.toml`.
The code is interpreted and the populations are small: a mutant counts as caught only if its mistake is large at the
values given there, and one that slips here may be seen by a case at its full size. Mutants that no case is expected to
see are tested several in one copy, no two in one function; where a case fails, each of them is tested against it alone.

The share says how much of *this* catalogue the cases see, not how much of all mistakes. The catalogue goes through
every stage, mechanisms that no case looks at included; a case that comes later finds its mutants waiting. What a case
does not see, a unit or a contract test may: the share is that of the cases alone.

Identities (`base-rates`, `proportion`, `proportion-excess`, `proportion-order`, `inequality`) are cases that run by
name alone: arithmetic on reported numbers. Ten mutants that they alone saw have left the catalogue and are not counted
here: seven in measures, two that book an act or a record to another group, and one that lets the generator mix four
times in place of ten. Counted as missed they would lower the share by four points.
"""


def row(name: str, broken: str, case: str, verdict: str, seconds: str) -> str:
    """Gives a line of the table in the terminal."""
    return f"{name:38} {textwrap.shorten(broken, 62, placeholder=' ...'):62} {case:18} {verdict:8} {seconds:>7}"


def found() -> Found:
    """Gives what is kept of the last runs."""
    kept: Found = json.loads(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else {}
    return kept


def forget() -> None:
    """Forget what was found; the page stays as it is until something is found again."""
    FOUND.unlink(missing_ok=True)


def keep(outcome: Outcome) -> None:
    """Keep what became of a mutant beside what is known of the others, and write the page anew."""
    known = dict(found())
    known[outcome.mutant.name] = outcome.caught_by.case if outcome.caught_by else ""
    kept = {m.name: known[m.name] for m in mutants() if m.name in known}
    FOUND.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")


def page(kept: Found) -> str:
    """Gives the whole page."""
    known = [m for m in mutants() if m.name in kept]
    waiting = [m for m in mutants() if m.name not in kept]
    caught, slipped = [m for m in known if kept[m.name]], [m for m in known if not kept[m.name]]
    parts = [
        INTRODUCTION,
        f"**{len(caught)} of {len(known)} mutants held against the cases are caught ({len(caught) / len(known):.0%}).**"
        + (f" {len(waiting)} more wait, none of which a case is expected to see.\n" if waiting else "\n"),
        "## By stage and by kind\n",
        _shares("where", known, kept, lambda m: m.stage),
        _shares("what", sorted(known, key=lambda m: KINDS.index(m.kind)), kept, lambda m: m.kind),
        "## By case\n\nTesting of a mutant stops at the first case that catches it.\n",
        _table(("case", "caught first"), [(f"`{c}`", str(list(kept.values()).count(c))) for c in sizes()]),
        "## Caught\n",
        _table(("mutant", "what is broken", "caught by"), [(m.name, m.broken, f"`{kept[m.name]}`") for m in caught]),
        "## Slipped\n\nNone of the cases that run sees these. The last column says what would.\n",
        _table(("mutant", "what is broken", "what would catch it"), [(m.name, m.broken, m.slips) for m in slipped]),
    ]
    if waiting:
        parts += [
            "## Waiting\n\n"
            "Not yet held against every case. No case is expected to see them; the last column says what would.\n",
            _table(("mutant", "what is broken", "what would catch it"), [(m.name, m.broken, m.slips) for m in waiting]),
        ]
    return "\n".join(parts)


def _table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    body = [f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines]
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body]) + "\n"


def _shares(head: str, known: Sequence[Mutant], kept: Found, label: Callable[[Mutant], str]) -> str:
    """Say how many mutants there are of each label, and how many of them are caught."""
    every = Counter(label(m) for m in known)
    seen = Counter(label(m) for m in known if kept[m.name])
    return _table((head, "mutants", "caught"), [(name, str(n), str(seen[name])) for name, n in every.items()])
