"""What lenders start from and who falls behind: on, each changes its count by a known size; off, not at all."""

from __future__ import annotations

import pytest

from underheaven.fields.codes import BORROWING as BORROWS

from .bench import PERSONS, near, try_out

BY_LENDER = 1

BORROWING = {
    "livelihood.credit": {
        "need_per_year": 12,
        "loan_months": 1,
        "unable": 0,
        "unwilling_below": 1,
        "unwilling": 0,
        "fear_scale": 1,
        "gain": 0.5,
        "loss": 0.5,
        "pseudo_repaid": 3,
        "pseudo_defaulted": 1,
        "exploration": 0,
    },
}
SEEING = {"treatment.lenders_see": ["blacklist"]}


def believing(**counts):
    """What lenders start from, repaid and defaulted, by standing; everybody acts and is listed from month 1 on."""
    return {"treatment.lenders_believe": [{"of": of, "repaid": r, "defaulted": d} for of, (r, d) in counts.items()]}


@pytest.mark.parametrize(("counts", "lent"), [((1, 3), False), ((2, 2), True), ((0, 0), True), ((9, 1), True)])
def test_lenders_start_from_what_they_believe_of_the_listed(counts, lent):
    """Gain and loss are equal: a half must repay. The first month is kept shut, so that nothing is learned in it."""
    life = try_out(SEEING | believing(clear=(0, 1), blacklisted=counts), BORROWING, months=2)
    asked, refused = life["loans_asked"].sum(axis=1), life["loans_refused"][:, BY_LENDER].sum(axis=1)
    assert asked.tolist() == [PERSONS, PERSONS]
    assert refused.tolist() == [PERSONS, 0 if lent else PERSONS]


def test_what_is_believed_of_others_and_by_the_blind_touches_nobody_who_does_not_look_so():
    nothing = try_out(SEEING, BORROWING)
    assert nothing["loans_refused"].sum() == 0
    others = try_out(SEEING | believing(clear=(0, 5)), BORROWING, months=2)
    assert others["loans_made"][0].sum() == 0 < others["loans_made"][1].sum()
    blind = try_out(believing(clear=(0, 5)), BORROWING)
    assert blind["loans_refused"][:, BY_LENDER].sum() == blind["loans_asked"].sum() > 0


@pytest.mark.parametrize(("weight", "shut"), [(1, True), (1e8, False)])
def test_first_beliefs_yield_to_what_is_seen_by_their_weight(weight, shut):
    """Everybody defaults, and lenders who believe in nine of ten learn it within a year unless they are sure."""
    people = BORROWING | {
        "livelihood.credit.unwilling": 1,
        "livelihood.courts.cure": 1,
        "livelihood.courts.sued": 0,
    }
    life = try_out(SEEING | believing(blacklisted=(9 * weight, weight)), people, months=8)
    assert (life["loans_made"][4:].sum() == 0) == shut
    assert life["repaid"].sum() == 0 < life["defaulted"].sum()


def test_before_the_regime_lenders_start_from_the_society_s_counts():
    """The regime's lenders believe nobody repays. Its towns come in evenly over a year."""
    rules = believing(clear=(0, 1e9)) | {"rollout.full_after_months": 12}
    life = try_out(rules, BORROWING | {"burn_in_months": 3, "people.town_size": 64}, months=14)
    asked, refused = life["loans_asked"].sum(axis=1), life["loans_refused"][:, BY_LENDER].sum(axis=1)
    assert refused[:3].sum() == 0 < life["loans_made"][:3].sum()
    everybody = [month for month in range(3, 17) if asked[month] == PERSONS]
    under = [64 * int((life.built.rules_index_at(month, 0) > 0).sum()) for month in everybody]
    assert refused[everybody].tolist() == under
    assert 0 < under[0] < under[1] < under[-1] == PERSONS


TYPES = {"people.attributes": [{"name": "type", "categories": {"sound": 2, "shaky": 1}}]}


@pytest.mark.parametrize(("sound", "shaky"), [(1.0, 1.0), (0.5, 2.0), (0.0, 9.0)])
def test_default_by_choice_differs_by_attribute(sound, shaky):
    people = (
        BORROWING
        | TYPES
        | {
            "livelihood.credit.unwilling": 0.2,
            "livelihood.credit.unwilling_factors": {"type": {"sound": sound, "shaky": shaky}},
            "livelihood.credit.pseudo_repaid": 1e9,
            "livelihood.credit.loan_months": 3,
        }
    )
    life = try_out({}, people, months=24)
    for place, factor in enumerate((sound, shaky)):
        borrowers = life["solvency"][:-1, BORROWS, place].sum()
        assert borrowers > 1000
        assert near(life["defaults"][1:, 1, place].sum(), borrowers, min(0.2 * factor, 1))


@pytest.mark.parametrize(("sound", "shaky"), [(1.0, 1.0), (0.5, 2.0), (0.0, 9.0)])
def test_falling_behind_unable_differs_by_attribute(sound, shaky):
    people = (
        BORROWING
        | TYPES
        | {
            "livelihood.credit.unable": 0.2,
            "livelihood.credit.unable_factors": {"type": {"sound": sound, "shaky": shaky}},
            "livelihood.credit.pseudo_repaid": 1e9,
            "livelihood.jobs.participation": 1,
            "livelihood.jobs.employed_at_start": 0,
            "livelihood.jobs.find": 0,
            "livelihood.savings.at_start": 0,
        }
    )
    life = try_out({}, people, months=6)
    for place, factor in enumerate((sound, shaky)):
        borrowers = life["solvency"][:-1, BORROWS, place].sum()
        assert borrowers > 1000
        assert near(life["defaults"][1:, 0, place].sum(), borrowers, min(0.2 * factor, 1))
