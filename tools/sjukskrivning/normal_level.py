"""Sickness benefit at normal level (sjukpenning på normalnivå), SFB 27 kap. 21–22 §§.

At most 364 days in a moving frame of 450: each day is looked at afresh, and is at normal level
while fewer than 364 counted days lie in the 450 days before it. Counted are days with benefit, and
13 days for a sick-pay period that benefit follows; a first day with a deduction is left out.
"""

from dataclasses import dataclass

from sjukskrivning.periods import Group, Span, from_number, overlap, running_on

Numbered = tuple[int, int]  # the day's number in the count, the day


@dataclass(frozen=True)
class Limits:
    """The frame, and from which of a group's sick days (1 = its first) benefit comes and is counted."""

    level_days: int
    window_days: int
    first_benefit: int
    first_counted: int


def first_day_beyond(spells: list[Group], limits: Limits) -> Numbered:
    """The first day of the newest spell, running on, with benefit below normal level.

    A spell is a group of runs with one waiting or sick-pay period between them.
    """
    counted = _counted(spells, limits)
    for span in from_number(running_on(spells[-1]), limits.first_benefit):
        day = span.start
        while day <= span.end:
            used = _used(counted, day, limits)
            if used >= limits.level_days:
                return used + 1, day
            day += limits.level_days - used  # a day uses up at most one: none can be missed
    raise AssertionError("a sick leave that goes on uses up any number of days")


def last_day_within(spells: list[Group], limits: Limits) -> Numbered:
    """The last day with benefit at normal level before ``first_day_beyond``."""
    counted = _counted(spells, limits)
    _, beyond = first_day_beyond(spells, limits)
    groups = [*spells[:-1], running_on(spells[-1])]
    benefit = [span for group in groups for span in from_number(group, limits.first_benefit)]
    for span in reversed(benefit):
        day = min(span.end, beyond - 1)
        while day >= span.start:
            used = _used(counted, day, limits)
            if used < limits.level_days:
                return used + 1, day
            day -= used - limits.level_days + 1  # likewise backwards
    raise AssertionError("the very first day with benefit is at normal level")


def _counted(spells: list[Group], limits: Limits) -> Group:
    """All counted days. The newest spell is thought to run on, so that benefit follows it."""
    counted: Group = []
    for group in [*spells[:-1], running_on(spells[-1])]:
        if from_number(group, limits.first_benefit):
            counted += from_number(group, limits.first_counted)
    return counted


def _used(counted: Group, day: int, limits: Limits) -> int:
    """How many counted days lie in the frame of days before a day."""
    frame = Span(day - limits.window_days, day - 1)
    return sum(overlap(span, frame) for span in counted)
