"""Dates as people type them, by the rules of the docstring of ``entry``."""

import string
from datetime import date, timedelta
from typing import Any

import pytest
from ask import Json, computed, day, is_swedish, places, refused
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sjukskrivning.entry import periods
from sjukskrivning.faults import Fault, Refused

AS_OF = "2026-04-15"
MANY = settings(max_examples=400, deadline=None, derandomize=True)

SECOND_OF_MARCH = ["2026-03-02", "20260302", "260302", "2/3", "02/03", "2/3 2026", "2/3-26"]
SECOND_OF_MARCH += ["2/3/2026", "2/3 26", "2.3", "2.3.2026", "2 mars", "2 mar", "2 mar."]
SECOND_OF_MARCH += ["2 MARS 2026", "  2   mars  ", "2026‑03‑02", "2026–03–02", "2026−03−02"]
NO_STARTS = ["2 ma", "2 ju", "2 marz", "2 mmars", "mars", "2", "2/", "/3", "2/13", "32/1"]
NO_STARTS += ["30 februari", "29/2 2025", "0/3", "2/0", "2/3 202", "2/3 20261", "2/3 0000"]
NO_STARTS += ["2026-02-30", "261302", "2026-W10-1", "2026-3", "+14d", "2v", "pågår", "förrgår"]
NO_STARTS += ["２/３", "-2/3", "1e3"]
MONTHS = ["januari jan", "februari feb", "mars mar", "april apr", "maj", "juni jun", "juli jul"]
MONTHS += ["augusti aug", "september sept sep", "oktober okt", "november nov", "december dec"]


def _row(start: Any, end: Any = "", as_of: str = AS_OF) -> Json:
    rows = computed({"as_of": as_of, "rows": [{"start": start, "end": end}]}, "periods")["rows"]
    row: Json = rows[0]
    return row


# ---------------------------------------------------------------- the start


@pytest.mark.parametrize("typed", SECOND_OF_MARCH)
def test_2_march(typed: str) -> None:
    assert _row(typed) == {
        "start": "2026-03-02",
        "end": None,
        "degree": 100,
        "days": None,
        "start_words": "måndag 2 mars 2026",
        "end_words": "pågår",
    }


@pytest.mark.parametrize("typed", ["2026-3-2", "2026/03/02", "2026.03.02", "2026 03 02", "2mars"])
def test_2_march_in_other_ways(typed: str) -> None:
    assert _row(typed)["start"] == "2026-03-02"


@pytest.mark.parametrize(
    ("typed", "days"), [("igår", -1), ("i går", -1), ("imorgon", 1), ("i morgon", 1)]
)
def test_days_next_to_as_of(typed: str, days: int) -> None:
    assert date.fromisoformat(_row(typed)["start"]) == date.fromisoformat(AS_OF) + timedelta(days)


@pytest.mark.parametrize(
    ("typed", "start"),
    [("361231", "2036-12-31"), ("370101", "1937-01-01"), ("1/1-37", "1937-01-01")],
)
def test_the_century_of_two_figures(typed: str, start: str) -> None:
    """This century's, unless the year lies more than ten years after that of as_of."""
    assert _row(typed, as_of="2026-04-15")["start"] == start


@pytest.mark.parametrize("typed", ["idag", "i dag", "IDAG", " Idag "])
def test_today_is_as_of(typed: str) -> None:
    assert _row(typed)["start"] == AS_OF


def test_without_as_of_today_is_today() -> None:
    before = date.today()
    found = computed({"rows": [{"start": "idag"}]}, "periods")["rows"][0]["start"]
    assert date.fromisoformat(found) in (before, date.today())


@pytest.mark.parametrize(
    ("name", "month"), [(name, i) for i, names in enumerate(MONTHS, 1) for name in names.split()]
)
def test_the_names_of_the_months(name: str, month: int) -> None:
    assert _row(f"9 {name} 2025")["start"] == f"2025-{month:02}-09"


@pytest.mark.parametrize("typed", NO_STARTS)
def test_what_is_no_start(typed: str) -> None:
    faults = refused({"as_of": AS_OF, "rows": [{"start": typed}]}, "periods")
    assert places(faults) == [("periods[0].start", "not-a-date")]


