"""The ledger, on bookings made by hand."""

from __future__ import annotations

import pytest

from underheaven.fields.codes import NONE_TIES
from underheaven.fields.scales import MICRO
from underheaven.measure import ledger


def fill(run, world, replicate):
    """Court: 6 months in credit and 2 in travel for an unpaid debt, 1 in work for a red light, 1 in work for ties."""
    if world == 0:
        return
    booked, by_group, rules = (run.tallies[n] for n in ("detriment", "detriment_by_group", "ledger"))
    for month, cause, effect, origin, kind, amount in (
        (0, 1, 1, 0, 2, 6),
        (1, 1, 2, 0, 2, 2),
        (2, 2, 0, 1, 0, 1),
        (2, NONE_TIES, 0, 4, None, 1),
    ):
        booked[month, cause, effect, origin] += amount * MICRO
        by_group[month, cause, effect, 0] += amount * MICRO
        if kind is not None:
            rules[month, kind, effect, origin] += amount * MICRO
    run.sums["detriment"][:2] = 7 * MICRO, 3 * MICRO


def test_every_booking_says_cause_effect_origin_and_rule(make):
    found = ledger.list_bookings(make(fill))
    assert [(b.cause, b.effect, b.origin, b.rule, b.amount.mean) for b in found] == [
        ("credit", "credit", "true", "unpaid, unwilling", 6),
        ("credit", "travel", "true", "unpaid, unwilling", 2),
        ("none:ties", "work", "inherited", "none", 1),
        ("travel", "work", "false", "red light", 1),
    ]
    assert sum(b.share for b in found) == pytest.approx(1, abs=1e-12)
    assert {b.scenario for b in found} == {"court"}
    assert ledger.list_bookings(make()) == []


def test_totals_that_agree_leave_nothing(make):
    assert ledger.find_discrepancies(make(fill, 2)) == ()
    assert ledger.find_discrepancies(make(fill).drop_vars("kind_context")) == ()


@pytest.mark.parametrize(
    ("name", "place", "found"),
    [
        ("ledger", (0, 2, 1, 0), {"cause, effect and origin", "group", "persons"}),
        ("detriment_by_group", (0, 1, 1, 0), {"group"}),
        ("detriment", (0, 1, 1, 0), {"cause, effect and origin"}),
    ],
)
def test_one_micro_month_too_many_shows(make, name, place, found):
    def wrong(run, world, replicate):
        fill(run, world, replicate)
        if world == 1 and replicate == 1:
            run.tallies[name][place] += 1

    differences = ledger.find_discrepancies(make(wrong, 2))
    assert {d.between.split(" by ")[-1].split(" of ")[-1] for d in differences} == found
    assert {(d.scenario, d.replicate, d.size) for d in differences} == {("court", 1, 1)}


def test_what_moves_to_a_rule_of_another_context_shows(make):
    def moved(run, world, replicate):
        fill(run, world, replicate)
        if world == 1:
            rules = run.tallies["ledger"]
            rules[0, 0, 1, 0], rules[0, 2, 1, 0] = rules[0, 2, 1, 0], 0

    (found,) = [d for d in ledger.find_discrepancies(make(moved)) if d.between.endswith("origin")]
    assert found.size == 12 * MICRO


def test_a_person_at_the_most_a_sum_holds_is_not_held_against_the_ledger(make):
    def full(run, world, replicate):
        fill(run, world, replicate)
        run.sums["detriment"][0] = 2**32 - 1

    assert ledger.find_discrepancies(make(full)) == ()
