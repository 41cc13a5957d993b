"""Reads the input of ``milestones``: everything that is wrong with it is said at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sjukskrivning.dates import FIRST_DAY, LAST_DAY, from_iso, iso
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.periods import Period
from sjukskrivning.rules import rules

OCCUPATIONS = (
    "employed",
    "self_employed",
    "unemployed",
    "on_demand",
    "parental_leave",
    "student",
)
DEGREES = (25, 50, 75, 100)
WAITING_DAYS = (1, 7, 14, 30, 60, 90)  # SFB 27 kap. 27 a och 29 §§
USUAL_WAITING_DAYS = 7
MOST_PERIODS = 200
KEYS = {
    "occupation",
    "periods",
    "as_of",
    "waiting_days",
    "expected_days",
    "serious_illness",
    "pension_age_reached",
    "settings",
}


@dataclass(frozen=True)
class Input:
    """A case that can be computed. Days are ordinals; ``given`` names the keys that were there."""

    occupation: str
    periods: list[Period]
    as_of: int
    waiting_days: int
    expected_days: int | None
    serious_illness: bool
    pension_age_reached: bool
    settings: dict[str, Any]
    given: frozenset[str]


def read_input(given: Any) -> Input:
    """The input of ``milestones`` from any JSON value. Raises Refused with every fault."""
    if not isinstance(given, dict):
        raise Refused([Fault("", "wrong-type", "Indata ska vara ett objekt.")])
    faults = [
        Fault(name_of(key), "unknown-key", "Nyckeln används inte här; kontrollera stavningen.")
        for key in given
        if key not in KEYS
    ]
    as_of = read_day(given, "as_of", "as_of", faults) if "as_of" in given else None
    settings = dict(rules()["settings"])
    settings.update(_settings(given.get("settings", {}), faults))
    case_input = Input(
        occupation=_occupation(given, faults),
        periods=_periods(given, faults),
        as_of=as_of if as_of is not None else date.today().toordinal(),
        waiting_days=_waiting_days(given.get("waiting_days"), faults),
        expected_days=_expected_days(given.get("expected_days"), faults),
        serious_illness=_yes_or_no(given, "serious_illness", faults),
        pension_age_reached=_yes_or_no(given, "pension_age_reached", faults),
        settings=settings,
        given=frozenset(given),
    )
    if faults:
        raise Refused(faults)
    return case_input


def _occupation(given: dict[str, Any], faults: list[Fault]) -> str:
    occupation = given.get("occupation")
    if "occupation" not in given:
        faults.append(Fault("occupation", "required", "Ange sysselsättning."))
    elif occupation not in OCCUPATIONS:
        faults.append(Fault("occupation", "not-allowed", "Sysselsättningen finns inte."))
    elif occupation not in offered():
        reason = "Reglerna för den sysselsättningen finns inte här."
        faults.append(Fault("occupation", "not-offered", reason))
    return str(occupation)


def offered() -> set[str]:
    """The occupations that the rules speak of."""
    return {
        occupation
        for rule in rules()["milestones"]
        for version in rule["versions"]
        for occupation in version.get("day", ())
    }


def _periods(given: dict[str, Any], faults: list[Fault]) -> list[Period]:
    """The periods in the order they were given; [] when any of them has a fault."""
    if "periods" not in given:
        faults.append(Fault("periods", "required", "Ange minst en period."))
        return []
    listed = given["periods"]
    if not isinstance(listed, list):
        faults.append(Fault("periods", "wrong-type", "Perioderna ska vara en lista."))
        return []
    if not listed:
        faults.append(Fault("periods", "empty", "Ange minst en period."))
    if len(listed) > MOST_PERIODS:
        reason = f"Det är fler än {MOST_PERIODS} perioder; dela upp listan."
        faults.append(Fault("periods", "too-many", reason))
        return []
    return [period for i, each in enumerate(listed) if (period := _period(each, i, faults))]


def _period(given: Any, index: int, faults: list[Fault]) -> Period | None:
    here = f"periods[{index}]"
    if not isinstance(given, dict):
        faults.append(Fault(here, "wrong-type", "Perioden ska vara ett objekt."))
        return None
    before = len(faults)
    for key in given:
        if key not in ("start", "end", "degree"):
            reason = "Nyckeln används inte här; kontrollera stavningen."
            faults.append(Fault(f"{here}.{name_of(key)}", "unknown-key", reason))
    start = read_day(given, "start", f"{here}.start", faults)
    ongoing = given.get("end") is None
    end = None if ongoing else read_day(given, "end", f"{here}.end", faults)
    if start is not None and end is not None and end < start:
        reason = f"Slutdatumet ({iso(end)}) ligger före startdatumet ({iso(start)})."
        faults.append(Fault(f"{here}.end", "before-start", reason))
    degree = given.get("degree", 100)
    if not (is_whole(degree) and degree in DEGREES):
        faults.append(Fault(f"{here}.degree", "not-allowed", _one_of("Graden", DEGREES)))
    if start is None or len(faults) > before:
        return None
    return Period(start, end, degree)


def read_day(given: dict[str, Any], key: str, field: str, faults: list[Fault]) -> int | None:
    """The day at a key, or None and a fault."""
    value = given.get(key)
    if value is None:
        faults.append(Fault(field, "required", "Datum saknas."))
        return None
    day = from_iso(value) if isinstance(value, str) else None
    if day is None:
        reason = "Det är inget datum. Skriv det som 2026-03-02."
        faults.append(Fault(field, "not-a-date", reason))
        return None
    if not FIRST_DAY <= day <= LAST_DAY:
        reason = f"Datumet ska ligga mellan {iso(FIRST_DAY)} och {iso(LAST_DAY)}."
        faults.append(Fault(field, "out-of-range", reason))
        return None
    return day


def _expected_days(value: Any, faults: list[Fault]) -> int | None:
    if value is None or (is_whole(value) and 1 <= value <= 36_500):
        return value if value is None else int(value)
    reason = "Antalet väntade dagar ska vara ett heltal från 1 till 36 500."
    faults.append(Fault("expected_days", "not-allowed", reason))
    return None


def _waiting_days(value: Any, faults: list[Fault]) -> int:
    """The self-employed's waiting period in calendar days; seven where none is chosen."""
    if value is None:
        return USUAL_WAITING_DAYS
    if is_whole(value) and value in WAITING_DAYS:
        return int(value)
    faults.append(Fault("waiting_days", "not-allowed", _one_of("Karenstiden", WAITING_DAYS)))
    return USUAL_WAITING_DAYS


