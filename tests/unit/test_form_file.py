"""The file that a filled form is saved in: it comes back as it was, and nothing else is let in.

The file lies on the reader's device, where anyone may have changed it.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ask import faults_in, is_swedish, places
from sjukskrivning.call import answer
from sjukskrivning.forms import forms
from test_form_fhir import answered
from test_form_state import HEAD, SECTION, built, short, state, told, whole

from tools.build.rules import ROOT

Json = dict[str, Any]
PATIENT, PLAN = "patientformular", "sjukskrivning-och-rehabilitering"


def saved(form: Json, given: Any, lang: str = "sv") -> Json:
    """The file of a form, which must be a text that can be written as UTF-8."""
    ok, text = told(form, given, "file", lang)
    assert ok, text
    text.encode("utf-8")
    found: Json = json.loads(text)
    return found


def opened(form: Json, file: Any) -> Json:
    ok, text = told(form, file, "answers", tool="form_file")
    assert ok, text
    text.encode("utf-8")
    found: Json = json.loads(text)
    assert set(found) == {"language", "answers"}
    return found


def refused(form: Json, file: Any) -> str:
    """The code of the only fault; its message must be a Swedish sentence."""
    ok, text = told(form, file, "answers", tool="form_file")
    assert not ok, text
    (fault,) = faults_in(text)
    assert fault["field"] == ""
    code: str = fault["code"]
    return code


FORM = built(
    """
    - {linkId: a, type: boolean, text: A, note: true}
    - {linkId: b, type: text, text: B}
    - linkId: c
      type: open-choice
      text: C
      repeats: true
      options: [{code: x, text: X}, {code: y, text: Y}]
    - {linkId: d, type: date, text: D}
    - linkId: e
      type: decimal
      text: E
      min: 0
      condition: Om A
      enableWhen: [{question: a, operator: "=", answer: true}]
    - linkId: grupp
      type: group
      text: Grupp
      items: [{linkId: f, type: integer, text: F, max: 10, repeats: true}]
    - linkId: rad
      type: group
      text: Rad
      repeats: true
      items:
        - {linkId: g, type: integer, text: G}
        - linkId: h
          type: string
          text: H
          condition: Om G
          enableWhen: [{question: g, operator: exists, answer: true}]
    """
)
OTHER = {"kind": "sjukskrivning-formular", "form": "prov", "version": "2026-11-22"}
GOOD: Json = {**OTHER, "language": "sv", "answers": {"a": True, "b": "Två\nrader"}}


# ---------------------------------------------------------------- there and back


def test_the_file_holds_the_answers_that_count() -> None:
    given = {
        **{"a": False, "a-anteckning": " Obs ", "b": "Två\r\nrader", "e": 5, "f": [1, 2]},
        **{"c": ["x", {"text": "Eget"}, "x"], "d": "", "rad": [{"g": "1", "h": "y"}, {"h": "z"}]},
    }
    assert saved(FORM, given) == {
        **OTHER,
        "language": "sv",
        "answers": {
            **{"a": False, "a-anteckning": "Obs", "b": "Två\nrader"},
            **{"c": ["x", {"text": "Eget"}], "f": [1, 2], "rad": [{"g": 1, "h": "y"}]},
        },
    }


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"a": True, "e": 0.5},
        {"a": True, "e": 0},
        {"a": True, "e": "-1"},  # a fault that the reader has not put right yet
        {"e": "x"},
        {"d": "i går", "f": [3, "4", "11", "två"]},
        {"c": [{"text": "<b>&amp;\"'\\"}, {"text": "x"}], "b": "\u00e5\U0001f600\u0301"},
        {"rad": [{"g": "x"}, {"g": 2, "h": "y"}, {"g": "1,5"}]},
        {"b": "- a\n- b"},
        {"b": "x" * 4000},
    ],
    ids=short,
)
def test_there_and_back(given: Json) -> None:
    file = saved(FORM, given)
    back = opened(FORM, file)
    assert back == {"language": "sv", "answers": file["answers"]}
    assert saved(FORM, back["answers"]) == file
    for made in ("state", "text", "fhir", "draft"):
        assert told(FORM, back["answers"], made) == told(FORM, given, made)


@pytest.mark.parametrize(
    "given",
    [
        {"b": "x" * 4001},
        {"c": [{"text": "x" * 251}]},
        {"c": ["z"]},
        {"a": "ja"},
        {"c": "x"},
        {"f": 5},
        {"f": [11, "x"]},
        {"f": ["1"] * 51},
        {"c": ["x", 5, {"text": None}]},
        {"rad": [{"h": "x" * 251, "g": 1}]},
        {"d": 20260302},
    ],
    ids=short,
)
def test_what_was_saved_can_be_opened(given: Json) -> None:
    """A reader who could save a file has to get back in, whatever was wrong with an answer."""
    file = saved(FORM, given)
    assert opened(FORM, file)["answers"] == file["answers"]


@pytest.mark.parametrize(
    ("link_id", "paste"),
    [
        ("b", "\u200b• x"),
        ("b", "•\u00a0x"),
        ("b", "x\n\u00a0• y"),
        ("h", "•\nx"),
        ("b", "* * x"),
        ("b", "\u00a0\u200b x \u200b\u00a0"),
        ("d", "\u200b• x"),
    ],
    ids=short,
)
def test_what_was_pasted_is_cleaned_once(link_id: str, paste: str) -> None:
    """To save, open and save again changes nothing more."""
    given: Json = {"rad": [{"g": 1, "h": paste}]} if link_id == "h" else {link_id: paste}
    file = saved(FORM, given)
    assert opened(FORM, file)["answers"] == file["answers"]
    assert saved(FORM, file["answers"]) == file


@pytest.mark.parametrize("text", ["\ud800", "x\udfff", "\ude00\ud83d", "5\ud800"], ids=short)
@pytest.mark.parametrize("link_id", ["b", "d", "e", "f"])
def test_half_a_character_is_not_saved(link_id: str, text: str) -> None:
    """JSON can say it, UTF-8 cannot; not even when the answer could not be read."""
    given = {"a": True, link_id: [text] if link_id == "f" else text}
    opened(FORM, saved(FORM, given))


def test_a_hidden_answer_is_neither_saved_nor_opened() -> None:
    hidden = {"a": False, "e": 5, "rad": [{"h": "HEMLIGT"}]}
    assert saved(FORM, hidden)["answers"] == {"a": False}
    assert opened(FORM, GOOD | {"answers": hidden})["answers"] == {"a": False}
    # nor does a fault in one keep the file from being opened
    hidden = {"a": False, "e": {}, "rad": [{"h": 5}]}
    assert opened(FORM, GOOD | {"answers": hidden})["answers"] == {"a": False}


@pytest.mark.parametrize("form_id", forms())
def test_the_files_of_the_real_forms(form_id: str) -> None:
    form = forms()[form_id]
    for seed in range(40):
        lang = form["languages"][seed % len(form["languages"])]
        given = answered(form["items"], Random(seed), 0.7)
        file = saved(form, given, lang)
        assert file["answers"]
        back = opened(form, file)
        assert back == {"language": lang, "answers": file["answers"]}
        assert saved(form, back["answers"], lang) == file


# ---------------------------------------------------------------- what is refused


def test_the_file_that_the_others_spoil_is_good() -> None:
    assert opened(FORM, GOOD) == {"language": "sv", "answers": GOOD["answers"]}


@pytest.mark.parametrize(
    "file",
    [
        *(None, True, 0, 1.5, "", "text", [], [GOOD], {}, {"kind": "sjukskrivning-formular"}),
        *({key: value for key, value in GOOD.items() if key != left} for left in GOOD),
        GOOD | {"extra": 1},
        GOOD | {"__proto__": {"a": 1}},
        *(
            GOOD | {"kind": kind}
            for kind in ("", "annat", None, 1, [], {}, "Sjukskrivning-formular")
        ),
        {"a": True},  # answers that are no file
        {"resourceType": "QuestionnaireResponse"},
    ],
    ids=short,
)
def test_what_is_no_file_of_ours(file: Any) -> None:
    assert refused(FORM, json.dumps(file)) == "not-a-form"


@pytest.mark.parametrize("form", ["annan", "", None, 1, True, [], {}, ["prov"], "Prov", "prov "])
def test_a_file_of_another_form(form: Any) -> None:
    assert refused(FORM, GOOD | {"form": form}) == "other-form"
    assert refused(FORM, GOOD | {"form": form, "version": "2020-01-01"}) == "other-form"


@pytest.mark.parametrize("version", ["2026-11-21", "2026-11-23", "", None, 20261122, [], {}])
def test_a_file_of_another_version(version: Any) -> None:
    assert refused(FORM, GOOD | {"version": version}) == "other-version"
    assert refused(FORM, GOOD | {"version": version, "answers": 5}) == "other-version"


def test_another_version_is_told_which_one_this_is() -> None:
    _, text = told(FORM, GOOD | {"version": "2020-01-01"}, "answers", tool="form_file")
    (fault,) = faults_in(text)
    assert "Den här versionen är 2026-11-22." in fault["message"]


@pytest.mark.parametrize(
    "more",
    [
        *({"language": language} for language in ("en", "de", "", "SV", None, 1, [], {}, ["sv"])),
        *({"answers": answers} for answers in (None, True, 5, "", "text", [], [{}])),
        *(
            {"answers": answers}
            for answers in (
                {"finns-inte": 1},
                {"avsnitt": {}},
                {"grupp": {"f": [1]}},
                {"g": 1},
                {"__proto__": {"a": True}},
                {"constructor": {"prototype": {}}},
                {"rad": {}},
                {"rad": [None]},
                {"rad": [{"finns-inte": 1}]},
                {"rad": [{"g": 1}] * 51},
                {"a": 1},
                {"a": {"b": 1}},
                {"b": ["x"]},
                {"b": 5},
                {"c": "x"},
                {"c": [{"text": "x", "code": "x"}]},
                {"c": [{"__proto__": "x"}]},
                {"d": 20260302},
                {"f": [1.5]},
                {"f": [11]},
                {"f": [*range(51)]},
                {"f": [True]},
                {"rad": [{"g": 1, "h": 5}]},
                {"a": True, "e": -1},
            )
        ),
    ],
    ids=short,
)
def test_a_file_that_is_damaged(more: Json) -> None:
    assert refused(FORM, GOOD | more) == "damaged"


def test_the_language_must_be_one_of_the_form_s() -> None:
    words = "{sv: A, en: A}"
    section = SECTION.replace("text: Avsnitt", f"text: {words}")
    form = whole(HEAD + section + f"      - {{linkId: a, type: boolean, text: {words}}}\n")
    for lang in ("sv", "en"):
        assert opened(form, GOOD | {"answers": {"a": True}, "language": lang})["language"] == lang
    assert refused(form, GOOD | {"answers": {"a": True}, "language": "de"}) == "damaged"


def test_one_form_s_file_in_another_form() -> None:
    for form_id in forms():
        for other in forms():
            _, file = answer("form", "{}", "file", {"id": other})
            ok, text = answer("form_file", file, "answers", {"id": form_id})
            assert ok is (form_id == other)
            if not ok:
                assert places(faults_in(text)) == [("", "other-form")]


@pytest.mark.parametrize(
    ("which", "code"),
    [
        ({"id": "finns-inte"}, "unknown-form-id"),
        ({}, "unknown-form-id"),
        ({"id": PLAN, "lang": "en"}, "unknown-language"),
    ],
    ids=short,
)
def test_a_form_that_is_not_there(which: dict[str, str], code: str) -> None:
    for tool in ("form", "form_file"):
        ok, text = answer(tool, json.dumps(GOOD), None, which)
        assert (ok, places(faults_in(text))) == (False, [("", code)])


# ---------------------------------------------------------------- hostile content

DEPTHS = [100, 900, 980, 1000, 3000, 10**5]


def _as_text(answers: str) -> str:
    return json.dumps(GOOD | {"answers": "HÄR"}, ensure_ascii=False).replace('"HÄR"', answers)


def _code(text: str, form: Json = FORM) -> str:
    """The code of a refusal; "" for a file that was opened."""
    ok, output = told(form, text, "answers", tool="form_file")
    output.encode("utf-8")
    if ok:
        assert set(json.loads(output)) == {"language", "answers"}
        return ""
    (fault,) = faults_in(output)
    assert fault["field"] == ""
    found: str = fault["code"]
    return found


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("around", ["{}", '{{"b":{}}}', '{{"c":[{}]}}', '{{"rad":[{{"g":{}}}]}}'])
def test_a_file_that_is_nested_deeply(depth: int, around: str) -> None:
    for left, right in (("[", "]"), ('{"a":', "}"), ('{"text":', "}")):
        deep = left * depth + "1" + right * depth
        assert _code(_as_text(around.format(deep))) in ("damaged", "not-json")
        assert _code(deep) in ("not-a-form", "not-json")
        assert _code(left * depth) == "not-json"


@pytest.mark.parametrize(
    "text",
    ["[" * 2000, "{" * 2000, "]}" * 500, '"[' * 500, '\\"' + "[" * 500, "\\" * 501 + "[" * 500],
    ids=short,
)
def test_brackets_in_an_answer_are_no_depth(text: str) -> None:
    file = saved(FORM, {"b": text, "c": [{"text": text[:99]}]})
    assert file["answers"] == {"b": text, "c": [{"text": text[:99]}]}
    assert opened(FORM, file)["answers"] == file["answers"]


def test_a_file_with_a_hundred_thousand_keys() -> None:
    many = {f"k{number}": number for number in range(10**5)}
    assert _code(json.dumps(many)) == "not-a-form"
    assert _code(json.dumps(GOOD | many)) == "not-a-form"
    assert _code(json.dumps(GOOD | {"answers": many})) == "damaged"
    assert _code(json.dumps(GOOD | {"answers": {"rad": [many]}})) == "damaged"
    assert _code(json.dumps(GOOD | {"answers": {"c": [many]}})) == "damaged"


def test_a_file_with_a_long_list_or_text() -> None:
    assert _code(json.dumps(GOOD | {"answers": {"b": "x" * 10**6}})) in ("", "damaged")
    assert _code(json.dumps(GOOD | {"answers": {"f": [1] * 10**5}})) == "damaged"
    assert _code(json.dumps(GOOD | {"answers": {"rad": [{}] * 10**5}})) == "damaged"


@pytest.mark.parametrize(
    "text",
    [
        '{"a":true,"a":false}',
        '{"rad":[{"g":1,"g":2}]}',
        '{"c":[{"text":"x","text":"y"}]}',
        '{"__proto__":1,"__proto__":2}',
    ],
)
def test_a_key_that_stands_twice(text: str) -> None:
    assert _code(_as_text(text)) == "not-json"
    ok, output = told(FORM, text)
    assert (ok, places(faults_in(output))) == (False, [("", "not-json")])


def test_a_key_of_the_file_that_stands_twice() -> None:
    text = json.dumps(GOOD)
    assert _code(text) == ""
    assert _code(text.replace('{"kind"', '{"form":"annan","kind"', 1)) == "not-json"


@pytest.mark.parametrize("text", ["\ud800", "\udfff\ud800", "a\ud83d", "\x00", "\u202e", "\ufeff"])
def test_a_file_with_half_a_character(text: str) -> None:
    for change in (
        {"answers": {"b": text}},
        {"answers": {"c": [{"text": text}]}},
        {"answers": {"d": text}},
        {"answers": {"f": [text]}},
        {"answers": {text: 1}},
        {"language": text},
        {"version": text},
        {"form": text},
        {"kind": text},
        {text: 1},
    ):
        _code(json.dumps(GOOD | change))


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "1" * 4000, "1" * 5000])
def test_a_file_with_numbers_that_nobody_typed(number: str) -> None:
    for link_id in ("b", "d", "e"):
        given = f'{{"a":true,"{link_id}":{number}}}'
        assert _code(_as_text(given)) in ("damaged", "not-json")


@pytest.mark.parametrize("text", ["", " ", "{", "'", "\ufeff{}", "null", "[]", "\x00", "<html>"])
def test_a_text_that_is_no_file(text: str) -> None:
    assert _code(text) in ("not-json", "not-a-form")


# ---------------------------------------------------------------- the command line


def _run(*arguments: str, given: bytes = b"") -> tuple[int, str]:
    """Exit code and standard output; nothing may ever be written to standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "sjukskrivning", *arguments],
        input=given,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tools")},
        timeout=30,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode("utf-8").removesuffix("\n")


