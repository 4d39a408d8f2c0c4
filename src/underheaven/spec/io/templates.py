"""New documents: a commented template of each kind, or a copy of a shipped document under a new name."""

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
    "regime": "`underheaven compare FILE --baseline none --society village --persons 1000 --months 12` runs it",
    "society": "`underheaven compare REGIME --society FILE --persons 1000 --months 12` runs a regime over it",
    "study": "`underheaven compare FILE` runs it",
    "reform": "`underheaven reform REGIME --with FILE` tries it on a regime",
}
COMMENTS_EXPLAINED = (
    "The comment above each key says what it means, its form and range, and what holds where it is left out. A line "
    "such as `#start = ...` is left out, and so may a whole table be: remove the mark to use it, and replace the dots."
)
SOURCES_EXPLAINED = (
    'A number is written alone, or with its source, as { value = 0.5, source = "..." }. A source that begins with '
    "the word assumed says why, and gives the range in which the number may lie; one off the middle half of its range "
    "says why in off_centre. The table [sources] at the end covers other numbers by their paths."
)


def render_template(kind: DocumentKind, name: str | None = None) -> str:
    """Return a template of a document, with a comment above every part and key.

    Args:
        kind: the kind of document.
        name: name of the new document; None keeps the name of the template.

    Raises:
        RequestError: the name is not valid.
    """
    where = f"{kind}.toml"
    table = parse_toml((files("underheaven.spec") / "starts" / where).read_text(encoding="utf-8"), where)
    if name is not None:
        table["name"] = _require_valid_name(name)
    head = "\n#\n".join("\n".join(comment_lines(paragraph)) for paragraph in _head_paragraphs(kind))
    return f"{head}\n\n{render_annotated(DOCUMENT_MODELS[kind], table)}"


def copy_shipped(kind: DocumentKind, original: str, name: str | None = None) -> str:
    """Return the text of a shipped document, comments included, under another name.

    Args:
        kind: the kind of document.
        original: name of the shipped document.
        name: name of the copy; None means "Copy of" and the original's name.

    Raises:
        RequestError: no document of this kind has the original's name, or the new name is not valid.
    """
    source = fetch_document(kind, _require_kind(kind, original))
    text = decode_text(source.data, source.where)
    table = parse_toml(text, source.where)
    return _rename_document(text, table, _require_valid_name(name if name is not None else f"Copy of {original}"))


def name_from_file(file: Path) -> str | None:
    """Return a document name made from the name of a file; None where that is not a valid name."""
    words = re.sub(r"[-_\s]+", " ", file.stem).strip()
    name = words[:1].upper() + words[1:]
    return name if is_valid_name(name) else None


def is_valid_name(name: str) -> bool:
    """Return whether a document can have this name."""
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
    """Return a shipped name; refuse one of another kind, and a path."""
    other = next((k for k in SHIPPED_FOLDERS if original in shipped_names(k)), kind)
    if other != kind:
        raise RequestError(
            f"{original} is a {other}, but a {kind} is required. Write `underheaven new {other} --from {original}`."
        )
    if original not in shipped_names(kind) and (original.endswith(".toml") or "/" in original):
        raise RequestError(
            f"--from {escape_unprintable(original)}: it takes the name of a document that ships; `underheaven list` "
            "names them. A file of your own can be copied as it is."
        )
    return original


def _rename_document(text: str, table: dict[str, Any], name: str) -> str:
    """Return the text with only its top-level name replaced, or added where it has none."""
    line = f"name = {toml_value(name)}"
    candidates = (
        f"{text[: m.start()]}{line}{text[m.end() :]}" for m in re.finditer(r"^name[ \t]*=.*$", text, re.MULTILINE)
    )
    wanted = table | {"name": name}
    return next(new for new in (*candidates, f"{line}\n{text}") if _states_table(new, wanted))


def _states_table(text: str, table: dict[str, Any]) -> bool:
    """Return whether a text parses to this table; a change in the wrong place may not parse at all."""
    try:
        return tomllib.loads(text) == table
    except tomllib.TOMLDecodeError:
        return False


def _head_paragraphs(kind: DocumentKind) -> list[str]:
    """Return the introduction: what the file is, how to read its comments, and what to do with it."""
    about = " ".join((DOCUMENT_MODELS[kind].__doc__ or "").split())
    regimes, societies, reforms = (
        join_with_and(shipped_names(shipped), 40) for shipped in ("regime", "society", "reform")
    )
    names = {
        "regime": "Kinds of conduct, habits, regions and categories go by the names that the society gives them.",
        "society": "Regimes name its kinds of conduct, habits, regions and categories as they are written here.",
        "study": f"Regimes that ship: {regimes}. Societies: {societies}.",
        "reform": f"A fragment has the form of a regime. Reforms that ship: {reforms}.",
    }
    return [
        f"A {kind} to start from. {about} {names[kind]}",
        COMMENTS_EXPLAINED if kind == "study" else f"{COMMENTS_EXPLAINED} {SOURCES_EXPLAINED}",
        "`underheaven check FILE` names every fault, `underheaven show FILE` says it in plain words, "
        f"{RUN_HINTS[kind]}.",
    ]
