"""What goes into the patient's record, and what goes into the draft of a certificate."""

import json
import re
import unicodedata
from typing import Any

import pytest
from sjukskrivning.forms import forms
from test_form_state import HEAD, SECTION, built, short, told, whole

Json = dict[str, Any]


def text_of(form: Json, given: Any, lang: str = "sv") -> str:
    ok, text = told(form, given, "text", lang)
    assert ok, text
    return text


def lines_of(form: Json, given: Any, lang: str = "sv") -> list[str]:
    """The lines of the section, without the title, the blank line and the section's heading."""
    lines = text_of(form, given, lang).splitlines()
    assert lines[1] == ""
    return lines[3:]


def draft_of(form: Json, given: Any, lang: str = "sv") -> Json:
    ok, text = told(form, given, "draft", lang)
    assert ok, text
    found: Json = json.loads(text)
    assert set(found) == {"function", "activity"}
    return found


# ---------------------------------------------------------------- only what was answered, in order

FORM = built(
    """
    - {linkId: ord, type: display, text: Läs det här först}
    - {linkId: a, type: boolean, text: "Första frågan?", note: true}
    - {linkId: b, type: text, text: "Andra frågan?", journal: Kort namn}
    - linkId: grupp
      type: group
      text: En grupp
      items:
        - {linkId: c, type: integer, text: Tredje}
        - {linkId: d, type: decimal, text: Fjärde}
    - linkId: e
      type: choice
      text: Femte
      note: true
      options: [{code: x, text: Första svaret}, {code: y, text: "Andra, längre svaret"}]
    - linkId: f
      type: open-choice
      text: Sjätte
      note: true
      repeats: true
      options: [{code: x, text: Ett}, {code: y, text: Två}]
    - {linkId: g, type: date, text: Sjunde}
    - {linkId: h, type: string, text: Åttonde}
    - {linkId: i, type: integer, text: Nionde, repeats: true}
    """
)


def test_a_whole_form_in_its_order() -> None:
    """The order of the form, whichever order the answers come in."""
    given = {
        "i": [3, 1, 2],
        "h": "En rad",
        "g": "2026-03-02",
        "f": ["y", {"text": "Eget svar"}, "x"],
        "f-anteckning": "Till sjätte",
        "e": "y",
        "d": 37.5,
        "c": -4,
        "b": "Fri text",
        "a-anteckning": "Till första",
        "a": False,
    }
    expected = """\
Provformulär (formulärets version 2026-11-22)

Avsnitt
- Första frågan?: Nej. Till första
- Kort namn: Fri text
- Tredje: -4
- Fjärde: 37,5
- Femte: Andra, längre svaret
- Sjätte: Två, Eget svar, Ett. Till sjätte
- Sjunde: 2026-03-02
- Åttonde: En rad
- Nionde: 3, 1, 2
"""
    assert text_of(FORM, given) == expected
    assert text_of(FORM, dict(reversed(given.items()))) == expected


@pytest.mark.parametrize(
    "given",
    [{}, {"a": None, "b": " ", "f": [], "i": [None]}, {"f": [{"text": " "}], "b": "\u200b"}],
    ids=short,
)
def test_without_an_answer_there_is_only_the_title(given: Json) -> None:
    assert text_of(FORM, given) == "Provformulär (formulärets version 2026-11-22)\n"


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"a": True}, "- Första frågan?: Ja"),
        ({"a": False}, "- Första frågan?: Nej"),
        ({"a-anteckning": "Bara en anteckning"}, "- Första frågan?: Bara en anteckning"),
        ({"a": True, "a-anteckning": " "}, "- Första frågan?: Ja"),
        ({"c": 0}, "- Tredje: 0"),
        ({"c": 1000}, "- Tredje: 1000"),
        ({"d": 0}, "- Fjärde: 0"),
        ({"d": "12.50"}, "- Fjärde: 12,5"),
        ({"d": "1 000,25"}, "- Fjärde: 1000,25"),
        ({"d": 100}, "- Fjärde: 100"),
        ({"d": 20.0}, "- Fjärde: 20"),
        ({"d": 0.1 + 0.2}, "- Fjärde: 0,3"),
        ({"d": -0.5}, "- Fjärde: -0,5"),
        ({"d": 0.000001}, "- Fjärde: 0,000001"),
        ({"e": "x"}, "- Femte: Första svaret"),
        ({"f": [{"text": "x"}]}, "- Sjätte: x"),
        ({"f": ["x", "x", "y", "x"]}, "- Sjätte: Ett, Två"),
        ({"f-anteckning": "Bara en anteckning"}, "- Sjätte: Bara en anteckning"),
        ({"b": "Två\nrader"}, "- Kort namn: Två"),
        ({"h": "Två\nrader"}, "- Åttonde: Två rader"),
    ],
    ids=short,
)
def test_the_line_of_one_answer(given: Json, line: str) -> None:
    assert lines_of(FORM, given)[0] == line


