"""Documents to start from: one of each kind with comments, or a copy of one that ships, under a new name."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from underheaven.errors import RequestError
from underheaven.spec.io.annotated_toml import render_annotated
from underheaven.spec.io.document_files import SHIPPED_FOLDERS, DocumentKind, fetch_document, shipped_names
from underheaven.spec.io.toml_parser import decode_text, parse_toml
from underheaven.spec.io.toml_paths import escape_unprintable, show_value
from underheaven.spec.io.toml_writer import comment_lines, toml_value
from underheaven.spec.models.units import Name
from underheaven.spec.problems import join_with_and
from underheaven.spec.schema import DOCUMENT_MODELS
from underheaven.text_escaping import first_control_character

RUN_HINTS: dict[DocumentKind, str] = {
    "regime": "`underheaven compare FILE --against none --society village --persons 1000 --months 12` runs it",
    "society": "`underheaven compare REGIME --society FILE --persons 1000 --months 12` runs a regime over it",
    "study": "`underheaven compare FILE` runs it",
    "reform": "`underheaven reform REGIME --with FILE` tries it on a regime",
}
COMMENTS_EXPLAINED = (
    "Over each key stands what it means, its form and range, and what holds where it is left out. A line such as "
    "`#start = ...` is left out, and so may a whole table be: take the mark away to use it, and write something for "
    "the dots."
)
SOURCES_EXPLAINED = (
    'A number stands alone, or with where it comes from, as { value = 0.5, source = "..." }. A source that begins with '
    "the word assumed says why, and gives the range in which the number may lie; one off the middle half of its range "
    "says why in off_centre. The table [sources] at the end covers other numbers by their paths."
)


def render_template(kind: DocumentKind, name: str | None = None) -> str:
    """Return a document of a kind to start from, with a comment over every part and key.

    name: what it is called; if None, the name of the start. Raises RequestError for a name that cannot be one.
    """
    where = f"{kind}.toml"
    table = parse_toml((files("underheaven.spec") / "starts" / where).read_text(encoding="utf-8"), where)
    if name is not None:
        table["name"] = _require_valid_name(name)
    head = "\n#\n".join("\n".join(comment_lines(paragraph)) for paragraph in _head_paragraphs(kind))
    return f"{head}\n\n{render_annotated(DOCUMENT_MODELS[kind], table)}"


def copy_shipped(kind: DocumentKind, original: str, name: str | None = None) -> str:
    """Return the text of a document that ships, comments included, with another name in it.

    name: what the copy is called; if None, the original's name and the word copy.
    Raises RequestError where no document of this kind ships under the original's name, or for a name that cannot be.
    """
    source = fetch_document(kind, _require_kind(kind, original))
    text = decode_text(source.data, source.where)
    table = parse_toml(text, source.where)
    return _rename_document(text, table, _require_valid_name(name if name is not None else f"Copy of {original}"))


def name_from_file(file: Path) -> str | None:
    """Return the words of a file's name as the name of a document, or None where they cannot be one."""
    words = re.sub(r"[-_\s]+", " ", file.stem).strip()
    name = words[:1].upper() + words[1:]
    return name if is_valid_name(name) else None


def is_valid_name(name: str) -> bool:
    """Tell whether a document can have this name."""
    try:
        TypeAdapter(Name).validate_python(name)
    except ValidationError:
        return False
    return not first_control_character(name)


def _require_valid_name(name: str) -> str:
    if not is_valid_name(name):
        raise RequestError(
            f"--name {show_value(name)}: a name has 1 to 60 characters, without quotes, brackets, braces, backslashes, "
            "line breaks or invisible characters. Write another."
        )
    return name


def _require_kind(kind: DocumentKind, original: str) -> str:
    """Return a shipped name; refuses one of another kind, and a path."""
    other = next((k for k in SHIPPED_FOLDERS if original in shipped_names(k)), kind)
    if other != kind:
        raise RequestError(
            f"{original} is a {other}, but a {kind} is required. Write `underheaven new {other} --from {original}`."
        )
    if original not in shipped_names(kind) and (original.endswith(".toml") or "/" in original):
        raise RequestError(
            f"--from {escape_unprintable(original)}: it takes the name of a document that ships; `underheaven list` names them. "
            "A file of your own can be copied as it is."
        )
    return original


def _rename_document(text: str, table: dict[str, Any], name: str) -> str:
    """Return the text with its one name at the top exchanged, or added where it has none, and nothing else changed."""
    line = f"name = {toml_value(name)}"
    candidates = (
        f"{text[: m.start()]}{line}{text[m.end() :]}" for m in re.finditer(r"^name[ \t]*=.*$", text, re.MULTILINE)
    )
    wanted = table | {"name": name}
    return next(new for new in (*candidates, f"{line}\n{text}") if _states_table(new, wanted))


def _states_table(text: str, table: dict[str, Any]) -> bool:
    """Tell whether a text states this table; a change in the wrong place may leave no TOML at all."""
    try:
        return tomllib.loads(text) == table
    except tomllib.TOMLDecodeError:
        return False


def _head_paragraphs(kind: DocumentKind) -> list[str]:
    """Return what stands at the top: what the file is, how its comments are read, what to do with it."""
    about = " ".join((DOCUMENT_MODELS[kind].__doc__ or "").split())
    names = {
        "regime": "Kinds of conduct, habits, regions and categories go by the names that the society gives them.",
        "society": "Regimes name its kinds of conduct, habits, regions and categories as they are written here.",
        "study": f"Regimes that ship: {join_with_and(shipped_names('regime'), 40)}. Societies: {join_with_and(shipped_names('society'), 40)}.",
        "reform": f"A fragment has the form of a regime. Reforms that ship: {join_with_and(shipped_names('reform'), 40)}.",
    }
    return [
        f"A {kind} to start from. {about} {names[kind]}",
        COMMENTS_EXPLAINED if kind == "study" else f"{COMMENTS_EXPLAINED} {SOURCES_EXPLAINED}",
        f"`underheaven check FILE` names every fault, `underheaven show FILE` says it in plain words, {RUN_HINTS[kind]}.",
    ]
