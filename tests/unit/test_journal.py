"""The result as text for the patient's record."""

import json
import re
from typing import Any

import pytest
from ask import Dates, ask, by_id, case, is_swedish
from sjukskrivning.call import answer

FIRST = "2026-03-02"
WORDS = {
    "passed": "passerad",
    "today": "denna dag",
    "upcoming": "kommande",
    "not_reached": "om sjukskrivningen fortsätter",
}


def _text(*dates: Dates, as_of: str, **more: Any) -> str:
    ok, text = answer("milestones", json.dumps(case(*dates, as_of=as_of, **more)), "text")
    assert ok, text
    return text


@pytest.mark.parametrize(
    ("last", "as_of", "statuses"),
    [
        (None, "2026-05-31", {"passed", "today", "upcoming"}),
        ("2026-05-31", "2026-03-15", {"passed", "today", "upcoming", "not_reached"}),
    ],
)
def test_every_date_with_its_status_and_its_law(
    last: str | None, as_of: str, statuses: set[str]
) -> None:
    milestones = ask((FIRST, last), as_of=as_of)["milestones"]
    assert {milestone["status"] for milestone in milestones} == statuses
    text = _text((FIRST, last), as_of=as_of)
    lines = re.findall(r"(?m)^20[0-9]{2}-.*$", text)
    for m, line in zip(milestones, lines, strict=True):
        assert line.startswith(f"{m['date']} ({WORDS[m['status']]}) ")
        assert re.search(rf"\bdag {m['day']}\b", line)
        assert m["title"] in line
        assert line.endswith(f" [{', '.join(m['legal_basis'])}]")


def test_one_line_in_its_own_words() -> None:
    text = _text((FIRST, None), as_of="2026-05-31")
    (line,) = re.findall(r"(?m)^2026-05-31.*$", text)
    assert line.startswith("2026-05-31 (denna dag) dag 91")
    assert line.endswith("prövas även mot annat arbete hos arbetsgivaren [SFB 27 kap. 47 §]")


def test_what_has_no_date_is_left_out() -> None:
    given: dict[str, Any] = {"as_of": "2026-03-10", "expected_days": 10, "serious_illness": True}
    found = by_id(ask((FIRST, None), **given))
    text = _text((FIRST, None), **given)
    for name in ("return_plan_deadline", "normal_level_last_day", "continuation_level_first_day"):
        assert found[name]["title"] not in text
    assert len(re.findall(r"(?m)^20[0-9]{2}-", text)) == 10


def test_the_periods_and_the_numbers_of_the_day() -> None:
    lines = _text((FIRST, "2026-03-11"), ("2026-08-01", None), as_of="2026-08-03").splitlines()
    assert lines[0] == "Milstolpar i sjukfallet, räknade 2026-08-03"
    assert "Tidigare kedja (10 dagar):" in lines
    assert "- 2026-03-02 – 2026-03-11, 100 %" in lines
    assert "Aktuell kedja (3 dagar):" in lines
    assert "- 2026-08-01 – pågår, 100 %" in lines
    assert "Dag i rehabiliteringskedjan: 3" in lines
    assert "Längd enligt Rehabstöds räknesätt: 3 dagar" in lines


def test_a_single_day_is_one_dag() -> None:
    text = _text((FIRST, None), as_of=FIRST)
    assert "Aktuell kedja (1 dag):" in text
    assert "räknesätt: 1 dag\n" in text


def test_a_day_without_sick_leave_has_no_number() -> None:
    text = _text((FIRST, "2026-03-11"), as_of="2026-03-12")
    assert "Dag i rehabiliteringskedjan" not in text
    assert "Längd enligt Rehabstöd" not in text


@pytest.mark.parametrize(
    ("dates", "codes"),
    [
        ([(FIRST, "2026-03-06"), ("2026-03-12", None)], ["relapse-boundary", "short-spell"]),
        ([("2026-03-10", "2026-03-20"), (FIRST, "2026-03-12")], ["sorted", "overlap"]),
        ([("2022-01-31", None)], ["before-first-rule"]),
    ],
)
def test_every_warning_is_there(dates: list[Dates], codes: list[str]) -> None:
    warnings = ask(*dates, as_of="2026-03-15")["warnings"]
    assert set(codes) <= {warning["code"] for warning in warnings}
    assert all(is_swedish(warning["message"]) for warning in warnings)
    lines = _text(*dates, as_of="2026-03-15").splitlines()
    assert [line for line in lines if line.startswith("Obs:")] == [
        f"Obs: {warning['message']}" for warning in warnings
    ]


def test_no_warning_no_obs() -> None:
    assert ask((FIRST, None), as_of="2026-03-15")["warnings"] == []
    assert "Obs:" not in _text((FIRST, None), as_of="2026-03-15")


@pytest.mark.parametrize("first", [FIRST, "2022-01-31"])
def test_it_ends_with_who_decides_and_the_reservation(first: str) -> None:
    lines = _text((first, None), as_of="2026-03-15").splitlines()
    assert "Försäkringskassan beslutar om sjukpenning" in lines[-2]
    assert lines[-1] == ask((first, None), as_of="2026-03-15")["reservation"]
    assert lines[-1].endswith("kan inte uteslutas.")


def test_it_is_plain_text() -> None:
    text = _text((FIRST, None), as_of="2026-03-15")
    assert text.endswith(".\n")
    assert not re.search(r"[<>{}\t\r]|None|null", text)
