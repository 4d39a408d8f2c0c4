"""Stationary states of the month of livelihood, row by row.

All stages but one are linear in the persons who are clear, and all stages together are the chain of work and savings
alone, so one linear system of the size of the positions gives a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.scenario.livelihood_chain import (
    ARREARS,
    BORROWING,
    CLEAR,
    ERROR,
    OWES,
    PENDING,
    LivelihoodChain,
    move_savings,
)

MIN_RENEWAL = 1e-7
"""The least renewal a month that is reckoned with, so that where persons start decides what rates leave open."""
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
"""Stages with the one before each, in the order in which they can be solved."""


class IndependentSolver:
    """Stationary states where each row is a chain of its own, at any share of requests granted."""

    def __init__(self, chain: LivelihoodChain) -> None:
        renewal = np.maximum(chain.rows.renewal, MIN_RENEWAL)
        self._arrivals = renewal[:, None, None] * chain.newcomer_state
        self._solvers = build_row_solvers(chain, 1 - renewal, np.arange(len(renewal)))

    def solve(self, chain: LivelihoodChain) -> Any:
        """Return the state that stays the same when newcomers replace who is renewed; (row, stage, position)."""
        state = np.empty_like(self._arrivals)
        for solver in self._solvers:
            state[solver.rows] = solver.solve(self._arrivals[solver.rows], chain.loan_chance)
        return state


def build_row_solvers(chain: LivelihoodChain, stay: Any, rows: Any) -> list[RowSolver]:
    """Return what solves some rows: those in the workforce, and the others, whose living is never lost."""
    works = chain.rows.worker[rows] != 0
    return [RowSolver(chain, stay, selected) for selected in (rows[works], rows[~works]) if len(selected)]


class RowSolver:
    """Stationary states of a chain whose rows live on with fixed chances, for any arrivals and requests.

    Rows that share all rates but that of requests make a lot; what hangs on neither arrivals nor requests is solved
    once for each lot, all lots together. Where no row is in the workforce, nobody comes to positions without a living,
    and those are left out.

    chain: of all rows. stay: chance a month that a person of a row stays in it; (row). rows: those that are solved.
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
        # Of a person who is clear: where each stage gets its persons from, as a matrix on the clear.
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
        """Return the state that stays the same when ``source`` arrives each month; (row solved, stage, position).

        request: chance a month, of who is clear, to be made a loan; (row), of all rows.
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
        """Return who is clear, from who would be without those who come by a loan or an error; (row, position)."""
        pairs, pair = np.unique(np.stack([self._groups.of, request], axis=1), axis=0, return_inverse=True)
        group, batch = pairs[:, 0].astype(int), _PaddedGroups(pair.ravel())
        per_clear = self._others[group] + pairs[:, 1, None, None] * self._borrowed[group]
        solved = np.linalg.solve(np.swapaxes(per_clear, 1, 2), np.swapaxes(batch.split(free), 1, 2))
        return batch.join(np.swapaxes(solved, 1, 2))


class _PaddedGroups:
    """Rows by group, each group padded with zeros to the largest, so that one call solves all groups.

    of: group of each row; groups are numbered from 0 without gaps.
    """

    def __init__(self, of: Any) -> None:
        self.of = of
        counts, order = np.bincount(of), np.argsort(of, kind="stable")
        self._shape = len(counts), int(counts.max())
        self._slot = np.empty(len(of), np.int64)
        self._slot[order] = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)

    def split(self, rows: Any) -> Any:
        """Return rows by group; (group, place in it, ...)."""
        padded = np.zeros((*self._shape, *rows.shape[1:]))
        padded[self.of, self._slot] = rows
        return padded

    def join(self, groups: Any) -> Any:
        """Return what `split` split as rows again."""
        return groups[self.of, self._slot]


def _row_transfers(chain: LivelihoodChain, ageing: Any) -> Any:
    """Return chances a month to go from row to row by age, renewal apart; (row, row), rows of one conviction alone.

    The workforce keeps who it can: a part of it leaves where participation falls, and a part of the others joins where
    it rises.
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
    """Return renewal by row, the chance to stay in the cell, and transfers between rows, all a month."""
    renewal = np.maximum(chain.rows.renewal, MIN_RENEWAL)
    stay = (1 - renewal) * (1 - np.asarray(ageing).sum(axis=1)[chain.rows.cell])
    return renewal, stay, _row_transfers(chain, ageing)


def stationary_row_shares(chain: LivelihoodChain, ageing: Any, arrivals: Any) -> Any:
    """Return the share of each row at which ageing and renewal keep it; (row)."""
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
    """Stationary states where persons go from cell to cell: the young first, who become the old.

    ageing, arriving: as of `shares_of_rows`. grown: 1 for cells with a livelihood.
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
        """Return the state of every row at the requests of this chain; (row, stage, position)."""
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
    """Return cells in groups, each after the groups from which people come to it."""
    depth, before = np.zeros(len(ageing), int), None
    while before is None or (depth != before).any():
        before = depth
        depth = np.where(ageing > 0, depth[:, None] + 1, 0).max(axis=0)
        if depth.max() >= len(ageing):
            raise ValueError("people who grow older come back to a cell they left")
    return [np.flatnonzero(depth == d) for d in range(depth.max() + 1)]


def _aged_flow(chain: LivelihoodChain, state: Any, selected: Any, minor: Any, survivors: Any, transfers: Any) -> Any:
    """Return who goes from these rows to any other in a month; (row, stage, position)."""
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
    """Return what comes to each cell from all others; by_cell: (cell, ...), move: (cell, cell)."""
    return np.tensordot(transfers.T, by_cell, axes=1)
