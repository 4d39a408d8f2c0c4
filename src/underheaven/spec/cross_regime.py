"""What the parts of one regime must say about each other: names that agree, lists that fill, bounds in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from underheaven.labels import REMOVALS, SERIES, SERIES_OF
from underheaven.spec.cross_reach import check_reach
from underheaven.spec.cross_ties import check_ties
from underheaven.spec.found import Found, choose, listed, nearest
from underheaven.spec.paths import Steps, show
from underheaven.spec.recording import Rule
from underheaven.spec.regime import Regime
from underheaven.spec.sensing import Sensing
from underheaven.spec.standing import ListRule
from underheaven.spec.treatment import standings_seen


def check_regime(regime: Regime) -> list[Found]:
    """Return everything that the parts of a regime contradict each other in."""
    channels, rules, lists = regime.sensing.channels, regime.recording.rules, regime.standing.lists
    return [
        *twice(("sensing", "channels"), "name", [c.name for c in channels], "a channel"),
        *twice(("recording", "rules"), "conduct", [r.conduct for r in rules], "a rule for one kind of conduct"),
        *twice(("standing", "lists"), "name", [rule.name for rule in lists], "a list"),
        *_filing(regime),
        *_attention(regime.sensing),
        *_officials(regime),
        *[f for i, rule in enumerate(rules) for f in _rule(("recording", "rules", i), rule)],
        *_grace(regime),
        *_scores(regime),
        *_fusion(regime),
        *[f for i, rule in enumerate(lists) for f in _list(regime, ("standing", "lists", i), rule)],
        *_treatment(regime),
        *_reach(regime),
        *check_ties(regime),
        *check_reach(regime),
        *_published(regime),
    ]


def twice(steps: Steps, key: str, names: Sequence[str], thing: str) -> list[Found]:
    """Return the names that stand more than once in a list of named things."""
    return [
        Found((*steps, i, key), f" = {show(name)}", f"{thing} stands once, and this is its second time",
              "Rename one of the two or join them")
        for i, name in enumerate(names)
        if name in names[:i]
    ]  # fmt: skip


def _filing(regime: Regime) -> list[Found]:
    """Every conduct that a channel senses is filed by a rule, and every rule is fed by a channel."""
    ruled = [rule.conduct for rule in regime.recording.rules]
    sensed = {name for channel in regime.sensing.channels for name in channel.conduct}
    sensed |= {name for name in (regime.association.contagion_conduct,) if name}  # it comes along ties, unwatched
    found = []
    for i, channel in enumerate(regime.sensing.channels):
        for j, name in enumerate(channel.conduct):
            steps = ("sensing", "channels", i, "conduct", j)
            if name in channel.conduct[:j]:
                found.append(Found(steps, f" = {show(name)}", "the channel names it twice", "Remove one of the two"))
            if name not in ruled:
                found.append(Found(steps, f" = {show(name)}", "nothing files it: no rule is about this conduct",
                                   f"{choose(name, ruled)}, or add [[recording.rules]] for it"))  # fmt: skip
    for i, name in enumerate(ruled):
        if name not in sensed:
            found.append(Found(("recording", "rules", i, "conduct"), f" = {show(name)}",
                               "no channel senses this conduct, so nothing would ever be filed",
                               f"{choose(name, sorted(sensed))}, or add it to a channel"))  # fmt: skip
    return found


def _attention(sensing: Sensing) -> list[Found]:
    """Attention follows records by shares or by visits, and some channel looks where it looks."""
    found = []
    mode, visits = ("sensing", "attention_mode"), ("sensing", "visits_per_month")
    if sensing.attention_mode == "visits" and sensing.visits_per_month == 0:
        found.append(Found(mode, ' = "visits"', "no visits are made", "Add visits_per_month, 1 or more"))
    if sensing.attention_mode == "even" and sensing.visits_per_month > 0:
        found.append(Found(visits, f" = {sensing.visits_per_month}", "visits are drawn in another mode only",
                           'Write attention_mode = "visits", or remove it'))  # fmt: skip
    if sensing.follows_records and not any(c.follows_attention for c in sensing.channels):
        steps = mode if sensing.attention_mode == "visits" else ("sensing", "attention_exponent")
        found.append(Found(steps, f" = {show(getattr(sensing, steps[1]))}", "no channel follows attention, so nothing "
                           "comes of it", "Let a channel follow it, or remove this"))  # fmt: skip
    if "attention_prior" in sensing.model_fields_set and not sensing.follows_records:
        found.append(Found(("sensing", "attention_prior"), f" = {show(sensing.attention_prior)}",
                           "attention does not follow records, so nothing reads it",
                           "Add attention_exponent, or remove it"))  # fmt: skip
    return found


def _officials(regime: Regime) -> list[Found]:
    """A quota names the conduct that fills it, and only bad news of somebody in favour can be kept back."""
    officials, found = regime.officials, []
    ruled = [rule.conduct for rule in regime.recording.rules]
    conduct = ("officials", "quota_conduct")
    if officials.quota_conduct is not None and officials.quota_conduct not in ruled:
        found.append(Found(conduct, f" = {show(officials.quota_conduct)}", "no rule files this conduct",
                           f"{choose(officials.quota_conduct, ruled, 'nothing is filed')}"))  # fmt: skip
    if officials.quota_conduct is None and officials.quota_per_1000 > 0:
        found.append(Found(("officials", "quota_per_1000"), f" = {officials.quota_per_1000:g}",
                           "it does not say under which conduct what is lacking is filed",
                           "Add quota_conduct"))  # fmt: skip
    if officials.quota_conduct is not None and officials.quota_per_1000 == 0:
        found.append(Found(conduct, f" = {show(officials.quota_conduct)}", "there is no quota for it to fill",
                           "Add quota_per_1000, or remove it"))  # fmt: skip
    if officials.suppression > 0 and officials.favour_share == 0:
        found.append(Found(("officials", "suppression"), f" = {officials.suppression:g}", "nobody is in favour",
                           "Add favour_share, or remove it"))  # fmt: skip
    return found


def _rule(steps: Steps, rule: Rule) -> list[Found]:
    """A rule has one way of ending that can come about."""
    found = []
    after = (*steps, "early_removal_after_months")
    minimum, months = rule.early_removal_after_months, rule.months
    if rule.early_removal > 0 and minimum is None:
        found.append(Found((*steps, "early_removal"), f" = {show(rule.early_removal)}",
                           "early removal needs a minimum term before it",
                           "Add early_removal_after_months"))  # fmt: skip
    if rule.early_removal == 0 and minimum is not None:
        found.append(Found(after, f" = {minimum}", "early removal has no chance, so this term changes nothing",
                           "Add early_removal, a chance a month, or remove this"))  # fmt: skip
    if minimum is not None and isinstance(months, int) and minimum >= months and not rule.geometric:
        found.append(Found(after, f" = {minimum}", f"the record is gone after {months} months anyway",
                           f"Write less than {months}"))  # fmt: skip
    if rule.early_removal > 0 and (rule.geometric or not isinstance(months, int)):
        found.append(Found((*steps, "early_removal"), f" = {show(rule.early_removal)}",
                           "early removal counts from a fixed term, and this record has none",
                           "Write months as a number and geometric = false, or remove early_removal"))  # fmt: skip
    if rule.geometric and not isinstance(months, int):
        found.append(Found((*steps, "geometric"), " = true", "a geometric life needs its mean in months",
                           "Write months as a number, or geometric = false"))  # fmt: skip
    return found


def _grace(regime: Regime) -> list[Found]:
    """A notice warns of a bad record, is no longer than the record, and a person has room for one under each rule."""
    found, recording = [], regime.recording
    noticed = [(i, rule) for i, rule in enumerate(recording.rules) if rule.grace_months > 0]
    for i, rule in noticed:
        steps, written = ("recording", "rules", i, "grace_months"), f" = {rule.grace_months}"
        if rule.points > 0:
            found.append(Found(steps, written, "the record earns points, and nobody needs notice of it",
                               "Remove it"))  # fmt: skip
        if isinstance(rule.months, int) and rule.grace_months > rule.months:
            found.append(Found(steps, written, f"the notice is longer than the record's {rule.months} months",
                               f"Write {rule.months} or less"))  # fmt: skip
    if len(noticed) > recording.capacity:
        found.append(Found(("recording", "capacity"), f" = {recording.capacity}", f"{len(noticed)} rules give notice, "
                           "and a person can have a notice under each", f"Write {len(noticed)} or more"))  # fmt: skip
    return found


def _scores(regime: Regime) -> list[Found]:
    """The score starts between its bounds, and grades go down from the best."""
    standing, found = regime.standing, []
    if standing.minimum > standing.maximum:
        found.append(Found(("standing", "minimum"), f" = {standing.minimum}",
                           f"it is above the maximum, {standing.maximum}", "Exchange the two"))  # fmt: skip
    elif not standing.minimum <= standing.start <= standing.maximum:
        found.append(Found(("standing", "start"), f" = {standing.start}", "the score starts outside its bounds",
                           f"Write a score from {standing.minimum} to {standing.maximum}"))  # fmt: skip
    above: tuple[str, int] | None = None
    for name, lowest in standing.grades.items():
        steps = ("standing", "grades", name)
        if above is not None and lowest >= above[1]:
            found.append(Found(steps, f" = {lowest}", f"grades stand best first, and {above[0]} above it begins at "
                               f"{above[1]}", f"Write less than {above[1]}, or put it above"))  # fmt: skip
        if name in {rule.name for rule in standing.lists}:
            found.append(Found(steps, " is also the name of a list", "an effect could mean either",
                               "Rename the grade or the list"))  # fmt: skip
        above = (name, lowest)
    return found


def _fusion(regime: Regime) -> list[Found]:
    """Fitted points have records to be fitted to, and bounds in order."""
    fusion = regime.fusion
    if fusion is None:
        return []
    found = []
    if fusion.least > fusion.most:
        found.append(Found(("fusion", "least"), f" = {fusion.least}", f"it is above the most, {fusion.most}",
                           "Exchange the two"))  # fmt: skip
    if not regime.recording.rules:
        found.append(Found(("fusion",), " fits points to records", "no rule files any",
                           "Add [[recording.rules]], or remove this part"))  # fmt: skip
    return found


def _list(regime: Regime, steps: Steps, rule: ListRule) -> list[Found]:
    """A list is fed by rules or by grades, and names only those that exist."""
    ruled = [r.conduct for r in regime.recording.rules]
    found = [
        Found((*steps, key, i), f" = {show(name)}", "no rule files this conduct, so it never lists anybody",
              f"{choose(name, ruled)}, or add [[recording.rules]] for it")
        for key, names in (("conduct", rule.conduct), ("records_of", rule.records_of))
        for i, name in enumerate(names)
        if name not in ruled
    ]  # fmt: skip
    bounds = (("grade_at_most", rule.grade_at_most), ("grade_at_least", rule.grade_at_least))
    for key, grade in bounds:
        if grade is not None and grade not in regime.standing.grades:
            found.append(Found((*steps, key), f" = {show(grade)}", "there is no such grade",
                               choose(grade, regime.standing.grades, "this regime has no grades")))  # fmt: skip
    wrong = ("grade_at_least", "blacklist", "grade_at_most")
    if rule.colour == "red":
        wrong = ("grade_at_most", "redlist", "grade_at_least")
    if rule.colour != "grey" and dict(bounds)[wrong[0]] is not None:
        found.append(Found((*steps, wrong[0]), f" = {show(dict(bounds)[wrong[0]])}",
                           f"a {wrong[1]} takes grades from the other side", f"Write {wrong[2]}"))  # fmt: skip
    if rule.records_of and rule.records_at_least is None:
        found.append(Found((*steps, "records_of"), f" = {show(rule.records_of)}", "they count toward no number",
                           "Add records_at_least, or name the kinds under conduct"))  # fmt: skip
    if rule.records_at_least is not None and not ruled:
        found.append(Found((*steps, "records_at_least"), f" = {rule.records_at_least}",
                           "no rule feeds this list: nothing is filed", "Add [[recording.rules]]"))  # fmt: skip
    by_record = rule.conduct or rule.records_at_least is not None or any(grade for _, grade in bounds)
    if not by_record and not rule.outsiders and rule.colour != "grey":
        found.append(Found(steps, " has nothing that puts a person on it", "no rule feeds this list",
                           "Add conduct, records_at_least, grade_at_most or grade_at_least"))  # fmt: skip
    return found


def _treatment(regime: Regime) -> list[Found]:
    """Effects, rewards and denials are of a list or grade that exists, and stand once."""
    treatment = regime.treatment
    holders = [*(rule.name for rule in regime.standing.lists), *regime.standing.grades]
    rows: list[tuple[str, str, str, list[tuple[str, str]]]] = [
        ("effects", "context", "an effect of one list or grade in one context",
         [(e.of, e.context) for e in treatment.effects]),
        ("rewards", "context", "a reward of one list or grade in one context",
         [(r.of, r.context) for r in treatment.rewards]),
        ("denials", "habit", "a denial of one habit to one list or grade",
         [(d.of, d.habit) for d in treatment.denials]),
    ]  # fmt: skip
    found = []
    for part, key, thing, pairs in rows:
        found += [
            Found(("treatment", part, i, "of"), f" = {show(of)}", "there is no such list or grade",
                  choose(of, holders, "this regime has neither lists nor grades"))
            for i, (of, _) in enumerate(pairs)
            if of not in holders
        ]  # fmt: skip
        found += twice(("treatment", part), key, [f"{of}, {to}" for of, to in pairs], thing)
    if "grade" in treatment.lenders_see and not regime.standing.grades:
        found.append(Found(("treatment", "lenders_see"), ' names "grade"', "this regime has no grades",
                           'Remove "grade", or add standing.grades'))  # fmt: skip
    return found + _first_beliefs(regime)


def _first_beliefs(regime: Regime) -> list[Found]:
    """A first belief is about a standing that lenders see, and stands once."""
    treatment = regime.treatment
    seen = standings_seen(treatment.lenders_see, regime.standing.grades)
    beliefs = [belief.of for belief in treatment.lenders_believe]
    found = [
        Found(("treatment", "lenders_believe", i, "of"), f" = {show(of)}",
              "lenders_see shows lenders no such standing", choose(of, seen, "this regime has no grades"))
        for i, of in enumerate(beliefs)
        if of not in seen
    ]  # fmt: skip
    return found + twice(("treatment", "lenders_believe"), "of", beliefs, "a first belief about one standing")


def _reach(regime: Regime) -> list[Found]:
    """Lists of regions and categories name something, and each once."""
    regions: Iterable[tuple[Steps, list[str] | None]] = [
        (("rollout", "regions"), regime.rollout.regions),
        *[(("sensing", "channels", i, "regions"), c.regions) for i, c in enumerate(regime.sensing.channels)],
        *[(("applies_to", name), chosen) for name, chosen in regime.applies_to.items()],
    ]
    found = []
    for steps, names in regions:
        if names is None:
            continue
        if not names:
            found.append(Found(steps, " is empty", "it would reach nobody", "Name some, or leave it out for all"))
        again = list(dict.fromkeys(name for i, name in enumerate(names) if name in names[:i]))
        if again:
            found.append(Found(steps, f" names {listed(map(show, again))} twice", "each is named once",
                               "Remove the second"))  # fmt: skip
    return found


def _published(regime: Regime) -> list[Found]:
    """A published count stands beside a series that exists; labels that a society gives are checked against it."""
    names = (*SERIES, *(f"{name}:{label}" for name, label in SERIES_OF.items()))
    found = []
    for i, row in enumerate(regime.published):
        steps: Steps = ("published", i, "measure")
        family, colon, label = row.measure.partition(":")
        if family in SERIES_OF and not label.strip():
            found.append(Found(steps, f" = {show(row.measure)}", "this series is of one label",
                               f"Write {family}:{SERIES_OF[family]}"))  # fmt: skip
        elif family in SERIES and colon:
            found.append(Found(steps, f" = {show(row.measure)}", "this series has no labels", f'Write "{family}"'))
        elif family not in SERIES and family not in SERIES_OF:
            found.append(Found(steps, f" = {show(row.measure)}", "there is no such series",
                               _series_meant(family, label.strip(), names)))  # fmt: skip
        elif family == "cumulative_removed" and label.strip() not in REMOVALS:
            found.append(Found(steps, f" = {show(row.measure)}", "no record leaves by such a way",
                               choose(row.measure, [f"{family}:{way}" for way in REMOVALS])))  # fmt: skip
    return found


def _series_meant(family: str, label: str, names: Sequence[str]) -> str:
    """Write the series that was meant, with the label that was given."""
    near = nearest(family, (*SERIES, *SERIES_OF))
    meant = f"{near}:{label or SERIES_OF[near]}" if near in SERIES_OF else near
    known = f"nown are {listed(names)}"
    return f'Write "{meant}"; k{known}' if near else f"K{known}"
