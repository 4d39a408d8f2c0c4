"""What a reform may say, whatever regime it meets."""

import pytest

from underheaven.errors import DocumentError
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import REFORM, read_document, read_reform, shipped_names

HEAD = 'schema = 2\nkind = "reform"\nname = "Mine"\ndescribes = "A change."\n'


def read(text):
    return read_document(REFORM, DocumentFile("mine.toml", (HEAD + text).encode(), shipped=False))


def test_every_shipped_reform_reads_and_every_number_in_it_is_assumed_with_a_range():
    names = shipped_names("reform")
    assert len(names) == 9
    for name in names:
        document = read_reform(name)
        assert document.unsourced == ()
        assert document.n_assumed == document.n_numbers
        assert all(a.low < a.high for a in document.assumed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this reform changes nothing"),
        ("[change]\nopacty = 0.0\n", "a regime has no such key"),
        ("[change.repair.apeal]\nmonths = 1\n", "a regime has no such key"),
        ("[change]\nopacity = 1.5\n", "Write a number from 0 to 1"),
        ("[change]\npublished = []\n", "no reform changes this part"),
        ('[[change.recording.rules]]\nconduct = "red light"\nmonth = 12\n', "a regime has no such key"),
        ("[at_least.consent]\nrequired = true\n", "only a number can be a bound"),
        ('[[operations]]\ndo = "multiply terms"\n', "Add factor"),
        ('[[operations]]\ndo = "drop lists"\nfactor = 0.5\n', "multiplies nothing"),
        ('[[operations]]\ndo = "multiply errors"\nfactor = 1.5\n', "a harsher variant is a separate regime"),
        ("[at_least]\nrepair = 0.5\n", "a regime cannot hold it there. Write a table"),
        ("[fill]\nofficials = [1]\n", "a regime cannot hold it there. Write a table"),
        ("[change]\nconsent = 120\n", "a regime cannot hold it there. Write a table"),
        ("[change]\nopacity = true\n", "a regime cannot hold it there. Write a number"),
        ("[change]\nstylised = 1\n", "Write true or false"),
        ("[change.score_fitting]\nevery_months = 1.5\n", "Write a whole number"),
        ("[change.score_fitting]\npoints_per_unit = 0\n", "a number above 0"),
        ('[[change.standing.lists]]\nname = "x"\ncolour = "blue"\n', 'Write "black" or "red" or "grey"'),
        ('[[change.recording.rules]]\nconduct = "red light"\nmonths = "for ever"\n', '"until performed"'),
        ("[at_least]\nsensing.channels = { detection_rate = 1 }\n", "a bound reaches no item of a list"),
        ("[[at_most.recording.rules]]\nmonths = 12\n", "a bound reaches no item of a list"),
        ("[at_least]\nopacity = 0.4\n", "nothing is raised here. Write it under [at_most]"),
        ("[at_most.repair.appeal]\nfiled_wrongful = 0.1\n", "nothing is lowered here. Write it under [at_least]"),
        ("[at_least.consent.factors.sex]\nmen = 2.0\n", "nothing is raised here"),
        ('[[operations]]\ndo = "drop everything"\n', "drop lists"),
    ],
)
def test_a_faulty_reform_is_refused_in_a_sentence(text, said):
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert said in str(caught.value)
    assert str(caught.value).startswith("mine.toml, ")


@pytest.mark.parametrize("more", ["", "factor = 0.5\n"])
def test_of_an_unknown_operation_nothing_else_is_said(more):
    with pytest.raises(DocumentError) as caught:
        read(f'[[operations]]\ndo = "nosuch"\n{more}')
    (fault,) = caught.value.faults
    assert "Known are multiply terms" in str(fault)


def test_an_operation_that_is_meant_is_checked_on():
    with pytest.raises(DocumentError) as caught:
        read('[[operations]]\ndo = "multiply term"\n')
    assert ["factor" in fault.path for fault in caught.value.faults] == [False, True]


def test_a_regime_is_no_reform():
    with pytest.raises(DocumentError, match="a reform is required here"):
        read_document(
            REFORM, DocumentFile("x.toml", b'schema = 2\nkind = "regime"\nname = "a"\ndescribes = "b"\n', False)
        )
