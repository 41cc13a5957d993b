"""One tool in a frame on another web site: shown alone, its height told to that site, and nothing else."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, Route, expect

from tests.browser.conftest import TOOL
from tests.browser.test_accessibility import violations
from tests.site import regions
from tools.build.server import make_server

ALLOWED = "https://vardgivare.example"
ALSO_ALLOWED = "https://intranet.example"
OTHER = "https://annan.example"
MARK = "2031-06-05"  # a day that stands nowhere on the site
AROUND = """<!doctype html><title>Around</title>
<script>
const heard = [];
addEventListener("message", ({origin, data}) => {
  heard.push({origin, data});
  document.querySelector("iframe").style.height = `${data.height}px`;
});
</script>
<iframe src="%s" style="width: 100%%" title="Sjukskrivning"></iframe>"""


def allow(folder: Path) -> None:
    profile = folder / f"macros/regions/{regions.DEFAULT}/profile.yml"
    added = f"embedders: [{ALSO_ALLOWED}, {ALLOWED}]\n"
    profile.write_text(profile.read_text("utf-8") + added, "utf-8")


@pytest.fixture(scope="module")
def embeddable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose region lets two web sites show it; its address."""
    server = make_server(regions.build(regions.DEFAULT, tmp_path_factory.mktemp("embed"), allow), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture
def framed(page: Page) -> Callable[[str, str], Frame]:
    """An address in a frame on another web site; the frame."""

    def show(site: str, address: str) -> Frame:
        def answer(route: Route) -> None:
            route.fulfill(body=AROUND % address, content_type="text/html")

        # that site is out in the world for the browser, and this one on the machine itself
        page.context.grant_permissions(["local-network-access"])
        page.route(f"{site}/", answer)
        page.goto(f"{site}/")
        (frame,) = page.main_frame.child_frames
        return frame

    return show


def heard(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("heard")
    return found


def ready(frame: Frame | Page) -> None:
    expect(frame.locator(".tool").first).to_have_attribute("data-state", "ready", timeout=120_000)


def height_is_told(page: Page, frame: Frame) -> int:
    """The last height that was told is that of the content, once both have come to rest."""
    bottom = "Math.ceil(document.querySelector('article').getBoundingClientRect().bottom + scrollY)"
    for _ in range(600):
        told, is_ = heard(page), frame.evaluate(bottom)
        if told and told[-1]["data"]["height"] == is_:
            return int(is_)
        page.wait_for_timeout(50)
    raise AssertionError(f"{is_} was never told: {told[-1:]}")


def test_the_height_and_nothing_else_is_told_to_a_site_that_may_know(
    page: Page, embeddable: str, framed: Callable[[str, str], Frame]
) -> None:
    spoken: list[str] = []
    page.on("console", lambda message: spoken.append(message.text))
    frame = framed(ALLOWED, f"{embeddable}{TOOL}?embed")
    ready(frame)
    empty = height_is_told(page, frame)
    frame.get_by_label("Från och med").fill(MARK)
    expect(frame.locator("table.milestones")).to_be_visible()
    assert height_is_told(page, frame) > empty
    frame.get_by_role("button", name="Rensa allt").click()
    expect(frame.locator(".tool-result")).to_be_hidden()
    assert height_is_told(page, frame) == empty
    own = embeddable.rstrip("/")
    assert {each["origin"] for each in heard(page)} == {own}
    for each in heard(page):
        height = each["data"].pop("height")
        assert each["data"] == {"type": "sjukskrivning-height"}
        assert isinstance(height, int)
    assert spoken == []


def test_a_site_that_may_not_show_it_is_refused_by_the_browser(
    page: Page, embeddable: str, framed: Callable[[str, str], Frame]
) -> None:
    with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        frame = framed(OTHER, f"{embeddable}{TOOL}?embed")
    expect(frame.locator("body")).not_to_contain_text("Räknaren")
    assert frame.locator(".tool").count() == 0
    assert heard(page) == []


def test_without_embed_the_page_is_whole_and_silent(
    page: Page, embeddable: str, framed: Callable[[str, str], Frame]
) -> None:
    frame = framed(ALLOWED, f"{embeddable}{TOOL}")
    ready(frame)
    frame.get_by_label("Från och med").fill(MARK)
    expect(frame.locator("table.milestones")).to_be_visible()
    expect(frame.locator("header.md-header")).to_be_visible()
    expect(frame.get_by_text("Öppna hela sidan")).to_have_count(0)
    assert heard(page) == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", [TOOL, "verktyg/dfa/", "formular/uppfoljning/"])
def test_the_tool_stands_alone(page: Page, base_url: str, path: str, width: int) -> None:
    """Also where no site may show it in a frame: then nobody is told anything."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{base_url}{path}?embed")
    ready(page)
    expect(page.locator("h1:visible")).to_have_count(1)
    expect(page.locator(".tool:visible")).to_have_count(1)
    for around in ("header.md-header", "nav", "footer", ".md-sidebar", ".page-foot"):
        expect(page.locator(f"{around}:visible")).to_have_count(0)
    whole = page.get_by_role("link", name="Öppna hela sidan")
    expect(whole).to_have_attribute("target", "_blank")
    expect(whole).to_have_attribute("rel", "noopener")
    assert violations(page) == []
    with page.expect_popup() as opened:
        whole.click()
    assert opened.value.url == base_url + path
    expect(opened.value.locator("header.md-header")).to_be_visible()
