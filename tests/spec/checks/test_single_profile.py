"""A society in which one cross of attributes holds nearly everybody is the forecast of a profile, and is refused."""

import pytest

from underheaven.spec.checks.single_profile import adult_cross_shares, check_single_profile
from underheaven.spec.io.document_reader import read_society, shipped_names
from underheaven.spec.models.society import Society


def people(*attributes, minors=None):
    """The village with other attributes, each a table of weights, unchecked."""
    village = read_society("village").model
    raw = village.people.model_dump(by_alias=True) | {"minors": minors or {}}
    raw["attributes"] = [
        {"name": f"a{n}", "categories": {f"{n}{k}": w for k, w in enumerate(weights)}}
        for n, weights in enumerate(attributes)
    ]
    return Society.model_construct(**vars(village) | {"people": type(village.people).model_validate(raw)})


@pytest.mark.parametrize(
    "society",
    [
        people([0, 1, 0], [1, 0], [0, 0, 0, 0, 1]),
        people([96, 2, 2]),
        people([1]),
        people([0.98, 0.02], [0.99, 0.01]),
        people([0.5, 0.5, 0], [1, 0], [0, 1], [1, 0]),
        people([1, 1, 1], [1, 0], [0, 1], [1, 0]),
        people([50, 50], [1, 0], minors={"a0": ["00"]}),
    ],
)
def test_one_cross_or_a_few_of_many_are_refused(society):
    """By weights alone the kin of one person were made a country, and lived many times for their chance of a list."""
    (found,) = check_single_profile(society)
    assert found.steps == ("people", "attributes")
    assert "of the adults" in found.what
    assert "forecast of a profile" in found.why


@pytest.mark.parametrize(
    "society", [people(), people([1, 1]), people([97, 3], [1, 1]), people([2, 1], [1, 2]), people([94, 6])]
)
def test_no_attributes_or_many_kinds_of_persons_are_a_society(society):
    assert check_single_profile(society) == []


def test_shipped_societies_are_of_many_kinds_and_minors_do_not_count():
    for name in shipped_names("society"):
        assert check_single_profile(read_society(name).model) == []
    model = people([1, 3], [1, 1], minors={"a0": ["00"]}).people
    shares = adult_cross_shares(model.attributes, model.minors)
    assert shares == pytest.approx({("01", "10"): 0.375, ("01", "11"): 0.375})


def test_verification_alone_reads_a_society_of_one_kind_and_no_name_lends_it():
    from underheaven.errors import DocumentError
    from underheaven.spec.io.document_files import DocumentFile
    from underheaven.spec.io.document_reader import SOCIETY, read_document
    from underheaven.verify.case_simulation import load_society

    document = load_society(
        "borrowers",
        good=1.0,
        bad=0.0,
        gain=0.1,
        loss=1.0,
        acts_good=0.0,
        acts_bad=0.0,
        defaults_good=0.0,
        defaults_bad=0.0,
        exploration=0.0,
        pseudo_repaid=0.0,
        pseudo_defaulted=0.0,
    )
    assert check_single_profile(document.model)
    with pytest.raises(DocumentError, match="forecast of a profile"):
        read_document(SOCIETY, DocumentFile(document.where, document.text.encode(), shipped=False))


def test_an_attribute_that_tells_nobody_apart_hides_no_profile():
    """Ten letters that nothing goes by make ten crosses of one and the same profile."""
    village = read_society("village").model
    raw = village.people.model_dump(by_alias=True)
    for attribute in raw["attributes"]:
        attribute["categories"] = dict.fromkeys(attribute["categories"], 0) | {[*attribute["categories"]][-1]: 1}
    raw["attributes"].append({"name": "letter", "categories": dict.fromkeys("abcdefghij", 1)})
    one = Society.model_construct(**vars(village) | {"people": type(village.people).model_validate(raw)})
    (found,) = check_single_profile(one)
    assert "holds 100 % of the adults" in found.what
