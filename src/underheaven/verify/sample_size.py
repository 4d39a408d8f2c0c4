"""How large the run behind a figure is: large enough to catch a fault of a stated size nine times in ten.

A small pilot run estimates the standard deviation of the figure, and the derivative of the closed form says how far a
fault moves it. Both set the size of the run that is judged, which shares no draw with the pilot. Where a replicate has
a fixed size and the pilot is large enough, the pilot itself is judged. A run whose own standard error turns out too
large is replaced by a larger one, at most MAX_RERUNS times. At default parameters the size is known beforehand, from
the run whose planted faults were counted, and no pilot is needed. Each of these runs fails a correct model with
probability ALPHA at most, as far as replicate totals are normal; by the union bound all of them together do so with
(MAX_RERUNS + 1) times that.
Source: after Stein 1945 (two-stage sampling), for the size of a second sample by the variance of a first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from underheaven.errors import RequestError
from underheaven.run.progress import Progress
from underheaven.verify.case_types import Case, CheckResult, ClosedForm, Counts, DetectableFault, Values
from underheaven.verify.counted_faults import recorded_size
from underheaven.verify.effort import USUAL_EFFORT, Effort, SimulatedMonths, current_effort, using_effort
from underheaven.verify.tolerances import MIN_REPLICATES, critical_value, power_margin, ratio_result

MAX_TOLERANCE_SHARE, TOLERANCE_SLACK = 0.03, 1.02
"""Widest tolerance of any verdict as a share of the expected value, and the factor that chance may add to it."""
PILOT_PERSON_MONTHS, PILOT_REPLICATES, PILOT_MIN_PERSONS = 100_000, 24, 16
"""Person-months of a replicate of the pilot, its replicates (MIN_REPLICATES where a replicate has a size of its own),
and the fewest persons of one, so that long runs simulate as much as short ones.
"""
PILOT_PROGRESS_SHARE, PROGRESS_PARTS = 0.1, 1_000
"""Share of the progress of a figure that is the pilot, and parts in which progress is reported."""
MONTH_OVERHEAD = 4_000
"""Person-months that take as long as what the engine does once a month, whatever the number of persons."""
USUAL_PERSON_MONTHS, MAX_PERSON_MONTHS = 400_000_000, 1_500_000_000
"""Most person-months of a figure: to catch a fault of a stated size, and to reach MAX_TOLERANCE_SHARE."""
MAX_REPLICATE_PERSONS, REPLICATE_STEP = 100_000, 4
"""Persons from which a figure takes more replicates instead of larger ones, and how many more at a time, so that no
core waits for the last one.
"""
SAFETY_FACTOR = 1.3
"""Safety factor on the size, because the pilot's standard deviation is itself an estimate."""
MAX_RERUNS, MAX_ENLARGEMENT = 3, 2.0
"""How often a run that came out too small is repeated at a larger size; its spread alone decides, not its mean. And the
largest excess of the standard error for which one repetition makes up.
"""
NOTHING_TO_COUNT = (
    "At these values there is nothing to count in a run of this size. Write values at which more happens."
)
NEGLIGIBLE_SLOPE = 1e-9
"""Share of the expected value: a smaller derivative is rounding."""
DERIVATIVE_STEP = 1e-3
"""Relative step of a parameter for the derivative of a closed form."""
USUAL_TARGET_FAULT = USUAL_EFFORT.target_fault or 1.0


@dataclass(frozen=True)
class RunSize:
    """The size of a run: replicates, person-months of each, and whether it is to catch the fault aimed at."""

    replicates: int
    person_months: int
    catches_fault: bool = False

    def apply_to(self, effort: Effort) -> Effort:
        """Return the effort at this size."""
        return replace(effort, replicates=self.replicates, person_months=self.person_months)


class Pilot(NamedTuple):
    """The result of a pilot run: the standard error of its figure, what it simulated in all, and the figure."""

    error: float
    simulated: SimulatedMonths
    result: CheckResult


