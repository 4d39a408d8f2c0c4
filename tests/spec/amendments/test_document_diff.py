"""What two documents say differently."""

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
from underheaven.run.document_lookup import read_catalogue
from underheaven.spec.amendments.document_diff import diff_documents, diff_periods
from underheaven.spec.assumptions.changed_values import with_value

AMENDED = swap(REGIME_TEXT, ("[sources]", AMENDMENTS + "\n[sources]"))
DOCUMENTS = dict(read_catalogue())


def told(text, other, read=read_regime_text):
    found = diff_periods(read(text), read(other))
    return [(p.month, c.path, c.before, c.after) for p in found for c in p.changes]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_does_not_differ_from_itself(name):
    found = diff_periods(DOCUMENTS[name], DOCUMENTS[name])
    assert found
    assert not [change for period in found for change in period.changes]


@pytest.mark.parametrize("name", [name for name, d in DOCUMENTS.items() if d.assumed])
def test_every_number_that_is_another_is_found_at_its_path(name):
    """Each assumed number in turn is taken to an end of its range; nothing but that number is told."""
    document = DOCUMENTS[name]
    tried = 0
    for a in document.assumed[::7]:
        if a.path.startswith(("amendments", "standing.grades")) or a.low == a.value:
            continue
        low = round(a.low) if float(a.value).is_integer() and abs(a.low) > 1 else a.low
        try:
            one = with_value(document, a.path, low)
        except DocumentError:  # this end cannot stand alone: a whole number, or bounds that move together
            continue
        found = [c for p in diff_periods(document, one) for c in p.changes if not c.agrees]
        tried += 1
        if a.path.startswith("people.traits."):  # a law is told as a whole
            assert [c.path for c in found] == [a.path.rpartition(".")[0]]
        else:
            assert [(c.path, c.before, c.after) for c in found] == [(a.path, a.value, low)]
    assert tried > 1 or document.n_assumed < 10


def test_keys_that_are_written_at_their_default_are_no_difference():
    assert told(REGIME_TEXT, swap(REGIME_TEXT, ("detection_rate = ", "coverage = 1.0\ndetection_rate = "))) == []


def test_items_that_stand_elsewhere_are_the_same_items():
    light = '[[recording.rules]]\nconduct = "red light"\npoints = -5\nmonths = 24\n\n'
    moved = swap(REGIME_TEXT, (light, ""), ("[standing]", light + "[standing]"))
    assert told(REGIME_TEXT, moved) == []


def test_numbers_grades_items_and_names_are_told_by_path():
    other = swap(
        REGIME_TEXT,
        ("points = -5", "points = -10"),
        ("{ A = 960, D = 0 }", "{ A = 970, B = 700, D = 0 }"),
        ('conduct = ["red light", "theft"]', 'conduct = ["theft", "red light"]'),
        ('context = "credit"', 'context = "work"'),
    )
    found = {path: (one, two) for _, path, one, two in told(REGIME_TEXT, other)}
    assert found["recording.rules.red light.points"] == (-5, -10)
    assert found["standing.grades.A"] == (960, 970)
    assert found["standing.grades.B"] == (None, 700)
    gone, new = found["treatment.effects.untrustworthy.credit"], found["treatment.effects.untrustworthy.work"]
    assert (gone[0].strength, gone[1], new[0], new[1].strength) == (0.5, None, None, 0.5)
    assert found["sensing.channels.police.conduct"] == (["red light", "theft"], ["theft", "red light"])
    assert len(found) == 6


def test_amendments_are_told_by_the_month_in_which_something_is_otherwise():
    found = told(REGIME_TEXT, AMENDED)
    assert {month for month, *_ in found} == {"2016-09", "2018-01"}
    assert ("2016-09", "recording.rules.theft.points", -50, -80) in found
    assert ("2016-09", "standing.grades.AA", None, 1100) in found
    assert [(m, one.points, two) for m, path, one, two in found if path == "recording.rules.red light"] == [
        ("2018-01", -5, None)
    ]


def test_an_amendment_that_ends_a_difference_says_so():
    heavier = swap(AMENDED, ("points = -50", "points = -70"))
    found = told(AMENDED, heavier)
    assert found == [
        (None, "recording.rules.theft.points", -50, -70),
        ("2016-09", "recording.rules.theft.points", -80, -80),
    ]


def test_a_part_that_is_gone_is_not_said_to_agree():
    """The first difference lies inside an effect; then one regime loses the effect: no agreement."""
    stronger = swap(REGIME_TEXT, ("strength = 0.5", "strength = 0.7"))
    loses = """
[[amendments]]
from = "2017-01"
describes = "Credit opens."
[[amendments.change.treatment.effects]]
of = "untrustworthy"
context = "credit"
removed = true
"""
    found = told(swap(stronger, ("[sources]", loses + "[sources]")), REGIME_TEXT)
    assert [(month, path, two if two is None else getattr(two, "strength", two)) for month, path, _, two in found] == [
        (None, "treatment.effects.untrustworthy.credit.strength", 0.5),
        ("2017-01", "treatment.effects.untrustworthy.credit", 0.5),
    ]


def test_societies_are_told_by_name_and_category():
    other = swap(
        SOCIETY_TEXT,
        ("{ women = 1, men = 1 }", "{ women = 1, men = 2 }"),
        ('conviction = { law = "beta", a = 2, b = 3 }', 'conviction = { law = "fixed", value = 0.5 }'),
        ("{ sex = { men = 1.5 } }", "{ sex = { men = 1.6, women = 0.9 } }"),
        ("{ guilty = 0.1, innocent = 0.01 }", "{ guilty = 0.2, innocent = 0.01 }"),
    )
    found = {path: (one, two) for _, path, one, two in told(SOCIETY_TEXT, other, read_society_text)}
    assert found["people.attributes.sex.categories.men"] == (1, 2)
    assert [law.law for law in found["people.traits.conviction"]] == ["beta", "fixed"]
    assert found["conduct.red light.factors.sex.men"] == (1.5, 1.6)
    assert found["conduct.red light.factors.sex.women"] == (None, 0.9)
    assert found["response.beliefs.money.guilty"] == (0.1, 0.2)
    assert len(found) == 5


def test_studies_and_parts_that_may_be_left_out():
    text = 'regimes = ["none"]\nsociety = "village"\n'
    other = text + 'persons = 5\nbaseline = "none"\n'
    assert told(text, other, read_study_text) == [(None, "baseline", None, "none"), (None, "persons", 200_000, 5)]
    appeal = "[repair.appeal]\nfiled_wrongful = 0\nfiled_rightful = 0\ngranted_wrongful = 0\ngranted_rightful = 0\n"
    before, after = read_regime_text(REGIME_TEXT).model, read_regime_text(f"{REGIME_TEXT}\n{appeal}").model
    (change,) = diff_documents(before, after)
    assert (change.path, change.before, change.after.months) == ("repair.appeal", None, 3)
