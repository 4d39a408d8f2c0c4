"""Before the month: rules come into force, lenders look back on the year, officials choose where to look."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import F8s, I8s
from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.regime_changes import apply_rule_changes
from underheaven.kernel.argument_types import TownMonth
from underheaven.kernel.table_layout import MAX_VISIBLE


def prepare(run: MonthRun) -> None:
    """Bring rules into force; set the backlog, lenders' decisions, officials' attention, and the towns' months."""
    if run.month == run.built.burn_in_months and run.built.states_backlog:
        _apply_debt_backlog(run)
    run.lender_accepts = _lender_decisions(run)
    apply_rule_changes(run.population, run.built, run.active, run.active_previous)
    run.attention = _attention(run)
    run.town_months = [_town_month(run, town) for town in range(run.built.n_towns)]


def _apply_debt_backlog(run: MonthRun) -> None:
    """Bring the share of debtors to the stated backlog when the first month observed begins."""
    population, apply = run.population, run.kernels["newcomer"].apply_debt_backlog
    for i in range(run.built.persons):
        generation, cell = int(population.state.generation[i]), run.people.cell(i, run.month - 1)
        apply(run.society, run.built.initial_tables, population.key, population.state, i, generation, cell)


def _lender_decisions(run: MonthRun) -> I8s:
    """Return whether lenders lend, by table of rules, region and visible class; table 0 shows them no status."""
    totals = run.population.loans.sum(axis=0)
    everybody = np.broadcast_to(totals.sum(axis=2, keepdims=True), totals.shape)
    accept = run.kernels["lending"].lender_accepts
    return np.array(
        [
            [
                [accept(run.society, rules, v, int(repaid[v]), int(defaulted[v])) for v in range(MAX_VISIBLE)]
                for repaid, defaulted in (totals if table > 0 else everybody)
            ]
            for table, rules in enumerate(run.rules)
        ]
    )


def _attention(run: MonthRun) -> F8s:
    """Return the attention of each town this month, from what was filed before it."""
    built, attention = run.built, np.empty(run.built.n_towns)
    run.kernels["attention"].set_attention(
        built.rules,
        run.active,
        built.regions,
        run.population.towns.past,
        run.population.key,
        run.month,
        attention,
        np.zeros(built.n_towns, np.int64),
    )
    return attention


def _town_month(run: MonthRun, town_index: int) -> TownMonth:
    """Return the town's month for kernels."""
    built, towns, table = run.built, run.population.towns, int(run.active[town_index])
    size = int(run.society.town_size)
    first, region = town_index * size, int(built.regions[town_index])
    grown, eligible, lost = int(towns.grown[town_index]), int(towns.eligible[town_index]), towns.lost[town_index]
    acting, speaking, listed = (int(seen) / grown if grown > 0 else 0.0 for seen in towns.seen[town_index])
    quota_chance = run.kernels["officials"].quota_pick_chance
    return TownMonth(
        run.population.key,
        run.month,
        first,
        min(size, built.persons - first),
        int(built.zones[town_index]),
        table > 0,
        float(run.attention[town_index]),
        int(quota_chance(run.rules[table], eligible, int(towns.sensed[town_index]))),
        built.exempt,
        acting,
        speaking,
        listed,
        int(lost.sum()),
        eligible,
        lost,
        towns.lost_next[town_index],
        towns.seen_next[town_index],
        run.lender_accepts[table, region],
        run.regional[0, region],
    )
