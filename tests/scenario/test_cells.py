from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from underheaven.kernel.table_layout import GUIDE_BITS, GUIDE_LENGTH
from underheaven.scenario.cells import build_cells, draw_thresholds, threshold_guide
from underheaven.spec.models.people import EVERYONE, Attribute, People, Traits

ONE = 2**32
FIXED = {"law": "fixed", "value": 0.5}


def people(*attributes):
    return People(
        persons=100,
        regions=[{"name": "here", "persons": 1}],
        attributes=list(attributes),
        traits=Traits(conviction=FIXED, aversion=FIXED, grievance=FIXED, speech_threshold=FIXED),
    )


SEX = Attribute(name="sex", categories={"women": 1, "men": 3})
AGE = Attribute(
    name="age", categories={"young": 2, "grown": 1, "old": 1}, report_as={"young": ["young"], "other": ["grown", "old"]}
)
INCOME = Attribute(name="income", of="household", categories={"low": 1, "high": 1}, report_as="not reported")


def test_cells_cross_what_a_household_has_with_what_a_person_is():
    cells = build_cells(people(SEX, AGE, INCOME))
    assert len(cells.categories) == 2 * 2 * 3
    assert [c["income"] for c in cells.categories] == ["low"] * 6 + ["high"] * 6
    assert cells.shares.sum() == pytest.approx(1)
    men_old_high = next(i for i, c in enumerate(cells.categories) if set(c.values()) == {"men", "old", "high"})
    assert cells.shares[men_old_high] == pytest.approx(0.75 * 0.25 * 0.5)


def test_groups_are_what_the_attributes_report():
    cells = build_cells(people(SEX, AGE, INCOME))
    assert cells.group_labels == ("women, young", "women, other", "men, young", "men, other")
    for category, group in zip(cells.categories, cells.group, strict=True):
        label = cells.group_labels[group]
        assert category["sex"] == label.split(", ")[0]
        assert (category["age"] == "young") == label.endswith("young")


@pytest.mark.parametrize("attributes", [(), (INCOME,)])
def test_without_reported_attributes_there_is_one_group(attributes):
    assert build_cells(people(*attributes)).group_labels == (EVERYONE,)


def test_factors_multiply_over_attributes():
    cells = build_cells(people(SEX, INCOME))
    factor = cells.factor({"sex": {"men": 2.0}, "income": {"high": 3.0}})
    assert factor.tolist() == [1, 2, 3, 6]
    assert cells.factor({}).tolist() == [1, 1, 1, 1]


def test_a_choice_of_categories_is_met_in_every_attribute():
    cells = build_cells(people(SEX, INCOME))
    assert cells.is_among({"sex": ["men"]}).tolist() == [0, 1, 0, 1]
    assert cells.is_among({"sex": ["men"], "income": ["low"]}).tolist() == [0, 1, 0, 0]
    assert cells.is_among({}).tolist() == [1, 1, 1, 1]


def test_means_by_group_are_weighted_by_shares():
    cells = build_cells(people(SEX, AGE))
    value = np.array([{"young": 0, "grown": 1, "old": 3}[c["age"]] for c in cells.categories], float)
    assert cells.group_means(value).tolist() == pytest.approx([0, 2, 0, 2])


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60).filter(lambda x: sum(x) > 0))
def test_thresholds_rise_to_one_and_guides_point_at_or_below(shares):
    cumulative = draw_thresholds(np.array(shares))
    assert cumulative[-1] == ONE
    assert (np.diff(cumulative) >= 0).all()
    start = threshold_guide(cumulative)
    for stretch in range(0, GUIDE_LENGTH, 17):
        u = stretch << (32 - GUIDE_BITS)
        found = next(c for c in range(len(cumulative)) if u < cumulative[c])
        assert start[stretch] == found


def test_thresholds_are_the_cumulative_shares():
    assert draw_thresholds(np.array([1, 1, 2])).tolist() == [ONE // 4, ONE // 2, ONE]
