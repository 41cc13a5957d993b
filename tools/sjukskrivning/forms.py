"""The forms, as the build has checked them. Nothing is decided here, only looked up."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from sjukskrivning.faults import Fault, Refused

Form = dict[str, Any]
Item = dict[str, Any]


@cache
def forms() -> dict[str, Form]:
    """Every form by its id. Raises FileNotFoundError before the first build."""
    source = files("sjukskrivning") / "generated" / "forms.json"
    found: dict[str, Form] = json.loads(source.read_text("utf-8"))["forms"]
    return found


def form_called(form_id: Any, language: Any) -> Form:
    """The form; Refused where it, or the language in it, is not there."""
    if form_id not in forms():
        reason = f"Formuläret finns inte. Välj bland: {', '.join(forms())}."
        raise Refused([Fault("", "unknown-form-id", reason)])
    form = forms()[form_id]
    if language not in form["languages"]:
        reason = f"Språket finns inte i formuläret. Välj bland: {', '.join(form['languages'])}."
        raise Refused([Fault("", "unknown-language", reason)])
    return form
