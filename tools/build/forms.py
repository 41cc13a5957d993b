"""The forms: editors' YAML in ``checklists/``, checked, to the JSON that the computing package reads.

FHIR Questionnaire semantics with readable keys; ``checklists/README.md`` says what each key does.
Everything that is wrong with a form stops the build, each fault with file, line and a sentence.

    python -m tools.build.forms     makes the JSON anew when a YAML file is newer, and schema.json
"""

from __future__ import annotations

import json
import os
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, TypeAdapter

from tools.build.rules import (
    REGIONS,
    ROOT,
    SOURCES,
    Source,
    Text,
    load_profile,
    load_sources,
    name_of,
    region_id,
    settings_of,
)
from tools.build.strict_yaml import Fault, Faulty, Lines, Strict, read

FORMS = ROOT / "checklists"
GENERATED = ROOT / "tools/sjukskrivning/generated/forms.json"
SCHEMA = FORMS / "schema.json"
DOCS = ROOT / "docs"

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
NOTE_TEXT = {"sv": "Anteckning", "en": "Note"}

CHOICES = {"choice", "open-choice"}
NUMBERS = {"integer", "decimal"}
ORDERED = NUMBERS | {"date"}
QUESTIONS = {"boolean", "string", "text", "date"} | CHOICES | NUMBERS
# which types a key may stand on
KEY_FOR = {
    "items": {"group"},
    "options": CHOICES,
    "repeats": {"group", "string", "date"} | CHOICES | NUMBERS,
    "required": QUESTIONS,
    "note": QUESTIONS - {"text", "string"},
    "journal": QUESTIONS | {"group"},
    "draft": QUESTIONS | {"group"},
    "min": NUMBERS,
    "max": NUMBERS,
}
SETTING = re.compile(r"\{team_review_day\}")


def _kind(value: Any) -> str:
    return "one" if isinstance(value, str) else "several"


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


class Condition(Strict):
    question: str
    operator: Operator
    answer: bool | int | float | str | None = None
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


# --- the checks ------------------------------------------------------------------------------


