"""One world, one replicate: what is counted, from when on."""

import numpy as np

from underheaven.fields.panel import PANEL, Panel
from underheaven.fields.person_values import PERSON_FIELDS, SUMS
from underheaven.fields.tallies import TALLIES
from underheaven.record.month_packing import UnpackedMonths
from underheaven.run.simulate.replicate import simulate_burn_in, simulate_months, simulate_scenario


def test_months_are_counted_from_the_first_of_the_burn_in(engine, world):
    months = []
    simulate_scenario(engine, world("a"), 3, 4, lambda month, tallies: months.append(month))
    assert months == [0, 1, 2, 3, 4, 5]
    assert engine.populated == [("a", 3)]


def test_only_observed_months_are_recorded(engine, world):
    run = simulate_scenario(engine, world("a"), 0, 4)
    assert run.tallies["overflow"].tolist() == [3, 4, 5, 6]
    assert {name: t.shape[0] for name, t in run.tallies.items()} == {f.name: 4 for f in TALLIES}
    assert all(t.dtype == np.int64 for t in run.tallies.values())


def test_sums_begin_at_zero_after_the_burn_in(engine, world):
    run = simulate_scenario(engine, world("a"), 0, 4)
    assert run.sums.keys() == {f.name for f in PERSON_FIELDS}
    assert all((run.sums[f.name] == 4).all() for f in SUMS)


def test_recorded_tallies_are_copies(engine, world):
    """An engine may use one buffer for every month."""
    buffer = engine.advance(engine.populate(world("a"), 0), world("a"), 0)

    class Reusing:
        populate = engine.populate
        final_person_fields = engine.final_person_fields

        def advance(self, people, built, month):
            buffer["overflow"][...] = month
            return buffer

    run = simulate_months(Reusing(), engine.populate(world("a"), 0), world("a", burn_in_months=0), 3)
    assert run.tallies["overflow"].tolist() == [0, 1, 2]


def test_no_burn_in_is_a_burn_in_of_no_months(engine, world):
    people = simulate_burn_in(engine, world("a", burn_in_months=0), 0)
    assert people.history == []
    assert people.zeroed_at == 0


def test_the_panel_is_recorded_month_by_month_as_copies(engine, world):
    """The population writes into the same arrays every month."""
    panel = Panel(*(np.zeros((2, 6) if f.dims else 2, f.dtype) for f in PANEL))

    class Panelled(type(engine)):
        def advance(self, people, built, month):
            panel.savings[:] = month, 10 * month
            return super().advance(people, built, month)

    class With(type(engine.populate(world("a"), 0))):
        panel = property(lambda self: panel)

    run = simulate_months(Panelled(), With(0), world("a"), 3)
    assert run.panel["savings"].tolist() == [[2, 20], [3, 30], [4, 40]]
    assert run.panel.keys() == {f.name for f in PANEL}
    before = UnpackedMonths(
        {name: rows[:2] for name, rows in run.tallies.items()}, {name: rows[:2] for name, rows in run.panel.items()}
    )
    again = simulate_months(Panelled(), With(0), world("a"), 3, history=before)
    assert again.panel["savings"].tolist() == run.panel["savings"].tolist()


def test_no_panel_records_none(engine, world):
    assert simulate_scenario(engine, world("a"), 0, 4).panel == {}
