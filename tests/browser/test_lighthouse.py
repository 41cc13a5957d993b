"""Lighthouse on the start page, a guideline, a form and each tool; its figures go to the results file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import lighthouse

AT_LEAST = {"accessibility": 1.0, "best-practices": 1.0, "seo": 0.95}  # performance is only told
PAGES = [
    "",
    "riktlinjer/processen/",
    "formular/uppfoljning/",
    "verktyg/milstolpar/",
    "verktyg/dfa/",
]


@pytest.fixture(scope="module")
def address(site: Path) -> str:
    return lighthouse.serve(site)


@pytest.mark.chromium
@pytest.mark.parametrize("path", PAGES)
def test_lighthouse_has_nothing_to_say(
    address: str, path: str, record_property: Callable[[str, object], None]
) -> None:
    found = lighthouse.look(address + path)
    for category in lighthouse.CATEGORIES:
        record_property(f"Lighthouse {category} /{path}", round(100 * found[category]))
    low = {name: found[name] for name, least in AT_LEAST.items() if found[name] < least}
    assert not low, found["below 1"]
