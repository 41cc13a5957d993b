"""The time-limit rules: editors' YAML, checked, to the JSON that the computing package reads.

A rule is dated. ``from`` and ``to`` are inclusive days; the last version of a rule has no ``to``.
A hole or an overlap between two versions, a missing source or law, an unknown count: all stop the
build, each with file, line and a sentence.

    python -m tools.build.rules     makes the JSON anew when a YAML file is newer
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import Field

from tools.build.strict_yaml import Fault, Faulty, Lines, Strict, check, load, read

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "tools/sjukskrivning/rules"
GENERATED = ROOT / "tools/sjukskrivning/generated/milestones.json"
REGIONS = ROOT / "macros/regions"
SOURCES = ROOT / "macros/data/sources.yml"
ROLES = ROOT / "macros/data/roles.yml"

Occupation = Literal[
    "employed", "self_employed", "unemployed", "on_demand", "parental_leave", "student"
]
CountName = Literal["period", "sick_pay", "chain", "normal_level", "case"]
Text = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=1, le=10_000)]
Origin = Annotated[str, Field(pattern=r"^https://[a-z0-9.-]+(?::[0-9]+)?$")]


class Law(Strict):
    name: Text
    official: Text
    section_url: Text | None = None


class LegalBasis(Strict):
    """One place in a law; ``section`` is text because of sections such as »49 d«."""

    law: Text
    chapter: int | None = None
    section: Text | None = None
    paragraph: Literal[1, 2, 3, 4, 5] | None = None


class Version(Strict):
    from_: dt.date = Field(alias="from")
    to: dt.date | None = None
    legal_basis: list[LegalBasis]
    sources: Annotated[list[Text], Field(min_length=1)]
    checked: dt.date


class LongWaiting(Strict):
    """Other gaps for the self-employed who have chosen a long waiting period."""

    waiting_days: list[Days]
    free_days_at_most: Annotated[int, Field(ge=0)]


class CountVersion(Version):
    free_days_at_most: Annotated[int, Field(ge=0)]
    long_waiting: LongWaiting | None = None
    level_days: Days | None = None
    window_days: Days | None = None
    counted_before_benefit: dict[Occupation, int] | None = None


class Count(Strict):
    id: CountName
    title: Text
    short: Text
    how: Text
    why: Text
    reservations: list[Text]
    versions: Annotated[list[CountVersion], Field(min_length=1)]


class ForOccupation(Strict):
    """What an occupation has instead of the version's own words and places in the law."""

    title: Text | None = None
    why: Text | None = None
    exceptions: list[Text] | None = None
    reservations: list[Text] | None = None
    legal_basis: list[LegalBasis] | None = None
    sources: Annotated[list[Text], Field(min_length=1)] | None = None


class MilestoneVersion(Version):
    """When and why; exactly one of ``day``, ``day_setting`` and ``applies`` gives the day."""

    day: dict[Occupation, Days | Literal["waiting_days + 1"]] | None = None
    for_occupation: dict[Occupation, ForOccupation] = {}
    day_setting: Literal["team_review_day"] | None = None
    applies: list[Occupation] | None = None
    then_calendar_days: Days | None = None
    duty_from_day: Days | None = None
    needs_expected_days: Days | None = None
    condition: Text | None = None
    condition_not_met: Text | None = None
    why: Text
    exceptions: list[Text]
    reservations: list[Text]


class Expected(Strict):
    day: int | None
    date: dt.date | None
    status: Literal["passed", "today", "upcoming", "not_reached", "not_applicable"]


class Example(Strict):
    """A case with its answer: a test and, on the rule's page, an explanation."""

    source: Text
    case: dict[str, Any]
    expect: Expected


class Milestone(Strict):
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    title: Text
    short: Text | None = None
    count: Literal["period", "sick_pay", "chain", "normal_level"]
    page: Text | None = None  # a page of docs/ that says more
    level: Literal["last", "first_beyond"] | None = None
    not_applicable: Text | dict[Occupation, Text]
    when: dict[Literal["pension_age_reached"], Text] = {}
    not_when: dict[Literal["serious_illness"], Text] = {}
    versions: Annotated[list[MilestoneVersion], Field(min_length=1)]
    examples: Annotated[list[Example], Field(min_length=1)]


