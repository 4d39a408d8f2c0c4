"""The cases of the inference, as lines of the table of cases."""

from __future__ import annotations

from underheaven.verify.case import Case
from underheaven.verify.case import Parameter as P
from underheaven.verify.inference import coverage, groups, ranges, turns

STUDIES = "hundreds of studies that the reference engine would take an hour for"

CASES: tuple[Case, ...] = (
    Case("interval-coverage", "Student 1908; Garwood 1936; Clopper & Pearson 1934; Zou & Donner 2008",
        coverage.interval_coverage, (
        P("of", "common", words=tuple(coverage.QUESTIONS)), P("events", 5.0, 0.1, 40.0), P("replicates", 8, 3, 64)),
        compiled=STUDIES, thorough=True,
        shows="the share of printed intervals that contain the mean of infinitely many replicates",
        points=({"of": "rare"}, {"of": "rare", "events": 1.0}, {"of": "difference"}, {"of": "rare-difference"},
                {"of": "ratio"}, {"of": "rare-ratio"}, {"of": "months", "events": 20.0}, {"of": "median"})),
    Case("false-names", "Holm 1979", groups.false_names, (
        P("of", "listed", words=("detriment", "wrongly-listed", "listed")),), compiled=STUDIES, thorough=True,
        shows="studies that name a group where all are alike: this share at most",
        points=({"of": "detriment"}, {"of": "wrongly-listed"})),
    Case("sign-turns", "Westfall & Young 1993; Hoeffding 1963", turns.sign_turns, (
        P("of", "turns", words=("names", "told", "turns")), P("worlds", "alike", words=tuple(turns.WORLDS)),
        P("points", 32, 16, 1024), P("persons", 50, 8, 10_000)), compiled=STUDIES, thorough=True,
        shows="differences of pure noise whose sign is said to turn, or pages of noise that name a parameter: this "
              "share at most",
        points=({"of": "names", "worlds": "court", "points": 64, "persons": 200},
                {"of": "told", "worlds": "court", "points": 64, "persons": 200},
                {"persons": 2_000, "points": 128})),
    Case("selected-groups", "sample splitting, Cox 1975; Miller 1974", groups.selected_groups, (
        P("of", "mean", words=("mean", "coverage", "ratio")),), compiled=STUDIES, thorough=True,
        shows="the mean gap in months listed of the two groups that part most, where labels are dealt by chance",
        points=({"of": "coverage"}, {"of": "ratio"})),
    Case("ranges", "McKay, Beckman & Conover 1979; Cooke 1991", ranges.ranges, (
        P("of", "high", words=(*ranges.QUANTILES, "samples", "forgotten")),), compiled=STUDIES, thorough=True,
        shows="an end of the printed range of a share over the law of its assumed hazard",
        points=({"of": "low"}, {"of": "median"}, {"of": "samples"}, {"of": "forgotten"})),
)  # fmt: skip
