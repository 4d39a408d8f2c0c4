"""Attribution of a small regime: shares add up, halves are halves, and what does nothing has nothing."""

import numpy as np
import pytest

import underheaven
from underheaven.errors import DocumentError, RequestError
from underheaven.run.attribute import plan_attribution

TOY = """
schema = 2
name = "Toy"
describes = "A list that only invented records fill; officials have favourites, who gain points that nothing counts."
[[sensing.channels]]
name = "rumour"
conduct = ["red light"]
detection_rate = 0.0
false_records_per_year = 0.5
[[recording.rules]]
conduct = "red light"
months = 12
[[standing.lists]]
name = "named"
colour = "black"
conduct = ["red light"]
[[treatment.effects]]
of = "named"
context = "travel"
strength = 0.5
[officials]
favour_share = 0.3
favour_points = 5
"""
SMALL = {"society": "village", "persons": 500, "months": 12, "replicates": 2}


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    path = tmp_path_factory.mktemp("toy") / "toy.toml"
    path.write_text(TOY)
    return str(path)


@pytest.fixture(scope="module")
def found(toy):
    seen = []
    result = underheaven.attribute(
        toy,
        measures=["wrongful_list_months", "detriment", "chilled_speech"],
        progress=lambda done, total: seen.append((done, total)),
        **SMALL,
    )
    assert seen[0][0] == 0
    assert seen[-1][0] == seen[-1][1] == plan_attribution(toy, **SMALL).person_months
    return result


def test_shares_add_up_to_the_regime_less_the_regime_without_any(found):
    assert np.array_equal(found["whole"], found["value"].isel(coalition=-1) - found["value"].isel(coalition=0))
    assert found["shapley"].sum("mechanism").values == pytest.approx(found["whole"].values, rel=1e-12, abs=1e-12)


def test_two_mechanisms_that_only_act_together_have_halves(found):
    assert [str(m) for m in found["mechanism"].values] == ["false records and mistaken identity", "lists", "officials"]
    errors, lists, officials = found["shapley"].sel(measure="wrongful_list_months").values
    whole = found["whole"].sel(measure="wrongful_list_months").values
    assert (whole > 0).all()
    assert np.array_equal(errors, lists)
    assert errors == pytest.approx(whole / 2, rel=1e-12)
    assert not officials.any(), "favourites whose points count for nothing are a dummy"
    assert np.array_equal(found["alone"].sel(measure="wrongful_list_months").values, [whole, whole, 0 * whole])


def test_a_coalition_is_the_regime_that_has_it(found, toy):
    alone = underheaven.compare(toy, **SMALL)
    detriment = underheaven.measure.families.burden.detriment(alone).sel(scenario="toy").values
    assert found["value"].sel(measure="detriment").isel(coalition=-1).values == pytest.approx(detriment)
    assert found["holds"].values[5].tolist() == [True, False, True]
    assert not found["value"].sel(measure="detriment").isel(coalition=5).any(), "no list, no loss"
    assert found.attrs["scenarios"] == 8


def test_what_cannot_be_attributed_is_said(toy):
    with pytest.raises(RequestError, match="unknown measure 'obedience'"):
        plan_attribution(toy, ["obedience"])
    with pytest.raises(
        RequestError, match=r"--measure added_detriment: .* it would repeat another measure. Write detriment"
    ):
        plan_attribution(toy, ["added_detriment"])
    with pytest.raises(RequestError, match="attribution is measured relative to none, so none itself"):
        plan_attribution("none")
    with pytest.raises(DocumentError, match="Shipped societies that have all that is required: "):
        plan_attribution("imagined-unified", society="china-2020")
    with pytest.raises(RequestError, match="persons = 1"):
        plan_attribution(toy, persons=1)


def test_a_regime_without_mechanisms_has_none_to_attribute_to(tmp_path):
    path = tmp_path / "bare.toml"
    path.write_text('schema = 2\nname = "Bare"\ndescribes = "Nothing is done."\n')
    with pytest.raises(RequestError, match="no mechanism"):
        plan_attribution(str(path))
