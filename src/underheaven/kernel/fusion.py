"""What a regime counts of its own records: who held which, and who was recorded this month."""

from __future__ import annotations

from typing import Any

import numpy as np

from underheaven.jit import kernel
from underheaven.kernel.tables import FUSED

_PRIME = 37
PLACE_OF = np.full(_PRIME, -1, np.int64)
"""The place of the one bit of a number below 2**36, by its remainder: no two of them share one."""
for _place in range(36):
    PLACE_OF[2**_place % _PRIME] = _place


@kernel
def count_together(moments: Any, held: Any, adverse: Any) -> None:
    """Add one person's month to the products of everything with everything, int64 (FUSED, FUSED), above the diagonal.

    held: rules whose records stood at last month's standing, as bits. adverse: whether an adverse record was filed.
    Places: 0 is 1 for everybody, 1 + rule for a rule, the last for an adverse record.
    """
    rest = np.int64(1) | (held << 1)
    if adverse:
        rest |= np.int64(1) << (FUSED - 1)
    while rest != 0:
        a = PLACE_OF[(rest & -rest) % _PRIME]
        others = rest
        while others != 0:
            moments[a, PLACE_OF[(others & -others) % _PRIME]] += 1
            others &= others - 1
        rest &= rest - 1
