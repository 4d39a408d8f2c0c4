"""Effects of ties on each person of a town: tie words of last month, gathered for all and added.

The result equals `kernel.ties.observe_ties` for one person. Only persons with a tie to a listed person are visited tie
by tie.
"""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import I4s, Int
from underheaven.draws import fill_listed_block
from underheaven.engine.workspace import Workspace
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_loop
from underheaven.kernel.acquaintances import (
    FIRST_ACQUAINTANCE,
    MAX_TIES,
    fill_acquaintances,
    fill_similar_acquaintances,
)
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import LOOK_TIES, NO_SCORE, SEVERED_TIES, TIE_EXPOSURE, TIE_POINTS
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import count_listed_ties, count_ties, exposure_from_ties, points_from_ties, tie_word

_APART, _U_APART = draws.SEVERED_TIE // 4, draws.SEVERED_TIE % 4


@jit_loop
def fill_tie_effects(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Set the personal variables of a town's adults that depend on ties: points, severed ties and exposure.

    Args:
        society: The compiled society.
        rules: The rules in force.
        tally: The tally that is added to.
        state: State of all persons.
        workspace: The thread's work arrays.
        town: The town's month.
        n_grown: Adults in the town.
    """
    if rules.association > 0.0 or (rules.contagion_rule >= 0 and rules.contagion_reference_group == LOOK_TIES):
        fill_tie_window(society, rules, state, workspace, town)
        fill_acquaintances(society, town.key, town.first, town.n, workspace.acquaintance_slots)
        if society.alike_share > 0:
            fill_similar_acquaintances(
                society, town.key, town.first, town.n, workspace.acquaintance_slots, workspace.homophily_classes
            )
        sum_tie_words(society, workspace, town)
    else:
        workspace.tie_sums[: town.n] = 0
    points, exposure, tie_sums = workspace.personal[TIE_POINTS], workspace.personal[TIE_EXPOSURE], workspace.tie_sums
    default_exposure = exposure_from_ties(rules, 0, town.listed_share)
    n_selected = 0
    for a in range(n_grown):
        workspace.selected[n_selected] = workspace.adults[a]
        n_selected += 1 if count_listed_ties(np.int64(tie_sums[workspace.adults[a]])) > 0 else 0
    if society.tie_severed > 0 and rules.association > 0.0:
        tally.severed_ties += sever_selected_ties(society, workspace, town, n_selected)
    for p in range(town.n):
        points[p] = points_from_ties(rules, np.int64(tie_sums[p]))
        exposure[p] = default_exposure
    if rules.contagion_reference_group == LOOK_TIES:
        set_tie_exposure(rules, workspace, n_selected)


@jit_loop
def set_tie_exposure(rules: Rules, workspace: Workspace, n_selected: Int) -> None:
    """Set the exposure to records along ties of the selected persons; each probability is computed once."""
    exposure_cache, exposed, tie_sums = workspace.exposure_cache, workspace.personal[TIE_EXPOSURE], workspace.tie_sums
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        tie_words = np.int64(tie_sums[j])
        n_listed, n_ties = count_listed_ties(tie_words), count_ties(tie_words)
        if exposure_cache[n_listed, n_ties] < 0:
            exposure_cache[n_listed, n_ties] = exposure_from_ties(rules, tie_words, 0.0)
        exposed[j] = exposure_cache[n_listed, n_ties]


@jit_loop
def fill_tie_window(society: Society, rules: Rules, state: State, workspace: Workspace, town: TownMonth) -> None:
    """Fill ``tie_window`` with the words of the town before, of this one and of the one after, then an empty word.

    Where the window is still that of the town before, and shows as much, two thirds of it are reused.
    """
    size, n_towns, tie_window = society.town_size, society.n_towns, workspace.tie_window
    town_index = town.first // size
    window_key = 2 * town_index + (1 if rules.association > 0.0 else 0)
    steps = np.int64(0)
    if workspace.window_town[0] == window_key - 2:
        steps = np.int64(2)
        for p in range(2 * size):
            tie_window[p] = tie_window[size + p]
    workspace.window_town[0] = window_key
    tie_window[3 * size] = 0
    for step in range(steps, 3):
        first = (town_index + n_towns + step - 1) % n_towns * size
        fill_tie_words(rules, state, tie_window, step * size, first, min(size, society.n_persons - first))


@jit_loop
def fill_tie_words(rules: Rules, state: State, tie_window: I4s, offset: Int, first: Int, n: Int) -> None:
    """Write the words of ``n`` persons from ``first`` on into a window, from position ``offset``."""
    public_status, visible_scores, none = state.public_status, state.score_shown, np.int64(NO_SCORE)
    if rules.association > 0.0:
        for p in range(n):
            tie_window[offset + p] = tie_word(np.int64(public_status[first + p]), np.int64(visible_scores[first + p]))
    else:
        for p in range(n):
            tie_window[offset + p] = tie_word(np.int64(public_status[first + p]), none)


@jit_loop
def sum_tie_words(society: Society, workspace: Workspace, town: TownMonth) -> None:
    """Set the sums of everybody's tie words: the household's from running sums, then those of acquaintances.

    The fields of a running sum overflow into each other; those of a difference of two do not.
    """
    tie_window, tie_sums, running_sums, offset = (
        workspace.tie_window,
        workspace.tie_sums,
        workspace.running_sums,
        society.town_size,
    )
    running_sums[0] = 0
    for j in range(town.n):
        running_sums[j + 1] = running_sums[j] + np.int64(tie_window[offset + j])
    for j in range(town.n):
        a, b = np.int64(society.house[j, 0]), min(np.int64(society.house[j, 1]), town.n)
        tie_sums[j] = running_sums[b] - running_sums[a] - np.int64(tie_window[offset + j])
    for k in range(society.acquaintances):
        acquaintance_slots = workspace.acquaintance_slots[k]
        for j in range(town.n):
            tie_sums[j] += tie_window[acquaintance_slots[j]]


@jit_loop
def sever_selected_ties(society: Society, workspace: Workspace, town: TownMonth, n_selected: Int) -> Int:
    """Let the selected persons sever ties to listed persons, in batches of as many as the workspace holds.

    Return the number of severed ties.
    """
    tie_window, item_person, item_slot, size, n, n_severed = (
        workspace.tie_window,
        workspace.item_person,
        workspace.item_slot,
        society.town_size,
        0,
        0,
    )
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        if n + MAX_TIES > len(item_person):
            n_severed += sever_ties(society, workspace, town, n)
            n = 0
        head, end = np.int64(society.house[j, 0]), min(np.int64(society.house[j, 1]), town.n)
        for p in range(head, end):
            item_person[n], item_slot[n] = j, p - head
            n += 1 if (p != j) & (count_listed_ties(np.int64(tie_window[size + p])) > 0) else 0
        for k in range(society.acquaintances):
            item_person[n], item_slot[n] = j, FIRST_ACQUAINTANCE + k
            n += 1 if count_listed_ties(np.int64(tie_window[workspace.acquaintance_slots[k, j]])) > 0 else 0
    return n_severed + sever_ties(society, workspace, town, n)


@jit_loop
def sever_ties(society: Society, workspace: Workspace, town: TownMonth, n: Int) -> Int:
    """Draw for a batch of ``n`` ties, remove the severed ones from the sums of words, and mark them.

    Return the number of severed ties.
    """
    item_person, item_slot, item_address, batch_draws, severed = (
        workspace.item_person,
        workspace.item_slot,
        workspace.item_address,
        workspace.batch_draws,
        workspace.personal[SEVERED_TIES],
    )
    n_severed = 0
    for m in range(n):
        item_address[m] = item_slot[m]
    fill_listed_block(batch_draws, town.key, town.first, item_person, n, town.month, _APART, item_address)
    for m in range(n):
        if np.int64(batch_draws[_U_APART, m]) < society.tie_severed:
            j, tie = np.int64(item_person[m]), np.int64(item_slot[m])
            window_slot = society.town_size + np.int64(society.house[j, 0]) + tie
            if tie >= FIRST_ACQUAINTANCE:
                window_slot = np.int64(workspace.acquaintance_slots[tie - FIRST_ACQUAINTANCE, j])
            severed[j] |= np.int64(1) << tie
            workspace.tie_sums[j] -= workspace.tie_window[window_slot]
            n_severed += 1
    return n_severed
