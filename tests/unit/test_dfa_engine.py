"""The DFA check's interface: input and faults, spans, boundaries, exceptions, hostile text."""

import json
import time
import unicodedata
from typing import Any

import pytest
from ask import Json, computed, places, refused
from sjukskrivning.call import answer
from sjukskrivning.dfa_words import sentences, tokens

from tools.build.dfa import load_dfa

BASE: Json = load_dfa()[0].base


def checked(**more: Any) -> Json:
    result: Json = computed(BASE | more, "dfa")
    return result


def codes(**more: Any) -> list[str]:
    return [each["code"] for each in checked(**more)["remarks"]]


def marked(text: str, span: Json) -> str:
    return text[span["start"] : span["end"]]


def test_empty_input_asks_for_the_mandatory_fields() -> None:
    result = computed({}, "dfa")
    assert [each["code"] for each in result["remarks"]] == [
        "diagnosis-missing",
        "function-missing",
        "activity-missing",
        "work-missing",
        "period-missing",
        "prognosis-missing",
    ]
    assert result["chain"]["connected"] is False
    assert {result["chain"][link] for link in ("diagnosis", "function", "activity", "work")} == {
        "missing"
    }


def test_shape_of_the_answer() -> None:
    result = checked(function="Uppger trötthet.")
    assert set(result) == {"remarks", "chain", "found"}
    assert set(result["found"]) == {"grades", "basis", "functions", "activities", "work_links"}
    for remark in result["remarks"]:
        assert set(remark) == {
            *("code", "severity", "link", "spans", "message", "why", "how", "source"),
        }
    good = checked()
    assert good["remarks"] == []
    assert good["chain"]["connected"] is True
    assert good["found"]["functions"][0]["code"].startswith("b")
    assert good["found"]["activities"][0]["code"].startswith("d")


def test_all_faults_at_once() -> None:
    faults = refused(
        {
            "funktion": "x",
            "function": 3,
            "work": {"status": "retired", "boss": ""},
            "diagnosis": ["M54"],
            "obvious": "ja",
            "issued": "18/11",
            "periods": {},
        },
        "dfa",
    )
    assert sorted(places(faults)) == sorted(
        [
            ("diagnosis[0]", "wrong-type"),
            ("funktion", "unknown-key"),
            ("function", "wrong-type"),
            ("issued", "not-a-date"),
            ("obvious", "wrong-type"),
            ("periods", "wrong-type"),
            ("work.boss", "unknown-key"),
            ("work.status", "not-allowed"),
        ]
    )


@pytest.mark.parametrize("given", [None, [], "x", 3])
def test_input_must_be_an_object(given: Any) -> None:
    assert places(refused(given, "dfa")) == [("", "wrong-type")]


@pytest.mark.parametrize(
    "period",
    [
        {},
        None,
        "x",
        {"start": 3, "end": "2026-11-20", "degree": 100},
        {"start": "2026-11-17", "end": "2026-11-20", "degree": True},
        {"start": "2026-11-17", "end": "2026-11-20", "degree": 30},
        {"start": "2026-02-30", "end": "2026-11-20", "degree": 100},
        {"start": "2026-11-17", "end": "2026-11-20", "degree": 100, "grad": 1},
    ],
)
def test_a_fault_in_a_period_is_a_remark(period: Any) -> None:
    assert "period-invalid" in codes(periods=[period])


@pytest.mark.parametrize(("start", "remarked"), [("2026-11-11", False), ("2026-11-10", True)])
def test_seven_days_back(start: str, remarked: bool) -> None:
    period = {"start": start, "end": "2026-12-01", "degree": 100}
    assert ("period-back-dated" in codes(periods=[period], issued="2026-11-18")) == remarked


def test_infection_carrier_needs_diagnosis_and_period_only() -> None:
    period = [{"start": "2026-11-17", "end": "2026-11-20", "degree": 100}]
    given = {"infection_carrier": True, "periods": period, "diagnosis": [{"code": "A04.3"}]}
    assert computed(given, "dfa")["remarks"] == []
    missing = computed({"infection_carrier": True}, "dfa")["remarks"]
    assert [each["code"] for each in missing] == ["diagnosis-missing", "period-missing"]
    numbered = computed(given | {"other": "19121212-1212"}, "dfa")["remarks"]
    assert [each["code"] for each in numbered] == ["identity-data"]


