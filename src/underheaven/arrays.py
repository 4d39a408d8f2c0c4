"""Names for the types of arrays and of numbers, as annotations write them.

Machine code and the reference engine give the same numbers in Python's types and in NumPy's: `Int` and `Float` are
either.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Int: TypeAlias = int | np.integer[Any]
Float: TypeAlias = float | np.floating[Any]

I1s: TypeAlias = NDArray[np.int8]
I4s: TypeAlias = NDArray[np.int32]
I8s: TypeAlias = NDArray[np.int64]
U1s: TypeAlias = NDArray[np.uint8]
U2s: TypeAlias = NDArray[np.uint16]
U4s: TypeAlias = NDArray[np.uint32]
F8s: TypeAlias = NDArray[np.float64]

I8: TypeAlias = Annotated[int, "i8"]
F8: TypeAlias = Annotated[float, "f8"]
