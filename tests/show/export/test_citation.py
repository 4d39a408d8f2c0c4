"""What to cite: the program once, and of a result what it rests on and nothing else."""

import re
from pathlib import Path

import pytest

import underheaven
from underheaven.errors import ResultError
from underheaven.show.export.citation import (
    LICENSE,
    SOFTWARE_AUTHOR,
    SOFTWARE_TITLE,
    result_bibliography,
    software_bibliography,
)

ROOT = Path(__file__).parents[3]
SMALL = {"society": "village", "persons": 300, "months": 4, "replicates": 2}


@pytest.fixture(scope="module")
def court():
    return underheaven.compare("court-defaulters-2013", **SMALL)


@pytest.fixture(scope="module")
def found(court):
    return result_bibliography(court)


@pytest.fixture(scope="module")
def by_key(found):
    return {c.key: c for c in found.citations}


def test_the_program_is_cited_as_its_citation_file_says():
    (entry,) = software_bibliography(underheaven.__version__).citations
    text = (ROOT / "CITATION.cff").read_text()
    said = dict(re.findall(r'^(title|version|license): "?(.*?)"?$', text, re.M))
    assert said == {"title": SOFTWARE_TITLE, "version": underheaven.__version__, "license": LICENSE}
    assert re.findall(r'- name: "(.*)"', text) == [SOFTWARE_AUTHOR] == list(entry.authors)
    assert entry.fields["title"] == SOFTWARE_TITLE
    assert f"Version {underheaven.__version__}." in entry.fields["note"]
    assert re.findall(r"^date-released: (\d{4})-", text, re.M) == [entry.fields["year"]]


def test_a_version_of_unknown_year_is_cited_without_one():
    found = software_bibliography("0.0.1")
    assert "year" not in found.citations[0].fields
    assert "0.0.1" in found.remarks[0]


def test_a_result_is_cited_with_its_digest_and_those_of_its_documents(court, found):
    result = next(c for c in found.citations if c.key.startswith("result-"))
    note = result.fields["note"]
    assert f"Digest {underheaven.digest(court)}." in note
    assert result.fields["year"] == court.attrs["provenance_date"][:4]
    for n in (1, 2, 3):
        assert court.attrs[f"document_{n}_digest"] in note
    assert "people who do not exist" in note
    assert not result.authors  # who ran it is not known


def test_documents_are_cited_by_file_name_alone(court):
    moved = court.assign_attrs(document_1_where="/home/somebody/court-defaulters-2013.toml")
    told = str([c.fields for c in result_bibliography(moved).citations])
    assert "court-defaulters-2013.toml" in told
    assert "somebody" not in told


def test_each_source_of_a_number_is_cited_once_in_its_own_words(found):
    verbatim = [c for c in found.citations if c.key.startswith("source-")]
    titles = [c.fields["title"] for c in verbatim]
    assert "China Daily, 10 June 2018" in titles
    assert len(set(titles)) == len(titles)
    assert not [t for t in titles if t.lower().startswith("assumed") or t.endswith("by construction")]
    assert all(not c.authors and "year" not in c.fields for c in verbatim)  # nothing is guessed from a sentence
    four = next(c for c in verbatim if c.fields["title"] == "China Daily, 10 June 2018")
    assert four.fields["note"] == "Source of 4 numbers in court-defaulters-2013.toml, in its words"


def test_assumptions_are_counted_and_not_cited(found):
    assert any(r.startswith("court-defaulters-2013.toml: 46 of its 68 numbers are assumed.") for r in found.remarks)
    assert any(r.startswith("village.toml: 3 numbers hold by construction") for r in found.remarks)
    assert not [r for r in found.remarks if r.startswith("none.toml")]


def test_machinery_mechanisms_and_measures_are_cited_once_with_every_reason(found, by_key):
    assert {"salmon2011", "student1908", "klein2024", "becker1968", "lochner2007", "granovetter1978"} <= set(by_key)
    assert len(by_key) == len(found.citations)
    assert "record" in by_key["becker1968"].why
    assert "the measure deterrence" in by_key["becker1968"].why
    assert "nowak1998" in by_key  # the village helps or refuses, whatever the regime
    assert not {"ensign2018", "lum2014", "wei2016"} & set(by_key)


def test_an_amendment_counts_from_its_month(by_key, court):
    assert "pager2003" not in by_key  # work is closed from 2016-09
    later = court.assign_coords(month=["2016-08", "2016-09", "2016-10", "2016-11"])
    assert "pager2003" in {c.key for c in result_bibliography(later).citations}


def test_a_world_without_a_regime_rests_on_little():
    alone = underheaven.run("none", **(SMALL | {"replicates": 1}))
    keys = {c.key for c in result_bibliography(alone).citations}
    assert {"salmon2011", "granovetter1978"} <= keys
    assert not {"student1908", "klein2024", "becker1968", "lochner2007", "benjamini1995", "eu2024", "penney2016"} & keys


def test_a_result_without_its_documents_is_refused_in_a_sentence(court, result):
    with pytest.raises(ResultError, match="does not hold its documents"):
        result_bibliography(result)
    with pytest.raises(ResultError, match="not ones that this version reads"):
        result_bibliography(court.assign_attrs(document_1_text="schema = 99"))
