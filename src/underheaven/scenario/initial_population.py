"""The first generation of a society as tables of draws: the economy at rest, and the stated backlog."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.errors import RequestError
from underheaven.kernel.structured_arrays import WritableRecord
from underheaven.kernel.table_layout import FIRST_STAGES, SAVINGS_QUANTILES, FirstGeneration
from underheaven.scenario.ageing import ageing_rates
from underheaven.scenario.cells import Cells, build_cells
from underheaven.scenario.livelihood_chain import CLEAR, OWES, PENDING, build_chain
from underheaven.scenario.society_tables import build_society_table
from underheaven.scenario.steady_state import MEMORY_MONTHS, LendingRule, SteadyState, solve_steady_state
from underheaven.scenario.town_layout import allocate_towns
from underheaven.spec.document import Document
from underheaven.spec.models.livelihood import Courts
from underheaven.spec.models.society import Society

N_MEANS = 3
"""Kinds of means: a job or an income outside the workforce, savings alone, neither."""


@dataclass(frozen=True)
class InitialPopulation:
    """The initial state of a society.

    Attributes:
        tables: tables from which the first generation is drawn.
        loans_before: loans repaid and defaulted in each month of the year before the start, (month, region, 2).
    """

    tables: FirstGeneration
    loans_before: Any

    @property
    def states_backlog(self) -> bool:
        """Whether debtors are added or removed at the first month observed."""
        return bool(self.tables.paid_below.any() or self.tables.debt_cum.any())


def steady_state_of(society: Society, t: Any, cells: Cells, persons: Any) -> SteadyState:
    """Return the economy at rest of a society.

    Args:
        society: the society.
        t: its table, opened as a record.
        cells: its cells.
        persons: synthetic persons in each region, (region,).
    """
    credit = society.livelihood.credit
    lending = LendingRule(
        credit.gain,
        credit.loss,
        credit.pseudo_repaid,
        credit.pseudo_defaulted,
        credit.exploration,
        np.asarray(persons, float) * _adult_share(t, cells),
    )
    chain, adults = build_chain(t, cells.shares), 1 - t.minor[: len(cells.shares)]
    if society.people.ageing is None:
        return solve_steady_state(chain, lending, adults)
    ages = ageing_rates(society.people, cells)
    return solve_steady_state(
        chain, lending, adults, ages.transitions, np.outer(cells.household_shares, ages.arrival_shares).ravel()
    )


def document_steady_state(document: Document[Society], persons: int = 200_000) -> SteadyState:
    """Return the economy at rest of a society.

    Args:
        document: document of the society.
        persons: number of synthetic persons.
    """
    society = document.model
    cells, size = build_cells(society.people), society.people.town_size
    towns = allocate_towns(society.people, -(-persons // size))
    table = WritableRecord(build_society_table(society, cells, persons, len(towns)))
    return steady_state_of(society, table, cells, np.bincount(towns) * size)


def _adult_share(t: Any, cells: Cells) -> float:
    adults = 1 - t.minor[: len(cells.shares)]
    return float(np.dot(cells.shares, adults) / np.sum(cells.shares))


def build_initial_population(society: Society, t: Any, cells: Cells, persons: Any, where: str) -> InitialPopulation:
    """Return the initial state of a society.

    Args:
        society: the society.
        t: its table, opened as a record.
        cells: its cells.
        persons: synthetic persons in each region, (region,).
        where: the document, for messages.

    Raises:
        RequestError: the stated backlog exceeds the persons who can owe.
    """
    steady_state = steady_state_of(society, t, cells, persons)
    at_start = society.livelihood.start == "at rest"
    state = steady_state.state if at_start else steady_state.chain.newcomer_state
    n_adults = np.asarray(persons, float) * _adult_share(t, cells)
    monthly = np.outer(n_adults, steady_state.loan_flows if at_start else (0.0, 0.0))
    cumulative_loans = np.floor(np.arange(MEMORY_MONTHS + 1)[:, None, None] * monthly + 0.5).astype(np.int64)
    paid, new_debtors = _backlog_shares(steady_state, state, society.livelihood.courts, at_start, where)
    shape = (len(cells.shares), 2, 2)
    savings = _savings_quantiles(steady_state, state)
    if not at_start:
        savings[:] = int(t.savings_at_start)
    initial_tables = FirstGeneration(
        outcome_cum=_draw_thresholds(_shares_by_means(steady_state, state)).reshape(*shape, -1),
        savings=savings.reshape(*shape, FIRST_STAGES, 2, SAVINGS_QUANTILES),
        paid_below=np.floor(paid * DRAW_RANGE + 0.5).astype(np.int64),
        debt_cum=_debt_thresholds(steady_state, state, new_debtors).reshape(*shape, -1),
    )
    return InitialPopulation(initial_tables, np.diff(cumulative_loans, axis=0))


def _shares_by_means(steady_state: SteadyState, state: Any) -> Any:
    """Return the probability of each kind of means and stage; (row, kind of means x stage)."""
    g = steady_state.chain.n_positions // 2
    with_job, without = state[:, :, :g].sum(axis=2), state[:, :, g:].sum(axis=2)
    bare = state[:, :, g]
    return np.concatenate([with_job, without - bare, bare], axis=1)


def _draw_thresholds(chances: Any) -> Any:
    """Return cumulative probabilities as draw thresholds; the last is 2**32."""
    cumulative = np.cumsum(np.maximum(chances, 0), axis=1)
    cumulative /= cumulative[:, -1:]
    fixed = np.floor(cumulative * DRAW_RANGE + 0.5).astype(np.int64)
    fixed[:, -1] = DRAW_RANGE
    return fixed


def _savings_quantiles(steady_state: SteadyState, state: Any) -> Any:
    """Return quantiles of savings by stage, with a job and without; (row, stage, 2, quantile), uint16.

    Empty combinations of stage and means take the quantiles of persons without debt.
    """
    g, levels = steady_state.chain.n_positions // 2, np.round(steady_state.chain.levels).astype(np.uint16)
    rows = len(state)
    parts = state.reshape(rows, FIRST_STAGES, 2, g).copy()
    parts[:, :, 1, 0] = 0  # persons without job and savings are drawn separately
    empty = parts.sum(axis=3) <= 0
    parts[empty] = np.broadcast_to(parts[:, CLEAR : CLEAR + 1], parts.shape)[empty]
    cumulative = np.cumsum(parts, axis=3)
    targets = cumulative[..., -1:] * ((np.arange(SAVINGS_QUANTILES) + 0.5) / SAVINGS_QUANTILES)
    level_index = np.zeros(targets.shape, np.int64)
    for level in range(g - 1):
        level_index += cumulative[..., level, None] <= targets
    return levels[level_index]


def _backlog_shares(
    steady_state: SteadyState, state: Any, courts: Courts, at_start: bool, where: str
) -> tuple[Any, Any]:
    """Return the share of debtors who have paid, by mark, and of persons without debt who owe: (2,), (row, 2)."""
    owes = steady_state.state[:, OWES : OWES + 2].sum(axis=2)
    paid, new_debtors = np.zeros(2), np.zeros_like(owes)
    if courts.backlog == "stationary" and courts.backlog_unwilling == "stationary":
        return paid, new_debtors
    total = steady_state.backlog if courts.backlog == "stationary" else courts.backlog
    unwilling = steady_state.unwilling if courts.backlog_unwilling == "stationary" else courts.backlog_unwilling
    target = _shares_before_month(steady_state, state, total * np.array([1 - unwilling, unwilling]))
    now = steady_state.weight @ owes if at_start else np.zeros(2)
    clear = state[:, CLEAR].sum(axis=1)
    if np.maximum(target - now, 0).sum() > float(steady_state.weight @ clear) + 1e-12:
        raise RequestError(
            f"{where}, livelihood.courts.backlog = {total:g}: only {float(steady_state.weight @ clear):.3g} of adults "
            f"are free of loans, arrears and judgments and could come to owe, beside {float(now.sum()):.3g} who owe "
            f"already. Write {float(steady_state.weight @ clear + now.sum()):.3g} or less."
        )
    remaining = clear.copy()
    for mark in (0, 1):
        if target[mark] < now[mark]:
            paid[mark] = 1 - target[mark] / now[mark]
        else:
            share = _spread_shares(steady_state.weight, owes[:, mark], remaining, float(target[mark] - now[mark]))
            new_debtors[:, mark] = np.divide(share, clear, out=np.zeros_like(share), where=clear > 0)
            remaining = np.maximum(remaining - share, 0)
    return paid, new_debtors


def _shares_before_month(steady_state: SteadyState, state: Any, owing: Any) -> Any:
    """Return the shares that must owe at the start of a month to reach ``owing`` when it is counted; (2,).

    During the month some debtors pay, and pending judgments arrive.
    """
    target, flow = np.empty(2), steady_state.chain.stage_flow
    for mark in (0, 1):
        come, now, stay = (
            float(steady_state.weight @ part)
            for part in (
                flow(state, PENDING + mark, OWES + mark),
                steady_state.state[:, OWES + mark].sum(axis=1),
                flow(steady_state.state, OWES + mark, OWES + mark),
            )
        )
        target[mark] = max(owing[mark] - come, 0.0) * (now / stay if stay > 0 else 1.0)
    return target


def _spread_shares(weight: Any, proportions: Any, headroom: Any, amount: float) -> Any:
    """Return shares of rows with the weighted sum ``amount``: proportional up to the headroom, the rest elsewhere."""
    spread = np.zeros_like(headroom)
    for shape in (proportions, headroom):
        remaining, missing = headroom - spread, amount - float(weight @ spread)
        if missing <= 1e-15 or float(weight @ shape) <= 0:
            continue
        low, high = 0.0, 1.0
        while float(weight @ np.minimum(high * shape, remaining)) < missing and high < 1e12:
            high *= 2
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (
                (low, middle) if float(weight @ np.minimum(middle * shape, remaining)) >= missing else (middle, high)
            )
        spread = spread + np.minimum(high * shape, remaining)
    return spread


def _debt_thresholds(steady_state: SteadyState, state: Any, new_debtors: Any) -> Any:
    """Return cumulative draw thresholds of owing, for a person without debt; (row, mark x kind of means)."""
    kinds = _shares_by_means(steady_state, steady_state.state).reshape(len(new_debtors), N_MEANS, FIRST_STAGES)
    own = _shares_by_means(steady_state, state).reshape(len(new_debtors), N_MEANS, FIRST_STAGES)[:, :, CLEAR]
    chances = []
    for mark in (0, 1):
        means = kinds[:, :, OWES + mark]
        nobody = means.sum(axis=1, keepdims=True) <= 0
        default_means = np.stack(
            [1 - steady_state.chain.rows.worker, np.zeros(len(new_debtors)), steady_state.chain.rows.worker], axis=1
        )
        means = np.where(nobody, own if mark else default_means, means)
        chances.append(new_debtors[:, mark, None] * means / np.maximum(means.sum(axis=1, keepdims=True), 1e-300))
    return np.floor(np.cumsum(np.concatenate(chances, axis=1), axis=1) * DRAW_RANGE + 0.5).astype(np.int64)
