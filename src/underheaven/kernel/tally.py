"""What a chunk of towns counts in one month: one record of fixed shape that kernels add to.

The registry of tallies (`fields.TALLIES`) decides names and dimensions; `world.layout` writes the names for type
checkers, and a test holds both equal.
"""

from __future__ import annotations

import numpy as np

from underheaven.arrays import I8s
from underheaven.fields import FIXED_DIMS, TALLIES
from underheaven.kernel.columns import TallyColumns
from underheaven.kernel.tables import FUSED, GRADES, GROUPS, HABITS, KINDS, LISTS


class Tally(TallyColumns):
    """Counts of one chunk of towns in one month, in the order of the registry; regions stand apart.

    moments: never recorded; the products of records that points are fitted to, see `kernel.fusion`.
    """

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
