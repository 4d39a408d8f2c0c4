"""How to make it again, and how to cite it."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from underheaven.record.digest import digest
from underheaven.run import assumptions
from underheaven.show.page import reproduce
from underheaven.show.page.scene import scene_of

ROOT = Path(__file__).parents[3]


def test_the_command_names_everything_that_fixes_the_numbers(scene, court):
    made = reproduce.made(scene)
    assert made.command == (
        "underheaven audit court-defaulters-2013 --against none --society village --persons 12000 --months 40 "
        "--replicates 2 --seed 3 --no-ranges --no-reforms"
    )
    assert "--no-reforms" not in reproduce.command(replace(scene, reforms={"court-defaulters-2013": court}))
    assert made.digest == digest(court)
    assert [where for where, _ in made.documents] == [
        "regimes/court-defaulters-2013.toml", "regimes/none.toml", "societies/village.toml",
    ]  # fmt: skip
    assert all(re.fullmatch("[0-9a-f]{64}", sha) for _, sha in made.documents)


def test_a_result_of_an_earlier_version_is_put_together_from_its_sizes(court):
    attrs = {k: v for k, v in court.attrs.items() if k != "plan"}
    old = court.copy(deep=False)
    old.attrs = attrs
    assert reproduce.command(scene_of(old)) == reproduce.command(scene_of(court))


def test_names_with_spaces_are_quoted_and_a_start_is_kept(court):
    plan = court.attrs["plan"].replace('"village"', '"my town.toml"').replace('"start":null', '"start":"2014-01"')
    words = shlex.split(reproduce.command(scene_of(court.assign_attrs(plan=plan))))
    assert words[words.index("--society") + 1] == "my town.toml"
    assert words[words.index("--start") + 1] == "2014-01"


def test_the_reference_is_that_of_the_citation_file():
    cff = (ROOT / "CITATION.cff").read_text()
    entry = reproduce.citation("0.1.0")
    assert f'title: "{reproduce.TITLE}"' in cff
    assert f'name: "{reproduce.AUTHORS}"' in cff
    assert f"license: {reproduce.LICENCE}" in cff
    assert entry.count("{") == entry.count("}")
    assert "version = {0.1.0}" in entry


@pytest.mark.parametrize(("asked", "words"), [(0, "--no-ranges"), (16, "--assumptions 16"), (128, "")])
def test_the_command_asks_for_as_many_samples(court, asked, words):
    """What this would catch: a command that makes another page than the one that it stands on."""
    said = reproduce.command(scene_of(court.assign_attrs(assumptions_asked=asked)))
    assert words in said
    assert said.count("-ranges") + said.count("--assumptions") == bool(words)


def test_as_many_samples_are_usual_as_a_run_has():
    assert reproduce.POINTS == assumptions.POINTS
