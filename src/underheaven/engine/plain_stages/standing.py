"""Stage 4, standing: score, grade and lists, computed from records, rules, favour and ties, and never stored."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.kernel.argument_types import StatusChange
from underheaven.kernel.table_layout import EXTRA_POINTS, OPTED_OUT, TRAIT_DRAWS


def standing(run: MonthRun) -> None:
    """Set and count everybody's status."""
    state, k = run.population.state, run.kernels["status"]
    for person_month in run.person_months:
        run.tally.persons[person_month.group] += 1
    for person_month in run.concerned:
        i, rules, personal = person_month.i, person_month.rules, person_month.personal
        run.kernels["monthly_variables"].count_personal(
            rules, run.tally, person_month.cell, person_month.group, personal
        )
        person_month.status = int(k.dossier_status(rules, state.dossier, i, -1, int(personal[EXTRA_POINTS])))
        points = int(k.read_dossier(rules, state.dossier, i)[0])
        if personal[OPTED_OUT]:
            person_month.status = int(rules.outside_state)
        elif rules.favour > 0:
            run.kernels["scores"].count_favour(rules, run.tally, points, personal)
        if "status" in run.built.extra_state:
            state.status[i] = person_month.status
        _count_score(run, person_month, points)
        active_rules = run.kernels["dossier"].active_rule_set(state.dossier, i)
        if personal[OPTED_OUT] or not run.kernels["standing"].stays_clean(
            rules, active_rules, personal[EXTRA_POINTS], person_month.status_previous
        ):
            _count_listing(run, person_month, points)


def _count_score(run: MonthRun, person_month: PersonMonth, points: int) -> None:
    """Count a person's score and conviction at the end of a year, under a regime with grades that can record them."""
    k, rules, personal = run.kernels["scores"], person_month.rules, person_month.personal
    if rules.graded and rules.applies[person_month.cell] and not personal[OPTED_OUT] and k.is_year_end(run.month):
        score = k.bounded_score(rules, points + int(personal[EXTRA_POINTS]))
        k.add_score_moments(run.society, run.tally, score, person_month.i, int(personal[TRAIT_DRAWS]))


def _count_listing(run: MonthRun, person_month: PersonMonth, points: int) -> None:
    """Count a person's lists and grade, and add to the person's sums."""
    i, state, sums = person_month.i, run.population.state, run.population.sums
    listed = int(
        run.kernels["standing"].count_standing(
            run.society,
            person_month.rules,
            run.tally,
            person_month.town.region_counts,
            state.dossier,
            person_month.person,
            StatusChange(points, person_month.status, person_month.status_previous),
        )
    )
    run.population.towns.seen_next[person_month.town_index, 2] += bool(listed)
    run.tally.first_listed[person_month.group] += bool(listed) and sums.months_listed[i] == 0
    run.tally.first_wrongly_listed[person_month.group] += listed & 2 > 0 and sums.months_wrongly_listed[i] == 0
    sums.months_listed[i] += bool(listed)
    sums.times_listed[i] += listed & 4 > 0
    sums.months_wrongly_listed[i] += listed & 2 > 0
    observed = run.month - int(run.society.burn_in) + 1
    run.kernels["blacklist_stays"].update_first_stay(
        sums, state.leaving, i, observed, listed, int(person_month.personal[OPTED_OUT])
    )
