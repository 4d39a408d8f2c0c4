"""What a chunk of towns counts in one month: one record of fixed shape that kernels add to.

The registry of tallies (`fields.TALLIES`) decides names and dimensions; `Tally` names them for type checkers, and a
test holds both equal.
"""

from __future__ import annotations

import numpy as np

from underheaven.arrays import I8s, Int
from underheaven.fields import FIXED_DIMS, TALLIES
from underheaven.kernel.tables import FUSED, GRADES, GROUPS, HABITS, KINDS, LISTS


class Tally:
    """Counts of one chunk of towns in one month, in the order of the registry; regions stand apart.

    moments: never recorded; the products of records that points are fitted to, see `kernel.fusion`.
    """

    opportunities: I8s
    acts: I8s
    in_state: I8s
    speaking: I8s
    lost_mistaken: I8s
    recorded_by_way: I8s
    recorded: I8s
    filed: I8s
    overflow: Int
    crowded_out: I8s
    made_for_quota: I8s
    suppressed: I8s
    persons: I8s
    live_records: I8s
    listed: I8s
    blacklisted: I8s
    wrongly_blacklisted: I8s
    listed_by_kind: I8s
    listed_for_debt: I8s
    listed_by_debt: I8s
    listed_by_origin: I8s
    entries: I8s
    exits: I8s
    first_listed: I8s
    first_wrongly_listed: I8s
    grades: I8s
    score: Int
    set_aside: Int
    joined: I8s
    stayed_out: I8s
    favour_moments: I8s
    best_grade: I8s
    detriment: I8s
    detriment_by_group: I8s
    ledger: I8s
    reward: I8s
    denied: I8s
    workforce: I8s
    unemployed: I8s
    jobs_lost: I8s
    jobs_found: I8s
    jobs_denied: I8s
    solvency: I8s
    loans_asked: I8s
    loans_made: I8s
    loans_refused: I8s
    defaults: I8s
    judgments: I8s
    performed: I8s
    legitimacy: Int
    belief: I8s
    unjust: I8s
    appeals_filed: I8s
    appeals_granted: I8s
    removals: I8s
    renewed_off: I8s
    renewed: I8s
    silenced: I8s
    weighed: I8s
    weight_true: I8s
    weight_believed: I8s
    helps: I8s
    refusals: I8s
    staged: I8s
    bought_off: I8s
    score_moments: I8s
    help_benefit: I8s
    help_cost: I8s
    moments: I8s


_WIDTHS = {
    "kind": KINDS, "group": GROUPS, "list": LISTS, "grade": GRADES, "denial": HABITS,
    **{dim: len(labels) for dim, labels in FIXED_DIMS.items()},
}  # fmt: skip

COUNTS = np.dtype(
    [(f.name, "i8", tuple(_WIDTHS[d] for d in f.dims)) for f in TALLIES if "region" not in f.dims]
    + [("moments", "i8", (FUSED, FUSED))]
)
"""Tallies of one chunk of towns in one month, at their largest shapes."""
