"""A result as a folder of tidy tables, made under another name and renamed when it is whole."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Literal

from underheaven.arithmetic import usual
from underheaven.errors import RequestError
from underheaven.given import checked, one_of, path, truth
from underheaven.given import dataset as given_dataset
from underheaven.record.digest import digest
from underheaven.record.provenance import PREFIX, documents_of
from underheaven.show import about, dictionary, full
from underheaven.show.delimited import Table, rows_table, write
from underheaven.show.footer import CLAIM
from underheaven.show.parquet import open_duckdb, to_parquet
from underheaven.show.tables import tables
from underheaven.show.unshipped import sentence

if TYPE_CHECKING:
    import xarray as xr

Format = Literal["csv", "parquet"]


@dataclass(frozen=True)
class Written:
    """What an export left: the folder, its number of files and their bytes together."""

    folder: Path
    files: int
    bytes: int


@checked(dataset=given_dataset, folder=path, form=one_of("csv", "parquet"), persons=truth)
@usual
def export(dataset: xr.Dataset, folder: Path, form: Format, persons: bool = False) -> Written:
    """Writes the tables of a result, its data dictionary and a note of what they are into a new folder.

    form: of the tables; the dictionary is text in either. persons: also the sums of each synthetic person.
    Errors: RequestError where the folder is there already or cannot be written, or DuckDB is missing for Parquet.
    """
    _check_new(folder)
    connection = open_duckdb() if form == "parquet" else None
    try:
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            inside = Path(scratch) / folder.name
            (inside / dictionary.MONTHS).mkdir(parents=True)
            for table in tables(dataset, persons):
                _write(table, inside, connection)
            _write_words(dataset, inside, form)
            sizes = [file.stat().st_size for file in inside.rglob("*") if file.is_file()]
            os.rename(inside, folder)
    except OSError as error:
        raise RequestError(
            f"{folder}: the tables cannot be written: {error}. Free the disk, or name another folder with --out."
        ) from error
    finally:
        if connection is not None:
            connection.close()
    return Written(folder, len(sizes), sum(sizes))


def _check_new(folder: Path) -> None:
    if folder.exists() or folder.is_symlink():
        raise RequestError(
            f"{folder}: it is there already, and an export never writes over anything. "
            "Name another folder with --out, or remove that one first."
        )
    if not folder.parent.is_dir():
        raise RequestError(f"{folder}: folder {folder.parent} does not exist. Create it, or choose another with --out.")


def _write(table: Table, inside: Path, connection: Any) -> None:
    text = inside / f"{table.name}.csv"
    write(table, text)
    if connection is not None:
        to_parquet(connection, text, table.columns, text.with_suffix(".parquet"))
        text.unlink()


def _write_words(dataset: xr.Dataset, inside: Path, form: Format) -> None:
    ending = f".{form}"
    write(rows_table("dictionary", dict.fromkeys(dictionary.HEADS, "text"), dictionary.rows(ending)),
          inside / "dictionary.csv")  # fmt: skip
    (inside / "dictionary.md").write_text(f"# Data dictionary\n\n{dictionary.markdown(ending)}", encoding="utf-8")
    (inside / "README.txt").write_text("\n".join(readme(dataset, ending)), encoding="utf-8")


def readme(dataset: xr.Dataset, ending: str) -> list[str]:
    """Gives the lines of the note beside the tables; ending: of their files, such as ``.csv``."""
    return [*_what(dataset), "", *_files(ending), "", *_how_to_cite(dataset), ""]


def _what(dataset: xr.Dataset) -> list[str]:
    attrs, against, sizes = dataset.attrs, about.against(dataset), dataset.sizes
    held = f", held against {against}" if against else ""
    return [
        f"Tables of a result of Underheaven {attrs.get(PREFIX + 'underheaven', '')}".rstrip(),
        "",
        CLAIM,
        *filter(None, [sentence(dataset)]),
        "Every person in these tables is synthetic. No row describes or represents a real person.",
        "",
        f"Worlds: {', '.join(world for world in about.worlds(dataset) if world != against)}{held}.",
        f"{sizes['person']:,} synthetic persons per scenario, {sizes['replicate']} replicates, "
        f"{sizes['month']} months, seed {attrs.get('seed', 'unknown')}.",
        *(_rests(note) for note in about.documents(dataset)),
        *full.sentences(dataset),
    ]


def _files(ending: str) -> list[str]:
    return [
        "Files",
        f"- measures{ending}: every measure by world, with its Monte Carlo interval (95 %) and its paired difference",
        f"- ledger{ending}: what each unit of detriment was booked for: cause, effect, origin and rule",
        f"- months/NAME{ending}: one tally each, one row per world, replicate, month and label, and its value",
        f"- labels{ending}: the labels of every dimension, in order",
        f"- panel{ending}: the months of the study's panel, one row per panelist and month; only if the study has one",
        f"- persons{ending}: sums over the run for each synthetic person; only with --persons",
        "- dictionary.csv, dictionary.md: what every name means, with its type and unit",
        "",
        "In months/ a combination of labels that is zero in every world, replicate and month has no row: read it as 0.",
        "CSV is UTF-8 and follows RFC 4180; an empty field is a missing value. Months are written as 2013-10.",
    ]


def _how_to_cite(dataset: xr.Dataset) -> list[str]:
    attrs, made = dataset.attrs, PREFIX + "date"
    return [
        f"Digest of the result: {attrs.get('digest') or digest(dataset)}",
        *([f"Made on {attrs[made]}"] if made in attrs else []),
        *(f"Document {PurePath(d.where).name}: SHA-256 {d.digest}" for d in documents_of(attrs)),
        "",
        "To cite: name the program and its version, the digest, and the documents with theirs.",
        "`underheaven cite RESULT.nc` prints all of it as BibTeX, with the sources behind the documents.",
    ]


def _rests(note: about.DocumentNote) -> str:
    assumed = f"{note.assumed} of its {note.numbers} numbers are assumed" if note.numbers else "it states no numbers"
    return f"{note.label} ({note.kind}{', stylised' * note.stylised}): {assumed}."
