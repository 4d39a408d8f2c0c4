"""Documents in the terminal: the catalogue, one document in plain words, and the order of a month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from underheaven.show.explain.homophily import homophily_sentences
from underheaven.show.explain.provenance import numbers_by_reason, numbers_by_source
from underheaven.show.explain.reform import reform_parts
from underheaven.show.explain.regime import regime_parts
from underheaven.show.explain.society import society_parts
from underheaven.show.explain.steady_state import steady_state_sentences
from underheaven.show.formatting import format_count, format_percent, unwrap_lines
from underheaven.show.text.expected_pattern import expected_sentences
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.checks.reachability import unreachable_grades
from underheaven.spec.document import Document
from underheaven.spec.models.recording import MAX_CAPACITY
from underheaven.spec.models.reform import Reform
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.record_capacity import DossierOverflow, dossier_capacity, dossier_overflow


def print_catalogue(documents: Iterable[tuple[str, Document[Any]]], console: Console) -> None:
    """Print the shipped documents by kind, each with its short name and description.

    Args:
        documents: Short name and document.
        console: Where to print.
    """
    kind = ""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, document in documents:
        if document.model.kind != kind:
            table.add_row(Text(f"{chr(10) if kind else ''}{document.model.kind}", style="bold cyan"))
            kind = document.model.kind
        table.add_row(name, Text(first_sentence(document.model.describes) + _stylised_suffix(document)))
    console.print(table)


def catalogue_rows(documents: Iterable[tuple[str, Document[Any]]]) -> list[dict[str, Any]]:
    """Return one row per document: kind, short name, description and provenance.

    Args:
        documents: Short name and document.
    """
    return [
        {
            "kind": d.model.kind,
            "name": name,
            "describes": unwrap_lines(d.model.describes),
            "stylised": bool(getattr(d.model, "stylised", False)),
            "numbers": d.n_numbers,
            "assumed": d.n_assumed,
        }
        for name, d in documents
    ]


def print_checked(document: Document[Any], console: Console) -> None:
    """Print a valid document in one line, with its steady state, homophily and unreachable grades below.

    Args:
        document: Already validated.
        console: Where to print.
    """
    console.print(Text(f"Sound. {count_sentence(document)}"))
    if isinstance(document.model, Society):
        for sentence in (*steady_state_sentences(document), *homophily_sentences(document)):
            console.print(Text(sentence))
    if isinstance(document.model, Regime):
        for sentence in _capacity_warnings([version for _, version in regime_versions(document)]):
            console.print(Text(sentence))


def _capacity_warnings(versions: Sequence[Regime]) -> Iterator[str]:
    """State for which rules a dossier holds too few records, in any version of the regime."""
    idle, full = unreachable_grades(versions), dossier_overflow(versions)
    if idle:
        records = dossier_capacity(versions)
        yield f"No rule leads into {' or '.join(idle)}: with {records} records, no score reaches it."
    if full is not None:
        wording = "; ".join(
            f"{conduct} {mean}, up to {most}" for conduct, (mean, most) in full.records_by_conduct.items()
        )
        yield (
            f"A dossier holds {full.records} records. Conduct that lasts and is filed anew each month can have more "
            f"({wording}): what does not fit is lost, the record with the least time left first. "
            f"{_capacity_advice(full)} The measure records_lost says how much is lost."
        )


def _capacity_advice(full: DossierOverflow) -> str:
    """State what to write for a larger dossier."""
    if full.records == MAX_CAPACITY:
        return "No document can state more records than that."
    return f"If one person can have that many records, write recording.capacity = {full.needed}."


def print_document(document: Document[Any], console: Console) -> None:
    """Print a document in plain words, with its sources and assumptions.

    Args:
        document: A regime, society, study or reform.
        console: Where to print.
    """
    model = document.model
    console.print(Text(f"{model.name}{_stylised_suffix(document)}", style="bold"))
    console.print(Text(f"{unwrap_lines(model.describes)}\n"))
    for heading, sentences in document_parts(document):
        console.print(Text(heading, style="bold cyan"))
        for sentence in sentences:
            first, *below = sentence.split("\n")
            console.print(Padding(Text(first), (0, 0, 0, 2)))
            for line in below:
                console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
        console.print()
    console.print(Text(count_sentence(document)))


def document_parts(document: Document[Any]) -> list[tuple[str, list[str]]]:
    """Return a document as headings with sentences, its sources and assumptions at the end.

    A sentence may have lines below it: the paths that rest on a source or a reason.
    """
    model = document.model
    wording: list[tuple[str, list[str]]] = []
    if isinstance(model, Regime):
        wording = regime_parts(document)
    elif isinstance(model, Society):
        wording = society_parts(document)
    elif isinstance(model, Reform):
        wording = reform_parts(document)
    else:
        baseline = f", against {model.baseline}" if model.baseline else ""
        wording = [
            (
                "What is run",
                [
                    f"{', '.join(model.regimes)}{baseline}, over {model.society}.",
                    f"{model.persons:,} persons, {format_count(model.months, 'month')}, "
                    f"{format_count(model.replicates, 'replicate')}, seed {model.seed}.",
                ],
            ),
            *([("Published pattern", list(expected_sentences(model.pattern)))] if model.pattern else []),
        ]
    more = [("Sources", numbers_by_source(document)), ("Assumed", numbers_by_reason(document))]
    return wording + [(heading, sentences) for heading, sentences in more if sentences]


def count_sentence(document: Document[Any]) -> str:
    """State how many numbers a document holds, how many of them are assumed, and how many have no source."""
    if not document.n_numbers:
        return f"{document.where}: it states no numbers."
    share = format_percent(document.n_assumed / document.n_numbers)
    return (
        f"{document.where}: {format_count(document.n_numbers, 'number')}, {document.n_assumed} of them assumed "
        f"({share}), {len(document.unsourced)} without a source.{_off_centre_sentence(document)}"
    )


def _off_centre_sentence(document: Document[Any]) -> str:
    """State how many assumed numbers lie outside the middle half of their ranges, and how many without a reason."""
    off = [a for a in document.assumed if a.low < a.high and not a.centred]
    if not off:
        return ""
    silent = [a.path for a in off if not a.off_centre]
    wording = f" {format_count(len(off), 'assumed number')} off the middle half of the range"
    return (
        f"{wording}, {len(silent)} without a reason (off_centre): {', '.join(silent)}."
        if silent
        else f"{wording}, with a reason."
    )


def print_month(console: Console) -> None:
    """Print the stages of one month, in the order in which the engine runs them.

    Args:
        console: Where to print.
    """
    from underheaven.fields.codes import STAGES
    from underheaven.kernel.month import describe

    for number, (stage, meaning) in enumerate(describe(STAGES), start=1):
        console.print(Text.assemble(f"{number}. ", (stage, "bold"), f": {meaning}"))


def first_sentence(text: str) -> str:
    """Return the first sentence of a document's description, for the catalogue."""
    return re.split(r"(?<=[.!?]) (?=[A-Z])", unwrap_lines(text))[0]


def _stylised_suffix(document: Document[Any]) -> str:
    return " (stylised)" if getattr(document.model, "stylised", False) else ""
