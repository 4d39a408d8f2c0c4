"""Names, titles, texts and file names of documents are text in every output of every command."""

from __future__ import annotations

import csv
import json
import re
import shutil
from html.parser import HTMLParser
from xml.etree import ElementTree

import click
import pytest

from tests.hostile.documents import FORGED, STEM
from underheaven import cli
from underheaven.show.export.csv_text import FORMULA_START
from underheaven.text_escaping import CONTROL_CHARACTERS

R, S, OTHER = f"./{STEM}.toml", "society.toml", "none"
FEW = ("--society", S, "--persons", "60", "--months", "2")
RUN = (*FEW, "--replicates", "2", "--no-ranges")
INVOKED = {
    "attribute": [(R, *FEW, "--replicates", "1", "--json")],
    "audit": [(R, *RUN, "--no-reforms", "--out", "z.nc"), ("r.nc", "--no-reforms", "--page", "a.html", "--json")],
    "check": [(R, S), (R, S, "--json"), (R, "--society", S, "--pilot", "0")],
    "cite": [("r.nc",), ("r.nc", "--json")],
    "compare": [
        (R, OTHER, *RUN, "--baseline", "credit-bureau", "--html", "b.html", "--out", "x.nc"),
        (R, *RUN, "--json"),
    ],
    "convert": [("r.nc", "--out", "converted.nc")],
    "dictionary": [(), ("--json",)],
    "diff": [(R, "court-defaulters-2013"), (R, "court-defaulters-2013", "--sources", "--json")],
    "digest": [("r.nc",)],
    "export": [("r.nc", "--out", "tables", "--persons"), ("r.nc", "--out", "parquet", "--format", "parquet")],
    "forecast": [(R, *RUN, "--pilot-seconds", "0.1"), (R, *RUN, "--pilot-seconds", "0.1", "--json", "--out", "f.nc")],
    "life": [("r.nc", "5", "--out", "life.svg"), ("r.nc", "7", "--json", "--out", "life.png")],
    "list": [(), ("--json",)],
    "new": [("regime", "--name", STEM, "--out", "new.toml"), ("study", "--name", STEM)],
    "patterns": [("--samples", "0", "--json")],  # all its documents ship
    "reform": [(R, *FEW, "--only", "consent", "--json", "--out", "reform.nc"), ("reform.nc",)],
    "resume": [("r.nc",), ("r.nc", "--json")],
    "run": [(R, *RUN), (R, *RUN, "--json", "--out", "y.nc")],
    "schema": [("regime",)],
    "sensitivity": [("r.nc",), ("r.nc", "--json")],
    "show": [
        (R,),
        (S,),
        ("r.nc",),
        ("r.nc", "--json"),
        ("r.nc", "--by", "group"),
        ("r.nc", "--ledger"),
        ("r.nc", "--over-time", "--json"),
        ("r.nc", "--related"),
        ("two.nc", "--html", "c.html"),
    ],
    "verify": [("--case", "wrongful-share"), ("--case", "wrongful-share", "--json", "--html", "v.html")],
}
REFUSED = {"convert": 4, "patterns": 2, "resume": 2}
"""Commands that have nothing to do here, and say so, with their exit code."""
OUTPUTS = {"--json", "--html", "--page", "--out", "--format", "--sources"}
"""Options that open another way out of the program."""


def test_every_command_and_every_way_out_takes_part():
    assert INVOKED.keys() == cli.app.commands.keys()
    for name, command in cli.app.commands.items():
        given = {word for words in INVOKED[name] for word in words}
        ways = {option for p in command.params if isinstance(p, click.Option) for option in p.opts} & OUTPUTS
        assert ways <= given, name


@pytest.fixture
def here(place, tmp_path, monkeypatch):
    shutil.copytree(place, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", INVOKED)
def test_what_documents_say_is_text_in_every_output(name, here, capfdbinary):
    for words in INVOKED[name]:
        assert cli.main([name, *words]) == REFUSED.get(name, 0)
        said = capfdbinary.readouterr()
        out, err = said.out.decode("utf-8"), said.err.decode("utf-8")
        assert "Traceback" not in err
        assert "error of its own" not in err
        hold_plain(out, err)
        if "--json" in words and out:
            json.loads(out)
    for file in here.rglob("*"):
        LOOKED_AT.get(file.suffix, lambda file: None)(file)


def hold_plain(*texts):
    """No letter is obeyed, and no text of a document makes a line of its own."""
    for text in texts:
        assert not CONTROL_CHARACTERS.search(text.replace("\n", "").replace("\t", ""))
        assert not re.search(rf"^\s*{FORGED}$", text, re.M)


def hold_table(file):
    with file.open(encoding="utf-8", newline="") as text:
        for row in csv.reader(text, strict=True):
            for cell in row:
                assert re.fullmatch(r"-?[\d.e+-]+", cell) or not FORMULA_START.match(cell)
                hold_plain(cell)


class Page(HTMLParser):
    """What of a page a browser would act on."""

    def handle_starttag(self, tag, attrs):
        assert tag not in ("script", "iframe", "object", "embed", "form", "img", "base", "foreignobject")
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "style"
            if name in ("href", "src", "xlink:href"):
                assert value.startswith("#") or value == "data:,"


def hold_page(file):
    text = file.read_text(encoding="utf-8")
    Page().feed(text)
    assert not CONTROL_CHARACTERS.search(text.replace("\n", ""))
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def hold_picture(file):
    for element in ElementTree.fromstring(file.read_text(encoding="utf-8")).iter():
        assert element.tag.rpartition("}")[2] not in ("script", "foreignObject", "image", "a")
        assert not any(name.rpartition("}")[2].startswith(("on", "href")) for name in element.attrib)


LOOKED_AT = {
    ".csv": hold_table,
    ".html": hold_page,
    ".svg": hold_picture,
    ".txt": lambda file: hold_plain(file.read_text(encoding="utf-8")),
    ".md": lambda file: hold_plain(file.read_text(encoding="utf-8")),
}
