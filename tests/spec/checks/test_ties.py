from __future__ import annotations

import pytest

from tests.spec.documents import REGIME_TEXT, read_regime_text, regime_faults, swap

ASKED = "[consent]\nrequired = true\nshare = 0.5\n[sources]"
GREY = '[[standing.lists]]\nname = "out"\ncolour = "grey"\noutsiders = true\n'
PASSING = "[association]\ncontagion = 0.3\n"
BOUNDED = "start = 1000\nminimum = 600\nmaximum = 1100\n"


def told(*pairs):
    return regime_faults(swap(REGIME_TEXT, *pairs))


def sound(*pairs):
    return read_regime_text(swap(REGIME_TEXT, *pairs)).unsourced is not None


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("[consent]\nshare = 0.5\n", "consent.share = 0.5: nobody is asked. Write required = true"),
        ("[consent]\nconviction = 0.5\n", "consent.conviction = 0.5: nobody is asked"),
        ("[consent]\nfactors = { sex = { men = 2 } }\n", "consent.factors stands here: nobody is asked"),
        (GREY, "outsiders = true: nobody is asked, so nobody stays out"),
        (GREY.replace("outsiders = true", ""), 'colour = "grey": a grey list holds those who stayed out'),
        (GREY.replace("grey", "black"), "outsiders = true: a blacklist is for what people did"),
        (PASSING, "association.contagion_conduct is left out: a record that passes along ties is filed under a rule"),
        (PASSING + 'contagion_conduct = "thefft"\n', 'Write "theft"'),
        ('[association]\ncontagion_conduct = "theft"\n', "contagion is 0, so nothing passes along ties"),
    ],
)
def test_what_contradicts_itself_is_told(new, says):
    sentences = told(("[sources]", new + "[sources]"))
    assert any(says in sentence for sentence in sentences), sentences


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('conduct = ["theft"]', "conduct"),
        ("records_at_least = 2", "records_at_least"),
        ('grade_at_most = "D"', "grade_at_most"),
        ('grade_at_least = "A"', "grade_at_least"),
    ],
)
def test_a_list_of_outsiders_holds_nobody_else(more, key):
    (sentence,) = told(("[sources]", GREY + more + "\n" + ASKED))
    assert f"(out).{key}" in sentence
    assert "neither records nor a grade" in sentence


def test_what_agrees_is_not_told():
    assert sound(("[sources]", GREY + ASKED))
    assert sound(("[sources]", PASSING + 'contagion_conduct = "theft"\nhousehold_liability = 0.1\n[sources]'))
    assert sound(("start = 1000\n", BOUNDED + "association = 0.3\n"))


def test_a_record_that_passes_on_needs_a_term():
    open_ended = ("months = 36", 'months = "until performed"')
    named = PASSING + 'contagion_conduct = "theft"\n[sources]'
    (sentence,) = told(open_ended, ("[sources]", named))
    assert "nobody can perform what another owes" in sentence
    guilty = "[association]\nhousehold_liability = 0.5\n[sources]"
    assert sound(open_ended, ("[sources]", guilty))
    (sentence,) = told(open_ended, ("months = 24", 'months = "until performed"'), ("[sources]", guilty))
    assert "no rule has one" in sentence


def test_scores_must_be_seen_in_steps_that_a_record_can_cross():
    """Without bounds a step has 796 points, and the gravest record takes 50."""
    (sentence,) = told(("start = 1000\n", "start = 1000\nassociation = 0.3\n"))
    assert "from -100,000 to 100,000 in steps of 796 points" in sentence
    assert "Write minimum and maximum nearer to the start" in sentence


def test_eight_grades_leave_no_place_for_who_stays_out():
    grades = ", ".join(f"{name} = {960 - 10 * n}" for n, name in enumerate("ABCEFGHD"))
    (sentence,) = told(("grades = { A = 960, D = 0 }", f"grades = {{ {grades} }}"), ("[sources]", ASKED))
    assert "has 8 grades" in sentence


def test_a_rule_that_comes_along_ties_alone_needs_no_channel():
    unseen = ('conduct = ["red light", "theft"]', 'conduct = ["red light"]')
    assert sound(unseen, ("[sources]", PASSING + 'contagion_conduct = "theft"\n[sources]'))
