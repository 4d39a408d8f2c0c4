"""Values of documents with their units."""

import pytest

from underheaven.show.explain.units import UNITS, format_exact, format_value, key_words, summarise_part, unit_of
from underheaven.spec.models.livelihood import Credit, Jobs
from underheaven.spec.models.people import TraitDistribution
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.repair import Appeal
from underheaven.spec.schema import DOCUMENT_MODELS
from underheaven.spec.schema_lookup import schema_of


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.29, "share", "29 %"),
        (0.005, "chance a month", "0.5 % a month"),
        (1, "months", "1 month"),
        (24, "months", "24 months"),
        (1000, "points", "1,000 points"),
        (0.6, "times a year", "0.6 times a year"),
        (2, "factor", "2 times"),
        (1, "months of income", "1 month of income"),
        (5e-05, "", "0.00005"),
        (1409778724, "persons", "1,409,778,724 persons"),
        (7, "weight", "7"),
        (True, "", "yes"),
        (None, "months", "left out"),
        ("until performed", "months", "until performed"),
        (["red light", "theft"], "", "red light, theft"),
        ({"men": 1.4}, "", "men 1.4"),
        ([], "", "none"),
    ],
)
def test_values_are_said_with_their_units(value, unit, text):
    assert format_value(value, unit) == text


def test_laws_and_parts_are_said_in_short():
    assert format_value(TraitDistribution(law="beta", a=4, b=2.5), "") == "beta (a 4, b 2.5)"
    assert format_value(TraitDistribution(law="ladder"), "") == "ladder"
    appeal = Appeal(filed_wrongful=0.1, filed_rightful=0.01, granted_wrongful=0.8, granted_rightful=0.1)
    assert summarise_part(appeal).startswith(
        "filed wrongful 10 % a month, filed rightful 1 % a month, granted wrongful 80 %"
    )
    assert "months" not in summarise_part(appeal)


def test_units_come_from_the_type_or_from_the_table():
    assert unit_of(Rule, "months") == "months"
    assert unit_of(Jobs, "find") == "chance a month"
    assert unit_of(Credit, "fear_scale") == "months of income"
    assert unit_of(Rule, "refile") == ""


def test_every_unit_of_the_table_is_of_a_number_that_is_there():
    known = {}
    for model in DOCUMENT_MODELS.values():
        schema = schema_of(model)
        known |= {schema["title"]: schema} | schema.get("$defs", {})
    for name in UNITS:
        part, key = name.split(".")
        assert key in known[part]["properties"], name


@pytest.mark.parametrize(("value", "text"), [(0.1, "0.1"), (28.999999999999996, "29"), (1e-9, "0.000000001"), (0, "0")])
def test_numbers_keep_their_digits(value, text):
    assert format_exact(value) == text


def test_keys_are_words():
    assert key_words("false_records_per_year") == "false records per year"
