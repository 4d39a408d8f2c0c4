"""Stationary states of the month of livelihood, row by row.

All stages but one are linear in the persons who are clear, and all stages together are the chain of work and savings
alone, so one linear system of the size of the positions gives a row.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.world.chain import ARREARS, BORROWING, CLEAR, ERROR, OWES, PENDING, Chain

LEAST_RENEWAL = 1e-7
"""The least renewal a month that is reckoned with, so that where persons start decides what rates leave open."""
ORDER = (
    (BORROWING, CLEAR), (ARREARS, BORROWING), (ARREARS + 1, BORROWING), (PENDING, ARREARS),
    (PENDING + 1, ARREARS + 1), (OWES, PENDING), (OWES + 1, PENDING + 1), (ERROR, CLEAR),
)  # fmt: skip
"""Stages with the one before each, in the order in which they can be solved."""


def solve(chain: Chain) -> Any:
    """Return the state that stays the same when newcomers replace who is renewed; (row, stage, position)."""
    renewal = np.maximum(chain.rows.renewal, LEAST_RENEWAL)
    return Solver(chain, 1 - renewal, np.arange(len(renewal))).state(renewal[:, None, None] * chain.newcomers)


class Solver:
    """Stationary states of a chain whose rows live on with fixed chances, for any arrivals; solved lot by lot.

    chain: of all rows. stay: chance a month that a person of a row stays in it; (row). rows: those that are solved.
    """

    def __init__(self, chain: Chain, stay: Any, rows: Any) -> None:
        kind, request = chain.kinds[1][rows], chain.request[rows]
        lots, lot = np.unique(np.stack([kind, stay[rows]], axis=1), axis=0, return_inverse=True)
        places = [np.flatnonzero(lot.ravel() == k) for k in range(len(lots))]
        self._lots = [
            (mine, _Lot(chain, int(of), float(lives_on), request[mine]))
            for mine, (of, lives_on) in zip(places, lots, strict=True)
        ]

    def state(self, source: Any) -> Any:
        """Return the state that stays the same when ``source`` arrives each month; (row, stage, position)."""
        found = np.empty(source.shape)
        for mine, lot in self._lots:
            found[mine] = lot.state(source[mine])
        return found


class _Lot:
    """Rows that share all rates but that of requests; what does not hang on their arrivals is solved once."""

    def __init__(self, chain: Chain, kind: int, stay: float, request: Any) -> None:
        move, steps, one = stay * chain.moves[kind], chain.steps[kind], np.eye(chain.positions)

        def through(a: int, b: int) -> Any:
            return (move * steps[a, b]) @ chain.help

        asks = move @ chain.help
        same = {ARREARS + 1: ARREARS, PENDING + 1: PENDING}
        inverse = {stage: np.linalg.inv(one - through(stage, stage))
                   for stage in {same.get(after, after) for after, _ in ORDER}}  # fmt: skip
        # Of a person who is clear: where each stage gets its persons from, as a matrix on the clear.
        per_clear: dict[int, Any] = {CLEAR: one}
        self._steps = list[tuple[int, int, Any, Any]]()
        for stage, before in ORDER:
            kept = inverse[same.get(stage, stage)]
            enters = asks if stage == BORROWING else through(before, stage)
            per_clear[stage] = per_clear[before] @ enters @ kept
            self._steps.append((stage, before, enters, kept))
        self._per_clear, self._request = per_clear, request
        borrowed = sum(per_clear[stage] for stage, _ in ORDER[:-1])
        asked, self._as = np.unique(request, return_inverse=True)
        each = one + per_clear[ERROR] + asked[:, None, None] * borrowed
        self._but_clear = np.linalg.inv(each)
        self._clear = np.linalg.inv(one - asks) @ self._but_clear

    def state(self, source: Any) -> Any:
        """Return the state for these arrivals; (row, stage, position)."""
        state = source.copy()
        state[:, CLEAR] = 0
        for stage, before, enters, kept in self._steps:
            if before != CLEAR:
                state[:, stage] += state[:, before] @ enters
            state[:, stage] = state[:, stage] @ kept
        everybody, others = source.sum(axis=1), state[:, 1:].sum(axis=1)
        clear = (everybody[:, None] @ self._clear[self._as] - others[:, None] @ self._but_clear[self._as])[:, 0]
        state[:, CLEAR] = clear
        for stage, _ in ORDER[:-1]:
            state[:, stage] += self._request[:, None] * (clear @ self._per_clear[stage])
        state[:, ERROR] += clear @ self._per_clear[ERROR]
        return np.maximum(state, 0.0)


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


def solve_ageing(chain: Chain, grown: Any, ageing: Any, arriving: Any) -> Any:
    """Return the state of every row where persons go from cell to cell: the young first, who become the old."""
    rows, n = chain.rows, len(ageing)
    renewal, stay, move = _lives_on(chain, ageing)
    share = shares_of_rows(chain, ageing, arriving)
    minor = np.asarray(grown, float)[rows.cell] == 0
    on = (share * (1 - renewal)).reshape(n, 2, 2)
    inflow = np.einsum("clw,cwdv->dlv", on, move).ravel()
    born = np.maximum(share * (1 - stay) - inflow, 0)
    state, coming = chain.newcomers.copy(), born[:, None, None] * chain.newcomers
    for cells in _youngest_first(ageing):
        mine = np.flatnonzero(np.isin(rows.cell, cells))
        solved = mine[~minor[mine] & (share[mine] > 0)]
        if len(solved):
            state[solved] = Solver(chain, stay, solved).state(coming[solved] / share[solved, None, None])
        if ageing[cells].any():
            coming += _older(chain, state, mine, minor, on, move)
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
