"""Prints documents: the list of those that ship, one in plain words, and the order of a month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from underheaven.show.at_rest import at_rest_sentences
from underheaven.show.changes import reform_parts
from underheaven.show.claimed import claimed
from underheaven.show.grounds import by_reason, by_source
from underheaven.show.likeness import likeness_sentences
from underheaven.show.regime import regime_parts
from underheaven.show.society import society_parts
from underheaven.show.words import counted, flowing, percent
from underheaven.spec.change import epochs
from underheaven.spec.cross_reach import unreached
from underheaven.spec.document import Document
from underheaven.spec.filing import Crowded, crowded, most_records
from underheaven.spec.recording import MOST_RECORDS
from underheaven.spec.reform import Reform
from underheaven.spec.regime import Regime
from underheaven.spec.society import Society


def print_catalogue(documents: Iterable[tuple[str, Document[Any]]], console: Console) -> None:
    """Prints the documents that ship, by kind, each with its short name and what it describes."""
    kind = ""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for name, document in documents:
        if document.model.kind != kind:
            table.add_row(Text(f"{chr(10) if kind else ''}{document.model.kind}", style="bold cyan"))
            kind = document.model.kind
        table.add_row(name, Text(first_sentence(document.model.describes) + _stylised(document)))
    console.print(table)


def catalogue_rows(documents: Iterable[tuple[str, Document[Any]]]) -> list[dict[str, Any]]:
    """Gives a row for each document: kind, short name, what it describes, and what it rests on."""
    return [
        {
            "kind": d.model.kind, "name": name, "describes": flowing(d.model.describes),
            "stylised": bool(getattr(d.model, "stylised", False)), "numbers": d.n_numbers, "assumed": d.n_assumed,
        }
        for name, d in documents
    ]  # fmt: skip


def print_checked(document: Document[Any], console: Console) -> None:
    """Prints one line for a sound document, its economy at rest, who is alike, and grades that no rule leads into."""
    console.print(Text(f"Sound. {numbers(document)}"))
    if isinstance(document.model, Society):
        for sentence in (*at_rest_sentences(document), *likeness_sentences(document)):
            console.print(Text(sentence))
    if isinstance(document.model, Regime):
        for sentence in _limits([version for _, version in epochs(document)]):
            console.print(Text(sentence))


def _limits(versions: Sequence[Regime]) -> Iterator[str]:
    """Says what the records of a dossier are too few for, in any version of the rules."""
    idle, full = unreached(versions), crowded(versions)
    if idle:
        records = most_records(versions)
        yield f"No rule leads into {' or '.join(idle)}: with {records} records no score lies there."
    if full is not None:
        said = "; ".join(f"{conduct} {mean}, up to {most}" for conduct, (mean, most) in full.standing.items())
        yield (
            f"A dossier holds {full.records} records. Conduct that lasts and is filed anew each month can have more "
            f"({said}): what does not fit is lost, the record with least time left first. {_more_room(full)} The "
            "measure records_lost says how much is lost."
        )


def _more_room(full: Crowded) -> str:
    """Says what to write for a larger store."""
    if full.records == MOST_RECORDS:
        return "No document can state more records than that."
    return f"Where records of one person do come to as many, write recording.capacity = {full.needed}."


def print_document(document: Document[Any], console: Console) -> None:
    """Prints a document in plain words, with its sources and what is assumed."""
    model = document.model
    console.print(Text(f"{model.name}{_stylised(document)}", style="bold"))
    console.print(Text(f"{flowing(model.describes)}\n"))
    for heading, sentences in parts(document):
        console.print(Text(heading, style="bold cyan"))
        for sentence in sentences:
            first, *below = sentence.split("\n")
            console.print(Padding(Text(first), (0, 0, 0, 2)))
            for line in below:
                console.print(Padding(Text(line, style="dim"), (0, 0, 0, 4)))
        console.print()
    console.print(Text(numbers(document)))


def parts(document: Document[Any]) -> list[tuple[str, list[str]]]:
    """Gives a document as headings with sentences, its sources and assumptions at the end.

    A sentence may have lines below it: the paths that rest on a source or a reason.
    """
    model = document.model
    said: list[tuple[str, list[str]]] = []
    if isinstance(model, Regime):
        said = regime_parts(document)
    elif isinstance(model, Society):
        said = society_parts(document)
    elif isinstance(model, Reform):
        said = reform_parts(document)
    else:
        against = f", against {model.against}" if model.against else ""
        said = [
            ("What is run", [
                f"{', '.join(model.regimes)}{against}, over {model.society}.",
                f"{model.persons:,} persons, {counted(model.months, 'month')}, "
                f"{counted(model.replicates, 'replicate')}, seed {model.seed}.",
            ]),
            *([("Published pattern", list(claimed(model.pattern)))] if model.pattern else []),
        ]  # fmt: skip
    more = [("Sources", by_source(document)), ("Assumed", by_reason(document))]
    return said + [(heading, sentences) for heading, sentences in more if sentences]


def numbers(document: Document[Any]) -> str:
    """Says how many numbers a document holds, how many of them are assumed, and how many have no source."""
    if not document.n_numbers:
        return f"{document.where}: it states no numbers."
    share = percent(document.n_assumed / document.n_numbers)
    return (
        f"{document.where}: {counted(document.n_numbers, 'number')}, {document.n_assumed} of them assumed ({share}), "
        f"{len(document.unsourced)} without a source.{_off_centre(document)}"
    )


def _off_centre(document: Document[Any]) -> str:
    """Say how many assumed numbers lie off the middle half of their ranges, and how many of them do not say why."""
    off = [a for a in document.assumed if a.low < a.high and not a.centred]
    if not off:
        return ""
    silent = [a.path for a in off if not a.off_centre]
    said = f" {counted(len(off), 'assumed number')} off the middle half of the range"
    return (
        f"{said}, {len(silent)} without a reason (off_centre): {', '.join(silent)}."
        if silent
        else f"{said}, with a reason."
    )


def print_month(console: Console) -> None:
    """Prints what happens in one month, in order, as the engines run it."""
    from underheaven.fields import STAGES
    from underheaven.kernel.month import describe

    for number, (stage, meaning) in enumerate(describe(STAGES), start=1):
        console.print(Text.assemble(f"{number}. ", (stage, "bold"), f": {meaning}"))


def first_sentence(text: str) -> str:
    """Return what the catalogue says of a document: the first sentence of its description."""
    return re.split(r"(?<=[.!?]) (?=[A-Z])", flowing(text))[0]


def _stylised(document: Document[Any]) -> str:
    return " (stylised)" if getattr(document.model, "stylised", False) else ""
