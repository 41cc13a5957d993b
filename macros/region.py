"""The region the site is built for: its profile, and what its folder adds to the common pages.

``macros/regions/ID/`` holds ``profile.yml``, passages (``NAME.md``), whole pages (``pages/``, laid out as
docs/), tables (``NAME.yml``) and sources (``sources.yml``). Only the profile is needed.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from macros import addresses
from macros.render import render
from tools.build.rules import (
    REGIONS,
    ROLES,
    Profile,
    Text,
    faults_of_sources,
    load_profile,
    load_sources,
    name_of,
    region_id,
)
from tools.build.strict_yaml import Fault, Faulty, Strict, check, load

SLOT = re.compile(r'{[{%][^{}%]*\bfragment\("([\w-]+)"\)[^{}%]*[}%]}')
# what a page says of the region that rests on the region's documents
SOURCED = re.compile(r"\bregion\.(?!name\b|idle_minutes\b)|\btraining\(")


class FragmentHead(Strict):
    """What stands between the two lines --- at the top of a region's passage."""

    sources: Annotated[list[Text], Field(min_length=1)]


def folder() -> Path:
    return REGIONS / region_id()


def profile() -> Profile:
    """The profile of the environment's REGION. Raises Faulty."""
    return load_profile(region_id())


# --- passages ----------------------------------------------------------------------------------


def fragment_path(name: str) -> Path:
    return folder() / f"{name}.md"


def read_fragment(name: str) -> tuple[list[str], str]:
    """Sources and Markdown of a region's passage; nothing where the region has none."""
    path = fragment_path(name)
    if not path.is_file():
        return [], ""
    shown = name_of(path)
    lines = path.read_text("utf-8-sig").splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        sentence = "Överst ska det stå --- och sedan sources, följt av --- igen."
        raise Faulty([Fault(shown, 1, sentence)])
    end = lines.index("---", 1)
    data, places = load(path, shown, "\n".join(["", *lines[1:end]]))
    sources = check(FragmentHead, data, places).sources
    if faults := faults_of_sources(sources, ("sources",), places, load_sources()):
        raise Faulty(faults)
    return sources, "\n".join(lines[end + 1 :]).strip()


def with_passages(page: str) -> str:
    """A page's Markdown with the region's passages in their places."""
    return SLOT.sub(lambda slot: read_fragment(slot[1])[1], page)


def slots(page: Path) -> list[str]:
    """The passages that a page has room for."""
    return SLOT.findall(page.read_text("utf-8-sig"))


def check_folder(docs: Path) -> None:
    """Every passage of the folder has a page that shows it. Raises Faulty with those that have none."""
    known = {name for page in docs.rglob("*.md") for name in slots(page)}
    sentence = "Ingen sida visar avsnittet. Filens namn ska vara ett av dem som står på Om → Ändra och bygga."
    if lost := [path for path in sorted(folder().glob("*.md")) if path.stem not in known]:
        raise Faulty([Fault(name_of(path), 0, sentence) for path in lost])


def fragment_list(docs: Path, titles: dict[str, str]) -> str:
    """The names that a passage can have, and the page on which each is shown."""
    rows = [
        (name, title, addresses.page_url(page))
        for page, title in titles.items()
        if page not in pages()
        for name in slots(docs / page)
    ]
    return render("fragment_list.html", rows=sorted(rows))


# --- pages -------------------------------------------------------------------------------------


def pages() -> dict[str, Path]:
    """The pages that only the region has, by their place among those of docs/."""
    root = folder() / "pages"
    return {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.md"))}


def name_of_page(page: str) -> str:
    """The file of a page, as an editor knows it."""
    return name_of(pages()[page]) if page in pages() else f"docs/{page}"


def place(nav: list[Any], titles: dict[str, str]) -> None:
    """Puts the region's pages last in the section that holds the pages of the same folder."""
    for page, title in titles.items():
        parent = page.rpartition("/")[0] + "/"
        sections = [each for entry in nav if isinstance(entry, dict) for each in entry.values()]
        for section in sections:
            if isinstance(section, list) and any(_target(it).startswith(parent) for it in section):
                section.append({title: page})
                break
        else:
            known = "Lägg sidan i en mapp som finns i navigationen, till exempel uppfoljning/."
            raise Faulty([Fault(name_of_page(page), 0, known)])


def _target(entry: Any) -> str:
    """The page of an entry in the navigation; of a section, none."""
    target = entry if isinstance(entry, str) else next(iter(entry.values()))
    return target if isinstance(target, str) else ""


# --- the profile on the pages --------------------------------------------------------------------


def training(role: str | None = None) -> str:
    """Training and compensation as Markdown: for all, or on a role's page; nothing where there is none."""
    own = profile()
    names, _ = load(ROLES, name_of(ROLES))
    given = [each for each in own.training if role in (None, each.role)]
    paid = [each for each in own.compensation if role in (None, each.role)]
    if not given and not paid:
        return ""
    subjects = [word for word, has in (("Utbildning", given), ("ersättning", paid)) if has]
    lines = [f"## {' och '.join(subjects).capitalize()} i {own.name}", ""]
    for each in given:
        extent = f" ({each.extent})" if each.extent else ""
        lines.append(f"- **{each.who or names[each.role]['name']}:** {each.what}{extent}")
    lines += [f"- **Ersättning, {names[each.role]['name'].lower()}:** {each.what}" for each in paid]
    lines += ["", own.training_note] if own.training_note else []
    return "\n".join(lines) + "\n"
