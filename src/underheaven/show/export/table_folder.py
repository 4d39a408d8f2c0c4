"""A result as a folder of tidy tables, written under a temporary name and renamed when complete."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from underheaven.argument_checks import check_arguments, file_path, one_of_words, true_or_false
from underheaven.argument_checks import result_dataset as given_dataset
from underheaven.errors import RequestError
from underheaven.numpy_errstate import with_default_errstate
from underheaven.record.digest import digest
from underheaven.record.provenance import PROVENANCE_PREFIX, read_documents
from underheaven.show import result_metadata
from underheaven.show.export import data_dictionary
from underheaven.show.export.csv_text import Table, rows_table, write_table
from underheaven.show.export.parquet import open_duckdb, to_parquet
from underheaven.show.export.result_tables import result_tables
from underheaven.show.text import saturated_sums
from underheaven.show.text.footer import CLAIM
from underheaven.show.text.unshipped_documents import unshipped_sentence

if TYPE_CHECKING:
    import xarray as xr

TableFormat = Literal["csv", "parquet"]


@dataclass(frozen=True)
class ExportSummary:
    """What an export wrote: the folder, the number of files and their total bytes."""

    folder: Path
    files: int
    bytes: int


@check_arguments(dataset=given_dataset, folder=file_path, form=one_of_words("csv", "parquet"), persons=true_or_false)
@with_default_errstate
def export_tables(dataset: xr.Dataset, folder: Path, form: TableFormat, persons: bool = False) -> ExportSummary:
    """Write the tables of a result, its data dictionary and a README into a new folder.

    Args:
        dataset: A result, as ``run`` or ``compare`` returns it.
        folder: The folder to create.
        form: Of the tables; the dictionary is text in either.
        persons: Whether to write the sums of each synthetic person too.

    Returns:
        The folder, its number of files and their total bytes.

    Raises:
        RequestError: The folder exists or cannot be written, or DuckDB is missing for Parquet.
    """
    _require_new_folder(folder)
    connection = open_duckdb() if form == "parquet" else None
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            inside = Path(scratch) / folder.name
            (inside / data_dictionary.MONTHS_FOLDER).mkdir(parents=True)
            for table in result_tables(dataset, persons):
                _write_table(table, inside, connection)
            _write_documentation(dataset, inside, form)
            sizes = [file.stat().st_size for file in inside.rglob("*") if file.is_file()]
            os.rename(inside, folder)
    except OSError as error:
        raise RequestError(
            f"{folder}: the tables cannot be written: {error}. Free the disk, or name another folder with --out."
        ) from error
    finally:
        if connection is not None:
            connection.close()
    return ExportSummary(folder, len(sizes), sum(sizes))


def _require_new_folder(folder: Path) -> None:
    if folder.exists() or folder.is_symlink():
        raise RequestError(
            f"{folder}: it already exists, and an export never overwrites anything. "
            "Name another folder with --out, or remove that one first."
        )
    if not folder.parent.is_dir():
        raise RequestError(f"{folder}: folder {folder.parent} does not exist. Create it, or choose another with --out.")


def _write_table(table: Table, inside: Path, connection: Any) -> None:
    text = inside / f"{table.name}.csv"
    write_table(table, text)
    if connection is not None:
        to_parquet(connection, text, table.columns, text.with_suffix(".parquet"))
        text.unlink()


def _write_documentation(dataset: xr.Dataset, inside: Path, form: TableFormat) -> None:
    ending = f".{form}"
    write_table(
        rows_table(
            "dictionary",
            dict.fromkeys(data_dictionary.DICTIONARY_COLUMNS, "text"),
            data_dictionary.dictionary_rows(ending),
        ),
        inside / "dictionary.csv",
    )
    (inside / "dictionary.md").write_text(
        f"# Data dictionary\n\n{data_dictionary.dictionary_markdown(ending)}", encoding="utf-8"
    )
    (inside / "README.txt").write_text("\n".join(readme_lines(dataset, ending)), encoding="utf-8")


def readme_lines(dataset: xr.Dataset, ending: str) -> list[str]:
    """Return the lines of the README; ending: of the table files, such as ``.csv``."""
    return [*_contents_lines(dataset), "", *_file_lines(ending), "", *_citation_lines(dataset), ""]


def _contents_lines(dataset: xr.Dataset) -> list[str]:
    attrs, baseline, sizes = dataset.attrs, result_metadata.baseline_of(dataset), dataset.sizes
    baseline_phrase = f", compared with {baseline}" if baseline else ""
    return [
        f"Tables of a result of Underheaven {attrs.get(PROVENANCE_PREFIX + 'underheaven', '')}".rstrip(),
        "",
        CLAIM,
        *filter(None, [unshipped_sentence(dataset)]),
        "Every person in these tables is synthetic. No row describes or represents a real person.",
        "",
        f"Scenarios: {', '.join(name for name in result_metadata.scenarios_of(dataset) if name != baseline)}"
        f"{baseline_phrase}.",
        f"{sizes['person']:,} synthetic persons per scenario, {sizes['replicate']} replicates, "
        f"{sizes['month']} months, seed {attrs.get('seed', 'unknown')}.",
        *(_assumed_line(note) for note in result_metadata.document_notes(dataset)),
        *saturated_sums.saturation_sentences(dataset),
    ]


def _file_lines(ending: str) -> list[str]:
    return [
        "Files",
        f"- measures{ending}: every measure by scenario, its Monte Carlo interval (95 %) and its paired difference",
        f"- ledger{ending}: what each unit of detriment was booked for: cause, effect, origin and rule",
        f"- months/NAME{ending}: one tally each, one row per scenario, replicate, month and label, and its value",
        f"- labels{ending}: the labels of every dimension, in order",
        f"- panel{ending}: the months of the study's panel, one row per panelist and month; only if the study has one",
        f"- persons{ending}: sums over the run for each synthetic person; only with --persons",
        "- dictionary.csv, dictionary.md: what every name means, with its type and unit",
        "",
        "In months/, combinations of labels that are zero in all scenarios, replicates and months have no row: "
        "read them as 0.",
        "CSV is UTF-8 and follows RFC 4180; an empty field is a missing value. Months are written as 2013-10.",
    ]


def _citation_lines(dataset: xr.Dataset) -> list[str]:
    attrs, made = dataset.attrs, PROVENANCE_PREFIX + "date"
    return [
        f"Digest of the result: {attrs.get('digest') or digest(dataset)}",
        *([f"Made on {attrs[made]}"] if made in attrs else []),
        *(f"Document {PurePath(d.where).name}: SHA-256 {d.digest}" for d in read_documents(attrs)),
        "",
        "To cite: name the program and its version, the digest, and the documents with theirs.",
        "`underheaven cite RESULT.nc` prints all of it as BibTeX, with the sources behind the documents.",
    ]


def _assumed_line(note: result_metadata.DocumentNote) -> str:
    assumed = f"{note.assumed} of its {note.numbers} numbers are assumed" if note.numbers else "it states no numbers"
    return f"{note.label} ({note.kind}{', stylised' * note.stylised}): {assumed}."
