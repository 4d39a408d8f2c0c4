from __future__ import annotations

import pytest

from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.schema_lookup import (
    allowed_words,
    describe_form,
    describe_key_form,
    describe_meaning,
    known_keys,
    number_limits,
)

RULE = ("recording", "rules", 3)


@pytest.mark.parametrize(
    ("model", "steps", "form"),
    [
        (Regime, (*RULE, "months"), 'a whole number from 1 to 126 or "until performed"'),
        (Regime, (*RULE, "refile"), "true or false"),
        (Regime, ("opacity",), "a number from 0 to 1"),
        (Regime, ("standing", "association"), "a number from 0 to below 1"),
        (Regime, ("standing", "grades", "D"), "a whole number"),
        (Regime, ("start",), 'a month in quotes, such as "2013-10"'),
        (Regime, ("schema",), "2"),
        (Regime, ("amendments", 0, "change", *RULE, "points"), "a whole number from -10,000 to 10,000"),
        (Regime, ("recording",), "a table"),
        (Regime, ("sensing", "channels"), "a list [ ]"),
        (Regime, ("nowhere", "at", "all"), "something else"),
        (Society, ("livelihood", "credit", "fear_scale"), "a number above 0 and up to 1,000"),
        (Society, ("conduct", 0, "factors", "sex", "men"), "a number from 0 to 1,000"),
    ],
)
def test_what_may_stand_in_a_place_is_said_in_words(model, steps, form):
    assert describe_form(model, steps) == form


def test_limits_words_keys_and_meaning_come_from_the_models():
    assert number_limits(Regime, (*RULE, "months")) == (1, 126)
    assert number_limits(Regime, ("name",)) == (float("-inf"), float("inf"))
    assert allowed_words(Regime, ("standing", "lists", 0, "colour")) == ["black", "red", "grey"]
    assert "months" in known_keys(Regime, RULE)
    assert "class" in known_keys(Society, ("conduct", 0))
    assert describe_meaning(Regime, (*RULE, "months")) == "term of a record, in months"
    assert "\n" not in describe_meaning(Society, ("conduct", 0))
    assert "household size" in describe_key_form(Society, ("ties", "household_sizes"))
    assert '"public service"' in describe_key_form(Society, ("contexts",))
