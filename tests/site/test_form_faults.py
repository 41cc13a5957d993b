"""What a web editor gets to read when something is wrong with a form: file, line, one sentence.

Each case breaks one sound form in one way. The line is given as words that stand on it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ask import ENGLISH
from test_form_state import in_yaml, loaded, told, whole

from tools.build.forms import FORMS, SCHEMA, compile_form, load_forms, schema
from tools.build.questionnaire import questionnaire
from tools.build.rules import name_of
from tools.build.strict_yaml import Fault, Faulty, load

Json = dict[str, Any]

GOOD = """\
id: prov
version: "2026-11-22"
title: Provformulär
languages: [sv]
original: SOS-UPPF
option_lists:
  ja-nej:
    - {code: ja, text: Ja}
    - {code: nej, text: Nej}
items:
  - linkId: avsnitt
    type: group
    text: Avsnitt
    source: SOS-UPPF
    basis: {process: Uppföljning}
    items:
      - linkId: mal
        type: choice
        text: Är målen uppnådda?
        help: Läs planen.
        options: ja-nej
        required: true
        note: true
        tool:
          text: Räkna dagarna
          page: verktyg/milstolpar.md
      - linkId: hinder
        type: text
        text: Vad hindrar?
        condition: Om målen inte är uppnådda
        enableWhen:
          - question: mal
            operator: "="
            answer: nej
      - linkId: dagar
        type: integer
        text: Hur många dagar?
        min: 1
        max: 100
      - linkId: datum
        type: date
        text: När var det?
      - linkId: sant
        type: boolean
        text: Stämmer det?
      - linkId: fri
        type: string
        text: Skriv något
      - linkId: val
        type: open-choice
        text: Välj
        options:
          - code: x
            text: Första
          - code: y
            text: Andra
      - linkId: grupp
        type: group
        text: En grupp
        items:
          - linkId: timmar
            type: decimal
            text: Hur många timmar?
      - linkId: rad
        type: group
        repeats: true
        text: En uppgift
        items:
          - linkId: uppgift
            type: string
            text: Vilken uppgift?
          - linkId: svart
            type: boolean
            text: Är den svår?
      - linkId: ord
        type: display
        text: Bara läsning
