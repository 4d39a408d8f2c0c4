"""Documents of cases: every template is read by the reader that everybody uses, with every name filled."""

from importlib.resources import files

import pytest

from underheaven.verify.effort import current
from underheaven.verify.lives import persons_for, regime, society, study, watch

FOLDER = files("underheaven.verify") / "documents"


def test_a_number_reaches_the_document_to_its_last_bit():
    document = regime("watch", sensitivity=0.1 + 0.2, false_per_year=12 * 1e-7, rumour=0)
    (channel,) = document.model.sensing.channels
    assert (channel.sensitivity, channel.false_records_per_year) == (0.1 + 0.2, 12 * 1e-7)
    assert document.where == "verify/watch.toml"


def test_a_label_tells_two_worlds_of_one_template_apart():
    assert regime("watch", "one", sensitivity=0, false_per_year=0, rumour=0).where == "verify/one.toml"


def test_a_name_that_is_not_the_templates_is_a_fault_of_the_package():
    with pytest.raises(ValueError, match="rumour"):
        regime("watch", sensitivity=0, false_per_year=0)
    with pytest.raises(ValueError, match="colour"):
        society("two-groups", colour="red")


def test_every_document_ships_and_says_what_it_is():
    names = sorted(f.name for f in FOLDER.iterdir())
    assert len(names) >= 10
    for name in names:
        text = (FOLDER / name).read_text()
        assert text.startswith("# "), name
        assert 'describes = "' in text, name
        assert "schema = 1" in text, name


def test_persons_fill_a_budget_within_bounds():
    assert persons_for(10) == current().person_months // 10
    assert persons_for(10, times=2) == pytest.approx(2 * persons_for(10), rel=0.01)
    assert persons_for(600, times=0.01) == 100
    assert persons_for(1, times=1e6) == 100_000


def test_watching_shows_the_people_after_every_month_of_every_replicate():
    plan = study([regime("nothing")], society("two-groups"), 50, 3, replicates=2)
    seen = [(replicate, month, len(people.state.savings)) for replicate, month, people in watch(plan)]
    assert seen == [(r, m, 50) for r in range(2) for m in range(3)]
