"""Stationary states of the monthly livelihood, row by row.

All stages but one are linear in the persons who are clear, and the sum of all stages is the chain of work and savings
alone, so one linear system of the size of the positions solves a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.scenario.livelihood_chain import ARREARS, BORROWING, CLEAR, ERROR, OWES, PENDING, LivelihoodChain
from underheaven.scenario.savings_levels import move_savings

MIN_RENEWAL = 1e-7
"""Smallest monthly renewal used, so that the newcomers' state decides what the rates leave undetermined."""
SOLVE_ORDER = (
    (BORROWING, CLEAR),
    (ARREARS, BORROWING),
    (ARREARS + 1, BORROWING),
    (PENDING, ARREARS),
    (PENDING + 1, ARREARS + 1),
    (OWES, PENDING),
    (OWES + 1, PENDING + 1),
    (ERROR, CLEAR),
)
"""Each stage and its predecessor, in the order of solution."""


class IndependentSolver:
    """Stationary states where each row is a separate chain, at any share of requests granted."""

    def __init__(self, chain: LivelihoodChain) -> None:
        renewal = np.maximum(chain.rows.renewal, MIN_RENEWAL)
        self._arrivals = renewal[:, None, None] * chain.newcomer_state
        self._solvers = build_row_solvers(chain, 1 - renewal, np.arange(len(renewal)))

    def solve(self, chain: LivelihoodChain) -> Any:
        """Return the stationary state when newcomers replace renewed persons; (row, stage, position)."""
        state = np.empty_like(self._arrivals)
        for solver in self._solvers:
            state[solver.rows] = solver.solve(self._arrivals[solver.rows], chain.loan_chance)
        return state


def build_row_solvers(chain: LivelihoodChain, stay: Any, rows: Any) -> list[RowSolver]:
    """Return solvers for some rows: those in the workforce, and the others, whose income never ends."""
    works = chain.rows.worker[rows] != 0
    return [RowSolver(chain, stay, selected) for selected in (rows[works], rows[~works]) if len(selected)]


class RowSolver:
    """Stationary states of rows with fixed survival probabilities, for any arrivals and requests.

    Rows that share all rates but that of requests form a group. What depends on neither arrivals nor requests is solved
    once for each group, all groups together. Without rows in the workforce, positions without income are empty and left
    out.

    Args:
        chain: chain of all rows.
        stay: monthly probability of staying in a row, (row,).
        rows: indices of the rows to solve.
    """

    def __init__(self, chain: LivelihoodChain, stay: Any, rows: Any) -> None:
        self.rows = rows
        self._n = n = chain.n_positions if chain.rows.worker[rows].any() else chain.n_positions // 2
        group_rates, group = np.unique(
            np.stack([chain.rate_kinds[1][rows], stay[rows]], axis=1), axis=0, return_inverse=True
        )
        self._groups = _PaddedGroups(group.ravel())
        kind, identity = group_rates[:, 0].astype(int), np.eye(n)
        move, steps = (
            group_rates[:, 1, None, None] * chain.work_transitions[kind, :n, :n],
            chain.stage_transitions[kind, :, :, :n],
        )

        def transition(a: int, b: int) -> Any:
            return move_savings(move * steps[:, a, None, b], chain.help_transitions)

        work_only = move_savings(move, chain.help_transitions)
        same = {ARREARS + 1: ARREARS, PENDING + 1: PENDING}
        inverse = {
            stage: np.linalg.inv(identity - transition(stage, stage))
            for stage in {same.get(after, after) for after, _ in SOLVE_ORDER}
        }
        # Persons of each stage as a matrix that acts on the clear persons.
        self._per_clear: dict[int, Any] = {CLEAR: np.broadcast_to(identity, move.shape)}
        self._steps = list[tuple[int, int, Any, Any]]()
        for stage, before in SOLVE_ORDER:
            inverse_stage = inverse[same.get(stage, stage)]
            enters = work_only if stage == BORROWING else transition(before, stage)
            self._per_clear[stage] = self._per_clear[before] @ enters @ inverse_stage
            self._steps.append((stage, before, enters, inverse_stage))
        self._borrowed = sum(self._per_clear[stage] for stage, _ in SOLVE_ORDER[:-1])
        self._others = identity + self._per_clear[ERROR]
        self._all = np.linalg.inv(identity - work_only)

    def solve(self, source: Any, request: Any) -> Any:
        """Return the stationary state when ``source`` arrives each month; (row solved, stage, position).

        Args:
            source: monthly arrivals, (row solved, stage, position).
            request: monthly probability that a clear person receives a loan, (row,) of all rows.
        """
        request, solution = request[self.rows], np.zeros_like(source)
        arrives = self._groups.split(source[..., : self._n])
        state = dict(enumerate(np.moveaxis(arrives, 2, 0)))
        for stage, before, enters, inverse_stage in self._steps:
            state[stage] = (state[stage] + (0 if before == CLEAR else state[before] @ enters)) @ inverse_stage
        others = sum(state[stage] for stage, _ in SOLVE_ORDER)
        clear = self._clear(self._groups.join(arrives.sum(axis=2) @ self._all - others), request)
        of_clear, loan_chance = self._groups.split(clear), self._groups.split(request[:, None])
        solution[:, CLEAR, : self._n] = clear
        for stage, _ in SOLVE_ORDER:
            clear_by_row = of_clear if stage == ERROR else loan_chance * of_clear
            solution[:, stage, : self._n] = self._groups.join(state[stage] + clear_by_row @ self._per_clear[stage])
        return np.maximum(solution, 0.0)

    def _clear(self, free: Any, request: Any) -> Any:
        """Return clear persons, given those without inflow from loans or errors; (row, position)."""
        pairs, pair = np.unique(np.stack([self._groups.of, request], axis=1), axis=0, return_inverse=True)
        group, batch = pairs[:, 0].astype(int), _PaddedGroups(pair.ravel())
        per_clear = self._others[group] + pairs[:, 1, None, None] * self._borrowed[group]
        solved = np.linalg.solve(np.swapaxes(per_clear, 1, 2), np.swapaxes(batch.split(free), 1, 2))
        return batch.join(np.swapaxes(solved, 1, 2))


