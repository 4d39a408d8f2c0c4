"""The compiled regime between two amendments: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.array_types import I8, Floats, Ints, U1s, U2s
from underheaven.kernel.structured_arrays import record_dtype
from underheaven.kernel.table_columns import RegimeColumns
from underheaven.kernel.table_layout import (
    CONTEXT_COUNT,
    MAX_CELLS,
    MAX_CHANNELS,
    MAX_GRADES,
    MAX_GROUPS,
    MAX_HABITS,
    MAX_KINDS,
    MAX_LISTS,
    MAX_PRIORS,
    MAX_RULES,
    MAX_SCORES,
    MAX_STRETCHES,
    MAX_ZONES,
    N_BUCKETS,
    N_STATUSES,
)


class Rules(RegimeColumns):
    """A regime between two amendments as kernels read it; rates are probabilities in 2**-32, 0 to 2**32.

    These columns are derived from several parameters; `RegimeColumns` has those that one parameter fills.
    """

    # sensing, by zone (regions that the same channels reach)
    applies: Annotated[Ints, (MAX_CELLS,)]
    detect: Annotated[Ints, (MAX_ZONES, MAX_KINDS, MAX_GROUPS)]
    mistaken: Annotated[Ints, (MAX_ZONES, MAX_KINDS, MAX_GROUPS)]
    n_stretches: I8
    bucket: Annotated[U1s, (N_BUCKETS,)]
    stretch_from: Annotated[Ints, (MAX_STRETCHES,)]
    stretch_kind: Annotated[U1s, (MAX_STRETCHES,)]
    stretch_length: Annotated[Ints, (MAX_ZONES, MAX_STRETCHES, MAX_GROUPS)]
    stretch_follows: Annotated[Ints, (MAX_STRETCHES,)]
    # attention that follows records: channels one by one, kinds and zones as bits
    follows: I8
    prior: Annotated[Floats, (MAX_PRIORS,)]
    n_channels: I8
    channel_kinds: Annotated[Ints, (MAX_CHANNELS,)]
    channel_zones: Annotated[Ints, (MAX_CHANNELS,)]
    channel_chance: Annotated[Floats, (MAX_CHANNELS, MAX_GROUPS)]
    channel_mistaken: Annotated[Floats, (MAX_CHANNELS, MAX_GROUPS)]
    # recording
    n_rules: I8
    rule_of: Annotated[Ints, (MAX_KINDS,)]
    kind_of: Annotated[U1s, (MAX_RULES,)]
    term: Annotated[Ints, (MAX_RULES,)]
    expiry: Annotated[Ints, (MAX_RULES,)]
    feared_months: Annotated[Floats, (MAX_RULES,)]
    secret: I8
    aware: Annotated[Ints, (MAX_CELLS,)]
    veiled: I8  # 1 where true and perceived weights of a record may differ: somebody may be unaware, or rules opaque
    # standing; a status is grade + 8 * lists (as bits)
    n_grades: I8
    band: Annotated[Ints, (MAX_GRADES,)]
    grade_label: Annotated[U1s, (MAX_GRADES,)]
    n_lists: I8
    list_rules: Annotated[Ints, (MAX_LISTS,)]
    list_count_rules: Annotated[Ints, (MAX_LISTS,)]
    list_at_most: Annotated[Ints, (MAX_LISTS,)]
    list_at_least: Annotated[Ints, (MAX_LISTS,)]
    black: I8
    red: I8
    empty_state: I8
    counts_clean: I8
    graded: I8
    # lookup tables by score: status and what ties see of it; `feeding` are the rules whose records can list a person
    # whatever the score
    n_looked_up: I8
    state_at: Annotated[U2s, (MAX_SCORES,)]
    shown_at: Annotated[U1s, (MAX_SCORES,)]
    feeding: I8
    personal: I8
    suppression: I8
    quota_kind: I8
    # ties: scores of others in one's own, records that pass to a household or along ties
    shown_step: I8
    contagion_rule: I8
    contagion_reference_group: I8
    # consent
    joins: Annotated[Floats, (MAX_CELLS,)]
    outside_state: I8
    fits_scores: I8
    # treatment
    closes: Annotated[U2s, (N_STATUSES,)]
    rewards: Annotated[U1s, (N_STATUSES,)]
    public_status: Annotated[U1s, (N_STATUSES,)]
    access: Annotated[Floats, (N_STATUSES, CONTEXT_COUNT)]
    reward: Annotated[Floats, (N_STATUSES, CONTEXT_COUNT)]
    denial: Annotated[Ints, (N_STATUSES, MAX_HABITS)]
    list_strength: Annotated[Floats, (MAX_LISTS, CONTEXT_COUNT)]
    grade_strength: Annotated[Floats, (MAX_GRADES, CONTEXT_COUNT)]
    see: I8
    unseen: I8
    n_visible: I8


RULES_DTYPE = record_dtype(Rules)
