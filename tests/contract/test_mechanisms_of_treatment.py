"""Treatment and livelihood: switched on, each changes its count by a known size; off, not at all."""

from __future__ import annotations

import pytest

from underheaven.fields.codes import CONTEXTS, TRUE
from underheaven.fields.scales import MICRO

from .bench import DEBT, NEVER, PERSONS, near, try_out

MONTHS = 12
PM = PERSONS * MONTHS
BY_LAW, BY_LENDER, GOOD = 0, 1, 2


def closing(context, strength, of="black"):
    return {"treatment.effects": [{"of": of, "context": context, "strength": strength}]}


@pytest.mark.parametrize("strength", [0.0, 0.25, 1.0])
def test_detriment_is_use_times_loss_of_access_times_value(strength):
    people = {"contexts.reputation.use": 0.5, "contexts.reputation.value": 3}
    life = try_out(closing("reputation", strength), people)
    assert life["detriment"].sum() == PM * round(0.5 * 3 * strength * MICRO)
    assert life.total("detriment", "reputation", "reputation", "true") == life["detriment"].sum()


def test_two_lists_close_what_neither_leaves_open():
    rules = {
        "standing.lists": [{"name": n, "colour": "black", "conduct": ["act"]} for n in ("one", "two")],
        "treatment.effects": [
            {"of": "one", "context": "reputation", "strength": 0.5},
            {"of": "two", "context": "reputation", "strength": 0.4},
        ],
    }
    assert try_out(rules)["detriment"].sum() == PM * round((1 - 0.5 * 0.6) * MICRO)


def test_loss_through_grades_is_split_by_points():
    """Of a grade that an act of 30 and an act of 10 points brought about, three quarters are booked to the first."""
    people = {
        "conduct.act.context": "work",
        "conduct.+": {
            "name": "other",
            "class": "order",
            "context": "travel",
            "gravity": 1,
            "opportunities_per_year": 12,
        },
    }
    rules = {
        "sensing.channels.eye.conduct": ["act", "other"],
        "recording.rules": [
            {"conduct": "act", "points": -30, "months": 90},
            {"conduct": "other", "points": -10, "months": 90},
        ],
        "standing.grades": {"A": 0, "D": -1000},
        "treatment.effects": [{"of": "D", "context": "credit", "strength": 0.8}],
    }
    life = try_out(rules, people, months=1)
    assert life.total("detriment", "work", "credit") == PERSONS * 600_000
    assert life.total("detriment", "travel", "credit") == PERSONS * 200_000


@pytest.mark.parametrize("strength", [0.0, 0.3])
def test_rewards_add_benefit_and_cancel_no_penalty(strength):
    rules = closing("reputation", 0.5) | {
        "standing.lists.+": {"name": "red", "colour": "red", "conduct": ["act"]},
        "treatment.rewards": [{"of": "red", "context": "reputation", "strength": strength}],
    }
    life = try_out(rules)
    assert life["reward"].sum() == PM * round(strength * MICRO)
    assert life["detriment"].sum() == PM * MICRO // 2


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_denials_take_their_share_of_attempts(share):
    people = {"habits": [{"name": "trains", "unit": "tickets", "context": "travel", "per_year": 30}]}
    life = try_out({"treatment.denials": [{"of": "black", "habit": "trains", "share": share}]}, people)
    variance = PM * (2.5 * share * (1 - share) + share**2 / 4)  # two attempts a month, and a third in half of them
    assert abs(life["denied"].sum() - 2.5 * PM * share) <= 5 * variance**0.5
    assert life.sums.denials.sum() == life["denied"].sum()


SEEKING = {"livelihood.jobs.employed_at_start": 0, "livelihood.jobs.find": 0.2, **NEVER}


@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_joint_punishment_denies_jobs_by_its_strength(strength):
    life = try_out(closing("work", strength), {**SEEKING, "conduct.act.opportunities_per_year": 12})
    denied, found = life["jobs_denied"].sum(), life["jobs_found"].sum()
    assert near(denied, denied + found, strength)
    assert near(found, life["unemployed"].sum() + found, 0.2 * (1 - strength))


def test_jobs_are_lost_and_found_at_their_rates():
    life = try_out({}, {**NEVER, "livelihood.jobs.loss": 0.1, "livelihood.jobs.find": 0.3})
    unemployed = life["unemployed"].sum(axis=1)
    before = [0, *unemployed[:-1]]
    assert near(life["jobs_lost"].sum(), sum(PERSONS - u for u in before), 0.1)
    assert near(life["jobs_found"].sum(), sum(before), 0.3)
    assert life["workforce"].sum() == PM
    assert life.sums.months_unemployed.sum() == unemployed.sum()


def test_whoever_takes_no_part_in_work_is_not_counted():
    life = try_out({}, {"livelihood.jobs.participation": 0.75})
    assert near(life["workforce"][0].sum(), PERSONS, 0.75)
    assert life["unemployed"].sum() == 0


BORROWING = {
    "livelihood.credit.need_per_year": 12,
    "livelihood.credit.loan_months": 1,
    "people.traits.conviction": {"law": "uniform", "low": 0, "high": 1},
}


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
def test_the_law_refuses_loans_by_the_access_it_leaves(strength):
    life = try_out(closing("credit", strength), BORROWING)
    asked = life["loans_asked"].sum()
    assert asked > 0
    assert near(life["loans_refused"][:, BY_LAW].sum(), asked, strength)
    assert life["loans_made"].sum() + life["loans_refused"][:, :GOOD].sum() == asked


