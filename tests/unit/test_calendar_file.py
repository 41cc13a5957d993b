"""The calendar file as a calendar program reads it."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from ask import Dates, Json, case, computed, faults_in, places
from icalendar import Calendar, Component
from sjukskrivning.calendar_file import as_calendar
from sjukskrivning.call import answer

FIRST = "2026-03-02"
EVENT = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP"}


def _file(*dates: Dates, as_of: str, **more: Any) -> str:
    ok, text = answer("milestones", json.dumps(case(*dates, as_of=as_of, **more)), "ics")
    assert ok, text
    return text


def _events(text: str) -> list[Component]:
    return Calendar.from_ical(text).walk("VEVENT")


def _made_up(text: str) -> Json:
    """A real result, cut to one milestone that says something else."""
    result: Json = computed(case((FIRST, None), as_of=FIRST))
    milestone = result["milestones"][0] | {"title": text, "why": text, "legal_basis": ["SjLL 7 §"]}
    return result | {"milestones": [milestone]}


@pytest.mark.parametrize(
    ("as_of", "count"),
    [
        ("2026-03-01", 13),
        (FIRST, 13),  # today counts as ahead
        ("2026-03-03", 12),
        ("2026-05-31", 6),
        ("2026-06-01", 5),
        ("2027-03-02", 3),  # two milestones fall on day 366
        ("2027-09-02", 1),
    ],
)
def test_one_event_for_each_milestone_ahead(as_of: str, count: int) -> None:
    result = computed(case((FIRST, None), as_of=as_of))
    ahead = [m for m in result["milestones"] if m["status"] in ("today", "upcoming")]
    events = _events(_file((FIRST, None), as_of=as_of))
    assert len(events) == len(ahead) == count
    for milestone, event in zip(ahead, events, strict=True):
        assert event.decoded("DTSTART").isoformat() == milestone["date"]
        assert milestone["title"] in str(event["SUMMARY"])
        assert re.search(rf"(?i)\bdag {milestone['day']}\b", str(event["SUMMARY"]))


def test_events_are_whole_days_that_end_the_next_day() -> None:
    text = _file((FIRST, None), as_of=FIRST)
    for event in _events(text):
        start, end = event.decoded("DTSTART"), event.decoded("DTEND")
        assert (type(start), type(end)) == (date, date)
        assert end == start + timedelta(1)
    assert len(re.findall(r"\r\nDTSTART;VALUE=DATE:[0-9]{8}(?=\r\n)", text)) == 13
    assert len(re.findall(r"\r\nDTEND;VALUE=DATE:[0-9]{8}(?=\r\n)", text)) == 13


def test_a_date_that_hangs_on_a_longer_sick_leave_says_so() -> None:
    events = _events(_file((FIRST, "2026-05-30"), as_of="2026-03-10"))
    marked = {e.decoded("DTSTART").isoformat() for e in events if "(om sjuk" in str(e["SUMMARY"])}
    plain = {e.decoded("DTSTART").isoformat() for e in events} - marked
    assert min(marked) == "2026-05-31"
    assert max(plain) == "2026-04-01"


def test_what_is_not_applicable_has_no_event() -> None:
    text = _file((FIRST, None), as_of=FIRST, serious_illness=True, expected_days=10)
    assert len(_events(text)) == 10


def test_uids_are_unique_also_between_two_files() -> None:
    uids = [
        str(event["UID"]) for _ in range(2) for event in _events(_file((FIRST, None), as_of=FIRST))
    ]
    assert len(set(uids)) == len(uids) == 26


def test_nothing_typed_but_dates_and_nobody_named() -> None:
    """Cases with the same dates and everything else different give the same file."""

    def lines(degree: int, **more: Any) -> list[str]:
        periods = [{"start": FIRST, "end": "2026-12-31", "degree": degree}]
        text = _file(as_of="2026-03-10", periods=periods, **more)
        return [line for line in text.split("\r\n") if not line.startswith(("UID:", "DTSTAMP:"))]

    assert lines(25, expected_days=777, waiting_days=90) == lines(100, expected_days=60)
    for event in _events(_file((FIRST, None), as_of=FIRST)):
        assert set(event) == EVENT
        assert event["CLASS"] == "PRIVATE"


def test_the_file_as_a_whole() -> None:
    calendar = Calendar.from_ical(_file((FIRST, None), as_of=FIRST))
    assert set(calendar) == {"VERSION", "PRODID", "METHOD"}
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    assert len(calendar.subcomponents) == 13
    assert not calendar.errors


def test_lines_end_with_crlf_and_hold_75_octets() -> None:
    text = _file((FIRST, None), as_of=FIRST)
    assert text.endswith("END:VCALENDAR\r\n")
    assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)
    lengths = [len(line.encode("utf-8")) for line in text.split("\r\n")]
    assert 70 < max(lengths) <= 75
    # cut between characters, never inside one: every line alone is valid UTF-8
    for line in text.encode("utf-8").split(b"\r\n"):
        line.decode("utf-8")


def test_swedish_letters_and_commas_survive() -> None:
    result = computed(case((FIRST, None), as_of=FIRST))
    expected = {f"{m['why']} [{', '.join(m['legal_basis'])}]" for m in result["milestones"]}
    found = {str(event["DESCRIPTION"]) for event in _events(_file((FIRST, None), as_of=FIRST))}
    assert found == expected
    everything = " ".join(found)
    assert all(character in everything for character in "åäö,§")


@pytest.mark.parametrize(
    "text",
    [
        "a, b; c: d",
        "back\\slash, \\n is no line break",
        "two\nlines",
        "å" * 200,
        "\U0001f912" * 60,
        "x" * 500,
        " led and trailed ",
        'BEGIN:VEVENT "quoted" »så«',
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_any_text_survives(text: str) -> None:
    written = as_calendar(_made_up(text))
    assert max(len(line.encode("utf-8")) for line in written.split("\r\n")) <= 75
    (event,) = _events(written)
    assert text in str(event["SUMMARY"])
    assert event["DESCRIPTION"] == f"{text} [SjLL 7 §]"


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(case((FIRST, None), as_of="2027-09-03"), id="all passed"),
        pytest.param(case((FIRST, FIRST), as_of="2027-09-03"), id="most not reached"),
        pytest.param(case(("2022-01-31", None), as_of="2022-02-01"), id="no dates at all"),
    ],
)
def test_nothing_ahead(given: Json) -> None:
    ok, text = answer("milestones", json.dumps(given), "ics")
    assert not ok
    assert places(faults_in(text)) == [("", "nothing-ahead")]


def test_a_case_without_dates_is_not_called_passed() -> None:
    """Before the dated rules nothing has passed: nothing was counted."""
    given = case(("2022-01-31", None), as_of="2022-02-01")
    (fault,) = faults_in(answer("milestones", json.dumps(given), "ics")[1])
    assert "passerat" not in fault["message"]


def test_a_faulty_case_gives_its_faults_and_no_calendar() -> None:
    ok, text = answer("milestones", "{}", "ics")
    assert not ok
    assert places(faults_in(text)) == [("occupation", "required"), ("periods", "required")]
