"""A result of ``milestones`` as plain text to paste into the patient's record."""

from typing import Any

STATUS = {
    "passed": "passerad",
    "today": "denna dag",
    "upcoming": "kommande",
    "not_reached": "om sjukskrivningen fortsätter",
}


def as_text(result: dict[str, Any]) -> str:
    """Lines of plain text. Holds the dates that were typed and nothing about who they belong to."""
    lines = [f"Milstolpar i sjukfallet, räknade {result['as_of']}", *result["assumptions"], ""]
    for chain in result["chains"]:
        name = "Aktuell kedja" if chain["latest"] else "Tidigare kedja"
        lines.append(f"{name} ({_days(chain['days'])}):")
        lines += [
            f"- {p['start']} – {p['end'] or 'pågår'}, {p['degree']} %" for p in chain["periods"]
        ]
    if result["chain_day"] is not None:
        lines.append(f"Dag i rehabiliteringskedjan: {result['chain_day']}")
    if result["case_days"]:
        lines.append(f"Längd enligt Rehabstöds räknesätt: {_days(result['case_days'])}")
    lines.append("")
    for milestone in result["milestones"]:
        if milestone["date"]:
            law = ", ".join(milestone["legal_basis"])
            status = STATUS[milestone["status"]]
            lines.append(
                f"{milestone['date']} ({status}) dag {milestone['day']} "
                f"{milestone['counted']}: {milestone['title']} [{law}]"
            )
    for warning in result["warnings"]:
        lines.append(f"Obs: {warning['message']}")
    lines += [
        "",
        "Datumen är uträknade ur lagtexten och angivna källor. Försäkringskassan beslutar om "
        "sjukpenning, arbetsgivaren prövar rätten till sjuklön.",
        result["reservation"],
    ]
    return "\n".join(lines) + "\n"


def _days(number: int) -> str:
    return "1 dag" if number == 1 else f"{number} dagar"
