"""Execute the tutorials and store what their cells print and draw: ``python docs/execute_tutorials.py``.

The stored outputs are what a reader sees; the tests execute the notebooks again and compare.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

TUTORIALS = sorted((Path(__file__).parent / "tutorials").glob("*.ipynb"))
CELL_TIMEOUT = 600
"""Seconds that one cell may take: the first one compiles the engine."""


def read_notebook(path: Path) -> NotebookNode:
    """Return a notebook with its stored outputs.

    Args:
        path: The notebook.
    """
    return nbformat.read(path, as_version=4)


def execute_notebook(path: Path, folder: Path) -> NotebookNode:
    """Return a notebook with the outputs of a new execution; the file is left as it is.

    Args:
        path: The notebook.
        folder: Where its cells run, and leave what they write.

    Raises:
        nbclient.exceptions.CellExecutionError: A cell raised an exception.
    """
    notebook = read_notebook(path)
    client = NotebookClient(
        notebook,
        timeout=CELL_TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute()
    return notebook


def printed_by_cell(notebook: NotebookNode) -> list[str]:
    """Return what each code cell wrote to standard output.

    Args:
        notebook: A notebook with outputs.
    """
    return [
        "".join(output["text"] for output in cell["outputs"] if output.get("name") == "stdout")
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]


def picture_count(notebook: NotebookNode) -> int:
    """Return how many pictures the cells drew.

    Args:
        notebook: A notebook with outputs.
    """
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def main() -> None:
    """Execute every tutorial in an empty folder and rewrite its file."""
    for path in TUTORIALS:
        with tempfile.TemporaryDirectory() as folder:
            notebook = execute_notebook(path, Path(folder))
        notebook["metadata"]["language_info"] = {"name": "python"}  # without the release that executed it
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
