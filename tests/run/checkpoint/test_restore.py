"""A result holds its study in full: read back, it gives the same result."""

import pytest

from underheaven import compare, run
from underheaven.errors import ResultError
from underheaven.record.digest import digest
from underheaven.run.checkpoint.restore import restore_study
from underheaven.run.execute import execute_study

SMALL = {"society": "village", "persons": 300, "months": 4, "replicates": 2, "seed": 0}


@pytest.mark.parametrize(
    "how",
    [
        lambda: compare("court-defaulters-2013", "rongcheng-2016", **SMALL),
        lambda: run("credit-bureau", **SMALL | {"start": "2015-03"}),
    ],
)
def test_the_study_of_a_result_gives_the_result_again(how):
    first = how()
    study = restore_study(first.attrs, "run.nc")
    assert digest(execute_study(study)) == digest(first)


def test_a_result_without_its_study_is_refused():
    result = run("none", **SMALL)
    with pytest.raises(ResultError, match=r"run\.nc: it does not hold the study"):
        restore_study({k: v for k, v in result.attrs.items() if k != "plan"}, "run.nc")


def test_a_study_of_another_schema_is_refused_in_a_sentence():
    result = run("none", **SMALL)
    text = result.attrs["document_1_text"].replace("schema = 2", "schema = 9")
    with pytest.raises(ResultError, match="not one that this version reads"):
        restore_study(result.attrs | {"document_1_text": text}, "run.nc")