class _PaddedGroups:
    """Rows by group, padded with zeros to the largest group, so that one call solves all groups.

    Args:
        of: group of each row; groups are numbered from 0 without gaps.
    """

    def __init__(self, of: Any) -> None:
        self.of = of
        counts, order = np.bincount(of), np.argsort(of, kind="stable")
        self._shape = len(counts), int(counts.max())
        self._slot = np.empty(len(of), np.int64)
        self._slot[order] = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)

    def split(self, rows: Any) -> Any:
        """Return rows by group; (group, position in it, ...)."""
        padded = np.zeros((*self._shape, *rows.shape[1:]))
        padded[self.of, self._slot] = rows
        return padded

    def join(self, groups: Any) -> Any:
        """Return split rows in their original order."""
        return groups[self.of, self._slot]


def _row_transfers(chain: LivelihoodChain, ageing: Any) -> Any:
    """Return monthly probabilities of moving between rows by ageing, without renewal; conviction does not change.

    Where participation falls, part of the workforce leaves it; where it rises, part of the others joins.
    """
    rows, n = chain.rows, len(ageing)
    weight = rows.weight.reshape(n, 2, 2).sum(axis=1)
    participation = weight[:, 1] / np.maximum(weight.sum(axis=1), 1e-300)
    a, b = participation[:, None], participation[None, :]
    exits = np.clip(1 - b / np.maximum(a, 1e-300), 0, 1)
    joins = np.clip((b - a) / np.maximum(1 - a, 1e-300), 0, 1)
    transfers = np.zeros((n, 2, n, 2))
    transfers[:, 0, :, 0], transfers[:, 0, :, 1] = ageing * (1 - joins), ageing * joins
    transfers[:, 1, :, 0], transfers[:, 1, :, 1] = ageing * exits, ageing * (1 - exits)
    return transfers


def _monthly_survival(chain: LivelihoodChain, ageing: Any) -> tuple[Any, Any, Any]:
    """Return renewal by row, the probability of staying in the cell, and transfers between rows, all monthly."""
    renewal = np.maximum(chain.rows.renewal, MIN_RENEWAL)
    stay = (1 - renewal) * (1 - np.asarray(ageing).sum(axis=1)[chain.rows.cell])
    return renewal, stay, _row_transfers(chain, ageing)


def stationary_row_shares(chain: LivelihoodChain, ageing: Any, arrivals: Any) -> Any:
    """Return the share of each row in a stationary population with ageing and renewal; (row,)."""
    renewal, stay, move = _monthly_survival(chain, ageing)
    n, cell_arrivals = len(ageing), arrivals.reshape(-1, 2, 2)
    survival, staying = 1 - renewal.reshape(n, 2, 2), stay.reshape(n, 2, 2)
    shares = np.empty((n, 2, 2))
    for low in (0, 1):
        flow = (survival[:, low, :, None, None] * move).reshape(2 * n, 2 * n)
        transition = flow + np.diag(staying[:, low].ravel())
        shares[:, low] = np.linalg.solve(np.eye(2 * n) - transition.T, cell_arrivals[:, low].ravel()).reshape(n, 2)
    return (shares / shares.sum()).ravel()


