"""How to make it again, and how to cite it."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

import underheaven
from underheaven.record.digest import digest
from underheaven.run import options
from underheaven.show.report import reproduction
from underheaven.show.report.report_context import build_report_context

ROOT = Path(__file__).parents[3]


def test_the_command_names_everything_that_fixes_the_numbers(context, court):
    made = reproduction.run_record(context)
    assert made.command == (
        "underheaven audit court-defaulters-2013 --baseline none --society village --persons 12000 --months 40 "
        "--replicates 2 --seed 3 --no-ranges --no-reforms"
    )
    assert "--no-reforms" not in reproduction.command_line(replace(context, reforms={"court-defaulters-2013": court}))
    assert made.digest == digest(court)
    assert [where for where, _ in made.documents] == [
        "regimes/court-defaulters-2013.toml",
        "regimes/none.toml",
        "societies/village.toml",
    ]
    assert all(re.fullmatch("[0-9a-f]{64}", sha) for _, sha in made.documents)


def test_a_result_of_an_earlier_version_is_put_together_from_its_sizes(court):
    attrs = {k: v for k, v in court.attrs.items() if k != "plan"}
    old = court.copy(deep=False)
    old.attrs = attrs
    assert reproduction.command_line(build_report_context(old)) == reproduction.command_line(
        build_report_context(court)
    )


def test_names_with_spaces_are_quoted_and_a_start_is_kept(court):
    plan = court.attrs["plan"].replace('"village"', '"my town.toml"').replace('"start":null', '"start":"2014-01"')
    words = shlex.split(reproduction.command_line(build_report_context(court.assign_attrs(plan=plan))))
    assert words[words.index("--society") + 1] == "my town.toml"
    assert words[words.index("--start") + 1] == "2014-01"


def test_the_reference_is_that_of_the_citation_file():
    cff = (ROOT / "CITATION.cff").read_text()
    entry = reproduction.software_citation(underheaven.__version__)
    assert re.search(rf"^version: {re.escape(underheaven.__version__)}$", cff, re.MULTILINE)
    assert f'title: "{reproduction.SOFTWARE_TITLE}"' in cff
    assert f'name: "{reproduction.AUTHORS}"' in cff
    assert f"license: {reproduction.LICENCE}" in cff
    assert entry.count("{") == entry.count("}")
    assert f"version = {{{underheaven.__version__}}}" in entry


@pytest.mark.parametrize(("asked", "words"), [(0, "--no-ranges"), (16, "--samples 16"), (128, "")])
def test_the_command_asks_for_as_many_samples(court, asked, words):
    """What this would catch: a command that makes another page than the one that it stands on."""
    said = reproduction.command_line(build_report_context(court.assign_attrs(samples_asked=asked)))
    assert words in said
    assert said.count("-ranges") + said.count("--samples") == bool(words)


def test_as_many_samples_are_usual_as_a_run_has():
    assert reproduction.DEFAULT_SAMPLES == options.DEFAULT_SAMPLES
