"""A great many random inputs: dates against the independent oracle that counts day by day; the DFA check, the
forms and the opening of files, of which nothing but results and named errors may come."""

from __future__ import annotations

import json
import multiprocessing
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from oracle import oracle
from sjukskrivning.call import FORM_TOOLS, TOOLS, answer
from sjukskrivning.forms import forms
from sjukskrivning.reading import DEGREES, OCCUPATIONS, WAITING_DAYS

from tools.build import exercise

GAPS = [*range(-3, 9), *range(17, 23), *range(86, 94)]
LENGTHS = [
    1,
    7,
    8,
    13,
    14,
    15,
    16,
    29,
    30,
    31,
    59,
    60,
    61,
    89,
    90,
    91,
    180,
    181,
    364,
    365,
    366,
    549,
]
AT_ONCE = 500

# Pieces of drafts, and what does not belong in any.
PIECES = [
    *(
        "Måttlig smärta i ländryggen",
        "pat uppger trötthet",
        "MADRS 27",
        "kan ej lyfta > 5 kg",
        "ua",
        "utan anm",
    ),
    *(
        "Lasègue pos 40 gr hö",
        "klarar inte stå mer än 30 min",
        "sömn 4 h/natt",
        "M54.5",
        "F32.1",
        "2/5",
        "kl. 7",
    ),
    *(
        "ingen neurologisk påverkan",
        "svår",
        "lätt",
        "greppkraft",
        "t.ex.",
        "…",
        "\r\n",
        "\t",
        ". ",
        ", ",
        " – ",
    ),
    *(
        "\x00",
        "\u202e",
        "\ufeff",
        "\ud800",
        "🙂",
        "a\u0301" * 40,
        "<script>",
        "((((",
        "\\",
        "%s",
        "{}",
        "å" * 400,
    ),
]
TEXTS = ["function", "activity", "prognosis", "other", "beyond_reason"]


