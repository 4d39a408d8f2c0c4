"""Mechanisms of a regime, and the regime with every choice of them."""

from tests.spec.documents import REGIME_TEXT, read_regime_text
from underheaven.spec.io.document_reader import read_regime, read_society
from underheaven.spec.reforms.mechanisms import MAX_MECHANISMS, MECHANISMS, build_coalitions, find_mechanisms

COUNTRY = read_society("imagined-country").model


def test_a_regime_has_the_mechanisms_without_which_it_says_something_else():
    assert [m.name for m in find_mechanisms(read_regime("points-licence"), COUNTRY)] == [
        "false records and mistaken identity",
        "score and grades",
        "lists",
        "secrecy",
    ]
    assert find_mechanisms(read_regime("none"), COUNTRY) == []
    assert [m.name for m in find_mechanisms(read_regime("imagined-unified"), COUNTRY)] == [
        "false records and mistaken identity",
        "records of speech",
        "effects in other contexts",
        "score and grades and fitted points",
        "lists",
        "secrecy",
        "officials and attention",
        "ties",
    ]


def test_small_mechanisms_are_joined_where_there_are_too_many():
    rich = (
        REGIME_TEXT.replace(
            "[[published]]",
            """
[officials]
favour_share = 0.1
favour_points = 50

[association]
household_liability = 0.5

[score_fitting]
points_per_unit = 100.0

[[published]]""",
            1,
        )
        .replace('start = "2015-01"', 'start = "2015-01"\nopacity = 0.5')
        .replace("[[sensing.channels]]", "[sensing]\nattention_exponent = 1.0\n\n[[sensing.channels]]", 1)
        .replace('"theft"]', '"theft", "speaking out"]\nfalse_records_per_year = 0.1')
        .replace(
            "[standing]\n", '[[recording.rules]]\nconduct = "speaking out"\npoints = -5\nmonths = 12\n\n[standing]\n', 1
        )
    )
    names = [m.name for m in find_mechanisms(read_regime_text(rich), COUNTRY)]
    assert len(names) == MAX_MECHANISMS
    assert "score and grades and fitted points" in names
    assert "officials and attention" in names
    assert {deed for m in MECHANISMS for deed in m.operations} == {
        deed for m in find_mechanisms(read_regime_text(rich), COUNTRY) for deed in m.operations
    } | {"drop attention"}


def test_coalitions_run_from_the_bare_regime_to_the_whole_one_each_lived_once():
    regime = read_regime("court-defaulters-2013")
    mechanisms = find_mechanisms(regime, COUNTRY)
    different, which = build_coalitions(regime, COUNTRY, mechanisms)
    assert len(which) == 2 ** len(mechanisms) == 16
    assert len(different) < 16
    assert different[which[-1]] is regime
    bare = different[which[0]].model
    assert (bare.standing.lists, bare.opacity) == ([], 0)
    assert {c.false_records_per_year for c in bare.sensing.channels} == {0}
    lists = next(i for i, m in enumerate(mechanisms) if m.name == "lists")
    assert different[which[15 & ~(1 << lists)]].model.standing.lists == []
    assert different[which[15 & ~(1 << lists)]].model.opacity == regime.model.opacity
