"""What Python calls of the compiled engine: one entry point for each loop over towns."""

from __future__ import annotations

import numpy as np

from underheaven.array_types import I8s, Int, U1s, U4s
from underheaven.engine.month_inputs import MonthContext, PersonData, ScenarioTables, StepArguments, TallyTarget
from underheaven.engine.stages.aggregation import prepare_lookups, tally_aggregated
from underheaven.engine.stages.month_start import age_cells, fill_arrival_cells
from underheaven.engine.stages.repair import apply_town_backlog, initialise_town
from underheaven.engine.town_memory import Towns
from underheaven.engine.town_month import make_town_month, run_town_month
from underheaven.engine.workspace import ELIGIBLE, FILED, GROWN, NO_WINDOW, SENSED, Workspace
from underheaven.fields.state import State
from underheaven.jit.decorators import jit_entry
from underheaven.kernel.fitting_moments import complete_moments
from underheaven.kernel.lending import lender_accepts
from underheaven.kernel.loss_attribution import sum_ledger
from underheaven.kernel.rules import Rules
from underheaven.kernel.society import Society
from underheaven.kernel.structured_arrays import Records
from underheaven.kernel.table_layout import MAX_VISIBLE, FirstGeneration


@jit_entry
def initialise_towns(
    society_table: Records[Society],
    first_generation: FirstGeneration,
    key: U4s,
    state: State,
    order: I8s,
    firsts: I8s,
    workspace: Workspace,
) -> None:
    """Create the first generation of the towns in ``order``."""
    for town in order:
        n = firsts[town + 1] - firsts[town]
        initialise_town(society_table[0], first_generation, key, state, firsts[town], n, workspace)


@jit_entry
def apply_town_backlogs(
    society_table: Records[Society],
    first_generation: FirstGeneration,
    key: U4s,
    state: State,
    order: I8s,
    firsts: I8s,
    month: Int,
    workspace: Workspace,
) -> None:
    """Bring the share of debtors to the stated backlog in the towns in ``order``, before a month begins."""
    for town in order:
        n = firsts[town + 1] - firsts[town]
        apply_town_backlog(society_table[0], first_generation, key, state, firsts[town], n, month, workspace)


@jit_entry
def fill_town_cells(
    society_table: Records[Society],
    key: U4s,
    state: State,
    order: I8s,
    firsts: I8s,
    month: Int,
    cells: U1s,
    workspace: Workspace,
) -> None:
    """Compute the cells of the persons of the towns in ``order``, in ``month`` or at arrival where that is later."""
    for town in order:
        first, end = firsts[town], firsts[town + 1]
        fill_arrival_cells(
            society_table[0], key, state.generation, first, end - first, workspace.month_draws, cells[first:end]
        )
        if len(state.born) > 0:
            age_cells(society_table[0], state.born, first, end - first, month, cells[first:end])


@jit_entry
def run_month(
    tables: ScenarioTables,
    month_context: MonthContext,
    person_data: PersonData,
    towns: Towns,
    tally_target: TallyTarget,
    order: I8s,
    workspace: Workspace,
) -> None:
    """Run one month of the towns in ``order``."""
    society, tally = tables.society[0], tally_target.counts[tally_target.chunk]
    workspace.window_town[0] = NO_WINDOW  # public statuses differ from last month's
    table = np.int64(-1)
    for town_index in order:
        rules = tables.rules[month_context.active[town_index]]
        if month_context.active[town_index] != table:
            if table >= 0:
                tally_aggregated(society, tables.rules[table], tally, workspace)
            table = month_context.active[town_index]
            prepare_lookups(rules, workspace)
        town = make_town_month(tables, month_context, towns, tally_target, town_index)
        last_rules = tables.rules[month_context.active_previous[town_index]]
        run_town_month(
            StepArguments(
                society,
                rules,
                last_rules,
                tally,
                person_data.state,
                person_data.sums,
                person_data.panel,
                workspace,
                town,
                tables.hooks,
            )
        )
        towns.grown_next[town_index], towns.eligible_next[town_index] = (
            workspace.counted[GROWN],
            workspace.counted[ELIGIBLE],
        )
        towns.sensed_next[town_index] = workspace.counted[SENSED]
        towns.past[town_index] += workspace.counted[FILED]
    if table >= 0:
        tally_aggregated(society, tables.rules[table], tally, workspace)
    sum_ledger(society, tally)
    complete_moments(tally.moments)


@jit_entry
def set_lender_decisions(society_table: Records[Society], tables: Records[Rules], loans: I8s, accepts: I8s) -> None:
    """Set which visible classes the lenders of each region accept, by table of rules.

    ``loans`` are those of the last twelve months; ``accepts`` is int64 (table, region, visible class). Under table 0,
    where no regime is in force, lenders see no status: the loans of everybody in the region decide.
    """
    society = society_table[0]
    for region in range(accepts.shape[1]):
        repaid_by_all, defaulted_by_all = loans[:, region, 0].sum(), loans[:, region, 1].sum()
        for visible in range(MAX_VISIBLE):
            repaid, defaulted = loans[:, region, 0, visible].sum(), loans[:, region, 1, visible].sum()
            accepts[0, region, visible] = lender_accepts(society, tables[0], visible, repaid_by_all, defaulted_by_all)
            for table in range(1, accepts.shape[0]):
                accepts[table, region, visible] = lender_accepts(society, tables[table], visible, repaid, defaulted)
