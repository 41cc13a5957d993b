"""What holds for every form and all answers, tried on random ones.

The forms are made by chance from a fixed seed and written as YAML files, so that every one of them
has gone through the checks of the build; they stand in order of size, and a failing example shrinks
towards the smallest. The answers are hypothesis'. What is asked is also counted by an oracle that
knows nothing of the engine: it is written from the interface and checklists/README.md.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ask import faults_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sjukskrivning.form_values import clean
from sjukskrivning.forms import forms
from strategies import any_json
from test_form_fhir import check_questionnaire, check_response, numbered
from test_form_state import built, told
from test_form_text import faults_of

from tools.build.forms import compile_form, load_forms
from tools.build.questionnaire import questionnaire

Json = dict[str, Any]
SETTINGS = {"team_review_day": 2}  # among the numbers that the random answers are
MADE = ("state", "text", "fhir", "draft", "file")


def examples(number: int) -> settings:
    return settings(
        max_examples=number,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


# ---------------------------------------------------------------- random forms

CHOICES = ("choice", "open-choice")
NUMBERS = ("integer", "decimal")
QUESTIONS = ("boolean", "string", "text", "date", *CHOICES, *NUMBERS)
REPEATABLE = ("string", "date", *CHOICES, *NUMBERS)
WITH_NOTE = ("boolean", "date", *CHOICES, *NUMBERS)
EQUAL = ["=", "!=", "exists"]
ORDER = [*EQUAL, "<", "<=", ">", ">="]
POOL: dict[str, list[Any]] = {
    **{"boolean": [True, False], "string": ["a", "b"], "text": ["a", "b"]},
    **{"choice": ["k0", "k1", "k2"], "open-choice": ["k0", "k1", "k2"]},
    **{"integer": [-1, 0, 1, 2, 3], "decimal": [0, 0.5, 1, 1.5, 2]},
    **{"date": ["2025-12-31", "2026-01-01", "2026-03-02"]},
}


class _Chance:
    """One random form, as an editor would write it."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.name = f"f{seed}"
        self.languages = self.random.choice([["sv"], ["sv", "en"]])
        self.items: list[Json] = []  # all of them, in the order of the form
        self.above: dict[str, list[Json]] = {}
        self.lists: Json = {}

    def often(self, share: float) -> bool:
        return self.random.random() < share

    def words(self, text: str) -> Any:
        return text if self.languages == ["sv"] else {"sv": text, "en": f"{text} en"}

    def form(self) -> Json:
        sections = [self.item("group", []) for _ in range(self.random.randint(1, 3))]
        self.conditions()
        found = {
            "id": self.name,
            "version": "2026-11-22",
            "title": self.words(f"Formulär {self.name}"),
            "languages": self.languages,
            "original": "SOS-UPPF",
            "answered_by": self.random.choice(["staff", "patient"]),
            "items": sections,
        }
        return found | ({"option_lists": self.lists} if self.lists else {})

    def item(self, kind: str, above: list[Json], repeats: bool = False) -> Json:
        link_id = f"q{len(self.items)}"
        made: Json = {"linkId": link_id, "type": kind, "text": self.words(f"[{link_id}]")}
        self.items.append(made)
        self.above[link_id] = above
        if not above:
            made |= {"source": "SOS-UPPF", "basis": {"process": "Uppföljning"}}
        if self.often(0.2) and kind != "display":
            made["help"] = self.words(f"Hjälp till {link_id}")
        if kind not in ("display", "group") and self.often(0.3):
            made["required"] = True
        if kind != "display" and self.often(0.2):
            made["journal"] = self.words(f"[{link_id}] kort")
        if kind != "display" and above and self.often(0.3):
            made["draft"] = self.random.choice(["function", "activity"])
        if kind in CHOICES:
            made["options"] = self.options(link_id)
        if kind in WITH_NOTE and self.often(0.3):
            made["note"] = True
        if kind in NUMBERS and self.often(0.4):
            made |= self.random.choice([{"min": 0}, {"max": 2}, {"min": 0, "max": 2}])
        if repeats or (kind in REPEATABLE and self.often(0.25)):
            made["repeats"] = True
        if kind == "group":
            made["items"] = self.inside([*above, made])
        return made

    def inside(self, above: list[Json]) -> list[Json]:
        in_row = any(group.get("repeats") for group in above)
        items = []
        for _ in range(self.random.randint(1, 4)):
            if len(above) == 1 and self.often(0.25):
                items.append(self.item("group", above, repeats=True))
            elif len(above) < (3 if in_row else 4) and self.often(0.2):
                items.append(self.item("group", above))
            else:
                kind = self.random.choice([*QUESTIONS, "display"])
                items.append(self.item(kind, above))
        return items

    def options(self, link_id: str) -> Any:
        if self.often(0.3):
            self.lists["lista"] = [
                {"code": code, "text": self.words(f"(lista/{code})")} for code in POOL["choice"]
            ]
            return "lista"
        return [
            {"code": code, "text": self.words(f"({link_id}/{code})")} for code in POOL["choice"]
        ]

    def conditions(self) -> None:
        """An item may wait for those before it in an order where groups precede what they hold."""
        shuffled = self.random.sample(self.items, len(self.items))
        rank: dict[str, int] = {}
        for item in shuffled:
            for each in [*self.above[item["linkId"]], item]:
                rank.setdefault(each["linkId"], len(rank))
        for place, item in enumerate(self.items):
            known = [
                each
                for at, each in enumerate(self.items)
                if each["type"] in QUESTIONS
                and rank[each["linkId"]] < rank[item["linkId"]]
                and self.seen(each, item, before=at < place)
            ]
            if not known or not self.often(0.5):
                continue
            waits = [self.condition(self.random.choice(known)) for _ in range(self.how_many())]
            item["condition"] = self.words("Villkoret i ord")
            item["enableWhen"] = self.random.choice([waits, {"all": waits}, {"any": waits}])

    def how_many(self) -> int:
        return self.random.choice([1, 1, 1, 2, 3])

    def seen(self, each: Json, item: Json, before: bool) -> bool:
        """A question in a row is seen from the same row, further down."""
        rows = [group for group in self.above[each["linkId"]] if group.get("repeats")]
        around = [group["linkId"] for group in self.above[item["linkId"]]]
        return not rows or (rows[0]["linkId"] in around and before)

    def condition(self, target: Json) -> Json:
        kind = target["type"]
        ordered = kind in (*NUMBERS, "date")
        operator = self.random.choice(ORDER if ordered else EQUAL)
        found = {"question": target["linkId"], "operator": operator}
        if operator == "exists":
            return found | {"answer": self.random.choice([True, False])}
        if kind in NUMBERS and self.often(0.1):
            return found | {"setting": "team_review_day"}
        return found | {"answer": self.random.choice(POOL[kind])}


