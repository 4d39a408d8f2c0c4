"""The split of unable and unwilling as a range over its assumptions."""

import json

import pytest

from underheaven import compare, run
from underheaven.measure.error import STATE_OF_DEBT, filed_share_of_debt, listed_share_of_debt
from underheaven.record.digest import digest
from underheaven.run import assumptions

SMALL = {"persons": 4_000, "months": 60, "seed": 3, "replicates": 1}
PATH = "livelihood.credit.unwilling_below"


@pytest.fixture(scope="module")
def ranged():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assumptions, "OF_SOCIETY", (PATH,))
        yield compare("court-defaulters-2013", ranges=True, **SMALL)


def rows(dataset):
    return {(r["of"], r["debt"]): r for r in json.loads(dataset.attrs["ranges"])}


def test_every_debt_has_a_range_of_the_listed_and_of_the_filed(ranged):
    assert set(rows(ranged)) == {(of, debt) for of in ("listed", "filed") for debt in STATE_OF_DEBT}


def test_the_stated_share_is_that_of_the_table_where_persons_and_seed_are_the_same(ranged):
    """Replicate 0 of a run with as many persons as a variant has lives the very months of the stated case."""
    court = ranged.sel(world=["court-defaulters-2013"])
    for debt in STATE_OF_DEBT:
        assert rows(ranged)["listed", debt]["stated"] == listed_share_of_debt(court, debt).item()
        assert rows(ranged)["filed", debt]["stated"] == filed_share_of_debt(court, debt).item()


def test_the_range_holds_the_stated_share_and_names_what_gives_its_ends(ranged):
    for row in rows(ranged).values():
        assert row["low"] <= row["stated"] <= row["high"]
        assert row["world"] == "court-defaulters-2013"
        assert row["persons"] == SMALL["persons"]
        assert {row["lowest"]["path"], row["highest"]["path"]} <= {"", *_paths()}


def test_the_assumption_moves_the_split(ranged):
    unwilling = rows(ranged)["listed", "unwilling"]
    assert unwilling["high"] - unwilling["low"] > 0.1


def test_ranges_stand_outside_the_digest_and_say_so(ranged):
    without = compare("court-defaulters-2013", **SMALL)
    assert json.loads(without.attrs["ranges"]) == []
    assert "ranges_note" not in without.attrs or not without.attrs["ranges_note"]
    assert "outside the digest" in ranged.attrs["ranges_note"]
    assert digest(ranged) == digest(without)
    assert (without.attrs["ranges_asked"], without.attrs["ranges_cases"]) == (0, 0)
    assert ranged.attrs["ranges_asked"] == 1
    assert ranged.attrs["ranges_cases"] > 1


def test_documents_without_ranges_of_their_own_say_that_they_were_asked():
    asked = run("none", society="village", ranges=True, persons=40, months=2, replicates=1)
    assert (asked.attrs["ranges_asked"], asked.attrs["ranges_cases"]) == (1, 0)


def _paths():
    return [PATH, *(f"sensing.channels.{c}.{n}" for c in
                    ("enforcement bureaus, who cannot pay", "enforcement bureaus, who will not pay",
                     "enforcement bureaus, judged in error", "enforcement bureaus")
                    for n in ("sensitivity", "coverage"))]  # fmt: skip
