"""Days on which a time to act does not run out (SFS 1930:173 2 §, SFS 1989:253).

Which days they are stands in ``rules/further.yml``; here is how each kind of them is found.
"""

from datetime import date
from typing import Any

from sjukskrivning.dates import weekday
from sjukskrivning.further import rule_of
from sjukskrivning.rules import version_on

RULES = ("public_holidays", "last_day")


def why_free(day: int) -> str | None:
    """What makes a day no weekday (vardag): »juldagen«, »en lördag«. None for a weekday."""
    versions = [version_on(rule_of(name), day) for name in RULES]
    for version in versions:
        if name := _name(version, day):
            return name
    for version in versions:
        if weekday(day) in version["weekdays"]:
            return f"en {weekday(day)}"
    return None


def easter(year: int) -> int:
    """Easter Sunday (påskdagen) by the Gregorian computus, as an ordinal."""
    century, in_century = divmod(year, 100)
    golden = year % 19  # place in the moon's cycle of 19 years, from 0
    leap_centuries, rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, years = divmod(in_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leap_years - epact - years) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1).toordinal()


def _name(version: Any, day: int) -> str | None:
    """The name that a version has for a day."""
    when = date.fromordinal(day)
    for each in version["fixed"]:
        if (when.month, when.day) == (each["month"], each["day"]):
            return str(each["name"])
    for each in version["from_easter"]:
        if day == easter(when.year) + each["days"]:
            return str(each["name"])
    for each in version["weekday_from"]:
        first = date(when.year, each["month"], each["day"]).toordinal()
        if weekday(day) == each["weekday"] and first <= day < first + 7:
            return str(each["name"])
    return None
