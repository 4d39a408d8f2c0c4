"""The state of the program that calls: results do not hang on it, and it is as it was when a call returns.

Each case is a process of its own that sets something, runs all that is public over a tiny world, and prints what came
out. What this would catch: a sum that raises where NumPy is told to raise, a warning of ours where warnings are errors,
a second import of the kernels in the middle of another thread's first, a handler or a setting left behind.
"""

import json
import os
import subprocess
import sys
import textwrap

import pytest

import underheaven

COURT = "court-defaulters-2013"
TINY = {"society": "village", "persons": 40, "months": 2, "replicates": 2}

EVERYTHING = """
import io, hashlib, tempfile
from pathlib import Path
import underheaven as u

def everything():
    from underheaven.run.uncertainty import parameter_samples as samples
    samples.BASE_CASE_SEEDS, samples.MAX_OAT_PARAMETERS = 2, 1  # every kind of run, and few of each
    tiny = dict(society="village", persons=40, months=2, replicates=2)
    result = u.compare("court-defaulters-2013", **tiny, ranges=True, samples=2)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "run.nc"
        u.run("court-defaulters-2013", **tiny, out=out, checkpoint_every=0)
        read = u.open_result(out)
        from underheaven.show.export.table_folder import export_tables
        export_tables(result, Path(folder) / "tables", "csv", persons=True)
    reformed = u.reform("court-defaulters-2013", **tiny)
    from underheaven.measure.reform_effects import estimate_effects
    from underheaven.measure.registry import MEASURES, PAIRED
    from underheaven.show.text.result_rows import result_rows
    found = estimate_effects(reformed, "court-defaulters-2013")
    for measure in MEASURES.values():
        found.append(measure.function(result).values.tolist())
    for measure in PAIRED.values():
        found.append(measure.function(result, "none").values.tolist())
    found.append(result_rows(result))
    found.append(u.attribute("court-defaulters-2013", **tiny | {"persons": 20, "months": 1})["shapley"].values.tolist())
    from underheaven.run.trajectory.simulation import simulate_trajectory
    from underheaven.run.forecast import forecast_run
    from underheaven.run.public import plan_comparison, plan_run
    found.append(simulate_trajectory(plan_comparison("court-defaulters-2013", **tiny), 3))
    forecast_run(*plan_run("court-defaulters-2013", **tiny), seconds=0.1)
    digests = [u.digest(one) for one in (result, read, reformed)]
    return [*digests, hashlib.sha256(repr(found).encode()).hexdigest()]
"""

SET = """
import decimal, random, warnings
import numpy, xarray
numpy.seterr(all="raise")
warnings.simplefilter("error")
decimal.getcontext().prec = 2
decimal.getcontext().traps[decimal.Inexact] = True
numpy.set_printoptions(precision=1, threshold=2)
random.seed(7)
numpy.random.seed(7)
"""
CASES = {
    "settings": f"{SET}\nxarray.set_options(keep_attrs=True, arithmetic_join='exact')\nsaid = everything()",
    "a loop of asyncio in another thread": """
import asyncio, xarray
from concurrent.futures import ThreadPoolExecutor
async def main(): return everything()
xarray.set_options(keep_attrs=False)
said = ThreadPoolExecutor(1).submit(asyncio.run, main()).result()
""",
    "two threads at once": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool: one, other = pool.map(lambda _: everything(), range(2))
assert one == other
said = one
""",
}
"""What a caller may do before, and around, a call."""

OF_A_FEW = """
import underheaven as u
def few(engine="auto"):
    return u.digest(u.compare("court-defaulters-2013", society="village", persons=20, months=1, replicates=1,
                              engine=engine))
"""
FEW = {
    "after a fork, and spawned": """
import multiprocessing as m
said = [few()]
for way in ("fork", "spawn"):
    with m.get_context(way).Pool(1) as pool: said.append(pool.apply(few))
""",
    "first in a fork": """
import multiprocessing as m
with m.get_context("fork").Pool(1) as pool: said = [pool.apply(few)]
""",
    "both engines in threads": """
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as pool: said = list(pool.map(few, ["plain", "cpu", "plain", "cpu"]))
""",
}
STATE = """
import decimal, locale, os, random, signal, sys, threading, warnings
import numba, numpy, xarray
from numba.core import config
import rich.style  # which draws a number when it is imported, whoever does so

def state():
    handlers = [signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)]
    return [
        numpy.geterr(), list(warnings.filters), numpy.get_printoptions(), dict(xarray.get_options()),
        [part.tolist() if hasattr(part, "tolist") else part for part in numpy.random.get_state()], random.getstate(),
        handlers, os.getcwd(), dict(os.environ), str(decimal.getcontext()), locale.setlocale(locale.LC_ALL),
        list(sys.path),
        os.umask(0o022), threading.active_count(), config.CACHE_DIR, sys.getrecursionlimit(), sys.excepthook,
        sys.stdout, sys.stderr, sys.getswitchinterval(),
    ]
"""


def said_by(code, tmp_path, **environment):
    """Runs code in a process of its own and gives what it set ``said`` to."""
    script = tmp_path / "host.py"
    script.write_text(code)
    known = {**os.environ, **environment}
    made = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env=known, timeout=580, cwd=tmp_path
    )
    assert made.returncode == 0, made.stderr[-3000:]
    assert made.stderr == ""
    return json.loads(made.stdout.splitlines()[-1])


def script(head, case):
    body = textwrap.indent(case, "    ")
    return f"{head}\nif __name__ == '__main__':\n{body}\n    import json; print(json.dumps(said))\n"


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What is said where nothing is set, and the places of what a call changed in its caller's state."""
    case = """
before = state(); found = everything(); after = state()
said = [found, [n for n, (one, other) in enumerate(zip(before, after)) if one != other]]
"""
    return said_by(script(EVERYTHING + STATE, case), tmp_path_factory.mktemp("usual"))


@pytest.fixture(scope="module")
def few():
    lived = underheaven.compare(COURT, society="village", persons=20, months=1, replicates=1)
    return underheaven.digest(lived)


def test_what_is_said_there_is_what_is_said_here(seen):
    assert seen[0][0] == underheaven.digest(underheaven.compare(COURT, **TINY))


def test_a_call_leaves_the_state_of_its_caller_as_it_was(seen):
    assert seen[1] == []


@pytest.mark.parametrize("case", CASES)
def test_what_a_caller_set_moves_no_byte(seen, case, tmp_path):
    assert said_by(script(EVERYTHING, CASES[case]), tmp_path) == seen[0]


@pytest.mark.parametrize("case", FEW)
def test_in_whichever_process_or_thread_it_runs_the_bytes_are_the_same(few, case, tmp_path):
    assert set(said_by(script(OF_A_FEW, FEW[case]), tmp_path)) == {few}


def test_without_machine_code_the_bytes_are_the_same(few, tmp_path):
    case = "said = [few(), few('plain')]"
    assert said_by(script(OF_A_FEW, case), tmp_path, NUMBA_DISABLE_JIT="1") == [few, few]
