"""Stage 1 over a town: opportunities, requests for help, and what persons do."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int
from underheaven.draws import fill_block, fill_listed_block
from underheaven.engine.workspace import GROWN, Workspace, make_person
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_loop, jit_stage
from underheaven.kernel.argument_types import HelpRequest, TownMonth
from underheaven.kernel.conduct import count_acts, count_silenced, meet_opportunity
from underheaven.kernel.exchange import HELPED, RECEIVED, REFUSED, answer_request, asking_step, not_asked
from underheaven.kernel.fixed_point import add_saturating
from underheaven.kernel.livelihood import IN_WORKFORCE
from underheaven.kernel.opportunities import (
    lacks_opportunity,
    next_opportunity_draw,
    next_rare_opportunity,
    nothing_follows,
)
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import MAX_KINDS
from underheaven.kernel.tally import Tally

_ASKED, _U_PARTNER, _U_SEEN, _U_SLIP = draws.PARTNER // 4, draws.PARTNER % 4, draws.SEEN % 4, draws.SLIP % 4
_U_STRATEGY = draws.STRATEGY % 4
_BENEFIT, _U_FOLLOWING, _U_BENEFIT = draws.BENEFIT // 4, draws.OPPORTUNITY_NEXT % 4, draws.BENEFIT % 4
_U16 = np.iinfo(np.uint16).max


@jit_stage
def conduct(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Let the adults of a town act; ``acts_done`` and ``outcome`` of the workspace hold what they did."""
    n_grown = np.int64(workspace.counted[GROWN])
    take_opportunities(
        society, rules, tally, state, workspace, town, select_opportunities(society, state, workspace, town, n_grown)
    )
    if society.meets > 0:
        ask_for_help(society, rules, tally, state, workspace, town, n_grown)
    tally_acts(society, tally, sums, workspace, town, n_grown)


@jit_loop
def select_opportunities(society: Society, state: State, workspace: Workspace, town: TownMonth, n_grown: Int) -> Int:
    """Fill `selected` with persons who may have an opportunity; return their number."""
    adults, selected, acts_done, u, n_selected = (
        workspace.adults,
        workspace.selected,
        workspace.acts_done,
        workspace.month_draws[0],
        0,
    )
    for a in range(n_grown):
        j = np.int64(adults[a])
        acts_done[j] = 0
        selected[n_selected] = j
        n_selected += 0 if lacks_opportunity(society, opportunity_row(state, workspace, town, j), np.int64(u[j])) else 1
    return n_selected


@jit_loop
def take_opportunities(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_selected: Int
) -> None:
    """Let the selected persons meet their opportunities, as `kernel.conduct.conduct` does for one person.

    Everybody's first opportunities are met together, then the second ones, and so on; then the frequent kinds, one by
    one.
    """
    n = find_first_opportunity(society, state, workspace, town, n_selected)
    while n > 0:
        draw_for_items(society, workspace, town, n)
        meet_opportunities(society, rules, tally, state, workspace, town, n)
        n = find_next_opportunity(society, state, workspace, town, n)
    for k in range(society.n_often):
        n = find_often_opportunity(society, state, workspace, town, n_selected, np.int64(society.often[k]))
        meet_opportunities(society, rules, tally, state, workspace, town, n)
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        count_silenced(society, tally, np.int64(workspace.cells[j]), workspace.acts_done[j], workspace.personal[:, j])


@jit_kernel
def opportunity_row(state: State, workspace: Workspace, town: TownMonth, j: Int) -> Int:
    """Return the row of a person's chances of opportunities: 2 * cell, plus 1 unless unemployed."""
    busy = np.int64(0) if np.int64(state.livelihood[town.first + j]) & 3 == IN_WORKFORCE else np.int64(1)
    return 2 * np.int64(workspace.cells[j]) + busy


@jit_loop
def find_first_opportunity(
    society: Society, state: State, workspace: Workspace, town: TownMonth, n_selected: Int
) -> Int:
    """List the first rare opportunity of each selected person; return the number found.

    An item has the person, the index among the rare kinds, and the kind.
    """
    n = 0
    for a in range(n_selected):
        j = np.int64(workspace.selected[a])
        rare_index = next_rare_opportunity(
            society, opportunity_row(state, workspace, town, j), np.int64(workspace.month_draws[0, j]), 0
        )
        workspace.item_person[n], workspace.item_slot[n], workspace.item_kind[n] = (
            j,
            rare_index,
            society.rare[rare_index & (MAX_KINDS - 1)],
        )
        n += 1 if rare_index < society.n_rare else 0
    return n


