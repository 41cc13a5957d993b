"""The site without a network, and the change to a new version: with a real server that is really stopped."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.browser.conftest import TOOL
from tests.browser.stoppable import Stoppable
from tools.build import offline

START = 90_000  # milliseconds: Python's start, on a machine with other things to do
FORM = "formular/uppfoljning/"
GUIDE = "riktlinjer/processen/"
STORAGE = "om/integritet/"
BELOW = "/vard/stod/"

KEPT = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(
    async (name) => [name, (await (await caches.open(name)).keys()).map(({url}) => url)])))"""


@pytest.fixture
def serving(site: Path) -> Iterator[Callable[..., Stoppable]]:
    servers: list[Stoppable] = []

    def serve(folder: Path = site, below: str = "/") -> Stoppable:
        servers.append(Stoppable(folder, below))
        return servers[-1]

    yield serve
    for server in servers:
        server.stop()


@pytest.fixture
def context(new_context: Any) -> BrowserContext:
    made: BrowserContext = new_context(viewport={"width": 1280, "height": 900})
    return made


# --- what the tests do over and over --------------------------------------------------------


def keep_pages(page: Page, server: Stoppable, path: str = "") -> None:
    """A first visit, until its pages are kept."""
    page.goto(server.address + path)
    until(
        page,
        "(await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'",
    )


def until(page: Page, condition: str) -> None:
    """Waits for an expression that may hold ``await``; wait_for_function takes a promise for true."""
    for _ in range(START // 50):
        if page.evaluate(f"async () => Boolean({condition})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"did not come true: {condition}")


def keep_everything(page: Page, server: Stoppable) -> None:
    """A first visit to a tool, until it is kept too."""
    keep_pages(page, server, TOOL)
    expect(page.locator(".page-foot .kept")).to_contain_text(
        "fungerar även utan nät", timeout=START
    )


def kept(page: Page) -> list[str]:
    """What lies in the caches: every address with its hash."""
    return [url for urls in page.evaluate(KEPT).values() for url in urls]


def listed(site: Path, server: Stoppable, tools: bool) -> set[str]:
    """What should: from the finished site itself."""
    paths = {offline.address(site, file): offline.hash_of(file) for file in offline.kept(site)}
    return {
        f"{server.address}{path}?{hash_}"
        for path, hash_ in paths.items()
        if tools or not offline.TOOL.match(path)
    }


def pages_of(site: Path) -> list[str]:
    return [offline.address(site, file) for file in sorted(site.rglob("index.html"))]


def heading(site: Path, path: str) -> str:
    soup = BeautifulSoup((site / path / "index.html").read_text("utf-8"), "html.parser")
    found = soup.select_one("main h1")
    assert found
    return found.get_text(" ", strip=True)


# --- without a server -----------------------------------------------------------------------


@pytest.mark.parametrize("below", ["/", BELOW])
def test_after_one_visit_everything_works_without_a_server(
    context: BrowserContext, site: Path, serving: Callable[..., Stoppable], below: str
) -> None:
    server = serving(below=below)
    first = context.new_page()
    keep_everything(first, server)
    first.close()
    server.stop()

    page = context.new_page()
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    tools = 0
    for path in pages_of(site):
        answered = page.goto(server.address + path)
        assert answered
        assert answered.from_service_worker, path
        assert "default-src 'none'" in answered.headers["content-security-policy"]
        expect(page.locator("main h1").first).to_have_text(heading(site, path))
        if page.locator("script[src*='assets/tools/']").count():
            tools += 1
            expect(page.locator("[data-state=ready]")).to_be_visible(timeout=START)
    assert tools >= 5
    # the server is asked whether there is a new version, and cannot be
    assert [each for each in failed if not each.endswith("sw.js")] == []

    page.goto(server.address + TOOL)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-05-31", timeout=START
    )
    page.goto(server.address)
    page.get_by_role("textbox", name="Sök").press_sequentially("läkarintyget")
    expect(page.locator(".md-search-result__item h1").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(server.address) + r"\w"))
    expect(page.get_by_text("Du är offline")).to_be_visible()


