"""What a run under way says of itself: its study in full, and the key that every part of it must carry."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underheaven.errors import ResultError
from underheaven.jit import sources_digest
from underheaven.record.plain import read_plain
from underheaven.record.provenance import HOOKS, PLAN, DocumentText, hooks_as_attrs, texts_as_attrs
from underheaven.record.whole import whole_file
from underheaven.run.again import study_of
from underheaven.run.hooks import hold_against, texts_of
from underheaven.run.study import Study
from underheaven.texts import flat

if TYPE_CHECKING:
    from underheaven.engine.hooks import Hook

FORMAT = 2


@dataclass(frozen=True)
class Manifest:
    """attrs: plan and documents as a result holds them. kernel: digest of the compiled code.

    points: of the assumptions, as asked for.
    """

    attrs: Mapping[str, Any]
    kernel: str
    points: int

    @property
    def key(self) -> str:
        """SHA-256 of all that fixes the months: plan, documents and compiled code."""
        fixed = {"format": FORMAT, "kernel": self.kernel, "attrs": dict(self.attrs)}
        return hashlib.sha256(json.dumps(fixed, sort_keys=True).encode()).hexdigest()


def manifest_of(study: Study, points: int) -> Manifest:
    """Returns the manifest of a study that this program would run."""
    texts = [DocumentText(d.where, d.text, d.digest) for d in (*study.worlds, study.society)]
    hooks = hooks_as_attrs(texts_of(study.hooks))
    attrs = {PLAN: study.plan.model_dump_json(by_alias=True), **texts_as_attrs(texts), **hooks}
    return Manifest(attrs, sources_digest(), points)


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Writes a manifest, whole or not at all. Raises OSError."""
    rows = {"format": FORMAT, "kernel": manifest.kernel, "points": manifest.points, "attrs": dict(manifest.attrs)}
    rows["check"] = _check(rows)
    with whole_file(path) as file:
        file.write(json.dumps(rows, ensure_ascii=False, indent=1).encode())


def read_manifest(path: Path) -> Manifest:
    """Reads a manifest.

    Raises ResultError where it cannot be read or is of another format.
    """
    try:
        rows = json.loads(read_plain(path))
        if rows["format"] != FORMAT:
            raise ResultError(f"{path}: it is of format {rows['format']} and this program reads {FORMAT}. Run again.")
        if rows.pop("check", None) != _check(rows):
            raise ResultError(f"{path}: its checksum does not match: it was changed or damaged. Start the run again.")
        return Manifest(rows["attrs"], str(rows["kernel"]), int(rows["points"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ResultError(
            f"{path}: it does not say which study was run: {flat(error)}. Start the run again."
        ) from error


def _check(rows: Mapping[str, Any]) -> str:
    """Return a checksum of what a manifest says: it finds damage and slips, and no forger."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def study_to_resume(path: Path, hooks: Sequence[Hook] = ()) -> tuple[Study, int]:
    """Returns the study of a stopped run, and how many points of its assumptions were asked for.

    hooks: those of the stopped run, given again: their text is kept, and never run from there.
    Raises ResultError where its months were made by other compiled code or hooks, or its documents cannot be read.
    """
    manifest = read_manifest(path)
    if manifest.kernel != sources_digest():
        raise ResultError(
            f"{path.parent}: its months were simulated by another version of this program, and the two must not be "
            "mixed. Go on with that version, or remove the folder and run again."
        )
    hold_against(manifest.attrs, hooks, str(path.parent))
    study = study_of({name: said for name, said in manifest.attrs.items() if name != HOOKS}, str(path))
    return replace(study, hooks=tuple(hooks)), manifest.points
