"""What towns remember of the past, of last month, and of the month under way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from underheaven.array_types import I8s
from underheaven.kernel.table_layout import MAX_KINDS


class Towns(NamedTuple):
    """Memory of all towns: of the whole past, of last month, and, under names in ``_next``, of the month under way.

    Attributes:
        past: Adverse records filed since the run began, int64 (town,).
        lost: Records lost to mistaken identity, int64 (town, kind).
        eligible: Persons whom the regime could record, int64 (town,).
        seen: Adults who acted in the open, who spoke, and who were on a blacklist, int64 (town, 3).
        grown: Adults, int64 (town,).
        sensed: Adverse records that channels made, int64 (town,).
        lost_next: The same as `lost`, for the month under way.
        eligible_next: The same as `eligible`, for the month under way.
        seen_next: The same as `seen`, for the month under way.
        grown_next: The same as `grown`, for the month under way.
        sensed_next: The same as `sensed`, for the month under way.
    """

    past: I8s
    lost: I8s
    eligible: I8s
    seen: I8s
    grown: I8s
    sensed: I8s
    lost_next: I8s
    eligible_next: I8s
    seen_next: I8s
    grown_next: I8s
    sensed_next: I8s

    def advanced(self) -> Towns:
        """Return the towns with this month as last month; the arrays of the month under way are cleared and reused."""
        for array in (self.lost, self.eligible, self.seen, self.grown, self.sensed):
            array[:] = 0
        return Towns(
            self.past,
            self.lost_next,
            self.eligible_next,
            self.seen_next,
            self.grown_next,
            self.sensed_next,
            self.lost,
            self.eligible,
            self.seen,
            self.grown,
            self.sensed,
        )


def empty_towns(n: int) -> Towns:
    """Return the memory of ``n`` towns, all zeros."""

    def half() -> tuple[I8s, I8s, I8s, I8s, I8s]:
        """Return the arrays of one month."""
        return (
            np.zeros((n, MAX_KINDS), np.int64),
            np.zeros(n, np.int64),
            np.zeros((n, 3), np.int64),
            np.zeros(n, np.int64),
            np.zeros(n, np.int64),
        )

    return Towns(np.zeros(n, np.int64), *half(), *half())
