"""Lives at other values of a study's numbers, one after the other."""

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.run.study import plan_study
from underheaven.run.uncertainty.variants import Variant, VariantSimulator
from underheaven.spec.assumptions.changed_values import with_value

MONTHS = 3


class Counting:
    """An engine that counts the months it lives."""

    def __init__(self):
        self._engine, self.months = make_engine("cpu", 1), 0

    def advance(self, *args):
        self.months += 1
        return self._engine.advance(*args)

    def __getattr__(self, name):
        return getattr(self._engine, name)


@pytest.fixture(scope="module")
def study():
    return plan_study(["imagined-unified"], "none", "imagined-country", persons=300, months=MONTHS, replicates=1)


@pytest.fixture(scope="module")
def lives(study):
    """The stated documents, an end of a rule's term, the start that a clean person is seen at, and more need of loans.

    Where a score starts is seen in everybody, before the regime too.
    """
    (regime, none), society = study.scenarios, study.society
    number = {a.path: a for a in (*regime.assumed, *society.assumed)}
    start, credit = number["standing.start"], number["livelihood.credit.need_per_year"]
    term = next(a for path, a in number.items() if path.startswith("recording.rules.") and a.low < a.high)
    return {
        "stated": Variant((regime, none), society, 0),
        "term": Variant((with_value(regime, term.path, term.high), none), society, 0),
        "start": Variant((with_value(regime, start.path, start.low), none), society, 0),
        "credit": Variant((regime, none), with_value(society, credit.path, credit.high), 0),
        "other luck": Variant((regime, none), society, 1),
    }


def arrays(runs):
    return [array for run in runs for part in (run.tallies, run.sums, run.fitted) for array in part.values()]


def test_what_was_lived_before_changes_nothing(study, lives):
    living = VariantSimulator(make_engine("cpu", 1), study, lambda lived: None)
    for life in (*lives.values(), *lives.values()):
        alone = VariantSimulator(make_engine("cpu", 1), study, lambda lived: None).run_scenarios(life)
        found = living.run_scenarios(life)
        assert all(np.array_equal(mine, its) for mine, its in zip(arrays(found), arrays(alone), strict=True))


@pytest.mark.parametrize(
    ("name", "worlds", "burn_in"),
    [("stated", 0, False), ("term", 1, False), ("start", 2, True), ("credit", 2, True), ("other luck", 2, True)],
)
def test_only_what_a_life_changes_is_lived(study, lives, name, worlds, burn_in):
    engine, counted = Counting(), []
    living = VariantSimulator(engine, study, counted.append)
    living.run_scenarios(lives["stated"])
    engine.months, first, counted[:] = 0, sum(counted), []
    living.run_scenarios(lives[name])
    assert engine.months == worlds * MONTHS + burn_in * study.society.model.burn_in_months
    assert sum(counted) == first