class _Check:
    """All faults of a form that its shape alone does not show."""

    def __init__(self, form: Form, lines: Lines, sources: dict[str, Source]) -> None:
        self.form, self.lines, self.sources = form, lines, sources
        self.faults: list[Fault] = []
        self.places = list(walk(form.items))
        self.by_id = {place.item.linkId: place for place in self.places}
        self.used_lists: set[str] = set()

    def say(self, path: tuple[str | int, ...], sentence: str) -> None:
        self.faults.append(self.lines.fault(path, sentence))

    def run(self, stem: str) -> list[Fault]:
        form = self.form
        if form.id != stem:
            self.say(("id",), f"»id« ska vara filens namn: {stem}.")
        if form.languages[0] != "sv" or len(set(form.languages)) < len(form.languages):
            self.say(("languages",), "»languages« ska börja med sv och inte upprepa ett språk.")
        self.words(form.title, ("title",))
        self.source(form.original, ("original",))
        for name, options in form.option_lists.items():
            self.options(options, ("option_lists", name))
        seen: set[str] = set()
        for place in self.places:
            if place.item.linkId in seen:
                sentence = f"linkId »{place.item.linkId}« finns redan; varje fråga har ett eget."
                self.say((*place.path, "linkId"), sentence)
            seen.add(place.item.linkId)
            if place.item.note:
                seen.add(place.item.linkId + NOTE)
            self.item(place)
        for name in form.option_lists.keys() - self.used_lists:
            self.say(("option_lists", name), f"Listan »{name}« används inte; ta bort den.")
        self.cycles()
        return self.faults

    def item(self, place: Place) -> None:
        item, path = place.item, place.path
        if not place.above and item.type != "group":
            self.say((*path, "type"), "Överst står avsnitt: frågan ska stå i en grupp.")
        given = item.model_dump(exclude_defaults=True)
        for key, types in KEY_FOR.items():
            if key in given and item.type not in types:
                sentence = f"»{key}« hör inte till typen {item.type}."
                self.say((*path, key), sentence)
        if item.type == "group" and not item.items:
            self.say(path, "Gruppen saknar frågor (»items«).")
        if item.type in CHOICES:
            self.choice(place)
        if item.repeats and item.type == "group":
            if any(each.repeats and each.type == "group" for each in place.above):
                self.say((*path, "repeats"), "En grupp med »repeats« kan inte stå i en annan.")
            if len(place.above) != 1:
                self.say((*path, "repeats"), "En grupp med »repeats« ska stå direkt i ett avsnitt.")
        for key in ("text", "help", "condition", "journal"):
            self.words(getattr(item, key), (*path, key))
        if item.tool:
            self.words(item.tool.text, (*path, "tool", "text"))
            if not (DOCS / item.tool.page.split("#")[0]).is_file():
                sentence = f"Sidan »{item.tool.page}« finns inte i docs/."
                self.say((*path, "tool", "page"), sentence)
        if item.min is not None and item.max is not None and item.min > item.max:
            self.say((*path, "min"), "»min« är större än »max«.")
        self.basis(place)
        self.conditions(place)

    def choice(self, place: Place) -> None:
        item, path = place.item, place.path
        if item.options is None:
            self.say(path, "»options« saknas: skriv svarsalternativen.")
        elif isinstance(item.options, str):
            self.used_lists.add(item.options)
            if item.options not in self.form.option_lists:
                sentence = f"Listan »{item.options}« finns inte under »option_lists«."
                self.say((*path, "options"), sentence)
        else:
            self.options(item.options, (*path, "options"))

    def options(self, options: list[Option], path: tuple[str | int, ...]) -> None:
        codes = [option.code for option in options]
        for index, option in enumerate(options):
            if option.code in codes[:index]:
                self.say((*path, index, "code"), f"Koden »{option.code}« står två gånger.")
            self.words(option.text, (*path, index, "text"))

    def words(self, words: Words | None, path: tuple[str | int, ...]) -> None:
        """Every language of the form, no other, and braces only around a setting."""
        if words is None:
            return
        given: dict[Language, str] = {"sv": words} if isinstance(words, str) else words
        for language in self.form.languages:
            if language not in given:
                sentence = f"Texten saknas på språket {language}; skriv {{sv: …, {language}: …}}."
                self.say(path, sentence)
        for language in given:
            if language not in self.form.languages:
                sentence = f"Formuläret har inte språket {language} (»languages«)."
                self.say(path, sentence)
        for text in given.values():
            if re.search(r"[{}]", SETTING.sub("", text)):
                self.say(path, "Inom klamrar får bara {team_review_day} stå.")

    def source(self, key: str, path: tuple[str | int, ...]) -> None:
        if key not in self.sources:
            self.say(path, f"Källan »{key}« finns inte i {name_of(SOURCES)}.")

    def basis(self, place: Place) -> None:
        item, path = place.item, place.path
        if item.source:
            self.source(item.source, (*path, "source"))
        if item.basis and sum(map(bool, item.basis.model_dump().values())) != 1:
            self.say((*path, "basis"), "Ange precis en av item, process och region.")
        if item.type == "group":
            return
        around = (*place.above, item)
        for key in ("source", "basis"):
            if not any(getattr(each, key) for each in around):
                self.say(path, f"»{key}« saknas, både här och på gruppen.")

    def conditions(self, place: Place) -> None:
        item, path = place.item, place.path
        if (item.enableWhen is None) != (item.condition is None):
            sentence = (
                "»enableWhen« och »condition« hör ihop: villkoret, och samma sak i ord för den "
                "tomma blanketten."
            )
            self.say(path, sentence)
        when = item.enableWhen
        if isinstance(when, Conditions) and bool(when.all) == bool(when.any):
            self.say((*path, "enableWhen"), "Ange antingen »all« eller »any«.")
            return
        behaviour, conditions = conditions_of(item)
        nested = (behaviour,) if isinstance(when, Conditions) else ()
        for index, condition in enumerate(conditions):
            self.condition(condition, place, (*path, "enableWhen", *nested, index))

    def condition(self, condition: Condition, place: Place, path: tuple[str | int, ...]) -> None:
        target = self.by_id.get(condition.question)
        if target is None:
            sentence = f"Frågan »{condition.question}« finns inte i formuläret."
            return self.say((*path, "question"), sentence)
        kind = target.item.type
        if kind not in QUESTIONS:
            sentence = f"»{condition.question}« är ingen fråga; ett villkor bygger på ett svar."
            return self.say((*path, "question"), sentence)
        rows = [group for group in target.above if group.repeats]
        if any(group not in place.above for group in rows):
            sentence = (
                f"»{condition.question}« står i en grupp som kan fyllas i flera gånger; bara frågor "
                "i samma grupp kan bygga på den."
            )
            return self.say((*path, "question"), sentence)
        if (condition.answer is None) == (condition.setting is None):
            return self.say(path, "Ange precis en av »answer« och »setting«.")
        if condition.operator in ("<", "<=", ">", ">=") and kind not in ORDERED:
            sentence = f"»{condition.operator}« går inte att använda på typen {kind}."
            return self.say((*path, "operator"), sentence)
        self.answer(condition, target.item, path)

    def answer(self, condition: Condition, target: Item, path: tuple[str | int, ...]) -> None:
        """The answer that is compared with must be one that the question can have."""
        given, kind = condition.answer, target.type
        whole = isinstance(given, int) and not isinstance(given, bool)
        if condition.setting is not None:
            fits, wanted = kind in NUMBERS and condition.operator != "exists", "ett tal att jämföra"
        elif condition.operator == "exists" or kind == "boolean":
            fits, wanted = isinstance(given, bool), "true eller false"
        elif kind in CHOICES:
            codes = [option.code for option in self.options_of(target)]
            fits, wanted = given in codes, "en av koderna " + ", ".join(codes)
        elif kind == "integer":
            fits, wanted = whole, "ett heltal"
        elif kind == "decimal":
            fits, wanted = whole or isinstance(given, float), "ett tal"
        elif kind == "date":
            fits = isinstance(given, str) and bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", given))
            wanted = "ett datum som 2026-11-21"
        else:
            fits, wanted = isinstance(given, str) and bool(given), "text"
        if not fits:
            key = "answer" if condition.setting is None else "setting"
            self.say((*path, key), f"Svaret på »{target.linkId}« ska vara {wanted}.")

    def options_of(self, item: Item) -> list[Option]:
        if isinstance(item.options, str):
            return self.form.option_lists.get(item.options, [])
        return item.options or []

    def cycles(self) -> None:
        """An item waits for the questions it names and for the groups around it."""
        waits = {
            link_id: [
                *(condition.question for condition in conditions_of(place.item)[1]),
                *(group.linkId for group in place.above[-1:]),
            ]
            for link_id, place in self.by_id.items()
        }
        done: set[str] = set()

        def follow(link_id: str, trail: tuple[str, ...]) -> None:
            if link_id in trail:
                circle = " → ".join((*trail[trail.index(link_id) :], link_id))
                path = self.by_id[link_id].path
                self.say((*path, "linkId"), f"Villkoren går i cirkel: {circle}.")
            elif link_id not in done and link_id in waits:
                done.add(link_id)
                for each in waits[link_id]:
                    follow(each, (*trail, link_id))

        for link_id in waits:
            follow(link_id, ())


