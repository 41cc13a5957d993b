"""The tool ``periods``: reads dates as people type them.

In: ``{"as_of": "2026-11-21", "rows": [{"start": "2/3", "end": "+14d", "degree": 100}]}``.
Or a pasted list: ``{"pasted": "2026-03-02\\t2026-03-31\\t100\\n…"}``, one period a line: start, end, degree,
parted by tab, semicolon, comma or spaces; degree may be missing (100). Faults name ``pasted`` and the line.
Out: ``{"rows": [{"start", "end", "degree", "days", "start_words", "end_words"} or null]}``, null for
a row that is empty. Without ``as_of`` it is today. Faults name ``periods[i].start`` and so on, the
fields of the same row in ``milestones``.

How a date can be written: ``2026-03-02``, ``20260302``, ``260302``, ``2/3``, ``2/3 2026``, ``2 mars``,
``idag``. Without a year a start is the latest such day up to 30 days after ``as_of``, an end the first such
day from the start on. An end can be a length, first day included: ``+14d`` is 14 days, ``2v`` two
weeks, ``3m`` three months. Months run to the day before the same date; where the month has no such
date (31 January + 1 month) its last day counts as that date.
"""

import re
from datetime import date
from typing import Any

from sjukskrivning.dates import FIRST_DAY, LAST_DAY, MONTHS, in_words, iso, weekday
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.reading import DEGREES, MOST_PERIODS, is_whole, name_of, read_day

DAYS_AHEAD = 30  # a sick leave is seldom entered longer before it begins
ONGOING = {"", "pågår", "pågående", "tills vidare", "tv"}
LENGTH = re.compile(r"\+? ?([0-9]{1,4}) ?(d|dag|dagar|v|vecka|veckor|m|mån|månad|månader)")
WITH_YEAR_FIRST = re.compile(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})|([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})"
    r"|([0-9]{2})([0-9]{2})([0-9]{2})"
)
NEAR_DAYS = {"igår": -1, "idag": 0, "imorgon": 1}
DAY_AND_MONTH = re.compile(
    r"([0-9]{1,2})(?: ?[/. ] ?([0-9]{1,2})| ?[/.]? ?([a-zåäö]{3,9})\.?)(?:[ /.-]+([0-9]{4}|[0-9]{2}))?"
)


def periods(given: Any) -> dict[str, Any]:
    """The rows as dates. ``given`` is any JSON value; raises Refused with every fault."""
    if not isinstance(given, dict):
        raise Refused([Fault("", "wrong-type", "Indata ska vara ett objekt.")])
    faults = [
        Fault(name_of(key), "unknown-key", "Nyckeln används inte här; kontrollera stavningen.")
        for key in given
        if key not in ("as_of", "rows", "pasted")
    ]
    as_of = read_day(given, "as_of", "as_of", faults) if "as_of" in given else None
    if isinstance(given.get("pasted"), str) and "rows" not in given:
        return {"rows": _pasted(given["pasted"], as_of, faults)}
    listed = given.get("rows")
    if not isinstance(listed, list):
        raise Refused([*faults, Fault("rows", "wrong-type", "Raderna ska vara en lista.")])
    if len(listed) > MOST_PERIODS:
        reason = f"Det är fler än {MOST_PERIODS} perioder; dela upp listan."
        raise Refused([*faults, Fault("periods", "too-many", reason)])
    today = as_of if as_of is not None else date.today().toordinal()
    rows = [_row(row, f"periods[{i}]", today, faults) for i, row in enumerate(listed)]
    if faults:
        raise Refused(faults)
    return {"rows": rows}


def _pasted(text: str, as_of: int | None, faults: list[Fault]) -> list[dict[str, Any] | None]:
    """The rows of a pasted list. Lines without a digit (headings, empty ones) are passed over."""
    today = as_of if as_of is not None else date.today().toordinal()
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if re.search(r"[0-9]", line)]
    if not lines:
        raise Refused([*faults, Fault("pasted", "empty", "Listan innehåller inga perioder.")])
    if len(lines) > MOST_PERIODS:
        reason = f"Det är fler än {MOST_PERIODS} perioder; dela upp listan."
        raise Refused([*faults, Fault("pasted", "too-many", reason)])
    rows = []
    for number, line in lines:
        found: list[Fault] = []
        rows.append(_row(_cells(line), "pasted", today, found))
        faults += [Fault("pasted", fault.code, f"Rad {number}: {fault.message}") for fault in found]
    if faults:
        raise Refused(faults)
    return rows


def _cells(line: str) -> dict[str, Any]:
    """Start, end and degree of a pasted line."""
    parts = re.split(r"\t|;|,", line)
    if len(parts) == 1:  # spaces, where no date is written with them; a dash may part start and end
        parts = re.sub(r" [-\u2010-\u2015\u2212] ", " ", line.replace(" %", "%")).split()
    cells = [part.strip() for part in parts] + ["", ""]
    degree = cells[2].rstrip("% ")
    extra = {f"kolumn {i}": cell for i, cell in enumerate(cells[3:], 4) if cell}
    number: Any = int(degree) if re.fullmatch(r"[0-9]{1,3}", degree) else degree or 100
    return {"start": cells[0], "end": cells[1], "degree": number, **extra}


