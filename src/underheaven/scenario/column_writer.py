"""Write ``kernel/table_columns.py``: the columns that parameters and tallies declare, as typed classes.

Run ``python -m underheaven.scenario.column_writer``. A test compares the file with the declarations.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path

from underheaven.fields.tallies import TALLIES
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.units import DocumentPart
from underheaven.spec.parameter_reference import model_parameters
from underheaven.spec.table_columns import Declared, columns

FILE = Path(__file__).parents[1] / "kernel" / "table_columns.py"
CLASSES: dict[str, tuple[type[DocumentPart], str]] = {
    "RegimeColumns": (Regime, "Columns that one parameter of a regime fills alone; see ``kernel/rules.py``."),
    "SocietyColumns": (Society, "Columns that one parameter of a society fills alone; see ``kernel/society.py``."),
}
HEAD = '''\
"""Columns that parameters and tallies declare, written by ``python -m underheaven.scenario.column_writer``."""

from __future__ import annotations

from typing import Annotated

from underheaven.array_types import F8, I8, Floats, I8s, Int, Ints
'''


def rendered() -> str:
    """Return the text of ``kernel/table_columns.py``."""
    found = {name: list(columns(model)) for name, (model, _) in CLASSES.items()}
    sizes = sorted({one.rows for every in found.values() for one in every if one.rows})
    lines = [HEAD + f"from underheaven.kernel.table_layout import {', '.join(sizes)}", *_classes(found)]
    return "\n".join(lines) + "\n"


def _classes(found: dict[str, list[Declared]]) -> Iterator[str]:
    for name, (_, about) in CLASSES.items():
        yield from ("", "", f"class {name}:", f'    """{about}"""', "")
        yield from _lines(found[name])
    yield from (
        "",
        "",
        "class TallyColumns:",
        '    """Counts of `fields.tallies.TALLIES`, those by region left out."""',
        "",
    )
    yield from (f"    {f.name}: {'I8s' if f.dims else 'Int'}" for f in TALLIES if "region" not in f.dims)


def _lines(declared: Iterable[Declared]) -> Iterator[str]:
    """Yield each column below what its parameter means."""
    for one in declared:
        meaning = model_parameters(one.part)[one.field].meaning
        yield from textwrap.wrap(f"{one.path}: {meaning}", 115, initial_indent="    # ", subsequent_indent="    # ")
        single, many = ("F8", "Floats") if one.column.dtype == "f8" else ("I8", "Ints")
        yield f"    {one.name}: {f'Annotated[{many}, ({one.rows},)]' if one.rows else single}"


def write() -> Path:
    """Write the file; return its path."""
    FILE.write_text(rendered(), encoding="utf-8")
    return FILE


if __name__ == "__main__":
    print(write())
