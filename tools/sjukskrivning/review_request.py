"""The tool ``review_request``: the last day for a request for review (omprövning) or an appeal (överklagande).

SFB 113 kap. 7, 19 and 20 §§; counted by SFS 1930:173, free days by SFS 1989:253.

In: ``{"received": "2026-11-01", "kind": "omprovning" | "overklagande", "as_of": "2026-11-21"}``;
``received`` is the day on which the decision came to its addressee. Without ``as_of`` it is today.
Out, besides what all further calculations give: ``as_of``, ``received``, ``kind``, ``counted_day``
(the day by the count), ``last_day`` (that day, or the next weekday (vardag) where it is none) and
``moved_because`` (null where it is the same day). All three are null before the rule.
"""

from datetime import date
from typing import Any

from sjukskrivning.dates import MONTHS, in_words, iso
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.further import (
    before_rule,
    dated,
    is_before,
    on,
    read_as_of,
    read_object,
    rule_of,
    said_by,
    warning,
)
from sjukskrivning.reading import read_day
from sjukskrivning.rules import version_on
from sjukskrivning.swedish_holidays import why_free

KINDS = ("omprovning", "overklagande")  # each the name of its rule


def review_request(given: Any) -> dict[str, Any]:
    """The answer to any JSON value. Raises Refused with every fault."""
    asked, faults = read_object(given, ("received", "kind", "as_of"))
    received = read_day(asked, "received", "received", faults)
    kind = asked.get("kind")
    if "kind" not in asked:
        reason = "Ange om det gäller omprövning eller överklagande."
        faults.append(Fault("kind", "required", reason))
    elif kind not in KINDS:
        reason = f"Välj {' eller '.join(KINDS)}."
        faults.append(Fault("kind", "not-allowed", reason))
    as_of = read_as_of(asked, faults)
    if faults or received is None or as_of is None:
        raise Refused(faults)
    result = {"as_of": iso(as_of), "received": iso(received), "kind": kind}
    rule = rule_of(str(kind))
    if is_before(rule, received):
        keys = ("counted_day", "last_day", "moved_because")
        return result | dict.fromkeys(keys) | before_rule(rule)
    version = version_on(rule, received)
    counted = months_later(received, version["months"])
    count, holidays = (
        version_on(rule_of(name), counted) for name in ("last_day", "public_holidays")
    )
    free = _free_days(counted)
    last = counted + len(free)
    return {
        **result,
        "counted_day": iso(counted),
        "last_day": iso(last),
        "moved_because": f"{_in_the_way(counted, free)} Nästa vardag är {on(last)}."
        if free
        else None,
        "dates": dated(
            rule, {"received": received, "counted_day": counted, "last_day": last}, as_of
        ),
        "answer": _answer(rule, counted, free, as_of),
        **said_by(rule, version, count, holidays),
        "why": f"{version['why']} {count['why']}",
        "warnings": _warnings(received, as_of),
    }


def months_later(day: int, months: int) -> int:
    """The day with the same number so many months later; the month's last where it has none."""
    when = date.fromordinal(day)
    month = when.year * 12 + when.month - 1 + months
    first, next_first = (date(m // 12, m % 12 + 1, 1).toordinal() for m in (month, month + 1))
    return min(first + when.day - 1, next_first - 1)


def _free_days(day: int) -> list[str]:
    """What each day from this one on is, up to the first weekday."""
    free: list[str] = []
    while name := why_free(day + len(free)):
        free.append(name)
    return free


def _in_the_way(counted: int, free: list[str]) -> str:
    """``Den 26 december är annandag jul och den 27 december en söndag.``"""
    days = [date.fromordinal(counted + number) for number in range(len(free))]
    first, *others = (
        f"den {day.day} {MONTHS[day.month - 1]} {'' if number else 'är '}{name}"
        for number, (day, name) in enumerate(zip(days, free, strict=True))
    )
    listed = ", ".join([first, *others[:-1]]) + (f" och {others[-1]}" if others else "")
    return f"{listed[0].upper()}{listed[1:]}."


def _answer(rule: Any, counted: int, free: list[str], as_of: int) -> str:
    last = counted + len(free)
    answer = f"{rule['subject']} ska ha kommit in senast {on(last)}."
    if free:
        answer += f" Räkningen ger den {in_words(counted)}. {_in_the_way(counted, free)}"
    if last < as_of:
        answer += " Den sista dagen har passerat."
    return answer


def _warnings(received: int, as_of: int) -> list[dict[str, str]]:
    if received <= as_of:
        return []
    message = (
        f"Dagen då patienten fick del av beslutet ligger efter den {in_words(as_of)}, som räknas som "
        "dagens datum. Kontrollera året."
    )
    return [warning("received-later", message)]
