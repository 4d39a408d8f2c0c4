"""Before a month: what others see where a regime comes into force, and where an amendment changes how scores are shown.

Nothing of a regime is seen before that: where it is not in force nobody shows any standing.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from underheaven.array_types import I8s, U1s
from underheaven.engine.population import Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.fields import PUBLIC_OPEN, PUBLIC_SPEAKING
from underheaven.kernel.rules import Rules
from underheaven.kernel.table_layout import MAX_SCORE_STEPS, NO_SCORE, START_STEP

_DONE = np.uint8(PUBLIC_SPEAKING | PUBLIC_OPEN)


def apply_rule_changes(population: Population, built: CompiledScenario, active: I8s, active_previous: I8s) -> None:
    """Turn over in place what everybody showed last month, where other rules are in force this month.

    Where a regime begins, everybody begins with the standing of a person without records, and shows it from then on.
    Where an amendment shows scores in other steps, what was shown last month is read in those.

    Args:
        population: people after last month.
        built: their world.
        active: by town, the table of rules in force this month, 0 for none.
        before: the same of last month.
    """
    if active is active_previous or np.array_equal(active, active_previous):
        return
    for first, end, old, new in _changed(built.town_starts, active, active_previous):
        if old == 0:
            begin_public_status(population.state.face[first:end], built.rules[new])
        elif len(population.state.score_shown) > 0:
            convert_score_steps(population.state.score_shown[first:end], built.rules[old], built.rules[new])


def _changed(firsts: I8s, active: I8s, active_previous: I8s) -> Iterator[tuple[int, int, int, int]]:
    """Yield first person, end, table of last month and of this one, of neighbouring towns that change alike."""
    starts = np.flatnonzero(np.diff(active, prepend=-1) | np.diff(active_previous, prepend=-1))
    ends = np.append(starts[1:], len(active))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        old, new = int(active_previous[start]), int(active[start])
        if old != new:
            yield int(firsts[start]), int(firsts[end]), old, new


def begin_public_status(public_status: U1s, rules: Rules) -> None:
    """Put the standing of a person without records into faces, in place; what was done in public stays."""
    public_status[:] = (public_status & _DONE) | np.uint8(rules.face[rules.empty_state])


def convert_score_steps(visible_scores: U1s, rules_old: Rules, rules_new: Rules) -> None:
    """Read shown scores in the steps of other rules, in place, to the nearest; see ``kernel.ties.shown_from``."""
    step_old, step_new = int(rules_old.shown_step), int(rules_new.shown_step)
    if step_old == step_new:
        return
    points = (visible_scores.astype(np.int64) - START_STEP) * step_old
    steps = np.clip((2 * points + step_new) // (2 * step_new), -MAX_SCORE_STEPS, MAX_SCORE_STEPS)
    visible_scores[:] = np.where(visible_scores == NO_SCORE, NO_SCORE, START_STEP + steps)