def test_what_was_typed_and_could_not_be_read_is_not_lost() -> None:
    """A reader who wrote »ungefär 14« finds it in the text; what is no text cannot be shown."""
    assert lines_of(FORM, {"c": "ungefär 14", "g": "i\tmars", "d": True}) == [
        "- Tredje: ungefär 14",
        "- Sjunde: i mars",
    ]
    assert lines_of(FORM, {"i": [1, "två", 3]}) == ["- Nionde: 1, 3, två"]


def test_only_sections_with_an_answer_have_a_heading() -> None:
    more = "  - linkId: andra\n    type: group\n    text: Andra avsnittet\n"
    more += "    source: SOS-UPPF\n    basis: {process: Uppföljning}\n    items:\n"
    more += "      - {linkId: b, type: string, text: B}\n"
    head = HEAD.replace("{sv: Provformulär, en: Test form}", "Två avsnitt").replace(", en", "")
    first = "      - {linkId: a, type: string, text: A}\n"
    form = whole(head + SECTION + first + more)
    title = "Två avsnitt (formulärets version 2026-11-22)\n"
    assert text_of(form, {"a": "x"}) == title + "\nAvsnitt\n- A: x\n"
    assert text_of(form, {"b": "x"}) == title + "\nAndra avsnittet\n- B: x\n"
    assert text_of(form, {"b": "y", "a": "x"}) == (
        title + "\nAvsnitt\n- A: x\n\nAndra avsnittet\n- B: y\n"
    )


HIDDEN = built(
    """
    - {linkId: visa, type: boolean, text: Visa}
    - linkId: dold
      type: boolean
      text: Dold
      note: true
      condition: Om visa
      enableWhen: [{question: visa, operator: "=", answer: true}]
    - linkId: rad
      type: group
      text: Rad
      repeats: true
      condition: Om visa
      enableWhen: [{question: visa, operator: "=", answer: true}]
      items: [{linkId: i-rad, type: string, text: I rad}]
    - linkId: grupp
      type: group
      text: Grupp
      condition: Om visa
      enableWhen: [{question: visa, operator: "=", answer: true}]
      items: [{linkId: i-grupp, type: integer, text: I grupp}]
    """
)


@pytest.mark.parametrize("visible", [True, False, None])
def test_an_answer_that_is_not_asked_for_is_not_in_the_text(visible: bool | None) -> None:
    given = {
        **{"visa": visible, "dold": True, "dold-anteckning": "Hemligt", "i-grupp": "sju"},
        "rad": [{"i-rad": "Också hemligt"}],
    }
    shown = ["- Visa: Ja", "- Dold: Ja. Hemligt", "- Rad 1: Också hemligt"]
    shown += ["- I grupp: sju"]
    expected = {True: shown, False: ["- Visa: Nej"]}
    if visible is None:
        assert text_of(HIDDEN, given) == "Provformulär (formulärets version 2026-11-22)\n"
    else:
        assert lines_of(HIDDEN, given) == expected[visible]


# ---------------------------------------------------------------- repeating groups

ROWS = built(
    """
    - linkId: rad
      type: group
      text: Vilka uppgifter?
      journal: Uppgift
      repeats: true
      items:
        - {linkId: vad, type: string, text: "Vad gör du?", journal: Innehåll}
        - linkId: klarar
          type: choice
          text: Klarar du det?
          note: true
          options: [{code: ja, text: Klarar}, {code: nej, text: Klarar inte}]
        - linkId: grupp
          type: group
          text: Grupp
          items: [{linkId: timmar, type: decimal, text: Timmar}]
    - {linkId: sist, type: string, text: Sist}
    """
)


def test_each_row_has_a_line_of_its_own() -> None:
    rows: list[Json] = [
        {"timmar": 1.5, "klarar": "nej", "vad": "Lyfter", "klarar-anteckning": "Ont i ryggen"},
        {"vad": "Skriver"},
    ]
    assert lines_of(ROWS, {"rad": rows, "sist": "x"}) == [
        "- Uppgift 1: Lyfter; Klarar du det?: Klarar inte. Ont i ryggen; Timmar: 1,5",
        "- Uppgift 2: Skriver",
        "- Sist: x",
    ]


