"""Own notification, review and appeal, trying work: the days on both sides of every boundary.

What is expected is written from the facts (M7, M19, M20, 1.8, 1.9) and from the almanac, or counted
here in the most naive way there is.
"""

import calendar
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from ask import Json, computed, faults_in, is_swedish, places, refused
from hypothesis import given, settings
from hypothesis import strategies as st
from sjukskrivning.call import answer
from sjukskrivning.dates import iso
from sjukskrivning.review_request import months_later
from sjukskrivning.swedish_holidays import easter, why_free
from strategies import DATES, any_json

from tools.build.further import compile_further
from tools.build.rules import RULES, Law, load_sources
from tools.build.strict_yaml import Fault, Faulty, load, read

TOOLS = ("notification", "review_request", "work_trial")
GOOD: dict[str, Json] = {
    "notification": {"notified": "2026-03-10", "first_day": "2026-03-02", "via_employer": False},
    "review_request": {"received": "2026-11-12", "kind": "omprovning", "as_of": "2026-11-21"},
    "work_trial": {
        "first_start": "2026-03-16",
        "second_start": "2026-04-28",
        "as_of": "2026-03-02",
    },
}


def asked(tool: str, **more: Any) -> Json:
    result: Json = computed(GOOD[tool] | more, tool)
    return result


def days_of(result: Json) -> dict[str, str]:
    return {each["id"]: each["date"] for each in result["dates"]}


def codes(result: Json) -> list[str]:
    return [each["code"] for each in result["warnings"]]