@pytest.mark.parametrize(
    ("typed", "as_of", "found"),
    [
        # 21 December is 30 days after 21 November
        ("20/12", "2026-11-21", "2026-12-20"),
        ("21/12", "2026-11-21", "2026-12-21"),
        ("22/12", "2026-11-21", "2025-12-22"),
        ("2/3", "2026-11-21", "2026-03-02"),
        ("21 nov", "2026-11-21", "2026-11-21"),
        ("31/12", "2026-01-01", "2025-12-31"),
        ("1/1", "2026-12-02", "2027-01-01"),
        ("1/1", "2026-12-01", "2026-01-01"),
        ("29/2", "2028-01-29", "2024-02-29"),
        ("29/2", "2028-01-30", "2028-02-29"),
        # eight years without a leap day
        ("29/2", "2104-01-29", "2096-02-29"),
        ("29/2", "2104-01-31", "2104-02-29"),
    ],
)
def test_a_start_without_a_year_is_the_latest_up_to_30_days_ahead(
    typed: str, as_of: str, found: str
) -> None:
    assert _row(typed, as_of=as_of)["start"] == found


# ---------------------------------------------------------------- the end


@pytest.mark.parametrize("typed", ["", " ", "pågår", "Pågår", "pågående", "tills vidare", "tv"])
def test_an_ongoing_period(typed: str) -> None:
    row = _row("2/3", typed)
    assert (row["end"], row["days"], row["end_words"]) == (None, None, "pågår")


@pytest.mark.parametrize(
    ("start", "typed", "end", "days"),
    [
        ("2026-03-02", "+14d", "2026-03-15", 14),
        ("2026-03-02", "14d", "2026-03-15", 14),
        ("2026-03-02", "14 dagar", "2026-03-15", 14),
        ("2026-03-02", "+ 1 dag", "2026-03-02", 1),
        ("2026-03-02", "1D", "2026-03-02", 1),
        ("2026-03-02", "2v", "2026-03-15", 14),
        ("2026-03-02", "1 vecka", "2026-03-08", 7),
        ("2026-03-02", "2 veckor", "2026-03-15", 14),
        ("2026-03-02", "1 månad", "2026-04-01", 31),
        ("2026-03-02", "3m", "2026-06-01", 92),
        ("2026-03-02", "3 mån", "2026-06-01", 92),
        ("2026-03-02", "+3 månader", "2026-06-01", 92),
        ("2025-12-15", "2m", "2026-02-14", 62),
        ("2026-03-01", "1m", "2026-03-31", 31),
        # no such date: the month's last day counts as that date, the period ends the day before
        ("2026-01-31", "1m", "2026-02-27", 28),
        ("2024-01-31", "1m", "2024-02-28", 29),
        ("2026-01-30", "1m", "2026-02-27", 29),
        ("2026-01-29", "1m", "2026-02-27", 30),
        ("2026-01-28", "1m", "2026-02-27", 31),
        ("2024-01-30", "1m", "2024-02-28", 30),
        ("2024-01-29", "1m", "2024-02-28", 31),
        ("2026-03-31", "1m", "2026-04-29", 30),
        ("2024-02-29", "12m", "2025-02-27", 365),
        ("2024-02-29", "48m", "2028-02-28", 1461),
        ("2026-01-31", "2m", "2026-03-30", 59),
    ],
)
def test_a_length(start: str, typed: str, end: str, days: int) -> None:
    row = _row(start, typed)
    assert (row["end"], row["days"]) == (end, days)


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("2026-11-20", "2026-11-20"),
        ("261121", "2026-11-21"),
        ("20 november 2026", "2026-11-20"),
        # without a year: the first such day from the start on
        ("20/11", "2026-11-20"),
        ("21/11", "2026-11-21"),
        ("19/11", "2027-11-19"),
        ("1/1", "2027-01-01"),
        ("29 feb", "2028-02-29"),
    ],
)
def test_an_end_as_a_date(typed: str, end: str) -> None:
    assert _row("2026-11-20", typed, as_of="2020-01-01")["end"] == end


@pytest.mark.parametrize("typed", ["idag", "i dag"])
def test_an_end_today_is_as_of(typed: str) -> None:
    assert _row("2026-03-02", typed)["end"] == AS_OF


def test_an_end_today_before_the_start() -> None:
    faults = refused({"as_of": AS_OF, "rows": [{"start": "2026-04-16", "end": "idag"}]}, "periods")
    assert places(faults) == [("periods[0].end", "before-start")]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("0d", "before-start"),
        ("+0 v", "before-start"),
        ("0m", "before-start"),
        ("2026-03-01", "before-start"),
        ("1/3 2026", "before-start"),
        ("2200-01-01", "out-of-range"),
        ("9999m", "out-of-range"),
        ("-1d", "not-a-date"),
        ("1,5v", "not-a-date"),
        ("14", "not-a-date"),
        ("10000d", "not-a-date"),
        ("14x", "not-a-date"),
        ("d", "not-a-date"),
        ("31/2", "not-a-date"),
    ],
)
def test_what_is_no_end(typed: str, code: str) -> None:
    faults = refused({"as_of": AS_OF, "rows": [{"start": "2/3", "end": typed}]}, "periods")
    assert places(faults) == [("periods[0].end", code)]


