"""Everything that is printed of the rules: time limits, the tree of questions, changes, exceptions."""

from typing import Any

from sjukskrivning import rules
from sjukskrivning.reading import offered

from macros import addresses
from macros.render import render
from tools.build.rules import load_sources
from tools.build.version import build_day

# The names of the occupations; only those the rules speak of are offered.
NAMES = {
    "employed": "Anställd",
    "on_demand": "Behovsanställd",
    "self_employed": "Egenföretagare",
    "unemployed": "Arbetslös",
    "parental_leave": "Föräldraledig",
    "student": "Studerande",
}


def occupations() -> dict[str, str]:
    """The occupations that the rules speak of, by their names."""
    return {key: name for key, name in NAMES.items() if key in offered()}


def time_limits() -> str:
    """Every time limit in brief: day, what, how it is counted, law."""
    return render("time_limits.html", rows=_rows(), status=rules.rules()["status"], full=False)


def time_limits_full() -> str:
    """Every time limit with exceptions, reservations, since when and when last checked."""
    return render("time_limits.html", rows=_rows(), status=rules.rules()["status"], full=True)


def ways_of_counting() -> str:
    """The ways of counting, each with its law and reservations."""
    return render("counts.html", counts=list(rules.rules()["counts"].values()))


def rule_tree() -> str:
    """Which question leads where: by occupation, then by the number of days, then by circumstance."""
    branches = [
        {"name": name, "limits": _limits_of(key), "not": _not_for(key)}
        for key, name in occupations().items()
    ]
    circumstances = [
        {"title": rule["title"], "text": text}
        for rule in rules.rules()["milestones"]
        for text in [*rule["not_when"].values(), *rule["when"].values()]
    ]
    return render("rule_tree.html", branches=branches, circumstances=circumstances)


def law_changes() -> str:
    """What has changed since the first dated rule, and what is decided but not in force yet."""
    today = build_day().isoformat()
    changes = rules.rules()["changes"]
    return render(
        "law_changes.html",
        past=[change for change in changes if change["from"] <= today],
        coming=[change for change in changes if change["from"] > today],
        first=rules.rules()["first_rule"],
        status=rules.rules()["status"],
    )


def what_if() -> str:
    """What an exception means; it changes no date."""
    return render("what_if.html", questions=rules.rules()["questions"])


def time_limit(milestone: str, occupation: str = "employed") -> str:
    """A milestone's day in running text, such as »dag 91«; pages never type it themselves."""
    for rule in rules.rules()["milestones"]:
        if rule["id"] == milestone:
            return f"dag {_day(rule['versions'][-1], occupation)}"
    raise ValueError(f"milstolpen »{milestone}« finns inte")


def expected_days(milestone: str) -> str:
    """How long the sickness must be expected to be for a milestone to apply, such as »60 dagar«."""
    for rule in rules.rules()["milestones"]:
        if rule["id"] == milestone and (days := rule["versions"][-1].get("needs_expected_days")):
            return f"{days} dagar"
    raise ValueError(f"milstolpen »{milestone}« finns inte eller ställer inget sådant villkor")


def _rows() -> list[dict[str, Any]]:
    """The rules as rows of a table, without a regional rule that this region has not."""
    current = rules.rules()
    register = load_sources()
    rows = []
    for rule in current["milestones"]:
        version = rule["versions"][-1]
        if "day_setting" in version and not current["settings"][version["day_setting"]]:
            continue
        rows.append(
            {
                **version,
                "days": version.get("day", {}),
                "id": rule["id"],
                "title": rule["title"],
                "url": addresses.page_url(rule["page"]) if "page" in rule else None,
                "day": _day(version, "employed") if "level" not in rule else None,
                "others": _other_days(version),
                "level": rule.get("level"),
                "count": current["counts"][rule["count"]],
                "since": rule["versions"][0]["from"],
                "own": _own_words(version),
                "not_for": [NAMES[key] for key in NAMES if not _concerns(version, key)],
                "source_titles": [register[source] for source in version["sources"]],
            }
        )
    return rows


def _own_words(version: Any) -> list[tuple[str, str]]:
    """Occupations with a reason of their own, those that share one named together."""
    shared: dict[str, list[str]] = {}
    for key, own in version["for_occupation"].items():
        if "why" in own:
            shared.setdefault(own["why"], []).append(NAMES[key])
    return [(", ".join(names), why) for why, names in shared.items()]


def _concerns(version: Any, occupation: str) -> bool:
    if "day_setting" in version:
        return True
    return occupation in version.get("applies", version.get("days", version.get("day", ())))


def _other_days(version: Any) -> list[tuple[str, str]]:
    """Occupations whose day is another than the employee's."""
    days = version.get("day", {})
    return [
        (NAMES[key], "efter karenstiden" if isinstance(day, str) else str(day))
        for key, day in days.items()
        if day != days.get("employed")
    ]


def _limits_of(occupation: str) -> list[dict[str, Any]]:
    """The occupation's limits in the order of their days."""
    found = []
    for row in _rows():
        if not _concerns(row, occupation):
            continue
        own = row["for_occupation"].get(occupation, {})
        day = row.get("day") if row["level"] else _day(row, occupation, raw=True)
        found.append({**row, "title": own.get("title", row["title"]), "day": day, "own": own})
    return found


def _not_for(occupation: str) -> list[dict[str, str]]:
    """What does not concern the occupation, and why; the same reason once."""
    reasons: dict[str, list[str]] = {}
    for rule in rules.rules()["milestones"]:
        if not _concerns(rule["versions"][-1], occupation):
            why = rule["not_applicable"]
            text = why if isinstance(why, str) else why[occupation]
            reasons.setdefault(text, []).append(rule["title"])
    return [{"why": why, "titles": ", ".join(titles)} for why, titles in reasons.items()]


def _day(version: Any, occupation: str, raw: bool = False) -> Any:
    """The day by its number; with ``raw`` in words where the waiting period decides."""
    if "day_setting" in version:
        return int(rules.rules()["settings"][version["day_setting"]])
    day = version.get("days", version["day"])[occupation]
    if isinstance(day, str):
        return "karenstiden + 1" if raw else day
    return int(day) + int(version.get("then_calendar_days", 0))
