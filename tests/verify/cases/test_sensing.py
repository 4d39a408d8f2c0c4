"""Sensing at several points; published figures; and a wrong number is found out."""

import pytest

from underheaven.verify import case_simulation
from underheaven.verify.cases import sensing
from underheaven.verify.runner import run_case

POLYGRAPH = [
    (0.90, 0.8, (208, 21, 1.9, 0.21)),
    (0.90, 0.5, (70, 7.0, 0.63, 0.07)),
    (0.80, 0.8, (452, 45, 4.1, 0.45)),
]


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        ("screening", {}, 0.0901639),
        ("screening", {"prevalence": 0.3, "sensitivity": 0.5, "specificity": 0.8}, 0.15 / 0.29),
        ("screening", {"prevalence": 0.1, "specificity": 1}, 1.0),
        ("polygraph", {"base_rate": 0.1}, 1.8656),
        ("polygraph", {"base_rate": 0.5, "accuracy": 0.8}, 0.454613),
        ("wrongful-records", {}, 0.113133),
        ("wrongful-records", {"f": 0.05, "n": 12}, 1 - 0.95**12),
        ("wrongful-records", {"f": 0}, 0.0),
        ("wrongful-records", {"f": 1, "n": 2}, 1.0),
        ("wrongful-share", {}, 0.141631),
        ("wrongful-share", {"p": 0.3, "s": 0.1, "f": 0.02}, 0.014 / 0.044),
        ("pairing", {}, 0.0196),
        ("pairing", {"p1": 0.5, "p2": 0.2}, 0.21),
        ("pairing", {"p1": 0.4, "p2": 0.4}, 0.0),
    ],
)
def test_the_case_holds(name, settings, expected):
    checked = run_case(name, **settings)
    assert checked.expected == pytest.approx(expected, rel=1e-4)
    assert checked.verdict == "pass", checked


@pytest.mark.parametrize(("accuracy", "sensitivity", "published"), POLYGRAPH)
def test_false_alarms_are_the_published_ones(accuracy, sensitivity, published):
    rate = sensing.false_alarm_rate(accuracy, sensitivity)
    for base_rate, figure in zip((0.001, 0.01, 0.1, 0.5), published, strict=True):
        ratio = rate * (1 - base_rate) / (base_rate * sensitivity)
        digits = len(f"{figure}".partition(".")[2])
        assert round(ratio, digits) == figure or ratio == pytest.approx(figure, rel=0.015)


def test_another_false_rate_than_the_documents_is_found_out(monkeypatch):
    def unlike(sensitivity, false_rate, label=""):
        return case_simulation.load_regime(
            "watch", label, detection_rate=sensitivity, false_per_year=12 * 1.5 * false_rate, rumour=0, opacity=1
        )

    monkeypatch.setattr(sensing, "load_watching_regime", unlike)
    for name in ("screening", "polygraph", "wrongful-records", "wrongful-share", "pairing"):
        assert run_case(name).verdict == "fail", name
