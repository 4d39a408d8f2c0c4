from __future__ import annotations

import pytest

from underheaven.fields.codes import ARREARS, BORROWING, CLEAR, ERROR, OWES, OWES_UNABLE, OWES_UNWILLING, PENDING, WORK

EMPLOYED, WORKER, UNWILLING = 1, 2, 32
IN_WORK, SEEKING = EMPLOYED | WORKER, WORKER


@pytest.mark.parametrize("stage", [CLEAR, BORROWING, ARREARS, PENDING, OWES, ERROR])
@pytest.mark.parametrize("unwilling", [0, 1])
@pytest.mark.parametrize("work", [0, SEEKING, IN_WORK])
def test_the_byte_of_livelihood_says_what_was_put_in(kernel, stage, unwilling, work):
    k = kernel("livelihood")
    live = k.set_solvency_stage(work | (PENDING << 2), stage, unwilling)
    assert live < 256
    assert (k.solvency_stage(live), live & 3, bool(live & UNWILLING)) == (stage, work, bool(unwilling))


@pytest.mark.parametrize(
    ("live", "savings", "able"),
    [
        (IN_WORK, 0, True),
        (SEEKING, 0, False),
        (SEEKING, 1, True),
        (0, 0, True),
    ],
)
def test_who_can_pay(kernel, live, savings, able):
    assert bool(kernel("livelihood").can_pay(live, savings)) == able


@pytest.mark.parametrize(
    ("work", "unwilling", "shown"),
    [
        (IN_WORK, 1, OWES_UNWILLING),
        (SEEKING, 1, OWES_UNABLE),
        (IN_WORK, 0, OWES_UNABLE),
    ],
)
def test_unwilling_is_who_could_pay_and_is_not_minded_to(kernel, work, unwilling, shown):
    k = kernel("livelihood")
    assert k.tallied_stage(k.set_solvency_stage(work, OWES, unwilling), 0) == shown


@pytest.fixture
def jobs(people):
    people.job_loss[0], people.job_find[0] = 1000, 4000
    return people


@pytest.mark.parametrize(
    ("live", "u", "after", "counted"),
    [
        (IN_WORK, 999, SEEKING, "jobs_lost"),
        (IN_WORK, 1000, IN_WORK, None),
        (SEEKING, 999, IN_WORK, "jobs_found"),
        (SEEKING, 1000, SEEKING, "jobs_denied"),
        (SEEKING, 3999, SEEKING, "jobs_denied"),
        (SEEKING, 4000, SEEKING, None),
        (0, 0, 0, None),
    ],
)
def test_jobs_are_lost_found_and_denied(kernel, jobs, rules, tally, live, u, after, counted):
    """Access to work is a quarter: of four jobs that would be found, three are denied."""
    rules.access[0, WORK] = 0.25
    assert kernel("livelihood").update_work(jobs, rules, tally, live, 0, 1, 0, u) == after
    for name in ("jobs_lost", "jobs_found", "jobs_denied"):
        assert tally[name][1] == (name == counted)


@pytest.mark.parametrize(
    ("live", "savings", "after"),
    [
        (IN_WORK, 100, 150),
        (IN_WORK, 990, 1000),
        (SEEKING, 700, 0),
        (SEEKING, 900, 100),
        (0, 500, 500),
    ],
)
def test_savings_grow_with_work_and_fall_without(kernel, people, live, savings, after):
    people.saved, people.spent, people.savings_maximum = 50, 800, 1000
    assert kernel("livelihood").update_savings(people, live, savings) == after
