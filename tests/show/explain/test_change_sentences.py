"""One difference as a sentence."""

import pytest

from tests.spec.documents import REGIME_TEXT, SOCIETY_TEXT, STUDY_TEXT, read_society_text, swap
from tests.spec.documents import read_study_text as read_study
from underheaven.show.explain.change_sentences import (
    FLAG_PHRASES,
    KEY_LABELS,
    MEMBER_PHRASES,
    SPECIAL_SENTENCES,
    change_meaning,
    change_sentence,
)
from underheaven.spec.amendments.document_diff import DocumentChange, diff_documents
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, read_document
from underheaven.spec.schema import DOCUMENT_MODELS
from underheaven.spec.schema_lookup import schema_of

FULL = swap(
    REGIME_TEXT,
    ("{ A = 960, D = 0 }", "{ A = 960, C = 500, D = 0 }"),
    (
        "[[treatment.denials]]",
        '[[treatment.effects]]\nof = "C"\ncontext = "credit"\nstrength = 0.4\n\n'
        '[[treatment.rewards]]\nof = "A"\ncontext = "work"\nstrength = 0.1\n\n[[treatment.denials]]',
    ),
    ("[sources]", "[repair]\ncorrection = 0.02\n\n[sources]"),
)


def read_regime_text(text):
    """Read a regime of which a list may be out of reach: here it is the words that count."""
    return read_document(DERIVED_REGIME, DocumentFile("regimes/village.toml", text.encode(), False))


def sentences(one, other):
    return [change_sentence(change, {"A", "C", "D"}) for change in diff_documents(one.model, other.model)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("points = -5", "points = -10", "red light: 5 points lost become 10"),
        ("points = -5", "points = 5", "red light: 5 points lost become 5 gained"),
        ("points = -5\n", "", "red light: 5 points lost become none"),
        ("months = 24", "months = 12", "red light, time on file: 24 months becomes 12 months"),
        ("months = 24", "months = 24\nrefile = false", "red light: no longer filed again while it is live"),
        (
            "months = 24",
            "months = 24\nrumoured_weight = 2",
            "red light, rumoured weight: 0 months of income becomes 2 months of income",
        ),
        ("detection_rate = ", "coverage = 0.5\ndetection_rate = ", "police, coverage: 100 % becomes 50 %"),
        ("C = 500", "C = 600", "grade C: from 500 points becomes from 600 points"),
        ('grade_at_most = "D"', 'grade_at_most = "C"', 'the list "untrustworthy", grade at most: D becomes C'),
        (
            'grade_at_most = "D"',
            'grade_at_most = "D"\nconduct = ["theft"]',
            'the list "untrustworthy": now takes one record of theft',
        ),
        ("strength = 0.5", "strength = 0.8", 'the list "untrustworthy": 50 % of credit closed become 80 %'),
        ("strength = 0.4", "strength = 0.2", "grade C alone: 40 % of credit closed become 20 %"),
        (
            '[[treatment.effects]]\nof = "C"\ncontext = "credit"\nstrength = 0.4\n',
            "",
            "grade C alone no longer closes 40 % of credit",
        ),
        (
            '[[treatment.rewards]]\nof = "A"\ncontext = "work"\nstrength = 0.1\n',
            "",
            "grade A alone no longer adds 10 % of the worth of work",
        ),
        ("share = 1.0", "share = 0.5", 'the list "untrustworthy": 100 % of attempts at flights denied become 50 %'),
        ("correction = 0.02", "correction = 0.04", "correction: 2 % a month becomes 4 % a month"),
        ("start = 1000", "start = 900", "start: 1,000 points becomes 900 points"),
        ('start = "2015-01"', "", "start: 2015-01 becomes left out"),
        ("value = 120", "value = 130", "listed in 2016-01: 120 persons becomes 130 persons"),
        ("describes = ", "stylised = true\ndescribes = ", "now told as a simplified picture"),
        ("Two kinds of", "Some", "the document describes itself in other words"),
    ],
)
def test_a_difference_of_regimes_is_a_sentence(old, new, said):
    assert sentences(read_regime_text(FULL), read_regime_text(swap(FULL, (old, new)))) == [said]


