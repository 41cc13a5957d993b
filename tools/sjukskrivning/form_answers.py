"""A form with its answers: which questions are asked, what was answered, what is missing or wrong.

Answers come as ``{linkId: value}``: groups are not nested, a repeating question is a list, a repeating
group a list of such objects. A question is enabled when its conditions hold and the group around it
is enabled; an answer to a question that is not enabled counts for nothing, here and in everything
that is made from the answers.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

from sjukskrivning.faults import Fault, Refused
from sjukskrivning.form_values import (
    LARGEST,
    LONGEST,
    MOST,
    UNFINISHED,
    Unreadable,
    clean,
    read_value,
)
from sjukskrivning.form_words import WORDS, number_in_words
from sjukskrivning.forms import Form, Item
from sjukskrivning.identity import identity_numbers
from sjukskrivning.reading import name_of


@dataclasses.dataclass
class Node:
    """An item in its place. ``field`` is its linkId, in a row ``group[0].linkId``.

    ``values`` are the readable answers of an enabled question; ``typed`` numbers and dates that were
    begun but cannot be read. A repeating group has ``rows``, any other group ``children``.
    """

    item: Item
    field: str
    enabled: bool
    values: list[Any] = dataclasses.field(default_factory=list)
    typed: list[str] = dataclasses.field(default_factory=list)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    children: list[Node] = dataclasses.field(default_factory=list)
    rows: list[list[Node]] = dataclasses.field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """Itself and all below it, in the form's order."""
        yield self
        for child in [*self.children, *(each for row in self.rows for each in row)]:
            yield from child.walk()


def read_answers(form: Form, given: Any, language: str = "sv") -> list[Node]:
    """The form's items with their answers.

    Raises Refused for what has not the shape of answers at all: no object, a linkId that is not
    there. A value that does not fit its question is a fault of its node.
    """
    faults: list[Fault] = []
    nodes = _Scope(form["items"], given, "", None, language, faults).nodes()
    if faults:
        raise Refused(faults)
    return nodes


def all_nodes(nodes: list[Node]) -> Iterator[Node]:
    for node in nodes:
        yield from node.walk()


def state(form: Form, given: Any, language: str = "sv") -> dict[str, Any]:
    """What ``state_of`` says. Raises Refused."""
    return state_of(form, read_answers(form, given, language), language)


def state_of(form: Form, read: list[Node], language: str) -> dict[str, Any]:
    """Fields (see Node) that are enabled, answered, required, missing; faults and notices."""
    nodes = [node for node in all_nodes(read) if node.enabled]
    required = [node for node in nodes if node.item.get("required")]
    faults = [fault for node in nodes for fault in node.faults]
    return {
        "form": form["id"],
        "version": form["version"],
        "language": language,
        "enabled": [node.field for node in nodes],
        "answered": [node.field for node in nodes if node.values],
        "required": [node.field for node in required],
        "missing": [node.field for node in required if not node.values and not node.faults],
        "faults": [vars(fault) for fault in faults],
        "notices": [vars(notice) for node in nodes for notice in _notices(node, language)],
    }


def _notices(node: Node, language: str) -> list[Fault]:
    """What looks like a personal identity number: said, never stopped."""
    texts = [value["text"] if isinstance(value, dict) else value for value in node.values]
    if any(isinstance(text, str) and identity_numbers(text) for text in [*texts, *node.typed]):
        return [Fault(node.field, "identity-number", WORDS[language]["identity-number"])]
    return []


