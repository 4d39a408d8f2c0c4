"""A picture is written whole, or what stood there stays."""

import os
import struct
import zlib

import pytest

from underheaven.errors import RequestError
from underheaven.record.trajectory import SYNTHETIC_NOTICE
from underheaven.show.report import chart_file
from underheaven.show.report.chart_file import check_drawable, draw_chart
from underheaven.show.report.output_file import SVG
from underheaven.show.report.trajectory_chart import trajectory_spec

from ..trajectories import TRAJECTORIES


def test_an_svg_holds_the_words_and_stands_alone(tmp_path):
    draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / "life.svg")
    text = (tmp_path / "life.svg").read_text()
    assert text.startswith("<svg")
    assert SYNTHETIC_NOTICE in text
    assert "on defaulters" in text
    assert os.listdir(tmp_path) == ["life.svg"]


def test_a_png_is_one(tmp_path):
    draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / "life.png")
    assert (tmp_path / "life.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("life.pdf", "Write .*life.svg"),
        ("life", "Write .*life.svg"),
        ("none/life.svg", "does not exist"),
    ],
)
def test_what_cannot_be_drawn_is_refused(tmp_path, name, says):
    with pytest.raises(RequestError, match=says):
        check_drawable(tmp_path / name)


@pytest.mark.parametrize("name", ["life.svg", "life.png"])
def test_a_picture_takes_the_place_of_an_earlier_one_and_of_nothing_else(tmp_path, name):
    draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / name)
    draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / name)
    foreign = b"<svg>" if name.endswith("svg") else b"\x89PNG"
    (tmp_path / name).write_bytes(foreign)
    with pytest.raises(RequestError, match="will not be overwritten"):
        draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / name)
    assert (tmp_path / name).read_bytes() == foreign


def test_the_mark_in_a_png_is_sound(tmp_path):
    draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / "life.png")
    data, at, parts = (tmp_path / "life.png").read_bytes(), 8, []
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        body, (check,) = data[at + 4 : at + 8 + size], struct.unpack(">I", data[at + 8 + size : at + 12 + size])
        assert zlib.crc32(body) == check
        parts.append(body)
        at += 12 + size
    assert parts[0].startswith(b"IHDR")
    assert parts[-1] == b"IEND"
    assert b"tEXtSoftware\0Underheaven" in parts


def test_without_the_drawer_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(chart_file, "find_spec", lambda name: None)
    with pytest.raises(RequestError, match=r"underheaven\[report\]"):
        draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / "life.svg")
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_the_old_picture(tmp_path, monkeypatch):
    (tmp_path / "life.svg").write_text(f"<svg{SVG.marker.decode()}>before")

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(RequestError, match="No space left"):
        draw_chart(trajectory_spec(TRAJECTORIES), tmp_path / "life.svg")
    assert (tmp_path / "life.svg").read_text().endswith("before")
    assert os.listdir(tmp_path) == ["life.svg"]
