"""Ranges: their scales, where a stated value lies in one, and shipped documents, which state theirs in the middle."""

from collections import defaultdict
from math import sqrt

import pytest

from tests.spec.documents import REGIME_TEXT, regime_faults, swap
from underheaven.spec.assumptions.sampling_scales import (
    CENTRAL_POSITIONS,
    default_scale,
    multiply_odds,
    position_in_range,
    scale_allows,
    value_in_range,
)
from underheaven.spec.io.document_files import companion_paths, fetch_document, shipped_names
from underheaven.spec.io.document_reader import read_regime, read_society

POINTS = "points = -5\n"


def documents():
    """Every regime and society that ships, those of studies too."""
    found = [read_regime(name) for name in shipped_names("regime")] + [
        read_society(name) for name in shipped_names("society")
    ]
    for name in companion_paths():
        is_society = 'kind = "society"' in fetch_document(None, name).data.decode()
        found.append(read_society(name) if is_society else read_regime(name))
    return found


DOCUMENTS = {document.where: [a for a in document.assumed if a.low < a.high] for document in documents()}


def families():
    """Numbers of a document by the first word of their path and by its last, amendments beside what they amend."""
    by = defaultdict(list)
    for where, assumed in DOCUMENTS.items():
        for one in assumed:
            path = one.path.partition(".change.")[2] or one.path
            by[where, path.partition(".")[0], "..."].append(one)
            by[where, "...", path.rpartition(".")[2]].append(one)
    return {name: ones for name, ones in by.items() if len(ones) >= 5}


def test_families_are_centred():
    """Uniform positions have a standard deviation of 1 / sqrt 12; effect strengths once lay at 0.79 on average."""
    assert len(families()) > 50
    off = {}
    for name, ones in families().items():
        free = [one.position for one in ones if not one.off_centre]
        if len(free) >= 5 and abs(sum(free) / len(free) - 0.5) > 3 / sqrt(12 * len(free)):
            off[name] = sum(free) / len(free)
    assert not off


@pytest.mark.parametrize("where", DOCUMENTS)
def test_a_stated_value_lies_in_the_middle_half_of_its_range_or_says_why_not(where):
    """A value at the edge of its own range says that its author took the best case, or the worst."""
    off = {
        one.path: round(one.position, 2)
        for one in DOCUMENTS[where]
        if not CENTRAL_POSITIONS[0] - 1e-9 <= one.position <= CENTRAL_POSITIONS[1] + 1e-9 and not one.off_centre
    }
    assert not off


def test_no_more_than_one_number_in_ten_lies_off_the_middle():
    every = [one for ones in DOCUMENTS.values() for one in ones]
    assert sum(bool(one.off_centre) for one in every) < 0.1 * len(every)


def test_scales():
    assert (
        default_scale(1, 4),
        default_scale(1, 3.9),
        default_scale(0, 9),
        default_scale(-8, -2),
        default_scale(-2, 8),
    ) == (
        "log",
        "linear",
        "linear",
        "log",
        "linear",
    )
    assert (default_scale(0.1, 0.9, share=True), default_scale(0.01, 0.1, share=True)) == ("linear", "log")
    assert (scale_allows("log", 0, 1), scale_allows("logit", 0.1, 1), scale_allows("logit", 0.1, 0.9)) == (
        False,
        False,
        True,
    )
    assert position_in_range(10, 1, 100, "log") == pytest.approx(0.5)
    assert position_in_range(-10, -100, -1, "log") == pytest.approx(0.5)
    assert position_in_range(0.5, 0.1, 0.9, "logit") == pytest.approx(0.5)
    assert value_in_range(-100, -1, 0.5, "log") == pytest.approx(-10)
    assert multiply_odds(0.9, 1 / 3) == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('{ value = -5, source = "assumed: x y", range = [-9, 0], scale = "log" }', "ends of one sign"),
        ('{ value = -5, source = "assumed: x y", range = [-9, -1], scale = "logit" }', "above 0 and below 1"),
        ('{ value = -5, source = "assumed: x y", range = [-9, -1], scale = "lgo" }', "log"),
        ('{ value = -5, source = "assumed: x y", odds = [0.5, 2] }', "no share"),
        ('{ value = -5, source = "assumed: x y", times = [0.5, 2], odds = [0.5, 2] }', "Keep times or odds"),
        ('{ value = -5, source = "assumed: x y", range = [-9, 0], off_centre = 3 }', "off_centre = 3"),
    ],
)
def test_a_faulty_scale_is_named(written, says):
    assert any(says in fault for fault in regime_faults(swap(REGIME_TEXT, (POINTS, f"points = {written}\n"))))