def plus(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


# ---------------------------------------------------------------- the examples of the rule file

FILE = load(RULES / "further.yml")[0]
TOOL_OF = {"omprovning": "review_request", "overklagande": "review_request"}
EXAMPLES = [
    pytest.param(TOOL_OF.get(name, name), example, id=f"{name}: {example['source']}")
    for name, rule in FILE.items()
    for example in rule["examples"]
]


@pytest.mark.parametrize(("tool", "example"), EXAMPLES)
def test_the_example_holds(tool: str, example: Json) -> None:
    case, expected = example["case"], dict(example["expect"])
    if tool in ("last_day", "public_holidays"):
        day = date.fromisoformat(case["day"]).toordinal()
        assert {"name": why_free(day)} == expected
        return
    result = computed(case, tool)
    if "warnings" in expected:
        assert len(codes(result)) == expected.pop("warnings")
    if "dates" in expected:
        dates = expected.pop("dates")
        assert {key: days_of(result).get(key) for key in dates} == dates
    assert {key: result[key] for key in expected} == expected


# ---------------------------------------------------------------- own notification


@pytest.mark.parametrize(
    ("late", "lost"), [(0, 0), (1, 0), (6, 0), (7, 0), (8, 1), (9, 2), (38, 31)]
)
def test_a_notification_reaches_seven_days_back(late: int, lost: int) -> None:
    first = "2026-03-02"
    result = asked("notification", first_day=first, notified=plus(first, late))
    assert (result["earliest_day"], result["days_lost"]) == (plus(first, lost), lost)


@pytest.mark.parametrize(
    ("notified", "earliest"),
    [
        ("2024-03-05", "2024-02-27"),  # over a leap day
        ("2023-03-05", "2023-02-26"),
        ("2024-03-07", "2024-02-29"),
        ("2027-01-03", "2026-12-27"),
        ("2026-03-08", "2026-03-01"),
    ],
)
def test_seven_days_over_the_end_of_a_month(notified: str, earliest: str) -> None:
    result = asked("notification", first_day="2022-02-01", notified=notified)
    assert result["earliest_day"] == earliest


@pytest.mark.parametrize("late", [7, 8, 500])
def test_an_employers_notification_has_no_limit(late: int) -> None:
    first = "2026-03-02"
    result = asked("notification", first_day=first, notified=plus(first, late), via_employer=True)
    assert (result["earliest_day"], result["days_lost"]) == (first, 0)
    assert "Arbetsgivaren har anmält" in result["why"]


def test_a_notification_ahead_loses_nothing_and_is_remarked_on() -> None:
    result = asked("notification", first_day="2026-03-02", notified="2026-03-01")
    assert (result["earliest_day"], result["days_lost"]) == ("2026-03-02", 0)
    assert codes(result) == ["notified-before-first-day"]
    assert codes(asked("notification", first_day="2026-03-02", notified="2026-03-02")) == []


@pytest.mark.parametrize(
    ("notified", "words"),
    [
        ("2026-03-09", "från och med måndag den 2 mars 2026. Ingen dag går förlorad"),
        ("2026-03-10", "1 dag går förlorad, den 2 mars 2026, om inget undantag gäller."),
        ("2026-03-11", "2 dagar går förlorade, 2 mars 2026 – 3 mars 2026, om inget undantag"),
    ],
)
def test_the_answer_in_words(notified: str, words: str) -> None:
    assert words in asked("notification", notified=notified)["answer"]


@given(st.dates(date(2022, 2, 1), date(2032, 12, 31)), st.integers(-60, 400), st.booleans())
def test_a_naive_count_of_the_days_lost(notified: date, late: int, via_employer: bool) -> None:
    first = notified - timedelta(late)
    case = {"notified": notified.isoformat(), "first_day": first.isoformat()}
    result = computed(case | {"via_employer": via_employer}, "notification")
    reached = {notified + timedelta(n) for n in range(-7, 400)}
    lost, day = 0, first
    while day not in reached and not via_employer:
        lost, day = lost + 1, day + timedelta(1)
    assert (result["earliest_day"], result["days_lost"]) == (day.isoformat(), lost)


# ---------------------------------------------------------------- Easter and the other free days


def test_easter_by_the_almanac() -> None:
    known = ["2022-04-17", "2023-04-09", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28"]
    known += ["2028-04-16", "2029-04-01", "2030-04-21", "2031-04-13", "2032-03-28"]
    known += ["1954-04-18", "1981-04-19", "2000-04-23", "2008-03-23", "2038-04-25"]  # the odd ones
    assert [iso(easter(int(day[:4]))) for day in known] == known


def gauss(year: int) -> date:
    """Easter by Gauss's formula with both of its exceptions."""
    century = year // 100
    m = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    n = (4 + century - century // 4) % 7
    d = (19 * (year % 19) + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    if (d, e) == (29, 6) or ((d, e) == (28, 6) and (11 * m + 11) % 30 < 19):
        e -= 7
    return date(year, 3, 22) + timedelta(d + e)


def test_easter_by_another_way_of_counting() -> None:
    assert [easter(y) for y in range(1900, 2201)] == [
        gauss(y).toordinal() for y in range(1900, 2201)
    ]


# Monday to Friday, as printed in the almanac
FREE = {
    2024: "0101 0329 0401 0501 0509 0606 0621 1224 1225 1226 1231",
    2025: "0101 0106 0418 0421 0501 0529 0606 0620 1224 1225 1226 1231",
    2026: "0101 0106 0403 0406 0501 0514 0619 1224 1225 1231",
    2027: "0101 0106 0326 0329 0506 0625 1224 1231",
}


@pytest.mark.parametrize("year", FREE)
def test_the_free_days_of_a_year(year: int) -> None:
    days = [date(year, 1, 1) + timedelta(n) for n in range(366 if calendar.isleap(year) else 365)]
    free = [day for day in days if why_free(day.toordinal())]
    assert [f"{day:%m%d}" for day in free if day.weekday() < 5] == FREE[year].split()
    assert {day for day in days if day.weekday() >= 5} <= set(free)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "nyårsdagen"),
        ("2026-01-05", None),
        ("2026-01-06", "trettondedag jul"),
        ("2026-04-02", None),
        ("2026-04-03", "långfredagen"),
        ("2026-04-04", "en lördag"),
        ("2026-04-05", "påskdagen"),
        ("2026-04-06", "annandag påsk"),
        ("2026-04-07", None),
        ("2026-04-30", None),
        ("2026-05-01", "första maj"),
        ("2026-05-13", None),
        ("2026-05-14", "Kristi himmelsfärdsdag"),
        ("2026-05-15", None),
        ("2026-05-24", "pingstdagen"),
        ("2026-05-25", None),
        ("2026-06-06", "nationaldagen"),  # a Saturday too: the name is said
        ("2026-06-18", None),
        ("2026-06-19", "midsommarafton"),
        ("2026-06-20", "midsommardagen"),  # the earliest there is
        ("2026-06-21", "en söndag"),
        ("2027-06-19", "en lördag"),
        ("2027-06-25", "midsommarafton"),
        ("2027-06-26", "midsommardagen"),  # the latest there is
        ("2026-10-30", None),
        ("2026-10-31", "alla helgons dag"),
        ("2026-11-07", "en lördag"),
        ("2027-10-30", "en lördag"),
        ("2027-11-06", "alla helgons dag"),
        ("2026-12-23", None),
        ("2026-12-24", "julafton"),
        ("2026-12-25", "juldagen"),
        ("2026-12-26", "annandag jul"),
        ("2026-12-27", "en söndag"),
        ("2026-12-30", None),
        ("2026-12-31", "nyårsafton"),
    ],
)
def test_what_a_day_is_called(day: str, name: str | None) -> None:
    assert why_free(date.fromisoformat(day).toordinal()) == name


# ---------------------------------------------------------------- review and appeal


@pytest.mark.parametrize(
    ("received", "counted"),
    [
        ("2026-11-12", "2027-01-12"),
        ("2026-08-31", "2026-10-31"),
        ("2026-07-30", "2026-09-30"),
        ("2026-07-31", "2026-09-30"),  # September has 30 days
        ("2025-12-27", "2026-02-27"),
        ("2025-12-28", "2026-02-28"),
        ("2025-12-29", "2026-02-28"),
        ("2025-12-31", "2026-02-28"),
        ("2027-12-28", "2028-02-28"),
        ("2027-12-29", "2028-02-29"),  # a leap year
        ("2027-12-30", "2028-02-29"),
        ("2024-02-29", "2024-04-29"),
        ("2026-10-31", "2026-12-31"),
        ("2026-11-01", "2027-01-01"),
        ("2199-12-31", "2200-02-28"),
    ],
)
def test_two_months_by_the_number_of_the_day(received: str, counted: str) -> None:
    assert asked("review_request", received=received)["counted_day"] == counted


@pytest.mark.parametrize(
    ("received", "last", "reason"),
    [
        ("2026-09-20", "2026-11-20", None),  # a Friday
        ("2026-09-21", "2026-11-23", "Den 21 november är en lördag och den 22 november en söndag."),
        ("2026-09-22", "2026-11-23", "Den 22 november är en söndag."),
        ("2026-09-23", "2026-11-23", None),
        ("2026-02-02", "2026-04-02", None),  # Maundy Thursday is a weekday
        (
            "2026-02-03",
            "2026-04-07",
            "Den 3 april är långfredagen, den 4 april en lördag, den 5 april påskdagen och den "
            "6 april annandag påsk.",
        ),
        ("2026-03-14", "2026-05-15", "Den 14 maj är Kristi himmelsfärdsdag."),
        (
            "2026-04-19",
            "2026-06-22",
            "Den 19 juni är midsommarafton, den 20 juni midsommardagen och den 21 juni en söndag.",
        ),
        (
            "2026-10-31",
            "2027-01-04",
            "Den 31 december är nyårsafton, den 1 januari nyårsdagen, den 2 januari en lördag och "
            "den 3 januari en söndag.",
        ),
        ("2024-10-24", "2024-12-27", "Den 24 december är julafton"),
        ("2025-04-06", "2025-06-09", "Den 6 juni är nationaldagen"),
    ],
)
def test_a_last_day_that_is_no_weekday_moves_on(
    received: str, last: str, reason: str | None
) -> None:
    for kind in ("omprovning", "overklagande"):
        result = asked("review_request", received=received, kind=kind)
        assert result["last_day"] == last
        assert (result["moved_because"] is None) == (reason is None)
        assert (result["counted_day"] == last) == (reason is None)
        if reason:
            assert reason in result["moved_because"]
            assert reason in result["answer"]
            assert "Nästa vardag är" in result["moved_because"]


def test_both_days_are_shown() -> None:
    result = asked("review_request", received="2026-10-24")
    assert days_of(result) == {
        "received": "2026-10-24",
        "counted_day": "2026-12-24",
        "last_day": "2026-12-28",
    }
    assert "senast måndag den 28 december 2026" in result["answer"]
    assert "Räkningen ger den 24 december 2026" in result["answer"]


@pytest.mark.parametrize(
    ("as_of", "status", "said"),
    [
        ("2027-01-11", "upcoming", False),
        ("2027-01-12", "today", False),
        ("2027-01-13", "passed", True),
    ],
)
def test_where_the_last_day_lies(as_of: str, status: str, said: bool) -> None:
    result = asked("review_request", as_of=as_of)
    assert result["dates"][-1]["status"] == status
    assert ("har passerat" in result["answer"]) == said


def test_a_decision_received_tomorrow_is_remarked_on() -> None:
    assert codes(asked("review_request", as_of="2026-11-11")) == ["received-later"]
    assert codes(asked("review_request", as_of="2026-11-12")) == []


def test_the_kinds_differ_in_law_and_words() -> None:
    request, appeal = (
        asked("review_request", kind=kind) for kind in ("omprovning", "overklagande")
    )
    assert request["answer"].startswith("Begäran om omprövning ska ha kommit in senast")
    assert appeal["answer"].startswith("Överklagandet ska ha kommit in senast")
    assert request["last_day"] == appeal["last_day"]


def naive_last_day(received: date) -> tuple[date, date]:
    year, month = (received.year, received.month + 2)
    if month > 12:
        year, month = year + 1, month - 12
    counted = date(year, month, min(received.day, calendar.monthrange(year, month)[1]))
    last = counted
    while is_free(last):
        last += timedelta(1)
    return counted, last


def is_free(day: date) -> bool:
    """By the almanac's words, with Gauss's Easter."""
    sunday = gauss(day.year)
    june = [date(day.year, 6, number) for number in range(20, 27)]
    midsummer = next(each for each in june if each.weekday() == 5)
    fixed = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
    moving = {sunday - timedelta(2), sunday + timedelta(1), sunday + timedelta(39)}
    moving.add(midsummer - timedelta(1))
    return day.weekday() >= 5 or (day.month, day.day) in fixed or day in moving


@settings(max_examples=400)
@given(st.dates(date(2022, 2, 1), date(2099, 12, 31)))
def test_a_naive_count_of_the_last_day(received: date) -> None:
    result = asked("review_request", received=received.isoformat())
    counted, last = naive_last_day(received)
    assert (result["counted_day"], result["last_day"]) == (counted.isoformat(), last.isoformat())


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(1, 60))
def test_months_one_at_a_time(day: date, months: int) -> None:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    found = date.fromordinal(months_later(day.toordinal(), months))
    assert (found.year, found.month) == (year, month)
    assert found.day == min(day.day, calendar.monthrange(year, month)[1])


