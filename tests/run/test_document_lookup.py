"""From a name or a path to a document."""

import os

import pytest

from underheaven.errors import DocumentError, RequestError
from underheaven.run.document_lookup import (
    document_kind,
    read_and_check,
    read_any_document,
    read_as_of_month,
    read_catalogue,
    read_if_study,
)
from underheaven.run.results import is_result
from underheaven.spec.io.document_reader import shipped_names

STUDY = 'kind = "study"\nregimes = ["none"]\nsociety = "{}"\n'


@pytest.mark.parametrize("kind", ["regime", "society", "study"])
def test_shipped_names_have_their_kind(kind):
    for name in shipped_names(kind):
        assert document_kind(name) == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('kind = "society"', "society"),
        ("[people]\n", "society"),
        ('regimes = ["none"]', "study"),
        ('kind = "regime"\n[people]', "regime"),
        ("", "regime"),
        ("not toml [", "regime"),
    ],
)
def test_paths_have_the_kind_they_say_or_look_like(text, kind, tmp_path):
    path = tmp_path / "document.toml"
    path.write_text(text)
    assert document_kind(str(path)) == kind


def test_a_name_of_nothing_is_refused():
    with pytest.raises(RequestError):
        read_any_document("nothing-of-the-kind")


def test_every_shipped_document_reads():
    names = [name for name, _ in read_catalogue()]
    assert names == [
        *shipped_names("regime"),
        *shipped_names("society"),
        *shipped_names("study"),
        *shipped_names("reform"),
    ]


def test_studies_are_told_from_regimes(tmp_path):
    assert read_if_study("none") is None
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format("village"))
    assert read_if_study(str(path)).names == ("none",)


def test_checking_a_study_checks_what_it_names(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text(STUDY.format("village"))
    assert read_and_check(str(path)).model.society == "village"
    path.write_text(STUDY.format("atlantis"))
    with pytest.raises(RequestError, match="atlantis"):
        read_and_check(str(path))


def test_checking_a_study_finds_faults_in_its_documents(tmp_path):
    (tmp_path / "bad.toml").write_text('schema = 2\nname = "b"\ndescribes = "d"\nopacity = 7.0\n')
    path = tmp_path / "study.toml"
    path.write_text('kind = "study"\nregimes = ["bad.toml"]\nsociety = "village"\n')
    with pytest.raises(DocumentError, match="opacity"):
        read_and_check(str(path))


@pytest.mark.parametrize("reader", [read_any_document, read_and_check])
def test_a_device_without_end_is_no_document(reader):
    assert document_kind("/dev/zero") == "regime"
    with pytest.raises(RequestError, match="/dev/zero is not a regular file"):
        reader("/dev/zero")


def test_a_pipe_is_no_document_and_keeps_nobody_waiting(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    assert not is_result("pipe")
    for name in ("pipe", str(tmp_path / "pipe")):
        assert document_kind(name) == "regime"
        with pytest.raises(RequestError, match="pipe is not a regular file"):
            read_and_check(name)


def test_a_large_file_is_refused_before_it_is_parsed(tmp_path):
    path = tmp_path / "large.toml"
    path.write_bytes(b"a" * 3_000_000)
    with pytest.raises(DocumentError, match="larger than 2 MB"):
        read_any_document(str(path))


def test_an_unknown_name_is_told_the_nearest_of_any_kind():
    with pytest.raises(RequestError, match="Nearest is village, a society"):
        read_any_document("vilage")


def test_a_month_behind_a_regime_is_its_state_then(tmp_path):
    state = read_as_of_month("court-defaulters-2013@2016-09")
    assert state.where.endswith("@2016-09")
    assert not state.model.amendments
    file = tmp_path / "none@2016-09"
    file.write_text('schema = 2\nname = "A file"\ndescribes = "Its name has a month in it."\n')
    assert read_as_of_month(str(file)).model.name == "A file"
    with pytest.raises(RequestError, match="only a regime has a state in a month"):
        read_as_of_month("village@2016-09")