def run_check(case: Case, values: Values, simulated: Values | None = None, size: RunSize | None = None) -> CheckResult:
    """Return the figure of a case.

    Args:
        case: one that can be run.
        values: every parameter, for which theory gives the expected number.
        simulated: other values to simulate instead, where a fault is planted.
        size: of the run; by default what `required_size` returns.

    Raises:
        RequestError: the values allow no figure, or none in a run that ends.
        NotYetError: the case cannot be run yet.
    """
    closed_form = case.require_check()
    if not isinstance(closed_form, ClosedForm):
        return closed_form(values)
    if size is None and simulated is None and current_effort().target_fault is not None:
        recorded = recorded_size(case, values, current_effort())
        if recorded is not None:
            return run_until_precise(RunSize(*recorded), case, closed_form, values)[0]
        return run_piloted_check(case, closed_form, values)[0]
    return run_at_size(size or required_size(case, closed_form, values), closed_form, values, simulated)


def run_piloted_check(case: Case, closed_form: ClosedForm, values: Values) -> tuple[CheckResult, RunSize]:
    """Return the figure of a closed form at the size that its pilot asks for, and that size; raises as `run_check`."""
    pilot = run_pilot(closed_form, closed_form.expected_value(values), values, current_effort())
    size = size_from_pilot(pilot, case, closed_form, values)
    if closed_form.fixed_size and size.replicates <= pilot_replicates(closed_form):  # no run is smaller than the pilot
        return pilot.result, replace(size, replicates=pilot_replicates(closed_form))
    return run_until_precise(size, case, closed_form, values)


def run_until_precise(
    size: RunSize, case: Case, closed_form: ClosedForm, values: Values
) -> tuple[CheckResult, RunSize]:
    """Return the figure of a run of this size, or of a larger one where its standard error came out too large."""
    reruns_left = MAX_RERUNS
    while True:
        found = run_at_size(size, closed_form, values)
        over = error_excess(case, closed_form, values, found, size.catches_fault)
        if over <= 1 or reruns_left == 0:
            if found.expected and found.tolerance > TOLERANCE_SLACK * MAX_TOLERANCE_SHARE * abs(found.expected):
                raise RequestError(
                    f"{case.name}: at these values the tolerance stays above {MAX_TOLERANCE_SHARE:.0%} of what is "
                    "expected, however long the run. Write values at which what is counted is more frequent."
                )
            return found, size
        size = enlarge_size(closed_form, size, SAFETY_FACTOR * min(over, MAX_ENLARGEMENT) ** 2)  # it was too small
        reruns_left -= 1


def run_at_size(size: RunSize, closed_form: ClosedForm, values: Values, simulated: Values | None = None) -> CheckResult:
    """Return the figure of a run of this size; simulated: other values to simulate, where a fault is planted."""
    effort = current_effort()
    with using_effort(
        replace(size.apply_to(effort), report=partial_progress(effort.report, PILOT_PROGRESS_SHARE, 1.0))
    ):
        return result_from_counts(
            closed_form.expected_value(values),
            closed_form.count_outcomes(simulated or values),
            closed_form.systematic_allowance(values),
        )


def error_excess(case: Case, closed_form: ClosedForm, values: Values, found: CheckResult, catches: bool) -> float:
    """Return the standard error as a multiple of the one wanted, for the tolerance and for the fault."""
    allowance = closed_form.systematic_allowance(values)
    over = (
        (found.tolerance - allowance) / (MAX_TOLERANCE_SHARE * abs(found.expected) - allowance)
        if found.expected
        else 0.0
    )
    if not catches:
        return over
    shift = (current_effort().target_fault or USUAL_TARGET_FAULT) * (
        log_derivative(closed_form, values, case.fault_parameter) or 0.0
    )
    return max(over, (found.tolerance - allowance + power_margin(found.replicates) * found.error) / (shift - allowance))


def result_from_counts(expected: float, counts: Counts, allowance: float) -> CheckResult:
    """Return the figure of a closed form from counts; allowance: by how much it may differ apart from chance."""
    found = ratio_result(expected, counts.numerators, counts.denominators, counts.unit)
    return replace(found, tolerance=found.tolerance + allowance)


