"""The index of inbreeding: nought by chance, one where all ties stay within, and blind to names of classes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.measure.families.homophily import inbreeding_homophily


@pytest.mark.parametrize(
    ("counts", "index"),
    [
        ([(50, 100, 50), (50, 100, 50)], 0.0),
        ([(50, 100, 100), (50, 100, 100)], 1.0),
        ([(50, 100, 0), (50, 100, 0)], -1.0),
        ([(50, 100, 75), (50, 100, 75)], 0.5),
        ([(90, 90, 85), (10, 10, 5)], (90 - 82) / (100 - 82)),
    ],
)
def test_known_figures(counts, index):
    assert inbreeding_homophily(counts) == pytest.approx(index, abs=1e-12)


@pytest.mark.parametrize("counts", [[(7, 14, 14)], [(7, 0, 0), (3, 0, 0)]])
def test_without_classes_or_ties_it_is_not_defined(counts):
    assert math.isnan(inbreeding_homophily(counts))


COUNTS = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 6000), st.floats(0, 1)), min_size=2, max_size=6)


@given(COUNTS)
def test_it_is_at_most_one_and_knows_no_order(rows):
    counts = [(persons, ties, int(ties * alike)) for persons, ties, alike in rows]
    if sum(ties for _, ties, _ in counts) == 0:
        return
    assert inbreeding_homophily(counts) <= 1 + 1e-12
    assert inbreeding_homophily(counts) == pytest.approx(inbreeding_homophily(counts[::-1]), abs=1e-12)


@given(COUNTS, st.floats(0, 1))
def test_a_share_among_the_alike_and_the_rest_by_chance_gives_that_share(rows, share):
    """What the documents promise: of ties within a town the index is ``alike_share``."""
    total = sum(persons for persons, _, _ in rows)
    counts = [(n, 6 * n, 6 * n * (share + (1 - share) * n / total)) for n, _, _ in rows]
    assert inbreeding_homophily(counts) == pytest.approx(share, abs=1e-9)
