"""The month begins: persons grow older, and take up what last month left."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.kernel.argument_types import LifelongDraws
from underheaven.kernel.table_layout import MAX_GRADES, TRAIT_DRAWS, UNAWARE


def ageing(run: MonthRun) -> None:
    """Move persons who enter another cell this month."""
    if "born" not in run.built.extra_state:
        return
    state, k = run.population.state, run.kernels["ageing"]
    for i in range(run.built.persons):
        first, cell = run.people.arrival_cell(i), run.people.cell(i, run.month)
        if cell != first and run.people.age(i, run.month) == run.society.since[cell]:
            before = k.previous_cell(run.society, first, cell)
            k.enter_cell(run.society, run.population.key, state, i, int(state.generation[i]), before, cell)


def begin_month(run: MonthRun) -> None:
    """Begin the month of every person; minors show what clean persons show."""
    run.person_months = [_begin_person(run, i) for i in range(run.built.persons)]
    run.adults = [person_month for person_month in run.person_months if not person_month.minor]
    state = run.population.state
    for person_month in (person_month for person_month in run.person_months if person_month.minor):
        rules = person_month.rules
        state.public_status_next[person_month.i] = rules.public_status[rules.empty_state]
        if "score_next" in run.built.extra_state:
            state.score_next[person_month.i] = 0


def _begin_person(run: MonthRun, i: int) -> PersonMonth:
    """Return what a person brings into the month."""
    state, town, cell = run.population.state, i // int(run.society.town_size), run.people.cell(i, run.month)
    table = int(run.active[town])
    person_month = PersonMonth(
        i=i,
        town_index=town,
        town=run.town_months[town],
        cell=cell,
        group=int(run.society.group[cell]),
        minor=bool(run.society.minor[cell]),
        generation=int(state.generation[i]),
        table=table,
        rules=run.rules[table],
    )
    if not person_month.minor:
        person_month.active_rules = int(run.kernels["dossier"].active_rule_set(state.dossier, i))
        person_month.rules_previous = run.rules[int(run.active_previous[town])]
        if person_month.rules.personal:
            _fill_personal(run, person_month)
        person_month.personal[TRAIT_DRAWS : TRAIT_DRAWS + 2] = (
            run.lifelong_draw(person_month, run.draws.CONVICTION),
            run.lifelong_draw(person_month, run.draws.AVERSION),
        )
        person_month.status_previous = _status_previous(run, person_month)
        person_month.personal[UNAWARE] = run.kernels["monthly_variables"].is_unaware(
            person_month.rules, run.lifelong_draw(person_month, run.draws.AWARE), cell, person_month.active_rules
        )
    return person_month


def _fill_personal(run: MonthRun, person_month: PersonMonth) -> None:
    """Set extra points, the effects of ties, and whether the person opts out."""
    purposes = run.draws.FAVOUR, run.draws.CONSENT, run.draws.CONVICTION
    lifelong = LifelongDraws(*(run.lifelong_draw(person_month, purpose) for purpose in purposes))
    run.kernels["monthly_variables"].fill_personal(
        run.society, person_month.rules, person_month.town, run.population.state, person_month.person, lifelong
    )


def _status_previous(run: MonthRun, person_month: PersonMonth) -> int:
    """Return last month's status: stored where it depends on more than the records, else computed from them."""
    i, state = person_month.i, run.population.state
    if "status" in run.built.extra_state:
        return int(state.status[i])
    status = int(run.kernels["status"].dossier_status(person_month.rules_previous, state.dossier, i, -1, 0))
    if run.kernels["ageing"].is_new_adult(
        run.society, run.population.key, state.born, i, run.month, person_month.generation, person_month.cell
    ):
        status %= MAX_GRADES  # a new adult was on no list
    return status
