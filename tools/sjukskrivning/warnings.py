"""What the reader has to know about how a case was read and where the law is not clear."""

from datetime import date

from sjukskrivning.dates import count_of, from_iso, in_words, iso
from sjukskrivning.occupation import WITH_SICK_PAY, free_days
from sjukskrivning.periods import FOREVER, Case, Group
from sjukskrivning.reading import Input
from sjukskrivning.rules import first_rule_day, rules


def warnings_about(
    case_input: Input, case: Case, groups: dict[str, list[Group]]
) -> list[dict[str, str]]:
    """``{"code", "message"}``: first what was made of the input, then what is uncertain."""
    found = [*_about_the_input(case_input, case)]
    if groups["chain"][-1][0].start < first_rule_day():
        found.append(
            (
                "before-first-rule",
                f"Sjukfallet började {iso(groups['chain'][-1][0].start)}. Reglerna är daterade från "
                f"{iso(first_rule_day())}; för tidigare sjukfall räknas inga datum.",
            )
        )
    else:
        found += _about_changes(case, groups["chain"][-1])
        found += _about_boundaries(case_input, case, groups)
    return [{"code": code, "message": message} for code, message in found]


def _about_the_input(case_input: Input, case: Case) -> list[tuple[str, str]]:
    found = []
    periods = case_input.periods
    starts = [period.start for period in periods]
    if starts != sorted(starts):
        found.append(("sorted", "Perioderna stod inte i tidsordning och har ordnats."))
    ordered = sorted(periods, key=lambda period: period.start)
    for index, period in enumerate(ordered[1:], 1):
        reach = max(FOREVER if p.end is None else p.end for p in ordered[:index])
        if period.start <= reach:
            message = "Perioder överlappar varandra. Varje dag räknas en gång, och den högre graden visas."
            found.append(("overlap", message))
            break
    if sum(p.end is None for p in periods) > 1:
        message = (
            "Mer än en period saknar slut, så de täcker varandra. Skriv sista dagen i alla perioder utom den "
            "som pågår; annars visas bara den högsta graden."
        )
        found.append(("several-ongoing", message))
    if any(p.end is None and p.start > case.as_of for p in periods):
        message = "En pågående period börjar efter dagen du räknar från; den har ännu inga dagar."
        found.append(("starts-later", message))
    if "waiting_days" in case_input.given and case_input.occupation != "self_employed":
        message = "Karenstid väljs bara av egenföretagare. Uppgiften påverkar inte resultatet."
        found.append(("key-not-applicable", message))
    if "waiting_days" not in case_input.given and case_input.occupation == "self_employed":
        message = (
            f"Ingen karenstid är angiven. Här räknas med {case_input.waiting_days} dagar, som gäller om "
            "inget annat är valt."
        )
        found.append(("waiting-days-assumed", message))
    if "expected_days" in case_input.given and case_input.occupation not in (
        "employed",
        "on_demand",
    ):
        message = "Den väntade längden har bara betydelse för den som har en arbetsgivare."
        found.append(("key-not-applicable", message))
    expected = case_input.expected_days
    known = case.known_days([case.runs[-1]])
    if expected is not None and known > expected:
        message = (
            f"Perioden är redan {count_of(known, 'dag', 'dagar')} lång, mer än den väntade tiden "
            f"({count_of(expected, 'dag', 'dagar')})."
        )
        found.append(("longer-than-expected", message))
    return found


def _about_changes(case: Case, chain: Group) -> list[tuple[str, str]]:
    """Changes of the law that came while the newest chain went on."""
    last = max((span.end for span in case.known), default=case.as_of)
    found = []
    for change in rules()["changes"]:
        day = from_iso(change["from"])
        if day is not None and chain[0].start < day <= last:
            found.append(("rule-changed", f"Lagen ändrades under sjukfallet. {change['text']}"))
    return found


def _about_boundaries(
    case_input: Input, case: Case, groups: dict[str, list[Group]]
) -> list[tuple[str, str]]:
    """Where a day more or less would change the answer, and sources do not agree."""
    found = []
    newest = groups["chain"][-1]
    day = newest[-1].start
    relapse = free_days("sick_pay", day, case_input)
    merging = free_days("chain", day, case_input)
    for before, after in zip(case.runs, case.runs[1:], strict=False):
        if after.start < newest[0].start:
            continue
        free = after.start - before.end - 1
        between = f"mellan {in_words(before.end)} och {in_words(after.start)}"
        if case_input.occupation != "student":
            found += _about_relapse(case_input, before.end + 1, free, relapse, between)
        if free in (merging, merging + 1):
            done = "läggs ihop" if free == merging else "läggs inte ihop"
            message = (
                f"Det är {free} hela dagar {between}, så perioderna {done} i rehabiliteringskedjan. "
                "Det är ett gränsfall: en annan läsning av »färre än 90 dagar« flyttar gränsen en dag."
            )
            found.append(("merging-boundary", message))
    short = [
        group
        for group in groups["sick_pay"]
        if newest[0].start <= group[0].start
        and len(newest) > len(group)
        and sum(run.days for run in group) <= 14
    ]
    if short and case_input.occupation in WITH_SICK_PAY:
        message = (
            "I kedjan ingår en kort period som bara rymmer sjuklön. Det är inte avgjort i de källor "
            "vi har läst om sådana dagar räknas med; här räknas de."
        )
        found.append(("short-spell", message))
    return found


def _about_relapse(
    case_input: Input, first_free: int, free: int, most: int, between: str
) -> list[tuple[str, str]]:
    """A relapse on the last day that counts as one, or on the first that no longer does.

    The preparatory works count the five days from the first working day; a gap that begins with a
    weekend may thus be longer than it is counted here, if the day of recovery is not known.
    """
    weekend_days = max(0, date.fromordinal(first_free).weekday() - 4)  # Saturday 1, Sunday 2
    weekend_days = {1: 2, 2: 1}.get(weekend_days, 0)  # so many free days before Monday
    text = f"Det är {free} hela dagar {between}"
    if free == most:
        text += ", precis inom gränsen för återinsjuknande. Kontrollera sista sjukdagen."
    elif most < free <= most + max(1, weekend_days):
        same_case = free <= free_days("case", first_free, case_input)
        with_sick_pay = case_input.occupation in WITH_SICK_PAY
        text += ": här räknat som en ny " + (
            "sjuklöneperiod" if with_sick_pay else "period med karens"
        )
        text += ", men samma sjukfall i Rehabstöd." if same_case else "."
        text += " Kontrollera sista sjukdagen."
        if weekend_days:
            text += (
                " En helg låg först i uppehållet, så dagen då patienten blev frisk avgör: förarbetena "
                "räknar de fem dagarna från den första arbetsdagen om patienten inte blev frisk tidigare."
            )
    else:
        return []
    return [("relapse-boundary", text)]
