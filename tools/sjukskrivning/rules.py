"""The dated rules, as the build has checked them. Nothing is decided here, only looked up."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from sjukskrivning.dates import from_iso
from sjukskrivning.periods import FOREVER


@cache
def rules() -> Any:
    """The whole of ``generated/milestones.json``. Raises FileNotFoundError before the first build."""
    source = files("sjukskrivning") / "generated" / "milestones.json"
    return json.loads(source.read_text("utf-8"))


def first_rule_day() -> int:
    """From this day on every rule is dated; a case that begins before it is refused."""
    return _day(rules()["first_rule"])


def version_on(rule: Any, day: int) -> Any:
    """The version of a rule that is in force on a day. Raises LookupError where there is none."""
    for version in rule["versions"]:
        first, last = in_force(version)
        if first <= day <= last:
            return version
    raise LookupError(f"no version of {rule['id']} on day {day}")


def in_force(version: Any) -> tuple[int, int]:
    """A version's first and last day, both included; the last of a version that still holds is far off."""
    return _day(version["from"]), _day(version["to"]) if "to" in version else FOREVER


def count_on(name: str, day: int) -> Any:
    """The version of a way of counting that is in force on a day."""
    return version_on(rules()["counts"][name], day)


@cache
def _day(text: str) -> int:
    day = from_iso(text)
    assert day is not None, text  # the build has checked it
    return day
