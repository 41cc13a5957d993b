"""The search in the theme's own box: what is typed, what comes first, how it is opened."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

BEST = ".md-search-result__item:first-child"
SEARCHES = {
    # an inflection, the last part of a compound, its first part, no dots, a slip, a synonym
    "genusambassadörerna": ("Genusambassadör", "roller/genusambassador/"),
    "redogörelsen": ("Tillgänglighetsredogörelse", "om/tillganglighet/"),
    "tidsgr": ("Tidsgränser", "verktyg/tidsgranser/"),
    "forsakringskassan": ("Försäkringskassan", "samverkan/forsakringskassan/"),
    "statestik": ("Statistik", "uppfoljning/statistik/"),
    "AF": ("Arbetsförmedlingen", "samverkan/arbetsformedlingen/"),
}


@pytest.fixture(scope="module")
def spoken() -> list[str]:
    return []


@pytest.fixture(scope="module")
def start(browser: Browser, base_url: str, spoken: list[str]) -> Iterator[Page]:
    """The start page; what its console says, the policy's complaints too, is noted."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.on("console", lambda message: spoken.append(message.text))
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.goto(base_url)
    yield page
    context.close()


def search(page: Page, query: str) -> Locator:
    """Types into the theme's box; the best page's entry."""
    box = page.get_by_role("textbox", name="Sök")
    box.click()
    box.fill("")
    box.press_sequentially(query)
    return page.locator(BEST)


@pytest.mark.core
@pytest.mark.parametrize("query", SEARCHES)
def test_what_is_typed_finds_what_is_meant(
    start: Page, base_url: str, spoken: list[str], query: str
) -> None:
    title, path = SEARCHES[query]
    best = search(start, query)
    expect(best.locator("h1")).to_have_text(title)
    expect(best.locator("a").first).to_have_attribute(
        "href", re.compile(re.escape(base_url + path) + r"$")
    )
    expect(best.locator("mark").first).to_be_visible()
    expect(start.locator(".md-search-result__meta")).to_contain_text("sökresultat")
    assert spoken == []


def test_a_word_that_a_page_lacks_is_said(start: Page, spoken: list[str]) -> None:
    search(start, "genusambassadör julgran")
    expect(start.locator(".md-search-result__terms").first).to_have_text("Saknas: julgran")
    search(start, "julgransplundring")
    expect(start.locator(".md-search-result__meta")).to_have_text("Inga sökresultat")
    assert spoken == []


def test_the_best_section_stands_open_under_its_page(start: Page) -> None:
    best = search(start, "när läkaren slutar")
    expect(best.locator("h1")).to_have_text("När ansvaret går över")
    expect(best.locator("h2").first).to_have_text("När läkaren slutar")
    expect(best.locator("h2").first).to_be_visible()


@pytest.mark.core
def test_enter_opens_the_best_and_tells_the_server_no_words(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(search(page, "ändringar i lagen").locator("h2").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"verktyg/tidsgranser/#andringar-i-lagen$"))
    assert "?" not in page.url


def test_arrows_choose_among_the_results(page: Page, base_url: str) -> None:
    page.goto(base_url)
    expect(search(page, "statistiken").locator("h1")).to_have_text("Statistik")
    page.keyboard.press("ArrowDown")
    expect(page.locator(BEST + " a").first).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("uppfoljning/statistik/"))


@pytest.mark.core
def test_a_wrong_address_offers_to_search_for_its_words(page: Page, base_url: str) -> None:
    spoken: list[str] = []
    page.on("pageerror", lambda error: spoken.append(str(error)))
    page.goto(base_url + "verktyg/l%C3%A4karintygen_f%C3%B6r-sjukpenning.html")
    offer = page.get_by_role("button", name="Sök efter")
    expect(offer).to_have_text("Sök efter läkarintygen för sjukpenning")
    offer.click()
    expect(page.get_by_role("textbox", name="Sök")).to_be_focused()
    expect(page.locator(BEST + " h1")).to_be_visible()
    expect(page.locator(BEST + " mark").first).to_be_visible()
    assert spoken == []


@pytest.mark.parametrize("path", ["404.html", "%", "%FF/", "index.php"])
def test_an_address_without_words_offers_nothing_and_breaks_nothing(
    page: Page, base_url: str, path: str
) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(base_url + path)
    expect(page.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Sök efter")).to_be_hidden()
    assert broken == []
