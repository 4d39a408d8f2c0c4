"""A picture is written whole, or what stood there stays."""

import os

import pytest

from underheaven.errors import RequestError
from underheaven.record.life import NOBODY_IS_REAL
from underheaven.show import picture
from underheaven.show.life_chart import spec
from underheaven.show.picture import check_drawable, draw

from .lived import LIVES


def test_an_svg_holds_the_words_and_stands_alone(tmp_path):
    draw(spec(LIVES), tmp_path / "life.svg")
    text = (tmp_path / "life.svg").read_text()
    assert text.startswith("<svg")
    assert NOBODY_IS_REAL in text
    assert "on defaulters" in text
    assert os.listdir(tmp_path) == ["life.svg"]


def test_a_png_is_one(tmp_path):
    draw(spec(LIVES), tmp_path / "life.png")
    assert (tmp_path / "life.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(("name", "says"), [
    ("life.pdf", "Write .*life.svg"),
    ("life", "Write .*life.svg"),
    ("none/life.svg", "no file can stand there"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_refused(tmp_path, name, says):
    with pytest.raises(RequestError, match=says):
        check_drawable(tmp_path / name)


def test_without_the_drawer_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(picture, "find_spec", lambda name: None)
    with pytest.raises(RequestError, match=r"underheaven\[report\]"):
        draw(spec(LIVES), tmp_path / "life.svg")
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_the_old_picture(tmp_path, monkeypatch):
    (tmp_path / "life.svg").write_text("before")

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(picture.os, "replace", full)
    with pytest.raises(RequestError, match="No space left"):
        draw(spec(LIVES), tmp_path / "life.svg")
    assert (tmp_path / "life.svg").read_text() == "before"
    assert os.listdir(tmp_path) == ["life.svg"]
