"""A person arrives: at the start, or in a place that is renewed; no record, initial beliefs."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven import draws
from underheaven.draws import draw
from underheaven.fields import CLEAR, OWES
from underheaven.jit import kernel
from underheaven.kernel.livelihood import EMPLOYED, UNWILLING, WORKER


@kernel
def first_livelihood(people: Any, key: Any, i: Any, generation: Any, cell: Any) -> Any:
    """Return the first byte of livelihood: in the workforce or not, employed, and any old judgment."""
    if people.minor[cell]:
        return np.int64(0)
    live = np.int64(CLEAR)
    if draw(key, i, generation, draws.PARTICIPATION, 0) < people.participation[cell]:
        live |= WORKER
        if draw(key, i, generation, draws.START_JOB, 0) < people.employed_at_start:
            live |= EMPLOYED
    if generation == 0:
        u = draw(key, i, 0, draws.START_DEBT, 0)
        if u < people.owing_unwilling:
            live |= (OWES << 2) | UNWILLING
        elif u < people.owing_unwilling + people.owing_unable:
            live |= OWES << 2
    return live


@kernel
def arrive(
    people: Any, key: Any, beliefs: Any, legitimacy: Any, livelihood: Any, savings: Any, i: Any, generation: Any,
    cell: Any,
) -> None:  # fmt: skip
    """Set the state of a person who arrives, dossier and face apart, which start empty."""
    for b in range(6):
        beliefs[i, b] = people.belief[b]
    legitimacy[i] = people.legitimacy
    live = first_livelihood(people, key, i, generation, cell)
    livelihood[i] = live
    # Who owes from the start and cannot pay has neither job nor savings.
    savings[i] = people.savings_at_start
    if generation == 0 and (live >> 2) == OWES and live & WORKER:
        livelihood[i] = live & ~np.int64(EMPLOYED)
        savings[i] = 0
