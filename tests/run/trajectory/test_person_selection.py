"""The chooser chooses whom a look at every person finds."""

import numpy as np
import pytest

from underheaven.errors import RequestError
from underheaven.fields.person_values import SUMS
from underheaven.run.trajectory.person_selection import select_from_result, select_person


def some(seed, n=40, most=4):
    """Sums with many ties."""
    rng = np.random.default_rng(seed)
    return {f.name: rng.integers(0, most, n).astype(f.dtype) for f in SUMS}


def by_looking(sums, which):
    people = range(len(sums["detriment"]))
    lost, listed, wrongly = (sums[n].tolist() for n in ("detriment", "months_listed", "months_wrongly_listed"))
    if which == "worst":
        return max(people, key=lambda i: (lost[i], listed[i], -i))
    if which == "wrongly-listed":
        return max(people, key=lambda i: (wrongly[i], lost[i], -i))
    ever = sorted((i for i in people if listed[i]), key=lambda i: (lost[i], i))
    return ever[(len(ever) - 1) // 2]


@pytest.mark.parametrize("which", ["worst", "median", "wrongly-listed"])
def test_by_brute_force(which):
    found = {seed: (select_person(some(seed), which, "a").person, by_looking(some(seed), which)) for seed in range(50)}
    assert all(one == other for one, other in found.values())
    assert len({one for one, _ in found.values()}) > 10


def test_why_is_said_with_the_counts_behind_it():
    sums = {f.name: np.zeros(5, f.dtype) for f in SUMS}
    sums["detriment"][:] = (0, 7, 3, 9, 0)
    sums["months_listed"][:] = (0, 1, 1, 2, 0)
    sums["months_wrongly_listed"][3] = 1
    assert select_person(sums, "worst", "a").reason == "the largest detriment of all 5 synthetic persons under a"
    assert select_person(sums, "median", "a").reason == "the median detriment of the 3 ever on a blacklist under a"
    assert select_person(sums, "wrongly-listed", "a").reason.endswith("of the 1 ever wrongly on one under a")
    assert [select_person(sums, which, "a").person for which in ("worst", "median", "wrongly-listed")] == [3, 1, 3]


@pytest.mark.parametrize("which", ["worst", "median", "wrongly-listed"])
def test_where_nobody_qualifies(which):
    with pytest.raises(RequestError, match=rf"^{which}: under a nobody .* number from 0\.$"):
        select_person(some(0, most=1), which, "a")


def test_from_a_result():
    from underheaven import run

    result = run("court-defaulters-2013", society="village", persons=5000, months=24, replicates=2, threads=1)
    for replicate in (0, 1):
        lost = result["person_detriment"].values[0, replicate]
        assert select_from_result(result, "worst", replicate) == np.flatnonzero(lost == lost.max())[0]
    with pytest.raises(RequestError, match="from 0 to 1"):
        select_from_result(result, "worst", 2)
