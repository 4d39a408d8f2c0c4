from __future__ import annotations

import tomllib

import pytest

from tests.spec.documents import (
    REGIME_TEXT,
    SOCIETY_TEXT,
    read_regime_text,
    read_society_text,
    read_study_text,
    regime_faults,
    society_faults,
    swap,
    written,
)
from underheaven.errors import DocumentError

RULE = "recording.rules[0] (red light)"
CHANNEL = "sensing.channels[0] (police)"
MORE = '[[recording.rules]]\nconduct = "x"\nmonths = 3\n'
DETECTION = 'detection_rate = { value = 0.05, source = "assumed: nobody counts them", range = [0.01, 0.2] }'


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("points = -5", "pionts = -5", [f"{RULE}.pionts = -5", "Write points"]),
        ("months = 24", "moths = 24", [f"{RULE}.moths = 24", "Write months"]),
        ("months = 24", "", [f"{RULE}.months is missing", "term of a record", "a whole number from 1 to 126"]),
        ("months = 24", "months = 0", [f"{RULE}.months = 0", "at least 1 and at most 126", '"until performed"']),
        ("months = 24", "months = 24.5", [f"{RULE}.months = 24.5", "a number with a fraction"]),
        ("months = 24", 'months = "for ever"', [f'{RULE}.months = "for ever"', "a whole number from 1 to 126"]),
        ("months = 24", "months = { a = 1 }", [f"{RULE}.months = {{ a = 1 }}", "a table is not allowed here"]),
        ("points = -5", "points = true", [f"{RULE}.points = true", "a truth value", "from -10,000 to 10,000"]),
        ("points = -5", "points = -5\nweight = 3", [f"{RULE}.weight = 3", "Known here are", "rumoured_weight"]),
        (
            DETECTION,
            "detection_rate = 1.4",
            [f"{CHANNEL}.detection_rate = 1.4", "at most 1", "chance that a covered act"],
        ),
        (DETECTION, "detection_rate = -0.1", [f"{CHANNEL}.detection_rate = -0.1", "at least 0"]),
        (DETECTION, "detection_rate = true", [f"{CHANNEL}.detection_rate = true", "a truth value"]),
        (DETECTION, "detection_rate = inf", [f"{CHANNEL}.detection_rate = inf", "Write a number from 0 to 1"]),
        ('colour = "black"', 'colour = "blakc"', ["standing.lists[0] (untrustworthy).colour", 'Write "black"']),
        ('context = "credit"', 'context = "holidays"', ['context = "holidays"', "Known are work, credit"]),
        ('name = "Village"', 'name = ""', ["name has 0 characters", "at least 1"]),
        ('name = "Village"', 'name = "a [b]"', ['name = "a [b]"', "Write a name in quotes"]),
        ('start = "2015-01"', 'start = "2015-13"', ['start = "2015-13"', 'such as "2013-10"']),
        ('start = "2015-01"', "start = 2015-01-01", ["start = 2015-01-01", "a date or a time"]),
        ("schema = 2", "schema = 3", ["schema = 3", "Write 2"]),
        ("schema = 2", "schema = true", ["schema = true", "Write 2"]),
        ("schema = 2", "", ["schema is missing", "Add schema, 2"]),
        ('conduct = ["red light", "theft"]', "conduct = []", ["conduct has 0 entries", "at least 1"]),
        (
            "[standing]",
            40 * MORE + "[standing]",
            ["rules has 42 entries", "at most 32 (a record stores its rule"],
        ),
        ('conduct = ["red light", "theft"]', 'conduct = "theft"', ['conduct = "theft"', "Write a list"]),
        ("grades = { A = 960, D = 0 }", 'grades = { A = 960, D = 0, "a[b" = -1 }', ["a key that is not allowed here"]),
        ("grades = { A = 960, D = 0 }", "grades = 3", ["standing.grades = 3", "Write a table"]),
    ],
)
def test_each_fault_is_a_sentence_with_place_value_and_remedy(old, new, says):
    sentences = regime_faults(swap(REGIME_TEXT, (old, new)))
    assert any(all(part in sentence for part in says) for sentence in sentences), sentences
    assert all(s.startswith("regimes/village.toml") and s.endswith(".") and "  " not in s for s in sentences)


