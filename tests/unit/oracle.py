"""Brute-force oracle for `milestones`: walks single days, knows nothing of the real engine.

A day is an ordinal (`date.toordinal`), a group is an ascending list of sick days. Everything is
built up day by day; "for ever" means up to a horizon that lies beyond every date asked for.
"""

from bisect import bisect_left
from datetime import date
from typing import Any

RULES_FROM = date(2022, 2, 1).toordinal()

# The most whole free days that may lie between two days of the same group.
FREE_DAYS = {"period": 0, "sick_pay": 4, "case": 5, "chain": 89}

# occupation -> milestone id -> (count, number of the sick day in that count)
NUMBERED: dict[str, dict[str, tuple[str, int]]] = {
    "employed": {
        "sick_pay_first_day": ("sick_pay", 1),
        "certificate_required": ("period", 8),
        "sick_pay_last_day": ("sick_pay", 14),
        "benefit_first_day": ("sick_pay", 15),
        "return_plan_deadline": ("period", 30),
        "chain_step_2": ("chain", 91),
        "chain_step_3": ("chain", 181),
        "chain_step_4": ("chain", 366),
        "special_reasons_horizon": ("chain", 550),
    },
}
# occupation -> the group's last day without benefit; the days after it are benefit days
DAYS_BEFORE_BENEFIT = {"employed": 14}
# occupation -> the group's first day that counts towards normal level, if benefit follows
FIRST_COUNTED_DAY = {"employed": 2}

SICK_PAY_DAYS = 14
REPORT_WITHIN = 7
PLAN_FROM_DAYS = 60
NORMAL_LEVEL_DAYS = 364
NORMAL_LEVEL_WINDOW = 450

NOT_APPLICABLE: dict[str, Any] = {"day": None, "date": None, "status": "not_applicable"}


def split(days: list[int], free_days: int) -> list[list[int]]:
    """Cut ascending days wherever more than `free_days` whole days lie between two of them."""
    groups = [[days[0]]]
    for day in days[1:]:
        if day - groups[-1][-1] - 1 > free_days:
            groups.append([])
        groups[-1].append(day)
    return groups


def normal_level(groups: list[list[int]], occupation: str) -> dict[str, tuple[int, int]]:
    """Both level milestones as (day, ordinal); the last group must be run on long enough."""
    unpaid = DAYS_BEFORE_BENEFIT[occupation]
    followed = [group for group in groups if len(group) > unpaid]
    counted = [day for group in followed for day in group[FIRST_COUNTED_DAY[occupation] - 1 :]]
    benefit = [day for group in followed for day in group[unpaid:]]

    def counted_before(day: int) -> int:
        return bisect_left(counted, day) - bisect_left(counted, day - NORMAL_LEVEL_WINDOW)

    def is_normal(day: int) -> bool:
        return counted_before(day) < NORMAL_LEVEL_DAYS

    first_reduced = next(day for day in groups[-1][unpaid:] if not is_normal(day))
    last_normal = next(day for day in reversed(benefit) if day < first_reduced and is_normal(day))
    return {
        "normal_level_last_day": (1 + counted_before(last_normal), last_normal),
        "continuation_level_first_day": (1 + counted_before(first_reduced), first_reduced),
    }


def oracle(case: dict[str, Any], team_review_day: int | None = 31) -> dict[str, Any]:
    """Return chain day, case days, chains and milestones of a valid `milestones` input."""
    occupation: str = case["occupation"]
    numbered = dict(NUMBERED[occupation])
    if team_review_day is not None:
        numbered["team_review"] = ("period", team_review_day)

    as_of = date.fromisoformat(case["as_of"]).toordinal()
    periods = [
        (
            date.fromisoformat(p["start"]).toordinal(),
            None if p["end"] is None else date.fromisoformat(p["end"]).toordinal(),
        )
        for p in case["periods"]
    ]
    ongoing = any(end is None for _, end in periods)
    last_end = max((end for _, end in periods if end is not None), default=0)
    latest = max(as_of, last_end, *(start for start, _ in periods))
    horizon = latest + max(600, *(number for _, number in numbered.values()))

    known: set[int] = set()  # what every number of days is made of
    joined: set[int] = set()  # what joining and dates are made of
    for start, end in periods:
        known.update(range(start, (as_of if end is None else end) + 1))
        joined.update(range(start, (horizon if end is None else end) + 1))
    sick = sorted(joined)
    groups = {count: split(sick, free) for count, free in FREE_DAYS.items()}
    tail = list(range(sick[-1] + 1, horizon + 1))  # the sick leave thought to run on

    def known_in(group: list[int]) -> list[int]:
        return [day for day in group if day in known]

    chain_day: int | None = None
    case_days = 0
    if as_of in known:
        chain = next(group for group in groups["chain"] if as_of in group)
        chain_day = sum(day <= as_of for day in known_in(chain))
        case_days = len(known_in(next(group for group in groups["case"] if as_of in group)))
    result: dict[str, Any] = {
        "chain_day": chain_day,
        "case_days": case_days,
        "chains": [
            {"start": date.fromordinal(group[0]).isoformat(), "days": len(known_in(group))}
            for group in groups["chain"]
        ],
        "milestones": {},
    }
    if groups["chain"][-1][0] < RULES_FROM:
        result["chain_day"] = None
        return result

    def milestone(number: int, day: int, reached: bool) -> dict[str, Any]:
        status = "passed" if day < as_of else "today" if day == as_of else "upcoming"
        return {
            "day": number,
            "date": date.fromordinal(day).isoformat(),
            "status": status if reached else "not_reached",
        }

    def is_reached(day: int) -> bool:
        return ongoing or day <= last_end

    milestones: dict[str, dict[str, Any]] = result["milestones"]
    for name, (count, number) in numbered.items():
        day = (groups[count][-1] + tail)[number - 1]
        milestones[name] = milestone(number, day, is_reached(day))
    if team_review_day is None:
        milestones["team_review"] = dict(NOT_APPLICABLE)

    sick_pay = groups["sick_pay"][-1]
    deadline = (sick_pay + tail)[SICK_PAY_DAYS - 1] + REPORT_WITHIN
    milestones["employer_report_deadline"] = milestone(
        SICK_PAY_DAYS + REPORT_WITHIN, deadline, len(sick_pay) > SICK_PAY_DAYS
    )

    run_length = len(known_in(groups["period"][-1]))
    if case.get("expected_days", PLAN_FROM_DAYS) < PLAN_FROM_DAYS and run_length < PLAN_FROM_DAYS:
        milestones["return_plan_deadline"] = dict(NOT_APPLICABLE)

    levels = normal_level([*groups["sick_pay"][:-1], sick_pay + tail], occupation)
    for name, (number, day) in levels.items():
        milestones[name] = milestone(number, day, is_reached(day))
        if case.get("serious_illness", False):
            milestones[name] = dict(NOT_APPLICABLE)
    return result
