"""Where a result comes from: versions, machine, duration, date, and the documents in full.

All of it is written beside the results and none of it enters their digest.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from underheaven.errors import ResultError
from underheaven.system_resources import usable_cores

PROVENANCE_PREFIX = "provenance_"
PLAN_ATTR = "plan"
"""The attribute that holds the study's own keys, as JSON."""

MARK_ATTR = "mark"
"""The attribute that says which documents did not ship with the program, or which a shipped reform changed."""


HOOKS = "hooks"
"""The attribute that names a scholar's own mechanisms, as JSON; it is absent where there are none."""


@dataclass(frozen=True)
class HookText:
    """A scholar's own mechanism as a result names it; digest: the SHA-256 of its source, in hex."""

    name: str
    after: str
    digest: str
    source: str


@dataclass(frozen=True)
class DocumentText:
    """A document as it was read: where it stands, its text, and the SHA-256 of the text in hex."""

    where: str
    text: str
    digest: str


def provenance_attrs(seconds: float, kernel_digest: str, documents: Sequence[DocumentText]) -> dict[str, Any]:
    """Gives attributes that say what made a result.

    seconds: duration of the run. kernel_digest: digest of the kernel sources, in hex. documents: all that
    fix the result, in reading order.
    """
    attrs: dict[str, Any] = {
        PROVENANCE_PREFIX + "underheaven": _version("underheaven"),
        PROVENANCE_PREFIX + "python": platform.python_version(),
        PROVENANCE_PREFIX + "numba": _version("numba"),
        PROVENANCE_PREFIX + "numpy": _version("numpy"),
        PROVENANCE_PREFIX + "machine": platform.machine(),
        PROVENANCE_PREFIX + "cpus": usable_cores(),
        PROVENANCE_PREFIX + "seconds": float(seconds),
        PROVENANCE_PREFIX + "date": datetime.now(UTC).isoformat(timespec="seconds"),
        PROVENANCE_PREFIX + "kernel_digest": kernel_digest,
    }
    return attrs | documents_as_attrs(documents)


def documents_as_attrs(documents: Sequence[DocumentText]) -> dict[str, Any]:
    """Gives attributes that hold documents in full, in their order."""
    attrs: dict[str, Any] = {"documents": len(documents)}
    for number, document in enumerate(documents, start=1):
        attrs[f"document_{number}_where"] = document.where
        attrs[f"document_{number}_digest"] = document.digest
        attrs[f"document_{number}_text"] = document.text
    return attrs


def hooks_as_attrs(hooks: Sequence[HookText]) -> dict[str, Any]:
    """Gives the attribute that names hooks in the order in which they are called; nothing where there are none."""
    return {HOOKS: json.dumps([asdict(hook) for hook in hooks], ensure_ascii=False)} if hooks else {}


def hooks_of(attrs: Mapping[Any, Any]) -> tuple[HookText, ...]:
    """Reads the hooks of a result back from its attributes. Raises ResultError where they cannot be read."""
    try:
        return tuple(HookText(**{k: str(v) for k, v in row.items()}) for row in json.loads(str(attrs.get(HOOKS, "[]"))))
    except (ValueError, TypeError, AttributeError) as error:
        raise ResultError(
            "hooks: the result does not say which of its author's mechanisms made it. Use the file as the run wrote it."
        ) from error


def read_documents(attrs: Mapping[Any, Any]) -> tuple[DocumentText, ...]:
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