class Change(Strict):
    """A change of the law: said to a case that goes on when it comes into force."""

    from_: dt.date = Field(alias="from")
    text: Text
    legal_basis: list[LegalBasis]
    sources: Annotated[list[Text], Field(min_length=1)]
    checked: dt.date


class Question(Strict):
    """»Vad händer om …«: what an exception means; it changes no date."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    question: Text
    answer: Text
    legal_basis: Annotated[list[LegalBasis], Field(min_length=1)]
    sources: Annotated[list[Text], Field(min_length=1)]
    checked: dt.date


class Status(Strict):
    """What is said about the rules as a whole."""

    reservation: Text
    checked: dt.date


class Systems(Strict):
    """The names of the region's computer systems; empty where they are not known."""

    journal: Text | None = None
    deviations: Text | None = None
    statistics: list[Text] = []


class Contact(Strict):
    """Whom to ask: a function, never a person."""

    who: Text
    about: Text
    how: Text | None = None


class Link(Strict):
    text: Text
    url: Text


class Committee(Strict):
    name: Text
    task: Text
    members: Text | None = None
    meets: Text | None = None


class Training(Strict):
    """A training that the region gives or demands."""

    role: Text  # on whose page it is shown
    who: Text | None = None  # if it is for some of them only
    what: Text
    extent: Text | None = None


class Compensation(Strict):
    """What a unit is paid for a role, or for the training to it."""

    role: Text
    what: Text


class Profile(Strict):
    """A region's profile, ``macros/regions/ID/profile.yml``. What is left out vanishes from the pages."""

    name: Text
    team_review_day: Days | None = None
    team_review_note: Text | None = None  # how sure the day is
    # a filled form that nobody touches is wiped after so many minutes
    idle_minutes: Annotated[int, Field(ge=1, le=120)] = 15
    systems: Systems = Systems()
    roles: list[Text] = []  # roles of macros/data/roles.yml that the region has
    training: list[Training] = []
    compensation: list[Compensation] = []
    training_note: Text | None = None  # how old and how sure both are
    committees: list[Committee] = []
    contacts: list[Contact] = []
    links: list[Link] = []
    feedback_address: Text | None = None
    # other web sites that may show this one in a frame; empty: nobody
    embedders: list[Origin] = []
    sources: list[Text] = []  # where all this stands; shown on each page that shows some of it


class Source(Strict):
    """An entry of the source register, ``macros/data/sources.yml``."""

    title: Text
    publisher: Text
    url: Text | None = None
    date: Text | None = None
    read: dt.date
    extent: Literal["hel", "delvis"]
    note: Text | None = None


VersionType = TypeVar("VersionType", bound=Version)


def region_id() -> str:
    """The region the site is built for (environment variable REGION)."""
    return os.environ.get("REGION") or "jamtland-harjedalen"


def load_profile(region: str) -> Profile:
    """A region's profile. Raises Faulty."""
    path = REGIONS / region / "profile.yml"
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in REGIONS.glob("*/profile.yml")))
        raise Faulty([Fault(f"REGION={region}", 0, f"Regionen finns inte. Välj bland: {known}.")])
    profile, lines = read(Profile, path, name_of(path))
    roles, _ = load(ROLES, name_of(ROLES))
    named: list[tuple[tuple[str | int, ...], str]]
    named = [(("roles", index), role) for index, role in enumerate(profile.roles)]
    named += [(("training", index, "role"), it.role) for index, it in enumerate(profile.training)]
    named += [
        (("compensation", index, "role"), it.role) for index, it in enumerate(profile.compensation)
    ]
    faults = [
        lines.fault(place, f"Rollen »{role}« finns inte i {name_of(ROLES)}.")
        for place, role in named
        if role not in roles
    ]
    faults += faults_of_sources(profile.sources, ("sources",), lines, load_sources(region))
    if profile.team_review_note and not profile.team_review_day:
        sentence = "»team_review_note« säger något om »team_review_day«, som saknas."
        faults.append(lines.fault(("team_review_note",), sentence))
    if profile.training_note and not (profile.training or profile.compensation):
        sentence = "»training_note« säger något om »training« och »compensation«, som saknas."
        faults.append(lines.fault(("training_note",), sentence))
    if faults:
        raise Faulty(faults)
    return profile


