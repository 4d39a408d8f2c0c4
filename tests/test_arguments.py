"""Every argument of every public function is checked before anything is done, and refused in a sentence.

The functions and their parameters are read from their signatures: one that is new here fails until it has a row.
"""

import importlib
import inspect
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

import underheaven
from underheaven.argument_checks import check_arguments, integer_between, unchecked
from underheaven.engine.cpu_engine import CpuEngine
from underheaven.errors import RequestError, ResultError, UnderheavenError
from underheaven.measure.registry import MEASURES, PAIRED
from underheaven.run import public
from underheaven.run.study import plan_study

NAN, INFINITY = float("nan"), float("inf")
TINY = {"society": "village", "persons": 60, "months": 1, "replicates": 2}

NO_NUMBERS = [
    "5",
    b"5",
    2.5,
    NAN,
    INFINITY,
    -INFINITY,
    -1,
    True,
    np.bool_(True),
    np.float64(1.5),
    [5],
    np.array([5]),
    5j,
    10**30,
    object(),
]
NO_DOCUMENTS = [
    5,
    NAN,
    True,
    b"none",
    [],
    ["none"],
    {},
    object(),
    "no-such-document",
    "",
    "a\0b",
    Path(),
    "gone/a",
    np.array(["none", "none"]),
]
NO_PATHS = [5, True, b"run.nc", [], object(), "", ".", "..", "a\0b", "gone/run.nc", Path()]
NO_NAMES = [
    "detriment",
    b"detriment",
    5,
    True,
    [5],
    [""],
    [None],
    {"detriment": 1},
    ["detriment", "detriment"],
    ["no such name"],
]
NO_CALLS = [5, "print", True, [], object()]
NO_DATASETS = [None, 5, "run.nc", [], {}, np.zeros(3), xr.DataArray(0), object()]
NO_TRUTHS = [None, 0, 1, "yes", "", [], np.int64(1), object()]
NO_WORDS = [5, True, "", "quantum", b"auto", ["auto"], object()]
NO_SECONDS = ["5", NAN, INFINITY, -1, True, [5], 1e300, None, object()]

BAD = {
    **{key: [*NO_NUMBERS, 0, None] for key in ("persons", "months", "replicates")},
    **{key: [*NO_NUMBERS, 0, None] for key in ("samples",)},
    "threads": [*NO_NUMBERS, 0],
    **{key: [*NO_NUMBERS, None] for key in ("seed", "panel", "replicate")},
    **{key: [*NO_DOCUMENTS, None] for key in ("regime", "regimes", "baseline", "name_or_path")},
    "society": NO_DOCUMENTS,
    "studies": [*NO_DOCUMENTS, None],
    "study": [*NO_DOCUMENTS, "trust-raised", None],
    "engine": [*NO_WORDS, None],
    "align": NO_WORDS,
    "form": [*NO_WORDS, None],
    "start": [2013, 2013.1, True, "", "2013", "2013-13", "2013-1", "1899-01", b"2013-10", ["2013-10"]],
    "progress": NO_CALLS,
    "stop": NO_CALLS,
    "out": [*NO_PATHS, "here.d"],
    "path": [*NO_PATHS, None],
    "folder": [*NO_PATHS, "here.d", None],
    "ranges": NO_TRUTHS,
    "checkpoint_every": NO_SECONDS,
    "measures": [*NO_NAMES, None],
    "only": [*NO_NAMES, None],
    "with_": [*NO_NAMES, None, "none", ["none"]],
    "more": [5, "f", [], {"mine": 5}, {5: len}, {"": len}, {"detriment": len}, {"ever_listed_in:men": len}],
    "dataset": NO_DATASETS,
    "result": [d for d in NO_DATASETS if d is not None],
    "hooks": [5, "relief", [5], [None], [len], object(), None],
    "which": ["best", 2.5, NAN, -1, True, None, [3], 60, b"worst"],
    "no_regime": [None, 5, "", "no such world"],
    "trajectories": [5, "worst", {}, []],
    "reformed": [5, [], {"a": 5}, {"a": None}],
}
"""Values that no function takes for a parameter of this name."""

INSTEAD = {
    ("hook", "after"): [*NO_WORDS, "conduct", None],
    ("hook", "name"): [5, True, "", b"relief", ["relief"], object()],
    ("resume", "out"): [*NO_PATHS, "here.d", None],
    ("plan_comparison", "baseline"): NO_DOCUMENTS,
    ("plan_run", "baseline"): NO_DOCUMENTS,
    ("sensitivity", "baseline"): NO_DOCUMENTS,
    ("sensitivity", "persons"): [*NO_NUMBERS, 0],
    ("export_tables", "persons"): NO_TRUTHS,
    ("estimate_effects", "baseline"): [None, 5, "", "no such world"],
    ("open_result", "path"): [*NO_PATHS, "here.d", None],
}
"""The same where a function takes more, or less."""

