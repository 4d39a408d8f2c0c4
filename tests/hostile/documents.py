"""A regime and a society whose every text is markup, a formula, a command or an option somewhere."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

FORGED = "FORGED-LINE"
"""Stands alone in a line of every longer text; no line of an output may be it."""
TEXT = (
    f"</title><script>alert(1)</script> [bold red]not red[/] :smile: \\input{{/etc/passwd}} $x^2$ }}}},\n{FORGED}\n"
    "@article{evil, title = {}} =1+1, | a | b | <!-- ${x} {{ 7*7 }} {% raw %} & &amp; \" ' ` %s %(x)s"
)
NAMES = {
    "red light": "<b onclick=x>light",
    "drunk driving": "-2+3 <img src=x onerror=alert(1)>",
    "judgment defaulters": "=HYPERLINK(1)|@cmd & &lt; </style>",
    "enforcement bureaus, who will not pay": "@SUM(1) $x_1$ % # ~ ^ </text>",
    "lowest fifth": "+lowest --out",
    "Court defaulters 2013": "<script>alert(1)</script>%0a:smile:",
    '"Village"': '"=1+1</script><svg onload=alert(1)>"',
}
STEM = "=1+1<svg onload=x>&@ --json"
"""Of the regime's file, and so the name of its scenario."""


def quoted(text: str) -> str:
    """Write a text as a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def hostile(kind: str, name: str) -> str:
    """Return a shipped document with its names exchanged and its longer texts hostile."""
    text = (files("underheaven") / kind / f"{name}.toml").read_text(encoding="utf-8")
    for before, after in NAMES.items():  # names with spaces always stand in quotes
        text = text.replace(before, after)
    head, _, rest = text.partition('describes = """')
    text = f"{head}describes = {quoted(TEXT)}{rest.partition(chr(34) * 3)[2]}"
    return text.replace('"assumed: ', f'"assumed: {quoted(TEXT)[1:-1]} ')


def write_hostile(folder: Path) -> tuple[Path, Path]:
    """Write both documents, and return where the regime and the society stand."""
    regime, society = folder / f"{STEM}.toml", folder / "society.toml"
    regime.write_text(hostile("regimes", "court-defaulters-2013"), encoding="utf-8")
    society.write_text(hostile("societies", "village"), encoding="utf-8")
    return regime, society
