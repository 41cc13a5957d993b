"""What of the rules depends on the occupation (sysselsättning) and on what its holder has chosen."""

from typing import Any

from sjukskrivning.dates import count_of
from sjukskrivning.normal_level import Limits
from sjukskrivning.reading import Input
from sjukskrivning.rules import count_on, rules

WITH_SICK_PAY = ("employed", "on_demand")
NAMES = {
    "employed": "anställd",
    "on_demand": "behovsanställd",
    "self_employed": "egenföretagare",
    "unemployed": "arbetslös",
    "parental_leave": "föräldraledig",
    "student": "studerande",
}


def assumptions(case_input: Input) -> list[str]:
    """What the dates rest on beside the periods, to stand with them wherever they are taken."""
    said = [f"Räknat för: {NAMES[case_input.occupation]}"]
    if case_input.occupation == "self_employed":
        said.append(f"Karenstid: {count_of(case_input.waiting_days, 'dag', 'dagar')}")
    if case_input.expected_days is not None and case_input.occupation in WITH_SICK_PAY:
        said.append(f"Väntad längd: {count_of(case_input.expected_days, 'dag', 'dagar')}")
    if case_input.serious_illness:
        said.append("Försäkringskassan har bedömt sjukdomen som allvarlig")
    if case_input.pension_age_reached:
        said.append("Har nått lägsta ålder för inkomstgrundad ålderspension")
    return said


def free_days(name: str, day: int, case_input: Input) -> int:
    """How many whole days may lie between periods that are counted together."""
    count = count_on(name, day)
    long_waiting = count.get("long_waiting")
    if (
        long_waiting
        and case_input.occupation == "self_employed"
        and case_input.waiting_days in long_waiting["waiting_days"]
    ):
        return int(long_waiting["free_days_at_most"])
    return int(count["free_days_at_most"])


def number_of(version: Any, case_input: Input) -> int:
    """The number of a milestone's day in its count."""
    if "day_setting" in version:
        return int(case_input.settings[version["day_setting"]])
    day = version["day"][case_input.occupation]
    return case_input.waiting_days + 1 if day == "waiting_days + 1" else int(day)


def limits_of(case_input: Input, count: Any) -> Limits:
    """The frame of 450 days for the occupation."""
    (benefit,) = [rule for rule in rules()["milestones"] if rule["id"] == "benefit_first_day"]
    first_benefit = number_of(benefit["versions"][-1], case_input)
    return Limits(
        level_days=count["level_days"],
        window_days=count["window_days"],
        first_benefit=first_benefit,
        first_counted=first_benefit - count["counted_before_benefit"][case_input.occupation],
    )
