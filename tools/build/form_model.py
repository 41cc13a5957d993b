"""What an editor may write in a form's YAML file: ``checklists/README.md`` as models."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from tools.build.rules import Text
from tools.build.strict_yaml import Strict

SETTING = re.compile(r"\{team_review_day\}")


Language = Literal["sv", "en"]
ItemType = Literal[
    "group",
    "display",
    "boolean",
    "choice",
    "open-choice",
    "string",
    "text",
    "integer",
    "decimal",
    "date",
]
Operator = Literal["=", "!=", "exists", "<", "<=", ">", ">="]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]
NOTE = "-anteckning"  # a note's linkId is its question's with this after it
HELP = "-hjalp"  # a help text's linkId in FHIR is its question's with this after it
NOTE_TEXT = {"sv": "Anteckning", "en": "Note"}


def _kind(value: Any) -> str:
    return "several" if isinstance(value, dict | list) else "one"


# »text: …« or »text: {sv: …, en: …}«
Words = Annotated[
    Annotated[Text, Tag("one")] | Annotated[dict[Language, Text], Tag("several")],
    Discriminator(_kind),
]


class Option(Strict):
    code: Slug
    text: Words


# the name of a list of the file, or the options themselves
Options = Annotated[
    Annotated[str, Tag("one")] | Annotated[list[Option], Field(min_length=2), Tag("several")],
    Discriminator(_kind),
]


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        raise ValueError("ska vara ett enda värde, ingen lista.")
    return value


Answer = Annotated[bool | int | float | str, BeforeValidator(_plain)]


class Condition(Strict):
    question: str
    operator: Operator
    answer: Answer | None = None
    setting: Literal["team_review_day"] | None = None


class Conditions(Strict):
    all: Annotated[list[Condition], Field(min_length=1)] | None = None
    any: Annotated[list[Condition], Field(min_length=1)] | None = None


def _several(value: Any) -> str:
    return "one" if isinstance(value, list) else "several"


EnableWhen = Annotated[
    Annotated[list[Condition], Field(min_length=1), Tag("one")]
    | Annotated[Conditions, Tag("several")],
    Discriminator(_several),
]


class Basis(Strict):
    """What a question rests on: a named point of the checklist, a process page, or a region."""

    item: Text | None = None
    process: Text | None = None
    region: Text | None = None


class Tool(Strict):
    text: Words
    page: Text


class Item(Strict):
    linkId: Slug
    type: ItemType
    text: Words
    help: Words | None = None
    tool: Tool | None = None
    required: bool = False
    repeats: bool = False
    options: Options | None = None
    note: bool = False
    note_of: str | None = None
    enableWhen: EnableWhen | None = None
    condition: Words | None = None
    min: float | None = None
    max: float | None = None
    source: Text | None = None
    basis: Basis | None = None
    journal: Words | None = None
    draft: Literal["function", "activity"] | None = None
    items: list[Item] | None = None


class Form(Strict):
    id: Slug
    version: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    title: Words
    languages: Annotated[list[Language], Field(min_length=1)]
    original: Text
    answered_by: Literal["staff", "patient"] = "staff"
    option_lists: dict[str, Annotated[list[Option], Field(min_length=2)]] = {}
    items: Annotated[list[Item], Field(min_length=1)]


@dataclass
class Place:
    """An item and where it stands: its path in the file, the items around it."""

    item: Item
    path: tuple[str | int, ...]
    above: tuple[Item, ...]


def walk(
    items: list[Item], path: tuple[str | int, ...] = ("items",), above: tuple[Item, ...] = ()
) -> Iterator[Place]:
    """Every item in the order of the file, groups before what they hold."""
    for index, item in enumerate(items):
        yield Place(item, (*path, index), above)
        yield from walk(item.items or [], (*path, index, "items"), (*above, item))


def conditions_of(item: Item) -> tuple[Literal["all", "any"], list[Condition]]:
    when = item.enableWhen
    if isinstance(when, Conditions):
        return ("any", when.any) if when.any else ("all", when.all or [])
    return "all", when or []


def words_of(item: Item) -> list[Words | None]:
    """All that an item itself says."""
    options = item.options if isinstance(item.options, list) else []
    own: list[Words | None] = [item.text, item.help, item.condition, item.journal]
    tool = [item.tool.text] if item.tool else []
    return [*own, *tool, *(option.text for option in options)]


def in_languages(words: Words, settings: dict[str, Any]) -> dict[str, str]:
    """``{"sv": …}`` with the settings' values in place."""
    given = {"sv": words} if isinstance(words, str) else words
    return {
        lang: SETTING.sub(str(settings["team_review_day"]), text) for lang, text in given.items()
    }


def options_of(item: Item, form: Form) -> list[Option]:
    return form.option_lists[item.options] if isinstance(item.options, str) else item.options or []
