"""Both sides of every boundary for an employee, worked out by hand from the law."""

from typing import Any

import pytest
from ask import Dates, Json, ask, by_id, day, warned

FIRST = "2026-03-02"  # a Monday
FAR = "2030-01-01"  # an as_of after everything

# The calendar day of each milestone in one unbroken sick leave (facts, 1.0).
DAYS = {
    "sick_pay_first_day": 1,
    "certificate_required": 8,
    "sick_pay_last_day": 14,
    "benefit_first_day": 15,
    "employer_report_deadline": 21,
    "return_plan_deadline": 30,
    "team_review": 31,
    "chain_step_2": 91,
    "chain_step_3": 181,
    "normal_level_last_day": 365,
    "chain_step_4": 366,
    "continuation_level_first_day": 366,
    "special_reasons_horizon": 550,
}
# The report is a duty once sickness goes on after the sick-pay period, not on its own date.
NEEDED = DAYS | {"employer_report_deadline": 15}
STATUS_AT = {-1: "upcoming", 0: "today", 1: "passed"}


@pytest.mark.parametrize("name", DAYS)
@pytest.mark.parametrize("offset", STATUS_AT)
def test_the_day_before_the_day_itself_and_the_day_after(name: str, offset: int) -> None:
    found = by_id(ask((FIRST, None), as_of=day(FIRST, DAYS[name] + offset)))[name]
    assert (found["date"], found["status"]) == (day(FIRST, DAYS[name]), STATUS_AT[offset])


@pytest.mark.parametrize("offset", STATUS_AT)
@pytest.mark.parametrize(
    ("name", "last"),
    [(name, n + more) for name, n in NEEDED.items() for more in (-1, 0, 1) if n + more],
)
def test_the_last_day_of_the_sick_leave(name: str, last: int, offset: int) -> None:
    as_of = day(FIRST, DAYS[name] + offset)
    found = by_id(ask((FIRST, day(FIRST, last)), as_of=as_of))[name]
    reached = last >= NEEDED[name]
    assert found["date"] == day(FIRST, DAYS[name])
    assert found["status"] == (STATUS_AT[offset] if reached else "not_reached")


def test_the_first_and_the_last_sick_day_are_covered_and_no_other() -> None:
    chain_days = [
        ask((FIRST, "2026-03-11"), as_of=as_of)["chain_day"]
        for as_of in ("2026-03-01", FIRST, "2026-03-11", "2026-03-12")
    ]
    assert chain_days == [None, 1, 10, None]


def test_a_sick_leave_of_one_day() -> None:
    result = ask((FIRST, FIRST), as_of=FIRST)
    assert (result["chain_day"], result["case_days"], warned(result)) == (1, 1, [])
    periods = [period for chain in result["chains"] for period in chain["periods"]]
    assert [(period["start"], period["end"]) for period in periods] == [(FIRST, FIRST)]


# ---------------------------------------------------------------- relapse: at most 4 free days


@pytest.mark.parametrize(
    ("free", "again", "first", "last", "benefit", "report"),
    [
        # 5 sick days 2–6 March; a relapse has 9 sick-pay days left
        (3, "2026-03-10", FIRST, "2026-03-18", "2026-03-19", "2026-03-25"),
        (4, "2026-03-11", FIRST, "2026-03-19", "2026-03-20", "2026-03-26"),
        (5, "2026-03-12", "2026-03-12", "2026-03-25", "2026-03-26", "2026-04-01"),
        (6, "2026-03-13", "2026-03-13", "2026-03-26", "2026-03-27", "2026-04-02"),
    ],
)
def test_free_days_and_sick_pay(
    free: int, again: str, first: str, last: str, benefit: str, report: str
) -> None:
    result = ask((FIRST, "2026-03-06"), (again, None), as_of=again)
    found = by_id(result)
    names = ("sick_pay_first_day", "sick_pay_last_day", "benefit_first_day")
    assert [found[name]["date"] for name in names] == [first, last, benefit]
    assert found["employer_report_deadline"]["date"] == report
    # the certificate, the plan and the team are counted anew in each period
    for name in ("certificate_required", "return_plan_deadline", "team_review"):
        assert found[name]["date"] == day(again, DAYS[name])
    # the chain goes on in any case, and the free days are not in it
    assert (result["chain_day"], found["chain_step_2"]["date"]) == (6, day(again, 86))


