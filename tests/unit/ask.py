"""How the unit tests ask the engine: a case in, the answer out."""

import json
import re
from datetime import date, timedelta
from typing import Any

from sjukskrivning.call import answer

SETTINGS = {"team_review_day": 31}  # whichever region the JSON was made for
ENGLISH = re.compile(
    r"\b(the|should|must|is|not|of|or|and|valid|value|input|key|string|expected|found)\b"
)

Dates = tuple[str, str | None]
Json = dict[str, Any]


def day(first: str, number: int) -> str:
    """Dag N = dag 1 + (N − 1) calendar days (facts, 1.0); 0 is the day before dag 1."""
    return (date.fromisoformat(first) + timedelta(number - 1)).isoformat()


def case(*dates: Dates, as_of: str, **more: Any) -> Json:
    """An employee's case with full-time periods."""
    periods = [{"start": start, "end": end, "degree": 100} for start, end in dates]
    given = {"occupation": "employed", "periods": periods, "as_of": as_of, "settings": SETTINGS}
    return given | more


def computed(given: Any, tool: str = "milestones") -> Any:
    """The result of an input that can be computed."""
    ok, text = answer(tool, json.dumps(given))
    assert ok, text
    return json.loads(text)


def ask(*dates: Dates, as_of: str, **more: Any) -> Json:
    result: Json = computed(case(*dates, as_of=as_of, **more))
    return result


def refused(given: Any, tool: str = "milestones") -> list[Json]:
    """The faults of an input that cannot be computed."""
    ok, text = answer(tool, json.dumps(given))
    assert not ok, text
    return faults_in(text)


def faults_in(text: str) -> list[Json]:
    """The faults of an error object, which must be well-formed and in Swedish."""
    text.encode("utf-8")
    given = json.loads(text)
    assert set(given) == {"errors"}
    faults: list[Json] = given["errors"]
    for fault in faults:
        assert set(fault) == {"field", "code", "message"}
        assert is_swedish(fault["message"]), fault
    return faults


def places(faults: list[Json]) -> list[tuple[str, str]]:
    """(field, code) of every fault."""
    return [(fault["field"], fault["code"]) for fault in faults]


def by_id(result: Json) -> dict[str, Json]:
    return {milestone["id"]: milestone for milestone in result["milestones"]}


def warned(result: Json) -> list[str]:
    return [warning["code"] for warning in result["warnings"]]


def is_swedish(sentence: str) -> bool:
    """A whole sentence without English words; a parser's own words may stand in parentheses."""
    outside = re.sub(r"\(.*\)", "", sentence)
    begins = sentence[:1].isupper() or sentence[:1] == "»"
    return begins and sentence.endswith(".") and not ENGLISH.search(outside.lower())