def load_sources(region: str | None = None) -> dict[str, Source]:
    """The sources of all, and those that only the region has. Raises Faulty."""
    common, _ = read(dict[str, Source], SOURCES, name_of(SOURCES))
    path = REGIONS / (region or region_id()) / "sources.yml"
    if not path.is_file():
        return common
    own, lines = read(dict[str, Source], path, name_of(path))
    if twice := common.keys() & own.keys():
        raise Faulty(
            [
                lines.fault((key,), f"Källan »{key}« finns redan i {name_of(SOURCES)}.")
                for key in sorted(twice)
            ]
        )
    return common | own


def faults_of_sources(
    sources: list[str], path: tuple[str | int, ...], lines: Lines, known: dict[str, Source]
) -> list[Fault]:
    """The sources that no register holds."""
    return [
        lines.fault((*path, index), f"Källan »{source}« finns inte i {name_of(SOURCES)}.")
        for index, source in enumerate(sources)
        if source not in known
    ]


def name_of(path: Path) -> str:
    """The file's name as an editor knows it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def read_rules(kind: type[Any], path: Path) -> tuple[Any, Lines]:
    """A rule file by the name that an editor knows it by."""
    return read(kind, path, name_of(path))


def compile_rules(folder: Path = RULES) -> dict[str, Any]:
    """The rules of a folder, checked, as the JSON's data (without settings). Raises Faulty."""
    laws, _ = read_rules(dict[str, Law], folder / "laws.yml")
    status, _ = read_rules(Status, folder / "status.yml")
    counts, count_lines = read_rules(list[Count], folder / "counts.yml")
    known = set(load_sources())
    faults: list[Fault] = []
    faults += _faults_of_counts(counts, count_lines)
    for index, count in enumerate(counts):
        faults += _faults_of_versions(
            count.versions, ("versions",), laws, known, count_lines, index
        )
    changes, change_lines = read_rules(list[Change], folder / "changes.yml")
    questions, question_lines = read_rules(list[Question], folder / "questions.yml")
    for said, lines in ((changes, change_lines), (questions, question_lines)):
        for index, each in enumerate(said):
            faults += _faults_of_places(each, (index,), laws, known, lines)
    milestones = []
    for path in sorted((folder / "milestones").glob("*.yml")):
        try:
            milestone, lines = read(Milestone, path, name_of(path))
        except Faulty as faulty:
            faults += faulty.faults
            continue
        milestones.append(milestone)
        faults += _faults_of_versions(milestone.versions, ("versions",), laws, known, lines)
        faults += _faults_of_milestone(milestone, path, lines)
    from tools.build.further import compile_further  # it builds on what stands in this module

    further: dict[str, Any] = {}
    try:
        further = compile_further(folder, laws, known)
    except Faulty as faulty:
        faults += faulty.faults
    if faults:
        raise Faulty(faults)
    milestones.sort(key=_order)
    everything: list[Milestone | Count] = [*milestones, *counts]
    return {
        "first_rule": max(rule.versions[0].from_ for rule in everything).isoformat(),
        "status": status.model_dump(mode="json"),
        "further": further,
        "changes": [_with_references(change, laws) for change in sorted(changes, key=_from)],
        "questions": [_with_references(question, laws) for question in questions],
        "counts": {count.id: _dump(count, laws) for count in counts},
        "milestones": [_dump(milestone, laws) for milestone in milestones],
    }


def _order(milestone: Milestone) -> tuple[int, int, str]:
    """By day; what has no day of its own (the levels) last, in their natural order."""
    version = milestone.versions[-1]
    days = [day for day in (version.day or {}).values() if isinstance(day, int)]
    # the employee's day comes first in the file and is the one that the table shows
    day = days[0] if days else 31 if version.day_setting else 1000
    return (
        day + (version.then_calendar_days or 0),
        milestone.level == "first_beyond",
        milestone.id,
    )


def _from(change: Change) -> dt.date:
    return change.from_


def _with_references(said: Change | Question, laws: dict[str, Law]) -> dict[str, Any]:
    data = said.model_dump(mode="json", by_alias=True)
    return data | {"legal_basis": [legal_reference(place, laws) for place in said.legal_basis]}


