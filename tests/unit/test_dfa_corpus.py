"""The shape of the labelled corpus of the DFA check; what the labels mean: tests/dfa/corpus/README.md."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from ask import Json

from tools.build.strict_yaml import load

CORPUS = Path(__file__).parents[1] / "dfa/corpus"
HALVES = ("tune", "measure")
ADVICE = {
    "diagnosis-symptom",
    "function-no-grade",
    "activity-no-grade",
    "unexplained-abbreviation",
}
GAPS = {
    "diagnosis-missing",
    "diagnosis-code-invalid",
    "function-missing",
    "function-no-basis",
    "function-repeats-diagnosis",
    "function-is-activity",
    "activity-missing",
    "activity-only-incapacity",
    "activity-no-work-link",
    "activity-is-function",
    "chain-break",
    "work-missing",
    "period-missing",
    "period-invalid",
    "period-back-dated",
    "partial-schedule-missing",
    "beyond-guidance-no-reason",
    "prognosis-missing",
    "identity-data",
}
OBVIOUS_ADVICE = {"function-missing", "activity-missing"}  # advice when the case is obvious
TEXTS = (
    "function",
    "activity",
    "issued",
    "beyond_guidance_reason",
    "uneven_schedule_reason",
    "prognosis",
    "other",
)
FLAGS = ("beyond_guidance", "uneven_schedule", "obvious", "infection_carrier")
STATUSES = {"employed", "unemployed", "parental_leave", "student"}
ICD_SHAPE = re.compile(r"[A-Z][0-9]{2}(?:\.[A-Z0-9]{1,3})?")

IDENTITY_NUMBER = re.compile(  # days of coordination numbers are 60 more
    r"(?<!\d)(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:[06][1-9]|[1278]\d|[39][01])[-+]?\d{4}(?!\d)"
)


def entries(half: str) -> list[Json]:
    return [entry for file in sorted((CORPUS / half).glob("*.yml")) for entry in load(file)[0]]


BY_HALF = {half: entries(half) for half in HALVES}
ALL = [entry for half in HALVES for entry in BY_HALF[half]]


def codes_of(entry: Json) -> list[str]:
    return [each.get("code", "") for each in entry["input"].get("diagnosis", [])]


def counts(half: Iterable[Json], key: str) -> Counter[str]:
    return Counter(code for entry in half for code in entry[key])


def named(entry: Any) -> str:
    return str(entry["id"])


def test_ids_are_unique() -> None:
    assert len({entry["id"] for entry in ALL}) == len(ALL)


def test_size_and_variety() -> None:
    assert len(ALL) >= 150
    assert (
        len({code[:3] for entry in ALL for code in codes_of(entry) if ICD_SHAPE.match(code)}) >= 40
    )
    work = [entry["input"].get("work", {}) for entry in ALL]
    assert len({each["occupation"] for each in work if each.get("occupation")}) >= 40
    for status in STATUSES - {"employed"}:
        assert sum(each.get("status") == status for each in work) >= 5, status
    assert sum("företag" in each.get("occupation", "") for each in work) >= 5


def test_a_third_is_good() -> None:
    assert 0.3 <= sum(entry["good"] for entry in ALL) / len(ALL) <= 0.4


@pytest.mark.parametrize("code", sorted(GAPS))
def test_each_gap_often_enough(code: str) -> None:
    assert counts(ALL, "gaps")[code] >= 8
    assert all(counts(BY_HALF[half], "gaps")[code] >= 4 for half in HALVES)


@pytest.mark.parametrize("code", sorted(ADVICE))
def test_each_advice_often_enough(code: str) -> None:
    assert counts(ALL, "advice")[code] >= 6
    assert all(counts(BY_HALF[half], "advice")[code] >= 3 for half in HALVES)


@pytest.mark.parametrize("entry", ALL, ids=named)
def test_labels(entry: Json) -> None:
    assert set(entry) - {"advice_optional"} == {"id", "note", "good", "gaps", "advice", "input"}
    assert entry["note"]
    advice = [*entry["advice"], *entry.get("advice_optional", [])]
    labels = [*entry["gaps"], *advice]
    assert len(set(labels)) == len(labels), "a code stands twice"
    assert set(entry["gaps"]) <= GAPS
    allowed = ADVICE | OBVIOUS_ADVICE if entry["input"].get("obvious") else ADVICE
    assert set(advice) <= allowed
    assert entry["good"] is (not entry["gaps"])
    assert len(entry["gaps"]) <= 4


@pytest.mark.parametrize("entry", ALL, ids=named)
def test_input(entry: Json) -> None:
    given = entry["input"]
    assert set(given) <= {"diagnosis", "work", "periods", *TEXTS, *FLAGS}
    assert all(
        isinstance(given[key], str) and len(given[key]) <= 4000 for key in TEXTS if key in given
    )
    assert all(isinstance(given[key], bool) for key in FLAGS if key in given)
    date.fromisoformat(given["issued"])
    for each in given.get("diagnosis", []):
        assert set(each) <= {"code", "text"}
        assert all(isinstance(value, str) for value in each.values())
    work = given.get("work", {})
    assert set(work) <= {"status", "occupation", "tasks"}
    assert all(isinstance(value, str) for value in work.values())
    assert work.get("status", "employed") in STATUSES
    for period in given.get("periods", []):
        assert set(period) <= {"start", "end", "degree"}
        assert isinstance(period.get("degree", 0), int)
        assert all(isinstance(period.get(key, ""), str) for key in ("start", "end"))


@pytest.mark.parametrize("entry", ALL, ids=named)
def test_formal_labels_fit_the_input(entry: Json) -> None:
    """What needs no reading of the text: label and input agree."""
    given, gaps = entry["input"], set(entry["gaps"])
    codes = [code for code in codes_of(entry) if code]
    assert ("diagnosis-missing" in gaps) is not any(codes)
    invalid = not all(map(ICD_SHAPE.fullmatch, codes))
    assert ("diagnosis-code-invalid" in gaps) is invalid

    texts = [given.get(key, "") for key in TEXTS] + list(given.get("work", {}).values())
    texts += [each.get("text", "") for each in given.get("diagnosis", [])]
    numbers = [number for text in texts for number in IDENTITY_NUMBER.findall(text)]
    assert ("identity-data" in gaps) is bool(numbers)

    periods = given.get("periods", [])
    assert ("period-missing" in gaps) is not bool(periods)
    days, sound = [], True
    for period in periods:
        try:
            days.append((date.fromisoformat(period["start"]), date.fromisoformat(period["end"])))
            sound &= days[-1][0] <= days[-1][1] and period["degree"] in (25, 50, 75, 100)
        except (KeyError, ValueError):
            sound = False
    days.sort()
    sound &= all(one[1] < next_[0] for one, next_ in pairwise(days))
    assert ("period-invalid" in gaps) is not sound
    if "period-back-dated" in gaps:
        assert (date.fromisoformat(given["issued"]) - days[0][0]).days > 7
    elif days and not given.get("other"):
        assert (date.fromisoformat(given["issued"]) - days[0][0]).days <= 7

    if given.get("infection_carrier"):
        assert gaps <= {"diagnosis-missing", "period-missing", "period-invalid", "identity-data"}
        return
    partial = any(period.get("degree") in (25, 50, 75) for period in periods)
    schedule = given.get("uneven_schedule")
    unanswered = schedule is None or (schedule and not given.get("uneven_schedule_reason"))
    assert ("partial-schedule-missing" in gaps) is bool(partial and unanswered)
    for code, key in (
        ("function-missing", "function"),
        ("activity-missing", "activity"),
        ("prognosis-missing", "prognosis"),
    ):
        if not given.get(key, "").strip(" .-–?"):
            assert code in [*entry["gaps"], *entry["advice"]]
    if given.get("beyond_guidance") and not given.get("beyond_guidance_reason", "").strip(" .-"):
        assert "beyond-guidance-no-reason" in gaps


def test_halves_have_much_the_same_mixture() -> None:
    """The first 300 were drawn by lot; later files go whole, unread, to the half they are for."""
    tune, measure = (BY_HALF[half] for half in HALVES)
    assert abs(len(tune) - len(measure)) <= 1
    assert abs(sum(e["good"] for e in tune) - sum(e["good"] for e in measure)) <= 2
    for key in ("gaps", "advice"):
        one, other = counts(tune, key), counts(measure, key)
        assert all(abs(one[code] - other[code]) <= 6 for code in GAPS | ADVICE)
