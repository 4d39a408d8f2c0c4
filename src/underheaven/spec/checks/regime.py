"""What the parts of one regime must say about each other: names that agree, lists that fill, bounds in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from underheaven.labels import PLAIN_SERIES, REMOVAL_REASONS, SERIES_BY_LABEL
from underheaven.spec.checks.reachability import check_reachability
from underheaven.spec.checks.ties import check_ties
from underheaven.spec.io.toml_paths import PathSteps, show_value
from underheaven.spec.models.recording import Rule
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.sensing import Sensing
from underheaven.spec.models.standing import ListRule
from underheaven.spec.models.treatment import visible_standings
from underheaven.spec.problems import Problem, join_with_and, nearest_name, suggest_name


def check_regime(regime: Regime) -> list[Problem]:
    """Return everything that the parts of a regime contradict each other in."""
    channels, rules, lists = regime.sensing.channels, regime.recording.rules, regime.standing.lists
    return [
        *find_duplicates(("sensing", "channels"), "name", [c.name for c in channels], "a channel"),
        *find_duplicates(
            ("recording", "rules"), "conduct", [r.conduct for r in rules], "a rule for one kind of conduct"
        ),
        *find_duplicates(("standing", "lists"), "name", [rule.name for rule in lists], "a list"),
        *_check_filing(regime),
        *_check_attention(regime.sensing),
        *_check_officials(regime),
        *[f for i, rule in enumerate(rules) for f in _check_rule(("recording", "rules", i), rule)],
        *_grace(regime),
        *_check_score_bounds(regime),
        *_check_score_fitting(regime),
        *[f for i, rule in enumerate(lists) for f in _check_list(regime, ("standing", "lists", i), rule)],
        *_check_treatment(regime),
        *_check_scope(regime),
        *check_ties(regime),
        *check_reachability(regime),
        *_check_published(regime),
    ]


def find_duplicates(steps: PathSteps, key: str, names: Sequence[str], thing: str) -> list[Problem]:
    """Return the names that stand more than once in a list of named things."""
    return [
        Problem(
            (*steps, i, key),
            f" = {show_value(name)}",
            f"{thing} stands once, and this is its second time",
            "Rename one of the two or join them",
        )
        for i, name in enumerate(names)
        if name in names[:i]
    ]


def _check_filing(regime: Regime) -> list[Problem]:
    """Every conduct that a channel senses is filed by a rule, and every rule is fed by a channel."""
    ruled = [rule.conduct for rule in regime.recording.rules]
    sensed = {name for channel in regime.sensing.channels for name in channel.conduct}
    sensed |= {name for name in (regime.association.contagion_conduct,) if name}  # it comes along ties, unwatched
    problems = []
    for i, channel in enumerate(regime.sensing.channels):
        for j, name in enumerate(channel.conduct):
            steps = ("sensing", "channels", i, "conduct", j)
            if name in channel.conduct[:j]:
                problems.append(
                    Problem(steps, f" = {show_value(name)}", "the channel names it twice", "Remove one of the two")
                )
            if name not in ruled:
                problems.append(
                    Problem(
                        steps,
                        f" = {show_value(name)}",
                        "nothing files it: no rule is about this conduct",
                        f"{suggest_name(name, ruled)}, or add [[recording.rules]] for it",
                    )
                )
    for i, name in enumerate(ruled):
        if name not in sensed:
            problems.append(
                Problem(
                    ("recording", "rules", i, "conduct"),
                    f" = {show_value(name)}",
                    "no channel senses this conduct, so nothing would ever be filed",
                    f"{suggest_name(name, sorted(sensed))}, or add it to a channel",
                )
            )
    return problems


def _check_attention(sensing: Sensing) -> list[Problem]:
    """Attention follows records by shares or by visits, and some channel looks where it looks."""
    problems = []
    mode, visits = ("sensing", "attention_mode"), ("sensing", "visits_per_month")
    if sensing.attention_mode == "visits" and sensing.visits_per_month == 0:
        problems.append(Problem(mode, ' = "visits"', "no visits are made", "Add visits_per_month, 1 or more"))
    if sensing.attention_mode == "even" and sensing.visits_per_month > 0:
        problems.append(
            Problem(
                visits,
                f" = {sensing.visits_per_month}",
                "visits are drawn in another mode only",
                'Write attention_mode = "visits", or remove it',
            )
        )
    if sensing.follows_records and not any(c.follows_attention for c in sensing.channels):
        steps = mode if sensing.attention_mode == "visits" else ("sensing", "attention_exponent")
        problems.append(
            Problem(
                steps,
                f" = {show_value(getattr(sensing, steps[1]))}",
                "no channel follows attention, so nothing comes of it",
                "Let a channel follow it, or remove this",
            )
        )
    if "attention_prior" in sensing.model_fields_set and not sensing.follows_records:
        problems.append(
            Problem(
                ("sensing", "attention_prior"),
                f" = {show_value(sensing.attention_prior)}",
                "attention does not follow records, so nothing reads it",
                "Add attention_exponent, or remove it",
            )
        )
    return problems


def _check_officials(regime: Regime) -> list[Problem]:
    """A quota names the conduct that fills it, and only bad news of somebody in favour can be kept back."""
    officials, problems = regime.officials, []
    ruled = [rule.conduct for rule in regime.recording.rules]
    conduct = ("officials", "quota_conduct")
    if officials.quota_conduct is not None and officials.quota_conduct not in ruled:
        problems.append(
            Problem(
                conduct,
                f" = {show_value(officials.quota_conduct)}",
                "no rule files this conduct",
                f"{suggest_name(officials.quota_conduct, ruled, 'nothing is filed')}",
            )
        )
    if officials.quota_conduct is None and officials.quota_per_1000 > 0:
        problems.append(
            Problem(
                ("officials", "quota_per_1000"),
                f" = {officials.quota_per_1000:g}",
                "it does not say under which conduct what is lacking is filed",
                "Add quota_conduct",
            )
        )
    if officials.quota_conduct is not None and officials.quota_per_1000 == 0:
        problems.append(
            Problem(
                conduct,
                f" = {show_value(officials.quota_conduct)}",
                "there is no quota for it to fill",
                "Add quota_per_1000, or remove it",
            )
        )
    if officials.suppression > 0 and officials.favour_share == 0:
        problems.append(
            Problem(
                ("officials", "suppression"),
                f" = {officials.suppression:g}",
                "nobody is in favour",
                "Add favour_share, or remove it",
            )
        )
    return problems


def _check_rule(steps: PathSteps, rule: Rule) -> list[Problem]:
    """A rule has one way of ending that can come about."""
    problems = []
    after = (*steps, "early_removal_after_months")
    minimum, months = rule.early_removal_after_months, rule.months
    if rule.early_removal > 0 and minimum is None:
        problems.append(
            Problem(
                (*steps, "early_removal"),
                f" = {show_value(rule.early_removal)}",
                "early removal needs a minimum term before it",
                "Add early_removal_after_months",
            )
        )
    if rule.early_removal == 0 and minimum is not None:
        problems.append(
            Problem(
                after,
                f" = {minimum}",
                "early removal has no chance, so this term changes nothing",
                "Add early_removal, a chance a month, or remove this",
            )
        )
    if minimum is not None and isinstance(months, int) and minimum >= months and not rule.geometric:
        problems.append(
            Problem(
                after, f" = {minimum}", f"the record is gone after {months} months anyway", f"Write less than {months}"
            )
        )
    if rule.early_removal > 0 and (rule.geometric or not isinstance(months, int)):
        problems.append(
            Problem(
                (*steps, "early_removal"),
                f" = {show_value(rule.early_removal)}",
                "early removal counts from a fixed term, and this record has none",
                "Write months as a number and geometric = false, or remove early_removal",
            )
        )
    if rule.geometric and not isinstance(months, int):
        problems.append(
            Problem(
                (*steps, "geometric"),
                " = true",
                "a geometric life needs its mean in months",
                "Write months as a number, or geometric = false",
            )
        )
    return problems


def _grace(regime: Regime) -> list[Problem]:
    """A notice warns of a bad record, is no longer than the record, and a person has room for one under each rule."""
    problems, recording = [], regime.recording
    noticed = [(i, rule) for i, rule in enumerate(recording.rules) if rule.grace_months > 0]
    for i, rule in noticed:
        steps, written = ("recording", "rules", i, "grace_months"), f" = {rule.grace_months}"
        if rule.points > 0:
            problems.append(
                Problem(steps, written, "the record earns points, and nobody needs notice of it", "Remove it")
            )
        if isinstance(rule.months, int) and rule.grace_months > rule.months:
            problems.append(
                Problem(
                    steps,
                    written,
                    f"the notice is longer than the record's {rule.months} months",
                    f"Write {rule.months} or less",
                )
            )
    if len(noticed) > recording.capacity:
        problems.append(
            Problem(
                ("recording", "capacity"),
                f" = {recording.capacity}",
                f"{len(noticed)} rules give notice, and a person can have a notice under each",
                f"Write {len(noticed)} or more",
            )
        )
    return problems


def _check_score_bounds(regime: Regime) -> list[Problem]:
    """The score starts between its bounds, and grades go down from the best."""
    standing, problems = regime.standing, []
    if standing.minimum > standing.maximum:
        problems.append(
            Problem(
                ("standing", "minimum"),
                f" = {standing.minimum}",
                f"it is above the maximum, {standing.maximum}",
                "Exchange the two",
            )
        )
    elif not standing.minimum <= standing.start <= standing.maximum:
        problems.append(
            Problem(
                ("standing", "start"),
                f" = {standing.start}",
                "the score starts outside its bounds",
                f"Write a score from {standing.minimum} to {standing.maximum}",
            )
        )
    above: tuple[str, int] | None = None
    for name, lowest in standing.grades.items():
        steps = ("standing", "grades", name)
        if above is not None and lowest >= above[1]:
            problems.append(
                Problem(
                    steps,
                    f" = {lowest}",
                    f"grades stand best first, and {above[0]} above it begins at {above[1]}",
                    f"Write less than {above[1]}, or put it above",
                )
            )
        if name in {rule.name for rule in standing.lists}:
            problems.append(
                Problem(
                    steps, " is also the name of a list", "an effect could mean either", "Rename the grade or the list"
                )
            )
        above = (name, lowest)
    return problems


def _check_score_fitting(regime: Regime) -> list[Problem]:
    """Fitted points have records to be fitted to, and bounds in order."""
    fitting = regime.fusion
    if fitting is None:
        return []
    problems = []
    if fitting.least > fitting.most:
        problems.append(
            Problem(
                ("fusion", "least"), f" = {fitting.least}", f"it is above the most, {fitting.most}", "Exchange the two"
            )
        )
    if not regime.recording.rules:
        problems.append(
            Problem(
                ("fusion",),
                " fits points to records",
                "no rule files any",
                "Add [[recording.rules]], or remove this part",
            )
        )
    return problems


def _check_list(regime: Regime, steps: PathSteps, rule: ListRule) -> list[Problem]:
    """A list is fed by rules or by grades, and names only those that exist."""
    ruled = [r.conduct for r in regime.recording.rules]
    problems = [
        Problem(
            (*steps, key, i),
            f" = {show_value(name)}",
            "no rule files this conduct, so it never lists anybody",
            f"{suggest_name(name, ruled)}, or add [[recording.rules]] for it",
        )
        for key, names in (("conduct", rule.conduct), ("records_of", rule.records_of))
        for i, name in enumerate(names)
        if name not in ruled
    ]
    bounds = (("grade_at_most", rule.grade_at_most), ("grade_at_least", rule.grade_at_least))
    for key, grade in bounds:
        if grade is not None and grade not in regime.standing.grades:
            problems.append(
                Problem(
                    (*steps, key),
                    f" = {show_value(grade)}",
                    "there is no such grade",
                    suggest_name(grade, regime.standing.grades, "this regime has no grades"),
                )
            )
    misplaced = ("grade_at_least", "blacklist", "grade_at_most")
    if rule.colour == "red":
        misplaced = ("grade_at_most", "redlist", "grade_at_least")
    if rule.colour != "grey" and dict(bounds)[misplaced[0]] is not None:
        problems.append(
            Problem(
                (*steps, misplaced[0]),
                f" = {show_value(dict(bounds)[misplaced[0]])}",
                f"a {misplaced[1]} takes grades from the other side",
                f"Write {misplaced[2]}",
            )
        )
    if rule.records_of and rule.records_at_least is None:
        problems.append(
            Problem(
                (*steps, "records_of"),
                f" = {show_value(rule.records_of)}",
                "they count toward no number",
                "Add records_at_least, or name the kinds under conduct",
            )
        )
    if rule.records_at_least is not None and not ruled:
        problems.append(
            Problem(
                (*steps, "records_at_least"),
                f" = {rule.records_at_least}",
                "no rule feeds this list: nothing is filed",
                "Add [[recording.rules]]",
            )
        )
    by_record = rule.conduct or rule.records_at_least is not None or any(grade for _, grade in bounds)
    if not by_record and not rule.outsiders and rule.colour != "grey":
        problems.append(
            Problem(
                steps,
                " has nothing that puts a person on it",
                "no rule feeds this list",
                "Add conduct, records_at_least, grade_at_most or grade_at_least",
            )
        )
    return problems


def _check_treatment(regime: Regime) -> list[Problem]:
    """Effects, rewards and denials are of a list or grade that exists, and stand once."""
    treatment = regime.treatment
    holders = [*(rule.name for rule in regime.standing.lists), *regime.standing.grades]
    rows: list[tuple[str, str, str, list[tuple[str, str]]]] = [
        (
            "effects",
            "context",
            "an effect of one list or grade in one context",
            [(e.of, e.context) for e in treatment.effects],
        ),
        (
            "rewards",
            "context",
            "a reward of one list or grade in one context",
            [(r.of, r.context) for r in treatment.rewards],
        ),
        (
            "denials",
            "habit",
            "a denial of one habit to one list or grade",
            [(d.of, d.habit) for d in treatment.denials],
        ),
    ]
    problems = []
    for part, key, thing, pairs in rows:
        problems += [
            Problem(
                ("treatment", part, i, "of"),
                f" = {show_value(of)}",
                "there is no such list or grade",
                suggest_name(of, holders, "this regime has neither lists nor grades"),
            )
            for i, (of, _) in enumerate(pairs)
            if of not in holders
        ]
        problems += find_duplicates(("treatment", part), key, [f"{of}, {to}" for of, to in pairs], thing)
    if "grade" in treatment.lenders_see and not regime.standing.grades:
        problems.append(
            Problem(
                ("treatment", "lenders_see"),
                ' names "grade"',
                "this regime has no grades",
                'Remove "grade", or add standing.grades',
            )
        )
    return problems + _check_first_beliefs(regime)


def _check_first_beliefs(regime: Regime) -> list[Problem]:
    """A first belief is about a standing that lenders see, and stands once."""
    treatment = regime.treatment
    seen = visible_standings(treatment.lenders_see, regime.standing.grades)
    beliefs = [belief.of for belief in treatment.lenders_believe]
    problems = [
        Problem(
            ("treatment", "lenders_believe", i, "of"),
            f" = {show_value(of)}",
            "lenders_see shows lenders no such standing",
            suggest_name(of, seen, "this regime has no grades"),
        )
        for i, of in enumerate(beliefs)
        if of not in seen
    ]
    return problems + find_duplicates(
        ("treatment", "lenders_believe"), "of", beliefs, "a first belief about one standing"
    )


def _check_scope(regime: Regime) -> list[Problem]:
    """Lists of regions and categories name something, and each once."""
    regions: Iterable[tuple[PathSteps, list[str] | None]] = [
        (("rollout", "regions"), regime.rollout.regions),
        *[(("sensing", "channels", i, "regions"), c.regions) for i, c in enumerate(regime.sensing.channels)],
        *[(("applies_to", name), chosen) for name, chosen in regime.applies_to.items()],
    ]
    problems = []
    for steps, names in regions:
        if names is None:
            continue
        if not names:
            problems.append(Problem(steps, " is empty", "it would reach nobody", "Name some, or leave it out for all"))
        duplicates = list(dict.fromkeys(name for i, name in enumerate(names) if name in names[:i]))
        if duplicates:
            problems.append(
                Problem(
                    steps,
                    f" names {join_with_and(map(show_value, duplicates))} twice",
                    "each is named once",
                    "Remove the second",
                )
            )
    return problems


def _check_published(regime: Regime) -> list[Problem]:
    """A published count stands beside a series that exists; labels that a society gives are checked against it."""
    names = (*PLAIN_SERIES, *(f"{name}:{label}" for name, label in SERIES_BY_LABEL.items()))
    problems = []
    for i, row in enumerate(regime.published):
        steps: PathSteps = ("published", i, "measure")
        family, colon, label = row.measure.partition(":")
        if family in SERIES_BY_LABEL and not label.strip():
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(row.measure)}",
                    "this series is of one label",
                    f"Write {family}:{SERIES_BY_LABEL[family]}",
                )
            )
        elif family in PLAIN_SERIES and colon:
            problems.append(
                Problem(steps, f" = {show_value(row.measure)}", "this series has no labels", f'Write "{family}"')
            )
        elif family not in PLAIN_SERIES and family not in SERIES_BY_LABEL:
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(row.measure)}",
                    "there is no such series",
                    _suggest_series(family, label.strip(), names),
                )
            )
        elif family == "cumulative_removed" and label.strip() not in REMOVAL_REASONS:
            problems.append(
                Problem(
                    steps,
                    f" = {show_value(row.measure)}",
                    "no record leaves by such a way",
                    suggest_name(row.measure, [f"{family}:{removal}" for removal in REMOVAL_REASONS]),
                )
            )
    return problems


def _suggest_series(family: str, label: str, names: Sequence[str]) -> str:
    """Write the series that was meant, with the label that was given."""
    near = nearest_name(family, (*PLAIN_SERIES, *SERIES_BY_LABEL))
    meant = f"{near}:{label or SERIES_BY_LABEL[near]}" if near in SERIES_BY_LABEL else near
    known = f"nown are {join_with_and(names)}"
    return f'Write "{meant}"; k{known}' if near else f"K{known}"