def _dump(rule: Count | Milestone, laws: dict[str, Law]) -> dict[str, Any]:
    """A rule as JSON, its legal basis spelt out; examples and empty keys are left out."""
    data = rule.model_dump(mode="json", by_alias=True, exclude={"examples"}, exclude_none=True)
    for version, dumped in zip(rule.versions, data["versions"], strict=True):
        dumped["legal_basis"] = [legal_reference(place, laws) for place in version.legal_basis]
        for occupation, own in getattr(version, "for_occupation", {}).items():
            if own.legal_basis is not None:
                places = [legal_reference(place, laws) for place in own.legal_basis]
                dumped["for_occupation"][occupation]["legal_basis"] = places
    return data


def legal_reference(place: LegalBasis, laws: dict[str, Law]) -> dict[str, str]:
    """``{"label": "SFB 27 kap. 47 §", "url": …}``."""
    law = laws[place.law]
    if place.section is None:
        return {"label": law.name, "url": law.official}
    label = place.law + (f" {place.chapter} kap." if place.chapter else "") + f" {place.section} §"
    if place.paragraph:
        ordinals = ("första", "andra", "tredje", "fjärde", "femte")
        label += f" {ordinals[place.paragraph - 1]} stycket"
    section = place.section.replace(" ", "")
    url = (law.section_url or law.official).format(chapter=place.chapter, section=section)
    return {"label": label, "url": url}


def _faults_of_versions(
    versions: list[VersionType],
    path: tuple[str | int, ...],
    laws: dict[str, Law],
    sources: set[str],
    lines: Lines,
    index: int | None = None,
) -> list[Fault]:
    """Holes, overlaps, unknown laws and sources."""
    start = path if index is None else (index, *path)
    faults = []
    for number, version in enumerate(versions):
        here = (*start, number)
        last = number == len(versions) - 1
        following = None if last else versions[number + 1]
        if version.to and version.to < version.from_:
            faults.append(lines.fault((*here, "to"), "»to« ligger före »from«."))
        if last and version.to:
            faults.append(
                lines.fault(
                    (*here, "to"),
                    "Den sista versionen har ett slutdatum, så efter det finns ingen regel. "
                    "Ta bort »to« eller lägg till nästa version.",
                )
            )
        if following:
            expected = following.from_ - dt.timedelta(days=1)
            if version.to is None or version.to > expected:
                sentence = f"Versionen överlappar nästa; »to« ska vara {expected}."
                faults.append(lines.fault((*here, "to"), sentence))
            elif version.to < expected:
                sentence = f"Det är en lucka till nästa version; »to« ska vara {expected}."
                faults.append(lines.fault((*here, "to"), sentence))
        faults += _faults_of_places(version, here, laws, sources, lines)
        for occupation, own in getattr(version, "for_occupation", {}).items():
            faults += _faults_of_places(
                own, (*here, "for_occupation", occupation), laws, sources, lines
            )
        if version.checked > dt.date.today():
            faults.append(lines.fault((*here, "checked"), "»checked« ligger i framtiden."))
    return faults


def _faults_of_places(
    said: Version | ForOccupation | Change | Question,
    here: tuple[str | int, ...],
    laws: dict[str, Law],
    sources: set[str],
    lines: Lines,
) -> list[Fault]:
    """Laws and sources that are not in their registers."""
    faults = []
    for position, place in enumerate(said.legal_basis or []):
        law = laws.get(place.law)
        if law is None:
            sentence = f"Lagen »{place.law}« finns inte i laws.yml."
            faults.append(lines.fault((*here, "legal_basis", position, "law"), sentence))
        elif place.section and "{chapter}" in (law.section_url or "") and not place.chapter:
            sentence = (
                f"Kapitlet saknas (»chapter«); paragraferna i {place.law} räknas per kapitel."
            )
            faults.append(lines.fault((*here, "legal_basis", position), sentence))
    for position, source in enumerate(said.sources or []):
        if source not in sources:
            sentence = f"Källan »{source}« finns inte i {name_of(SOURCES)}."
            faults.append(lines.fault((*here, "sources", position), sentence))
    return faults