def test_an_empty_row_has_no_line() -> None:
    lines = lines_of(ROWS, {"rad": [{}, {"vad": "Lyfter"}, {"vad": " "}]})
    assert len(lines) == 1
    assert re.fullmatch(r"- Uppgift [12]: Lyfter", lines[0])


def test_a_row_without_its_first_answer_has_no_name() -> None:
    """A later answer is not taken for the row's name: it keeps its own label."""
    assert lines_of(ROWS, {"rad": [{"klarar": "ja"}, {"timmar": 2}]}) == [
        "- Uppgift 1: Klarar du det?: Klarar",
        "- Uppgift 2: Timmar: 2",
    ]


@pytest.mark.parametrize("end", [".", "!", "?"])
def test_a_sentence_that_has_ended_gets_no_further_mark(end: str) -> None:
    row = {"vad": f"Lyfter{end}", "klarar": "nej", "klarar-anteckning": f"Ont{end}", "timmar": 1}
    assert lines_of(ROWS, {"rad": [row]}) == [
        f"- Uppgift 1: Lyfter{end} Klarar du det?: Klarar inte. Ont{end} Timmar: 1"
    ]


# ---------------------------------------------------------------- notes written as questions

NOTED = built(
    """
    - linkId: a
      type: choice
      text: Hur går det?
      note: true
      options: [{code: bra, text: Bra}, {code: illa, text: Illa}]
    - linkId: b
      type: text
      text: Berätta
      note_of: a
      condition: Om det går illa
      enableWhen: [{question: a, operator: "=", answer: illa}]
    - {linkId: c, type: string, text: Mer, journal: Också, note_of: a}
    - linkId: d
      type: boolean
      text: Frågas sällan
      condition: Om det går bra
      enableWhen: [{question: a, operator: "=", answer: bra}]
    - {linkId: e, type: text, text: Till den, note_of: d}
    """
)


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({"a": "illa", "b": "Värst om natten"}, ["- Hur går det?: Illa. Värst om natten"]),
        (
            {"a": "illa", "a-anteckning": "Ett", "b": "Två.\nTre", "c": "Fyra"},
            ["- Hur går det?: Illa. Ett. Två.", "  Tre. Fyra"],
        ),
        ({"a": "bra", "b": "Hemligt", "c": "Ja"}, ["- Hur går det?: Bra. Ja"]),
        ({"c": "Ensam"}, ["- Hur går det?: Ensam"]),
        ({"a": "bra", "d": True, "e": "Not"}, ["- Hur går det?: Bra", "- Frågas sällan: Ja. Not"]),
    ],
    ids=short,
)
def test_a_note_stands_on_the_line_of_its_question(given: Json, lines: list[str]) -> None:
    assert lines_of(NOTED, given) == lines


def test_a_note_whose_question_is_not_asked_is_not_lost() -> None:
    assert lines_of(NOTED, {"a": "illa", "d": True, "e": "Not"}) == [
        "- Hur går det?: Illa",
        "- Till den: Not",
    ]


# ---------------------------------------------------------------- what is pasted

PASTED = built(
    """
    - {linkId: text, type: text, text: Text}
    - {linkId: rad, type: string, text: En rad}
    - {linkId: val, type: open-choice, text: Val, options: [{code: a, text: A}, {code: b, text: B}]}
    - {linkId: tal, type: integer, text: Tal}
    - linkId: grupp
      type: group
      text: Grupp
      repeats: true
      items: [{linkId: i-rad, type: text, text: I rad}]
    """
)
BULLETS = "•◦▪‣·●○*"
# as a word processor, a web page or a record system puts them on the clipboard
PASTES = [
    *(f"{bullet}\tEtt\n{bullet}\tTvå" for bullet in BULLETS),
    *(f"{bullet} Ett\r\n  {bullet} Två" for bullet in BULLETS),
    *(
        "•\u00a0Ett\n•\u00a0\u00a0Två",
        "\u00a0• Ett",
        "\u200b• Ett",
        "\ufeff• Ett",
        "x\n\u2003• Ett",
    ),
    *("\u200e• Ett", "x\u2028• Ett", "x\x0b• Ett", "x\x85• Ett", "•\nEtt", "•\r\nEtt", "x\n•"),
    *("\t\tindrag", "a\tb", "a\u00a0b", "a\x00b", "a\x07\x1b[31mb", "a\x7fb", "a\x9fb"),
    *("a\u202eb\u202c", "a\u2066b\u2069", "so\u00adft", "a\u200bb\u200d", "\ufeffx", "a\u2060b"),
    *("a\rb", "a\r\nb", "a\x0cb", "a\x0bb", "a\u2028b\u2029c", "a\x85b"),
    *("\ud800", "a\udfffb", "\ud83d\ude00", "\ude00\ud83d", "e\u0301", "\U0001f912", "\U000e0041"),
    *("\x00", "\t", "\n\n\n", "   "),
]