def partial_progress(report: Progress, begin: float, end: float) -> Progress:
    """Return a callback that reports the progress of one run as a part of the whole, from one share to another."""
    return lambda done, total: report(
        round(PROGRESS_PARTS * (begin + (end - begin) * done / max(total, 1))), PROGRESS_PARTS
    )


def required_size(case: Case, closed_form: ClosedForm, values: Values) -> RunSize:
    """Return the size at which a figure catches the fault that the current effort aims at.

    Raises:
        RequestError: what is counted is so rare that the run would not end.
    """
    effort = current_effort()
    if effort.target_fault is None:
        return RunSize(effort.replicates, effort.person_months)
    return size_from_pilot(
        run_pilot(closed_form, closed_form.expected_value(values), values, effort), case, closed_form, values
    )


def size_from_pilot(pilot: Pilot, case: Case, closed_form: ClosedForm, values: Values) -> RunSize:
    """Return the size that a pilot asks for, at an effort that aims at a fault; raises as `required_size`."""
    effort, expected = current_effort(), closed_form.expected_value(values)
    error, person_months = pilot.error, pilot.simulated.person_months
    aim = effort.target_fault or USUAL_TARGET_FAULT
    usual = effort.replicates
    allowance = closed_form.systematic_allowance(values)
    required = required_multiple(error, (MAX_TOLERANCE_SHARE * abs(expected) - allowance) / critical_value(usual))
    if required * person_months > MAX_PERSON_MONTHS:
        raise RequestError(
            f"{case.name}: at these values what is counted is so rare that a tolerance of {MAX_TOLERANCE_SHARE:.0%} "
            f"takes about {required * person_months:.1e} person-months, and {MAX_PERSON_MONTHS:.1e} are the most. "
            "Write values at which it is more frequent."
        )
    if expected and allowance >= MAX_TOLERANCE_SHARE * abs(expected):
        raise RequestError(
            f"{case.name}: at these values {expected:.3g} is expected, and what steps of a table move, "
            f"{allowance:.2g}, is more than {MAX_TOLERANCE_SHARE:.0%} of that. Write values at which it is larger."
        )
    shift = aim * (log_derivative(closed_form, values, case.fault_parameter) or 0.0) if case.fault_parameter else 0.0
    wanted_multiple = (
        required_multiple(error, (shift - allowance) / detectable_shift(usual)) if shift > allowance else 0.0
    )
    catches = (
        0
        < wanted_multiple * person_months * closed_form.cost_factor
        <= USUAL_PERSON_MONTHS * (USUAL_TARGET_FAULT / aim) ** 2
    )
    return replace(
        fastest_size(max(required, wanted_multiple if catches else 0.0), closed_form, effort, pilot.simulated),
        catches_fault=catches,
    )


def enlarge_size(closed_form: ClosedForm, size: RunSize, times: float) -> RunSize:
    """Return a size that is larger by a factor."""
    if closed_form.fixed_size:
        return replace(size, replicates=math.ceil(size.replicates * times))
    return replace(size, person_months=math.ceil(size.person_months * times))


def run_pilot(closed_form: ClosedForm, expected: float, values: Values, effort: Effort) -> Pilot:
    """Run a pilot and return its result."""
    simulated = SimulatedMonths()
    first = replace(
        effort,
        replicates=pilot_replicates(closed_form),
        person_months=PILOT_PERSON_MONTHS,
        min_persons=PILOT_MIN_PERSONS,
        seed=(effort.seed + 2**31) % 2**32,
        simulated=simulated,
        report=partial_progress(effort.report, 0.0, PILOT_PROGRESS_SHARE),
    )
    with using_effort(first):
        counts = closed_form.count_outcomes(values)
    found = result_from_counts(expected, counts, closed_form.systematic_allowance(values))
    error = found.error
    if counts.denominators is not None and not sum(counts.denominators) > 0:
        raise RequestError(NOTHING_TO_COUNT)
    if counts.denominators is not None and 0 < expected < counts.unit:  # trials vary by chance at least as a coin does
        error = max(error, math.sqrt(expected * (counts.unit - expected) / float(sum(counts.denominators))))
    effort.simulated.person_months += simulated.person_months
    effort.simulated.months += simulated.months
    return Pilot(error, SimulatedMonths(max(simulated.person_months, 1), max(simulated.months, 1)), found)