def _faults_of_counts(counts: list[Count], lines: Lines) -> list[Fault]:
    """Each way of counting once, with the numbers and words that the engine asks for."""
    faults = []
    ids = [count.id for count in counts]
    for name in get_args(CountName):
        if name not in ids:
            faults.append(lines.fault((), f"Räknesättet »{name}« saknas."))
    for index, count in enumerate(counts):
        if count.id in ids[:index]:
            faults.append(lines.fault((index, "id"), f"Räknesättet »{count.id}« står två gånger."))
        try:
            count.why.format(day=1, start="", joined="")
        except (KeyError, IndexError, ValueError):
            sentence = "Inom klamrar får bara {day}, {start} och {joined} stå."
            faults.append(lines.fault((index, "why"), sentence))
        for number, version in enumerate(count.versions):
            limits = (version.level_days, version.window_days, version.counted_before_benefit)
            if (count.id == "normal_level") != all(limits):
                sentence = (
                    "»level_days«, »window_days« och »counted_before_benefit« hör till normal_level, "
                    "som behöver alla tre."
                )
                faults.append(lines.fault((index, "versions", number), sentence))
    return faults


def _faults_of_milestone(milestone: Milestone, path: Path, lines: Lines) -> list[Fault]:
    faults = []
    if milestone.id != path.stem:
        faults.append(lines.fault(("id",), f"»id« ska vara filens namn: {path.stem}."))
    if milestone.page and not (ROOT / "docs" / milestone.page).is_file():
        faults.append(lines.fault(("page",), f"Sidan »{milestone.page}« finns inte i docs/."))
    if (milestone.count == "normal_level") != (milestone.level is not None):
        faults.append(lines.fault(("count",), "»level« hör ihop med räknesättet normal_level."))
    for number, version in enumerate(milestone.versions):
        here: tuple[str | int, ...] = ("versions", number)
        given = [version.day, version.day_setting, version.applies]
        if sum(each is not None for each in given) != 1:
            sentence = "Ange dagen på precis ett sätt: »day«, »day_setting« eller »applies«."
            faults.append(lines.fault(here, sentence))
        if (version.applies is not None) != (milestone.level is not None):
            faults.append(lines.fault(here, "»applies« hör ihop med »level«."))
        if (version.needs_expected_days is None) != (version.condition is None) or (
            version.condition is None
        ) != (version.condition_not_met is None):
            sentence = "»needs_expected_days«, »condition« och »condition_not_met« hör ihop."
            faults.append(lines.fault(here, sentence))
    return faults


def settings_of(profile: Profile) -> dict[str, Any]:
    """What the computing package is told about the region."""
    return {"team_review_day": profile.team_review_day}


def _say_whose(milestone: dict[str, Any], profile: Profile) -> None:
    """Where the day is the region's own, so are its source and what is to be said of it."""
    for version in milestone["versions"]:
        if version.get("day_setting") and profile.team_review_day:
            version["sources"] += [key for key in profile.sources if key not in version["sources"]]
            if profile.team_review_note:
                version["reservations"] = [
                    profile.team_review_note,
                    *version.get("reservations", []),
                ]


def write_rules(region: str) -> bool:
    """Make the JSON anew if it is missing, older than the YAML, or another region's; did it?"""
    if GENERATED.is_file():
        made = GENERATED.stat().st_mtime
        inputs = [*RULES.rglob("*.yml"), SOURCES, *REGIONS.joinpath(region).glob("*.yml")]
        inputs += [Path(__file__), Path(__file__).with_name("further.py")]
        fresh = all(not path.is_file() or path.stat().st_mtime < made for path in inputs)
        if fresh and json.loads(GENERATED.read_text("utf-8")).get("region") == region:
            return False
    profile = load_profile(region)
    data = {"region": region, "settings": settings_of(profile), **compile_rules()}
    for milestone in data["milestones"]:
        _say_whose(milestone, profile)
    GENERATED.parent.mkdir(exist_ok=True)
    scratch = GENERATED.with_suffix(f".{os.getpid()}.tmp")
    scratch.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    scratch.replace(GENERATED)
    return True


__all__ = ["check", "compile_rules", "load", "load_profile", "load_sources", "write_rules"]

if __name__ == "__main__":
    try:
        write_rules(region_id())
    except Faulty as faulty:
        sys.exit(str(faulty))
