"""Parameters in words."""

import pytest

from underheaven.spec.models.recording import Rule
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters, parameter_rows
from underheaven.spec.schema import DOCUMENT_MODELS


def test_a_parameter_says_its_form_unit_default_and_meaning():
    months = model_parameters(Rule)["months"]
    assert (months.key, months.unit, months.required) == ("months", "months", True)
    assert months.form == "months 1 to 126 or until performed"
    assert months.meaning == "term of a record, in months"
    refile = model_parameters(Rule)["refile"]
    assert (refile.form, refile.unit, refile.default, refile.required) == ("true / false", "", "true", False)


@pytest.mark.parametrize("kind", DOCUMENT_MODELS)
def test_every_key_of_every_document_has_a_meaning(kind):
    told = list(parameter_rows(DOCUMENT_MODELS[kind], ""))
    assert len(told) > 10
    assert all(form and meaning for _, form, _, meaning in told)


def test_parts_are_written_by_how_many_there_are():
    known = model_parameters(DOCUMENT_MODELS["society"])
    assert {key: known[key].separator for key in ("people", "conduct", "contexts")} == {
        "people": ".",
        "conduct": "[].",
        "contexts": ".NAME.",
    }


def test_a_key_without_a_meaning_is_an_error():
    class Bare(DocumentPart):
        """A part that says nothing of its key."""

        silent: int

    with pytest.raises(KeyError, match=r"Bare\.silent: no meaning is written"):
        model_parameters(Bare)
