"""Which questions of a form are asked, answered, missing and wrong.

Small forms are written as YAML, as an editor would, and go through the checks of the build: what
is tested here is what a form of ours would do. ``built`` and ``told`` serve the other form tests.
"""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from ask import Json, faults_in, is_swedish, places
from sjukskrivning.call import answer
from sjukskrivning.form_words import WORDS
from sjukskrivning.forms import forms

from tools.build.forms import compile_form, load_forms
from tools.build.rules import ROOT, load_sources

SETTINGS = {"team_review_day": 31}
HEAD = """\
id: prov
version: "2026-11-22"
title: {sv: Provformulär, en: Test form}
languages: [sv, en]
original: SOS-UPPF
"""
SWEDISH = HEAD.replace("{sv: Provformulär, en: Test form}", "Provformulär").replace(", en", "")
SECTION = """\
items:
  - linkId: avsnitt
    type: group
    text: Avsnitt
    source: SOS-UPPF
    basis: {process: Uppföljning}
    items:
"""


def written(items: str) -> str:
    """The YAML of a Swedish form with these entries in its only section."""
    return SWEDISH + SECTION + textwrap.indent(textwrap.dedent(items).strip("\n"), " " * 6) + "\n"


@cache
def _sources() -> Any:
    return load_sources()


def loaded(folder: Path) -> dict[str, Any]:
    """``load_forms``, with the source register read only once for all tests. Raises Faulty."""
    with patch("tools.build.forms.load_sources", _sources):
        return load_forms(folder)


def in_yaml(text: str) -> Any:
    """The checked form of a YAML text (a model, not compiled yet). Raises Faulty."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "prov.yml").write_text(text, "utf-8")
        return loaded(Path(folder))["prov"]


@cache
def whole(text: str, team_review_day: int | None = 31) -> Json:
    """A form's YAML as the computing package gets it."""
    compiled = compile_form(in_yaml(text), "provregionen", {"team_review_day": team_review_day})
    form: Json = json.loads(json.dumps(compiled))
    return form


def built(items: str) -> Json:
    """These entries as a form, see ``written``."""
    return whole(written(items))


def told(
    form: Json, given: Any, made: str = "state", lang: str = "sv", tool: str = "form"
) -> tuple[bool, str]:
    """What the one way in answers when this form is the only one there is."""
    text = given if isinstance(given, str) else json.dumps(given)
    with patch("sjukskrivning.forms.forms", lambda: {form["id"]: form}):
        return answer(tool, text, made, {"id": form["id"], "lang": lang})


def state(form: Json, given: Any, lang: str = "sv") -> Json:
    ok, text = told(form, given, lang=lang)
    assert ok, text
    found: Json = json.loads(text)
    return found


def refusal(form: Json, given: Any, made: str = "state") -> list[tuple[str, str]]:
    ok, text = told(form, given, made)
    assert not ok, text
    return places(faults_in(text))


def enabled(form: Json, given: Any) -> list[str]:
    """What is asked, without the section that everything stands in."""
    found: list[str] = state(form, given)["enabled"]
    assert found[0] == "avsnitt"
    return found[1:]


def wrong(form: Json, given: Any, lang: str = "sv") -> list[tuple[str, str]]:
    return places(state(form, given, lang)["faults"])


def short(value: Any) -> str:
    """The name of a case."""
    return ascii(value)[:50]


# ---------------------------------------------------------------- one condition

OPTIONS = "options: [{code: ja, text: Ja}, {code: nej, text: Nej}]"


def asks(kind: str, operator: str, against: str) -> Json:
    """A question of a type and another one that waits for its answer."""
    more = OPTIONS if "choice" in kind else ""
    return built(
        f"""
        - {{linkId: fore, type: {kind}, text: Före, {more}}}
        - linkId: efter
          type: text
          text: Efter
          condition: Villkoret
          enableWhen: [{{question: fore, operator: "{operator}", answer: {against}}}]
        """
    )


# which of an answer below, at and above the limit lets the question be asked
HOLDS = {
    "=": (False, True, False),
    "!=": (True, False, True),
    "<": (True, False, False),
    "<=": (True, True, False),
    ">": (False, False, True),
    ">=": (False, True, True),
}
AROUND: dict[str, list[tuple[str, tuple[Any, Any, Any]]]] = {
    "integer": [
        ("5", (4, 5, 6)),
        ("5", ("4", " 5 ", "6")),
        ("0", (-1, 0, 1)),
        ("10", (9, 10, 11)),  # as text »9« is the larger one
        ("-1", (-2, -1, 0)),
    ],
    "decimal": [
        ("2.5", (2.4, 2.5, 2.6)),
        ("2.5", ("2,49", "2,5", "2,51")),
        ("2", (1.9, 2.0, 2.1)),
        ("10", ("9,9", 10, "10.1")),
    ],
    "date": [
        ("2026-03-02", ("2026-03-01", "2026-03-02", "2026-03-03")),
        ('"2026-01-01"', ("2025-12-31", "2026-01-01", "2026-01-02")),
        ("2024-02-29", ("2024-02-28", "2024-02-29", "2024-03-01")),
    ],
}


@pytest.mark.parametrize("operator", HOLDS)
@pytest.mark.parametrize("at", [0, 1, 2], ids=["below", "at", "above"])
@pytest.mark.parametrize(
    ("kind", "against", "values"),
    [(kind, *each) for kind, cases in AROUND.items() for each in cases],
    ids=short,
)
def test_both_sides_of_a_limit(
    kind: str, against: str, values: tuple[Any, Any, Any], at: int, operator: str
) -> None:
    asked = enabled(asks(kind, operator, against), {"fore": values[at]})
    assert asked == (["fore", "efter"] if HOLDS[operator][at] else ["fore"])


