"""What MkDocs calls: thin on purpose, so that a move to Zensical stays cheap.

Everything is in plain functions of the package ``macros``; this file only names them for the pages.
"""

import sys
from pathlib import Path
from typing import Any

# In --live the functions may have been edited: forget them, or the old ones would be used.
for _name in [name for name in sys.modules if name.startswith("macros.")]:
    del sys.modules[_name]

from macros import faults, forms, further, limits, pages, region, start, tools  # noqa: E402
from tools.build import live  # noqa: E402
from tools.build.strict_yaml import Faulty  # noqa: E402


def define_env(env: Any) -> None:
    """Variables and macros of the pages."""
    faults.name_them_in_swedish()
    try:
        live.refresh()
        checked = pages.check_pages(Path(env.conf["docs_dir"]))
        env.variables["region"] = region.profile()
        env.variables["runtime_python"] = tools.runtime_python()
        env.variables["_pages"] = checked
    except Faulty as faulty:
        raise faults.stop(faulty) from None
    for macro in (
        tools.milestone_tool,
        limits.time_limits,
        limits.time_limits_full,
        limits.time_limit,
        limits.ways_of_counting,
        limits.rule_tree,
        limits.law_changes,
        limits.what_if,
        further.further_tools,
        start.start_cards,
        forms.form,
    ):
        env.macro(macro)


def on_pre_page_macros(env: Any) -> None:
    """Tells the macros which page they write on: addresses are relative."""
    tools.PAGE_URL = env.page.url


def on_post_page_macros(env: Any) -> None:
    """Owner, dates and sources at the foot of every page."""
    env.markdown += pages.foot(env.variables["_pages"][env.page.file.src_uri])


def on_post_build(env: Any) -> None:
    """In --live the tools' files have to be put beside the pages; the real build does more."""
    live.place(env.conf["site_dir"])
