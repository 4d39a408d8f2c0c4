"""Stage 1, conduct: every adult with an opportunity acts or does not, and adults ask each other for help."""

from __future__ import annotations

from underheaven.engine.plain_stages.month_run import MonthRun
from underheaven.engine.plain_stages.person_month import PersonMonth
from underheaven.kernel.argument_types import HelpRequest


def conduct(run: MonthRun) -> None:
    """Let every adult with an opportunity act, and adults ask each other for help."""
    state, towns, k = run.population.state, run.population.towns, run.kernels["conduct"]
    for person_month in run.concerned:
        livelihood_bits = int(state.livelihood[person_month.i])
        person_month.acts_done = int(
            k.conduct(
                run.society,
                person_month.rules,
                run.tally,
                person_month.town,
                state,
                person_month.person,
                0 if livelihood_bits & 3 == 2 else 1,
                run.month_draw(person_month.i, run.draws.OPPORTUNITY),
            )
        )
        _ask_for_help(run, person_month)
        person_month.outcome = int(k.count_acts(run.society, run.tally, person_month.acts_done, person_month.group))
        spoke = person_month.outcome >> 4 & 1
        towns.seen_next[person_month.town_index] += (person_month.outcome >> 3 & 1, spoke, 0)
        run.add_to_sum("acts", person_month.i, person_month.outcome >> 8)
        run.population.sums.months_speaking[person_month.i] += spoke


def _ask_for_help(run: MonthRun, person_month: PersonMonth) -> None:
    """Let another person of the town ask for help, and be helped or refused."""
    k, i, first, n = run.kernels["exchange"], person_month.i, int(person_month.town.first), int(person_month.town.n)
    if run.society.meets == 0 or n < 2:
        return
    step = int(k.asking_step(run.population.key, first, run.month, n))
    asker = run.person_months[first + (i - first + step) % n]
    if asker.minor:
        return
    state = run.population.state
    request = HelpRequest(
        int(state.public_status[asker.i]),
        run.lifelong_draw(person_month, run.draws.STRATEGY),
        run.month_draw(i, run.draws.PARTNER),
        run.month_draw(i, run.draws.SEEN),
        run.month_draw(i, run.draws.SLIP),
    )
    answer = int(k.answer_request(run.society, person_month.rules, run.tally, state, person_month.person, request))
    if answer == k.HELPED:
        person_month.help |= k.HELPED
        asker.help |= k.RECEIVED
    elif answer == k.REFUSED:
        person_month.acts_done |= 1 << int(run.society.refusal_kind)
