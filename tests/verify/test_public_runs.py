"""No case has a simulator of its own: each runs documents that `check` passes, through the public calls alone."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from underheaven import cli
from underheaven.run import public
from underheaven.run.study import Study, plan_study
from underheaven.spec.document import Document
from underheaven.verify.effort import Effort, using_effort
from underheaven.verify.inference.registry import CASES as INFERENCE
from underheaven.verify.registry import CASES
from underheaven.verify.runner import run_case
from underheaven.verify.tolerances import MIN_REPLICATES

FIXTURES = {
    "proportion": "a measure of a matrix that is given whole",
    "proportion-excess": "a measure of two vectors that are given whole",
    "proportion-order": "a measure of two vectors that are given whole",
    "inequality": "a measure of a sample that is drawn from a law in closed form",
}
"""Cases that hold a measure against numbers written down beside it: nobody lives in them."""
OTHER = {"docking", *(case.name for case in INFERENCE)}
"""A second simulator, which is to differ from the first, and claims of the inference: held by tests of their own."""
LIVING = [case.name for case in CASES if case.check is not None and case.name not in {*FIXTURES, *OTHER}]


@pytest.fixture(autouse=True)
def _tiny():
    for name in [n for n in sys.modules if n.startswith("underheaven.verify.")]:
        for kept in vars(sys.modules[name]).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()  # cases that share a run would else not run it again
    with using_effort(Effort(replicates=MIN_REPLICATES, person_months=1)):
        yield


@pytest.fixture
def ran(monkeypatch):
    """The studies that a case hands to the public calls."""
    studies: list[Study] = []

    def noted(name):
        call = getattr(public, name)

        def wrapped(*regimes, **settings):
            studies.append(study_of(name, regimes, settings))
            return call(*regimes, **settings)

        return wrapped

    for name in ("run", "compare"):
        monkeypatch.setattr(public, name, noted(name))
    return studies


def study_of(name, given, settings):
    if isinstance(given[0], Study):
        return given[0]
    keys = ("persons", "months", "seed", "replicates", "panel", "start")
    plan = {key: settings[key] for key in keys if key in settings}
    regimes, society = given, settings["society"]
    return plan_study(regimes, settings.get("baseline"), society, **plan)


def test_every_fixture_is_a_case_that_can_run():
    assert {case.name for case in CASES if case.check is not None} >= FIXTURES.keys()


@pytest.mark.parametrize("name", LIVING)
def test_a_case_is_studies_run_by_the_public_calls_and_passed_by_check(name, ran, tmp_path, capsys):
    run_case(name)
    assert ran
    for number, study in enumerate(ran):
        folder = tmp_path / str(number)
        path = written(study, folder)
        assert cli.main(["check", *map(str, folder.glob("*.toml"))]) == 0
        said = capsys.readouterr()
        assert "fault" not in said.err
        assert "not yet" not in said.out + said.err
        again = public.read_study(path)
        assert again.plan.model_dump(exclude={"regimes", "baseline", "society"}) == study.plan.model_dump(
            exclude={"regimes", "baseline", "society"}
        )


@pytest.mark.parametrize("name", FIXTURES)
def test_a_fixture_runs_nothing(name, ran):
    run_case(name)
    assert ran == []


def written(study: Study, folder: Path) -> Path:
    """Writes a study and its documents as files, as a user would have them, and returns the study's."""
    folder.mkdir()

    def beside(document: Document) -> str:
        (folder / Path(document.where).name).write_text(document.text, encoding="utf-8")
        return Path(document.where).name

    plan = study.plan
    lines = {
        "kind": plan.kind,
        "regimes": [beside(document) for document in study.regimes],
        "society": beside(study.society),
        **{key: getattr(plan, key) for key in ("persons", "months", "seed", "replicates", "panel", "exempt")},
    }
    if plan.start is not None:
        lines["start"] = plan.start
    if study.baseline is not None:
        lines["baseline"] = beside(study.baseline)
    path = folder / "study.toml"
    path.write_text("".join(f"{key} = {value!r}\n" for key, value in lines.items()), encoding="utf-8")
    return path
