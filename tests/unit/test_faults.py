"""What cannot be computed is refused: every fault at once, in its own field, in Swedish.

That each message is a whole Swedish sentence is checked in ``ask.faults_in``.
"""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ask import Json, ask, case, computed, day, faults_in, places, refused
from sjukskrivning import rules as rules_module
from sjukskrivning.call import TOOLS, answer

from tools.build.rules import ROOT

PERIOD = {"start": "2026-03-02", "end": "2026-03-31", "degree": 100}
GOOD: Json = {"occupation": "employed", "periods": [PERIOD], "as_of": "2026-03-10"}
MISSING = object()


def _id(value: Any) -> str:
    return "missing" if value is MISSING else ascii(value)[:50]


def _with(key: str, value: Any) -> Json:
    return {k: v for k, v in (GOOD | {key: value}).items() if v is not MISSING}


def _period_with(key: str, value: Any) -> Json:
    period = {k: v for k, v in (PERIOD | {key: value}).items() if v is not MISSING}
    return _with("periods", [PERIOD, period])


def test_the_input_that_the_others_spoil_is_good() -> None:
    assert computed(GOOD)["chain_day"] == 9


def test_as_of_is_today_when_it_is_not_given() -> None:
    before = date.today()
    given = {key: value for key, value in GOOD.items() if key != "as_of"}
    assert date.fromisoformat(computed(given)["as_of"]) in (before, date.today())


# ---------------------------------------------------------------- milestones


@pytest.mark.parametrize("value", [None, True, 0, 1.5, "", "text", [], [GOOD]])
def test_anything_but_an_object(value: Any) -> None:
    assert places(refused(value)) == [("", "wrong-type")]


@pytest.mark.parametrize(
    ("key", "value", "field", "code"),
    [
        ("extra", 1, "extra", "unknown-key"),
        ("Periods", [], "Periods", "unknown-key"),
        ("\ud800", 1, "?", "unknown-key"),
        ("x" * 40, 1, "x" * 40, "unknown-key"),
        ("x" * 41, 1, "x" * 40 + "…", "unknown-key"),
        ("x" * 5000, 1, "x" * 40 + "…", "unknown-key"),
        ("occupation", MISSING, "occupation", "required"),
        ("occupation", "retired", "occupation", "not-allowed"),
        ("occupation", "Employed", "occupation", "not-allowed"),
        ("occupation", "\udfff", "occupation", "not-allowed"),
        ("occupation", None, "occupation", "not-allowed"),
        ("occupation", ["employed"], "occupation", "not-allowed"),
        ("occupation", {}, "occupation", "not-allowed"),
        ("periods", MISSING, "periods", "required"),
        ("periods", None, "periods", "wrong-type"),
        ("periods", PERIOD, "periods", "wrong-type"),
        ("periods", "2026-03-02", "periods", "wrong-type"),
        ("periods", [], "periods", "empty"),
        ("periods", [PERIOD] * 201, "periods", "too-many"),
        ("periods", [PERIOD, None], "periods[1]", "wrong-type"),
        ("periods", [[]], "periods[0]", "wrong-type"),
        ("as_of", None, "as_of", "required"),
        ("as_of", "2026-02-30", "as_of", "not-a-date"),
        ("as_of", "2200-01-01", "as_of", "out-of-range"),
        ("waiting_days", 8, "waiting_days", "not-allowed"),
        ("waiting_days", True, "waiting_days", "not-allowed"),
        ("waiting_days", "7", "waiting_days", "not-allowed"),
        ("waiting_days", 10**400, "waiting_days", "not-allowed"),
        ("expected_days", 0, "expected_days", "not-allowed"),
        ("expected_days", 36_501, "expected_days", "not-allowed"),
        ("expected_days", 10**400, "expected_days", "not-allowed"),
        ("expected_days", True, "expected_days", "not-allowed"),
        ("expected_days", 59.5, "expected_days", "not-allowed"),
        ("expected_days", float("nan"), "expected_days", "not-allowed"),
        ("expected_days", float("inf"), "expected_days", "not-allowed"),
        ("expected_days", "60", "expected_days", "not-allowed"),
        ("serious_illness", 1, "serious_illness", "wrong-type"),
        ("serious_illness", "true", "serious_illness", "wrong-type"),
        ("pension_age_reached", 0, "pension_age_reached", "wrong-type"),
        ("pension_age_reached", [], "pension_age_reached", "wrong-type"),
        ("settings", None, "settings", "wrong-type"),
        ("settings", [31], "settings", "wrong-type"),
        ("settings", {"team": 31}, "settings.team", "unknown-key"),
        ("settings", {"\ud800": 31}, "settings.?", "unknown-key"),
        ("settings", {"team_review_day": 0}, "settings.team_review_day", "not-allowed"),
        ("settings", {"team_review_day": 3651}, "settings.team_review_day", "not-allowed"),
        ("settings", {"team_review_day": True}, "settings.team_review_day", "not-allowed"),
        ("settings", {"team_review_day": "31"}, "settings.team_review_day", "not-allowed"),
    ],
    ids=_id,
)
def test_a_fault_of_the_case(key: str, value: Any, field: str, code: str) -> None:
    assert places(refused(_with(key, value))) == [(field, code)]


