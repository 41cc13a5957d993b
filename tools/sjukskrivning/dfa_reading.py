"""Reads the input of ``dfa``: every fault at once. What is wrong in a period is no fault here."""

from dataclasses import dataclass
from typing import Any

from sjukskrivning.dates import from_iso
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.reading import name_of

STATUSES = ("employed", "unemployed", "parental_leave", "student")
TEXTS = (
    *("function", "activity", "beyond_guidance_reason", "uneven_schedule_reason"),
    *("prognosis", "other"),
)
FLAGS = ("beyond_guidance", "obvious", "infection_carrier")
KEYS = {*TEXTS, *FLAGS, "diagnosis", "work", "periods", "issued", "uneven_schedule"}
UNKNOWN = "Nyckeln används inte här; kontrollera stavningen."
MOST = 200


@dataclass(frozen=True)
class Draft:
    """A draft of a certificate. ``texts`` holds every free text by its field."""

    texts: dict[str, str]
    diagnosis: list[tuple[str, str]]
    status: str
    occupation: str
    tasks: str
    periods: list[Any]
    issued: int | None
    uneven_schedule: bool | None
    flags: dict[str, bool]


def read_draft(given: Any) -> Draft:
    """The draft from any JSON value. Raises Refused."""
    if not isinstance(given, dict):
        raise Refused([Fault("", "wrong-type", "Indata ska vara ett objekt.")])
    faults = [Fault(name_of(key), "unknown-key", UNKNOWN) for key in given if key not in KEYS]
    texts = {key: _text(given, key, key, faults) for key in TEXTS}
    diagnosis = []
    for index, each in enumerate(_listed(given, "diagnosis", faults)):
        here = f"diagnosis[{index}]"
        pair = _object(each, here, ("code", "text"), faults)
        values = [_text(pair, key, f"{here}.{key}", faults) for key in ("code", "text")]
        texts |= {f"{here}.code": values[0], f"{here}.text": values[1]}
        diagnosis.append((values[0], values[1]))
    work = _object(given.get("work"), "work", ("status", "occupation", "tasks"), faults)
    for key in ("occupation", "tasks"):
        texts[f"work.{key}"] = _text(work, key, f"work.{key}", faults)
    status = _text(work, "status", "work.status", faults)
    if status and status not in STATUSES:
        reason = f"Sysselsättningen finns inte. Välj bland: {', '.join(STATUSES)}."
        faults.append(Fault("work.status", "not-allowed", reason))
    issued_text = _text(given, "issued", "issued", faults)
    issued = from_iso(issued_text)
    if issued_text and issued is None:
        reason = "Det är inget datum. Skriv det som 2026-03-02."
        faults.append(Fault("issued", "not-a-date", reason))
    flags = {key: _flag(given, key, faults) is True for key in FLAGS}
    draft = Draft(
        texts=texts,
        diagnosis=diagnosis,
        status=status,
        occupation=texts["work.occupation"],
        tasks=texts["work.tasks"],
        periods=_listed(given, "periods", faults),
        issued=issued,
        uneven_schedule=_flag(given, "uneven_schedule", faults),
        flags=flags,
    )
    if faults:
        raise Refused(faults)
    return draft


def _text(given: dict[str, Any], key: str, field: str, faults: list[Fault]) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        faults.append(Fault(field, "wrong-type", "Värdet ska vara text."))
        return ""
    return value


def _flag(given: dict[str, Any], key: str, faults: list[Fault]) -> bool | None:
    value = given.get(key)
    if value is None or isinstance(value, bool):
        return value
    faults.append(Fault(key, "wrong-type", "Värdet ska vara true eller false."))
    return None


def _listed(given: dict[str, Any], key: str, faults: list[Fault]) -> list[Any]:
    value = given.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        faults.append(Fault(key, "wrong-type", "Värdet ska vara en lista."))
        return []
    if len(value) > MOST:
        faults.append(Fault(key, "too-many", f"Det är fler än {MOST}; dela upp listan."))
        return []
    return value


def _object(value: Any, field: str, keys: tuple[str, ...], faults: list[Fault]) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        faults.append(Fault(field, "wrong-type", "Värdet ska vara ett objekt."))
        return {}
    for key in value:
        if key not in keys:
            faults.append(Fault(f"{field}.{name_of(key)}", "unknown-key", UNKNOWN))
    return value
