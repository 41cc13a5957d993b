"""Sickness benefit at normal level (sjukpenning på normalnivå), SFB 27 kap. 21–22 §§.

At most 364 days in a moving frame of 450: each day is looked at afresh, and is at normal level
while fewer than 364 counted days lie in the 450 days before it. Counted are days with benefit, and
13 days for a sick-pay period that benefit follows; its first day is the one left out.
"""

from typing import Any

from sjukskrivning.periods import Case, Group, Span, from_number, overlap, running_on

Numbered = tuple[int, int]  # the day's number in the count, the day


def first_day_beyond(case: Case, sick_pay: list[Group], limits: Any) -> Numbered:
    """The first day of the newest sick-pay group, running on, with benefit below normal level."""
    counted = _counted(sick_pay, limits)
    for span in _benefit(running_on(sick_pay[-1]), limits):
        day = span.start
        while day <= span.end:
            used = _used(counted, day, limits)
            if used >= limits["level_days"]:
                return used + 1, day
            day += limits["level_days"] - used  # a day uses up at most one: none can be missed
    raise AssertionError("a sick leave that goes on uses up any number of days")


def last_day_within(case: Case, sick_pay: list[Group], limits: Any) -> Numbered:
    """The last day with benefit at normal level before ``first_day_beyond``."""
    counted = _counted(sick_pay, limits)
    _, beyond = first_day_beyond(case, sick_pay, limits)
    groups = [*sick_pay[:-1], running_on(sick_pay[-1])]
    for span in reversed([span for group in groups for span in _benefit(group, limits)]):
        day = min(span.end, beyond - 1)
        while day >= span.start:
            used = _used(counted, day, limits)
            if used < limits["level_days"]:
                return used + 1, day
            day -= used - limits["level_days"] + 1  # likewise backwards
    raise AssertionError("the very first day with benefit is at normal level")


def _benefit(group: Group, limits: Any) -> Group:
    """The group's days with benefit: those after the 14 days with sick pay."""
    return from_number(group, limits["sick_pay_days_counted"] + 2)


def _counted(sick_pay: list[Group], limits: Any) -> Group:
    """All counted days. The newest group is thought to run on, so that benefit follows it."""
    counted: Group = []
    for group in [*sick_pay[:-1], running_on(sick_pay[-1])]:
        if _benefit(group, limits):
            counted += from_number(group, 2)
    return counted


def _used(counted: Group, day: int, limits: Any) -> int:
    """How many counted days lie in the frame of days before a day."""
    frame = Span(day - limits["window_days"], day - 1)
    return sum(overlap(span, frame) for span in counted)
