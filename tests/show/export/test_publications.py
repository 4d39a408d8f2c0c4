"""Publications: each is one that the project's own pages name."""

import re
from pathlib import Path

import pytest

from underheaven.measure.registry import MEASURES, OWN_SOURCE, PAIRED
from underheaven.show.export.publications import MEASURE_SOURCES, PUBLICATIONS, cite_publication

ROOT = Path(__file__).parents[3]
PAGES = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("src/underheaven/**/*.py")]
NAMED = "".join(
    p.read_text() for p in PAGES if p.name not in ("publications.py", "citation.py") and "_build" not in p.parts
)


@pytest.mark.parametrize("key", PUBLICATIONS)
def test_each_is_named_by_a_page_of_the_project(key):
    _, authors, fields = PUBLICATIONS[key]
    if key == "eu2024":
        assert fields["title"] in NAMED
        return
    family, year = authors[0].partition(",")[0], fields["year"]
    assert re.search(rf"\b{family}\b[^|\n]{{0,80}}\b{year}\b", NAMED), f"{family} {year}"


def test_each_has_what_its_type_needs():
    needed = {
        "article": {"title", "journal", "year"},
        "inproceedings": {"title", "booktitle", "year"},
        "book": {"title", "year"},
        "misc": {"title", "year"},
    }
    for key in PUBLICATIONS:
        found = cite_publication(key, "why")
        assert found.authors
        assert needed[found.type] <= set(found.fields)
        assert found.key == key


def test_every_source_of_a_measure_is_a_publication():
    sources = {m.source for m in (*MEASURES.values(), *PAIRED.values())} - {OWN_SOURCE}
    assert set(MEASURE_SOURCES) == sources
    assert set(MEASURE_SOURCES.values()) <= set(PUBLICATIONS)
