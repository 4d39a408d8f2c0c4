"""The compiled society: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.array_types import F8, I8, Floats, Ints, U1s, U2s
from underheaven.kernel.structured_arrays import record_dtype
from underheaven.kernel.table_columns import SocietyColumns
from underheaven.kernel.table_layout import (
    CONTEXT_COUNT,
    GUIDE_LENGTH,
    MAX_CELLS,
    MAX_HABITS,
    MAX_KINDS,
    N_QUANTILES,
    N_REALISED_CONTEXTS,
)


class Society(SocietyColumns):
    """A society as kernels read it; rates are probabilities in 2**-32, 0 to 2**32, and money is in months of income.

    These columns are derived from several parameters; `SocietyColumns` has those that one parameter fills.
    """

    # persons; cells are household category x person category
    n_towns: I8
    n_persons: I8
    n_person_categories: I8
    house: Annotated[U2s, (8192, 2)]  # first slot of the household of each slot in a town, and the end of it
    household_cum: Annotated[Ints, (MAX_CELLS,)]
    person_cum: Annotated[Ints, (MAX_CELLS,)]
    household_guide: Annotated[U1s, (GUIDE_LENGTH,)]
    person_guide: Annotated[U1s, (GUIDE_LENGTH,)]
    group: Annotated[U1s, (MAX_CELLS,)]
    minor: Annotated[U1s, (MAX_CELLS,)]
    renewal: Annotated[Ints, (MAX_CELLS,)]
    # newcomers, and ageing: a cell's first month of age, the month of age that leads out of it, the next cell, the
    # share of persons still there a month later, and the sum of its powers over the cell's months
    arrival_cum: Annotated[Ints, (MAX_CELLS,)]
    arrival_guide: Annotated[U1s, (GUIDE_LENGTH,)]
    since: Annotated[Ints, (MAX_CELLS,)]
    until: Annotated[Ints, (MAX_CELLS,)]
    older: Annotated[U1s, (MAX_CELLS,)]
    stays: Annotated[Floats, (MAX_CELLS,)]
    powers: Annotated[Floats, (MAX_CELLS,)]
    traits: Annotated[Floats, (5, N_QUANTILES)]
    ladder: Annotated[Ints, (5,)]
    # homophily: similar by the class of a cell, or by conviction below or above its median
    alike_share: I8
    alike_by: I8
    homophily_class: Annotated[U1s, (MAX_CELLS,)]
    middle: F8
    # conduct: one draw finds the next opportunity among rare kinds; frequent kinds have a draw each
    n_kinds: I8
    n_rare: I8
    n_often: I8
    rare: Annotated[U1s, (MAX_KINDS,)]
    often: Annotated[U1s, (MAX_KINDS,)]
    idle: Annotated[Ints, (2 * MAX_CELLS,)]  # chance of no rare opportunity, cell x employed
    survive: Annotated[Ints, (2 * MAX_CELLS, MAX_KINDS)]
    opportunity: Annotated[Ints, (2 * MAX_CELLS, MAX_KINDS)]
    hash: Annotated[Ints, (MAX_KINDS,)]
    class_of: Annotated[U1s, (MAX_KINDS,)]
    context_of: Annotated[U1s, (MAX_KINDS,)]
    law: Annotated[Ints, (MAX_KINDS,)]
    reference_group: Annotated[Ints, (MAX_KINDS,)]
    mean_gain: Annotated[Floats, (MAX_KINDS,)]
    kind_of_stage: Annotated[Ints, (8,)]  # kind that arises from a stage of solvency, or -1
    # contexts and habits
    use: Annotated[Floats, (MAX_CELLS, CONTEXT_COUNT)]  # expected price of a month without the context: use times value
    realised_price: Annotated[
        Floats, (N_REALISED_CONTEXTS,)
    ]  # price of one use of work and of credit where use is `as lived`, else 0
    n_habits: I8
    habit_hash: Annotated[Ints, (MAX_HABITS,)]
    habit_whole: Annotated[Ints, (MAX_CELLS, MAX_HABITS)]
    habit_part: Annotated[Ints, (MAX_CELLS, MAX_HABITS)]
    # livelihood
    participation: Annotated[Ints, (MAX_CELLS,)]
    job_loss: Annotated[Ints, (MAX_CELLS,)]
    job_find: Annotated[Ints, (MAX_CELLS,)]
    need: Annotated[Ints, (MAX_CELLS,)]
    savings_at_start: I8
    unable: Annotated[Ints, (MAX_CELLS,)]
    unwilling_most: Annotated[Ints, (MAX_CELLS,)]
    unwilling: Annotated[Floats, (MAX_CELLS,)]
    # exchange; refusal_kind is the conduct that a refusal is, or -1
    strategy_cum: Annotated[Ints, (2,)]
    refusal_kind: I8
    # response; initial beliefs as f1, f0 for each class; shares in 2**-32: for own experience, then the household's
    belief: Annotated[Ints, (6,)]
    learn_up: Annotated[Ints, (2,)]
    learn_down: Annotated[Ints, (2,)]
    legitimacy_loss: Annotated[Ints, (2,)]
    household: I8


SOCIETY_DTYPE = record_dtype(Society)