@pytest.mark.parametrize(
    ("kind", "against", "value", "equal"),
    [
        ("choice", "ja", "ja", True),
        ("choice", "ja", "nej", False),
        ("open-choice", "ja", "ja", True),
        ("open-choice", "ja", "nej", False),
        ("open-choice", "ja", {"text": "ja"}, False),  # the reader's own »ja« is not the code
        ("open-choice", "ja", {"text": "Något annat"}, False),
        ("boolean", "true", True, True),
        ("boolean", "true", False, False),
        ("boolean", "false", False, True),
        ("boolean", "false", True, False),
        ("string", "ja", "ja", True),
        ("string", "ja", "  ja\t", True),
        ("string", "ja", "Ja", False),
        ("string", "ja", "ja ja", False),
        ("string", '"5"', "5", True),
        ("string", '"5"', "5,0", False),
        ("text", "ja", "ja\n", True),
        ("text", "ja", "j a", False),
    ],
    ids=short,
)
def test_equal_and_not_equal(kind: str, against: str, value: Any, equal: bool) -> None:
    given = {"fore": value}
    same, other = (
        enabled(asks(kind, "=", against), given),
        enabled(asks(kind, "!=", against), given),
    )
    assert same == (["fore", "efter"] if equal else ["fore"])
    assert other == (["fore"] if equal else ["fore", "efter"])


# a readable answer of every type, the ones that look empty too
ANSWERS: list[tuple[str, Any]] = [
    ("boolean", True),
    ("boolean", False),
    ("choice", "nej"),
    ("open-choice", "nej"),
    ("open-choice", {"text": "Annat"}),
    ("string", "x"),
    ("string", "0"),
    ("text", "x"),
    ("integer", 7),
    ("integer", 0),
    ("decimal", 0.5),
    ("decimal", 0),
    ("date", "2026-03-02"),
]
LIMIT = {
    **{"boolean": "true", "choice": "ja", "open-choice": "ja", "string": "ja", "text": "ja"},
    **{"integer": "5", "decimal": "2.5", "date": "2026-03-02"},
}
NOTHING: list[Any] = [{}, {"fore": None}, {"fore": ""}, {"fore": " \t\n\u00a0\u200b"}]
UNREADABLE: dict[str, Any] = {
    **{"boolean": "ja", "choice": "kanske", "open-choice": {"text": 5}, "string": 5, "text": ["x"]},
    **{"integer": "många", "decimal": "2,5 x", "date": "2026-02-30"},
}


@pytest.mark.parametrize(("kind", "value"), ANSWERS, ids=short)
def test_an_answer_exists(kind: str, value: Any) -> None:
    assert enabled(asks(kind, "exists", "true"), {"fore": value}) == ["fore", "efter"]
    assert enabled(asks(kind, "exists", "false"), {"fore": value}) == ["fore"]


@pytest.mark.parametrize("kind", LIMIT)
@pytest.mark.parametrize("given", NOTHING, ids=short)
def test_no_answer_exists(kind: str, given: Any) -> None:
    assert enabled(asks(kind, "exists", "true"), given) == ["fore"]
    assert enabled(asks(kind, "exists", "false"), given) == ["fore", "efter"]


@pytest.mark.parametrize("given", [{"fore": {"text": " "}}, {"fore": {"text": ""}}], ids=short)
def test_an_empty_text_of_ones_own_is_no_answer(given: Any) -> None:
    assert enabled(asks("open-choice", "exists", "false"), given) == ["fore", "efter"]
    assert enabled(asks("open-choice", "=", "ja"), given) == ["fore"]
    assert state(asks("open-choice", "exists", "false"), given)["faults"] == []


@pytest.mark.parametrize(
    ("kind", "operator"),
    [(kind, each) for kind in LIMIT for each in HOLDS if kind in AROUND or each in ("=", "!=")],
)
def test_a_comparison_with_no_answer(kind: str, operator: str) -> None:
    """False, but for »!=«: no answer is the one that is named (checklists/README.md, FHIR R4)."""
    form = asks(kind, operator, LIMIT[kind])
    for given in [*NOTHING, {"fore": UNREADABLE[kind]}]:
        assert enabled(form, given) == (["fore", "efter"] if operator == "!=" else ["fore"])


@pytest.mark.parametrize("kind", LIMIT)
def test_an_answer_that_cannot_be_read_does_not_exist(kind: str) -> None:
    given = {"fore": UNREADABLE[kind]}
    form = asks(kind, "exists", "false")
    assert enabled(form, given) == ["fore", "efter"]
    assert [field for field, _ in wrong(form, given)] == ["fore"]
    assert enabled(asks(kind, "exists", "true"), given) == ["fore"]


# ---------------------------------------------------------------- several conditions

SEVERAL = """
- {{linkId: a, type: integer, text: A}}
- {{linkId: b, type: boolean, text: B}}
- linkId: c
  type: text
  text: C
  condition: Villkoret
  enableWhen: {behaviour}
    - {{question: a, operator: ">", answer: 3}}
    - {{question: b, operator: "=", answer: true}}
"""


def several(behaviour: str) -> Json:
    """Two conditions under »all«, »any« or in a plain list."""
    text = SEVERAL.format(behaviour=f"\n    {behaviour}:" if behaviour else "")
    return built(text.replace("    - {question", "      - {question") if behaviour else text)


@pytest.mark.parametrize(
    ("given", "every", "one"),
    [
        ({"a": 4, "b": True}, True, True),
        ({"a": 4, "b": False}, False, True),
        ({"a": 3, "b": True}, False, True),
        ({"a": 3, "b": False}, False, False),
        ({"a": 4}, False, True),
        ({"b": True}, False, True),
        ({"a": 3}, False, False),
        ({}, False, False),
    ],
    ids=short,
)
def test_all_and_any(given: Json, every: bool, one: bool) -> None:
    assert ("c" in enabled(several(""), given)) is every
    assert ("c" in enabled(several("all"), given)) is every
    assert ("c" in enabled(several("any"), given)) is one


@pytest.mark.parametrize("days", [30, 31, 32])
def test_a_region_s_own_day_is_what_is_compared_with(days: int) -> None:
    form = built(
        """
        - {linkId: langd, type: integer, text: Längd}
        - linkId: team
          type: text
          text: Team
          condition: Från dag {team_review_day}
          enableWhen: [{question: langd, operator: ">=", setting: team_review_day}]
        """
    )
    assert ("team" in enabled(form, {"langd": days})) is (days >= 31)


# ---------------------------------------------------------------- chains and groups