def test_what_is_gone_and_what_is_new_name_themselves():
    gone = swap(
        FULL,
        ('[[recording.rules]]\nconduct = "theft"\npoints = -50\nmonths = 36\n', ""),
        ('conduct = ["red light", "theft"]', 'conduct = ["red light"]'),
        ('name = "untrustworthy"', 'name = "distrusted"'),
        ('of = "untrustworthy"', 'of = "distrusted"'),
        ('of = "untrustworthy"', 'of = "distrusted"'),
        ("C = 500, ", ""),
        ('[[treatment.effects]]\nof = "C"\ncontext = "credit"\nstrength = 0.4\n', ""),
    )
    one, other = read_regime_text(FULL), read_regime_text(gone)
    there, back = sentences(one, other), sentences(other, one)
    assert {
        "police: no longer sees theft",
        "theft: no longer recorded",
        "grade C is gone; it began at 500 points",
        'the list "untrustworthy" is gone',
        "a new list: distrusted (blacklist): grade D or below",
        'the list "untrustworthy" no longer closes 50 % of credit',
        'the list "distrusted" now denies 100 % of attempts at flights',
    } <= set(there)
    assert {
        "police: now sees theft",
        "theft: now filed for 36 months; -50 points",
        "a new grade: C, from 500 points",
    } <= set(back)


def test_societies_and_studies():
    one = read_society_text(SOCIETY_TEXT)
    other = swap(
        SOCIETY_TEXT,
        ("opportunities_per_year = 10", "opportunities_per_year = 12\nopen = true"),
        ('conviction = { law = "beta", a = 2, b = 3 }', 'conviction = { law = "fixed", value = 0.5 }'),
        ("per_year = 0.5", "per_year = 0.6"),
        ('name = "protest"', 'name = "speaking"'),
        ("men = 1.5", "men = 1.6"),
        ('{ name = "hill", persons = 400 }', '{ name = "hillside", persons = 400 }'),
    )
    assert set(sentences(one, read_society_text(other))) == {
        "red light, opportunities per year: 10 times a year becomes 12 times a year",
        "red light: now seen by others",
        "red light, factors, sex, men: 1.5 becomes 1.6",
        "traits, conviction: beta (a 2, b 3) becomes fixed (value 0.5)",
        "flights, per year: 0.5 times a year becomes 0.6 times a year",
        'the conduct "protest" is gone',
        "a new conduct: speaking (speech, speech): decided by a threshold; gravity 1",
        'gone: the region "hill" (persons 400)',
        'new: the region "hillside" (persons 400)',
    }
    study = swap(STUDY_TEXT, ('["village", "none"]', '["village"]'), ("persons = 1000", "persons = 2000"))
    assert sentences(read_study(STUDY_TEXT), read_study(study)) == [
        "regimes: no longer none",
        "persons: 1,000 persons becomes 2,000 persons",
    ]


def test_a_part_that_may_be_left_out():
    text = "[repair.appeal]\nfiled_wrongful = 0.1\nfiled_rightful = 0\ngranted_wrongful = 0.5\ngranted_rightful = 0\n"
    one, other = read_regime_text(REGIME_TEXT), read_regime_text(f"{REGIME_TEXT}\n{text}")
    told = "filed wrongful 10 % a month, filed rightful 0 % a month, granted wrongful 50 %, granted rightful 0 %"
    assert sentences(one, other) == [f"appeal: new: {told}"]
    assert sentences(other, one) == [f"appeal: gone: {told}"]


def test_an_agreement_says_what_both_say():
    one, other = read_regime_text(FULL), read_regime_text(swap(FULL, ("points = -50", "points = -60")))
    (change,) = diff_documents(one.model, other.model)
    same = DocumentChange(change.steps, change.location, change.holder, change.key, (), -50, -50)
    assert change_sentence(same, ()) == "theft, points: -50 points in both from now on"
    same = DocumentChange(change.steps[:-1], change.location, change.holder, "rules", (), None, None)
    assert change_sentence(same, ()) == "theft: the same in both from now on"


def test_meanings_go_with_sentences_that_do_not_tell_them():
    other = swap(FULL, ("value = 0.05", "value = 0.06"), ("points = -5", "points = -7"))
    told = {
        c.key: change_meaning(c) for c in diff_documents(read_regime_text(FULL).model, read_regime_text(other).model)
    }
    assert told == {"detection_rate": "chance that a covered act (or a month in a state) is recorded", "points": ""}


def test_the_tables_of_words_name_keys_that_are_there():
    known = {}
    for model in DOCUMENT_MODELS.values():
        schema = schema_of(model)
        known |= {schema["title"]: schema} | schema.get("$defs", {})
    for name in (*FLAG_PHRASES, *MEMBER_PHRASES, *KEY_LABELS, *SPECIAL_SENTENCES):
        part, key = name.split(".")
        assert key in known[part]["properties"], name
