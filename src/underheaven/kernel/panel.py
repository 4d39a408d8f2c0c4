"""The panel: what is recorded of one person's month at its end, before anybody leaves.

Status is still that of the month: repair leaves ended records in the dossier until the next recording.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import Bool, I8s, Int, U2s, U4s
from underheaven.fields.codes import PUBLIC_OPEN, PUBLIC_SPEAKING, TRUE
from underheaven.fields.panel import Panel
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_inline, jit_kernel
from underheaven.kernel.listings import listing_origin
from underheaven.kernel.livelihood import EMPLOYED, IN_WORKFORCE, tallied_stage
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.status import dossier_score, dossier_status
from underheaven.kernel.table_layout import EXTRA_POINTS, MAX_GRADES, OPTED_OUT


@jit_inline
def record_panel_month(
    society: Society, rules: Rules, panel: Panel, state: State, detriment: U4s, i: Int, cell: Int, personal: I8s
) -> None:
    """Write a person's month into the panel.

    Args:
        society: The compiled society.
        rules: The rules in force.
        panel: Arrays of the panel.
        state: State of all persons.
        detriment: Summed detriment, in micro-months of income, uint32 (person,).
        i: Index of the person in the society, from 0.
        cell: Cell of the person, 0 to 255.
        personal: Personal variables of the month, int64 (N_PERSONAL,).
    """
    livelihood_bits, savings = np.int64(state.livelihood[i]), np.int64(state.savings[i])
    panel.generation[i] = state.generation[i]
    panel.group[i] = society.group[cell]
    panel.minor[i] = society.minor[cell]
    panel.detriment[i] = detriment[i]
    panel.workforce[i] = livelihood_bits & IN_WORKFORCE != 0
    panel.employed[i] = livelihood_bits & EMPLOYED != 0
    panel.solvency[i] = tallied_stage(livelihood_bits, savings)
    panel.savings[i] = savings
    for b in range(panel.beliefs.shape[1]):
        panel.beliefs[i, b] = state.beliefs[i, b]
    panel.legitimacy[i] = state.legitimacy[i]
    if society.minor[cell]:
        record_panel_minor(panel, i)
    else:
        status = (
            np.int64(state.status[i])
            if len(state.status) > 0
            else dossier_status(rules, state.dossier, i, -1, personal[EXTRA_POINTS])
        )
        record_panel_standing(rules, panel, state.dossier, np.int64(state.public_status_next[i]), status, personal, i)


@jit_inline
def record_panel_standing(
    rules: Rules, panel: Panel, dossier: U2s, public_status: Int, status: Int, personal: I8s, i: Int
) -> None:
    """Record what an adult did in public, and the adult's score, grade and lists; status is that of this month."""
    black, red = (status // MAX_GRADES) & rules.black, (status // MAX_GRADES) & rules.red
    panel.speaking[i] = public_status & PUBLIC_SPEAKING != 0
    panel.open[i] = public_status & PUBLIC_OPEN != 0
    panel.records[i] = count_records(dossier, i)
    opted_out = personal[OPTED_OUT] != 0  # a person who opted out has neither score nor grade
    panel.score[i] = 0 if opted_out else dossier_score(rules, dossier, i, -1, personal[EXTRA_POINTS])
    panel.grade[i] = -1 if opted_out or rules.n_grades == 0 else rules.grade_label[status % MAX_GRADES]
    panel.blacklisted[i] = black != 0
    panel.redlisted[i] = red != 0
    panel.wrongly_listed[i] = black != 0 and not has_rightful_basis(rules, dossier, i, black, personal)


@jit_inline
def record_panel_minor(panel: Panel, i: Int) -> None:
    """Record that a minor has no conduct and no status."""
    panel.speaking[i] = 0
    panel.open[i] = 0
    panel.records[i] = 0
    panel.score[i] = 0
    panel.grade[i] = -1
    panel.blacklisted[i] = 0
    panel.redlisted[i] = 0
    panel.wrongly_listed[i] = 0


@jit_kernel
def count_records(dossier: U2s, i: Int) -> Int:
    """Return the number of records in a dossier, including those that repair ended this month."""
    n = 0
    for s in range(dossier.shape[1]):
        if dossier[i, s] == 0:
            break
        n += 1
    return n


@jit_kernel
def has_rightful_basis(rules: Rules, dossier: U2s, i: Int, lists: Int, personal: I8s) -> Bool:
    """Return whether any of these lists, given as bits, is supported by a true record or by no record at all."""
    found = False
    for list_index in range(rules.n_lists):
        if (lists >> list_index) & 1 and listing_origin(rules, dossier, i, list_index, personal) <= TRUE:
            found = True
    return found