"""
HEAD, ITEMS = GOOD.split("items:\n", 1)


def faults_of(folder: Path, text: str, name: str = "prov") -> list[Fault]:
    """The faults of one form, all of them at the file and in whole Swedish sentences."""
    path = folder / f"{name}.yml"
    path.write_text(text, "utf-8")
    try:
        loaded(folder)
    except Faulty as faulty:
        for fault in faulty.faults:
            assert fault.file == str(path)
            assert is_swedish(fault.sentence), fault.sentence
            assert str(fault) == f"{path}, rad {fault.line}: {fault.sentence}"
        return faulty.faults
    return []


def line_of(text: str, words: str) -> int:
    """The number of the only line with these words."""
    (line,) = [number for number, line in enumerate(text.splitlines(), 1) if words in line]
    return line


def broken(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def is_swedish(sentence: str) -> bool:
    """No English word but in what is quoted, and a whole sentence."""
    outside = re.sub(r"\(.*?\)|'[^']*'|»[^«]*«|typen [a-z-]+", "", sentence)
    return sentence.endswith(".") and not ENGLISH.search(outside.lower())


def one_fault(folder: Path, text: str, at: str, words: str) -> None:
    """Exactly one fault, on the line with ``at``, whose sentence holds ``words``."""
    (fault,) = faults_of(folder, text)
    assert fault.line == line_of(text, at), (fault.line, fault.sentence)
    assert words in fault.sentence


def test_the_form_that_the_others_break_is_sound(tmp_path: Path) -> None:
    assert faults_of(tmp_path, GOOD) == []


def test_our_own_forms_are_sound_and_known_by_their_names() -> None:
    names = {"forsakringsmedicinsk-bedomning", "sjukskrivning-och-rehabilitering"}
    assert set(load_forms()) >= names | {"uppfoljning", "patientformular"}
    assert name_of(FORMS / "uppfoljning.yml") == "checklists/uppfoljning.yml"


# ---------------------------------------------------------------- the head of the form


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("id: prov", "id: annan", "id: annan", "»id« ska vara filens namn: prov."),
        ("id: prov", "id: Prov", "id: Prov", "»id« får bara ha små bokstäver"),
        ("id: prov\n", "", "version:", "»id« saknas."),
        ('version: "2026-11-22"\n', "", "id: prov", "»version« saknas."),
        ('"2026-11-22"', "22 november", "version", "»version« ska vara ett datum"),
        ('"2026-11-22"', '"2026-02-30"', "version", "»version« ska vara ett datum"),
        ('"2026-11-22"', "20261122", "version", "»version« ska vara text"),
        ("title: Provformulär\n", "", "id: prov", "»title« saknas."),
        ("title: Provformulär", "title:", "title", "»title« "),
        ("title: Provformulär", "titel: Prov\ntitle: Prov", "titel", "»titel« är ingen nyckel"),
        ("languages: [sv]", "languages: []", "languages", "»languages« får inte vara tom"),
        ("languages: [sv]", "languages: sv", "languages", "»languages« ska vara en lista"),
        ("languages: [sv]", "languages: [sv, sv]", "languages", "inte upprepa ett språk"),
        ("languages: [sv]", "languages: [de]", "languages", "ska vara något av"),
        (
            "original: SOS-UPPF",
            "original: FINNS-INTE",
            "original",
            "Källan »FINNS-INTE« finns inte",
        ),
        ("original: SOS-UPPF\n", "", "id: prov", "»original« saknas."),
        (
            "original: SOS-UPPF",
            "original: SOS-UPPF\nanswered_by: läkaren",
            "answered_by",
            "»answered_by« ska vara något av",
        ),
        ("title: Provformulär", "title: Prov\ntitle: Igen", "title: Igen", "står två gånger"),
    ],
)
def test_a_fault_in_the_head(tmp_path: Path, old: str, new: str, at: str, words: str) -> None:
    one_fault(tmp_path, broken(old, new), at, words)


def test_swedish_comes_first(tmp_path: Path) -> None:
    text = GOOD.replace("languages: [sv]", "languages: [en]")
    sentences = {(fault.line, fault.sentence) for fault in faults_of(tmp_path, text)}
    wanted = "»languages« ska börja med sv och inte upprepa ett språk."
    assert (line_of(text, "languages:"), wanted) in sentences


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "Filen är tom"),
        ("# bara en kommentar\n", 1, "Filen är tom"),
        ("- en lista\n", 1, "ska vara en grupp av nycklar"),
        ("bara text\n", 1, "ska vara en grupp av nycklar"),
        (GOOD + "---\n" + GOOD, len(GOOD.splitlines()) + 1, "går inte att läsa som YAML"),
        (HEAD + "items:\n", len(HEAD.splitlines()) + 1, "»items« ska vara en lista"),
        (HEAD + "items: []\n", len(HEAD.splitlines()) + 1, "»items« får inte vara tom"),
    ],
    ids=range(7),
)
def test_a_file_that_is_no_form(tmp_path: Path, text: str, line: int, words: str) -> None:
    fault, *_ = faults_of(tmp_path, text)
    assert fault.line == line
    assert words in fault.sentence


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    (tmp_path / "prov.yml").write_bytes(GOOD.encode("latin-1"))
    with pytest.raises(Faulty, match="Filen är inte sparad som UTF-8"):
        load_forms(tmp_path)


# ---------------------------------------------------------------- YAML's own traps


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("text: Skriv något", "text: Nej: skriv", "Nej: skriv", "går inte att läsa som YAML här"),
        ("text: Skriv något", "\ttext: Skriv", "\ttext", "går inte att läsa som YAML här"),
        ("text: Skriv något", "text: [Skriv", "linkId: val", "går inte att läsa som YAML här"),
        ('operator: "="', "operator: >=", ">=", "går inte att läsa som YAML här"),
        (
            "text: Skriv något",
            "text: Ett\n        text: Två",
            "text: Två",
            "»text« står två gånger",
        ),
        ("required: true", "required: true\n        required: true", "", "»required« står två"),
        ("required: true", "required: ja", "required", "»required« ska vara true eller false."),
        ("note: true", "note: nej", "note", "»note« ska vara true eller false."),
        ("required: true", "required: [true]", "required", "»required« ska vara true eller false."),
        ("min: 1\n", "min: ett\n", "min: ett", "»min« ska vara ett tal"),
        ("min: 1\n", "min: 1,5\n", "min: 1,5", "»min« ska vara ett tal"),
        ("linkId: fri", "linkId: 5", "linkId: 5", "»linkId« ska vara text"),
        ("code: x", "code: 25", "code: 25", "»code« ska vara text"),
        ("code: x", "code: true", "code: true", "»code« ska vara text"),
        ("text: Skriv något", "text: 2026", "text: 2026", "»text« ska vara text"),
        ("text: Skriv något", "text: true", "text: true", "»text« ska vara text"),
        ("text: Skriv något", "text:", "text:\n", "»text« "),
        ("text: Skriv något", 'text: ""', 'text: ""', "»text« får inte vara tom"),
        ("text: Skriv något", "text: [A, B]", "text: [A", "»text« "),
        ("text: Skriv något", "tekst: A\n        text: A", "tekst", "»tekst« är ingen nyckel"),
        ("help: Läs planen.", "Help: Läs planen.", "Help", "»Help« är ingen nyckel"),
    ],
)
def test_a_trap_of_yaml(tmp_path: Path, old: str, new: str, at: str, words: str) -> None:
    text = broken(old, new)
    (fault,) = faults_of(tmp_path, text)
    if at == "text:\n":
        at_line = 1 + text.splitlines().index("        text:")
    elif at:
        at_line = line_of(text, at)
    else:  # a key that stands twice: the second one
        at_line = 1 + line_of(GOOD, old)
    assert fault.line == at_line, (fault.line, fault.sentence)
    assert words in fault.sentence


@pytest.mark.parametrize(
    ("old", "new", "faults"),
    [
        # an option written as »ja: Ja«, as one might write a mapping
        (
            "          - code: x\n            text: Första\n",
            "          - x: Första\n",
            ["»code« saknas.", "»text« saknas.", "»x« är ingen nyckel"],
        ),
        ("        text: Skriv något\n", "        Skriv: något\n", ["»text« saknas.", "»Skriv« är"]),
    ],
)
def test_a_key_in_the_place_of_a_value(
    tmp_path: Path, old: str, new: str, faults: list[str]
) -> None:
    found = faults_of(tmp_path, broken(old, new))
    assert len(found) == len(faults)
    for words in faults:
        assert any(words in fault.sentence for fault in found), words


def test_what_yaml_would_guess_at_is_left_alone(tmp_path: Path) -> None:
    """Codes and texts such as »no« and »on« are what they look like; so is »=« without quotes."""
    text = GOOD.replace("code: x\n            text: Första", "code: no\n            text: yes")
    text = text.replace("- {code: ja, text: Ja}", "- {code: on, text: off}")
    text = text.replace('operator: "="', "operator: =").replace("text: När var det?", "text: 12:30")
    assert faults_of(tmp_path, text) == []
    (section,) = whole(text)["items"]
    items = {item["linkId"]: item for item in section["items"]}
    assert items["val"]["options"][0] == {"code": "no", "text": {"sv": "yes"}}
    assert items["mal"]["options"][0] == {"code": "on", "text": {"sv": "off"}}
    assert items["datum"]["text"] == {"sv": "12:30"}


# ---------------------------------------------------------------- items and their keys


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("linkId: fri", "linkId: Fri", "linkId: Fri", "»linkId« får bara ha små bokstäver"),
        ("linkId: fri", "linkId: frågan", "linkId: frågan", "»linkId« får bara ha små bokstäver"),
        ("linkId: fri", "linkId: fri_1", "linkId: fri_1", "»linkId« får bara ha små bokstäver"),
        ("linkId: fri", "linkId: fri-", "linkId: fri-", "»linkId« får bara ha små bokstäver"),
        ("- linkId: fri\n        type", "- type", "- type: string", "»linkId« saknas."),
        ("        text: Skriv något\n", "", "linkId: fri", "»text« saknas."),
        ("linkId: fri\n        type: string", "linkId: fri", "linkId: fri", "»type« saknas."),
        ("linkId: fri", "linkId: datum", "", "linkId »datum« finns redan"),
        ("linkId: uppgift", "linkId: fri", "", "linkId »fri« finns redan"),
        ("linkId: fri", "linkId: mal-anteckning", "mal-ant", "linkId »mal-anteckning« finns redan"),
        ("type: display", "type: info", "type: info", "»type« ska vara något av"),
        ("type: display", "type: Display", "type: Display", "»type« ska vara något av"),
        ("code: y", "code: x", "", "Koden »x« står två gånger"),
        ("{code: ja, text: Ja}", "{code: nej, text: Ja}", "text: Nej", "Koden »nej« står två"),
        ("min: 1\n", "min: 101\n", "min: 101", "»min« är större än »max«"),
        ("page: verktyg/milstolpar.md", "page: verktyg/borta.md", "borta", "finns inte i docs/"),
        ("page: verktyg/milstolpar.md", "page: verktyg", "page: verktyg", "finns inte i docs/"),
        ("page: verktyg/milstolpar.md", "page: '#rubrik'", "page:", "finns inte i docs/"),
        ("          page: verktyg/milstolpar.md\n", "", "tool:", "»page« saknas."),
        (
            "    source: SOS-UPPF\n",
            "    source: FINNS-INTE\n",
            "FINNS",
            "Källan »FINNS-INTE« finns",
        ),
        ("{process: Uppföljning}", "{process: A, item: B}", "basis", "Ange precis en av item"),
        ("{process: Uppföljning}", "{}", "basis", "Ange precis en av item, process och region"),
        ("{process: Uppföljning}", "{sida: A}", "basis", "»sida« är ingen nyckel"),
        ("        text: Skriv något", "        text: Dag {dag}", "{dag}", "Inom klamrar får bara"),
        ("        text: Skriv något", "        text: A } B", "A } B", "Inom klamrar får bara"),
        ("help: Läs planen.", "help: Se {{ x }}", "help", "Inom klamrar får bara"),
        ("text: Räkna dagarna", "text: 'Räkna {x}'", "Räkna", "Inom klamrar får bara"),
        ("text: Första", "text: '{Första}'", "Första", "Inom klamrar får bara"),
        ("title: Provformulär", "title: Prov {x}", "title", "Inom klamrar får bara"),
        ("text: Skriv något", "text: {}", "text: {}", "Texten saknas på språket sv"),
        ("text: Skriv något", "text: {sv: A, en: B}", "{sv", "Formuläret har inte språket en"),
        ("text: Skriv något", "text: {sv: A, de: B}", "{sv", "»de«"),
        *(
            ("text: Skriv något", f"text: Skriv\n        note_of: {name}", "note_of", words)
            for name, words in {
                "finns-inte": "»finns-inte« är ingen fråga före den här i samma grupp",
                "fri": "»fri« är ingen fråga före den här",
                "val": "»val« är ingen fråga före den här",
                "timmar": "»timmar« är ingen fråga före den här",
                "avsnitt": "»avsnitt« är ingen fråga före den här",
            }.items()
        ),
    ],
)
def test_a_fault_in_an_item(tmp_path: Path, old: str, new: str, at: str, words: str) -> None:
    text = broken(old, new)
    if not at:  # something that stands twice: the later one
        found = [n for n, line in enumerate(text.splitlines(), 1) if new in line]
        (fault,) = faults_of(tmp_path, text)
        assert fault.line == found[-1]
        assert words in fault.sentence
        return
    one_fault(tmp_path, text, at, words)


@pytest.mark.parametrize("items", ["        items: []\n", ""])
def test_a_group_that_holds_nothing(tmp_path: Path, items: str) -> None:
    head, tail = GOOD.split("        items:\n          - linkId: timmar\n")
    text = head + items + tail.split("?\n", 1)[1]
    one_fault(tmp_path, text, "linkId: grupp", "Gruppen saknar frågor (»items«).")


def test_a_list_of_options_that_is_not_there(tmp_path: Path) -> None:
    head, tail = GOOD.split("        options:\n")
    text = head + "        options: ja-ne\n" + tail.split("Andra\n", 1)[1]
    words = "Listan »ja-ne« finns inte under »option_lists«."
    (fault,) = faults_of(tmp_path, text)
    assert fault.line == len(head.splitlines()) + 1
    assert fault.sentence == words


def test_a_question_that_has_the_name_of_its_section(tmp_path: Path) -> None:
    text = broken("linkId: fri", "linkId: avsnitt")
    first, *_ = faults_of(tmp_path, text)
    assert first.line == line_of(text, "      - linkId: avsnitt")
    assert first.sentence == "linkId »avsnitt« finns redan; varje fråga har ett eget."


def test_a_text_in_the_wrong_language(tmp_path: Path) -> None:
    text = broken("text: Skriv något", "text: {en: Write}")
    faults = faults_of(tmp_path, text)
    assert {fault.line for fault in faults} == {line_of(text, "{en")}
    missing, extra = (fault.sentence for fault in faults)
    assert missing.startswith("Texten saknas på språket sv")
    assert extra.startswith("Formuläret har inte språket en")


def test_a_question_that_has_the_name_of_a_later_one_s_note(tmp_path: Path) -> None:
    """Whichever of the two stands first."""
    before = "      - linkId: mal-anteckning\n        type: text\n        text: Anteckning\n"
    text = GOOD.replace("      - linkId: mal\n", before + "      - linkId: mal\n")
    (fault,) = faults_of(tmp_path, text)
    assert "»mal-anteckning« finns redan" in fault.sentence
    first = line_of(text, "linkId: mal-anteckning")
    assert fault.line in (first, first + 3, line_of(text, "note: true"))  # either of the two


@pytest.mark.parametrize("target", ["verktyg/milstolpar.md", "verktyg/milstolpar.md#fragor"])
def test_a_tool_s_page_that_is_there(tmp_path: Path, target: str) -> None:
    assert faults_of(tmp_path, GOOD.replace("verktyg/milstolpar.md", target)) == []


def test_a_choice_without_options(tmp_path: Path) -> None:
    head, tail = GOOD.split("        options:\n")
    text = head + tail.split("Andra\n", 1)[1]
    one_fault(tmp_path, text, "linkId: val", "»options« saknas: skriv svarsalternativen.")


def test_a_choice_of_one(tmp_path: Path) -> None:
    text = broken("          - code: y\n            text: Andra\n", "")
    (fault,) = faults_of(tmp_path, text)
    assert fault.line == line_of(text, "- code: x") - 1
    assert "»options«" in fault.sentence
    # one option is not »tom«: the sentence must say what is wrong
    assert "två" in fault.sentence


def test_a_list_that_nobody_uses(tmp_path: Path) -> None:
    extra = "  aldrig:\n    - {code: a, text: A}\n    - {code: b, text: B}\nitems:\n"
    text = HEAD + extra + ITEMS
    one_fault(tmp_path, text, "aldrig:", "Listan »aldrig« används inte; ta bort den.")


def test_a_question_outside_any_group(tmp_path: Path) -> None:
    text = GOOD + "  - linkId: sist\n    type: text\n    text: Sist\n"
    text += "    source: SOS-UPPF\n    basis: {process: Uppföljning}\n"
    (fault,) = faults_of(tmp_path, text)
    assert fault.line == len(text.splitlines()) - 3
    assert fault.sentence == "Överst står avsnitt: frågan ska stå i en grupp."


@pytest.mark.parametrize("key", ["source", "basis"])
def test_where_a_question_comes_from(tmp_path: Path, key: str) -> None:
    """Said once for every question that stands without it; a question may have its own."""
    line = {"source": "source: SOS-UPPF\n", "basis": "basis: {process: Uppföljning}\n"}[key]
    text = broken("    " + line, "")
    faults = faults_of(tmp_path, text)
    questions = [*("mal", "hinder", "dagar", "datum", "sant", "fri", "val", "timmar", "uppgift")]
    lines = [line_of(text, f"linkId: {link_id}") for link_id in [*questions, "svart", "ord"]]
    assert [fault.line for fault in faults] == sorted(lines)
    for fault in faults:
        assert fault.sentence == f"»{key}« saknas, både här och på gruppen."
    own = text.replace("linkId: fri\n", f"linkId: fri\n        {line}")
    assert len(faults_of(tmp_path, own)) == len(faults) - 1


ALLOWED = {
    "items": ["group"],
    "options": ["choice", "open-choice"],
    "repeats": ["choice", "open-choice", "string", "integer", "decimal", "date"],
    "required": [
        *("boolean", "choice", "open-choice", "string", "text", "integer", "decimal", "date"),
    ],
    "note": ["boolean", "choice", "open-choice", "integer", "decimal", "date"],
    "note_of": ["string", "text"],
    "journal": [
        *("group", "boolean", "choice", "open-choice", "string", "text"),
        *("integer", "decimal", "date"),
    ],
    "draft": [
        *("group", "boolean", "choice", "open-choice", "string", "text"),
        *("integer", "decimal", "date"),
    ],
    "min": ["integer", "decimal"],
    "max": ["integer", "decimal"],
}
LINES = {
    "items": "items: [{linkId: inuti, type: text, text: Inuti}]",
    "options": "options: ja-nej",
    **{key: f"{key}: true" for key in ("repeats", "required", "note")},
    **{
        "note_of": "note_of: mal",
        "journal": "journal: Kort",
        "draft": "draft: function",
        "min": "min: 1",
        "max": "max: 9",
    },
}
TYPES = [*("group", "display", "boolean", "choice", "open-choice"), *ALLOWED["required"][3:]]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("key", ALLOWED)
def test_each_key_on_each_type(tmp_path: Path, key: str, kind: str) -> None:
    needs = {"group": "items", "choice": "options", "open-choice": "options"}
    keys = [key, *([needs[kind]] if kind in needs and needs[kind] != key else [])]
    text = GOOD + f"      - linkId: prova\n        type: {kind}\n        text: Prova\n"
    text += "".join(f"        {LINES[each]}\n" for each in keys)
    if kind in ALLOWED[key] or (key, kind) == ("repeats", "group"):
        assert faults_of(tmp_path, text) == []
    else:
        (fault,) = faults_of(tmp_path, text)
        assert fault.sentence == f"»{key}« hör inte till typen {kind}."
        assert fault.line == len(GOOD.splitlines()) + 4


@pytest.mark.parametrize(
    ("link_id", "words"),
    [
        ("grupp", "»grupp« är ingen fråga, så det finns ingen rad"),
        ("ord", "»ord« är ingen fråga, så det finns ingen rad"),
        ("not", "»not« har själv »note_of«"),
    ],
)
def test_a_note_of_what_has_no_line(tmp_path: Path, link_id: str, words: str) -> None:
    note = "      - {linkId: not, type: text, text: Not, note_of: mal}\n"
    more = (
        f"      - linkId: mer\n        type: text\n        text: Mer\n        note_of: {link_id}\n"
    )
    one_fault(tmp_path, GOOD + note + more, f"note_of: {link_id}", words)


def test_a_repeating_group_in_another(tmp_path: Path) -> None:
    row = "          - linkId: rad-i-rad\n            type: group\n            text: Inre\n"
    row += "            repeats: true\n            items:\n"
    row += "              - {linkId: innerst, type: text, text: Innerst}\n"
    text = GOOD.replace("          - linkId: uppgift\n", row + "          - linkId: uppgift\n")
    faults = faults_of(tmp_path, text)
    line = line_of(text, "rad-i-rad") + 3
    assert {fault.line for fault in faults} == {line}
    assert "En grupp med »repeats« kan inte stå i en annan." in [f.sentence for f in faults]


def test_a_repeating_group_stands_in_a_section(tmp_path: Path) -> None:
    words = "En grupp med »repeats« ska stå direkt i ett avsnitt."
    text = broken(
        "    type: group\n    text: Avsnitt\n",
        "    type: group\n    repeats: true\n    text: Avsnitt\n",
    )
    faults = faults_of(tmp_path, text)
    assert (line_of(text, "linkId: avsnitt") + 2, words) in [(f.line, f.sentence) for f in faults]
    deep = (
        GOOD + "      - linkId: yttre\n        type: group\n        text: Yttre\n        items:\n"
    )
    deep += "          - linkId: inre\n            type: group\n            text: Inre\n"
    deep += "            repeats: true\n            items: [{linkId: z, type: text, text: Z}]\n"
    (fault,) = faults_of(tmp_path, deep)
    assert (fault.line, fault.sentence) == (line_of(deep, "linkId: inre") + 3, words)


# ---------------------------------------------------------------- conditions

CONDITION = """\
          - question: mal
            operator: "="
            answer: nej
