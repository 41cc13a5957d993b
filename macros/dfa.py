"""The DFA check's page, and the catalogue of its remarks made from the rules."""

from __future__ import annotations

from typing import Any

from sjukskrivning.dfa_draft import FIELDS, STATUSES

from macros import addresses
from macros.registers import load_table
from macros.render import render
from macros.words import words
from tools.build.dfa import Example, Remark, load_dfa
from tools.build.pack import packed
from tools.build.rules import load_profile, load_sources, region_id

CATALOGUE = "verktyg/dfa-regler.md"
LONGEST = 4_000  # characters that a field of the certificate holds
DEGREES = (100, 75, 50, 25)
LINKS = {
    "diagnosis": "Diagnos",
    "function": "Funktion",
    "activity": "Aktivitet",
    "work": "Arbete",
    "chain": "Kedjan",
    "period": "Period, skäl och prognos",
    "other": "Övrigt",
}
SEVERITIES = {"gap": "Lucka", "advice": "Råd"}
EXAMPLE_KEYS = FIELDS | {
    "beyond_guidance": "Längre tid än beslutsstödet",
    "issued": "Intygets datum",
    "obvious": "Uppenbar nedsättning",
    "code": "kod",
    "text": "text",
    "occupation": "yrke",
    "tasks": "arbetsuppgifter",
    "start": "från och med",
    "end": "till och med",
    "degree": "grad",
}
NAMES_OF_VALUES = {True: "ja", False: "nej", None: "inget svar", "": "tomt"} | STATUSES


def dfa_tool() -> str:
    """The check with its fields, usable before Python is ready."""
    return render("dfa_tool.html", **_values(), heading=2, script=_script("dfa-page.mjs"))


def dfa_panel() -> str:
    """The check within another tool's page, which starts Python and wipes it."""
    return render("dfa_panel.html", **_values(), heading=4)


def _values() -> dict[str, Any]:
    sources = load_sources()
    remarks = load_dfa()[0].remarks
    both = words("form_words", "dfa_words")
    return {
        "fields": FIELDS,
        "statuses": STATUSES,
        "degrees": DEGREES,
        "links": LINKS,
        "longest": LONGEST,
        "words": {key: {"sv": each["sv"]} for key, each in both.items()},
        "areas": {
            "function": load_table("icf_functions").rows,
            "activity": load_table("icf_activities").rows,
        },
        "pairs": load_table("dfa_pairs").rows,
        "catalogue": addresses.page_url(CATALOGUE),
        "source_names": {
            each.source: {"title": sources[each.source].title, "url": sources[each.source].url}
            for each in remarks
        },
        "places": {each.code: each.field for each in remarks},
        "idle_minutes": load_profile(region_id()).idle_minutes,
        "page": addresses.page_url,
        "style": addresses.from_root("assets/form.css"),
        "own_style": addresses.from_root("assets/dfa.css"),
    }


def _script(name: str) -> str:
    return addresses.from_root(f"{packed()['tools']}/{name}")


def remark_catalogue() -> str:
    """Every remark: what it looks for, says and rests on, with its examples."""
    remarks = load_dfa()[0].remarks
    sources = load_sources()
    return render(
        "remark_catalogue.html",
        groups=[
            (name, [_remark(each, sources) for each in remarks if each.link == link])
            for link, name in LINKS.items()
        ],
    )


def remark_count() -> int:
    return len(load_dfa()[0].remarks)


def _remark(remark: Remark, sources: dict[str, Any]) -> dict[str, Any]:
    return {
        **remark.model_dump(),
        "severity_name": SEVERITIES[remark.severity],
        "source": sources[remark.source],
        "triggers": [_example(each, remark) for each in remark.triggers],
        "quiet": [_example(each, remark) for each in remark.quiet],
    }


def _example(example: Example, remark: Remark) -> list[tuple[str, str]]:
    """Field and value, as a reader of the page would write them."""
    given = {remark.field: example} if isinstance(example, str) else example
    return [(EXAMPLE_KEYS.get(key, key), _in_words(value)) for key, value in given.items()]


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(
            f"{EXAMPLE_KEYS.get(key, key)}: {_in_words(each)}" for key, each in value.items()
        )
    if isinstance(value, list):
        return "; ".join(map(_in_words, value)) or "tomt"
    if isinstance(value, bool) or value is None or value in NAMES_OF_VALUES:
        return NAMES_OF_VALUES[value]
    return str(value)
