from __future__ import annotations

import pytest

from tests.spec.documents import AMENDMENTS, REGIME_TEXT, read_regime_text, regime_faults, swap
from underheaven.spec.amendments.merging import regime_versions

WHOLE = REGIME_TEXT + AMENDMENTS


def test_epochs_are_the_start_and_each_amended_whole():
    document = read_regime_text(WHOLE)
    (none, start), (first, later), (second, last) = regime_versions(document)
    assert (none, first, second) == (None, "2016-09", "2018-01")
    assert start.amendments == []
    assert [rule.points for rule in start.recording.rules] == [-5, -50]
    assert [(rule.conduct, rule.points, rule.months) for rule in later.recording.rules] == [
        ("red light", -5, 24),
        ("theft", -80, 36),
    ]
    assert [(e.of, e.context, e.strength) for e in later.treatment.effects] == [
        ("untrustworthy", "credit", 1.0),
        ("D", "work", 0.1),
    ]
    assert [rule.conduct for rule in last.recording.rules] == ["theft"]
    assert last.sensing.channels[0].conduct == ["theft"]
    assert last.sensing.channels[0].detection_rate == 0.05
    assert last.recording.rules[0].points == -80


def test_a_grade_that_is_added_finds_its_place():
    later = regime_versions(read_regime_text(WHOLE))[1][1]
    assert list(later.standing.grades.items()) == [("AA", 1100), ("A", 960), ("D", 0)]


def test_a_table_is_removed_by_name():
    change = "[amendments.change.standing.grades]\nA = { removed = true }\n"
    text = REGIME_TEXT + f'[[amendments]]\nfrom = "2016-09"\ndescribes = "x"\n{change}'
    assert regime_versions(read_regime_text(text))[1][1].standing.grades == {"D": 0}


def test_the_base_document_is_untouched_by_its_amendments():
    document = read_regime_text(WHOLE)
    before = document.model.model_dump()
    regime_versions(document)
    assert document.model.model_dump() == before
    assert regime_versions(document)[0][1] == regime_versions(read_regime_text(REGIME_TEXT))[0][1].model_copy()


def test_numbers_of_an_amendment_have_sources_too():
    document = read_regime_text(WHOLE)
    assert document.sources["amendments.2016-09.change.recording.rules.theft.points"] == "the revised table"
    assert "amendments.2016-09.change.treatment.effects.D.work.strength" in document.unsourced
    covered = swap(WHOLE, ("[sources]", '[sources]\n"amendments.2016-09" = "a notice of 2016"'))
    assert read_regime_text(covered).unsourced == ()


CHANGE = "amendments[0] (2016-09).change"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('from = "2016-09"', 'from = "2019-09"', 'amendments[1] (2018-01).from = "2018-01": the one before it begins'),
        ('from = "2018-01"', 'from = "2016-09"', 'amendments[1] (2016-09).from = "2016-09"'),
        ('from = "2016-09"', 'from = "2015-01"', "the regime starts in 2015-01"),
        ('from = "2016-09"', 'from = "2016"', 'such as "2013-10"'),
        ("strength = 0.1", "strength = 1.1", f"{CHANGE}.treatment.effects[1] (D, work).strength = 1.1"),
        ("strength = 0.1", "strenth = 0.1", f"{CHANGE}.treatment.effects[1] (D, work).strenth = 0.1"),
        ("strength = 0.1", "", f"{CHANGE}.treatment.effects[1] (D, work).strength is missing"),
        ('of = "D"', 'of = "E"', f'{CHANGE}.treatment.effects[1] (E, work).of = "E"'),
        ("AA = 1100", "AA = 960", f"{CHANGE}.standing.grades."),
        ("points = { value", "pionts = { value", f"{CHANGE}.recording.rules[0] (theft).pionts"),
        ("[amendments.change.standing]", "[amendments.change.stnading]", f"{CHANGE}.stnading = {{ grades"),
        ('conduct = "red light"\nremoved', 'conduct = "red ligth"\nremoved', 'Write "red light"'),
        ("removed = true", 'removed = "yes"', "removed = "),
        (
            'name = "police"\nconduct = ["theft"]',
            'name = "police"\nconduct = ["red light"]',
            "no rule covers this conduct",
        ),
        (
            "[amendments.change.standing]",
            "[amendments.change]\nschema = 2\n[amendments.change.standing]",
            f"{CHANGE}.schema = 2: no amendment changes this part",
        ),
        (
            "[amendments.change.standing]",
            '[amendments.change]\nsources = { a = "x" }\n[amendments.change.standing]',
            "no amendment changes this part",
        ),
    ],
)
def test_faults_of_an_amendment_are_told_at_the_amendment(old, new, says):
    sentences = regime_faults(REGIME_TEXT + swap(AMENDMENTS, (old, new)))
    assert any(says in sentence for sentence in sentences), sentences


def test_what_a_removal_leaves_behind_is_told_at_the_amendment():
    left = AMENDMENTS.split("[[amendments.change.sensing.channels]]")[0]
    sentences = regime_faults(REGIME_TEXT + left)
    assert len(sentences) == 1
    assert "amendments[1] (2018-01).change makes sensing.channels[0] (police).conduct[0]" in sentences[0]


def test_a_fault_of_the_base_is_not_told_again_for_each_amendment():
    sentences = regime_faults(swap(WHOLE, ("months = 24", "months = 0")))
    assert len(sentences) == 1


def test_more_amendments_than_fit_are_refused_and_not_merged():
    many = "".join(
        f'[[amendments]]\nfrom = "{2016 + i // 12}-{i % 12 + 1:02}"\ndescribes = "x"\nchange = {{}}\n'
        for i in range(65)
    )
    assert any("amendments has 65 entries" in s for s in regime_faults(REGIME_TEXT + many))


LISTS = '[[amendments]]\nfrom = "2020-01"\ndescribes = "x"\n[[amendments.change.standing.lists]]\n'
RED = 'name = "untrustworthy"\ncolour = "red"\ngrade_at_least = "A"\n'
TURNED = 'colour = "red": the list was "black" before, and a list keeps its colour. Give the new list another name'


def test_a_list_keeps_its_colour():
    told = regime_faults(WHOLE + LISTS + 'name = "untrustworthy"\ncolour = "red"\n')
    assert any(f"amendments[2] (2020-01).change.standing.lists[0] (untrustworthy).{TURNED}" in s for s in told), told


def test_a_list_keeps_its_colour_where_it_goes_and_comes_again():
    gone = 'name = "untrustworthy"\nremoved = true\n'
    effects = (
        "[amendments.change.treatment]\neffects = [{ of = 'untrustworthy', context = 'credit', removed = true }]\n"
    )
    denials = "denials = [{ of = 'untrustworthy', habit = 'flights', removed = true }]\n"
    again = LISTS.replace("2020-01", "2021-01") + RED
    [told] = regime_faults(WHOLE + LISTS + gone + effects + denials + again)
    assert f"amendments[3] (2021-01).change.standing.lists[0] (untrustworthy).{TURNED}" in told
    other = again.replace("untrustworthy", "trustworthy")
    assert len(regime_versions(read_regime_text(WHOLE + LISTS + gone + effects + denials + other))) == 5


def test_an_amendment_may_name_the_colour_that_a_list_has():
    assert read_regime_text(WHOLE + LISTS + 'name = "untrustworthy"\ncolour = "black"\n')
