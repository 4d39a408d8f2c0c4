"""Hooks: a researcher's own mechanism, a Python function that is called after a stage for every adult, month by month.

It sees what its stage may see and changes what its stage may change, by the table of the month. A function that the
compiler cannot compile runs on the interpreted engine. A hook is code about synthetic persons: it gives no access to
real data.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from underheaven.argument_checks import check_arguments, nonempty_text, one_of_words, optional
from underheaven.errors import RequestError
from underheaven.kernel.hooks import HOOKED, PLACES, visible, writable


class HookPerson:
    """One synthetic adult this month, as a hook sees it: the fields that its stage reads or writes.

    All are integers but ``uniform``, the hook's own draw in [0, 1), made anew for each person and month and the same in
    every scenario. See docs/write-a-hook.md.
    """

    uniform: float
    month: int
    group: int
    is_subject: int
    blacklisted: int
    redlisted: int
    records: int
    employed: int
    in_workforce: int
    solvency: int
    unwilling: int
    savings: int
    belief_money_guilty: int
    belief_money_innocent: int
    belief_order_guilty: int
    belief_order_innocent: int
    belief_speech_guilty: int
    belief_speech_innocent: int
    legitimacy: int
    acted: int
    sanctioned: int
    unjust: int
    seen_blacklisted: int
    seen_redlisted: int
    seen_speaking: int
    seen_acting: int
    shown_blacklisted: int
    shown_redlisted: int
    shown_speaking: int
    shown_acting: int


Function = Callable[[HookPerson], None]

CALLS = frozenset({"abs", "bool", "float", "int", "max", "min", "range", "round"})
"""What a hook may call besides the functions of ``math``."""
_REFUSED = {
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
    ast.Import: "import",
    ast.ImportFrom: "import",
    ast.With: "with",
    ast.Try: "try",
    ast.Raise: "raise",
    ast.Assert: "assert",
    ast.Yield: "yield",
    ast.YieldFrom: "yield",
    ast.Await: "await",
    ast.AsyncFunctionDef: "async",
    ast.ClassDef: "class",
    ast.Lambda: "lambda",
}


@dataclass(frozen=True)
class Hook:
    """A researcher's own mechanism.

    Attributes:
        after: Stage after which it is called.
        function: Takes one `HookPerson` and returns nothing.
        name: Name in results; the function's own name if left out.
        source: Text that says what it does; read from the function if left out.

    Raises:
        RequestError: no hook can be called after the stage, or the function does what a hook may not.
    """

    after: str
    function: Function
    name: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Fill in name and source, and check the hook."""
        object.__setattr__(self, "name", self.name or self.function.__name__)
        if self.after not in HOOKED:
            raise RequestError(
                f"hook {self.name}: after = {self.after!r} is no stage that lets a hook change something. Write one of "
                f"{', '.join(HOOKED)}."
            )
        try:
            own = textwrap.dedent(inspect.getsource(self.function))
        except (OSError, TypeError) as error:
            raise RequestError(
                f"hook {self.name}: its source cannot be read, and a result must say what made it. Write the function "
                "in a file."
            ) from error
        object.__setattr__(self, "source", self.source or own + _constants(self.function))
        _check(self, own)

    @cached_property
    def digest(self) -> str:
        """Return the SHA-256, in hex, of the text that says what the hook does."""
        return hashlib.sha256(self.source.encode()).hexdigest()


@check_arguments(after=one_of_words(*HOOKED), name=optional(nonempty_text))
def hook(after: str, name: str | None = None) -> Callable[[Function], Hook]:
    """Return a decorator that makes a function a hook.

    Args:
        after: Stage after which it is called: treatment, livelihood or response.
        name: Name in results; the function's own name if None.

    Returns:
        Decorator that returns a `Hook`.

    Raises:
        RequestError: no hook can be called after the stage, or the function does what a hook may not.
    """
    return lambda function: Hook(after, function, name or "")


def _constants(function: Function) -> str:
    """Return the numbers that a function reads from its surroundings, one per line."""
    found = inspect.getclosurevars(function)
    named = sorted({**found.globals, **found.nonlocals}.items())
    return "".join(f"# {name} = {value!r}\n" for name, value in named if isinstance(value, int | float))


def _check(hook: Hook, source: str) -> None:
    """Raise RequestError for what a hook may not do, as far as its text shows it.

    The engine checks the rest when the hook runs.
    """
    tree = next((node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)), None)
    if tree is None or len(tree.args.args) != 1 or len(inspect.signature(hook.function).parameters) != 1:
        _refuse(hook, "it must be a function of one person", "Write: def name(person: HookPerson) -> None")
    person = tree.args.args[0].arg
    fields = {id(node.value): node for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in (inner for statement in tree.body for inner in ast.walk(statement)):
        line = f"line {getattr(node, 'lineno', 1)}"
        if type(node) in _REFUSED or (isinstance(node, ast.FunctionDef) and node is not tree):
            what = _REFUSED.get(type(node), "a function of its own")
            _refuse(hook, f"{line}: it uses {what}", "Compute with the numbers of the person alone")
        if isinstance(node, ast.Name) and node.id == person and id(node) not in fields:
            _refuse(hook, f"{line}: it hands {person} on or keeps it", f"Read or set fields, as {person}.savings")
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == person:
            _check_field(hook, node, line)
        if isinstance(node, ast.Call):
            _check_call(hook, node, line)


def _check_field(hook: Hook, node: ast.Attribute, line: str) -> None:
    """Raise RequestError where a hook reads or sets a field that it must not."""
    seen, may = ("uniform", *visible(hook.after)), writable(hook.after)
    if node.attr not in seen:
        known = node.attr in PLACES
        why = f"which {hook.after} neither reads nor writes" if known else "and there is no such field"
        _refuse(hook, f"{line}: it names {node.attr}, {why}", f"After {hook.after} it sees {', '.join(seen)}")
    if not isinstance(node.ctx, ast.Load) and node.attr not in may:
        _refuse(hook, f"{line}: it sets {node.attr}, which {hook.after} does not write", allowed_fields_sentence(hook))


def allowed_fields_sentence(hook: Hook) -> str:
    """Return a sentence about the fields that a hook may set."""
    return f"After {hook.after} a hook may set {', '.join(writable(hook.after))}"


def _check_call(hook: Hook, node: ast.Call, line: str) -> None:
    """Raise RequestError where a hook calls a function that it must not."""
    called = node.func
    of_math = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "math"
    if not of_math and not (isinstance(called, ast.Name) and called.id in CALLS):
        what = f"Call {', '.join(sorted(CALLS))} or a function of math"
        _refuse(hook, f"{line}: it calls {ast.unparse(called)}", what)


def _refuse(hook: Hook, why: str, instead: str) -> NoReturn:
    """Raise RequestError about a hook, with the reason and what to do instead."""
    raise RequestError(f"hook {hook.name}: {why}. {instead}.")
