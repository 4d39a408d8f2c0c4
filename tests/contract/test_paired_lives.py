"""Two worlds share every draw that they have in common: lives part only where a regime acts on them."""

from __future__ import annotations

import numpy as np
import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.codes import PUBLIC_OPEN, PUBLIC_SPEAKING, TRUE
from underheaven.fields.state import STATE

from . import worlds
from .conftest import MONTHS as RICH_MONTHS
from .worlds import REMOVED, alter, build, live, no_regime, rich_regime, rich_society, same

PERSONS, MONTHS = 400, 24
HARMLESS = {
    "treatment": {},
    "opacity": 1.0,
    "amendments": [],
    "standing.association": 0,
    **{f"recording.rules.{r.conduct}.rumoured_weight": 0 for r in rich_regime().model.recording.rules},
}
"""Every consequence at zero: nothing is closed, paid, denied or seen by lenders, and no rumour frightens."""

ALONE = {
    "sensing.attention_exponent": 0,
    "sensing.attention_mode": "even",
    "sensing.visits_per_month": 0,
    "sensing.attention_prior": REMOVED,
    "officials.quota_per_1000": 0,
    "officials.quota_conduct": REMOVED,
}
"""No kind of record has a part in how others are found."""

OWN = {
    "recorded",
    "notices_given",
    "notices_cancelled",
    "filed",
    "overflow",
    "displaced_records",
    "live_records",
    "listed",
    "listed_by_region",
    "listed_by_kind",
    "listed_for_debt",
    "listed_by_debt",
    "listed_by_origin",
    "entries",
    "exits",
    "first_listed",
    "first_wrongly_listed",
    "grades",
    "score",
    "misattributed_records",
    "belief",
    "unjust",
    "appeals_filed",
    "appeals_granted",
    "removals",
    "renewed_while_listed",
    "help_granted",
    "help_refused",
    "faked_acts",
    "bribed_records",
    "joined",
    "stayed_out",
    "silenced",
    "weighed_opportunities",
    "weight_true",
    "weight_believed",
    "score_moments",
    "recorded_by_discovery",
    "made_for_quota",
    "suppressed",
    "favour_moments",
    "best_grade",
    "blacklisted",
    "wrongly_blacklisted",
    "ledger",
}
"""What only a regime has, and what people think of it."""

OWN_STATE = {
    "leaving",
    "dossier",
    "notices",
    "beliefs",
    "public_status",
    "public_status_next",
    "status",
    "household_liability",
}
OWN_SUMS = {
    "times_listed",
    "months_listed",
    "months_wrongly_listed",
    "wrongful_records",
    "stay_entry",
    "stay_months",
    "stay_end",
    "stay_wrongful",
}


UNSEEING = {"livelihood.exchange.visibility": 0, "livelihood.exchange.refusing_is_recorded": True}
"""Refusing somebody on a list is conduct like refusing anybody."""


def held():
    """The rich society in which legitimacy does not move, and nobody sees who stands on a list."""
    return alter(rich_society(), {"response.legitimacy_loss": 0, **UNSEEING})


def shown(life, name):
    """Return a field of state; of public status only acts, since what clean persons show depends on the regime."""
    state = getattr(life.state, name)
    return state & (PUBLIC_OPEN | PUBLIC_SPEAKING) if name.startswith("public_status") else state


def test_worlds_are_one_until_the_regime_acts():
    later = alter(rich_regime(), {"start": "2001-07", "amendments": []})
    start = {"start": "2001-01"}
    one = live(build(no_regime(), rich_society(), PERSONS, **start), 6)
    other = live(build(later, rich_society(), PERSONS, **start), 6)
    plain_tallies = [n for n in one.tallies if one[n].shape == other[n].shape]
    assert len(plain_tallies) > 30
    assert [n for n in plain_tallies if not np.array_equal(one[n], other[n])] == []
    states = [field.name for field in STATE if field.always_kept]
    assert [n for n in states if not np.array_equal(shown(one, n), shown(other, n))] == []
    after = live(other.built, 7)
    assert after["recorded"].sum() > 0


