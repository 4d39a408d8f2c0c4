"""Compilation with Numba: all compile options, the cache of machine code, and uncompiled copies of modules.

The cache folder is named by a digest of every source that is compiled. Numba checks only the file of the
function that it caches, and would reuse stale code after another file changed.
"""

from __future__ import annotations

import builtins
import contextlib
import hashlib
import importlib.util
import io
import os
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

_HERE = Path(__file__).parent
_interpreting = False
_setting = threading.Lock()
_CHECKSUM = 32


def sources_digest() -> str:
    """Return 16 hex digits of the SHA-256 of all sources that are compiled."""
    files = [_HERE / "draws.py", _HERE / "jit.py", *sorted((_HERE / "fields").glob("*.py"))]
    files += sorted((_HERE / "kernel").glob("*.py")) + sorted((_HERE / "engine").rglob("*.py"))
    text = hashlib.sha256()
    for file in files:
        text.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return text.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of the compiled code of these sources, and create it.

    Returns:
        A folder that only this user can write: under ``UNDERHEAVEN_CACHE``, ``XDG_CACHE_HOME`` or ``~/.cache``, or
        among the temporary files if none of them can be written.
    """
    base = os.environ.get("UNDERHEAVEN_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with contextlib.suppress(OSError, RuntimeError):  # in a batch job, a user may have neither a home nor a name
        folder = Path(base).expanduser() / "underheaven" / sources_digest()
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(folder) and os.access(folder, os.W_OK):
            return folder
    folder = _temporary_folder() / sources_digest()
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _is_ours(folder: Path) -> bool:
    """Tell whether only this user can write to a folder, since machine code is loaded from it."""
    about = folder.lstat()
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and about.st_mode & 0o022 == 0


def _temporary_folder() -> Path:
    """Return a folder among the temporary files that only this user can write."""
    folder = Path(tempfile.gettempdir()) / f"underheaven-{os.getuid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="underheaven-"))


def _as_written() -> bool:
    """Tell whether functions stay uncompiled: in an interpreted copy, or with ``NUMBA_DISABLE_JIT``."""
    if _interpreting or getattr(_here, "copying", False):
        return True
    from numba.core import config

    return bool(cast(Any, config).DISABLE_JIT)


def jit_entry(function: F) -> F:
    """Compile a function that Python calls, at its first call, without the interpreter lock and with a cache.

    Compiled code allocates no array and counts no references: the caller must keep every array alive.
    In an interpreted copy the function stays as it is.
    """
    if _as_written():
        return function
    from numba.core import config

    njit, settings = _njit(), cast(Any, config)
    with _setting:  # else two threads that import at once could leave our folder to the caller's own functions
        before, settings.CACHE_DIR = settings.CACHE_DIR, str(_folder())
        try:
            compiled: Any = njit(cache=True, **_OPTIONS)(function)
        finally:
            settings.CACHE_DIR = before
    _check_what_is_kept(compiled)
    return cast(F, compiled)


def _check_what_is_kept(compiled: Any) -> None:
    """Add a checksum to the cached files; a file whose checksum fails is compiled again.

    A full disk or a power cut leaves truncated files, on which Numba would fail.
    """
    cache_file = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if cache_file is None:  # no folder can be written, or this version of Numba stores its files differently
        return
    save, open_for_write = cache_file.save, cache_file._open_for_write

    @contextlib.contextmanager
    def open_with_checksum(path: str) -> Iterator[io.BytesIO]:
        buffer = io.BytesIO()
        yield buffer
        with open_for_write(path) as file:
            file.write(buffer.getvalue() + hashlib.sha256(buffer.getvalue()).digest())

    def load_checked(key: Any) -> Any:
        with contextlib.suppress(OSError):
            name = cache_file._load_index().get(key) if _is_sound(cache_file._index_path) else None
            return cache_file._load_data(name) if name is not None and _is_sound(cache_file._data_path(name)) else None
        return None

    def save_checked(key: Any, data: Any) -> None:
        if not _is_sound(cache_file._index_path):
            cache_file.flush()
        save(key, data)

    cache_file._open_for_write, cache_file.load, cache_file.save = open_with_checksum, load_checked, save_checked


def _is_sound(path: str) -> bool:
    """Tell whether a file ends with the checksum of the bytes before it."""
    with contextlib.suppress(OSError):
        data = Path(path).read_bytes()
        return hashlib.sha256(data[:-_CHECKSUM]).digest() == data[-_CHECKSUM:]
    return False


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
    if _as_written():
        return function
    compiled: Any = _njit()(no_cpython_wrapper=True, **_OPTIONS, **options)(function)
    compiled.__class__ = type("Inner", (type(compiled),), {"__call__": _refused})
    return cast(F, compiled)


def _refused(self: Any, *args: Any, **kwargs: Any) -> Any:
    name = self.py_func.__name__
    raise TypeError(f"{name} can only be called from compiled code. Use jit.interpreted_copy to call it in Python.")


def jit_inline(function: F, reference: F | None = None) -> F:
    """Inline a small function into its callers before they are compiled; not for stages.

    Args:
        function: the function to inline.
        reference: what interpreted copies run instead, if Python integers are much faster there than NumPy's.
    """
    if _as_written():
        return function if reference is None else reference
    compiled: Any = _njit()(inline="always", error_model="numpy", _nrt=False)(function)
    return cast(F, compiled)


def jit_trailing_zeros(function: F) -> F:
    """Replace a function that counts trailing zeros of an int64 by the machine instruction.

    Interpreted copies run ``function``.
    """
    if _as_written():
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
    if _as_written():
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


def machine_code(function: Callable[..., None], prepare: Callable[..., None], layout: Any) -> Any:
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


_chosen: list[Path] = []


def _folder() -> Path:
    if not _chosen:
        _chosen.append(cache_folder())
    return _chosen[0]


_PREFIXES = ("underheaven.draws", "underheaven.kernel.")
_interpreted: dict[str, ModuleType] = {}
_copying = threading.RLock()
_here = threading.local()


def interpreted_copy(module: str) -> ModuleType:
    """Return a copy of a module whose compiled functions are plain Python.

    Copies import one another. They are not in ``sys.modules``, so an import in another thread still compiles.

    Args:
        module: path below ``underheaven``, such as ``kernel.conduct``.

    Returns:
        The copy, made once per process.
    """
    with _copying:
        return _copy(f"underheaven.{module}")


def _copy(name: str) -> ModuleType:
    """Return the copy of a module and create it at first use; the caller holds the lock."""
    if name in _interpreted:
        return _interpreted[name]
    file = _HERE.joinpath(*name.split(".")[1:]).with_suffix(".py")
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}")
    module = importlib.util.module_from_spec(spec)
    vars(module)["__builtins__"] = {**vars(builtins), "__import__": _import}
    before, _here.copying = getattr(_here, "copying", False), True
    try:
        spec.loader.exec_module(module)
    finally:
        _here.copying = before
    _interpreted[name] = module
    return module


def _import(name: str, outer: Any = None, inner: Any = None, wanted: Any = (), level: int = 0) -> Any:
    """Import for an interpreted copy: copies of compiled modules, and every other module as usual."""
    inside = [item for item in wanted or () if f"{name}.{item}".startswith(_PREFIXES)]
    if level == 0 and wanted and name.startswith(_PREFIXES):
        return interpreted_copy(name.partition(".")[2])
    found = builtins.__import__(name, outer, inner, wanted, level)
    if level == 0 and inside:
        others = {item: getattr(found, item) for item in wanted if item not in inside}
        return SimpleNamespace(
            **others, **{item: interpreted_copy(f"{name}.{item}".partition(".")[2]) for item in inside}
        )
    return found
