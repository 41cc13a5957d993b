"""What the further calculations share: reading what is asked, and the parts of an answer.

They are ``notification``, ``review_request`` and ``work_trial``, each in its module. An answer holds

    dates         [{"id", "title", "date", "status"}] in time order; no status without an ``as_of``
    answer        the answer in a sentence or two
    why, conditions, exceptions, reservations, decides    texts to show with it
    legal_basis, links, sources, checked                  as in a milestone
    warnings      [{"code", "message"}]

and its own keys. Dates are ISO. A day before the oldest rule gives the warning ``before-rule`` and
no dates.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sjukskrivning.dates import in_words, iso, weekday
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.reading import name_of, read_day
from sjukskrivning.rules import in_force, rules


def rule_of(name: str) -> Any:
    """A rule of ``rules/further.yml``."""
    return rules()["further"][name]


def is_before(rule: Any, day: int) -> bool:
    """Whether the day is older than the rule's oldest version."""
    return day < in_force(rule["versions"][0])[0]


def read_object(given: Any, keys: Collection[str]) -> tuple[dict[str, Any], list[Fault]]:
    """The object and a fault for each key it should not have. Raises Refused for anything else."""
    if not isinstance(given, dict):
        raise Refused([Fault("", "wrong-type", "Indata ska vara ett objekt.")])
    reason = "Nyckeln används inte här; kontrollera stavningen."
    return given, [Fault(name_of(key), "unknown-key", reason) for key in given if key not in keys]


def read_as_of(given: dict[str, Any], faults: list[Fault]) -> int | None:
    """The day to count from; today where none is given, None and a fault where it is no day."""
    if "as_of" not in given:
        return date.today().toordinal()
    return read_day(given, "as_of", "as_of", faults)


def on(day: int) -> str:
    """``måndag den 2 mars 2026``."""
    return f"{weekday(day)} den {in_words(day)}"


def dated(rule: Any, days: dict[str, int], as_of: int | None = None) -> list[dict[str, str]]:
    """The days with the rule's titles, in time order."""
    found = []
    for name, day in sorted(days.items(), key=lambda pair: pair[1]):
        each = {"id": name, "title": rule["titles"][name], "date": iso(day)}
        if as_of is not None:
            each["status"] = _status(day, as_of)
        found.append(each)
    return found


def _status(day: int, as_of: int) -> str:
    if day == as_of:
        return "today"
    return "passed" if day < as_of else "upcoming"


def said_by(rule: Any, version: Any, *others: Any) -> dict[str, Any]:
    """What the versions that were used say, and where it stands; checked when the oldest was."""
    versions = (version, *others)
    links = [place for version in versions for place in version["legal_basis"]]
    together: dict[str, Any] = {
        key: [text for version in versions for text in version[key]]
        for key in ("conditions", "exceptions", "reservations")
    }
    return together | {
        "why": version["why"],
        "decides": rule["decides"],
        "legal_basis": [place["label"] for place in links],
        "links": links,
        "sources": list(dict.fromkeys(each for version in versions for each in version["sources"])),
        "checked": min(version["checked"] for version in versions),
    }


def before_rule(rule: Any) -> dict[str, Any]:
    """The answer to a day older than the rule: words and no dates."""
    return {
        "dates": [],
        "answer": rule["before_rule"],
        **said_by(rule, rule["versions"][0]),
        "warnings": [warning("before-rule", rule["before_rule"])],
    }


def warning(code: str, message: str) -> dict[str, str]:
    return {"code": code, "message": message}