"""


def waits_for(question: str, operator: str, answer: str, key: str = "answer") -> str:
    """The form where »hinder« has this condition."""
    return broken(
        CONDITION,
        f'          - question: {question}\n            operator: "{operator}"\n'
        f"            {key}: {answer}\n",
    )


@pytest.mark.parametrize(
    ("question", "operator", "answer", "at", "words"),
    [
        ("finns-inte", "=", "nej", "question", "Frågan »finns-inte« finns inte i formuläret."),
        ("mal-anteckning", "=", "x", "question", "Frågan »mal-anteckning« finns inte"),
        ("grupp", "exists", "true", "question", "»grupp« är ingen fråga"),
        ("avsnitt", "exists", "true", "question", "»avsnitt« är ingen fråga"),
        ("rad", "exists", "true", "question", "»rad« är ingen fråga"),
        ("ord", "exists", "true", "question", "»ord« är ingen fråga"),
        ("uppgift", "=", "x", "question", "»uppgift« står i en grupp som kan fyllas i flera"),
        ("mal", "==", "nej", "operator", "»operator« ska vara något av"),
        ("mal", "finns", "nej", "operator", "»operator« ska vara något av"),
        *(
            (question, operator, "ja", "operator", f"»{operator}« går inte att använda på typen")
            for question in ("mal", "val", "sant", "fri")
            for operator in ("<", "<=", ">", ">=")
        ),
        ("mal", "=", "kanske", "answer", "»mal« ska vara en av koderna ja, nej."),
        ("mal", "!=", "Ja", "answer", "»mal« ska vara en av koderna ja, nej."),
        ("mal", "=", "true", "answer", "»mal« ska vara en av koderna ja, nej."),
        ("val", "=", "Första", "answer", "»val« ska vara en av koderna x, y."),
        ("sant", "=", "yes", "answer", "»sant« ska vara true eller false."),
        ("sant", "=", "ja", "answer", "»sant« ska vara true eller false."),
        ("sant", "=", '"true"', "answer", "»sant« ska vara true eller false."),
        ("sant", "=", "1", "answer", "»sant« ska vara true eller false."),
        ("dagar", "=", "1.5", "answer", "»dagar« ska vara ett heltal."),
        ("dagar", ">", '"5"', "answer", "»dagar« ska vara ett heltal."),
        ("dagar", ">", "true", "answer", "»dagar« ska vara ett heltal."),
        ("dagar", ">", "fem", "answer", "»dagar« ska vara ett heltal."),
        ("timmar", ">", "1,5", "answer", "»timmar« ska vara ett tal."),
        ("timmar", ">", "false", "answer", "»timmar« ska vara ett tal."),
        ("datum", "<", "i dag", "answer", "»datum« ska vara ett datum som 2026-11-21."),
        ("datum", "<", "20261121", "answer", "»datum« ska vara ett datum som 2026-11-21."),
        ("datum", "<", "2026-11-31", "answer", "»datum« ska vara ett datum som 2026-11-21."),
        ("datum", "<", "2026-1-1", "answer", "»datum« ska vara ett datum som 2026-11-21."),
        ("fri", "=", "5", "answer", "»fri« ska vara text."),
        ("fri", "=", "true", "answer", "»fri« ska vara text."),
        ("fri", "=", '""', "answer", "»fri« ska vara text."),
        *(
            (question, "exists", answer, "answer", f"»{question}« ska vara true eller false.")
            for question, answer in (("mal", "ja"), ("dagar", "1"), ("datum", "2026-11-21"))
        ),
    ],
)
def test_a_fault_in_a_condition(
    tmp_path: Path, question: str, operator: str, answer: str, at: str, words: str
) -> None:
    text = waits_for(question, operator, answer)
    (fault,) = faults_of(tmp_path, text)
    first = line_of(text, "- question:")
    assert fault.line == first + ["question", "operator", "answer"].index(at)
    assert words in fault.sentence


@pytest.mark.parametrize(
    ("question", "operator", "answer"),
    [
        *(("mal", operator, "ja") for operator in ("=", "!=")),
        *(("val", operator, "x") for operator in ("=", "!=")),
        *(("sant", operator, answer) for operator in ("=", "!=") for answer in ("true", "false")),
        *(("fri", operator, "Ja") for operator in ("=", "!=")),
        *(("dagar", operator, "5") for operator in ("=", "!=", "<", "<=", ">", ">=")),
        *(("timmar", operator, "1.5") for operator in ("=", "!=", "<", "<=", ">", ">=")),
        ("timmar", ">", "2"),
        *(("datum", operator, "2026-11-21") for operator in ("=", "!=", "<", "<=", ">", ">=")),
        ("datum", ">", '"2024-02-29"'),
        *(
            (question, "exists", answer)
            for question in ("mal", "val", "sant", "fri", "dagar", "timmar", "datum")
            for answer in ("true", "false")
        ),
    ],
)
def test_a_sound_condition(tmp_path: Path, question: str, operator: str, answer: str) -> None:
    assert faults_of(tmp_path, waits_for(question, operator, answer)) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        (
            "            answer: nej\n",
            "",
            "- question",
            "Ange precis en av »answer« och »setting«.",
        ),
        (
            "            answer: nej\n",
            "            answer: nej\n            setting: team_review_day\n",
            "- question",
            "Ange precis en av »answer« och »setting«.",
        ),
        ("question: mal\n            operator", "operator", "- operator", "»question« saknas."),
        ('            operator: "="\n', "", "- question", "»operator« saknas."),
        ("answer: nej", "svar: x\n            answer: nej", "svar:", "»svar« är ingen nyckel"),
        (
            "        condition: Om målen inte är uppnådda\n",
            "",
            "linkId: hinder",
            "»enableWhen« och »condition« hör ihop",
        ),
        (
            "        enableWhen:\n" + CONDITION,
            "",
            "linkId: hinder",
            "»enableWhen« och »condition« hör ihop",
        ),
        ("enableWhen:\n" + CONDITION, "enableWhen: []\n", "enableWhen", "»enableWhen« får inte"),
        (
            "enableWhen:\n" + CONDITION,
            "enableWhen: {}\n",
            "enableWhen",
            "antingen »all« eller »any«",
        ),
        (
            "enableWhen:\n" + CONDITION,
            "enableWhen: {any: []}\n",
            "enableWhen",
            "»any« får inte vara",
        ),
        (
            "enableWhen:\n" + CONDITION,
            "enableWhen: {none: [{question: mal, operator: '=', answer: ja}]}\n",
            "enableWhen",
            "»none« är ingen nyckel",
        ),
        (
            "enableWhen:\n" + CONDITION,
            "enableWhen: {all: [{question: mal, operator: '=', answer: ja}], "
            "any: [{question: mal, operator: '=', answer: ja}]}\n",
            "enableWhen",
            "antingen »all« eller »any«",
        ),
    ],
    ids=range(12),
)
def test_a_condition_of_the_wrong_shape(
    tmp_path: Path, old: str, new: str, at: str, words: str
) -> None:
    one_fault(tmp_path, broken(old, new), at, words)


def test_a_list_of_answers_is_told_in_one_sentence(tmp_path: Path) -> None:
    """»answer: [ja, nej]«: one thing is wrong, and not in four ways that contradict each other."""
    one_fault(tmp_path, broken("answer: nej", "answer: [ja, nej]"), "answer:", "»answer«")


@pytest.mark.parametrize("behaviour", ["all", "any"])
def test_the_line_of_a_fault_in_one_of_several_conditions(tmp_path: Path, behaviour: str) -> None:
    several = f"          {behaviour}:\n"
    for question in ("mal", "mal", "finns-inte"):
        several += f'            - question: {question}\n              operator: "="\n'
        several += "              answer: ja\n"
    one_fault(tmp_path, broken(CONDITION, several), "finns-inte", "»finns-inte« finns inte")


@pytest.mark.parametrize(
    ("question", "operator", "fits"),
    [
        ("dagar", ">=", True),
        ("timmar", "<", True),
        ("dagar", "=", True),
        ("dagar", "exists", False),
        ("datum", ">=", False),
        ("mal", "=", False),
        ("sant", "=", False),
        ("fri", "=", False),
    ],
)
def test_a_region_s_setting_is_a_number(
    tmp_path: Path, question: str, operator: str, fits: bool
) -> None:
    text = waits_for(question, operator, "team_review_day", "setting")
    if fits:
        assert faults_of(tmp_path, text) == []
    else:
        words = f"»{question}« ska vara ett tal att jämföra."
        one_fault(tmp_path, text, "setting:", words)


def test_a_setting_that_is_not_there(tmp_path: Path) -> None:
    text = waits_for("dagar", ">=", "team_day", "setting")
    one_fault(tmp_path, text, "setting:", "»setting« ska vara något av")


def _waiting(link_id: str, question: str, operator: str, answer: str) -> str:
    """The form where this item too has a condition."""
    line = next(line for line in GOOD.splitlines(True) if f"linkId: {link_id}\n" in line)
    inside = " " * (len(line) - len(line.lstrip()) + 2)
    more = f"{inside}condition: Villkoret\n{inside}enableWhen:\n"
    more += f'{inside}  - {{question: {question}, operator: "{operator}", answer: {answer}}}\n'
    return GOOD.replace(line, line + more)


@pytest.mark.parametrize(
    ("link_id", "question", "operator", "answer", "circle"),
    [
        ("fri", "fri", "exists", "true", "fri → fri"),
        ("mal", "hinder", "exists", "true", "mal → hinder → mal"),
        ("grupp", "timmar", ">", "1", "grupp → timmar → grupp"),
        ("avsnitt", "fri", "exists", "true", "avsnitt → fri → avsnitt"),
        ("avsnitt", "timmar", "exists", "true", "avsnitt → timmar → grupp → avsnitt"),
    ],
)
def test_conditions_that_go_in_a_circle(
    tmp_path: Path, link_id: str, question: str, operator: str, answer: str, circle: str
) -> None:
    text = _waiting(link_id, question, operator, answer)
    (fault,) = faults_of(tmp_path, text)
    assert fault.sentence == f"Villkoren går i cirkel: {circle}."
    assert fault.line == line_of(text, f"linkId: {circle.split(' ')[0]}")


def test_a_circle_through_a_group(tmp_path: Path) -> None:
    """The group waits for a question, which waits for one inside the group."""
    text = _waiting("grupp", "fri", "exists", "true")
    line = "      - linkId: fri\n"
    more = "        condition: Om timmar\n        enableWhen:\n"
    more += '          - {question: timmar, operator: ">", answer: 1}\n'
    text = text.replace(line, line + more)
    (fault,) = faults_of(tmp_path, text)
    assert set(re.findall(r"\w+", fault.sentence.split(": ")[1])) == {"fri", "timmar", "grupp"}
    assert fault.sentence.startswith("Villkoren går i cirkel: ")
    assert fault.line in [line_of(text, f"linkId: {each}") for each in ("fri", "timmar", "grupp")]


def test_two_that_wait_for_the_same_are_no_circle(tmp_path: Path) -> None:
    more = "        condition: Om mål\n        enableWhen:\n"
    for question in ("hinder", "mal"):
        more += f"          - {{question: {question}, operator: exists, answer: true}}\n"
    text = _waiting("grupp", "mal", "=", "ja")
    text = text.replace("        text: Stämmer det?\n", "        text: Stämmer det?\n" + more)
    assert faults_of(tmp_path, text) == []


def test_conditions_in_rows(tmp_path: Path) -> None:
    """From the row on itself and on the form, never from outside into a row."""
    assert faults_of(tmp_path, _waiting("svart", "uppgift", "exists", "true")) == []
    assert faults_of(tmp_path, _waiting("svart", "fri", "=", "x")) == []
    outside = "står i en grupp som kan fyllas i flera gånger"
    one_fault(tmp_path, _waiting("grupp", "svart", "=", "true"), "question: svart", outside)
    one_fault(tmp_path, _waiting("timmar", "svart", "=", "true"), "question: svart", outside)
    # other systems read a condition on a later question of the row in the wrong row
    after = "»svart« står efter den här frågan i samma upprepade grupp"
    one_fault(tmp_path, _waiting("uppgift", "svart", "=", "true"), "question: svart", after)
    text = _waiting("rad", "svart", "=", "true")
    own = [(fault.line, fault.sentence) for fault in faults_of(tmp_path, text)]
    assert any(n == line_of(text, "question: svart") and outside in said for n, said in own)


def test_all_faults_of_all_forms_are_told_at_once(tmp_path: Path) -> None:
    first = GOOD.replace("id: prov", "id: a").replace("options: ja-nej", "options: ja-ne")
    second = GOOD.replace("id: prov", "id: b").replace("text: Skriv något", "tekst: X")
    third = GOOD.replace("id: prov", "id: c").replace("min: 1\n", "min: 101\n")
    third = third.replace("answer: nej", "answer: kanske").replace(
        "languages: [sv]", "languages: ["
    )
    for name, text in (("a", first), ("b", second), ("c", third)):
        (tmp_path / f"{name}.yml").write_text(text, "utf-8")
    with pytest.raises(Faulty) as caught:
        load_forms(tmp_path)
    told_of = {Path(fault.file).name for fault in caught.value.faults}
    assert told_of == {"a.yml", "b.yml", "c.yml"}
    sentences = [fault.sentence for fault in caught.value.faults]
    for words in ("»ja-ne« finns inte", "»ja-nej« används inte", "»text« saknas", "»tekst« är"):
        assert any(words in sentence for sentence in sentences), words


def test_all_faults_of_a_form_are_told_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("min: 1\n", "min: 101\n").replace("answer: nej", "answer: kanske")
    text = text.replace("linkId: fri", "linkId: datum").replace("page: verktyg/", "page: ")
    lines = {line_of(text, each) for each in ("min: 101", "answer: kanske", "page:")}
    again = [n for n, line in enumerate(text.splitlines(), 1) if "linkId: datum" in line][-1]
    assert {fault.line for fault in faults_of(tmp_path, text)} == lines | {again}


# ---------------------------------------------------------------- regions

REGIONAL = """
      - linkId: av-team
        type: string
        text: Beror på teamet
        condition: Om teamet
        enableWhen: [{question: team, operator: exists, answer: true}]
      - linkId: team
        type: boolean
        text: Teamet dag {team_review_day}
        help: Dag {team_review_day} enligt rutinen
        note: true
        condition: Från dag {team_review_day}
        enableWhen: [{question: dagar, operator: ">=", setting: team_review_day}]
      - linkId: i-tredje-led
        type: string
        text: I tredje led
        condition: Om det beror på teamet
        enableWhen:
          any:
            - {question: fri, operator: exists, answer: true}
            - {question: av-team, operator: exists, answer: true}
      - linkId: bara-team
        type: group
        text: Bara teamet
        items:
          - linkId: ensam
            type: string
            text: Ensam
            condition: Om teamet
            enableWhen: [{question: team, operator: "=", answer: true}]
      - linkId: team-grupp
        type: group
        text: Teamets grupp
        condition: Från dagen
        enableWhen: [{question: dagar, operator: "<", setting: team_review_day}]
        items:
          - {linkId: i-gruppen, type: boolean, text: I gruppen}
      - linkId: av-gruppen
        type: string
        text: Beror på gruppens fråga
        condition: Om gruppens fråga
        enableWhen: [{question: i-gruppen, operator: exists, answer: false}]
      - linkId: kvar
        type: string
        text: Blir kvar
