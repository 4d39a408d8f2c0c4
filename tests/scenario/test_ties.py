from __future__ import annotations

import numpy as np
import pytest

from underheaven.draws import DRAW_RANGE
from underheaven.kernel.table_layout import LOOK_TIES, LOOK_TOWN, MAX_GRADES
from underheaven.spec.models.standing import visible_score_step

from ..contract.worlds import alter, build, no_regime, rich_regime, rich_society


@pytest.fixture(scope="module")
def built():
    return build(rich_regime(), rich_society(), 64)


@pytest.mark.parametrize(
    ("start", "minimum", "maximum", "step"),
    [(100, 0, 200, 1), (100, 0, 227, 1), (100, 0, 228, 2), (0, -1000, 10, 8), (5, 5, 5, 1)],
)
def test_a_step_is_the_least_that_holds_both_ends(start, minimum, maximum, step):
    assert visible_score_step(start, minimum, maximum) == step


def test_every_version_shows_scores_in_steps_of_its_own():
    """An amendment that widens the score must not blur what ties see before its month."""
    wide = alter(rich_regime(), {"amendments.0.change.standing": {"maximum": 700}})
    steps = [int(t.shown_step) for t in build(wide, rich_society(), 64).rules[1:]]
    assert steps[0] == int(build(rich_regime(), rich_society(), 64).rules[1].shown_step) < steps[1] == 5


def test_ties_and_households_stand_in_the_tables(built):
    rules = built.rules[1]
    assert rules.association == 0.4
    assert rules.household_liability == round(0.4 * DRAW_RANGE)
    assert (rules.contagion, rules.background, rules.contagion_reference_group) == (0.6, 0.02, LOOK_TIES)
    assert built.labels["kind"][int(rules.kind_of[rules.contagion_rule])] == "cheating"
    town = build(alter(rich_regime(), {"association.contagion_reference_group": "town"}), rich_society(), 64)
    assert town.rules[1].contagion_reference_group == LOOK_TOWN
    before = built.rules[0]
    assert (before.contagion_rule, before.association, before.consent, before.personal) == (-1, 0, 0, 0)


def test_who_joins_is_share_times_factors_and_who_does_not_has_a_place_that_no_effect_names(built):
    rules = built.rules[1]
    assert set(np.round(rules.joins[:12], 6)) == {0.8, 0.88}
    state = int(rules.outside_state)
    lists = [name for which, name in enumerate(built.labels["list"]) if state // MAX_GRADES >> which & 1]
    assert lists == ["strangers"]
    assert state % MAX_GRADES == rules.n_grades == 4
    assert (
        rules.public_status[state] == rules.public_status[state % MAX_GRADES] == rules.public_status[1]
    )  # the grade of an empty dossier, on no list
    assert rules.black >> built.labels["list"].index("strangers") & 1 == 0
    assert rules.red >> built.labels["list"].index("strangers") & 1 == 0


def test_state_is_kept_for_what_is_in_force_alone(built):
    assert built.extra_state == {
        "status",
        "score_shown",
        "score_next",
        "household_liability",
        "fitted",
        "leaving",
        "born",
        "notices",
    }
    alone = {"standing.association": 0, "association.household_liability": 0}
    alone |= {f"recording.rules.{kind}.grace_months": 0 for kind in ("arrears", "writing")}
    assert build(alter(rich_regime(), alone), rich_society(), 64).extra_state == {"status", "fitted", "leaving", "born"}
    assert "leaving" not in build(no_regime(), rich_society(), 64).extra_state
