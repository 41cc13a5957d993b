"""A great many random cases: the engine against the independent oracle that counts day by day."""

from __future__ import annotations

import json
import multiprocessing
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "unit"))

from oracle import oracle
from sjukskrivning.call import answer
from sjukskrivning.reading import DEGREES, OCCUPATIONS, WAITING_DAYS

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


def fuzz(count: int, minutes: float | None) -> dict[str, Any]:
    """Compare so many cases, or as many as the time allows. Raises AssertionError with the case."""
    start, done = time.monotonic(), 0
    seed = random.randrange(2**32)
    print(f"slumpfrö {seed}", flush=True)
    with multiprocessing.Pool() as pool:
        parts = pool.imap_unordered(compare, range(seed, seed + -(-count // AT_ONCE)))
        for number, compared in enumerate(parts, 1):
            done += compared
            if number % 20 == 0:
                print(f"\r{done} av {count} fall", end="", flush=True)
            if minutes is not None and time.monotonic() - start > 60 * minutes:
                pool.terminate()
                break
    seconds = round(time.monotonic() - start)
    print(f"\r{done} fall på {seconds} s, alla lika", flush=True)
    return {"cases": done, "asked_for": count, "seconds": seconds, "seed": seed}


def compare(seed: int) -> int:
    chance = random.Random(seed)
    for _ in range(AT_ONCE):
        case = random_case(chance)
        ok, text = answer("milestones", json.dumps(case))
        assert ok, (seed, case, text)
        result, expected = json.loads(text), oracle(case)
        found = {
            m["id"]: {key: m[key] for key in ("day", "date", "status")}
            for m in result["milestones"]
        }
        assert found == expected["milestones"], (seed, case)
        assert result["chain_day"] == expected["chain_day"], (seed, case)
        assert result["case_days"] == expected["case_days"], (seed, case)
    return AT_ONCE


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
