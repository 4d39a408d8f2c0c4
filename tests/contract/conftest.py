"""One law of traits is made into quantiles once, and the rich life is lived once by each engine."""

from __future__ import annotations

import functools

import pytest

from underheaven.engine.choose import make_engine
from underheaven.world import people

from . import worlds

PERSONS, MONTHS = 60, 14


@pytest.fixture(scope="session", autouse=True)
def _quantiles_once():
    """Quantiles of a beta law take a second; hundreds of worlds are built here over the same laws."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "quantiles", functools.cache(people.quantiles))
        yield


@pytest.fixture(scope="session")
def rich_world(_quantiles_once):
    return worlds.build(worlds.rich_regime(), worlds.rich_society(), PERSONS)


@pytest.fixture(scope="session")
def plain_life(rich_world):
    """The rich life as the reference engine lives it."""
    return worlds.live(rich_world, MONTHS, make_engine("plain"))


@pytest.fixture(scope="session")
def rich_life(_quantiles_once):
    """The rich life of many, as the compiled engine lives it."""
    return worlds.run(worlds.rich_regime(), worlds.rich_society(), 2000, 30)
