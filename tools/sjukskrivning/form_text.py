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
    return text_of(form, read_answers(form, given, language), language)


def text_of(form: Form, nodes: list[Node], language: str) -> str:
    words = WORDS[language]
    lines = [f"{form['title'][language]} ({words['version']} {form['version']})"]
    if form["answered_by"] == "patient":
        lines.append(words["patient"])
    for section in nodes:
        answered = _lines(section.children, language)
        if answered:
            lines += ["", section.item["text"][language], *answered]
    return "\n".join(lines) + "\n"


def drafts(form: Form, given: Any, language: str = "sv") -> dict[str, str]:
    """``{"function": …, "activity": …}``: the patient's statements for two fields of the certificate.

    Empty where nothing was answered. Raises Refused.
    """
    return drafts_of(read_answers(form, given, language), language)


def drafts_of(nodes: list[Node], language: str) -> dict[str, str]:
    found = {}
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
    """A line for each answered question, its notes on the same line."""
    nodes = [node for node in nodes if node.enabled]
    asked = {node.item["linkId"] for node in nodes}
    notes: dict[str, list[Node]] = {}
    for node in nodes:
        if node.item.get("note_of") in asked:
            notes.setdefault(node.item["note_of"], []).append(node)
    lines = []
    for node in nodes:
        if node.item.get("note_of") in asked:
            continue
        if node.rows:
            lines += _rows(node, language)
        elif node.children:
            lines += _lines(node.children, language)
        else:
            said = [node, *notes.get(node.item["linkId"], [])]
            if text := _joined([_answers(each, language) for each in said], "."):
                # further lines of an answer are set in, so that they are not taken for answers
                lines.append(f"- {_label(node, language)}: {text}".replace("\n", "\n  "))
    return lines


def _rows(node: Node, language: str) -> list[str]:
    """Each row on a line of its own; a first line of text is its name: »- Uppgift 1: Lyfta; …«."""
    lines = []
    for number, row in enumerate(node.rows, 1):
        parts = [line.removeprefix("- ") for line in _lines(row, language)]
        if parts and row[0].item["type"] == "string" and row[0].values:
            parts[0] = parts[0].removeprefix(f"{_label(row[0], language)}: ")
        if parts:
            lines.append(f"- {_label(node, language)} {number}: {_joined(parts, ';')}")
    return lines


def _joined(parts: list[str], mark: str) -> str:
    """What is there, with the mark between, unless a sentence has ended already."""
    text = ""
    for part in filter(None, parts):
        text += f"{'' if text.endswith(('.', '!', '?')) else mark} {part}" if text else part
    return text


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
