"""A list that cannot fill, and what hangs on a grade out of reach, are told; what a reform empties is not."""

from __future__ import annotations

import pytest

from tests.spec.documents import REGIME_TEXT, read_regime_text, regime_faults, swap
from underheaven.errors import DocumentError
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import DERIVED_REGIME, REFORM, read_document, read_regime, read_society
from underheaven.spec.record_capacity import max_live_records
from underheaven.spec.reforms.reformed_regime import reform_regime

SEEN = 'detection_rate = { value = 0.05, source = "assumed: nobody counts them", range = [0.01, 0.2] }'
BLIND = (SEEN, "detection_rate = 0")
BY_GRADE = 'grade_at_most = "D"'
DEEP = ("A = 960, D = 0", "A = 960, D = 500, E = 0")
TO_E = (BY_GRADE, 'grade_at_most = "E"')
HIGH = ("A = 960, D = 0", "AA = 1001, A = 960, D = 0")
RED = ('colour = "black"\ngrade_at_most = "D"', 'colour = "red"\ngrade_at_least = "AA"')
ONCE = [("points = -5\n", "points = -5\nrefile = false\n"), ("points = -50\n", "points = -50\nrefile = false\n")]
BY_THEFT = (BY_GRADE, 'conduct = ["theft"]')
ENDS = "[[treatment.effects]]"


def told(*pairs):
    return regime_faults(swap(REGIME_TEXT, *pairs))


def count(n, of=""):
    return (BY_GRADE, f"records_at_least = {n}{of}")


def more(text):
    return ("[sources]", f"{text}\n[sources]")


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        (
            [DEEP, TO_E],
            'standing.lists[0] (untrustworthy).grade_at_most = "E": nobody can come onto the list: this '
            "grade cannot be reached, because possible scores run from 600 to 1,000. "
            'Write "A" or "D", or change the points of the rules or the threshold of the grade.',
        ),
        ([HIGH, RED], 'grade_at_least = "AA": nobody can come onto the list: this grade cannot be reached'),
        (
            [HIGH, (ENDS, '[[treatment.rewards]]\nof = "AA"\ncontext = "work"\nstrength = 1\n\n' + ENDS)],
            'treatment.rewards[0] (AA, work).of = "AA": nobody has it: this grade cannot be '
            "reached, because possible scores run from 600 to 1,000",
        ),
        (
            [DEEP, (ENDS, ENDS + '\nof = "E"\ncontext = "work"\nstrength = 1\n\n' + ENDS)],
            'treatment.effects[0] (E, work).of = "E": it applies to nobody',
        ),
        (
            [DEEP, (ENDS, '[[treatment.denials]]\nof = "E"\nhabit = "taxis"\nshare = 1\n\n' + ENDS)],
            'treatment.denials[0] (E, taxis).of = "E": nobody is denied it',
        ),
        (
            [*ONCE, count(8)],
            "records_at_least = 8: a dossier never has that many live records that count: at most 1 of "
            "red light and 1 of theft. Write 2 or less",
        ),
        ([("months = 36", "months = 3"), count(4, '\nrecords_of = ["theft"]')], "at most 3 of theft. Write 3 or less"),
        (
            [BLIND, BY_THEFT],
            'conduct = ["theft"]: nobody can come onto the list: no channel that watches for this ever '
            "records anything, and no quota or tie files it. Give a channel a detection rate",
        ),
        ([(SEEN, SEEN + "\ncoverage = 0\nmistaken_identity = 0.5"), BY_THEFT], "list: no channel that watches"),
        ([BLIND, count(1)], "records_at_least = 1: nobody can come onto the list: nothing that counts is ever filed"),
        (
            [BLIND],
            'grade_at_most = "D": nobody can come onto the list: this grade cannot be reached, because '
            "possible scores run from 1,000 to 1,000",
        ),
    ],
)
def test_what_cannot_come_about_is_told_with_what_to_write(pairs, says):
    (sentence,) = told(*pairs)
    assert says in sentence