@pytest.mark.parametrize(
    ("key", "value", "field", "code"),
    [
        ("stop", 1, "stop", "unknown-key"),
        ("\udfff", 1, "?", "unknown-key"),
        ("start", MISSING, "start", "required"),
        ("start", None, "start", "required"),
        ("end", "2026-03-01", "end", "before-start"),
        ("degree", 0, "degree", "not-allowed"),
        ("degree", 24, "degree", "not-allowed"),
        ("degree", 101, "degree", "not-allowed"),
        ("degree", True, "degree", "not-allowed"),
        ("degree", None, "degree", "not-allowed"),
        ("degree", "100", "degree", "not-allowed"),
        ("degree", 10**400, "degree", "not-allowed"),
        ("degree", float("nan"), "degree", "not-allowed"),
        ("degree", float("-inf"), "degree", "not-allowed"),
        ("degree", [100], "degree", "not-allowed"),
    ],
    ids=_id,
)
def test_a_fault_of_a_period(key: str, value: Any, field: str, code: str) -> None:
    assert places(refused(_period_with(key, value))) == [(f"periods[1].{field}", code)]


NO_DATES: list[Any] = [
    "",
    " ",
    "i morgon",
    "2/3",
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-00-10",
]
NO_DATES += ["2026-01-00", "2026-3-2", "20260302", "2026-W10-1", "2026-061", "2026-03", "2026"]
NO_DATES += ["2026-03-02T00:00:00", "2026-03-02Z", " 2026-03-02", "2026-03-02\n", "2026-03-02\0"]
NO_DATES += ["2026/03/02", "0000-01-01", "10000-01-01", "-2026-03-02", "\ud800", "２０２６-03-02"]
NO_DATES += [20260302, 1.5, True, False, [], ["2026-03-02"], {}]
TOO_FAR = ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        *((value, "not-a-date") for value in NO_DATES),
        *((value, "out-of-range") for value in TOO_FAR),
    ],
    ids=_id,
)
def test_what_is_no_date(value: Any, code: str) -> None:
    for key in ("start", "end"):
        assert places(refused(_period_with(key, value))) == [(f"periods[1].{key}", code)]
    assert places(refused(_with("as_of", value))) == [("as_of", code)]


def test_what_lies_just_inside_the_limits() -> None:
    computed(_with("periods", [{"start": "1900-01-01", "end": "2199-12-31"}]))
    computed(_with("periods", [PERIOD] * 200))
    for as_of in ("1900-01-01", "2199-12-31"):
        computed(_with("as_of", as_of))
    for days in (1, 36_500, None):
        computed(_with("expected_days", days))
    for days in (1, 3650, None):
        computed(_with("settings", {"team_review_day": days}))
    for days in (1, 7, 14, 30, 60, 90):
        computed(_with("waiting_days", days))
    for degree in (25, 50, 75, 100, MISSING):
        computed(_period_with("degree", degree))
    for end in (PERIOD["start"], None, MISSING):
        computed(_period_with("end", end))


def test_the_latest_dates_have_milestones_of_their_own() -> None:
    result = ask(("2199-12-31", None), as_of="2199-12-31")
    assert max(milestone["date"] for milestone in result["milestones"]) == day("2199-12-31", 550)


