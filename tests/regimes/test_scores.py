"""City scores and the commercial score: benefits draw good works, rumour deters, and nothing is closed."""

from __future__ import annotations

import pytest

from .lived import lived

CITY, COUNTRY = "rongcheng", "imagined-country"


@pytest.mark.parametrize(("city", "low", "high"), [("fuzhou-2018", 1.4, 1.9), ("hangzhou-2018", 1.15, 1.45)])
def test_benefits_draw_volunteers(city, low, high):
    """Volunteering grows by the stated factor; without benefits it is what it was to the last act."""
    usual = lived("none", CITY).acts("volunteering")
    life = lived(city, CITY)
    assert low < life.acts("volunteering") / usual < high
    assert lived(city, CITY, {"treatment.rewards": []}).acts("volunteering") == usual
    assert life.lost.sum() == 0 < life.gained.sum()


def test_fuzhou_starts_in_the_fifth_grade_and_a_good_year_lifts_to_the_fourth():
    life = lived("fuzhou-2018", CITY)
    assert 0.6 < life.graded("grade 5") < 0.85
    assert 0.15 < life.graded("grade 4") < 0.35
    unmoved = lived("fuzhou-2018", CITY, {"recording.rules.volunteering.points": 0})
    assert unmoved.graded("grade 4") < 0.3 * life.graded("grade 4")


def test_most_stay_in_the_middle_band_of_hangzhou():
    life = lived("hangzhou-2018", CITY)
    assert 0.85 < life.graded("good") < 0.95
    assert 0.03 < life.graded("best") + life.graded("excellent") < 0.1
    assert lived("hangzhou-2018", CITY, {"standing.start": 590}).graded("good") < 0.3


def test_sesame_deters_by_rumour_alone():
    """Three to five in ten acts of disorder are left undone; whoever knows that nothing is closed does them all."""
    usual = lived("none", COUNTRY).acts("disorder in a train or hotel")
    life, known = lived("sesame-2015", COUNTRY), lived("sesame-2015", COUNTRY, {"opacity": 0.0})
    assert 0.5 < life.acts("disorder in a train or hotel") / usual < 0.7
    assert 0.99 < known.acts("disorder in a train or hotel") / usual < 1.01
    assert life.lost.sum() == 0


def test_nine_in_ten_leave_no_deposit_with_sesame():
    life = lived("sesame-2015", COUNTRY)
    assert 0.85 < life.graded("outstanding") + life.graded("excellent") < 0.97
    assert life.gained.sum() > 0.2
    assert lived("sesame-2015", COUNTRY, {"standing.start": 640}).gained.sum() == 0
