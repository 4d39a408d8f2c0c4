"""Write the blocks of these pages that come from the program itself, between their two markers.

``python docs/generate_pages.py`` rewrites every page; the tests call ``render_page`` and compare.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from dependency_rows import dependency_rows as depended_rows
from inference_rows import HEADS as INFERENCE_HEADS
from inference_rows import inference_rows as inferred_rows
from names_of_before import renamed_rows
from pattern_rows import HEADS as PATTERN_HEADS
from pattern_rows import describe_figures as patterns_made
from pattern_rows import pattern_rows as patterned_rows
from verification_rows import FIGURE_KEYS as FIGURES
from verification_rows import describe_case_size, identity_rows, list_not_verified, waiting_rows
from verification_rows import verification_rows as verified_rows

from underheaven.fields.codes import STAGES
from underheaven.fields.dimensions import FIXED_DIMS, dimension_sizes
from underheaven.fields.panel import PANEL, panel_bytes_per_month
from underheaven.fields.person_values import PERSON_FIELDS
from underheaven.fields.registered_field import Field
from underheaven.fields.state import STATE, state_bytes_per_person
from underheaven.fields.tallies import TALLIES
from underheaven.jit.interpreted import interpreted_copy
from underheaven.kernel import hooks
from underheaven.kernel.month import MONTH, Step, describe
from underheaven.measure import count_series
from underheaven.measure.registry import MEASURES, PAIRED, Measure, PairedMeasure
from underheaven.show.export import data_dictionary
from underheaven.spec.io.document_reader import read_reform, read_regime, read_society, shipped_names
from underheaven.spec.models import (
    association,
    conduct,
    livelihood,
    recording,
    reform,
    regime,
    repair,
    response,
    score_fitting,
    sensing,
    society,
    standing,
    study,
    treatment,
)
from underheaven.spec.parameter_reference import parameter_rows
from underheaven.spec.reforms.operations import OPERATIONS, describe_operation

DOCS_FOLDER = Path(__file__).parent
BLOCK_PATTERN = re.compile(r"(<!-- generated: (?P<name>[^>]+?) -->\n).*?(<!-- end of generated -->)", re.DOTALL)
KEYS_ON_STAGE_PAGES = frozenset(
    {"sensing", "recording", "standing", "score_fitting", "treatment", "repair", "association", "sources"}
)
SOCIETY_KEYS_ON_STAGE_PAGES = frozenset({"conduct", "contexts", "habits", "livelihood", "response", "sources"})


def markdown_table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, or a sentence where it has no line."""
    body = [f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines]
    if not body:
        return "None.\n"
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body]) + "\n"


def _dimensions_text(field: Field) -> str:
    return ", ".join(field.dims) or "-"


def _state_block() -> str:
    lines = []
    for f in STATE:
        each = int(np.prod([dimension_sizes()[d] for d in f.dims], dtype=int)) if f.dims else 1
        width = np.dtype(f.dtype).itemsize * each
        lines.append((f"`{f.name}`", f"{each} x {f.dtype}", str(width), f.unit, f.stage, f.meaning))
    return markdown_table(("name", "form", "bytes", "unit", "written in", "meaning"), lines) + (
        f"\nTogether {state_bytes_per_person()} bytes a person.\n"
    )


def _sums_block() -> str:
    lines = [(f"`{f.name}`", f.dtype, f.unit, f.stage, f.meaning) for f in PERSON_FIELDS]
    return markdown_table(("name", "type", "unit", "written in", "meaning"), lines)


def _panel_block() -> str:
    lines = [(f"`panel_{f.name}`", f.dtype, f.unit, f.stage, f.meaning) for f in PANEL]
    return markdown_table(("name", "type", "unit", "written in", "meaning"), lines) + (
        f"\nTogether {panel_bytes_per_month()} bytes a panelist and month.\n"
    )


def _tallies_block() -> str:
    lines = [(f"`{f.name}`", _dimensions_text(f), f.unit, f.stage, f.meaning) for f in TALLIES]
    return markdown_table(("name", "by", "unit", "written in", "meaning"), lines)


def _labels_block() -> str:
    return markdown_table(
        ("dimension", "labels"), [(f"`{dim}`", "; ".join(labels)) for dim, labels in FIXED_DIMS.items()]
    )


def _stage_counts_block(stage: str) -> str:
    """Return the tallies and per-person sums that one stage writes."""
    lines = [(f"`{f.name}`", _dimensions_text(f), f.unit, f.meaning) for f in TALLIES if f.stage == stage]
    lines += [(f"`person_{f.name}`", "person", f.unit, f.meaning) for f in PERSON_FIELDS if f.stage == stage]
    return markdown_table(("name", "by", "unit", "meaning"), lines)