@pytest.mark.parametrize(
    ("last", "uncertain"),
    [
        ("2026-03-05", {4, 5}),
        # The five days begin on a Monday if the patient was not fit before: a weekend first in the
        # gap may make it up to 6 free days from a Friday, 5 from a Saturday.
        ("2026-03-06", {4, 5, 6}),
        ("2026-03-07", {4, 5}),
        ("2026-03-08", {4, 5}),
    ],
    ids=["Thursday", "Friday", "Saturday", "Sunday"],
)
@pytest.mark.parametrize("free", [3, 4, 5, 6, 7])
def test_a_gap_at_the_boundary_is_warned_of(last: str, uncertain: set[int], free: int) -> None:
    again = day(last, free + 2)
    warnings = ask((FIRST, last), (again, None), as_of=again)["warnings"]
    found = [w["message"] for w in warnings if w["code"] == "relapse-boundary"]
    assert len(found) == (free in uncertain)
    weekend_first = last in ("2026-03-06", "2026-03-07")
    assert all(("helg" in message) is (weekend_first and free > 4) for message in found)


@pytest.mark.parametrize(("free", "case_days"), [(3, 8), (4, 8), (5, 8), (6, 3)])
def test_free_days_and_the_case_of_rehabstod(free: int, case_days: int) -> None:
    again = day("2026-03-07", free + 1)
    periods = ((FIRST, "2026-03-06"), (again, day(again, 3)))
    assert ask(*periods, as_of=again)["case_days"] == case_days


def test_rehabstod_joins_certificates_one_after_the_other() -> None:
    periods = ((FIRST, "2026-03-02"), ("2026-03-08", "2026-03-08"), ("2026-03-14", "2026-03-14"))
    assert ask(*periods, as_of=FIRST)["case_days"] == 3


def test_a_relapse_goes_on_from_spell_to_spell() -> None:
    """Three spells with 4 free days between: 3 + 3 sick days, the 14th is day 8 of the third."""
    periods = (("2026-03-02", "2026-03-04"), ("2026-03-09", "2026-03-11"), ("2026-03-16", None))
    found = by_id(ask(*periods, as_of="2026-03-16"))
    assert found["sick_pay_first_day"]["date"] == "2026-03-02"
    assert found["sick_pay_last_day"]["date"] == "2026-03-23"


def test_a_relapse_when_sick_pay_is_used_up() -> None:
    found = by_id(ask((FIRST, "2026-03-15"), ("2026-03-19", None), as_of="2026-03-19"))
    assert found["sick_pay_last_day"]["date"] == "2026-03-15"
    assert found["benefit_first_day"]["date"] == "2026-03-19"


@pytest.mark.parametrize(
    ("again", "date", "status"),
    [
        # 10 sick days 2–11 March, then a spell that ends on the sick-pay group's day 14 or 15
        (("2026-03-16", "2026-03-19"), "2026-03-26", "not_reached"),
        (("2026-03-16", "2026-03-20"), "2026-03-26", "passed"),
        # 5 free days: the second spell has its own 14 days
        (("2026-03-17", "2026-03-21"), "2026-04-06", "not_reached"),
        (("2026-03-17", "2026-03-30"), "2026-04-06", "not_reached"),
        (("2026-03-17", "2026-03-31"), "2026-04-06", "passed"),
    ],
)
def test_the_report_at_a_relapse(again: Dates, date: str, status: str) -> None:
    found = by_id(ask((FIRST, "2026-03-11"), again, as_of=FAR))["employer_report_deadline"]
    assert (found["date"], found["status"]) == (date, status)


def test_one_day_of_relapse_after_day_14_makes_the_report_a_duty() -> None:
    periods = ((FIRST, "2026-03-15"), ("2026-03-19", "2026-03-19"))
    found = by_id(ask(*periods, as_of="2026-03-22"))["employer_report_deadline"]
    assert (found["date"], found["status"]) == ("2026-03-22", "today")
    assert found["why"].startswith("7 kalenderdagar efter dag 14. ")


# ---------------------------------------------------------------- the chain: fewer than 90 days


