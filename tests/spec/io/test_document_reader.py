from __future__ import annotations

import hashlib
from copy import deepcopy
from importlib import resources

import pytest

from tests.spec.documents import AMENDMENTS, REGIME_TEXT, SOCIETY_TEXT, STUDY_TEXT, read_regime_text, swap
from underheaven.errors import DocumentError
from underheaven.spec.io.document_reader import read_regime, read_society, read_study


def test_a_document_carries_its_text_its_digest_and_its_label(tmp_path):
    path = tmp_path / "village.toml"
    path.write_text(REGIME_TEXT, encoding="utf-8")
    document = read_regime(path)
    assert document.text == REGIME_TEXT
    assert document.digest == hashlib.sha256(REGIME_TEXT.encode()).hexdigest()
    assert document.where == str(path)
    assert document.raw["recording"]["rules"][0]["points"] == document.model.recording.rules[0].points == -5
    assert document.model.sensing.channels[0].detection_rate == 0.05


def test_each_kind_is_read_from_a_path(tmp_path):
    for text, read, name in (
        (REGIME_TEXT + AMENDMENTS, read_regime, "Village"),
        (SOCIETY_TEXT, read_society, "Hamlet"),
        (STUDY_TEXT, read_study, "unnamed study"),
    ):
        path = tmp_path / f"{name}.toml"
        path.write_text(text, encoding="utf-8")
        assert read(path).model.name == name


def test_windows_line_ends_read_alike():
    assert read_regime_text(REGIME_TEXT.replace("\n", "\r\n")).model == read_regime_text(REGIME_TEXT).model


def test_the_error_holds_every_fault_and_prints_one_a_line():
    with pytest.raises(DocumentError) as caught:
        read_regime_text(swap(REGIME_TEXT, ("points = -5", "pionts = -5"), ("points = -50", "points = -5e9")))
    assert len(caught.value.faults) == 2
    assert len(str(caught.value).splitlines()) == 2
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("letter", ["\\u001b", "\\u009b", "\\u202e", "\\u200b", "\\b", "\\r", "\\u0000", "\\U000E0041"])
def test_a_letter_that_is_obeyed_is_a_fault_wherever_it_stands(letter, tmp_path):
    text = resources.files("underheaven").joinpath("regimes/points-licence.toml").read_text(encoding="utf-8")
    file = tmp_path / "own.toml"
    for before in ('name = "', 'source = "', 'describes = """'):
        file.write_text(text.replace(before, before + letter, 1), encoding="utf-8")
        with pytest.raises(DocumentError, match=r"a control or invisible character") as caught:
            read_regime(file)
        assert len(caught.value.faults) <= 2


def test_a_document_that_is_read_again_knows_nothing_of_what_a_caller_changed():
    """What was read lately is kept: the plain table of each reading is the caller's own."""
    first = read_society("village")
    whole = deepcopy(first.raw)
    first.raw["people"].clear()
    first.sources.clear()
    again = read_society("village")
    assert again.raw == whole
    assert again.sources
    assert again.model is first.model
