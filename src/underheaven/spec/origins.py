"""Which documents of a result did not ship with this package, and which are shipped ones under a shipped reform.

Texts tell, and names do not: a regime counts as changed by a reform where the reform makes the same text of a regime
that ships and stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from underheaven.errors import UnderheavenError
from underheaven.spec.document import Document
from underheaven.spec.read import DERIVED, SOCIETY, read_reform, read_source
from underheaven.spec.reformed import reformed
from underheaven.spec.regime import Regime
from underheaven.spec.rewrite import states
from underheaven.spec.shipped import Source, shipped
from underheaven.spec.ships import ships
from underheaven.spec.society import Society

Text = tuple[str, str]
"""Where a document stands, and its text."""


def mark(documents: Sequence[Text]) -> str:
    """Return the sentences about documents that did not ship as they are; empty where all did.

    documents: the regimes of a result, and last its society.
    """
    changed = changed_by(documents)
    foreign = [_stem(where) for where, text in documents if not ships(text) and _stem(where) not in changed]
    said = []
    if foreign:
        said.append(
            f"This is about documents that did not ship with Underheaven ({', '.join(foreign)}). Nobody here has read "
            "them, and no count in it stands for a real population."
        )
    for base, its in groupby(changed.items(), key=lambda item: item[1]):
        names = [reform for reform, _ in its]
        by = (
            f"the shipped reform {names[0]}"
            if len(names) == 1
            else f"one shipped reform at a time ({', '.join(names)})"
        )
        said.append(f"{base} is changed here by {by}; no count under a reform stands for a real population.")
    return " ".join(said)


def changed_by(documents: Sequence[Text]) -> dict[str, str]:
    """Return which regime each shipped reform changed, by the name of the reform; what it leaves goes by that name."""
    return dict(_changed_by(tuple(documents)))


@lru_cache(maxsize=8)
def _changed_by(documents: tuple[Text, ...]) -> tuple[tuple[str, str], ...]:
    asked = [(_stem(where), text) for where, text in documents if not ships(text)]
    asked = [(name, text) for name, text in asked if name in shipped("reform")]
    bases = [source for source in documents[:-1] if ships(source[1])]
    if not asked or not bases:
        return ()
    try:
        society = read_source(SOCIETY, _source(documents[-1])).model
        regimes = [read_source(DERIVED, _source(base)) for base in bases]
    except UnderheavenError:  # of a version whose documents this one does not read
        return ()
    found = []
    for regime in regimes:
        before = states(regime) if regime.model.recording.rules else []
        found += [(name, _stem(regime.where)) for name, text in asked if _makes(name, regime, society, before, text)]
    return tuple(found)


def _makes(
    name: str, regime: Document[Regime], society: Society, before: Sequence[Document[Regime]], text: str
) -> bool:
    """Tell whether a shipped reform makes this text of a regime."""
    try:
        made = reformed(read_reform(name), regime, society, before or None)
    except UnderheavenError:
        return False
    return made is not None and made.text == text


def _source(text: Text) -> Source:
    return Source(text[0], text[1].encode(), shipped=False)


def _stem(where: str) -> str:
    return Path(where).stem
