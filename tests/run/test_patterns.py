"""Rows on published patterns: of shipped studies, and what cannot be asked."""

from pathlib import Path

import pytest

from underheaven.errors import RequestError
from underheaven.run.patterns import check_patterns, list_pattern_studies, read_clauses
from underheaven.run.study import read_study
from underheaven.run.uncertainty.parameter_samples import BASE_CASE_SEEDS
from underheaven.spec.io.document_reader import read_study as read_plan

STUDY = """
kind = "study"
regimes = ["{folder}/callbacks/marked.toml"]
{baseline}
society = "{folder}/callbacks/testers.toml"
persons = 200
months = 3
"""
PATTERN = """
[pattern]
published = "It is so."
source = "somebody"
brought_about_by = "This."
put_in = "That."
not_shown = "The rest."
where = [{{ {where} }}]
"""
FOLDER = Path(__file__).parents[2] / "src" / "underheaven" / "studies"


def study(tmp_path, where="", baseline='baseline = "none"'):
    path = tmp_path / "mine.toml"
    claim = PATTERN.format(where=where) if where else ""
    path.write_text(STUDY.format(folder=FOLDER, baseline=baseline) + claim)
    return str(path)


def test_a_row_holds_what_was_published_what_is_found_and_what_decides(tmp_path):
    half = 'measure = "work_found_in:white with a record", over = "work_found_in:white without one", below = 0.8'
    (row,) = check_patterns(study(tmp_path, half), samples=64)
    assert (row["published"], row["put_in"], row["verdict"]) == ("It is so.", "That.", "appears")
    (where,) = row["where"]
    assert where["low"] < where["mean"] == pytest.approx(0.5, abs=0.1)
    assert (where["above"], where["below"], where["scenario"]) == (None, 0.8, "marked")
    assert row["share"] == where["share"] < 1
    (decider,) = row["deciders"]
    assert (decider["path"], decider["vanishes"]) == ("treatment.effects.on record.work.strength", "low")
    assert (row["samples"], row["seeds"], row["persons"], row["months"]) == (64, BASE_CASE_SEEDS, 200, 3)


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("", "claims no published pattern"),
        ('measure = "deterence", above = 0.0', '"deterrence"'),
        ('measure = "listed_now", over = "nobody"', "'nobody' is unknown"),
        ('measure = "listed_now", scenario = "marke"', '"marked"'),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(tmp_path, where, says):
    with pytest.raises(RequestError, match=says):
        check_patterns(study(tmp_path, where))


def test_a_difference_needs_another_world(tmp_path):
    with pytest.raises(RequestError, match="needs a baseline"):
        check_patterns(study(tmp_path, 'measure = "deterrence", above = 0.0', baseline=""))


def test_every_shipped_pattern_can_be_asked_for_and_bounds_a_number():
    assert len(list_pattern_studies()) > 8
    for name in list_pattern_studies():
        assert read_clauses(read_study(name), name)
        for where in read_plan(name).model.pattern.where:
            assert where.above is not None or where.below is not None
