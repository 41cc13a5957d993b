"""From the start page to an answer: at most two clicks, or one search. Clicks are counted, not seconds."""

import pytest
from playwright.sync_api import Page, expect

# question -> links to press, the place where the answer stands, words of the answer; words to search for
WALKS = {
    "which day is the employer's plan due": (
        ["Tidsgränserna i en tabell"],
        "#grans-return-plan-deadline",
        ["30"],
        "arbetsgivarens plan för återgång",
    ),
    "who calls the team meeting": (
        ["Mer än 30 dagar – vem som kallar till teamet"],
        "article",
        ["koordinatorn", "team"],
        "vem kallar till teamet",
    ),
    "what must the function text hold": (
        ["Vad funktionstexten ska innehålla"],
        "article",
        ["funktionsnedsättning", "grad", "grundar"],
        "dfa-kedjan",
    ),
    "what is JOB": (
        ["Arbetsförmedlingens program"],
        "article",
        ["JOB", "Jobb- och utvecklingsgarantin"],
        "JOB",
    ),
    "how do I report a deviation": (
        ["Rapportera en avvikelse"],
        "article",
        ["avvikelse", "Centuri"],
        "rapportera avvikelse",
    ),
}


@pytest.mark.parametrize("question", WALKS)
def test_an_answer_is_two_clicks_away(page: Page, base_url: str, question: str) -> None:
    links, place, answer, _ = WALKS[question]
    assert len(links) <= 2
    page.goto(base_url)
    for link in links:
        page.get_by_role("link", name=link).first.click()
    for words in answer:
        expect(page.locator(place)).to_contain_text(words, ignore_case=True)


@pytest.mark.parametrize("question", WALKS)
def test_an_answer_is_one_search_away(page: Page, base_url: str, question: str) -> None:
    _, _, answer, words = WALKS[question]
    page.goto(base_url)
    page.get_by_role("textbox", name="Sök").click()
    page.keyboard.type(words)
    results = page.locator(".md-search-result__link")
    expect(results.first).to_be_visible()
    results.first.click()
    for expected in answer:
        expect(page.locator("article")).to_contain_text(expected, ignore_case=True)
