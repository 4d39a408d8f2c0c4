"""What is printed where the terminal is not UTF-8: programs read UTF-8, people read escapes, no letter is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

NAME = "规则 ü"


def printed(encoding, *arguments, code=0):
    done = subprocess.run(
        [sys.executable, "-m", "underheaven", *arguments],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONIOENCODING": encoding, "COLUMNS": "100"},
    )
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gbk"])
def test_a_new_document_keeps_its_name(encoding, tmp_path):
    text = printed(encoding, "new", "regime", "--name", NAME).decode("utf-8")
    assert f'name = "{NAME}"' in text
    assert "?" not in text.partition("\n\n")[0]
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    rows = json.loads(printed(encoding, "check", str(file), "--json").decode("utf-8"))
    assert all("level" in row for row in rows)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_what_a_terminal_cannot_show_is_escaped_and_not_lost(encoding, tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(printed("utf-8", "new", "regime", "--name", "规则").decode("utf-8"), encoding="utf-8")
    shown = printed(encoding, "show", str(file)).decode(encoding)
    assert "\\u89c4\\u5219" in shown
    assert "??" not in shown


@pytest.mark.parametrize("arguments", [("schema", "regime"), ("list", "--json"), ("dictionary",)])
def test_what_programs_read_is_the_same_in_every_locale(arguments):
    assert printed("ascii", *arguments) == printed("utf-8", *arguments)