# ---------------------------------------------------------------- trying work


def test_the_dates_of_one_period() -> None:
    result = asked("work_trial", second_start=None)
    assert days_of(result) == {
        "notice_deadline_1": "2026-03-02",
        "period_1_first_day": "2026-03-16",
        "period_1_last_day": "2026-03-29",
        "earliest_start_2": "2026-04-28",
        "latest_start_2": "2027-03-02",
        "frame_last_day": "2027-03-15",
    }
    between = date.fromisoformat("2026-04-28") - date.fromisoformat("2026-03-29")
    assert between.days - 1 == 29  # whole days
    assert [each["date"] for each in result["dates"]] == sorted(days_of(result).values())
    assert result == asked("work_trial", second_start=None) == _without("second_start")


def _without(key: str) -> Json:
    case = {name: value for name, value in GOOD["work_trial"].items() if name != key}
    result: Json = computed(case, "work_trial")
    return result


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-06-01", "2027-05-31"), ("2027-06-01", "2028-05-30"), ("2028-02-29", "2029-02-27")],
)
def test_the_frame_is_365_days_also_over_a_leap_day(first: str, last: str) -> None:
    result = asked("work_trial", first_start=first, second_start=None)
    assert days_of(result)["frame_last_day"] == last


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("2026-03-17", "second-too-early"),
        ("2026-03-29", "second-too-early"),
        ("2026-04-27", "second-too-early"),
        ("2026-04-28", None),
        ("2027-03-02", None),
        ("2027-03-03", "second-does-not-fit"),
        ("2027-03-15", "second-does-not-fit"),
        ("2027-03-16", "second-after-frame"),
    ],
)
def test_a_second_period_within_its_limits_and_outside(second: str, code: str | None) -> None:
    result = asked("work_trial", second_start=second)
    found = [each for each in codes(result) if each.startswith("second")]
    assert found == ([code] if code else [])
    days = days_of(result)
    assert days["notice_deadline_2"] == plus(second, -14)
    assert days["period_2_first_day"] == second
    assert days["period_2_last_day"] == plus(second, 13)
    if code:
        assert result["warnings"][0]["message"] in result["answer"]
    else:
        assert "Anmälan av den andra perioden ska ha kommit in senast" in result["answer"]


