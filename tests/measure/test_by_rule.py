"""0 by rule, and 0 by chance."""

import json

import pytest

from underheaven.measure.by_rule import MAY_RECORD, records_nothing
from underheaven.measure.counted import events_of
from underheaven.measure.estimate import estimate, estimate_difference
from underheaven.measure.interval import BY_RULE
from underheaven.measure.rare import by_label
from underheaven.measure.reach import ever_listed


def test_a_world_that_may_record_and_did_not_has_a_nought_of_chance(make):
    """Catches a rare listing that no replicate happens to have, told as one that no seed could have."""
    data = make(replicates=3)
    assert records_nothing(data, "court")  # an older result does not say what may be recorded
    said = data.assign_attrs({MAY_RECORD: json.dumps(["court"])})
    assert not records_nothing(said, "court")
    assert records_nothing(said, "none")
    values = ever_listed(said)
    rare = estimate(said, "ever_listed", values, "court")
    assert rare.note != BY_RULE
    # Garwood: 3.69 events could hide behind none, over three replicates of eight persons.
    assert (rare.low, rare.high) == (0, pytest.approx(3.6889 / 24 * 1e5, rel=1e-4))
    assert estimate(said, "ever_listed", values, "none").note == BY_RULE
    assert not events_of(said, "ever_listed", values, "court").structural
    apart = estimate_difference(said, "ever_listed", values, "court", "none")
    assert (apart.low, apart.high) == (rare.low, rare.high)
    worlds = by_label(said, "ever_listed", "group")[0]
    assert (worlds["court"].structural, worlds["none"].structural) == (False, True)


def test_a_result_says_which_worlds_may_record():
    import underheaven

    data = underheaven.compare("credit-bureau", society="village", persons=8, months=1, replicates=1)
    assert json.loads(data.attrs[MAY_RECORD]) == ["credit-bureau"]
