"""Find documents: by name among those shipped with the package, or by path."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from underheaven.errors import RequestError
from underheaven.spec.io.toml_parser import MAX_BYTES
from underheaven.spec.io.toml_paths import escape_unprintable, show_value
from underheaven.spec.problems import join_with_and, nearest_name

DocumentKind = Literal["regime", "society", "study", "reform"]
MONTH_SUFFIX = re.compile(r"\d{4}(-\d{1,2})?")
SHIPPED_FOLDERS: dict[DocumentKind, str] = {
    "regime": "regimes",
    "society": "societies",
    "study": "studies",
    "reform": "reforms",
}


@dataclass(frozen=True)
class DocumentFile:
    """The bytes of a document.

    Attributes:
        where: the file, as the user names it.
        data: its bytes.
        shipped: whether it is part of the package.
    """

    where: str
    data: bytes
    shipped: bool


def shipped_names(kind: DocumentKind) -> list[str]:
    """Return the names of the shipped documents of a kind, in alphabetical order."""
    folder = _shipped_folder(kind)
    if not folder.is_dir():
        return []
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))


def companion_paths() -> list[str]:
    """Return the paths of documents shipped with a study for its own use, as the study names them."""
    folder = _shipped_folder("study")
    inside = [f for f in folder.iterdir() if f.is_dir()] if folder.is_dir() else []
    return sorted(
        f"{SHIPPED_FOLDERS['study']}/{f.name}/{d.name}" for f in inside for d in f.iterdir() if d.name.endswith(".toml")
    )


def fetch_document(kind: DocumentKind | None, name_or_path: str | os.PathLike[str]) -> DocumentFile:
    """Return the bytes of a document.

    Args:
        kind: the kind of document; None means any.
        name_or_path: shipped name, path of a file, or path of a companion document of a shipped study.

    Raises:
        RequestError: no shipped document has this name, or no readable file has this path.
    """
    requested = os.fspath(name_or_path)
    if any(
        0xD800 <= ord(letter) <= 0xDFFF for letter in requested
    ):  # surrogates: Python's escape for bytes that are not UTF-8
        raise RequestError(
            f"{escape_unprintable(requested[:200])}: its name is not UTF-8, and a result could not hold it. "
            "Rename the file."
        )
    for any_kind in SHIPPED_FOLDERS if kind is None else (kind,):
        if requested in shipped_names(any_kind):
            data = (_shipped_folder(any_kind) / f"{requested}.toml").read_bytes()
            return DocumentFile(f"{SHIPPED_FOLDERS[any_kind]}/{requested}.toml", data, shipped=True)
    if requested in companion_paths():
        return DocumentFile(requested, files("underheaven").joinpath(*requested.split("/")).read_bytes(), shipped=True)
    thing = kind or "document"
    try:
        path = Path(requested)
        _refuse_misplaced(kind, requested)
        looks_like_path = (
            path.suffix == ".toml" or os.sep in requested or "/" in requested or isinstance(name_or_path, Path)
        )
        if not looks_like_path and (not requested or not os.path.lexists(path)):
            raise RequestError(f"There is no {thing} {show_value(requested)}. {_list_known(kind, requested)}.")
        return DocumentFile(escape_unprintable(requested), _read_file(path, kind), shipped=False)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise RequestError(
            f"{escape_unprintable(requested[:200])} cannot be read: {_lower_first(reason)}. Give another path."
        ) from error


def _shipped_folder(kind: DocumentKind) -> Traversable:
    return files("underheaven") / SHIPPED_FOLDERS[kind]


def _read_file(path: Path, kind: DocumentKind | None) -> bytes:
    name = escape_unprintable(str(path))
    if path.is_dir():
        raise RequestError(
            f"{name} is a folder, and a {kind or 'document'} is one file. Give the path of a .toml file."
        )
    if path.is_symlink() and not path.exists():
        raise RequestError(f"{name} is a link that leads to no file. Give the path of a .toml file.")
    if not path.exists():
        raise RequestError(f"There is no file {name}. Correct the path; {_lower_first(_list_known(kind, path.stem))}.")
    if not path.is_file():
        raise RequestError(f"{name} is not a regular file. Give the path of a .toml file.")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _refuse_misplaced(kind: DocumentKind | None, requested: str) -> None:
    """Raise RequestError for a shipped document of another kind, and for a regime with a month."""
    other = next((k for k in SHIPPED_FOLDERS if requested in shipped_names(k)), None)
    if other is not None and not os.path.lexists(requested):
        raise RequestError(f"{requested} is a {other}, but a {kind} is required. {_list_known(kind, requested)}.")
    name, _, month = requested.rpartition("@")
    if name and MONTH_SUFFIX.fullmatch(month) and not os.path.lexists(requested):
        raise RequestError(
            f"{escape_unprintable(requested)}: only `underheaven diff` takes a regime of one month. "
            f"Name {escape_unprintable(name)}."
        )


def _list_known(kind: DocumentKind | None, requested: str) -> str:
    """Return a sentence with the shipped documents, of one kind or of all, the nearest name first."""
    kinds: tuple[DocumentKind, ...] = tuple(SHIPPED_FOLDERS) if kind is None else (kind,)
    by_name = {name: k for k in kinds for name in shipped_names(k)}
    if not by_name:
        return f"No {kind} is shipped with this package: give the path of a .toml file"
    closest = _nearest_shipped(requested, by_name)
    article = f", a {by_name[closest]}" if closest and kind is None else ""
    hint = f"Nearest is {closest}{article}; shipped" if closest else "Shipped"
    return f"{hint} are {join_with_and(by_name, 40)}, and a path to a .toml file does as well"


def _nearest_shipped(requested: str, names: Iterable[str]) -> str | None:
    """Return the nearest name, by all of it or by its beginning, such as court for court-defaulters-2013."""
    names_by_prefix = {name.rsplit("-", n)[0]: name for name in names for n in (2, 1, 0)}
    near = nearest_name(requested, names_by_prefix)
    return names_by_prefix[near] if near else None


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
