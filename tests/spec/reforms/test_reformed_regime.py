"""Each shipped reform does to regimes what it says, over their amendments too, and nothing where it cannot act."""

import pytest

from tests.spec.documents import REGIME_TEXT, read_regime_text
from underheaven.errors import DocumentError
from underheaven.spec.amendments.merging import regime_versions
from underheaven.spec.checks.compatibility import check_together
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import (
    REFORM,
    WRITTEN_REGIME,
    read_document,
    read_reform,
    read_regime,
    read_society,
    shipped_names,
)
from underheaven.spec.reforms.reformed_regime import reform_regime

COUNTRY = read_society("imagined-country").model
FITS = {
    name: next(s for s in ("china-2020", "imagined-country") if not check_together(read_regime(name), read_society(s)))
    for name in shipped_names("regime")
}
HEAD = 'schema = 2\nkind = "reform"\nname = "Mine"\ndescribes = "A change."\n'


def of(reform, regime="imagined-unified"):
    """The states of a regime under a reform, with those as it is."""
    document = read_regime(regime)
    changed = reform_regime(read_reform(reform), document, read_society(FITS[regime]).model)
    assert changed is not None
    return [
        (one, other) for (_, one), (_, other) in zip(regime_versions(document), _padded(changed, document), strict=True)
    ]


def _padded(changed, document):
    """States by the months of the original; an amendment with nothing left to change has none of its own."""
    known, last = dict(regime_versions(changed)), None
    for month, _ in regime_versions(document):
        last = known.get(month, last)
        yield month, last


def mine(text, regime):
    reform = read_document(REFORM, DocumentFile("mine.toml", (HEAD + text).encode(), shipped=False))
    return reform_regime(reform, regime, COUNTRY)


@pytest.mark.parametrize("reform", shipped_names("reform"))
@pytest.mark.parametrize("regime", shipped_names("regime"))
def test_a_reformed_regime_is_sound_over_its_society_or_the_reform_has_nothing_to_act_on(reform, regime):
    document, society = read_regime(regime), read_society(FITS[regime])
    changed = reform_regime(read_reform(reform), document, society.model)
    if changed is None:
        return
    assert check_together(changed, society) == []
    assert changed.where == f"{reform}.toml"
    assert changed.model.name == read_reform(reform).model.name
    assert changed.unsourced == ()
    assert changed.model.start == document.model.start
    assert changed.model.published == document.model.published
    again = read_document(WRITTEN_REGIME, DocumentFile(changed.where, changed.text.encode(), shipped=False))
    assert again.model == changed.model


@pytest.mark.parametrize(
    ("reform", "regime"),
    [
        ("no-speech-rules", "court-defaulters-2013"),
        ("no-discretion", "court-defaulters-2013"),
        ("only-records", "credit-bureau"),
        ("no-cross-context-effects", "points-licence"),
        *((name, "none") for name in shipped_names("reform")),
    ],
)
def test_a_reform_has_nothing_to_act_on(reform, regime):
    assert reform_regime(read_reform(reform), read_regime(regime), read_society(FITS[regime]).model) is None


def test_appeals_work_in_every_state_and_keep_what_is_better_already():
    for regime in ("imagined-unified", "court-defaulters-2013", "sesame-2015"):
        for one, other in of("appeals-that-work", regime):
            appeal = other.repair.appeal
            assert (appeal.filed_wrongful, appeal.granted_wrongful, appeal.months) == (0.25, 0.9, 1)
            if one.repair.appeal is not None:
                assert appeal.filed_rightful == one.repair.appeal.filed_rightful
    best = read_regime_text(
        REGIME_TEXT.replace(
            "[[published]]",
            "[repair.appeal]\nfiled_wrongful = 0.5\nfiled_rightful = 0.1\ngranted_wrongful = 1.0\n"
            "granted_rightful = 0.2\nmonths = 0\n\n[[published]]",
            1,
        )
    )
    assert reform_regime(read_reform("appeals-that-work"), best, COUNTRY) is None


def test_terms_are_half_in_every_state():
    for one, other in of("shorter-terms", "court-defaulters-2013"):
        for before, after in zip(one.recording.rules, other.recording.rules, strict=True):
            if isinstance(before.months, str):
                assert after.months == before.months
            else:
                assert after.months == (before.months + 1) // 2
    assert {r.conduct: r.months for _, o in of("shorter-terms") for r in o.recording.rules}["red light"] == 6
    good = [
        (b.months, a.months)
        for one, other in of("shorter-terms")
        for b, a in zip(one.recording.rules, other.recording.rules, strict=True)
        if b.points > 0
    ]
    assert good
    assert all(before == after for before, after in good), "who earned points would lose by a shorter term"


