"""City scores and the commercial score: benefits draw good works, rumour deters, and nothing is closed."""

from __future__ import annotations

import pytest

from underheaven.fields.codes import CONTEXTS
from underheaven.labels import REMOVAL_REASONS
from underheaven.spec.io.document_reader import read_regime

from .lived import FREE, PERSONS, REMOVED, lived

CITY, COUNTRY = "rongcheng", "imagined-country"
SHUT = {"recording.rules.volunteering.evadable": False}


@pytest.mark.parametrize(("city", "low", "high"), [("fuzhou-2018", 1.2, 1.5), ("hangzhou-2018", 1.15, 1.45)])
def test_benefits_draw_volunteers(city, low, high):
    """If all sign up it grows by the stated factor, else by a fifth of that; without benefits by not one act."""
    usual = lived("none", CITY).acts("volunteering")
    life, of_all = lived(city, CITY), lived(city, CITY, {"consent": {}}).acts("volunteering") / usual
    assert low < of_all < high
    assert 0.1 * (of_all - 1) < life.acts("volunteering") / usual - 1 < 0.4 * (of_all - 1)
    assert lived(city, CITY, {"treatment.rewards": []}).acts("volunteering") == usual
    assert life.lost.sum() == 0 < life.gained.sum()


def test_fuzhou_starts_in_the_fifth_grade_and_a_good_year_lifts_to_the_fourth():
    life = lived("fuzhou-2018", CITY)
    assert 0.6 < life.graded("grade 5") < 0.85
    assert 0.15 < life.graded("grade 4") < 0.35
    unmoved = lived("fuzhou-2018", CITY, {"recording.rules.volunteering.points": 0, **SHUT})
    assert unmoved.graded("grade 4") < 0.3 * life.graded("grade 4")


def test_most_stay_in_the_middle_band_of_hangzhou():
    life = lived("hangzhou-2018", CITY)
    assert 0.85 < life.graded("good") < 0.95
    assert 0.03 < life.graded("best") + life.graded("excellent") < 0.1
    assert lived("hangzhou-2018", CITY, {"standing.start": 590}).graded("good") < 0.3


def test_sesame_deters_by_rumour_alone():
    """One act of disorder in five is left undone, half if all had an account, none by who knows that nothing closes."""
    usual = lived("none", COUNTRY).acts("disorder in a train or hotel")
    life, known = lived("sesame-2015", COUNTRY), lived("sesame-2015", COUNTRY, {"opacity": 0.0})
    assert 0.75 < life.acts("disorder in a train or hotel") / usual < 0.86
    everybody = lived("sesame-2015", COUNTRY, {"consent.share": 1.0})
    assert 0.4 < everybody.acts("disorder in a train or hotel") / usual < 0.6
    assert 0.99 < known.acts("disorder in a train or hotel") / usual < 1.01
    assert life["weight_true"].sum() == 0 < life["weight_believed"].sum()


def test_most_who_join_leave_no_deposit_with_sesame():
    life = lived("sesame-2015", COUNTRY)
    assert 0.8 < life.graded("outstanding") + life.graded("excellent") < 0.9
    assert life.gained.sum() > 0.1
    assert lived("sesame-2015", COUNTRY, {"standing.start": 640}).gained.sum() == 0


@pytest.mark.parametrize("city", ["fuzhou-2018", "hangzhou-2018"])
def test_one_in_five_signs_up_and_the_young_before_the_old(city):
    life = lived(city, CITY)
    assert 0.18 < life["joined"][-1].sum() / (life["joined"][-1] + life["stayed_out"][-1]).sum() < 0.24
    assert life.joined("18-39") > 1.2 * life.joined("40-49") > 1.8 * life.joined("50 and over")
    alike = lived(city, CITY, {"consent.factors": {}})
    assert 0.9 < alike.joined("18-39") / alike.joined("50 and over") < 1.1
    asked_nobody = lived(city, CITY, {"consent": {}})
    assert asked_nobody["joined"].sum() == asked_nobody["stayed_out"].sum() == 0
    assert life["recorded"].sum() < 0.3 * asked_nobody["recorded"].sum()


@pytest.mark.parametrize(("city", "least"), [("fuzhou-2018", 150), ("hangzhou-2018", 15)])
def test_hours_are_written_down_that_nobody_worked(city, least):
    """Where that costs nobody anything; as it stands a few are, and without the gap none."""
    assert lived(city, CITY, people=FREE)["faked_acts"].sum() > least > lived(city, CITY)["faked_acts"].sum() > 0
    assert lived(city, CITY, SHUT, people=FREE)["faked_acts"].sum() == 0


def test_half_of_those_who_signed_up_in_fuzhou_do_not_think_of_it():
    """What a record is believed to bring halves again beside what opacity leaves of it."""
    none, half, all_ = (lived("fuzhou-2018", CITY, {"awareness": share}).believed for share in (0.0, 0.5, 1.0))
    assert none < 0.1 < 0.2 < half < 0.32 < 0.49 < all_ < 0.51


def test_four_in_ten_have_an_account_and_the_others_pay_for_having_none():
    """Each of those who stay out loses two hundredths of consumption a month, and nobody else loses anything."""
    life = lived("sesame-2015", COUNTRY)
    assert 0.38 < life["joined"][-1].sum() / (life["joined"][-1] + life["stayed_out"][-1]).sum() < 0.43
    months_out = life["stayed_out"].sum() / PERSONS
    assert life.lost.sum(axis=0)[CONTEXTS.index("consumption")] == life.lost.sum()
    assert life.lost.sum() / months_out == pytest.approx(0.02 * 0.9 * 0.15, rel=1e-3)
    assert lived("sesame-2015", COUNTRY, {"treatment.effects.no account.consumption.strength": 0.0}).lost.sum() == 0


def test_scores_of_friends_move_few_out_of_a_band():
    """A twentieth of their mean distance from the start is too little to lose a deposit over, but for a few."""
    life, alone = lived("sesame-2015", COUNTRY), lived("sesame-2015", COUNTRY, {"standing.association": 0.0})
    assert life["score"].sum() < alone["score"].sum()
    assert abs(life.graded("excellent") - alone.graded("excellent")) < 0.01
    heavy = lived("sesame-2015", COUNTRY, {"standing.association": 0.6})
    assert heavy.graded("excellent") < alone.graded("excellent") - 0.01


def test_coverage_of_the_platform_is_not_counted_twice():
    """Who joins is the share of users; of those who did, every act on the platform can be seen."""
    regime = read_regime("sesame-2015").model
    assert regime.consent.share == 0.404
    assert {channel.coverage for channel in regime.sensing.channels} == {1.0}


def test_paid_fees_are_taken_off_the_file_in_hangzhou_before_their_term():
    life = lived("hangzhou-2018", CITY)
    early = REMOVAL_REASONS.index("early")
    assert 0.5 * life.filed("late fees") < life["removals"][:, early].sum() < life.filed("late fees")
    kept = {f"recording.rules.late fees.{key}": REMOVED for key in ("early_removal", "early_removal_after_months")}
    assert lived("hangzhou-2018", CITY, kept)["removals"][:, early].sum() == 0
