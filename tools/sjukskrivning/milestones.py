"""The tool ``milestones``: from periods to dated milestones, each with its reason and its law."""

from dataclasses import dataclass
from typing import Any

from sjukskrivning.dates import count_of, in_words, iso
from sjukskrivning.normal_level import first_day_beyond, last_day_within
from sjukskrivning.occupation import assumptions, free_days, limits_of, number_of
from sjukskrivning.periods import Case, Group, Period, by_degree, date_of
from sjukskrivning.reading import Input, read_input
from sjukskrivning.rules import count_on, first_rule_day, in_force, rules
from sjukskrivning.warnings import warnings_about


@dataclass(frozen=True)
class Dated:
    """A milestone's day: the number in its count, the date, and what the count says of it."""

    version: Any
    day: int
    date: int
    why: str


def milestones(given: Any) -> dict[str, Any]:
    """The result object of the interface. ``given`` is any JSON value; raises Refused.

    All dates are ISO; every number of days counts calendar days, first and last included.
    """
    case_input = read_input(given)
    case = Case.of(case_input.periods, case_input.as_of)
    groups = _groups(case, case_input)
    dated_rules = groups["chain"][-1][0].start >= first_rule_day()
    covered = case.covers(case.as_of)
    active = _group_of(case, groups["case"]) if covered else None
    chain = _group_of(case, groups["chain"]) if covered else None
    return {
        "as_of": iso(case.as_of),
        "assumptions": assumptions(case_input),
        "chain_day": case.known_days(chain, case.as_of) if chain and dated_rules else None,
        "case_days": case.known_days(active) if active else 0,
        "case_note": rules()["counts"]["case"]["why"],
        "chains": [
            _chain(case, group, case_input, latest=group is groups["chain"][-1])
            for group in groups["chain"]
        ],
        "milestones": sorted(
            (_milestone(rule, case_input, case, groups) for rule in rules()["milestones"]),
            key=lambda milestone: milestone["date"] or "not dated: last",
        )
        if dated_rules
        else [],
        "warnings": warnings_about(case_input, case, groups),
        "reservation": rules()["status"]["reservation"],
    }


def _groups(case: Case, case_input: Input) -> dict[str, list[Group]]:
    """The runs grouped by each way of counting, by the rule in force when the newest run began."""
    day = max(case.runs[-1].start, first_rule_day())
    return {name: case.groups(free_days(name, day, case_input)) for name in rules()["counts"]}


def _group_of(case: Case, groups: list[Group]) -> Group:
    """The group that as_of lies in."""
    return next(g for g in groups if g[0].start <= case.as_of <= g[-1].end)


def _chain(case: Case, group: Group, case_input: Input, latest: bool) -> dict[str, Any]:
    """A chain and the periods it was made of, without overlaps."""
    pieces = [
        p for p in by_degree(case_input.periods) if group[0].start <= p.start <= group[-1].end
    ]
    return {
        "start": iso(group[0].start),
        "days": case.known_days(group),
        "latest": latest,
        "periods": [
            {
                "start": iso(piece.start),
                "end": None if piece.end is None else iso(piece.end),
                "degree": piece.degree,
                "joined_because": _joined_because(
                    pieces[index - 1] if index else None, piece, case_input
                ),
            }
            for index, piece in enumerate(pieces)
        ],
    }


def _joined_because(before: Period | None, piece: Period, case_input: Input) -> str:
    if before is None or before.end is None:
        return "Första perioden i kedjan."
    free = piece.start - before.end - 1
    if free == 0:
        return "Fortsätter direkt på perioden före."
    most = free_days("chain", max(piece.start, first_rule_day()), case_input)
    return f"{count_of(free, 'hel dag', 'hela dagar')} emellan – färre än {most + 1}."


