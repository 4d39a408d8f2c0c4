"""Mutants that no case should see are held together; whatever a case sees among them is told apart."""

from __future__ import annotations

import pytest

from . import page as pages
from . import run
from .apply import function_of
from .catalogue import mutants
from .measures import ASKS, BOTH, CAUGHT, HARMLESS, SLIPS
from .page import page
from .trial import Outcome, Said, is_quick

EVERY = mutants()
BY_NAME = {m.name: m for m in EVERY}


def test_every_mutant_is_held_once():
    assert sorted(m.name for group in run.groups(EVERY) for m in group) == sorted(BY_NAME)


def test_those_that_a_case_should_catch_are_held_alone():
    assert all(len(group) == 1 for group in run.groups(EVERY) if group[0].cases)


def test_those_held_together_are_in_different_functions_and_run_alike():
    for group in run.groups(EVERY):
        assert not any(m.cases for m in group[1:])
        assert len({function_of(m) for m in group}) == len(group) <= run.MOST
        assert len({(m.engine, is_quick(m)) for m in group}) == 1


@pytest.fixture
def two(monkeypatch, tmp_path):
    """A catalogue of two mutants, whose outcomes are kept apart."""
    for module in (run, pages):
        monkeypatch.setattr(module, "mutants", lambda: BOTH)
    monkeypatch.setattr(pages, "FOUND", tmp_path / "found.json")
    monkeypatch.setattr(pages, "PAGE", tmp_path / "mutations.md")


@pytest.fixture
def few(monkeypatch):
    """Two cases that take no time."""
    monkeypatch.setattr(run, "sizes", lambda: ASKS)


def test_what_is_seen_among_those_held_together_is_told_apart(few):
    slipped, caught = run.by_any_case([SLIPS, CAUGHT])
    assert (slipped.mutant, slipped.caught_by) == (SLIPS, None)
    assert (caught.mutant, caught.caught_by.case) == (CAUGHT, "proportion")


def test_those_that_nothing_sees_together_slip(few):
    outcomes = run.by_any_case([SLIPS, HARMLESS])
    assert [(o.mutant, o.caught_by, o.asked) for o in outcomes] == [(SLIPS, None, 2), (HARMLESS, None, 2)]


def test_a_case_that_never_calls_the_function_is_not_asked(few):
    assert run.by_any_case([SLIPS])[0].asked == 1


def test_the_page_counts_what_was_caught(two):
    text = page({SLIPS.name: "", "related-counted": "proportion"})
    assert "**1 of 2 mutants held against the cases are caught (50%).**" in text
    assert f"| {SLIPS.name} | {SLIPS.broken} | {SLIPS.slips} |" in text
    assert f"| related-counted | {CAUGHT.broken} | `proportion` |" in text


def test_those_that_wait_are_held_and_no_others(few, two, capsys):
    for caught in (1, 0):
        run.main(["--waiting", "--jobs", "1", CAUGHT.name])
        assert f"{caught} of {caught} mutants caught." in capsys.readouterr().out
        assert pages.found() == {CAUGHT.name: "proportion"}
    run.main(["--jobs", "1", CAUGHT.name])
    assert "1 of 1 mutants caught." in capsys.readouterr().out


def test_to_begin_anew_is_to_forget(few, two, monkeypatch):
    monkeypatch.setattr(run, "mutants", lambda: [])
    pages.FOUND.write_text("{}")
    run.main(["--jobs", "1"])
    assert not pages.FOUND.exists()


def test_what_is_found_is_kept_beside_what_is_known(two):
    for mutant, by in ((SLIPS, None), (CAUGHT, Said("proportion", "fail", "0.5", 0.1)), (CAUGHT, None)):
        pages.keep(Outcome(mutant, by, 1, 0.1))
    assert pages.found() == {CAUGHT.name: "", SLIPS.name: ""}
    assert pages.PAGE.read_text() == pages.page(pages.found())
