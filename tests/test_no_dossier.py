"""No command and no public function takes a person, a record or a dossier in: all they take is listed here."""

import inspect

import pytest

import underheaven
from underheaven.cli import app

TAKEN = {
    "after",
    "hooks",
    "name",
    "regime",
    "regimes",
    "baseline",
    "society",
    "persons",
    "months",
    "seed",
    "replicates",
    "threads",
    "engine",
    "progress",
    "start",
    "out",
    "ranges",
    "samples",
    "checkpoint_every",
    "stop",
    "panel",
    "measures",
    "only",
    "with_",
    "align",
    "more",
    "name_or_path",
    "path",
    "dataset",
}
"""Documents by name, path or as read; numbers of a run; results of runs; measures. None of it is anybody's state."""
COUNTS = ("persons", "panel")


@pytest.mark.parametrize("name", [n for n in underheaven.__all__ if inspect.isfunction(getattr(underheaven, n))])
def test_what_public_functions_take(name):
    """A parameter that is new here is a question: can somebody be handed in by it?"""
    parameters = inspect.signature(getattr(underheaven, name)).parameters
    assert set(parameters) <= TAKEN
    for count in COUNTS:
        assert count not in parameters or "int" in str(parameters[count].annotation)


ASKED = {
    "after",
    "baseline",
    "align",
    "alone",
    "as_json",
    "samples",
    "before",
    "by",
    "cases",
    "checkpoint_every",
    "engine",
    "files",
    "hooks",
    "folder",
    "form",
    "further",
    "html",
    "kind",
    "ledger",
    "measures",
    "median",
    "month",
    "months",
    "name",
    "of",
    "old",
    "only",
    "only_list",
    "original",
    "out",
    "over_time",
    "page",
    "panel",
    "path",
    "persons",
    "pilot",
    "quiet",
    "ranges",
    "regime",
    "regimes",
    "related",
    "replicate",
    "replicates",
    "result",
    "seconds",
    "seed",
    "seeds",
    "settings",
    "society",
    "sources",
    "start",
    "studies",
    "thorough",
    "threads",
    "with_reforms",
    "worst",
    "wrongly_listed",
}
"""Documents, results, numbers of a run, and choices of what is printed and where."""


@pytest.mark.parametrize("name", sorted(app.commands))
def test_what_commands_take(name):
    """An option or argument that is new here is a question: can somebody be handed in by it?"""
    assert {parameter.name for parameter in app.commands[name].params} <= ASKED
