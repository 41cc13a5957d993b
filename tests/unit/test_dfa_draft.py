"""The draft of a certificate as text and as a file."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sjukskrivning.call import answer

WHOLE: dict[str, Any] = {
    "work": {"status": "employed", "occupation": "Snickare", "tasks": "Reser väggar"},
    "diagnosis": [{"code": "M75.1", "text": "Rotatorcuffsyndrom"}, {"code": "", "text": "Oro"}],
    "function": "Kan inte lyfta armen.",
    "activity": "Klarar inte arbete över axelhöjd.",
    "periods": [{"start": "2026-11-26", "end": "2026-12-31", "degree": 50}],
    "issued": "2026-11-26",
    "uneven_schedule": True,
    "uneven_schedule_reason": "Behandling tisdagar.",
    "prognosis": "Full tid i januari.",
}


def made(kind: str, draft: Any) -> str:
    ok, text = answer("dfa_draft", json.dumps(draft), kind)
    assert ok, text
    return text


def opened(file: Any) -> tuple[bool, Any]:
    ok, text = answer("dfa_file", json.dumps(file))
    return ok, json.loads(text)


def test_the_text_has_each_field_under_its_name_in_the_certificates_order() -> None:
    assert made("text", WHOLE) == (
        "Sysselsättning\nNuvarande arbete\n\n"
        "Yrke och arbetsuppgifter\nSnickare\nReser väggar\n\n"
        "Diagnos\nM75.1 Rotatorcuffsyndrom\nOro\n\n"
        "Funktionsnedsättning\nKan inte lyfta armen.\n\n"
        "Aktivitetsbegränsning\nKlarar inte arbete över axelhöjd.\n\n"
        "Nedsättning av arbetsförmågan\n"
        "50 % från och med 26 november 2026 till och med 31 december 2026\n\n"
        "Försvåras återgången av ojämn arbetstid?\nJa\n\n"
        "Medicinska skäl till ojämn arbetstid\nBehandling tisdagar.\n\n"
        "Prognos\nFull tid i januari.\n"
    )


def test_nothing_written_gives_no_text() -> None:
    assert made("text", {}) == ""
    assert made("text", {"function": "  \n ", "work": {}, "infection_carrier": False}) == ""


def test_a_no_is_an_answer() -> None:
    assert made("text", {"uneven_schedule": False}).endswith("ojämn arbetstid?\nNej\n")


def test_a_period_that_is_not_finished_is_shown_as_it_is() -> None:
    text = made("text", {"periods": [{"start": "2026-11-31", "end": "", "degree": 60}, 7]})
    assert text.endswith("60 % från och med ? till och med ?\n")


def test_a_saved_draft_comes_back() -> None:
    file = json.loads(made("file", WHOLE))
    assert opened(file) == (True, WHOLE)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "sjukskrivning-formular"}, "not-a-draft"),
        ({"more": 1}, "not-a-draft"),
        ({"version": "2"}, "other-version"),
        ({"version": 1}, "other-version"),
        ({"draft": 1}, "damaged"),
        ({"draft": {"unknown": ""}}, "damaged"),
        ({"draft": {"function": 1}}, "damaged"),
        ({"draft": {"diagnosis": [{}] * 4}}, "damaged"),
        ({"draft": {"periods": [1]}}, "damaged"),
        ({"draft": {"periods": [{"start": "", "end": "", "degree": 60}]}}, "damaged"),
        ({"draft": {"periods": [{"start": "", "end": "", "degree": True}]}}, "damaged"),
        ({"draft": {"periods": [{"start": "", "end": "", "degree": 50}] * 2}}, "damaged"),
    ],
)
def test_any_other_file_is_refused(change: dict[str, Any], code: str) -> None:
    ok, told = opened({"kind": "sjukskrivning-dfa", "version": "1", "draft": {}} | change)
    assert not ok
    assert [each["code"] for each in told["errors"]] == [code]


def test_what_cannot_be_read_is_refused_as_the_check_does() -> None:
    for kind in ("text", "file"):
        ok, text = answer("dfa_draft", json.dumps({"function": 7}), kind)
        assert not ok
        assert json.loads(text)["errors"][0]["field"] == "function"


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["kind", "version", "draft", "periods", "function", "x"]), inner)))  # fmt: skip
def test_no_file_breaks_it(file: Any) -> None:
    ok, told = opened(file)
    assert ok or told["errors"]