def test_many_faults_at_once() -> None:
    given = {
        "extra": 1,
        "occupation": "retired",
        "as_of": "2026-02-30",
        "waiting_days": 8,
        "expected_days": -1,
        "serious_illness": "no",
        "pension_age_reached": None,
        "settings": {"team": 1, "team_review_day": 0},
        "periods": [
            PERIOD,
            {"start": "2026-03-02", "end": "2026-03-01", "degree": 10, "stop": 1},
            {"end": "1899-12-31"},
            7,
        ],
    }
    assert sorted(places(refused(given))) == [
        ("as_of", "not-a-date"),
        ("expected_days", "not-allowed"),
        ("extra", "unknown-key"),
        ("occupation", "not-allowed"),
        ("pension_age_reached", "wrong-type"),
        ("periods[1].degree", "not-allowed"),
        ("periods[1].end", "before-start"),
        ("periods[1].stop", "unknown-key"),
        ("periods[2].end", "out-of-range"),
        ("periods[2].start", "required"),
        ("periods[3]", "wrong-type"),
        ("serious_illness", "wrong-type"),
        ("settings.team", "unknown-key"),
        ("settings.team_review_day", "not-allowed"),
        ("waiting_days", "not-allowed"),
    ]


def test_an_empty_object() -> None:
    assert places(refused({})) == [("occupation", "required"), ("periods", "required")]