CHAIN = built(
    f"""
    - {{linkId: a, type: choice, text: A, {OPTIONS}}}
    - linkId: b
      type: choice
      text: B
      {OPTIONS}
      condition: Om A
      enableWhen: [{{question: a, operator: "=", answer: ja}}]
    - linkId: c
      type: choice
      text: C
      {OPTIONS}
      condition: Om B
      enableWhen: [{{question: b, operator: "=", answer: ja}}]
    - linkId: d
      type: text
      text: D
      condition: Om inte C
      enableWhen: [{{question: c, operator: exists, answer: false}}]
    - linkId: e
      type: text
      text: E
      condition: Om C inte är ja
      enableWhen: [{{question: c, operator: "!=", answer: ja}}]
    """
)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({}, ["a", "d", "e"]),
        ({"a": "ja"}, ["a", "b", "d", "e"]),
        ({"a": "ja", "b": "ja"}, ["a", "b", "c", "d", "e"]),
        ({"a": "ja", "b": "ja", "c": "ja"}, ["a", "b", "c"]),
        ({"a": "ja", "b": "ja", "c": "nej"}, ["a", "b", "c", "e"]),
        # what was answered before A was changed counts for nothing, all the way down
        ({"a": "nej", "b": "ja", "c": "ja"}, ["a", "d", "e"]),
        ({"a": "nej", "b": "ja", "c": "nej"}, ["a", "d", "e"]),
        ({"b": "ja", "c": "ja"}, ["a", "d", "e"]),
        ({"a": "ja", "b": "nej", "c": "ja"}, ["a", "b", "d", "e"]),
    ],
    ids=short,
)
def test_a_chain_of_conditions(given: Json, asked: list[str]) -> None:
    found = state(CHAIN, given)
    assert found["enabled"] == ["avsnitt", *asked]
    assert found["answered"] == [link_id for link_id in asked if link_id in given]


def test_a_question_may_wait_for_one_that_comes_after_it() -> None:
    form = built(
        """
        - linkId: fore
          type: text
          text: Före
          condition: Om efter
          enableWhen: [{question: efter, operator: "=", answer: true}]
        - {linkId: efter, type: boolean, text: Efter}
        """
    )
    assert enabled(form, {"efter": True}) == ["fore", "efter"]
    assert enabled(form, {"efter": False}) == ["efter"]


GROUPS = built(
    """
    - {linkId: oppen, type: boolean, text: Öppen}
    - linkId: yttre
      type: group
      text: Yttre
      condition: Om öppen
      enableWhen: [{question: oppen, operator: "=", answer: true}]
      items:
        - {linkId: i-yttre, type: integer, text: I yttre, required: true}
        - {linkId: ord, type: display, text: Läs det här}
        - linkId: inre
          type: group
          text: Inre
          condition: Om fem
          enableWhen: [{question: i-yttre, operator: ">=", answer: 5}]
          items:
            - {linkId: i-inre, type: boolean, text: I inre, note: true, required: true}
    - linkId: utanfor
      type: text
      text: Utanför
      condition: Om inre är sant
      enableWhen: [{question: i-inre, operator: "=", answer: true}]
    """
)
OUTER = ["oppen", "yttre", "i-yttre", "ord"]


@pytest.mark.parametrize(
    ("given", "asked", "missing"),
    [
        ({}, ["oppen"], []),
        ({"oppen": False, "i-yttre": 5, "i-inre": True}, ["oppen"], []),
        ({"i-yttre": 5, "i-inre": True}, ["oppen"], []),
        ({"oppen": True}, OUTER, ["i-yttre"]),
        ({"oppen": True, "i-yttre": 4, "i-inre": True}, OUTER, []),
        (
            {"oppen": True, "i-yttre": 5},
            [*OUTER, "inre", "i-inre", "i-inre-anteckning"],
            ["i-inre"],
        ),
        (
            {"oppen": True, "i-yttre": 5, "i-inre": True},
            [*OUTER, "inre", "i-inre", "i-inre-anteckning", "utanfor"],
            [],
        ),
    ],
    ids=short,
)
def test_a_group_that_is_not_asked_hides_all_it_holds(
    given: Json, asked: list[str], missing: list[str]
) -> None:
    found = state(GROUPS, given)
    assert found["enabled"] == ["avsnitt", *asked]
    assert found["missing"] == missing


def test_a_section_may_have_a_condition_too() -> None:
    text = SWEDISH + SECTION + "      - {linkId: a, type: boolean, text: A}\n"
    text += """\
  - linkId: andra
    type: group
    text: Andra
    source: SOS-UPPF
    basis: {process: Uppföljning}
    condition: Om A
    enableWhen: [{question: a, operator: "=", answer: true}]
    items:
      - {linkId: b, type: text, text: B, required: true}
"""
    form = whole(text)
    assert state(form, {"a": True})["enabled"] == ["avsnitt", "a", "andra", "b"]
    hidden = state(form, {"a": False, "b": "x"})
    assert hidden["enabled"] == ["avsnitt", "a"]
    assert (hidden["answered"], hidden["required"]) == (["a"], [])


def test_a_note_is_asked_when_its_question_is() -> None:
    form = built(
        f"""
        - {{linkId: a, type: boolean, text: A}}
        - linkId: b
          type: choice
          text: B
          note: true
          required: true
          {OPTIONS}
          condition: Om A
          enableWhen: [{{question: a, operator: "=", answer: true}}]
        """
    )
    note = "b-anteckning"
    assert enabled(form, {"a": False, note: "x"}) == ["a"]
    found = state(form, {"a": True, note: "x"})
    assert found["enabled"] == ["avsnitt", "a", "b", note]
    assert found["answered"] == ["a", note]
    assert (
        found["required"] == found["missing"] == ["b"]
    )  # a note is no answer, and never asked for


# ---------------------------------------------------------------- repeating groups and questions

ROWS = built(
    """
    - {linkId: visa, type: boolean, text: Visa}
    - linkId: rad
      type: group
      repeats: true
      text: Rad
      condition: Om visa
      enableWhen: [{question: visa, operator: "=", answer: true}]
      items:
        - {linkId: tal, type: integer, text: Tal, required: true}
        - linkId: stort
          type: text
          text: Stort
          condition: Om talet är stort
          enableWhen: [{question: tal, operator: ">", answer: 10}]
        - linkId: grupp
          type: group
          text: Grupp
          condition: Om talet finns
          enableWhen: [{question: tal, operator: exists, answer: true}]
          items:
            - linkId: langst
              type: text
              text: Längst in
              condition: Om stort och öppet
              enableWhen:
                - {question: stort, operator: exists, answer: true}
                - {question: form, operator: "=", answer: öppet}
    - {linkId: form, type: string, text: Formen}
    """
)


