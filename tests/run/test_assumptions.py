"""The split of unable and unwilling over its assumptions."""

import json

from underheaven import compare
from underheaven.run import assumptions
from underheaven.run.assumptions import bears, variants
from underheaven.run.study import plan_study

SMALL = {"persons": 4_000, "months": 60, "seed": 3, "replicates": 1}


def study(regime, society="china-2020"):
    return plan_study((regime,), "none", society, **SMALL)


def test_what_bears_on_the_split_is_the_courts_and_the_debtors_assumptions():
    court = study("court-defaulters-2013")
    paths = [assumed.path for _, assumed in bears(court, court.regimes[0])]
    assert "sensing.channels.enforcement bureaus, who cannot pay.sensitivity" in paths
    assert "livelihood.credit.unwilling" in paths
    assert not any("strength" in path for path in paths)


def test_a_regime_that_lists_no_debtors_has_no_split():
    other = study("credit-bureau")
    assert bears(other, other.against) == []


def test_each_assumption_is_taken_to_both_ends_alone():
    court = study("court-defaulters-2013")
    rows = list(variants(court, court.regimes[0]))
    assert rows[0][0].path == ""
    by_path: dict[str, set[float]] = {}
    for variant, regime, society in rows[1:]:
        by_path.setdefault(variant.path, set()).add(variant.value)
        assert (regime is court.regimes[0]) != (society is court.society)
    assert all(1 <= len(values) <= 2 for values in by_path.values())


def test_ranges_hold_the_documents_own_split_and_stay_outside_the_digest(monkeypatch):
    from underheaven.record.digest import digest

    monkeypatch.setattr(assumptions, "OF_SOCIETY", ("livelihood.credit.unwilling_below",))
    with_them = compare("court-defaulters-2013", ranges=True, **SMALL)
    found = {r["debt"]: r for r in json.loads(with_them.attrs["ranges"])}
    assert set(found) == {"unable", "unwilling", "in error"}
    assert found["unwilling"]["high"] - found["unwilling"]["low"] > 0.1
    assert found["unable"]["low"] <= 1 - found["unwilling"]["low"]
    without = compare("court-defaulters-2013", **SMALL)
    assert json.loads(without.attrs["ranges"]) == []
    assert digest(with_them) == digest(without)
