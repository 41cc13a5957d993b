"""The tools' forms and the tables made from the rules."""

from typing import Any

from sjukskrivning import rules
from sjukskrivning.reading import DEGREES, offered

from macros.render import render
from tools.build.pack import packed

PAGE_URL = ""  # set before each page by macros/main.py

# The names of the occupations in the form; only those the rules speak of are offered.
OCCUPATIONS = {
    "employed": "Anställd",
    "on_demand": "Behovsanställd",
    "self_employed": "Egenföretagare",
    "unemployed": "Arbetslös",
    "parental_leave": "Föräldraledig",
    "student": "Studerande",
}


def milestone_tool() -> str:
    """The form of the milestone calculator, usable before Python is ready."""
    return render(
        "milestone_tool.html",
        occupations={key: name for key, name in OCCUPATIONS.items() if key in offered()},
        degrees=sorted(DEGREES, reverse=True),
        script=_from_root(f"{packed()['tools']}/milestones.mjs"),
    )


def time_limits() -> str:
    """Every time limit with how it is counted, its law and its reservations."""
    current = rules.rules()
    rows = [_row(rule, current) for rule in current["milestones"]]
    return render("time_limits.html", rows=[row for row in rows if row], status=current["status"])


def time_limit(milestone: str) -> str:
    """A milestone's day in running text, such as »dag 91«; pages never type it themselves."""
    for rule in rules.rules()["milestones"]:
        if rule["id"] == milestone:
            return f"dag {_day(rule['versions'][-1], rules.rules()['settings'])}"
    raise ValueError(f"milstolpen »{milestone}« finns inte")


def ways_of_counting() -> str:
    """The ways of counting, each with its law and reservations."""
    return render("counts.html", counts=list(rules.rules()["counts"].values()))


def runtime_python() -> str:
    """The Python version of the browser's runtime, such as »3.14.2«."""
    return packed()["python"]


def _row(rule: Any, current: Any) -> dict[str, Any] | None:
    """A rule as a row of the table; None for a regional rule that this region has not."""
    version = rule["versions"][-1]
    if "day_setting" in version and not current["settings"][version["day_setting"]]:
        return None
    count = current["counts"][rule["count"]]
    return {
        **version,
        "id": rule["id"],
        "title": rule["title"],
        "day": _day(version, current["settings"]) if "level" not in rule else None,
        "level": rule.get("level"),
        "count": count,
        "reservations": version["reservations"],
    }


def _day(version: Any, settings: Any) -> int:
    number = (
        settings[version["day_setting"]] if "day_setting" in version else version["day"]["employed"]
    )
    return int(number) + int(version.get("then_calendar_days", 0))


def _from_root(path: str) -> str:
    return "../" * PAGE_URL.count("/") + path
