"""What the numbers of a document rest on."""

import pytest

from underheaven.show.explain.provenance import numbers_by_reason, numbers_by_source, shortest_common_paths
from underheaven.spec.io.document_reader import read_regime, read_society, shipped_names

SOURCES = {"a.x.one": "law", "a.x.two": "law", "a.y": "notice", "b.z.three": "law", "b.z.four": "law"}


def test_a_path_stands_for_all_below_it_where_they_share_a_source():
    assert shortest_common_paths(SOURCES) == {"law": ["a.x", "b"], "notice": ["a.y"]}


def test_a_number_whose_neighbours_rest_elsewhere_is_named_in_full():
    assert shortest_common_paths(SOURCES | {"a.x.two": "notice"})["law"] == ["a.x.one", "b"]


@pytest.mark.parametrize("name", shipped_names("regime"))
def test_every_sourced_number_of_a_shipped_regime_lies_below_a_path_of_its_source(name):
    document = read_regime(name)
    told = dict(line.split("\n") for line in numbers_by_source(document))
    for path, source in document.sources.items():
        if not source.startswith("assumed"):
            assert any(path == p or path.startswith(f"{p}.") for p in told[source].split("; "))


def test_a_reason_stands_once_with_its_numbers_and_their_ranges():
    document = read_society("china-2020")
    told = {line.split("\n")[0]: line.split("\n")[1:] for line in numbers_by_reason(document)}
    assert set(told) == {a.reason for a in document.assumed}
    for a in document.assumed:
        where = f", {a.scale}, at {a.position:.2f}" if a.low < a.high else ""
        why = f": {a.off_centre}" if a.off_centre else ""
        assert f"{a.path} = {a.value:g} ({a.low:g} to {a.high:g}{where}{why})" in told[a.reason]
    assert sum(map(len, told.values())) == document.n_assumed