def fields_of(row: int, *link_ids: str) -> list[str]:
    return [f"rad[{row}].{link_id}" for link_id in link_ids]


def test_a_condition_in_a_row_looks_at_its_own_row() -> None:
    given = {"visa": True, "rad": [{"tal": 11}, {"tal": 10}, {}, {"tal": 12}]}
    assert enabled(ROWS, given) == [
        *("visa", "rad"),
        *fields_of(0, "tal", "stort", "grupp"),
        *fields_of(1, "tal", "grupp"),
        *fields_of(2, "tal"),
        *fields_of(3, "tal", "stort", "grupp"),
        "form",
    ]


def test_a_row_sees_the_questions_of_the_form() -> None:
    rows = [{"tal": 11, "stort": "x"}, {"tal": 11}, {"tal": 9, "stort": "x"}]
    shown = state(ROWS, {"visa": True, "rad": rows, "form": "öppet"})["enabled"]
    assert [field for field in shown if "langst" in field] == ["rad[0].langst"]
    for closed in ({"form": "stängt"}, {}):
        shown = state(ROWS, {"visa": True, "rad": rows} | closed)["enabled"]
        assert [field for field in shown if "langst" in field] == []


def test_the_state_of_rows_names_the_row() -> None:
    rows = [{"tal": 11, "stort": "x"}, {}, {"tal": "x"}, {"tal": 3, "stort": "glömt"}]
    found = state(ROWS, {"visa": True, "rad": rows})
    assert found["answered"] == ["visa", "rad[0].tal", "rad[0].stort", "rad[3].tal"]
    assert found["required"] == [f"rad[{row}].tal" for row in range(4)]
    assert found["missing"] == ["rad[1].tal"]
    assert places(found["faults"]) == [("rad[2].tal", "not-whole")]


@pytest.mark.parametrize("given", [{"visa": False}, {}], ids=short)
def test_a_repeating_group_that_is_not_asked(given: Json) -> None:
    found = state(ROWS, given | {"rad": [{"tal": 11, "stort": "x"}, {"tal": "x"}, {}]})
    assert found["enabled"] == ["avsnitt", "visa", "form"]
    assert [found[key] for key in ("required", "missing", "faults")] == [[], [], []]


@pytest.mark.parametrize("rows", [{}, {"rad": None}, {"rad": []}], ids=short)
def test_a_repeating_group_without_rows(rows: Json) -> None:
    found = state(ROWS, {"visa": True} | rows)
    assert found["enabled"] == ["avsnitt", "visa", "rad", "form"]
    assert found["required"] == []


@pytest.mark.parametrize(
    ("operator", "against", "values", "holds"),
    [
        ("=", 5, [4, 5], True),
        ("=", 5, [5, 4], True),
        ("=", 5, [4, 6], False),
        ("!=", 5, [5], False),
        ("!=", 5, [5, 6], False),
        ("!=", 5, [4, 6], True),
        ("!=", 5, [], True),
        ("!=", 5, ["x", 5], False),
        ("!=", 5, ["x"], True),
        (">", 5, [1, 6], True),
        (">", 5, [1, 5], False),
        ("<=", 5, [6, 5], True),
        ("<=", 5, [6, 7], False),
        ("exists", "true", [], False),
        ("exists", "true", [None, ""], False),
        ("exists", "true", [None, 1], True),
        ("exists", "false", [], True),
        ("exists", "false", [1], False),
        ("=", 5, ["x", 5], True),  # what cannot be read takes nothing from what can
        ("exists", "false", ["x"], True),
    ],
    ids=short,
)
def test_any_of_a_repeating_question_s_answers(
    operator: str, against: Any, values: list[Any], holds: bool
) -> None:
    form = built(
        f"""
        - {{linkId: flera, type: integer, text: Flera, repeats: true}}
        - linkId: efter
          type: text
          text: Efter
          condition: Villkoret
          enableWhen: [{{question: flera, operator: "{operator}", answer: {against}}}]
        """
    )
    assert ("efter" in enabled(form, {"flera": values})) is holds


def test_several_choices_at_once() -> None:
    form = built(
        f"""
        - {{linkId: flera, type: open-choice, text: Flera, repeats: true, {OPTIONS}}}
        - linkId: ja
          type: text
          text: Ja
          condition: Om ja
          enableWhen: [{{question: flera, operator: "=", answer: ja}}]
        - linkId: annat
          type: text
          text: Annat än ja
          condition: Om inget är ja
          enableWhen: [{{question: flera, operator: "!=", answer: ja}}]
        """
    )
    assert enabled(form, {"flera": ["ja"]}) == ["flera", "ja"]
    assert enabled(form, {"flera": ["nej", "ja"]}) == ["flera", "ja"]
    assert enabled(form, {"flera": ["nej", {"text": "ja"}]}) == ["flera", "annat"]
    assert enabled(form, {"flera": []}) == ["flera", "annat"]


# ---------------------------------------------------------------- answers of the wrong shape