class _Scope:
    """The answers of the form, or of one row of a repeating group, which sees the form's too."""

    def __init__(
        self,
        items: list[Item],
        given: Any,
        prefix: str,
        above: tuple[_Scope, Item] | None,
        language: str,
        refused: list[Fault],
    ) -> None:
        self.items, self.prefix, self.above = items, prefix, above
        self.language, self.refused = language, refused
        self.groups: dict[str, tuple[Item, ...]] = {}  # the groups around an item, outermost first
        self.known: dict[str, Item] = {}
        self._note(items, ())
        self.given: dict[str, Any] = self._checked(given)
        self.read: dict[str, tuple[list[Any], list[str], list[Fault]]] = {}
        self.decided: dict[str, bool] = {}

    def _note(self, items: list[Item], groups: tuple[Item, ...]) -> None:
        for item in items:
            self.known[item["linkId"]] = item
            self.groups[item["linkId"]] = groups
            if item["type"] == "group" and not item.get("repeats"):
                self._note(item["items"], (*groups, item))

    def _checked(self, given: Any) -> dict[str, Any]:
        if not isinstance(given, dict):
            reason = "Svaren ska vara ett objekt med linkId och svar."
            self.refused.append(Fault(self.prefix.rstrip("."), "wrong-type", reason))
            return {}
        for key in given:
            item = self.known.get(key)
            asked = item and item["type"] != "display"
            if not asked or (item and item["type"] == "group" and not item.get("repeats")):
                reason = "Frågan finns inte i formuläret; kontrollera stavningen."
                self.refused.append(Fault(self.prefix + name_of(key), "unknown-key", reason))
        return given

    def nodes(self) -> list[Node]:
        return [self._node(item) for item in self.items]

    def _node(self, item: Item) -> Node:
        link_id = item["linkId"]
        node = Node(item, self.prefix + link_id, self.enabled(link_id))
        if item["type"] != "group":
            if item["type"] != "display" and node.enabled:
                node.values, node.typed, node.faults = self.answers(link_id)
        elif item.get("repeats"):
            node.rows = [scope.nodes() for scope in self._rows(item, node)]
        else:
            node.children = [self._node(child) for child in item["items"]]
        return node

    def _rows(self, item: Item, node: Node) -> list[_Scope]:
        given = self.given.get(item["linkId"])
        if given is None:
            return []
        if not isinstance(given, list):
            reason = "Gruppen ska vara en lista med en post för varje omgång."
            self.refused.append(Fault(node.field, "wrong-type", reason))
            return []
        if len(given) > MOST:
            reason = f"Det är fler än {MOST} omgångar; ta bort några."
            self.refused.append(Fault(node.field, "too-many", reason))
            return []
        return [
            _Scope(
                item["items"],
                row,
                f"{node.field}[{index}].",
                (self, item),
                self.language,
                self.refused,
            )
            for index, row in enumerate(given)
        ]

    def enabled(self, link_id: str) -> bool:
        """Whether a question is asked: the build has made sure that conditions go in no circle."""
        if link_id not in self.decided:
            groups = self.groups[link_id]
            around = self.enabled(groups[-1]["linkId"]) if groups else self._row_enabled()
            self.decided[link_id] = around and self._holds(self.known[link_id])
        return self.decided[link_id]

    def _row_enabled(self) -> bool:
        return self.above is None or self.above[0].enabled(self.above[1]["linkId"])

    def _holds(self, item: Item) -> bool:
        conditions = item.get("enableWhen", [])
        if not conditions:
            return True
        results = (self._condition(each) for each in conditions)
        return any(results) if item["enableBehavior"] == "any" else all(results)

    def _condition(self, condition: Any) -> bool:
        scope: _Scope | None = self
        while scope is not None and condition["question"] not in scope.known:
            scope = scope.above[0] if scope.above else None
        assert scope is not None, condition  # the build has checked it
        values = scope.usable(condition["question"])
        if condition["operator"] == "exists":
            return bool(values) is condition["answer"]
        if condition["operator"] == "!=":  # as FHIR has it: no answer is the one named
            return condition["answer"] not in values
        compare = _COMPARE[condition["operator"]]
        return any(compare(value, condition["answer"]) for value in values)

    def usable(self, link_id: str) -> list[Any]:
        """The answers that count: none while the question is not enabled."""
        return self.answers(link_id)[0] if self.enabled(link_id) else []

    def answers(self, link_id: str) -> tuple[list[Any], list[str], list[Fault]]:
        """Values, what was typed but could not be read, and the faults of one question."""
        if link_id not in self.read:
            self.read[link_id] = self._answers(self.known[link_id], self.given.get(link_id))
        return self.read[link_id]

    def _answers(self, item: Item, given: Any) -> tuple[list[Any], list[str], list[Fault]]:
        here = self.prefix + item["linkId"]
        if given is None:
            return [], [], []
        if bool(item.get("repeats")) != isinstance(given, list):
            return [], [], [self._fault(item, here, "wrong-type")]
        listed = given if isinstance(given, list) else [given]
        if len(listed) > MOST:
            return [], [], [self._fault(item, here, "too-many", most=MOST)]
        values: list[Any] = []
        typed: list[str] = []
        faults: list[Fault] = []
        for index, each in enumerate(listed):
            try:
                value = read_value(item, each)
            except Unreadable as unreadable:
                place = f"{here}[{index}]" if isinstance(given, list) else here
                faults.append(self._fault(item, place, unreadable.code))
                if unreadable.code in UNFINISHED and isinstance(each, str):
                    typed.append(clean(each, "string"))
                continue
            if value is not None and value not in values:
                values.append(value)
        return values, typed, faults

    def _fault(self, item: Item, where: str, code: str, most: int | None = None) -> Fault:
        told = {
            "min": number_in_words(item.get("min", -LARGEST), self.language),
            "max": number_in_words(item.get("max", LARGEST), self.language),
            "most": most or LONGEST.get(item["type"], 0),
        }
        return Fault(where, code, WORDS[self.language][code].format(**told))


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda value, other: bool(value == other),
    "<": lambda value, other: bool(value < other),
    "<=": lambda value, other: bool(value <= other),
    ">": lambda value, other: bool(value > other),
    ">=": lambda value, other: bool(value >= other),
}
