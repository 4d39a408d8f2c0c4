"""The list of the courts and the two comparators: what hangs on a record, and what does not."""

from __future__ import annotations

from underheaven.fields.codes import CONTEXTS
from underheaven.labels import REMOVAL_REASONS

from .lived import FREE, PERSONS, lived

SOCIETY = "china-2020"
TRAVEL, CREDIT = CONTEXTS.index("travel"), CONTEXTS.index("credit")


def test_points_on_a_licence_cost_travel_for_travel_alone():
    lost = lived("points-licence", SOCIETY).lost
    assert lost[TRAVEL, TRAVEL] == lost.sum() > 0.0003
    abroad = {"treatment.effects.licence suspended.travel.context": "work"}
    assert lived("points-licence", SOCIETY, abroad).lost[TRAVEL, TRAVEL] == 0


def test_a_suspended_licence_deters_from_driving_drunk():
    """About one act in five is left undone, and none where a suspension closes nothing."""
    usual = lived("none", SOCIETY).acts("drunk driving")
    free = {"treatment.effects.licence suspended.travel.strength": 0.0}
    assert 0.7 < lived("points-licence", SOCIETY).acts("drunk driving") / usual < 0.88
    assert 0.98 < lived("points-licence", SOCIETY, free).acts("drunk driving") / usual < 1.02


def test_a_bureau_keeps_to_credit_and_forgets_after_its_term():
    life = lived("credit-bureau", SOCIETY)
    assert life.lost[CREDIT, CREDIT] == life.lost.sum() > 0.005
    brief = lived("credit-bureau", SOCIETY, {"recording.rules.bank arrears.months": 12})
    assert brief.on("adverse file") < 0.5 * life.on("adverse file")


def test_a_bureau_errs_as_often_as_the_audit_of_2012_found():
    """Over four years a wrong entry stands at some time in 3 to 6 % of files (0.052 in the audit)."""
    life = lived("credit-bureau", SOCIETY)
    files = 0.3325 * life["persons"][0, [i for i, g in enumerate(life.labels["group"]) if "under 18" not in g]].sum()
    assert 0.03 < life["first_wrongly_listed"][:48].sum() / files < 0.06
    exact = {f"sensing.channels.lenders.{key}": 0.0 for key in ("false_records_per_year", "mistaken_identity")}
    assert lived("credit-bureau", SOCIETY, exact)["first_wrongly_listed"].sum() == 0


def test_disputes_take_wrong_entries_off_the_file():
    """Of the wrong entries most are gone by the end; without disputes and corrections none is."""
    life = lived("credit-bureau", SOCIETY)
    stuck = lived("credit-bureau", SOCIETY, {"repair.appeal.filed_wrongful": 0.0, "repair.correction": 0.0})
    wrongly = [each["listed_by_origin"][-1, 0, 1:].sum() for each in (life, stuck)]
    assert wrongly[0] < 0.75 * wrongly[1]


def test_courts_list_who_does_not_perform():
    """About one grown person in a hundred after five years; where no court passes a name on, nobody."""
    life = lived("court-defaulters-2013", SOCIETY)
    assert 0.003 < life.on("judgment defaulters") / PERSONS < 0.02
    silent = {f"sensing.channels.{i}.detection_rate": 0.0 for i in range(3)}
    silent |= {"sensing.channels.0.false_records_per_year": 0.0}
    assert lived("court-defaulters-2013", SOCIETY, silent)["listed"].sum() == 0


def test_whoever_performs_leaves_the_list_of_the_courts():
    """Every tenth entry and more goes by performance; where that takes nobody off, none does."""
    life = lived("court-defaulters-2013", SOCIETY)
    by_performance = REMOVAL_REASONS.index("performed")
    assert life["removals"][:, by_performance].sum() > 0.1 * life["entries"].sum()
    kept = {f"recording.rules.{i}.removed_by_performance": False for i in range(3)}
    stuck = lived("court-defaulters-2013", SOCIETY, kept | {"amendments": []})
    assert stuck["removals"][:, by_performance].sum() == 0


def test_the_list_of_the_courts_closes_flights_and_every_part_of_life():
    """About three tickets in a hundred persons are refused in five years, and none where no ticket is refused."""
    life = lived("court-defaulters-2013", SOCIETY)
    assert 0.01 < life["denied"].sum() / PERSONS < 0.06
    assert lived("court-defaulters-2013", SOCIETY, {"treatment.denials": []})["denied"].sum() == 0
    outside = life.lost.sum() - life.lost[CREDIT, CREDIT]
    assert outside > 0.6 * life.lost.sum() > 0


def test_points_on_a_licence_can_be_handed_to_somebody_else():
    """A red light is bought off at the edge of a suspension: by all who may not lose it where that costs nothing."""
    life, free = lived("points-licence", SOCIETY), lived("points-licence", SOCIETY, people=FREE)
    assert 0 < life["bribed_records"].sum() < 0.2 * free["bribed_records"].sum()
    assert free["bribed_records"].sum() == free["bribed_records"][:, free.labels["kind"].index("red light")].sum() > 40
    assert free.on("licence suspended") < life.on("licence suspended")
    shut = {"recording.rules.red light.evadable": False}
    assert lived("points-licence", SOCIETY, shut, people=FREE)["bribed_records"].sum() == 0


def test_who_does_not_know_of_the_points_drives_as_before():
    """Nearly all know; if nobody did before the first record, hardly one act in twenty would be left undone."""
    known = lived("points-licence", SOCIETY)
    none = lived("points-licence", SOCIETY, {"awareness": 0.0})
    assert none.acts("drunk driving") > 1.1 * known.acts("drunk driving")
    assert none.believed < 0.55 < 0.84 < known.believed < 0.9


def test_unwilling_debtors_who_know_of_the_bureau_pay_rather():
    """Awareness reaches defaults by choice alone, and everybody in arrears unable stays as they are."""
    known, none = (lived("credit-bureau", SOCIETY, {"awareness": a}, persons=40_960) for a in (1.0, 0.0))
    without = lived("none", SOCIETY, persons=40_960)
    unable, unwilling = ([int(life["defaults"].sum(axis=(0, 2))[k]) for life in (known, none, without)] for k in (0, 1))
    assert unable[0] == unable[1]
    assert unwilling[0] < unwilling[1] <= unwilling[2]