def _made(number: int) -> list[tuple[Json, Any]]:
    """Compiled forms with their models, the smallest first; all from one folder, like ours."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(number):
            form = _Chance(seed).form()
            text = json.dumps(form, ensure_ascii=False)
            (Path(folder) / f"{form['id']}.yml").write_text(text, "utf-8")
        models = load_forms(Path(folder))
    pairs = [
        (json.loads(json.dumps(compile_form(model, "provregionen", SETTINGS))), model)
        for model in models.values()
    ]
    return sorted(pairs, key=lambda pair: len(json.dumps(pair[0])))


MODELS = _made(100)
FORMS = [form for form, _ in MODELS]
ALL = [*FORMS, *forms().values()]
ROWS = st.integers(0, 3)
FOR_TEXT = built(
    """
    - {linkId: q-text, type: text, text: Text}
    - {linkId: q-string, type: string, text: En rad}
    - {linkId: q-open, type: open-choice, text: V, options: [{code: a, text: A}, {code: b, text: B}]}
    - {linkId: q-date, type: date, text: Datum}
    """
)


def all_items(items: list[Json]) -> Iterator[Json]:
    for item in items:
        yield item
        yield from all_items(item.get("items", []))


def test_the_forms_are_worth_trying() -> None:
    """Every type, operator and shape is among them, many times; else the rest says little."""
    items = [item for form in FORMS for item in all_items(form["items"])]
    assert len(FORMS) == 100
    for kind in (*QUESTIONS, "group", "display"):
        assert sum(item["type"] == kind for item in items) > 30, kind
    conditions = [each for item in items for each in item.get("enableWhen", [])]
    for operator in ORDER:
        assert sum(each["operator"] == operator for each in conditions) > 30, operator
    behaviours = [item["enableBehavior"] for item in items if len(item.get("enableWhen", [])) > 1]
    assert min(behaviours.count("all"), behaviours.count("any")) > 30
    rows = [item for item in items if item["type"] == "group" and item.get("repeats")]
    assert len(rows) > 50
    assert any(item.get("enableWhen") for row in rows for item in all_items(row["items"]))
    assert sum("note_of" in item for item in items) > 50
    assert sum(item.get("min") == 0 for item in items) > 20
    # forms where a question waits for one that stands after it
    later = 0
    for form in FORMS:
        order = [item["linkId"] for item in all_items(form["items"])]
        for item in all_items(form["items"]):
            for each in item.get("enableWhen", []):
                later += order.index(each["question"]) > order.index(item["linkId"])
    assert later > 30


# ---------------------------------------------------------------- random answers

UNFIT = {"x": 1}  # no question takes it
ABSENT = object()
HOSTILE: list[Any] = [
    *("\ud800", "x\udfff", "\x00", "\u202ex", "a\tb", "•\tEtt\n•\tTvå", "x\n\n[q1]: y\n- [q2]: z"),
    *("\u200b• x", "•\u00a0x", "\u2028• x", "•\nx", "x\r\n\x0b\x85y", "e\u0301", "\U0001f912"),
    *("x" * 251, "x" * 4001, "850709-9805", "__proto__", "NaN", "1e999", "null", " ", "", "-"),
    *("{team_review_day}", "<script>", "1 000,5", "2147483648", "2026-02-30", "20260302"),
    *(10**400, -(10**400), 2**31, 0.1 + 0.2, 1e300, 5e-324, -0.0, True, False, 0, 1.0),
    *(float("nan"), float("inf"), [], {}, [[]], [None], {"text": "\ud800"}, {"text": 5}),
    *(
        {"text": "x" * 251},
        {"text": "• x"},
        {"text": "k0"},
        {"text": "x", "y": 1},
        {"__proto__": 1},
    ),
    *(
        ["k0"] * 51,
        [1] * 51,
        ["\ud800", 1, "x", None, {"text": "• x"}],
        ["k0", "k0", {"text": " "}],
    ),
]


def marker(field: str) -> str:
    """A text that can come from no other answer."""
    return f"m-{field}-m"


def fitting(item: Json, field: str) -> list[Any]:
    """Plain answers, and a text of its own where the type allows one."""
    kind = item["type"]
    low, high = item.get("min", -9), item.get("max", 9)
    if kind in NUMBERS:
        return [value for value in POOL[kind] if low <= value <= high]
    if kind in ("string", "text"):
        return [*POOL[kind], marker(field), marker(field)]
    return [*POOL[kind], *([{"text": marker(field)}] * 2 if kind == "open-choice" else [])]


def plain(item: Json, field: str) -> list[Any]:
    """Plain answers, none, and some that do not fit: out of bounds, of no type, a typed text."""
    good = fitting(item, field)
    bad: list[Any] = [None, UNFIT]
    if item["type"] in NUMBERS:
        bad += [-1, 3]
    if item["type"] in (*NUMBERS, "date"):
        bad.append(marker(field))
    if not item.get("repeats"):
        return [ABSENT, *good * 2, *bad]
    pairs = [[one, other] for one in good for other in [*good, *bad]]
    return [ABSENT, [], *([one] for one in [*good, *bad]), *pairs, [*bad, *good]]


@cache
def _values(number: int, field: str, hostile: bool) -> st.SearchStrategy[Any]:
    """The answers to a field of a form: one draw, so that many forms can be tried."""
    values = plain(_fields(number)[re.sub(r"\[.*\.", ".", field)], field)
    return st.sampled_from([*values, *HOSTILE] if hostile else values)


@cache
def _fields(number: int) -> dict[str, Json]:
    """The questions of a form, those of a row as ``group.question``."""
    found: dict[str, Json] = {}
    for item in all_items(ALL[number]["items"]):
        if item["type"] == "group" and item.get("repeats"):
            found |= {f"{item['linkId']}.{each['linkId']}": each for each in all_items([item])}
        found[item["linkId"]] = item
    return found


@st.composite
def answers_to(
    draw: st.DrawFn, number: int, items: list[Json], hostile: bool, prefix: str = ""
) -> Json:
    """Answers to the items of a form or of a row; where ``hostile``, anything at all among them."""
    found: Json = {}
    for item in items:
        field = prefix + item["linkId"]
        if item["type"] == "display":
            continue
        if item["type"] == "group" and not item.get("repeats"):
            found |= draw(answers_to(number, item["items"], hostile, prefix))
        elif item["type"] == "group":
            found[item["linkId"]] = [
                draw(answers_to(number, item["items"], hostile, f"{field}[{row}]."))
                for row in range(draw(ROWS))
            ]
        else:
            value = draw(_values(number, field, hostile))
            if value is not ABSENT:
                found[item["linkId"]] = value
    return found


@st.composite
def filled(draw: st.DrawFn, hostile: bool = False) -> tuple[Json, Json]:
    """A form and answers; where ``hostile``, our own forms are among the forms."""
    number = draw(st.integers(0, len(ALL if hostile else FORMS) - 1))
    return ALL[number], draw(answers_to(number, ALL[number]["items"], hostile))


def made(form: Json, answers: Any, kind: str, lang: str = "sv") -> Any:
    """The result, which must be text that can be written; parsed unless it is the journal's."""
    ok, text = told(form, answers, kind, lang)
    assert ok, text
    text.encode("utf-8")
    return text if kind == "text" else json.loads(text)