@pytest.mark.parametrize("given", [None, True, 0, 1.5, "", "text", [], [{}]], ids=short)
def test_answers_that_are_no_object(given: Any) -> None:
    assert refusal(ROWS, json.dumps(given)) == [("", "wrong-type")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"finns-inte": 1}, [("finns-inte", "unknown-key")]),
        ({"Visa": True}, [("Visa", "unknown-key")]),
        ({"": 1}, [("", "unknown-key")]),
        ({"avsnitt": {}}, [("avsnitt", "unknown-key")]),  # a group that does not repeat
        ({"avsnitt": None}, [("avsnitt", "unknown-key")]),
        ({"visa-anteckning": "x"}, [("visa-anteckning", "unknown-key")]),  # has no note
        ({"tal": 1}, [("tal", "unknown-key")]),  # stands in the rows
        ({"langst": "x"}, [("langst", "unknown-key")]),
        ({"rad": [{"form": "x"}]}, [("rad[0].form", "unknown-key")]),
        ({"rad": [{"grupp": {}}]}, [("rad[0].grupp", "unknown-key")]),
        ({"rad": [{}, {"rad": []}]}, [("rad[1].rad", "unknown-key")]),
        ({"rad": {}}, [("rad", "wrong-type")]),
        ({"rad": {"tal": 1}}, [("rad", "wrong-type")]),
        ({"rad": "x"}, [("rad", "wrong-type")]),
        ({"rad": False}, [("rad", "wrong-type")]),
        ({"rad": [None, [], 1, {}]}, [(f"rad[{n}]", "wrong-type") for n in range(3)]),
        ({"rad": [{}] * 51}, [("rad", "too-many")]),
        ({"visa": False, "rad": [{"nej": 1}]}, [("rad[0].nej", "unknown-key")]),
        ({"x": 1, "y": 2}, [("x", "unknown-key"), ("y", "unknown-key")]),
        ({"x" * 41: 1}, [("x" * 40 + "…", "unknown-key")]),
        ({"\ud800": 1}, [("?", "unknown-key")]),
        ({"__proto__": {}}, [("__proto__", "unknown-key")]),
    ],
    ids=short,
)
def test_answers_of_the_wrong_shape(given: Any, expected: list[tuple[str, str]]) -> None:
    for made in ("state", "text", "fhir", "draft", "file"):
        assert refusal(ROWS, given, made) == expected


def test_all_faults_of_shape_are_told_at_once() -> None:
    """Interface: »always every fault at once«, those of the form and those of its rows."""
    given = {"x": 1, "rad": [{"y": 1}, 5]}
    expected = [("x", "unknown-key"), ("rad[0].y", "unknown-key"), ("rad[1]", "wrong-type")]
    assert sorted(refusal(ROWS, given)) == sorted(expected)


def test_a_display_and_a_group_take_no_answer() -> None:
    for link_id in ("ord", "yttre", "inre"):
        assert refusal(GROUPS, {"oppen": True, link_id: "x"}) == [(link_id, "unknown-key")]


def test_fifty_rows_are_not_too_many() -> None:
    found = state(ROWS, {"visa": True, "rad": [{"tal": n} for n in range(50)]})
    assert found["answered"][-1] == "rad[49].tal"


# ---------------------------------------------------------------- values

VALUES = whole(
    HEAD
    + """\
option_lists:
  ja-nej:
    - {code: ja, text: {sv: Ja, en: "Yes"}}
    - {code: nej, text: {sv: Nej, en: "No"}}
items:
  - linkId: avsnitt
    type: group
    text: {sv: Avsnitt, en: Section}
    source: SOS-UPPF
    basis: {process: Uppföljning}
    items:
      - {linkId: boolean, type: boolean, text: {sv: A, en: A}}
      - {linkId: choice, type: choice, text: {sv: B, en: B}, options: ja-nej}
      - {linkId: open-choice, type: open-choice, text: {sv: C, en: C}, options: ja-nej}
      - {linkId: string, type: string, text: {sv: D, en: D}}
      - {linkId: text, type: text, text: {sv: E, en: E}}
      - {linkId: integer, type: integer, text: {sv: F, en: F}}
      - {linkId: decimal, type: decimal, text: {sv: G, en: G}}
      - {linkId: date, type: date, text: {sv: H, en: H}}
      - {linkId: manga, type: integer, text: {sv: I, en: I}, repeats: true}
      - {linkId: alla, type: open-choice, text: {sv: J, en: J}, options: ja-nej, repeats: true}
      - {linkId: heltal, type: integer, text: {sv: K, en: K}, min: 1, max: 9999}
      - {linkId: tal, type: decimal, text: {sv: L, en: L}, min: 0.5, max: 37.5}
      - {linkId: under-noll, type: integer, text: {sv: M, en: M}, min: -10, max: -1}
      - {linkId: bara-min, type: integer, text: {sv: N, en: N}, min: 3}
      - {linkId: bara-max, type: decimal, text: {sv: O, en: O}, max: 100}
"""
)
TYPE = ("Svaret har inte den form som frågan ska ha.",)
TYPE += ("The answer is not of the kind that the question asks for.",)
OPTION = ("Välj något av svaren i listan.", "Choose one of the answers in the list.")
WHOLE = ("Skriv ett helt tal med siffror, till exempel 14.",)
WHOLE += ("Write a whole number in figures, for example 14.",)
NUMBER = ("Skriv ett tal med siffror, till exempel 37,5.",)
NUMBER += ("Write a number in figures, for example 37.5.",)
DATE = ("Skriv ett datum som finns, till exempel 2026-03-02.",)
DATE += ("Write a date that exists, for example 2026-03-02.",)


def _least(sv: str, en: str) -> tuple[str, str]:
    return f"Talet ska vara minst {sv}.", f"The number must be at least {en}."


def _most(sv: str, en: str) -> tuple[str, str]:
    return f"Talet ska vara högst {sv}.", f"The number must be at most {en}."


def _long(most: int) -> tuple[str, str]:
    return (
        f"Texten är för lång: högst {most} tecken. Korta den.",
        f"The text is too long: at most {most} characters. Please shorten it.",
    )


MANY = ("Det är för många svar: högst 50.", "There are too many answers: at most 50.")


