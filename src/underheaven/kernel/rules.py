"""The compiled regime between two amendments: one record of fixed shape that kernels read."""

from __future__ import annotations

from typing import Annotated

from underheaven.arrays import F8, I8, Floats, Ints, U1s, U2s
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
    VISIBLE,
    ZONES,
    N,
)


class Rules:
    """A regime between two amendments as kernels read it; rates are chances in [0, 2**32]."""

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
    exponent: F8
    visits: I8
    prior: Annotated[Floats, (PRIORS,)]
    n_channels: I8
    channel_follows: Annotated[Ints, (CHANNELS,)]
    channel_kinds: Annotated[Ints, (CHANNELS,)]
    channel_zones: Annotated[Ints, (CHANNELS,)]
    channel_chance: Annotated[Floats, (CHANNELS, GROUPS)]
    channel_mistaken: Annotated[Floats, (CHANNELS, GROUPS)]
    # recording
    n_rules: I8
    rule_of: Annotated[Ints, (KINDS,)]
    kind_of: Annotated[U1s, (RULES,)]
    points: Annotated[Ints, (RULES,)]
    term: Annotated[Ints, (RULES,)]
    expiry: Annotated[Ints, (RULES,)]
    refile: Annotated[Ints, (RULES,)]
    by_performance: Annotated[Ints, (RULES,)]
    early_after: Annotated[Ints, (RULES,)]
    early: Annotated[Ints, (RULES,)]
    feared_months: Annotated[Floats, (RULES,)]
    rumour: Annotated[Floats, (RULES,)]
    opacity: F8
    gaps: I8  # rules whose records can be bought off or staged, as bits
    secret: I8
    aware: Annotated[Ints, (CELLS,)]
    veiled: I8  # what people know of it
    # standing; a state is grade + 8 * mask of lists
    start: I8
    minimum: I8
    maximum: I8
    n_grades: I8
    band: Annotated[Ints, (GRADES,)]
    grade_label: Annotated[U1s, (GRADES,)]
    n_lists: I8
    list_rules: Annotated[Ints, (LISTS,)]
    list_count_rules: Annotated[Ints, (LISTS,)]
    list_count: Annotated[Ints, (LISTS,)]
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
    favour: I8
    favour_points: I8  # points that come from no record
    suppression: I8
    quota: F8
    quota_kind: I8  # quota: records a month a person
    # ties: scores of others in one's own, records that pass to a household or along ties
    association: F8
    shown_step: I8
    household_guilt: I8
    contagion: F8
    background: F8
    contagion_rule: I8
    contagion_look: I8
    # consent
    consent: I8
    joins: Annotated[Floats, (CELLS,)]
    joins_by_conviction: F8
    outside_state: I8
    fused: I8
    fit_every: I8
    refit: I8
    fit_least: I8
    fit_most: I8
    points_per_unit: F8
    ridge: F8  # points fitted to the regime's own records
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
    first_repaid: Annotated[Floats, (VISIBLE,)]
    first_defaulted: Annotated[Floats, (VISIBLE,)]  # what lenders start from
    # repair
    filed_wrongful: I8
    filed_rightful: I8
    granted_wrongful: I8
    granted_rightful: I8
    heard: I8
    correction: I8


RULES_TABLE = dtype_of(Rules)
