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

from underheaven.draws import ONE
from underheaven.kernel.tables import CONVICTION

STAGES = (
    "clear", "borrowing", "in arrears, unable", "in arrears, unwilling", "judgment pending, unable",
    "judgment pending, unwilling", "owes, unable", "owes, unwilling", "judged in error",
)  # fmt: skip
"""Stages of solvency by the mark of unwillingness, which is set when default is chosen and stays to the end."""
CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR = 0, 1, 2, 4, 6, 8
"""Those that have two marks stand at the first, unable; unwilling is one more."""
N_STAGES = len(STAGES)
LEVELS = 32
"""Levels of savings, about: whole parts of what a month without work uses, so that savings run out on time."""


@dataclass(frozen=True)
class Rows:
    """Rates of every row; the first axis of each array is cell x low conviction x in the workforce.

    weight: share of all persons, grown or not. loss, find, need, unable, default, renewal: chances a month. worker: 1
    in the workforce. newcomer: chance of a job on arrival; 1 outside the workforce.
    """

    cell: Any
    low: Any
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
class Chain:
    """The monthly chain of every row at one share of loan requests granted."""

    rows: Rows
    levels: Any
    arrival: int
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
    def positions(self) -> int:
        """How many positions there are."""
        return 2 * len(self.levels)

    def at(self, granted: float) -> Chain:
        """Return the chain at another share of requests granted; nothing that is kept hangs on it."""
        other = replace(self, granted=granted)
        vars(other).update({name: known for name, known in vars(self).items() if name not in vars(other)})
        return other

    @cached_property
    def kinds(self) -> tuple[Any, Any]:
        """Rates that differ beside the need of loans, one line for each set of them, and which of them a row has."""
        r = self.rows
        rates = np.stack([r.worker, r.loss, r.find, r.unable, r.default, r.renewal], axis=1)
        found, which = np.unique(rates, axis=0, return_inverse=True)
        return found, which.ravel()

    @cached_property
    def saving(self) -> tuple[Any, Any]:
        """Chances from level to level of savings in a month with a living and in one without; (from, to) each."""
        return shift(self.levels, self.saved), shift(self.levels, -self.spent)

    @cached_property
    def moves(self) -> Any:
        """Chances from position to position by work and savings, before the step of solvency; (kind, from, to)."""
        g, (found, _), (up, down) = len(self.levels), self.kinds, self.saving
        moves = np.zeros((len(found), 2 * g, 2 * g))
        for k, (worker, loss, find, *_) in enumerate(found):
            if not worker:
                moves[k] = np.eye(2 * g)
                continue
            moves[k, :g, :g], moves[k, :g, g:] = (1 - loss) * up, loss * down
            moves[k, g:, :g], moves[k, g:, g:] = find * up, (1 - find) * down
        return moves

    @cached_property
    def help(self) -> Any:
        """Chances from level to level of savings by help received and given, after the step of solvency; (from, to)."""
        one = both = np.eye(len(self.levels))
        for chance, amount in (self.received, (self.given[0], -self.given[1])):
            both = both @ ((1 - chance) * one + chance * shift(self.levels, amount))
        return both

    @cached_property
    def bare(self) -> Any:
        """1 where neither job nor savings are left; (position)."""
        bare = np.zeros(self.positions)
        bare[len(self.levels)] = 1.0
        return bare

    @cached_property
    def steps(self) -> Any:
        """Chances from stage to stage at each position, of every kind, requests for loans apart.

        (kind, from, to, position): a request moves from clear to borrowing by row, and comes on top.
        """
        found, _ = self.kinds
        steps = np.zeros((len(found), N_STAGES, N_STAGES, self.positions))
        bare, able = self.bare, 1 - self.bare
        for k, (_, _, _, unable, default, _) in enumerate(found):
            s = steps[k]
            s[CLEAR, ERROR] = self.court_error
            s[BORROWING, ARREARS] = bare * unable
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
    def linked(self) -> Any:
        """Pairs of stages between which anybody of any kind can go in a month; (pair, 2)."""
        return np.argwhere((self.steps != 0).any(axis=(0, 3)))

    @property
    def request(self) -> Any:
        """Chance a month, of who is clear, to be made a loan; (row)."""
        return (1 - self.court_error) * self.rows.need * self.granted

    @cached_property
    def newcomers(self) -> Any:
        """State of who arrives; (row, stage, position), each row sums to 1."""
        rows, g = self.rows, len(self.levels)
        arrive = np.zeros((len(rows.cell), N_STAGES, self.positions))
        arrive[:, CLEAR, self.arrival] = rows.newcomer
        arrive[:, CLEAR, g + self.arrival] = 1 - rows.newcomer
        return arrive

    def step(self, state: Any) -> Any:
        """Return the state after one month without renewal; (row, stage, position)."""
        return self.step_of_kinds(state, self.kinds[1], self.request)

    def step_of_kinds(self, state: Any, kind: Any, request: Any) -> Any:
        """Return a state after one month, given the kind of rates of each of its lines and its chance of a loan."""
        moved = self.moved(state, kind)
        after = np.zeros_like(moved)
        for x, y in self.linked:
            after[:, y] += moved[:, x] * self.steps[kind, x, y]
        made = moved[:, CLEAR] * request[:, None]
        after[:, CLEAR] -= made
        after[:, BORROWING] += made
        return by_levels(after, self.help)

    def moved(self, state: Any, kind: Any) -> Any:
        """Return a state after a month of work and savings alone; as `moves` has it, of all kinds at once."""
        g, found, (up, down) = len(self.levels), state.copy(), self.saving
        works = np.flatnonzero(self.kinds[0][kind, 0])
        loss, find = (self.kinds[0][kind[works], k].reshape(-1, *(1,) * (state.ndim - 1)) for k in (1, 2))
        job, none = state[works, ..., :g], state[works, ..., g:]
        found[works, ..., :g] = by_levels((1 - loss) * job + find * none, up)
        found[works, ..., g:] = by_levels(loss * job + (1 - find) * none, down)
        return found

    def flow(self, state: Any, before: int, *after: int) -> Any:
        """Return who goes from one stage to any of some others in the next month, renewal and requests apart; (row)."""
        _, kind = self.kinds
        chances = self.steps[:, before, list(after)].sum(axis=1)
        return (self.moved(state[:, before], kind) * chances[kind]).sum(axis=1)

    def loans(self, state: Any) -> tuple[Any, Any]:
        """Return loans repaid and loans fallen behind in the next month; (row)."""
        return self.flow(state, BORROWING, CLEAR), self.flow(state, BORROWING, ARREARS, ARREARS + 1)


