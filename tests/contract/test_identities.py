"""What must add up adds up: between margins of one count, between stocks and flows, between tallies and persons."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.fields.codes import (
    APPEALED,
    CONTEXTS,
    DISCRETION,
    FALSE,
    INHERITED,
    MISTAKEN,
    NONE_OUTSIDE,
    NONE_TIES,
    RENEWED,
    STAY_ENDS,
    STAY_ONGOING,
)
from underheaven.fields.tallies import TALLIES

from .bench import PERSONS, parted, try_out
from .worlds import REMOVED, alter, rich_regime, rich_society, run

RENEWING = {"people.renewed_per_year": 0.3}


@pytest.fixture(scope="module")
def life(rich_life):
    return rich_life


@pytest.fixture(scope="module")
def steady():
    """The rich life without a roll-out and amendments: what listing means is the same in every month."""
    rules = alter(rich_regime(), {"amendments": [], "rollout.full_after_months": 0})
    return run(rules, rich_society(), 2000, 30)


@pytest.mark.parametrize("field", TALLIES, ids=lambda f: f.name)
def test_counts_are_whole_and_not_negative(life, field):
    assert life[field.name].dtype == np.int64
    assert (life[field.name] >= 0).all()


def test_everybody_is_there_every_month(life):
    assert (life["persons"].sum(axis=1) == life.built.persons).all()


def test_detriment_has_one_total(life):
    by_origin, by_group = life["detriment"], life["detriment_by_group"]
    assert np.array_equal(by_origin.sum(axis=3), by_group.sum(axis=3))
    assert by_origin.sum() == life.sums.detriment.sum(dtype=np.int64) > 0


def test_the_ledger_and_what_no_record_bears_are_all_detriment(life):
    """Month by month, cell by cell; every cell of the ledger belongs to the cause of its kind."""
    kinds = [CONTEXTS.index(c) for c in life.built.labels["kind_context"]]
    ledger, booked = life["ledger"], life["detriment"]
    of_records = np.zeros_like(booked)
    for kind, cause in enumerate(kinds):
        of_records[:, cause] += ledger[:, kind]
    rest = booked.copy()
    rest[:, : len(CONTEXTS)] = 0
    assert np.array_equal(of_records + rest, booked)
    assert rest[:, NONE_TIES].sum() > 0 < rest[:, NONE_OUTSIDE].sum()
    assert (ledger.sum(axis=(0, 2, 3)) > 0).sum() > 3


def test_places_of_who_never_grows_older_say_who_stands_there_at_the_end():
    life = run(rich_regime(), alter(rich_society(), {"people.ageing": REMOVED}), 2000, 12)
    counted = np.bincount(life.places["group"], minlength=len(life.built.labels["group"]))
    assert np.abs(counted - life["persons"][-1]).sum() <= 2 * life["renewed"][-1].sum()


def test_places_say_who_stands_there_at_the_end(life):
    """Held against the tallies of the last month, in which some of those counted were renewed."""
    gone = life["renewed"][-1].sum()
    listed = int(life.places["blacklisted"].sum())
    assert listed <= life["blacklisted"][-1].sum() <= listed + gone
    seeking = int(life.places["out_of_work"].sum())
    assert abs(seeking - int(life["unemployed"][-1].sum())) <= gone
    # Who was there from the first month observed stands in the group of that month, whatever became of it since.
    stayed = life.sums.renewals == 0
    counted = np.bincount(life.places["group"][stayed], minlength=len(life.built.labels["group"]))
    left = life["persons"][life.built.burn_in_months] - counted
    assert (left >= 0).all()
    assert left.sum() == (~stayed).sum() > 0
    size = int(life.built.society[0].town_size)
    assert np.array_equal(life.places["region"], life.built.regions[np.arange(life.built.persons) // size])


def test_each_of_the_listed_is_counted_once(life):
    first, sums = life.built.burn_in_months, life.sums
    assert life["blacklisted"][first:].sum() == sums.months_listed.sum()
    assert life["wrongly_blacklisted"][first:].sum() == sums.months_wrongly_listed.sum()
    assert (life["blacklisted"] <= life["listed"].sum(axis=1)).all()
    assert sums.renewals.sum() == life["renewed"][first:].sum()
    assert np.array_equal(sums.times_listed > 0, sums.months_listed > 0)
    assert (sums.times_listed <= sums.months_listed).all()
    assert (sums.times_listed > 1).any()


def test_first_stays_are_the_first_months_listed(life):
    """A stay that missed its entry, a month or its end would break one of these."""
    sums, months = life.sums, len(life["persons"]) - life.built.burn_in_months
    began, on = sums.stay_entry > 0, (sums.stay_entry > 0) & (sums.stay_end == STAY_ONGOING)
    assert np.array_equal(began, sums.months_listed > 0)
    assert np.array_equal(sums.stay_months > 0, began)
    assert sums.stay_entry.max() <= months
    # Who never came back has no months but those of the stay; who did has more.
    once = sums.times_listed == 1
    assert np.array_equal(sums.stay_months[once], sums.months_listed[once])
    assert (sums.stay_months[~once & began] < sums.months_listed[~once & began]).all()
    # Who is still on has been on from the month of entry to the last, and stands on a blacklist now.
    assert np.array_equal(sums.stay_entry[on] - 1 + sums.stay_months[on], np.full(on.sum(), months))
    assert life.places["blacklisted"][on].all()
    assert (sums.stay_end[life.places["blacklisted"].astype(bool) & once] == STAY_ONGOING).all()
    assert (sums.renewals[sums.stay_end == 1 + RENEWED] > 0).all()
    ends = {STAY_ENDS[e] for e in np.unique(sums.stay_end[began])}
    assert {"still on", "expired", "performed", "corrected", "appealed", "renewed", "other"} <= ends


def test_the_listed_have_one_total(life):
    listed = life["listed"].sum(axis=2)
    assert np.array_equal(listed, life["listed_by_region"].sum(axis=2))
    assert np.array_equal(listed, life["listed_by_origin"].sum(axis=2))
    assert (life["listed_by_kind"].sum(axis=2) >= listed)[:, :2].all()
    assert (life["listed_by_kind"] <= listed[:, :, None]).all()


def test_who_is_listed_for_a_debt_owes_one_or_none(life):
    for_debt, by_debt = life["listed_for_debt"], life["listed_by_debt"]
    assert 0 < for_debt.sum() <= life["listed"].sum()
    assert (by_debt.max(axis=2) <= for_debt).all()
    assert (by_debt.sum(axis=2) >= for_debt).all()
    assert (by_debt[:, :, 2] + by_debt[:, :, :2].max(axis=2) <= for_debt).all()


def test_records_filed_have_one_total(life):
    assert np.array_equal(life["recorded"].sum(axis=1), life["filed"].sum(axis=1))


def flows(life):
    change = np.diff(life["listed"].sum(axis=2), axis=0, prepend=0)
    left = np.vstack([np.zeros_like(life["renewed_while_listed"][:1]), life["renewed_while_listed"][:-1]])
    return change, life["entries"].sum(axis=2) - life["exits"] - left


def test_the_stock_of_the_listed_is_what_came_less_what_went(steady):
    change, net = flows(steady)
    assert np.array_equal(change, net)
    assert steady["renewed_while_listed"].sum() > 0 < steady["exits"].sum()


def test_the_stock_is_kept_over_an_amendment(life):
    change, net = flows(life)
    assert np.array_equal(change, net)


def test_the_stock_is_kept_where_an_empty_dossier_is_on_a_list():
    rules = {
        "standing.grades": {"A": 0, "D": -100},
        "standing.lists": [{"name": "red", "colour": "red", "grade_at_least": "A"}],
        "recording.rules.act.points": 1,
    }
    life = try_out(rules, RENEWING)
    change, net = flows(life)
    assert np.array_equal(change, net)
    assert np.array_equal(life["renewed_while_listed"][:-1, 0], life["entries"].sum(axis=2)[1:, 0])


@pytest.mark.parametrize("listed", ["red", "black"])
def test_the_stock_is_kept_where_minors_come_and_go_and_the_clean_are_listed(listed):
    life = try_out(*parted(listed), months=20)
    change, net = flows(life)
    assert np.array_equal(change, net)
    assert (life["exits"].sum(axis=0) > 0).all()
    assert (life["renewed_while_listed"].sum(axis=0) > 0).all()
    late = life["entries"].sum(axis=2)[7:10]
    assert (late[:, 0 if listed == "red" else 1] > 0).all()  # all towns are in: the newcomers among the clean


def test_the_stock_of_records_is_what_was_filed_less_what_left(life):
    stock, gone = life["live_records"], life["removals"]
    crowded, later = life["displaced_records"], gone.sum(axis=1)
    left_last_month = np.vstack([np.zeros_like(later[:1]), later[:-1]])
    before = np.vstack([np.zeros_like(stock[:1]), stock[:-1]])
    assert np.array_equal(stock, before + life["recorded"].sum(axis=1) - crowded - left_last_month)


def test_a_full_dossier_loses_one_record_for_each_overflow(life):
    assert np.array_equal(life["overflow"], life["displaced_records"].sum(axis=1))


def test_records_at_the_end_are_those_in_dossiers(life):
    """The last month's repair takes off what left; what stays has months left."""
    left = life.state.dossier >> 5 & 127
    standing = (life.state.dossier != 0) & (left > 0)
    gone = life["removals"][-1].sum()
    assert standing.sum() == life["live_records"][-1].sum() - gone


