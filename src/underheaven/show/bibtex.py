"""Citations as BibTeX, with everything escaped that LaTeX would read as a command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from underheaven.texts import flat

Type = Literal["article", "book", "inproceedings", "misc"]
OTHERS = "others"
"""Stands in BibTeX for authors that are left out."""

ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{letter: f"\\{letter}" for letter in "#$%&_"},
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """One thing to cite.

    key: of the entry, in plain letters. authors: as "Family, Given"; a name without a comma is one of many persons
    or of none, and stands as it is. fields: the other ones, in plain text. why: what it has to do with the result.
    """

    key: str
    type: Type
    authors: tuple[str, ...]
    fields: Mapping[str, str]
    why: str


def escaped(text: str) -> str:
    """Writes a text so that LaTeX prints it as it is; braces become commands, since BibTeX counts them."""
    return "".join(ESCAPES.get(letter, letter) for letter in flat(text))


def rendered(citations: Iterable[Citation], remarks: Iterable[str]) -> str:
    """Gives a BibTeX file: remarks as comments, then the entries, each under a comment that says why it is there."""
    parts = ["".join(_comment(remark) for remark in remarks), *(_entry(c) for c in citations)]
    return "\n".join(part for part in parts if part)


def row(citation: Citation) -> dict[str, Any]:
    """Gives a citation as plain values, nothing escaped."""
    return {
        "key": citation.key, "type": citation.type, "authors": list(citation.authors),
        "fields": dict(citation.fields), "why": citation.why,
    }  # fmt: skip


def _entry(citation: Citation) -> str:
    fields = {"author": " and ".join(map(_author, citation.authors))} if citation.authors else {}
    # Doubled braces keep a style from lowering the letters of names within a title.
    fields |= {n: f"{{{escaped(v)}}}" if n == "title" else escaped(v) for n, v in citation.fields.items()}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"{_comment(citation.why)}@{citation.type}{{{citation.key},\n{lines}}}\n"


def _author(name: str) -> str:
    return escaped(name) if "," in name or name == OTHERS else f"{{{escaped(name)}}}"


def _comment(text: str) -> str:
    """Writes a comment: BibTeX passes over what stands between entries, as long as no at sign opens one."""
    return f"% {flat(text).replace('@', '(at)')}\n"