class AgeingSolver:
    """Stationary states with moves between cells, solved from the youngest cells on.

    Args:
        chain: chain of all rows.
        adults: 1 for cells with a livelihood, (cell,).
        ageing: monthly probability of moving between cells, (cell, cell).
        arrivals: share of newcomers by row, (row,).
    """

    def __init__(self, chain: LivelihoodChain, adults: Any, ageing: Any, arrivals: Any) -> None:
        n = len(ageing)
        renewal, stay, self._transfers = _monthly_survival(chain, ageing)
        share = stationary_row_shares(chain, ageing, arrivals)
        self._minor = np.asarray(adults, float)[chain.rows.cell] == 0
        self._survivors = (share * (1 - renewal)).reshape(n, 2, 2)
        inflow = np.einsum("clw,cwdv->dlv", self._survivors, self._transfers).ravel()
        self._arrivals = np.maximum(share * (1 - stay) - inflow, 0)
        self._share = share
        self._groups = list[tuple[Any, list[RowSolver], bool]]()
        for cells in _order_by_age(ageing):
            selected = np.flatnonzero(np.isin(chain.rows.cell, cells))
            solved = selected[~self._minor[selected] & (share[selected] > 0)]
            self._groups.append((selected, build_row_solvers(chain, stay, solved), bool(ageing[cells].any())))

    def solve(self, chain: LivelihoodChain) -> Any:
        """Return the state of every row at the requests of a chain; (row, stage, position)."""
        state, inflow = chain.newcomer_state.copy(), self._arrivals[:, None, None] * chain.newcomer_state
        for selected, row_solvers, grow_older in self._groups:
            for solver in row_solvers:
                solved = solver.rows
                source = inflow[solved] / self._share[solved, None, None]
                state[solved] = solver.solve(source, chain.loan_chance)
            if grow_older:
                inflow += _aged_flow(chain, state, selected, self._minor, self._survivors, self._transfers)
        return state


def _order_by_age(ageing: Any) -> list[Any]:
    """Return groups of cells, each after the groups from which people move to it."""
    depth, before = np.zeros(len(ageing), int), None
    while before is None or (depth != before).any():
        before = depth
        depth = np.where(ageing > 0, depth[:, None] + 1, 0).max(axis=0)
        if depth.max() >= len(ageing):
            raise ValueError("people who grow older come back to a cell they left")
    return [np.flatnonzero(depth == d) for d in range(depth.max() + 1)]


def _aged_flow(chain: LivelihoodChain, state: Any, selected: Any, minor: Any, survivors: Any, transfers: Any) -> Any:
    """Return monthly moves from these rows to all rows; (row, stage, position)."""
    half, newcomers = chain.n_positions // 2, chain.newcomer_state
    cells = chain.rows.cell[selected[::4]]
    advanced = chain.advance_kinds(state[selected], chain.rate_kinds[1][selected], chain.loan_chance[selected])
    advanced[minor[selected]] = newcomers[selected][minor[selected]]
    by_cell = survivors[cells][..., None, None] * advanced.reshape(-1, 2, 2, *advanced.shape[1:])
    stays = np.stack([_flow_to_cells(by_cell[:, :, w], transfers[cells, w, :, w]) for w in (0, 1)], axis=2)
    leaves, joins = (
        _flow_to_cells(by_cell[:, :, 1], transfers[cells, 1, :, 0]),
        _flow_to_cells(by_cell[:, :, 0], transfers[cells, 0, :, 1]),
    )
    stays[:, :, 0, :, :half] += leaves[..., :half] + leaves[..., half:]
    employed = chain.rows.newcomer.reshape(-1, 2, 2)[:, :, 1, None, None]
    stays[:, :, 1, :, :half] += employed * joins[..., :half]
    stays[:, :, 1, :, half:] += (1 - employed) * joins[..., :half]
    return stays.reshape(state.shape)


def _flow_to_cells(by_cell: Any, transfers: Any) -> Any:
    """Return the inflow of each cell; by_cell: (cell, ...), transfers: (cell, cell)."""
    return np.tensordot(transfers.T, by_cell, axes=1)
