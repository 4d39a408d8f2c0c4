"""Stage 2 over a town: which records, true or not, arise for each person."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int
from underheaven.draws import fill_block
from underheaven.engine.workspace import ELIGIBLE, GROWN, Workspace, make_person
from underheaven.fields.codes import CLEAR, ERROR
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_loop, jit_stage
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.gaming import faked_records, no_faked_act
from underheaven.kernel.inherited_records import inherited_rules, nothing_passes
from underheaven.kernel.livelihood import tallied_stage
from underheaven.kernel.officials import not_picked, quota_rule
from underheaven.kernel.rules import Rules
from underheaven.kernel.sensing import (
    detected_acts,
    false_records,
    kind_from_solvency,
    mistaken_records,
    no_false_record,
    no_mistaken_record,
    no_state_shows,
)
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

_PASSED = draws.CONTAGION // 4  # this block also holds the draw of the quota
_U_QUOTA, _U_PASSED = draws.QUOTA % 4, draws.CONTAGION % 4


@jit_stage
def sensing(society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth) -> None:
    """Set ``has_sensed`` and ``rule_sets`` of the workspace for a town's adults, and count the eligible persons."""
    n_grown = np.int64(workspace.counted[GROWN])
    add_solvency_kinds(society, tally, state, workspace, town, n_grown)
    workspace.has_sensed[: town.n] = 0
    if town.has_regime == 0:
        return
    if town.quota_chance > 0 or rules.contagion_rule >= 0:
        fill_block(workspace.contagion_draws, town.key, town.first, town.n, town.month, _PASSED)
    if rules.follows:
        workspace.detection_cache[0] = 0
    workspace.counted[ELIGIBLE], n_selected = select_sensed(rules, state, workspace, town, n_grown)
    for a in range(n_selected):
        sense_person(society, rules, tally, state, workspace, town, np.int64(workspace.selected[a]))


@jit_loop
def add_solvency_kinds(
    society: Society, tally: Tally, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Add to the acts done the kinds that arise from stages of solvency."""
    livelihood, savings, acts_done = state.livelihood, state.savings, workspace.acts_done
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        livelihood_bits = np.int64(livelihood[town.first + j])
        if not no_state_shows(livelihood_bits):
            acts_done[j] |= kind_from_solvency(
                society, tally, tallied_stage(livelihood_bits, np.int64(savings[town.first + j]))
            )


@jit_loop
def select_sensed(rules: Rules, state: State, workspace: Workspace, town: TownMonth, n_grown: Int) -> tuple[Int, Int]:
    """Fill `selected` with persons who may generate a record.

    Return the number of eligible persons and that of selected ones.
    """
    adults, selected, cells, acts_done, is_subject, personal, household_liability = (
        workspace.adults,
        workspace.selected,
        workspace.cells,
        workspace.acts_done,
        workspace.is_subject,
        workspace.personal,
        state.household_liability,
    )
    u_false, u_victim, u_contagion, u_quota = (
        workspace.month_draws[1],
        workspace.debt_draws[1],
        workspace.contagion_draws[_U_PASSED],
        workspace.contagion_draws[_U_QUOTA],
    )
    keeps_liability, has_contagion, first, quota_chance = (
        len(household_liability) > 0,
        rules.contagion_rule >= 0,
        town.first,
        np.int64(town.quota_chance),
    )
    n_lost, eligible = town.n_lost, town.eligible
    n_eligible, n_selected = 0, 0
    for a in range(n_grown):
        j = np.int64(adults[a])
        is_eligible = (is_subject[j] != 0) & (rules.applies[np.int64(cells[j])] != 0) & (first + j != town.exempt)
        n_eligible += 1 if is_eligible else 0
        may_be_sensed = (acts_done[j] != 0) | (not no_false_record(rules, np.int64(u_false[j]), town.attention))
        may_be_sensed |= (not no_faked_act(personal[:, j])) | (
            not no_mistaken_record(np.int64(u_victim[j]), n_lost, eligible)
        )
        if quota_chance > 0:
            may_be_sensed |= not not_picked(np.int64(u_quota[j]), quota_chance)
        if has_contagion | keeps_liability:
            kept = np.int64(household_liability[first + j]) if keeps_liability else np.int64(0)
            may_be_sensed |= not nothing_passes(np.int64(u_contagion[j]), kept, personal[:, j])
        selected[n_selected] = j
        n_selected += 1 if is_eligible & may_be_sensed else 0
    return n_eligible, n_selected


@jit_kernel
def sense_person(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, j: Int
) -> None:
    """Set the rules under which one person is recorded, by origin."""
    i, personal, acts_done, zero = town.first + j, workspace.personal[:, j], workspace.acts_done[j], np.int64(0)
    person = make_person(society, state.generation, workspace, i, j)
    group, u = society.group[np.int64(workspace.cells[j])], np.int64(workspace.month_draws[1, j])
    true_set: Int
    false_set: Int
    mistaken_set: Int
    quota_set: Int
    inherited_set: Int
    true_set, false_set, mistaken_set, quota_set, inherited_set = zero, zero, zero, zero, zero
    if acts_done != 0:
        true_set = detected_acts(
            society, rules, tally, town, person, acts_done, workspace.active_rules[j], workspace.detection_cache
        )
    if not no_false_record(rules, u, town.attention):
        false_set = false_records(rules, u, group, town.zone, acts_done, town.attention)
    if rules.evadable != 0 and not no_faked_act(personal):
        false_set |= faked_records(society, rules, tally, town, person, workspace.detection_cache)
    if town.n_lost > 0:
        mistaken_set = mistaken_records(
            society, rules, np.int64(workspace.debt_draws[1, j]), town.lost, town.n_lost, town.eligible
        )
    if town.quota_chance > 0:
        quota_set = quota_rule(rules, np.int64(workspace.contagion_draws[_U_QUOTA, j]), town.quota_chance) & ~true_set
        if (acts_done >> rules.quota_kind) & 1:
            true_set |= quota_set
    livelihood_bits = np.int64(state.livelihood[i])
    if livelihood_bits >> 2 != CLEAR and tallied_stage(livelihood_bits, np.int64(state.savings[i])) == ERROR:
        court_error_set = true_set & _bit_of(rules, society.kind_of_stage[ERROR])
        true_set, false_set, quota_set = (
            true_set ^ court_error_set,
            false_set | court_error_set,
            quota_set & ~court_error_set,
        )
    household_liability = np.int64(state.household_liability[i]) if len(state.household_liability) > 0 else zero
    if rules.contagion_rule >= 0 or household_liability != 0:
        inherited_set = inherited_rules(
            rules, np.int64(workspace.contagion_draws[_U_PASSED, j]), household_liability, personal
        )
    workspace.has_sensed[j] = 1 if (true_set | false_set | mistaken_set | quota_set | inherited_set) != 0 else 0
    workspace.rule_sets[0, j], workspace.rule_sets[1, j], workspace.rule_sets[2, j] = true_set, false_set, mistaken_set
    workspace.rule_sets[3, j], workspace.rule_sets[4, j] = quota_set, inherited_set


@jit_kernel
def _bit_of(rules: Rules, kind: Int) -> Int:
    """Return the rule of a kind as a bit, or 0 where it has none."""
    if kind < 0 or rules.rule_of[kind] < 0:
        return np.int64(0)
    return np.int64(1) << rules.rule_of[kind]