@pytest.mark.parametrize(
    ("link_id", "value", "code", "words"),
    [
        *(("boolean", value, "wrong-type", TYPE) for value in ("true", "ja", 1, 0, 1.0, [], {})),
        *(("choice", value, "wrong-type", TYPE) for value in (5, True, {"text": "ja"}, ["ja"], {})),
        *(
            ("choice", value, "not-an-option", OPTION)
            for value in ("Ja", "kanske", "ja ", "ja,nej")
        ),
        *(("open-choice", value, "wrong-type", TYPE) for value in (5, False, ["ja"], {})),
        ("open-choice", {"text": 5}, "wrong-type", TYPE),
        ("open-choice", {"text": None}, "wrong-type", TYPE),
        ("open-choice", {"text": "x", "code": "ja"}, "wrong-type", TYPE),
        ("open-choice", {"code": "ja"}, "wrong-type", TYPE),
        ("open-choice", "något annat", "not-an-option", OPTION),
        ("open-choice", {"text": "x" * 251}, "too-long", _long(250)),
        *(("string", value, "wrong-type", TYPE) for value in (5, 0, True, ["x"], {"text": "x"})),
        ("string", "x" * 251, "too-long", _long(250)),
        *(("text", value, "wrong-type", TYPE) for value in (5, 0.0, False, [], {})),
        ("text", "x" * 4001, "too-long", _long(4000)),
        *(("integer", value, "wrong-type", TYPE) for value in (True, False, 1.5, 14.0, [5], {})),
        *(
            ("integer", value, "not-whole", WHOLE)
            for value in ("1,5", "1.0", "fem", "5 dagar", "1e3", "0x10", "--5", "-", "٣", "½", "²")
        ),
        *(("decimal", value, "wrong-type", TYPE) for value in (True, [1.5], {}, {"text": "1"})),
        *(
            ("decimal", value, "not-a-number", NUMBER)
            for value in ("1,2,3", "1.2.3", ",5", "5,", "1e3", "37,5 %", "NaN", "inf", "fem", "٣")
        ),
        *(("date", value, "wrong-type", TYPE) for value in (20260302, True, ["2026-03-02"], {})),
        *(
            ("date", value, "not-a-date", DATE)
            for value in (
                *("2026-02-29", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00"),
                *("0000-01-01", "20260302", "2026-3-2", "2/3 2026", "2026-03-02T10:00"),
                *("2026-W10-1", "i morgon", "26-03-02", "٢٠٢٦-٠٣-٠٢"),
            )
        ),
        *(("manga", value, "wrong-type", TYPE) for value in (5, "5", {}, True)),
        ("manga", [1] * 51, "too-many", MANY),
        ("alla", ["ja"] * 51, "too-many", MANY),
        ("heltal", 0, "too-small", _least("1", "1")),
        ("heltal", "0", "too-small", _least("1", "1")),
        ("heltal", -1, "too-small", _least("1", "1")),
        ("heltal", 10_000, "too-large", _most("9999", "9999")),
        ("heltal", 10**400, "too-large", _most("9999", "9999")),
        ("tal", 0.49, "too-small", _least("0,5", "0.5")),
        ("tal", "0,49", "too-small", _least("0,5", "0.5")),
        ("tal", 37.51, "too-large", _most("37,5", "37.5")),
        ("tal", 10**400, "too-large", _most("37,5", "37.5")),
        ("tal", -1e308, "too-small", _least("0,5", "0.5")),
        ("under-noll", -11, "too-small", _least("-10", "-10")),
        ("under-noll", 0, "too-large", _most("-1", "-1")),
        ("bara-min", 2, "too-small", _least("3", "3")),
        ("bara-max", 100.1, "too-large", _most("100", "100")),
    ],
    ids=short,
)
def test_a_value_that_does_not_fit(
    link_id: str, value: Any, code: str, words: tuple[str, str]
) -> None:
    for lang, sentence in zip(("sv", "en"), words, strict=True):
        found = state(VALUES, {link_id: value}, lang)
        assert found["faults"] == [{"field": link_id, "code": code, "message": sentence}]
        assert found["answered"] == []


@pytest.mark.parametrize(
    ("link_id", "value"),
    [
        ("integer", 2**31),
        ("integer", "2147483648"),
        ("integer", 10**400),
        ("decimal", 2**31),
        ("decimal", 1e300),
        ("bara-min", 2**31),
    ],
    ids=short,
)
def test_a_number_that_no_resource_can_hold(link_id: str, value: Any) -> None:
    """A question without a limit of its own has FHIR's; what is said must be true of it."""
    (fault,) = state(VALUES, {link_id: value})["faults"]
    assert fault["code"] == "too-large"
    assert fault["message"] == "Talet ska vara högst 2147483647."


@pytest.mark.parametrize(
    ("link_id", "value"),
    [("integer", -(2**31) - 1), ("decimal", -(10**400)), ("bara-max", -1e300)],
    ids=short,
)
def test_a_number_below_what_a_resource_can_hold(link_id: str, value: Any) -> None:
    (fault,) = state(VALUES, {link_id: value})["faults"]
    assert fault["code"] == "too-small"
    assert fault["message"] in (
        "Talet ska vara minst -2147483647.",
        "Talet ska vara minst -2147483648.",
    )


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999"])
@pytest.mark.parametrize("link_id", ["decimal", "integer", "tal"])
def test_numbers_that_are_no_numbers(link_id: str, value: str) -> None:
    """Python's parser takes them; no answer of ours is one."""
    found = json.loads(told(VALUES, f'{{"{link_id}": {value}}}')[1])
    assert found["answered"] == []
    assert places(found["faults"]) == [(link_id, "wrong-type")]


@pytest.mark.parametrize(
    ("link_id", "value"),
    [
        ("open-choice", {"text": "x" * 250}),
        ("string", "x" * 250),
        ("string", "  " + "x" * 250 + "\u200b\n"),  # what is taken away is not counted
        ("string", "å" * 250),
        ("text", "x" * 4000),
        ("integer", "+5"),
        ("integer", "1 000"),
        ("integer", "1\u00a0000"),
        ("integer", 2**31 - 1),
        ("integer", -(2**31) + 1),
        ("decimal", "37,5"),
        ("decimal", "37.5"),
        ("decimal", "1\u00a0000,5"),
        ("decimal", -0.0),
        ("date", "2024-02-29"),
        ("date", " 2026-03-02 "),
        ("manga", [*range(50)]),
        ("manga", [None] * 10 + [1]),
        ("alla", ["ja", {"text": "ja"}, "nej"]),
        ("heltal", 1),
        ("heltal", 9999),
        ("tal", 0.5),
        ("tal", 37.5),
        ("under-noll", -10),
        ("under-noll", -1),
        ("bara-min", 3),
        ("bara-max", 100),
    ],
    ids=short,
)
def test_a_value_that_just_fits(link_id: str, value: Any) -> None:
    found = state(VALUES, {link_id: value})
    assert (found["answered"], found["faults"]) == ([link_id], [])


def test_every_fault_of_a_value_is_tried_above() -> None:
    own = {"yes", "no", "version", "patient", "draft", "identity-number"}
    codes = {"wrong-type", "not-an-option", "not-whole", "not-a-number", "not-a-date"}
    codes |= {"too-small", "too-large", "too-long", "too-many"}
    assert set(WORDS["sv"]) == set(WORDS["en"]) == own | codes


def test_a_fault_among_several_answers_names_the_one() -> None:
    given = {"manga": [1, "två", 3, True, None, "2147483648"], "alla": ["ja", "kanske", {}]}
    found = state(VALUES, given)
    assert places(found["faults"]) == [
        ("manga[1]", "not-whole"),
        ("manga[3]", "wrong-type"),
        ("manga[5]", "too-large"),
        ("alla[1]", "not-an-option"),
        ("alla[2]", "wrong-type"),
    ]
    assert found["answered"] == ["manga", "alla"]


# ---------------------------------------------------------------- required and missing

REQUIRED = built(
    f"""
    - {{linkId: a, type: choice, text: A, required: true, {OPTIONS}}}
    - linkId: b
      type: integer
      text: B
      required: true
      condition: Om ja
      enableWhen: [{{question: a, operator: "=", answer: ja}}]
    - {{linkId: c, type: text, text: C}}
    - {{linkId: d, type: date, text: D, required: true, repeats: true}}
    """
)


@pytest.mark.parametrize(
    ("given", "required", "missing"),
    [
        ({}, ["a", "d"], ["a", "d"]),
        ({"c": "x"}, ["a", "d"], ["a", "d"]),
        ({"a": "nej"}, ["a", "d"], ["d"]),
        ({"a": "ja"}, ["a", "b", "d"], ["b", "d"]),
        ({"a": "ja", "b": 0, "d": ["2026-03-02"]}, ["a", "b", "d"], []),
        ({"a": "nej", "b": 0}, ["a", "d"], ["d"]),
        ({"a": " ", "d": []}, ["a", "d"], ["a", "d"]),
        ({"a": "", "d": ["", None]}, ["a", "d"], ["a", "d"]),
        # what is there but wrong is a fault, not something that is missing
        ({"a": "kanske", "d": ["i går"]}, ["a", "d"], []),
        ({"a": "ja", "b": "x", "d": ["i går", "2026-03-02"]}, ["a", "b", "d"], []),
    ],
    ids=short,
)
def test_required_and_missing(given: Json, required: list[str], missing: list[str]) -> None:
    found = state(REQUIRED, given)
    assert (found["required"], found["missing"]) == (required, missing)


def test_a_fault_in_a_question_that_is_not_asked_is_not_told() -> None:
    assert wrong(REQUIRED, {"a": "nej", "b": "x"}) == []
    assert wrong(REQUIRED, {"a": "ja", "b": "x"}) == [("b", "not-whole")]


def test_the_state_says_which_form_and_language_it_is_of() -> None:
    found = state(VALUES, {}, "en")
    assert (found["form"], found["version"], found["language"]) == ("prov", "2026-11-22", "en")
    keys = ("enabled", "answered", "required", "missing", "faults", "notices")
    assert set(found) == {"form", "version", "language", *keys}


# ---------------------------------------------------------------- personal identity numbers

NOTICE = {
    "sv": "Det ser ut som ett personnummer. Ta bort det om det inte behövs.",
    "en": "This looks like a personal identity number. Remove it if it is not needed.",
}


@pytest.mark.parametrize(
    "text",
    [
        *("850709-9805", "8507099805", "850709 9805", "850709+9805", "850709–9805"),
        *("19850709-9805", "198507099805", "20010101-1234", "18991231-1234"),
        *("850769-9805", "198507699805", "850791-9805"),  # coordination numbers
        *("Patienten (850709-9805) mår bättre.", "pnr:850709-9805.", "Nr 8507099805, ring."),
        *("850709\u20119805", "850709\u00a09805", "850709\u200b-9805", "x\n850709-9805\ny"),
        *("850131-0000", "851201-9999", "850709-9804"),  # the check digit is not looked at
    ],
    ids=short,
)
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_what_looks_like_a_personal_identity_number(text: str, lang: str) -> None:
    for link_id, value in (("text", text), ("string", text), ("open-choice", {"text": text})):
        found = state(VALUES, {link_id: value}, lang)
        notice = {"field": link_id, "code": "identity-number", "message": NOTICE[lang]}
        assert found["notices"] == [notice]
        assert (found["answered"], found["faults"]) == ([link_id], [])  # said, never stopped


@pytest.mark.parametrize("link_id", ["integer", "date", "decimal", "heltal"])
def test_one_that_was_typed_into_the_wrong_question(link_id: str) -> None:
    found = state(VALUES, {link_id: "850709-9805"})
    assert [fault["field"] for fault in found["faults"]] == [link_id]
    assert places(found["notices"]) == [(link_id, "identity-number")]


def test_one_among_several_answers_and_in_a_row() -> None:
    found = state(VALUES, {"alla": ["ja", {"text": "850709-9805"}, {"text": "x"}]})
    assert places(found["notices"]) == [("alla", "identity-number")]
    rows = [{"tal": 11, "stort": "x"}, {"tal": 11, "stort": "850709-9805"}]
    found = state(ROWS, {"visa": True, "rad": rows})
    assert places(found["notices"]) == [("rad[1].stort", "identity-number")]


def test_one_in_a_question_that_is_not_asked() -> None:
    rows = [{"tal": 9, "stort": "850709-9805"}]
    assert state(ROWS, {"visa": True, "rad": rows})["notices"] == []


@pytest.mark.parametrize(
    "text",
    [
        *("070-123 45 67", "070-1234567", "+46 70 123 45 67", "+46701234567", "08-123 456 78"),
        *("010-172 20 00", "0771-524 524", "063-15 30 00", "0046 63 15 30 00"),
        *("2026-03-02", "20260302", "260302", "2/3 2026", "2026-03-02 kl. 10.30"),
        *("2026-03-02–2026-03-31", "2026-03-02 - 2026-03-31", "20260302-20260331"),
        *("260302-260331", "2026-03-02/2026-03-31", "2/3–31/3", "mars 2025–2026"),
        *("RS/1234/2026", "Dnr 2026/12345", "HSN 2026-000123", "Ärende 12345678901234567"),
        *("FK 7804", "F32.1", "27 kap. 46 §", "2019:1297", "12,5 timmar", "110/70"),
        *("851309-9805", "850732-9805", "850700-9805", "850792-9805", "850760-9805"),
        *("8507-099805", "85070-99805", "850709-980", "850709-98055", "1850709-9805", "--"),
        *("123-850709-9805", "850709-9805-12", "1-8507099805", "8507099805-1"),  # case numbers
        "SE0123456789012345678901",
    ],
    ids=short,
)
def test_what_is_no_personal_identity_number(text: str) -> None:
    found = state(VALUES, {"text": text, "string": text, "open-choice": {"text": text}})
    assert found["notices"] == []


# ---------------------------------------------------------------- the real forms, from the outside


def _run(*arguments: str, given: str = "{}") -> tuple[int, str]:
    """Exit code and standard output; nothing may ever be written to standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "sjukskrivning", *arguments],
        input=given.encode(),
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tools")},
        timeout=30,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode("utf-8").removesuffix("\n")


PLAN = "sjukskrivning-och-rehabilitering"


def test_the_forms_of_the_interface_are_there() -> None:
    ids = {"forsakringsmedicinsk-bedomning", PLAN, "uppfoljning", "patientformular"}
    assert set(forms()) >= ids


def test_the_command_line_tells_the_state() -> None:
    code, output = _run("form", "uppfoljning", given='{"planen": "avslutas"}')
    assert code == 0
    found = json.loads(output)
    assert found["form"] == "uppfoljning"
    assert "kvarstaende-behov" in found["missing"]
    assert "nasta-uppfoljning" not in found["enabled"]
    assert _run("form", "uppfoljning", "-", "--as", "state", given='{"planen": "avslutas"}') == (
        0,
        output,
    )


@pytest.mark.parametrize(
    ("made", "beginning"),
    [
        ("text", "Patient questionnaire on work and health (form version "),
        ("fhir", '{"resourceType":"QuestionnaireResponse"'),
        ("draft", '{"function":"'),
        ("file", '{"kind":"sjukskrivning-formular"'),
        ("all", '{"state":{"form":"patientformular"'),
    ],
)
def test_the_command_line_makes_what_is_asked_for(
    made: str, beginning: str, tmp_path: Path
) -> None:
    file = tmp_path / "svar å.json"
    file.write_text('{"yrke": "Snickare", "styrka": "gar-inte"}', "utf-8")
    code, output = _run("form", "patientformular", str(file), "--as", made, "--lang", "en")
    assert code == 0
    assert output.startswith(beginning)


@pytest.mark.parametrize(
    ("arguments", "given", "expected"),
    [
        (["uppfoljning"], '{"finns-inte": 1}', [("finns-inte", "unknown-key")]),
        (["uppfoljning"], '{"avsnitt-ansvar": {}}', [("avsnitt-ansvar", "unknown-key")]),
        (["uppfoljning", "--as", "text"], "[]", [("", "wrong-type")]),
        (["patientformular"], '{"arbetsuppgifter": {}}', [("arbetsuppgifter", "wrong-type")]),
        (["uppfoljning"], "{", [("", "not-json")]),
        (["uppfoljning"], '{"mal": "ja", "mal": "nej"}', [("", "not-json")]),
        (["finns-inte"], "{}", [("", "unknown-form-id")]),
        ([], "{}", [("", "unknown-form-id")]),
        (["uppfoljning", "--lang", "en"], "{}", [("", "unknown-language")]),
        (["patientformular", "--lang", "de"], "{}", [("", "unknown-language")]),
        (["uppfoljning", "--as", "pdf"], "{}", [("", "unknown-form")]),
        (["uppfoljning", "/no/such/file.json"], "", [("", "not-readable")]),
    ],
    ids=short,
)
def test_the_command_line_refuses(
    arguments: list[str], given: str, expected: list[tuple[str, str]]
) -> None:
    code, output = _run("form", *arguments, given=given)
    assert code == 2
    assert places(faults_in(output)) == expected


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_one_call_says_what_the_others_say(lang: str) -> None:
    """State in the reader's language; text and drafts are the record's, hence Swedish."""
    given = json.dumps({"yrke": "Snickare", "styrka": "gar-inte", "somn": "länge"})
    says = partial(_run, "form", "patientformular", given=given)
    _, output = says("--as", "all", "--lang", lang)
    found = json.loads(output)
    assert set(found) == {"state", "text", "draft"}
    assert found["state"] == json.loads(says("--as", "state", "--lang", lang)[1])
    assert found["state"]["faults"] != []
    assert found["text"] == says("--as", "text")[1]
    assert found["draft"] == json.loads(says("--as", "draft")[1])


def test_a_value_that_does_not_fit_is_no_refusal() -> None:
    code, output = _run("form", PLAN, given='{"sjukskrivning": "ja", "langd": "länge"}')
    assert code == 0
    (fault,) = json.loads(output)["faults"]
    assert (fault["field"], fault["code"]) == ("langd", "not-whole")
    assert is_swedish(fault["message"])


def test_without_sick_leave_the_plan_asks_nothing_about_it() -> None:
    form = compile_form(load_forms()[PLAN], "provregionen", SETTINGS)
    old = {"langd": 90, "team-samtycke": "ja", "team": "ja", "slut": "2027-01-01", "syfte": "Vila"}
    about = {"syfte", "langd", "slut", "nedtrappning", "team-samtycke", "team"}
    assert about <= set(state(form, old | {"sjukskrivning": "ja"})["enabled"])
    told = state(form, old | {"sjukskrivning": "nej"})
    assert about.isdisjoint(told["enabled"] + told["answered"] + told["missing"])
    assert {"mal", "insatser", "uppfoljning"} <= set(told["missing"])


@pytest.mark.parametrize(
    ("days", "consent", "asked"),
    [
        (30, None, []),
        (31, None, ["team-samtycke"]),
        (31, "nej", ["team-samtycke"]),
        (31, "ja", ["team-samtycke", "team"]),
        (30, "ja", []),
    ],
)
def test_the_team_of_the_real_form(days: int, consent: str | None, asked: list[str]) -> None:
    """Without consent, and before the region's day, nobody is asked to report to the team."""
    form = compile_form(load_forms()[PLAN], "provregionen", SETTINGS)
    given = {"sjukskrivning": "ja", "langd": days, "team-samtycke": consent}
    shown = state(form, given)["enabled"]
    assert [each for each in shown if each in ("team-samtycke", "team")] == asked