def _yes_or_no(given: dict[str, Any], key: str, faults: list[Fault]) -> bool:
    value = given.get(key, False)
    if not isinstance(value, bool):
        faults.append(Fault(key, "wrong-type", "Värdet ska vara true eller false."))
    return value is True


def _settings(value: Any, faults: list[Fault]) -> dict[str, Any]:
    """A region's settings given with the case, in place of those the build was made for."""
    if not isinstance(value, dict):
        faults.append(Fault("settings", "wrong-type", "Inställningarna ska vara ett objekt."))
        return {}
    for key, each in value.items():
        if key not in rules()["settings"]:
            reason = "Inställningen finns inte; kontrollera stavningen."
            faults.append(Fault(f"settings.{name_of(key)}", "unknown-key", reason))
        elif each is not None and not (is_whole(each) and 1 <= each <= 3650):
            reason = "Dagen ska vara ett heltal från 1 till 3650, eller tom."
            faults.append(Fault(f"settings.{key}", "not-allowed", reason))
    return value


def is_whole(value: Any) -> bool:
    """A whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def name_of(key: str) -> str:
    """An unknown key in a fault: not more of it than helps to find it, and always valid text."""
    shown = key if len(key) <= 40 else key[:40] + "…"
    return shown.encode("utf-8", "replace").decode()


def _one_of(what: str, allowed: tuple[int, ...]) -> str:
    return f"{what} ska vara något av {', '.join(map(str, allowed))}."