def test_persons_and_tallies_say_the_same(life):
    first, sums = life.built.burn_in_months, life.sums
    prosocial = life.built.labels["kind"].index("helping")
    plain = [k for k in range(len(life.built.labels["kind"])) if k != prosocial]
    wrongful = life["recorded"][first:, :, [FALSE - 1, MISTAKEN - 1, DISCRETION - 1, INHERITED - 1]]
    assert sums.months_speaking.sum() == life["speaking"][first:].sum()
    assert sums.months_unemployed.sum() == life["unemployed"][first:].sum()
    assert sums.months_under_judgment.sum() == life["solvency"][first:, 4:6].sum()
    assert sums.acts.sum() == life["acts"][first:, plain].sum()
    assert sums.wrongful_records.sum() == wrongful.sum()
    assert sums.denials.sum() == life["denied"][first:].sum()
    assert sums.loans.sum() == life["loans_made"][first:].sum()
    assert (sums.months_listed > 0).sum() == life["first_listed"][first:].sum()
    assert (sums.months_wrongly_listed > 0).sum() == life["first_wrongly_listed"][first:].sum()
    assert (sums.months_wrongly_listed <= sums.months_listed).all()


def test_every_request_for_a_loan_has_one_answer(life):
    refused = life["loans_refused"]
    assert np.array_equal(life["loans_asked"], life["loans_made"] + refused[:, 0] + refused[:, 1])
    assert (refused[:, 2] <= refused[:, 0] + refused[:, 1]).all()