@pytest.mark.parametrize("second", ["2026-03-15", "2026-03-16"])
def test_a_second_period_that_is_not_the_second(second: str) -> None:
    faults = refused(GOOD["work_trial"] | {"second_start": second}, "work_trial")
    assert places(faults) == [("second_start", "before-start")]


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2026-03-01", "upcoming"), ("2026-03-02", "today"), ("2026-03-03", "passed")],
)
def test_whether_notice_can_still_be_given(as_of: str, status: str) -> None:
    (first, *_) = asked("work_trial", as_of=as_of)["dates"]
    assert (first["id"], first["status"]) == ("notice_deadline_1", status)


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("2026-12-04", None),  # notice by a Friday
        ("2026-12-05", "den 21 november 2026, är en lördag"),
        ("2026-12-06", "lämna in senast fredag den 20 november 2026"),
        ("2027-01-09", "lämna in senast onsdag den 23 december 2026"),
    ],
)
def test_a_deadline_on_a_free_day_is_warned_of_and_not_moved(first: str, words: str | None) -> None:
    result = asked("work_trial", first_start=first, second_start=None)
    assert days_of(result)["notice_deadline_1"] == plus(first, -14)
    assert codes(result) == (["deadline-on-free-day"] if words else [])
    if words:
        assert words in result["warnings"][0]["message"]


