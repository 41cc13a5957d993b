"""What goes into the patient's record: plain text with only what was answered, in the form's order.

No tabs and no bullets but »-«, so that it survives the input field of a record system.
"""

from collections.abc import Iterator
from typing import Any

from sjukskrivning.form_answers import Node, read_answers
from sjukskrivning.form_words import WORDS, number_in_words
from sjukskrivning.forms import Form


def as_text(form: Form, given: Any, language: str = "sv") -> str:
    """The whole form: title, then each section that has an answer. Raises Refused."""
    words = WORDS[language]
    lines = [f"{form['title'][language]} ({words['version']} {form['version']})"]
    if form["answered_by"] == "patient":
        lines.append(words["patient"])
    for section in read_answers(form, given, language):
        answered = _lines(section.children, language)
        if answered:
            lines += ["", section.item["text"][language], *answered]
    return "\n".join(lines) + "\n"


def drafts(form: Form, given: Any, language: str = "sv") -> dict[str, str]:
    """``{"function": …, "activity": …}``: the patient's statements for two fields of the certificate.

    Empty where nothing was answered. Raises Refused.
    """
    found = {}
    nodes = read_answers(form, given, language)
    for kind in ("function", "activity"):
        lines = _lines(list(_marked(nodes, kind)), language)
        found[kind] = "\n".join([WORDS[language]["draft"], *lines]) + "\n" if lines else ""
    return found


def _marked(nodes: list[Node], kind: str) -> Iterator[Node]:
    """What goes into a draft: a marked group goes whole, with its questions marked or not."""
    for node in nodes:
        if node.item.get("draft") == kind:
            yield node
        else:
            yield from _marked([*node.children, *(each for row in node.rows for each in row)], kind)


def _lines(nodes: list[Node], language: str) -> list[str]:
    """A line for each answered question, a note on the line of its question."""
    notes = {node.item["note_of"]: node for node in nodes if "note_of" in node.item}
    lines = []
    for node in nodes:
        if not node.enabled or "note_of" in node.item:
            continue
        if node.rows:
            lines += _rows(node, language)
        elif node.children:
            lines += _lines(node.children, language)
        else:
            said = [_answers(node, language)]
            if note := notes.get(node.item["linkId"]):
                said.append(_answers(note, language))
            if text := ". ".join(each for each in said if each):
                # further lines of an answer are set in, so that they are not taken for answers
                lines.append(f"- {_label(node, language)}: {text}".replace("\n", "\n  "))
    return lines


def _rows(node: Node, language: str) -> list[str]:
    """Each row on a line of its own: »- Arbetsuppgift 1: Lyfter: delvis; …«."""
    lines = []
    for number, row in enumerate(node.rows, 1):
        parts = [line.removeprefix("- ") for line in _lines(row, language)]
        if parts:
            lines.append(f"- {_label(node, language)} {number}: " + "; ".join(parts))
    return lines


def _label(node: Node, language: str) -> str:
    words = node.item["journal" if "journal" in node.item else "text"]
    return str(words[language])


def _answers(node: Node, language: str) -> str:
    said = [_in_words(value, node, language) for value in node.values]
    return ", ".join([*said, *node.typed])


def _in_words(value: Any, node: Node, language: str) -> str:
    if isinstance(value, dict):
        return str(value["text"])
    if isinstance(value, bool):
        return WORDS[language]["yes" if value else "no"]
    if isinstance(value, int | float):
        return number_in_words(value, language)
    for option in node.item.get("options", []):
        if option["code"] == value:
            return str(option["text"][language])
    return str(value)