@pytest.mark.parametrize(
    ("again", "chain_day", "step_2"),
    [
        # 14 sick days, the last one 15 March; 88, 89, 90 and 91 free days
        ("2026-06-12", 15, "2026-08-27"),
        ("2026-06-13", 15, "2026-08-28"),
        ("2026-06-14", 1, "2026-09-12"),
        ("2026-06-15", 1, "2026-09-13"),
    ],
)
def test_free_days_and_the_chain(again: str, chain_day: int, step_2: str) -> None:
    result = ask((FIRST, "2026-03-15"), (again, None), as_of=again)
    assert (result["chain_day"], len(result["chains"])) == (chain_day, 1 if chain_day > 1 else 2)
    assert [chain["latest"] for chain in result["chains"]][-1] is True
    assert by_id(result)["chain_step_2"]["date"] == step_2
    words = {"2026-06-13": "perioderna läggs ihop", "2026-06-14": "perioderna läggs inte ihop"}
    assert ("merging-boundary" in warned(result)) is (again in words)
    for warning in result["warnings"]:
        assert warning["code"] != "merging-boundary" or words[again] in warning["message"]


def test_each_pair_is_tried_and_free_days_never_count() -> None:
    """A, B and C of 10 days with 89 free days between each are one chain of 30 days."""
    periods = (("2026-01-01", "2026-01-10"), ("2026-04-10", "2026-04-19"), ("2026-07-18", None))
    result = ask(*periods, as_of="2026-07-27")
    assert (result["chain_day"], len(result["chains"])) == (30, 1)
    assert by_id(result)["chain_step_2"]["date"] == "2026-09-26"
    assert [chain["days"] for chain in result["chains"]] == [30]


@pytest.mark.parametrize(
    ("sick", "free", "warns"),
    [
        pytest.param(14, 30, True, id="sick pay only"),
        pytest.param(15, 30, False, id="one day of benefit"),
        pytest.param(14, 4, False, id="a relapse follows"),
        pytest.param(14, 90, False, id="in another chain"),
    ],
)
def test_a_short_spell_in_the_chain_is_uncertain(sick: int, free: int, warns: bool) -> None:
    again = day(FIRST, sick + free + 1)
    result = ask((FIRST, day(FIRST, sick)), (again, None), as_of=again)
    assert ("short-spell" in warned(result)) is warns


def test_the_chain_day_is_that_of_the_chain_as_of_lies_in() -> None:
    """The milestones are the newest chain's, the number of the day is not."""
    periods = (("2026-01-01", "2026-01-10"), ("2026-08-01", None))
    result = ask(*periods, as_of="2026-01-07")
    assert (result["chain_day"], result["case_days"]) == (7, 10)
    assert [(c["start"], c["days"]) for c in result["chains"]] == [
        ("2026-01-01", 10),
        ("2026-08-01", 0),
    ]
    assert by_id(result)["chain_step_2"]["date"] == "2026-10-30"


# ---------------------------------------------------------------- the same days, otherwise written


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        pytest.param([("01", "10"), ("11", "20")], set(), id="touching"),
        pytest.param([("01", "12"), ("08", "20")], {"overlap"}, id="overlapping"),
        pytest.param([("01", "20"), ("05", "08")], {"overlap"}, id="one inside the other"),
        pytest.param([("01", "20"), ("01", "20")], {"overlap"}, id="twice the same"),
        pytest.param([("01", "20"), ("20", "20")], {"overlap"}, id="one day shared"),
        pytest.param([("11", "20"), ("01", "10")], {"sorted"}, id="unsorted"),
        pytest.param([("08", "20"), ("05", "09"), ("01", "06")], {"overlap", "sorted"}, id="all"),
    ],
)
def test_the_same_days_give_the_same_answer(dates: list[tuple[str, str]], codes: set[str]) -> None:
    as_of = "2026-04-15"
    expected = ask(("2026-04-01", "2026-04-20"), as_of=as_of)
    assert warned(expected) == []
    result = ask(*((f"2026-04-{start}", f"2026-04-{end}") for start, end in dates), as_of=as_of)
    assert set(warned(result)) == codes
    assert {k: v for k, v in result.items() if k != "warnings"} == {
        k: v for k, v in expected.items() if k != "warnings"
    }


