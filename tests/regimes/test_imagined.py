"""The imagined system: every part of life, region by region, and speech; the variant of its cameras by group."""

from __future__ import annotations

import copy

import numpy as np

from underheaven.jit.interpreted import interpreted_copy
from underheaven.run.execute import has_stated_population
from underheaven.spec.io.document_reader import read_regime, read_society

from ..contract import worlds
from ..contract.worlds import alter
from .lived import MONTHS, PERSONS, REMOVED, lived

SOCIETY = "imagined-country"
rule_of = interpreted_copy("kernel.dossier").record_rule
UNIFIED, CAMERAS = "imagined-unified", "imagined-unified-cameras"
SPEECH = ("speaking out", "petitioning", "posting accusations")


def test_speech_falls_silent_where_it_counts():
    """A quarter of public speech is gone, though the regime wrongs many and so gives cause to speak.

    Where records of speech weigh nothing, known or rumoured, more is said than in the world without a regime.
    """
    usual = lived("none", SOCIETY).speaking
    free = {f"recording.rules.{kind}.points": 0 for kind in SPEECH}
    free |= {f"recording.rules.{kind}.rumoured_weight": 0.0 for kind in SPEECH}
    free |= {"score_fitting": REMOVED, "standing.lists.watched.records_at_least": 8}
    assert 0.6 < lived(UNIFIED, SOCIETY).speaking / usual < 0.85
    assert lived(UNIFIED, SOCIETY, free).speaking / usual > 1.1


def test_who_is_silent_for_fear_would_have_spoken_about_the_regime_too():
    """With those silent for fear alone, more would speak than do without a regime: it gives cause, and fear to hide it.

    Nobody fears to speak where nothing is recorded.
    """
    life, usual = lived(UNIFIED, SOCIETY), lived("none", SOCIETY)
    silenced = int(life["silenced"].sum())
    assert usual["silenced"].sum() == 0
    assert silenced > 0.5 * life.speaking
    assert silenced + life.speaking > 1.1 * usual.speaking


def test_it_punishes_and_rewards_in_every_part_of_life():
    life = lived(UNIFIED, SOCIETY)
    assert (life.lost.sum(axis=0) > 0.003).all()
    assert (life.gained > 0).all()
    assert np.trace(life.lost) < 0.1 * life.lost.sum()  # nearly all of it falls elsewhere than where it arose
    assert lived(UNIFIED, SOCIETY, {"treatment.effects": []}).lost.sum() == 0


def test_it_arrives_region_by_region():
    """Two regions every half year: a quarter of the people are scored, then half, three quarters, all."""
    months, towns = {"months": 19, "persons": 16 * 1024}, {"people.town_size": 64}
    life = lived(UNIFIED, SOCIETY, people=towns, **months)
    whole = lived(UNIFIED, SOCIETY, {"amendments": [], "rollout": {}}, people=towns, **months)
    scored = life["grades"].sum(axis=(1, 2)) / whole["grades"].sum(axis=(1, 2))
    expected = [(1 / 6) / 4, 1 / 4, (7 / 6) / 4, 1 / 2, (13 / 6) / 4, 3 / 4, (19 / 6) / 4]
    assert np.allclose(scored[[0, 5, 6, 11, 12, 17, 18]], expected, atol=0.02)


def test_every_channel_records_something():
    """Without any one of its channels fewer records are filed."""
    whole = lived(UNIFIED, SOCIETY)["recorded"].sum()
    for channel in read_regime(UNIFIED).model.sensing.channels:
        off = {f"sensing.channels.{channel.name}.{key}": 0.0 for key in ("detection_rate", "false_records_per_year")}
        assert lived(UNIFIED, SOCIETY, off)["recorded"].sum() < whole


def test_it_counts_nobody():
    """Its results are shares: the society states no population, and the documents say what they are."""
    society = read_society(SOCIETY)
    assert not has_stated_population(society)
    assert {region.persons for region in society.model.people.regions} == {125_000}
    for name in (UNIFIED, CAMERAS):
        document = read_regime(name)
        assert document.model.stylised
        assert document.model.describes.strip().startswith("Never enacted or announced as one system")


def errors(regime, group, changes=None):
    """Gives wrongful records a grown person of a category."""
    life = lived(regime, SOCIETY, changes)
    grown = [i for i, g in enumerate(life.labels["group"]) if group in g.split(", ") and "under 18" not in g]
    return life["filed"][:, grown, 1:3].sum() / life["persons"][:, grown].sum()


def test_cameras_that_err_by_group_wrong_the_minority():
    """Four times the wrongful records of the majority with the published gap, and as many without it."""
    assert 0.7 < errors(UNIFIED, "minority") / errors(UNIFIED, "majority") < 1.3
    assert 3 < errors(CAMERAS, "minority") / errors(CAMERAS, "majority") < 5.5
    assert 1.3 < errors(CAMERAS, "women") / errors(CAMERAS, "men") < 2
    even = {"sensing.channels.cameras with face recognition.false_factors": REMOVED}
    assert 0.7 < errors(CAMERAS, "minority", even) / errors(CAMERAS, "majority", even) < 1.3


def test_the_variant_differs_in_its_cameras_alone():
    plain, variant = (copy.deepcopy(dict(read_regime(name).raw)) for name in (UNIFIED, CAMERAS))
    cameras = next(c for c in variant["sensing"]["channels"] if c["name"] == "cameras with face recognition")
    assert set(cameras.pop("false_factors")) == {"sex", "ethnicity"}
    for raw in (plain, variant):
        del raw["name"], raw["describes"]
    assert plain == variant


BLIND = {
    f"sensing.channels.{channel.name}.{key}": 0.0
    for channel in read_regime(UNIFIED).model.sensing.channels
    for key in ("detection_rate", "false_records_per_year")
}
"""No office sees anything."""


def files(changes=None):
    """Gives live records a person at the end, and the share of persons whose file no single office could have filled.

    Only what channels file is filed: no quota, no tie and no household makes a record.
    """
    unmade = {"officials": REMOVED, "association": REMOVED}
    regime = alter(read_regime(UNIFIED), unmade | (changes or {}))
    life = worlds.run(regime, read_society(SOCIETY), PERSONS, MONTHS)
    rules = [rule.conduct for rule in regime.model.recording.rules]
    offices = [{rules.index(name) for name in c.conduct} for c in regime.model.sensing.channels]
    dossiers = [{rule_of(int(word)) for word in row if word} for row in life.state.dossier]
    shared = sum(not any(dossier <= office for office in offices) for dossier in dossiers)
    assert life["overflow"].sum() < 0.01 * PERSONS
    return life["live_records"][-1].sum() / PERSONS, shared / PERSONS


def test_one_file_holds_records_of_many_offices():
    """Three quarters of a record a head; one file in six holds what no single office can have filed."""
    records, shared = files()
    assert records > 0.5
    assert shared > 0.1
    assert files(BLIND) == (0, 0)
