"""The two pages meant for paper come out on one sheet of A4 each, whole, in every region."""

import io
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.conftest import served
from tests.site import regions

# what must stand on the paper
SHEETS = {
    "introduktion/lathund": "h1, .lead, table, .page-foot dl",
    "introduktion/forsta-dagen": "h1, .first-day ol, .receipt, .page-foot dl",
}
SMALLEST = 8  # points


def words(text: str) -> Counter[str]:
    return Counter(unicodedata.normalize("NFKC", text).replace("\u00ad", "").split())


def written(site: Path, name: str) -> str:
    """The page's own text, as it is in the file."""
    soup = BeautifulSoup((site / name / "index.html").read_text("utf-8"), "html.parser")
    for tip in soup.select(".term-tip"):
        tip.decompose()
    for line in soup.select("br, td, th, dt, dd, p, label"):
        line.append(" ")
    return " ".join(part.get_text() for part in soup.select("article")[0].select(SHEETS[name]))


def printed(page: Page) -> tuple[list[str], float]:
    """The text of each sheet, and the smallest letters in points."""
    sizes = []

    def note(text: str, cm: list[float], tm: list[float], _: Any, size: float) -> None:
        if text.strip():
            sizes.append(size * abs(tm[3] * cm[3]))

    paper = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    texts = [sheet.extract_text(visitor_text=note) for sheet in paper.pages]
    return texts, round(min(sizes), 1)


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("region", regions.REGIONS)
def test_it_is_one_sheet_with_all_of_it(
    page: Page, sites: dict[str, Path], region: str, name: str
) -> None:
    with served(sites[region]) as address:
        page.goto(f"{address}{name}/")
        texts, smallest = printed(page)
    assert len(texts) == 1
    assert smallest >= SMALLEST
    paper = re.sub(r"^\d+\. ", "", texts[0], flags=re.MULTILINE)  # the list's own numbers
    assert words(paper) == words(written(sites[region], name))


def test_the_button_prints_the_list_as_it_is_ticked(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}introduktion/forsta-dagen/")
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    empty = page.pdf(format="A4", prefer_css_page_size=True)
    for box in page.locator(".first-day input").all():
        box.check()
    page.locator(".first-day .print").click()
    assert page.evaluate("window.printed") == 1
    texts, _ = printed(page)
    assert len(texts) == 1
    assert "Alla punkter" not in texts[0]  # what the screen says of it
    ticked = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(ticked) != len(empty)


def test_letters_that_are_too_small_and_a_second_sheet_are_found(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}introduktion/lathund/")
    page.evaluate(
        """document.querySelectorAll("td").forEach(cell => {
            cell.style.fontSize = "7pt";
            cell.style.height = "12rem";
        })"""
    )
    texts, smallest = printed(page)
    assert len(texts) == 2
    assert smallest == 7
