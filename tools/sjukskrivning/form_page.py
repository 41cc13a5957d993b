"""All that a form's page shows of its answers, in one call: an answer is shown before the next frame."""

from typing import Any

from sjukskrivning.form_answers import read_answers, state_of
from sjukskrivning.form_text import drafts_of, text_of
from sjukskrivning.forms import Form


def everything(form: Form, given: Any, language: str = "sv") -> dict[str, Any]:
    """``{"state": …, "text": …, "draft": …}``. Raises Refused.

    The state speaks the reader's language; text and drafts go into a record, hence are Swedish.
    """
    nodes = read_answers(form, given, language)
    return {
        "state": state_of(form, nodes, language),
        "text": text_of(form, nodes, "sv"),
        "draft": drafts_of(nodes, "sv"),
    }
