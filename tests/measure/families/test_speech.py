"""Speech, on results small enough to count."""

from __future__ import annotations

import numpy as np

from underheaven.measure.families import speech
from underheaven.measure.registry import PAIRED


def fill(run, world, replicate):
    run.sums["months_speaking"][:4] = [[3, 2, 0, 1], [1, 0, 3, 1]][world]
    run.tallies["speaking"][:, 0] = [[3, 2, 1], [0, 2, 3]][world]
    run.tallies["silenced"][:, 2] = [[0, 0, 0], [0, 1, 2]][world]
    run.tallies["legitimacy"][2] = [65_535 * 8, 65_535 * 2][world]


def test_share_of_months(make):
    dataset = make(fill)
    assert speech.speaking(dataset).values.ravel().tolist() == [6 / 24, 5 / 24]
    assert speech.speaking_by_group(dataset).values[:, 0].tolist() == [[1, 0, 0, 0], [5 / 6, 0, 0, 0]]
    assert speech.legitimacy(dataset).values.ravel().tolist() == [1, 0.25]


def test_who_is_silent_for_fear_and_who_speaks_are_all_who_would(make):
    assert speech.falsification_gap(make(fill)).values.ravel().tolist() == [0, 3 / 24]


def test_new_speakers_do_not_hide_the_silenced(make):
    chilled = speech.chilled_speech(make(fill), "none")
    assert chilled.dims == ("scenario", "replicate")
    assert chilled.values.ravel().tolist() == [0, 4 / 6]
    assert speech.chilled_speech(make(fill), "court").values.ravel().tolist() == [3 / 5, 0]


def test_a_month_of_silence_that_the_same_person_makes_up_for_is_not_seen(make):
    """One person speaks in the first month in one world and in the last in the other: nothing is chilled."""

    def moved(run, world, replicate):
        run.sums["months_speaking"][0] = 1
        run.tallies["speaking"][2 * world, 0] = 1

    assert speech.chilled_speech(make(moved), "none").values.ravel().tolist() == [0, 0]
    assert "lower bound" in PAIRED["chilled_speech"].definition


def test_two_worlds_that_differ_by_chance_alone_chill_nothing_on_the_whole(make):
    """One person speaks in one world and another in the other: half the speech is lost, and as much is gained."""

    def shuffled(run, world, replicate):
        run.sums["months_speaking"][world] = 1

    dataset = make(shuffled)
    assert speech.chilled_speech(dataset, "none").values.ravel().tolist() == [0, 1]
    assert speech.chilled_speech_signed(dataset, "none").values.ravel().tolist() == [0, 0]


def test_no_speech_cannot_be_chilled(make):
    assert np.isnan(speech.chilled_speech(make(), "none")).all()
    assert np.isnan(speech.chilled_speech_signed(make(), "none")).all()
