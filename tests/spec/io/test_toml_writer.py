"""Plain values as TOML text, and new files."""

import tomllib

import pytest

from underheaven.errors import RequestError
from underheaven.spec.io.toml_writer import (
    LINE_WIDTH,
    comment_lines,
    toml_header,
    toml_key,
    toml_text,
    toml_value,
    write_new_file,
)


@pytest.mark.parametrize(
    "plain",
    [
        True,
        0,
        -30,
        5e-05,
        0.1,
        1.5e300,
        'a "quoted" text\twith \\ and é',
        "",
        [],
        ["a", 1.5],
        {},
        {"sex": {"men": 1.4, "60 and over": 1}, "18-29": [1, 2]},
        {"value": 0.5, "source": "assumed: x", "range": [0, 1]},
    ],
)
def test_a_value_is_read_back_as_it_was(plain):
    assert tomllib.loads(f"x = {toml_value(plain)}") == {"x": plain}


def test_a_long_text_stands_on_several_lines_and_a_short_one_on_one():
    long = 'word and "more" ' * 30
    assert max(map(len, toml_text(long).splitlines())) <= LINE_WIDTH + len('"""')
    assert tomllib.loads(f"x = {toml_text(long)}")["x"].split() == long.split()
    assert toml_text("short") == '"short"'


def test_keys_and_paths_are_quoted_where_they_must_be():
    assert (toml_key("late_fees"), toml_key("public service"), toml_key("18-29")) == (
        "late_fees",
        '"public service"',
        '"18-29"',
    )
    table = tomllib.loads(f"[{toml_header(('a b', 'c', '1'))}]\nx = 1")
    assert table == {"a b": {"c": {"1": {"x": 1}}}}


def test_a_comment_is_wrapped():
    lines = comment_lines("word " * 60)
    assert len(lines) > 1
    assert all(line.startswith("# word") and len(line) <= LINE_WIDTH for line in lines)


def test_a_new_file_is_written_once_and_never_over_another(tmp_path):
    file = tmp_path / "a.toml"
    write_new_file("x = 1\n", file)
    with pytest.raises(RequestError, match=r"already exists and will not be overwritten"):
        write_new_file("x = 2\n", file)
    assert file.read_text() == "x = 1\n"


def test_places_that_cannot_be_are_refused_in_sentences(tmp_path):
    with pytest.raises(RequestError, match=r"a document is a \.toml file. Write .*a\.toml\."):
        write_new_file("", tmp_path / "a")
    with pytest.raises(RequestError, match=r"cannot be written: No such file"):
        write_new_file("", tmp_path / "nowhere" / "a.toml")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(tmp_path, monkeypatch):
    import io

    def full(self):
        raise OSError(28, "No space left on device")

    class Full(io.StringIO):
        flush = full

    real = type(tmp_path).open

    def open_full(self, *args, **kwargs):
        real(self, "x").close()
        return Full()

    monkeypatch.setattr(type(tmp_path), "open", open_full)
    with pytest.raises(RequestError, match=r"No space left"):
        write_new_file("x = 1\n", tmp_path / "a.toml")
    assert not list(tmp_path.iterdir())