def _row(row: Any, here: str, today: int, faults: list[Fault]) -> dict[str, Any] | None:
    if not isinstance(row, dict):
        faults.append(Fault(here, "wrong-type", "Raden ska vara ett objekt."))
        return None
    faults += [
        Fault(
            f"{here}.{name_of(key)}",
            "unknown-key",
            "Nyckeln används inte här; kontrollera stavningen.",
        )
        for key in row
        if key not in ("start", "end", "degree")
    ]
    typed = {key: _tidy(row.get(key)) for key in ("start", "end")}
    if typed == {"start": "", "end": ""}:
        return None
    degree = row.get("degree", 100)
    if not (is_whole(degree) and degree in DEGREES):
        faults.append(
            Fault(f"{here}.degree", "not-allowed", "Graden ska vara 25, 50, 75 eller 100.")
        )
    start = _start(typed["start"], f"{here}.start", today, faults)
    ongoing = typed["end"] in ONGOING
    end = None if ongoing else _end(typed["end"], start, f"{here}.end", today, faults)
    if start is None:
        return None
    return {
        "start": iso(start),
        "end": None if end is None else iso(end),
        "degree": degree,
        "days": None if end is None else end - start + 1,
        "start_words": f"{weekday(start)} {in_words(start)}",
        "end_words": "pågår" if end is None else f"{weekday(end)} {in_words(end)}",
    }


def _tidy(value: Any) -> str:
    """Typed text without case and doubled spaces, dashes made one kind."""
    text = value if isinstance(value, str) else "" if value is None else repr(value)
    return " ".join(re.sub("[\u2010-\u2015\u2212]", "-", text).lower().split())


def _start(text: str, field: str, today: int, faults: list[Fault]) -> int | None:
    if not text:
        faults.append(Fault(field, "required", "Ange periodens första dag."))
        return None
    latest = today + DAYS_AHEAD
    found = _date(text, today, not_after=latest)
    return _checked(found, field, faults)


def _end(text: str, start: int | None, field: str, today: int, faults: list[Fault]) -> int | None:
    length = LENGTH.fullmatch(text)
    if length:
        if start is None:
            return None  # the start's own fault is enough
        number, unit = int(length[1]), length[2][0]
        if number == 0:
            faults.append(Fault(field, "before-start", "Längden ska vara minst 1."))
            return None
        return _checked(_after(start, number, unit), field, faults)
    from_day = start if start is not None else today
    end = _date(text, today, not_before=from_day)
    end = _checked(end, field, faults, " Slutdatum kan också skrivas som längd: +14d, 2v eller 3m.")
    if start is not None and end is not None and end < start:
        reason = f"Slutdatumet ({iso(end)}) ligger före startdatumet ({iso(start)})."
        faults.append(Fault(field, "before-start", reason))
    return end


def _checked(day: int | None, field: str, faults: list[Fault], more: str = "") -> int | None:
    if day is None:
        reason = "Det är inget datum. Skriv det som 2026-03-02, 260302 eller 2/3." + more
        faults.append(Fault(field, "not-a-date", reason))
    elif not FIRST_DAY <= day <= LAST_DAY:
        reason = f"Datumet ska ligga mellan {iso(FIRST_DAY)} och {iso(LAST_DAY)}."
        faults.append(Fault(field, "out-of-range", reason))
        return None
    return day


def _after(start: int, number: int, unit: str) -> int:
    """The last day of a length that begins with ``start``."""
    if unit == "d":
        return start + number - 1
    if unit == "v":
        return start + 7 * number - 1
    first = date.fromordinal(start)
    months = first.year * 12 + first.month - 1 + number
    for day in (first.day, 30, 29, 28):
        same_date = _ordinal(months // 12, months % 12 + 1, min(day, first.day))
        if same_date is not None:
            return same_date - 1
    raise AssertionError("every month has a 28th")


def _date(
    text: str, today: int, *, not_after: int | None = None, not_before: int | None = None
) -> int | None:
    """The day of a typed date. Without a year it is the latest day not after, or the first not before."""
    if text.replace(" ", "") in NEAR_DAYS:
        return today + NEAR_DAYS[text.replace(" ", "")]
    if match := WITH_YEAR_FIRST.fullmatch(text):
        parts = [part for part in match.groups() if part is not None]
        first = int(parts[0]) if len(parts[0]) == 4 else _century(int(parts[0]), today)
        return _ordinal(first, int(parts[1]), int(parts[2]))
    match = DAY_AND_MONTH.fullmatch(text)
    if not match:
        return None
    day, numbered, named, year = int(match[1]), match[2], match[3], match[4]
    month = int(numbered) if numbered else _month(named)
    if month is None:
        return None
    if year:
        return _ordinal(_century(int(year), today) if len(year) == 2 else int(year), month, day)
    near = not_before if not_after is None else not_after
    assert near is not None
    # eight years is the longest wait for a 29 February
    years = (date.fromordinal(near).year + add for add in range(-9, 10))
    days = [found for year in years if (found := _ordinal(year, month, day)) is not None]
    if not_after is not None:
        return max((found for found in days if found <= not_after), default=None)
    return min((found for found in days if found >= near), default=None)


def _century(year: int, today: int) -> int:
    """A year of two figures: this century's, unless that lies more than ten years ahead."""
    return 2000 + year if 2000 + year <= date.fromordinal(today).year + 10 else 1900 + year


def _month(name: str) -> int | None:
    """The number of a month by its name or a beginning of at least three letters."""
    matches = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name)]
    return matches[0] if len(matches) == 1 else None


def _ordinal(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None
