"""Small documents for the tests, and readers of text that stands in no file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from underheaven.errors import DocumentError
from underheaven.spec.document import Document
from underheaven.spec.io.document_files import DocumentFile
from underheaven.spec.io.document_reader import SOCIETY, STUDY, WRITTEN_REGIME, read_document
from underheaven.spec.models.regime import Regime
from underheaven.spec.models.society import Society
from underheaven.spec.models.study import Study

REGIME_TEXT = """
schema = 2
name = "Village"
describes = "Two kinds of conduct, one list, one closed context."
start = "2015-01"

[[sensing.channels]]
name = "police"
conduct = ["red light", "theft"]
detection_rate = { value = 0.05, source = "assumed: nobody counts them", range = [0.01, 0.2] }

[[recording.rules]]
conduct = "red light"
points = -5
months = 24

[[recording.rules]]
conduct = "theft"
points = -50
months = 36

[standing]
start = 1000
grades = { A = 960, D = 0 }

[[standing.lists]]
name = "untrustworthy"
colour = "black"
grade_at_most = "D"

[[treatment.effects]]
of = "untrustworthy"
context = "credit"
strength = 0.5

[[treatment.denials]]
of = "untrustworthy"
habit = "flights"
share = 1.0

[[published]]
quantity = "listed"
measure = "listed_now"
value = { value = 120, source = "a county's report of 2016", as_of = "2016-01" }
unit = "persons"
as_of = "2016-01"

[sources]
"recording.rules" = "the table of the county, 2014"
"standing" = { source = "assumed: a round number", times = [0.5, 2] }
"treatment" = "a notice of 2015"
"""

AMENDMENTS = """
[[amendments]]
from = "2016-09"
describes = "Theft weighs more; credit closes wholly."
[[amendments.change.recording.rules]]
conduct = "theft"
points = { value = -80, source = "the revised table" }
[[amendments.change.treatment.effects]]
of = "untrustworthy"
context = "credit"
strength = 1.0
[[amendments.change.treatment.effects]]
of = "D"
context = "work"
strength = 0.1
[amendments.change.standing]
grades = { AA = 1100 }

[[amendments]]
from = "2018-01"
describes = "Red lights are no longer filed."
[[amendments.change.recording.rules]]
conduct = "red light"
removed = true
[[amendments.change.sensing.channels]]
name = "police"
conduct = ["theft"]
"""

SOCIETY_TEXT = """
schema = 2
name = "Hamlet"
describes = "Two sexes, three ages, two regions."

[people]
persons = 1000
regions = [{ name = "hill", persons = 400 }, { name = "valley", persons = 600 }]

[[people.attributes]]
name = "sex"
categories = { women = 1, men = 1 }

[[people.attributes]]
name = "age"
categories = { "0-17" = 20, "18-59" = 60, "60 and over" = 20 }
report_as = { young = ["0-17"], grown = ["18-59", "60 and over"] }

[people.minors]
age = ["0-17"]

[people.traits]
conviction = { law = "beta", a = 2, b = 3 }
aversion = { law = "uniform", low = 0, high = 2 }
grievance = { law = "fixed", value = 0.1 }
speech_threshold = { law = "normal", mean = 0.5, sd = 0.2 }

[ties]
household_sizes = { "1" = 1, "2" = 2, "3+" = 1 }

[[conduct]]
name = "red light"
class = "order"
context = "travel"
gravity = 1
opportunities_per_year = 10
factors = { sex = { men = 1.5 } }

[[conduct]]
name = "theft"
class = "money"
context = "consumption"
gravity = 10

[[conduct]]
name = "unpaid judgment"
class = "money"
context = "credit"
gravity = 3
arises_from = "owes, unwilling"

[[conduct]]
name = "protest"
class = "speech"
context = "speech"
gravity = 1
threshold = true

[[habits]]
name = "flights"
unit = "journeys"
context = "travel"
per_year = 0.5

[contexts]
work = { use = 1, value = 1 }

[livelihood]
jobs = { participation = 0.7, employed_at_start = 0.9, loss = 0.01, find = 0.2 }
savings = { at_start = 3, saved = 0.2, spent = 0.5, maximum = 12 }

[livelihood.credit]
need_per_year = 0.3
loan_months = 24
unable = 0.2
unwilling_below = 0.2
unwilling = 0.05
fear_scale = 5
gain = 0.1
loss = 0.6
pseudo_repaid = 95
pseudo_defaulted = 5
exploration = 0.05

[livelihood.courts]
cure = 0.1
sued = 0.1
judgment_after_months = 4
error_per_year = 0.001
set_aside = 0.02
performs = 0.02
performs_with_detriment = 0.1
performs_when_able = 0.2

[response]
learn_up = 0.2
learn_down = 0.05
forget = 0.01
household_weight = 0.5
legitimacy_at_start = 0.8
legitimacy_loss = 0.2
legitimacy_recovery = 0.01

[response.beliefs]
money = { guilty = 0.1, innocent = 0.01 }
order = { guilty = 0.1, innocent = 0.01 }
speech = { guilty = 0.1, innocent = 0.01 }
"""

STUDY_TEXT = """
regimes = ["village", "none"]
baseline = "none"
society = "hamlet"
persons = 1000
"""


def read_regime_text(text: str, *, shipped: bool = False) -> Document[Regime]:
    """Read a regime that stands in no file."""
    return read_document(WRITTEN_REGIME, DocumentFile("regimes/village.toml", text.encode(), shipped))


def read_society_text(text: str, *, shipped: bool = False) -> Document[Society]:
    """Read a society that stands in no file."""
    return read_document(SOCIETY, DocumentFile("societies/hamlet.toml", text.encode(), shipped))


def read_study_text(text: str) -> Document[Study]:
    """Read a study that stands in no file."""
    return read_document(STUDY, DocumentFile("study.toml", text.encode(), shipped=False))


def regime_faults(text: str) -> list[str]:
    """Return the sentences about a faulty regime."""
    with pytest.raises(DocumentError) as caught:
        read_regime_text(text)
    return [str(fault) for fault in caught.value.faults]


def society_faults(text: str) -> list[str]:
    """Return the sentences about a faulty society."""
    with pytest.raises(DocumentError) as caught:
        read_society_text(text)
    return [str(fault) for fault in caught.value.faults]


def swap(text: str, *pairs: tuple[str, str]) -> str:
    """Replace the first occurrence of each text, which must be there."""
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def written(value: Any) -> str:
    """Write a value as TOML; tables inline."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=True).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(str(k))} = {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return repr(value)
