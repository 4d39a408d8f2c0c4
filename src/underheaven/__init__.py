"""Underheaven simulates what a social credit regime does to people, with synthetic persons only.

    import underheaven
    result = underheaven.compare("court-defaulters-2013", persons=20_000, replicates=4)

Results are xarray datasets; `underheaven.measure` holds the measures. Heavy modules are imported at first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from underheaven.errors import (
    DocumentError,
    EngineError,
    Fault,
    NotYetError,
    RequestError,
    ResultError,
    StoppedError,
    UnderheavenError,
)
from underheaven.run.public import attribute, compare, read_study, reform, resume, run

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook, HookPerson, hook
    from underheaven.record.digest import digest
    from underheaven.run.results import open_result
    from underheaven.run.uncertainty.sensitivity import sensitivity
    from underheaven.spec.io.document_reader import read_reform, read_regime, read_society

__version__ = "0.2.0"
__all__ = [
    "DocumentError",
    "EngineError",
    "Fault",
    "Hook",
    "HookPerson",
    "NotYetError",
    "RequestError",
    "ResultError",
    "StoppedError",
    "UnderheavenError",
    "__version__",
    "attribute",
    "compare",
    "digest",
    "hook",
    "open_result",
    "read_reform",
    "read_regime",
    "read_society",
    "read_study",
    "reform",
    "resume",
    "run",
    "sensitivity",
]

_LATER = {
    "Hook": "underheaven.engine.hooks",
    "HookPerson": "underheaven.engine.hooks",
    "hook": "underheaven.engine.hooks",
    "digest": "underheaven.record.digest",
    "open_result": "underheaven.run.results",
    "read_reform": "underheaven.spec.io.document_reader",
    "read_regime": "underheaven.spec.io.document_reader",
    "read_society": "underheaven.spec.io.document_reader",
    "sensitivity": "underheaven.run.uncertainty.sensitivity",
}
"""Public names whose modules are imported at first use."""


def __getattr__(name: str) -> Any:  # noqa: ANN401
    if name in _LATER:
        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'underheaven' has no attribute {name!r}: its public names are {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