# --- the result ------------------------------------------------------------------------------


def load_forms(folder: Path = FORMS) -> dict[str, Form]:
    """Every form of a folder by its id, checked. Raises Faulty with all faults of all forms."""
    sources = load_sources()
    forms: dict[str, Form] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            form, lines = read(Form, path, name_of(path))
        except Faulty as faulty:
            faults += faulty.faults
            continue
        faults += _Check(form, lines, sources).run(path.stem)
        forms[form.id] = form
    if faults:
        raise Faulty(faults)
    return forms


def for_region(form: Form, settings: dict[str, Any]) -> Form:
    """The form with the region's settings filled in; without what the region has no setting for."""

    def gone(item: Item) -> bool:
        used = any(condition.setting for condition in conditions_of(item)[1])
        return used and settings["team_review_day"] is None

    def keep(items: list[Item], missing: set[str]) -> list[Item]:
        kept = []
        for item in items:
            names = {condition.question for condition in conditions_of(item)[1]}
            if gone(item) or names & missing:
                missing.update(place.item.linkId for place in walk([item]))
                continue
            item = item.model_copy(
                update={"items": keep(item.items, missing)} if item.items else {}
            )
            if item.type != "group" or item.items:
                kept.append(item)
        return kept

    missing: set[str] = set()
    before = -1
    items = form.items
    while len(missing) > before:  # a question may be named before it stands
        before = len(missing)
        items = keep(form.items, missing)
    return form.model_copy(update={"items": items})


