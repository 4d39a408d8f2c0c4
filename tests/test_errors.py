"""Errors are sentences on one tree."""

from __future__ import annotations

import copy
import pickle

import pytest

from underheaven import errors
from underheaven.errors import DocumentError, Fault, NotYetError, RequestError, UnderheavenError
from underheaven.run.uncertainty.facts import RuledOutError

FAULT = Fault(
    "regimes/village.toml",
    "standing.points[2].months",
    " = 0",
    "a record lives at least one month",
    "Write 1 or more, or remove the rule",
)


def test_a_fault_reads_where_what_why_and_what_instead():
    assert str(FAULT) == (
        "regimes/village.toml, standing.points[2].months = 0: a record lives at least one month. "
        "Write 1 or more, or remove the rule."
    )


def test_a_fault_of_a_whole_file_names_the_file():
    fault = Fault("a.toml", "", " is empty", "nothing stands in it", "Write something")
    assert str(fault) == "a.toml is empty: nothing stands in it. Write something."


def test_a_document_error_carries_every_fault():
    other = Fault("b.toml", "x", " = 1", "it cannot", "Write 2")
    error = DocumentError([FAULT, other])
    assert error.faults == (FAULT, other)
    assert str(error).splitlines() == [str(FAULT), str(other)]


CLASSES = [c for c in vars(errors).values() if isinstance(c, type) and issubclass(c, UnderheavenError)]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_is_on_the_tree_and_drawn_in_it(kind):
    assert kind.__name__ in errors.__doc__
    assert kind.__doc__


def test_exit_codes_tell_the_kinds_apart():
    codes = {c.__name__: c.exit_code for c in CLASSES}
    assert codes == {
        "UnderheavenError": 1,
        "RequestError": 2,
        "SettingsError": 2,
        "NotYetError": 2,
        "DocumentError": 3,
        "ResultError": 4,
        "EngineError": 5,
        "StoppedError": 130,
    }
    assert issubclass(NotYetError, RequestError)


def examples():
    """One of each error, with a note as a program may add."""
    for kind in CLASSES:
        made = kind([FAULT, FAULT]) if kind is DocumentError else kind("a: b is c. Write d.")
        made.add_note("seen while reading")
        yield pytest.param(made, id=kind.__name__)
    yield pytest.param(RuledOutError(["unemployed", "in arrears"]), id="RuledOutError")


@pytest.mark.parametrize("error", list(examples()))
@pytest.mark.parametrize("way", [*range(pickle.HIGHEST_PROTOCOL + 1), copy.copy, copy.deepcopy])
def test_an_error_that_crosses_a_process_says_the_same(error, way):
    here = way(error) if callable(way) else pickle.loads(pickle.dumps(error, way))
    assert type(here) is type(error)
    assert str(here) == str(error)
    assert here.args == error.args
    assert vars(here) == vars(error)