@pytest.mark.parametrize(("first", "warned"), [("2026-03-13", True), ("2026-03-15", False)])
def test_a_deadline_before_the_law(first: str, warned: bool) -> None:
    result = asked("work_trial", first_start=first, second_start=None)
    assert ("notice-before-rule" in codes(result)) == warned


@settings(max_examples=200)
@given(st.dates(date(2026, 3, 1), date(2040, 12, 31)), st.integers(1, 420))
def test_a_naive_count_of_two_periods(first: date, later: int) -> None:
    second = first + timedelta(later)
    case = {"first_start": first.isoformat(), "second_start": second.isoformat()}
    result = computed(case, "work_trial")
    period = [first + timedelta(n) for n in range(14)]
    frame = {first + timedelta(n) for n in range(365)}
    again = [second + timedelta(n) for n in range(14)]
    days = days_of(result)
    assert days["period_1_last_day"] == period[-1].isoformat()
    assert days["period_2_last_day"] == again[-1].isoformat()
    whole_days_between = (second - period[-1]).days - 1
    expected = []
    if whole_days_between < 29:
        expected = ["second-too-early"]
    elif second not in frame:
        expected = ["second-after-frame"]
    elif again[-1] not in frame:
        expected = ["second-does-not-fit"]
    assert [each for each in codes(result) if each.startswith("second")] == expected
    for number, start in (("1", first), ("2", second)):
        notice = date.fromisoformat(days[f"notice_deadline_{number}"])
        assert (start - notice).days == 14
    assert date.fromisoformat(days["latest_start_2"]) + timedelta(13) in frame
    assert date.fromisoformat(days["latest_start_2"]) + timedelta(14) not in frame


# ---------------------------------------------------------------- before the rules


@pytest.mark.parametrize(
    ("tool", "key", "first"),
    [
        ("notification", "notified", "2022-02-01"),
        ("review_request", "received", "2022-02-01"),
        ("work_trial", "first_start", "2026-03-01"),
    ],
)
def test_a_day_before_the_rule_has_no_dates(tool: str, key: str, first: str) -> None:
    assert "before-rule" not in codes(asked(tool, **{key: first}))
    assert asked(tool, **{key: first})["dates"]
    for day in (plus(first, -1), "1900-01-01"):
        result = asked(tool, **{key: day})
        assert codes(result) == ["before-rule"]
        assert result["dates"] == []
        assert result["warnings"][0]["message"] == result["answer"]
        assert is_swedish(result["answer"])
    for name in {"earliest_day", "days_lost", "counted_day", "last_day"} & set(result):
        assert result[name] is None