def test_an_occupation_no_rule_speaks_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The real rules, cut to what they say of employees."""
    rules = json.loads(json.dumps(rules_module.rules()))
    for rule in rules["milestones"]:
        for version in rule["versions"]:
            if "day" in version:
                version["day"] = {"employed": version["day"]["employed"]}
    (tmp_path / "generated").mkdir()
    (tmp_path / "generated/milestones.json").write_text(json.dumps(rules), "utf-8")
    monkeypatch.setattr(rules_module, "files", lambda _: tmp_path)
    rules_module.rules.cache_clear()
    try:
        faults = refused(_with("occupation", "student"))
    finally:
        rules_module.rules.cache_clear()
    assert places(faults) == [("occupation", "not-offered")]


def test_a_key_that_does_not_apply_is_a_warning() -> None:
    assert computed(_with("waiting_days", 7))["warnings"][0]["code"] == "key-not-applicable"


# ---------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, [("", "wrong-type")]),
        ([], [("", "wrong-type")]),
        ({}, [("rows", "wrong-type")]),
        ({"rows": {}}, [("rows", "wrong-type")]),
        ({"rows": [], "extra": 1}, [("extra", "unknown-key")]),
        ({"rows": [], "as_of": "i dag"}, [("as_of", "not-a-date")]),
        ({"rows": [], "as_of": None}, [("as_of", "required")]),
        ({"rows": [{"start": "2/3"}] * 201}, [("periods", "too-many")]),
        ({"rows": [7]}, [("periods[0]", "wrong-type")]),
        ({"rows": [{"end": "2v"}]}, [("periods[0].start", "required")]),
        ({"rows": [{"start": "nyss"}]}, [("periods[0].start", "not-a-date")]),
        ({"rows": [{"start": True}]}, [("periods[0].start", "not-a-date")]),
        ({"rows": [{"start": "\ud800"}]}, [("periods[0].start", "not-a-date")]),
        ({"rows": [{"start": "1899-12-31"}]}, [("periods[0].start", "out-of-range")]),
        ({"rows": [{"start": "2/3", "end": "sen"}]}, [("periods[0].end", "not-a-date")]),
        ({"rows": [{"start": "2/3", "end": "0d"}]}, [("periods[0].end", "before-start")]),
        (
            {"rows": [{"start": "2026-03-02", "end": "2026-03-01"}]},
            [("periods[0].end", "before-start")],
        ),
        ({"rows": [{"start": "2199-12-31", "end": "2d"}]}, [("periods[0].end", "out-of-range")]),
        ({"rows": [{"start": "2/3", "degree": 10}]}, [("periods[0].degree", "not-allowed")]),
        ({"rows": [{"start": "2/3", "degree": True}]}, [("periods[0].degree", "not-allowed")]),
        (
            {"rows": [{"start": "x", "end": "y", "degree": 1}, {}, {"end": "y"}], "extra": 1},
            [
                ("extra", "unknown-key"),
                ("periods[0].degree", "not-allowed"),
                ("periods[0].start", "not-a-date"),
                ("periods[0].end", "not-a-date"),
                ("periods[2].start", "required"),
                ("periods[2].end", "not-a-date"),
            ],
        ),
        # »always every fault at once«
        (
            {"rows": 7, "extra": 1, "as_of": "x"},
            [("as_of", "not-a-date"), ("extra", "unknown-key"), ("rows", "wrong-type")],
        ),
    ],
    ids=_id,
)
def test_a_fault_of_typed_rows(given: Any, expected: list[tuple[str, str]]) -> None:
    assert sorted(places(refused(given, "periods"))) == sorted(expected)


def test_two_hundred_rows_are_not_too_many() -> None:
    assert len(computed({"rows": [{"start": "2/3"}] * 200}, "periods")["rows"]) == 200


# ---------------------------------------------------------------- before there is any input


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        "{]",
        "'a'",
        "{'a': 1}",
        '{"a": 1,}',
        "\ufeff{}",
        "nul",
        "1" * 5000,
        "[" * 10**5,
    ],
    ids=_id,
)
def test_text_that_is_no_json(tool: str, text: str) -> None:
    ok, output = answer(tool, text)
    assert not ok
    assert places(faults_in(output)) == [("", "not-json")]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("depth", [100, 900, 950, 990, 1000, 3000])
def test_values_nested_deeply(tool: str, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    for text in (deep, f'{{"rows": [{{"start": {deep}}}], "periods": [{{"start": {deep}}}]}}'):
        ok, output = answer(tool, text)
        assert not ok
        assert faults_in(output)


@pytest.mark.parametrize("tool", ["", "milestone", "Milestones", "__class__", "\ud800"])
def test_a_tool_that_is_not_there(tool: str) -> None:
    ok, output = answer(tool, "{}")
    assert (ok, places(faults_in(output))) == (False, [("", "unknown-tool")])


@pytest.mark.parametrize(("tool", "form"), [("milestones", "pdf"), ("periods", "ics")])
def test_a_form_that_is_not_there(tool: str, form: str) -> None:
    ok, output = answer(tool, "{}", form)
    assert (ok, places(faults_in(output))) == (False, [("", "unknown-form")])


# ---------------------------------------------------------------- the command line


def _run(*arguments: str | bytes, given: bytes = b"") -> tuple[int, bytes]:
    """Exit code and standard output; nothing may ever be written to standard error."""
    done = subprocess.run(
        [sys.executable, "-m", "sjukskrivning", *arguments],
        input=given,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tools")},
        timeout=30,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout


def _refused(code: int, output: bytes) -> list[tuple[str, str]]:
    assert code == 2
    return places(faults_in(output.decode("utf-8")))


@pytest.mark.parametrize("arguments", [["milestones"], ["milestones", "-"]])
def test_standard_input(arguments: list[str]) -> None:
    given = case(("2026-03-02", None), as_of="2026-05-31")
    code, output = _run(*arguments, given=json.dumps(given).encode())
    assert (code, json.loads(output)) == (0, computed(given))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a byte order mark"])
def test_a_file(tmp_path: Path, mark: bytes) -> None:
    file = tmp_path / "fall å.json"
    file.write_bytes(mark + json.dumps(GOOD).encode())
    code, output = _run("milestones", str(file))
    assert (code, json.loads(output)["chain_day"]) == (0, 9)


def test_the_other_tool_and_the_other_forms(tmp_path: Path) -> None:
    rows = {"as_of": "2026-03-10", "rows": [{"start": "2/3", "end": "2v"}]}
    code, output = _run("periods", given=json.dumps(rows).encode())
    assert (code, json.loads(output)) == (0, computed(rows, "periods"))
    for form, beginning in (("text", "Milstolpar"), ("ics", "BEGIN:VCALENDAR")):
        code, output = _run("milestones", "--as", form, given=json.dumps(GOOD).encode())
        assert code == 0
        assert output.decode("utf-8").startswith(beginning)


@pytest.mark.parametrize(
    ("arguments", "given", "expected"),
    [
        (["milestones"], b"{}", [("occupation", "required"), ("periods", "required")]),
        (["milestones"], b"", [("", "not-json")]),
        (["milestones"], b"{", [("", "not-json")]),
        (["milestones"], b'{"occupation": "\xe5"}', [("", "not-json")]),
        (["milestones"], b"\xff\xfe{\0}\0", [("", "not-json")]),
        (["milestones"], b"[" * 10**5, [("", "not-json")]),
        (["dfa?"], b"{}", [("", "unknown-tool")]),
        (["milestones", "--as", "pdf"], b"{}", [("", "unknown-form")]),
        (["milestones", "/no/such/file.json"], b"", [("", "not-readable")]),
        (["milestones", "/"], b"", [("", "not-readable")]),
        (["milestones", b"/no/such/\xff.json"], b"", [("", "not-readable")]),
    ],
    ids=_id,
)
def test_the_command_line_refuses(
    arguments: list[str | bytes], given: bytes, expected: list[tuple[str, str]]
) -> None:
    assert _refused(*_run(*arguments, given=given)) == expected
