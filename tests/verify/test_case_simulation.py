"""Documents of cases: every template is read by the reader that everybody uses, with every name filled."""

from importlib.resources import files

import pytest

from underheaven.record.digest import digest
from underheaven.run import public
from underheaven.verify.case_simulation import load_regime, load_society, make_study, persons_for, simulate
from underheaven.verify.effort import current_effort

FOLDER = files("underheaven.verify") / "documents"


def test_a_number_reaches_the_document_to_its_last_bit():
    document = load_regime("watch", detection_rate=0.1 + 0.2, false_per_year=12 * 1e-7, rumour=0, opacity=1)
    (channel,) = document.model.sensing.channels
    assert (channel.detection_rate, channel.false_records_per_year) == (0.1 + 0.2, 12 * 1e-7)
    assert document.where == "verify/watch.toml"


def test_a_label_tells_two_worlds_of_one_template_apart():
    assert (
        load_regime("watch", "one", detection_rate=0, false_per_year=0, rumour=0, opacity=1).where == "verify/one.toml"
    )


def test_a_name_that_is_not_the_templates_is_a_fault_of_the_package():
    with pytest.raises(ValueError, match="rumour"):
        load_regime("watch", detection_rate=0, false_per_year=0)
    with pytest.raises(ValueError, match="colour"):
        load_society("two-groups", colour="red")


def test_every_document_ships_and_says_what_it_is():
    names = sorted(f.name for f in FOLDER.iterdir())
    assert len(names) >= 10
    for name in names:
        text = (FOLDER / name).read_text()
        assert text.startswith("# "), name
        assert 'describes = "' in text, name
        assert "schema = 2" in text, name


def test_persons_fill_a_budget_within_bounds():
    assert persons_for(10) == current_effort().person_months // 10
    assert persons_for(10, times=2) == pytest.approx(2 * persons_for(10), rel=0.01)
    assert persons_for(600, times=0.01) == 100
    assert persons_for(1, times=1e6) == 200_000


def test_one_world_is_run_and_two_are_compared(monkeypatch):
    called, run, compare = [], public.run, public.compare
    monkeypatch.setattr(public, "run", lambda *a, **k: called.append("run") or run(*a, **k))
    monkeypatch.setattr(public, "compare", lambda *a, **k: called.append("compare") or compare(*a, **k))
    nothing, people = load_regime("nothing"), load_society("two-groups")
    one = simulate([nothing], people, 50, 3, replicates=2, panel=4)
    assert (one.sizes["scenario"], one.sizes["replicate"], one.sizes["month"], one.sizes["panelist"]) == (1, 2, 3, 4)
    watch = load_regime("watch", detection_rate=0, false_per_year=0, rumour=0, opacity=1)
    two = simulate([watch, nothing], people, 50, 3, replicates=2)
    assert two["scenario"].values.tolist() == ["watch", "nothing"]
    assert two.attrs["baseline"] == "nothing"
    assert called == ["run", "compare"]


def test_a_study_and_a_live_case_are_the_same_run():
    people = load_society("two-groups")
    by_study = public.run(make_study([load_regime("nothing")], people, 50, 3, replicates=2))
    assert digest(by_study) == digest(simulate([load_regime("nothing")], people, 50, 3, replicates=2))