DEFAULTING = BORROWING | {
    "conduct.+": DEBT,
    "conduct.act.opportunities_per_year": 0,
    "livelihood.credit.need_per_year": 6,
    "livelihood.credit.loan_months": 4,
    "livelihood.credit.unwilling_below": 0.3,
    "livelihood.credit.unwilling": 0.5,
    "livelihood.credit.gain": 0.5,
    "livelihood.credit.loss": 0.5,
    "livelihood.credit.pseudo_repaid": 3,
    "livelihood.credit.pseudo_defaulted": 1,
    "livelihood.courts.sued": 1,
    "livelihood.courts.performs": 0.5,
}
LISTING = {
    "sensing.channels.eye.conduct": ["debt"],
    "recording.rules": [{"conduct": "debt", "points": 0, "months": 100, "refile": False}],
    "standing.lists.black.conduct": ["debt"],
}


def test_lenders_who_see_the_blacklist_refuse_the_listed():
    blind = try_out(LISTING, DEFAULTING, months=36)
    seeing = try_out(LISTING | {"treatment.lenders_see": ["blacklist"]}, DEFAULTING, months=36)
    assert blind["loans_refused"][:, BY_LENDER].sum() == 0
    refused, asked = (seeing[n][24:].sum() for n in ("loans_refused", "loans_asked"))
    assert refused > 0.1 * asked
    # Those seen are those who default: nobody of conviction is refused, and fewer loans fall behind.
    assert seeing["loans_refused"][:, GOOD].sum() == 0
    assert seeing["defaulted"].sum() < 0.7 * blind["defaulted"].sum()


def test_some_refused_requests_are_granted_all_the_same():
    rules = LISTING | {"treatment.lenders_see": ["blacklist"]}
    shut = {"livelihood.credit.gain": 0.01, "livelihood.credit.loss": 1.0, "livelihood.credit.pseudo_repaid": 1}
    life = try_out(rules, DEFAULTING | shut | {"livelihood.credit.exploration": 0.25}, months=24)
    assert near(life["loans_made"].sum(), life["loans_asked"].sum(), 0.25)


def test_savings_hold_out_as_long_as_they_last():
    """With savings of two months, no job and a debt, nobody falls behind in the first months; then everybody does."""
    people = {
        **SEEKING,
        "livelihood.jobs.find": 0,
        "livelihood.savings": {"at_start": 3.0, "saved": 0, "spent": 1.0, "maximum": 3},
        "livelihood.credit.need_per_year": 12,
        "livelihood.credit.loan_months": 120,
        "livelihood.credit.unable": 1,
        "livelihood.credit.gain": 10,
        "livelihood.credit.loss": 0.001,
    }
    life = try_out({}, people, months=6)
    repaid = life["repaid"].sum()
    assert [int(n) for n in life["defaults"].sum(axis=(1, 2))[:2]] == [0, 0]
    assert life["defaults"][2].sum() == PERSONS - repaid
    assert life["defaults"][:, 0].sum() == life["defaults"].sum()


@pytest.mark.parametrize("chance", [0.0, 0.04])
def test_courts_err_at_their_rate_and_set_aside_at_theirs(chance):
    life = try_out({}, {"livelihood.courts.error_per_year": 12 * chance, "livelihood.courts.set_aside": 0.5})
    wrong = life["solvency"][:, 6].sum(axis=1)
    clear = PERSONS - wrong
    assert near(life["judgments"][:, 2].sum(), PERSONS + clear[:-1].sum(), chance)
    assert near(life["performed"][:, 2].sum(), wrong[:-1].sum(), 0.5)


@pytest.mark.parametrize(("strength", "hazard"), [(0.0, 0.05), (0.5, 0.05 + 0.4 * 0.5)])
def test_detriment_makes_debtors_perform(strength, hazard):
    people = DEFAULTING | {
        "livelihood.credit.need_per_year": 0,
        "livelihood.courts.backlog": 1.0,
        "livelihood.courts.backlog_unwilling": 1.0,
        "livelihood.courts.performs": 0.05,
        "livelihood.courts.performs_with_detriment": 0.4,
    }
    life = try_out(LISTING | closing("credit", strength), people)
    assert near(life["performed"].sum(), life["in_state"].sum(), hazard)


def test_arrears_are_cured_sued_or_stand():
    people = DEFAULTING | {
        "livelihood.credit.unwilling": 1.0,
        "livelihood.credit.unwilling_below": 1.0,
        "livelihood.courts": {
            "cure": 0.2,
            "sued": 0.3,
            "judgment_after_months": 2,
            "error_per_year": 0,
            "set_aside": 0,
            "performs": 0,
            "performs_with_detriment": 0,
            "performs_when_able": 0,
        },
    }
    life = try_out({"recording.rules": [], "sensing.channels": [], "standing.lists": []}, people, months=30)
    stages = life["solvency"].sum(axis=2)
    arrears, pending = stages[:-1, 2].sum(), stages[:-1, 3].sum()
    assert near(life["judgments"].sum(), pending, 1 / 2)
    joined = (stages[1:, 3] - stages[:-1, 3]).sum() + life["judgments"][1:].sum()
    assert near(joined, arrears, 0.3)


def test_a_loan_lives_its_mean():
    life = try_out({}, BORROWING | {"livelihood.credit.loan_months": 5}, months=24)
    assert near(life["repaid"].sum(), life["solvency"][:-1, 1].sum(), 1 / 5)


def test_origins_of_the_booked_loss_are_those_of_the_records():
    life = try_out(closing("reputation", 0.5))
    assert life["detriment"][:, :, CONTEXTS.index("reputation"), TRUE - 1].sum() == life["detriment"].sum() > 0
    wrong = try_out(closing("reputation", 0.5) | {"sensing.channels.eye.false_records_per_year": 6}, NEVER)
    assert wrong["detriment"][:, :, :, TRUE - 1].sum() == 0 < wrong["detriment"].sum()
