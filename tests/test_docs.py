"""The pages are true to the tree: generated tables are current, paths exist, commands are commands, examples run."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import shlex
import sys
from pathlib import Path

import click
import pytest

import underheaven
from underheaven.cli import app, main
from underheaven.draws import PURPOSES
from underheaven.fields.codes import STAGES
from underheaven.fields.tallies import TALLIES
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.run.patterns import list_pattern_studies
from underheaven.spec.io.document_reader import read_regime, read_society, read_study, shipped_names
from underheaven.verify import cross_checks
from underheaven.verify.registry import CASES
from underheaven.verify.runner import default_cases

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
FAMILIES = ROOT / "src" / "underheaven" / "measure" / "families"
NOTEBOOKS = sorted((DOCS / "tutorials").glob("*.ipynb"))
PAGES = [*sorted(p for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")] if "_build" not in p.parts), *NOTEBOOKS]
IDS = [str(p.relative_to(ROOT)) for p in PAGES]
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
BUILT = ("docs/_build/", ".venv/")
"""What the pages may name though it is made by a command and not kept."""


def load_generator():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate_pages.py")
    module = importlib.util.module_from_spec(spec)
    before = sys.dont_write_bytecode, list(sys.path)
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(DOCS))  # as for a script: its neighbour is beside it
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode, sys.path[:] = before[0], before[1]
    return module


GENERATOR = load_generator()
VERIFICATION_ROWS = sys.modules["verification_rows"]


def page_text(page: Path) -> str:
    """The Markdown of a page; of a notebook, that of its cells, with the code between fences."""
    if page.suffix != ".ipynb":
        return page.read_text(encoding="utf-8")
    cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(page.read_text("utf-8"))["cells"]]
    return "\n\n".join(f"```python\n{source}\n```" if kind == "code" else source for kind, source in cells)


def code(text: str) -> list[str]:
    """Every piece of code on a page: the words between backticks, and the lines of fenced blocks."""
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    blocks = [line.strip() for block in FENCE.findall(text) for line in block.split("\n")[1:-1]]
    return [piece for piece in [*inline, *blocks] if piece]


def test_generated_blocks_are_current():
    pages = {page: page.read_text() for page in GENERATOR.generated_pages()}
    stale = [str(page.relative_to(ROOT)) for page, text in pages.items() if GENERATOR.render_page(text) != text]
    assert not stale, f"run `make docs`: {stale}"


def test_every_block_that_can_be_generated_stands_on_a_page():
    text = "".join(p.read_text() for p in GENERATOR.generated_pages())
    assert set(re.findall(r"<!-- generated: ([^>]+?) -->", text)) == set(GENERATOR.BLOCKS)


def test_the_figures_of_verification_are_those_of_every_case_that_runs_where_none_is_named():
    rows = json.loads((DOCS / "verification.json").read_text())
    cases = default_cases()
    assert [row["case"] for row in rows] == [case.name for case in cases], "run `make verify-docs`"
    assert {row["verdict"] for row in rows} == {"pass"}
    assert [row["source"] for row in rows] == [case.source for case in cases]
    for case, row in zip(cases, rows, strict=True):
        again = cross_checks.derive_expected(case.name, case.default_values)
        assert again is None or again == pytest.approx(row["expected"], rel=1e-9), "run `make verify-docs`"
        assert row["fault_in"] in (case.fault_parameter, None), "run `make verify-docs`"


def test_the_table_of_cases_says_what_each_catches_and_leaves_identities_to_theirs(monkeypatch):
    row = {"expected": 0.0671642, "found": 0.0672, "tolerance": 0.001, "verdict": "pass"}
    figures = {
        "list-stock": row | {"detectable_fault": 0.01671, "fault_in": "h", "fault_counted": True},
        "list-ever": row | {"detectable_fault": 0.018, "fault_in": "h", "fault_counted": False},
        "locality": row | {"detectable_fault": None, "fault_in": None},
        "screening": row,  # of before figures said what they catch
    }
    monkeypatch.setattr(VERIFICATION_ROWS, "read_figures", lambda: figures)
    found = {line[0].strip("`"): line for line in VERIFICATION_ROWS.verification_rows()}
    figure_keys = VERIFICATION_ROWS.FIGURE_KEYS
    heads = ("case", "what it shows", "parameters", *figure_keys, "catches", "verdict", "cross-check", "source")
    assert GENERATOR.BLOCKS["verified cases"]().startswith(f"| {' | '.join(heads)} |")
    said = {name: dict(zip(heads, found[name], strict=True)) for name in (*figures, "roll-out")}
    assert {name: line["catches"] for name, line in said.items()} == {
        "list-stock": "h 1.7 %",
        "list-ever": "h about 1.8 %",
        "locality": "-",
        "screening": "-",
        "roll-out": "-",
    }
    assert said["list-stock"]["verdict"] == "as expected"
    assert said["roll-out"]["found"] == said["roll-out"]["verdict"] == "not yet"
    identities = {line[0].strip("`") for line in VERIFICATION_ROWS.identity_rows()}
    assert identities == {case.name for case in CASES if case.is_identity}
    assert not identities & set(found)
    assert {*identities, *found} == {case.name for case in CASES if case.check is not None and not case.thorough_only}


def test_the_figures_of_patterns_are_those_of_every_study_that_claims_one():
    rows = json.loads((DOCS / "patterns.json").read_text())
    assert [row["study"] for row in rows] == list_pattern_studies()
    for row in rows:
        pattern = read_study(row["study"]).model.pattern
        for key, text in pattern.model_dump(exclude={"where"}).items():
            assert row[key] == text, "run `make patterns`"
        asked = [(where.measure, where.over or "", where.above, where.below) for where in pattern.where]
        assert [(w["measure"], w["over"], w["above"], w["below"]) for w in row["where"]] == asked, "run `make patterns`"


def test_the_page_of_patterns_says_how_many_seeds_its_figures_have():
    """Catches a number of seeds that is written beside the figures, and not taken from them."""
    (seeds,) = {row["seeds"] for row in json.loads((DOCS / "patterns.json").read_text())}
    assert f"the base case with {seeds} seeds" in (DOCS / "patterns.md").read_text()


def test_a_changed_block_is_put_right():
    page = DOCS / "measures.md"
    assert GENERATOR.render_page(page.read_text().replace("listed_now", "listed_then", 1)) == page.read_text()


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_links_lead_somewhere(page):
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", FENCE.sub("", page_text(page)))
    assert not [t for t in targets if not (page.parent / t).exists()]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_paths_that_are_named_exist(page):
    named = [piece for piece in code(page_text(page)) if re.fullmatch(r"\.?(src|docs|tests|benchmarks)/\S+", piece)]
    assert not [path for path in named if not path.startswith(BUILT) and not (ROOT / path).exists()]


def commands(page: Path) -> list[list[str]]:
    return [shlex.split(piece, comments=True) for piece in code(page_text(page)) if piece.startswith("underheaven ")]


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_commands_that_are_named_exist_with_their_options(page):
    for words in commands(page):
        name = next((w for w in words[1:] if not w.startswith("-")), None)
        if name is None or name == "COMMAND":
            continue
        assert name in app.commands, words
        options = [p for p in [*app.commands[name].params, *app.params] if isinstance(p, click.Option)]
        known = {o for p in options for o in (*p.opts, *p.secondary_opts)}
        assert {w for w in words if w.startswith("--")} <= known | {"--help"}, words


@pytest.mark.parametrize("page", PAGES, ids=IDS)
def test_targets_of_make_that_are_named_exist(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = [piece.split() for piece in code(page_text(page)) if re.match(r"make [a-z]+", piece)]
    assert not [words for words in named if words[1] not in targets]


def test_every_purpose_of_a_draw_stands_on_a_stage_page():
    told = "".join((DOCS / "stages" / f"{stage}.md").read_text() for stage in STAGES)
    told_purposes = set(re.findall(r"`([A-Z][A-Z_]+)`", told))
    assert told_purposes == set(PURPOSES)


def test_the_code_of_the_added_mechanism_stands_in_the_package():
    """A page that records a change is no record once the code has moved on."""

    def bare(text: str) -> str:
        return re.sub(r",(?=[)\]])", "", re.sub(r"\s+|# fmt: skip", "", text))

    page = (DOCS / "how-to" / "add-a-mechanism.md").read_text()
    held = "".join(bare(path.read_text()) for path in sorted((ROOT / "src").rglob("*.py")))
    shown = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(shown) == 8
    assert [block for block in shown if bare(block) not in held] == []


def test_the_example_regime_is_sound(tmp_path):
    text = re.search(r"```toml\n(.*?)```", (DOCS / "documents.md").read_text(), re.DOTALL)[1]
    (tmp_path / "library.toml").write_text(text)
    regime = read_regime(tmp_path / "library.toml")
    assert not regime.unsourced
    kinds = {kind.name for kind in read_society("village").model.conduct}
    assert {rule.conduct for rule in regime.model.recording.rules} <= kinds


def test_the_example_study_is_checked_and_runs(tmp_path, monkeypatch, capsys):
    regime, study = re.findall(r"```toml\n(.*?)```", (DOCS / "documents.md").read_text(), re.DOTALL)
    (tmp_path / "library.toml").write_text(regime)
    (tmp_path / "fines.toml").write_text(study)
    monkeypatch.chdir(tmp_path)
    for words in (["check", "fines.toml"], ["compare", "fines.toml", "--samples", "4", "--quiet"]):
        assert main(words) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "Sound." in printed
    assert "1,000 synthetic persons per scenario" in printed
    assert "24 months, the first under the rules of 2020-01," in printed


def test_the_example_of_the_readme_runs():
    text = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(text, "README.md", "exec"), {})
    assert "court-defaulters-2013" in printed.getvalue()
    assert re.search(r"^wrongful records per 100,000 persons: [1-9]", printed.getvalue(), re.MULTILINE)


GUIDED = [p for p in PAGES if DOCS in p.parents and p.name != "index.md" and "decisions" not in p.parts]
KIND_IN_INDEX = {"dictionary.md", "measures.md", "verification.md", *(f"{stage}.md" for stage in STAGES)}
"""Pages that say what kind of page they are in the index alone."""


@pytest.mark.parametrize("page", [p for p in GUIDED if p.name not in KIND_IN_INDEX], ids=lambda page: page.stem)
def test_a_page_says_at_its_top_what_kind_of_page_it_is(page):
    top = page_text(page)[:400]
    kinds = re.findall(r"This page is (a tutorial|a how-to|a reference|reference|an explanation)\b", top)
    assert len(kinds) == 1
    assert (kinds[0] == "a tutorial") == (page in NOTEBOOKS)


def test_every_page_stands_in_the_index_once():
    listed = re.findall(r"^([a-z0-9-]+(?:/[a-z0-9-]+)?)$", (DOCS / "index.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(str(p.relative_to(DOCS).with_suffix("")) for p in GUIDED)


def test_the_reference_of_functions_lists_every_public_name():
    """Catches a name that is made public and described nowhere."""
    page = (DOCS / "api" / "public.md").read_text()
    listed = re.findall(r"^\.\. auto\w+:: underheaven\.([A-Za-z_]+)$", page, re.MULTILINE)
    assert {*listed, "__version__"} == set(underheaven.__all__)
    assert len(set(listed)) == len(listed)


def test_every_family_of_measures_stands_in_the_reference_of_functions():
    page = (DOCS / "api" / "measure-functions.md").read_text()
    listed = re.findall(r"^\.\. automodule:: underheaven\.measure\.families\.(\w+)$", page, re.MULTILINE)
    assert sorted(listed) == sorted(p.stem for p in FAMILIES.glob("[a-z]*.py"))


def test_pages_do_not_name_this_machine():
    assert not [p for p in PAGES if re.search(r"/(work|tmp|home|root)/", p.read_text())]


MECHANISMS = re.findall(
    r"^\| ([^|]+) \| `([^`]+)` \| (\w+) \| `([^`]+)` \| `([^`]+)`: `([^`]+)` \|$",
    (DOCS / "regimes.md").read_text(),
    re.MULTILINE,
)


def test_the_table_of_mechanisms_is_read_whole():
    table = (DOCS / "regimes.md").read_text().split("## Mechanism by mechanism")[1]
    assert len(MECHANISMS) == sum(line.startswith("| ") for line in table.splitlines()) - 2 > 20


@pytest.mark.parametrize("row", MECHANISMS, ids=[row[0] for row in MECHANISMS])
def test_every_name_in_the_table_of_mechanisms_exists(row):
    mechanism, document, stage, measure, file, test = row
    assert document in {*shipped_names("regime"), *shipped_names("study")}
    assert stage in STAGES
    assert measure in {*MEASURES, *PAIRED, *(t.name for t in TALLIES)}
    assert re.search(rf"^def {test}\(", (ROOT / file).read_text(), re.MULTILINE)
    if mechanism.startswith("channel: "):
        channels = {channel.name for channel in read_regime(document).model.sensing.channels}
        assert mechanism.removeprefix("channel: ") in channels


def test_every_regime_that_records_and_every_channel_of_the_imagined_one_stand_in_the_table_of_mechanisms():
    assert {row[1] for row in MECHANISMS} - set(shipped_names("study")) == set(shipped_names("regime")) - {"none"}
    named = {row[0].removeprefix("channel: ") for row in MECHANISMS if row[0].startswith("channel: ")}
    assert named == {channel.name for channel in read_regime("imagined-unified").model.sensing.channels}
