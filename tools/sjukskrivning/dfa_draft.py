"""A draft of a certificate as the reader takes it along: as text, and as a file that can be opened again.

The names are those of the certificate's own fields (FK 7804), in its order.
"""

from typing import Any

from sjukskrivning.dates import from_iso, in_words
from sjukskrivning.dfa_reading import Draft, read_draft
from sjukskrivning.faults import Fault, Refused

KIND = "sjukskrivning-dfa"
VERSION = "1"
KEYS = {"kind", "version", "draft"}

FIELDS = {
    "infection_carrier": "Smittbärarpenning",
    "status": "Sysselsättning",
    "work": "Yrke och arbetsuppgifter",
    "diagnosis": "Diagnos",
    "function": "Funktionsnedsättning",
    "activity": "Aktivitetsbegränsning",
    "periods": "Nedsättning av arbetsförmågan",
    "beyond_guidance_reason": "Längre tid än beslutsstödet, därför att",
    "uneven_schedule": "Försvåras återgången av ojämn arbetstid?",
    "uneven_schedule_reason": "Medicinska skäl till ojämn arbetstid",
    "prognosis": "Prognos",
    "other": "Övriga upplysningar",
}
STATUSES = {
    "employed": "Nuvarande arbete",
    "unemployed": "Arbetssökande",
    "parental_leave": "Föräldraledighet för vård av barn",
    "student": "Studier",
}


def checked(given: Any) -> tuple[Draft, Any]:
    """The draft as it was given, read. Raises Refused."""
    return read_draft(given), given


def as_text(pair: tuple[Draft, Any]) -> str:
    """Each field that holds something, under its name."""
    draft, _ = pair
    said = {
        "infection_carrier": "Ja" if draft.flags["infection_carrier"] else "",
        "status": STATUSES.get(draft.status, ""),
        "work": "\n".join(each for each in (draft.occupation, draft.tasks) if each.strip()),
        "diagnosis": "\n".join(
            " ".join(part.strip() for part in each if part.strip()) for each in draft.diagnosis
        ),
        "uneven_schedule": {True: "Ja", False: "Nej"}.get(draft.uneven_schedule is True, "")
        if draft.uneven_schedule is not None
        else "",
        "periods": "\n".join(_period(each) for each in draft.periods if isinstance(each, dict)),
        **{field: draft.texts[field] for field in FIELDS if field in draft.texts},
    }
    parts = [
        f"{name}\n{text}" for field, name in FIELDS.items() if (text := said.get(field, "").strip())
    ]
    return "\n\n".join(parts) + ("\n" if parts else "")


def _period(period: dict[str, Any]) -> str:
    days = [_day(period.get(key)) for key in ("start", "end")]
    return f"{period.get('degree') or '?'} % från och med {days[0]} till och med {days[1]}"


def _day(value: Any) -> str:
    ordinal = from_iso(value) if isinstance(value, str) else None
    return in_words(ordinal) if ordinal else "?"


def as_file(pair: tuple[Draft, Any]) -> dict[str, Any]:
    """What is saved: the input of ``dfa`` as it was given, and what kind of file it is."""
    return {"kind": KIND, "version": VERSION, "draft": pair[1]}


def opened(given: Any) -> Any:
    """The draft of a saved file. The file is read as if anyone had written it. Raises Refused."""
    if not isinstance(given, dict) or given.get("kind") != KIND or set(given) != KEYS:
        raise _refused("not-a-draft", "Filen är inget sparat utkast från DFA-kontrollen.")
    if given["version"] != VERSION:
        reason = "Filen är sparad i en annan version av DFA-kontrollen. Skriv utkastet på nytt."
        raise _refused("other-version", reason)
    damaged = _refused("damaged", "Filen är skadad eller ändrad, så den går inte att öppna.")
    try:
        draft = read_draft(given["draft"])
    except Refused:
        raise damaged from None
    if not all(map(_can_be_shown, draft.periods)) or len(draft.diagnosis) > 3:
        raise damaged
    degrees = [each["degree"] for each in draft.periods]
    if len(degrees) > len(set(degrees)):  # the certificate has one row for each degree
        raise damaged
    return given["draft"]


def _can_be_shown(period: Any) -> bool:
    return (
        isinstance(period, dict)
        and set(period) == {"start", "end", "degree"}
        and all(isinstance(period[key], str) for key in ("start", "end"))
        and type(period["degree"]) is int
        and period["degree"] in (25, 50, 75, 100)
    )


def _refused(code: str, reason: str) -> Refused:
    return Refused([Fault("", code, reason)])
