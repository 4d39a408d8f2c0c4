"""Where a page is written."""

from __future__ import annotations

import os

import pytest

from underheaven.errors import RequestError
from underheaven.show.report.output_file import PAGE, PNG, SVG, check_output_path, write_atomically, write_page

OURS = '<!DOCTYPE html>\n<meta name="generator" content="Underheaven 0.1.0">\n'


def test_a_page_replaces_what_stood_there_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "audit.html"
    path.write_text(OURS + "old")
    write_page("Ä new", path)
    assert path.read_text(encoding="utf-8") == "Ä new"
    assert os.listdir(tmp_path) == ["audit.html"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "is a folder"),
        ("no/where.html", "does not exist"),
        ("mine.toml", r"ends in .html or .htm. Write .*mine.html"),
        ("page", "ends in .html"),
    ],
)
def test_a_place_that_cannot_be_is_refused_in_a_sentence(tmp_path, name, why):
    with pytest.raises(RequestError, match=why):
        check_output_path(tmp_path / name)


def test_a_page_that_cannot_be_written_leaves_what_stood_there(tmp_path):
    path = tmp_path / "audit.html"
    path.write_text(OURS + "old")
    (tmp_path / "audit.html.underheaven-partial").mkdir()
    with pytest.raises(RequestError, match="cannot be written"):
        write_page("new", path)
    assert path.read_text() == OURS + "old"


@pytest.mark.parametrize("stands", ["kind = 'regime'", "", "<!DOCTYPE html>\n<title>Mine</title>"])
@pytest.mark.parametrize("form", [PAGE, SVG, PNG])
def test_what_this_program_did_not_write_is_never_written_over(tmp_path, stands, form):
    path = tmp_path / f"mine{form.endings[0]}"
    path.write_text(stands)
    for attempt in (
        lambda: check_output_path(path, "--out", form),
        lambda: write_atomically(b"new", path, "--out", form),
    ):
        with pytest.raises(
            RequestError, match=f"not written as a {form.noun} by this program.*another name with --out"
        ):
            attempt()
    assert path.read_text() == stands


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_neither_a_pipe_nor_a_link_to_nowhere_is_a_page(tmp_path, make):
    make(tmp_path / "audit.html")
    with pytest.raises(RequestError, match=r"not written as a page by this program|this is a symbolic link"):
        check_output_path(tmp_path / "audit.html")


def test_a_link_to_an_earlier_page_is_not_followed(tmp_path):
    page = '<!DOCTYPE html><meta name="generator" content="Underheaven 0">'
    (tmp_path / "first.html").write_text(page)
    (tmp_path / "audit.html").symlink_to("first.html")
    with pytest.raises(RequestError, match="this is a symbolic link"):
        write_page(page + "new", tmp_path / "audit.html")
    assert (tmp_path / "first.html").read_text() == page


def test_a_link_to_a_document_keeps_it(tmp_path):
    (tmp_path / "mine.toml").write_text("kind = 'regime'")
    (tmp_path / "audit.html").symlink_to("mine.toml")
    with pytest.raises(RequestError, match="will not be overwritten"):
        write_page("new", tmp_path / "audit.html")
    assert (tmp_path / "mine.toml").read_text() == "kind = 'regime'"
