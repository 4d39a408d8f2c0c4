"""Stage 3, recording: what is sensed is filed, with its term and its origin."""

from __future__ import annotations

import numpy as np

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth


def recording(run: MonthRun) -> None:
    """File what was sensed, and set the liability of households."""
    towns, k = run.population.towns, run.kernels["recording"]
    for person_month in run.concerned:
        _withhold_records(run, person_month)
        if "notices" in run.built.extra_state:
            _wait_for_grace(run, person_month)
        person_month.filed = int(
            k.recording(
                run.society,
                person_month.rules,
                run.tally,
                run.population.state.dossier,
                person_month.person,
                person_month.active_rules,
                person_month.sensed,
            )
        )
        run.add_to_sum("wrongful_records", person_month.i, int(k.wrongful_count(person_month.filed)))
        towns.past[person_month.town_index] += int(k.adverse_count(person_month.filed))
        towns.sensed_next[person_month.town_index] += int(k.sensed_count(person_month.filed))
        if person_month.rules.fits_scores and run.is_eligible(person_month):
            run.kernels["fitting_moments"].count_cooccurrence(
                run.tally.moments, person_month.active_rules, int(k.adverse_count(person_month.filed)) > 0
            )
    if "household_liability" in run.built.extra_state:
        _set_household_liability(run)


def _withhold_records(run: MonthRun, person_month: PersonMonth) -> None:
    """Remove the records that the person avoids for money, then those that an official withholds."""
    rules, town = person_month.rules, person_month.town
    true_rules, false_rules, mistaken_rules, quota_rules, inherited_rules = person_month.rule_sets
    bribed = int(
        run.kernels["gaming"].bribed_records(
            run.society,
            rules,
            run.tally,
            town,
            run.population.state.dossier,
            person_month.person,
            person_month.active_rules,
            person_month.sensed,
        )
    )
    # A record made for the quota of a true act is avoided together with the true record.
    person_month.rule_sets = [
        true_rules & ~bribed,
        false_rules & ~bribed,
        mistaken_rules & ~bribed,
        quota_rules & ~(true_rules & bribed),
        inherited_rules,
    ]
    if rules.suppression > 0:
        u, withheld_records = (
            run.lifelong_draw(person_month, run.draws.FAVOUR),
            run.kernels["officials"].withheld_records,
        )
        active_rules, sensed = person_month.active_rules, person_month.sensed
        withheld = int(withheld_records(run.society, rules, run.tally, town, person_month.i, u, active_rules, sensed))
        person_month.rule_sets = [rule_set & ~withheld for rule_set in person_month.rule_sets]


def _wait_for_grace(run: MonthRun, person_month: PersonMonth) -> None:
    """Give notice of records under rules with months of grace, and keep what is filed this month."""
    filed = run.kernels["grace"].after_grace(
        person_month.rules,
        run.tally,
        run.population.state.notices,
        person_month.i,
        person_month.active_rules,
        person_month.sensed,
    )
    person_month.rule_sets = [int(rule_set) for rule_set in filed]


def _set_household_liability(run: MonthRun) -> None:
    """Set the rules for which households are liable next month: those of own records, without inherited ones."""
    k, size = run.kernels["inherited_records"], int(run.society.town_size)
    liable_rules = np.zeros(run.built.persons, np.int64)
    for person_month in run.adults:
        true_rules, false_rules, mistaken_rules, quota_rules, _ = person_month.rule_sets
        liable_rules[person_month.i] = k.pass_to_household(
            run.society,
            person_month.rules,
            person_month.active_rules,
            true_rules | false_rules | mistaken_rules | quota_rules,
        )
    for person_month in run.adults:
        i, first = person_month.i, person_month.town_index * size
        run.population.state.household_liability[i] = k.rules_from_household(
            run.society, person_month.rules, person_month.town, liable_rules[first : first + size], i
        )