def _month_block() -> str:
    counted = Counter(field.stage for field in TALLIES)
    named = enumerate(describe(STAGES), 1)
    lines = [(str(n), f"[{s}](stages/{s}.md)", what, str(counted[s])) for n, (s, what) in named]
    return markdown_table(("", "stage", "what happens", "tallies"), lines)


def _steps() -> str:
    """Return every step of the month, from the table that the engines run."""
    lines = [(_linked(step), step.does, step.concerns, _fields(step.reads), _fields(step.writes)) for step in MONTH]
    return markdown_table(("step", "what happens", "whom it concerns", "reads", "writes"), lines)


def _linked(step: Step) -> str:
    return f"[{step.name}](stages/{step.name}.md)" if step.name in STAGES else step.name


def _fields(names: Iterable[str]) -> str:
    """Names by the part that they belong to; tallies are counted, for the stage's own page lists them."""
    parts: dict[str, list[str]] = {}
    for part, _, name in (name.partition(".") for name in names):
        parts.setdefault(part, []).append(name)
    counted = {"tally": "tallies", "panel": "panel variables"}
    said = [
        f"{len(its)} {counted[part]}" if part in counted and len(its) > 2 else f"*{part}* {', '.join(its)}"
        for part, its in parts.items()
    ]
    return "; ".join(said) or "-"


def _shortcuts() -> str:
    """Return every short cut of the kernel, with the first sentence of its own docstring."""
    lines = [(f"`{cut}`", _linked(step), _first_line(cut)) for step in MONTH for cut in step.shortcuts]
    return markdown_table(("short cut", "step", "when the rule changes nothing"), lines)


def _first_line(cut: str) -> str:
    module, _, function = cut.partition(".")
    said = getattr(interpreted_copy(f"kernel.{module}"), function).__doc__ or ""
    return " ".join(said.split("\n\n")[0].split()).removeprefix("Return whether ").capitalize()


def _hooks() -> str:
    """Return what a hook sees and may set, stage by stage."""
    lines = [
        (f"`{f.name}`", *(_may(f.name, stage) for stage in hooks.HOOKED), f"0 to {f.most:,}", f.means)
        for f in hooks.FIELDS
    ]
    return markdown_table(("field", *(f"after {stage}" for stage in hooks.HOOKED), "range", "meaning"), lines)


def _may(name: str, stage: str) -> str:
    return "sets" if name in hooks.writable(stage) else "sees" if name in hooks.visible(stage) else "-"


def _parameters_block(*models: tuple[type, str, frozenset[str]]) -> str:
    lines = [
        (f"`{key}`", *rest) for model, prefix, left in models for key, *rest in parameter_rows(model, prefix, left)
    ]
    return markdown_table(("key", "form and range", "default", "meaning"), lines)


def _range_text(measure: Measure | PairedMeasure) -> str:
    low, high = measure.range
    return f"{low:g} to {high:g}".replace("-inf", "no lower bound").replace("inf", "no upper bound")


def _measures_block(measures: Iterable[Measure | PairedMeasure]) -> str:
    lines = [(f"`{m.name}`", m.title, m.definition, m.unit, _range_text(m), m.source) for m in measures]
    return markdown_table(("name", "in tables", "definition", "unit", "range", "source"), lines)


def _shipped_block() -> str:
    """Return every regime and society that ships, with how much of it is assumed."""
    documents = [*map(read_regime, shipped_names("regime")), *map(read_society, shipped_names("society"))]
    lines = [
        (f"`{Path(d.where).stem}`", d.model.kind, str(d.n_numbers), str(d.n_assumed), str(d.n_numbers - d.n_assumed))
        for d in documents
    ]
    return markdown_table(("name", "kind", "numbers", "assumed", "from a source or by construction"), lines)


def _reforms_block() -> str:
    """Return every reform that ships, with its own description."""
    documents = map(read_reform, shipped_names("reform"))
    lines = [(f"`{Path(d.where).stem}`", d.model.name, " ".join(d.model.describes.split())) for d in documents]
    return markdown_table(("name", "title", "what it changes"), lines)


def _series_block() -> str:
    named = [(n, f) for n, f in count_series.UNLABELLED_SERIES.items()] + [
        (f"{n}:LABEL", f) for n, f in count_series.LABELLED_SERIES.items()
    ]
    lines = [(f"`{n}`", (f.__doc__ or "").strip().split("\n")[0].removeprefix("Return ")) for n, f in named]
    return markdown_table(("name", "what it gives"), lines)


def _verification_block() -> str:
    heads = ("case", "what it shows", "parameters", *FIGURES, "catches", "verdict", "cross-check", "source")
    return markdown_table(heads, verified_rows())


