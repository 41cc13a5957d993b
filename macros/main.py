"""What MkDocs calls: thin on purpose, so that a move to Zensical stays cheap.

Everything is in plain functions of the package ``macros``; this file only names them for the pages.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

# In --live the functions may have been edited: forget them, or the old ones would be used.
for _name in [name for name in sys.modules if name.startswith("macros.")]:
    del sys.modules[_name]

from macros import (  # noqa: E402
    accessibility,
    addresses,
    dfa,
    evidence,
    faults,
    first_day,
    forms,
    further,
    licences,
    limits,
    pages,
    region,
    registers,
    start,
    storage,
    terms,
    tools,
)
from tools.build import live  # noqa: E402
from tools.build.strict_yaml import Faulty  # noqa: E402


def define_env(env: Any) -> None:
    """Variables and macros of the pages."""
    faults.name_them_in_swedish()
    try:
        live.refresh()
        checked = pages.check_pages(Path(env.conf["docs_dir"]))
        env.variables["region"] = region.profile()
        env.conf["extra"]["embedders"] = region.profile().embedders
        env.variables["runtime_python"] = tools.runtime_python()
        env.variables["_pages"] = checked
        registers.glossary.cache_clear()
        terms.patterns.cache_clear()
        registers.glossary()
    except Faulty as faulty:
        raise faults.stop(faulty) from None
    for macro in (
        tools.milestone_tool,
        limits.time_limits,
        limits.time_limits_full,
        limits.time_limit,
        limits.expected_days,
        limits.ways_of_counting,
        limits.rule_tree,
        limits.law_changes,
        limits.what_if,
        further.further_tools,
        start.start_cards,
        storage.offline_storage,
        forms.form,
        dfa.dfa_tool,
        dfa.remark_catalogue,
        dfa.remark_count,
        registers.summary,
        registers.glossary_list,
        region.training,
        first_day.first_day,
        pages.source_list,
        evidence.evidence,
        accessibility.accessibility,
        licences.licences,
        licences.licences_of_tools,
        licences.sbom_address,
    ):
        env.macro(macro)

    @env.macro  # type: ignore[untyped-decorator]
    def fragment(name: str) -> str:
        """A passage that only the region has; nothing where it has none."""
        sources, text = region.read_fragment(name)
        _more_sources.extend(sources)
        if not text:
            return ""
        with faults.within(region.fragment_path(name)):
            return str(env.render(text))

    @env.macro  # type: ignore[untyped-decorator]
    def table(name: str, caption: str, role: str | None = None) -> str:
        """A table of macros/data or of the region's folder; a role's rows of it."""
        html = registers.table(name, caption, role)
        _more_sources.extend(registers.load_table(name).sources if html else [])
        return html

    @env.macro  # type: ignore[untyped-decorator]
    def fragment_list() -> str:
        """The names that a region's passages can have."""
        titles = {path: front.title for path, front in env.variables["_pages"].items()}
        return region.fragment_list(Path(env.conf["docs_dir"]), titles)

    @env.macro  # type: ignore[untyped-decorator]
    def review_status() -> str:
        return pages.review_table(env.variables["_pages"])


_more_sources: list[str] = []  # of the fragments on the page being written


def on_pre_page_macros(env: Any) -> None:
    """Tells the macros which page they write on: addresses are relative."""
    addresses.PAGE_URL = env.page.url
    if env.page.url.startswith("om/") or not env.page.url.strip("./"):
        # in a search, the start page and what is about the site come after what the site is about
        env.page.meta.setdefault("search", {"boost": 0.6})
    _more_sources.clear()
    if region.SOURCED.search(env.markdown):
        _more_sources.extend(env.variables["region"].sources)


def on_post_page_macros(env: Any) -> None:
    """Owner, dates and sources at the foot of every page; below the heading, if its review is late."""
    front = env.variables["_pages"][env.page.file.src_uri]
    # after the heading: what stands before it becomes an entry of its own in the search
    heading = re.search(r"(?m)^# .*\n", env.markdown)
    at = heading.end() if heading else 0
    env.markdown = f"{env.markdown[:at]}\n{pages.overdue(front)}\n{env.markdown[at:]}"
    env.markdown += pages.foot(front, _more_sources, env.page.url)


def on_post_build(env: Any) -> None:
    """The review dates as data; in --live the tools' files too (the real build does more)."""
    live.place(env.conf["site_dir"])
    data = json.dumps(pages.review_data(env.variables["_pages"]), ensure_ascii=False, indent=1)
    Path(env.conf["site_dir"], "granskning.json").write_text(data + "\n", "utf-8")
