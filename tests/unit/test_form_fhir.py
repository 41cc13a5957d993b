"""Our own promises about the FHIR resources: what another system may lean on.

Written from the specification and the interface, not from the code. ``check_questionnaire`` and
``check_response`` look at any form; the random forms of ``test_form_properties`` use them too.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from sjukskrivning.forms import forms
from test_form_state import SETTINGS, built, enabled, in_yaml, short, state, told, written

from tools.build.forms import load_forms
from tools.build.questionnaire import questionnaire
from tools.build.strict_yaml import Faulty

Json = dict[str, Any]

TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
LIMITS = {
    "http://hl7.org/fhir/StructureDefinition/minValue": "min",
    "http://hl7.org/fhir/StructureDefinition/maxValue": "max",
}
VALUES = {
    **{"boolean": {"valueBoolean"}, "integer": {"valueInteger"}, "decimal": {"valueDecimal"}},
    **{"date": {"valueDate"}, "string": {"valueString"}, "text": {"valueString"}},
    **{"choice": {"valueCoding"}, "open-choice": {"valueCoding", "valueString"}},
}
ORDERED = {"integer", "decimal", "date"}


# ---------------------------------------------------------------- the promises


def below(items: list[Json]) -> Iterator[Json]:
    """All items, each before what it holds."""
    for item in items:
        yield item
        yield from below(item.get("item", []))


def check_questionnaire(found: Json, form: Json) -> None:
    """The resource of a compiled form."""
    json.dumps(found, allow_nan=False)
    assert found["resourceType"] == "Questionnaire"
    assert (found["id"], found["version"]) == (form["id"], form["version"])
    assert found["url"] == form["url"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", found["url"])
    assert re.fullmatch(r"[A-Z][A-Za-z0-9_]{0,254}", found["name"])
    assert found["status"] in ("draft", "active", "retired", "unknown")
    date.fromisoformat(found["date"])
    items = list(below(found["item"]))
    ids = [item["linkId"] for item in items]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    types = {item["linkId"]: item["type"] for item in items}
    check_words(found, "title", form["languages"])
    for item in items:
        _check_item(item, types, form["languages"])


def _check_item(item: Json, types: dict[str, str], languages: list[str]) -> None:
    kind = item["type"]
    assert kind in {*VALUES, "group", "display"}
    check_words(item, "text", languages)
    inside = item.get("item", [])
    if kind == "display":  # que-1: a display holds nothing, and nothing is answered there
        assert "item" not in item, item["linkId"]
        assert not item.get("required")
        assert not item.get("repeats")
    if kind == "group":
        assert inside
        assert not item.get("required")
    else:  # a question has only its help inside it
        assert [each["type"] for each in inside] in ([], ["display"])
    for each in inside:
        if each["linkId"].endswith("-hjalp"):
            (extension,) = each["extension"]
            assert extension["url"] == CONTROL
            (coding,) = extension["valueCodeableConcept"]["coding"]
            assert coding["code"] == "help"
            assert each["type"] == "display"
    _check_conditions(item, types)
    assert ("answerOption" in item) is (kind in ("choice", "open-choice"))
    if options := [each["valueCoding"] for each in item.get("answerOption", [])]:
        codes = [option["code"] for option in options]
        assert len(set(codes)) == len(codes) >= 2
        for option in options:
            check_words(option, "display", languages)
    assert ("maxLength" in item) is (kind in ("string", "text"))
    limits = {LIMITS[each["url"]]: each for each in item.get("extension", []) if kind != "display"}
    for limit in limits.values():
        (value,) = (limit[key] for key in limit if key != "url")
        assert f"value{kind.capitalize()}" in limit
        assert isinstance(value, int) or kind == "decimal"


def _check_conditions(item: Json, types: dict[str, str]) -> None:
    conditions = item.get("enableWhen", [])
    # que-12: with more than one condition, how they go together must be said
    assert (item.get("enableBehavior") in ("all", "any")) is (len(conditions) > 1)
    assert conditions or "enableWhen" not in item
    for each in conditions:
        kind = types[each["question"]]  # que: it must be a question of this form
        assert kind in VALUES
        (key,) = set(each) - {"question", "operator"}
        if each["operator"] == "exists":
            assert key == "answerBoolean"
        elif kind in ("choice", "open-choice"):
            assert (key, set(each[key])) == ("answerCoding", {"code"})
        else:
            (wanted,) = VALUES[kind]
            assert key == wanted.replace("value", "answer")
        assert each["operator"] in ("exists", "=", "!=") or kind in ORDERED
        if key == "answerDate":
            date.fromisoformat(each[key])
        if key == "answerInteger":
            assert isinstance(each[key], int)


def check_words(holder: Json, key: str, languages: list[str]) -> None:
    """The Swedish text, and each other language as a translation of it."""
    assert holder[key].strip()
    told = {}
    for each in holder.get(f"_{key}", {}).get("extension", []):
        assert each["url"] == TRANSLATION
        parts = {part["url"]: part for part in each["extension"]}
        assert set(parts) == {"lang", "content"}
        assert parts["content"]["valueString"].strip()
        told[parts["lang"]["valueCode"]] = parts["content"]["valueString"]
    assert ["sv", *told] == languages
    assert (f"_{key}" in holder) is (len(languages) > 1)


def check_response(found: Json, form: Json, status: Json, language: str) -> None:
    """The response of a compiled form, ``status`` is the state of the same answers."""
    json.dumps(found, allow_nan=False)
    assert found["resourceType"] == "QuestionnaireResponse"
    assert found["questionnaire"] == f"{form['url']}|{form['version']}"
    assert found["language"] == language
    done = not status["missing"] and not status["faults"]
    assert found["status"] == ("completed" if done else "in-progress")
    assert found.get("item") != []
    fields = list(_check_level(found.get("item", []), form["items"], "", language))
    assert fields == status["answered"]  # all that was answered, nothing else, in the same order


def _check_level(items: list[Json], asked: list[Json], prefix: str, language: str) -> Iterator[str]:
    """The fields of the answers on one level, which the items of the form must allow."""
    order = [item["linkId"] for item in asked]
    given = [item["linkId"] for item in items]
    assert given == sorted(given, key=order.index)
    by_id = {item["linkId"]: item for item in asked}
    rows: dict[str, int] = {}
    for item in items:
        question = by_id[item["linkId"]]
        assert item["text"] == question["text"][language]
        assert set(item) in ({"linkId", "text", "item"}, {"linkId", "text", "answer"})
        repeats = question.get("repeats", False)
        if question["type"] == "group":
            assert item["item"]
            rows[item["linkId"]] = rows.get(item["linkId"], 0) + 1
            assert repeats or rows[item["linkId"]] == 1
            row = f"{item['linkId']}[?{rows[item['linkId']]}]." if repeats else prefix
            yield from _check_level(item["item"], question["items"], row, language)
            continue
        assert given.count(item["linkId"]) == 1
        assert len(item["answer"]) >= 1
        assert repeats or len(item["answer"]) == 1
        for each in item["answer"]:
            _check_value(each, question)
        assert len({json.dumps(each) for each in item["answer"]}) == len(item["answer"])
        yield prefix + item["linkId"]


def _check_value(found: Json, question: Json) -> None:
    (key,) = found
    value = found[key]
    assert key in VALUES[question["type"]]
    kinds: dict[str, Any] = {
        "valueBoolean": bool,
        "valueInteger": int,
        "valueDecimal": (int, float),
    }
    assert type(value) in {bool, int, float, str, dict}
    assert isinstance(value, kinds.get(key, dict if key == "valueCoding" else str))
    if key in ("valueInteger", "valueDecimal"):
        assert not isinstance(value, bool)
        assert question.get("min", value) <= value <= question.get("max", value)
    if key == "valueInteger":
        assert -(2**31) <= value < 2**31  # FHIR's integer
    if key == "valueDate":
        assert date.fromisoformat(value).isoformat() == value
    if key == "valueString":
        assert value == value.strip() != ""
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]", value)
    if key == "valueCoding":
        # the Questionnaire's own words, whichever language the answers were given in
        texts = {option["code"]: option["text"]["sv"] for option in question["options"]}
        assert value == {"code": value["code"], "display": texts[value["code"]]}


def numbered(status: Json) -> Json:
    """The state with its rows as a response has them: numbered among those with an answer."""
    seen: dict[str, list[str]] = {}

    def place(field: str) -> str:
        if "[" not in field:
            return field
        group, rest = field.split("[", 1)
        row, link_id = rest.split("].", 1)
        rows = seen.setdefault(group, [])
        if row not in rows:
            rows.append(row)
        return f"{group}[?{rows.index(row) + 1}].{link_id}"

    return status | {"answered": [place(field) for field in status["answered"]]}


def response_of(form: Json, given: Any, lang: str = "sv") -> Json:
    """The response, checked against the form and its state."""
    ok, text = told(form, given, "fhir", lang)
    assert ok, text
    text.encode("utf-8")
    found: Json = json.loads(text)
    check_response(found, form, numbered(state(form, given, lang)), lang)
    return found


# ---------------------------------------------------------------- answers by the dozen


def sensible(item: Json, random: Random) -> Any:
    """An answer that fits the question."""
    kind = item["type"]
    if kind == "open-choice" and random.random() < 0.3:
        return {"text": f"Eget svar {random.randrange(9)}"}
    if "options" in item:
        return random.choice(item["options"])["code"]
    if kind in ("integer", "decimal"):
        low, high = int(item.get("min", 0)), int(item.get("max", 100))
        whole = random.randint(low, high)
        return whole if kind == "integer" or whole == high else whole + 0.5
    more: Json = {
        "boolean": random.random() < 0.5,
        "date": date(2026, random.randint(1, 12), random.randint(1, 28)).isoformat(),
        "string": f"En rad {random.randrange(9)}",
        "text": f"Flera\nrader {random.randrange(9)}",
    }
    return more[kind]


def answered(items: list[Json], random: Random, often: float) -> Json:
    """Answers to some of the questions, enabled or not."""
    found: Json = {}
    for item in items:
        if item["type"] == "group" and not item.get("repeats"):
            found |= answered(item["items"], random, often)
        elif item["type"] == "display" or random.random() > often:
            continue
        elif item["type"] == "group":
            rows = range(random.randint(0, 3))
            found[item["linkId"]] = [answered(item["items"], random, often) for _ in rows]
        elif item.get("repeats"):
            found[item["linkId"]] = [sensible(item, random) for _ in range(random.randint(1, 4))]
        else:
            found[item["linkId"]] = sensible(item, random)
    return found


def complete(form: Json, random: Random) -> Json:
    """An answer to everything that is asked, whatever that makes the form ask next."""
    given: Json = {}
    everything = answered(form["items"], random, 1)
    while missing := state(form, given)["missing"]:
        given |= {link_id: everything[link_id] for link_id in missing}
    return given


# ---------------------------------------------------------------- the real forms

REAL = [(form_id, lang) for form_id, form in forms().items() for lang in form["languages"]]


@pytest.mark.parametrize(("form_id", "lang"), REAL)
def test_nothing_answered(form_id: str, lang: str) -> None:
    found = response_of(forms()[form_id], {}, lang)
    assert "item" not in found
    asked = state(forms()[form_id], {})["required"]
    assert found["status"] == ("in-progress" if asked else "completed")


@pytest.mark.parametrize(("form_id", "lang"), REAL)
@pytest.mark.parametrize("often", [0.2, 0.6, 0.9, 1.0])
def test_a_real_form_answered_at_random(form_id: str, lang: str, often: float) -> None:
    form = forms()[form_id]
    seen = set()
    for seed in range(30):
        given = answered(form["items"], Random(seed), often)
        found = response_of(form, given, lang)
        seen |= {item["linkId"] for item in below(found.get("item", []))}
    groups = {each["linkId"] for each in form["items"]} - {"innan-du-borjar"}
    assert seen >= groups  # every section with a question was answered at least once


@pytest.mark.parametrize("form_id", forms())
@pytest.mark.parametrize("seed", range(5))
def test_a_real_form_is_completed_when_all_that_is_required_is_answered(
    form_id: str, seed: int
) -> None:
    form = forms()[form_id]
    given = complete(form, Random(seed))
    assert response_of(form, given)["status"] == "completed"
    for link_id in state(form, given)["required"]:
        less = {key: value for key, value in given.items() if key != link_id}
        assert response_of(form, less)["status"] == "in-progress", link_id


@pytest.mark.parametrize("form_id", forms())
def test_the_questionnaire_of_a_real_form(form_id: str) -> None:
    form = forms()[form_id]
    found = questionnaire(form, load_forms()[form_id], SETTINGS)
    check_questionnaire(found, form)
    assert found["status"] == "draft"
    # the same items, in the same order, but for the help texts that only it has
    compiled = list(_compiled(form["items"]))
    assert [i["linkId"] for i in below(found["item"]) if not _help(i)] == compiled
    helps = [i["linkId"] for i in below(found["item"]) if _help(i)]
    assert len(helps) >= 15
    assert set(helps) <= {f"{link_id}-hjalp" for link_id in compiled}


def _help(item: Json) -> bool:
    return bool(item["linkId"].endswith("-hjalp"))


def _compiled(items: list[Json]) -> Iterator[str]:
    for item in items:
        yield item["linkId"]
        yield from _compiled(item.get("items", []))


def test_each_form_has_an_address_of_its_own() -> None:
    urls = [form["url"] for form in forms().values()]
    assert len(set(urls)) == len(urls)


# ---------------------------------------------------------------- small forms, word for word

SMALL = """
- {linkId: ord, type: display, text: Läs det här}
- linkId: a
  type: choice
  text: Frågan
  help: Hjälpen
  required: true
  note: true
  options: [{code: ja, text: Ja}, {code: nej, text: Nej}]
