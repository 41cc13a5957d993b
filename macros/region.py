"""The region the site is built for: its profile, its own passages, which pages it has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pathspec.gitignore import GitIgnoreSpec
from pydantic import Field

from tools.build.rules import REGIONS, Profile, Text, load_profile, region_id
from tools.build.strict_yaml import Fault, Faulty, Strict, check, load


class FragmentHead(Strict):
    """What stands between the two lines --- at the top of a region's passage."""

    sources: Annotated[list[Text], Field(min_length=1)]


def profile() -> Profile:
    """The profile of the environment's REGION. Raises Faulty."""
    return load_profile(region_id())


def fragment_path(name: str) -> Path:
    return REGIONS / region_id() / f"{name}.md"


def read_fragment(name: str) -> tuple[list[str], str]:
    """Sources and Markdown of a region's passage; nothing where the region has none."""
    path = fragment_path(name)
    if not path.is_file():
        if not any(REGIONS.glob(f"*/{name}.md")):
            sentence = f"Ingen region har avsnittet »{name}«; kontrollera stavningen."
            raise Faulty([Fault("fragment", 0, sentence)])
        return [], ""
    shown = f"macros/regions/{region_id()}/{name}.md"
    lines = path.read_text("utf-8-sig").splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        sentence = "Överst ska det stå --- och sedan sources, följt av --- igen."
        raise Faulty([Fault(shown, 1, sentence)])
    end = lines.index("---", 1)
    data, places = load(path, shown, "\n".join(["", *lines[1:end]]))
    return check(FragmentHead, data, places).sources, "\n".join(lines[end + 1 :]).strip()


def leave_out(conf: Any, absent: list[str]) -> None:
    """Pages that the region does not have: out of the navigation and out of the build."""
    conf["nav"] = _without(conf["nav"], set(absent))
    patterns = [f"/{page}" for page in absent]
    conf["exclude_docs"] = GitIgnoreSpec.from_lines(patterns)


def _without(entries: list[Any], absent: set[str]) -> list[Any]:
    """The navigation without some pages, and without what holds nothing then."""
    kept: list[Any] = []
    for entry in entries:
        if isinstance(entry, str):
            kept += [] if entry in absent else [entry]
            continue
        ((title, target),) = entry.items()
        if isinstance(target, list):
            target = _without(target, absent)
        if target and (isinstance(target, list) or target not in absent):
            kept.append({title: target})
    return kept