@pytest.mark.parametrize("below", ["/", BELOW])
def test_an_address_that_is_not_kept_says_offline_and_leads_on(
    context: BrowserContext, site: Path, serving: Callable[..., Stoppable], below: str
) -> None:
    server = serving(below=below)
    page = context.new_page()
    keep_pages(page, server)
    there = page.goto(server.address + "ny/sida/")
    assert there
    assert there.status == 404
    expect(page.get_by_role("heading", name="Sidan finns inte")).to_be_visible()
    server.stop()
    answered = page.goto(server.address + "ny/sida/?namn=nej")
    assert answered
    assert answered.status == 503
    expect(page.get_by_role("heading", name="Du är offline")).to_be_visible()
    assert page.evaluate("document.styleSheets.length") == 1
    page.get_by_role("link", name="Gå till startsidan").click()
    expect(page.locator("main h1")).to_have_text(heading(site, ""))
    assert page.url == server.address
    # a folder without its slash, as a server would have led on
    page.goto(server.address + GUIDE.rstrip("/"))
    assert page.url == server.address + GUIDE


def test_a_server_that_does_not_answer_and_a_network_that_goes_are_said(
    context: BrowserContext, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    notice = page.locator(".site-notice", has_text="Du är offline")
    page.goto(server.address)
    context.set_offline(True)
    expect(notice).to_contain_text("andra sidor kan inte öppnas")
    context.set_offline(False)
    expect(notice).to_have_count(0)
    keep_pages(page, server)
    page.goto(server.address)
    expect(notice).to_have_count(0)
    server.stop()
    page.goto(server.address + GUIDE)
    expect(notice).to_contain_text("sökningen fungerar ändå")
    notice.get_by_role("button", name="Stäng").click()
    expect(notice).to_have_count(0)


def test_a_tool_that_is_not_kept_says_offline(
    context: BrowserContext, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    keep_pages(page, server)
    server.stop()
    context.set_offline(True)
    page.goto(server.address + TOOL)
    expect(page.locator(".site-notice")).to_contain_text("Du är offline")
    # the tool's own program is one of the files that are missing
    expect(page.locator(".tool-status")).to_contain_text("inte sparat på den här enheten")
    expect(page.locator("table.time-limits tbody tr").first).to_be_visible()
    page.goto(server.address + FORM)
    expect(page.locator(".tool-status")).to_contain_text("inte sparat på den här enheten")
    for question in page.locator("[data-item]:has(> legend > .condition)").all():
        expect(question).to_be_visible()


# --- what is kept ---------------------------------------------------------------------------


def test_a_first_visit_keeps_pages_and_search_but_no_tool(
    context: BrowserContext, site: Path, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    keep_pages(page, server)
    assert set(kept(page)) == listed(site, server, tools=False)
    assert not [path for path in server.asked if offline.TOOL.match(path[1:])]
    assert f"{server.address}search/search_index.json?" in " ".join(kept(page))


def test_nothing_but_the_sites_own_files_is_kept_or_told(
    context: BrowserContext, site: Path, serving: Callable[..., Stoppable]
) -> None:
    """Queries, other methods and other addresses leave no trace; what is kept is not asked for again."""
    server = serving()
    page = context.new_page()
    keep_everything(page, server)
    server.asked.clear()
    page.goto(f"{server.address}{GUIDE}?namn=Anna#rubrik")
    expect(page.locator("main h1")).to_have_text(heading(site, GUIDE))
    page.evaluate(
        """async () => {
            await fetch("hemligt?x=1");
            await fetch("../../om/", {method: "POST", body: "hemligt"}).catch(() => {});
            navigator.serviceWorker.controller.postMessage({typed: "hemligt"});
            navigator.serviceWorker.controller.postMessage("hemligt");
        }"""
    )
    page.goto(server.address + TOOL)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator("table.milestones")).to_be_visible(timeout=START)
    assert set(kept(page)) == listed(site, server, tools=True)
    assert {path for path in server.asked if not path.endswith("sw.js")} == {f"/{GUIDE}hemligt?x=1"}


def test_a_page_that_came_damaged_is_not_kept(
    context: BrowserContext, serving: Callable[..., Stoppable]
) -> None:
    """A portal that answers in the server's place."""
    server = serving()
    server.damaged = re.compile("^/riktlinjer/")
    page = context.new_page()
    page.goto(server.address)
    until(page, "(await caches.keys()).length")
    until(page, "!(await navigator.serviceWorker.getRegistration())")
    assert not [url for url in kept(page) if "/riktlinjer/" in url]
    page.goto(server.address + "om/")
    expect(page.get_by_role("heading", name="Om sajten")).to_be_visible()
    server.damaged = re.compile("(?!)")
    keep_pages(page, server)  # the next visit tries again
    assert [url for url in kept(page) if f"/{GUIDE}?" in url]


def test_what_is_damaged_on_the_device_is_fetched_again(
    context: BrowserContext, site: Path, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    keep_everything(page, server)

    def damage(part: str) -> str:
        done = page.evaluate(
            """async (part) => {
                for (const name of await caches.keys()) {
                    const cache = await caches.open(name);
                    for (const request of await cache.keys()) {
                        if (!request.url.includes(part)) continue;
                        const was = await cache.match(request);
                        const body = new Uint8Array(await was.arrayBuffer());
                        body[body.length - 2] ^= 1;
                        await cache.put(request, new Response(body, {headers: was.headers}));
                        return request.url;
                    }
                }
            }""",
            part,
        )
        assert done, part
        return str(done)

    for part in (f"/{GUIDE}?", "python.wasm?"):
        damage(part)
    server.asked.clear()
    page.goto(server.address + GUIDE)
    expect(page.locator("main h1")).to_have_text(heading(site, GUIDE))
    assert server.asked.count(f"/{GUIDE}") == 1
    page.goto(server.address + TOOL)
    expect(page.locator("#milestone-tool[data-state=ready]")).to_be_visible(timeout=START)
    server.stop()  # and both are whole again
    page.goto(server.address + GUIDE)
    expect(page.locator("main h1")).to_have_text(heading(site, GUIDE))
    page.goto(server.address + TOOL)
    expect(page.locator("#milestone-tool[data-state=ready]")).to_be_visible(timeout=START)
    damage(f"/{GUIDE}?")  # what cannot be fetched again is not shown
    page.goto(server.address + GUIDE)
    expect(page.get_by_role("heading", name="Du är offline")).to_be_visible()


# --- the reader decides ---------------------------------------------------------------------


def test_the_reader_keeps_and_removes_everything(
    context: BrowserContext, site: Path, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    page.goto(server.address + STORAGE)
    page.locator("label[title='Byt till mörkt läge']").click()
    said = page.locator(".offline-storage [role=status]")
    page.get_by_role("button", name="Spara för offline").click()
    expect(said).to_contain_text("Allt är sparat", timeout=START)
    assert set(kept(page)) == listed(site, server, tools=True)
    stored = page.evaluate(
        """async () => {
            let sum = 0;
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) sum += (await (await cache.match(request)).arrayBuffer()).byteLength;
            }
            return sum / 1e6;
        }"""
    )
    told = page.locator("[data-kept=all]").inner_text()
    assert stored <= int(told.removesuffix(" MB")) <= stored + 2

    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.get_by_role("button", name="Ta bort allt sparat").click()
    expect(said).to_contain_text(
        f"Borttaget: {len(listed(site, server, tools=True))} sparade filer"
    )
    expect(said).to_contain_text("ljust eller mörkt läge")
    nothing = """async () => [(await caches.keys()).length, localStorage.length,
        (await navigator.serviceWorker.getRegistrations()).length]"""
    assert page.evaluate(nothing) == [0, 0, 0]
    # neither what the open page still asks for, nor the next page, brings anything back
    page.get_by_role("textbox", name="Sök").fill("intyg")
    expect(page.locator(".md-search-result__item h1").first).to_be_visible()
    page.goto(server.address + GUIDE)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(6_000)
    assert page.evaluate(nothing) == [0, 0, 0]


def test_where_data_is_saved_nothing_is_kept_unasked(
    context: BrowserContext, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    context.add_init_script(
        "Object.defineProperty(navigator, 'connection', {value: {saveData: true}})"
    )
    page = context.new_page()
    page.goto(server.address + TOOL)
    offer = page.locator(".page-foot").get_by_role("button", name="Spara för offline")
    expect(offer).to_be_visible(timeout=START)
    assert kept(page) == []
    offer.click()
    expect(page.locator(".page-foot .kept")).to_contain_text("Sparat", timeout=START)
    assert kept(page)


@pytest.mark.parametrize("how", ["refused", "missing", "broken"])
def test_a_browser_or_server_without_it_loses_nothing(
    new_context: Any, site: Path, tmp_path: Path, serving: Callable[..., Stoppable], how: str
) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    if how == "missing":
        (copy / "sw.js").unlink()
    if how == "broken":
        (copy / "sw.js").write_text("this is no script", "utf-8")
    server = serving(copy)
    context = new_context(service_workers="block" if how == "refused" else "allow")
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(server.address + TOOL)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator("table.milestones")).to_be_visible(timeout=START)
    page.goto(server.address + STORAGE)
    page.get_by_role("button", name="Spara för offline").click()
    expect(page.locator(".offline-storage [role=status]")).to_contain_text("gick inte att spara")
    assert broken == []
    assert page.evaluate("async () => (await caches.keys()).length") == 0


# --- a new version --------------------------------------------------------------------------


def another_build(site: Path, folder: Path) -> Path:
    """The next version: one page says something else, and all tools have other names."""
    new = folder / "new"
    shutil.copytree(site, new)
    (tools,) = (new / "assets/tools").iterdir()
    (wheel,) = (new / "assets/python").iterdir()
    names = {tools.name: tools.name[::-1], wheel.name: wheel.name[::-1]}
    tools.rename(tools.with_name(names[tools.name]))
    wheel.rename(wheel.with_name(names[wheel.name]))
    for file in [*new.rglob("*.html"), *new.rglob("manifest.mjs")]:
        text = file.read_text("utf-8")
        for old, other in names.items():
            text = text.replace(old, other)
        if file == new / GUIDE / "index.html":
            text = text.replace("<h1", "<p>En ny mening.</p><h1", 1)
        file.write_text(text, "utf-8")
    offline.write_worker(new)
    return new


def test_a_new_version_takes_over_with_the_next_page_and_nothing_typed_is_lost(
    context: BrowserContext, site: Path, tmp_path: Path, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    keep_everything(page, server)
    page.goto(server.address + FORM)
    expect(page.locator("#form-tool[data-state=ready]")).to_be_visible(timeout=START)
    text = page.locator("#form textarea:visible").first
    text.fill("Halvvägs genom formuläret")

    new = another_build(site, tmp_path)
    server.stop()
    server.site = new
    server.start()
    server.asked.clear()
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    notice = page.locator(".site-notice", has_text="Sajten har uppdaterats")
    expect(notice).to_be_visible(timeout=START)

    # only what has changed was fetched
    changed = {
        f"/{offline.address(new, file)}"
        for file in offline.kept(new)
        if not (site / file.relative_to(new)).is_file()
        or offline.hash_of(site / file.relative_to(new)) != offline.hash_of(file)
    }
    fetched = {path for path in server.asked if not path.endswith("sw.js")}
    assert fetched == changed
    assert not [path for path in fetched if path.startswith("/assets/runtime/")]

    # the old page goes on with its own files, which the server does not have any more
    expect(text).to_have_value("Halvvägs genom formuläret")
    text.fill("Halvvägs, och vidare")
    expect(page.locator(".journal")).to_contain_text("Halvvägs, och vidare")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.once("dialog", answer)
    notice.get_by_role("button", name="Ladda om den här").click()
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(text).to_have_value("Halvvägs, och vidare")
    server.asked.clear()
    page.locator("button.wipe").click()
    page.locator("dialog.ask .yes").click()
    expect(text).to_have_value("")
    expect(page.locator("#form-tool[data-state=ready]")).to_be_visible(timeout=START)
    text.fill("Ett nytt")
    expect(page.locator(".journal")).to_contain_text("Ett nytt", timeout=START)
    assert not [path for path in server.asked if not path.endswith("sw.js")]

    # the next page is new, in another tab too
    beside = context.new_page()
    beside.goto(server.address + GUIDE)
    expect(beside.get_by_text("En ny mening.")).to_be_visible()
    expect(text).to_have_value("Ett nytt")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(server.address + GUIDE)
    expect(page.get_by_text("En ny mening.")).to_be_visible()
    page.goto(server.address + FORM)
    expect(page.locator("#form-tool[data-state=ready]")).to_be_visible(timeout=START)

    # when no page is open any more, the old files go
    assert len(kept(page)) > len(listed(new, server, tools=True))
    page.close()
    beside.close()
    last = context.new_page()
    last.goto(server.address)
    until(last, "(await caches.keys()).length === 1")
    assert set(kept(last)) == listed(new, server, tools=True)


def test_a_new_version_that_cannot_be_had_whole_leaves_the_old_in_charge(
    context: BrowserContext, site: Path, tmp_path: Path, serving: Callable[..., Stoppable]
) -> None:
    server = serving()
    page = context.new_page()
    keep_pages(page, server)
    server.site = another_build(site, tmp_path)
    server.damaged = re.compile(f"^/{GUIDE}")
    page.goto(server.address)
    # the browser finds it, and gives it up
    page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.getRegistration();
            registration.addEventListener("updatefound", () => (self.found = registration.installing));
            registration.update();
        }"""
    )
    until(page, "self.found?.state === 'redundant'")
    server.stop()
    page.goto(server.address + GUIDE)
    expect(page.locator("main h1")).to_have_text(heading(site, GUIDE))
    expect(page.get_by_text("En ny mening.")).to_have_count(0)


def test_the_worker_that_removes_itself_does(
    context: BrowserContext, site: Path, tmp_path: Path, serving: Callable[..., Stoppable]
) -> None:
    """What an author gets with --live, and what ends the use without a network."""
    server = serving()
    page = context.new_page()
    keep_pages(page, server)
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    shutil.copyfile(Path(__file__).parents[2] / "docs/sw.js", copy / "sw.js")
    server.site = copy
    page.goto(server.address)
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    until(page, "!(await navigator.serviceWorker.getRegistrations()).length")
    until(page, "!(await caches.keys()).length")


# --- as an app ------------------------------------------------------------------------------


def test_the_site_can_be_installed(
    page: Page, site: Path, serving: Callable[..., Stoppable]
) -> None:
    server = serving(below=BELOW)
    page.goto(server.address + GUIDE)
    devtools = page.context.new_cdp_session(page)
    told = devtools.send("Page.getAppManifest")
    assert told["errors"] == []
    assert told["url"] == f"{server.address}manifest.webmanifest"
    manifest = json.loads(told["data"])
    address = told["url"]
    resolved = page.evaluate(
        "([start, base]) => new URL(start, base).href", [manifest["start_url"], address]
    )
    assert resolved == server.address
    for icon in manifest["icons"]:
        size = page.evaluate(
            """async ([src, base]) => {
                const image = new Image();
                image.src = new URL(src, base);
                await image.decode();
                return `${image.naturalWidth}x${image.naturalHeight}`;
            }""",
            [icon["src"], address],
        )
        assert icon["sizes"] in ("any", size)
