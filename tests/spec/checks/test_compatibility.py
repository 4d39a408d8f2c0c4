from __future__ import annotations

import pytest

from tests.spec.documents import (
    AMENDMENTS,
    REGIME_TEXT,
    SOCIETY_TEXT,
    read_regime_text,
    read_society_text,
    read_study_text,
    swap,
)
from underheaven.errors import DocumentError
from underheaven.spec.checks.compatibility import check_together, unpriced_contexts


def sentences(text: str) -> list[str]:
    return [str(f) for f in check_together(read_regime_text(text), read_society_text(SOCIETY_TEXT))]


def test_documents_that_fit_have_no_fault():
    assert sentences(REGIME_TEXT) == []
    assert sentences(REGIME_TEXT + AMENDMENTS) == []
    assert sentences('schema = 2\nname = "none"\ndescribes = "Nothing."') == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"red light"', '"red lights"', ["sensing.channels[0] (police).conduct[0]", "Hamlet has no such conduct"]),
        ('"red light"', '"red lights"', ["recording.rules[0] (red lights).conduct", 'Write "red light"']),
        (
            "detection_rate =",
            'regions = ["hils"]\ndetection_rate =',
            ["channels[0] (police).regions[0]", 'Write "hill"'],
        ),
        ("detection_rate =", "false_factors = { sex = { man = 2 } }\ndetection_rate =", ["false_factors.sex.man"]),
        ("detection_rate =", "mistaken_factors = { face = { dark = 2 } }\ndetection_rate =", ["face is no attribute"]),
        ("[standing]", '[rollout]\nregions = ["Rongcheng"]\n[standing]', ["rollout.regions[0]", "hill and valley"]),
        ("[standing]", '[applies_to]\nage = ["18-58"]\n[standing]', ["applies_to.age[0]", 'Write "18-59"']),
        ("[standing]", '[applies_to]\nages = ["18-59"]\n[standing]', ["applies_to.ages is no attribute"]),
        ('habit = "flights"', 'habit = "flight"', ["treatment.denials[0] (untrustworthy, flight).habit", '"flights"']),
        ('"listed_now"', '"cumulative_denied:flight"', ["published[0] (listed).measure", "such habit", ":flights"]),
        ('"listed_now"', '"share_of_listed:18-59"', ["published[0] (listed).measure", "such category", ":grown"]),
        (
            "months = 36",
            "months = 36\nevadable = true",
            ["recording.rules[1] (theft).evadable", "costs to buy off a record"],
        ),
        ("[standing]", "[awareness_factors]\nsex = { man = 2 }\n[standing]", ["awareness_factors.sex.man", '"men"']),
        ("months = 36", "months = 36\nremoved_by_performance = true", ["theft arises from no debt", "performs it"]),
    ],
)
def test_what_the_society_lacks_is_told_with_the_nearest_it_has(old, new, says):
    told = sentences(REGIME_TEXT.replace(old, new))
    assert any(all(part in sentence for part in says) for sentence in told), told


def test_what_an_amendment_asks_is_told_at_the_amendment_and_once():
    told = sentences(REGIME_TEXT + AMENDMENTS.replace('conduct = ["theft"]', 'conduct = ["theft"]\nregions = ["dale"]'))
    assert len(told) == 1
    assert "amendments[1] (2018-01).change.sensing.channels[0] (police).regions[0]" in told[0]
    told = sentences((REGIME_TEXT + AMENDMENTS).replace('"flights"', '"fligths"'))
    assert len(told) == 1
    assert "regimes/village.toml, treatment.denials[0]" in told[0]


def test_a_gap_fits_a_society_that_says_what_buying_off_costs():
    costs = 'speech_threshold = { law = "normal", mean = 0.5, sd = 0.2 }\ngaming_cost = { law = "fixed", value = 1 }'
    society = swap(SOCIETY_TEXT, ('speech_threshold = { law = "normal", mean = 0.5, sd = 0.2 }', costs))
    regime = read_regime_text(REGIME_TEXT.replace("months = 36", "months = 36\nevadable = true"))
    assert check_together(regime, read_society_text(society)) == []


def test_a_debt_may_be_performed():
    text = REGIME_TEXT.replace('"theft"', '"unpaid judgment"')
    text = swap(text, ("months = 36", 'months = "until performed"\nremoved_by_performance = true'))
    assert sentences(text) == []


def test_a_study_names_each_world_once_and_places_that_exist():
    with pytest.raises(DocumentError, match="a study has each scenario once"):
        read_study_text('regimes = ["none", "none"]')
    with pytest.raises(DocumentError, match="counted from 0 to 9"):
        read_study_text('regimes = ["none"]\npersons = 10\nexempt = [10]')


def test_contexts_without_worth_are_those_that_a_regime_touches_and_the_society_leaves_out():
    society = read_society_text(SOCIETY_TEXT).model  # it names work alone
    regime = read_regime_text(REGIME_TEXT + AMENDMENTS.replace('context = "work"', 'context = "housing"'))
    assert unpriced_contexts(regime, society) == ["credit", "housing"]
    assert unpriced_contexts(read_regime_text(REGIME_TEXT + AMENDMENTS), society) == ["credit"]
    assert unpriced_contexts(read_regime_text('schema = 2\nname = "none"\ndescribes = "Nothing."'), society) == []
