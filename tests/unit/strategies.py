"""Hypothesis strategies for the input of `milestones`: valid cases, and anything but."""

from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

Json = Any

OCCUPATIONS = ["employed"] * 4 + ["self_employed"] * 2
OCCUPATIONS += ["on_demand", "unemployed", "parental_leave", "student"]
WAITING_DAYS = [7, 1, 14, 30, 60, 90]
# Whole free days before a period; below 0 overlaps. Repeated entries are drawn more often.
GAPS = [*range(-3, 9), *range(19, 23), *range(86, 94)] * 3
GAPS += [*range(3, 7), *range(88, 91)] * 5 + [*range(9, 100, 9), *range(100, 461, 40), -15, -60]
RELAPSE_GAPS = [*range(18, 22)] * 15  # on top for the self-employed: SFB 27:33
LENGTHS = [1, 7, 8, *range(13, 17), *range(29, 33), *range(59, 62), *range(89, 93)] * 4
LENGTHS += [*range(180, 183), *range(363, 368), *range(549, 552)] * 2 + [*range(2, 130, 5)]
MILESTONE_DAYS = [1, 8, 14, 15, 30, 31, 90, 91, 181, 364, 365, 366, 550]
MAX_FREE_DAYS = [0, 4, 89]  # between two runs of one period, sick-pay group, chain
LONG_FREE_DAYS = 19  # between two runs of one sick-pay group after a long wait
MAX_SPAN = 2200
ANCHORS = [
    date(2022, 2, 1),  # the rules begin
    date(2024, 2, 29),
    date(2028, 2, 29),
    date(2025, 2, 28),
    date(2023, 12, 31),
    date(2026, 12, 31),
    date(2026, 3, 2),
]

# ---------------------------------------------------------------- valid input

_occupations = st.sampled_from(OCCUPATIONS)
_own_waits = st.sampled_from([None, *WAITING_DAYS])
_needless_waits = st.sampled_from([None] * 15 + WAITING_DAYS)
_flags = st.sampled_from([None, None, None, False, True])
_gaps = st.sampled_from(GAPS)
_own_gaps = st.sampled_from(GAPS + RELAPSE_GAPS)
_lengths = st.sampled_from(LENGTHS)
_near_anchors = st.sampled_from([day + timedelta(n) for day in ANCHORS for n in (0, 1, -1, 2, -2)])
_origins = st.one_of(_near_anchors, _near_anchors, st.dates(date(2022, 2, 1), date(2030, 12, 31)))
_degrees = st.sampled_from([100, 75, 50, 25])
_expected = st.one_of(st.sampled_from([59, 60, 61, 1, 30, 365]), st.integers(1, 730))
_as_of_kinds = st.sampled_from(["edge", "inside", "far"] + ["milestone"] * 4 + ["report"])


def _group_start(spans: list[tuple[int, int]], free_days: int) -> int:
    """The first day of the newest group of spans."""
    start, reach = min(spans)
    for low, high in sorted(spans):
        if low - reach - 1 > free_days:
            start = low
        reach = max(reach, high)
    return start


def _nth_sick_day(spans: list[tuple[int, int]], start: int, number: int) -> int:
    """The number-th sick day from `start` on; the sickness runs on after the last end."""
    days = sorted({d for low, high in spans for d in range(max(low, start), high + 1)})
    return days[number - 1] if number <= len(days) else days[-1] + number - len(days)


