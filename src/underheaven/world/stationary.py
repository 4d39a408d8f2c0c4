"""Stationary states of the month of livelihood, row by row.

All stages but one are linear in the persons who are clear, and all stages together are the chain of work and savings
alone, so one linear system of the size of the positions gives a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.world.chain import ARREARS, BORROWING, CLEAR, ERROR, OWES, PENDING, Chain, by_levels

LEAST_RENEWAL = 1e-7
"""The least renewal a month that is reckoned with, so that where persons start decides what rates leave open."""
ORDER = (
    (BORROWING, CLEAR), (ARREARS, BORROWING), (ARREARS + 1, BORROWING), (PENDING, ARREARS),
    (PENDING + 1, ARREARS + 1), (OWES, PENDING), (OWES + 1, PENDING + 1), (ERROR, CLEAR),
)  # fmt: skip
"""Stages with the one before each, in the order in which they can be solved."""


class Still:
    """Stationary states where each row is a chain of its own, at any share of requests granted."""

    def __init__(self, chain: Chain) -> None:
        renewal = np.maximum(chain.rows.renewal, LEAST_RENEWAL)
        self._born = renewal[:, None, None] * chain.newcomers
        self._solvers = solvers(chain, 1 - renewal, np.arange(len(renewal)))

    def state(self, chain: Chain) -> Any:
        """Return the state that stays the same when newcomers replace who is renewed; (row, stage, position)."""
        state = np.empty_like(self._born)
        for solver in self._solvers:
            state[solver.rows] = solver.state(self._born[solver.rows], chain.request)
        return state


def solvers(chain: Chain, stay: Any, rows: Any) -> list[Solver]:
    """Return what solves some rows: those in the workforce, and the others, whose living is never lost."""
    works = chain.rows.worker[rows] != 0
    return [Solver(chain, stay, some) for some in (rows[works], rows[~works]) if len(some)]


class Solver:
    """Stationary states of a chain whose rows live on with fixed chances, for any arrivals and requests.

    Rows that share all rates but that of requests make a lot; what hangs on neither arrivals nor requests is solved
    once for each lot, all lots together. Where no row is in the workforce, nobody comes to positions without a living,
    and those are left out.

    chain: of all rows. stay: chance a month that a person of a row stays in it; (row). rows: those that are solved.
    """

    def __init__(self, chain: Chain, stay: Any, rows: Any) -> None:
        self.rows = rows
        self._n = n = chain.positions if chain.rows.worker[rows].any() else chain.positions // 2
        lots, lot = np.unique(np.stack([chain.kinds[1][rows], stay[rows]], axis=1), axis=0, return_inverse=True)
        self._lots = _Batch(lot.ravel())
        kind, one = lots[:, 0].astype(int), np.eye(n)
        move, steps = lots[:, 1, None, None] * chain.moves[kind, :n, :n], chain.steps[kind, :, :, :n]

        def through(a: int, b: int) -> Any:
            return by_levels(move * steps[:, a, None, b], chain.help)

        asks = by_levels(move, chain.help)
        same = {ARREARS + 1: ARREARS, PENDING + 1: PENDING}
        inverse = {stage: np.linalg.inv(one - through(stage, stage))
                   for stage in {same.get(after, after) for after, _ in ORDER}}  # fmt: skip
        # Of a person who is clear: where each stage gets its persons from, as a matrix on the clear.
        self._per_clear: dict[int, Any] = {CLEAR: np.broadcast_to(one, move.shape)}
        self._steps = list[tuple[int, int, Any, Any]]()
        for stage, before in ORDER:
            kept = inverse[same.get(stage, stage)]
            enters = asks if stage == BORROWING else through(before, stage)
            self._per_clear[stage] = self._per_clear[before] @ enters @ kept
            self._steps.append((stage, before, enters, kept))
        self._borrowed = sum(self._per_clear[stage] for stage, _ in ORDER[:-1])
        self._others = one + self._per_clear[ERROR]
        self._all = np.linalg.inv(one - asks)

    def state(self, source: Any, request: Any) -> Any:
        """Return the state that stays the same when ``source`` arrives each month; (row solved, stage, position).

        request: chance a month, of who is clear, to be made a loan; (row), of all rows.
        """
        request, found = request[self.rows], np.zeros_like(source)
        arrives = self._lots.split(source[..., : self._n])
        state = dict(enumerate(np.moveaxis(arrives, 2, 0)))
        for stage, before, enters, kept in self._steps:
            state[stage] = (state[stage] + (0 if before == CLEAR else state[before] @ enters)) @ kept
        others = sum(state[stage] for stage, _ in ORDER)
        clear = self._clear(self._lots.join(arrives.sum(axis=2) @ self._all - others), request)
        of_clear, asked = self._lots.split(clear), self._lots.split(request[:, None])
        found[:, CLEAR, : self._n] = clear
        for stage, _ in ORDER:
            whose = of_clear if stage == ERROR else asked * of_clear
            found[:, stage, : self._n] = self._lots.join(state[stage] + whose @ self._per_clear[stage])
        return np.maximum(found, 0.0)

    def _clear(self, free: Any, request: Any) -> Any:
        """Return who is clear, from who would be without those who come by a loan or an error; (row, position)."""
        pairs, pair = np.unique(np.stack([self._lots.of, request], axis=1), axis=0, return_inverse=True)
        lot, batch = pairs[:, 0].astype(int), _Batch(pair.ravel())
        per_clear = self._others[lot] + pairs[:, 1, None, None] * self._borrowed[lot]
        solved = np.linalg.solve(np.swapaxes(per_clear, 1, 2), np.swapaxes(batch.split(free), 1, 2))
        return batch.join(np.swapaxes(solved, 1, 2))


class _Batch:
    """Rows by group, each group padded with zeros to the largest, so that one call solves all groups.

    of: group of each row; groups are numbered from 0 without gaps.
    """

    def __init__(self, of: Any) -> None:
        self.of = of
        counts, order = np.bincount(of), np.argsort(of, kind="stable")
        self._shape = len(counts), int(counts.max())
        self._place = np.empty(len(of), np.int64)
        self._place[order] = np.arange(len(of)) - np.repeat(np.cumsum(counts) - counts, counts)

    def split(self, rows: Any) -> Any:
        """Return rows by group; (group, place in it, ...)."""
        found = np.zeros((*self._shape, *rows.shape[1:]))
        found[self.of, self._place] = rows
        return found

    def join(self, groups: Any) -> Any:
        """Return what `split` split as rows again."""
        return groups[self.of, self._place]


def _transfers(chain: Chain, ageing: Any) -> Any:
    """Return chances a month to go from row to row by age, renewal apart; (row, row), rows of one conviction alone.

    The workforce keeps who it can: a part of it leaves where participation falls, and a part of the others joins where
    it rises.
    """
    rows, n = chain.rows, len(ageing)
    weight = rows.weight.reshape(n, 2, 2).sum(axis=1)
    taking_part = weight[:, 1] / np.maximum(weight.sum(axis=1), 1e-300)
    a, b = taking_part[:, None], taking_part[None, :]
    out = np.clip(1 - b / np.maximum(a, 1e-300), 0, 1)
    joins = np.clip((b - a) / np.maximum(1 - a, 1e-300), 0, 1)
    move = np.zeros((n, 2, n, 2))
    move[:, 0, :, 0], move[:, 0, :, 1] = ageing * (1 - joins), ageing * joins
    move[:, 1, :, 0], move[:, 1, :, 1] = ageing * out, ageing * (1 - out)
    return move


def _lives_on(chain: Chain, ageing: Any) -> tuple[Any, Any, Any]:
    """Return renewal by row, the chance to stay in the cell, and transfers between rows, all a month."""
    renewal = np.maximum(chain.rows.renewal, LEAST_RENEWAL)
    stay = (1 - renewal) * (1 - np.asarray(ageing).sum(axis=1)[chain.rows.cell])
    return renewal, stay, _transfers(chain, ageing)


def shares_of_rows(chain: Chain, ageing: Any, arriving: Any) -> Any:
    """Return the share of each row at which ageing and renewal keep it; (row)."""
    renewal, stay, move = _lives_on(chain, ageing)
    n, born = len(ageing), arriving.reshape(-1, 2, 2)
    on, keeps = 1 - renewal.reshape(n, 2, 2), stay.reshape(n, 2, 2)
    found = np.empty((n, 2, 2))
    for low in (0, 1):
        flow = (on[:, low, :, None, None] * move).reshape(2 * n, 2 * n)
        held = flow + np.diag(keeps[:, low].ravel())
        found[:, low] = np.linalg.solve(np.eye(2 * n) - held.T, born[:, low].ravel()).reshape(n, 2)
    return (found / found.sum()).ravel()


class Ageing:
    """Stationary states where persons go from cell to cell: the young first, who become the old.

    ageing, arriving: as of `shares_of_rows`. grown: 1 for cells with a livelihood.
    """

    def __init__(self, chain: Chain, grown: Any, ageing: Any, arriving: Any) -> None:
        n = len(ageing)
        renewal, stay, self._move = _lives_on(chain, ageing)
        share = shares_of_rows(chain, ageing, arriving)
        self._minor = np.asarray(grown, float)[chain.rows.cell] == 0
        self._on = (share * (1 - renewal)).reshape(n, 2, 2)
        inflow = np.einsum("clw,cwdv->dlv", self._on, self._move).ravel()
        self._born = np.maximum(share * (1 - stay) - inflow, 0)
        self._share = share
        self._groups = list[tuple[Any, list[Solver], bool]]()
        for cells in _youngest_first(ageing):
            mine = np.flatnonzero(np.isin(chain.rows.cell, cells))
            solved = mine[~self._minor[mine] & (share[mine] > 0)]
            self._groups.append((mine, solvers(chain, stay, solved), bool(ageing[cells].any())))

    def state(self, chain: Chain) -> Any:
        """Return the state of every row at the requests of this chain; (row, stage, position)."""
        state, coming = chain.newcomers.copy(), self._born[:, None, None] * chain.newcomers
        for mine, its, grow_older in self._groups:
            for solver in its:
                solved = solver.rows
                source = coming[solved] / self._share[solved, None, None]
                state[solved] = solver.state(source, chain.request)
            if grow_older:
                coming += _older(chain, state, mine, self._minor, self._on, self._move)
        return state


def _youngest_first(ageing: Any) -> list[Any]:
    """Return cells in groups, each after the groups from which people come to it."""
    depth, before = np.zeros(len(ageing), int), None
    while before is None or (depth != before).any():
        before = depth
        depth = np.where(ageing > 0, depth[:, None] + 1, 0).max(axis=0)
        if depth.max() >= len(ageing):
            raise ValueError("people who grow older come back to a cell they left")
    return [np.flatnonzero(depth == d) for d in range(depth.max() + 1)]


def _older(chain: Chain, state: Any, mine: Any, minor: Any, on: Any, move: Any) -> Any:
    """Return who goes from these rows to any other in a month; (row, stage, position)."""
    half, newcomers = chain.positions // 2, chain.newcomers
    cells = chain.rows.cell[mine[::4]]
    passing = chain.step_of_kinds(state[mine], chain.kinds[1][mine], chain.request[mine])
    passing[minor[mine]] = newcomers[mine][minor[mine]]
    by_cell = on[cells][..., None, None] * passing.reshape(-1, 2, 2, *passing.shape[1:])
    stays = np.stack([_moved(by_cell[:, :, w], move[cells, w, :, w]) for w in (0, 1)], axis=2)
    leaves, joins = _moved(by_cell[:, :, 1], move[cells, 1, :, 0]), _moved(by_cell[:, :, 0], move[cells, 0, :, 1])
    stays[:, :, 0, :, :half] += leaves[..., :half] + leaves[..., half:]
    employed = chain.rows.newcomer.reshape(-1, 2, 2)[:, :, 1, None, None]
    stays[:, :, 1, :, :half] += employed * joins[..., :half]
    stays[:, :, 1, :, half:] += (1 - employed) * joins[..., :half]
    return stays.reshape(state.shape)


def _moved(by_cell: Any, move: Any) -> Any:
    """Return what comes to each cell from all others; by_cell: (cell, ...), move: (cell, cell)."""
    return np.tensordot(move.T, by_cell, axes=1)
