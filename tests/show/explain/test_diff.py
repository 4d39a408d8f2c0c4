"""How two documents differ, printed and as rows."""

import json

import pytest

from tests.spec.documents import AMENDMENTS, REGIME_TEXT, read_regime_text, read_society_text, swap
from tests.spec.documents import SOCIETY_TEXT as SOCIETY
from underheaven.errors import RequestError
from underheaven.run.document_lookup import read_as_of_month, read_catalogue
from underheaven.show.explain.diff import diff_rows, print_diff, source_changes

AMENDED = swap(REGIME_TEXT, ("[sources]", AMENDMENTS + "\n[sources]"))
OTHER = swap(REGIME_TEXT, ("points = -5", "points = -10"), ('name = "Village"', 'name = "Town"'))
KEYS = {"from", "path", "before", "after", "says"}


def printed(one, other, console, sources=False):
    print_diff(one, other, console, sources)
    return console.file.getvalue()


def flat(text):
    return " ".join(text.split())


def test_a_difference_stands_below_its_stage(console):
    text = printed(read_regime_text(REGIME_TEXT), read_regime_text(OTHER), console)
    assert flat(text) == '"Village" to "Town": What is recorded red light: 5 points lost become 10 1 difference.'


def test_the_stages_come_in_order_and_once(console):
    one, other = read_as_of_month("court-defaulters-2013"), read_as_of_month("rongcheng-2016@2016-01")
    text = printed(one, other, console)
    assert max(map(len, text.splitlines())) <= 80
    start = text.split("\nFrom 2016-09\n")[0]
    headings = [
        "When and for whom",
        "What is seen",
        "What is recorded",
        "Points and grades",
        "Lists",
        "What it closes",
        "Ways out",
        "Published counts",
    ]
    found = [line for line in start.splitlines() if line in headings]
    assert found == headings
    assert '"Court defaulters 2013" to "Rongcheng 2016" as of 2016-01:' in text


def test_what_a_key_means_is_said_once(console):
    text = printed(read_as_of_month("court-defaulters-2013"), read_as_of_month("rongcheng-2016"), console)
    assert text.count("what people believe a record costs where the rules are opaque") == 1
    assert text.count("rumoured weight:") == 3


def test_amendments_stand_below_their_months_with_their_own_words(console):
    text = printed(read_regime_text(REGIME_TEXT), read_regime_text(AMENDED), console)
    first, second = text.index("From 2016-09"), text.index("From 2018-01")
    assert first < text.index("theft: 50 points lost become 80") < second < text.index("red light: no longer recorded")
    assert "regimes/village.toml is amended: Theft weighs more; credit closes wholly." in text
    heavier = read_regime_text(swap(AMENDED, ("points = { value = -80,", "points = { value = -90,")))
    text = printed(read_regime_text(AMENDED), heavier, console)
    assert "Both are amended: Theft weighs more; credit closes wholly." in text


@pytest.mark.parametrize(("name", "document"), read_catalogue())
def test_equal_documents_say_so(name, document, console):
    assert flat(printed(document, document, console)) == f"{document.where} and {document.where} say the same."
    assert diff_rows(document, document, sources=True) == []


def test_equal_under_another_name_or_in_another_order(console):
    one = read_regime_text(REGIME_TEXT)
    town = read_regime_text(swap(REGIME_TEXT, ('name = "Village"', 'name = "Town"')))
    assert "say the same, under two names." in flat(printed(one, town, console))
    light = '[[recording.rules]]\nconduct = "red light"\npoints = -5\nmonths = 24\n\n'
    moved = read_regime_text(swap(REGIME_TEXT, (light, ""), ("[standing]", light + "[standing]")))
    assert "say the same, in other words or in another order." in flat(printed(one, moved, console))


def test_sources_are_told_only_where_asked(console):
    one = read_regime_text(REGIME_TEXT)
    other = read_regime_text(
        swap(
            REGIME_TEXT,
            ("range = [0.01, 0.2]", "range = [0.01, 0.3]"),
            ("the table of the county, 2014", "the table of 2015"),
        )
    )
    text = flat(printed(one, other, console))
    assert "The sources of 5 numbers differ: --sources shows how." in text
    assert "the table of 2015" not in text
    text = flat(printed(one, other, console, sources=True))
    assert "recording before: the table of the county, 2014 after: the table of 2015" in text
    assert "before: assumed: nobody counts them (0.01 to 0.2) after: assumed: nobody counts them (0.01 to 0.3)" in text
    assert len(source_changes(one, other)) == 5
    assert diff_rows(one, other, sources=True)[0]["path"] == "sources.sensing.channels.police.detection_rate"


def test_paths_of_sources_stand_for_all_below_them_alone(console):
    """A source of one number does not stand for its neighbours, whose sources are the same."""
    one = read_regime_text(REGIME_TEXT)
    other = read_regime_text(swap(REGIME_TEXT, ("points = -5", 'points = { value = -5, source = "a letter" }')))
    text = flat(printed(one, other, console, sources=True))
    assert "recording.rules.red light.points before: the table of the county, 2014 after: a letter" in text


def test_rows_hold_paths_and_plain_values():
    found = diff_rows(read_regime_text(REGIME_TEXT), read_regime_text(AMENDED), sources=False)
    assert all(row.keys() == KEYS for row in found)
    assert json.loads(json.dumps(found)) == found
    by_path = {row["path"]: row for row in found}
    assert by_path["recording.rules.theft.points"] == {
        "from": "2016-09",
        "path": "recording.rules.theft.points",
        "before": -50,
        "after": -80,
        "says": "theft: 50 points lost become 80",
    }
    assert by_path["treatment.effects.D.work"]["after"] == {"of": "D", "context": "work", "strength": 0.1}
    assert by_path["recording.rules.red light"]["after"] is None


def test_two_kinds_are_refused():
    for call in (lambda a, b: diff_rows(a, b, sources=False), lambda a, b: print_diff(a, b, None, sources=False)):
        with pytest.raises(RequestError, match=r"only two of one kind can be told apart. Name two regimes"):
            call(read_regime_text(REGIME_TEXT), read_society_text(SOCIETY))
