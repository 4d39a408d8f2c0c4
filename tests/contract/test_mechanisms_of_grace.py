"""Grace before filing: switched on, (1 - p)^g of the debts are recorded; off, nothing is kept and nothing moves."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.codes import TRUE
from underheaven.verify.case_simulation import load_regime as written
from underheaven.verify.cases import courts
from underheaven.verify.minimal_society import load_minimal_society

from . import bench, worlds
from .test_mechanisms_of_records import COURT, OWING
from .worlds import cpu, live, same

PERSONS = 120
NOTICE = "recording.rules.debt.grace_months"


def cohort(performs: float, grace: int, persons: int = PERSONS, engine=None):
    """Live the world of the verification case: everybody owes from one month on, and has notice in it."""
    society = load_minimal_society(
        courts.UNPAID_DEBT_TOML, judgment_after=1, performs=performs, **courts.FORCED_DEFAULT
    )
    built = worlds.build(written("noticed", grace=grace), society, persons)
    return live(built, courts.MONTHS_TO_OWE + grace + 1, engine or cpu())


def test_both_engines_agree_on_the_closed_form():
    one, other = cohort(0.3, 2, engine=make_engine("plain")), cohort(0.3, 2, engine=cpu(2))
    assert same(one, other) == []
    filed = int(one["recorded"].sum())
    assert bench.near(filed, PERSONS, courts.grace({"performs": 0.3, "grace": 2}))


@pytest.mark.parametrize(("performs", "grace"), [(0.0, 4), (1.0, 1), (0.2, 1), (0.1, 4)])
def test_of_what_is_noticed_what_nobody_pays_in_time_is_filed(performs, grace):
    life = cohort(performs, grace, 4000)
    noticed, cancelled, filed = (life[name] for name in ("notices_given", "notices_cancelled", "recorded"))
    assert noticed[courts.MONTHS_TO_OWE].sum() == 4000
    assert bench.near(filed.sum(), 4000, (1 - performs) ** grace)
    assert filed[:, :, TRUE - 1].sum() == filed[-1].sum() == filed.sum()  # all true, and all in the last month
    assert cancelled[: courts.MONTHS_TO_OWE + grace].sum() + filed.sum() == 4000


def test_conduct_that_is_no_debt_is_filed_when_the_grace_is_over():
    life = bench.try_out({"recording.rules.act": {"conduct": "act", "months": 60, "refile": False, "grace_months": 5}})
    assert [int(n) // bench.PERSONS for n in life["recorded"].sum(axis=(1, 2))] == [0] * 5 + [1] + [0] * 6
    assert life["notices_cancelled"].sum() == 0


def test_without_grace_nothing_is_kept_and_nothing_is_noticed():
    rules = bench.regime(COURT)
    society = bench.society(OWING | {"livelihood.courts.performs": 0.2})
    assert "notices" not in worlds.build(rules, society, 64).extra_state
    life = worlds.run(rules, society, 64, 6)
    assert life.state.notices.size == life["notices_given"].sum() == life["notices_cancelled"].sum() == 0


def test_a_newcomer_has_no_notice():
    rules = bench.regime(COURT | {NOTICE: 100})
    society = bench.society(OWING | {"people.renewed_per_year": 12})
    life = worlds.run(rules, society, 64, 4)
    assert life["notices_given"][0].sum() > 0
    assert not np.any(life.state.notices)


def test_the_closed_form_is_seen_to_be_wrong_where_it_is():
    """A grace of another length is told from the stated one."""
    assert not bench.near(cohort(0.3, 3, 4000)["recorded"].sum(), 4000, courts.grace({"performs": 0.3, "grace": 2}))