def _milestone(
    rule: Any, case_input: Input, case: Case, groups: dict[str, list[Group]]
) -> dict[str, Any]:
    """One milestone of the result: dated, or not applicable with the reason."""
    latest = rule["versions"][-1]
    result: dict[str, Any] = {
        "id": rule["id"],
        "count": rule["count"],
        "counted": rules()["counts"][rule["count"]]["short"],
        "title": rule["title"],
    }
    result |= {key: rule[key] for key in ("short", "page") if key in rule}
    why_not = _why_not(rule, latest, case_input, case)
    if why_not:
        return result | {
            "day": None,
            "date": None,
            "status": "not_applicable",
            "why": why_not,
            "exceptions": [],
            "reservations": [],
            **_sources(latest),
        }
    group = groups[rule["count"]][-1]
    dated = _dated(rule, case_input, case, groups)
    own = dated.version.get("for_occupation", {}).get(case_input.occupation, {})
    version, count = {**dated.version, **own}, rules()["counts"][rule["count"]]
    notes = [text for key, text in rule["when"].items() if getattr(case_input, key)]
    conditions = []
    if "condition" in version and case_input.expected_days is None:
        conditions.append(version["condition"])
    return result | {
        "title": own.get("title", rule["title"]),
        "day": dated.day,
        "date": iso(dated.date),
        "status": _status(dated, group, case),
        **_counted(version),
        "why": " ".join([dated.why, version["why"], *conditions, *notes]),
        "exceptions": version["exceptions"],
        "reservations": count["reservations"] + version["reservations"],
        **_sources(version),
    }


def _counted(version: Any) -> dict[str, str]:
    """How the day is counted, where that is not the count's own words."""
    later = version.get("then_calendar_days")
    if not later:
        return {}
    return {
        "counted": f"{count_of(later, 'kalenderdag', 'kalenderdagar')} efter sjuklönens sista dag"
    }


def _sources(version: Any) -> dict[str, Any]:
    return {
        "legal_basis": [place["label"] for place in version["legal_basis"]],
        "links": version["legal_basis"],
        "sources": version["sources"],
        "checked": version["checked"],
    }


def _why_not(rule: Any, version: Any, case_input: Input, case: Case) -> str | None:
    """Why the milestone does not concern this case; None when it does."""
    for key, text in rule["not_when"].items():
        if getattr(case_input, key):
            return str(text)
    if "day_setting" in version:
        concerned = bool(case_input.settings[version["day_setting"]])
    else:
        concerned = case_input.occupation in version.get("applies", version.get("day", ()))
    if not concerned:
        reasons = rule["not_applicable"]
        return str(reasons if isinstance(reasons, str) else reasons[case_input.occupation])
    needed, expected = version.get("needs_expected_days"), case_input.expected_days
    if needed and expected is not None and max(expected, _length(case)) < needed:
        return str(version["condition_not_met"])
    return None


def _length(case: Case) -> int:
    """The newest run's known days."""
    return case.known_days([case.runs[-1]])


def _dated(rule: Any, case_input: Input, case: Case, groups: dict[str, list[Group]]) -> Dated:
    """The day by the version that is in force on it.

    Oldest first: what an older version has brought stays. Where a new version's day had already
    passed when it came into force, the milestone falls on its first day.
    """
    count = rules()["counts"][rule["count"]]
    group = groups[rule["count"]][-1]
    for version in rule["versions"]:
        if "level" in rule:
            find = last_day_within if rule["level"] == "last" else first_day_beyond
            limits = limits_of(case_input, count_on("normal_level", group[0].start))
            day, date = find(groups["sick_pay"], limits)
        else:
            number = number_of(version, case_input)
            later = version.get("then_calendar_days", 0)
            day, date = number + later, date_of(group, number) + later
        first, last = in_force(version)
        if date <= last:
            if version is not rule["versions"][0]:
                date = max(date, first)
            break
    joined = ""
    if len(group) > 1:
        joined = f" {count_of(len(group), 'period', 'perioder')} räknas ihop, inte dagarna emellan."
    start = in_words(group[0].start)
    later = version.get("then_calendar_days", 0)
    why = count["why"].format(day=day - later, start=start, joined=joined)
    if later:
        why = f"{count_of(later, 'kalenderdag', 'kalenderdagar')} efter dag {day - later}. {why}"
    return Dated(version, day, date, why)


def _status(dated: Dated, group: Group, case: Case) -> str:
    """passed, today, upcoming; not_reached when it only holds if the sick leave goes on."""
    needed = dated.version.get("duty_from_day")
    last = case.runs[-1].end
    if (date_of(group, needed) if needed else dated.date) > last:
        return "not_reached"
    if dated.date == case.as_of:
        return "today"
    return "passed" if dated.date < case.as_of else "upcoming"
