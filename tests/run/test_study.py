"""What a study names: read, checked together, refused where it cannot run."""

import re

import numpy as np
import pytest

from underheaven.errors import DocumentError, NotYetError, RequestError
from underheaven.run.checks.plan_settings import setting_bounds
from underheaven.run.document_lookup import read_and_check
from underheaven.run.study import plan_study, read_study, resize_study
from underheaven.spec.io.document_reader import read_regime

HEAD = 'schema = 2\nname = "{}"\ndescribes = "A test."\n'


def write(folder, name, text=""):
    path = folder / f"{name}.toml"
    path.write_text(HEAD.format(name) + text)
    return str(path)


def test_worlds_are_the_regimes_and_then_the_other_one():
    study = plan_study(["court-defaulters-2013", "rongcheng-2016"], "none", "village", persons=100)
    assert study.names == ("court-defaulters-2013", "rongcheng-2016", "none")
    assert study.baseline is study.scenarios[-1]
    assert study.plan.persons == 100


def test_documents_may_be_given_as_read():
    regime = read_regime("none")
    study = plan_study([regime], None, "plain")
    assert study.scenarios == (regime,)
    assert study.baseline is None


def test_the_study_starts_with_the_earliest_regime_unless_it_says_when():
    both = ["court-defaulters-2013", "rongcheng-2016"]
    starts = [read_regime(name).model.start for name in both]
    assert plan_study(both, "none", "village").start == min(s for s in starts if s)
    assert plan_study(both, "none", "village", start="2015-02").start == "2015-02"
    assert plan_study(["none"], None, "village").start is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("persons", 0),
        ("persons", -5),
        ("persons", 10**30),
        ("persons", 1.5),
        ("persons", float("nan")),
        ("persons", True),
        ("persons", "many"),
        ("months", 0),
        ("seed", -1),
        ("seed", 2**32),
        ("replicates", 0),
    ],
)
def test_numbers_out_of_range_are_refused_with_the_range(name, value):
    low, high = setting_bounds(name)
    with pytest.raises(RequestError, match=f"^{name} = .* whole number from {low:,} to {high:,}"):
        plan_study(["none"], None, "plain", **{name: value})


def test_all_numbers_out_of_range_are_named_at_once():
    with pytest.raises(RequestError) as error:
        plan_study(["none"], None, "plain", persons=0, months=0)
    assert len(str(error.value).splitlines()) == 2


def test_numpy_numbers_and_seed_zero_are_numbers():
    study = plan_study(["none"], None, "plain", persons=np.int64(40), seed=0)
    assert (study.plan.persons, study.plan.seed) == (40, 0)


@pytest.mark.parametrize("start", ["2013", "2013-13", "October", 2013])
def test_a_start_is_a_month(start):
    with pytest.raises(RequestError, match="Write it as 2013-10"):
        plan_study(["none"], None, "plain", start=start)


def test_unknown_names_are_refused():
    with pytest.raises(RequestError, match="court-defaulters-2013"):
        plan_study(["court-defaulter-2013"], None, "village")
    with pytest.raises(RequestError, match="china-2020"):
        plan_study(["none"], None, "china")


def test_a_regime_that_asks_too_much_of_a_society_is_told_which_ones_have_it():
    with pytest.raises(DocumentError) as error:
        plan_study(["imagined-unified"], "none", "plain")
    assert len(error.value.faults) == 3
    hints = [f.instead for f in error.value.faults if "all that is required" in f.instead]
    assert hints == [error.value.faults[-1].instead]
    assert re.search(r"\. [3-9]\d more like these are left out here\. ", hints[0])
    assert hints[0].endswith("Shipped societies that have all that is required: imagined-country")


def test_no_regime_and_the_same_regime_twice_are_refused():
    with pytest.raises(RequestError, match="No regime is named"):
        plan_study([], "none", "plain")
    with pytest.raises(RequestError, match=r"none is also the baseline.*--baseline names another"):
        plan_study(["none"], "none", "plain")
    with pytest.raises(RequestError, match="none is named 2 times"):
        plan_study(["none", "none"], None, "plain")


@pytest.mark.parametrize(
    ("regimes", "society"),
    [
        (["court-defaulters-2013"], "china-2020"),
        (["points-licence"], "china-2020"),
        (["rongcheng-2016"], "rongcheng"),
        (["imagined-unified"], "imagined-country"),
        (["court-defaulters-2013", "imagined-unified"], "imagined-country"),
    ],
)
def test_without_a_society_the_first_is_taken_that_has_all_that_is_asked_for(regimes, society):
    study = plan_study(regimes, "none", None)
    assert (study.plan.society, study.society.where) == (society, f"societies/{society}.toml")
    assert study.plan == plan_study(regimes, "none", society).plan


def test_the_other_world_chooses_the_society_too():
    assert plan_study(["credit-bureau"], "imagined-unified", None).plan.society == "imagined-country"


def test_where_no_society_has_all_the_usual_one_says_what_lacks(tmp_path):
    path = write(tmp_path, "first", '[[recording.rules]]\nconduct = "levitating"\nmonths = 12\n')
    with pytest.raises(DocumentError, match="levitating"):
        plan_study([path], "none", None)


