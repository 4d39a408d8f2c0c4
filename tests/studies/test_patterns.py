"""Each pattern is in a small world as its study says, and gone where the cause that the study names is switched off."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from underheaven.measure.inference.pattern_test import (
    ABSENT,
    APPEARS,
    base_case_verdict,
    clause_values,
    clauses_hold,
    combine_verdicts,
)
from underheaven.measure.measure_values import collect_values
from underheaven.run.execute import execute_study
from underheaven.run.patterns import list_pattern_studies, read_clauses
from underheaven.run.study import read_study, short_name
from underheaven.spec.assumptions.changed_values import assumed_paths, with_values
from underheaven.spec.document import Document

PERSONS, REPLICATES = 2000, 4
PERSONS_OF = {"default-falls": 10_000, "violations-fall-rongcheng": 4000}
"""Rare outcomes take more."""
NO_FEAR = {
    "response.learn_up": 0.0,
    "response.beliefs.money.guilty": 0.0,
    "response.beliefs.order.guilty": 0.0,
    "response.beliefs.speech.guilty": 0.0,
}
"""Nobody expects a sanction, and nobody learns to."""
NOTHING_CLOSED = {
    "opacity": 0.0,
    "treatment.effects.untrustworthy.credit.strength": 0.0,
    "treatment.effects.untrustworthy.travel.strength": 0.0,
}
OFF = {
    "violations-fall": NO_FEAR,
    "violations-fall-rongcheng": NO_FEAR,
    "default-falls": NOTHING_CLOSED,
    "compliance-without-legitimacy": {"response.legitimacy_loss": 0.0},
    "chilled-reading": {"opacity": 0.0},
    "siblings-teach": {"response.household_weight": 0.0},
}


def turned(document: Document[Any], off: dict[str, float]) -> Document[Any]:
    """Returns a document with those of the numbers changed that it states."""
    stated_ = {a.path for a in document.assumed}
    mine = {path: value for path, value in off.items() if path in stated_}
    return with_values(document, mine, assumed_paths(document)) if mine else document


@cache
def numbers(name: str, switched: bool = False, more: tuple[tuple[str, float], ...] = ()) -> Any:
    """Lives a study with fewer persons, as it stands or with its cause switched off, and gives clauses and numbers."""
    study = read_study(name)
    off = {**(OFF[name] if switched else {}), **dict(more)}
    few = {"persons": PERSONS_OF.get(name, PERSONS), "replicates": REPLICATES}
    study = replace(
        study,
        plan=study.plan.model_copy(update=few),
        society=turned(study.society, off),
        regimes=tuple(turned(r, off) for r in study.regimes),
        baseline=turned(study.baseline, off),
    )
    return read_clauses(study, name), collect_values(execute_study(study), short_name(study.baseline))


def said(name: str, **more: Any) -> str:
    clauses, found = numbers(name, **more)
    return combine_verdicts([base_case_verdict(found, clause)[1] for clause in clauses])


@pytest.mark.parametrize("name", sorted(set(list_pattern_studies()) - {"severity-without-certainty"}))
def test_the_pattern_appears(name):
    assert said(name) == APPEARS


@pytest.mark.parametrize("name", OFF)
def test_it_vanishes_where_its_cause_is_switched_off(name):
    clauses, found = numbers(name, switched=True)
    assert not clauses_hold(found, clauses).any()


@pytest.mark.parametrize(("name", "other"), [("callbacks-halved", "unread"), ("connected-score-higher", "even")])
def test_it_vanishes_in_the_world_without_its_cause(name, other):
    (clause,), found = numbers(name)
    assert clause_values(found, replace(clause, scenario=other)).mean() == pytest.approx(1, abs=0.15)
    assert combine_verdicts([base_case_verdict(found, replace(clause, scenario=other))[1]]) != APPEARS


RUMOUR_ALONE = (("opacity", 1.0), ("awareness", 1.0))


def test_severity_deters_as_the_model_stands_and_the_study_says_so():
    assert said("severity-without-certainty") == ABSENT


def test_severity_alone_changes_nothing_where_all_have_heard_and_go_by_rumour():
    (clause,), found = numbers("severity-without-certainty", more=RUMOUR_ALONE)
    assert clause_values(found, clause) == pytest.approx(0, abs=0.002)
    assert base_case_verdict(found, replace(clause, scenario="surer"))[0].low > 0.02


def test_default_falls_by_selection_more_than_by_fear():
    (clause,), found = numbers("default-falls")
    whole = clause_values(found, clause).mean()
    (clause,), found = numbers("default-falls", more=(("treatment.effects.untrustworthy.credit.strength", 0.0),))
    assert whole < 2 * clause_values(found, clause).mean() < 0


def test_black_testers_lose_half_and_not_more_as_was_published():
    _, found = numbers("callbacks-halved")
    of = {
        name: found["marked", f"work_found_in:black {name}", "level"].mean()
        for name in ("with a record", "without one")
    }
    assert of["with a record"] / of["without one"] == pytest.approx(0.5, abs=0.05)
    assert of["without one"] == pytest.approx(0.14, abs=0.01)


def test_strangers_teach_nothing_at_all():
    clauses, found = numbers("siblings-teach")
    apart = next(clause for clause in clauses if clause.measure == "acts_in:apart")
    assert (clause_values(found, apart) == 0).all()