def test_every_default_is_counted_twice_the_same(life):
    assert np.array_equal(life["defaulted"].sum(axis=(1, 2)), life["defaults"].sum(axis=(1, 2)))


def test_parts_are_no_more_than_wholes(life):
    assert (life["acts"].sum(axis=2) <= life["opportunities"]).all()
    assert (life["unemployed"] <= life["workforce"]).all()
    assert (life["workforce"] <= life["persons"]).all()
    assert (life["speaking"] <= life["persons"]).all()
    assert (life["listed"] <= life["persons"][:, None]).all()
    assert (life["grades"].sum(axis=1) <= life["persons"]).all()
    assert (life["solvency"].sum(axis=1) <= life["persons"]).all()
    assert (life["misattributed_records"].sum() >= life["recorded"][:, :, MISTAKEN - 1].sum()).all()


def test_the_unemployed_are_those_who_lost_less_those_who_found(steady):
    """Renewal and growing older apart: without them the stock is the flows."""
    people = alter(rich_society(), {"people.renewed_per_year": 0, "people.ageing": REMOVED, "burn_in_months": 0})
    life = run(rich_regime(), people, 1000, 12)
    change = np.diff(life["unemployed"].sum(axis=1))
    assert np.array_equal(change, (life["jobs_lost"] - life["jobs_found"]).sum(axis=1)[1:])


def test_debts_in_error_are_those_judged_less_those_set_aside():
    people = alter(rich_society(), {"people.renewed_per_year": 0, "people.ageing": REMOVED})
    life = run(rich_regime(), people, 1000, 12)
    stock = life["solvency"][:, 6].sum(axis=1)
    assert np.array_equal(np.diff(stock), (life["judgments"] - life["performed"])[1:, 2])


def test_what_is_granted_is_removed(life):
    assert np.array_equal(life["appeals_granted"], life["removals"][:, APPEALED])
    assert life["removals"][:, RENEWED].sum() > 0


def test_scores_are_within_their_bounds(life):
    graded = life["grades"].sum(axis=(1, 2))
    assert (life["score"] >= 40 * graded).all()
    assert (life["score"] <= 112 * graded).all()


def test_a_score_is_the_start_and_the_points_of_live_records():
    life = try_out({"standing.start": 1000, "recording.rules.act.points": -7}, months=7)
    assert np.array_equal(life["score"], PERSONS * 1000 - 7 * life["live_records"].sum(axis=1))
