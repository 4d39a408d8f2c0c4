"""A small result made by hand: two worlds, numbers that a reader can add up."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from rich.console import Console

from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.scales import MICRO
from underheaven.fields.tallies import TALLIES
from underheaven.record.dataset_assembly import assemble_dataset
from underheaven.record.schema import RecordedRun, field_shape

LABELS = {
    "kind": ("unpaid, unable", "unpaid, unwilling", "judgment in error"),
    "kind_state": ("owes, unable", "owes, unwilling", "judged in error"),
    "kind_context": ("credit", "credit", "credit"),
    "kind_gravity": ("1.0", "2.0", "0.0"),
    "group": ("men", "women"),
    "region": ("north",),
    "denial": ("flights", "high-speed rail"),
    "list": ("defaulters",),
    "list_colour": ("black",),
    "grade": (),
    "visible": ("clear", "listed"),
}
NONE = LABELS | {"list": (), "list_colour": (), "visible": ("clear",)}
MONTHS = ["2013-10", "2013-11"]
N_PERSONS = 1_000
PUBLISHED = [
    {
        "quantity": "cumulative listed",
        "measure": "cumulative_entries",
        "value": 87079.0,
        "unit": "entries",
        "as_of": "2013-11",
    },
    {
        "quantity": "flights denied",
        "measure": "cumulative_denied:flights",
        "value": 4700000.0,
        "unit": "tickets",
        "as_of": "2016-08",
    },
]
ABOUT = [
    {
        "label": "court",
        "kind": "regime",
        "name": "Court",
        "describes": "A list.",
        "stylised": True,
        "numbers": 40,
        "assumed": 10,
        "unsourced": 0,
        "published": PUBLISHED,
    },
    {
        "label": "none",
        "kind": "regime",
        "name": "None",
        "describes": "Nothing.",
        "stylised": False,
        "numbers": 0,
        "assumed": 0,
        "unsourced": 0,
        "published": [],
    },
    {
        "label": "land",
        "kind": "society",
        "name": "Land",
        "describes": "People.",
        "stylised": False,
        "numbers": 100,
        "assumed": 50,
        "unsourced": 1,
        "published": [],
    },
]


def blank(labels):
    tallies = {f.name: np.zeros((len(MONTHS), *field_shape(f, labels)), np.int64) for f in TALLIES}
    tallies["persons"][:] = (600, 400)
    tallies["workforce"][:] = (300, 200)
    rng = np.random.default_rng(5)
    sums = {f.name: rng.integers(0, 3, N_PERSONS).astype(f.dtype) for f in PERSON_FIELDS}
    places = np.arange(N_PERSONS)
    sums["detriment"][:] = 0
    sums |= {"group": (places >= 600).astype(np.uint8), "region": np.zeros(N_PERSONS, np.uint16)}
    sums |= {
        name: np.zeros(N_PERSONS, sums[name].dtype) for name in ("minor", "renewals", "blacklisted", "out_of_work")
    }
    return RecordedRun(tallies, sums, labels)


def court(replicate):
    """20 listed, 4 of them on a false record; 2 more in the second replicate; 30 months of income lost in travel."""
    run = blank(LABELS)
    t = run.tallies
    t["listed"][:, 0] = (15 + 2 * replicate, 5)
    t["blacklisted"][:] = (15 + 2 * replicate, 5)
    t["entries"][0, 0] = (16 + 2 * replicate, 4, 0, 0, 0)
    t["first_listed"][0] = (15 + 2 * replicate, 5)
    t["listed_by_origin"][:, 0] = (16 + 2 * replicate, 4, 0, 0, 0)
    t["listed_by_kind"][:, 0] = (8, 10 + 2 * replicate, 2)
    t["listed_for_debt"][:, 0] = 20 + 2 * replicate
    t["listed_by_debt"][:, 0] = (8, 8 + 2 * replicate, 4)
    t["detriment"][0, 1, 2, 0] = 30 * MICRO
    t["detriment_by_group"][0, 1, 2, 0] = 30 * MICRO
    t["ledger"][0, 0, 2, 0] = 30 * MICRO
    run.sums["detriment"][:] = 0
    run.sums["detriment"][:15] = 2 * MICRO
    t["denied"][0, 0] = (7, 0)
    t["unemployed"][:] = (30, 20)
    return run


@pytest.fixture
def result():
    """Worlds court and none, two replicates of 1,000 persons, each standing for 100,000 real ones."""
    return court_and_none()


@pytest.fixture(scope="session")
def shared_result():
    """The same, for tests that share what is made of it."""
    return court_and_none()


def court_and_none():
    nobody = blank(NONE)
    nobody.tallies["unemployed"][:] = (24, 16)
    attrs = {
        "baseline": "none",
        "about": json.dumps(ABOUT),
        "scale": 100_000.0,
        "seed": 1,
        "burn_in_months": 6,
        "population_stated": 1,
    }
    return assemble_dataset([[court(0), court(1)], [nobody, nobody]], ["court", "none"], attrs, MONTHS)


@pytest.fixture
def console():
    """A console of 80 columns that keeps what is printed, without colours."""
    return Console(file=io.StringIO(), width=80, highlight=False)
