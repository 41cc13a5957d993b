"""The front matter of the pages: checked before the build, shown at the foot of each page."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from macros.render import render
from tools.build.rules import Source, Text, load_sources
from tools.build.strict_yaml import Fault, Faulty, Lines, Strict, check, load


class FrontMatter(Strict):
    """What stands between the two lines --- at the top of a page."""

    title: Text
    description: Text
    owner: Text
    decided: dt.date
    reviewed: dt.date
    review_months: Annotated[int, Field(ge=1, le=60)]
    sources: Annotated[list[Text], Field(min_length=1)]
    hide: list[Literal["navigation", "toc", "footer"]] = []

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
    for path in sorted(docs.rglob("*.md")):
        try:
            found[path.relative_to(docs).as_posix()] = _read(
                path, f"docs/{path.relative_to(docs)}", sources
            )
        except Faulty as faulty:
            faults += faulty.faults
    if faults:
        raise Faulty(faults)
    return found


def _read(path: Path, name: str, sources: dict[str, Source]) -> FrontMatter:
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
    faults = _faults(front, lines, sources)
    if faults:
        raise Faulty(faults)
    return front


def _faults(front: FrontMatter, lines: Lines, sources: dict[str, Source]) -> list[Fault]:
    faults = [
        lines.fault(("sources", index), f"Källan »{source}« finns inte i macros/data/sources.yml.")
        for index, source in enumerate(front.sources)
        if source not in sources
    ]
    for key in ("decided", "reviewed"):
        if getattr(front, key) > dt.date.today():
            faults.append(lines.fault((key,), f"»{key}« ligger i framtiden."))
    return faults


def foot(front: FrontMatter) -> str:
    """Owner, dates and sources as a block at the end of the page."""
    register: dict[str, Any] = dict(load_sources())
    sources = [register[source] for source in front.sources]
    return "\n\n" + render("page_foot.html", front=front, sources=sources)
