"""Each region out of the same pages: it is whole, and shows nothing of what belongs to another.

The regions are those that have a folder. A fourth one is added here, with hardly anything in its folder.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from bs4 import BeautifulSoup

from tests.conftest import ROOT
from tests.site import regions, test_links, test_spelling
from tools.build import rules
from tools.build.strict_yaml import Faulty

FOLDERS = ROOT / "macros/regions"
EXTENSIONS = ["admonition", "attr_list", "def_list", "md_in_html", "tables"]

# What stands in one region's folder and is not its own: services, words and lists of the whole country.
SHARED = {
    "Rehabstöd": "Inera's service",
    "Ineras statistiktjänst": "Inera's service",
    "Sjukskrivningskommittén": "what such a committee is called in several regions",
    "Tänk tvärtom": "a training that the common pages tell of",
    "Vårdgivarwebben": "most regions have a site of that name",
    "Genusambassadören": "a role that the common pages tell of",
    "Sjukskrivning": "a word",
    "Jämställd sjukskrivning": "a page",
    "jämställd sjukskrivning": "the same",
    "vården, Försäkringskassan och Arbetsförmedlingen": "who meet in such a committee anywhere",
    "Försäkringsmedicinsk bedömning": "a document of the knowledge support's list",
    "Försäkringsmedicinsk strategi, handlingsplan eller aktivitetsplan": "the same",
    "Uppdragsbeskrivning för koordinatorer": "the same",
    "riktlinjer för sjukskrivningsprocessen.": "a phrase",
    "Antal sjukskrivningar för specifika diagnoser": "an indicator of the knowledge support",
    "Antal sjukskrivna kvinnor respektive män": "the same",
}


# --- a fourth region ----------------------------------------------------------------------------

NEW = "prov-regionen"
NEW_NAME = "Region Prov"
PASSAGE = "Så gör vi i provregionen, och ingen annanstans."


def add_a_region(project: Path) -> None:
    """A folder with a name, a day and one passage; nothing else is changed."""
    folder = project / "macros/regions" / NEW
    folder.mkdir()
    (folder / "profile.yml").write_text(f"name: {NEW_NAME}\nteam_review_day: 45\n", "utf-8")
    (folder / "lakare.md").write_text(
        f"---\nsources: [PROV]\n---\n\n## I provregionen\n\n{PASSAGE}\n", "utf-8"
    )
    (folder / "sources.yml").write_text(
        'PROV: {title: Provets rutin, publisher: Provet, read: "2026-11-27", extent: hel}\n',
        "utf-8",
    )
    (folder / "pages/samverkan").mkdir(parents=True)
    (folder / "pages/samverkan/provsidan.md").write_text(
        "---\ntitle: Provsidan\ndescription: En sida.\nowner: Webbredaktör\n"
        'decided: "2026-11-27"\nreviewed: "2026-11-27"\nreview_months: 12\nsources: [PROV]\n---\n\n'
        "# Provsidan\n\nSe [läkaren](../roller/lakare.md#i-provregionen).\n",
        "utf-8",
    )


@pytest.fixture(scope="session")
def fourth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return regions.build(NEW, tmp_path_factory.mktemp(NEW), add_a_region)


def test_a_folder_is_all_that_a_region_needs(fourth: Path) -> None:
    shown = regions.pages(fourth)
    assert NEW_NAME in shown["index.html"]
    assert "dag 45" in shown["riktlinjer/mer-an-30-dagar/index.html"]
    assert "dag 45" in shown["introduktion/lathund/index.html"]
    assert PASSAGE in shown["roller/lakare/index.html"]
    assert "Provets rutin" in shown["roller/lakare/index.html"]
    assert "Provets rutin" in shown["om/kallor/index.html"]
    assert NEW_NAME not in shown["riktlinjer/lakarintyg/index.html"]


def test_its_own_page_stands_in_the_navigation_and_in_the_search(fourth: Path) -> None:
    soup = BeautifulSoup((fourth / "samverkan/index.html").read_text("utf-8"), "html.parser")
    listed = [link.get_text(" ", strip=True) for link in soup.select("nav.md-nav--primary a")]
    assert "Provsidan" in listed
    assert "provsidan" in (fourth / "search/search_index.json").read_text("utf-8")


def test_its_links_are_whole(fourth: Path) -> None:
    assert test_links.faults(fourth) == []


def test_it_shows_nothing_of_the_others(fourth: Path) -> None:
    shown = squeezed(fourth)
    for other in regions.REGIONS:
        assert [text for text in owned(other) if text in shown] == []
        assert [value for value in values(other) if says(fourth, value)] == [
            rules.load_profile(other).name
        ]


# --- nothing appears empty ----------------------------------------------------------------------


def empty_places(html: str) -> list[str]:
    """Headings with nothing below, lists, cells and tables with nothing in them, undefined values."""
    soup = BeautifulSoup(html, "html.parser")
    article = soup.select_one("article")
    if article is None:
        return []
    found = []
    for other in article.select(
        "template, dialog, [hidden], [role=status], [aria-hidden], .dfa-count"
    ):
        other.decompose()  # filled or shown by a script
    for heading in article.select("h2, h3"):
        below = heading.find_next_sibling()
        while below is not None and below.name == "script":
            below = below.find_next_sibling()
        deeper = (
            below is not None and re.fullmatch("h[1-6]", below.name) and below.name > heading.name
        )
        if (
            below is None
            or below.name == "footer"
            or (re.fullmatch("h[1-6]", below.name) and not deeper)
        ):
            found.append(f"heading: {heading.get_text(' ', strip=True)}")
    for part in article.select("li, caption, th, tbody, ul, ol, dd, p"):
        silent = not part.get_text(strip=True) and not part.select(
            "input, img, svg, a, button, select"
        )
        if (
            silent
            and not part.get("id")
            and not part.find_parent("template")
            and not part.get("hidden")
        ):
            found.append(f"{part.name}: {str(part)[:80]}")
    for part in article.select("p, li, td"):
        if re.search(r"\bNone\b|\(\s*\)|\*\*|^\s*[:.]|:\s*\.$", part.get_text(" ", strip=True)):
            found.append(part.get_text(" ", strip=True)[:80])
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<article><h2>Grupper</h2><h2>Mer</h2><p>Text.</p></article>",
        "<article><h2>Grupper</h2></article>",
        "<article><h2>Grupper</h2><footer>Foten</footer></article>",
        "<article><ul><li></li></ul></article>",
        "<article><table><tbody></tbody></table></article>",
        "<article><p>Rapportera i None.</p></article>",
        "<article><p>Systemet ( ) används.</p></article>",
        "<article><p>**AU.</p></article>",
    ],
)
def test_an_empty_place_is_found(html: str) -> None:
    assert empty_places(html)


def test_a_whole_page_has_no_empty_place() -> None:
    assert not empty_places("<article><h2>Ett</h2><h3>Två</h3><p>Text (text).</p></article>")


@pytest.mark.parametrize("region", [*regions.REGIONS, NEW])
def test_nothing_appears_empty(sites: dict[str, Path], fourth: Path, region: str) -> None:
    site = fourth if region == NEW else sites[region]
    found = {
        page.relative_to(site).as_posix(): places
        for page in sorted(site.rglob("index.html"))
        if "bidra" not in page.parts and (places := empty_places(page.read_text("utf-8")))
    }
    assert found == {}


# --- what belongs to one region --------------------------------------------------------------


def letters(text: str) -> str:
    """A text as it is compared: no spaces, which markup moves, and small letters."""
    return re.sub(r"\s|\u00ad", "", text).casefold()


@cache
def squeezed(site: Path) -> str:
    """All that a site shows, its descriptions and its navigation too."""
    found = []
    for file in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        found += [str(meta["content"]) for meta in soup.select("meta[name=description]")]
        found += [str(link.get("href")) for link in soup.select("a[href^=http]")]
        for other in soup.select("script, .term-tip"):
            other.decompose()
        found.append(soup.get_text(" "))
    return "\n".join(map(letters, found))


@cache
def plain(site: Path) -> str:
    """The same as it is read, with what divides words."""
    pages = [BeautifulSoup(file.read_text("utf-8"), "html.parser") for file in site.rglob("*.html")]
    for tip in (tip for soup in pages for tip in soup.select(".term-tip")):
        tip.decompose()
    links = [str(link.get("href")) for soup in pages for link in soup.select("a[href^=http]")]
    return "\n".join([*(soup.get_text(" ") for soup in pages), *links]).casefold()


def says(site: Path, value: str) -> bool:
    """Whether a site says a value, with whatever marks between its words."""
    pattern = r"\W+".join(map(re.escape, re.findall(r"\w+", value.casefold())))
    return re.search(rf"(?<!\w){pattern}(?!\w)", plain(site)) is not None


def owned(region: str) -> set[str]:
    """What only one region may show: every passage, page and table of its folder, piece by piece.

    A piece is a sentence's worth of text between two marks; what Jinja fills in divides pieces too.
    Short ones, such as »ca 2 timmar«, belong to nobody.
    """
    found: set[str] = set()
    for file in sorted((FOLDERS / region).rglob("*.md")):
        found |= {letters(piece) for piece in pieces(file.read_text("utf-8").split("---", 2)[2])}
    for file in sorted((FOLDERS / region).glob("*.yml")):
        if file.name not in {"profile.yml", "sources.yml"}:
            data = yaml.safe_load(file.read_text("utf-8"))
            found |= {letters(cell) for row in data["rows"] for cell in strings(row | {"who": []})}
    return {piece for piece in found if len(piece) > 25} - {letters(text) for text in SHARED}


def pieces(text: str) -> Iterator[str]:
    """The texts of Markdown, without its marks; those that a macro writes into are cut there."""
    cut = re.sub(r"{[{%].*?[%}]}", "\0", text, flags=re.DOTALL)
    soup = BeautifulSoup(markdown.markdown(cut, extensions=EXTENSIONS), "html.parser")
    for block in soup.select("h2, h3, p, li, td, th"):
        if not block.find(["p", "li", "ul", "ol", "table"]):
            yield from re.split(r"[\0|]", block.get_text())


def strings(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from strings(each)
    elif isinstance(data, str):
        yield data


def values(region: str) -> set[str]:
    """The values of a profile that are its own: names of systems, groups, contacts, links, trainings."""
    profile = rules.load_profile(region).model_dump(exclude={"roles", "sources"})
    for kind in ("training", "compensation"):
        profile[kind] = [{k: v for k, v in it.items() if k in {"what"}} for it in profile[kind]]
    known = {source.url for source in rules.load_sources(region).values()}  # told of anywhere
    return {text for text in strings(profile) if len(text) > 4} - SHARED.keys() - known


def own_words(region: str) -> str:
    """Everything in a region's folder: what it says itself, another's value too, is its own to say."""
    files = sorted(path for path in (FOLDERS / region).rglob("*") if path.is_file())
    return letters("\n".join(file.read_text("utf-8") for file in files))


@pytest.mark.parametrize("region", regions.REGIONS)
def test_a_region_shows_its_own(sites: dict[str, Path], region: str) -> None:
    shown = squeezed(sites[region])
    own = owned(region)
    assert len(own) > 20
    assert [text for text in own if text not in shown] == []
    assert [value for value in values(region) if not says(sites[region], value)] == []


@pytest.mark.parametrize("region", regions.REGIONS)
def test_a_region_shows_nothing_of_another(sites: dict[str, Path], region: str) -> None:
    shown = squeezed(sites[region])
    said = own_words(region)
    for other in regions.REGIONS:
        if other != region:
            assert [text for text in owned(other) if text in shown and text not in said] == []
            foreign = [value for value in values(other) if letters(value) not in said]
            # a region's name is said where it is a source, never as whose site this is
            foreign.remove(rules.load_profile(other).name)
            assert [value for value in foreign if says(sites[region], value)] == []
            assert letters(f"byggd för {rules.load_profile(other).name}") not in shown


def test_what_is_shared_stands_in_a_region_s_folder() -> None:
    said = "".join(map(own_words, regions.REGIONS))
    assert [text for text in SHARED if letters(text) not in said] == []


# --- the profile --------------------------------------------------------------------------------


def keys(model: type[Any], before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = [
            each
            for each in (field.annotation, *getattr(field.annotation, "__args__", ()))
            if hasattr(each, "model_fields")
        ]
        if inner:
            for each in inner:
                yield from keys(each, f"{before}{name}.")
        else:
            yield before + name


FULL: dict[str, Any] = {
    "name": "Region Fylld",
    "team_review_day": 47,
    "team_review_note": "Dagen är påhittad av provet.",
    "idle_minutes": 23,
    "systems": {
        "journal": "Provjournal",
        "deviations": "Provavvik",
        "statistics": ["Provstatistik"],
    },
    "roles": ["lakare", "processledare"],
    "training": [
        {"role": "chef", "who": "Nya provchefer", "what": "Provutbildning", "extent": "elva dagar"}
    ],
    "compensation": [{"role": "chef", "what": "provpengar till enheten"}],
    "training_note": "Utbildningarna är påhittade av provet.",
    "committees": [
        {"name": "Provgruppen", "task": "Prövar allt.", "members": "provare", "meets": "provdagar"}
    ],
    "contacts": [{"who": "Provkontakten", "about": "provfrågor", "how": "per provbrev"}],
    "links": [{"text": "Provlänken", "url": "https://prov.example/lank"}],
    "feedback_address": "prov@prov.example",
    "embedders": ["https://prov.example"],
    "sources": ["FRO-JH"],
}
# what is not shown as it stands: how it is used instead, on which page
SHOWN_AS = {
    "team_review_day": "dag 47",
    "roles": "Nämns i regionens dokument",
    "sources": "Region Jämtland Härjedalens rutin för sjukskrivning och rehabilitering",
    "idle_minutes": "23 minuter",
}


def test_every_key_of_the_profile_is_used(tmp_path_factory: pytest.TempPathFactory) -> None:
    def add(project: Path) -> None:
        folder = project / "macros/regions/fylld"
        folder.mkdir()
        (folder / "profile.yml").write_text(yaml.safe_dump(FULL, allow_unicode=True), "utf-8")

    site = regions.build("fylld", tmp_path_factory.mktemp("fylld"), add)
    whole = "\n".join(letters(page.read_text("utf-8")) for page in site.rglob("*.html"))
    whole += letters((site / "_headers").read_text("utf-8"))
    told_tools = letters(str(rules.settings_of(rules.Profile(**FULL))))
    unused = []
    for key in keys(rules.Profile):
        value: Any = FULL
        for part in key.split("."):
            value = value[0][part] if isinstance(value, list) else value[part]
        text = SHOWN_AS.get(key) or (value[0] if isinstance(value, list) else str(value))
        if letters(text) not in whole and letters(text) not in told_tools:
            unused.append(key)
    assert unused == []


@pytest.mark.parametrize(
    ("profile", "line", "words"),
    [
        ("namn: Region Prov\n", 1, "»namn« är ingen nyckel"),
        ("team_review_day: 31\n", 1, "»name« saknas"),
        ("name: Region Prov\nteam_review_day: ofta\n", 2, "ska vara ett heltal"),
        ("name: Region Prov\nteam_review_day: 0\n", 2, "team_review_day"),
        ("name: Region Prov\nidle_minutes: 500\n", 2, "idle_minutes"),
        ("name: Region Prov\nsystems:\n  jornal: Prov\n", 3, "»jornal« är ingen nyckel"),
        ("name: Region Prov\nroles:\n  - lakare\n  - doktor\n", 4, "Rollen »doktor« finns inte"),
        ("name: Region Prov\ntraining:\n  - role: doktor\n    what: Allt\n", 3, "»doktor«"),
        ("name: Region Prov\ncompensation:\n  - {role: doktor, what: Allt}\n", 3, "»doktor«"),
        ("name: Region Prov\ncontacts:\n  - who: Provet\n", 3, "»about« saknas"),
        ("name: Region Prov\nsources: [PROV]\n", 2, "Källan »PROV« finns inte"),
        ("name: Region Prov\nteam_review_note: Osäker.\n", 2, "»team_review_day«, som saknas"),
        ("name: Region Prov\nname: Igen\n", 2, "står två gånger"),
        ("name: Region: Prov\n", 1, "går inte att läsa som YAML"),
    ],
)
def test_a_fault_in_a_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, profile: str, line: int, words: str
) -> None:
    (tmp_path / NEW).mkdir()
    (tmp_path / NEW / "profile.yml").write_text(profile, "utf-8")
    monkeypatch.setattr(rules, "REGIONS", tmp_path)
    with pytest.raises(Faulty) as caught:
        rules.load_profile(NEW)
    assert any(
        fault.file.endswith("profile.yml") and fault.line == line and words in fault.sentence
        for fault in caught.value.faults
    ), caught.value.faults


HEAD = "---\nsources: [SFB]\n---\n"


@pytest.mark.parametrize(
    ("name", "text", "place", "words"),
    [
        ("profile.yml", "name: Region Prov\nrols: [lakare]\n", "profile.yml, rad 2", "ingen nyckel"),
        ("lakaren.md", HEAD + "Text.\n", "lakaren.md", "Ingen sida visar avsnittet"),
        ("lakare.md", "Text.\n", "lakare.md, rad 1", "Överst ska det stå ---"),
        ("lakare.md", HEAD.replace("SFB", "BORTA"), "lakare.md, rad 2", "»BORTA« finns inte"),
        ("lakare.md", HEAD + "\n{{ region.nime }}\n", "lakare.md, rad 5", "»nime« finns inte"),
        ("lakare.md", HEAD + "\n\n[hit](borta.md)\n", "lakare.md, rad 6", "som inte finns"),
        ("responsibility.yml", "columns: {a: A}\n", "responsibility.yml, rad 1", "»rows« saknas"),
        ("pages/prov/sida.md", "# Sida\n", "pages/prov/sida.md, rad 1", "Sidhuvudet saknas"),
        ("pages/roller/lakare.md", "# Sida\n", "pages/roller/lakare.md", "finns redan i docs/"),
        ("sources.yml", "SFB: {title: Igen, publisher: X, read: '2026-11-27', extent: hel}\n", "sources.yml, rad 1", "finns redan i"),
    ],
)  # fmt: skip
def test_a_fault_in_a_region_s_folder(
    tmp_path: Path, name: str, text: str, place: str, words: str
) -> None:
    """What an editor is told in the terminal, by the real build."""

    def add(project: Path) -> None:
        add_a_region(project)
        path = project / "macros/regions" / NEW / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    done = regions.run_build(NEW, tmp_path, add)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    told = [line.strip() for line in done.stderr.splitlines() if words in line]
    assert any(f"macros/regions/{NEW}/{place}:" in line for line in told), done.stderr


# --- the Swedish of the other regions ------------------------------------------------------------


@pytest.mark.parametrize("region", regions.REGIONS)
def test_sentences_are_short_in_every_region(sites: dict[str, Path], region: str) -> None:
    found = {
        page.relative_to(sites[region]).as_posix(): long
        for page in sorted(sites[region].rglob("*.html"))
        if (long := test_spelling.long_sentences(page.read_text("utf-8")))
    }
    assert found == {}
