"""Stage 8, repair: performance, correction, appeals, early removal and expiry of records; and renewal."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.kernel.table_layout import MAX_GRADES, OPTED_OUT


def repair(run: MonthRun) -> None:
    """Let a month pass over every record."""
    state, sums, k = run.population.state, run.population.sums, run.kernels["repair"]
    for person_month in run.concerned:
        i, rules = person_month.i, person_month.rules
        if person_month.personal[OPTED_OUT]:
            k.withdraw_records(run.tally, state.dossier, i)
            state.notices[i : i + 1] = 0
            continue
        if "notices" in run.built.extra_state:
            livelihood_bits = int(state.livelihood[i])
            run.kernels["grace"].pass_grace(run.society, rules, run.tally, state.notices, i, livelihood_bits)
        k.repair(run.society, rules, run.tally, person_month.town, state, sums, i)


def renewal(run: MonthRun) -> None:
    """Replace persons who die or move away by newcomers."""
    for person_month in run.concerned:
        u = run.month_draw(person_month.i, run.draws.RENEWAL)
        if u < run.society.renewal[person_month.cell]:
            _close_trajectory(run, person_month)
            _admit_newcomer(run, person_month)


def _close_trajectory(run: MonthRun, person_month: PersonMonth) -> None:
    """Count a person who leaves, and close the dossier."""
    i, state, sums = person_month.i, run.population.state, run.population.sums
    run.tally.renewed[person_month.group] += 1
    sums.renewals[i] += 1
    run.kernels["blacklist_stays"].end_stay_by_renewal(sums, state.leaving, i)
    if not person_month.minor:
        run.kernels["repair"].close_dossier(
            person_month.rules, run.tally, state.dossier, i, _leaving_status(run, person_month)
        )


def _admit_newcomer(run: MonthRun, person_month: PersonMonth) -> None:
    """Initialise the slot for the next generation."""
    i, rules, state = person_month.i, person_month.rules, run.population.state
    generation = (person_month.generation + 1) & 255
    state.generation[i] = generation
    state.public_status_next[i] = rules.public_status[rules.empty_state]
    for name in {"score_next", "household_liability", "notices"} & run.built.extra_state:
        getattr(state, name)[i] = 0
    cell = run.people.arrival_cell(i)
    if "born" in run.built.extra_state:
        state.born[i] = run.kernels["ageing"].birth_month(run.month + 1, int(run.society.since[cell]))
    run.kernels["newcomer"].initialise_newcomer(run.society, run.population.key, state, i, generation, cell)


def _leaving_status(run: MonthRun, person_month: PersonMonth) -> int:
    """Return this month's status of a person who leaves; where it is stored, mark the slot as on no list."""
    i, state = person_month.i, run.population.state
    if "status" not in run.built.extra_state:
        return int(run.kernels["status"].dossier_status(person_month.rules, state.dossier, i, -1, 0))
    status = int(state.status[i])
    state.status[i] = status % MAX_GRADES
    return status
