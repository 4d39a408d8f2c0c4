"""Mechanisms of a regime that can be removed one by one, to attribute its effects."""

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
"""Most mechanisms; they have 256 coalitions."""


@dataclass(frozen=True)
class Mechanism:
    """One mechanism of a regime.

    Attributes:
        name: its name in tables.
        operations: the operations that remove it.
    """

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
"""Pairs merged where a regime has more than ``MAX_MECHANISMS``."""


def find_mechanisms(regime: Document[Regime], society: Society) -> list[Mechanism]:
    """Return the mechanisms whose removal changes a regime, at most ``MAX_MECHANISMS``.

    Args:
        regime: the regime.
        society: the society that it governs.

    Returns:
        The mechanisms in a fixed order; some are merged where there are too many.
    """
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
    """Return the distinct regimes with some of the mechanisms.

    Args:
        regime: the regime with all of them.
        society: the society that it governs.
        mechanisms: the mechanisms.

    Returns:
        The distinct regimes, and the index of the regime of each coalition. Coalition c contains mechanism i where bit
        i of c is 1; the last coalition is the regime itself.

    Raises:
        DocumentError: a regime without some of the mechanisms has faults.
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
    """Return the edit that removes mechanisms from a plain table, in a fixed order."""
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
