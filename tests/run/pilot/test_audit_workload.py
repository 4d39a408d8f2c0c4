"""What an audit is going to run, before it does: parts, their sizes, and the whole."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from underheaven.run.forecast import forecast_run
from underheaven.run.pilot.audit_workload import audit_workload
from underheaven.run.public import plan_comparison
from underheaven.run.reform import MAX_REFORM_MONTHS, plan_reform_sets
from underheaven.run.uncertainty.parameter_samples import BASE_CASE_SEEDS, MAX_OAT_PARAMETERS
from underheaven.show.text.audit_workload import SIZES_NOTE, audit_workload_lines

COURT = "court-defaulters-2013"


@pytest.fixture(scope="module")
def study():
    return plan_comparison(COURT, society="village", persons=3_000, months=80, replicates=2)


def test_person_months_of_all_parts_are_those_that_are_lived(study):
    extent = audit_workload(study, 4, True)
    base, samples, reforms = extent.parts
    burn_in = study.society.model.burn_in_months
    assert base.person_months == 2 * 3_000 * (burn_in + 2 * 80)
    runs = BASE_CASE_SEEDS + 4 + 2 * MAX_OAT_PARAMETERS
    assert samples.runs == runs
    assert samples.person_months == runs * samples.persons * (burn_in + 2 * 80)
    assert (reforms.of, reforms.months, reforms.persons) == (COURT, MAX_REFORM_MONTHS, 3_000)
    assert reforms.person_months == 2 * 3_000 * (burn_in + MAX_REFORM_MONTHS * reforms.scenarios)


def test_what_is_left_out_is_no_part(study):
    assert len(audit_workload(study, 0, True).parts) == 2
    assert len(audit_workload(study, 0, False).parts) == 1


def test_reforms_are_at_most_what_is_said(study):
    from underheaven.run.execute import execute_study

    result = execute_study(study)
    (most,) = audit_workload(study, 0, True).reforms
    assert plan_reform_sets(study, result)[COURT].person_months <= most.person_months


def test_sizes_and_reasons_are_said_without_a_time_where_nobody_tried(study):
    said = audit_workload_lines(asdict(audit_workload(study, 4, True)))
    assert said[-1] == SIZES_NOTE
    assert "3,000 persons x 80 months x 2 scenarios x 2 replicates, after" in said[1]
    assert "4 parameter samples, 16 seeds of the base case and at most 24 ends" in said[2]
    assert said[3].startswith(f"- Reforms of {COURT}: at most ")
    assert not any("trial" in line for line in said)


def test_times_of_the_parts_add_up_to_that_of_the_whole(study):
    small = replace(study, plan=study.plan.model_copy(update={"persons": 200, "months": 3}))
    tried = forecast_run(small, samples=2, seconds=0.1)
    extent = audit_workload(small, 2, False, tried)
    assert sum(part.seconds for part in extent.parts) == pytest.approx(tried.seconds)
    (head, *_) = audit_workload_lines(asdict(extent))
    assert "according to a pilot run of" in head
    assert "up to" not in head
