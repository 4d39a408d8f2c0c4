"""The mechanisms of a regime that can be taken out one by one: by which its effects are attributed to their causes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from underheaven.spec.document import Document
from underheaven.spec.operations import operate
from underheaven.spec.prune import Whole
from underheaven.spec.read import revised
from underheaven.spec.reform import Deed, Operation
from underheaven.spec.reformed import Act, done_to
from underheaven.spec.regime import Regime
from underheaven.spec.rewrite import replaced, states
from underheaven.spec.society import Society

MOST = 8
"""Mechanisms whose coalitions are lived, 256 of them."""


@dataclass(frozen=True)
class Mechanism:
    """name: in tables. deeds: the operations that take it out."""

    name: str
    deeds: tuple[Deed, ...]


MECHANISMS = (
    Mechanism("false records and mistaken identity", ("drop errors",)),
    Mechanism("records of speech", ("drop rules on speech",)),
    Mechanism("effects in other contexts", ("drop effects in other contexts",)),
    Mechanism("score and grades", ("drop grades",)),
    Mechanism("lists", ("drop lists",)),
    Mechanism("secrecy", ("drop secrecy",)),
    Mechanism("officials", ("drop discretion",)),
    Mechanism("attention", ("drop attention",)),
    Mechanism("fitted points", ("drop fitted points",)),
    Mechanism("ties", ("drop ties",)),
)
JOINS = (("score and grades", "fitted points"), ("officials", "attention"))
"""Mechanisms that are taken as one where a regime has more than ``MOST``."""


def present(regime: Document[Regime], society: Society) -> list[Mechanism]:
    """Return the mechanisms that a regime has: those without which it says something else; at most ``MOST``."""
    before = states(regime)
    found = [m for m in MECHANISMS if done_to(before, _taking_out([m], society)) is not None]
    for pair in JOINS:
        one, other = ([m for m in found if m.name == name] for name in pair)
        if len(found) > MOST and one and other:
            both = Mechanism(" and ".join(pair), one[0].deeds + other[0].deeds)
            found = [both if m is one[0] else m for m in found if m is not other[0]]
    return found


def coalitions(
    regime: Document[Regime], society: Society, mechanisms: Sequence[Mechanism]
) -> tuple[list[Document[Regime]], list[int]]:
    """Return the different regimes that have some of the mechanisms, and for each coalition which of them it is.

    Coalition c has mechanism i where bit i of c is 1; the last is the regime itself.
    Raises DocumentError where the regime without some of them is not sound.
    """
    before, known, which = states(regime), dict[str, int](), list[int]()
    different: list[Document[Regime]] = []
    for coalition in range(2 ** len(mechanisms)):
        gone = [m for i, m in enumerate(mechanisms) if not coalition >> i & 1]
        after = done_to(before, _taking_out(gone, society)) if gone else None
        key = json.dumps(after, sort_keys=True)
        if key not in known:
            known[key] = len(different)
            different.append(regime if after is None else revised(regime, replaced(regime, after)))
        which.append(known[key])
    return different, which


def _taking_out(gone: Collection[Mechanism], society: Society) -> Act:
    """Return what takes mechanisms out of a plain table: in one order, however they are named."""
    deeds = {deed for mechanism in gone for deed in mechanism.deeds}
    operations = [Operation(do=deed) for mechanism in MECHANISMS for deed in mechanism.deeds if deed in deeds]

    def act(whole: Whole) -> None:
        for operation in operations:
            operate(operation, whole, society)

    return act
