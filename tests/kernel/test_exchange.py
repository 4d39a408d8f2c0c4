"""Who asks whom, who helps, and what help does to savings."""

from __future__ import annotations

import pytest

from underheaven import draws
from underheaven.fields.codes import ORDER, PUBLIC_BLACKLISTED, PUBLIC_REDLISTED
from underheaven.fields.scales import BELIEF_ONE, MICRO
from underheaven.kernel.argument_types import HelpRequest

from .conftest import ONE, person, state

HELPED, REFUSED, RECEIVED, NO_CONDUCT = 1, 2, 4, 8


@pytest.fixture
def helpers(people):
    """People who all discriminate, are always asked, see every standing and never slip; refusing is kind 0."""
    people.n_kinds, people.refusal_kind, people.class_of[0] = 1, 0, ORDER
    people.meets = people.sees = people.strategy_cum[1] = ONE
    people.help_cost = 1.0
    people.traits[:] = 1.0
    return people


@pytest.fixture
def asked(kernel, helpers, rules, tally, key, dossier):
    """Ask the first person for help."""
    of = state(dossier=dossier())

    def ask(shown=0, month=0, guilty=0.0, watched=0, asked=0):
        of.beliefs[0, 2 * ORDER] = round(guilty * BELIEF_ONE)
        seen, slip = (draws.draw(key, 0, month, purpose, 0) for purpose in (draws.SEEN, draws.SLIP))
        strategy = draws.draw(key, 0, 0, draws.STRATEGY, 0)
        request = HelpRequest(shown, strategy, asked, seen, slip)
        return int(kernel("exchange").answer_request(helpers, rules, tally, of, person(is_subject=watched), request))

    return ask


@pytest.mark.parametrize(("n", "low", "high"), [(0, 0, 0), (1, 0, 0), (2, 1, 1), (7, 1, 6)])
def test_nobody_asks_themselves_and_everybody_else_can_be_the_one(kernel, key, n, low, high):
    steps = {int(kernel("exchange").asking_step(key, 0, month, n)) for month in range(200)}
    assert steps == set(range(low, high + 1))


def test_steps_are_as_likely_as_each_other(kernel, key):
    steps = [int(kernel("exchange").asking_step(key, 0, month, 5)) for month in range(4000)]
    assert all(abs(steps.count(step) - 1000) < 150 for step in (1, 2, 3, 4))


@pytest.mark.parametrize(("weights", "strategy"), [((ONE, ONE), 0), ((0, ONE), 1), ((0, 0), 2)])
def test_all_can_have_one_strategy(kernel, helpers, weights, strategy):
    helpers.strategy_cum[:] = weights
    assert {int(kernel("exchange").help_strategy(helpers, u)) for u in (0, ONE // 2, ONE - 1)} == {strategy}


def test_strategies_part_at_their_shares(kernel, helpers):
    helpers.strategy_cum[:] = ONE // 4, ONE // 2
    drawn = (0, ONE // 4 - 1, ONE // 4, ONE // 2 - 1, ONE // 2, ONE - 1)
    assert [int(kernel("exchange").help_strategy(helpers, u)) for u in drawn] == [0, 0, 1, 1, 2, 2]


def test_a_discriminator_helps_the_clear_and_refuses_the_listed(asked, tally):
    assert (asked(), asked(PUBLIC_REDLISTED), asked(PUBLIC_BLACKLISTED)) == (HELPED, HELPED, NO_CONDUCT)
    assert tally.help_granted[1].tolist() == [2, 0]
    assert tally.help_refused[1].tolist() == [0, 1]
    assert tally.opportunities[0] == 2  # refusing the listed is no conduct


def test_refusing_the_listed_can_be_conduct(asked, helpers, tally):
    helpers.refusing_listed = 1
    assert asked(PUBLIC_BLACKLISTED) == REFUSED
    assert tally.opportunities[0] == 1


def test_who_sees_nothing_helps_and_who_slips_refuses(asked, helpers):
    helpers.sees = 0
    assert asked(PUBLIC_BLACKLISTED) == HELPED
    helpers.slips = ONE
    assert (asked(), asked(PUBLIC_BLACKLISTED)) == (REFUSED, NO_CONDUCT)


def test_who_is_not_asked_does_nothing(asked, helpers, tally):
    helpers.meets = 0
    assert asked() == 0
    assert tally.help_granted.sum() == tally.help_refused.sum() == tally.opportunities.sum() == 0


@pytest.mark.parametrize(("guilty", "watched", "helps"), [(0.6, 1, True), (0.4, 1, False), (0.6, 0, False)])
def test_a_defector_helps_only_for_fear_of_a_record(asked, helpers, rules, file_as, guilty, watched, helps):
    helpers.strategy_cum[:] = 0
    file_as(0)
    rules.opacity, rules.rumour[0] = 1.0, 2.0
    assert asked(guilty=guilty, watched=watched) == (HELPED if helps else REFUSED)


def test_without_a_kind_for_it_no_refusal_is_conduct(asked, helpers, tally):
    helpers.refusal_kind, helpers.strategy_cum[:] = -1, 0
    assert asked() == NO_CONDUCT
    assert tally.opportunities.sum() == 0


@pytest.mark.parametrize(
    ("savings", "marks", "after"),
    [
        (500, HELPED, 0),
        (1500, HELPED, 500),
        (500, RECEIVED, 2500),
        (500, HELPED | RECEIVED, 1500),
        (2000, RECEIVED, 3000),
        (4000, RECEIVED, 4000),
        (4000, HELPED, 3000),
    ],
)
def test_help_moves_savings_and_is_counted(kernel, helpers, tally, savings, marks, after):
    helpers.help_benefit, helpers.savings_maximum = 2.0, 3000
    assert kernel("exchange").settle_help(helpers, tally, 0, savings, marks) == after
    assert tally.help_cost[1] == (MICRO if marks & HELPED else 0)
    assert tally.help_benefit[1] == (2 * MICRO if marks & RECEIVED else 0)
