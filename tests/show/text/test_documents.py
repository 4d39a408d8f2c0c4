"""Documents in plain words."""

import re

import pytest

from underheaven.fields.codes import STAGES
from underheaven.run.document_lookup import read_any_document, read_catalogue
from underheaven.show.explain.regime import list_sources
from underheaven.show.text.documents import (
    catalogue_rows,
    count_sentence,
    document_parts,
    first_sentence,
    print_catalogue,
    print_checked,
    print_document,
    print_month,
)
from underheaven.spec.io.document_reader import read_regime, read_society, shipped_names

from ...contract.worlds import alter, rich_regime, rich_society

SHIPPED = [*shipped_names("regime"), *shipped_names("society")]


def text_of(console):
    return console.file.getvalue()


def test_the_catalogue_sets_every_document_apart():
    """Catches two documents that `list` describes in the same words."""
    told = [first_sentence(document.model.describes) for _, document in read_catalogue()]
    assert len(told) == len(set(told))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_document_can_be_told(name, console):
    document = read_any_document(name)
    print_document(document, console)
    text = text_of(console)
    assert document.model.name in text
    assert max(len(line) for line in text.splitlines()) <= 80
    for heading, sentences in document_parts(document):
        assert sentences, heading
        assert all(re.search(r"\w", sentence) for sentence in sentences)


def test_a_regime_names_its_rules_lists_effects_amendments_and_sources():
    document = read_regime("court-defaulters-2013")
    told = dict(document_parts(document))
    regime = document.model
    assert len(told["What is recorded"]) == len(regime.recording.rules)
    assert len(told["Lists"]) == len(regime.standing.lists)
    assert len(told["Amendments"]) == len(regime.amendments)
    assert len(told["Published counts"]) == len(regime.published)
    assert sum(s.count("\n") for s in told["Assumed"]) == document.n_assumed
    assert len(told["Assumed"]) == len({a.reason for a in document.assumed})
    for effect in regime.treatment.effects:
        assert any(effect.context in s and f"{100 * effect.strength:g} %" in s for s in told["What it closes"])
    heads = [s.split("\n")[0] for s in told["Sources"]]
    assert heads == list_sources(document)


def test_a_regime_says_whom_it_asks_and_what_others_bring():
    told = dict(document_parts(rich_regime()))
    assert "Each person is asked once: 80 % agree, differing by sex and conviction." in told["When and for whom"]
    assert "strangers (greylist): persons who were asked and have not agreed." in told["Lists"]
    ties, household, passing = told["What others bring"]
    assert ties.startswith("40 % of the mean distance")
    assert "a chance of 40 %" in household
    assert passing.startswith("cheating: also filed on persons by the share of their ties on a blacklist")
    assert "What others bring" not in dict(document_parts(read_regime("rongcheng-2016")))


def test_a_regime_with_points_names_points_and_grades():
    regime = read_regime("rongcheng-2016")
    told = dict(document_parts(regime))
    with_points = [r for r in regime.model.recording.rules if r.points]
    assert sum("points" in s for s in told["What is recorded"]) == len(with_points)
    for grade in regime.model.standing.grades:
        assert grade in " ".join(told["Points and grades"])


def test_nothing_is_said_of_what_none_does_not_have():
    assert [heading for heading, _ in document_parts(read_regime("none"))] == ["When and for whom"]


def test_a_society_names_its_conduct():
    society = read_society("village")
    told = dict(document_parts(society))
    assert [s.split(" (")[0] for s in told["What people do"]] == [c.name for c in society.model.conduct]
    assert told["Who lives there"][0] == "1,000 persons in 1 village."


def test_numbers_say_how_much_is_assumed():
    village = read_society("village")
    share = 100 * village.n_assumed / village.n_numbers
    found = re.search(
        r": (\d+) numbers, (\d+) of them assumed \(([\d.]+) %\), 0 without a source", count_sentence(village)
    )
    assert (int(found[1]), int(found[2])) == (village.n_numbers, village.n_assumed)
    assert float(found[3]) == pytest.approx(share, abs=0.05)
    assert "states no numbers" in count_sentence(read_regime("none"))


def test_the_catalogue_names_every_document_once(console):
    documents = read_catalogue()
    print_catalogue(documents, console)
    lines = text_of(console).splitlines()
    for name in SHIPPED:
        assert sum(line.startswith(f"{name} ") for line in lines) == 1
    assert [row["name"] for row in catalogue_rows(documents)] == [name for name, _ in documents]


