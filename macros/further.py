"""The further calculations' forms, with what their rules say for a reader without the tool."""

from sjukskrivning.dates import FIRST_DAY, LAST_DAY, iso
from sjukskrivning.review_request import KINDS
from sjukskrivning.rules import rules

from macros.render import render


def further_tools() -> str:
    """The three forms, usable before Python is ready. Their module is started by the page's own."""
    further = rules()["further"]
    return render(
        "further_tools.html",
        rules={name: rule | {"latest": rule["versions"][-1]} for name, rule in further.items()},
        kinds={kind: further[kind]["title"] for kind in KINDS},
        first=iso(FIRST_DAY),
        last=iso(LAST_DAY),
    )