- linkId: grupp
  type: group
  text: Gruppen
  help: Gruppens hjälp
  condition: Om A och B
  enableWhen:
    any:
      - {question: a, operator: "=", answer: ja}
      - {question: b, operator: exists, answer: false}
  items:
    - {linkId: b, type: string, text: B, repeats: true}
    - linkId: c
      type: decimal
      text: C
      min: 0.5
      condition: Om B
      enableWhen: [{question: b, operator: "!=", answer: x}]
"""
# a circle: the group waits for what it holds
SMALL = SMALL.replace("question: b, operator: exists", "question: d, operator: exists")
SMALL += "- {linkId: d, type: date, text: D}\n"
FORM = built(SMALL)


def test_a_questionnaire_word_for_word() -> None:
    found = questionnaire(FORM, in_yaml(written(SMALL)), SETTINGS)
    check_questionnaire(found, FORM)
    assert (found["name"], found["title"], found["language"]) == ("Prov", "Provformulär", "sv")
    (section,) = found["item"]
    assert (section["linkId"], section["type"]) == ("avsnitt", "group")
    words, choice, note, group, last = section["item"]
    assert words == {"linkId": "ord", "text": "Läs det här", "type": "display"}
    assert (choice["type"], choice["required"]) == ("choice", True)
    assert choice["answerOption"] == [
        {"valueCoding": {"code": "ja", "display": "Ja"}},
        {"valueCoding": {"code": "nej", "display": "Nej"}},
    ]
    assert [each["linkId"] for each in choice["item"]] == ["a-hjalp"]
    assert choice["item"][0]["text"] == "Hjälpen"
    assert (note["linkId"], note["type"]) == ("a-anteckning", "text")
    assert [each["linkId"] for each in group["item"]] == ["grupp-hjalp", "b", "c"]
    assert group["enableBehavior"] == "any"
    assert group["enableWhen"] == [
        {"question": "a", "operator": "=", "answerCoding": {"code": "ja"}},
        {"question": "d", "operator": "exists", "answerBoolean": False},
    ]
    assert group["item"][1]["repeats"] is True
    decimal = group["item"][2]
    assert decimal["enableWhen"] == [{"question": "b", "operator": "!=", "answerString": "x"}]
    assert "enableBehavior" not in decimal
    (limit,) = decimal["extension"]
    assert limit["valueDecimal"] == 0.5
    assert last == {"linkId": "d", "text": "D", "type": "date"}


def test_a_response_word_for_word() -> None:
    given = {"a": "ja", "b": ["z", "y"], "c": "1,5", "a-anteckning": "Och mer", "d": None}
    assert response_of(FORM, given) == {
        "resourceType": "QuestionnaireResponse",
        "language": "sv",
        "questionnaire": f"{FORM['url']}|2026-11-22",
        "status": "completed",
        "item": [
            {
                "linkId": "avsnitt",
                "text": "Avsnitt",
                "item": [
                    {
                        "linkId": "a",
                        "text": "Frågan",
                        "answer": [{"valueCoding": {"code": "ja", "display": "Ja"}}],
                    },
                    {
                        "linkId": "a-anteckning",
                        "text": "Anteckning",
                        "answer": [{"valueString": "Och mer"}],
                    },
                    {
                        "linkId": "grupp",
                        "text": "Gruppen",
                        "item": [
                            {
                                "linkId": "b",
                                "text": "B",
                                "answer": [{"valueString": "z"}, {"valueString": "y"}],
                            },
                            {"linkId": "c", "text": "C", "answer": [{"valueDecimal": 1.5}]},
                        ],
                    },
                ],
            }
        ],
    }


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({}, "in-progress"),
        ({"a": "ja"}, "completed"),
        ({"a": "kanske"}, "in-progress"),
        ({"a": "ja", "d": "i går"}, "in-progress"),
        ({"a": "ja", "b": ["y"], "c": 0.4}, "in-progress"),
        ({"a": "ja", "b": ["y", "x"], "c": 0.4}, "completed"),  # C is not asked: its fault is none
        ({"a": "nej", "b": ["y"], "c": 0.4, "d": "2026-03-02"}, "completed"),
    ],
    ids=short,
)
def test_the_status_of_a_response(given: Json, status: str) -> None:
    assert response_of(FORM, given)["status"] == status


def test_every_type_has_its_own_value() -> None:
    form = built(
        """
        - {linkId: a, type: boolean, text: A}
        - {linkId: b, type: choice, text: B, options: [{code: x, text: X}, {code: y, text: Y}]}
        - linkId: c
          type: open-choice
          text: C
          repeats: true
          options: [{code: x, text: X}, {code: y, text: Y}]
        - {linkId: d, type: string, text: D}
        - {linkId: e, type: text, text: E}
        - {linkId: f, type: integer, text: F}
        - {linkId: g, type: decimal, text: G}
        - {linkId: h, type: date, text: H}
        """
    )
    given = {
        **{"a": False, "b": "y", "c": ["x", {"text": "x"}], "d": " rad ", "e": "a\r\nb"},
        **{"f": "1 000", "g": "37,50", "h": " 2026-03-02 "},
    }
    (section,) = response_of(form, given)["item"]
    assert {item["linkId"]: item["answer"] for item in section["item"]} == {
        "a": [{"valueBoolean": False}],
        "b": [{"valueCoding": {"code": "y", "display": "Y"}}],
        "c": [{"valueCoding": {"code": "x", "display": "X"}}, {"valueString": "x"}],
        "d": [{"valueString": "rad"}],
        "e": [{"valueString": "a\nb"}],
        "f": [{"valueInteger": 1000}],
        "g": [{"valueDecimal": 37.5}],
        "h": [{"valueDate": "2026-03-02"}],
    }


ROWS = built(
    """
    - linkId: rad
      type: group
      text: Rad
      repeats: true
      items:
        - {linkId: a, type: string, text: A, required: true}
        - linkId: b
          type: string
          text: B
          condition: Om A
          enableWhen: [{question: a, operator: exists, answer: true}]
    """
)


def test_a_whole_decimal_has_no_decimals() -> None:
    """In FHIR 20.0 claims more than 20 does."""
    form = built("- {linkId: g, type: decimal, text: G}")
    for value, text in ((20.0, "20"), ("20,0", "20"), (0.5, "0.5"), (-0.0, "0"), ("1,10", "1.1")):
        assert f'"valueDecimal":{text}}}' in told(form, {"g": value}, "fhir")[1]


def test_rows_are_items_with_the_same_link_id() -> None:
    rows = [{"a": "1", "b": "2"}, {}, {"b": "glömt"}, {"a": "3"}]
    found = response_of(ROWS, {"rad": rows})
    (section,) = found["item"]
    assert [item["linkId"] for item in section["item"]] == ["rad", "rad"]
    values = [
        [(each["linkId"], each["answer"][0]["valueString"]) for each in item["item"]]
        for item in section["item"]
    ]
    assert values == [[("a", "1"), ("b", "2")], [("a", "3")]]
    assert found["status"] == "in-progress"  # two rows lack what is required
    assert response_of(ROWS, {"rad": [{"a": "1"}]})["status"] == "completed"
    assert response_of(ROWS, {})["status"] == "completed"


def test_the_other_language_of_a_response() -> None:
    form = forms()["patientformular"]
    given = {"styrka": "gar-inte", "arbetsuppgifter": [{"klarar": "klarar"}]}
    texts = {
        lang: {
            item["linkId"]: (item["text"], item.get("answer"))
            for item in below(response_of(form, given, lang)["item"])
        }
        for lang in ("sv", "en")
    }
    assert texts["sv"]["styrka"][1] == [
        {"valueCoding": {"code": "gar-inte", "display": "Går inte"}}
    ]
    assert texts["en"]["styrka"] == (
        "How is it for you to lift, carry, bend and move about?",
        [{"valueCoding": {"code": "gar-inte", "display": "Går inte"}}],
    )
    assert texts["en"]["formagor"][0] == "Stamina and abilities"


# ---------------------------------------------------------------- forms that try the checks


def checked(items: str) -> Json:
    """The questionnaire of an accepted form: whatever the build lets through must be FHIR."""
    form = built(items)
    found = questionnaire(form, in_yaml(written(items)), SETTINGS)
    check_questionnaire(found, form)
    return found


def refused(items: str) -> str:
    """The sentences of the build; "" for a form that it accepts, whose resource is then checked."""
    try:
        in_yaml(written(items))
    except Faulty as faulty:
        return str(faulty)
    checked(items)
    return ""


def test_a_help_text_takes_nobody_s_link_id() -> None:
    items = "- {linkId: a, type: string, text: A, help: Hjälp}\n- {linkId: b, type: date, text: B}"
    assert refused(items) == ""
    said = refused(items.replace("linkId: b", "linkId: a-hjalp"))
    assert said == "" or "a-hjalp" in said


def test_a_display_holds_no_help() -> None:
    """que-1: a display cannot hold anything; the build refuses the help or puts it elsewhere."""
    said = refused(
        "- {linkId: a, type: display, text: A, help: B}\n- {linkId: b, type: date, text: C}"
    )
    assert said == "" or "»help«" in said


@pytest.mark.parametrize(("limit", "inside", "outside"), [("min", 2, 1), ("max", 1, 2)])
def test_a_whole_number_s_limits_are_whole(limit: str, inside: int, outside: int) -> None:
    """What the page accepts, the resource must accept: no limit is cut off on the way."""
    items = f"- {{linkId: a, type: integer, text: A, {limit}: 1.5}}"
    if said := refused(items):
        assert f"»{limit}«" in said
        return
    (extension,) = checked(items)["item"][0]["item"][0]["extension"]
    assert extension["valueInteger"] == inside
    assert state(built(items), {"a": inside})["answered"] == ["a"]
    assert state(built(items), {"a": outside})["answered"] == []


def test_no_number_is_larger_than_fhir_s() -> None:
    items = "- {linkId: a, type: integer, text: A, max: 9999999999, min: -9999999999}"
    if said := refused(items):
        assert "»max«" in said
        assert "»min«" in said
        return
    for value in (2**31, -(2**31) - 1):
        assert "item" not in response_of(built(items), {"a": value})


@pytest.mark.parametrize("limit", ["nan", "inf", "-inf"])
def test_a_limit_is_a_number(limit: str) -> None:
    """forms.json is read by JavaScript too, where NaN and Infinity are no JSON."""
    said = refused(f"- {{linkId: a, type: decimal, text: A, max: {limit}}}")
    assert "»max«" in said


@pytest.mark.parametrize("answer", ["2026-02-30", "2026-13-01", "2025-02-29"])
def test_a_condition_s_date_exists(answer: str) -> None:
    said = refused(
        f"""
        - {{linkId: a, type: date, text: A}}
        - linkId: b
          type: string
          text: B
          condition: Om A
          enableWhen: [{{question: a, operator: "<", answer: {answer}}}]
        """
    )
    assert "ett datum som 2026-11-21" in said


def test_a_hidden_answer_is_nowhere_in_the_response() -> None:
    given = {"a": "nej", "b": ["HEMLIGT"], "c": 7.5, "d": "2026-03-02"}
    assert "grupp" not in enabled(FORM, given)
    found = json.dumps(response_of(FORM, given))
    assert "HEMLIGT" not in found
    assert "7.5" not in found


def test_the_checks_find_what_they_look_for() -> None:
    """Else the tests above would say nothing."""
    good = questionnaire(FORM, in_yaml(written(SMALL)), SETTINGS)
    given = {"a": "ja", "b": ["z", "y"], "c": 1.5}
    answer, status = response_of(FORM, given), numbered(state(FORM, given))
    section = answer["item"][0]

    def broken(change: Any) -> Json:
        copy: Json = json.loads(json.dumps(good))
        change(copy["item"][0]["item"])
        return copy

    for change in (
        lambda items: items[1].update(linkId="ord"),
        lambda items: items[1]["answerOption"].reverse() or items[1]["answerOption"].pop(),
        lambda items: items[3].pop("enableBehavior"),
        lambda items: items[3]["enableWhen"][0].update(question="finns-inte"),
        lambda items: items[1].pop("answerOption"),
        lambda items: items[0].update(item=[{"linkId": "z", "type": "display", "text": "Z"}]),
        lambda items: items[2].pop("maxLength"),
    ):
        with pytest.raises((AssertionError, KeyError)):
            check_questionnaire(broken(change), FORM)
    for item in (
        section | {"item": list(reversed(section["item"]))},
        section | {"item": section["item"][1:]},
        section | {"item": [*section["item"], {"linkId": "d", "text": "D"}]},
        section | {"item": [*section["item"], {"linkId": "d", "text": "D", "answer": []}]},
        section
        | {
            "item": [
                *section["item"],
                {"linkId": "d", "text": "D", "answer": [{"valueDate": "2026-03-02"}]},
            ]
        },
        {**section, "text": "Annat"},
    ):
        with pytest.raises((AssertionError, KeyError)):
            check_response(answer | {"item": [item]}, FORM, status, "sv")
    for wrong in (
        {"status": "in-progress"},
        {"questionnaire": FORM["url"]},
        {"language": "en"},
        {"item": []},
    ):
        with pytest.raises(AssertionError):
            check_response(answer | wrong, FORM, status, "sv")
    check_response(answer, FORM, status, "sv")
