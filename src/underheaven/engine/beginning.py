"""Before a month: what others see where a regime comes into force, and where an amendment changes how scores are shown.

Nothing of a regime is seen before that: where it is not in force nobody shows any standing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from underheaven.arrays import I8s, U1s
from underheaven.engine.population import Population
from underheaven.engine.protocol import Built
from underheaven.fields import FACE_OPEN, FACE_SPEAKING
from underheaven.kernel.rules import Rules
from underheaven.kernel.tables import AT_START, MOST_STEPS, NO_SCORE

_DONE = np.uint8(FACE_SPEAKING | FACE_OPEN)


def come_into_force(population: Population, built: Built, active: I8s, before: I8s) -> None:
    """Turn over in place what everybody showed last month, where other rules are in force this month.

    Where a regime begins, everybody begins with the standing of a person without records, and shows it from then on.
    Where an amendment shows scores in other steps, what was shown last month is read in those.

    Args:
        population: people after last month.
        built: their world.
        active: by town, the table of rules in force this month, 0 for none.
        before: the same of last month.
    """
    if active is before or np.array_equal(active, before):
        return
    for first, end, old, new in _changed(built.firsts, active, before):
        if old == 0:
            begin(population.state.face[first:end], built.rules[new])
        elif len(population.state.score_shown) > 0:
            show_in_other_steps(population.state.score_shown[first:end], built.rules[old], built.rules[new])


def _changed(firsts: I8s, active: I8s, before: I8s) -> Iterator[tuple[int, int, int, int]]:
    """Yield first person, end, table of last month and of this one, of neighbouring towns that change alike."""
    starts = np.flatnonzero(np.diff(active, prepend=-1) | np.diff(before, prepend=-1))
    ends = np.append(starts[1:], len(active))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        old, new = int(before[start]), int(active[start])
        if old != new:
            yield int(firsts[start]), int(firsts[end]), old, new


def begin(face: U1s, rules: Rules) -> None:
    """Put the standing of a person without records into faces, in place; what was done in public stays."""
    face[:] = (face & _DONE) | np.uint8(rules.face[rules.empty_state])


def show_in_other_steps(shown: U1s, old: Rules, new: Rules) -> None:
    """Read shown scores in the steps of other rules, in place, to the nearest; see ``kernel.ties.shown_from``."""
    was, now = int(old.shown_step), int(new.shown_step)
    if was == now:
        return
    points = (shown.astype(np.int64) - AT_START) * was
    steps = np.clip((2 * points + now) // (2 * now), -MOST_STEPS, MOST_STEPS)
    shown[:] = np.where(shown == NO_SCORE, NO_SCORE, AT_START + steps)
