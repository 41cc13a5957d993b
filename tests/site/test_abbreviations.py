"""An abbreviation that a reader meets is explained in Begrepp, or stands here with the reason why it need not be."""

import re
from collections import defaultdict
from pathlib import Path

from bs4 import BeautifulSoup

from macros.registers import glossary

ABBREVIATION = re.compile(r"\b[A-ZÅÄÖ]{2,7}[0-9]?\b")
# Whole pages: identities of sources; others' licences and names of programs; drafts as physicians write them.
NOT_FOR_CARE = (
    "om/kallor/",
    "om/licenser/",
    "om/bidra/",
    "om/webbserver/",
    "om/bevis/",
    "verktyg/dfa-regler/",
)
WHY_NOT = {
    "spelt out where it stands, or said not to be": "AU FAR HSLG ISF MVA PSE RMKS USÖ VISS",
    "part of a longer name that Begrepp has": "AG AG1 FS HSLF ICD SE",
    "every reader knows it, or it is a standard's name": "AA EN FHIR HR HTML JSON LIX MB SFS ST WCAG",
    "a scale or an examination, as it is called in care": "EKG MADRS MR",
}


def test_abbreviations_are_explained(sites: dict[str, Path]) -> None:
    names = [name for term in glossary().values() for name in (term.term, *term.also)]
    known = {word for name in names for word in ABBREVIATION.findall(name)}
    known |= {word for words in WHY_NOT.values() for word in words.split()}
    found = defaultdict(set)
    for region, site in sites.items():
        for file in site.rglob("index.html"):
            page = file.relative_to(site).as_posix().removesuffix("index.html")
            if page.startswith(NOT_FOR_CARE):
                continue
            content = BeautifulSoup(file.read_text("utf-8"), "html.parser").select_one(
                ".md-content"
            )
            if content is None:
                continue
            for other in content.select("script, style, code, pre, svg"):
                other.decompose()
            for word in ABBREVIATION.findall(content.get_text(" ")):
                if word not in known:
                    found[word].add(f"{region}: {page}")
    assert not found, {word: sorted(pages)[:3] for word, pages in found.items()}


def test_the_reasons_are_needed(sites: dict[str, Path]) -> None:
    everything = " ".join(
        BeautifulSoup(file.read_text("utf-8"), "html.parser").get_text(" ")
        for site in sites.values()
        for file in site.rglob("index.html")
    )
    there = set(ABBREVIATION.findall(everything))
    assert not [word for words in WHY_NOT.values() for word in words.split() if word not in there]
