from __future__ import annotations

import re

import pytest

from tests.spec.documents import AMENDMENTS, REGIME_TEXT, read_regime_text, regime_faults, swap

LIST = "standing.lists[0] (untrustworthy)"
RULE = 'conduct = "red light"\npoints = -5\nmonths = 24'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'conduct = ["red light", "theft"]',
            'conduct = ["red light", "theft", "litter"]',
            "no rule covers this conduct",
        ),
        ('conduct = ["red light", "theft"]', 'conduct = ["red light", "red light", "theft"]', "names it twice"),
        ('conduct = ["red light", "theft"]', 'conduct = ["theft"]', "no channel detects this conduct"),
        ('conduct = "theft"', 'conduct = "red light"', "a rule for one kind of conduct occurs once"),
        ('grade_at_most = "D"', "", "has nothing that puts a person on it"),
        ('most = "D"', 'most = "d"', f'{LIST}.grade_at_most = "d": there is no such grade. Write "D"'),
        ('grade_at_most = "D"', 'grade_at_least = "D"', "a blacklist takes grades from the other side"),
        ('"black"\ngrade_at_most = "D"', '"red"\ngrade_at_most = "D"', "a redlist takes grades from the other side"),
        ('grade_at_most = "D"', 'conduct = ["thefts"]', f'{LIST}.conduct[0] = "thefts": no rule files this conduct'),
        ('grade_at_most = "D"', 'records_at_least = 2\nrecords_of = ["thefft"]', 'Write "theft"'),
        ('grade_at_most = "D"', 'grade_at_most = "D"\nrecords_of = ["theft"]', "they count toward no number"),
        ('of = "untrustworthy"', 'of = "untrustwrthy"', "there is no such list or grade"),
        ('of = "untrustworthy"\nhabit', 'of = "E"\nhabit', "treatment.denials[0] (E, flights).of"),
        ("grades = { A = 960, D = 0 }", "grades = { D = 0, A = 960 }", "grades are listed best first"),
        ("grades = { A = 960, D = 0 }", "grades = { A = 0, D = 0 }", "grades are listed best first"),
        ("grades = { A = 960, D = 0 }", "grades = { untrustworthy = 960, D = 0 }", "also the name of a list"),
        ("start = 1000", "start = 1000\nmaximum = 900", "the score starts outside its bounds"),
        ("start = 1000", "start = 1000\nminimum = 9\nmaximum = 8", "it is above the maximum, 8"),
        ("months = 24", "months = 24\nearly_removal = 0.1", "needs a minimum term"),
        ("months = 24", "months = 24\nearly_removal_after_months = 6", "changes nothing"),
        ("months = 24", "months = 24\nearly_removal = 0.1\nearly_removal_after_months = 24", "gone after 24 months"),
        ("months = 24", "months = 24\ngrace_months = 25", "longer than the record's 24 months. Write 24 or"),
        ("months = 24", "months = 24\ngrace_months = -1", "Write a whole number from 0 to 126"),
        ("points = -5\nmonths = 24", "points = 5\nmonths = 24\ngrace_months = 2", "nobody needs notice of it"),
        ("months = 24", 'months = "until performed"\ngeometric = true', "needs its mean in months"),
        ("[standing]\n", "[rollout]\nregions = []\n[standing]\n", "rollout.regions is empty"),
        ("[standing]\n", '[rollout]\nregions = ["a", "b", "a"]\n[standing]\n', 'names "a" twice'),
        ("[standing]\n", "[applies_to]\nage = []\n[standing]\n", "applies_to.age is empty"),
        ("[standing]\n", '[sensing]\nattention_mode = "visits"\n[standing]\n', "no visits are made"),
        ("[standing]\n", "[sensing]\nvisits_per_month = 3\n[standing]\n", "visits are drawn in another mode only"),
        ("[standing]\n", "[sensing]\nattention_prior = [2]\n[standing]\n", "so nothing reads it"),
        ("[standing]\n", "[officials]\nquota_per_1000 = 3\n[standing]\n", "Add quota_conduct"),
        ("[standing]\n", '[officials]\nquota_conduct = "theft"\n[standing]\n', "there is no quota for it to fill"),
        ("[standing]\n", '[officials]\nquota_per_1000 = 3\nquota_conduct = "thef"\n[standing]\n', 'Write "theft"'),
        ("[standing]\n", "[officials]\nsuppression = 0.5\n[standing]\n", "nobody is in favour"),
    ],
)
def test_what_contradicts_itself_is_told(old, new, says):
    sentences = regime_faults(swap(REGIME_TEXT, (old, new)))
    assert any(says in sentence for sentence in sentences), sentences


def test_attention_needs_a_channel_that_follows_it():
    follows = swap(REGIME_TEXT, ("[standing]\n", "[sensing]\nattention_exponent = 1\n[standing]\n"))
    read_regime_text(follows)
    blind = re.sub(r"(detection_rate = .*)", r"\1\nfollows_attention = false", follows)
    assert "no channel follows attention" in regime_faults(blind)[0]