def fuzz(count: int, minutes: float | None) -> dict[str, Any]:
    """So many inputs, the parts in turns, or as many as the time allows. Raises AssertionError with the input."""
    start = time.monotonic()
    done: Counter[str] = Counter()
    seed = random.randrange(2**32)
    print(f"slumpfrö {seed}", flush=True)
    with multiprocessing.Pool() as pool:
        batches = pool.imap_unordered(batch, range(seed, seed + -(-count // AT_ONCE)))
        for number, (part, tried) in enumerate(batches, 1):
            done[part] += tried
            if number % 20 == 0:
                print(f"\r{done.total()} av {count}", end="", flush=True)
            if minutes is not None and time.monotonic() - start > 60 * minutes:
                pool.terminate()
                break
    seconds = round(time.monotonic() - start)
    print(f"\r{done.total()} på {seconds} s, inget oväntat", flush=True)
    for part in PARTS:
        print(f"  {part:32}{done[part]:>10}")
    return {
        "inputs": done.total(),
        "by part": dict(done),
        "asked_for": count,
        "seconds": seconds,
        "seed": seed,
    }


def batch(seed: int) -> tuple[str, int]:
    """AT_ONCE inputs to the part whose turn it is. Raises AssertionError with seed and input."""
    part = [*PARTS][seed % len(PARTS)]
    chance = random.Random(seed)
    for _ in range(AT_ONCE):
        PARTS[part](chance)
    return part, AT_ONCE


def dates(chance: random.Random) -> None:
    case = random_case(chance)
    ok, text = answer("milestones", json.dumps(case))
    assert ok, (case, text)
    result, expected = json.loads(text), oracle(case)
    found = {
        m["id"]: {key: m[key] for key in ("day", "date", "status")} for m in result["milestones"]
    }
    assert found == expected["milestones"], case
    assert result["chain_day"] == expected["chain_day"], case
    assert result["case_days"] == expected["case_days"], case


def odd_dates(chance: random.Random) -> None:
    case: Any = random_case(chance)
    for _ in range(chance.randint(1, 3)):
        case = exercise.odd(case, chance)
    tool = chance.choice(["milestones", "periods", "notification", "review_request", "work_trial"])
    if tool != "milestones":
        case = exercise.odd(exercise.INPUTS[tool], chance)
    tell(tool, json.dumps(case), chance.choice([*TOOLS[tool][1]]))


def drafts(chance: random.Random) -> None:
    draft: Any = exercise.DRAFT | {
        field: "".join(chance.choices([*PIECES, " "], k=chance.choice([0, 3, 12, 40])))
        for field in TEXTS
        if chance.random() < 0.7
    }
    if chance.random() < 0.3:
        draft = exercise.odd(draft, chance)
    result = tell("dfa", json.dumps(draft), "json")
    for remark in result["remarks"] if result else ():
        for span in remark["spans"]:
            whole = draft.get(span["field"])
            assert 0 <= span["start"] <= span["end"], (draft, span)
            assert not isinstance(whole, str) or span["end"] <= len(whole), (draft, span)


def answers(chance: random.Random) -> None:
    form_id, form = chance.choice([*forms().items()])
    given: Any = exercise.answers_to(form["items"], chance)
    for _ in range(chance.randint(0, 2)):
        given = exercise.odd(given, chance)
    which = {"id": form_id, "lang": chance.choice(form["languages"])}
    tell("form", json.dumps(given), chance.choice([*FORM_TOOLS["form"]]), which)


def files(chance: random.Random) -> None:
    """Saved files that have been changed, cut off or mixed up, and what was never one."""
    which = {"id": chance.choice([*forms()]), "lang": "sv"}
    saved = chance.choice([*saved_files()])
    kind = chance.random()
    if kind < 0.5:
        text = json.dumps(exercise.odd(json.loads(saved), chance))
    elif kind < 0.8:
        at = chance.randrange(len(saved))
        text = (
            saved[:at]
            + chance.choice(["", *PIECES, '"', "}", "[" * 500])
            + saved[at + chance.randint(0, 9) :]
        )
    else:
        text = chance.choice(
            [*exercise.FAULTY, saved * 2, saved[: chance.randrange(len(saved))], "9" * 5000]
        )
    if chance.random() < 0.4:
        tell("dfa_file", text, "json")
    else:
        tell("form_file", text, "answers", which)


@cache
def saved_files() -> tuple[str, ...]:
    return tuple(text for tool, text, _, _ in exercise.once() if tool in ("dfa_file", "form_file"))


def tell(tool: str, text: str, form: str, which: dict[str, str] | None = None) -> Any:
    """The result, if it is JSON; None for another or for named errors. Nothing else may come."""
    ok, told = answer(tool, text, form, which)
    told.encode()
    if not ok:
        errors = json.loads(told)["errors"]
        assert errors, (tool, text)
        for error in errors:
            assert re.fullmatch("[a-z0-9-]+", error["code"]), (tool, text, error)
            assert error["message"].strip(), (tool, text, error)
            assert isinstance(error["field"], str), (tool, text, error)
        return None
    return json.loads(told) if told.startswith(("{", "[")) else None


PARTS: dict[str, Callable[[random.Random], None]] = {
    "datum, mot oberoende uträkning": dates,
    "datum, felaktiga": odd_dates,
    "DFA-kontrollen": drafts,
    "formulär": answers,
    "filer som öppnas": files,
}


def random_case(chance: random.Random) -> dict[str, Any]:
    """A case of 1–12 periods whose gaps and lengths lie about the rules' boundaries."""
    day = date(2021, 12, 1) + timedelta(days=chance.randrange(2000))
    periods = []
    edges = [day]
    for _ in range(chance.randint(1, chance.choice([2, 4, 12]))):
        length = chance.choice(LENGTHS) if chance.random() < 0.7 else chance.randint(1, 200)
        last = day + timedelta(days=length - 1)
        ongoing = chance.random() < 0.08
        end = None if ongoing else last.isoformat()
        periods.append({"start": day.isoformat(), "end": end, "degree": chance.choice(DEGREES)})
        edges.append(last)
        day = last + timedelta(days=1 + chance.choice(GAPS))
    chance.shuffle(periods)
    as_of = chance.choice(edges) + timedelta(days=chance.choice([0, 0, 1, -1, 7, 30, 90, 365]))
    case: dict[str, Any] = {
        "occupation": chance.choice(OCCUPATIONS),
        "periods": periods,
        "as_of": as_of.isoformat(),
        "settings": {"team_review_day": 31},
    }
    if chance.random() < 0.5:
        case["waiting_days"] = chance.choice(WAITING_DAYS)
    if chance.random() < 0.3:
        case["expected_days"] = chance.choice([1, 30, 59, 60, 61, 200])
    for key in ("serious_illness", "pension_age_reached"):
        if chance.random() < 0.2:
            case[key] = True
    return case
