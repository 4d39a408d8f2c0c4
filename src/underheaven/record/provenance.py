"""Where a result comes from: versions, machine, duration, date, and the documents in full.

All of it is written beside the results and none of it enters their digest.
"""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from underheaven.host import cores

PREFIX = "provenance_"
PLAN = "plan"
"""The attribute that holds the study's own keys, as JSON."""

MARK = "mark"
"""The attribute that says which documents did not ship with the program, or which a shipped reform changed."""


@dataclass(frozen=True)
class DocumentText:
    """A document as it was read: where it stands, its text, and the SHA-256 of the text in hex."""

    where: str
    text: str
    digest: str


def provenance(seconds: float, kernel_digest: str, documents: Sequence[DocumentText]) -> dict[str, Any]:
    """Gives attributes that say what made a result.

    seconds: duration of the run. kernel_digest: digest of the kernel sources, in hex. documents: all that
    fix the result, in reading order.
    """
    attrs: dict[str, Any] = {
        PREFIX + "underheaven": _version("underheaven"),
        PREFIX + "python": platform.python_version(),
        PREFIX + "numba": _version("numba"),
        PREFIX + "numpy": _version("numpy"),
        PREFIX + "machine": platform.machine(),
        PREFIX + "cpus": cores(),
        PREFIX + "seconds": float(seconds),
        PREFIX + "date": datetime.now(UTC).isoformat(timespec="seconds"),
        PREFIX + "kernel_digest": kernel_digest,
    }
    return attrs | texts_as_attrs(documents)


def texts_as_attrs(documents: Sequence[DocumentText]) -> dict[str, Any]:
    """Gives attributes that hold documents in full, in their order."""
    attrs: dict[str, Any] = {"documents": len(documents)}
    for number, document in enumerate(documents, start=1):
        attrs[f"document_{number}_where"] = document.where
        attrs[f"document_{number}_digest"] = document.digest
        attrs[f"document_{number}_text"] = document.text
    return attrs


def documents_of(attrs: Mapping[Any, Any]) -> tuple[DocumentText, ...]:
    """Reads the documents back from a dataset's attributes, in their order."""
    return tuple(
        DocumentText(*(str(attrs[f"document_{number}_{part}"]) for part in ("where", "text", "digest")))
        for number in range(1, int(attrs.get("documents", 0)) + 1)
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