def compile_form(form: Form, region: str, settings: dict[str, Any]) -> dict[str, Any]:
    """A form as the computing package reads it: what is only shown on the page is left out."""
    form = for_region(form, settings)
    return {
        "id": form.id,
        "url": canonical(form, region),
        "answered_by": form.answered_by,
        "version": form.version,
        "title": in_languages(form.title, settings),
        "languages": form.languages,
        "items": [each for item in form.items for each in _dump(item, form, settings)],
    }


def canonical(form: Form, region: str) -> str:
    """The form's name in FHIR: the same wherever the site lies, another one in another region."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"sjukskrivning/{region}/{form.id}").urn


def in_languages(words: Words, settings: dict[str, Any]) -> dict[str, str]:
    """``{"sv": …}`` with the settings' values in place."""
    given = {"sv": words} if isinstance(words, str) else words
    return {
        lang: SETTING.sub(str(settings["team_review_day"]), text) for lang, text in given.items()
    }


def options_of(item: Item, form: Form) -> list[Option]:
    return form.option_lists[item.options] if isinstance(item.options, str) else item.options or []


def _dump(item: Item, form: Form, settings: dict[str, Any]) -> list[dict[str, Any]]:
    """The item, and its note as an item of its own right after it."""
    data: dict[str, Any] = {
        "linkId": item.linkId,
        "type": item.type,
        "text": in_languages(item.text, settings),
    }
    for key in ("required", "repeats", "draft", "min", "max"):
        if getattr(item, key) not in (None, False):
            data[key] = getattr(item, key)
    if item.journal:
        data["journal"] = in_languages(item.journal, settings)
    if item.options:
        data["options"] = [
            {"code": option.code, "text": in_languages(option.text, settings)}
            for option in options_of(item, form)
        ]
    behaviour, conditions = conditions_of(item)
    if conditions:
        data["enableBehavior"] = behaviour
        data["enableWhen"] = [
            {
                "question": each.question,
                "operator": each.operator,
                "answer": settings[each.setting] if each.setting else each.answer,
            }
            for each in conditions
        ]
    if item.items:
        data["items"] = [each for child in item.items for each in _dump(child, form, settings)]
    if not item.note:
        return [data]
    note = {
        "linkId": item.linkId + NOTE,
        "type": "text",
        "text": {language: NOTE_TEXT[language] for language in form.languages},
        "note_of": item.linkId,
    }
    return [data, note | {key: data[key] for key in data if key.startswith("enable")}]


def write_forms(region: str) -> bool:
    """Make the JSON anew if it is missing, older than the YAML, or another region's; did it?"""
    if GENERATED.is_file() and SCHEMA.is_file():
        made = GENERATED.stat().st_mtime
        files = sorted(FORMS.glob("*.yml"))
        inputs = [*files, SOURCES, REGIONS / region / "profile.yml", Path(__file__), FORMS]
        fresh = all(not path.exists() or path.stat().st_mtime < made for path in inputs)
        known = json.loads(GENERATED.read_text("utf-8"))
        if fresh and known["region"] == region and set(known["forms"]) == {f.stem for f in files}:
            return False
    settings = settings_of(load_profile(region))
    forms = {id_: compile_form(form, region, settings) for id_, form in load_forms().items()}
    SCHEMA.write_text(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    GENERATED.parent.mkdir(exist_ok=True)
    scratch = GENERATED.with_suffix(f".{os.getpid()}.tmp")
    data = {"region": region, "forms": forms}
    scratch.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    scratch.replace(GENERATED)
    return True


def schema() -> dict[str, Any]:
    """JSON Schema of a form, for editors that complete what is typed."""
    return TypeAdapter(Form).json_schema()


if __name__ == "__main__":
    try:
        write_forms(region_id())
    except Faulty as faulty:
        sys.exit(str(faulty))
