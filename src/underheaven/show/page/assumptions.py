"""Every assumed number of a result's documents, with value, range, reason and what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from underheaven.show.page.scene import Scene
from underheaven.show.page.tables import minus
from underheaven.show.regime import sources
from underheaven.spec.document import Document
from underheaven.spec.paths import match
from underheaven.spec.shape import SYMBOL, meaning


@dataclass(frozen=True)
class Assumption:
    """An assumed number: its path, what it is (with its unit), value, range and the reason for it.

    scale: on which it is sampled. position: where on it the value lies, 0 at the lower end of the range and 1 at the
    upper.
    """

    path: str
    what: str
    value: float
    low: float
    high: float
    reason: str
    scale: str
    position: float


@dataclass(frozen=True)
class Section:
    """A document's part of the table: label, file, kind, whether it is stylised, and its numbers."""

    label: str
    where: str
    kind: str
    name: str
    describes: str
    stylised: bool
    numbers: int
    assumptions: tuple[Assumption, ...]
    sources: tuple[str, ...]
    digest: str


def sections(scene: Scene) -> list[Section]:
    """Gives the documents of a result, the worlds in order and then the society; those without numbers too."""
    return [_section(document) for document in _documents(scene)]


def assumptions_of(scene: Scene, label: str) -> tuple[Assumption, ...]:
    """Gives the assumed numbers of the document of a world, or of the society for its name or an empty label."""
    document = scene.regimes.get(label)
    if document is None and scene.society is not None and label in ("", Path(scene.society.where).stem):
        document = scene.society  # type: ignore[assignment]
    return _assumptions(document) if document is not None else ()


def range_of(assumption: Assumption) -> str:
    """Write the range of an assumed number to three digits, its scale, and where on it the stated value lies.

    The document, whose file stands above, has every digit.
    """
    ends = f"{number(float(f'{assumption.low:.3g}'))} to {number(float(f'{assumption.high:.3g}'))}"
    if assumption.low == assumption.high:
        return ends
    return f"{ends} ({assumption.scale}, stated at {assumption.position:.2f})"


def number(value: float) -> str:
    """Writes a number of a document as a person would: no more digits than it has."""
    return minus(f"{value:,.10g}") if abs(value) >= 1e-4 or value == 0 else minus(f"{value:.6f}".rstrip("0"))


def _documents(scene: Scene) -> Sequence[Document[Any]]:
    regimes: list[Document[Any]] = [scene.regimes[w] for w in scene.worlds if w in scene.regimes]
    return [*regimes, *([scene.society] if scene.society is not None else [])]


def _section(document: Document[Any]) -> Section:
    model = document.model
    return Section(
        Path(document.where).stem, document.where, str(model.kind), str(model.name), str(model.describes),
        bool(model.stylised), document.n_numbers, _assumptions(document), tuple(sources(document)), document.digest,
    )  # fmt: skip


def _assumptions(document: Document[Any]) -> tuple[Assumption, ...]:
    return _read(document.digest, _Held(document))


@dataclass(frozen=True, eq=False)
class _Held:
    """Carries a document past the cache, which knows it by its digest."""

    document: Document[Any]

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


@lru_cache(maxsize=64)
def _read(digest: str, held: _Held) -> tuple[Assumption, ...]:
    document = held.document
    return tuple(
        Assumption(
            a.path, _meaning(document, a.path), a.value, a.low, a.high,
            f"{a.reason}; {a.off_centre}" if a.off_centre else a.reason, a.scale, a.position,
        )
        for a in document.assumed
    )  # fmt: skip


def _meaning(document: Document[Any], path: str) -> str:
    ways = match(document.raw, path)
    return SYMBOL.sub("", meaning(type(document.model), min(ways, key=str))) if ways else ""