def _as_of(draw: st.DrawFn, spans: list[tuple[int, int]], wait: int | None) -> int:
    """A day on or beside a period's edge or a milestone, or well before or after everything.

    `wait`: the waiting days of the self-employed, whose milestones lie on days of their own.
    """
    low, high = min(start for start, _ in spans), max(end for _, end in spans)
    kind = draw(_as_of_kinds)
    if kind in ("milestone", "report"):
        free_days, numbers = MAX_FREE_DAYS, MILESTONE_DAYS
        if wait is not None:
            free_days = [*free_days, LONG_FREE_DAYS]
            numbers = numbers + [wait, wait + 1, wait + 364, wait + 365] * 2
        start = _group_start(spans, draw(st.sampled_from(free_days)))
        number = 14 if kind == "report" else draw(st.sampled_from(numbers))
        day = _nth_sick_day(spans, start, number) + (7 if kind == "report" else 0)
    elif kind == "inside":
        day = draw(st.integers(low, high))
    elif kind == "far":
        day = draw(st.one_of(st.integers(low - 400, low), st.integers(high, high + 700)))
    else:
        day = draw(st.sampled_from([edge for span in spans for edge in span]))
    return day + draw(st.sampled_from([0, 0, -1, 1]))


@st.composite
def cases(draw: st.DrawFn, max_periods: int = 12) -> dict[str, Json]:
    """A valid input for any occupation, crowded around the limits of the rules."""
    occupation = draw(_occupations)
    self_employed = occupation == "self_employed"
    waiting_days = draw(_own_waits if self_employed else _needless_waits)
    gaps = _own_gaps if self_employed else _gaps
    spans: list[tuple[int, int]] = []  # day numbers from an arbitrary origin, inclusive
    for _ in range(draw(st.integers(1, max_periods))):
        start = spans[-1][1] + 1 + draw(gaps) if spans else 0
        end = start + draw(_lengths) - 1
        if spans and end - min(spans)[0] > MAX_SPAN:
            break
        spans.append((start, end))
    pinned = draw(st.sampled_from([edge for span in spans for edge in span]))
    origin = draw(_origins) - timedelta(pinned)

    def iso(day: int) -> str:
        return (origin + timedelta(day)).isoformat()

    ongoing: set[int] = set()
    if draw(st.booleans()):
        ongoing.add(len(spans) - 1)
    if draw(st.integers(0, 5)) == 0:
        ongoing |= draw(st.sets(st.integers(0, len(spans) - 1), min_size=1, max_size=3))
    periods: list[dict[str, Json]] = []
    for index, (start, end) in enumerate(spans):
        last = None if index in ongoing else iso(end)
        periods.append({"start": iso(start), "end": last, "degree": draw(_degrees)})
    if len(periods) < max_periods and draw(st.integers(0, 5)) == 0:
        periods.append(dict(draw(st.sampled_from(periods))))
    if draw(st.booleans()):
        periods = list(draw(st.permutations(periods)))

    case: dict[str, Json] = {"occupation": occupation, "periods": periods}
    case["as_of"] = iso(_as_of(draw, spans, (waiting_days or 7) if self_employed else None))
    if waiting_days is not None:
        case["waiting_days"] = waiting_days
    if draw(st.booleans()):
        case["expected_days"] = draw(_expected)
    for flag in ("serious_illness", "pension_age_reached"):
        value = draw(_flags)
        if value is not None:
            case[flag] = value
    return case


# ---------------------------------------------------------------- anything else

