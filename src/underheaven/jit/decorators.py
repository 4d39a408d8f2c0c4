"""Compilation with Numba: a decorator for each kind of function, and all compile options."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from underheaven.jit.code_cache import add_checksums, chosen_folder
from underheaven.jit.interpreted import is_left_as_written

F = TypeVar("F", bound=Callable[..., Any])
_setting = threading.Lock()


def jit_entry(function: F) -> F:
    """Compile a function that Python calls, at its first call, without the interpreter lock and with a cache.

    Compiled code allocates no array and counts no references: the caller must keep every array alive.
    In an interpreted copy the function stays as it is.
    """
    if is_left_as_written():
        return function
    from numba.core import config

    njit, settings = _njit(), cast(Any, config)
    with _setting:  # else two threads that import at once could leave our folder to the caller's own functions
        before, settings.CACHE_DIR = settings.CACHE_DIR, str(chosen_folder())
        try:
            compiled: Any = njit(cache=True, **_OPTIONS)(function)
        finally:
            settings.CACHE_DIR = before
    add_checksums(compiled)
    return cast(F, compiled)


def jit_kernel(function: F) -> F:
    """Compile a function of one person and inline it into its callers; an interpreted copy leaves it as it is."""
    return _inner(function, forceinline=True)


def jit_loop(function: F) -> F:
    """Compile a loop over persons that entry points call; an interpreted copy leaves it as it is."""
    return _inner(function)


def jit_stage(function: F) -> F:
    """Compile a stage and inline it into the month of a town; an interpreted copy leaves it as it is.

    A call would pass every array of the workspace, which takes about 200 ns per stage and slows small towns.
    """
    return _inner(function, forceinline=True)


def _njit() -> Any:
    """Return Numba's compiler, imported late and untyped, because its stubs lack some of the options used here."""
    import numba

    return numba.njit


_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def _inner(function: F, **options: Any) -> F:
    """Compile a function that only compiled code calls; without a Python wrapper, compilation takes a third less time.

    A call from Python would crash the process, so it raises TypeError instead.
    """
    if is_left_as_written():
        return function
    compiled: Any = _njit()(no_cpython_wrapper=True, **_OPTIONS, **options)(function)
    compiled.__class__ = type("Inner", (type(compiled),), {"__call__": _refused})
    return cast(F, compiled)


def _refused(self: Any, *args: Any, **kwargs: Any) -> Any:
    name = self.py_func.__name__
    raise TypeError(
        f"{name} can only be called from compiled code. Use jit.interpreted.interpreted_copy to call it in Python."
    )


def jit_inline(function: F, reference: F | None = None) -> F:
    """Inline a small function into its callers before they are compiled; not for stages.

    Args:
        function: the function to inline.
        reference: what interpreted copies run instead, if Python integers are much faster there than NumPy's.
    """
    if is_left_as_written():
        return function if reference is None else reference
    compiled: Any = _njit()(inline="always", error_model="numpy", _nrt=False)(function)
    return cast(F, compiled)


def jit_trailing_zeros(function: F) -> F:
    """Replace a function that counts trailing zeros of an int64 by the machine instruction.

    Interpreted copies run ``function``.
    """
    if is_left_as_written():
        return function
    from numba.core import types
    from numba.extending import intrinsic

    def trailing_zeros(typing_context: Any, word: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.cttz(args[0], context.get_constant(types.boolean, False))

        return types.int64(types.int64), code

    return cast(F, intrinsic(trailing_zeros))


def calling(function: F) -> F:
    """Replace a function of an address and an array by a call to the machine code at that address.

    Interpreted copies run ``function``.
    """
    if is_left_as_written():
        return function
    from numba.core import types
    from numba.extending import intrinsic

    ir = importlib.import_module("llvmlite.ir")

    def at_address(typing_context: Any, address: Any, numbers: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[1])(context, builder, args[1])
            pointer = ir.IntType(8).as_pointer()
            target = builder.inttoptr(args[0], ir.FunctionType(ir.VoidType(), [pointer]).as_pointer())
            builder.call(target, [builder.bitcast(array.data, pointer)])
            return context.get_dummy_value()

        return types.none(types.int64, numbers), code

    return cast(F, intrinsic(at_address))