# ---------------------------------------------------------------- laws, sources, words

LEGAL_BASIS = {
    "notification": ["SFB 27 kap. 17 §", "SFB 27 kap. 18 §"],
    "omprovning": ["SFB 113 kap. 7 §", "SFB 113 kap. 19 §"],
    "overklagande": ["SFB 113 kap. 10 §", "SFB 113 kap. 20 §"],
    "work_trial": [f"SFB 27 kap. {each} §" for each in ("8 a", "8 b", "8 c", "55 a")],
}
OF_COUNTING = ["Lag 1930:173 1 §", "Lag 1930:173 2 §", "Lag 1989:253 1 §", "Lag 1989:253 2 §"]


@pytest.mark.parametrize("rule", LEGAL_BASIS)
def test_each_answer_says_where_it_stands(rule: str) -> None:
    tool = TOOL_OF.get(rule, rule)
    result = asked(tool, **({"kind": rule} if tool == "review_request" else {}))
    counting = OF_COUNTING if tool == "review_request" else []
    assert result["legal_basis"] == LEGAL_BASIS[rule] + counting
    assert [link["label"] for link in result["links"]] == result["legal_basis"]
    assert all(link["url"].startswith("https://lagen.nu/") for link in result["links"])
    assert set(result["sources"]) <= set(load_sources())
    assert date.fromisoformat(result["checked"])
    assert result["reservations"]
    texts = [result["answer"], result["why"], result["decides"], *result["conditions"]]
    for text in [*texts, *result["exceptions"], *result["reservations"]]:
        assert is_swedish(text), text
        assert "{" not in text


def test_a_moved_day_is_known_by_a_copy_of_the_law() -> None:
    said = " ".join(asked("review_request")["reservations"])
    assert "lagen.nu" in said
    assert "allmänna helgdagar" in said


# ---------------------------------------------------------------- what cannot be computed

DAYS = [
    ("notification", "notified"),
    ("notification", "first_day"),
    ("review_request", "received"),
    ("review_request", "as_of"),
    ("work_trial", "first_start"),
    ("work_trial", "second_start"),
    ("work_trial", "as_of"),
]


@pytest.mark.parametrize(("tool", "key"), DAYS)
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "not-a-date"),
        ("i går", "not-a-date"),
        ("2/3", "not-a-date"),
        ("2026-02-30", "not-a-date"),
        ("20260302", "not-a-date"),
        ("\ud800", "not-a-date"),
        (20260302, "not-a-date"),
        (True, "not-a-date"),
        ([], "not-a-date"),
        ("1899-12-31", "out-of-range"),
        ("2200-01-01", "out-of-range"),
        ("9999-12-31", "out-of-range"),
    ],
    ids=ascii,
)
def test_what_is_no_day(tool: str, key: str, value: Any, code: str) -> None:
    assert places(refused(GOOD[tool] | {key: value}, tool)) == [(key, code)]


@pytest.mark.parametrize(("tool", "key"), [pair for pair in DAYS if pair[1] != "second_start"])
def test_null_is_no_day(tool: str, key: str) -> None:
    assert places(refused(GOOD[tool] | {key: None}, tool)) == [(key, "required")]


@pytest.mark.parametrize("tool", TOOLS)
def test_the_ends_of_the_calendar(tool: str) -> None:
    for key in GOOD[tool]:
        for day in ("1900-01-01", "2199-12-31"):
            if key not in ("via_employer", "kind"):
                case = {"second_start": None} if key == "first_start" else {}
                if (key, day) != ("second_start", "1900-01-01"):
                    asked(tool, **case, **{key: day})


