"""Stage 3 over a town: records avoided or withheld, records filed, and the liability of households."""

from __future__ import annotations

import numpy as np

from underheaven import draws
from underheaven.array_types import Int, U2s
from underheaven.engine.workspace import FILED, GROWN, SENSED, Workspace, make_person
from underheaven.fields.person_values import Sums
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_kernel, jit_loop, jit_stage
from underheaven.kernel.argument_types import SensedRules, TownMonth
from underheaven.kernel.dossier import drop_ended_records
from underheaven.kernel.fitting_moments import count_cooccurrence, counts_alone, place_alone
from underheaven.kernel.fixed_point import add_saturating
from underheaven.kernel.gaming import bribed_records, nothing_to_bribe
from underheaven.kernel.grace import after_grace
from underheaven.kernel.inherited_records import pass_to_household, rules_from_household
from underheaven.kernel.officials import withheld_records, withholds_nothing
from underheaven.kernel.recording import adverse_count, nothing_to_file, sensed_count, wrongful_count
from underheaven.kernel.recording import recording as file
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.tally import Tally

_U16, _U_FAVOUR = np.iinfo(np.uint16).max, draws.FAVOUR % 4


@jit_stage
def recording(
    society: Society, rules: Rules, tally: Tally, state: State, sums: Sums, workspace: Workspace, town: TownMonth
) -> None:
    """File what was sensed of a town's adults; count adverse records, and those of them that channels made."""
    n_grown = np.int64(workspace.counted[GROWN])
    filed, liable_rules, rule_sets, n_filed, n_sensed = (
        workspace.filed,
        workspace.liable_rules,
        workspace.rule_sets,
        0,
        0,
    )
    filed[: town.n] = 0
    liable_rules[: town.n] = 0
    for a in range(select_changed_dossiers(workspace, state.notices, town, n_grown)):
        j = np.int64(workspace.selected[a])
        if workspace.has_sensed[j] == 0:
            if len(state.notices) == 0 or state.notices[town.first + j, 0] == 0:
                drop_ended_records(state.dossier, town.first + j)
                continue
            rule_sets[:, j] = 0
        withhold_records(society, rules, tally, state, workspace, town, j)
        if len(state.notices) > 0:
            give_notice(rules, tally, state.notices, workspace, town.first + j, j)
        active_rules, own_rules = (
            workspace.active_rules[j],
            rule_sets[0, j] | rule_sets[1, j] | rule_sets[2, j] | rule_sets[3, j],
        )
        if len(state.household_liability) > 0:
            liable_rules[j] = pass_to_household(society, rules, active_rules, own_rules)
        person = make_person(society, state.generation, workspace, town.first + j, j)
        sensed = SensedRules(rule_sets[0, j], rule_sets[1, j], rule_sets[2, j], rule_sets[3, j], rule_sets[4, j])
        found = file(society, rules, tally, state.dossier, person, active_rules, sensed)
        add_saturating(sums.wrongful_records, town.first + j, wrongful_count(found), _U16)
        n_filed += adverse_count(found)
        n_sensed += sensed_count(found)
        filed[j] = found
        workspace.dossier_changed[j] = 1
    if rules.fits_scores:
        count_moments(rules, tally, workspace, town, n_grown)
    set_household_liability(society, rules, state, workspace, town, n_grown)
    workspace.counted[FILED], workspace.counted[SENSED] = n_filed, n_sensed


@jit_loop
def select_changed_dossiers(workspace: Workspace, notices: U2s, town: TownMonth, n_grown: Int) -> Int:
    """Fill `selected` with persons whose dossiers or notices change this month; return their number."""
    n_selected = 0
    if len(notices) > 0:
        for a in range(n_grown):
            j = np.int64(workspace.adults[a])
            workspace.selected[n_selected] = j
            changes = (
                (workspace.has_sensed[j] != 0) | (workspace.dossier_changed[j] != 0) | (notices[town.first + j, 0] != 0)
            )
            n_selected += 1 if changes else 0
        return n_selected
    for a in range(n_grown):
        workspace.selected[n_selected] = workspace.adults[a]
        j = np.int64(workspace.adults[a])
        n_selected += (
            0 if nothing_to_file(np.int64(workspace.has_sensed[j]), np.int64(workspace.dossier_changed[j])) else 1
        )
    return n_selected