def test_effects_stay_in_the_context_of_their_cause():
    for one, other in of("no-cross-context-effects"):
        assert [(e.of, e.context) for e in other.treatment.effects] == [
            ("court defaulters", "credit"),
            ("watched", "speech"),
        ]
        assert [(d.of, d.habit) for d in other.treatment.denials] == [("watched", "public posts")]
        assert other.treatment.rewards == one.treatment.rewards
    for _, other in of("no-cross-context-effects", "court-defaulters-2013"):
        assert {e.context for e in other.treatment.effects} == {"credit"}


def test_nothing_is_secret():
    for one, other in of("transparency"):
        assert (one.opacity, other.opacity, other.awareness) == (0.8, 0, 1)


def test_no_rule_is_on_speech_and_what_hung_on_one_is_gone():
    spoken = {kind.name for kind in COUNTRY.conduct if kind.class_ == "speech"}
    for one, other in of("no-speech-rules"):
        ruled = {rule.conduct for rule in other.recording.rules}
        assert ruled == {rule.conduct for rule in one.recording.rules} - spoken
        assert "watched" not in {rule.name for rule in other.standing.lists}
        assert "watched" not in {e.of for e in (*other.treatment.effects, *other.treatment.denials)}
        assert not spoken & {name for channel in other.sensing.channels for name in channel.conduct}
        assert "platform and phone data" in {channel.name for channel in other.sensing.channels}


def test_officials_have_no_discretion():
    text = REGIME_TEXT.replace(
        "[[published]]",
        "[officials]\nfavour_share = 0.1\nfavour_points = 50\n"
        'quota_per_1000 = 2.0\nquota_conduct = "theft"\n\n[[published]]',
        1,
    )
    changed = reform_regime(read_reform("no-discretion"), read_regime_text(text), COUNTRY)
    assert changed.model.officials == read_regime("none").model.officials


def test_people_are_asked_and_staying_out_costs_nothing():
    for one, other in of("consent"):
        assert other.consent.required
        assert other.consent.share == (one.consent.share if one.consent.required else 0.5)
        assert not [rule.name for rule in other.standing.lists if rule.outsiders]
    text = REGIME_TEXT.replace(
        "[[treatment.effects]]",
        '[[standing.lists]]\nname = "strangers"\ncolour = "grey"\noutsiders = true\n\n[[treatment.effects]]\n'
        'of = "strangers"\ncontext = "work"\nstrength = 0.5\n\n[consent]\nrequired = true\nshare = 0.7\n\n'
        "[[treatment.effects]]",
        1,
    )
    changed = reform_regime(read_reform("consent"), read_regime_text(text), COUNTRY)
    assert changed.model.consent.share == 0.7
    assert [rule.name for rule in changed.model.standing.lists] == ["untrustworthy"]
    assert [e.of for e in changed.model.treatment.effects] == ["untrustworthy"]


def test_a_low_score_alone_is_no_ground():
    for one, other in of("only-records"):
        assert [rule.name for rule in other.standing.lists] == ["court defaulters", "watched", "exemplary", "unsigned"]
        assert not {"C", "D", "discredited"} & {e.of for e in (*other.treatment.effects, *other.treatment.denials)}
        assert other.treatment.rewards == one.treatment.rewards
        assert other.standing.grades == one.standing.grades


def test_errors_are_half_in_every_channel():
    for one, other in of("fewer-errors"):
        for before, after in zip(one.sensing.channels, other.sensing.channels, strict=True):
            assert after.false_records_per_year == before.false_records_per_year / 2
            assert after.mistaken_identity == before.mistaken_identity / 2


