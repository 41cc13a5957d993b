"""Days as numbers and as Swedish words. A day is Python's ordinal (1 = 0001-01-01) inside the package."""

import re
from datetime import date

MONTHS = [
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
]
WEEKDAYS = ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]

# The calculator's calendar: wide enough for any case, and far from the ends of Python's own.
FIRST_DAY = date(1900, 1, 1).toordinal()
LAST_DAY = date(2199, 12, 31).toordinal()


def from_iso(text: str) -> int | None:
    """The day of ``2026-03-02``; None for anything else (other forms of ISO 8601 too)."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text).toordinal()
    except ValueError:
        return None


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


def in_words(day: int) -> str:
    """``2 mars 2026``."""
    when = date.fromordinal(day)
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def weekday(day: int) -> str:
    """``måndag``."""
    return WEEKDAYS[date.fromordinal(day).weekday()]


def count_of(number: int, one: str, many: str) -> str:
    """``1 dag``, ``2 dagar``."""
    return f"{number} {one if number == 1 else many}"
