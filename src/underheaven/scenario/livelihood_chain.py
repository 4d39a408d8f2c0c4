"""The monthly livelihood without a regime as a Markov chain: work, savings, solvency, help, renewal.

A position is a job (or an income outside the workforce) or none, with one of ``G`` levels of savings: 2G positions,
those with a job first. A stage is one of ``STAGES``. A row is a type of person with one set of rates: a cell,
conviction below ``unwilling_below`` or not, in the workforce or not. The chain follows ``kernel.livelihood`` in the
same order, with one approximation: savings move between levels, and an amount between two levels goes to either with
the probabilities that keep its mean.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from underheaven.draws import DRAW_RANGE
from underheaven.kernel.table_layout import CONVICTION
from underheaven.scenario.savings_levels import move_savings, savings_levels, savings_shift

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
"""Stages of solvency, by willingness: "unwilling" is set when default is chosen and kept until the debt ends."""
CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = 0, 1, 2, 4, 6, 8
"""Index of each stage; of those with two marks, that of unable, and unwilling is the next."""
N_STAGES = len(STAGES)


@dataclass(frozen=True)
class RowRates:
    """Rates of every row, each (row,): cell x low conviction x in the workforce.

    Attributes:
        cell: index of the cell.
        low_conviction: 1 where conviction is below ``unwilling_below``.
        worker: 1 in the workforce.
        weight: share of all persons, minors included.
        loss: monthly probability of losing a job.
        find: monthly probability of finding a job.
        need: monthly probability of requesting a loan.
        unable: monthly probability of default while destitute.
        default: monthly probability of choosing default.
        renewal: monthly probability of being replaced by a newcomer.
        newcomer: probability that a newcomer has a job; 1 outside the workforce.
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
    """The monthly chain of every row, at one share of loan requests granted."""

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
        """Number of positions."""
        return 2 * len(self.levels)

    def with_granted(self, granted: float) -> LivelihoodChain:
        """Return the chain at another share of requests granted; cached matrices do not depend on it and are shared."""
        other = replace(self, granted=granted)
        vars(other).update({name: value for name, value in vars(self).items() if name not in vars(other)})
        return other

    @cached_property
    def rate_kinds(self) -> tuple[Any, Any]:
        """Distinct sets of rates apart from the need of loans, (kind, 6), and the kind of each row, (row,)."""
        r = self.rows
        rates = np.stack([r.worker, r.loss, r.find, r.unable, r.default, r.renewal], axis=1)
        kinds, which = np.unique(rates, axis=0, return_inverse=True)
        return kinds, which.ravel()

    @cached_property
    def savings_transitions(self) -> tuple[Any, Any]:
        """Transition probabilities of savings in a month with income and in one without; (from, to) each."""
        return savings_shift(self.levels, self.saved), savings_shift(self.levels, -self.spent)

    @cached_property
    def work_transitions(self) -> Any:
        """Transition probabilities of positions by work and savings, before the solvency step; (kind, from, to)."""
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
        """Transition probabilities of savings by help received and given, after the solvency step; (from, to)."""
        one = both = np.eye(len(self.levels))
        for chance, amount in (self.received, (self.given[0], -self.given[1])):
            both = both @ ((1 - chance) * one + chance * savings_shift(self.levels, amount))
        return both

    @cached_property
    def is_destitute(self) -> Any:
        """1 for the position without job and savings; (position,)."""
        destitute = np.zeros(self.n_positions)
        destitute[len(self.levels)] = 1.0
        return destitute

    @cached_property
    def stage_transitions(self) -> Any:
        """Transition probabilities of stages by kind and position, (kind, from, to, position), without loan requests.

        A request moves a person from clear to borrowing by row, in addition to these.
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
        """Pairs of stages with a positive transition probability for any kind; (pair, 2)."""
        return np.argwhere((self.stage_transitions != 0).any(axis=(0, 3)))

    @property
    def loan_chance(self) -> Any:
        """Monthly probability that a clear person receives a loan; (row,)."""
        return (1 - self.court_error) * self.rows.need * self.granted

    @cached_property
    def newcomer_state(self) -> Any:
        """State of newcomers; (row, stage, position), each row sums to 1."""
        rows, g = self.rows, len(self.levels)
        arrive = np.zeros((len(rows.cell), N_STAGES, self.n_positions))
        arrive[:, CLEAR, self.arrival_level] = rows.newcomer
        arrive[:, CLEAR, g + self.arrival_level] = 1 - rows.newcomer
        return arrive

    def advance_month(self, state: Any) -> Any:
        """Return the state after one month without renewal; (row, stage, position)."""
        return self.advance_kinds(state, self.rate_kinds[1], self.loan_chance)

    def advance_kinds(self, state: Any, kind: Any, request: Any) -> Any:
        """Return a state after one month, given the kind of rates and the loan probability of each of its rows."""
        moved = self.after_work(state, kind)
        after = np.zeros_like(moved)
        for x, y in self.linked_stages:
            after[:, y] += moved[:, x] * self.stage_transitions[kind, x, y]
        made = moved[:, CLEAR] * request[:, None]
        after[:, CLEAR] -= made
        after[:, BORROWING] += made
        return move_savings(after, self.help_transitions)

    def after_work(self, state: Any, kind: Any) -> Any:
        """Return a state after a month of work and savings alone: `work_transitions` applied to all kinds at once."""
        g, moved, (up, down) = len(self.levels), state.copy(), self.savings_transitions
        works = np.flatnonzero(self.rate_kinds[0][kind, 0])
        loss, find = (self.rate_kinds[0][kind[works], k].reshape(-1, *(1,) * (state.ndim - 1)) for k in (1, 2))
        job, none = state[works, ..., :g], state[works, ..., g:]
        moved[works, ..., :g] = move_savings((1 - loss) * job + find * none, up)
        moved[works, ..., g:] = move_savings(loss * job + (1 - find) * none, down)
        return moved

    def stage_flow(self, state: Any, before: int, *after: int) -> Any:
        """Return the flow from one stage to any of others in the next month, without renewal and requests; (row,)."""
        _, kind = self.rate_kinds
        chances = self.stage_transitions[:, before, list(after)].sum(axis=1)
        return (self.after_work(state[:, before], kind) * chances[kind]).sum(axis=1)

    def loan_flows(self, state: Any) -> tuple[Any, Any]:
        """Return loans repaid and defaulted in the next month; (row,) each."""
        return self.stage_flow(state, BORROWING, CLEAR), self.stage_flow(state, BORROWING, ARREARS, ARREARS + 1)


def low_conviction_share(t: Any) -> float:
    """Return the share of persons with conviction below ``unwilling_below``, who may choose default."""
    ladder = int(t.ladder[CONVICTION])
    if ladder == 0:
        return float(np.mean(t.traits[CONVICTION] < t.unwilling_below))
    rank = np.arange(int(t.town_size))
    rank[(rank > 0) & (rank == ladder - 1)] += 1
    return float(np.mean(rank / int(t.town_size) < t.unwilling_below))


def build_chain(t: Any, shares: Any) -> LivelihoodChain:
    """Return the chain of a society, with every loan request granted.

    Args:
        t: table of the society, opened as a record.
        shares: share of persons, (cell,).
    """
    n, low = len(shares), low_conviction_share(t)
    levels = savings_levels(int(t.savings_maximum), int(t.spent))
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
