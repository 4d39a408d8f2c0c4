"""Which documents of a result are not part of the package, and which are shipped regimes under a shipped reform.

Texts decide, not names: a regime counts as reformed where the reform makes the same text from a shipped regime of the
result.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from underheaven.errors import UnderheavenError
from underheaven.spec.amendments.regime_writer import regime_states
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile, shipped_names
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document, read_reform
from underheaven.spec.io.shipped_digests import is_shipped
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.reforms.reformed_regime import reform_regime

NamedText = tuple[str, str]
"""Path and text of a document."""


def describe_origins(documents: Sequence[NamedText]) -> str:
    """Return sentences about the documents that are not shipped in this form.

    Args:
        documents: path and text of each regime of a result, and of its society last.

    Returns:
        The sentences; empty where all documents are shipped.
    """
    changed = find_changed_regimes(documents)
    foreign = [
        _file_stem(where) for where, text in documents if not is_shipped(text) and _file_stem(where) not in changed
    ]
    sentences = []
    if foreign:
        sentences.append(
            f"This is about documents that did not ship with Underheaven ({', '.join(foreign)}). Nobody here has read "
            "them, and no count in it describes a real population."
        )
    for base, reforms in groupby(changed.items(), key=lambda item: item[1]):
        names = [reform for reform, _ in reforms]
        by = (
            f"the shipped reform {names[0]}"
            if len(names) == 1
            else f"one shipped reform at a time ({', '.join(names)})"
        )
        sentences.append(f"{base} is changed here by {by}; no count under a reform describes a real population.")
    return " ".join(sentences)


def find_changed_regimes(documents: Sequence[NamedText]) -> dict[str, str]:
    """Return the name of the regime that each shipped reform changed, by the name of the reform."""
    return dict(_find_changed_regimes(tuple(documents)))


@lru_cache(maxsize=8)
def _find_changed_regimes(documents: tuple[NamedText, ...]) -> tuple[tuple[str, str], ...]:
    candidates = [(_file_stem(where), text) for where, text in documents if not is_shipped(text)]
    candidates = [(name, text) for name, text in candidates if name in shipped_names("reform")]
    bases = [source for source in documents[:-1] if is_shipped(source[1])]
    if not candidates or not bases:
        return ()
    try:
        society = read_document(SOCIETY, _document_source(documents[-1])).model
        regimes = [read_document(DERIVED_REGIME, _document_source(base)) for base in bases]
    except UnderheavenError:  # written by a version with documents that this one cannot read
        return ()
    matches = []
    for regime in regimes:
        before = regime_states(regime) if regime.model.recording.rules else []
        matches += [
            (name, _file_stem(regime.where))
            for name, text in candidates
            if _reform_makes(name, regime, society, before, text)
        ]
    return tuple(matches)


def _reform_makes(
    name: str, regime: Document[Regime], society: Society, before: Sequence[Document[Regime]], text: str
) -> bool:
    """Return whether a shipped reform makes this text from a regime."""
    try:
        made = reform_regime(read_reform(name), regime, society, before or None)
    except UnderheavenError:
        return False
    return made is not None and made.text == text


def _document_source(text: NamedText) -> DocumentFile:
    return DocumentFile(text[0], text[1].encode(), shipped=False)


def _file_stem(where: str) -> str:
    return Path(where).stem