def test_an_overlap_is_found_after_a_gap() -> None:
    periods = [(FIRST, "2026-03-06"), ("2026-03-09", "2026-03-20"), ("2026-03-12", "2026-03-25")]
    assert "overlap" in warned(ask(*periods, as_of=FIRST))
    assert "overlap" not in warned(ask(*periods[:2], as_of=FIRST))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param([("2026-03-10", None)], id="another ongoing"),
        pytest.param([("2026-03-10", None), ("2026-03-05", None)], id="two more, unsorted"),
        pytest.param([("2026-03-10", "2026-03-20")], id="a closed one inside"),
        pytest.param([(FIRST, None)], id="twice the same"),
    ],
)
def test_several_ongoing_count_as_one(more: list[Dates]) -> None:
    as_of = "2026-03-31"
    expected, result = ask((FIRST, None), as_of=as_of), ask((FIRST, None), *more, as_of=as_of)
    assert result["milestones"] == expected["milestones"]
    assert (result["chain_day"], result["case_days"]) == (30, 30)
    assert result["chains"] == expected["chains"]


def test_where_periods_overlap_the_higher_degree_is_shown() -> None:
    periods = [
        {"start": "2026-04-01", "end": "2026-04-12", "degree": 50},
        {"start": "2026-04-08", "end": "2026-04-20", "degree": 100},
        {"start": "2026-04-18", "end": None, "degree": 25},
    ]
    result = ask(as_of="2026-04-15", periods=periods)
    pieces = [(p["start"], p["end"], p["degree"]) for p in result["chains"][0]["periods"]]
    assert pieces == [
        ("2026-04-01", "2026-04-07", 50),
        ("2026-04-08", "2026-04-20", 100),
        ("2026-04-21", None, 25),
    ]


def test_each_period_says_why_it_is_in_the_chain() -> None:
    periods = [
        {"start": "2026-03-01", "end": "2026-03-10", "degree": 100},
        {"start": "2026-03-11", "end": "2026-03-20", "degree": 50},
        {"start": "2026-03-22", "end": "2026-03-31", "degree": 50},
        {"start": "2026-06-29", "end": "2026-06-30", "degree": 50},
        {"start": "2026-09-29", "end": None, "degree": 50},
    ]
    chains = ask(as_of="2026-10-01", periods=periods)["chains"]
    reasons = [[period["joined_because"] for period in chain["periods"]] for chain in chains]
    assert reasons == [
        [
            "Första perioden i kedjan.",
            "Fortsätter direkt på perioden före.",
            "1 hel dag emellan – färre än 90.",
            "89 hela dagar emellan – färre än 90.",
        ],
        ["Första perioden i kedjan."],
    ]


@pytest.mark.parametrize(
    ("again", "joined"),
    [("2026-06-13", "2 perioder räknas ihop, inte dagarna emellan."), ("2026-06-14", None)],
)
def test_a_date_out_of_joined_periods_says_so(again: str, joined: str | None) -> None:
    found = by_id(ask((FIRST, "2026-03-15"), (again, None), as_of=again))
    assert ("räknas ihop" in found["chain_step_2"]["why"]) is (joined is not None)
    assert (joined or "") in found["chain_step_2"]["why"]
    assert "räknas ihop" not in found["certificate_required"]["why"]


@pytest.mark.parametrize("degree", [25, 50, 75, 100])
def test_every_degree_counts_whole_days(degree: int) -> None:
    periods = [{"start": FIRST, "end": None, "degree": degree}]
    result = ask(as_of="2026-05-31", periods=periods)
    assert result["chain_day"] == 91
    assert by_id(result)["normal_level_last_day"]["date"] == "2027-03-01"


# ---------------------------------------------------------------- where as_of lies


@pytest.mark.parametrize(
    ("as_of", "chain_day", "case_days"),
    [
        pytest.param("2026-02-28", None, 0, id="before"),
        pytest.param("2026-03-02", 1, 10, id="first day: future days of the case count too"),
        pytest.param("2026-03-06", 5, 10, id="last day before the gap"),
        pytest.param("2026-03-07", None, 0, id="in the gap"),
        pytest.param("2026-03-09", 6, 10, id="first day after the gap"),
        pytest.param("2026-03-13", 10, 10, id="last day"),
        pytest.param("2026-03-14", None, 0, id="after"),
    ],
)
def test_the_numbers_of_the_day(as_of: str, chain_day: int | None, case_days: int) -> None:
    result = ask((FIRST, "2026-03-06"), ("2026-03-09", "2026-03-13"), as_of=as_of)
    assert (result["chain_day"], result["case_days"]) == (chain_day, case_days)
    assert result["chains"][0]["days"] == 10  # whatever the day


