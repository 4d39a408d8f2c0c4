"""The ten questions, in order, and those without an answer."""

from __future__ import annotations

from underheaven.show.report.findings.questions import QUESTIONS
from underheaven.show.report.findings.scenario_findings import scenario_findings, unanswered_questions

COURT = "court-defaulters-2013"


def test_ten_questions_are_asked_in_order_and_the_first_answers_stand_open(context):
    assert len(QUESTIONS) == 10
    asked = [question.text for question in QUESTIONS]
    found = scenario_findings(context, COURT)
    places = [asked.index(finding.question) for finding in found]
    assert places == sorted(places)
    for question in QUESTIONS:
        mine = [finding.is_folded for finding in found if finding.question == question.text]
        assert mine == [n >= question.n_unfolded for n in range(len(mine))]
    silent = unanswered_questions(context, COURT)
    assert {q.text for q in silent} | {f.question for f in found} == set(asked)
    assert not {q.text for q in silent} & {f.question for f in found}


def test_a_world_without_a_regime_leaves_all_but_one_question_open(context):
    assert [q.text for q in unanswered_questions(context, "none")] == [q.text for q in QUESTIONS[1:]]
