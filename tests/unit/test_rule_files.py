"""What an editor can do wrong in a rule file is told with file, line and a Swedish sentence.

The faults are planted in a milestone written here, in a copy of the real rules, so that the line
numbers do not move when the real files are edited.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from ask import Json, ask, by_id, is_swedish
from sjukskrivning import rules as rules_module

from tools.build.rules import RULES, compile_rules
from tools.build.strict_yaml import Fault, Faulty, load

MILESTONE = """\
id: planted
title: Planterad milstolpe
count: chain
not_applicable: Gäller inte.
versions:
  - from: "2022-02-01"
    to: "2023-12-31"
    day: {employed: 45}
    why: Därför.
    exceptions: []
    reservations: []
    legal_basis:
      - {law: SFB, chapter: 27, section: "47"}
    sources: [SFB]
    checked: "2024-01-01"
  - from: "2024-01-01"
    day: {employed: 46}
    why: Därför.
    exceptions: []
    reservations: []
    legal_basis:
      - {law: SjLL, section: "12"}
    sources: [SJLL, SFB]
    checked: "2024-01-01"
examples:
  - source: Egen uträkning
    case: {periods: [{start: "2026-03-02", end: null}]}
    expect: {day: 46, date: "2026-04-16", status: passed}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules with one milestone more."""
    copy = shutil.copytree(RULES, tmp_path / "rules")
    (copy / "milestones/planted.yml").write_text(MILESTONE, "utf-8")
    return copy


def _edited(line: int, new: str | None) -> str:
    """The milestone with one line replaced, or taken away."""
    lines = MILESTONE.splitlines()
    lines[line - 1 : line] = [] if new is None else [new]
    return "\n".join(lines) + "\n"


def _faults(folder: Path, file: str = "milestones/planted.yml") -> list[Fault]:
    """All faults, which must be of this file and in Swedish."""
    with pytest.raises(Faulty) as raised:
        compile_rules(folder)
    for fault in raised.value.faults:
        assert fault.file == str(folder / file)
        assert is_swedish(fault.sentence), fault.sentence
    return raised.value.faults


def test_the_milestone_that_the_others_spoil_is_good(folder: Path) -> None:
    assert "planted" in [milestone["id"] for milestone in compile_rules(folder)["milestones"]]


@pytest.mark.parametrize(
    ("edited", "new", "line", "words"),
    [
        pytest.param(7, '    to: "2023-12-30"', 7, "lucka till nästa version", id="hole"),
        pytest.param(7, '    to: "2024-01-01"', 7, "överlappar nästa", id="overlap"),
        pytest.param(7, None, 6, "överlappar nästa", id="no end before the next"),
        pytest.param(7, '    to: "2022-01-31"', 7, "ligger före »from«", id="end before start"),
        pytest.param(
            16,
            '  - from: "2024-01-01"\n    to: "2030-12-31"',
            17,
            "sista versionen har ett slutdatum",
            id="end date on the last version",
        ),
        pytest.param(14, None, 6, "»sources« saknas", id="no key for sources"),
        pytest.param(14, "    sources: []", 14, "»sources« får inte vara tom", id="no source"),
        pytest.param(
            23, "    sources: [SJLL, X]", 23, "Källan »X« finns inte", id="unknown source"
        ),
        pytest.param(
            23,
            "    sources:\n      - SFB\n      - X",
            25,
            "Källan »X«",
            id="unknown source in a list",
        ),
        pytest.param(22, "      - {law: ABC}", 22, "Lagen »ABC« finns inte", id="unknown law"),
        pytest.param(2, "title: T\ntitel: T", 3, "»titel« är ingen nyckel", id="unknown key"),
        pytest.param(
            9, "    why: D.\n    how: D.", 10, "»how« är ingen nyckel", id="unknown key inside"
        ),
        pytest.param(4, "title: T", 4, "Nyckeln »title« står två gånger", id="the same key twice"),
        pytest.param(
            8, "    day: {employed: 45, employed: 46}", 8, "»employed« står två", id="twice inside"
        ),
        pytest.param(6, '  - from: "2026-13-01"', 6, "»from« ska vara ett datum", id="month 13"),
        pytest.param(15, '    checked: "2023-02-29"', 15, "»checked« ska", id="no leap year"),
        pytest.param(15, "    checked: i går", 15, "»checked« ska vara ett datum", id="no date"),
        pytest.param(15, '    checked: "2999-01-01"', 15, "i framtiden", id="checked tomorrow"),
        pytest.param(1, "id: other", 1, "filens namn: planted", id="name of the file"),
        pytest.param(3, "count: calendar", 3, "»count« ska vara något av", id="unknown count"),
        pytest.param(8, "    day: {employed: many}", 8, "»employed« ska vara ett", id="no number"),
        pytest.param(8, "    day: {employes: 45}", 8, "»employes«", id="unknown occupation"),
        pytest.param(8, None, 6, "precis ett sätt", id="no day"),
        pytest.param(9, "    why: 7", 9, "»why« ska vara text", id="a number for text"),
        pytest.param(
            10, "    exceptions: Inga.", 10, "»exceptions« ska vara en lista", id="no list"
        ),
    ],
)
def test_a_planted_fault(folder: Path, edited: int, new: str | None, line: int, words: str) -> None:
    (folder / "milestones/planted.yml").write_text(_edited(edited, new), "utf-8")
    faults = _faults(folder)
    assert {fault.line for fault in faults} == {line}
    assert any(words in fault.sentence for fault in faults)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        pytest.param("counts.yml", "\n- id: case", "\n- id: chain", id="a count is missing"),
        pytest.param("counts.yml", "      level_days: 364\n", "", id="no number for the levels"),
        pytest.param("counts.yml", "{start}", "{strat}", id="unknown word in braces"),
        pytest.param("milestones/planted.yml", "chapter: 27, ", "", id="SFB without a chapter"),
        pytest.param("milestones/planted.yml", '"2024-01-01"\nex', "20240101\nex", id="bare date"),
        pytest.param("milestones/planted.yml", "d: 45", "d: 8.5", id="half a day"),
    ],
)
def test_what_the_calculator_would_trip_over_stops_the_build(
    folder: Path, file: str, old: str, new: str
) -> None:
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), "utf-8")
    assert _faults(folder, file)


@pytest.mark.parametrize("file", ["laws.yml", "status.yml", "counts.yml"])
def test_a_missing_file_is_a_fault(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert _faults(folder, file)


@pytest.mark.parametrize("file", ["laws.yml", "status.yml", "counts.yml", "milestones/planted.yml"])
@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        pytest.param(b"", 1, "Filen är tom", id="empty"),
        pytest.param(b"# only a comment\n", 1, "Filen är tom", id="only a comment"),
        pytest.param(b"a: 1\nb: [1\nc: 2\n", 3, "går inte att läsa som YAML", id="open bracket"),
        pytest.param(b"a: 1\n\tb: 2\n", 2, "går inte att läsa som YAML", id="tab"),
        pytest.param(b'a: 1\nb: "x\n', 3, "går inte att läsa som YAML", id="open quotation mark"),
        pytest.param(b"a: 1\nb: c: 2\n", 2, "går inte att läsa som YAML", id="two colons"),
        pytest.param("id: å\n".encode("latin-1"), 0, "inte sparad som UTF-8", id="not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(
    folder: Path, file: str, content: bytes, line: int, words: str
) -> None:
    (folder / file).write_bytes(content)
    (fault,) = _faults(folder, file)
    assert fault.line == line
    assert words in fault.sentence


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("a: \x07\n", id="control character"),
        pytest.param("a: &x [*x]\n", id="a value inside itself"),
        pytest.param("a: !!int many\n", id="a tag that does not fit"),
    ],
)
def test_yaml_that_trips_the_parser(tmp_path: Path, content: str) -> None:
    file = tmp_path / "odd.yml"
    file.write_text(content, "utf-8")
    with pytest.raises(Faulty) as raised:
        load(file)
    assert [(fault.file, is_swedish(fault.sentence)) for fault in raised.value.faults] == [
        (str(file), True)
    ]


def test_all_faults_at_once(folder: Path) -> None:
    spoilt = _edited(23, "    sources: [X]").replace("law: SFB", "law: ABC")
    (folder / "milestones/planted.yml").write_text(spoilt, "utf-8")
    (folder / "milestones/team_review.yml").write_text("", "utf-8")
    with pytest.raises(Faulty) as raised:
        compile_rules(folder)
    assert sorted((Path(fault.file).stem, fault.line) for fault in raised.value.faults) == [
        ("planted", 13),
        ("planted", 23),
        ("team_review", 1),
    ]


def test_a_fault_reads_as_file_line_and_sentence(folder: Path) -> None:
    file = folder / "milestones/planted.yml"
    file.write_text(_edited(2, None), "utf-8")
    with pytest.raises(Faulty) as raised:
        compile_rules(folder)
    assert str(raised.value) == f"{file}, rad 1: »title« saknas."


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("Off", "Off"),
        ("True", "True"),
        ("2026-11-21", "2026-11-21"),
        ("12:30", "12:30"),
        ("0123", "0123"),
        ("1e3", "1e3"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("=", "="),
        ("true", True),
        ("false", False),
        ("12", 12),
        ("-7", -7),
        ("1.5", 1.5),
        ("null", None),
        ("~", None),
        ("", None),
        ('"12"', "12"),
    ],
)
def test_yaml_guesses_at_nothing(text: str, value: object) -> None:
    data, lines = load(Path("x.yml"), text=f"först: 1\nja: {text}\n")
    assert data["ja"] == value
    assert type(data["ja"]) is type(value)
    assert lines["ja",] == 2


# ---------------------------------------------------------------- adding a milestone is one file


@pytest.fixture
def added(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The calculator with the rules of the copy in place of the built ones."""
    data = {"settings": {"team_review_day": 31}, **compile_rules(folder)}
    (folder / "generated").mkdir()
    (folder / "generated/milestones.json").write_text(json.dumps(data), "utf-8")
    monkeypatch.setattr(rules_module, "files", lambda _: folder)
    rules_module.rules.cache_clear()
    yield
    rules_module.rules.cache_clear()


