"""0 by rule, and 0 by chance."""

import json

import pytest

from underheaven.measure.families.reach import ever_listed
from underheaven.measure.inference.counted_events import events_of_measure
from underheaven.measure.inference.estimate import estimate_difference, estimate_level
from underheaven.measure.inference.interval import STRUCTURAL_ZERO
from underheaven.measure.inference.rare_event_intervals import events_by_label
from underheaven.measure.structural_zeros import MAY_RECORD, records_nothing


def test_a_world_that_may_record_and_did_not_has_a_nought_of_chance(make):
    """Catches a rare listing that no replicate happens to have, told as one that no seed could have."""
    data = make(replicates=3)
    assert records_nothing(data, "court")  # an older result does not say what may be recorded
    said = data.assign_attrs({MAY_RECORD: json.dumps(["court"])})
    assert not records_nothing(said, "court")
    assert records_nothing(said, "none")
    values = ever_listed(said)
    rare = estimate_level(said, "ever_listed", values, "court")
    assert rare.note != STRUCTURAL_ZERO
    # Garwood: 3.69 events could hide behind none, over three replicates of eight persons.
    assert (rare.low, rare.high) == (0, pytest.approx(3.6889 / 24 * 1e5, rel=1e-4))
    assert estimate_level(said, "ever_listed", values, "none").note == STRUCTURAL_ZERO
    assert not events_of_measure(said, "ever_listed", values, "court").structural_zero
    apart = estimate_difference(said, "ever_listed", values, "court", "none")
    assert (apart.low, apart.high) == (rare.low, rare.high)
    worlds = events_by_label(said, "ever_listed", "group")[0]
    assert (worlds["court"].structural_zero, worlds["none"].structural_zero) == (False, True)


def test_a_result_says_which_worlds_may_record():
    import underheaven

    data = underheaven.compare("credit-bureau", society="village", persons=8, months=1, replicates=1)
    assert json.loads(data.attrs[MAY_RECORD]) == ["credit-bureau"]