def test_a_misspelt_key_is_one_fault_and_not_two():
    assert len(regime_faults(swap(REGIME_TEXT, ("months = 24", "moths = 24")))) == 1


def test_a_society_names_unknown_contexts_and_household_sizes():
    assert any("Write" in s and '"work"' in s for s in society_faults(swap(SOCIETY_TEXT, ("work = {", "wrok = {"))))
    sentences = society_faults(swap(SOCIETY_TEXT, ('"3+" = 1', '"three" = 1')))
    assert any("a household size, such as 3 or 8+" in s for s in sentences), sentences


def test_a_coarser_category_of_the_wrong_form_is_placed_inside_the_union():
    sentences = society_faults(swap(SOCIETY_TEXT, ('young = ["0-17"]', "young = [3]")))
    assert any("people.attributes[1] (age).report_as.young[0] = 3" in s for s in sentences), sentences


def test_all_faults_are_told_at_once_in_reading_order():
    sentences = regime_faults(
        swap(
            REGIME_TEXT,
            ('start = "2015-01"', 'start = "soon"'),
            (DETECTION, "detection_rate = 1.4"),
            ("points = -5", "pionts = -5"),
            ('grade_at_most = "D"', 'grade_at_most = "E"'),
            ('"treatment" =', '"treatmnt" ='),
        )
    )
    places = ["start", "detection_rate", "pionts", "grade_at_most", "treatmnt"]
    assert len(sentences) == len(places)
    assert all(place in sentence for place, sentence in zip(places, sentences, strict=True))


def test_more_faults_than_anybody_reads_are_counted():
    sentences = regime_faults("schema = 2\n" + "\n".join(f"k{i} = {i}" for i in range(900)))
    assert len(sentences) == 201
    assert "more faults" in sentences[-1]


LONG = "k" * 5_000


def longest(text, read):
    """The longest sentence about any of the documents in which one word or one key is `LONG`, and how many there were.

    A word that may be any text makes no fault.
    """
    lengths = [0]
    for n in range(len(list(places(tomllib.loads(text))))):
        for of_key in (False, True):
            raw = tomllib.loads(text)
            node, key = list(places(raw))[n]
            if of_key and isinstance(node, dict):
                node[LONG] = node.pop(key)
            elif not of_key and isinstance(node[key], str):
                node[key] = LONG
            else:
                continue
            try:
                read("".join(f"{written(name)} = {written(item)}\n" for name, item in raw.items()))
            except DocumentError as error:
                lengths += [len(str(fault)) for fault in error.faults]
    return max(lengths), len(lengths)


def places(node):
    """Yield the parent and the key of everything inside a table."""
    for key in list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield node, key
        yield from places(node[key])


@pytest.mark.parametrize(
    ("text", "read"), [(REGIME_TEXT, read_regime_text), (SOCIETY_TEXT, read_society_text)], ids=["regime", "society"]
)
def test_no_sentence_repeats_a_word_or_a_key_of_any_length(text, read):
    """Catches a terminal that a document of one long word fills."""
    length, many = longest(text, read)
    assert many > 50
    assert length < 1_500


def test_a_document_of_another_kind_is_one_sentence():
    assert regime_faults(SOCIETY_TEXT) == [
        "regimes/village.toml, kind is missing, and this looks like a society: a regime is required here. "
        "Give a regime, or give this where a society is required."
    ]
    assert len(regime_faults('kind = "study"')) == 1


def test_a_study_reads_without_sources():
    study = read_study_text('regimes = ["village", "none"]\nbaseline = "none"\n')
    assert study.model.regimes == ["village", "none"]
    assert study.unsourced == ()


def test_an_unknown_kind_is_told_all_kinds():
    (fault,) = regime_faults(swap(REGIME_TEXT, ("schema = 2", 'schema = 2\nkind = "zebra"')))
    assert "Known are regime, society, study and reform" in str(fault)
