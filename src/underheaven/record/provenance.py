"""Provenance of a result: versions, machine, duration, date, and the documents in full.

It is stored with the results. None of it but hooks enters their digest.
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
"""The attribute that holds the keys of the study, as JSON."""

MARK_ATTR = "mark"
"""The attribute that names documents that did not ship with the program, or that a shipped reform changed."""

HOOKS = "hooks"
"""The attribute that describes the hooks, as JSON; it is absent if there are none."""


@dataclass(frozen=True)
class HookText:
    """A hook, as a result describes it.

    Attributes:
        name: name of the hook.
        after: stage after which it is called.
        digest: SHA-256 of its source, 64 hex digits.
        source: its source.
    """

    name: str
    after: str
    digest: str
    source: str


@dataclass(frozen=True)
class DocumentText:
    """A document as it was read.

    Attributes:
        where: its path.
        text: its text.
        digest: SHA-256 of the text, 64 hex digits.
    """

    where: str
    text: str
    digest: str


def provenance_attrs(seconds: float, kernel_digest: str, documents: Sequence[DocumentText]) -> dict[str, Any]:
    """Return the attributes that record the provenance of a result.

    Args:
        seconds: duration of the run.
        kernel_digest: digest of the compiled sources, in hex.
        documents: all documents that determine the result, in reading order.
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
    """Return attributes that hold documents in full, in their order; `read_documents` is the inverse."""
    attrs: dict[str, Any] = {"documents": len(documents)}
    for number, document in enumerate(documents, start=1):
        attrs[f"document_{number}_where"] = document.where
        attrs[f"document_{number}_digest"] = document.digest
        attrs[f"document_{number}_text"] = document.text
    return attrs


def hooks_as_attrs(hooks: Sequence[HookText]) -> dict[str, Any]:
    """Return the attribute that describes hooks, in the order of their calls; empty if there are none."""
    return {HOOKS: json.dumps([asdict(hook) for hook in hooks], ensure_ascii=False)} if hooks else {}


def hooks_of(attrs: Mapping[Any, Any]) -> tuple[HookText, ...]:
    """Return the hooks of a result.

    Args:
        attrs: attributes of the dataset.

    Returns:
        The hooks in the order of their calls.

    Raises:
        ResultError: if the attribute cannot be read.
    """
    try:
        return tuple(HookText(**{k: str(v) for k, v in row.items()}) for row in json.loads(str(attrs.get(HOOKS, "[]"))))
    except (ValueError, TypeError, AttributeError) as error:
        raise ResultError(
            "hooks: the result does not say which of its author's mechanisms made it. Use the file as the run wrote it."
        ) from error


def read_documents(attrs: Mapping[Any, Any]) -> tuple[DocumentText, ...]:
    """Return the documents that a dataset's attributes hold, in their order."""
    return tuple(
        DocumentText(*(str(attrs[f"document_{number}_{part}"]) for part in ("where", "text", "digest")))
        for number in range(1, int(attrs.get("documents", 0)) + 1)
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
