"""Stage 7 over a town: learning from the month, household by household."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int
from underheaven.engine.workspace import GROWN, Workspace, make_person
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_loop, jit_stage
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.response import learn_uneventful_month, nothing_happened, updated_legitimacy
from underheaven.kernel.response import response as learn
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally


@jit_stage
def response(society: Society, tally: Tally, state: State, workspace: Workspace, town: TownMonth) -> None:
    """Let the adults of a town learn from their own month and from those of their households."""
    n_grown = np.int64(workspace.counted[GROWN])
    beliefs, legitimacy, first = state.beliefs, state.legitimacy, town.first
    n_unaffected, n_selected = split_households(society, workspace, town, n_grown)
    for a in range(n_unaffected):
        i = first + np.int64(workspace.unaffected[a])
        learn_uneventful_month(society, beliefs, i)
        legitimacy[i] = updated_legitimacy(society, np.int64(legitimacy[i]), 0, 0)
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        learn(
            society,
            tally,
            town,
            state,
            make_person(society, state.generation, workspace, first + j, j),
            workspace.lessons,
        )
    tally_beliefs(tally, state, workspace, town, n_grown)


@jit_loop
def split_households(society: Society, workspace: Workspace, town: TownMonth, n_grown: Int) -> tuple[Int, Int]:
    """Fill `unaffected` with adults of households without any lesson, and `selected` with the others.

    Return both numbers.
    """
    adults, lessons, running_sums, unaffected, selected = (
        workspace.adults,
        workspace.lessons,
        workspace.running_sums,
        workspace.unaffected,
        workspace.selected,
    )
    running_sums[0] = 0
    for p in range(town.n):
        running_sums[p + 1] = running_sums[p] + (1 if lessons[p] != 0 else 0)
    n_unaffected, n_selected = 0, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        end = min(np.int64(society.house[j, 1]), town.n)
        is_quiet = nothing_happened(running_sums[np.int64(society.house[j, 0])], running_sums[end])
        unaffected[n_unaffected], selected[n_selected] = j, j
        n_unaffected += 1 if is_quiet else 0
        n_selected += 0 if is_quiet else 1
    return n_unaffected, n_selected


@jit_loop
def tally_beliefs(tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int) -> None:
    """Add up the beliefs and the legitimacy of the adults of a town."""
    beliefs, legitimacy, zero = state.beliefs, state.legitimacy, np.int64(0)
    legitimacy_sum, b0, b1, b2, b3, b4, b5 = zero, zero, zero, zero, zero, zero, zero
    for a in range(n_grown):
        i = town.first + np.int64(workspace.adults[a])
        legitimacy_sum += np.int64(legitimacy[i])
        b0, b1 = b0 + np.int64(beliefs[i, 0]), b1 + np.int64(beliefs[i, 1])
        b2, b3 = b2 + np.int64(beliefs[i, 2]), b3 + np.int64(beliefs[i, 3])
        b4, b5 = b4 + np.int64(beliefs[i, 4]), b5 + np.int64(beliefs[i, 5])
    tally.legitimacy += legitimacy_sum
    for b, total in enumerate((b0, b1, b2, b3, b4, b5)):
        tally.belief[b] += total