OTHERS = {
    "underheaven.run.uncertainty.sensitivity": ("result_rows",),
    "underheaven.run.patterns": ("check_patterns",),
    "underheaven.run.trajectory.simulation": ("simulate_trajectory",),
    "underheaven.measure.reform_effects": ("estimate_effects",),
    "underheaven.show.export.table_folder": ("export_tables",),
    "underheaven.show.text.result_rows": ("result_rows",),
    "underheaven.show.report.audit_page": ("build_audit_page",),
    "underheaven.show.report.comparison.comparison_page": ("build_comparison_page",),
}
"""Further functions that pages of the documentation name, or that write what leaves the program."""


def functions():
    """Every public function once, by its name."""
    found = {name: getattr(underheaven, name) for name in underheaven.__all__}
    found |= {
        name: value
        for name, value in vars(public).items()
        if value.__class__.__module__ == "builtins"
        and inspect.isfunction(value)
        and value.__module__ == public.__name__
    }
    for module, names in OTHERS.items():
        for name in names:
            found[f"{name} of {module}" if name in found else name] = getattr(importlib.import_module(module), name)
    return {n: f for n, f in found.items() if inspect.isfunction(f) and not n.startswith("_")}


FUNCTIONS = functions()


def parameters(name):
    """The parameters of a function, with each setting that it takes."""
    kinds = inspect.signature(FUNCTIONS[name]).parameters
    assert not [n for n, p in kinds.items() if p.kind is p.VAR_KEYWORD], f"{name}: say which settings it takes"
    return list(kinds)


def takes_settings(name):
    """Whether a function takes settings by name alone, each declared elsewhere."""
    written = inspect.signature(inspect.unwrap(FUNCTIONS[name]), follow_wrapped=False).parameters
    return any(p.kind is p.VAR_KEYWORD for p in written.values())


CASES = [(name, parameter) for name in sorted(FUNCTIONS) for parameter in parameters(name)]


@pytest.fixture(scope="module")
def lived():
    return underheaven.compare("court-defaulters-2013", **TINY)


def call(name, lived, study, /, **changed):
    """Calls a function with arguments that would do, but for those that are changed."""
    function = FUNCTIONS[name]
    kinds = inspect.signature(function).parameters
    settings = {k: v for k, v in TINY.items() if k in parameters(name)}
    base = {
        "regime": "court-defaulters-2013",
        "regimes": ["court-defaulters-2013"],
        "studies": ["default-falls"],
        "name_or_path": "none",
        "path": "run.nc",
        "dataset": lived,
        "baseline": "none",
        "study": study,
        "folder": "tables",
        "form": "csv",
        "out": "run.nc",
        "after": "livelihood",
    }
    if name == "estimate_effects":
        base["baseline"] = "court-defaulters-2013"
    needed = {
        n: base[n] for n, p in kinds.items() if n in base and (p.default is p.empty or name == "estimate_effects")
    }
    given = {**settings, **needed, **changed}
    many = next((n for n, p in kinds.items() if p.kind is p.VAR_POSITIONAL), None)
    first = given.pop(many, [])
    if name == "export_tables":
        given = {k: v for k, v in given.items() if k in kinds and (k != "persons" or k in changed)}
    return function(*first, **given)


@pytest.fixture
def nobody_lives(monkeypatch, tmp_path):
    def populate(*args):
        raise AssertionError("somebody lived before the argument was refused")

    monkeypatch.setattr(CpuEngine, "populate", populate)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.d").mkdir()
    return tmp_path


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_parameter_has_a_check_and_a_row_here(name):
    function = FUNCTIONS[name]
    assert hasattr(function, "checks"), (
        f"{name} takes its arguments unchecked: see underheaven.argument_checks.check_arguments"
    )
    for parameter in parameters(name):
        assert parameter in BAD or (name, parameter) in INSTEAD, f"{name}: say which values {parameter} never has"
    assert set(function.checks) == set(parameters(name))


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_what_an_argument_cannot_be_is_refused_in_a_sentence(name, parameter, lived, nobody_lives):
    study = plan_study(["court-defaulters-2013"], "none", "village", persons=60, months=1, replicates=2)
    many = inspect.signature(FUNCTIONS[name]).parameters.get(parameter)
    for value in INSTEAD.get((name, parameter), BAD.get(parameter)):
        changed = [value] if many is not None and many.kind is many.VAR_POSITIONAL else value
        with pytest.raises(UnderheavenError) as said:
            call(name, lived, study, **{parameter: changed})
        text = str(said.value)
        assert isinstance(said.value, RequestError | ResultError), (value, text)
        assert len(text) > 20, (value, text)
        assert text.rstrip().endswith("."), (value, text)
        assert [p.name for p in nobody_lives.iterdir()] == ["here.d"], value
        assert not list((nobody_lives / "here.d").iterdir())