def test_before_the_first_day_everything_lies_ahead() -> None:
    result = ask((FIRST, None), as_of="2026-03-01")
    assert {m["status"] for m in result["milestones"]} == {"upcoming"}
    assert result["chains"][0]["days"] == 0
    assert "starts-later" in warned(result)


def test_an_ongoing_period_that_starts_later_has_no_days_yet() -> None:
    result = ask((FIRST, "2026-03-11"), ("2026-03-13", None), as_of="2026-03-06")
    assert (result["chain_day"], result["case_days"]) == (5, 10)
    found = by_id(result)["chain_step_2"]
    assert (found["date"], found["status"]) == ("2026-06-01", "upcoming")
    assert "starts-later" in warned(result)


def test_an_ongoing_period_that_starts_today_has_one_day() -> None:
    result = ask((FIRST, None), as_of=FIRST)
    assert (result["chain_day"], result["case_days"], result["chains"][0]["days"]) == (1, 1, 1)
    assert "starts-later" not in warned(result)


# ---------------------------------------------------------------- the plan: at least 60 days


@pytest.mark.parametrize(
    ("last", "expected", "applies"),
    [
        pytest.param("2026-03-11", 59, False, id="59 expected"),
        pytest.param("2026-03-11", 60, True, id="60 expected"),
        pytest.param("2026-03-11", None, True, id="nothing said"),
        pytest.param("2026-04-29", 59, False, id="59 days on the certificate"),
        pytest.param("2026-04-30", 59, True, id="60 days on the certificate"),
    ],
)
def test_the_plan_needs_60_days(last: str, expected: int | None, applies: bool) -> None:
    more = {} if expected is None else {"expected_days": expected}
    found = by_id(ask((FIRST, last), as_of="2026-03-06", **more))["return_plan_deadline"]
    assert found["date"] == ("2026-03-31" if applies else None)
    assert (found["status"] == "not_applicable") is not applies
    # a date that hangs on something unsaid says so in words
    assert ("kan antas vara nedsatt i minst 60 dagar" in found["why"]) is (
        expected is None or not applies
    )


@pytest.mark.parametrize(("as_of", "applies"), [("2026-04-29", False), ("2026-04-30", True)])
def test_an_ongoing_sick_leave_of_60_days_needs_the_plan(as_of: str, applies: bool) -> None:
    result = ask((FIRST, None), as_of=as_of, expected_days=59)
    assert (by_id(result)["return_plan_deadline"]["date"] is not None) is applies
    assert ("longer-than-expected" in warned(result)) is applies


# ---------------------------------------------------------------- 364 days in 450


def _levels(result: Json) -> list[tuple[Any, ...]]:
    found = by_id(result)
    names = ("normal_level_last_day", "continuation_level_first_day")
    return [(found[name]["day"], found[name]["date"]) for name in names]


@pytest.mark.parametrize(
    ("sick", "free", "beyond"),
    [
        # With all 364 days used, 85 free days and the 13 counted sick-pay days leave 364 in the
        # frame of day 15; with 86 it is 363, and so it stays until day 366.
        (365, 85, 15),
        (365, 86, 366),
        (365, 87, 366),
        # 199 counted days: day 167 has 199 + 165 before it while the first of them is in the frame.
        (200, 84, 167),
        (200, 85, 167),
        (200, 86, 366),
        (200, 87, 366),
        # Sick pay alone does not count, unless benefit follows: then 13 + 1.
        (14, 5, 366),
        (15, 5, 352),
        # A relapse is the same sick-pay period: its day 366 is day 352 of the second spell.
        (14, 4, 352),
    ],
)
def test_the_frame_of_450_days(sick: int, free: int, beyond: int) -> None:
    first = "2024-01-01"
    again = day(first, sick + free + 1)
    last = day(again, beyond - 1) if beyond != 15 else day(first, sick)
    result = ask((first, day(first, sick)), (again, None), as_of=again)
    assert _levels(result) == [(364, last), (365, day(again, beyond))]


