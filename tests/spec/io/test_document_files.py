from __future__ import annotations

import os

import pytest

from tests.spec.documents import REGIME_TEXT
from underheaven.errors import DocumentError, RequestError
from underheaven.run.document_lookup import read_any_document
from underheaven.spec.io.document_files import companion_paths, fetch_document
from underheaven.spec.io.document_reader import read_regime, read_society, shipped_names


@pytest.mark.parametrize("kind", ["regime", "society"])
def test_every_shipped_document_reads_and_every_number_in_it_has_a_source(kind):
    names = shipped_names(kind)
    assert names
    for name in names:
        document = (read_regime if kind == "regime" else read_society)(name)
        assert document.shipped
        assert document.unsourced == ()
        assert document.where.endswith(f"/{name}.toml")


@pytest.mark.parametrize("name", ["nonne", "NONE", "", "\0", "none.", "no such regime"])
def test_an_unknown_name_is_answered_with_the_shipped_ones(name):
    with pytest.raises(RequestError) as caught:
        read_regime(name)
    assert "none" in str(caught.value)


def test_the_nearest_shipped_name_is_named():
    with pytest.raises(RequestError, match="Nearest is none"):
        read_regime("nonne")


@pytest.mark.parametrize("asked", ["a/b/missing.toml", "missing.toml", "a" * 5000 + ".toml", "\0/x"])
def test_a_missing_file_is_a_request_that_cannot_be_met(asked):
    with pytest.raises(RequestError) as caught:
        read_regime(asked)
    assert str(caught.value).endswith(".")


def test_a_folder_and_a_device_are_no_documents(tmp_path):
    with pytest.raises(RequestError, match="is a folder"):
        read_regime(tmp_path)
    with pytest.raises(RequestError, match="is not a regular file"):
        read_regime(os.devnull)


@pytest.mark.parametrize("name", ["loop.toml", "loop"])
def test_a_link_that_leads_nowhere_is_called_one(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).symlink_to(name)
    with pytest.raises(RequestError, match=rf"{name} is a link that leads to no file"):
        read_regime(name)


@pytest.mark.parametrize(
    ("read", "name", "says"),
    [
        (read_regime, "trust-raised", "trust-raised is a study, but a regime is required. Shipped are court"),
        (read_regime, "village", "village is a society, but a regime is required"),
        (read_society, "none", "none is a regime, but a society is required. Shipped are china-2020"),
    ],
)
def test_a_shipped_document_of_another_kind_is_called_what_it_is(read, name, says):
    with pytest.raises(RequestError, match=says):
        read(name)


@pytest.mark.parametrize("read", [read_regime, read_any_document])
@pytest.mark.parametrize("name", ["rongcheng-2016@2018-01", "./mine.toml@2018-01", "mine.toml@2018"])
def test_a_regime_as_it_stands_in_a_month_is_for_diff_alone(read, name):
    with pytest.raises(
        RequestError, match=f"only `underheaven diff` takes a regime of one month. Name {name.partition('@')[0]}"
    ):
        read(name)


def test_a_file_whose_name_ends_as_a_month_does_is_read(tmp_path):
    path = tmp_path / "mine@2018-01"
    path.write_text(REGIME_TEXT)
    assert read_regime(path).model.name


def test_a_file_that_may_not_be_read_says_so(tmp_path, monkeypatch):
    path = tmp_path / "closed.toml"
    path.write_text(REGIME_TEXT)

    def refuse(*_args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(RequestError, match="permission denied"):
        read_regime(path)


def test_a_path_reads_as_well_as_a_name(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(REGIME_TEXT.encode())
    document = read_regime(str(path))
    assert document.model.name == "Village"
    assert not document.shipped
    assert document.where == str(path)


def test_no_more_than_the_limit_is_read_from_a_large_file(tmp_path):
    path = tmp_path / "large.toml"
    path.write_bytes(b"[" * 10_000_000)
    assert len(fetch_document("regime", path).data) == 2_000_001
    with pytest.raises(DocumentError, match="larger than 2 MB"):
        read_regime(path)


@pytest.mark.parametrize(
    ("kind", "asked", "says"),
    [
        (None, "vilage", 'There is no document "vilage". Nearest is village, a society; shipped are'),
        (None, "court", "Nearest is court-defaulters-2013, a regime"),
        ("society", "chna", 'There is no society "chna". Nearest is china-2020; shipped are'),
        ("society", "folder/chna.toml", "nearest is china-2020; shipped are"),
    ],
)
def test_the_nearest_name_is_found_among_all_kinds_and_by_its_beginning(kind, asked, says):
    with pytest.raises(RequestError) as caught:
        fetch_document(kind, asked)
    assert says in str(caught.value)


def test_what_ships_is_found_without_its_kind():
    assert fetch_document(None, "village").where == "societies/village.toml"
    assert fetch_document(None, "none").shipped


@pytest.mark.parametrize("path", companion_paths())
def test_what_a_study_brings_along_reads_by_its_path_and_has_sources(path):
    document = read_any_document(path)
    assert document.shipped
    assert document.where == path
    assert document.unsourced == ()
    assert document.model.stylised


def test_what_studies_bring_along_is_named_by_a_study_and_stands_in_no_list_of_its_own():
    plans = [read_any_document(s).model for s in shipped_names("study")]
    named = {name for plan in plans for name in (*plan.regimes, plan.baseline, plan.society)}
    assert set(companion_paths()) <= named
    assert not {path.rpartition("/")[2].removesuffix(".toml") for path in companion_paths()} & {
        name for kind in ("regime", "society", "study") for name in shipped_names(kind)
    }
