"""What verdicts are said to rest on."""

from underheaven.verify import scope
from underheaven.verify.effort import PLAIN_EFFORT, THOROUGH_EFFORT, USUAL_EFFORT


def test_what_is_not_verified_is_said_in_sentences():
    assert len(scope.NOT_VERIFIED) >= 6
    assert all(sentence.endswith(".") for sentence in scope.NOT_VERIFIED)
    said = " ".join(scope.NOT_VERIFIED)
    for word in ("real population", "Businesses", "courts", "Ties", "tolerance", "score_fitting", "lenders remember"):
        assert word in said


def test_the_digest_covers_code_documents_and_templates(monkeypatch, tmp_path):
    def package(**texts):
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        (folder / "deep").mkdir(parents=True)
        for name, text in texts.items():
            (folder / name.replace("__", "/").replace("_", ".")).write_text(text)
        monkeypatch.setattr(scope, "files", lambda name: folder)
        return scope.digest_sources()

    first = package(a_py="x", deep__b_toml="y", c_nc="z")
    assert len(first) == 64
    assert package(a_py="x", deep__b_toml="y", c_nc="other") == first  # a result is no source
    assert package(a_py="x", deep__b_toml="other", c_nc="z") != first
    assert package(a_py="x", b_toml="y", c_nc="z") != first


def test_the_effort_is_said_with_its_size():
    assert scope.describe_effort(USUAL_EFFORT) == (
        "Engine cpu, usually 16 to 64 seeds, sized to catch an error of 2 %; a line that catches only a larger error "
        "says so."
    )
    assert "an error of 1 %" in scope.describe_effort(THOROUGH_EFFORT)
    assert scope.describe_effort(PLAIN_EFFORT) == (
        "Engine plain, 16 seeds, about 40,000 person-months for a simulated figure: the reference engine is "
        "interpreted, so it simulates less and its tolerances are wider."
    )


def test_the_effort_is_a_table_of_facts():
    assert dict(scope.list_effort_facts(USUAL_EFFORT)) == {
        "Engine": "cpu",
        "First seed": "1",
        "Seeds of a simulated figure": "usually 16 to 64",
        "Person-months of a simulated figure": "sized to catch an error of 2 %",
    }
    assert dict(scope.list_effort_facts(PLAIN_EFFORT))["Person-months of a simulated figure"] == "about 40,000"