# ---------------------------------------------------------------- the oracle


class _Oracle:
    """Which questions are asked, by trying again until nothing changes.

    »A question is enabled when its conditions hold and the group around it is enabled«; an answer to
    one that is not enabled counts for nothing. A row of a repeating group sees its own questions
    and the form's.
    """

    def __init__(self, form: Json, answers: Json) -> None:
        self.items: dict[str, Json] = {}  # by field, in the order of the form
        self.group: dict[str, str] = {}  # the field of the group around it
        self.names: dict[str, dict[str, str]] = {}  # the fields that its conditions speak of
        self.values: dict[str, list[Any]] = {}
        self._place(form["items"], answers, "", "", {})
        self.enabled = dict.fromkeys(self.items, False)
        for _ in range(len(self.items) + 1):
            before = dict(self.enabled)
            self.enabled = {field: self._asked(field, before) for field in self.items}
            if before == self.enabled:
                return
        raise AssertionError("no fixed point")

    def _place(
        self, items: list[Json], answers: Json, prefix: str, group: str, above: dict[str, str]
    ) -> None:
        names = dict(above)
        self._name(items, prefix, names)
        self._fields(items, answers, prefix, group, names)

    def _name(self, items: list[Json], prefix: str, names: dict[str, str]) -> None:
        for item in items:
            names[item["linkId"]] = prefix + item["linkId"]
            if item["type"] == "group" and not item.get("repeats"):
                self._name(item["items"], prefix, names)

    def _fields(
        self, items: list[Json], answers: Json, prefix: str, group: str, names: dict[str, str]
    ) -> None:
        for item in items:
            field = prefix + item["linkId"]
            self.items[field], self.group[field], self.names[field] = item, group, names
            self.values[field] = []
            if item["type"] != "group":
                self.values[field] = self._readable(item, answers.get(item["linkId"]))
            elif not item.get("repeats"):
                self._fields(item["items"], answers, prefix, field, names)
            else:
                for number, row in enumerate(answers.get(item["linkId"], [])):
                    self._place(item["items"], row, f"{field}[{number}].", field, names)

    def _readable(self, item: Json, given: Any) -> list[Any]:
        listed = given if item.get("repeats") else [given]
        return [value for value in listed or [] if self._fits(item, value)]

    def _fits(self, item: Json, value: Any) -> bool:
        if value is None or value == UNFIT:
            return False
        if item["type"] == "date":
            return value in POOL["date"]
        if item["type"] in NUMBERS:
            inside = not isinstance(value, str)
            return inside and item.get("min", value) <= value <= item.get("max", value)
        return True

    def _asked(self, field: str, enabled: dict[str, bool]) -> bool:
        item = self.items[field]
        group = self.group[field]
        results = []
        for condition in item.get("enableWhen", []):
            target = self.names[field][condition["question"]]
            values = self.values[target] if enabled[target] else []
            results.append(self._holds(condition["operator"], values, condition["answer"]))
        some = item.get("enableBehavior") == "any"
        holds = not results or (any(results) if some else all(results))
        return holds and (not group or enabled[group])

    def _holds(self, operator: str, values: list[Any], answer: Any) -> bool:
        """FHIR R4's enable operators; »!=« holds where no answer is the one named."""
        if operator == "exists":
            return (len(values) > 0) == answer
        if operator == "!=":
            return not any(value == answer for value in values)
        if operator == "=":
            return any(value == answer for value in values)
        if operator == "<":
            return any(value < answer for value in values)
        if operator == "<=":
            return any(value < answer or value == answer for value in values)
        if operator == ">":
            return any(value > answer for value in values)
        assert operator == ">="
        return any(value > answer or value == answer for value in values)