@pytest.mark.usefixtures("added")
@pytest.mark.parametrize(
    ("first", "number", "date", "law"),
    [
        ("2023-11-01", 45, "2023-12-15", "SFB 27 kap. 47 §"),
        ("2024-01-01", 46, "2024-02-15", "SjLL 12 §"),
        # day 45 is 30 December 2023, in the older version's time; day 45 is 1 January, so 46 it is
        ("2023-11-16", 45, "2023-12-30", "SFB 27 kap. 47 §"),
        ("2023-11-18", 46, "2024-01-02", "SjLL 12 §"),
    ],
)
def test_a_new_milestone_is_one_file(first: str, number: int, date: str, law: str) -> None:
    result = ask((first, None), as_of=first)
    found: Json = by_id(result)["planted"]
    assert (found["day"], found["date"], found["status"]) == (number, date, "upcoming")
    assert (found["title"], found["legal_basis"]) == ("Planterad milstolpe", [law])
    # among the others, in the order of the dates
    assert len(result["milestones"]) == 14
    dates = [milestone["date"] for milestone in result["milestones"]]
    assert dates == sorted(dates)


def test_without_the_file_there_is_no_such_milestone() -> None:
    assert "planted" not in by_id(ask(("2023-11-01", None), as_of="2023-11-01"))
