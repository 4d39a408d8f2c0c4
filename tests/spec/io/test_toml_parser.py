from __future__ import annotations

import time

import pytest

from tests.spec.documents import REGIME_TEXT, read_regime_text
from underheaven.errors import DocumentError
from underheaven.spec.io.toml_parser import MAX_BYTES, decode_text, parse_toml


def sentence(data: bytes) -> str:
    with pytest.raises(DocumentError) as caught:
        parse_toml(decode_text(data, "x.toml"), "x.toml")
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "x.toml is empty"),
        (b" \n\t\n", "x.toml is empty"),
        (b"\xef\xbb\xbf", "x.toml is empty"),
        (b"\x89PNG\r\n\x00\x01", "x.toml is a binary file"),
        ("name = 'x'".encode("utf-16"), "x.toml is a binary file"),
        (b"a = 1\nb = '\xff'", "line 2 is not UTF-8"),
        (b"a" * (MAX_BYTES + 1), "larger than 2 MB"),
        (b"a = 1\nb = = 2", "line 2, column 5"),
        (b"a = 1\na = 2\nb = 1", "occurs once"),
        (b"start = 2016-09", "Put text and months in quotes"),
        (b"a = " + b"9" * 5000, "a number is too long"),
        (b"a = [1, 2", "end of the file"),
        (b"a = [\n" + b"[" * 41, "line 2 is nested more than 40 deep"),
        (b"a = " + b"{a=" * 1000, "nested more than 40 deep"),
        (b"a" + b".a" * 1000 + b" = 1", "nested more than 40 deep"),
        (b"[a" + b".'a'" * 1000 + b"]", "nested more than 40 deep"),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence(data, says):
    assert says in sentence(data)


@pytest.mark.parametrize("char", ["[", "{", "a=[", '"', "'", '"""', "\\", '"\\', "a.", "#["])
def test_ten_megabytes_and_two_of_anything_are_refused_at_once(char):
    began = time.perf_counter()
    sentence((char * 10_000_000).encode()[:10_000_000])
    sentence((char * MAX_BYTES).encode()[:MAX_BYTES] if char != "#[" else b"a = " + b"[" * 1_900_000)
    assert time.perf_counter() - began < 5


def test_brackets_inside_strings_and_comments_are_not_nesting():
    brackets = "[" * 50
    text = (
        f'# {brackets}\na = "{brackets}"\nb = \'\'\'\n{brackets}\'\'\'\nc = """{brackets}\\""""\nd = \'a.{"." * 60}\''
    )
    assert parse_toml(text, "x.toml")["b"] == brackets


def test_a_byte_order_mark_is_no_part_of_the_text():
    marked = b"\xef\xbb\xbf" + REGIME_TEXT.encode()
    assert decode_text(marked, "x.toml") == REGIME_TEXT
    assert read_regime_text("\ufeff" + REGIME_TEXT).digest == read_regime_text(REGIME_TEXT).digest


def test_dotted_keys_inside_brackets_are_nesting_together():
    deep = "1"
    for _ in range(30):
        deep = "{ " + ".".join("abcdefghij" * 3) + f" = {deep} }}"
    with pytest.raises(DocumentError, match="is nested more than 80 deep"):
        parse_toml(f"z = {deep}", "x.toml")


@pytest.mark.parametrize(("name", "repeated"), [("mine.toml", True), ("/etc/passwd", False), ("notes", False)])
def test_what_is_no_document_is_not_repeated(name, repeated):
    """A study of a stranger may name any file: its refusal shows nothing of what stands there."""
    with pytest.raises(DocumentError) as said:
        parse_toml("root:x:0:0:secret", name)
    assert ("secret" in str(said.value)) is repeated
