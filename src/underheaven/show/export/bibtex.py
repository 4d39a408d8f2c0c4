"""Citations as BibTeX, with every LaTeX command character escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from underheaven.text_escaping import flatten_text

EntryType = Literal["article", "book", "inproceedings", "misc"]
OTHER_AUTHORS = "others"
"""The word for further authors in BibTeX."""

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{letter: f"\\{letter}" for letter in "#$%&_"},
}


@dataclass(frozen=True)
class Citation:
    """One thing to cite.

    key: of the entry, in ASCII. authors: as "Family, Given"; a name without a comma is an organisation or a single
    name and is kept as it is. fields: the other ones, in plain text. why: its relation to the result.
    """

    key: str
    type: EntryType
    authors: tuple[str, ...]
    fields: Mapping[str, str]
    why: str


def escape_latex(text: str) -> str:
    """Escape a text so that LaTeX prints it verbatim.

    Args:
        text: Plain text. Braces become commands, since BibTeX counts them.
    """
    return "".join(ESCAPES.get(letter, letter) for letter in flatten_text(text))


def render_bibtex(citations: Iterable[Citation], remarks: Iterable[str]) -> str:
    """Return a BibTeX file: remarks as comments, then the entries, each under a comment with its reason.

    Args:
        citations: In reading order.
        remarks: One comment each.
    """
    parts = ["".join(_format_comment(remark) for remark in remarks), *(_format_entry(c) for c in citations)]
    return "\n".join(part for part in parts if part)


def citation_row(citation: Citation) -> dict[str, Any]:
    """Return a citation as plain values, unescaped.

    Args:
        citation: One thing to cite.
    """
    return {
        "key": citation.key,
        "type": citation.type,
        "authors": list(citation.authors),
        "fields": dict(citation.fields),
        "why": citation.why,
    }


def _format_entry(citation: Citation) -> str:
    fields = {"author": " and ".join(map(_format_author, citation.authors))} if citation.authors else {}
    # Doubled braces keep the capitals of names within a title.
    fields |= {n: f"{{{escape_latex(v)}}}" if n == "title" else escape_latex(v) for n, v in citation.fields.items()}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"{_format_comment(citation.why)}@{citation.type}{{{citation.key},\n{lines}}}\n"


def _format_author(name: str) -> str:
    return escape_latex(name) if "," in name or name == OTHER_AUTHORS else f"{{{escape_latex(name)}}}"


def _format_comment(text: str) -> str:
    """Write a comment: BibTeX ignores text between entries unless it contains an at sign."""
    return f"% {flatten_text(text).replace('@', '(at)')}\n"
