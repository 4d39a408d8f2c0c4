"""The month ends: its counts are added up, and it becomes the last one for others, for towns and for lenders."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.score_fitting import update_fit


def close(run: MonthRun) -> None:
    """Add up the counts of the month, and make it the last month."""
    population, towns = run.population, run.population.towns
    run.kernels["loss_attribution"].sum_ledger(run.society, run.tally)
    run.kernels["fitting_moments"].complete_moments(run.tally.moments)
    for person_month in run.adults:
        towns.grown_next[person_month.town_index] += 1
    population.advance_towns()
    population.advance_public_status()
    run.tallies.sum_chunks()
    population.store_loans(run.month, run.tallies.loans())
    update_fit(population.fitted, run.built, run.active, run.tallies.moments)
