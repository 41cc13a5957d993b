"""The answers as a FHIR QuestionnaireResponse (R4)."""

from typing import Any

from sjukskrivning.form_answers import Node, all_nodes, read_answers
from sjukskrivning.forms import Form

_VALUE = {
    "boolean": "valueBoolean",
    "choice": "valueCoding",
    "string": "valueString",
    "text": "valueString",
    "integer": "valueInteger",
    "decimal": "valueDecimal",
    "date": "valueDate",
}


def as_response(form: Form, given: Any, language: str = "sv") -> dict[str, Any]:
    """A QuestionnaireResponse with the answers that count, and no item without an answer.

    ``completed`` when nothing that is required is missing and nothing is wrong, else
    ``in-progress``. Raises Refused.
    """
    nodes = read_answers(form, given, language)
    open_ends = any(
        node.faults or (node.item.get("required") and not node.values)
        for node in all_nodes(nodes)
        if node.enabled
    )
    response = {
        "resourceType": "QuestionnaireResponse",
        "language": language,
        "questionnaire": f"{form['url']}|{form['version']}",
        "status": "in-progress" if open_ends else "completed",
    }
    items = _items(nodes, language)
    return response | ({"item": items} if items else {})


def _items(nodes: list[Node], language: str) -> list[dict[str, Any]]:
    return [item for node in nodes if node.enabled for item in _item(node, language)]


def _item(node: Node, language: str) -> list[dict[str, Any]]:
    """The item; several for the rows of a repeating group; none without an answer."""
    head = {"linkId": node.item["linkId"], "text": node.item["text"][language]}
    below = [node.children] if node.children else node.rows
    held = [items for each in below if (items := _items(each, language))]
    if held:
        return [head | {"item": items} for items in held]
    if node.values:
        return [head | {"answer": [_answer(value, node) for value in node.values]}]
    return []


def _answer(value: Any, node: Node) -> dict[str, Any]:
    """A code's display is the Questionnaire's own, Swedish: readers compare the two."""
    if isinstance(value, dict):
        return {"valueString": value["text"]}
    if "options" not in node.item:
        return {_VALUE[node.item["type"]]: value}
    (option,) = (each for each in node.item["options"] if each["code"] == value)
    return {"valueCoding": {"code": value, "display": option["text"]["sv"]}}