@pytest.mark.parametrize(
    "name",
    [n for n in sorted(FUNCTIONS) if takes_settings(n)],
)
def test_a_setting_that_does_not_exist_is_refused(name, lived, nobody_lives):
    with pytest.raises(RequestError, match=r"person: unknown setting. Known settings are: "):
        call(name, lived, None, person=5)


@pytest.mark.parametrize(
    "value", [60, 60.0, np.int64(60), np.uint8(60), np.float32(60), np.array(60), xr.DataArray(60)]
)
def test_a_number_of_another_library_counts_where_it_is_exact(value):
    study = public.plan_comparison("none", **TINY | {"persons": value, "baseline": None})
    assert type(study.plan.persons) is int
    assert study.plan.persons == 60


def test_what_is_exact_gives_the_same_result(tmp_path, lived):
    given = {"society": np.str_("village"), "persons": np.array(60), "months": 1.0, "replicates": np.uint8(2)}
    again = underheaven.compare(
        np.str_("court-defaulters-2013"),
        **given,
        ranges=np.bool_(False),
        threads=np.int32(1),
        out=str(tmp_path / "a.nc"),
        checkpoint_every=np.float32(0),
    )
    assert underheaven.digest(again) == underheaven.digest(lived)
    assert underheaven.digest(underheaven.open_result(Path(tmp_path / "a.nc"))) == underheaven.digest(lived)


def test_a_document_as_read_counts_where_its_kind_is_asked_for():
    society, regime = underheaven.read_society("village"), underheaven.read_regime("none")
    assert public.plan_comparison(regime, baseline=None, society=society).society is society
    with pytest.raises(RequestError, match="it is a society, but a regime is required"):
        public.plan_comparison(society)
    with pytest.raises(RequestError, match="it is a regime, but a society is required"):
        public.plan_comparison(regime, society=regime)


def test_what_would_have_no_effect_is_refused(nobody_lives):
    for given, says in (
        ({"stop": lambda: False}, "stop is given without out"),
        ({"checkpoint_every": 5.0}, "without out there are no checkpoints"),
        ({"samples": 5}, "ranges = False leaves all samples out"),
    ):
        with pytest.raises(RequestError, match=says):
            underheaven.run("none", **TINY, **given)
    study = public.plan_reforms("court-defaulters-2013", **TINY)
    with pytest.raises(RequestError, match="persons = 60 is given beside a study"):
        underheaven.reform(study, persons=60)
    own = plan_study(["none"], None, "village", persons=60)
    with pytest.raises(RequestError, match="persons = 70: the study has 60"):
        underheaven.sensitivity(own, persons=70)


def test_a_parameter_without_a_check_is_no_public_function():
    with pytest.raises(TypeError, match=r"f: no check or no parameter: \['b'\]"):

        @check_arguments(a=unchecked)
        def f(a, b):
            return a, b

    @check_arguments(a=integer_between(0, 9), c=integer_between(0, 9))
    def g(*a, **settings):
        return a, settings

    assert g(np.int8(1), 2.0, c=3) == ((1, 2), {"c": 3})
    with pytest.raises(RequestError, match="a = 10: it must be a whole number from 0 to 9"):
        g(1, 10)


@pytest.mark.parametrize("measure", [*MEASURES.values(), *PAIRED.values()], ids=lambda m: m.name)
def test_a_measure_of_what_is_no_result_is_refused(measure, lived):
    more = ("none",) if measure.name in PAIRED else ()
    for value in (None, 5, "run.nc", xr.DataArray(0)):
        with pytest.raises(RequestError, match=r"dataset = .*it must be the dataset of a result"):
            measure.function(value, *more)
    with pytest.raises(ResultError, match="the dataset is not a complete result"):
        measure.function(xr.Dataset(coords={"scenario": ["none"]}), *more)
    if more:
        with pytest.raises(RequestError, match="baseline = 'nobody': the result does not hold it"):
            measure.function(lived, "nobody")