def pilot_replicates(closed_form: ClosedForm) -> int:
    """Return the replicates of a pilot."""
    return MIN_REPLICATES if closed_form.fixed_size else PILOT_REPLICATES


def required_multiple(error: float, wanted: float) -> float:
    """Return how many times as large a run with this standard error must be to have the one wanted."""
    if error == 0:
        return 0.0
    return SAFETY_FACTOR * min(error / wanted, MAX_PERSON_MONTHS) ** 2 if wanted > 0 else 0.0


def fastest_size(times: float, closed_form: ClosedForm, effort: Effort, pilot: SimulatedMonths) -> RunSize:
    """Return a size of some times the pilot, in the number of replicates that takes the least time.

    Fewer replicates have fewer months of overhead, and a wider Student's t to make up for.
    """
    if closed_form.fixed_size:
        return RunSize(
            required_replicates(times * pilot_replicates(closed_form), effort.replicates), PILOT_PERSON_MONTHS
        )
    whole = max(times * pilot_replicates(closed_form) * PILOT_PERSON_MONTHS, effort.replicates * effort.person_months)
    months = pilot.months / pilot_replicates(closed_form)
    full = MAX_REPLICATE_PERSONS * months

    def takes(replicates: int) -> float:
        return whole * replicate_penalty(replicates, effort.replicates) + replicates * months * MONTH_OVERHEAD

    count = min(range(effort.min_replicates, effort.replicates + 1, REPLICATE_STEP), key=takes)
    each = whole * replicate_penalty(count, effort.replicates) / count
    if each <= full:
        return RunSize(count, math.ceil(each))
    return RunSize(required_replicates(whole / full, effort.replicates), math.ceil(full))


def replicate_penalty(replicates: int, usual: int) -> float:
    """Return the factor by which fewer replicates than usual must simulate more to catch the same fault."""
    return (detectable_shift(replicates) / detectable_shift(usual)) ** 2


def detectable_shift(replicates: int) -> float:
    """Return the standard errors by which a fault must move a figure of some replicates to be caught."""
    return critical_value(replicates) + power_margin(replicates)


def required_replicates(enough: float, usual: int) -> int:
    """Return how many replicates equal ``enough`` of them at a usual number, where fewer widen Student's t."""
    count = max(math.ceil(enough), MIN_REPLICATES)
    while count < enough * replicate_penalty(count, usual):
        count += 1
    return count


def log_derivative(closed_form: ClosedForm, values: Values, of: str) -> float | None:
    """Return the absolute derivative of the expected value by the logarithm of a parameter.

    At the end of the range of a parameter it is taken from one side; None where neither side has a value.
    """
    base_value, ends = closed_form.expected_value(values), []
    for share in (DERIVATIVE_STEP, -DERIVATIVE_STEP):
        try:
            ends.append((closed_form.expected_value(plant_fault(values, of, share)), share))
        except (RequestError, ValueError, ZeroDivisionError):
            continue
    if not ends:
        return None
    (first, up), (last, down) = ends[0], ends[1] if len(ends) > 1 else (base_value, 0.0)
    shift = abs((first - last) / (up - down))
    return shift if shift > NEGLIGIBLE_SLOPE * abs(base_value) else 0.0


def plant_fault(values: Values, of: str, share: float) -> dict[str, Any]:
    """Return the values with one parameter off by a share of itself."""
    return {**values, of: values[of] * (1 + share)}


def smallest_detectable_fault(case: Case, values: Values, found: CheckResult) -> DetectableFault | None:
    """Return the smallest fault that a figure with this standard error catches, computed; None where unknown."""
    closed_form = case.check
    if not isinstance(closed_form, ClosedForm) or not case.fault_parameter or found.error == 0:
        return None
    shift = log_derivative(closed_form, values, case.fault_parameter)
    if not shift:
        return None
    return DetectableFault(
        case.fault_parameter, (found.tolerance + power_margin(found.replicates) * found.error) / shift
    )
