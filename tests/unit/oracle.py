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
# the same for the sick-pay group of the self-employed who chose a long wait (SFB 27:33)
FREE_DAYS_LONG_WAIT = 19
LONG_WAITS = (14, 30, 60, 90)
DEFAULT_WAIT = 7

# milestone id -> (count, number of the sick day in that count by occupation); where an occupation
# is missing, the milestone is not applicable. `benefit_first_day` and `team_review` are not here.
NUMBERED: dict[str, tuple[str, dict[str, int]]] = {
    "sick_pay_first_day": ("sick_pay", {"employed": 1, "on_demand": 1}),
    "sick_pay_last_day": ("sick_pay", {"employed": 14, "on_demand": 14}),
    "certificate_required": (
        "period",
        {
            "employed": 8,
            "on_demand": 8,
            "self_employed": 8,
            "unemployed": 8,
            "parental_leave": 8,
            "student": 15,
        },
    ),
    "return_plan_deadline": ("period", {"employed": 30, "on_demand": 30}),
    "chain_step_2": ("chain", {"employed": 91, "on_demand": 91}),
    "chain_step_3": ("chain", {"employed": 181, "self_employed": 181}),
    "chain_step_4": ("chain", {"employed": 366, "self_employed": 366}),
    "special_reasons_horizon": ("chain", {"employed": 550, "self_employed": 550}),
}
IDS = [
    *NUMBERED,
    "benefit_first_day",
    "team_review",
    "employer_report_deadline",
    "normal_level_last_day",
    "continuation_level_first_day",
]

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


def free_days(occupation: str, wait: int) -> dict[str, int]:
    """What joins in each count."""
    if occupation == "self_employed" and wait in LONG_WAITS:
        return FREE_DAYS | {"sick_pay": FREE_DAYS_LONG_WAIT}
    return FREE_DAYS


def first_benefit_number(occupation: str, wait: int) -> int | None:
    """The number in the sick-pay group of the first day with benefit; None: never any."""
    if occupation == "student":
        return None
    if occupation == "self_employed":
        return wait + 1
    return SICK_PAY_DAYS + 1 if occupation in ("employed", "on_demand") else 1


def first_counted_number(occupation: str, wait: int) -> int:
    """The number of the first day that counts towards normal level, if benefit follows.

    13 of the 14 days of sick pay; all of the self-employed's benefit days; for the others not the
    day of the deduction.
    """
    return wait + 1 if occupation == "self_employed" else 2


def normal_level(
    groups: list[list[int]], first_benefit: int, first_counted: int
) -> dict[str, tuple[int, int]]:
    """Both level milestones as (day, ordinal); the last group must be run on long enough."""
    followed = [group for group in groups if len(group) >= first_benefit]
    counted = [day for group in followed for day in group[first_counted - 1 :]]
    benefit = [day for group in followed for day in group[first_benefit - 1 :]]

    def counted_before(day: int) -> int:
        return bisect_left(counted, day) - bisect_left(counted, day - NORMAL_LEVEL_WINDOW)

    def is_normal(day: int) -> bool:
        return counted_before(day) < NORMAL_LEVEL_DAYS

    first_reduced = next(day for day in groups[-1][first_benefit - 1 :] if not is_normal(day))
    last_normal = next(day for day in reversed(benefit) if day < first_reduced and is_normal(day))
    return {
        "normal_level_last_day": (1 + counted_before(last_normal), last_normal),
        "continuation_level_first_day": (1 + counted_before(first_reduced), first_reduced),
    }


def oracle(case: dict[str, Any], team_review_day: int | None = 31) -> dict[str, Any]:
    """Return chain day, case days, chains and milestones of a valid `milestones` input."""
    occupation: str = case["occupation"]
    wait: int = case.get("waiting_days", DEFAULT_WAIT)
    first_benefit = first_benefit_number(occupation, wait)
    numbered = {
        name: (count, by_occupation[occupation])
        for name, (count, by_occupation) in NUMBERED.items()
        if occupation in by_occupation
    }
    if first_benefit is not None:
        numbered["benefit_first_day"] = ("sick_pay", first_benefit)
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
    groups = {count: split(sick, free) for count, free in free_days(occupation, wait).items()}
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
    milestones.update((name, dict(NOT_APPLICABLE)) for name in IDS)
    for name, (count, number) in numbered.items():
        day = (groups[count][-1] + tail)[number - 1]
        milestones[name] = milestone(number, day, is_reached(day))

    sick_pay = groups["sick_pay"][-1]
    if "sick_pay_last_day" in numbered:
        deadline = (sick_pay + tail)[SICK_PAY_DAYS - 1] + REPORT_WITHIN
        milestones["employer_report_deadline"] = milestone(
            SICK_PAY_DAYS + REPORT_WITHIN, deadline, len(sick_pay) > SICK_PAY_DAYS
        )

    run_length = len(known_in(groups["period"][-1]))
    if case.get("expected_days", PLAN_FROM_DAYS) < PLAN_FROM_DAYS and run_length < PLAN_FROM_DAYS:
        milestones["return_plan_deadline"] = dict(NOT_APPLICABLE)

    if first_benefit is not None and not case.get("serious_illness", False):
        run_on = [*groups["sick_pay"][:-1], sick_pay + tail]
        levels = normal_level(run_on, first_benefit, first_counted_number(occupation, wait))
        for name, (number, day) in levels.items():
            milestones[name] = milestone(number, day, is_reached(day))
    return result