def by_levels(state: Any, chances: Any) -> Any:
    """Return a state after its savings went from level to level; (..., level) or (..., position)."""
    return (state.reshape(-1, len(chances)) @ chances).reshape(state.shape)


def shift(levels: Any, amount: float) -> Any:
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


def savings_levels(most: int, spent: int, wanted: int = LEVELS) -> Any:
    """Return levels of savings in thousandths of a month of income, ascending from 0 to ``most``."""
    if most <= 0:
        return np.zeros(1)
    step = most / wanted
    if 0 < spent <= most:
        step = max(spent / max(np.floor(wanted * spent / most), 1), step)
    return np.append(np.arange(0, most, step), most) if step < most else np.array([0.0, most])


def low_share(t: Any) -> float:
    """Return the share of persons whose conviction lies below the bound of who chooses default."""
    ladder = int(t.ladder[CONVICTION])
    if ladder == 0:
        return float(np.mean(t.traits[CONVICTION] < t.unwilling_below))
    place = np.arange(int(t.town_size))
    place[(place > 0) & (place == ladder - 1)] += 1
    return float(np.mean(place / int(t.town_size) < t.unwilling_below))


def chain_of(t: Any, shares: Any) -> Chain:
    """Return the chain of a society's people, every request for a loan granted.

    t: the table of people, opened. shares: of persons by cell.
    """
    n, low = len(shares), low_share(t)
    levels = savings_levels(int(t.savings_most), int(t.spent))
    cell, is_low, worker = (a.ravel() for a in np.indices((n, 2, 2)))
    chance = {name: t[name][:n] / ONE for name in ("participation", "job_loss", "job_find", "need", "unable")}
    grown = 1 - t.minor[:n].astype(float)
    participation = np.minimum(chance["participation"], 1.0)[cell]
    rows = Rows(
        cell=cell, low=is_low, worker=worker,
        weight=(shares / np.sum(shares))[cell] * np.where(is_low, low, 1 - low)
        * np.where(worker, participation, 1 - participation),
        loss=chance["job_loss"][cell] * worker, find=chance["job_find"][cell] * worker,
        need=chance["need"][cell], unable=chance["unable"][cell] * worker,
        default=np.where(is_low, t.unwilling_most[:n][cell] / ONE, 0.0),
        renewal=t.renewal[:n][cell] / ONE,
        newcomer=np.where(worker, t.employed_at_start / ONE, 1.0),
    )  # fmt: skip
    willing = int(t.strategy_cum[1]) / ONE if t.meets else 0.0
    helped = t.meets / ONE * willing * (1 - t.slips / ONE) * float(np.sum(shares * grown) / np.sum(shares))
    return Chain(
        rows=rows, levels=levels, arrival=int(np.argmin(np.abs(levels - int(t.savings_at_start)))),
        saved=float(t.saved), spent=float(t.spent),
        given=(helped, 1000 * float(t.help_cost)), received=(helped, 1000 * float(t.help_benefit)),
        granted=1.0, cure=t.cure / ONE, sued=t.sued / ONE, judged=t.judged / ONE, court_error=t.court_error / ONE,
        set_aside=t.set_aside / ONE, performs=(t.performs_able / ONE, float(min(max(t.performs, 0.0), 1.0))),
        repay=t.repay / ONE,
    )  # fmt: skip
