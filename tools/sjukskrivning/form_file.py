"""The file that a filled form can be saved in, and what is made of it when it is opened again.

The file is the reader's own, on the reader's own device; it is read as if anyone had written it.
"""

from typing import Any

from sjukskrivning.faults import Fault, Refused
from sjukskrivning.form_answers import Node, all_nodes, read_answers
from sjukskrivning.form_values import UNFINISHED
from sjukskrivning.forms import Form, form_called

KIND = "sjukskrivning-formular"
KEYS = {"kind", "form", "version", "language", "answers"}


def as_file(form: Form, given: Any, language: str = "sv") -> dict[str, Any]:
    """The answers that count, with what a reader of the file needs to know. Raises Refused."""
    return {
        "kind": KIND,
        "form": form["id"],
        "version": form["version"],
        "language": language,
        "answers": _answers(read_answers(form, given, language)),
    }


def opened(form: Form, given: Any) -> dict[str, Any]:
    """``{"language": …, "answers": …}`` of a saved file. Raises Refused for any other content."""
    if not isinstance(given, dict) or given.get("kind") != KIND or set(given) != KEYS:
        raise _refused("not-a-form", "Filen är ingen sparad fil från det här formuläret.")
    if given["form"] != form["id"]:
        raise _refused("other-form", "Filen hör till ett annat formulär. Öppna den där.")
    if given["version"] != form["version"]:
        reason = (
            "Filen är sparad i en annan version av formuläret, så svaren kan höra till andra "
            f"frågor. Den här versionen är {form['version']}. Fyll i formuläret på nytt."
        )
        raise _refused("other-version", reason)
    damaged = _refused("damaged", "Filen är skadad eller ändrad, så den går inte att öppna.")
    if not isinstance(given["language"], str):
        raise damaged
    try:
        form_called(form["id"], given["language"])
        nodes = read_answers(form, given["answers"], given["language"])
    except Refused:
        raise damaged from None
    if any(
        fault.code not in UNFINISHED or not node.typed
        for node in all_nodes(nodes)
        for fault in node.faults
    ):
        raise damaged
    return {"language": given["language"], "answers": _answers(nodes)}


def _refused(code: str, reason: str) -> Refused:
    return Refused([Fault("", code, reason)])


def _answers(nodes: list[Node]) -> dict[str, Any]:
    """Back to the shape that answers come in."""
    found: dict[str, Any] = {}
    for node in nodes:
        if not node.enabled:
            continue
        link_id = node.item["linkId"]
        values = [*node.values, *node.typed]
        if node.children:
            found |= _answers(node.children)
        elif rows := [answers for row in node.rows if (answers := _answers(row))]:
            found[link_id] = rows
        elif values:
            found[link_id] = values if node.item.get("repeats") else values[0]
    return found