def test_an_effect_stands_once_and_lenders_see_grades_that_exist():
    again = '[[treatment.effects]]\nof = "untrustworthy"\ncontext = "credit"\nstrength = 0.1\n[sources]'
    assert "occurs once" in regime_faults(swap(REGIME_TEXT, ("[sources]", again)))[0]
    bare = 'schema = 2\nname = "n"\ndescribes = "d"\n[treatment]\nlenders_see = ["grade"]'
    assert "this regime has no grades" in regime_faults(bare)[0]


BELIEF = '[[treatment.lenders_believe]]\nof = "{}"\nrepaid = 3\ndefaulted = {}\n'
SEES = '[treatment]\nlenders_see = ["{}"]\n'


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (SEES.format("blacklist") + BELIEF.format("blacklistd", 1), 'Write "blacklisted"; known are clear and'),
        (SEES.format("blacklist") + BELIEF.format("redlisted", 1), "lenders_see shows lenders no such standing"),
        (BELIEF.format("blacklisted", 1), 'lenders_believe[0] (blacklisted).of = "blacklisted": lenders_see shows'),
        (SEES.format("grade") + BELIEF.format("clear", 1), "nown are clear, grade A and clear, grade D"),
        (SEES.format("blacklist") + 2 * BELIEF.format("clear", 1), "a first belief about one standing occurs once"),
        (BELIEF.format("clear", -1), "lenders_believe[0] (clear).defaulted = -1"),
        (BELIEF.format("clear", 2e9), "a number from 0 to 1,000,000,000"),
        (BELIEF.format("clear", '"many"'), "lenders_believe[0] (clear).defaulted"),
    ],
)
def test_a_first_belief_is_about_a_standing_that_lenders_see(new, says):
    sentences = regime_faults(swap(REGIME_TEXT, ("[sources]", f"{new}[sources]")))
    assert any(says in sentence for sentence in sentences), sentences


def test_first_beliefs_are_numbers_with_sources_and_can_be_amended():
    belief = SEES.format("blacklist") + BELIEF.format("blacklisted", '{ value = 9, source = "a survey" }')
    later = """
[[amendments]]
from = "2016-09"
describes = "Lenders no longer see the list."
[amendments.change.treatment]
lenders_see = []
[[amendments.change.treatment.lenders_believe]]
of = "blacklisted"
removed = true
"""
    text = swap(REGIME_TEXT, ("[[treatment.effects]]", f"{belief}\n[[treatment.effects]]"))
    document = read_regime_text(text + later)
    assert document.model.treatment.lenders_believe[0].defaulted == 9
    assert document.sources["treatment.lenders_believe.blacklisted.defaulted"] == "a survey"
    stays = regime_faults(text + later.split("[[amendments.change.treatment")[0])
    assert "lenders_see shows lenders no such standing" in stays[0]


def test_lists_by_count_need_something_that_is_filed():
    text = 'schema = 2\nname = "n"\ndescribes = "d"\n[[standing.lists]]\nname = "l"\ncolour = "black"\n'
    assert "nothing is filed" in regime_faults(text + "records_at_least = 2")[0]


def test_what_is_allowed_reads():
    assert read_regime_text('schema = 2\nname = "none"\ndescribes = "Nothing."').model.recording.rules == []
    permanent = swap(REGIME_TEXT, ("months = 24", 'months = "until performed"'))
    assert read_regime_text(permanent).model.recording.rules[0].months == "until performed"
    early = "months = 24\nearly_removal = 0.1\nearly_removal_after_months = 6"
    early_with_source = swap(REGIME_TEXT, ("months = 24", early))
    assert read_regime_text(early_with_source).model.recording.rules[0].early_removal == 0.1


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("listed_nowx", '"listed_nowx": there is no such series. Write "listed_now"; known are'),
        ("denied:flights", "there is no such series. Known are listed_now"),
        ("cumulative_denid:flights", 'Write "cumulative_denied:flights"'),
        ("cumulative_denied", "this series is of one label. Write cumulative_denied:HABIT"),
        ("share_of_listed: ", "this series is of one label"),
        ("listed_now:men", 'this series has no labels. Write "listed_now"'),
        ("cumulative_removed:perfomed", 'no record leaves by such a way. Write "cumulative_removed:performed"'),
    ],
)
def test_a_published_count_stands_beside_a_series_that_there_is(measure, says):
    [sentence] = regime_faults(swap(REGIME_TEXT + AMENDMENTS, ('"listed_now"', f'"{measure}"')))
    assert f'published[0] (listed).measure = "{measure}"' in sentence
    assert says in sentence


@pytest.mark.parametrize("measure", ["ever_listed", "cumulative_removed:early", "share_of_listed:anybody"])
def test_the_series_that_there_are_may_stand_there(measure):
    assert read_regime_text(swap(REGIME_TEXT, ('"listed_now"', f'"{measure}"'))).model.published[0].measure == measure