@pytest.mark.parametrize(
    ("tool", "given", "expected"),
    [
        ("notification", {}, [("first_day", "required"), ("notified", "required")]),
        ("review_request", {}, [("kind", "required"), ("received", "required")]),
        ("work_trial", {}, [("first_start", "required")]),
        (
            "notification",
            {"notified": "x", "first_day": 7, "via_employer": None, "extra": 1},
            [
                ("extra", "unknown-key"),
                ("first_day", "not-a-date"),
                ("notified", "not-a-date"),
                ("via_employer", "wrong-type"),
            ],
        ),
        (
            "review_request",
            {"received": "2200-01-01", "kind": "", "as_of": "x", "x" * 50: 1},
            [
                ("as_of", "not-a-date"),
                ("kind", "not-allowed"),
                ("received", "out-of-range"),
                ("x" * 40 + "…", "unknown-key"),
            ],
        ),
        (
            "work_trial",
            {"first_start": None, "second_start": "x", "as_of": None, "start": 1},
            [
                ("as_of", "required"),
                ("first_start", "required"),
                ("second_start", "not-a-date"),
                ("start", "unknown-key"),
            ],
        ),
    ],
)
def test_every_fault_at_once(tool: str, given: Json, expected: list[tuple[str, str]]) -> None:
    assert sorted(places(refused(given, tool))) == expected


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "text", [], [{}]])
@pytest.mark.parametrize("tool", TOOLS)
def test_anything_but_an_object(tool: str, value: Any) -> None:
    assert places(refused(value, tool)) == [("", "wrong-type")]


@pytest.mark.parametrize("kind", [None, "Omprovning", "omprövning", 1, True, [], {}, "\ud800"])
def test_a_kind_that_is_not_there(kind: Any) -> None:
    faults = refused(GOOD["review_request"] | {"kind": kind}, "review_request")
    assert places(faults) == [("kind", "not-allowed")]


@pytest.mark.parametrize("value", [None, 0, 1, "true", "", []])
def test_yes_or_no(value: Any) -> None:
    faults = refused(GOOD["notification"] | {"via_employer": value}, "notification")
    assert places(faults) == [("via_employer", "wrong-type")]


@pytest.mark.parametrize("tool", ["review_request", "work_trial"])
def test_as_of_is_today_when_it_is_not_given(tool: str) -> None:
    before = date.today()
    case = {key: value for key, value in GOOD[tool].items() if key != "as_of"}
    assert date.fromisoformat(computed(case, tool)["as_of"]) in (before, date.today())


ALL_KEYS = sorted({key for case in GOOD.values() for key in case})
VALUES = st.one_of(
    st.sampled_from(DATES),
    st.dates().map(date.isoformat),
    st.sampled_from(["omprovning", "overklagande", True, False, None]),
    any_json(),
)


@settings(max_examples=300)
@given(
    st.sampled_from(TOOLS),
    st.one_of(
        st.dictionaries(st.sampled_from(ALL_KEYS), VALUES, max_size=5),
        st.dictionaries(st.one_of(st.sampled_from(ALL_KEYS), st.text(max_size=50)), VALUES),
        any_json(),
    ),
    st.booleans(),
)
def test_any_json_has_an_answer_or_faults(tool: str, given: Any, on_top: bool) -> None:
    if on_top and isinstance(given, dict):
        given = GOOD[tool] | given
    ok, text = answer(tool, json.dumps(given))
    if not ok:
        assert faults_in(text)
        return
    result = json.loads(text)
    assert [date.fromisoformat(each["date"]) for each in result["dates"]] == sorted(
        date.fromisoformat(each["date"]) for each in result["dates"]
    )
    assert bool(result["dates"]) != ("before-rule" in codes(result))
    assert is_swedish(result["answer"])


# ---------------------------------------------------------------- the rule file


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(RULES, tmp_path / "rules")


def _compiled(folder: Path) -> dict[str, Any]:
    laws, _ = read(dict[str, Law], folder / "laws.yml")
    return compile_further(folder, laws, set(load_sources()))


def _faults(folder: Path) -> list[Fault]:
    with pytest.raises(Faulty) as raised:
        _compiled(folder)
    for fault in raised.value.faults:
        assert fault.file == str(folder / "further.yml")
        assert is_swedish(fault.sentence), fault.sentence
    return raised.value.faults


