"""Where a page is written."""

from __future__ import annotations

import os

import pytest

from underheaven.errors import RequestError
from underheaven.show.page.place import check_place, write_page


def test_a_page_replaces_what_stood_there_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "audit.html"
    path.write_text("old")
    write_page("Ä new", path)
    assert path.read_text(encoding="utf-8") == "Ä new"
    assert os.listdir(tmp_path) == ["audit.html"]


@pytest.mark.parametrize(("name", "why"), [("", "is a folder"), ("no/where.html", "is not there")])
def test_a_place_that_cannot_be_is_refused_in_a_sentence(tmp_path, name, why):
    with pytest.raises(RequestError, match=why):
        check_place(tmp_path / name)


def test_a_page_that_cannot_be_written_leaves_what_stood_there(tmp_path):
    path = tmp_path / "audit.html"
    path.write_text("old")
    (tmp_path / "audit.html.partial").mkdir()
    with pytest.raises(RequestError, match="cannot be written"):
        write_page("new", path)
    assert path.read_text() == "old"
