"""Type aliases for arrays and numbers.

Compiled code and the interpreted engine compute the same values in Python's types or in NumPy's: `Int`, `Float` and
`Bool` accept either. `Float` accepts `Int`, as `float` accepts `int`; a `Flag` is a bool, or 0 or 1 in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Int: TypeAlias = int | np.integer[Any]
Float: TypeAlias = float | np.floating[Any] | np.integer[Any]
Bool: TypeAlias = bool | np.bool_
Flag: TypeAlias = int | np.integer[Any] | np.bool_

I1s: TypeAlias = NDArray[np.int8]
I4s: TypeAlias = NDArray[np.int32]
I8s: TypeAlias = NDArray[np.int64]
U1s: TypeAlias = NDArray[np.uint8]
U2s: TypeAlias = NDArray[np.uint16]
U4s: TypeAlias = NDArray[np.uint32]
F8s: TypeAlias = NDArray[np.float64]
Array: TypeAlias = NDArray[Any]
"""An array of any type; the registry of fields states which."""

if TYPE_CHECKING:

    class Ints(I8s):
        """An int64 array field of a record, of which kernels read one number at a time; NumPy's stubs cannot say so."""

        def __getitem__(self, index: Int | tuple[Int, ...], /) -> Int:  # type: ignore[override]
            ...

    class Floats(F8s):
        """The same with float64 values."""

        def __getitem__(self, index: Int | tuple[Int, ...], /) -> float:  # type: ignore[override]
            ...
else:
    Ints, Floats = I8s, F8s

I8: TypeAlias = Annotated[int, "i8"]
F8: TypeAlias = Annotated[float, "f8"]
