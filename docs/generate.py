"""Writes the blocks of these pages that come from the program itself, between their two markers.

``python docs/generate.py`` rewrites every page; the tests call ``render`` and compare.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from depended import rows as depended_rows
from inferred import HEADS as INFERENCE_HEADS
from inferred import rows as inferred_rows
from patterned import HEADS as PATTERN_HEADS
from patterned import made as patterns_made
from patterned import rows as patterned_rows
from verified import KEYS as FIGURES
from verified import identities, not_verified, size_of_a_case, waiting
from verified import rows as verified_rows

from underheaven.fields import (
    FIXED_DIMS,
    PANEL,
    PERSONAL,
    STAGES,
    STATE,
    TALLIES,
    Field,
    panel_bytes,
    state_bytes,
    widths,
)
from underheaven.jit import interpreted
from underheaven.kernel import hooks
from underheaven.kernel.month import MONTH, Step, describe
from underheaven.measure import series
from underheaven.measure.registry import MEASURES, PAIRED, Measure, PairedMeasure
from underheaven.show import dictionary
from underheaven.spec import (
    association,
    conduct,
    fusion,
    livelihood,
    recording,
    reform,
    regime,
    repair,
    response,
    sensing,
    society,
    standing,
    study,
    treatment,
)
from underheaven.spec.operations import DEEDS, meaning
from underheaven.spec.parameters import rows
from underheaven.spec.read import read_reform, read_regime, read_society, shipped

HERE = Path(__file__).parent
BLOCK = re.compile(r"(<!-- generated: (?P<name>[^>]+?) -->\n).*?(<!-- end of generated -->)", re.DOTALL)
ELSEWHERE = frozenset({"sensing", "recording", "standing", "fusion", "treatment", "repair", "association", "sources"})
OF_SOCIETY = frozenset({"conduct", "contexts", "habits", "livelihood", "response", "sources"})


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, or a sentence where it has no line."""
    body = [f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines]
    if not body:
        return "None.\n"
    return "\n".join([f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}", *body]) + "\n"


def _dims(field: Field) -> str:
    return ", ".join(field.dims) or "-"


def _state() -> str:
    lines = []
    for f in STATE:
        each = int(np.prod([widths()[d] for d in f.dims], dtype=int)) if f.dims else 1
        width = np.dtype(f.dtype).itemsize * each
        lines.append((f"`{f.name}`", f"{each} x {f.dtype}", str(width), f.unit, f.stage, f.meaning))
    return table(("name", "form", "bytes", "unit", "written in", "meaning"), lines) + (
        f"\nTogether {state_bytes()} bytes a person.\n"
    )


def _sums() -> str:
    lines = [(f"`{f.name}`", f.dtype, f.unit, f.stage, f.meaning) for f in PERSONAL]
    return table(("name", "type", "unit", "written in", "meaning"), lines)


def _panel() -> str:
    lines = [(f"`panel_{f.name}`", f.dtype, f.unit, f.stage, f.meaning) for f in PANEL]
    return table(("name", "type", "unit", "written in", "meaning"), lines) + (
        f"\nTogether {panel_bytes()} bytes a panelist and month.\n"
    )


def _tallies() -> str:
    lines = [(f"`{f.name}`", _dims(f), f.unit, f.stage, f.meaning) for f in TALLIES]
    return table(("name", "by", "unit", "written in", "meaning"), lines)


def _labels() -> str:
    return table(("dimension", "labels"), [(f"`{dim}`", "; ".join(labels)) for dim, labels in FIXED_DIMS.items()])


def _counts(stage: str) -> str:
    """Tallies and per-person sums that one stage writes."""
    lines = [(f"`{f.name}`", _dims(f), f.unit, f.meaning) for f in TALLIES if f.stage == stage]
    lines += [(f"`person_{f.name}`", "person", f.unit, f.meaning) for f in PERSONAL if f.stage == stage]
    return table(("name", "by", "unit", "meaning"), lines)


def _month() -> str:
    counted = Counter(field.stage for field in TALLIES)
    named = enumerate(describe(STAGES), 1)
    lines = [(str(n), f"[{s}](stages/{s}.md)", what, str(counted[s])) for n, (s, what) in named]
    return table(("", "stage", "what happens", "tallies"), lines)


def _steps() -> str:
    """Every step of the month, from the table that the engines run."""
    lines = [(_linked(step), step.does, step.concerns, _fields(step.reads), _fields(step.writes)) for step in MONTH]
    return table(("step", "what happens", "whom it concerns", "reads", "writes"), lines)


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
    """Every short cut of the kernel, with the first sentence of its own docstring."""
    lines = [(f"`{cut}`", _linked(step), _first_line(cut)) for step in MONTH for cut in step.shortcuts]
    return table(("short cut", "step", "when the rule changes nothing"), lines)


def _first_line(cut: str) -> str:
    module, _, function = cut.partition(".")
    said = getattr(interpreted(f"kernel.{module}"), function).__doc__ or ""
    return " ".join(said.split("\n\n")[0].split()).removeprefix("Return whether ").capitalize()


def _hooks() -> str:
    """What a hook sees and may set, stage by stage."""
    lines = [
        (f"`{f.name}`", *(_may(f.name, stage) for stage in hooks.HOOKED), f"0 to {f.most:,}", f.means)
        for f in hooks.FIELDS
    ]
    return table(("field", *(f"after {stage}" for stage in hooks.HOOKED), "range", "meaning"), lines)


def _may(name: str, stage: str) -> str:
    return "sets" if name in hooks.writable(stage) else "sees" if name in hooks.visible(stage) else "-"


def _parameters(*models: tuple[type, str, frozenset[str]]) -> str:
    lines = [(f"`{key}`", *rest) for model, prefix, left in models for key, *rest in rows(model, prefix, left)]
    return table(("key", "form and range", "default", "meaning"), lines)


def _range(measure: Measure | PairedMeasure) -> str:
    low, high = measure.range
    return f"{low:g} to {high:g}".replace("-inf", "no lower bound").replace("inf", "no upper bound")


def _measures(measures: Iterable[Measure | PairedMeasure]) -> str:
    lines = [(f"`{m.name}`", m.title, m.definition, m.unit, _range(m), m.source) for m in measures]
    return table(("name", "in tables", "definition", "unit", "range", "source"), lines)


def _shipped() -> str:
    """Every regime and society that ships, with how much of it is assumed."""
    documents = [*map(read_regime, shipped("regime")), *map(read_society, shipped("society"))]
    lines = [
        (f"`{Path(d.where).stem}`", d.model.kind, str(d.n_numbers), str(d.n_assumed), str(d.n_numbers - d.n_assumed))
        for d in documents
    ]
    return table(("name", "kind", "numbers", "assumed", "from a source or by construction"), lines)


def _reforms() -> str:
    """Every reform that ships, with what it says of itself."""
    documents = map(read_reform, shipped("reform"))
    lines = [(f"`{Path(d.where).stem}`", d.model.name, " ".join(d.model.describes.split())) for d in documents]
    return table(("name", "title", "what it changes"), lines)


def _series() -> str:
    named = [(n, f) for n, f in series.PLAIN.items()] + [(f"{n}:LABEL", f) for n, f in series.OF_LABEL.items()]
    lines = [(f"`{n}`", (f.__doc__ or "").strip().split("\n")[0].removeprefix("Gives ")) for n, f in named]
    return table(("name", "what it gives"), lines)


def _verified() -> str:
    heads = ("case", "what it shows", "parameters", *FIGURES, "catches", "verdict", "second road", "source")
    return table(heads, verified_rows())


ALL: frozenset[str] = frozenset()
BLOCKS: dict[str, Callable[[], str]] = {
    "state": _state,
    "sums": _sums,
    "panel": _panel,
    "tallies": _tallies,
    "labels": _labels,
    "month": _month,
    "steps of the month": _steps,
    "short cuts": _shortcuts,
    "fields of hooks": _hooks,
    "measures": lambda: _measures(MEASURES.values()),
    "paired measures": lambda: _measures(PAIRED.values()),
    "series": _series,
    "shipped documents": _shipped,
    "dictionary": dictionary.markdown,
    "verified cases": _verified,
    "identities": lambda: table(("case", "what it shows", "parameters", "source"), identities()),
    "inference": lambda: table(INFERENCE_HEADS, inferred_rows()),
    "published patterns": lambda: f"{patterns_made()}\n{table(PATTERN_HEADS, patterned_rows())}",
    "checks of construction": lambda: table(PATTERN_HEADS, patterned_rows(checks=True)),
    "waiting cases": lambda: table(("case", "what it will show", "what it needs", "source"), waiting()),
    "size of a case": size_of_a_case,
    "not verified": not_verified,
    "dependencies": lambda: table(("package", "release", "needed by", "licence"), depended_rows()),
    "parameters of conduct": lambda: _parameters((conduct.Conduct, "conduct[].", ALL)),
    "parameters of sensing": lambda: _parameters((sensing.Sensing, "sensing.", ALL)),
    "parameters of recording": lambda: _parameters(
        (recording.Recording, "recording.", ALL), (association.Association, "association.", ALL)
    ),
    "parameters of standing": lambda: _parameters(
        (standing.Standing, "standing.", ALL), (fusion.Fusion, "fusion.", ALL)
    ),
    "parameters of treatment": lambda: _parameters(
        (treatment.Treatment, "treatment.", ALL),
        (treatment.ContextUse, "contexts.NAME.", ALL),
        (treatment.Habit, "habits[].", ALL),
    ),
    "parameters of livelihood": lambda: _parameters((livelihood.Livelihood, "livelihood.", ALL)),
    "parameters of response": lambda: _parameters((response.Response, "response.", ALL)),
    "parameters of repair": lambda: _parameters((repair.Repair, "repair.", ALL)),
    "parameters of a regime": lambda: _parameters((regime.Regime, "", ELSEWHERE)),
    "parameters of a society": lambda: _parameters((society.Society, "", OF_SOCIETY)),
    "parameters of a study": lambda: _parameters((study.Study, "", ALL)),
    "parameters of a reform": lambda: _parameters((reform.Reform, "", ALL)),
    "operations of a reform": lambda: table(("operation", "what it does"), [(f"`{do}`", meaning(do)) for do in DEEDS]),
    "shipped reforms": lambda: _reforms(),
    **{f"counts of {stage}": lambda name=stage: _counts(name) for stage in STAGES},  # type: ignore[misc]
}


def render(text: str) -> str:
    """Return a page with every generated block made anew; raises KeyError for a block of no known name."""

    def anew(match: re.Match[str]) -> str:
        return f"{match[1]}\n{BLOCKS[match['name']]()}\n{match[3]}"

    return BLOCK.sub(anew, text)


def pages() -> list[Path]:
    """Return the pages that have generated blocks."""
    every = (page for page in sorted(HERE.rglob("*.md")) if "_build" not in page.parts)
    return [page for page in every if BLOCK.search(page.read_text())]


def main() -> None:
    """Rewrite the generated blocks of every page, and touch no page that is current."""
    for page in pages():
        text = page.read_text()
        if (new := render(text)) != text:
            page.write_text(new)
            print(f"{page.relative_to(HERE)}: rewritten")


if __name__ == "__main__":
    main()
