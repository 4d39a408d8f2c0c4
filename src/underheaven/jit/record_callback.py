"""Compilation of a Python function of one record to a C callback."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast


def compile_record_callback(function: Callable[..., None], prepare: Callable[..., None], layout: Any) -> Any:
    """Return ``function`` compiled as a C function of a pointer to one record.

    Args:
        function: takes the record; if it raises, the record's ``failed`` becomes 1.
        prepare: takes the record and is called first.
        layout: the dtype of the record.

    Returns:
        Numba's C callback, or None if Numba cannot compile ``function``.
    """
    import numba
    from numba.core import types
    from numba.core.errors import NumbaError
    from numba.np.numpy_support import from_dtype

    of: Any = numba
    first, then, pointer_to = of.njit(nogil=True)(prepare), of.njit(nogil=True)(function), cast(Any, types.CPointer)

    def call(pointer: Any) -> None:
        record = numba.carray(pointer, 1)[0]  # type: ignore[attr-defined]
        first(record)
        try:
            then(record)
        except Exception:
            record.failed = 1

    try:
        return of.cfunc(types.void(pointer_to(from_dtype(layout))))(call)
    except NumbaError:
        return None