@pytest.mark.parametrize(
    "pairs",
    [
        [HIGH],
        [DEEP],
        [DEEP, (BY_GRADE, 'grade_at_most = "E"\nconduct = ["theft"]')],
        [HIGH, RED, more("[officials]\nfavour_share = 0.1\nfavour_points = 1")],
        [HIGH, RED, more("[score_fitting]\npoints_per_unit = 10")],
        [*ONCE, count(2)],
        [*ONCE[:1], count(8)],
        [*ONCE, count(4), (SEEN, SEEN + "\nmistaken_identity = 0.1")],
        [("months = 36", "months = 3\ngeometric = true"), count(8, '\nrecords_of = ["theft"]')],
        [(SEEN, "detection_rate = 0\nfalse_records_per_year = 0.1"), BY_THEFT],
        [BLIND, BY_THEFT, more('[officials]\nquota_per_1000 = 2.0\nquota_conduct = "theft"')],
        [BLIND, BY_THEFT, more('[association]\ncontagion_background = 0.1\ncontagion_conduct = "theft"')],
        [
            BLIND,
            BY_THEFT,
            ('start = "2015-01"', 'start = "2015-01"\nopacity = 0.5'),
            ("months = 36", "months = 36\nrumoured_weight = 1"),
        ],
    ],
)
def test_what_can_come_about_in_one_way_is_sound(pairs):
    read_regime_text(swap(REGIME_TEXT, *pairs))


LATER = """
[[amendments]]
from = "2016-01"
describes = "The police begin, or end."
[[amendments.change.sensing.channels]]
name = "police"
detection_rate = {}
"""


def test_a_list_fills_under_any_version_of_the_rules_and_is_told_of_where_it_came_in():
    read_regime_text(swap(REGIME_TEXT, BLIND) + LATER.format("0.5"))
    read_regime_text(REGIME_TEXT + LATER.format("0"))
    (sentence,) = regime_faults(swap(REGIME_TEXT, BLIND, BY_THEFT) + LATER.format("0"))
    assert "standing.lists[0]" in sentence
    worst = '[[amendments.change.standing.lists]]\nname = "worst"\ncolour = "black"\nrecords_at_least = 2\n'
    (sentence,) = regime_faults(swap(REGIME_TEXT, *ONCE) + LATER.format("0.5") + worst + 'records_of = ["theft"]\n')
    assert (
        "amendments[0] (2016-01).change.standing.lists[0] (worst).records_at_least = 2: a dossier never has" in sentence
    )


def test_a_reform_may_empty_a_list():
    """It is refused where somebody writes it down, and read where it comes of a reform or out of a result."""
    text = (
        'schema = 2\nkind = "reform"\nname = "Blind"\ndescribes = "Nobody looks."\n'
        '[[change.sensing.channels]]\nname = "police"\ndetection_rate = 0.0\n'
    )
    reform = read_document(REFORM, DocumentFile("mine.toml", text.encode(), shipped=False))
    changed = reform_regime(
        reform, read_regime_text(swap(REGIME_TEXT, BY_THEFT)), read_society("imagined-country").model
    )
    assert max_live_records(changed.model, 8) == {"red light": 0, "theft": 0}
    again = DocumentFile("mine.toml", changed.text.encode(), shipped=False)
    assert read_document(DERIVED_REGIME, again).model == changed.model
    with pytest.raises(DocumentError, match="nobody can come onto the list"):
        read_regime_text(changed.text)


def test_how_many_records_of_a_kind_stand_at_once():
    assert max_live_records(read_regime("court-defaulters-2013").model, 8)["unpaid judgment, unable"] < 8
    assert max_live_records(read_regime("rongcheng-2016").model, 8)["littering"] == 8
    assert max_live_records(read_regime("rongcheng-2016").model, 24)["littering"] == 24
    assert max_live_records(read_regime("none").model, 8) == {}