NO_EXCLUSIONS: frozenset[str] = frozenset()
BLOCKS: dict[str, Callable[[], str]] = {
    "names of before": lambda: markdown_table(
        ("what", "before", "today"), ((what, f"`{old}`", f"`{new}`") for what, old, new in renamed_rows())
    ),
    "state": _state_block,
    "sums": _sums_block,
    "panel": _panel_block,
    "tallies": _tallies_block,
    "labels": _labels_block,
    "month": _month_block,
    "steps of the month": _steps,
    "short cuts": _shortcuts,
    "fields of hooks": _hooks,
    "measures": lambda: _measures_block(MEASURES.values()),
    "paired measures": lambda: _measures_block(PAIRED.values()),
    "series": _series_block,
    "shipped documents": _shipped_block,
    "dictionary": data_dictionary.dictionary_markdown,
    "verified cases": _verification_block,
    "identities": lambda: markdown_table(("case", "what it shows", "parameters", "source"), identity_rows()),
    "inference": lambda: markdown_table(INFERENCE_HEADS, inferred_rows()),
    "published patterns": lambda: f"{patterns_made()}\n{markdown_table(PATTERN_HEADS, patterned_rows())}",
    "checks of construction": lambda: markdown_table(PATTERN_HEADS, patterned_rows(checks=True)),
    "waiting cases": lambda: markdown_table(("case", "what it will show", "what it needs", "source"), waiting_rows()),
    "size of a case": describe_case_size,
    "not verified": list_not_verified,
    "dependencies": lambda: markdown_table(("package", "release", "needed by", "licence"), depended_rows()),
    "parameters of conduct": lambda: _parameters_block((conduct.Conduct, "conduct[].", NO_EXCLUSIONS)),
    "parameters of sensing": lambda: _parameters_block((sensing.Sensing, "sensing.", NO_EXCLUSIONS)),
    "parameters of recording": lambda: _parameters_block(
        (recording.Recording, "recording.", NO_EXCLUSIONS), (association.Association, "association.", NO_EXCLUSIONS)
    ),
    "parameters of standing": lambda: _parameters_block(
        (standing.Standing, "standing.", NO_EXCLUSIONS), (score_fitting.ScoreFitting, "score_fitting.", NO_EXCLUSIONS)
    ),
    "parameters of treatment": lambda: _parameters_block(
        (treatment.Treatment, "treatment.", NO_EXCLUSIONS),
        (treatment.ContextUse, "contexts.NAME.", NO_EXCLUSIONS),
        (treatment.Habit, "habits[].", NO_EXCLUSIONS),
    ),
    "parameters of livelihood": lambda: _parameters_block((livelihood.Livelihood, "livelihood.", NO_EXCLUSIONS)),
    "parameters of response": lambda: _parameters_block((response.Response, "response.", NO_EXCLUSIONS)),
    "parameters of repair": lambda: _parameters_block((repair.Repair, "repair.", NO_EXCLUSIONS)),
    "parameters of a regime": lambda: _parameters_block((regime.Regime, "", KEYS_ON_STAGE_PAGES)),
    "parameters of a society": lambda: _parameters_block((society.Society, "", SOCIETY_KEYS_ON_STAGE_PAGES)),
    "parameters of a study": lambda: _parameters_block((study.Study, "", NO_EXCLUSIONS)),
    "parameters of a reform": lambda: _parameters_block((reform.Reform, "", NO_EXCLUSIONS)),
    "operations of a reform": lambda: markdown_table(
        ("operation", "what it does"), [(f"`{do}`", describe_operation(do)) for do in OPERATIONS]
    ),
    "shipped reforms": lambda: _reforms_block(),
    **{f"counts of {stage}": lambda name=stage: _stage_counts_block(name) for stage in STAGES},  # type: ignore[misc]
}


def render_page(text: str) -> str:
    """Return a page with every generated block regenerated; raises KeyError for an unknown block."""

    def anew(match: re.Match[str]) -> str:
        return f"{match[1]}\n{BLOCKS[match['name']]()}\n{match[3]}"

    return BLOCK_PATTERN.sub(anew, text)


def generated_pages() -> list[Path]:
    """Return the pages with generated blocks."""
    every = (page for page in sorted(DOCS_FOLDER.rglob("*.md")) if "_build" not in page.parts)
    return [page for page in every if BLOCK_PATTERN.search(page.read_text())]


def main() -> None:
    """Rewrite the generated blocks of every page, and touch no page that is current."""
    for page in generated_pages():
        text = page.read_text()
        if (new := render_page(text)) != text:
            page.write_text(new)
            print(f"{page.relative_to(DOCS_FOLDER)}: rewritten")


if __name__ == "__main__":
    main()