def test_obvious_asks_for_some_text_and_only_advises() -> None:
    assert checked(obvious=True, function="Gips.", activity="Kan ej arbeta.")["remarks"] == []
    remarks = checked(obvious=True, function="", activity="")["remarks"]
    assert [(each["code"], each["severity"]) for each in remarks] == [
        ("function-missing", "advice"),
        ("activity-missing", "advice"),
    ]


def test_unemployed_everyday_situations() -> None:
    text = "Kan inte dammsuga eller bära matkassar (svår)."
    assert codes(activity=text, work={"status": "unemployed"}) == []
    clerk = {"status": "employed", "occupation": "Revisor", "tasks": "Granskar"}
    assert codes(activity=text, work=clerk) == ["activity-no-work-link"]


TEXTS = [
    "Svår åkomma. Uppger värk. MADRS 27.",
    "Svår 😀 smärta.\r\nUppger värk.\r\nMADRS 27 👩‍👩‍👧 i dag.",
    unicodedata.normalize("NFD", "Måttlig åverkan på höger öga. Lasègue pos. MADRS 27."),
    "İİİ Måttlig oro. MADRS 27.",
]


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("Lindrig", "1"),
        ("Medelsvår", "2"),
        ("Uttalad", "3"),
        ("Total", "4"),
        ("Betydande", None),  # a grade, but which one nobody has said
    ],
)
def test_a_grade_is_told_with_its_number(word: str, number: str | None) -> None:
    found = checked(function=f"{word} svaghet i handen, greppkraft 8 kg.")["found"]
    (grade,) = [each for each in found["grades"] if each["field"] == "function"]
    assert grade.get("label") == number


@pytest.mark.parametrize("text", TEXTS)
def test_spans_point_at_the_text_as_given(text: str) -> None:
    for token in tokens(text):
        piece = unicodedata.normalize("NFC", text[token.start : token.end])
        assert piece.lower() == token.word
    found = checked(function=text)["found"]
    assert any("MADRS 27" in marked(text, span) for span in found["basis"])
    grades = [
        unicodedata.normalize("NFC", marked(text, span))
        for span in found["grades"]
        if span["field"] == "function"
    ]
    assert grades
    assert set(grades) <= {"Svår", "Måttlig"}


def test_identity_number_span() -> None:
    text = "å😀\r\n19121212-1212."
    (remark,) = checked(other=text)["remarks"]
    assert remark["spans"] == [{"field": "other", "start": 4, "end": 17}]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Kan t.ex. inte lyfta. Står 10 min.", 2),
        ("Kraft 4/5 hö. Temp 38.5 i dag.", 2),
        ("Smärta p.g.a. svullnad; ömmar.", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(tokens(text))) == count


HOSTILE = [
    "a" * 100_000,
    "å\u0301" * 50_000,
    "\u0301" * 100_000,
    "ej " * 33_000,
    "(((" * 33_000,
    "1,1" * 33_000,
    "191212121212" * 8_000,
    "<script>alert(1)</script>" * 4_000,
    "\x00\u202e\x1b\ud800" * 25_000,
    "kan inte - " * 9_000,
    "a-" * 50_000,
    ". " * 50_000,
    " " * 100_000,
    "\r\n" * 50_000,
    "på grund av " * 8_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered_quickly(text: str) -> None:
    fields = ("function", "activity", "prognosis", "other", "beyond_guidance_reason")
    given = json.dumps(BASE | dict.fromkeys(fields, text))
    began = time.perf_counter()
    ok, result = answer("dfa", given)
    assert time.perf_counter() - began < 3  # a busy machine; it takes a fraction of it
    assert ok
    result.encode("utf-8")


@pytest.mark.parametrize("piece", ["Uppger svår smärta, kan inte lyfta 5 kg. ", "ej-", "t.ex. "])
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    def took(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        best = 9.0
        for _ in range(3):
            began = time.process_time()
            computed(BASE | {"function": text, "activity": text}, "dfa")
            best = min(best, time.process_time() - began)
        return best

    took(1_000)
    assert took(16_000) < 16 * max(took(2_000), 0.004)
