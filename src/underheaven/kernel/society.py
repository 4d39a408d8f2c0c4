"""The compiled society: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.arrays import F8, I8, F8s, I8s, U1s, U2s
from underheaven.kernel.table import dtype_of
from underheaven.kernel.tables import CELLS, GUIDE, HABITS, KINDS, N_LIVED, QUANTILES, N


class Society:
    """A society as kernels read it; rates are chances in [0, 2**32], money is in months of income."""

    # who: cells are household category x person category
    town_size: I8
    n_towns: I8
    n_persons: I8
    n_person_categories: I8
    burn_in: I8  # months before the first one observed
    house: Annotated[U2s, (8192, 2)]  # first and end place of the household of each place in a town
    household_cum: Annotated[I8s, (CELLS,)]
    person_cum: Annotated[I8s, (CELLS,)]
    household_guide: Annotated[U1s, (GUIDE,)]
    person_guide: Annotated[U1s, (GUIDE,)]
    group: Annotated[U1s, (CELLS,)]
    minor: Annotated[U1s, (CELLS,)]
    renewal: Annotated[I8s, (CELLS,)]
    # who arrives later; growing older: a cell's first month of age, the month of age that leads out of it, where
    # to, the share that is still there a month later, and the sum of its powers over the cell's months
    arrival_cum: Annotated[I8s, (CELLS,)]
    arrival_guide: Annotated[U1s, (GUIDE,)]
    since: Annotated[I8s, (CELLS,)]
    until: Annotated[I8s, (CELLS,)]
    older: Annotated[U1s, (CELLS,)]
    stays: Annotated[F8s, (CELLS,)]
    powers: Annotated[F8s, (CELLS,)]
    traits: Annotated[F8s, (5, QUANTILES)]
    ladder: Annotated[I8s, (5,)]
    acquaintances: I8
    nearby: I8
    tie_set_aside: I8
    # who is alike: by the class of a cell, or above or below the middle of the law of conviction
    alike_share: I8
    alike_by: I8
    likeness: Annotated[U1s, (CELLS,)]
    middle: F8
    # conduct: rare kinds are reached by skipping, often ones by a draw each
    n_kinds: I8
    n_rare: I8
    n_often: I8
    rare: Annotated[U1s, (KINDS,)]
    often: Annotated[U1s, (KINDS,)]
    idle: Annotated[I8s, (2 * CELLS,)]  # chance of no rare opportunity, cell x employed
    survive: Annotated[I8s, (2 * CELLS, KINDS)]
    opportunity: Annotated[I8s, (2 * CELLS, KINDS)]
    hash: Annotated[I8s, (KINDS,)]
    class_of: Annotated[U1s, (KINDS,)]
    context_of: Annotated[U1s, (KINDS,)]
    law: Annotated[I8s, (KINDS,)]
    look: Annotated[I8s, (KINDS,)]
    open: Annotated[I8s, (KINDS,)]
    prosocial: Annotated[I8s, (KINDS,)]
    threshold: Annotated[I8s, (KINDS,)]
    mean_gain: Annotated[F8s, (KINDS,)]
    sigma: Annotated[F8s, (KINDS,)]
    cost: Annotated[F8s, (KINDS,)]
    kappa: Annotated[F8s, (KINDS,)]
    zeta: Annotated[F8s, (KINDS,)]
    glow: Annotated[F8s, (KINDS,)]
    gravity: Annotated[F8s, (KINDS,)]
    kind_of_stage: Annotated[I8s, (8,)]  # kind that arises from a stage of solvency, or -1
    # contexts and habits
    use: Annotated[F8s, (CELLS, N)]  # expected price of a month with the context shut: use times value
    lived: Annotated[F8s, (N_LIVED,)]  # price of one use of work and credit where uses are lived, else 0
    n_habits: I8
    habit_hash: Annotated[I8s, (HABITS,)]
    habit_whole: Annotated[I8s, (CELLS, HABITS)]
    habit_part: Annotated[I8s, (CELLS, HABITS)]
    # livelihood
    participation: Annotated[I8s, (CELLS,)]
    employed_at_start: I8
    job_loss: Annotated[I8s, (CELLS,)]
    job_find: Annotated[I8s, (CELLS,)]
    need: Annotated[I8s, (CELLS,)]
    savings_at_start: I8
    saved: I8
    spent: I8
    savings_most: I8
    repay: I8
    unable: Annotated[I8s, (CELLS,)]
    unwilling_most: Annotated[I8s, (CELLS,)]
    unwilling_below: F8
    unwilling: Annotated[F8s, (CELLS,)]
    fear_scale: F8
    cure: I8
    sued: I8
    judged: I8
    court_error: I8
    set_aside: I8
    performs: F8
    performs_detriment: F8
    performs_able: I8
    gain: F8
    loss: F8
    exploration: I8
    # exchange; refusal_kind is the conduct that a refusal is, or -1
    meets: I8
    strategy_cum: Annotated[I8s, (2,)]
    sees: I8
    slips: I8
    help_cost: F8
    help_benefit: F8
    refusal_kind: I8
    refusing_listed: I8
    # response; beliefs as f1, f0 for each class; shares in 2**-32: own experience, then the household's
    belief: Annotated[I8s, (6,)]
    learn_up: Annotated[I8s, (2,)]
    learn_down: Annotated[I8s, (2,)]
    forget: I8
    legitimacy: I8
    legitimacy_loss: Annotated[I8s, (2,)]
    legitimacy_recovery: I8
    household: I8


PEOPLE = dtype_of(Society)
