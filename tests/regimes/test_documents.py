"""What ships fits together: societies share their numbers, and every regime has a society that it runs over."""

from __future__ import annotations

import pytest

from underheaven.scenario.initial_population import document_steady_state
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.io.document_reader import read_regime, read_society, shipped_names

CHINA = "china-2020"
WIDER = ("village", "rongcheng", "imagined-country")
LOCAL = ("suining-2010", "rongcheng-2016", "rongcheng-2021", "fuzhou-2018", "hangzhou-2018", "sesame-2015")
FIT = dict.fromkeys(("none", "court-defaulters-2013", "credit-bureau", "points-licence"), (CHINA, *WIDER))
FIT |= dict.fromkeys(LOCAL, WIDER)
FIT |= dict.fromkeys(("imagined-unified", "imagined-unified-cameras"), ("imagined-country",))


@pytest.mark.parametrize("regime", shipped_names("regime"))
def test_every_regime_fits_its_societies(regime):
    document = read_regime(regime)
    fit = [name for name in (CHINA, *WIDER) if not check_together(document, read_society(name))]
    assert tuple(fit) == FIT[regime]


@pytest.mark.parametrize("society", WIDER)
def test_the_wider_societies_have_the_conduct_of_china_and_more(society):
    """The kinds that china-2020 has stand first and unchanged, so that a court's list finds the same people."""
    few, many = read_society(CHINA).model.conduct, read_society(society).model.conduct
    assert (len(few), len(many)) == (16, 32)
    free = {"opportunities_per_year"} if society == "village" else set()
    assert [k.model_dump(exclude=free) for k in many[:16]] == [k.model_dump(exclude=free) for k in few]
    assert many[16:] == read_society("village").model.conduct[16:]


@pytest.mark.parametrize("society", ["rongcheng", "imagined-country"])
def test_the_wider_societies_live_as_china_does(society):
    """Help, what gaming costs and ties set aside are theirs alone; the rest is the nation's.

    How long a society settles is measured for each, because beliefs settle with the help that people give. How many owe
    when a regime begins is a number with a range for the nation, and what its rates imply elsewhere: about the same.
    """
    ours, theirs = read_society(society).model, read_society(CHINA).model
    for part in ("contexts", "response"):
        assert getattr(ours, part) == getattr(theirs, part)
    for part, own in (("livelihood", {"exchange": True, "courts": {"backlog"}}), ("ties", {"severed_per_month": True})):
        assert getattr(ours, part).model_dump(exclude=own) == getattr(theirs, part).model_dump(exclude=own)
    assert document_steady_state(read_society(society)).backlog == pytest.approx(
        theirs.livelihood.courts.backlog, rel=0.03
    )
    traits = "gaming_cost"
    assert ours.people.traits.model_dump(exclude={traits}) == theirs.people.traits.model_dump(exclude={traits})
    assert ours.habits[:2] == theirs.habits


def test_every_local_place_is_marked_as_a_simplified_picture():
    for name in shipped_names("society"):
        assert read_society(name).model.stylised
    assert read_society("rongcheng").model.people.persons == 670_000