def test_a_regime_without_consequences_changes_nobody():
    """The null world: person by person identical but for the regime's own columns."""
    one = live(build(no_regime(), held(), PERSONS, start="2001-01"), MONTHS)
    other = live(build(alter(rich_regime(), HARMLESS), held(), PERSONS), MONTHS)
    assert other["recorded"].sum() > 1000
    shared = {f"tally {n}" for n in one.tallies if n not in OWN}
    shared |= {f"state {n}" for n in one.state._fields if n not in OWN_STATE}
    shared |= {f"sums {n}" for n in one.sums._fields if n not in OWN_SUMS}
    assert shared & set(same(one, other)) == set()


def test_what_befalls_people_is_shared_even_where_the_regime_bites():
    """Opportunities, deaths and newcomers come from draws that no regime reaches, if work does not move them."""
    people = alter(rich_society(), {"conduct.cheating.when_unemployed": 1, **UNSEEING})
    one = live(build(no_regime(), people, PERSONS, start="2001-01"), MONTHS)
    other = live(build(rich_regime(), people, PERSONS), MONTHS)
    assert not np.array_equal(one["acts"], other["acts"])
    for name in ("opportunities", "renewed", "persons"):
        assert np.array_equal(one[name], other[name])
    assert np.array_equal(one.state.generation, other.state.generation)


def test_a_rule_more_moves_no_draw_of_another():
    """Draws go by the names of kinds and channels: records of other kinds stay who and when they were.

    Attention and quotas hang on how much was recorded of all kinds, and are off.
    """
    base = alter(rich_regime(), HARMLESS | ALONE)
    first = {"name": "archive", "conduct": ["writing"], "detection_rate": 0.9, "false_records_per_year": 0.4}
    channels = [first, *(dict(c) for c in base.raw["sensing"]["channels"])]
    rules = list(base.raw["recording"]["rules"])
    more = alter(base, {"sensing.channels": channels, "recording.rules": rules[::-1]})
    one, other = (live(build(r, held(), PERSONS), 8) for r in (base, more))
    kinds = one.built.labels["kind"]
    for k, kind in enumerate(kinds):
        assert np.array_equal(one["recorded"][:, k, TRUE - 1], other["recorded"][:, k, TRUE - 1]) == (kind != "writing")


def test_replicates_and_seeds_are_other_lives_and_seed_zero_is_one_of_them():
    runs = {}
    for seed in (0, 1):
        for replicate in (0, 1):
            built = build(rich_regime(), rich_society(), PERSONS, seed=seed)
            runs[seed, replicate] = live(built, 3, replicate=replicate)
    pairs = [(a, b) for a in runs for b in runs if a < b]
    assert all(same(runs[a], runs[b]) for a, b in pairs)
    again = live(build(rich_regime(), rich_society(), PERSONS, seed=0), 3)
    assert same(runs[0, 0], again) == []
    assert all(run["acts"].sum() > 0 for run in runs.values())


@pytest.mark.parametrize(("engine", "stop"), [("cpu", 1), ("cpu", 5), ("cpu", 11), ("plain", 6)])
def test_a_run_taken_up_again_is_the_run_in_one_go(plain_life, rich_world, engine, stop):
    """Only the people go on: the engine is a new one, and the months before are not known to it."""
    machine = make_engine(engine, 1)
    people = machine.populate(rich_world, 0)
    rows = []
    for month in range(rich_world.burn_in_months + RICH_MONTHS):
        if month == rich_world.burn_in_months:
            people.reset_sums()
            people.enter_scenario(rich_world)
        if month == rich_world.burn_in_months + stop:
            left, people = people, people.copy()
            machine.advance(left, rich_world, month)  # another life of the same people leaves the copy alone
            machine = make_engine(engine, 2)
        rows.append(machine.advance(people, rich_world, month))
    taken_up = worlds.Life(
        rich_world,
        {n: np.stack([r[n] for r in rows]) for n in rows[0]},
        people,
        dict(machine.final_person_fields(people, rich_world)),
    )
    assert same(plain_life, taken_up) == []
