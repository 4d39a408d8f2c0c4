"""Makes a copy of the package with a mistake in it, or with several."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from .catalogue import Mutant

PACKAGE = Path(__file__).parents[2] / "src" / "underheaven"


class Stale(Exception):
    """A mutant whose text does not stand once in the package any more; it says which, and where."""


def mutated(mutant: Mutant, package: Path = PACKAGE) -> str:
    """Gives the text of the mutant's file with the mistake in it; raises Stale."""
    text = (package / mutant.file).read_text(encoding="utf-8")
    found = text.count(mutant.old)
    if found != 1:
        raise Stale(
            f"{mutant.stage}.toml, {mutant.name}: its old text stands {found} times in {mutant.file}. "
            "Write what stands there now, once, or remove the mutant with what it broke."
        )
    return text.replace(mutant.old, mutant.new)


def function_of(mutant: Mutant, package: Path = PACKAGE) -> str:
    """Gives the function in which the mistake is made, as file:name; nothing where it is made outside of any."""
    text = (package / mutant.file).read_text(encoding="utf-8")
    first = text[: text.index(mutant.old)].count("\n") + 1
    last = first + mutant.old.strip("\n").count("\n")
    around = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.lineno <= first and last <= (node.end_lineno or 0)
    ]
    return f"{mutant.file}:{around[-1]}" if around else ""


@contextmanager
def copied(mutants: Sequence[Mutant], package: Path = PACKAGE) -> Iterator[Path]:
    """Gives a folder with a package that has the mistakes in it, and removes it afterwards; raises Stale."""
    with TemporaryDirectory(prefix="underheaven-mutant-") as folder:
        copy = Path(folder) / package.name
        shutil.copytree(package, copy)  # with its byte code, which holds as long as a file is as old as it was
        for mutant in mutants:
            file = copy / mutant.file
            file.write_text(mutated(mutant, copy), encoding="utf-8")
            for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
                stale.unlink()
        yield Path(folder)
