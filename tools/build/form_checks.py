"""What is wrong with a form that its shape alone does not show, each fault with its line and a sentence."""

from __future__ import annotations

import re
from collections import Counter

from sjukskrivning.dates import from_iso

from tools.build.form_model import (
    HELP,
    NOTE,
    SETTING,
    Condition,
    Conditions,
    Form,
    Item,
    Language,
    Option,
    Place,
    Words,
    conditions_of,
    walk,
)
from tools.build.rules import ROOT, SOURCES, Source, name_of
from tools.build.strict_yaml import Fault, Lines

DOCS = ROOT / "docs"

CHOICES = {"choice", "open-choice"}
NUMBERS = {"integer", "decimal"}
ORDERED = NUMBERS | {"date"}
QUESTIONS = {"boolean", "string", "text", "date"} | CHOICES | NUMBERS
# which types a key may stand on
KEY_FOR = {
    "items": {"group"},
    "help": QUESTIONS | {"group"},
    "options": CHOICES,
    "repeats": {"group", "string", "date"} | CHOICES | NUMBERS,
    "required": QUESTIONS,
    "note": QUESTIONS - {"text", "string"},
    "note_of": {"text", "string"},
    "journal": QUESTIONS | {"group"},
    "draft": QUESTIONS | {"group"},
    "min": NUMBERS,
    "max": NUMBERS,
}


def _is_date(text: str) -> bool:
    return from_iso(text) is not None


class Check:
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
        self.words(form.title, ("title",), setting=False)
        self.source(form.original, ("original",))
        for name, options in form.option_lists.items():
            self.options(options, ("option_lists", name))
        if not _is_date(form.version):
            self.say(("version",), "»version« ska vara ett datum som finns.")
        self.names()
        for place in self.places:
            self.item(place)
        for name in form.option_lists.keys() - self.used_lists:
            self.say(("option_lists", name), f"Listan »{name}« används inte; ta bort den.")
        self.cycles()
        return self.faults

    def names(self) -> None:
        """Each linkId once, those that notes and help texts are given too."""
        taken = Counter(
            name
            for place in self.places
            for name in [
                *([place.item.linkId + NOTE] if place.item.note else []),
                *([place.item.linkId + HELP] if place.item.help else []),
            ]
        )
        for place in self.places:
            name = place.item.linkId
            if taken[name]:
                sentence = f"linkId »{name}« finns redan; varje fråga har ett eget."
                self.say((*place.path, "linkId"), sentence)
            taken[name] += 1

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
        for key in ("min", "max"):
            limit = getattr(item, key)
            if limit is None:
                continue
            if not -(2**31) <= limit < 2**31:  # FHIR's integers; what is no number fails too
                self.say((*path, key), f"»{key}« ska vara ett tal som ryms i FHIR.")
            elif item.type == "integer" and limit != int(limit):
                self.say((*path, key), f"»{key}« ska vara ett heltal.")
        if item.min is not None and item.max is not None and item.min > item.max:
            self.say((*path, "min"), "»min« är större än »max«.")
        if item.note_of:
            self.note_of(place)
        self.basis(place)
        self.conditions(place)

    def note_of(self, place: Place) -> None:
        """In the record it stands on the other question's line, hence right after it here too."""
        item, path = place.item, (*place.path, "note_of")
        other = self.by_id.get(item.note_of or "")
        if other is None or other.path[:-1] != place.path[:-1] or other.path >= place.path:
            sentence = f"»{item.note_of}« är ingen fråga före den här i samma grupp."
            self.say(path, sentence)
        elif other.item.type not in QUESTIONS:
            self.say(path, f"»{item.note_of}« är ingen fråga, så det finns ingen rad att stå på.")
        elif other.item.note_of:
            self.say(
                path, f"»{item.note_of}« har själv »note_of«; skriv frågan som raden hör till."
            )

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
            self.words(option.text, (*path, index, "text"), setting=False)

    def words(self, words: Words | None, path: tuple[str | int, ...], setting: bool = True) -> None:
        """Every language of the form, no other, and braces only around a setting, where it may stand."""
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
            if not setting and re.search(r"[{}]", text):
                self.say(path, "Inom klamrar får bara {team_review_day} stå, och inte här.")
            elif re.search(r"[{}]", SETTING.sub("", text)):
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
        if rows and target.path > place.path:
            sentence = (
                f"»{condition.question}« står efter den här frågan i samma upprepade grupp; sätt den "
                "före, annars läser andra system villkoret i fel omgång."
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
            codes = [option.code for option in self.options_for(target)]
            fits, wanted = given in codes, "en av koderna " + ", ".join(codes)
        elif kind == "integer":
            fits, wanted = whole, "ett heltal"
        elif kind == "decimal":
            fits, wanted = whole or isinstance(given, float), "ett tal"
        elif kind == "date":
            fits = isinstance(given, str) and _is_date(given)
            wanted = "ett datum som 2026-11-21"
        else:
            fits, wanted = isinstance(given, str) and bool(given), "text"
        if not fits:
            key = "answer" if condition.setting is None else "setting"
            self.say((*path, key), f"Svaret på »{target.linkId}« ska vara {wanted}.")

    def options_for(self, item: Item) -> list[Option]:
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
