"""Stage 5 over a town: what status costs and brings, and what others will see of it."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Int
from underheaven.engine.workspace import GROWN, Workspace, make_person
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_loop, jit_stage
from underheaven.kernel.argument_types import Finances, TownMonth
from underheaven.kernel.fixed_point import add_saturating
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.table_layout import NO_SCORE, OPTED_OUT
from underheaven.kernel.tally import Tally
from underheaven.kernel.ties import visible_from_score
from underheaven.kernel.treatment import count_denials, next_public_status, nothing_closed, nothing_denied
from underheaven.kernel.treatment import treatment as treat

_U16, _U32 = np.iinfo(np.uint16).max, np.iinfo(np.uint32).max


@jit_stage
def treatment(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """Book what status costs a town's adults, and set their public status of next month."""
    n_grown = np.int64(workspace.counted[GROWN])
    adults, status, outcome, selected = workspace.adults, workspace.status, workspace.outcome, workspace.selected
    public_status_next, first, n_selected = state.public_status_next, town.first, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        selected[n_selected] = j
        n_selected += 0 if nothing_closed(rules, np.int64(status[j])) else 1
        public_status_next[first + j] = next_public_status(rules, np.int64(status[j]), outcome[j])
    for a in range(n_selected):
        j = np.int64(selected[a])
        i, person = first + j, make_person(society, state.generation, workspace, first + j, j)
        finances = Finances(
            np.int64(state.livelihood[i]),
            np.int64(state.savings[i]),
            np.int64(status[j]),
            np.int64(workspace.debt_draws[0, j]),
            np.int64(workspace.debt_draws[2, j]),
            np.int64(workspace.debt_draws[3, j]),
        )
        booked = treat(society, rules, tally, state.dossier, person, finances, workspace.weights)
        add_saturating(sums.detriment, i, booked, _U32)
        if not nothing_denied(rules, np.int64(status[j])):
            denied = count_denials(society, rules, tally, town, person, np.int64(status[j]))
            add_saturating(sums.denials, i, denied, _U16)
    if len(state.score_next) > 0:
        publish_scores(rules, state, workspace, town, n_grown)


@jit_loop
def publish_scores(rules: Rules, state: State, workspace: Workspace, town: TownMonth, n_grown: Int) -> None:
    """Set what ties will see of the scores."""
    opted_out, scores, score_next, is_adult = (
        workspace.personal[OPTED_OUT],
        workspace.scores,
        state.score_next,
        workspace.is_adult,
    )
    no_lookup = rules.n_looked_up == 0
    if town.has_regime == 0:
        return
    for j in range(town.n):
        visible_score = (
            visible_from_score(rules, scores[j]) if no_lookup else np.int64(rules.shown_at[scores[j] - rules.minimum])
        )
        score_next[town.first + j] = visible_score if (is_adult[j] != 0) & (opted_out[j] == 0) else np.int64(NO_SCORE)
