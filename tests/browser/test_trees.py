"""What a screen reader is told: names, roles and live announcements, as they were last looked at.

Each tool and form has a file in trees/ with every state that axe looks at too. A change that is meant is
written there, and then read before it is committed, by

    RENEW_TREES=1 python3 tools/run.py py -m pytest tests/browser/test_trees.py
"""

import difflib
import json
import os
import re
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import test_dfa, test_further
from tests.browser.conftest import TOOL
from tests.browser.forms import FORMS
from tests.browser.test_accessibility import form_states, tool_states

TREES = Path(__file__).with_name("trees")
DAY = "2026-11-22T12:00:00"  # a page knows no other day
RENEW = "RENEW_TREES"

Tool = tuple[str, str, Callable[[Page], Iterator[str]]]
TOOLS: dict[str, Tool] = {
    "milstolpar": (TOOL, "#milestone-tool", tool_states),
    "fler-rakningar": (TOOL, "#further-tools", test_further.states),
    "dfa": (test_dfa.CHECK, "#dfa-tool", test_dfa.states),
    **{
        form: (f"formular/{form}/", "#form-tool", partial(form_states, form=form)) for form in FORMS
    },
}
LIVE = """tool => [...tool.querySelectorAll("[role=status], [role=alert], [aria-live], output")]
    .filter(each => each.checkVisibility())
    .map(each => [each.getAttribute("role"), each.getAttribute("aria-live"), each.innerText.trim()]
        .filter(Boolean).join(": "))"""


def states_of(page: Page, tool: str, states: Iterator[str]) -> str:
    """Every state, as YAML: the first as it is, of the others what has changed since the one before.

    Addresses are left out: they are no names. A dialog shuts out what lies behind it.
    """
    written, before = "", ""
    for state in states:
        page.clock.run_for(2000)  # what is spoken only when the reader has stopped typing, has been
        dialog = page.locator("dialog[open]")
        if dialog.count():
            name, shown = "tree", tree_of(dialog)
        else:
            tree = tree_of(page.locator(tool))
            name, shown = ("changed", difference(before, tree)) if before else ("tree", tree)
            before = tree
        live = page.locator(tool).evaluate(LIVE)
        spoken = "".join(f"  - {json.dumps(text, ensure_ascii=False)}\n" for text in live)
        written += f"{state}:\n  live:\n{spoken}  {name}: |\n{textwrap.indent(shown, '    ')}\n"
    return written


def tree_of(place: Locator) -> str:
    return re.sub(r"\n *- /url: .*", "", place.aria_snapshot())


def difference(old: str, new: str) -> str:
    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=1)
    return "\n".join("…" if line.startswith("@@") else line for line in list(lines)[2:])


@pytest.mark.parametrize("name", TOOLS)
def test_what_a_screen_reader_is_told(page: Page, base_url: str, name: str) -> None:
    path, tool, states = TOOLS[name]
    page.emulate_media(reduced_motion="reduce")
    page.clock.install(time=DAY)
    page.goto(base_url + path)
    expect(page.locator(tool)).to_be_visible()
    page.wait_for_selector(".tool[data-state=ready]", timeout=120_000)
    # Python is ready before its first answer stands there
    expect(page.locator(".tool-status").first).not_to_contain_text("hämtas")
    found = states_of(page, tool, states(page))
    file = TREES / f"{name}.yml"
    if os.environ.get(RENEW):
        file.write_text(found, "utf-8")
    expected = file.read_text("utf-8") if file.is_file() else ""
    changed = difference(expected, found)
    assert not changed, f"{changed}\n\nIf this is meant: {RENEW}=1, and run this test again"


def test_no_tree_is_left_over() -> None:
    assert {file.stem for file in TREES.iterdir()} == set(TOOLS)
