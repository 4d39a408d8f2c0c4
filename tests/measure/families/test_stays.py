"""First stays of a result made by hand: whose they are, under which law they began, and what became of them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from underheaven.fields.codes import APPEALED, EXPIRED, PERFORMED, RENEWED, STAY_ENDS
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.tallies import TALLIES
from underheaven.measure.families import stay_cohorts, stays
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.schema import RecordedRun, field_shape

from ..conftest import LABELS, PERSONS_BY_GROUP

MONTHS = [f"{2013 + (9 + m) // 12}-{(9 + m) % 12 + 1:02d}" for m in range(40)]
N = 48
LAW = {**LABELS, "amended": ("-5", "3", "90")}


def run(fill=None):
    tallies = {f.name: np.zeros((len(MONTHS), *field_shape(f, LABELS)), np.int64) for f in TALLIES}
    tallies["persons"][:] = np.array(PERSONS_BY_GROUP) * N // 8
    found = RecordedRun(tallies, {f.name: np.zeros(N, f.dtype) for f in PERSON_FIELDS}, LAW if fill else LABELS)
    if fill:
        fill(found.sums)
    return found


def fill(sums):
    """Sixteen enter in the month after the amendment, sixteen before it, eight late; eight of the first wrongly."""
    sums["group"][:] = np.arange(N) % 4
    entry, months, end = sums["stay_entry"], sums["stay_months"], sums["stay_end"]
    entry[:16], months[:16], end[:16] = 4, np.arange(16) + 3, 1 + PERFORMED
    sums["stay_wrongful"][:12] = 1
    end[:6], end[6:8] = 1 + APPEALED, 1 + EXPIRED
    entry[16:32], months[16:32], end[16:32] = 2, 1, 1 + EXPIRED
    entry[32:40], months[32:40] = 39, 2


@pytest.fixture
def dataset():
    return assemble_dataset([[run(), run()], [run(fill), run(fill)]], ["none", "court"], {}, MONTHS)


def of_court(array):
    return array.sel(scenario="court").values


def test_the_result_knows_its_laws(dataset):
    """What was amended before the run, or would be after it, cuts nothing."""
    assert json.loads(dataset.attrs["amended"]) == {"none": [], "court": [3]}
    assert stay_cohorts.amendment_periods(dataset, "court") == [
        stay_cohorts.EntryCohort(1, 3),
        stay_cohorts.EntryCohort(4, 40),
    ]
    assert stay_cohorts.longest_period(dataset, "court") == stay_cohorts.EntryCohort(4, 40)
    assert stay_cohorts.longest_period(dataset, "none") == stay_cohorts.EntryCohort(1, 40)


def test_counted_by_hand(dataset):
    """Of the sixteen under the law of most months, half are off after 10 months; the late eight say nothing of it."""
    assert of_court(stays.stay_median(dataset)) == pytest.approx([10, 10])
    assert of_court(stays.stay_mean_24(dataset)) == pytest.approx([np.mean(np.arange(16) + 3)] * 2)
    assert of_court(stays.still_on_24(dataset)) == pytest.approx([0, 0])
    assert np.isnan(of_court(stays.stay_mean_60(dataset))).all()
    assert np.isnan(stays.stay_median(dataset).sel(scenario="none")).all()


def test_those_wrongly_listed_are_the_twelve(dataset):
    assert of_court(stays.wrongful_stay_median(dataset)) == pytest.approx([8, 8])
    assert of_court(stays.corrected_within_12(dataset)) == pytest.approx([6 / 12] * 2)
    assert of_court(stays.corrected_within_24(dataset)) == pytest.approx([6 / 12] * 2)
    assert of_court(stays.wrongful_still_on_24(dataset)) == pytest.approx([0, 0])
    assert of_court(stays.wrongful_stay_mean_24(dataset)) == pytest.approx([np.mean(np.arange(12) + 3)] * 2)


def test_ways_out_add_up_to_one(dataset):
    found = stays.exit_shares(dataset, 12).sel(scenario="court")
    assert found.sum("stay_end").values == pytest.approx([1, 1])
    assert found.sel(stay_end="still on").values == pytest.approx([6 / 16] * 2)
    assert found.sel(stay_end="performed").values == pytest.approx([2 / 16] * 2)
    assert found.sel(stay_end="appealed").values == pytest.approx([6 / 16] * 2)
    wrongful = stays.exit_shares(dataset, 12, wrongful=True).sel(scenario="court")
    assert wrongful.sel(stay_end="expired").values == pytest.approx([2 / 12] * 2)
    assert set(found["stay_end"].values) == set(STAY_ENDS)


def test_a_cohort_has_curves_of_its_own(dataset):
    first, _ = stay_cohorts.amendment_periods(dataset, "court")
    court = [str(name) for name in dataset["scenario"].values].index("court")
    stays_of_first = [stay_cohorts.read_stays(dataset, court, replicate).of_cohort(first) for replicate in range(2)]
    assert [stay_cohorts.cohort_curve(dataset, found).median() for found in stays_of_first] == [1, 1]


def test_categories_hold_those_who_lived_there_throughout(dataset):
    """Twelve of men and of women would not do with one renewed: nine are left of one of them."""
    dataset["person_stay_entry"].loc[{"scenario": "court"}] = 4
    dataset["person_stay_months"].loc[{"scenario": "court"}] = 30
    dataset["person_stay_end"].loc[{"scenario": "court"}] = 1 + RENEWED
    dataset["person_renewals"][1, :, :30] = 1
    found = stays.still_on_24_by_category(dataset)
    assert set(found) == {"men", "women", "40-49", "other"}
    assert np.isnan(of_court(found["men"])).all()
    dataset["person_renewals"][:] = 0
    assert of_court(stays.still_on_24_by_category(dataset)["men"]) == pytest.approx([1, 1])
