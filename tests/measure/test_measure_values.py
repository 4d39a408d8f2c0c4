"""All numbers at once: those of the registry, of labels and of categories, and their paired differences."""

import numpy as np

from underheaven import compare
from underheaven.measure.families import fairness
from underheaven.measure.families.record_errors import filed_share_of_debt
from underheaven.measure.measure_values import DIFFERENCE, LEVEL, collect_values, values_by_category
from underheaven.measure.registry import MEASURES, PAIRED


def test_every_measure_is_there_with_its_difference():
    court = "court-defaulters-2013"
    result = compare(court, society="village", persons=400, months=6, replicates=3)
    found = collect_values(result, "none", {"double": lambda dataset: 2 * MEASURES["listed_now"].function(dataset)})
    for name, measure in MEASURES.items():
        own = measure.function(result).transpose("scenario", "replicate").values.astype(float)
        assert np.array_equal(found[court, name, LEVEL], own[0], equal_nan=True)
        assert np.array_equal(found[court, name, DIFFERENCE], own[0] - own[1], equal_nan=True)
        assert ("none", name, DIFFERENCE) not in found
    assert {name for _, name, of in found if of == DIFFERENCE} >= set(PAIRED)
    assert not [name for _, name, of in found if of == LEVEL and name in PAIRED]
    unable = filed_share_of_debt(result, "unable").sel(scenario=court).values
    assert np.array_equal(found[court, "filed_share_of_debt:unable", LEVEL], unable, equal_nan=True)
    assert np.array_equal(found[court, "double", LEVEL], 2 * found[court, "listed_now", LEVEL])
    labelled = {name for _, name, _ in found if ":" in name}
    assert {"denials_by_kind:flights", "detriment_by_effect:work", "listings_by_origin:true"} <= labelled
    categories = values_by_category(result)
    assert {"ever_listed_in:men", "ever_listed_in:women"} <= set(categories)
    men = result["first_listed"].sum("month").sel(scenario=court)
    lived = result["persons"].mean("month").sel(scenario=court)
    of_men = ["men" in str(label).split(", ") for label in men["group"].values]
    share = 1e5 * men.isel(group=of_men).sum("group") / lived.isel(group=of_men).sum("group")
    assert np.allclose(found[court, "ever_listed_in:men", LEVEL], share.values)


def test_without_another_world_there_are_levels_alone():
    result = compare("court-defaulters-2013", society="village", persons=40, months=1, replicates=1)
    assert {of for _, _, of in collect_values(result, None)} == {LEVEL}


def test_a_life_measures_the_same_whoever_is_measured_with_it(random, monkeypatch):
    """Also what picks two groups or a last month, and whatever a caller adds: no value hangs on another life."""
    monkeypatch.setattr(fairness, "MIN_PERSONS", 1)
    random["score_moments"].values[:, 1, -1] = 0
    random["first_listed"].values[:, 2] = 0
    grave = np.arange(12).reshape(3, 4) * [[1], [2], [-1]]
    lives = random.drop_vars("kind_gravity").assign_coords(kind_gravity=(("replicate", "kind"), grave))
    more = {"above all": lambda data: data["acts"].sum(["month", "kind", "group"]) / data["acts"].max()}
    at_once = collect_values(lives, "none", more)
    for n in range(3):
        for column, value in collect_values(lives.isel(replicate=[n]), "none", more).items():
            assert np.array_equal(at_once[column][[n]], value, equal_nan=True), column
