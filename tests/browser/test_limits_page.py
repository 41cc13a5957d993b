"""The page of all limits: on two sheets of paper, on a phone, and without JavaScript."""

import re
from typing import Any

from playwright.sync_api import Page, expect

LIMITS = "verktyg/tidsgranser/"


def test_it_is_printed_on_two_a4_sheets(page: Page, base_url: str) -> None:
    page.goto(base_url + LIMITS)
    paper = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 2


def test_it_is_all_there_without_javascript(new_context: Any, base_url: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(base_url + LIMITS)
    expect(page.locator("table.time-limits tbody tr")).to_have_count(13)
    for occupation in ("Anställd", "Behovsanställd", "Egenföretagare", "Studerande"):
        expect(page.locator(".rule-tree")).to_contain_text(occupation)
    expect(page.get_by_text("Nedsättningen beror på en arbetsskada?")).to_be_visible()
    expect(page.locator("#andringar-i-lagen")).to_be_visible()


def test_nothing_sticks_out_on_a_phone(new_context: Any, base_url: str) -> None:
    page = new_context(viewport={"width": 320, "height": 700}).new_page()
    page.goto(base_url + LIMITS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
