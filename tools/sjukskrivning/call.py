"""The one way in: a tool's name and a JSON text, to a text. Used by the browser and the command line."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from sjukskrivning import (
    dfa,
    dfa_draft,
    entry,
    form_answers,
    form_file,
    form_page,
    form_response,
    form_text,
    milestones,
    notification,
    review_request,
    work_trial,
)
from sjukskrivning.calendar_file import as_calendar
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.forms import Form, form_called
from sjukskrivning.journal import as_text


def _as_json(result: Any) -> str:
    """JSON that can be written as UTF-8, whatever half characters the input held."""
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()


# tool -> what computes, and the forms its result can be had in, the usual one first
TOOLS: dict[str, tuple[Callable[[Any], Any], dict[str, Callable[[Any], str]]]] = {
    "milestones": (
        milestones.milestones,
        {"json": _as_json, "text": as_text, "ics": as_calendar},
    ),
    "periods": (entry.periods, {"json": _as_json}),
    "notification": (notification.notification, {"json": _as_json}),
    "review_request": (review_request.review_request, {"json": _as_json}),
    "work_trial": (work_trial.work_trial, {"json": _as_json}),
    "dfa": (dfa.dfa, {"json": _as_json}),
    "dfa_draft": (
        dfa_draft.checked,
        {"text": dfa_draft.as_text, "file": lambda pair: _as_json(dfa_draft.as_file(pair))},
    ),
    "dfa_file": (dfa_draft.opened, {"json": _as_json}),
}
# tools that concern one of the forms: what is made of its answers (of a saved file, for form_file)
FORM_TOOLS: dict[str, dict[str, Callable[[Form, Any, str], str]]] = {
    "form": {
        "state": lambda *given: _as_json(form_answers.state(*given)),
        "text": form_text.as_text,
        "fhir": lambda *given: _as_json(form_response.as_response(*given)),
        "draft": lambda *given: _as_json(form_text.drafts(*given)),
        "file": lambda *given: _as_json(form_file.as_file(*given)),
        "all": lambda *given: _as_json(form_page.everything(*given)),
    },
    "form_file": {"answers": lambda form, given, _: _as_json(form_file.opened(form, given))},
}


def answer(
    tool: str, text: str, form: str | None = None, which: Mapping[str, str] | None = None
) -> tuple[bool, str]:
    """(True, the result in that form) or (False, ``{"errors": […]}``). Raises nothing.

    ``which`` names a form and its language for the form tools: ``{"id": …, "lang": "sv"}``.
    """
    if tool not in TOOLS and tool not in FORM_TOOLS:
        names = ", ".join([*TOOLS, *FORM_TOOLS])
        return _refuse("unknown-tool", f"Verktyget finns inte. Välj bland: {names}.")
    forms: Mapping[str, Any] = TOOLS[tool][1] if tool in TOOLS else FORM_TOOLS[tool]
    if form is not None and form not in forms:
        reason = f"Svaret finns inte i den formen. Välj bland: {', '.join(forms)}."
        return _refuse("unknown-form", reason)
    make = forms[form or next(iter(forms))]
    try:
        _stop_what_is_too_deep(text)
        given = json.loads(text, object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError):
        reason = "Indata går inte att läsa som JSON, eller så står en nyckel två gånger."
        return _refuse("not-json", reason)
    try:
        if tool in TOOLS:
            return True, make(TOOLS[tool][0](given))
        which = which or {}
        language = which.get("lang", "sv")
        return True, make(form_called(which.get("id"), language), given, language)
    except Refused as refused:
        return False, refusal(refused.faults)


def _refuse(code: str, reason: str) -> tuple[bool, str]:
    return False, refusal([Fault("", code, reason)])


# strings first, so that what stands in them is not counted; always matches, hence linear
_NESTING = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]', re.DOTALL)
DEEPEST = 50


def _stop_what_is_too_deep(text: str) -> None:
    """In WebAssembly the parser's own recursion would break Python down before it is caught."""
    depth = 0
    for found in _NESTING.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
        if depth > DEEPEST:
            raise ValueError


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON lets the last of two equal keys win; here nothing is dropped in silence."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def refusal(faults: list[Fault]) -> str:
    """The error object of the interface."""
    return _as_json({"errors": [vars(fault) for fault in faults]})
