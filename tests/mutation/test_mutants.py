"""One mutant a case must be caught, and every mutant of the catalogue must still be one."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest

from underheaven.verify.registry import CASES

from . import trial
from .apply import PACKAGE, Stale, copied, mutated
from .catalogue import KINDS, Ask, mutants, quick, sizes
from .measures import ASKS, HARMLESS
from .page import PAGE, found, page
from .trial import PASS, Outcome, UnsoundControl, control, controls, held_against, is_quick

EVERY = mutants()
RUNNING = [case.name for case in CASES if case.check is not None and not (case.is_identity or case.thorough_only)]
BY_CASE = {m.ci: m for m in EVERY if m.ci}


@pytest.fixture(scope="module")
def held(request) -> dict[str, Future[Outcome]]:
    """Outcomes of the mutants that this session asks for, two held at a time; all controls run in one interpreter."""
    asked = [i.callspec.params["case"] for i in request.session.items if i.originalname == "test_a_case_catches"]
    for engine in {BY_CASE[case].engine for case in asked}:
        for swift in (True, False):
            same = [m for m in map(BY_CASE.get, asked) if (m.engine, is_quick(m)) == (engine, swift)]
            controls([quick(m) for m in same], engine, swift)
    with ThreadPoolExecutor(2) as pool:
        yield {case: pool.submit(held_against, BY_CASE[case], [quick(BY_CASE[case])]) for case in asked}


@pytest.mark.parametrize("case", BY_CASE)
def test_a_case_catches(case, held):
    outcome = held[case].result()
    assert outcome.caught_by is not None, f"{outcome.mutant.name}: {outcome.mutant.broken}"


def test_every_case_that_runs_has_a_mutant_and_a_size():
    assert sorted(m.ci for m in EVERY if m.ci) == sorted(RUNNING)
    assert sorted(sizes()) == sorted(RUNNING)
    assert not [case for case, m in BY_CASE.items() if case not in {ask.case for ask in m.cases}]


@pytest.mark.parametrize("mutant", EVERY, ids=lambda m: m.name)
def test_a_mutant_stands_once_in_its_file_and_is_code(mutant):
    assert mutant.new != mutant.old
    compile(mutated(mutant), mutant.file, "exec")


def test_a_mutant_says_what_it_is():
    assert len({m.name for m in EVERY}) == len(EVERY)
    assert {m.kind for m in EVERY} == set(KINDS)
    assert not [m.name for m in EVERY if not m.cases and not m.slips]


def test_a_stale_mutant_is_named():
    stale = replace(EVERY[0], old="def nothing_of_the_kind")
    with pytest.raises(Stale, match=rf"{EVERY[0].name}: its old text stands 0 times in {EVERY[0].file}"):
        mutated(stale)


def test_a_copy_holds_the_mistake_and_the_package_does_not():
    mutant, before = EVERY[0], (PACKAGE / EVERY[0].file).read_text()
    with copied([mutant]) as folder:
        assert mutant.new in (folder / "underheaven" / mutant.file).read_text()
    assert not folder.exists()
    assert (PACKAGE / mutant.file).read_text() == before


def test_what_breaks_nothing_is_not_caught():
    assert held_against(HARMLESS, [ASKS["proportion"]]).caught_by is None


def test_a_case_that_fails_of_itself_catches_nothing():
    with pytest.raises(UnsoundControl, match="inequality law=pareto"):
        control(Ask("inequality", {"law": "pareto", "shape": 1.0}), "cpu", True)


def test_a_copy_that_cannot_be_imported_is_caught():
    broken = replace(HARMLESS, new=HARMLESS.old + " +")
    caught = held_against(broken, [ASKS["proportion"]]).caught_by
    assert caught is not None
    assert caught.verdict == trial.RAISES
    assert "SyntaxError" in caught.found


@pytest.mark.parametrize("limit", ["LIMIT", "PATIENCE"])
def test_cases_that_never_end_are_given_up(monkeypatch, limit):
    monkeypatch.setattr(trial, limit, 1)
    (said,) = trial.run(
        [replace(sizes()["record-stock"], numbers={"effort.min_persons": 10_000})], PACKAGE.parent, "cpu", True
    )
    assert (said.case, said.verdict) == ("record-stock", trial.HANGS)


@pytest.mark.parametrize("engine", ["cpu", "plain"])
def test_both_engines_can_be_held(engine):
    assert control(sizes()["wrongful-records"], engine, True).verdict == PASS


def test_the_page_is_what_was_found_of_the_catalogue():
    """Whatever a case is expected to see has been held against it; the page names what still waits."""
    held = [m.name for m in EVERY if m.name in found()]
    assert list(found()) == held, "run `make mutate`, or `tests/mutation/run.py` with the new names"
    assert [m.name for m in EVERY if m.cases and m.name not in found()] == []
    assert PAGE.read_text(encoding="utf-8") == page(found())


def test_what_slips_says_what_would_catch_it():
    assert not [m.name for m in EVERY if not found().get(m.name) and not m.slips]
