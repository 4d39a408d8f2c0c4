"""Whatever stands in a document, it reads or is refused in sentences: no other exception leaves the reader."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from underheaven.errors import DocumentError
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import SOCIETY, STUDY, WRITTEN_REGIME, read_document

from .documents import AMENDMENTS, REGIME_TEXT, SOCIETY_TEXT, STUDY_TEXT, read_regime_text, read_society_text, written

READINGS = {
    "regime": (WRITTEN_REGIME, REGIME_TEXT + AMENDMENTS),
    "society": (SOCIETY, SOCIETY_TEXT),
    "study": (STUDY, STUDY_TEXT),
}
KINDS = st.sampled_from(sorted(READINGS))
QUIET = settings(deadline=None, max_examples=150, derandomize=True)


def read(kind: str, data: bytes) -> object:
    """Read, or return the sentences; anything else fails the test."""
    try:
        return read_document(READINGS[kind][0], DocumentFile("x.toml", data, shipped=False))
    except DocumentError as error:
        refusal = error
    assert refusal.faults
    for fault in refusal.faults:
        sentence = str(fault)
        assert sentence.startswith("x.toml")
        assert sentence.endswith(".")
        assert sentence.isprintable()
        assert fault.why
        assert fault.instead
    return refusal


WORDS = st.sampled_from(["red light", "theft", "D", "credit", "value", "source", "until performed", "2016-09", ""])
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
SCALARS = (
    st.booleans()
    | st.integers()
    | st.integers(0, 3)
    | st.sampled_from([10**25, -(10**400), 0.5, 1.4, -1.0, float("inf"), float("nan"), 1e308])
    | WORDS
    | TEXT
)
KEYS = TEXT | st.sampled_from(
    [
        "value",
        "source",
        "range",
        "times",
        "name",
        "conduct",
        "of",
        "removed",
        "change",
        "sources",
        "class_",
        "from",
        "law",
    ]
)
JUNK = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=8
)


def ways(node: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every way inside a table."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [way, *(w for key, value in inner for w in ways(value, (*way, key)))]


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, str]:
    """A valid document with one to three places changed, as text."""
    kind = draw(KINDS)
    raw = tomllib.loads(READINGS[kind][1])
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(ways(raw)[1:] or [("name",)]))
        place: Any = raw
        for step in way[:-1]:
            place = place[step]
        action = draw(st.sampled_from(["replace", "remove", "rename", "double", "beside", "wrap"]))
        old = place.get(way[-1]) if isinstance(place, dict) else place[way[-1]]
        if action == "remove":
            del place[way[-1]]
        elif action == "rename" and isinstance(place, dict):
            place[draw(KEYS)] = place.pop(way[-1])
        elif action == "double" and isinstance(place, list):
            place.append(copy.deepcopy(old))
        elif action == "beside" and isinstance(place, dict):
            place[draw(KEYS)] = draw(JUNK)
        elif action == "wrap":
            place[way[-1]] = {
                "value": old,
                "source": draw(st.sampled_from(["a law", "assumed: x y"])),
                "range": draw(JUNK),
            }
        else:
            place[way[-1]] = draw(JUNK)
    return kind, "\n".join(f"{written(str(k))} = {written(v)}" for k, v in raw.items())


@pytest.mark.parametrize("kind", READINGS)
def test_the_writer_of_these_tests_keeps_documents_as_they_are(kind):
    raw = tomllib.loads(READINGS[kind][1])
    again = "\n".join(f"{written(k)} = {written(v)}" for k, v in raw.items())
    assert tomllib.loads(again) == raw
    assert not isinstance(read(kind, again.encode()), DocumentError)


@QUIET
@given(mutated())
def test_a_changed_document_reads_or_is_refused_in_sentences(changed):
    kind, text = changed
    document = read(kind, text.encode())
    if isinstance(document, DocumentError) or kind == "study":
        return
    regime = document if kind == "regime" else read_regime_text(REGIME_TEXT + AMENDMENTS)
    society = document if kind == "society" else read_society_text(SOCIETY_TEXT)
    assert all(str(fault).endswith(".") for fault in check_together(regime, society))
    assert len(regime_versions(regime)) == 1 + len(regime.model.amendments)


@QUIET
@given(KINDS, st.dictionaries(KEYS, JUNK, max_size=5))
def test_any_table_reads_or_is_refused_in_sentences(kind, table):
    read(kind, "\n".join(f"{written(k)} = {written(v)}" for k, v in table.items()).encode())


@QUIET
@given(KINDS, st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_read_or_are_refused_in_sentences(kind, data):
    read(kind, data)


@QUIET
@given(KINDS, st.data())
def test_a_document_with_a_piece_cut_out_reads_or_is_refused_in_sentences(kind, data):
    text = READINGS[kind][1]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    piece = data.draw(st.sampled_from(["", "[", "{", '"', "'''", "=", "\n", "1", "true", ",", "."]))
    read(kind, (text[:start] + piece + text[end:]).encode())
