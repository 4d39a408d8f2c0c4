"""Parameters in words."""

import pytest

from underheaven.spec.parameters import parameters, rows
from underheaven.spec.recording import Rule
from underheaven.spec.schema import MODELS
from underheaven.spec.units import Part


def test_a_parameter_says_its_form_unit_default_and_meaning():
    months = parameters(Rule)["months"]
    assert (months.key, months.unit, months.required) == ("months", "months", True)
    assert months.form == "months 1 to 126 or until performed"
    assert months.meaning == "how long a record lives, in months"
    refile = parameters(Rule)["refile"]
    assert (refile.form, refile.unit, refile.default, refile.required) == ("true / false", "", "true", False)


@pytest.mark.parametrize("kind", MODELS)
def test_every_key_of_every_document_has_a_meaning(kind):
    told = list(rows(MODELS[kind], ""))
    assert len(told) > 10
    assert all(form and meaning for _, form, _, meaning in told)


def test_parts_are_written_by_how_many_there_are():
    known = parameters(MODELS["society"])
    assert {key: known[key].between for key in ("people", "conduct", "contexts")} == {
        "people": ".", "conduct": "[].", "contexts": ".NAME.",
    }  # fmt: skip


def test_a_key_without_a_meaning_is_an_error():
    class Bare(Part):
        """A part that says nothing of its key."""

        silent: int

    with pytest.raises(KeyError, match=r"Bare\.silent: no meaning is written"):
        parameters(Bare)