# ---------------------------------------------------------------- rows


def test_rows_keep_their_places_and_degrees() -> None:
    rows = [{"start": "2/3", "end": "1d", "degree": 25}, {"start": "", "end": " "}, {}]
    rows += [{"start": "4/3", "degree": 75}]
    found = computed({"as_of": AS_OF, "rows": rows}, "periods")["rows"]
    assert found[1:3] == [None, None]
    assert [(found[i]["start"], found[i]["degree"]) for i in (0, 3)] == [
        ("2026-03-02", 25),
        ("2026-03-04", 75),
    ]


def test_no_rows() -> None:
    assert computed({"rows": []}, "periods") == {"rows": []}


# ---------------------------------------------------------------- any text at all

_typed = st.text("0123456789/-+. dvmarsåningpidag", max_size=12)
_anything = st.one_of(
    _typed, st.text(st.characters(), max_size=20), st.sampled_from(string.printable)
)
CODES = {"required", "not-a-date", "out-of-range", "before-start"}


def _read(start: str, end: str, as_of: date) -> tuple[Json | None, list[Fault]]:
    """The row, or its faults."""
    try:
        rows = periods({"as_of": as_of.isoformat(), "rows": [{"start": start, "end": end}]})
    except Refused as refusal:
        return None, refusal.faults
    return rows["rows"][0], []


@MANY
@given(_anything, _anything, st.dates(date(1900, 1, 1), date(2199, 12, 31)))
@example("29/2", "29/2", date(2199, 12, 31))
@example("31/12", "1/1", date(2199, 12, 31))
@example("1/1", "idag", date(1900, 1, 1))
@example("2199-12-31", "9999m", date(2026, 1, 1))
def test_any_text_gives_a_row_or_a_named_fault(start: str, end: str, as_of: date) -> None:
    row, faults = _read(start, end, as_of)
    for fault in faults:
        assert fault.field in ("periods[0].start", "periods[0].end")
        assert fault.code in CODES
        assert is_swedish(fault.message)
    if row is None:
        assert faults or not (start + end).strip()
        return
    first = date.fromisoformat(row["start"])
    assert row["start_words"].endswith(str(first.year))
    if row["end"] is not None:
        assert row["days"] == (date.fromisoformat(row["end"]) - first).days + 1 >= 1
    # what was read is what the calculator takes
    period = {key: row[key] for key in ("start", "end", "degree")}
    computed({"occupation": "employed", "periods": [period]})


_starts = st.dates(date(1900, 1, 1), date(2150, 12, 31))


@MANY
@given(_starts, st.integers(1, 9999))
def test_a_length_in_days_is_that_many_days(first: date, days: int) -> None:
    row = _row(first.isoformat(), f"{days}d")
    assert (row["days"], row["end"]) == (days, day(first.isoformat(), days))


@MANY
@given(_starts, st.integers(1, 999))
def test_weeks_are_seven_days(first: date, weeks: int) -> None:
    assert _row(first.isoformat(), f"{weeks}v") == _row(first.isoformat(), f"{7 * weeks}d")


@MANY
@given(_starts, st.integers(1, 500))
@example(date(2024, 2, 29), 12)
@example(date(2026, 1, 31), 1)
def test_after_months_comes_the_same_date(first: date, months: int) -> None:
    end = date.fromisoformat(_row(first.isoformat(), f"{months}m")["end"])
    after = end + timedelta(1)
    assert (after.year - first.year) * 12 + after.month - first.month == months
    is_last_of_month = (after + timedelta(1)).day == 1
    assert after.day == first.day or (after.day < first.day and is_last_of_month)


@MANY
@given(_starts, st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_without_a_year_the_start_is_the_latest_such_day(when: date, as_of: date) -> None:
    row, faults = _read(f"{when.day}/{when.month}", "", as_of)
    latest, leap_day = as_of + timedelta(30), (when.month, when.day) == (2, 29)
    if row is None:  # it lies beyond the calendar
        assert [fault.code for fault in faults] == ["out-of-range"]
        assert as_of.year in (1900, 2199) or leap_day
        return
    found = date.fromisoformat(row["start"])
    assert (found.month, found.day) == (when.month, when.day)
    assert found <= latest
    assert leap_day or found.replace(year=found.year + 1) > latest
