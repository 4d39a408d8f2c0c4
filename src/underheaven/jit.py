"""The one place that mentions compile options.

``kernel`` marks a scalar function for Numba. The compile cache stands in a folder named by a digest
of every source that machine code is made from, because Numba looks only at the file of the function
it caches and would keep stale code when another file changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])

_HERE = Path(__file__).parent
_interpreting = False
_CHECKSUM = 32


def sources_digest() -> str:
    """Return 16 hex digits that change with any source that is compiled."""
    files = [_HERE / "draws.py", _HERE / "fields.py", _HERE / "jit.py"]
    files += sorted((_HERE / "kernel").glob("*.py")) + sorted((_HERE / "engine").rglob("*.py"))
    text = hashlib.sha256()
    for file in files:
        text.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return text.hexdigest()[:16]


def cache_folder() -> Path:
    """Return the folder of this version's machine code; a temporary one where home cannot be written."""
    base = os.environ.get("UNDERHEAVEN_CACHE") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with contextlib.suppress(OSError, RuntimeError):  # a user of a batch job may have neither home nor name
        folder = Path(base).expanduser() / "underheaven" / sources_digest()
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(folder) and os.access(folder, os.W_OK):
            return folder
    folder = _temporary_folder() / sources_digest()
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _is_ours(folder: Path) -> bool:
    """Tell whether nobody else can write into a folder: machine code is loaded from it."""
    about = folder.lstat()
    return stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and about.st_mode & 0o022 == 0


def _temporary_folder() -> Path:
    """Return a folder among temporary files that nobody else can write into."""
    folder = Path(tempfile.gettempdir()) / f"underheaven-{os.getuid()}"
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, exist_ok=True)
        if _is_ours(folder):
            return folder
    return Path(tempfile.mkdtemp(prefix="underheaven-"))


def entry(function: F) -> F:
    """Compile what Python calls on first call, releasing the interpreter lock; the reference leaves it as it is.

    Compiled code makes no array and counts no references: who calls holds every array.
    """
    if _interpreting:
        return function
    from numba.core import config

    njit, settings = _njit(), cast(Any, config)
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(_folder())
    try:
        compiled: Any = njit(cache=True, **_OPTIONS)(function)
    finally:
        settings.CACHE_DIR = before
    _check_what_is_kept(compiled)
    return cast(F, compiled)


def _check_what_is_kept(compiled: Any) -> None:
    """Give files of machine code a checksum; one that does not fit is made anew, as where there is none.

    A full disk or a power cut leaves files that numba would load and fall over.
    """
    kept = getattr(getattr(compiled, "_cache", None), "_cache_file", None)
    if kept is None:  # no folder can be written, or this numba keeps its files otherwise
        return
    save, open_for_write = kept.save, kept._open_for_write

    @contextlib.contextmanager
    def summed(path: str) -> Iterator[io.BytesIO]:
        written = io.BytesIO()
        yield written
        with open_for_write(path) as file:
            file.write(written.getvalue() + hashlib.sha256(written.getvalue()).digest())

    def load_sound(key: Any) -> Any:
        with contextlib.suppress(OSError):
            name = kept._load_index().get(key) if _is_sound(kept._index_path) else None
            return kept._load_data(name) if name is not None and _is_sound(kept._data_path(name)) else None
        return None

    def save_anew(key: Any, data: Any) -> None:
        if not _is_sound(kept._index_path):
            kept.flush()
        save(key, data)

    kept._open_for_write, kept.load, kept.save = summed, load_sound, save_anew


def _is_sound(path: str) -> bool:
    """Tell whether a file ends with the checksum of what stands before it."""
    with contextlib.suppress(OSError):
        data = Path(path).read_bytes()
        return hashlib.sha256(data[:-_CHECKSUM]).digest() == data[-_CHECKSUM:]
    return False


def kernel(function: F) -> F:
    """Compile what happens to one person, into the loops that visit persons; the reference leaves it as it is."""
    return _inner(function, forceinline=True)


def loop(function: F) -> F:
    """Compile a loop over persons of which ``entry`` points are made; the reference leaves it as it is."""
    return _inner(function)


def _njit() -> Any:
    """Return numba's compiler, imported late; options that its types do not know are among those used."""
    import numba

    return numba.njit


_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False, "no_cfunc_wrapper": True}


def _inner(function: F, **options: Any) -> F:
    """Compile a function that compiled code alone calls: it has no place where Python could enter, which saves a third.

    Called from Python it would fall through the floor: it says so instead.
    """
    if _interpreting:
        return function
    compiled: Any = _njit()(no_cpython_wrapper=True, **_OPTIONS, **options)(function)
    compiled.__class__ = type("Inner", (type(compiled),), {"__call__": _refused})
    return cast(F, compiled)


def _refused(self: Any, *args: Any, **kwargs: Any) -> Any:
    raise TypeError(f"{self.py_func.__name__} is called from compiled code alone; jit.interpreted gives it as Python.")


def inlined(function: F) -> F:
    """Put a small function's code into its callers before they are compiled; never for a stage."""
    if _interpreting:
        return function
    compiled: Any = _njit()(inline="always", error_model="numpy", _nrt=False)(function)
    return cast(F, compiled)


def counted(function: F) -> F:
    """Compile the count of zeros below the lowest bit of an integer to the machine's own instruction.

    ``function`` is what the reference does instead.
    """
    if _interpreting:
        return function
    from numba.core import types
    from numba.extending import intrinsic

    def trailing_zeros(typing_context: Any, word: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.cttz(args[0], context.get_constant(types.boolean, False))

        return types.int64(types.int64), code

    return cast(F, intrinsic(trailing_zeros))


_chosen: list[Path] = []


def _folder() -> Path:
    if not _chosen:
        _chosen.append(cache_folder())
    return _chosen[0]


@contextlib.contextmanager
def _interpreted_imports(prefixes: tuple[str, ...]) -> Iterator[None]:
    """Import modules under these prefixes afresh and uncompiled, then put the compiled ones back."""
    global _interpreting
    ours = {name: module for name, module in sys.modules.items() if name.startswith(prefixes)}
    parents = {name: getattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2], None) for name in ours}
    for name in ours:
        del sys.modules[name]
    _interpreting = True
    try:
        yield
    finally:
        _interpreting = False
        for name in [n for n in sys.modules if n.startswith(prefixes)]:
            del sys.modules[name]
        sys.modules.update(ours)
        for name, module in parents.items():
            if module is not None:
                setattr(sys.modules[name.rpartition(".")[0]], name.rpartition(".")[2], module)


_PREFIXES = ("underheaven.draws", "underheaven.kernel")
_interpreted: dict[str, ModuleType] = {}


def interpreted(module: str) -> ModuleType:
    """Return a copy of ``underheaven.<module>`` whose kernels are plain Python; the compiled one stays."""
    if module not in _interpreted:
        with _interpreted_imports(_PREFIXES):
            for name in ("draws", *(f"kernel.{p.stem}" for p in sorted((_HERE / "kernel").glob("[a-z]*.py")))):
                _interpreted[name] = importlib.import_module(f"underheaven.{name}")
    return _interpreted[module]
