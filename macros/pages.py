"""The front matter of the pages: checked before the build, shown at the foot of each page."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr
from sjukskrivning import rules

from macros import addresses, region, registers
from macros.render import render
from tools.build.rules import Source, Text, faults_of_sources, load_sources
from tools.build.strict_yaml import Fault, Faulty, Lines, Strict, check, load

# by role and by situation: what the page »Ämnen« lists
Tag = Literal[
    "Jag är läkare",
    "Jag är ny eller hyrläkare",
    "Jag är rehabiliteringskoordinator",
    "Jag är chef",
    "Jag är webbredaktör",
    "Första besöket",
    "Skriva intyg",
    "Mer än 30 dagar",
    "Uppföljning",
    "Kontakt med andra",
    "Jämställdhet",
    "Lag och regler",
]

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# a mark, or the end of a paragraph, a heading, an item of a list, a cell of a table
SENTENCE_END = re.compile(r"[.:!?](?=\W|$)|\n\s*\n|\n\s*(?:[-*#]+|\d+\.)\s|\|")


class FrontMatter(Strict):
    """What stands between the two lines --- at the top of a page."""

    title: Text
    description: Text
    owner: Text
    decided: dt.date
    reviewed: dt.date
    review_months: Annotated[int, Field(ge=1, le=60)]
    sources: Annotated[list[Text], Field(min_length=1)]
    hide: list[Literal["navigation", "toc", "footer", "tags"]] = []
    tags: list[Tag] = []

    _lix: int = PrivateAttr(default=0)

    @property
    def lix(self) -> int:
        """How hard the page is to read, the region's passages with it."""
        return self._lix

    @property
    def review_by(self) -> dt.date:
        """The same day of a later month; no later than the 28th, which every month has."""
        month = self.reviewed.year * 12 + self.reviewed.month - 1 + self.review_months
        return dt.date(month // 12, month % 12 + 1, min(self.reviewed.day, 28))


def check_pages(docs: Path) -> dict[str, FrontMatter]:
    """The front matter of every page by its path. Raises Faulty with all faults of all pages."""
    sources = load_sources()
    faults: list[Fault] = []
    found: dict[str, FrontMatter] = {}
    written = {path.relative_to(docs).as_posix(): path for path in sorted(docs.rglob("*.md"))}
    own = region.pages()
    for page, path in {**written, **own}.items():
        name = region.name_of_page(page)
        try:
            if page in written and page in own:
                raise Faulty([Fault(name, 0, f"Sidan finns redan i docs/{page}.")])
            found[page] = read_page(path, name, sources)
        except Faulty as faulty:
            faults += faulty.faults
    if faults:
        raise Faulty(faults)
    return found


def read_page(path: Path, name: str, sources: dict[str, Source]) -> FrontMatter:
    """The front matter of a page. Raises Faulty."""
    try:
        lines_of_page = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Faulty([Fault(name, 0, "Sidan är inte sparad som UTF-8.")]) from None
    if not lines_of_page or lines_of_page[0].strip() != "---" or "---" not in lines_of_page[1:]:
        sentence = (
            "Sidhuvudet saknas. Överst ska det stå --- och sedan title, description, owner, decided, "
            "reviewed, review_months och sources, följt av --- igen."
        )
        raise Faulty([Fault(name, 1, sentence)])
    end = lines_of_page.index("---", 1)
    # the line --- is kept as an empty one, so that line numbers are the page's own
    data, lines = load(path, name, "\n".join(["", *lines_of_page[1:end]]))
    front = check(FrontMatter, data, lines)
    front._lix = lix(region.with_passages("\n".join(lines_of_page)))
    faults = _faults(front, lines, sources)
    if faults:
        raise Faulty(faults)
    return front


def _faults(front: FrontMatter, lines: Lines, sources: dict[str, Source]) -> list[Fault]:
    faults = faults_of_sources(front.sources, ("sources",), lines, sources)
    for key in ("decided", "reviewed"):
        # a day's grace: where the site is built it may still be yesterday
        if getattr(front, key) > dt.date.today() + dt.timedelta(days=1):
            faults.append(lines.fault((key,), f"»{key}« ligger i framtiden."))
    return faults


def foot(front: FrontMatter, more_sources: list[str], url: str) -> str:
    """Owner, dates and sources as a block at the end of the page; the sources of fragments too."""
    register: dict[str, Any] = dict(load_sources())
    named = dict.fromkeys([*front.sources, *more_sources])
    return "\n\n" + render(
        "page_foot.html",
        front=front,
        sources=[register[source] for source in named],
        url=url,
        address=region.profile().feedback_address or "",
    )


def overdue(front: FrontMatter) -> str:
    """Shown by a script when the day has passed at the time of reading."""
    return render("overdue.html", front=front) + "\n"


def review_table(pages: dict[str, FrontMatter]) -> str:
    """Every page, rule and term with its owner and the day by which it must be read through again."""
    rows = sorted(pages.items(), key=lambda entry: (entry[1].review_by, entry[0]))
    entries = [*_entries(pages)]
    return render(
        "review_table.html",
        rows=[(addresses.page_url(path), front) for path, front in rows],
        entries=sorted(entries, key=lambda entry: entry["review_by"]),
        json=addresses.from_root("granskning.json"),
    )


def lix(page: str) -> int:
    """How hard a page's text is to read (läsbarhetsindex): words a sentence + share of long words."""
    text = page.split("---", 2)[2]
    text = re.sub(r"```.*?```|{.*?}}?|<[^>]*>|\]\([^)]*\)", " ", text, flags=re.DOTALL)
    words = WORD.findall(text)
    sentences = sum(bool(WORD.search(part)) for part in SENTENCE_END.split(text))
    long = sum(len(word) > 6 for word in words)
    return round(len(words) / (sentences or 1) + 100 * long / (len(words) or 1))


def _entries(pages: dict[str, FrontMatter]) -> Iterator[dict[str, Any]]:
    """Rules and terms: owned by the page that lists them, read through as often as that page."""
    if limits := pages.get("verktyg/tidsgranser.md"):
        for rule in rules.rules()["milestones"]:
            yield _entry("Regel", rule["title"], rule["versions"][-1]["checked"], limits)
    if terms := pages.get("begrepp/index.md"):
        for term in registers.glossary().values():
            yield _entry("Begrepp", term.term, term.checked.isoformat(), terms)


def _entry(kind: str, name: str, checked: str, front: FrontMatter) -> dict[str, Any]:
    due = front.model_copy(update={"reviewed": dt.date.fromisoformat(checked)}).review_by
    return {
        "kind": kind,
        "title": name,
        "owner": front.owner,
        "reviewed": checked,
        "review_by": due.isoformat(),
    }


def review_data(pages: dict[str, FrontMatter]) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "page": path.removesuffix("index.md").replace(".md", "/"),
            "kind": "Sida",
            "title": front.title,
            "owner": front.owner,
            "reviewed": front.reviewed.isoformat(),
            "review_by": front.review_by.isoformat(),
            "lix": front.lix,
        }
        for path, front in sorted(pages.items())
    ] + list(_entries(pages))


def source_list() -> str:
    """The whole register of sources, by key."""
    return render("source_list.html", sources=sorted(load_sources().items()))