def test_a_relapse_into_a_frame_already_full() -> None:
    """400 days and 30 free ones: days 366–400 were below normal level, and so is benefit again."""
    first, again = "2024-01-01", "2025-03-06"
    result = ask((first, "2025-02-03"), (again, None), as_of=again)
    assert _levels(result) == [(364, "2024-12-30"), (399 + 13 + 1, "2025-03-20")]


@pytest.mark.parametrize("name", ["normal_level_last_day", "continuation_level_first_day"])
def test_serious_illness_lifts_the_limit(name: str) -> None:
    given: dict[str, Any] = {"as_of": "2027-03-02", "serious_illness": True}
    found = by_id(ask((FIRST, None), **given))[name]
    assert (found["day"], found["date"], found["status"]) == (None, None, "not_applicable")
    assert "allvarlig sjukdom" in found["why"]
    given["serious_illness"] = False
    assert by_id(ask((FIRST, None), **given))[name]["date"] is not None


# ---------------------------------------------------------------- the calendar


@pytest.mark.parametrize(
    ("first", "dates"),
    [
        pytest.param(
            "2027-12-31",
            ("2028-01-07", "2028-01-29", "2028-03-30", "2028-12-29", "2028-12-30", "2029-07-02"),
            id="the last day of a year, before a leap year",
        ),
        pytest.param(
            "2028-02-29",
            ("2028-03-07", "2028-03-29", "2028-05-29", "2029-02-27", "2029-02-28", "2029-08-31"),
            id="a leap day",
        ),
        pytest.param(
            "2027-03-01",
            ("2027-03-08", "2027-03-30", "2027-05-30", "2028-02-28", "2028-02-29", "2028-08-31"),
            id="up to a leap day",
        ),
        pytest.param(
            "2026-01-01",
            ("2026-01-08", "2026-01-30", "2026-04-01", "2026-12-31", "2027-01-01", "2027-07-04"),
            id="new year's day",
        ),
    ],
)
def test_leap_years_and_year_ends(first: str, dates: tuple[str, ...]) -> None:
    found = by_id(ask((first, None), as_of=first))
    names = ["certificate_required", "return_plan_deadline", "chain_step_2"]
    names += ["normal_level_last_day", "chain_step_4", "special_reasons_horizon"]
    assert tuple(found[name]["date"] for name in names) == dates


# ---------------------------------------------------------------- where the dated rules begin


def test_the_rules_begin_on_1_february_2022() -> None:
    result = ask(("2022-02-01", None), as_of="2022-03-01")
    assert (result["chain_day"], result["case_days"]) == (29, 29)
    assert len(result["milestones"]) == 13
    assert "before-first-rule" not in warned(result)


@pytest.mark.parametrize(
    "dates",
    [
        pytest.param([("2022-01-31", None)], id="one day too early"),
        # 28 days in February and 1–30 April with March are 89: still the same chain
        pytest.param([("2022-01-31", "2022-01-31"), ("2022-05-01", None)], id="joined by 89 days"),
    ],
)
def test_an_earlier_chain_gets_no_dates(dates: list[Dates]) -> None:
    result = ask(*dates, as_of="2022-05-30")
    assert (result["milestones"], result["chain_day"]) == ([], None)
    assert result["case_days"] == (120 if len(dates) == 1 else 30)
    assert warned(result) == ["before-first-rule"]


def test_a_new_chain_after_an_earlier_one_gets_its_dates() -> None:
    result = ask(("2022-01-31", "2022-01-31"), ("2022-05-02", None), as_of="2022-05-30")
    assert (result["chain_day"], len(result["milestones"])) == (29, 13)
    assert "before-first-rule" not in warned(result)


@pytest.mark.parametrize(
    ("first", "date", "new_words"),
    [("2022-03-04", "2022-08-31", False), ("2022-03-05", "2022-09-01", True)],
)
def test_the_wording_in_force_on_day_181(first: str, date: str, new_words: bool) -> None:
    """»Angiven yrkesgrupp« is the law's wording from 1 September 2022."""
    found = by_id(ask((first, None), as_of=first))["chain_step_3"]
    assert found["date"] == date
    assert ("angiven yrkesgrupp" in found["why"]) is new_words