@examples(400)
@given(filled())
def test_what_is_asked_is_what_the_oracle_asks(case: tuple[Json, Json]) -> None:
    form, answers = case
    oracle = _Oracle(form, answers)
    found = made(form, answers, "state")
    asked = [field for field, enabled in oracle.enabled.items() if enabled]
    assert found["enabled"] == asked
    assert found["answered"] == [field for field in asked if oracle.values[field]]
    assert found["required"] == [f for f in asked if oracle.items[f].get("required")]


# ---------------------------------------------------------------- what is not asked


def only(items: list[Json], answers: Json, asked: set[str], junk: Any, prefix: str = "") -> Json:
    """The answers to what is asked; in the place of all others ``junk``, or nothing for ABSENT."""
    found: Json = {}
    for item in items:
        link_id = item["linkId"]
        field = prefix + link_id
        if item["type"] == "group" and not item.get("repeats"):
            found |= only(item["items"], answers, asked, junk, prefix)
        elif item["type"] == "group" and (field in asked or junk is not ABSENT):
            found[link_id] = [
                only(item["items"], row, asked, junk, f"{field}[{number}].")
                for number, row in enumerate(answers.get(link_id, []))
            ]
        elif item["type"] in ("group", "display"):
            continue
        elif field in asked and link_id in answers:
            found[link_id] = answers[link_id]
        elif field not in asked and junk is not ABSENT:
            found[link_id] = junk
    return found


