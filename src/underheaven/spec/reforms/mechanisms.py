"""The mechanisms of a regime that can be taken out one by one: by which its effects are attributed to their causes."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from underheaven.spec.amendments.regime_writer import regime_states, replace_states
from underheaven.spec.document import Document
from underheaven.spec.io.document_reader import revise_document
from underheaven.spec.models.reform import Operation, OperationName
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.reforms.operations import apply_operation
from underheaven.spec.reforms.pruning import RegimeTable
from underheaven.spec.reforms.reformed_regime import TableEdit, edit_versions

MAX_MECHANISMS = 8
"""Mechanisms whose coalitions are lived, 256 of them."""


@dataclass(frozen=True)
class Mechanism:
    """name: in tables. deeds: the operations that take it out."""

    name: str
    operations: tuple[OperationName, ...]


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
MERGED_PAIRS = (("score and grades", "fitted points"), ("officials", "attention"))
"""Mechanisms that are taken as one where a regime has more than ``MOST``."""


def find_mechanisms(regime: Document[Regime], society: Society) -> list[Mechanism]:
    """Return the mechanisms that a regime has: those without which it says something else; at most ``MOST``."""
    before = regime_states(regime)
    mechanisms = [m for m in MECHANISMS if edit_versions(before, _removal_of([m], society)) is not None]
    for pair in MERGED_PAIRS:
        one, other = ([m for m in mechanisms if m.name == name] for name in pair)
        if len(mechanisms) > MAX_MECHANISMS and one and other:
            both = Mechanism(" and ".join(pair), one[0].operations + other[0].operations)
            mechanisms = [both if m is one[0] else m for m in mechanisms if m is not other[0]]
    return mechanisms


def build_coalitions(
    regime: Document[Regime], society: Society, mechanisms: Sequence[Mechanism]
) -> tuple[list[Document[Regime]], list[int]]:
    """Return the different regimes that have some of the mechanisms, and for each coalition which of them it is.

    Coalition c has mechanism i where bit i of c is 1; the last is the regime itself.
    Raises DocumentError where the regime without some of them is not sound.
    """
    before, indices, coalition_regimes = regime_states(regime), dict[str, int](), list[int]()
    regimes: list[Document[Regime]] = []
    for coalition in range(2 ** len(mechanisms)):
        removed = [m for i, m in enumerate(mechanisms) if not coalition >> i & 1]
        after = edit_versions(before, _removal_of(removed, society)) if removed else None
        key = json.dumps(after, sort_keys=True)
        if key not in indices:
            indices[key] = len(regimes)
            regimes.append(regime if after is None else revise_document(regime, replace_states(regime, after)))
        coalition_regimes.append(indices[key])
    return regimes, coalition_regimes


def _removal_of(removed: Collection[Mechanism], society: Society) -> TableEdit:
    """Return what takes mechanisms out of a plain table: in one order, however they are named."""
    operation_names = {operation_name for mechanism in removed for operation_name in mechanism.operations}
    operations = [
        Operation(do=operation_name)
        for mechanism in MECHANISMS
        for operation_name in mechanism.operations
        if operation_name in operation_names
    ]

    def remove(regime_table: RegimeTable) -> None:
        for operation in operations:
            apply_operation(operation, regime_table, society)

    return remove
