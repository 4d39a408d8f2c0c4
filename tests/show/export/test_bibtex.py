"""BibTeX that a strict reader takes, and that prints as the text it was made of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.show.export.bibtex import ESCAPES, Citation, citation_row, escape_latex, render_bibtex
from underheaven.text_escaping import CONTROL_CHARACTERS, flatten_text

FIELD = re.compile(r"\s*([a-z]+) = \{")


def balanced(text, start):
    """The end of the group that opened before ``start``; BibTeX counts every brace, escaped or not."""
    depth = 1
    for place in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise AssertionError("a brace that nothing closes")


def parsed(text):
    """Entries as key to (type, fields): what stands between them is passed over, anything else is a fault."""
    entries, place = {}, 0
    while (found := re.compile(r"@([a-z]+)\{([a-z0-9-]+),").search(text, place)) is not None:
        assert "@" not in text[place : found.start()]
        fields, place = {}, found.end()
        while (field := FIELD.match(text, place)) is not None:
            end = balanced(text, field.end())
            assert field[1] not in fields
            assert text[end + 1] == ","
            fields[field[1]], place = text[field.end() : end], end + 2
        assert re.compile(r"\s*\}").match(text, place)
        assert found[2] not in entries
        entries[found[2]] = (found[1], fields)
    assert "@" not in text[place:]
    return entries


def printed(value):
    """What LaTeX makes of an escaped value."""
    by_command = {command: letter for letter, command in ESCAPES.items()}
    return re.sub(r"\\[a-z]+\{\}|\\.", lambda found: by_command[found[0]], value)


def citation(title, authors=()):
    return Citation("a-1", "misc", authors, {"title": title, "note": title}, title)


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_prints_as_it_is(text):
    kind, fields = parsed(render_bibtex([citation(text)], [text]))["a-1"]
    assert kind == "misc"
    assert printed(fields["note"]) == flatten_text(text)
    assert not CONTROL_CHARACTERS.search(fields["note"])
    assert fields["title"] == f"{{{fields['note']}}}"


@pytest.mark.parametrize("letter", list("#$%&_{}~^\\"))
def test_no_letter_that_latex_reads_as_a_command_stands_alone(letter):
    assert escape_latex(letter) != letter
    assert printed(escape_latex(letter)) == letter


def test_authors_are_persons_by_their_comma_and_bodies_without():
    text = render_bibtex([citation("t", ("Salmon, John K.", "The Court & Co.", "others"))], [])
    assert r"author = {Salmon, John K. and {The Court \& Co.} and others}," in text


def test_remarks_and_reasons_are_comments():
    lines = render_bibtex([citation("why @ all")], ["46 numbers\nare assumed @home"]).splitlines()
    assert lines[0] == "% 46 numbers are assumed (at)home"
    assert "% why (at) all" in lines


def test_a_row_holds_plain_text():
    assert citation_row(citation("50 % & more", ("A, B",))) == {
        "key": "a-1",
        "type": "misc",
        "authors": ["A, B"],
        "fields": {"title": "50 % & more", "note": "50 % & more"},
        "why": "50 % & more",
    }
