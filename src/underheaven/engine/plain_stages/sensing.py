"""Stage 2, sensing: which acts reach a channel, and which records nobody earned."""

from __future__ import annotations

import numpy as np

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.fields.codes import ARREARS, ERROR
from underheaven.kernel.table_layout import DETECTION_ROWS, MAX_GROUPS, MAX_KINDS


def sensing(run: MonthRun) -> None:
    """Find what the channels record of each adult."""
    state, towns = run.population.state, run.population.towns
    for person_month in run.concerned:
        i = person_month.i
        person_month.solvency_stage = int(
            run.kernels["livelihood"].tallied_stage(int(state.livelihood[i]), int(state.savings[i]))
        )
        if person_month.solvency_stage >= ARREARS:
            person_month.acts_done |= int(
                run.kernels["sensing"].kind_from_solvency(run.society, run.tally, person_month.solvency_stage)
            )
        if not run.is_eligible(person_month):
            continue
        towns.eligible_next[person_month.town_index] += 1
        true_rules, false_rules = _detected_rules(run, person_month)
        mistaken_rules = _mistaken_rules(run, person_month)
        quota_rules = _quota_rule(run, person_month) & ~true_rules
        if person_month.acts_done >> int(person_month.rules.quota_kind) & 1:
            true_rules |= quota_rules
        person_month.rule_sets = [
            *_move_court_errors(run, person_month, [true_rules, false_rules, mistaken_rules, quota_rules]),
            _inherited_rules(run, person_month),
        ]


def _detected_rules(run: MonthRun, person_month: PersonMonth) -> tuple[int, int]:
    """Return the rules, as bits, of acts that were detected, and of false records and faked acts."""
    k, rules, town, person = run.kernels["sensing"], person_month.rules, person_month.town, person_month.person
    detection_cache = np.zeros((DETECTION_ROWS, MAX_KINDS, MAX_GROUPS), np.int64)
    u = run.month_draw(person_month.i, run.draws.FALSE_RECORD)
    acts_done, active_rules = person_month.acts_done, person_month.active_rules
    true_rules = int(
        k.detected_acts(run.society, rules, run.tally, town, person, acts_done, active_rules, detection_cache)
    )
    false_rules = int(k.false_records(rules, u, person_month.group, town.zone, acts_done, town.attention))
    faked_rules = int(run.kernels["gaming"].faked_records(run.society, rules, run.tally, town, person, detection_cache))
    return true_rules, false_rules | faked_rules


def _mistaken_rules(run: MonthRun, person_month: PersonMonth) -> int:
    """Return the rules, as bits, of records that others earned, filed on this person by mistaken identity."""
    town, u = person_month.town, run.month_draw(person_month.i, run.draws.MISTAKEN_VICTIM)
    mistaken_records = run.kernels["sensing"].mistaken_records
    return int(mistaken_records(run.society, person_month.rules, u, town.lost, town.n_lost, town.eligible))


def _quota_rule(run: MonthRun, person_month: PersonMonth) -> int:
    """Return the rule, as a bit, under which a person is recorded to make up for the quota missed last month."""
    u, quota_chance = run.month_draw(person_month.i, run.draws.QUOTA), person_month.town.quota_chance
    return int(run.kernels["officials"].quota_rule(person_month.rules, u, quota_chance)) if quota_chance > 0 else 0


def _inherited_rules(run: MonthRun, person_month: PersonMonth) -> int:
    """Return the rules, as bits, of records that come from the household or along ties."""
    i, stored = person_month.i, "household_liability" in run.built.extra_state
    household_liability = int(run.population.state.household_liability[i]) if stored else 0
    u = run.month_draw(i, run.draws.CONTAGION)
    return int(
        run.kernels["inherited_records"].inherited_rules(
            person_month.rules, u, household_liability, person_month.personal
        )
    )


def _move_court_errors(run: MonthRun, person_month: PersonMonth, sets: list[int]) -> list[int]:
    """Return the rules with a judgment in error moved from true to false: there is a judgment, but nobody owed."""
    kind = int(run.society.kind_of_stage[ERROR])
    if person_month.solvency_stage != ERROR or kind < 0 or person_month.rules.rule_of[kind] < 0:
        return sets
    true_rules, false_rules, mistaken_rules, quota_rules = sets
    court_error_rules = true_rules & 1 << int(person_month.rules.rule_of[kind])
    return [
        true_rules & ~court_error_rules,
        false_rules | court_error_rules,
        mistaken_rules,
        quota_rules & ~court_error_rules,
    ]
