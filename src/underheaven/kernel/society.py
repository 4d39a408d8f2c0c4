"""The compiled society: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.arrays import F8, I8, Floats, Ints, U1s, U2s
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
    household_cum: Annotated[Ints, (CELLS,)]
    person_cum: Annotated[Ints, (CELLS,)]
    household_guide: Annotated[U1s, (GUIDE,)]
    person_guide: Annotated[U1s, (GUIDE,)]
    group: Annotated[U1s, (CELLS,)]
    minor: Annotated[U1s, (CELLS,)]
    renewal: Annotated[Ints, (CELLS,)]
    # who arrives later; growing older: a cell's first month of age, the month of age that leads out of it, where
    # to, the share that is still there a month later, and the sum of its powers over the cell's months
    arrival_cum: Annotated[Ints, (CELLS,)]
    arrival_guide: Annotated[U1s, (GUIDE,)]
    since: Annotated[Ints, (CELLS,)]
    until: Annotated[Ints, (CELLS,)]
    older: Annotated[U1s, (CELLS,)]
    stays: Annotated[Floats, (CELLS,)]
    powers: Annotated[Floats, (CELLS,)]
    traits: Annotated[Floats, (5, QUANTILES)]
    ladder: Annotated[Ints, (5,)]
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
    idle: Annotated[Ints, (2 * CELLS,)]  # chance of no rare opportunity, cell x employed
    survive: Annotated[Ints, (2 * CELLS, KINDS)]
    opportunity: Annotated[Ints, (2 * CELLS, KINDS)]
    hash: Annotated[Ints, (KINDS,)]
    class_of: Annotated[U1s, (KINDS,)]
    context_of: Annotated[U1s, (KINDS,)]
    law: Annotated[Ints, (KINDS,)]
    look: Annotated[Ints, (KINDS,)]
    open: Annotated[Ints, (KINDS,)]
    prosocial: Annotated[Ints, (KINDS,)]
    threshold: Annotated[Ints, (KINDS,)]
    mean_gain: Annotated[Floats, (KINDS,)]
    sigma: Annotated[Floats, (KINDS,)]
    cost: Annotated[Floats, (KINDS,)]
    kappa: Annotated[Floats, (KINDS,)]
    zeta: Annotated[Floats, (KINDS,)]
    glow: Annotated[Floats, (KINDS,)]
    gravity: Annotated[Floats, (KINDS,)]
    kind_of_stage: Annotated[Ints, (8,)]  # kind that arises from a stage of solvency, or -1
    # contexts and habits
    use: Annotated[Floats, (CELLS, N)]  # expected price of a month with the context shut: use times value
    lived: Annotated[Floats, (N_LIVED,)]  # price of one use of work and credit where uses are lived, else 0
    n_habits: I8
    habit_hash: Annotated[Ints, (HABITS,)]
    habit_whole: Annotated[Ints, (CELLS, HABITS)]
    habit_part: Annotated[Ints, (CELLS, HABITS)]
    # livelihood
    participation: Annotated[Ints, (CELLS,)]
    employed_at_start: I8
    job_loss: Annotated[Ints, (CELLS,)]
    job_find: Annotated[Ints, (CELLS,)]
    need: Annotated[Ints, (CELLS,)]
    savings_at_start: I8
    saved: I8
    spent: I8
    savings_most: I8
    repay: I8
    unable: Annotated[Ints, (CELLS,)]
    unwilling_most: Annotated[Ints, (CELLS,)]
    unwilling_below: F8
    unwilling: Annotated[Floats, (CELLS,)]
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
    strategy_cum: Annotated[Ints, (2,)]
    sees: I8
    slips: I8
    help_cost: F8
    help_benefit: F8
    refusal_kind: I8
    refusing_listed: I8
    # response; beliefs as f1, f0 for each class; shares in 2**-32: own experience, then the household's
    belief: Annotated[Ints, (6,)]
    learn_up: Annotated[Ints, (2,)]
    learn_down: Annotated[Ints, (2,)]
    forget: I8
    legitimacy: I8
    legitimacy_loss: Annotated[Ints, (2,)]
    legitimacy_recovery: I8
    household: I8


PEOPLE = dtype_of(Society)
