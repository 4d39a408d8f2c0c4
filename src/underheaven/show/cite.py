"""What to cite: the software, and of a result also itself, its documents, their sources, and the model's sources."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from underheaven.errors import ResultError, UnderheavenError
from underheaven.measure.calendar import months_of
from underheaven.measure.registry import HERE, MEASURES, PAIRED, Measure, PairedMeasure
from underheaven.record.digest import digest
from underheaven.record.provenance import PREFIX, DocumentText, documents_of, hooks_of
from underheaven.show import about
from underheaven.show.bibtex import Citation
from underheaven.show.footer import CLAIM
from underheaven.show.publications import MEASURED, MECHANISMS, publication
from underheaven.show.words import counted
from underheaven.spec.change import epochs
from underheaven.spec.document import Document
from underheaven.spec.read import DERIVED, SOCIETY, read_source
from underheaven.spec.shipped import Source
from underheaven.texts import flat

if TYPE_CHECKING:
    import xarray as xr

TITLE = "Underheaven: synthetic lives with and without a social credit regime"
AUTHOR = "The Underheaven developers"
LICENSE = "Apache-2.0"
NO_PUBLICATION = re.compile(r"by (construction( of the case)?|definition)\.?$")
"""How a source ends that is a definition: true, and nothing that anybody could look up."""


@dataclass(frozen=True)
class Bibliography:
    """Citations in reading order, and remarks on what was left out."""

    citations: tuple[Citation, ...]
    remarks: tuple[str, ...]


def of_software(version: str) -> Bibliography:
    """Gives the citation of the program itself."""
    fields = {"title": TITLE, "howpublished": "Computer program", "note": f"Version {version}. License {LICENSE}"}
    entry = Citation("underheaven", "misc", (AUTHOR,), fields, "the program")
    return Bibliography((entry,), ("It has no date of release yet, so no year stands here.",))


def of_result(dataset: xr.Dataset) -> Bibliography:
    """Gives what a result rests on, each thing once: program, result, documents, mechanisms, measures, sources.

    Errors: ResultError where it does not hold its documents, or holds some that this version does not read.
    """
    made_by = str(dataset.attrs.get(PREFIX + "underheaven", "unknown"))
    program = of_software(made_by)
    documents = _documents(dataset)
    found = [
        *program.citations,
        _result(dataset),
        *(_document(text, document) for text, document in documents),
        *_machinery(dataset),
        *_mechanisms(dataset, [document for _, document in documents]),
        *_measures(dataset),
        *_sources(documents),
    ]
    hooks = (f"{one.name}: a mechanism of the result's author, without a source." for one in hooks_of(dataset.attrs))
    return Bibliography(tuple(_joined(found)), (*program.remarks, *_left_out(documents), *hooks))


def _documents(dataset: xr.Dataset) -> list[tuple[DocumentText, Document[Any]]]:
    """Reads the documents of a result: regimes in the order of its worlds, then the society."""
    texts = documents_of(dataset.attrs)
    if len(texts) < 2:
        raise ResultError("The result does not hold its documents. Run the study again with this version.")
    try:
        regimes: list[Document[Any]] = [read_source(DERIVED, _source(text)) for text in texts[:-1]]
        return list(zip(texts, [*regimes, read_source(SOCIETY, _source(texts[-1]))], strict=True))
    except UnderheavenError as error:
        raise ResultError(
            f"The documents in the result are not ones that this version reads: {flat(error)}. Run the study again."
        ) from error


def _source(text: DocumentText) -> Source:
    return Source(text.where, text.text.encode(), shipped=False)


def _result(dataset: xr.Dataset) -> Citation:
    attrs, total = dataset.attrs, str(dataset.attrs.get("digest") or digest(dataset))
    against = about.against(dataset)
    worlds = [world for world in about.worlds(dataset) if world != against]
    held = f" against {against}" if against else ""
    made = str(attrs.get(PREFIX + "date", ""))
    documents = "; ".join(f"{_file(text)} SHA-256 {text.digest}" for text in documents_of(attrs))
    fields = {
        "title": f"{', '.join(worlds)}{held} over {attrs.get('society', 'a society')}: a result of Underheaven",
        "howpublished": "NetCDF-4 file",
        **({"year": made[:4]} if made else {}),
        "note": f"Digest {total}. {dataset.sizes['person']:,} synthetic persons, {dataset.sizes['replicate']} "
        f"replicates, {dataset.sizes['month']} months, seed {attrs.get('seed', 'unknown')}"
        f"{f', made on {made}' if made else ''}. Documents: {documents}. {CLAIM}",
    }
    return Citation(f"result-{total[:10]}", "misc", (), fields, "the result; put in who ran it as its author")


def _document(text: DocumentText, document: Document[Any]) -> Citation:
    stylised = "Stylised. " if getattr(document.model, "stylised", False) else ""
    assumed = f"{document.n_assumed} of its {document.n_numbers} numbers are assumed"
    fields = {
        "title": document.model.name,
        "howpublished": f"{document.model.kind.capitalize()} as a TOML document, {_file(text)}",
        "note": f"{stylised}{assumed if document.n_numbers else 'It states no numbers'}. SHA-256 {text.digest}",
    }
    return Citation(f"{document.model.kind}-{text.digest[:10]}", "misc", (), fields, "a document that was run")


def _machinery(dataset: xr.Dataset) -> Iterator[Citation]:
    yield publication("salmon2011", "every draw: the counter-based generator Philox4x32-10")
    if dataset.sizes["replicate"] > 1:
        yield publication("student1908", "intervals over replicates")
    if about.against(dataset) is not None:
        yield publication("klein2024", "the same draws in both worlds, and what the pairing gains")


def _mechanisms(dataset: xr.Dataset, documents: Sequence[Document[Any]]) -> Iterator[Citation]:
    """Yields the publications of mechanisms that were on in some world and some month of the result."""
    *regimes, society = documents
    ends = [months_of(dataset, Path(document.where).stem)[-1] for document in regimes]
    rules = [
        regime for document, end in zip(regimes, ends, strict=True) for start, regime in epochs(document)
        if start is None or start <= end
    ]  # fmt: skip
    for mechanism in MECHANISMS:
        if any(mechanism.when(regime, society.model) for regime in rules):
            yield publication(mechanism.key, mechanism.why)


def _measures(dataset: xr.Dataset) -> Iterator[Citation]:
    """Yields the sources of measures that have a number in some world of the result."""
    against = about.against(dataset)
    values: list[tuple[Measure | PairedMeasure, xr.DataArray]]
    values = [(m, m.function(dataset)) for m in MEASURES.values() if m.source != HERE]
    if against is not None:
        values += [(p, p.function(dataset, against)) for p in PAIRED.values() if p.source != HERE]
    for measure, array in values:
        if bool(array.isnull().all()):
            continue
        why = f"the measure {measure.name}"
        key = MEASURED.get(measure.source)
        yield publication(key, why) if key else _verbatim(measure.source, why)


def _sources(documents: Iterable[tuple[DocumentText, Document[Any]]]) -> Iterator[Citation]:
    """Yields each distinct source of a number once, with the documents that name it."""
    used: dict[str, list[str]] = {}
    for text, document in documents:
        named = Counter(s for s in document.sources.values() if not _assumed(s) and not NO_PUBLICATION.search(s))
        for sentence, n in named.items():
            used.setdefault(sentence, []).append(f"{n} number{'s' * (n > 1)} in {_file(text)}")
    for sentence, places in used.items():
        yield _verbatim(sentence, f"source of {' and '.join(places)}, in its words")


def _verbatim(sentence: str, why: str) -> Citation:
    """Cites a sentence as it stands: who wrote what and when is not guessed from it."""
    flat = " ".join(sentence.split())
    key = f"source-{hashlib.sha256(flat.encode()).hexdigest()[:10]}"
    return Citation(key, "misc", (), {"title": flat, "note": f"{why[:1].upper()}{why[1:]}"}, why)


def _left_out(documents: Iterable[tuple[DocumentText, Document[Any]]]) -> Iterator[str]:
    for text, document in documents:
        if document.n_numbers:
            yield (
                f"{_file(text)}: {document.n_assumed} of its {document.n_numbers} numbers are assumed. "
                "An assumption is no source, so they cite nothing here."
            )
        plain = sum(bool(NO_PUBLICATION.search(s)) for s in document.sources.values() if not _assumed(s))
        if plain:
            yield f"{_file(text)}: {counted(plain, 'number')} hold{'s' * (plain == 1)} by construction or definition."
        if document.unsourced:
            yield f"{_file(text)}: {counted(len(document.unsourced), 'number')} without a source."


def _assumed(sentence: str) -> bool:
    return sentence.lower().startswith("assumed")


def _file(text: DocumentText) -> str:
    """Gives the file's name alone: folders of somebody's machine are nobody's business."""
    return PurePath(text.where).name


def _joined(citations: Iterable[Citation]) -> list[Citation]:
    """Keeps each key once and joins the reasons."""
    kept: dict[str, Citation] = {}
    for c in citations:
        before = kept.get(c.key)
        kept[c.key] = c if before is None else replace(before, why=f"{before.why}; {c.why}")
    return list(kept.values())
