"""The economy at rest: the stationary state of livelihood without a regime, solved and not lived.

A society that starts elsewhere drifts for decades, because debts last for years: the length of its burn-in would set
how many owe when a regime begins. The state is solved row by row. All stages but one are linear in the persons who
are clear, and all stages together are the chain of work and savings alone, so one linear system of the size of the
positions gives a row. Lenders are solved with it: they accept with the chance that a year's counts of loans let them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from underheaven.world.chain import ARREARS, BORROWING, CLEAR, ERROR, N_STAGES, OWES, PENDING, Chain

MEMORY_MONTHS = 12
LEAST_RENEWAL = 1e-7
"""The least renewal a month that is reckoned with, so that where persons start decides what rates leave open."""
SETTLED = 1e-8
SWEEPS = 2000
LONGEST = 2400
ORDER = (
    (BORROWING, CLEAR), (ARREARS, BORROWING), (ARREARS + 1, BORROWING), (PENDING, ARREARS),
    (PENDING + 1, ARREARS + 1), (OWES, PENDING), (OWES + 1, PENDING + 1), (ERROR, CLEAR),
)  # fmt: skip
"""Stages with the one before each, in the order in which they can be solved."""


@dataclass(frozen=True)
class Lending:
    """What decides whether lenders accept: gain, loss, first counts, exploration, and grown persons by region."""

    gain: float
    loss: float
    repaid: float
    defaulted: float
    exploration: float
    persons: Any

    def granted(self, repaid: float, defaulted: float) -> float:
        """Return the share of requests granted where so many loans a grown person and month end in either way.

        A region's counts of a year are taken as normal around their means.
        """
        r, d = MEMORY_MONTHS * repaid * self.persons, MEMORY_MONTHS * defaulted * self.persons
        least = self.loss * self.defaulted - self.gain * self.repaid
        mean, sd = self.gain * r - self.loss * d, np.sqrt(self.gain**2 * r + self.loss**2 * d)
        accepts = np.where(sd > 0, [_normal((m - least) / s if s > 0 else 0.0) for m, s in zip(mean, sd, strict=True)],
                           mean >= least)  # fmt: skip
        accepted = float(np.dot(accepts, self.persons) / max(np.sum(self.persons), 1e-300))
        return accepted + (1 - accepted) * self.exploration


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


@dataclass(frozen=True)
class Rest:
    """A stationary state. state: (row, stage, position), each row sums to 1. weight: of rows among grown persons."""

    chain: Chain
    state: Any
    weight: Any

    @property
    def granted(self) -> float:
        """Share of loan requests granted."""
        return self.chain.granted

    @property
    def solvency(self) -> Any:
        """Share of grown persons in each stage; (stage)."""
        return self.weight @ self.state.sum(axis=2)

    @property
    def backlog(self) -> float:
        """Share of grown persons who owe under a judgment that is unpaid, those judged in error left out."""
        return float(self.solvency[OWES : OWES + 2].sum())

    @property
    def unwilling(self) -> float:
        """Share of them who once chose default; 0 where nobody owes."""
        return float(self.solvency[OWES + 1] / self.backlog) if self.backlog > 0 else 0.0

    @property
    def unemployed(self) -> float:
        """Share of the workforce without a job."""
        half, worker = self.chain.positions // 2, self.weight * self.chain.rows.worker
        out = worker @ self.state[:, :, half:].sum(axis=(1, 2))
        return float(out / worker.sum()) if worker.sum() > 0 else 0.0

    @property
    def loans(self) -> tuple[float, float]:
        """Loans repaid and loans fallen behind a grown person and month."""
        repaid, defaulted = self.chain.loans(self.state)
        return float(self.weight @ repaid), float(self.weight @ defaulted)

    def half_life(self) -> float:
        """Return months until half of any gap to the backlog at rest is gone; inf where nobody owes at rest.

        The gap has the make-up of the backlog at rest; its debtors come from the clear, who borrow anew meanwhile. Rows
        that differ in their need of loans alone are taken together.
        """
        chain, (found, kind) = self.chain, self.chain.kinds
        owes = self.weight[:, None, None] * self.state[:, OWES : OWES + 2]
        gap, asked = np.zeros((len(found), N_STAGES, chain.positions)), np.zeros(len(found))
        np.add.at(gap[:, OWES : OWES + 2], kind, owes)
        np.add.at(asked, kind, chain.request * owes.sum(axis=(1, 2)))
        debtors = gap.sum(axis=(1, 2))
        request = np.divide(asked, debtors, out=np.zeros_like(asked), where=debtors > 0)
        gap[:, CLEAR] = -gap[:, OWES : OWES + 2].sum(axis=1)
        lives_on = 1 - found[:, 5, None, None]
        first = last = float(debtors.sum())
        for month in range(1, LONGEST + 1):
            if first <= 0:
                break
            gap = lives_on * chain.step_of_kinds(gap, np.arange(len(found)), request)
            now = float(gap[:, OWES : OWES + 2].sum())
            if now <= first / 2:
                return month - 1 + (last - first / 2) / (last - now)
            last = now
        return math.inf


def at_rest(chain: Chain, lending: Lending, grown: Any, ageing: Any = None, arrivals: Any = None) -> Rest:
    """Return the stationary state of a society without a regime.

    grown: 1 for cells with a livelihood. ageing: chance a month to go from cell to cell, (cell, cell) with zeros on its
    diagonal, or None; who leaves the workforce or joins it on the way does so as the two participation rates say, a
    minor comes of age as a newcomer, and the shares of cells are then those at which they stay. arrivals: share of
    newcomers who arrive in each cell; None is the share of persons in it.
    """
    born = chain.rows.weight if arrivals is None else _arriving(chain, np.asarray(arrivals, float))
    weigh = _weights(chain, grown, ageing, born)

    def rest(granted: float) -> Rest:
        at = chain.at(granted)
        return Rest(at, solve(at) if ageing is None else _solve_ageing(at, grown, ageing, born), weigh)

    found = rest(1.0)
    if lending.granted(*found.loans) > 0.999:
        return found
    # Loans a head fall smoothly with what is granted, and what is granted rises with them: bisect what they imply.
    # How far they fall is taken from people who stay in their cells, which costs a tenth of people who grow older.
    nodes = np.geomspace(max(lending.exploration, 1e-3), 1.0, 6)
    flows = np.array([Rest(at, solve(at), weigh).loans for at in map(chain.at, nodes)])
    flows *= np.array(found.loans) / np.maximum(flows[-1], 1e-300)
    low, high = nodes[0], 1.0
    for _ in range(50):
        middle = math.sqrt(low * high)
        repaid, defaulted = (float(np.interp(math.log(middle), np.log(nodes), flows[:, k])) for k in (0, 1))
        low, high = (middle, high) if lending.granted(repaid, defaulted) > middle else (low, middle)
    return rest(max(math.sqrt(low * high), lending.exploration))


def solve(chain: Chain) -> Any:
    """Return the state that stays the same when newcomers replace who is renewed; (row, stage, position)."""
    renewal = np.maximum(chain.rows.renewal, LEAST_RENEWAL)
    return Solver(chain, 1 - renewal).state(renewal[:, None, None] * chain.newcomers)


class Solver:
    """Stationary states of a chain whose rows live on with fixed chances, for any arrivals; solved lot by lot.

    chain: of all rows. stay: chance a month that a person of a row stays in it; (row).
    """

    def __init__(self, chain: Chain, stay: Any) -> None:
        _, kind = chain.kinds
        lots, lot = np.unique(np.stack([kind, stay], axis=1), axis=0, return_inverse=True)
        rows = [np.flatnonzero(lot.ravel() == k) for k in range(len(lots))]
        self._lots = [
            (mine, _Lot(chain, int(of), float(lives_on), chain.request[mine]))
            for mine, (of, lives_on) in zip(rows, lots, strict=True)
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
        each = one + per_clear[ERROR] + request[:, None, None] * borrowed
        self._clear = np.linalg.inv(one - asks) @ np.linalg.inv(each)
        self._but_clear = np.linalg.inv(each)

    def state(self, source: Any) -> Any:
        """Return the state for these arrivals; (row, stage, position)."""
        state = source.copy()
        state[:, CLEAR] = 0
        for stage, before, enters, kept in self._steps:
            if before != CLEAR:
                state[:, stage] += state[:, before] @ enters
            state[:, stage] = state[:, stage] @ kept
        everybody, others = source.sum(axis=1), state[:, 1:].sum(axis=1)
        clear = (everybody[:, None] @ self._clear - others[:, None] @ self._but_clear)[:, 0]
        state[:, CLEAR] = clear
        for stage, _ in ORDER[:-1]:
            state[:, stage] += self._request[:, None] * (clear @ self._per_clear[stage])
        state[:, ERROR] += clear @ self._per_clear[ERROR]
        return np.maximum(state, 0.0)


def _arriving(chain: Chain, arrivals: Any) -> Any:
    """Return the share of newcomers who arrive in each row; those of a cell are as its people are; (row)."""
    rows = chain.rows
    people = np.bincount(rows.cell, rows.weight, len(arrivals))
    return rows.weight * (arrivals / np.maximum(people, 1e-300))[rows.cell]


def _weights(chain: Chain, grown: Any, ageing: Any, born: Any) -> Any:
    """Return the share of each row among grown persons."""
    rows = chain.rows
    weight = rows.weight if ageing is None else _shares_of_rows(chain, ageing, born)
    weight = weight * np.asarray(grown, float)[rows.cell]
    return weight / max(weight.sum(), 1e-300)


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


def _shares_of_rows(chain: Chain, ageing: Any, arriving: Any) -> Any:
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


def _solve_ageing(chain: Chain, grown: Any, ageing: Any, arriving: Any) -> Any:
    """Return the state of every row where persons go from cell to cell; sweep after sweep, until nothing changes."""
    rows, n, half = chain.rows, len(ageing), chain.positions // 2
    renewal, stay, move = _lives_on(chain, ageing)
    share = _shares_of_rows(chain, ageing, arriving)
    minor = np.asarray(grown, float)[rows.cell] == 0
    on = (share * (1 - renewal)).reshape(n, 2, 2)
    inflow = np.einsum("clw,cwdv->dlv", on, move).ravel()
    born = np.maximum(share * (1 - stay) - inflow, 0)
    state, solver = solve(chain), Solver(chain, stay)
    state[minor] = chain.newcomers[minor]
    for _ in range(SWEEPS):
        passing = chain.step(state)
        passing[minor] = chain.newcomers[minor]
        by_cell = (on.ravel()[:, None, None] * passing).reshape(n, 2, 2, N_STAGES, -1)
        stays = np.stack([_moved(by_cell[:, :, w], move[:, w, :, w]) for w in (0, 1)], axis=2)
        leaves, joins = _moved(by_cell[:, :, 1], move[:, 1, :, 0]), _moved(by_cell[:, :, 0], move[:, 0, :, 1])
        stays[:, :, 0, :, :half] += leaves[..., :half] + leaves[..., half:]
        employed = chain.rows.newcomer.reshape(n, 2, 2)[:, :, 1, None, None]
        stays[:, :, 1, :, :half] += employed * joins[..., :half]
        stays[:, :, 1, :, half:] += (1 - employed) * joins[..., :half]
        source = stays.reshape(state.shape) + born[:, None, None] * chain.newcomers
        source /= np.maximum(share, 1e-300)[:, None, None]
        after = solver.state(source)
        after[minor | (share <= 0)] = chain.newcomers[minor | (share <= 0)]
        if np.abs(after - state).max() < SETTLED:
            return after
        state = after
    return state


def _moved(by_cell: Any, move: Any) -> Any:
    """Return what comes to each cell from all others; by_cell: (cell, ...), move: (cell, cell)."""
    return np.tensordot(move.T, by_cell, axes=1)
