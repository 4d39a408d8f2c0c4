"""What a hook may see and set, and what is refused of it before it runs."""

from __future__ import annotations

import math
from typing import get_type_hints

import pytest

from underheaven.engine.factory import make_engine, not_compiled
from underheaven.engine.hook_calls import machine_code
from underheaven.engine.hooks import Hook, HookPerson, hook
from underheaven.errors import RequestError
from underheaven.kernel.hooks import ALWAYS, FIELDS, HOOKED, visible, writable
from underheaven.kernel.month import step_named


def test_a_person_has_the_fields_of_the_table_and_a_draw():
    assert list(get_type_hints(HookPerson)) == ["uniform", *(field.name for field in FIELDS)]


@pytest.mark.parametrize("stage", HOOKED)
def test_a_hook_sees_and_sets_no_more_than_its_stage(stage):
    step = step_named(stage)
    of = {field.name: field.of for field in FIELDS}
    assert {of[name] for name in visible(stage)} <= {ALWAYS, *step.reads, *step.writes}
    assert {of[name] for name in writable(stage)} <= {name for name in step.writes if name.startswith("state.")}
    assert set(writable(stage)) < set(visible(stage))


def test_the_stages_that_write_records_alone_take_no_hook():
    assert HOOKED == ("treatment", "livelihood", "response")


def sets_of_another_stage(person):
    person.legitimacy = 0


def sets_what_is_only_seen(person):
    person.group = 1


def names_nothing(person):
    person.saving = 1


def hands_on(person):
    other = person
    other.savings = 0


def prints(person):
    print(person.savings)


def keeps(person):
    global kept
    kept = person.savings


def imports(person):
    import random

    person.savings = random.randrange(9)


def takes_two(person, other):
    person.savings = other.savings


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (sets_of_another_stage, "line 2: it names legitimacy, which livelihood neither reads nor writes"),
        (
            sets_what_is_only_seen,
            "line 2: it sets group, which livelihood does not write. After livelihood a hook may set",
        ),
        (names_nothing, "line 2: it names saving, and there is no such field. After livelihood it sees uniform, month"),
        (hands_on, "line 2: it hands person on or keeps it"),
        (prints, "line 2: it calls print. Call abs"),
        (keeps, "line 2: it uses global"),
        (imports, "line 2: it uses import"),
        (takes_two, "it must be a function of one person"),
    ],
)
def test_what_a_hook_may_not_do_is_said(function, said):
    with pytest.raises(RequestError) as raised:
        Hook("livelihood", function)
    assert str(raised.value).startswith(f"hook {function.__name__}: {said}")


@pytest.mark.parametrize("after", ["conduct", "repair", "renewal", "lunch"])
def test_a_hook_follows_a_stage_that_it_can_change(after):
    with pytest.raises(RequestError, match=f"after = '{after}' is no stage that lets a hook change something. Write"):
        Hook(after, names_nothing)
    with pytest.raises(RequestError, match=f"after = '{after}'"):
        hook(after=after)


def test_a_function_without_a_source_is_refused():
    scope = {}
    exec("def unseen(person):\n    person.savings = 1", scope)
    with pytest.raises(RequestError, match="hook unseen: its source cannot be read"):
        Hook("livelihood", scope["unseen"])


LEVEL = 4


def reads_a_number(person):
    if person.savings < LEVEL:
        person.savings = LEVEL


def test_the_digest_covers_the_text_and_the_numbers_around_it():
    one = Hook("livelihood", reads_a_number)
    assert one.source.endswith("# LEVEL = 4\n")
    assert len({one.digest, Hook("livelihood", grows).digest, Hook("livelihood", grows, source="x").digest}) == 3


def grows(person):
    person.savings = min(int(person.savings * 1.5 + math.sqrt(4.0)), 65_535)


def test_what_numba_cannot_compile_runs_on_the_interpreted_engine():
    assert machine_code(Hook("livelihood", grows)) is not None
    mixed = Hook("livelihood", in_two_minds)
    assert machine_code(mixed) is None
    assert not_compiled([mixed]).startswith("hook in_two_minds: numba cannot compile it")
    assert type(make_engine("auto", 1, hooks=[mixed])).__name__ == "PlainEngine"
    with pytest.raises(RequestError, match="engine = cpu: hook in_two_minds: numba cannot compile it"):
        make_engine("cpu", 1, hooks=[mixed])


def in_two_minds(person):
    said = 1
    if person.savings > 10:
        said = "much"
    if said == 1:
        person.savings = 0