"""


def ids_of(form: Json) -> list[str]:
    def walk(items: list[Json]) -> Iterator[str]:
        for item in items:
            yield item["linkId"]
            yield from walk(item.get("items", []))

    return list(walk(form["items"]))


def test_a_region_without_a_day_for_the_team() -> None:
    """What has the setting goes, and what waits for that, wherever it stands; the rest stays."""
    text = GOOD + REGIONAL.lstrip("\n")
    every, fewer = ids_of(whole(text, 31)), ids_of(whole(text, None))
    gone = ["av-team", "team", "team-anteckning", "i-tredje-led", "bara-team", "ensam"]
    gone += ["team-grupp", "i-gruppen", "av-gruppen"]
    assert [link_id for link_id in every if link_id not in fewer] == gone
    assert [link_id for link_id in every if link_id in fewer] == fewer
    assert fewer == [*ids_of(whole(GOOD)), "kvar"]
    assert "None" not in json.dumps(whole(text, None))


def test_the_real_form_of_a_region_without_a_day_for_the_team() -> None:
    model = load_forms()["sjukskrivning-och-rehabilitering"]
    settings = {"team_review_day": None}
    form, full = (compile_form(model, "r", s) for s in (settings, {"team_review_day": 31}))
    gone = ["team-samtycke", "team-samtycke-anteckning", "team", "team-anteckning"]
    assert [link_id for link_id in ids_of(full) if link_id not in ids_of(form)] == gone
    for resource in (form, questionnaire(form, model, settings)):
        assert "None" not in json.dumps(resource)
        assert "team_review_day" not in json.dumps(resource)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("help: Läs planen.", "help: Före dag {team_review_day}."),
        ("text: Skriv något", "text: Före dag {team_review_day}"),
        ("text: Skriv något", "text: Skriv\n        journal: Dag {team_review_day}"),
        ("text: Räkna dagarna", "text: Dag {team_review_day}"),
        ("text: Första", "text: Dag {team_review_day}"),
        ("{code: ja, text: Ja}", "{code: ja, text: 'Dag {team_review_day}'}"),
        ("text: Är den svår?", "text: Dag {team_review_day}?"),
        ("text: En grupp", "text: Dag {team_review_day}"),
        ("text: Bara läsning", "text: Dag {team_review_day}"),
        ("text: Avsnitt", "text: Dag {team_review_day}"),
        ("title: Provformulär", "title: Dag {team_review_day}"),
        ("condition: Om målen inte är uppnådda", "condition: Före dag {team_review_day}"),
    ],
)
def test_no_text_speaks_of_a_day_that_the_region_has_not(
    tmp_path: Path, old: str, new: str
) -> None:
    """The braces may stand in any text (checklists/README.md), in every region."""
    text = broken(old, new)
    if faults_of(tmp_path, text):
        return  # to refuse it is one way
    settings = {"team_review_day": 31}
    found = json.dumps([whole(text), questionnaire(whole(text), in_yaml(text), settings)])
    assert "team_review_day" not in found
    form = whole(text, None)
    found = json.dumps([form, questionnaire(form, in_yaml(text), {"team_review_day": None})])
    assert "None" not in found
    assert "team_review_day" not in found


def test_another_region_has_other_words_and_another_address() -> None:
    text = GOOD + REGIONAL.lstrip("\n")
    model = in_yaml(text)
    for day, other in ((31, 45), (45, 31)):
        settings = {"team_review_day": day}
        form = compile_form(model, "r", settings)
        found = json.dumps([form, questionnaire(form, model, settings)], ensure_ascii=False)
        assert f"Teamet dag {day}" in found
        assert f"Dag {day} enligt rutinen" in found
        assert f"dag {other}" not in found.lower()
        (section,) = form["items"]
        team = next(item for item in section["items"] if item["linkId"] == "team")
        assert team["enableWhen"] == [{"question": "dagar", "operator": ">=", "answer": day}]
    one, two, again = (compile_form(model, r, {"team_review_day": 31})["url"] for r in "aba")
    assert one == again != two


def test_the_address_stays_when_the_form_gets_another_version() -> None:
    newer = GOOD.replace('"2026-11-22"', '"2027-01-01"')
    assert whole(GOOD)["url"] == whole(newer)["url"]
    assert whole(newer)["version"] == "2027-01-01"


# ---------------------------------------------------------------- schema.json

KNOWN = {
    *("$defs", "$ref", "type", "properties", "required", "additionalProperties", "propertyNames"),
    *("items", "minItems", "minLength", "pattern", "enum", "const", "anyOf", "oneOf"),
    *("default", "title", "description"),
}
JSON_TYPES: dict[str, Any] = {
    **{"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)},
    **{"integer": int, "number": (int, float)},
}


def _is(value: Any, name: str) -> bool:
    wanted = isinstance(value, JSON_TYPES[name])
    return wanted and (name == "boolean" or not isinstance(value, bool))


def accepts(schema: Json, value: Any, root: Json) -> bool:
    """JSON Schema 2020-12, as much of it as the schema uses; an unknown keyword is an error."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return accepts(root["$defs"][schema["$ref"].removeprefix("#/$defs/")], value, root)
    if "anyOf" in schema and not any(accepts(each, value, root) for each in schema["anyOf"]):
        return False
    if "oneOf" in schema and sum(accepts(each, value, root) for each in schema["oneOf"]) != 1:
        return False
    if "type" in schema and not _is(value, schema["type"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if isinstance(value, str):
        long = len(value) >= schema.get("minLength", 0)
        return long and bool(re.search(schema.get("pattern", ""), value))
    if isinstance(value, list):
        enough = len(value) >= schema.get("minItems", 0)
        return enough and all(accepts(schema.get("items", {}), each, root) for each in value)
    return not isinstance(value, dict) or _accepts_object(schema, value, root)


def _accepts_object(schema: Json, value: Json, root: Json) -> bool:
    properties, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    if not set(schema.get("required", [])) <= set(value):
        return False
    for key, each in value.items():
        if not accepts(schema.get("propertyNames", {}), key, root):
            return False
        inside = properties.get(key, rest)
        if inside is False or (inside is not True and not accepts(inside, each, root)):
            return False
    return True


def valid(value: Any) -> bool:
    return accepts(schema(), value, schema())


def plain(text: str) -> Any:
    return load(Path("prov.yml"), text=text)[0]


@pytest.mark.parametrize("path", sorted(FORMS.glob("*.yml")), ids=lambda path: path.stem)
def test_the_schema_accepts_our_forms(path: Path) -> None:
    form = load(path)[0]
    assert valid(form)
    assert not valid(form | {"extra": 1})
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=schema.json\n")


def test_the_schema_accepts_the_sound_form() -> None:
    assert valid(plain(GOOD))
    assert valid(plain(GOOD + REGIONAL.lstrip("\n")))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Provformulär", "titel: Provformulär"),
        ("title: Provformulär", "title: 5"),
        ("id: prov", "id: Prov"),
        ('"2026-11-22"', "i dag"),
        ("languages: [sv]", "languages: [de]"),
        ("type: display", "type: info"),
        ("text: Skriv något", "tekst: Skriv något"),
        ("text: Skriv något", "text: Skriv något\n        extra: 1"),
        ("text: Skriv något", "text: {sv: A, de: B}"),
        ("text: Skriv något", "text: ''"),
        ("linkId: fri", "linkId: Fri"),
        ("required: true", "required: ja"),
        ('operator: "="', 'operator: "=="'),
        ("answer: nej", "setting: team"),
        ("answer: nej", "answer: [nej]"),
        ("{process: Uppföljning}", "{sida: Uppföljning}"),
        ("min: 1\n", "min: ett\n"),
        ("          - code: y\n            text: Andra\n", ""),
    ],
)
def test_the_schema_refuses(old: str, new: str) -> None:
    assert not valid(plain(broken(old, new)))