def test_the_rules_are_compiled_with_their_numbers_filled_in(folder: Path) -> None:
    rules = _compiled(folder)
    assert set(rules) == set(FILE)
    (version,) = rules["work_trial"]["versions"]
    assert "senast 14 dagar innan" in version["why"]
    assert "den 1 mars 2026" in rules["work_trial"]["before_rule"]
    assert version["legal_basis"][0]["label"] == "SFB 27 kap. 8 a §"
    assert "examples" not in rules["work_trial"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("      days_back: 7\n", "", "»days_back« saknas"),
        ("      days_back: 7\n", "      days_back: sju\n", "»days_back« ska vara ett heltal"),
        ("      days_back: 7\n", "      days_back: 0\n", "»days_back« ska vara minst 1"),
        ("      days_back: 7\n", "      days_back: 7\n      x: 1\n", "»x« är ingen nyckel"),
        ("{days_back}", "{days}", "Inom klamrar får bara {days_back} stå"),
        ("{days_back}", "{days_back.x}", "Inom klamrar får bara"),
        ("{days_back}", "{}", "Inom klamrar får bara"),
        ("{days_back}", "{days_back", "Inom klamrar får bara"),
        ("{first}", "{from}", "Inom klamrar får bara {first} stå"),
        ("      days_back: 7\n", '      to: "2030-01-01"\n      days_back: 7\n', "sista versionen"),
        ("{law: SFB, chapter: 27,", "{law: ABC,", "Lagen »ABC« finns inte"),
        ("{law: SFB, chapter: 27,", "{law: SFB,", "Kapitlet saknas"),
        ("FK-VAGL-ANMALAN]", "X]", "Källan »X« finns inte"),
        ("name: nyårsdagen, month: 1, day: 1}", "name: nyårsdagen, month: 2, day: 29}", "Den 29/2"),
        ("month: 6, day: 19}", "month: 6, day: 31}", "Den 31/6 finns inte varje år"),
        ("weekdays: [söndag]", "weekdays: [sunday]", "ska vara något av"),
        ("months: 2\n", "months: -2\n", "»months« ska vara minst 1"),
        ("    frame_last_day: Ramtidens sista dag\n", "", "»frame_last_day« saknas"),
    ],
)
def test_a_planted_fault(folder: Path, old: str, new: str, words: str) -> None:
    file = folder / "further.yml"
    comment, text = file.read_text("utf-8").split("\n\n", 1)
    assert old in text
    file.write_text("\n\n".join([comment, text.replace(old, new, 1)]), "utf-8")
    faults = _faults(folder)
    assert any(words in fault.sentence for fault in faults), faults
    assert all(fault.line for fault in faults)


@pytest.mark.parametrize("name", ["last_day", "public_holidays"])
def test_free_days_must_be_known_as_far_back_as_the_calculators_ask(
    folder: Path, name: str
) -> None:
    file = folder / "further.yml"
    before, after = file.read_text("utf-8").split(f"\n{name}:\n")
    after = after.replace('from: "2022-02-01"', 'from: "2022-02-02"', 1)
    file.write_text(f"{before}\n{name}:\n{after}", "utf-8")
    (fault,) = _faults(folder)
    assert "senast från 2022-02-01" in fault.sentence
    assert '"2022-02-02"' in file.read_text("utf-8").splitlines()[fault.line - 1]


def test_a_later_version_takes_over_on_its_day(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten days back from 2030 on: what is notified the day before is counted the old way."""
    from sjukskrivning import rules as rules_module

    file = folder / "further.yml"
    head, rest = file.read_text("utf-8").split("\nomprovning:\n")
    start, end = head.index('    - from: "2022-02-01"'), head.index("  examples:")
    old = head[start:end]
    older = old.replace('"2022-02-01"\n', '"2022-02-01"\n      to: "2029-12-31"\n')
    newer = old.replace("2022-02-01", "2030-01-01").replace("days_back: 7", "days_back: 10")
    head = head[:start] + older + newer + head[end:]
    file.write_text(f"{head}\nomprovning:\n{rest}", "utf-8")
    changed = rules_module.rules() | {"further": _compiled(folder)}
    for module in ("sjukskrivning.further", "sjukskrivning.rules"):
        monkeypatch.setattr(f"{module}.rules", lambda: changed)
    for notified, earliest in (("2029-12-31", "2029-12-24"), ("2030-01-01", "2029-12-22")):
        result = asked("notification", first_day="2029-12-01", notified=notified)
        assert result["earliest_day"] == earliest
    assert "10 dagar" in result["why"]
