"""Manifest of a run in progress: its study in full, and the key that all its files must carry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import ResultError
from underheaven.jit.code_cache import sources_digest
from underheaven.record.atomic_file import atomic_write
from underheaven.record.provenance import HOOKS, PLAN_ATTR, DocumentText, documents_as_attrs, hooks_as_attrs
from underheaven.record.regular_files import read_regular_file
from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.hooks import hold_against, texts_of
from underheaven.run.study import Study
from underheaven.text_escaping import flatten_text

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook

MANIFEST_FORMAT = 2


@dataclass(frozen=True)
class Manifest:
    """Study of a run in progress.

    Attributes:
        attrs: Plan and documents, as attributes of a result.
        kernel: SHA-256 of the compiled sources.
        samples: Parameter samples requested.
    """

    attrs: Mapping[str, Any]
    kernel: str
    samples: int

    @property
    def key(self) -> str:
        """SHA-256 of everything that determines the months: plan, documents and compiled sources."""
        fixed = {"format": MANIFEST_FORMAT, "kernel": self.kernel, "attrs": dict(self.attrs)}
        return hashlib.sha256(json.dumps(fixed, sort_keys=True).encode()).hexdigest()


def build_manifest(study: Study, samples: int) -> Manifest:
    """Return the manifest of a study under this version of the program."""
    texts = [DocumentText(d.where, d.text, d.digest) for d in (*study.scenarios, study.society)]
    hooks = hooks_as_attrs(texts_of(study.hooks))
    attrs = {PLAN_ATTR: study.plan.model_dump_json(by_alias=True), **documents_as_attrs(texts), **hooks}
    return Manifest(attrs, sources_digest(), samples)


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write a manifest atomically. Raises OSError."""
    rows = {
        "format": MANIFEST_FORMAT,
        "kernel": manifest.kernel,
        "points": manifest.samples,
        "attrs": dict(manifest.attrs),
    }
    rows["check"] = _checksum(rows)
    with atomic_write(path) as file:
        file.write(json.dumps(rows, ensure_ascii=False, indent=1).encode())


def read_manifest(path: Path) -> Manifest:
    """Return the manifest in a file.

    Raises ResultError if it cannot be read or has another format.
    """
    try:
        rows = json.loads(read_regular_file(path))
        if rows["format"] != MANIFEST_FORMAT:
            raise ResultError(
                f"{path}: it is of format {rows['format']} and this program reads {MANIFEST_FORMAT}. Run again."
            )
        if rows.pop("check", None) != _checksum(rows):
            raise ResultError(f"{path}: its checksum does not match: it was changed or damaged. Start the run again.")
        return Manifest(rows["attrs"], str(rows["kernel"]), int(rows["points"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultError(
            f"{path}: it does not say which study was run: {flatten_text(error)}. Start the run again."
        ) from error


def _checksum(rows: Mapping[str, Any]) -> str:
    """Return a checksum of a manifest: it detects damage and accidental edits, not forgery."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def load_stopped_study(path: Path, hooks: Sequence[Hook] = ()) -> tuple[Study, int]:
    """Return the study of a stopped run and the number of parameter samples it requested.

    hooks: those of the stopped run; the text kept in the folder is never executed.
    Raises ResultError if its months were simulated with other compiled code or hooks, or a document cannot be read.
    """
    manifest = read_manifest(path)
    if manifest.kernel != sources_digest():
        raise ResultError(
            f"{path.parent}: its months were simulated by another version of this program, and the two must not be "
            "mixed. Go on with that version, or remove the folder and run again."
        )
    hold_against(manifest.attrs, hooks, str(path.parent))
    study = restore_study({name: said for name, said in manifest.attrs.items() if name != HOOKS}, str(path))
    return replace(study, hooks=tuple(hooks)), manifest.samples