def test_save_and_open_on_the_command_line(tmp_path: Path) -> None:
    given = {"yrke": "Snickare", "minne": "som-vanligt", "minne-berattelse": "glömt"}
    given_text = json.dumps(given).encode()
    code, text = _run("form", PATIENT, "--as", "file", "--lang", "en", given=given_text)
    assert code == 0
    file = tmp_path / "sparad å.json"
    file.write_text(text, "utf-8")
    code, text = _run("form_file", PATIENT, str(file))
    answers = {"yrke": "Snickare", "minne": "som-vanligt"}
    assert (code, json.loads(text)) == (0, {"language": "en", "answers": answers})
    assert _run("form_file", PATIENT, "-", given=file.read_bytes()) == (0, text)


def test_an_answer_of_half_a_character_on_the_command_line() -> None:
    code, text = _run("form", PLAN, "--as", "file", given=b'{"langd": "\\ud800", "mal": "\\ud800"}')
    assert code == 0
    code, back = _run("form_file", PLAN, given=text.encode())
    assert code == 0
    assert json.loads(back)["answers"] == json.loads(text)["answers"]


@pytest.mark.parametrize(
    ("form_id", "change", "expected"),
    [
        (PATIENT, {}, "other-form"),
        (PLAN, {"version": "2020-01-01"}, "other-version"),
        (PLAN, {"answers": {"finns-inte": 1}}, "damaged"),
        (PLAN, {"answers": {"mal": 5}}, "damaged"),
        (PLAN, {"language": "en"}, "damaged"),
        (PLAN, {"kind": "annat"}, "not-a-form"),
        ("finns-inte", {}, "unknown-form-id"),
    ],
    ids=short,
)
def test_the_command_line_refuses(
    form_id: str, change: Json, expected: str, tmp_path: Path
) -> None:
    _, text = answer("form", "{}", "file", {"id": PLAN})
    file = tmp_path / "fil.json"
    file.write_text(json.dumps(json.loads(text) | change), "utf-8")
    code, output = _run("form_file", form_id, str(file))
    assert code == 2
    (fault,) = faults_in(output)
    assert (fault["field"], fault["code"]) == ("", expected)
    assert is_swedish(fault["message"])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "not-json"),
        (b"\xff\xfe{}", "not-json"),
        (b"[" * 10**5, "not-json"),
        (b"{}", "not-a-form"),
        (b"\xef\xbb\xbf{}", "not-a-form"),
        (b"PK\x03\x04", "not-json"),
    ],
    ids=short,
)
def test_the_command_line_reads_any_file(raw: bytes, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "fil.json"
    file.write_bytes(raw)
    code, output = _run("form_file", PATIENT, str(file))
    assert (code, places(faults_in(output))) == (2, [("", expected)])


def test_there_is_only_one_thing_to_make_of_a_file() -> None:
    ok, text = told(FORM, GOOD, "text", tool="form_file")
    assert (ok, places(faults_in(text))) == (False, [("", "unknown-form")])
    assert state(FORM, GOOD["answers"])["answered"] == ["a", "b"]
