"""The panel: what is written down of one person's month once it is lived, before anybody leaves.

Standing is still that of the month: repair leaves what it removes in the dossier until the next recording.
"""

from __future__ import annotations

import numpy as np

from underheaven.arrays import Bool, I8s, Int, U2s, U4s
from underheaven.fields import FACE_OPEN, FACE_SPEAKING, TRUE, Panel, State
from underheaven.jit import inlined, kernel
from underheaven.kernel.livelihood import EMPLOYED, WORKER, shown_stage
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.standing import origin_behind, score_of, state_of
from underheaven.kernel.tables import EXTRA, GRADES, OUTSIDE


@inlined
def note(people: Society, rules: Rules, panel: Panel, state: State, detriment: U4s, i: Int, cell: Int, me: I8s) -> None:
    """Write a person's month into the panel; detriment: the sum of it by person. me: as it was this month."""
    live, savings = np.int64(state.livelihood[i]), np.int64(state.savings[i])
    panel.generation[i] = state.generation[i]
    panel.group[i] = people.group[cell]
    panel.minor[i] = people.minor[cell]
    panel.detriment[i] = detriment[i]
    panel.workforce[i] = live & WORKER != 0
    panel.employed[i] = live & EMPLOYED != 0
    panel.solvency[i] = shown_stage(live, savings)
    panel.savings[i] = savings
    for b in range(panel.beliefs.shape[1]):
        panel.beliefs[i, b] = state.beliefs[i, b]
    panel.legitimacy[i] = state.legitimacy[i]
    if people.minor[cell]:
        note_nothing(panel, i)
    else:
        stands = np.int64(state.stood[i]) if len(state.stood) > 0 else state_of(rules, state.dossier, i, -1, me[EXTRA])
        note_standing(rules, panel, state.dossier, np.int64(state.face_next[i]), stands, me, i)


@inlined
def note_standing(rules: Rules, panel: Panel, dossier: U2s, face: Int, stands: Int, me: I8s, i: Int) -> None:
    """Write down what a grown person did in public and how the person stood.

    face: as others see it next month. stands: grade and lists.
    """
    black, red = (stands // GRADES) & rules.black, (stands // GRADES) & rules.red
    panel.speaking[i] = face & FACE_SPEAKING != 0
    panel.open[i] = face & FACE_OPEN != 0
    panel.records[i] = n_records(dossier, i)
    outside = me[OUTSIDE] != 0  # who stays out has neither score nor grade
    panel.score[i] = 0 if outside else score_of(rules, dossier, i, -1, me[EXTRA])
    panel.grade[i] = -1 if outside or rules.n_grades == 0 else rules.grade_label[stands % GRADES]
    panel.blacklisted[i] = black != 0
    panel.redlisted[i] = red != 0
    panel.wrongly_listed[i] = black != 0 and not earned(rules, dossier, i, black, me)


@inlined
def note_nothing(panel: Panel, i: Int) -> None:
    """Write down that a minor has no conduct and no standing."""
    panel.speaking[i] = 0
    panel.open[i] = 0
    panel.records[i] = 0
    panel.score[i] = 0
    panel.grade[i] = -1
    panel.blacklisted[i] = 0
    panel.redlisted[i] = 0
    panel.wrongly_listed[i] = 0


@kernel
def n_records(dossier: U2s, i: Int) -> Int:
    """Return how many records a dossier holds, those included that repair removed this month."""
    n = 0
    for s in range(dossier.shape[1]):
        if dossier[i, s] == 0:
            break
        n += 1
    return n


@kernel
def earned(rules: Rules, dossier: U2s, i: Int, lists: Int, me: I8s) -> Bool:
    """Return whether any of these lists, given as bits, has a true record or no record at all behind it."""
    found = False
    for which in range(rules.n_lists):
        if (lists >> which) & 1 and origin_behind(rules, dossier, i, which, me) <= TRUE:
            found = True
    return found