@examples(200)
@given(filled(), st.sampled_from([*HOSTILE, "a", 1, True, "k0", "2026-03-02", ["k0"]]))
def test_answers_to_what_is_not_asked_count_for_nothing(case: tuple[Json, Json], junk: Any) -> None:
    """To drop them changes nothing; nor does dropping twice, or anything else in their place."""
    form, answers = case
    asked = set(made(form, answers, "state")["enabled"])
    dropped = only(form["items"], answers, asked, ABSENT)
    results = {kind: made(form, answers, kind) for kind in MADE}
    assert {kind: made(form, dropped, kind) for kind in MADE} == results
    assert only(form["items"], dropped, asked, ABSENT) == dropped
    spoilt = only(form["items"], answers, asked, junk)
    assert {kind: made(form, spoilt, kind) for kind in MADE} == results


def markers_in(answers: Any) -> set[str]:
    """All markers in an answer, wherever they stand."""
    if isinstance(answers, str):
        return {answers} if answers.startswith("m-") else set()
    each = answers.values() if isinstance(answers, dict) else answers
    listed = each if isinstance(answers, dict | list) else []
    return set().union(*(markers_in(one) for one in listed))


@examples(200)
@given(filled())
def test_no_result_holds_anything_that_is_not_asked(case: tuple[Json, Json]) -> None:
    form, answers = case
    status = made(form, answers, "state")
    asked = set(status["enabled"])
    given = markers_in(answers)
    shown = {each for each in given if each[2:-2] in asked}
    items = list(all_items(form["items"]))
    for kind in ("text", "fhir", "draft", "file"):
        text = told(form, answers, kind)[1]
        hidden = {each for each in given - shown if each in text}
        assert hidden == set(), kind
        if kind in ("text", "file"):  # what could not be read is there too
            assert {each for each in shown if each in text} == shown
        if kind == "fhir":
            readable = {each for each in shown if each[2:-2] in status["answered"]}
            typed = {fault["field"].split("[")[0] for fault in status["faults"]}
            missing = {each for each in readable if each not in text}
            assert {each[2:-2].split("[")[0] for each in missing} <= typed
    # no label of a question that is nowhere asked
    labels = {item["linkId"] for item in items if not _somewhere(item["linkId"], asked)}
    for kind in ("text", "fhir", "draft"):
        text = told(form, answers, kind)[1]
        assert [each for each in labels if f"[{each}]" in text] == []


def _somewhere(link_id: str, fields: set[str]) -> bool:
    return any(field.split(".")[-1] == link_id for field in fields)


