"""A result of ``milestones`` as a calendar file (iCalendar, RFC 5545).

All-day events for what is still to come, and nothing that says whose they are.
"""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sjukskrivning.faults import Fault, Refused


def as_calendar(result: dict[str, Any]) -> str:
    """The text of an .ics file. Raises Refused when no milestone lies ahead."""
    ahead = [m for m in result["milestones"] if m["date"] and m["date"] >= result["as_of"]]
    if not result["milestones"]:
        reason = "Inga datum är uträknade, så det finns inget att lägga i kalendern."
        raise Refused([Fault("", "nothing-ahead", reason)])
    if not ahead:
        reason = "Alla milstolpar har passerat, så det finns inget att lägga i kalendern."
        raise Refused([Fault("", "nothing-ahead", reason)])
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Sjukskrivning//Milstolpar//SV",
        "METHOD:PUBLISH",
    ]
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    for milestone in ahead:
        lines += _event(milestone, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _event(milestone: dict[str, Any], stamp: str) -> list[str]:
    first = date.fromisoformat(milestone["date"])
    title = f"{milestone['title']} (dag {milestone['day']} {milestone['counted']})"
    if milestone["status"] == "not_reached":
        title += " (om sjukskrivningen fortsätter)"
    why = f"{milestone['why']} [{', '.join(milestone['legal_basis'])}]"
    return [
        "BEGIN:VEVENT",
        # at random: two cases may share every date, and must not overwrite each other
        f"UID:{uuid.uuid4()}",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{first + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"DESCRIPTION:{_escaped(why)}",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for character in "\\;,":
        text = text.replace(character, "\\" + character)
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Lines of at most 75 octets, the rest on lines that begin with a space."""
    parts, part = [], ""
    for character in line:
        if len((part + character).encode()) > 74:
            parts.append(part)
            part = ""
        part += character
    return "\r\n ".join([*parts, part])
