"""The tool ``work_trial``: trying work with benefit kept (arbetsprövning), SFB 27 kap. 8 a–c and 55 a §§.

In: ``{"first_start": "2026-03-16", "second_start": "2026-04-28", "as_of": "2026-03-02"}``; the last
two may be left out, and ``second_start`` null. Without ``as_of`` it is today.
Out, besides what all further calculations give: ``as_of``, ``first_start`` and ``second_start``.
The ids of ``dates``: ``notice_deadline_1``, ``period_1_first_day``, ``period_1_last_day``,
``earliest_start_2``, ``latest_start_2`` (the last that leaves room for a whole period),
``frame_last_day``, and with a ``second_start`` also ``notice_deadline_2``, ``period_2_first_day``,
``period_2_last_day``. Last days are inclusive. A second period that does not fit is warned of:
``second-too-early``, ``second-does-not-fit``, ``second-after-frame``.
"""

from typing import Any

from sjukskrivning.dates import count_of, in_words, iso
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
from sjukskrivning.rules import in_force, version_on
from sjukskrivning.swedish_holidays import why_free


def work_trial(given: Any) -> dict[str, Any]:
    """The answer to any JSON value. Raises Refused with every fault."""
    asked, faults = read_object(given, ("first_start", "second_start", "as_of"))
    first = read_day(asked, "first_start", "first_start", faults)
    second = None
    if asked.get("second_start") is not None:
        second = read_day(asked, "second_start", "second_start", faults)
    as_of = read_as_of(asked, faults)
    if first is not None and second is not None and second <= first:
        reason = f"Den andra perioden ({iso(second)}) ska börja efter den första ({iso(first)})."
        faults.append(Fault("second_start", "before-start", reason))
    if faults or first is None or as_of is None:
        raise Refused(faults)
    result = {
        "as_of": iso(as_of),
        "first_start": iso(first),
        "second_start": None if second is None else iso(second),
    }
    rule = rule_of("work_trial")
    if is_before(rule, first):
        return result | before_rule(rule)
    version = version_on(rule, first)
    days = _days(version, first, second)
    fit = _whether_it_fits(version, days, second)
    return {
        **result,
        "dates": dated(rule, days, as_of),
        "answer": _answer(days, fit),
        **said_by(rule, version),
        "warnings": [*fit, *_about_deadlines(rule, days)],
    }


def _days(version: Any, first: int, second: int | None) -> dict[str, int]:
    length, notice = version["period_days"], version["notice_days"]
    first_end = first + length - 1
    frame_end = first + version["frame_days"] - 1
    days = {
        "notice_deadline_1": first - notice,
        "period_1_first_day": first,
        "period_1_last_day": first_end,
        "earliest_start_2": first_end + version["next_start_day"],
        "latest_start_2": frame_end - length + 1,
        "frame_last_day": frame_end,
    }
    if second is not None:
        days |= {
            "notice_deadline_2": second - notice,
            "period_2_first_day": second,
            "period_2_last_day": second + length - 1,
        }
    return days


def _whether_it_fits(
    version: Any, days: dict[str, int], second: int | None
) -> list[dict[str, str]]:
    """What is wrong with the second period's start; nothing when it lies within its limits."""
    if second is None:
        return []
    earliest, latest = days["earliest_start_2"], days["latest_start_2"]
    frame_end = days["frame_last_day"]
    if second < earliest:
        between = count_of(version["next_start_day"] - 1, "hel dag", "hela dagar")
        message = (
            f"Den andra perioden börjar för tidigt. Den kan börja tidigast {on(earliest)}, så att "
            f"{between} ligger mellan perioderna."
        )
        return [warning("second-too-early", message)]
    if second > frame_end:
        message = (
            f"Den andra perioden börjar efter ramtidens sista dag, {on(frame_end)}. Fråga "
            "Försäkringskassan vad som gäller då."
        )
        return [warning("second-after-frame", message)]
    if second > latest:
        message = (
            f"Hela den andra perioden ryms inte i ramtiden, som slutar {on(frame_end)}. En hel period kan "
            f"börja senast {on(latest)}."
        )
        return [warning("second-does-not-fit", message)]
    return []


def _answer(days: dict[str, int], fit: list[dict[str, str]]) -> str:
    notice = "Anmälan av den {} perioden ska ha kommit in senast {}."
    said = [each["message"] for each in fit]
    said.append(notice.format("första", on(days["notice_deadline_1"])))
    if "notice_deadline_2" not in days:
        said.append(
            f"En andra period kan börja tidigast {on(days['earliest_start_2'])} och senast "
            f"{on(days['latest_start_2'])}."
        )
    elif not fit:
        said.append(notice.format("andra", on(days["notice_deadline_2"])))
    return " ".join(said)


def _about_deadlines(rule: Any, days: dict[str, int]) -> list[dict[str, str]]:
    """Deadlines before the law was in force, and those on a day when nobody may be there."""
    found = []
    in_force_from = in_force(rule["versions"][0])[0]
    for number in ("1", "2"):
        day = days.get(f"notice_deadline_{number}")
        if day is None:
            continue
        if day < in_force_from:
            message = (
                f"Sista dagen för anmälan, den {in_words(day)}, ligger före den "
                f"{in_words(in_force_from)}, då reglerna började gälla."
            )
            found.append(warning("notice-before-rule", message))
        if name := why_free(day):
            before = day - 1
            while why_free(before):
                before -= 1
            message = (
                f"Sista dagen för anmälan, den {in_words(day)}, är {name}. Räkna inte med att tiden "
                f"flyttas fram: lämna in senast {on(before)}."
            )
            found.append(warning("deadline-on-free-day", message))
    return found
