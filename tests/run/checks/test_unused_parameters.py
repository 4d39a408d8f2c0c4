"""Likeness that nothing reads is said, and likeness that something reads is not."""

from dataclasses import replace

import pytest

from underheaven.run.checks.unused_parameters import find_unused_alike_share
from underheaven.spec.io.document_reader import read_regime, read_society


def society(share, **kind):
    read = read_society("china-2020")
    ties = read.model.ties.model_copy(update={"alike_share": share})
    conduct = [one.model_copy(update={"imitation": 0.0} | kind) for one in read.model.conduct]
    return replace(read, model=read.model.model_copy(update={"ties": ties, "conduct": conduct}))


def regime(association=0.0, **passed):
    read = read_regime("court-defaulters-2013")
    standing = read.model.standing.model_copy(update={"association": association})
    part = read.model.association.model_copy(update=passed)
    changed = read.model.model_copy(update={"standing": standing, "association": part, "amendments": []})
    return replace(read, model=changed, raw=changed.model_dump(mode="json", exclude_none=True))


def test_likeness_that_nothing_looks_at_is_a_warning():
    (said,) = find_unused_alike_share([regime()], society(0.4))
    assert said.level == "warning"
    assert "ties.alike_share = 0.4: it has no effect: neither the society nor the regimes named use" in str(said)


@pytest.mark.parametrize(
    ("kind", "passed"),
    [
        ({"imitation": 0.5, "reference_group": "ties"}, {}),
        ({}, {"association": 0.2}),
        ({}, {"contagion": 0.1, "contagion_reference_group": "ties"}),
    ],
)
def test_what_looks_at_ties_makes_likeness_count(kind, passed):
    assert find_unused_alike_share([regime(**passed)], society(0.4, **kind)) == []


@pytest.mark.parametrize(
    ("kind", "passed"),
    [
        ({"imitation": 0.5, "reference_group": "town"}, {}),
        ({}, {"contagion": 0.1, "contagion_reference_group": "town"}),
    ],
)
def test_what_looks_at_the_town_does_not(kind, passed):
    assert len(find_unused_alike_share([regime(**passed)], society(0.4, **kind))) == 1


def test_without_likeness_nothing_is_said():
    assert find_unused_alike_share([regime()], society(0.0)) == []
