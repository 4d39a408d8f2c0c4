"""What a study claims, below its table and in its own words."""

from dataclasses import replace

import pytest

from underheaven.run.execute import execute_study
from underheaven.run.study import read_study
from underheaven.show.text.expected_pattern import expected_sentences, verdict_sentences


@pytest.fixture(scope="module")
def study():
    study = read_study("callbacks-halved")
    return replace(study, plan=study.plan.model_copy(update={"persons": 2000, "replicates": 4}))


def test_a_result_says_whether_the_pattern_of_its_study_is_in_it(study):
    (said,) = verdict_sentences(execute_study(study))
    assert said.startswith("Published pattern: 0.17 of white testers")
    assert "Here it appears: Of those who seek work in a month, found it, white with a record over" in said
    assert "asked for 0.4 to 0.6" in said
    assert said.endswith("the published half.")


def test_a_study_without_a_pattern_says_nothing(study):
    bare = replace(study, plan=study.plan.model_copy(update={"pattern": None}))
    assert not list(verdict_sentences(execute_study(bare)))


def test_a_study_says_what_it_puts_in_and_what_it_does_not_show(study):
    said = list(expected_sentences(study.plan.pattern))
    assert len(said) == 4
    assert said[2].startswith("Put in: All of it")
