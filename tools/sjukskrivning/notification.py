"""The tool ``notification``: how far back an own notification (sjukanmälan) reaches, SFB 27 kap. 17–18 §§.

In: ``{"notified": "2026-03-10", "first_day": "2026-03-02", "via_employer": false}``; ``first_day``
is the first day that sickness benefit (sjukpenning) is asked for.
Out, besides what all further calculations give: ``notified``, ``first_day``, ``earliest_day`` (the
earliest day that can be paid as far as the notification goes) and ``days_lost`` (calendar days
before it; 0 if the employer has notified). The last two are null before the rule.
"""

from typing import Any

from sjukskrivning.dates import count_of, in_words, iso
from sjukskrivning.faults import Fault, Refused
from sjukskrivning.further import (
    before_rule,
    dated,
    is_before,
    on,
    read_object,
    rule_of,
    said_by,
    warning,
)
from sjukskrivning.reading import read_day
from sjukskrivning.rules import version_on


def notification(given: Any) -> dict[str, Any]:
    """The answer to any JSON value. Raises Refused with every fault."""
    asked, faults = read_object(given, ("notified", "first_day", "via_employer"))
    notified = read_day(asked, "notified", "notified", faults)
    first_day = read_day(asked, "first_day", "first_day", faults)
    via_employer = asked.get("via_employer", False)
    if not isinstance(via_employer, bool):
        faults.append(Fault("via_employer", "wrong-type", "Värdet ska vara true eller false."))
    if faults or notified is None or first_day is None:
        raise Refused(faults)
    result: dict[str, Any] = {"notified": iso(notified), "first_day": iso(first_day)}
    rule = rule_of("notification")
    if is_before(rule, notified):
        return result | {"earliest_day": None, "days_lost": None} | before_rule(rule)
    version = version_on(rule, notified)
    reaches = first_day if via_employer else notified - version["days_back"]
    earliest = max(first_day, reaches)
    said = said_by(rule, version)
    if via_employer:
        said["why"] = version["why_employer"]
    days = {"first_day": first_day, "notified": notified, "earliest_day": earliest}
    return {
        **result,
        "earliest_day": iso(earliest),
        "days_lost": earliest - first_day,
        "dates": dated(rule, days),
        "answer": _answer(first_day, earliest),
        **said,
        "warnings": _warnings(notified, first_day),
    }


def _answer(first_day: int, earliest: int) -> str:
    answer = f"Sjukpenning kan lämnas tidigast från och med {on(earliest)}."
    lost = earliest - first_day
    if lost == 0:
        return f"{answer} Ingen dag går förlorad på grund av anmälan."
    if lost == 1:
        return f"{answer} 1 dag går förlorad, den {in_words(first_day)}, om inget undantag gäller."
    which = f"{in_words(first_day)} – {in_words(earliest - 1)}"
    return f"{answer} {count_of(lost, 'dag', 'dagar')} går förlorade, {which}, om inget undantag gäller."


def _warnings(notified: int, first_day: int) -> list[dict[str, str]]:
    if notified >= first_day:
        return []
    message = "Anmälan är gjord före den första dagen. Kontrollera att datumen inte har bytt plats."
    return [warning("notified-before-first-day", message)]
