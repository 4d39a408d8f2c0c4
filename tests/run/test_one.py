"""One world, one replicate: what is counted, from when on."""

import numpy as np

from underheaven.fields import SUMS, TALLIES
from underheaven.run.one import burn_in, observe, run_one


def test_months_are_counted_from_the_first_of_the_burn_in(engine, world):
    months = []
    run_one(engine, world("a"), 3, 4, lambda month, tallies: months.append(month))
    assert months == [0, 1, 2, 3, 4, 5]
    assert engine.populated == [("a", 3)]


def test_only_observed_months_are_recorded(engine, world):
    run = run_one(engine, world("a"), 0, 4)
    assert run.tallies["overflow"].tolist() == [3, 4, 5, 6]
    assert {name: t.shape[0] for name, t in run.tallies.items()} == {f.name: 4 for f in TALLIES}
    assert all(t.dtype == np.int64 for t in run.tallies.values())


def test_sums_begin_at_zero_after_the_burn_in(engine, world):
    run = run_one(engine, world("a"), 0, 4)
    assert run.sums.keys() == {f.name for f in SUMS}
    assert all((s == 4).all() for s in run.sums.values())


def test_recorded_tallies_are_copies(engine, world):
    """An engine may use one buffer for every month."""
    buffer = engine.advance(engine.populate(world("a"), 0), world("a"), 0)

    class Reusing:
        populate = engine.populate

        def advance(self, people, built, month):
            buffer["overflow"][...] = month
            return buffer

    run = observe(Reusing(), engine.populate(world("a"), 0), world("a", burn_in_months=0), 3)
    assert run.tallies["overflow"].tolist() == [0, 1, 2]


def test_no_burn_in_is_a_burn_in_of_no_months(engine, world):
    people = burn_in(engine, world("a", burn_in_months=0), 0)
    assert people.history == []
    assert people.zeroed_at == 0
