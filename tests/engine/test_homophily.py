"""Acquaintances who are alike are counted, and are as many as the society says."""

import numpy as np
import pytest

from underheaven.draws import draw_key
from underheaven.engine.homophily import count_similar_ties
from underheaven.measure.families.homophily import inbreeding_homophily

from ..contract.worlds import alter, build, no_regime, rich_society


def counted(persons, **ties):
    society = alter(rich_society(), {f"ties.{name}": value for name, value in ties.items()} | {"people.town_size": 512})
    return count_similar_ties(build(no_regime(), society, persons).society, draw_key(3, 1))


@pytest.mark.parametrize(("by", "classes"), [("sex", 2), ("age", 3), ("income", 2), ("conviction", 2)])
@pytest.mark.parametrize(("share", "nearby"), [(0.0, 0.0), (0.6, 0.0), (0.6, 0.5), (1.0, 0.0)])
def test_the_index_is_the_share_drawn_among_the_alike_in_town(by, classes, share, nearby):
    counts = counted(20_000, acquaintances=6, nearby_share=nearby, alike_share=share, alike_by=by)
    if share == 0:  # nothing is read of likeness then: all are of one class
        assert counts.tolist() == [[20_000, 120_000, 120_000]]
        return
    assert counts.shape == (classes, 3)
    assert counts[:, 0].sum() == 20_000
    assert np.array_equal(counts[:, 1], 6 * counts[:, 0])
    assert inbreeding_homophily(counts.tolist()) == pytest.approx(share * (1 - nearby), abs=0.02)


def test_who_is_alone_in_a_town_looks_at_nobody():
    counts = counted(513, acquaintances=2, nearby_share=0.0, alike_share=1.0, alike_by="sex")
    assert counts[:, 1].sum() == 1024
