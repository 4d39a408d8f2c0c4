"""A document states how many records a dossier holds: engines agree at every width, and at 8 nothing is new."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.errors import ResultError
from underheaven.fields.codes import TRUE
from underheaven.fields.scales import DOSSIER_CAPACITY, MAX_DOSSIER_CAPACITY
from underheaven.fields.state import state_bytes_per_person
from underheaven.record.schema import RecordedRun
from underheaven.run.memory import run_size
from underheaven.run.progress import Meter
from underheaven.run.simulate.ensemble import run_ensemble
from underheaven.spec.io.document_reader import read_regime, read_society

from .bench import regime, society
from .conftest import MONTHS, PERSONS
from .worlds import alter, build, cpu, live, no_regime, rich_regime, rich_society, run, same


@cache
def rich_at(records):
    """The rich regime with dossiers of so many records."""
    return alter(rich_regime(), {"recording.capacity": records})


def records_of(life):
    """How many records each person's dossier holds."""
    return np.count_nonzero(life.state.dossier, axis=1)


@pytest.mark.parametrize("records", [9, 16, MAX_DOSSIER_CAPACITY])
def test_engines_agree_at_every_width(records):
    built = build(rich_at(records), rich_society(), PERSONS)
    plain = live(built, MONTHS, make_engine("plain"))
    assert plain.state.dossier.shape == (PERSONS, records)
    assert records_of(plain).max() > DOSSIER_CAPACITY
    for threads in (1, 3):
        assert same(plain, live(built, MONTHS, cpu(threads))) == []


def test_a_stated_width_of_eight_changes_nothing():
    one, other = (run(r, rich_society(), 400, MONTHS) for r in (rich_regime(), rich_at(DOSSIER_CAPACITY)))
    assert one["overflow"].sum() > 0
    assert same(one, other) == []


def test_a_wider_dossier_changes_nothing_where_none_is_full():
    narrow = read_regime("court-defaulters-2013")
    one, other = (
        run(r, read_society("village"), 400, 24)
        for r in (narrow, alter(narrow, {"recording.capacity": MAX_DOSSIER_CAPACITY}))
    )
    assert one["recorded"].sum() > 0 == one["overflow"].sum()
    differing = same(one, other)
    assert differing == ["state dossier"]
    assert np.array_equal(one.state.dossier, other.state.dossier[:, :DOSSIER_CAPACITY])
    assert not other.state.dossier[:, DOSSIER_CAPACITY:].any()


def test_records_are_conserved_and_fewer_are_lost_the_wider_dossiers_are():
    lives = {records: run(rich_at(records), rich_society(), 2000, 30) for records in (8, 12, 20, 32)}
    lost = [int(life["overflow"].sum()) for life in lives.values()]
    assert lost[0] > 4 * lost[1] / 3 > 4 * lost[2] > 0
    assert lost[3] < lost[2] / 20
    for records, life in lives.items():
        assert records_of(life).max() <= records
        gone = life["removals"].sum() + life["overflow"].sum()
        left_now = np.count_nonzero((life.state.dossier >> 5 & 127 == 0) & (life.state.dossier > 0))
        assert life["recorded"].sum() - gone == np.count_nonzero(life.state.dossier) - left_now


@pytest.mark.parametrize("engine", ["plain", "cpu"])
@pytest.mark.parametrize("records", [8, 13, 24])
def test_records_beyond_eight_are_kept_and_count_in_points(engine, records):
    """Everybody does the act each month and each is filed for ten points off: as many stand as months, or as fit."""
    months = 20
    rules = regime({"recording.capacity": records, "recording.rules.act.points": -10, "standing.start": 1000})
    life = live(build(rules, society(), 24), months, make_engine(engine))
    stand = np.minimum(np.arange(1, months + 1), records)
    acts = life["recorded"].sum(axis=(1, 2))
    assert acts.tolist() == [24] * months
    assert life["live_records"][:, TRUE - 1].tolist() == (24 * stand).tolist()
    assert life["score"].tolist() == (24 * (1000 - 10 * stand)).tolist()
    assert life["overflow"].sum() == 24 * max(months - records, 0)


def test_people_of_one_burn_in_enter_worlds_of_several_widths():
    """Each world comes out as if it were lived alone, whichever of them the burn-in is lived with."""
    builts = [
        build(r, rich_society(), 300, start="2001-01") for r in (no_regime(), rich_at(24), rich_regime(), rich_at(13))
    ]
    alone = [run_ensemble(cpu(), [built], 1, 10, Meter(1))[0][0] for built in builts]
    for order in ([0, 1, 2, 3], [1, 3, 0, 2]):
        together = run_ensemble(cpu(), [builts[w] for w in order], 1, 10, Meter(1))
        for place, world in enumerate(order):
            assert alike(together[place][0], alone[world])


def alike(one: RecordedRun, other: RecordedRun) -> bool:
    return all(np.array_equal(one.tallies[n], other.tallies[n]) for n in one.tallies) and all(
        np.array_equal(one.sums[n], other.sums[n]) for n in one.sums
    )


def test_a_checkpoint_of_another_width_is_refused():
    wide, narrow = (cpu().populate(build(r, rich_society(), 40), 0) for r in (rich_at(16), rich_regime()))
    with pytest.raises(ResultError, match=r"the checkpoint's state\.dossier is not what these documents"):
        narrow.restore(wide.arrays())
    again = cpu().populate(build(rich_at(16), rich_society(), 40), 0)
    again.restore(wide.arrays())
    assert np.array_equal(again.state.dossier, wide.state.dossier)


def test_memory_is_foreseen_by_the_widest_dossier():
    builts = [build(r, rich_society(), 40) for r in (rich_regime(), rich_at(24))]
    assert run_size(builts, 1, 12).state == state_bytes_per_person(builts[1].extra_state, 24)
    wider = run_size(builts, 1, 12).state - run_size(builts[:1], 1, 12).state
    assert wider == 2 * 2 * (24 - DOSSIER_CAPACITY)  # dossier and notices
    people = cpu().populate(builts[1], 0)
    assert sum(a.nbytes for a in people.state) == 40 * state_bytes_per_person(builts[1].extra_state, 24)


def test_the_widest_amendment_decides():
    later = alter(rich_regime(), {"amendments.0.change.recording.capacity": 20})
    assert build(later, rich_society(), 40).capacity == 20
    assert build(rich_regime(), rich_society(), 40).capacity == DOSSIER_CAPACITY
