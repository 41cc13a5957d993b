"""The core in WebKit. Its driver knows less than the others', so the tests are written for it."""

from collections.abc import Callable, Iterator

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser import leaks
from tests.browser import webkit as browser
from tests.browser.conftest import CONNECTED, TOOL

PATIENCE = 120  # seconds until what never comes is a fault
READY = ".tool[data-state=ready]"
NUMBER = "19121212-1212"  # invented, as in the other tests

Find = Callable[[str], WebElement]


@pytest.fixture(scope="module")
def webkit() -> Iterator[WebKitGTK]:
    with browser.webkit() as driver:
        driver.set_script_timeout(PATIENCE)
        yield driver


@pytest.fixture
def find(webkit: WebKitGTK) -> Find:
    """The first element for a selector, once one is to be seen."""

    def shown(selector: str) -> WebElement | None:
        for each in webkit.find_elements(By.CSS_SELECTOR, selector):
            if each.is_displayed():
                return each
        return None

    def found(selector: str) -> WebElement:
        wait = WebDriverWait(webkit, PATIENCE, 0.1, [StaleElementReferenceException])
        element = wait.until(lambda _: shown(selector), f"no {selector}")
        assert element
        return element

    return found


def until_text(webkit: WebKitGTK, selector: str, holds: Callable[[str], bool]) -> None:
    script = "return document.querySelector(arguments[0])?.textContent ?? ''"
    WebDriverWait(webkit, PATIENCE, 0.1).until(
        lambda _: holds(webkit.execute_script(script, selector)), selector
    )


def test_dates_are_computed_and_leave_no_trace(
    webkit: WebKitGTK, base_url: str, find: Find
) -> None:
    webkit.get(base_url + TOOL)
    find("#milestone-tool [name=start]").send_keys("2031-06-05")
    find("#milestone-tool [name=end]").send_keys("+400d" + Keys.ENTER)
    assert find("tr[data-id=chain_step_2] time").get_attribute("datetime")
    assert webkit.current_url == base_url + TOOL
    stored = webkit.execute_script(
        "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
        " history.state, document.title])"
    )
    assert "2031" not in stored


def test_a_form_is_filled_with_the_keyboard(webkit: WebKitGTK, base_url: str, find: Find) -> None:
    webkit.get(base_url + "formular/uppfoljning/")
    find(READY)
    first = "[data-section] .section-left"
    until_text(webkit, first, bool)
    before = webkit.find_element(By.CSS_SELECTOR, first).text
    radio = webkit.find_element(By.CSS_SELECTOR, "#form:not(.blank) input[type=radio]")
    webkit.execute_script("arguments[0].focus()", radio)
    radio.send_keys(Keys.SPACE)
    until_text(webkit, first, lambda text: text != before)


def test_a_draft_is_read_and_the_right_words_are_marked(
    webkit: WebKitGTK, base_url: str, find: Find
) -> None:
    webkit.get(base_url + "verktyg/dfa/")
    find(READY)
    webkit.execute_script(
        """const area = document.querySelector("textarea[name=other]");
        area.value = arguments[0];
        area.dispatchEvent(new Event("input", {bubbles: true}));""",
        f"Uppger å, ä och ö 😀. {NUMBER}",
    )
    webkit.execute_script(
        "arguments[0].click()", find('.remark[data-code="identity-data"] .remark-open')
    )
    until_text(webkit, ".marking:has([name=other]) mark", lambda text: text == NUMBER)


def test_the_search_finds_without_dots(webkit: WebKitGTK, base_url: str, find: Find) -> None:
    webkit.get(base_url)
    box = webkit.find_element(By.CSS_SELECTOR, ".md-search__input")
    webkit.execute_script("arguments[0].focus()", box)
    box.send_keys("forsakringskassan")
    find(".md-search-result__item")
    until_text(webkit, ".md-search-result__item h1", lambda text: "Försäkringskassan" in text)


def test_page_and_worker_cannot_send_to_another_origin(
    webkit: WebKitGTK, base_url: str, sink: tuple[str, list[str]]
) -> None:
    address, heard = sink
    webkit.get(base_url + TOOL)
    ran = webkit.execute_async_script(
        """const [code, done] = arguments;
        const source = new Blob([code], {type: "text/javascript"});
        new Worker(URL.createObjectURL(source)).onmessage = ({data}) => done(data);""",
        leaks.worker(leaks.WORKER, f"{address}worker/"),
    )
    assert ran == "refused"
    for name, way in {**leaks.PAGE, **leaks.CONNECTING}.items():
        if name == "prefetch":  # not known here, so it never ends
            continue
        webkit.execute_async_script(
            f"const [sink, done] = arguments; ({leaks.tried(way)})(sink).then(done)",
            f"{address}page/",
        )
    assert heard == []
    webkit.get(address + "last")
    assert set(heard) <= {CONNECTED, "/last", "/favicon.ico"}