@examples(200)
@given(filled())
def test_a_draft_holds_only_what_is_marked_for_it(case: tuple[Json, Json]) -> None:
    form, answers = case
    asked = set(made(form, answers, "state")["enabled"])
    found = made(form, answers, "draft")
    for kind in ("function", "activity"):
        marked = {
            inside["linkId"]
            for item in all_items(form["items"])
            if item.get("draft") == kind
            for inside in all_items([item])
        }
        for each in markers_in(answers):
            link_id = each[2:-2].split(".")[-1]
            if each in found[kind]:
                note_of = link_id.removesuffix("-anteckning")
                assert link_id in marked or note_of in marked
            elif each[2:-2] in asked:
                assert link_id not in marked
        assert found[kind] == "" or found[kind].count("\n") > 1


# ---------------------------------------------------------------- nothing is raised


@examples(200)
@given(filled(hostile=True))
def test_any_answers_give_a_state(case: tuple[Json, Json]) -> None:
    form, answers = case
    found = made(form, answers, "state")
    asked, answered = found["enabled"], found["answered"]
    assert len(set(asked)) == len(asked)
    assert [field for field in asked if field in answered] == answered
    assert [field for field in asked if field in found["required"]] == found["required"]
    assert [field for field in found["required"] if field in found["missing"]] == found["missing"]
    wrong = {_question(fault["field"], asked) for fault in found["faults"]}
    for field in found["required"]:
        assert (field in found["missing"]) is (field not in answered and field not in wrong)
    for each in [*found["faults"], *found["notices"]]:
        assert set(each) == {"field", "code", "message"}
        assert each["message"].endswith(".")
        assert "{" not in each["message"]


def _question(field: str, asked: list[str]) -> str:
    """The question of a fault: ``q1[2]`` is the third answer to ``q1``."""
    question = field if field in asked else field.rsplit("[", 1)[0]
    assert question in asked
    return question


@examples(200)
@given(filled(hostile=True))
def test_any_answers_give_a_plain_text(case: tuple[Json, Json]) -> None:
    form, answers = case
    for lang in form["languages"]:
        text = made(form, answers, "text", lang)
        version = {"sv": "formulärets version", "en": "form version"}[lang]
        assert text.startswith(f"{form['title'][lang]} ({version} {form['version']})\n")
        assert text.endswith("\n")
        assert faults_of(text) == []


@examples(200)
@given(filled(hostile=True))
def test_the_lines_of_a_text_are_the_form_s_own(case: tuple[Json, Json]) -> None:
    """No answer can look like a heading or like the answer to another question."""
    form, answers = case
    headings = [section["text"]["sv"] for section in form["items"]]
    labels = [
        item.get("journal", item["text"])["sv"]
        for item in all_items(form["items"])
        if item["type"] not in ("display",)
    ]
    head, *lines = made(form, answers, "text").rstrip("\n").split("\n")
    if form["answered_by"] == "patient":
        assert lines.pop(0) == "Patientens egna uppgifter, inte vårdens bedömning."
    for line in lines:
        own = line == "" or line in headings or line.startswith("  ")
        assert own or any(line.startswith(f"- {label}") for label in labels)
    found = [line for line in lines if line in headings]
    assert found == [heading for heading in headings if heading in found]
    assert head == f"{form['title']['sv']} (formulärets version {form['version']})"


@examples(200)
@given(filled(hostile=True))
def test_any_answers_give_a_fhir_response(case: tuple[Json, Json]) -> None:
    form, answers = case
    for lang in form["languages"]:
        status = numbered(made(form, answers, "state", lang))
        check_response(made(form, answers, "fhir", lang), form, status, lang)


@examples(200)
@given(filled())
def test_plain_answers_there_and_back(case: tuple[Json, Json]) -> None:
    _there_and_back(*case)


@examples(200)
@given(filled(hostile=True))
def test_any_answers_there_and_back(case: tuple[Json, Json]) -> None:
    _there_and_back(*case)


def _there_and_back(form: Json, answers: Json) -> None:
    lang = form["languages"][-1]
    file = made(form, answers, "file", lang)
    ok, text = told(form, file, "answers", tool="form_file")
    assert ok, text
    text.encode("utf-8")
    assert json.loads(text) == {"language": lang, "answers": file["answers"]}
    assert made(form, file["answers"], "file", lang) == file
    assert made(form, file["answers"], "fhir", lang).get("item") == made(
        form, answers, "fhir", lang
    ).get("item")


