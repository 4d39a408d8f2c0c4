"""Where a document stands: by name among those shipped with the package, or by path."""

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
from underheaven.spec.found import listed, nearest
from underheaven.spec.paths import printable, show
from underheaven.spec.toml import LARGEST

Kind = Literal["regime", "society", "study", "reform"]
MONTH = re.compile(r"\d{4}(-\d{1,2})?")
FOLDERS: dict[Kind, str] = {"regime": "regimes", "society": "societies", "study": "studies", "reform": "reforms"}


@dataclass(frozen=True)
class Source:
    """The bytes of a document, the file as a person names it, and whether it came with the package."""

    where: str
    data: bytes
    shipped: bool


def shipped(kind: Kind) -> list[str]:
    """List the names of the documents of a kind that come with the package, in alphabetical order."""
    folder = _folder(kind)
    if not folder.is_dir():
        return []
    return sorted(f.name.removesuffix(".toml") for f in folder.iterdir() if f.name.endswith(".toml"))


def companions() -> list[str]:
    """List the documents that shipped studies bring along for themselves, by the paths that the studies name."""
    folder = _folder("study")
    inside = [f for f in folder.iterdir() if f.is_dir()] if folder.is_dir() else []
    return sorted(
        f"{FOLDERS['study']}/{f.name}/{d.name}" for f in inside for d in f.iterdir() if d.name.endswith(".toml")
    )


def fetch(kind: Kind | None, name_or_path: str | os.PathLike[str]) -> Source:
    """Return the bytes of a document by its shipped name or its path; where kind is None, of any kind.

    A document that a shipped study brings along goes by the path that the study names.

    Raises RequestError where nothing of the name is shipped, or nothing that can be read stands at the path.
    """
    asked = os.fspath(name_or_path)
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in asked):  # how Python stands for bytes that are no UTF-8
        raise RequestError(
            f"{printable(asked[:200])}: its name is not UTF-8, and a result could not hold it. Rename the file."
        )
    for any_kind in FOLDERS if kind is None else (kind,):
        if asked in shipped(any_kind):
            data = (_folder(any_kind) / f"{asked}.toml").read_bytes()
            return Source(f"{FOLDERS[any_kind]}/{asked}.toml", data, shipped=True)
    if asked in companions():
        return Source(asked, files("underheaven").joinpath(*asked.split("/")).read_bytes(), shipped=True)
    thing = kind or "document"
    try:
        path = Path(asked)
        _refuse_misplaced(kind, asked)
        looks_like_path = path.suffix == ".toml" or os.sep in asked or "/" in asked or isinstance(name_or_path, Path)
        if not looks_like_path and (not asked or not os.path.lexists(path)):
            raise RequestError(f"There is no {thing} {show(asked)}. {_known(kind, asked)}.")
        return Source(printable(asked), _read(path, kind), shipped=False)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise RequestError(
            f"{printable(asked[:200])} cannot be read: {reason[:1].lower()}{reason[1:]}. Give another path."
        ) from error


def _folder(kind: Kind) -> Traversable:
    return files("underheaven") / FOLDERS[kind]


def _read(path: Path, kind: Kind | None) -> bytes:
    name = printable(str(path))
    if path.is_dir():
        raise RequestError(
            f"{name} is a folder, and a {kind or 'document'} is one file. Give the path of a .toml file."
        )
    if path.is_symlink() and not path.exists():
        raise RequestError(f"{name} is a link that leads to no file. Give the path of a .toml file.")
    if not path.exists():
        raise RequestError(f"There is no file {name}. Correct the path; {_lower(_known(kind, path.stem))}.")
    if not path.is_file():
        raise RequestError(f"{name} is not a regular file. Give the path of a .toml file.")
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _refuse_misplaced(kind: Kind | None, asked: str) -> None:
    """Raise RequestError for a shipped document of another kind, and for a regime as it stands in a month."""
    other = next((k for k in FOLDERS if asked in shipped(k)), None)
    if other is not None and not os.path.lexists(asked):
        raise RequestError(f"{asked} is a {other}, but a {kind} is required. {_known(kind, asked)}.")
    name, _, month = asked.rpartition("@")
    if name and MONTH.fullmatch(month) and not os.path.lexists(asked):
        raise RequestError(
            f"{printable(asked)}: a regime as it stands in a month is known to `underheaven diff` alone. "
            f"Name {printable(name)}."
        )


def _known(kind: Kind | None, asked: str) -> str:
    """Write which documents ship, of one kind or of all, the nearest to what was asked first."""
    kinds: tuple[Kind, ...] = tuple(FOLDERS) if kind is None else (kind,)
    by_name = {name: k for k in kinds for name in shipped(k)}
    if not by_name:
        return f"No {kind} is shipped with this package: give the path of a .toml file"
    near = _nearest(asked, by_name)
    article = f", a {by_name[near]}" if near and kind is None else ""
    hint = f"Nearest is {near}{article}; shipped" if near else "Shipped"
    return f"{hint} are {listed(by_name, 40)}, and a path to a .toml file does as well"


def _nearest(asked: str, names: Iterable[str]) -> str | None:
    """Return the nearest name, by the whole of it or by its beginning, such as court for court-defaulters-2013."""
    heads = {name.rsplit("-", n)[0]: name for name in names for n in (2, 1, 0)}
    near = nearest(asked, heads)
    return heads[near] if near else None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