def faults_of(text: str) -> list[str]:
    """What a record system's input field might not take."""
    found = []
    for char in text:
        if char != "\n" and unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            found.append(f"U+{ord(char):04X}")
    found += re.findall(r"(?m)(?:^[^\S\n]*|: )[•◦▪‣·●○*](?=\s|$).*", text)
    found += re.findall(r"[\u00a0\u2007\u202f\u3000]", text)
    return found


def test_the_check_finds_what_it_looks_for() -> None:
    for bad in (
        "a\tb",
        "• x",
        "x\n  * y",
        "- A: • x",
        "- A: x\n•",
        "\u200b",
        "\ud800",
        "a\u00a0b",
        "a\rb",
    ):
        assert faults_of(bad) != [], ascii(bad)
    assert faults_of("Rubrik\n- Fråga: 2 * 3 ‐ 37,5 %\n  fortsättning –\n") == []


@pytest.mark.parametrize("paste", PASTES, ids=short)
@pytest.mark.parametrize("link_id", ["text", "rad", "val", "tal", "grupp"])
def test_nothing_but_plain_lines_whatever_is_pasted(link_id: str, paste: str) -> None:
    value: Any = {"val": {"text": paste}, "grupp": [{"i-rad": paste}]}.get(link_id, paste)
    text = text_of(PASTED, {link_id: value})
    assert faults_of(text) == []
    text.encode("utf-8")


@pytest.mark.parametrize(
    ("paste", "lines"),
    [
        ("•\tEtt\n•\tTvå", ["- Text: - Ett", "  - Två"]),
        ("Så här:\r\n  ◦ Ett\r\n  ◦ Två", ["- Text: Så här:", "  - Ett", "  - Två"]),
        ("a\u2028b\u2029c\x85d\x0be\x0cf\rg", ["- Text: a", *(f"  {each}" for each in "bcdefg")]),
        ("2 * 3 • 4", ["- Text: 2 * 3 • 4"]),
        ("*viktigt*", ["- Text: *viktigt*"]),
        ("so\u00adft\u200b", ["- Text: soft"]),
        ("1\u00a0000\u202fkr", ["- Text: 1 000 kr"]),
        ("a\tb  ", ["- Text: a b"]),
        ("\ud83d\ude00 å\u0308", ["- Text: \U0001f600 å\u0308"]),
        ("\ud800", ["- Text: \ufffd"]),
    ],
    ids=short,
)
def test_what_becomes_of_what_is_pasted(paste: str, lines: list[str]) -> None:
    assert lines_of(PASTED, {"text": paste}) == lines


def test_bullets_with_the_spaces_of_a_word_processor() -> None:
    """Word and Outlook put a no-break space, a browser a zero-width one, beside the bullet."""
    for paste in ("•\u00a0Ett", "\u00a0•\u00a0Ett", "\u200b• Ett", "\ufeff•\tEtt"):
        assert lines_of(PASTED, {"text": paste}) == ["- Text: - Ett"], ascii(paste)


def test_the_further_lines_of_an_answer_are_not_taken_for_answers() -> None:
    """Nothing that is written in an answer can look like a heading or another question's line."""
    forged = "x\n\nAvsnitt\n- En rad: Påhittat\nProvformulär (version 1)"
    for given in ({"text": forged}, {"grupp": [{"i-rad": forged}]}):
        lines = lines_of(PASTED, given | {"rad": "Äkta"})
        plain = [line for line in lines if line.strip() and not line.startswith("  ")]
        assert sorted(line.split(":")[0] for line in plain) in (
            ["- En rad", "- Text"],
            ["- En rad", "- Grupp 1"],
        )
        assert [line for line in lines if line.startswith("- En rad")] == ["- En rad: Äkta"]


