"""The one way in: a tool's name and a JSON text, to a text. Used by the browser and the command line."""

import json
from collections.abc import Callable
from typing import Any

from sjukskrivning import entry, milestones, notification, review_request, work_trial
from sjukskrivning.calendar_file import as_calendar
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.journal import as_text


def _as_json(result: Any) -> str:
    return json.dumps(result, ensure_ascii=False, separators=(",", ":"))


# tool -> what computes, and the forms its result can be had in
TOOLS: dict[str, tuple[Callable[[Any], Any], dict[str, Callable[[Any], str]]]] = {
    "milestones": (
        milestones.milestones,
        {"json": _as_json, "text": as_text, "ics": as_calendar},
    ),
    "periods": (entry.periods, {"json": _as_json}),
    "notification": (notification.notification, {"json": _as_json}),
    "review_request": (review_request.review_request, {"json": _as_json}),
    "work_trial": (work_trial.work_trial, {"json": _as_json}),
}


def answer(tool: str, text: str, form: str = "json") -> tuple[bool, str]:
    """(True, the result in that form) or (False, ``{"errors": […]}``). Raises nothing."""
    if tool not in TOOLS:
        reason = f"Verktyget finns inte. Välj bland: {', '.join(TOOLS)}."
        return False, refusal([Fault("", "unknown-tool", reason)])
    compute, forms = TOOLS[tool]
    if form not in forms:
        reason = f"Svaret finns inte i den formen. Välj bland: {', '.join(forms)}."
        return False, refusal([Fault("", "unknown-form", reason)])
    try:
        given = json.loads(text, object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError):
        return False, refusal(
            [
                Fault(
                    "",
                    "not-json",
                    "Indata går inte att läsa som JSON, eller så står en nyckel två gånger.",
                )
            ]
        )
    try:
        return True, forms[form](compute(given))
    except Refused as refused:
        return False, refusal(refused.faults)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets the last of two equal keys win; here nothing is dropped in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def refusal(faults: list[Fault]) -> str:
    """The error object of the interface."""
    return _as_json({"errors": [vars(fault) for fault in faults]})
