"""The compiled regime between two amendments: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.arrays import I8, Floats, Ints, U1s, U2s
from underheaven.kernel.columns import RegimeColumns
from underheaven.kernel.table import dtype_of
from underheaven.kernel.tables import (
    BUCKETS,
    CELLS,
    CHANNELS,
    GRADES,
    GROUPS,
    HABITS,
    KINDS,
    LISTS,
    PRIORS,
    RULES,
    SCORES,
    STATES,
    STRETCHES,
    ZONES,
    N,
)


class Rules(RegimeColumns):
    """A regime between two amendments as kernels read it; rates are chances in [0, 2**32].

    Here stand the columns that follow from several parameters; `RegimeColumns` has those that one parameter fills.
    """

    # sensing, by zone (regions that the same channels reach)
    applies: Annotated[Ints, (CELLS,)]
    detect: Annotated[Ints, (ZONES, KINDS, GROUPS)]
    mistaken: Annotated[Ints, (ZONES, KINDS, GROUPS)]
    n_stretches: I8
    bucket: Annotated[U1s, (BUCKETS,)]
    stretch_from: Annotated[Ints, (STRETCHES,)]
    stretch_kind: Annotated[U1s, (STRETCHES,)]
    stretch_length: Annotated[Ints, (ZONES, STRETCHES, GROUPS)]
    stretch_follows: Annotated[Ints, (STRETCHES,)]
    # attention that follows records: channels one by one, kinds and zones as bits
    follows: I8
    prior: Annotated[Floats, (PRIORS,)]
    n_channels: I8
    channel_kinds: Annotated[Ints, (CHANNELS,)]
    channel_zones: Annotated[Ints, (CHANNELS,)]
    channel_chance: Annotated[Floats, (CHANNELS, GROUPS)]
    channel_mistaken: Annotated[Floats, (CHANNELS, GROUPS)]
    # recording
    n_rules: I8
    rule_of: Annotated[Ints, (KINDS,)]
    kind_of: Annotated[U1s, (RULES,)]
    term: Annotated[Ints, (RULES,)]
    expiry: Annotated[Ints, (RULES,)]
    feared_months: Annotated[Floats, (RULES,)]
    secret: I8
    aware: Annotated[Ints, (CELLS,)]
    veiled: I8  # what people know of it
    # standing; a state is grade + 8 * mask of lists
    n_grades: I8
    band: Annotated[Ints, (GRADES,)]
    grade_label: Annotated[U1s, (GRADES,)]
    n_lists: I8
    list_rules: Annotated[Ints, (LISTS,)]
    list_count_rules: Annotated[Ints, (LISTS,)]
    list_at_most: Annotated[Ints, (LISTS,)]
    list_at_least: Annotated[Ints, (LISTS,)]
    black: I8
    red: I8
    empty_state: I8
    counts_clean: I8
    graded: I8
    # how a score alone stands and what ties see of it; records of which rules can put on a list beside that
    n_looked_up: I8
    state_at: Annotated[U2s, (SCORES,)]
    shown_at: Annotated[U1s, (SCORES,)]
    feeding: I8
    personal: I8
    suppression: I8
    quota_kind: I8
    # ties: scores of others in one's own, records that pass to a household or along ties
    shown_step: I8
    contagion_rule: I8
    contagion_look: I8
    # consent
    joins: Annotated[Floats, (CELLS,)]
    outside_state: I8
    fused: I8
    # treatment
    closes: Annotated[U2s, (STATES,)]
    rewards: Annotated[U1s, (STATES,)]
    face: Annotated[U1s, (STATES,)]
    access: Annotated[Floats, (STATES, N)]
    reward: Annotated[Floats, (STATES, N)]
    denial: Annotated[Ints, (STATES, HABITS)]
    list_strength: Annotated[Floats, (LISTS, N)]
    grade_strength: Annotated[Floats, (GRADES, N)]
    see: I8
    unseen: I8
    n_visible: I8


RULES_TABLE = dtype_of(Rules)
