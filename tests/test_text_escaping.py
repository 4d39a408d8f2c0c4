"""Letters that are obeyed and not shown are escaped, all others stay."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import underheaven
from underheaven.errors import DocumentError, Fault, RequestError, ResultError
from underheaven.text_escaping import (
    CONTROL_CHARACTERS,
    escape_json,
    escape_lines,
    escape_one_line,
    first_control_character,
    flatten_text,
)

SOURCES = Path(underheaven.__file__).parent


@given(st.text())
def test_what_is_obeyed_goes_and_the_rest_stays(text):
    assert not CONTROL_CHARACTERS.search(escape_one_line(text))
    assert not CONTROL_CHARACTERS.search(flatten_text(text))
    assert escape_lines(text) == text or CONTROL_CHARACTERS.search(text)
    assert escape_one_line(escape_one_line(text)) == escape_one_line(text)
    assert bool(first_control_character(text)) == bool(CONTROL_CHARACTERS.search(text))


@given(st.text())
def test_json_says_the_same_with_escapes(text):
    written = escape_json(json.dumps([text], ensure_ascii=False, indent=1))
    assert json.loads(written) == [text]
    assert not CONTROL_CHARACTERS.search(written.replace("\n", ""))


@pytest.mark.parametrize(
    ("letter", "written"),
    [
        ("\x1b", r"\x1b"),
        ("\x9b", r"\x9b"),
        ("\u202e", r"\u202e"),
        ("\u200b", r"\u200b"),
        ("\ufeff", r"\ufeff"),
        ("\U000e0041", r"\U000e0041"),
        ("\b", r"\x08"),
        ("\r", r"\r"),
        ("\n", r"\n"),
        ("\udcff", r"\udcff"),
    ],
)
def test_an_error_shows_what_it_quotes(letter, written):
    assert str(RequestError(f"a{letter}b: no.")) == f"a{written}b: no."
    assert letter == "\n" or letter not in str(DocumentError([Fault("f", "", f" {letter}", "why", "instead")]))


def test_letters_of_all_scripts_stay():
    for text in ("规则 ü", "עברית", "ไทย", "é e\u0301", "a\u00a0b\u3000c", "❤\ufe0f"):
        assert escape_one_line(text) == text
        assert str(ResultError(text)) == text


def test_the_command_line_prints_through_one_place_alone():
    for file in (SOURCES / "cli").glob("*.py"):
        calls = [node.func for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
        said = {
            f"{c.value.id}.{c.attr}"
            if isinstance(c, ast.Attribute) and isinstance(c.value, ast.Name)
            else getattr(c, "id", "")
            for c in calls
        }
        assert file.name == "output.py" or not said & {"print", "click.echo", "click.secho"}, file.name