def test_a_fragment_merges_by_name_and_a_moved_number_names_its_reform():
    village = read_regime_text(REGIME_TEXT)
    changed = mine('[[change.recording.rules]]\nconduct = "theft"\nmonths = 12\n', village)
    assert [(r.conduct, r.months) for r in changed.model.recording.rules] == [("red light", 24), ("theft", 12)]
    assert changed.sources["recording.rules.theft.months"] == "by the reform Mine"
    assert changed.sources["recording.rules.theft.points"] == "the table of the county, 2014"
    assert changed.model.describes == "A change. A reform of: Village."
    assert mine('[[change.recording.rules]]\nconduct = "theft"\nmonths = 36\n', village) is None
    assert mine("[change]\nopacity = 0.0\n", village) is None, "a key written at its default says nothing"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[change.recording.rules]]\nconduct = "thefts"\nremoved = true\n', "theft"),
        ('[[change.standing.lists]]\nname = "untrustworthy"\nremoved = true\n', "there is no such list or grade"),
        ('[[change.recording.rules]]\nconduct = "arson"\nmonths = 12\n', "no channel detects this conduct"),
        ('[[change.recording.rules]]\nconduct = "arson"\n', "months"),
    ],
)
def test_a_reform_that_a_regime_cannot_have_is_told_in_sentences(text, said):
    with pytest.raises(DocumentError) as caught:
        mine(text, read_regime_text(REGIME_TEXT))
    assert said in str(caught.value)
    assert str(caught.value).startswith("mine.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[change.recording.rules]]\nconduct = "theft"\nmonths = 60\n', ".months becomes 60, and is 36"),
        ('[[change.recording.rules]]\nconduct = "theft"\nmonths = "until performed"\n', ".months becomes"),
        ('[[change.recording.rules]]\nconduct = "theft"\npoints = -9000\n', ".points becomes -9000"),
        ('[[change.recording.rules]]\nconduct = "theft"\npoints = 50\n', ".points becomes 50"),
        (
            '[[change.sensing.channels]]\nname = "police"\ndetection_rate = 1.0\n',
            ".detection_rate becomes 1.0, and is 0.05",
        ),
        ('[[change.sensing.channels]]\nname = "police"\nfalse_records_per_year = 2.0\n', ".false_records_per_year"),
        ('[[change.sensing.channels]]\nname = "police"\nfalse_factors = { sex = { men = 1.4 } }\n', "men becomes 1.4"),
        (
            '[[change.sensing.channels]]\nname = "more"\nconduct = ["theft"]\ndetection_rate = 0.1\n',
            "is not there without",
        ),
        (
            '[[change.treatment.effects]]\nof = "untrustworthy"\ncontext = "work"\nstrength = 0.1\n',
            "is not there without",
        ),
        (
            '[[change.treatment.effects]]\nof = "untrustworthy"\ncontext = "credit"\nstrength = 1.0\n',
            "becomes 1.0, and is 0.5",
        ),
        ('[[change.standing.lists]]\nname = "untrustworthy"\nrecords_at_least = 1\n', "records_at_least becomes 1"),
        ("[change]\nopacity = 0.5\n", "opacity becomes 0.5, and is 0.0"),
        ("[fill]\nopacity = 0.5\n", "opacity becomes 0.5, and is 0.0"),
        ("[change]\nstylised = false\n", "stylised becomes false"),
        ("[change.standing]\nstart = -50\n", "standing.start becomes -50"),
        ("[change.association]\nhousehold_liability = 0.5\n", "association.household_liability becomes 0.5"),
        ('[change.officials]\nquota_per_1000 = 5.0\nquota_conduct = "theft"\n', "quota_per_1000 becomes 5.0"),
        ("[change.score_fitting]\npoints_per_unit = 100.0\n", "score_fitting becomes"),
        ("[change.rollout]\nfull_after_months = 0\n", "rollout.full_after_months becomes 0"),
    ],
)
def test_a_reform_that_makes_anything_harsher_is_refused_with_both_values(text, said):
    """Without it the table of reforms orders harsher variants, which is a search for the most obedience."""
    regime = REGIME_TEXT.replace("[[published]]", "[rollout]\nfull_after_months = 12\n\n[[published]]", 1).replace(
        'name = "Village"\n', 'name = "Village"\nstylised = true\n', 1
    )
    with pytest.raises(DocumentError) as caught:
        mine(text, read_regime_text(regime))
    assert said in str(caught.value)
    assert "`underheaven new regime --from NAME`" in str(caught.value)


def test_what_an_amendment_would_harden_is_refused_as_well():
    """What an amendment brought may not be brought forward, though the regime reaches it in the end."""
    with pytest.raises(DocumentError, match=r"strength becomes 0.9, and is 0.7 without the reform"):
        mine(
            '[[change.treatment.effects]]\nof = "judgment defaulters"\ncontext = "credit"\nstrength = 0.9\n',
            read_regime("court-defaulters-2013"),
        )


@pytest.mark.parametrize("share", ["share = 0.0", "share = 0.0\nrequired = true"])
def test_nobody_is_put_on_the_list_of_those_who_stay_out_by_agreeing_less(share):
    with pytest.raises(DocumentError, match=r"consent\.share becomes 0\.0.*a list holds those who have not agreed"):
        mine(f"[change.consent]\n{share}\n", read_regime("sesame-2015"))


def test_a_belief_is_not_removed_where_the_society_thinks_worse():
    believed = REGIME_TEXT.replace(
        "[[treatment.effects]]",
        '[[treatment.lenders_believe]]\nof = "clear"\nrepaid = 1000.0\ndefaulted = 0.0\n\n[[treatment.effects]]',
        1,
    )
    with pytest.raises(DocumentError, match=r"lenders_believe\[0\] \(clear\) is gone.*the society's own counts"):
        mine('[[change.treatment.lenders_believe]]\nof = "clear"\nremoved = true\n', read_regime_text(believed))
