"""The rich life, lived once by each engine."""

from __future__ import annotations

import pytest

from underheaven.engine.factory import make_engine

from . import worlds

PERSONS, MONTHS = 60, 14


@pytest.fixture(scope="session")
def rich_world():
    return worlds.build(worlds.rich_regime(), worlds.rich_society(), PERSONS)


@pytest.fixture(scope="session")
def plain_life(rich_world):
    """The rich life as the reference engine lives it."""
    return worlds.live(rich_world, MONTHS, make_engine("plain"))


@pytest.fixture(scope="session")
def rich_life():
    """The rich life of many, as the compiled engine lives it."""
    return worlds.run(worlds.rich_regime(), worlds.rich_society(), 2000, 30)
