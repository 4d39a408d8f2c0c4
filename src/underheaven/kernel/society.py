"""The compiled society: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.arrays import F8, I8, Floats, Ints, U1s, U2s
from underheaven.kernel.columns import SocietyColumns
from underheaven.kernel.table import dtype_of
from underheaven.kernel.tables import CELLS, GUIDE, HABITS, KINDS, N_LIVED, QUANTILES, N


class Society(SocietyColumns):
    """A society as kernels read it; rates are chances in [0, 2**32], money is in months of income.

    Here stand the columns that follow from several parameters; `SocietyColumns` has those that one parameter fills.
    """

    # who: cells are household category x person category
    n_towns: I8
    n_persons: I8
    n_person_categories: I8
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
    mean_gain: Annotated[Floats, (KINDS,)]
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
    job_loss: Annotated[Ints, (CELLS,)]
    job_find: Annotated[Ints, (CELLS,)]
    need: Annotated[Ints, (CELLS,)]
    savings_at_start: I8
    unable: Annotated[Ints, (CELLS,)]
    unwilling_most: Annotated[Ints, (CELLS,)]
    unwilling: Annotated[Floats, (CELLS,)]
    # exchange; refusal_kind is the conduct that a refusal is, or -1
    strategy_cum: Annotated[Ints, (2,)]
    refusal_kind: I8
    # response; beliefs as f1, f0 for each class; shares in 2**-32: own experience, then the household's
    belief: Annotated[Ints, (6,)]
    learn_up: Annotated[Ints, (2,)]
    learn_down: Annotated[Ints, (2,)]
    legitimacy_loss: Annotated[Ints, (2,)]
    household: I8


PEOPLE = dtype_of(Society)