@examples(200)
@given(filled(hostile=True))
def test_a_file_that_someone_has_changed(case: tuple[Json, Json]) -> None:
    """It is opened with answers that can be saved again, or refused; nothing is raised."""
    form, answers = case
    file = made(form, {}, "file") | {"answers": answers}
    ok, text = told(form, file, "answers", tool="form_file")
    text.encode("utf-8")
    if ok:
        back = json.loads(text)["answers"]
        assert made(form, back, "file")["answers"] == back
    else:
        assert [fault["code"] for fault in faults_in(text)] == ["damaged"]


@examples(200)
@given(st.sampled_from([*FORMS[:40], *forms().values()]), any_json())
def test_any_json_gives_a_result_or_the_error_object(form: Json, value: Any) -> None:
    for tool, kinds in (("form", MADE), ("form_file", ("answers",))):
        for kind in kinds:
            ok, text = told(form, value, kind, tool=tool)
            text.encode("utf-8")
            if not ok:
                assert faults_in(text)
            elif kind != "text":
                json.loads(text)


@examples(200)
@given(filled(hostile=True), st.data())
def test_answers_with_a_shape_that_is_broken(case: tuple[Json, Json], data: st.DataObject) -> None:
    """One unknown key or broken row among good answers: every result is refused, the same way."""
    form, answers = case
    groups = [item["linkId"] for item in all_items(form["items"]) if item["type"] == "group"]
    repeating = [
        item["linkId"]
        for item in all_items(form["items"])
        if item["type"] == "group" and item.get("repeats")
    ]
    wrong: list[Json] = [{"finns-inte": 1}, {"": None}, {"\ud800": 1}, {"__proto__": {}}]
    wrong += [{link_id: {}} for link_id in groups]
    wrong += [{link_id: [{"finns-inte": 1}]} for link_id in repeating]
    wrong += [{link_id: [None]} for link_id in repeating]
    broken = answers | data.draw(st.sampled_from(wrong))
    said = {told(form, broken, kind) for kind in MADE}
    assert len(said) == 1
    ((ok, text),) = said
    assert not ok
    assert faults_in(text)


@examples(100)
@given(filled(hostile=True))
def test_the_language_changes_words_and_nothing_else(case: tuple[Json, Json]) -> None:
    form, answers = case
    one, *others = [made(form, answers, "state", lang) for lang in form["languages"]]
    for other in others:
        for key in ("enabled", "answered", "required", "missing"):
            assert other[key] == one[key]
        for key in ("faults", "notices"):
            assert [(each["field"], each["code"]) for each in other[key]] == [
                (each["field"], each["code"]) for each in one[key]
            ]
    files = [made(form, answers, "file", lang)["answers"] for lang in form["languages"]]
    assert all(file == files[0] for file in files)


PASTED = st.text(
    st.one_of(
        st.sampled_from("\n\r\t -–*•◦▪‣·●○ab1:"),
        st.sampled_from("\u00a0\u200b\u2003\u2028\x0b\x85\ufeff\u202e\x00\x1b\u1680\u00ad"),
        st.characters(codec=None),  # lone surrogates too
    ),
    max_size=12,
)


@examples(600)
@given(PASTED, st.sampled_from(["q-text", "q-string", "q-open", "q-date"]))
def test_whatever_is_pasted_is_cleaned_once(paste: str, link_id: str) -> None:
    """Plain in the text and in the response, and the same after it has been saved and opened."""
    value: Any = {"text": paste} if link_id == "q-open" else paste
    assert faults_of(made(FOR_TEXT, {link_id: value}, "text")) == []
    status = numbered(made(FOR_TEXT, {link_id: value}, "state"))
    check_response(made(FOR_TEXT, {link_id: value}, "fhir"), FOR_TEXT, status, "sv")
    _there_and_back(FOR_TEXT, {link_id: value})


@examples(300)
@given(PASTED | st.text(), st.sampled_from(["text", "string"]))
def test_the_short_way_for_plain_text_changes_nothing(text: str, kind: str) -> None:
    """What takes no cleaning is given back at once; with an unseen character it goes the long way."""
    assert clean(text, kind) == clean("\u200b" + text, kind)


# ---------------------------------------------------------------- the questionnaires


@pytest.mark.parametrize("number", range(len(FORMS)))
def test_the_questionnaire_of_a_random_form(number: int) -> None:
    form, model = MODELS[number]
    check_questionnaire(questionnaire(form, model, SETTINGS), form)
