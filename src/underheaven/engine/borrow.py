"""Arrays that compiled code reads and writes without counting references to them.

Every function that takes an array would else raise and lower an atomic count, and threads that share the array
would wait for each other to do so. The caller holds the arrays for as long as the code runs.
"""

from __future__ import annotations

from typing import Any

from numba.core import types
from numba.extending import intrinsic


def _without_owner(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    if not isinstance(kind, types.Array):
        for place, part in enumerate(kind):
            bare = _without_owner(context, builder, part, builder.extract_value(value, place))
            value = builder.insert_value(value, bare, place)
        return value
    array = context.make_array(kind)(context, builder, value)
    array.meminfo = array.meminfo.type(None)
    array.parent = array.parent.type(None)
    return array._getvalue()


def _borrowed(typing_context: Any, value: Any) -> Any:
    """Type and compile ``borrowed``."""
    if not isinstance(value, types.Array | types.BaseTuple):
        return None

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _without_owner(context, builder, signature.args[0], args[0])

    return value(value), code


borrowed: Any = intrinsic(_borrowed)
"""Return an array, or a tuple of arrays, over the same memory and without an owner; for compiled code alone.

The memory must be held by whoever called: an array that compiled code made itself is freed at its last use.
"""