STRINGS = ["", " ", "\x00", "\ud800", "\udfff x", "\U0001f912", "\u202e", "e\u0301", "<b>&amp;"]
STRINGS += ["null", "true", "NaN", "__proto__", "constructor", "x" * 5000]
DATES = ["0001-01-01", "9999-12-31", "0000-01-01", "10000-01-01", "-2026-01-01", "2026-02-30"]
DATES += ["2025-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "20260101"]
DATES += ["2026-W10-1", "2026-061", "2026-01", "2026", "2026-01-01T00:00:00", "2026-01-01Z"]
DATES += [" 2026-01-01", "2026-01-01\n", "2026-01-01\x00", "2026/01/01", "01/02/2026"]
DATES += ["\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661", "2026\u221201\u221201"]
DATES += ["\uff12\uff10\uff12\uff16-01-01", "2026-01-0\xb2", "1900-01-01", "2100-12-31"]
NUMBERS: list[Json] = [0, -1, 1, 24, 25, 26, 101, 2**31, 2**53 + 1, -(2**63), 10**400, 10**4000]
NUMBERS += [0.0, -0.0, 0.5, 25.0, 100.0, 59.999, 1e308, 5e-324, True, False]
NON_FINITE = [float("nan"), float("inf"), float("-inf")]
KEYS = ["occupation", "periods", "as_of", "waiting_days", "expected_days"]
KEYS += ["serious_illness", "pension_age_reached"]
PERIOD_KEYS = ["start", "end", "degree"]
NEAR_OCCUPATIONS = [*dict.fromkeys(OCCUPATIONS), "Employed", "employed ", "anställd"]


@cache
def _strings() -> st.SearchStrategy[str]:
    any_text = st.text(st.characters(), max_size=20)  # lone surrogates included
    return st.one_of(st.sampled_from(STRINGS), st.sampled_from(DATES), any_text)


@cache
def _scalars(non_finite: bool) -> st.SearchStrategy[Json]:
    floats = st.floats(allow_nan=non_finite, allow_infinity=non_finite)
    numbers = st.sampled_from(NUMBERS + (NON_FINITE if non_finite else []))
    return st.one_of(st.none(), st.booleans(), numbers, st.integers(), floats, _strings())


@st.composite
def _deep(draw: st.DrawFn) -> Json:
    """A scalar wrapped many times over."""
    value: Json = draw(st.sampled_from([None, 1, "2026-01-01"]))
    as_list = draw(st.booleans())
    for _ in range(draw(st.sampled_from([10, 50, 100]))):
        value = [value] if as_list else {"periods": value}
    return value


@cache
def _values(non_finite: bool) -> st.SearchStrategy[Json]:
    nested = st.recursive(
        _scalars(non_finite),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.one_of(st.sampled_from(KEYS + PERIOD_KEYS), _strings()), inner, max_size=4
            ),
        ),
        max_leaves=12,
    )
    return st.one_of(nested, nested, nested, _deep())


@st.composite
def _near_misses(draw: st.DrawFn, non_finite: bool) -> dict[str, Json]:
    """A valid input with one to four parts broken or replaced."""
    case: dict[str, Json] = deepcopy(draw(cases(max_periods=4)))
    values = _values(non_finite)
    junk = st.one_of(_scalars(non_finite), values)
    unknown = st.one_of(st.sampled_from(["extra", "Start", "ends", "as-of", ""]), _strings())
    for _ in range(draw(st.integers(1, 4))):
        target: dict[str, Json] = case
        keys = KEYS
        periods = case.get("periods")
        if isinstance(periods, list) and periods and draw(st.booleans()):
            index = draw(st.integers(0, len(periods) - 1))
            if draw(st.integers(0, 5)) == 0:
                periods[index] = draw(junk)
            if isinstance(periods[index], dict):
                target, keys = periods[index], PERIOD_KEYS
        key = draw(st.sampled_from(keys))
        kind = draw(st.sampled_from(["junk", "date", "drop", "unknown", "swap", "special"]))
        if kind == "junk":
            target[key] = draw(junk)
        elif kind == "date":
            name = "as_of" if target is case else draw(st.sampled_from(["start", "end"]))
            target[name] = draw(st.sampled_from(DATES))
        elif kind == "drop":
            target.pop(key, None)
        elif kind == "unknown":
            target[draw(unknown)] = draw(junk)
        elif kind == "swap" and target is not case:
            target["start"], target["end"] = target.get("end"), target.get("start")
        elif target is case:
            case["occupation"] = draw(st.sampled_from(NEAR_OCCUPATIONS))
            case["waiting_days"] = draw(st.sampled_from([*WAITING_DAYS, 0, 8, True, 7.0]))
        else:
            case["periods"] = draw(st.sampled_from([[], [target], [deepcopy(target)] * 300]))
    return case


def any_json(non_finite: bool = True) -> st.SearchStrategy[Json]:
    """Any JSON value, and objects that look nearly like a valid input.

    With `non_finite`, NaN and the infinities are among the numbers, as Python's parser takes them.
    """
    near = _near_misses(non_finite)
    return st.one_of(near, near, near, _values(non_finite))
