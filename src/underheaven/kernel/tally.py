"""Counts of one chunk of towns in one month: one record of fixed shape that kernels add to.

The registry of tallies (`fields.tallies.TALLIES`) decides names and dimensions; `scenario.column_writer` writes the
names for type checkers, and a test compares the two.
"""

from __future__ import annotations

import numpy as np

from underheaven.array_types import I8s
from underheaven.fields.dimensions import FIXED_DIMS
from underheaven.fields.tallies import TALLIES
from underheaven.kernel.table_columns import TallyColumns
from underheaven.kernel.table_layout import MAX_GRADES, MAX_GROUPS, MAX_HABITS, MAX_KINDS, MAX_LISTS, N_FIT_TERMS


class Tally(TallyColumns):
    """Counts of one chunk of towns in one month, in the order of the registry, without the tallies by region.

    ``moments`` is never recorded: it holds the products of records to which points are fitted, see `fitting_moments`.
    """

    moments: I8s


_WIDTHS = {
    "kind": MAX_KINDS,
    "group": MAX_GROUPS,
    "list": MAX_LISTS,
    "grade": MAX_GRADES,
    "denial": MAX_HABITS,
    **{dim: len(labels) for dim, labels in FIXED_DIMS.items()},
}

TALLY_DTYPE = np.dtype(
    [(f.name, "i8", tuple(_WIDTHS[d] for d in f.dims)) for f in TALLIES if "region" not in f.dims]
    + [("moments", "i8", (N_FIT_TERMS, N_FIT_TERMS))]
)
"""Dtype of the tallies of one chunk of towns in one month, at their largest shapes."""
