"""Jobs, offences and records as a chain, at two points, and what a wrong link does to it."""

import pytest

from underheaven.errors import RequestError
from underheaven.verify import sample_size
from underheaven.verify.cases import livelihood
from underheaven.verify.runner import run_case

QUICK = {"loss": 0.1, "offend_employed": 0.02, "offend_unemployed": 0.1, "delist": 0.2, "find_listed": 0.1}


def test_the_share_listed_and_the_shares_employed_hold():
    listed, work, clean = (
        run_case("record-job-chain"),
        run_case("record-job-work"),
        run_case("record-job-work", standing="clean"),
    )
    assert listed.expected == pytest.approx(0.0402915, abs=1e-7)
    assert work.expected == pytest.approx(0.885763, abs=1e-6)
    assert clean.expected == pytest.approx(0.944602, abs=1e-6)
    for checked in (listed, work, clean):
        assert checked.verdict == "pass", checked


@pytest.mark.parametrize("name", ["record-job-chain", "record-job-work", "record-job-idle"])
def test_the_chain_holds_elsewhere(name):
    checked = run_case(name, **QUICK)
    assert checked.verdict == "pass", checked


def test_a_chain_whose_list_closes_no_job_is_found_out(monkeypatch):
    right = livelihood.job_record_chain
    monkeypatch.setattr(
        livelihood, "job_record_chain", lambda values: right(dict(values) | {"find_listed": values["find_unlisted"]})
    )
    assert run_case("record-job-work", **QUICK).verdict == "fail"
    assert run_case("record-job-idle", **QUICK).verdict == "fail"


@pytest.mark.parametrize("share", [0.5, -0.5])
def test_jobs_found_otherwise_by_the_listed_are_found_out(share):
    case = next(case for case in livelihood.CASES if case.name == "record-job-idle")
    values = case.resolve_values({})
    assert sample_size.run_check(case, values).verdict == "pass"
    assert (
        sample_size.run_check(case, values, simulated=sample_size.plant_fault(values, "find_listed", share)).verdict
        == "fail"
    )


def test_impossible_chains_are_refused():
    with pytest.raises(RequestError, match="Exchange the two"):
        run_case("record-job-chain", find_listed=0.5)
    with pytest.raises(RequestError, match="Write higher hazards"):
        run_case("record-job-chain", delist=0.005, offend_employed=1e-4, offend_unemployed=1e-4)