# ---------------------------------------------------------------- drafts and the other language

PATIENT = whole(
    HEAD
    + """\
answered_by: patient
items:
  - linkId: avsnitt
    type: group
    text: {sv: Avsnitt, en: Section}
    source: SOS-UPPF
    basis: {process: Uppföljning}
    items:
      - linkId: a
        type: choice
        text: {sv: "Hur går det?", en: "How is it?"}
        options: [{code: bra, text: {sv: Bra, en: Well}}, {code: inte, text: {sv: Inte, en: Not}}]
        draft: function
      - linkId: b
        type: text
        text: {sv: "Varför?", en: "Why?"}
        journal: {sv: Skälet, en: The reason}
        condition: {sv: Om inte bra, en: If not well}
        enableWhen: [{question: a, operator: "!=", answer: bra}]
        draft: function
      - {linkId: c, type: decimal, text: {sv: Timmar, en: Hours}, draft: activity}
      - {linkId: d, type: string, text: {sv: Utanför utkastet, en: Not in the draft}}
      - {linkId: e, type: boolean, text: {sv: Sant, en: True}, note: true}
      - linkId: rad
        type: group
        text: {sv: Uppgift, en: Task}
        repeats: true
        draft: activity
        items:
          - {linkId: vad, type: string, text: {sv: Vad, en: What}}
          - linkId: svart
            type: boolean
            text: {sv: Svårt, en: Hard}
          - linkId: hur
            type: string
            text: {sv: Hur, en: How}
            condition: {sv: Om svårt, en: If hard}
            enableWhen: [{question: svart, operator: "=", answer: true}]
"""
)
DRAFT = "Patienten uppger själv (utkast ur patientformuläret, inte läkarens bedömning):\n"
DRAFT_EN = "The patient states (draft from the patient form, not the physician’s finding):\n"
GIVEN: Json = {
    **{"a": "inte", "b": "Ont i axeln", "c": 1.5, "d": "Hemma", "e": True, "e-anteckning": "Ja då"},
    "rad": [{"vad": "Lyfter", "svart": True, "hur": "Gör ont"}, {"vad": "Kör", "svart": False}],
}


def test_the_draft_has_only_what_is_marked_for_it() -> None:
    assert draft_of(PATIENT, GIVEN) == {
        "function": DRAFT + "- Hur går det?: Inte\n- Skälet: Ont i axeln\n",
        "activity": DRAFT
        + "- Timmar: 1,5\n"
        + "- Uppgift 1: Lyfter; Svårt: Ja; Hur: Gör ont\n"
        + "- Uppgift 2: Kör; Svårt: Nej\n",
    }


def test_a_draft_of_nothing_is_empty() -> None:
    assert draft_of(PATIENT, {"d": "Hemma", "e": True}) == {"function": "", "activity": ""}
    assert draft_of(PATIENT, {"c": 2}) == {"function": "", "activity": DRAFT + "- Timmar: 2\n"}


def test_an_answer_that_is_not_asked_for_is_in_no_draft() -> None:
    rows = [{"svart": False, "hur": "Hemligt"}, {"hur": "Hemligt"}]
    found = draft_of(PATIENT, {"a": "bra", "b": "Hemligt", "rad": rows})
    assert found == {
        "function": DRAFT + "- Hur går det?: Bra\n",
        "activity": DRAFT + "- Uppgift 1: Svårt: Nej\n",
    }


def test_a_question_and_its_group_marked_for_the_draft() -> None:
    """Marked twice over, said once."""
    form = built(
        """
        - linkId: grupp
          type: group
          text: Grupp
          draft: function
          items:
            - {linkId: a, type: string, text: A, draft: function}
            - {linkId: b, type: string, text: B}
        """
    )
    assert draft_of(form, {"a": "x", "b": "y"})["function"] == DRAFT + "- A: x\n- B: y\n"


def test_in_english() -> None:
    assert text_of(PATIENT, GIVEN, "en") == (
        """\
Test form (form version 2026-11-22)
The patient’s own statement, not the clinic’s assessment.

Section
- How is it?: Not
- The reason: Ont i axeln
- Hours: 1.5
- Not in the draft: Hemma
- True: Yes. Ja då
- Task 1: Lyfter; Hard: Yes; How: Gör ont
- Task 2: Kör; Hard: No
"""
    )
    assert draft_of(PATIENT, {"a": "inte", "c": "1,5"}, "en") == {
        "function": DRAFT_EN + "- How is it?: Not\n",
        "activity": DRAFT_EN + "- Hours: 1.5\n",
    }


