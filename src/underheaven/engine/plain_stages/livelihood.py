"""Stage 6, livelihood: jobs, savings, loans, default, judgments and their performance, and help."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.fields.codes import BORROWING, CLEAR, OWES_UNABLE, OWES_UNWILLING
from underheaven.kernel.argument_types import Finances


def finances_now(run: MonthRun, person_month: PersonMonth) -> Finances:
    """Return a person's economic state as it is now, with the month's draws.

    Args:
        run: The month.
        person_month: The person's month.

    Returns:
        Livelihood, savings, status, and the draws of solvency, court error and default.
    """
    i, state = person_month.i, run.population.state
    return Finances(
        int(state.livelihood[i]),
        int(state.savings[i]),
        person_month.status,
        run.month_draw(i, run.draws.SOLVENCY),
        run.month_draw(i, run.draws.COURT_ERROR),
        run.month_draw(i, run.draws.DEFAULT),
    )


def livelihood(run: MonthRun) -> None:
    """Let a month of work, debts and help pass."""
    for person_month in run.concerned:
        _work_and_pay(run, person_month)
    state = run.population.state
    for person_month in (person_month for person_month in run.concerned if person_month.help):
        state.savings[person_month.i] = run.kernels["exchange"].settle_help(
            run.society,
            run.tally,
            run.lifelong_draw(person_month, run.draws.STRATEGY),
            int(state.savings[person_month.i]),
            person_month.help,
        )


def _work_and_pay(run: MonthRun, person_month: PersonMonth) -> None:
    """Let a person's month of work, savings and solvency pass."""
    i, state, sums, k = person_month.i, run.population.state, run.population.sums, run.kernels["livelihood"]
    livelihood_bits = int(state.livelihood[i])
    run.tally.workforce[person_month.group] += livelihood_bits >> 1 & 1
    livelihood_bits = int(
        k.update_work(
            run.society,
            person_month.rules,
            run.tally,
            livelihood_bits,
            person_month.cell,
            person_month.group,
            person_month.status,
            run.month_draw(i, run.draws.JOB),
        )
    )
    savings = int(k.update_savings(run.society, livelihood_bits, int(state.savings[i])))
    idle = livelihood_bits & 3 == 2
    run.tally.unemployed[person_month.group] += idle
    sums.months_unemployed[i] += idle
    stage_before = int(k.solvency_stage(livelihood_bits))
    finances = finances_now(run, person_month)._replace(livelihood_bits=livelihood_bits, savings=savings)
    livelihood_bits = int(
        run.kernels["solvency"].update_solvency(
            run.society, person_month.rules, run.tally, person_month.town, state, person_month.person, finances
        )
    )
    stage = person_month.solvency_stage = int(k.tallied_stage(livelihood_bits, savings))
    if stage != CLEAR:
        run.tally.solvency[stage, person_month.group] += 1
    sums.loans[i] += stage_before == CLEAR and stage == BORROWING
    sums.months_under_judgment[i] += stage in (OWES_UNABLE, OWES_UNWILLING)
    state.livelihood[i], state.savings[i] = livelihood_bits, savings
