"""The meter of a run."""

from underheaven.run.progress import Meter, ignore_progress


def test_a_meter_reports_from_nothing_to_all():
    seen = []
    meter = Meter(30, lambda done, total: seen.append((done, total)))
    meter.add(10)
    meter.add(20)
    assert seen == [(0, 30), (10, 30), (30, 30)]


def test_silence_is_the_default():
    meter = Meter(5)
    meter.add(5)
    assert meter.done == 5
    assert ignore_progress(1, 2) is None
