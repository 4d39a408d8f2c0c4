"""Error, on results small enough to count."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import DEBTS, ORIGINS, SOLVENCY
from underheaven.measure.families import record_errors


def fill(run, world, replicate):
    if world == 0:
        return
    t = run.tallies
    t["recorded"][0, 0] = [5, 1, 0, 0, 0]
    t["recorded"][2, 1] = [1, 0, 1, 1, 1]
    t["listed"][2, :, 0] = [4, 7]
    t["listed_by_origin"][2, 0] = [3, 1, 0, 0, 0]
    t["listed_by_origin"][2, 1] = [0, 7, 0, 0, 0]  # a redlist
    t["blacklisted"][2, 0] = 4
    t["wrongly_blacklisted"][2, 0] = 1
    t["listed_for_debt"][2] = [4, 7]
    t["listed_by_debt"][2, 0] = [2, 1, 1]
    t["listed_by_debt"][2, 1] = 7
    t["entries"][1, 0] = [3, 2, 1, 0, 0]
    t["first_wrongly_listed"][1, 2] = 2
    t["removals"][1, 0] = [9, 2, 0, 0, 0]  # expired
    t["removals"][2, 2] = [9, 1, 0, 0, 0]  # corrected
    t["removals"][2, 3] = [9, 1, 0, 0, 0]  # appealed
    run.sums["months_wrongly_listed"][:2] = [3, 1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wrongful_records", 4 / 8 * 1e5),
        ("false_discovery_share", 4 / 10),
        ("wrongly_listed_now", 1 / 8 * 1e5),
        ("wrongly_listed_share", 1 / 4),
        ("ever_wrongly_listed", 2 / 8 * 1e5),
        ("months_wrongly_listed", 0.5),
        ("corrected_share", 2 / 4),
        ("listed_unable", 2 / 4),
        ("listed_unwilling", 1 / 4),
        ("listed_in_error", 1 / 4),
    ],
)
def test_counted_by_hand(make, name, expected):
    values = getattr(record_errors, name)(make(fill))
    assert values.dims == ("scenario", "replicate")
    assert values.sel(scenario="court").item() == pytest.approx(expected, abs=1e-12)
    nothing = values.sel(scenario="none").item()
    assert np.isnan(nothing) if "share" in name or "listed_" in name[:7] or "until" in name else nothing == 0


def test_origins_add_up(make, random):
    dataset = make(fill).sel(scenario=["court"])
    assert record_errors.listings_by_origin(dataset).values.tolist() == [[[37_500, 25_000, 12_500, 0, 0]]]
    by_origin = record_errors.records_by_origin(random)
    np.testing.assert_allclose(
        by_origin.sel(origin=list(ORIGINS[1:])).sum("origin"), record_errors.wrongful_records(random)
    )
    share = record_errors.wrongful_records(random) / by_origin.sum("origin")
    np.testing.assert_allclose(share, record_errors.false_discovery_share(random), rtol=1e-12)


def test_the_records_filed_are_split_by_what_is_truly_owed(make):
    """Six red lights are no debts; of the eight records of debts three are of persons who could not pay."""

    def debts(run, world, replicate):
        if world == 1:
            run.tallies["recorded"][0, 0] = [5, 1, 0, 0, 0]
            run.tallies["recorded"][0, 1] = [2, 1, 1, 0, 0]  # one invented, one that is somebody else's
            run.tallies["recorded"][2, 1] = [1, 0, 0, 0, 0]
            run.tallies["recorded"][2, 2] = [1, 0, 1, 0, 0]
            run.tallies["recorded"][2, 3] = [0, 1, 0, 0, 0]  # judged in error

    dataset = make(debts)
    shares = [record_errors.filed_share_of_debt(dataset, debt).sel(scenario="court").item() for debt in DEBTS]
    assert shares == pytest.approx([3 / 8, 1 / 8, 4 / 8])
    assert record_errors.filed_share_of_debt(dataset, "unable").sel(scenario="none").isnull().all()
    assert record_errors.filed_share_of_debt(dataset.drop_vars("kind_state"), "unable").isnull().all()


def test_a_list_that_rests_on_no_judgment_has_no_split(make):
    """Four persons listed for arrears at a bank are neither unable, nor unwilling, nor free of debt."""

    def arrears(run, world, replicate):
        run.tallies["listed"][2, 0, 0] = 4

    for name in ("listed_unable", "listed_unwilling", "listed_in_error"):
        assert getattr(record_errors, name)(make(arrears)).isnull().all()


def test_states_are_those_of_the_registry():
    assert tuple(record_errors.DEBT_STATES) == DEBTS
    assert set(record_errors.DEBT_STATES.values()) <= set(SOLVENCY)


def test_how_long_a_record_has_stood_by_origin(make):
    def stand(run, world, replicate):
        t = run.tallies
        t["recorded"][0, 0] = [4, 0, 2, 0, 0]
        t["live_records"][:] = [[4, 0, 2, 0, 0], [4, 0, 0, 0, 0], [4, 0, 0, 0, 0]]

    records = record_errors.months_on_file_by_origin(make(stand))[1, 0]
    assert records.sel(origin=["true", "mistaken"]).values.tolist() == [3, 1]
    assert np.isnan(records.sel(origin="false"))
