"""One answer of a form: what was typed, read as the type that the question asks for."""

import math
import re
import unicodedata
from typing import Any

from sjukskrivning.dates import from_iso, iso
from sjukskrivning.forms import Item

LONGEST = {"string": 250, "text": 4000, "open-choice": 250}  # characters
MOST = 50  # answers to one question, rows of one group
LARGEST = 2**31 - 1  # FHIR's integer
# what someone typed and has not put right yet; it is kept, the other faults are no answers at all
UNFINISHED = {"not-whole", "not-a-number", "not-a-date", "too-small", "too-large"}


_BULLET = re.compile(r"(?m)^ *(?:[•◦▪‣●○∙⁃] *|[·–*](?: +|$))")
_BULLETS = tuple("•◦▪‣●○∙⁃·–*")


class Unreadable(Exception):
    """The answer does not fit its question; ``code`` is a key of ``form_words.WORDS``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_value(item: Item, given: Any) -> Any:
    """The answer to one question: bool, code, ``{"text": …}``, text, int, float or ISO date.

    None where nothing was answered. Raises Unreadable.
    """
    if given is None or (isinstance(given, str) and not clean(given, item["type"])):
        return None
    return _READERS[item["type"]](item, given)


def clean(text: str, kind: str = "text") -> str:
    """What FHIR and a journal's field can hold: no control characters, no tabs, whole characters.

    Line breaks stay in a ``text``; bullets pasted from elsewhere become »-«.
    """
    if text.isprintable() and text.lstrip()[:1] not in _BULLETS:
        return text.strip()  # nearly every answer: nothing below would change it
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = re.sub(r"\r\n?|[\u2028\u2029\v\f\x85]", "\n", text)
    text = re.sub(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " ", text)
    text = "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
    text = _BULLET.sub("- ", text)
    if kind != "text":
        text = text.replace("\n", " ")
    return re.sub(r" +$", "", text, flags=re.MULTILINE).strip()


def _boolean(item: Item, given: Any) -> bool:
    if not isinstance(given, bool):
        raise Unreadable("wrong-type")
    return given


def _choice(item: Item, given: Any) -> str:
    if not isinstance(given, str):
        raise Unreadable("wrong-type")
    if given not in [option["code"] for option in item["options"]]:
        raise Unreadable("not-an-option")
    return given


def _open_choice(item: Item, given: Any) -> Any:
    if not isinstance(given, dict):
        return _choice(item, given)
    if set(given) != {"text"}:
        raise Unreadable("wrong-type")
    text = _text(item, given["text"])
    return {"text": text} if text else None


def _text(item: Item, given: Any) -> str:
    if not isinstance(given, str):
        raise Unreadable("wrong-type")
    text = clean(given, item["type"])
    if len(text) > LONGEST[item["type"]]:
        raise Unreadable("too-long")
    return text


def _integer(item: Item, given: Any) -> int:
    if isinstance(given, str):
        text = clean(given, "string").replace(" ", "")
        if not re.fullmatch(r"[-+]?[0-9]{1,12}", text):
            raise Unreadable("not-whole")
        given = int(text)
    if isinstance(given, bool) or not isinstance(given, int):
        raise Unreadable("wrong-type")
    return int(_within(item, given))


def _decimal(item: Item, given: Any) -> float:
    if isinstance(given, str):
        text = clean(given, "string").replace(" ", "").replace(",", ".")
        if not re.fullmatch(r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,6})?", text):
            raise Unreadable("not-a-number")
        given = float(text)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise Unreadable("wrong-type")
    if isinstance(given, float) and not math.isfinite(given):
        raise Unreadable("wrong-type")
    number = _within(item, given)
    return int(number) if number == int(number) else number


def _within(item: Item, number: float) -> float:
    if number < item.get("min", -LARGEST):
        raise Unreadable("too-small")
    if number > item.get("max", LARGEST):
        raise Unreadable("too-large")
    return number


def _date(item: Item, given: Any) -> str:
    if not isinstance(given, str):
        raise Unreadable("wrong-type")
    day = from_iso(clean(given, "string"))
    if day is None:
        raise Unreadable("not-a-date")
    return iso(day)


_READERS = {
    "boolean": _boolean,
    "choice": _choice,
    "open-choice": _open_choice,
    "string": _text,
    "text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
}
