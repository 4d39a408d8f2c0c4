"""The months of a result that does not start at its first month: cut in front, each month keeps its name."""

import json

import pytest

from underheaven.measure.calendar import (
    AMENDMENT_MONTHS,
    FIRST_MONTHS,
    WAITING_MONTHS,
    amendment_months,
    has_relative_months,
    months_from,
    months_waited,
    regime_has_begun,
    scenario_months,
)


def dated(make, first, months, **attrs):
    """A result of so many months from one on, whose world `court` says what is given."""
    said = {name: json.dumps({"court": value}) for name, value in attrs.items()}
    dataset = make(lambda run, world, replicate: None).isel(month=[0] * months)
    return dataset.assign_coords(month=months_from(first, months)).assign_attrs(said)


@pytest.fixture
def whole(make):
    return dated(make, "2013-10", 6, **{FIRST_MONTHS: "2013-10", AMENDMENT_MONTHS: [2, 4], WAITING_MONTHS: 1})


@pytest.fixture
def counted(make):
    return dated(make, "0001-01", 6, **{FIRST_MONTHS: "2013-10", AMENDMENT_MONTHS: [2, 4], WAITING_MONTHS: 1})


def test_a_whole_result_names_the_months_of_its_amendments(whole, counted):
    for dataset in (whole, counted):
        assert amendment_months(dataset, "court") == ["2013-12", "2014-02"]
        assert months_waited(dataset, "court") == 1


@pytest.mark.parametrize(
    ("cut", "amended", "waited"),
    [
        (1, ["2013-12", "2014-02"], 0),
        (2, ["2014-02"], 0),
        (3, ["2014-02"], 0),
        (5, [], 0),
    ],
)
def test_months_that_were_cut_off_in_front_move_no_amendment(whole, counted, cut, amended, waited):
    for dataset in (whole, counted):
        later = dataset.isel(month=slice(cut, None))
        assert amendment_months(later, "court") == amended
        assert months_waited(later, "court") == waited
        assert scenario_months(later, "court") == months_from("2013-10", 6)[cut:]
        assert regime_has_begun(later, "court")
    assert has_relative_months(counted.isel(month=slice(cut, None)))


def test_months_that_were_cut_off_behind_say_nothing_of_later_ones(whole):
    assert amendment_months(whole.isel(month=slice(0, 3)), "court") == ["2013-12"]


def test_a_regime_that_waits_longer_than_what_was_cut_waits_for_the_rest(make):
    late = dated(make, "2013-10", 6, **{FIRST_MONTHS: "2013-10", WAITING_MONTHS: 4})
    assert months_waited(late.isel(month=slice(3, None)), "court") == 1
    assert not regime_has_begun(late.isel(month=slice(0, 3)), "court")
