"""Groups that are all alike, and what names one of them by chance alone."""

from dataclasses import replace

import numpy as np
import pytest

from underheaven.measure.families import fairness
from underheaven.measure.inference import event_intervals
from underheaven.measure.inference.multiple_comparisons import significant_differences
from underheaven.show.report.findings import fairness_findings, listing_findings
from underheaven.verify.effort import USUAL_EFFORT, using_effort
from underheaven.verify.inference import group_findings
from underheaven.verify.inference.permuted_labels import permute_labels


def figure(check, of, times=0.5):
    with using_effort(replace(USUAL_EFFORT, replicates=round(USUAL_EFFORT.replicates * times))):
        return check({"of": of})


@pytest.mark.parametrize("of", ["detriment", "wrongly-listed", "listed"])
def test_no_group_is_named_where_all_are_alike(of):
    assert figure(group_findings.check_false_names, of).verdict == "pass"


def test_pairs_without_holms_correction_are_found(monkeypatch):
    """Of 46 pairs, one or another has an interval of its own without nought in most studies."""

    def own(found):
        return {key: one for key, one in found.items() if not one.low <= 0 <= one.high}

    monkeypatch.setattr(listing_findings, "significant_differences", own)
    assert figure(group_findings.check_false_names, "listed").verdict == "fail"


def test_groups_by_an_interval_half_as_wide_are_found(monkeypatch):
    def narrow(found):
        half = {k: replace(i, low=(i.mean + i.low) / 2, high=(i.mean + i.high) / 2) for k, i in found.items()}
        return significant_differences(half)

    monkeypatch.setattr(fairness_findings, "significant_differences", narrow)
    assert figure(group_findings.check_false_names, "wrongly-listed", 2.0).verdict == "fail"


@pytest.mark.parametrize("of", ["mean", "coverage", "ratio"])
def test_selected_groups_are_not_the_winners_of_a_lottery(of):
    assert figure(group_findings.check_selected_groups, of).verdict == "pass"


def test_groups_chosen_on_the_persons_they_are_measured_on_are_found(monkeypatch):
    def winners(count, total, fold):
        everybody, sums = count.sum(axis=0), total.sum(axis=0)
        gaps = [fairness.standardised_gap(everybody, sums, group) for group in range(len(everybody))]
        return max(gaps) - min(gaps)

    monkeypatch.setattr(fairness, "_held_out_gap", winners)
    assert figure(group_findings.check_selected_groups, "mean").verdict == "fail"
    assert figure(group_findings.check_selected_groups, "coverage").verdict == "fail"


def test_a_jackknife_without_its_factor_is_found(monkeypatch):
    right = event_intervals._jackknife_half_width
    monkeypatch.setattr(
        event_intervals, "_jackknife_half_width", lambda left_out: right(left_out) / (len(left_out) - 1) ** 0.5
    )
    assert figure(group_findings.check_selected_groups, "ratio").verdict == "fail"


def test_labels_are_dealt_within_bands_and_nothing_else_moves():
    with using_effort(replace(USUAL_EFFORT, replicates=8)):
        pool = group_findings.simulate_acting_groups()
        one, other = permute_labels(pool, 2)
    (first,) = permute_labels(pool, 1, within=False)
    for lot in (one, other, first):
        assert set(lot.data_vars) == set(pool.data_vars)
        assert np.array_equal(lot["person_acts"].values, pool["person_acts"].values)
        assert (lot["person_group"].values != pool["person_group"].values).any()
    acts = pool["person_acts"].values[0, 0]
    for group in range(6):
        for count in (0, 1, 2):  # bands of one count each
            before, after = ((d["person_group"].values[0, 0] == group) & (acts == count) for d in (pool, one))
            assert before.sum() == after.sum()