def test_faults_between_documents_are_all_named(tmp_path):
    channel = '[[sensing.channels]]\nname = "{0}"\nconduct = ["{0}"]\ndetection_rate = 0.5\n'
    rule = '[[recording.rules]]\nconduct = "{0}"\nmonths = 12\n'
    first = write(tmp_path, "first", channel.format("levitating") + rule.format("levitating"))
    second = write(tmp_path, "second", channel.format("whistling") + rule.format("whistling"))
    with pytest.raises(DocumentError) as error:
        plan_study([first, second], "none", "village")
    text = str(error.value)
    assert "levitating" in text
    assert "whistling" in text


def test_a_study_names_documents_beside_it(tmp_path):
    write(tmp_path, "mine")
    path = tmp_path / "study.toml"
    path.write_text('name = "s"\nregimes = ["mine.toml"]\nbaseline = "none"\nsociety = "village"\npersons = 50\n')
    study = read_study(path)
    assert study.names == ("mine", "none")
    assert study.plan.persons == 50
    assert study.society.model.name == "Village"


def test_a_study_can_exempt_one_place(tmp_path):
    path = tmp_path / "study.toml"
    path.write_text('name = "s"\nregimes = ["none"]\nsociety = "village"\nexempt = [7]\n')
    assert read_study(path).plan.exempt == [7]
    path.write_text(path.read_text().replace("[7]", "[7, 8]"))
    with pytest.raises(NotYetError, match="one place at a time"):
        read_study(path)


def test_a_panel_is_some_of_the_persons():
    assert plan_study(["none"], None, "plain", persons=40, panel=40).plan.panel == 40
    with pytest.raises(RequestError, match=r"panel = 41: .*each scenario has 40 synthetic persons.* Write 40 or less"):
        plan_study(["none"], None, "plain", persons=40, panel=41)
    with pytest.raises(RequestError, match="panel = -1: it must be a whole number from 0"):
        plan_study(["none"], None, "plain", panel=-1)


@pytest.mark.parametrize("amended", [False, True])
def test_lists_of_one_name_and_two_colours_are_refused_before_the_first_month(tmp_path, amended):
    """A run of hours was refused only when its worlds were joined; what an amendment brings is no different."""
    sensed = (
        '[[sensing.channels]]\nname = "s"\nconduct = ["red light"]\ndetection_rate = 0.1\n'
        '[[recording.rules]]\nconduct = "red light"\nmonths = 12\n'
    )
    listed = 'name = "the register"\ncolour = "{}"\nconduct = ["red light"]\n'
    black = write(tmp_path, "a", sensed + "[[standing.lists]]\n" + listed.format("black"))
    red = listed.format("red")
    later = '[[amendments]]\nfrom = "2015-01"\ndescribes = "x"\n[[amendments.change.standing.lists]]\n' + red
    other = write(tmp_path, "b", sensed + (later if amended else "[[standing.lists]]\n" + red))
    said = r'b.toml, .*the register.*colour = "red": the list "the register" is "black" in .*a.toml'
    with pytest.raises(DocumentError, match=said):
        plan_study([black, other], "none", "village")
    study = tmp_path / "s.toml"
    study.write_text(
        'schema = 2\nkind = "study"\nname = "s"\ndescribes = "x"\nregimes = ["a.toml"]\n'
        'baseline = "b.toml"\nsociety = "village"\n'
    )
    with pytest.raises(DocumentError, match=said):
        read_and_check(str(study))
    assert plan_study([other], "none", "village")


def test_what_a_study_names_and_nobody_finds_is_told_with_its_place(tmp_path):
    """Catches "there is no file" of a name that stands in one of several studies."""
    study = tmp_path / "mine.toml"
    for key, line in (
        ("regimes[1]", 'regimes = ["none", "nosuch.toml"]\nbaseline = "points-licence"\nsociety = "village"'),
        ("baseline", 'regimes = ["none"]\nbaseline = "nosuch.toml"\nsociety = "village"'),
        ("society", 'regimes = ["none"]\nbaseline = "points-licence"\nsociety = "nosuch.toml"'),
    ):
        study.write_text(f'schema = 2\nkind = "study"\n{line}\n', encoding="utf-8")
        with pytest.raises(RequestError, match=rf'mine\.toml, {re.escape(key)} = "nosuch\.toml": '):
            read_study(study)


def test_the_faults_of_every_document_of_a_study_are_told(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(f'schema = 2\nname = "{name}"\nstrat = 3\n', encoding="utf-8")
    study = tmp_path / "mine.toml"
    study.write_text('schema = 2\nkind = "study"\nregimes = ["one.toml", "two.toml"]\nsociety = "village"\n')
    with pytest.raises(DocumentError) as said:
        read_study(study)
    assert {fault.where.rpartition("/")[2] for fault in said.value.faults} == {"one.toml", "two.toml"}


def test_a_study_of_another_size_keeps_its_documents():
    study = plan_study(["court-defaulters-2013"], "none", "village", persons=4_000, months=3, replicates=5, panel=60)
    other = resize_study(study, 50, 2)
    assert (other.plan.persons, other.plan.months, other.plan.replicates, other.plan.panel) == (50, 2, 1, 50)
    assert other.scenarios == study.scenarios
    assert study.plan.replicates == 5
