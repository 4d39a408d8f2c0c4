"""Documents to start from: one of each kind with comments, or a copy of one that ships, under a new name."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from underheaven.errors import RequestError
from underheaven.spec.annotate import annotated
from underheaven.spec.found import listed
from underheaven.spec.paths import printable, show
from underheaven.spec.schema import MODELS
from underheaven.spec.shipped import FOLDERS, Kind, fetch, shipped
from underheaven.spec.toml import parse, text_of
from underheaven.spec.units import Name
from underheaven.spec.write import comment, value
from underheaven.texts import first_obeyed

RUN: dict[Kind, str] = {
    "regime": "`underheaven compare FILE --against none --society village --persons 1000 --months 12` runs it",
    "society": "`underheaven compare REGIME --society FILE --persons 1000 --months 12` runs a regime over it",
    "study": "`underheaven compare FILE` runs it",
    "reform": "`underheaven reform REGIME --with FILE` tries it on a regime",
}
FORM = (
    "Over each key stands what it means, its form and range, and what holds where it is left out. A line such as "
    "`#start = ...` is left out, and so may a whole table be: take the mark away to use it, and write something for "
    "the dots."
)
NUMBERS = (
    'A number stands alone, or with where it comes from, as { value = 0.5, source = "..." }. A source that begins with '
    "the word assumed says why, and gives the range in which the number may lie; one off the middle half of its range "
    "says why in off_centre. The table [sources] at the end covers other numbers by their paths."
)


def started(kind: Kind, name: str | None = None) -> str:
    """Return a document of a kind to start from, with a comment over every part and key.

    name: what it is called; if None, the name of the start. Raises RequestError for a name that cannot be one.
    """
    where = f"{kind}.toml"
    table = parse((files("underheaven.spec") / "starts" / where).read_text(encoding="utf-8"), where)
    if name is not None:
        table["name"] = _fit(name)
    head = "\n#\n".join("\n".join(comment(paragraph)) for paragraph in _head(kind))
    return f"{head}\n\n{annotated(MODELS[kind], table)}"


def copied(kind: Kind, original: str, name: str | None = None) -> str:
    """Return the text of a document that ships, comments included, with another name in it.

    name: what the copy is called; if None, the original's name and the word copy.
    Raises RequestError where no document of this kind ships under the original's name, or for a name that cannot be.
    """
    source = fetch(kind, _of_kind(kind, original))
    text = text_of(source.data, source.where)
    table = parse(text, source.where)
    return _renamed(text, table, _fit(name if name is not None else f"Copy of {original}"))


def name_of_file(file: Path) -> str | None:
    """Return the words of a file's name as the name of a document, or None where they cannot be one."""
    words = re.sub(r"[-_\s]+", " ", file.stem).strip()
    name = words[:1].upper() + words[1:]
    return name if fits(name) else None


def fits(name: str) -> bool:
    """Tell whether a document can have this name."""
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError:
        return False
    return not first_obeyed(name)


def _fit(name: str) -> str:
    if not fits(name):
        raise RequestError(
            f"--name {show(name)}: a name has 1 to 60 characters, without quotes, brackets, braces, backslashes, "
            "line breaks or invisible characters. Write another."
        )
    return name


def _of_kind(kind: Kind, original: str) -> str:
    """Return a shipped name; refuses one of another kind, and a path."""
    other = next((k for k in FOLDERS if original in shipped(k)), kind)
    if other != kind:
        raise RequestError(
            f"{original} is a {other}, but a {kind} is required. Write `underheaven new {other} --from {original}`."
        )
    if original not in shipped(kind) and (original.endswith(".toml") or "/" in original):
        raise RequestError(
            f"--from {printable(original)}: it takes the name of a document that ships; `underheaven list` names them. "
            "A file of your own can be copied as it is."
        )
    return original


def _renamed(text: str, table: dict[str, Any], name: str) -> str:
    """Return the text with its one name at the top exchanged, or added where it has none, and nothing else changed."""
    line = f"name = {value(name)}"
    swapped = (
        f"{text[: m.start()]}{line}{text[m.end() :]}" for m in re.finditer(r"^name[ \t]*=.*$", text, re.MULTILINE)
    )
    wanted = table | {"name": name}
    return next(new for new in (*swapped, f"{line}\n{text}") if _says(new, wanted))


def _says(text: str, table: dict[str, Any]) -> bool:
    """Tell whether a text states this table; a change in the wrong place may leave no TOML at all."""
    try:
        return tomllib.loads(text) == table
    except tomllib.TOMLDecodeError:
        return False


def _head(kind: Kind) -> list[str]:
    """Return what stands at the top: what the file is, how its comments are read, what to do with it."""
    about = " ".join((MODELS[kind].__doc__ or "").split())
    names = {
        "regime": "Kinds of conduct, habits, regions and categories go by the names that the society gives them.",
        "society": "Regimes name its kinds of conduct, habits, regions and categories as they are written here.",
        "study": f"Regimes that ship: {listed(shipped('regime'), 40)}. Societies: {listed(shipped('society'), 40)}.",
        "reform": f"A fragment has the form of a regime. Reforms that ship: {listed(shipped('reform'), 40)}.",
    }
    return [
        f"A {kind} to start from. {about} {names[kind]}",
        FORM if kind == "study" else f"{FORM} {NUMBERS}",
        f"`underheaven check FILE` names every fault, `underheaven show FILE` says it in plain words, {RUN[kind]}.",
    ]
