"""What to cite: the software, and for a result also the result itself, its documents and their sources."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from underheaven.errors import ResultError, UnderheavenError
from underheaven.measure.calendar import scenario_months
from underheaven.measure.registry import MEASURES, OWN_SOURCE, PAIRED, Measure, PairedMeasure
from underheaven.record.digest import digest
from underheaven.record.provenance import PROVENANCE_PREFIX, DocumentText, hooks_of, read_documents
from underheaven.show import result_metadata
from underheaven.show.export.bibtex import Citation
from underheaven.show.export.mechanism_sources import MECHANISMS
from underheaven.show.export.publications import MEASURE_SOURCES, cite_publication
from underheaven.show.formatting import format_count
from underheaven.show.text.footer import CLAIM
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, SOCIETY, read_document
from underheaven.text_escaping import flatten_text

if TYPE_CHECKING:
    import xarray as xr

SOFTWARE_TITLE = "Underheaven: synthetic lives with and without a social credit regime"
SOFTWARE_AUTHOR = "The Underheaven developers"
LICENSE = "Apache-2.0"
RELEASE_YEARS = {"0.2.0": "2026"}
"""The year of release by version; `CITATION.cff` has the day."""
BY_DEFINITION = re.compile(r"by (construction( of the case)?|definition)\.?$")
"""The end of a source that is a definition, which nobody could look up."""


@dataclass(frozen=True)
class Bibliography:
    """Citations in reading order, and remarks on what was left out."""

    citations: tuple[Citation, ...]
    remarks: tuple[str, ...]


def software_bibliography(version: str) -> Bibliography:
    """Return the citation of the software.

    Args:
        version: Of the software.
    """
    fields = {
        "title": SOFTWARE_TITLE,
        "howpublished": "Computer program",
        "note": f"Version {version}. License {LICENSE}",
    }
    year = RELEASE_YEARS.get(version)
    if year is not None:
        fields["year"] = year
    entry = Citation("underheaven", "misc", (SOFTWARE_AUTHOR,), fields, "the program")
    unknown = () if year is not None else (f"The year in which version {version} was released is not known.",)
    return Bibliography((entry,), unknown)


def result_bibliography(dataset: xr.Dataset) -> Bibliography:
    """Return everything to cite for a result, each item once.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.

    Returns:
        Software, result, documents, mechanisms, measures and sources, in this order.

    Raises:
        ResultError: The result has no documents, or some that this version cannot read.
    """
    made_by = str(dataset.attrs.get(PROVENANCE_PREFIX + "underheaven", "unknown"))
    program = software_bibliography(made_by)
    documents = _read_documents(dataset)
    found = [
        *program.citations,
        _result_citation(dataset),
        *(_document_citation(text, document) for text, document in documents),
        *_method_citations(dataset),
        *_mechanism_citations(dataset, [document for _, document in documents]),
        *_measure_citations(dataset),
        *_source_citations(documents),
    ]
    hooks = (f"{one.name}: a mechanism of the result's author, without a source." for one in hooks_of(dataset.attrs))
    return Bibliography(tuple(_merge_citations(found)), (*program.remarks, *_omission_remarks(documents), *hooks))


def _read_documents(dataset: xr.Dataset) -> list[tuple[DocumentText, Document[Any]]]:
    """Read the documents of a result: regimes in the order of its scenarios, then the society."""
    texts = read_documents(dataset.attrs)
    if len(texts) < 2:
        raise ResultError("The result does not hold its documents. Run the study again with this version.")
    try:
        regimes: list[Document[Any]] = [read_document(DERIVED_REGIME, _source_of(text)) for text in texts[:-1]]
        return list(zip(texts, [*regimes, read_document(SOCIETY, _source_of(texts[-1]))], strict=True))
    except UnderheavenError as error:
        raise ResultError(
            f"The documents in the result are not ones that this version reads: {flatten_text(error)}. Run the study "
            "again."
        ) from error


def _source_of(text: DocumentText) -> DocumentFile:
    return DocumentFile(text.where, text.text.encode(), shipped=False)


def _result_citation(dataset: xr.Dataset) -> Citation:
    attrs, total = dataset.attrs, str(dataset.attrs.get("digest") or digest(dataset))
    baseline = result_metadata.baseline_of(dataset)
    scenarios = [scenario for scenario in result_metadata.scenarios_of(dataset) if scenario != baseline]
    baseline_phrase = f" against {baseline}" if baseline else ""
    created = str(attrs.get(PROVENANCE_PREFIX + "date", ""))
    documents = "; ".join(f"{_file_name(text)} SHA-256 {text.digest}" for text in read_documents(attrs))
    fields = {
        "title": (
            f"{', '.join(scenarios)}{baseline_phrase} over {attrs.get('society', 'a society')}: a result of Underheaven"
        ),
        "howpublished": "NetCDF-4 file",
        **({"year": created[:4]} if created else {}),
        "note": f"Digest {total}. {dataset.sizes['person']:,} synthetic persons, {dataset.sizes['replicate']} "
        f"replicates, {dataset.sizes['month']} months, seed {attrs.get('seed', 'unknown')}"
        f"{f', made on {created}' if created else ''}. Documents: {documents}. {CLAIM}",
    }
    return Citation(f"result-{total[:10]}", "misc", (), fields, "the result; enter the person who ran it as the author")


def _document_citation(text: DocumentText, document: Document[Any]) -> Citation:
    stylised = "Stylised. " if getattr(document.model, "stylised", False) else ""
    assumed = f"{document.n_assumed} of its {document.n_numbers} numbers are assumed"
    fields = {
        "title": document.model.name,
        "howpublished": f"{document.model.kind.capitalize()} as a TOML document, {_file_name(text)}",
        "note": f"{stylised}{assumed if document.n_numbers else 'It states no numbers'}. SHA-256 {text.digest}",
    }
    return Citation(f"{document.model.kind}-{text.digest[:10]}", "misc", (), fields, "a document that was run")


def _method_citations(dataset: xr.Dataset) -> Iterator[Citation]:
    yield cite_publication("salmon2011", "every draw: the counter-based generator Philox4x32-10")
    if dataset.sizes["replicate"] > 1:
        yield cite_publication("student1908", "intervals over replicates")
    if result_metadata.baseline_of(dataset) is not None:
        yield cite_publication("klein2024", "the same draws in both scenarios, and what the pairing gains")


def _mechanism_citations(dataset: xr.Dataset, documents: Sequence[Document[Any]]) -> Iterator[Citation]:
    """Yield the publications of mechanisms that were on in some scenario and some month of the result."""
    *regimes, society = documents
    ends = [scenario_months(dataset, Path(document.where).stem)[-1] for document in regimes]
    rules = [
        regime
        for document, end in zip(regimes, ends, strict=True)
        for start, regime in regime_versions(document)
        if start is None or start <= end
    ]
    for mechanism in MECHANISMS:
        if any(mechanism.is_on(regime, society.model) for regime in rules):
            yield cite_publication(mechanism.key, mechanism.why)


def _measure_citations(dataset: xr.Dataset) -> Iterator[Citation]:
    """Yield the sources of measures that have a number in some scenario of the result."""
    baseline = result_metadata.baseline_of(dataset)
    values: list[tuple[Measure | PairedMeasure, xr.DataArray]]
    values = [(m, m.function(dataset)) for m in MEASURES.values() if m.source != OWN_SOURCE]
    if baseline is not None:
        values += [(p, p.function(dataset, baseline)) for p in PAIRED.values() if p.source != OWN_SOURCE]
    for measure, array in values:
        if bool(array.isnull().all()):
            continue
        why = f"the measure {measure.name}"
        key = MEASURE_SOURCES.get(measure.source)
        yield cite_publication(key, why) if key else _verbatim_citation(measure.source, why)


def _source_citations(documents: Iterable[tuple[DocumentText, Document[Any]]]) -> Iterator[Citation]:
    """Yield each distinct source of a number once, with the documents that name it."""
    used: dict[str, list[str]] = {}
    for text, document in documents:
        named = Counter(s for s in document.sources.values() if not _is_assumption(s) and not BY_DEFINITION.search(s))
        for sentence, n in named.items():
            used.setdefault(sentence, []).append(f"{n} number{'s' * (n > 1)} in {_file_name(text)}")
    for sentence, places in used.items():
        yield _verbatim_citation(sentence, f"source of {' and '.join(places)}, in its words")


def _verbatim_citation(sentence: str, why: str) -> Citation:
    """Return a citation of a sentence verbatim, without guessing its author, title or year."""
    flat = " ".join(sentence.split())
    key = f"source-{hashlib.sha256(flat.encode()).hexdigest()[:10]}"
    return Citation(key, "misc", (), {"title": flat, "note": f"{why[:1].upper()}{why[1:]}"}, why)


def _omission_remarks(documents: Iterable[tuple[DocumentText, Document[Any]]]) -> Iterator[str]:
    for text, document in documents:
        if document.n_numbers:
            yield (
                f"{_file_name(text)}: {document.n_assumed} of its {document.n_numbers} numbers are assumed. "
                "An assumption has no source, so nothing is cited for it."
            )
        plain = sum(bool(BY_DEFINITION.search(s)) for s in document.sources.values() if not _is_assumption(s))
        if plain:
            yield (
                f"{_file_name(text)}: {format_count(plain, 'number')} hold{'s' * (plain == 1)} by construction or "
                "definition."
            )
        if document.unsourced:
            yield f"{_file_name(text)}: {format_count(len(document.unsourced), 'number')} without a source."


def _is_assumption(sentence: str) -> bool:
    return sentence.lower().startswith("assumed")


def _file_name(text: DocumentText) -> str:
    """Return the file's name without its folders, which are private to a machine."""
    return PurePath(text.where).name


def _merge_citations(citations: Iterable[Citation]) -> list[Citation]:
    """Return each key once, with the reasons joined."""
    merged: dict[str, Citation] = {}
    for c in citations:
        before = merged.get(c.key)
        merged[c.key] = c if before is None else replace(before, why=f"{before.why}; {c.why}")
    return list(merged.values())
