"""The compiled engine does what the interpreted one does, field by field and bit for bit, on any number of threads."""

from __future__ import annotations

import pytest

from underheaven.engine.factory import make_engine
from underheaven.fields.codes import INHERITED, WITHDRAWN
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.io.document_files import shipped_names
from underheaven.spec.io.document_reader import read_regime, read_society

from . import worlds
from .bench import parted, regime, society
from .conftest import MONTHS
from .worlds import alter, cpu, live, same

# Forty persons and nine months must see some of everything: many debts, few jobs, small towns.
BUSY = {
    "burn_in_months": 3,
    "people.town_size": 16,
    "livelihood.start": "at rest",
    "livelihood.credit.need_per_year": 12,
    "livelihood.credit.unable": 1,
    "livelihood.jobs.loss": 0.2,
    "livelihood.jobs.find": 0.2,
    "livelihood.savings.saved": 0,
}


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_rich_life_is_the_same_in_both_engines(plain_life, rich_world, threads):
    assert same(plain_life, live(rich_world, MONTHS, cpu(threads))) == []


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_change_nothing_among_many(rich_life, threads):
    assert same(rich_life, live(rich_life.built, 30, cpu(threads))) == []


PAIRS = [
    (r, s)
    for s in shipped_names("society")
    for r in shipped_names("regime")
    if not check_together(read_regime(r), read_society(s))
]
"""A regime asks for regions and kinds of conduct that not every society has."""


def test_every_shipped_regime_fits_a_society_that_ships():
    assert {regime for regime, _ in PAIRS} == set(shipped_names("regime"))
    assert {society for _, society in PAIRS} == set(shipped_names("society"))


@pytest.mark.parametrize(("regime", "society"), PAIRS)
def test_shipped_documents_run_alike_in_both_engines(regime, society):
    rules, people = read_regime(regime), read_society(society)
    watchful = {f"sensing.channels.{c.name}.detection_rate": 0.9 for c in rules.model.sensing.channels}
    rules, people = alter(rules, watchful | {"rollout.full_after_months": 0}), alter(people, BUSY)
    built = worlds.build(rules, people, persons=40)
    one, other = live(built, 6, make_engine("plain")), live(built, 6, cpu(2))
    assert same(one, other) == []
    assert (one["recorded"].sum() > 0) == bool(rules.model.recording.rules)


@pytest.mark.parametrize(
    ("regime", "society", "start"),
    [
        ("rongcheng-2016", "village", "2020-11"),
        ("court-defaulters-2013", "china-2020", "2016-07"),
        ("imagined-unified", "imagined-country", "2050-05"),
    ],
)
def test_shipped_amendments_are_lived_through_alike(regime, society, start):
    """Each begins some months before an amendment of its own."""
    rules, people = read_regime(regime), read_society(society)
    watchful = {f"sensing.channels.{c.name}.detection_rate": 0.9 for c in rules.model.sensing.channels}
    built = worlds.build(alter(rules, watchful | {"start": start}), alter(people, BUSY), persons=60)
    one, other = live(built, 6, make_engine("plain")), live(built, 6, cpu(2))
    assert same(one, other) == []
    if regime == "rongcheng-2016":
        assert one["removals"][:, WITHDRAWN].sum() > 0 < one["stayed_out"].sum()


def test_ties_and_consent_agree_where_all_is_set_aside_handed_on_and_asked_later():
    later = {"required": True, "share": 0.5, "conviction": -0.4}
    rules = alter(
        worlds.rich_regime(),
        {
            "association": {
                "household_liability": 1.0,
                "contagion": 4.0,
                "contagion_conduct": "writing",
                "contagion_reference_group": "town",
            },
            "standing.association": 0.9,
            "consent": {},
            "standing.lists.strangers": worlds.REMOVED,
            "treatment.effects.strangers.housing": worlds.REMOVED,
            "amendments.1.change.consent": later,
            "amendments.1.change.standing": {
                "lists": [{"name": "out", "colour": "grey", "outsiders": True}],
                "start": 95,
                "maximum": 300,
            },
        },
    )
    built = worlds.build(rules, alter(worlds.rich_society(), {"ties.severed_per_month": 1.0}), persons=70)
    one, other = live(built, 12, make_engine("plain")), live(built, 12, cpu(2))
    assert same(one, other) == []
    assert one["stayed_out"][:-4].sum() == 0 < one["stayed_out"][-4:].sum()
    assert all(one[name].sum() > 0 for name in ("severed_ties", "joined"))
    assert one["removals"][:, WITHDRAWN].sum() > 0 < one["recorded"][:, :, INHERITED - 1].sum()


def test_a_full_dossier_and_a_last_short_town_agree_too(plain_life, rich_world):
    """The world above is none that spares the engines anything: dossiers overflow and the last town is cut."""
    assert plain_life["overflow"].sum() > 0
    assert rich_world.persons % 16 != 0


@pytest.mark.parametrize("listed", ["red", "black"])
def test_newcomers_among_the_clean_who_are_listed_are_counted_alike(listed):
    rules, people = parted(listed)
    built = worlds.build(regime(rules | {"rollout.full_after_months": 0}), society(people), persons=40)
    one, other = live(built, 12, make_engine("plain")), live(built, 12, cpu(2))
    assert same(one, other) == []
    assert one["renewed_while_listed"].sum() > 0
