from __future__ import annotations

from .conftest import ONE


def test_one_draw_finds_the_first_opportunity_and_the_next_draw_the_next(kernel, people):
    """Of three kinds with rates .5, .5 and 1, the products of what does not come are .5, .25 and 0."""
    people.n_rare = 3
    people.survive[0, :3] = [ONE // 2, ONE // 4, 0]
    next_rare = kernel("opportunities").next_rare_opportunity
    assert [int(next_rare(people, 0, u, 0)) for u in (ONE - 1, ONE // 2, ONE // 2 - 1, ONE // 4, 0)] == [0, 0, 1, 1, 2]
    assert int(next_rare(people, 0, ONE // 4 - 1, 2)) == 2
    people.survive[0, 2] = ONE // 8
    assert int(next_rare(people, 0, 0, 0)) == 3