@jit_kernel
def withhold_records(
    society: Society, rules: Rules, tally: Tally, state: State, workspace: Workspace, town: TownMonth, j: Int
) -> None:
    """Remove from a person's rules what the person avoids for money, then what an official withholds."""
    i, sets, active_rules = town.first + j, workspace.rule_sets, workspace.active_rules[j]
    true_set, false_set, mistaken_set = sets[0, j], sets[1, j], sets[2, j]
    quota_set, inherited_set = sets[3, j], sets[4, j]
    sensed = SensedRules(true_set, false_set, mistaken_set, quota_set, inherited_set)
    if not nothing_to_bribe(rules, sensed):
        person = make_person(society, state.generation, workspace, i, j)
        bribed = bribed_records(society, rules, tally, town, state.dossier, person, active_rules, sensed)
        quota_set &= ~(true_set & bribed)  # a true record made for the quota goes with the true record
        true_set, false_set, mistaken_set = true_set & ~bribed, false_set & ~bribed, mistaken_set & ~bribed
    if not withholds_nothing(rules):
        sensed = SensedRules(true_set, false_set, mistaken_set, quota_set, inherited_set)
        withheld = withheld_records(
            society, rules, tally, town, i, np.int64(workspace.lifelong_draws[_U_FAVOUR, j]), active_rules, sensed
        )
        true_set, false_set, mistaken_set = true_set & ~withheld, false_set & ~withheld, mistaken_set & ~withheld
        quota_set, inherited_set = quota_set & ~withheld, inherited_set & ~withheld
    sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j] = (
        true_set,
        false_set,
        mistaken_set,
        quota_set,
        inherited_set,
    )


@jit_kernel
def give_notice(rules: Rules, tally: Tally, notices: U2s, workspace: Workspace, i: Int, j: Int) -> None:
    """Leave in a person's rules what is filed this month; see `after_grace`."""
    sets = workspace.rule_sets
    sensed = SensedRules(sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j])
    filed = after_grace(rules, tally, notices, i, workspace.active_rules[j], sensed)
    sets[0, j], sets[1, j], sets[2, j], sets[3, j], sets[4, j] = (
        filed.true,
        filed.false,
        filed.mistaken,
        filed.quota,
        filed.inherited,
    )


@jit_loop
def count_moments(rules: Rules, tally: Tally, workspace: Workspace, town: TownMonth, n_grown: Int) -> None:
    """Count which records occurred together, over the persons whom the regime can record.

    Persons with records of one rule at most and no adverse record are counted by that rule and added at the end.
    """
    active_rules, filed, is_subject, cells, single_rule_counts, selected = (
        workspace.active_rules,
        workspace.filed,
        workspace.is_subject,
        workspace.cells,
        workspace.single_rule_counts,
        workspace.selected,
    )
    single_rule_counts[:] = 0
    n_selected = 0
    for a in range(n_grown):
        j = np.int64(workspace.adults[a])
        is_eligible = (is_subject[j] != 0) & (rules.applies[np.int64(cells[j])] != 0) & (town.first + j != town.exempt)
        has_single_rule = counts_alone(active_rules[j], adverse_count(filed[j]))
        single_rule_counts[place_alone(active_rules[j])] += 1 if is_eligible & has_single_rule else 0
        selected[n_selected] = j
        n_selected += 1 if is_eligible & (not has_single_rule) else 0
    for a in range(n_selected):
        j = np.int64(selected[a])
        count_cooccurrence(tally.moments, active_rules[j], adverse_count(filed[j]) > 0)
    for term in range(len(single_rule_counts)):
        tally.moments[0, 0] += single_rule_counts[term]
        if term > 0:
            tally.moments[term, term] += single_rule_counts[term]


@jit_loop
def set_household_liability(
    society: Society, rules: Rules, state: State, workspace: Workspace, town: TownMonth, n_grown: Int
) -> None:
    """Set the rules for which the households of a town are liable next month."""
    passing, adults, household_liability = workspace.liable_rules, workspace.adults, state.household_liability
    if len(household_liability) == 0:
        return
    household_liability[town.first : town.first + town.n] = 0
    if rules.household_liability == 0:
        return
    for a in range(n_grown):
        if passing[adults[a]] != 0:
            j = np.int64(adults[a])
            for p in range(np.int64(society.house[j, 0]), min(np.int64(society.house[j, 1]), town.n)):
                if (
                    p != j
                    and society.minor[np.int64(workspace.cells[p])] == 0
                    and household_liability[town.first + p] == 0
                ):
                    household_liability[town.first + p] = rules_from_household(
                        society, rules, town, passing, town.first + p
                    )
