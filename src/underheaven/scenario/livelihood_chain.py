"""The month of livelihood without a regime as a Markov chain: work, savings, stage of solvency, help, renewal.

A position is a job (or a living outside the workforce) or none, with one of ``G`` levels of savings: 2G positions,
those with a job first. A stage is one of ``STAGES``. A row is a kind of person to whom one set of rates applies: a
cell, conviction below ``unwilling_below`` or not, in the workforce or not. The chain is that of
``kernel.livelihood``, in the same order, with one approximation: savings move between levels, and an amount that
falls between two levels goes to either with the chances that keep its mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.kernel.table_layout import CONVICTION

STAGES = (
    "clear",
    "borrowing",
    "in arrears, unable",
    "in arrears, unwilling",
    "judgment pending, unable",
    "judgment pending, unwilling",
    "owes, unable",
    "owes, unwilling",
    "judged in error",
)
"""Stages of solvency by the mark of unwillingness, which is set when default is chosen and stays to the end."""
CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = 0, 1, 2, 4, 6, 8
"""Those that have two marks stand at the first, unable; unwilling is one more."""
N_STAGES = len(STAGES)
SAVINGS_LEVELS = 32
"""Levels of savings, about: whole parts of what a month without work uses, so that savings run out on time."""


@dataclass(frozen=True)
class RowRates:
    """Rates of every row; the first axis of each array is cell x low conviction x in the workforce.

    weight: share of all persons, grown or not. loss, find, need, unable, default, renewal: chances a month. worker: 1
    in the workforce. newcomer: chance of a job on arrival; 1 outside the workforce.
    """

    cell: Any
    low_conviction: Any
    worker: Any
    weight: Any
    loss: Any
    find: Any
    need: Any
    unable: Any
    default: Any
    renewal: Any
    newcomer: Any


@dataclass(frozen=True)
class LivelihoodChain:
    """The monthly chain of every row at one share of loan requests granted."""

    rows: RowRates
    levels: Any
    arrival_level: int
    saved: float
    spent: float
    given: tuple[float, float]
    received: tuple[float, float]
    granted: float
    cure: float
    sued: float
    judged: float
    court_error: float
    set_aside: float
    performs: tuple[float, float]
    repay: float

    @property
    def n_positions(self) -> int:
        """How many positions there are."""
        return 2 * len(self.levels)

    def with_granted(self, granted: float) -> LivelihoodChain:
        """Return the chain at another share of requests granted; nothing that is kept hangs on it."""
        other = replace(self, granted=granted)
        vars(other).update({name: value for name, value in vars(self).items() if name not in vars(other)})
        return other

    @cached_property
    def rate_kinds(self) -> tuple[Any, Any]:
        """Rates that differ beside the need of loans, one line for each set of them, and which of them a row has."""
        r = self.rows
        rates = np.stack([r.worker, r.loss, r.find, r.unable, r.default, r.renewal], axis=1)
        kinds, which = np.unique(rates, axis=0, return_inverse=True)
        return kinds, which.ravel()

    @cached_property
    def savings_transitions(self) -> tuple[Any, Any]:
        """Chances from level to level of savings in a month with a living and in one without; (from, to) each."""
        return savings_shift(self.levels, self.saved), savings_shift(self.levels, -self.spent)

    @cached_property
    def work_transitions(self) -> Any:
        """Chances from position to position by work and savings, before the step of solvency; (kind, from, to)."""
        g, (kinds, _), (up, down) = len(self.levels), self.rate_kinds, self.savings_transitions
        moves = np.zeros((len(kinds), 2 * g, 2 * g))
        for k, (worker, loss, find, *_) in enumerate(kinds):
            if not worker:
                moves[k] = np.eye(2 * g)
                continue
            moves[k, :g, :g], moves[k, :g, g:] = (1 - loss) * up, loss * down
            moves[k, g:, :g], moves[k, g:, g:] = find * up, (1 - find) * down
        return moves

    @cached_property
    def help_transitions(self) -> Any:
        """Chances from level to level of savings by help received and given, after the step of solvency; (from, to)."""
        one = both = np.eye(len(self.levels))
        for chance, amount in (self.received, (self.given[0], -self.given[1])):
            both = both @ ((1 - chance) * one + chance * savings_shift(self.levels, amount))
        return both

    @cached_property
    def is_destitute(self) -> Any:
        """1 where neither job nor savings are left; (position)."""
        destitute = np.zeros(self.n_positions)
        destitute[len(self.levels)] = 1.0
        return destitute

    @cached_property
    def stage_transitions(self) -> Any:
        """Chances from stage to stage at each position, of every kind, requests for loans apart.

        (kind, from, to, position): a request moves from clear to borrowing by row, and comes on top.
        """
        kinds, _ = self.rate_kinds
        steps = np.zeros((len(kinds), N_STAGES, N_STAGES, self.n_positions))
        destitute, able = self.is_destitute, 1 - self.is_destitute
        for k, (_, _, _, unable, default, _) in enumerate(kinds):
            s = steps[k]
            s[CLEAR, ERROR] = self.court_error
            s[BORROWING, ARREARS] = destitute * unable
            s[BORROWING, ARREARS + 1] = able * default
            s[BORROWING, CLEAR] = able * (1 - default) * self.repay
            for mark in (0, 1):
                s[ARREARS + mark, CLEAR] = able * self.cure
                s[ARREARS + mark, PENDING + mark] = np.minimum(self.sued, 1 - able * self.cure)
                s[PENDING + mark, OWES + mark] = self.judged
                s[OWES + mark, CLEAR] = able * self.performs[mark]
            s[ERROR, CLEAR] = self.set_aside
            s[range(N_STAGES), range(N_STAGES)] = 1 - s.sum(axis=1)
        return steps

    @cached_property
    def linked_stages(self) -> Any:
        """Pairs of stages between which anybody of any kind can go in a month; (pair, 2)."""
        return np.argwhere((self.stage_transitions != 0).any(axis=(0, 3)))

    @property
    def loan_chance(self) -> Any:
        """Chance a month, of who is clear, to be made a loan; (row)."""
        return (1 - self.court_error) * self.rows.need * self.granted

    @cached_property
    def newcomer_state(self) -> Any:
        """State of who arrives; (row, stage, position), each row sums to 1."""
        rows, g = self.rows, len(self.levels)
        arrive = np.zeros((len(rows.cell), N_STAGES, self.n_positions))
        arrive[:, CLEAR, self.arrival_level] = rows.newcomer
        arrive[:, CLEAR, g + self.arrival_level] = 1 - rows.newcomer
        return arrive

    def advance_month(self, state: Any) -> Any:
        """Return the state after one month without renewal; (row, stage, position)."""
        return self.advance_kinds(state, self.rate_kinds[1], self.loan_chance)

    def advance_kinds(self, state: Any, kind: Any, request: Any) -> Any:
        """Return a state after one month, given the kind of rates of each of its lines and its chance of a loan."""
        moved = self.after_work(state, kind)
        after = np.zeros_like(moved)
        for x, y in self.linked_stages:
            after[:, y] += moved[:, x] * self.stage_transitions[kind, x, y]
        made = moved[:, CLEAR] * request[:, None]
        after[:, CLEAR] -= made
        after[:, BORROWING] += made
        return move_savings(after, self.help_transitions)

    def after_work(self, state: Any, kind: Any) -> Any:
        """Return a state after a month of work and savings alone; as `moves` has it, of all kinds at once."""
        g, moved, (up, down) = len(self.levels), state.copy(), self.savings_transitions
        works = np.flatnonzero(self.rate_kinds[0][kind, 0])
        loss, find = (self.rate_kinds[0][kind[works], k].reshape(-1, *(1,) * (state.ndim - 1)) for k in (1, 2))
        job, none = state[works, ..., :g], state[works, ..., g:]
        moved[works, ..., :g] = move_savings((1 - loss) * job + find * none, up)
        moved[works, ..., g:] = move_savings(loss * job + (1 - find) * none, down)
        return moved

    def stage_flow(self, state: Any, before: int, *after: int) -> Any:
        """Return who goes from one stage to any of some others in the next month, renewal and requests apart; (row)."""
        _, kind = self.rate_kinds
        chances = self.stage_transitions[:, before, list(after)].sum(axis=1)
        return (self.after_work(state[:, before], kind) * chances[kind]).sum(axis=1)

    def loan_flows(self, state: Any) -> tuple[Any, Any]:
        """Return loans repaid and loans fallen behind in the next month; (row)."""
        return self.stage_flow(state, BORROWING, CLEAR), self.stage_flow(state, BORROWING, ARREARS, ARREARS + 1)


def move_savings(state: Any, chances: Any) -> Any:
    """Return a state after its savings went from level to level; (..., level) or (..., position)."""
    return (state.reshape(-1, len(chances)) @ chances).reshape(state.shape)


def savings_shift(levels: Any, amount: float) -> Any:
    """Return chances from level to level when savings change by an amount, within the least and the greatest."""
    n = len(levels)
    if n == 1:
        return np.ones((1, 1))
    target = np.clip(levels + amount, levels[0], levels[-1])
    above = np.clip(np.searchsorted(levels, target, side="left"), 1, n - 1)
    part = (levels[above] - target) / (levels[above] - levels[above - 1])
    chances = np.zeros((n, n))
    chances[np.arange(n), above - 1] = part
    chances[np.arange(n), above] += 1 - part
    return chances


def savings_levels(max_savings: int, spent: int, n_levels: int = SAVINGS_LEVELS) -> Any:
    """Return levels of savings in thousandths of a month of income, ascending from 0 to ``most``."""
    if max_savings <= 0:
        return np.zeros(1)
    step = max_savings / n_levels
    if 0 < spent <= max_savings:
        step = max(spent / max(np.floor(n_levels * spent / max_savings), 1), step)
    return (
        np.append(np.arange(0, max_savings, step), max_savings) if step < max_savings else np.array([0.0, max_savings])
    )


def low_conviction_share(t: Any) -> float:
    """Return the share of persons whose conviction lies below the bound of who chooses default."""
    ladder = int(t.ladder[CONVICTION])
    if ladder == 0:
        return float(np.mean(t.traits[CONVICTION] < t.unwilling_below))
    rank = np.arange(int(t.town_size))
    rank[(rank > 0) & (rank == ladder - 1)] += 1
    return float(np.mean(rank / int(t.town_size) < t.unwilling_below))


def build_chain(t: Any, shares: Any) -> LivelihoodChain:
    """Return the chain of a society's people, every request for a loan granted.

    t: the table of people, opened. shares: of persons by cell.
    """
    n, low = len(shares), low_conviction_share(t)
    levels = savings_levels(int(t.savings_most), int(t.spent))
    cell, low_conviction, worker = (a.ravel() for a in np.indices((n, 2, 2)))
    chance = {name: t[name][:n] / DRAW_RANGE for name in ("participation", "job_loss", "job_find", "need", "unable")}
    grown = 1 - t.minor[:n].astype(float)
    participation = np.minimum(chance["participation"], 1.0)[cell]
    rows = RowRates(
        cell=cell,
        low_conviction=low_conviction,
        worker=worker,
        weight=(shares / np.sum(shares))[cell]
        * np.where(low_conviction, low, 1 - low)
        * np.where(worker, participation, 1 - participation),
        loss=chance["job_loss"][cell] * worker,
        find=chance["job_find"][cell] * worker,
        need=chance["need"][cell],
        unable=chance["unable"][cell] * worker,
        default=np.where(low_conviction, t.unwilling_most[:n][cell] / DRAW_RANGE, 0.0),
        renewal=t.renewal[:n][cell] / DRAW_RANGE,
        newcomer=np.where(worker, t.employed_at_start / DRAW_RANGE, 1.0),
    )
    willing = int(t.strategy_cum[1]) / DRAW_RANGE if t.meets else 0.0
    helped = (
        t.meets / DRAW_RANGE * willing * (1 - t.slips / DRAW_RANGE) * float(np.sum(shares * grown) / np.sum(shares))
    )
    return LivelihoodChain(
        rows=rows,
        levels=levels,
        arrival_level=int(np.argmin(np.abs(levels - int(t.savings_at_start)))),
        saved=float(t.saved),
        spent=float(t.spent),
        given=(helped, 1000 * float(t.help_cost)),
        received=(helped, 1000 * float(t.help_benefit)),
        granted=1.0,
        cure=t.cure / DRAW_RANGE,
        sued=t.sued / DRAW_RANGE,
        judged=t.judged / DRAW_RANGE,
        court_error=t.court_error / DRAW_RANGE,
        set_aside=t.set_aside / DRAW_RANGE,
        performs=(t.performs_able / DRAW_RANGE, float(min(max(t.performs, 0.0), 1.0))),
        repay=t.repay / DRAW_RANGE,
    )