@jit_loop
def find_next_opportunity(society: Society, state: State, workspace: Workspace, town: TownMonth, n: Int) -> Int:
    """Replace ``n`` opportunities by the next ones of the same persons; return the number of those found."""
    rare_index: Int
    n_next = 0
    for m in range(n):
        j, rare_index = np.int64(workspace.item_person[m]), np.int64(workspace.item_slot[m])
        row = opportunity_row(state, workspace, town, j)
        u = next_opportunity_draw(society, row, np.int64(workspace.batch_draws[_U_FOLLOWING, m]), rare_index)
        if not nothing_follows(society, row, u, rare_index):  # true of few persons
            rare_index = next_rare_opportunity(society, row, u, rare_index + 1)
            workspace.item_person[n_next], workspace.item_slot[n_next], workspace.item_kind[n_next] = (
                j,
                rare_index,
                society.rare[rare_index],
            )
            n_next += 1
    return n_next


@jit_loop
def find_often_opportunity(
    society: Society, state: State, workspace: Workspace, town: TownMonth, n_selected: Int, kind: Int
) -> Int:
    """List the selected persons with an opportunity of a frequent kind, and draw for it; return the number."""
    item_person, batch_draws, n = workspace.item_person, workspace.batch_draws, 0
    for a in range(n_selected):
        item_person[a], workspace.item_kind[a] = workspace.selected[a], kind
    draw_for_items(society, workspace, town, n_selected)
    for a in range(n_selected):
        row = opportunity_row(state, workspace, town, np.int64(item_person[a]))
        item_person[n], batch_draws[_U_BENEFIT, n] = item_person[a], batch_draws[_U_BENEFIT, a]
        n += 1 if np.int64(batch_draws[_U_FOLLOWING, a]) < society.opportunity[row, kind] else 0
    return n


@jit_loop
def draw_for_items(society: Society, workspace: Workspace, town: TownMonth, n: Int) -> None:
    """Draw for ``n`` opportunities."""
    for m in range(n):
        workspace.item_address[m] = society.hash[workspace.item_kind[m]]
    fill_listed_block(
        workspace.batch_draws,
        town.key,
        town.first,
        workspace.item_person,
        n,
        town.month,
        _BENEFIT,
        workspace.item_address,
    )


@jit_loop
def meet_opportunities(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n: Int
) -> None:
    """Meet ``n`` opportunities."""
    for m in range(n):
        j = np.int64(workspace.item_person[m])
        person = make_person(society, state.generation, workspace, town.first + j, j)
        kind, u = np.int64(workspace.item_kind[m]), np.int64(workspace.batch_draws[_U_BENEFIT, m])
        workspace.acts_done[j] |= meet_opportunity(society, rules, tally, town, state, person, kind, u)


@jit_loop
def ask_for_help(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Let the persons of a town ask each other for help."""
    first, n, help_draws, help_marks = town.first, town.n, workspace.help_draws, workspace.help_marks
    step = asking_step(town.key, first, town.month, n)
    help_marks[:n] = 0
    if step == 0:
        return
    fill_block(help_draws, town.key, first, n, town.month, _ASKED)
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        asker = j + step if j + step < n else j + step - n
        if (
            not_asked(society, np.int64(help_draws[_U_PARTNER, j]))
            or society.minor[np.int64(workspace.cells[asker])] != 0
        ):
            continue
        request = HelpRequest(
            np.int64(state.public_status[first + asker]),
            np.int64(workspace.lifelong_draws[_U_STRATEGY, j]),
            np.int64(help_draws[_U_PARTNER, j]),
            np.int64(help_draws[_U_SEEN, j]),
            np.int64(help_draws[_U_SLIP, j]),
        )
        person = make_person(society, state.generation, workspace, first + j, j)
        answered = answer_request(society, rules, tally, state, person, request)
        if answered & HELPED:
            help_marks[j] |= HELPED
            help_marks[asker] |= RECEIVED
        if answered & REFUSED:
            workspace.acts_done[j] |= np.int64(1) << society.refusal_kind


@jit_loop
def tally_acts(society: Society, tally: Tally, sums: Sums, workspace: Workspace, town: TownMonth, n_grown: Int) -> None:
    """Count acts, and set each adult's ``outcome``."""
    acts_done, outcome, selected, n_selected = workspace.acts_done, workspace.outcome, workspace.selected, 0
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        outcome[j] = 0
        selected[n_selected] = j
        n_selected += 1 if acts_done[j] != 0 else 0
    for a in range(n_selected):
        j = np.int64(selected[a])
        i, found = town.first + j, count_acts(society, tally, acts_done[j], society.group[np.int64(workspace.cells[j])])
        town.seen_next[0] += (found >> 3) & 1
        town.seen_next[1] += (found >> 4) & 1
        add_saturating(sums.acts, i, found >> 8, _U16)
        sums.months_speaking[i] += (found >> 4) & 1
        outcome[j] = found
