from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.spec.documents import REGIME_TEXT, read_regime_text, regime_faults, swap
from underheaven.errors import DocumentError
from underheaven.spec.assumptions.sourced_numbers import unwrap_sourced

POINTS = "points = -5\n"


def test_numbers_are_counted_with_their_sources():
    document = read_regime_text(REGIME_TEXT)
    assert document.n_numbers == 11
    assert document.unsourced == ()
    assert document.sources["sensing.channels.police.detection_rate"].startswith("assumed")
    assert document.sources["recording.rules.red light.points"] == "the table of the county, 2014"
    assert document.sources["treatment.effects.untrustworthy.credit.strength"] == "a notice of 2015"
    assert document.sources["published.listed.value"] == "a county's report of 2016"


def test_what_is_assumed_is_listed_with_span_and_reason():
    document = read_regime_text(REGIME_TEXT)
    spans = {a.path: (a.value, a.low, a.high, a.reason) for a in document.assumed}
    assert document.n_assumed == len(spans) == 4
    assert spans["sensing.channels.police.detection_rate"] == (0.05, 0.01, 0.2, "nobody counts them")
    assert spans["standing.start"] == (1000, 500, 2000, "a round number")
    assert spans["standing.grades.D"] == (0, 0, 0, "a round number")


def test_multiples_stop_where_the_number_itself_must():
    text = swap(
        REGIME_TEXT, ('"treatment" = "a notice of 2015"', '"treatment" = {source="assumed: as", times=[0.5, 3]}')
    )
    spans = {a.path: (a.low, a.high) for a in read_regime_text(text).assumed}
    assert spans["treatment.effects.untrustworthy.credit.strength"] == (0.25, 1)


def test_the_nearest_part_around_a_number_gives_its_source():
    text = REGIME_TEXT + '"recording.rules.theft" = "a court"\n"recording.rules[1].months" = "a clerk"\n'
    given_sources = read_regime_text(text).sources
    assert given_sources["recording.rules.theft.points"] == "a court"
    assert given_sources["recording.rules.theft.months"] == "a clerk"
    assert given_sources["recording.rules.red light.months"] == "the table of the county, 2014"


def test_a_path_without_quotes_is_put_together_again():
    text = REGIME_TEXT + "recording.feared = 1\n"
    assert 'sources."recording.feared"' in regime_faults(text)[0]
    text = swap(REGIME_TEXT, ('"recording.rules" =', "recording.rules ="))
    assert read_regime_text(text).unsourced == ()


def test_a_number_without_source_is_told_of_and_refused_in_a_shipped_document():
    text = swap(REGIME_TEXT, ('"recording.rules" = "the table of the county, 2014"\n', ""))
    assert read_regime_text(text).unsourced == (
        "recording.rules.red light.points",
        "recording.rules.red light.months",
        "recording.rules.theft.points",
        "recording.rules.theft.months",
    )
    with pytest.raises(DocumentError) as caught:
        read_regime_text(text, shipped=True)
    assert len(caught.value.faults) == 4
    assert "recording.rules[0] (red light).points = -5" in str(caught.value)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('{ value = -5, source = "assumed: x y", range = [-4, 0] }', "[-4, 0] does not contain it"),
        ('{ value = -5, source = "assumed: because" }', "assumed without a range"),
        ('{ value = -5, source = "Assumed", range = [-9, 0] }', "needs its reason"),
        ('{ value = -5, source = "assumed: ", range = [-9, 0] }', "needs its reason"),
        ('{ value = -5, source = "" }', "says where it comes from"),
        ("{ value = -5, range = [-9, 0] }", "says where it comes from"),
        ("{ value = -5 }", "says where it comes from"),
        ("{ value = -5, source = 3 }", "source = 3"),
        ('{ value = -5, sorce = "a law" }', 'Write "source"'),
        ('{ source = "a law" }', "value is missing"),
        ('{ value = -5, source = "a law", range = [0, -9] }', "the lower first"),
        ('{ value = -5, source = "a law", range = [-9, nan] }', "the lower first"),
        ('{ value = -5, source = "a law", range = [-9, true] }', "the lower first"),
        ('{ value = -5, source = "a law", range = -9 }', "the lower first"),
        ('{ value = -5, source = "a law", range = [-20000, 0] }', "must lie between -10000 and 10000"),
        ('{ value = -5, source = "a law", times = [2, 3] }', "multiples"),
        ('{ value = -5, source = "a law", times = [0.5, 3], range = [-9, 0] }', "Keep range or times"),
        ('{ value = -5, source = "a law", note = 3 }', "note = 3"),
        ('{ value = [1], source = "a law" }', "one value"),
        ('{ value = 4.5, source = "a law" }', "points = 4.5"),
    ],
)
def test_a_faulty_source_is_named(written, says):
    assert any(says in fault for fault in regime_faults(swap(REGIME_TEXT, (POINTS, f"points = {written}\n"))))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('"recording.rules.red lihgt" = "x"', 'Write "recording.rules.red light"'),
        ('"standng" = "x"', 'Write "standing"'),
        ('"" = "x"', "covers nothing"),
        ('"consent" = 3', "a source is a sentence"),
        ('"sensing" = { source = "assumed: why" }', "times = [0.5, 2]"),
        ('"recording" = { source = "x", tims = [1, 2] }', 'Write "times"'),
        ('"recording.rules.theft" = { source = "x", range = [-1, 40] }', 'of sources."recording.rules.theft" does not'),
    ],
)
def test_a_faulty_entry_of_the_table_of_sources_is_named(line, says):
    assert any(says in fault for fault in regime_faults(REGIME_TEXT + line))


def test_words_and_truth_values_may_carry_a_source_too():
    text = swap(REGIME_TEXT, ("months = 24", 'months = { value = "until performed", source = "the law" }'))
    text = swap(text, (POINTS, 'points = -5\nrefile = { value = false, source = "assumed: as the law says" }\n'))
    document = read_regime_text(text)
    assert document.model.recording.rules[0].months == "until performed"
    assert document.model.recording.rules[0].refile is False
    assert document.sources["recording.rules.red light.refile"] == "assumed: as the law says"


def test_the_law_of_a_trait_is_no_sourced_value():
    law = {"law": "fixed", "value": 1.0}
    assert unwrap_sourced({"aversion": law})[0] == {"aversion": law}


VALUES = st.integers(-10_000, 10_000)
SENTENCES = st.text("abcdefg (),.:0123456789", min_size=1).filter(lambda s: s.strip())


@given(value=VALUES, source=SENTENCES, span=st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_a_value_and_its_source_come_back_as_written(value, source, span):
    raw = {"points": {"value": value, "source": source, "range": [value - span[0], value + span[1]]}}
    plain, inline, found = unwrap_sourced(raw)
    entry = inline[("points",)]
    assert plain == {"points": value}
    assert found == []
    assert (entry.source, entry.low, entry.high) == (source.strip(), value - span[0], value + span[1])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=10,
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from("abc"), JSON, max_size=3))
def test_a_document_without_sources_is_left_as_it_is(raw):
    assert unwrap_sourced(raw) == (raw, {}, [])
