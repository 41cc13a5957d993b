"""The rules of the further calculations, ``rules/further.yml``: checked, to the JSON's key »further«.

Own notification (sjukanmälan), review and appeal (omprövning, överklagande), trying work
(arbetsprövning), and the days on which a time to act does not run out. Numbers between braces in the
texts are filled in here, so that no number stands in two places.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field
from sjukskrivning.dates import in_words

from tools.build.rules import (
    Days,
    Law,
    Text,
    Version,
    _faults_of_versions,
    legal_reference,
    name_of,
)
from tools.build.strict_yaml import Fault, Faulty, Lines, Location, Strict, read

Weekday = Literal["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"]
Month = Annotated[int, Field(ge=1, le=12)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]


class FurtherVersion(Version):
    why: Text
    conditions: list[Text]
    exceptions: list[Text]
    reservations: list[Text]


class NotificationVersion(FurtherVersion):
    days_back: Days
    why_employer: Text


class ReviewVersion(FurtherVersion):
    months: Annotated[int, Field(ge=1, le=120)]


class WorkTrialVersion(FurtherVersion):
    period_days: Days
    frame_days: Days
    next_start_day: Days
    notice_days: Days


class Fixed(Strict):
    name: Text
    month: Month
    day: DayOfMonth


class FromEaster(Strict):
    """So many days after Easter Sunday (påskdagen), before it below zero."""

    name: Text
    days: Annotated[int, Field(ge=-80, le=200)]


class WeekdayFrom(Fixed):
    """The first such weekday on or after a date."""

    weekday: Weekday


class FreeDaysVersion(FurtherVersion):
    """Days on which a time to act does not run out."""

    weekdays: list[Weekday]
    fixed: list[Fixed]
    from_easter: list[FromEaster]
    weekday_from: list[WeekdayFrom]


class NotificationTitles(Strict):
    first_day: Text
    earliest_day: Text
    notified: Text


class ReviewTitles(Strict):
    received: Text
    counted_day: Text
    last_day: Text


class WorkTrialTitles(Strict):
    notice_deadline_1: Text
    period_1_first_day: Text
    period_1_last_day: Text
    earliest_start_2: Text
    latest_start_2: Text
    notice_deadline_2: Text
    period_2_first_day: Text
    period_2_last_day: Text
    frame_last_day: Text


class Example(Strict):
    """An input with some of its answer; ``dates`` by id, ``warnings`` how many. Each is a test."""

    source: Text
    case: dict[str, Any]
    expect: dict[str, Any]


class Rule(Strict):
    title: Text
    examples: Annotated[list[Example], Field(min_length=1)]


class AskedRule(Rule):
    """A rule that a reader asks; ``before_rule`` answers for a day older than its oldest version."""

    before_rule: Text
    decides: Text


class Notification(AskedRule):
    titles: NotificationTitles
    versions: Annotated[list[NotificationVersion], Field(min_length=1)]


class Review(AskedRule):
    subject: Text
    titles: ReviewTitles
    versions: Annotated[list[ReviewVersion], Field(min_length=1)]


class WorkTrial(AskedRule):
    titles: WorkTrialTitles
    versions: Annotated[list[WorkTrialVersion], Field(min_length=1)]


class FreeDays(Rule):
    versions: Annotated[list[FreeDaysVersion], Field(min_length=1)]


class Further(Strict):
    notification: Notification
    omprovning: Review
    overklagande: Review
    last_day: FreeDays
    public_holidays: FreeDays
    work_trial: WorkTrial


def compile_further(folder: Path, laws: dict[str, Law], sources: set[str]) -> dict[str, Any]:
    """The rules of ``FOLDER/further.yml`` by name, checked, as JSON's data. Raises Faulty."""
    path = folder / "further.yml"
    further, lines = read(Further, path, name_of(path))
    rules = _rules(further)
    faults: list[Fault] = []
    for name, rule in rules.items():
        versions: list[Version] = [*rule.versions]
        faults += _faults_of_versions(versions, (name, "versions"), laws, sources, lines)
        if isinstance(rule, FreeDays):
            faults += _faults_of_days(rule, name, lines)
    faults += _faults_of_beginnings(further, lines)
    if faults:
        raise Faulty(faults)
    compiled = {name: _compiled(name, rule, laws, lines, faults) for name, rule in rules.items()}
    if faults:
        raise Faulty(faults)
    return compiled


AnyRule = Notification | Review | WorkTrial | FreeDays


def _rules(further: Further) -> dict[str, AnyRule]:
    return {name: getattr(further, name) for name in Further.model_fields}


def _faults_of_days(rule: FreeDays, name: str, lines: Lines) -> list[Fault]:
    """Dates that not every year has."""
    faults = []
    for number, version in enumerate(rule.versions):
        for key in ("fixed", "weekday_from"):
            for position, each in enumerate(getattr(version, key)):
                try:
                    dt.date(2023, each.month, each.day)
                except ValueError:
                    here = (name, "versions", number, key, position)
                    sentence = f"Den {each.day}/{each.month} finns inte varje år."
                    faults.append(lines.fault(here, sentence))
    return faults


def _faults_of_beginnings(further: Further, lines: Lines) -> list[Fault]:
    """The calculators ask about the free days on every day that they can come to."""
    work_trial = further.work_trial.versions[0]
    first = min(
        further.omprovning.versions[0].from_,
        further.overklagande.versions[0].from_,
        work_trial.from_ - dt.timedelta(days=work_trial.notice_days),
    )
    faults = []
    for name in ("last_day", "public_holidays"):
        if getattr(further, name).versions[0].from_ > first:
            sentence = f"Den äldsta versionen ska gälla senast från {first}; räknarna frågar så långt tillbaka."
            faults.append(lines.fault((name, "versions", 0, "from"), sentence))
    return faults


def _compiled(
    name: str, rule: AnyRule, laws: dict[str, Law], lines: Lines, faults: list[Fault]
) -> dict[str, Any]:
    """A rule as JSON: legal basis spelt out, numbers filled in, no examples, no empty keys."""
    data = rule.model_dump(mode="json", by_alias=True, exclude={"examples"}, exclude_none=True)
    data["id"] = name
    for number, (version, dumped) in enumerate(zip(rule.versions, data["versions"], strict=True)):
        numbers = {key: value for key, value in dumped.items() if isinstance(value, int)}
        for key in ("why", "why_employer", "conditions", "exceptions", "reservations"):
            if key in dumped:
                here = (name, "versions", number, key)
                dumped[key] = _filled(dumped[key], numbers, here, lines, faults)
        dumped["legal_basis"] = [legal_reference(place, laws) for place in version.legal_basis]
    if "before_rule" in data:
        first = {"first": in_words(rule.versions[0].from_.toordinal())}
        text = data["before_rule"]
        data["before_rule"] = _filled(text, first, (name, "before_rule"), lines, faults)
    return data


def _filled(
    text: Any, values: dict[str, Any], here: Location, lines: Lines, faults: list[Fault]
) -> Any:
    """A text, or each text of a list, with the values between its braces."""
    if isinstance(text, list):
        return [
            _filled(each, values, (*here, position), lines, faults)
            for position, each in enumerate(text)
        ]
    try:
        return text.format(**values)
    except (AttributeError, IndexError, KeyError, ValueError):
        allowed = " och ".join(f"{{{key}}}" for key in values) or "ingenting"
        faults.append(lines.fault(here, f"Inom klamrar får bara {allowed} stå."))
        return text