def test_the_patient_s_words_are_marked_as_such() -> None:
    marked = "Patientens egna uppgifter, inte vårdens bedömning."
    assert text_of(PATIENT, {"d": "x"}).splitlines()[1] == marked
    assert marked not in text_of(FORM, {"h": "x"})


# ---------------------------------------------------------------- the real forms


def test_the_real_assessment() -> None:
    given = {
        **{"diagnos": "symtomdiagnos", "utredning": "Röntgen i mars", "beslutsstod": "saknas"},
        **{"diagnos-anteckning": "R52", "oklart": "nej", "oklart-profession": ["psykolog"]},
        **{"sjukskrivning": "ja", "grad": "50", "ojamn-arbetstid": "nej"},
        **{"ojamn-arbetstid-skal": "Gammalt", "genushanden": "ja"},
    }
    form = forms()["forsakringsmedicinsk-bedomning"]
    assert text_of(form, given) == (
        f"""\
Försäkringsmedicinsk bedömning (formulärets version {form["version"]})

Diagnos
- Diagnosen utredd enligt kriterierna: Nej, symtomdiagnos under utredningen. R52
- Planerad utredning: Röntgen i mars
- Beslutsstödet läst: Diagnosen saknas i beslutsstödet

Funktion och aktivitet
- Fler behöver bedöma funktion eller aktivitet: Nej

Arbetsförmåga och sjukskrivning
- Behov av sjukskrivning: Ja
- Nedsatt arbetsförmåga: 50 %
- Ojämn arbetstid försvårar återgången: Nej

Jämställd bedömning
- Genushandens områden övervägda: Ja
"""
    )


def test_the_real_patient_form() -> None:
    given: Json = {
        **{"sysselsattning": {"text": "Vikarie"}, "timmar": 37.5, "tyngst": "Lyften"},
        **{"styrka": "gar-inte", "styrka-berattelse": "Ont i axeln"},
        **{"minne": "som-vanligt", "minne-berattelse": "Gammalt"},
        "arbetsuppgifter": [
            {"uppgift": "Lyfta", "klarar": "klarar-inte", "svart": "Gör ont"},
            {"uppgift": "Skriva", "klarar": "klarar", "svart": "Gammalt"},
        ],
    }
    form = forms()["patientformular"]
    assert text_of(form, given, "en") == (
        f"""\
Patient questionnaire on work and health (form version {form["version"]})
The patient’s own statement, not the clinic’s assessment.

Work
- Employment status: Vikarie
- Working hours when well (per week): 37.5
- Heaviest part of the work: Lyften

What is possible and what is not
- Work task 1: Lyfta; At present: Cannot do; What makes it hard: Gör ont
- Work task 2: Skriva; At present: Can do

Stamina and abilities
- Strength and mobility: Not possible. Ont i axeln
- Memory, learning and concentration: As usual
"""
    )
    assert draft_of(form, given) == {
        "function": DRAFT
        + "- Styrka och rörlighet: Går inte. Ont i axeln\n"
        + "- Minne, inlärning och koncentration: Som vanligt\n",
        "activity": DRAFT
        + "- Tyngst i arbetet: Lyften\n"
        + "- Arbetsuppgift 1: Lyfta; Just nu: Klarar inte; "
        + "Det som gör det svårt: Gör ont\n"
        + "- Arbetsuppgift 2: Skriva; Just nu: Klarar\n",
    }


@pytest.mark.parametrize("form_id", forms())
def test_a_real_form_without_answers(form_id: str) -> None:
    form = forms()[form_id]
    for lang in form["languages"]:
        lines = text_of(form, {}, lang).splitlines()
        version = {"sv": "formulärets version", "en": "form version"}[lang]
        assert lines[0] == f"{form['title'][lang]} ({version} {form['version']})"
        assert len(lines) == (2 if form["answered_by"] == "patient" else 1)


def test_only_the_patient_s_form_gives_a_draft() -> None:
    def marked(items: list[Json]) -> set[str]:
        below = [marked(item.get("items", [])) for item in items]
        own = {item["draft"] for item in items if "draft" in item}
        return own.union(*below)

    for form_id, form in forms().items():
        wanted = {"function", "activity"} if form_id == "patientformular" else set()
        assert marked(form["items"]) == wanted