def test_a_society_says_whether_its_people_grow_older():
    said = {
        name: " ".join(dict(document_parts(read_society(name)))["Who lives there"]) for name in ("village", "plain")
    }
    assert "Persons grow older, from one age to the next; its shares stay as they are." in said["village"]
    assert "grow older" not in said["plain"]


def test_the_first_sentence_in_the_catalogue_is_a_whole_one(console):
    print_catalogue(read_catalogue(), console)
    assert text_of(console).count("(") == text_of(console).count(")")


def test_a_checked_document_is_said_to_be_sound_with_its_numbers(console, tmp_path):
    path = tmp_path / "asking.toml"
    path.write_text(
        'schema = 2\nname = "Asking"\ndescribes = "Half of all agree."\n'
        '[consent]\nrequired = true\nshare = { value = 0.5, source = "a test" }\n'
    )
    print_checked(read_any_document(str(path)), console)
    text = " ".join(text_of(console).split())
    assert text.startswith("Sound. ")
    assert text.endswith("1 number, 0 of them assumed (0 %), 0 without a source.")


def test_the_month_prints_the_eight_stages_in_order(console):
    print_month(console)
    text = text_of(console)
    places = [text.find(f" {stage}:") for stage in STAGES]
    assert -1 not in places
    assert places == sorted(places)


def test_what_people_know_what_can_be_gamed_and_the_game_of_helping_are_told():
    regime, society = dict(document_parts(rich_regime())), dict(document_parts(rich_society()))
    assert (
        "Of persons without a record, 70 % know of it, more or fewer by income; the others neither fear it nor hope "
        "for anything from it." in regime["When and for whom"]
    )
    bought = [s.split(":")[0] for s in regime["What is recorded"] if "can be avoided for money" in s]
    assert bought == ["shouting", "helping"]
    strategies = "28.6 % help everyone who asks; 57.1 % refuse those whom they see on a blacklist"
    assert strategies in " ".join(society["How they live"])
    assert "A refusal is conduct (refusing help), but refusing the listed is not." in society["How they live"]


def test_a_regime_says_what_lenders_start_from():
    told = dict(document_parts(rich_regime()))
    assert (
        "For persons who are blacklisted, grade D, lenders start as if they had seen 60 loans repaid and 15 fall "
        "behind."
    ) in told["What it closes"]


def test_grades_that_nothing_leads_into_are_named(console):
    print_checked(read_regime("sesame-2015"), console)
    assert "No rule leads into outstanding: with 8 records, no score reaches it." in " ".join(text_of(console).split())


def narrow(records):
    """Rongcheng with another store; it files arrears anew in six months of ten, for two years."""
    return alter(read_regime("rongcheng-2016"), {"recording.capacity": records})


def test_records_that_do_not_fit_into_a_dossier_are_named_with_the_store_they_need(console):
    """Eight places lost a quarter of the records of arrears."""
    print_checked(narrow(8), console)
    said = " ".join(text_of(console).split())
    assert "A dossier holds 8 records." in said
    assert "(bank arrears 15, up to 23; " in said
    assert "write recording.capacity = 24." in said
    assert "unpaid judgment" not in said


def test_a_store_for_the_mean_alone_is_still_too_small(console):
    print_checked(narrow(16), console)
    assert "A dossier holds 16 records." in text_of(console)


def test_no_more_than_the_largest_store_is_asked_for(console):
    longest = alter(narrow(32), {"recording.rules.bank arrears.months": 100})
    print_checked(longest, console)
    said = " ".join(text_of(console).split())
    assert "A dossier holds 32 records." in said
    assert "No document can state more records than that." in said
    assert "capacity" not in said


def test_nothing_is_said_where_the_document_states_enough(console):
    print_checked(read_regime("rongcheng-2016"), console)
    assert "A dossier holds" not in text_of(console)
    recorded = dict(document_parts(read_regime("rongcheng-2016")))["What is recorded"]
    assert recorded[-1] == "At most 24 records of one person are kept at a time."


def test_nothing_is_said_where_every_record_fits(console):
    print_checked(read_regime("court-defaulters-2013"), console)
    assert "A dossier holds" not in text_of(console)