def test_the_schema_on_disk_is_the_schema() -> None:
    assert json.loads(SCHEMA.read_text("utf-8")) == schema()


# ---------------------------------------------------------------- one entry is enough

ENTRY = """\

      - linkId: ny-fraga
        type: open-choice
        text: {text}
        help: {help}
        required: true
        note: true
        source: SOS-UPPF
        basis: {{process: Uppföljning}}
        options:
          - {{code: ett, text: {one}}}
          - {{code: tva, text: {two}}}
        journal: {short}
"""
SV = {
    "text": "En ny fråga",
    "help": "Ny hjälp",
    "one": "Ett svar",
    "two": "Två svar",
    "short": "Nytt",
}


@pytest.mark.parametrize("form_id", sorted(path.stem for path in FORMS.glob("*.yml")))
def test_one_entry_in_the_file_is_enough(form_id: str, tmp_path: Path) -> None:
    """A question that is added at the end of a form of ours is everywhere, with nothing else done."""
    before = (FORMS / f"{form_id}.yml").read_text("utf-8")
    languages = load(FORMS / f"{form_id}.yml")[0]["languages"]
    words = SV if languages == ["sv"] else {k: f"{{sv: {v}, en: New {k}}}" for k, v in SV.items()}
    path = tmp_path / f"{form_id}.yml"
    path.write_text(before.rstrip("\n") + ENTRY.format(**words), "utf-8")
    model, settings = load_forms(tmp_path)[form_id], {"team_review_day": 31}
    form = compile_form(model, "provregionen", settings)
    old = compile_form(load_forms()[form_id], "provregionen", settings)

    assert ids_of(form) == [*ids_of(old), "ny-fraga", "ny-fraga-anteckning"]
    status = json.loads(told(form, {})[1])
    assert "ny-fraga" in status["missing"]
    given = {"ny-fraga": "tva", "ny-fraga-anteckning": "Obs"}
    status = json.loads(told(form, given)[1])
    assert status["answered"] == ["ny-fraga", "ny-fraga-anteckning"]
    assert "\n- Nytt: Två svar. Obs\n" in told(form, given, "text")[1]
    (section,) = json.loads(told(form, given, "fhir")[1])["item"]
    assert [item["linkId"] for item in section["item"]] == ["ny-fraga", "ny-fraga-anteckning"]
    assert section["item"][0]["answer"] == [{"valueCoding": {"code": "tva", "display": "Två svar"}}]
    assert json.loads(told(form, given, "file")[1])["answers"] == given
    asked, note = questionnaire(form, model, settings)["item"][-1]["item"][-2:]
    assert (asked["linkId"], asked["text"], asked["type"]) == (
        "ny-fraga",
        "En ny fråga",
        "open-choice",
    )
    assert [each["valueCoding"]["code"] for each in asked["answerOption"]] == ["ett", "tva"]
    assert asked["item"][0]["text"] == "Ny hjälp"
    assert note["linkId"] == "ny-fraga-anteckning"
    if "en" in languages:
        assert "\n- New short: New two. Obs\n" in told(form, given, "text", "en")[1]
