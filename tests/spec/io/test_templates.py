"""Documents to start from, and copies of those that ship."""

import difflib
from pathlib import Path

import pytest

from tests.spec.documents import read_regime_text, read_society_text, read_study_text
from underheaven.errors import RequestError
from underheaven.spec.io.document_files import fetch_document
from underheaven.spec.io.document_reader import shipped_names
from underheaven.spec.io.templates import _rename_document, copy_shipped, is_valid_name, name_from_file, render_template

READ = {"regime": read_regime_text, "society": read_society_text, "study": read_study_text}
SHIPPED = [(kind, name) for kind in READ for name in shipped_names(kind)]


@pytest.mark.parametrize("kind", READ)
def test_a_start_is_sound_with_a_source_for_every_number(kind):
    document = READ[kind](render_template(kind, "Mine"))
    assert document.model.name == "Mine"
    assert document.unsourced == ()
    assert document.n_assumed > 0 or kind == "study"
    assert all(a.reason and a.low <= a.value <= a.high for a in document.assumed)
    assert all(a.centred or a.off_centre for a in document.assumed if a.low < a.high)
    assert render_template(kind).startswith(f"# A {kind} to start from. ")


def test_a_start_of_a_regime_shows_every_part():
    regime = READ["regime"](render_template("regime")).model
    assert len(regime.sensing.channels) > 1
    assert {r.points < 0 for r in regime.recording.rules} == {True, False}
    assert {rule.colour for rule in regime.standing.lists} == {"black", "red"}
    treatment, repair = regime.treatment, regime.repair
    assert all((regime.standing.grades, treatment.effects, treatment.rewards, treatment.denials, repair.appeal))
    assert regime.amendments


def test_the_start_of_a_study_names_what_ships():
    assert all(name in render_template("study") for name in (*shipped_names("regime"), *shipped_names("society")))


@pytest.mark.parametrize(("kind", "name"), SHIPPED)
def test_a_copy_differs_from_the_original_in_its_name_alone(kind, name):
    original = fetch_document(kind, name).data.decode()
    copy = copy_shipped(kind, name, "Another name")
    changed = [d for d in difflib.ndiff(original.splitlines(), copy.splitlines()) if d[:1] in "+-"]
    assert changed[-1] == '+ name = "Another name"'
    assert len(changed) <= 2
    assert READ[kind](copy).model.name == "Another name"
    assert READ[kind](copy_shipped(kind, name)).model.name == f"Copy of {name}"


def test_the_name_is_found_among_lines_that_look_like_it():
    text = 'describes = """\nname = "no"\n"""\nname = "yes"\n[a]\nname = "no"\n'
    renamed = _rename_document(text, {"describes": 'name = "no"\n', "name": "yes", "a": {"name": "no"}}, "new")
    assert renamed == text.replace('"yes"', '"new"')
    assert _rename_document("x = 1\n", {"x": 1}, "new") == 'name = "new"\nx = 1\n'


@pytest.mark.parametrize(
    ("kind", "original", "said"),
    [
        ("regime", "village", "village is a society, but a regime is required. Write `underheaven new society"),
        ("regime", "rongchen", 'There is no regime "rongchen". Nearest is rongcheng-20'),
        ("society", "mine.toml", "it takes the name of a document that ships"),
    ],
)
def test_what_cannot_be_copied_is_refused(kind, original, said):
    with pytest.raises(RequestError) as caught:
        copy_shipped(kind, original)
    assert str(caught.value).removeprefix(f"--from {original}: ").startswith(said)


@pytest.mark.parametrize("name", ["", "a" * 61, "{x}", 'a "b"', "a\nb"])
def test_a_name_that_cannot_be_is_refused(name):
    assert not is_valid_name(name)
    for made in (lambda: render_template("regime", name), lambda: copy_shipped("regime", "none", name)):
        with pytest.raises(RequestError, match="1 to 60 characters"):
            made()


def test_a_file_gives_its_name():
    assert name_from_file(Path("x/my-first_regime.toml")) == "My first regime"
    assert name_from_file(Path("{x}.toml")) is None
