"""What the pages that are read can do: terms, reviews that are overdue, tables, the first day."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.cdp
@pytest.mark.core
def test_a_term_explains_itself_by_hover_focus_and_touch(
    page: Page, new_context: Any, base_url: str
) -> None:
    page.goto(base_url + "riktlinjer/processen/")
    term = page.locator("button.term").first
    tip = page.locator(f"#{term.get_attribute('aria-describedby')}")
    expect(tip).to_be_hidden()
    term.hover()
    expect(tip).to_be_visible()
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    touched = new_context(viewport={"width": 320, "height": 640}, has_touch=True).new_page()
    touched.goto(base_url + "riktlinjer/processen/")
    for term in touched.locator("button.term").all():
        term.tap()
        tip = touched.locator(f"#{term.get_attribute('aria-describedby')}")
        expect(tip).to_be_visible()
        box = tip.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320


def test_a_term_is_explained_once_a_page(page: Page, base_url: str) -> None:
    page.goto(base_url + "riktlinjer/lakarintyg/")
    shown = [text.lower() for text in page.locator("button.term").all_text_contents()]
    assert len(shown) > 3
    assert len(shown) == len(set(shown))


def test_an_overdue_review_is_told_on_the_day_of_reading(page: Page, base_url: str) -> None:
    page.goto(base_url + "riktlinjer/processen/")
    expect(page.locator(".overdue")).to_be_hidden()
    page.clock.set_fixed_time("2036-01-01T12:00:00")
    page.reload()
    expect(page.locator(".overdue")).to_be_visible()
    page.goto(base_url + "om/granskning/")
    expect(page.locator(".late").first).to_be_visible()


def test_the_review_status_holds_every_page_as_data(site: Path) -> None:
    listed = json.loads((site / "granskning.json").read_text("utf-8"))
    pages = {entry["page"] for entry in listed if entry["kind"] == "Sida"}
    built = {
        file.parent.relative_to(site).as_posix().removeprefix(".")
        for file in site.rglob("index.html")
    }
    assert {f"{path}/" if path else "" for path in built} == pages
    assert all(10 < entry["lix"] < 90 for entry in listed if entry["kind"] == "Sida")
    assert {"Regel", "Begrepp"} <= {entry["kind"] for entry in listed}


@pytest.mark.core
def test_a_table_is_narrowed_to_a_role(page: Page, base_url: str) -> None:
    page.goto(base_url + "roller/")
    rows = page.locator("[data-filter=who] tbody tr")
    total = rows.count()
    page.get_by_role("combobox").select_option("Läkare")
    shown = rows.locator("visible=true")
    assert 0 < shown.count() < total
    for row in shown.all():
        expect(row.locator("[data-column=who]")).to_contain_text("Läkare")


def test_the_table_is_whole_without_a_script(new_context: Any, base_url: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(base_url + "roller/")
    assert page.locator("[data-filter=who] tbody tr:visible").count() >= 8


# for each cell with something in it: its column's title, the title shown above it, how it is laid out;
# and what sticks out of its box
LAID_OUT = """() => [...document.querySelectorAll("article table:not(.time-limits)")].map(table => {
    const titles = [...table.querySelectorAll("thead th")].map(title => title.textContent);
    const box = table.parentElement;
    const cells = [...table.querySelectorAll("tbody tr:not([hidden])")].flatMap(row =>
        [...row.cells].map((cell, column) => [cell, titles[column]]));
    const shown = cell => getComputedStyle(cell, "::before").content.split("/")[0].trim()
        .replace("attr(data-label)", JSON.stringify(cell.dataset.label)); // as Firefox tells it
    const edge = document.documentElement.clientWidth;
    return {
        cells: cells.filter(([cell]) => cell.textContent.trim()).map(([cell, title]) =>
            [JSON.stringify(title), shown(cell), getComputedStyle(cell).display]),
        out: [table, ...cells.map(([cell]) => cell)].filter(each =>
            each.scrollWidth > each.clientWidth + 1 || each.getBoundingClientRect().right > edge)
            .map(each => each.outerHTML.slice(0, 200)),
        scrolls: box.scrollWidth > box.clientWidth || document.documentElement.scrollWidth > edge,
    };
})"""


@pytest.mark.parametrize("width", [320, 390, 600, 1280])
def test_a_table_is_read_row_by_row_on_a_phone(
    new_context: Any, base_url: str, site: Path, width: int
) -> None:
    """Each cell under its column's title, and nothing to the side; on a wide screen it is a table."""
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    seen = 0
    for file in sorted(site.rglob("index.html")):
        if "<table" not in file.read_text("utf-8"):
            continue
        path = file.relative_to(site).as_posix().removesuffix("index.html")
        page.goto(base_url + path)
        for table in page.evaluate(LAID_OUT):
            seen += 1
            for title, shown, display in table["cells"]:
                if width <= 600:
                    assert (shown, display) == (title, "block"), path
                else:
                    assert (shown, display) == ("none", "table-cell"), path
            assert width > 600 or (table["out"], table["scrolls"]) == ([], False), path
    assert seen > 60


def test_the_first_day_is_ticked_in_memory_only(page: Page, base_url: str) -> None:
    page.goto(base_url + "introduktion/forsta-dagen/")
    boxes = page.get_by_role("checkbox")
    assert boxes.count() >= 13
    for box in page.locator("#first-day input").all():
        box.check()
    expect(page.locator(".first-day-left")).to_have_text("Alla punkter är genomgångna.")
    page.reload()
    expect(page.locator("#first-day input:checked")).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.locator(".receipt")).to_be_visible()
    for line in ("Namn", "Datum"):
        expect(page.locator(".receipt")).to_contain_text(line)
