"""Changes of rules before a month: what others see where a regime begins, or where an amendment changes score steps.

Before a regime is in force in a town, nobody there shows any status.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from underheaven.array_types import I8s, U1s
from underheaven.engine.population import Population
from underheaven.engine.protocol import CompiledScenario
from underheaven.fields.codes import PUBLIC_OPEN, PUBLIC_SPEAKING
from underheaven.kernel.rules import Rules
from underheaven.kernel.table_layout import MAX_SCORE_STEPS, NO_SCORE, START_STEP

_DONE = np.uint8(PUBLIC_SPEAKING | PUBLIC_OPEN)


def apply_rule_changes(population: Population, built: CompiledScenario, active: I8s, active_previous: I8s) -> None:
    """Convert in place what everybody showed last month, where other rules are in force this month.

    Where a regime begins, everybody shows the status of a person without records. Where an amendment shows scores in
    other steps, what was shown last month is converted to those steps.

    Args:
        population: The population after last month; changed in place.
        built: The compiled scenario.
        active: Table of rules in force this month, int64 (town,), 0 for none.
        active_previous: The same for last month.
    """
    if active is active_previous or np.array_equal(active, active_previous):
        return
    for first, end, old, new in _changed(built.town_starts, active, active_previous):
        if old == 0:
            begin_public_status(population.state.public_status[first:end], built.rules[new])
        elif len(population.state.score_shown) > 0:
            convert_score_steps(population.state.score_shown[first:end], built.rules[old], built.rules[new])


def _changed(firsts: I8s, active: I8s, active_previous: I8s) -> Iterator[tuple[int, int, int, int]]:
    """Yield first person, end, last month's table and this month's, for neighbouring towns with the same change."""
    starts = np.flatnonzero(np.diff(active, prepend=-1) | np.diff(active_previous, prepend=-1))
    ends = np.append(starts[1:], len(active))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        old, new = int(active_previous[start]), int(active[start])
        if old != new:
            yield int(firsts[start]), int(firsts[end]), old, new


def begin_public_status(public_status: U1s, rules: Rules) -> None:
    """Show the status of a person without records, in place; what was done in public stays."""
    public_status[:] = (public_status & _DONE) | np.uint8(rules.public_status[rules.empty_state])


def convert_score_steps(visible_scores: U1s, rules_old: Rules, rules_new: Rules) -> None:
    """Convert shown scores to the steps of other rules, in place, rounded to the nearest.

    See `kernel.ties.visible_from_score`.
    """
    step_old, step_new = int(rules_old.shown_step), int(rules_new.shown_step)
    if step_old == step_new:
        return
    points = (visible_scores.astype(np.int64) - START_STEP) * step_old
    steps = np.clip((2 * points + step_new) // (2 * step_new), -MAX_SCORE_STEPS, MAX_SCORE_STEPS)
    visible_scores[:] = np.where(visible_scores == NO_SCORE, NO_SCORE, START_STEP + steps)
