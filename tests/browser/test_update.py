"""A new version is laid out, or the old one back, while somebody is at a page: nothing is lost."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import servers
from tests.browser.conftest import TOOL, open_tool
from tests.browser.forms import (
    FILLED,
    PLAN,
    Gate,
    as_upload,
    clipboard,
    copy_button,
    expect_ready,
    expect_told,
    fill,
    nothing_typed,
    open_form,
    said,
)
from tests.conftest import SERVER
from tests.servers import ask
from tests.site import regions


def edited(folder: Path) -> None:
    """An update as they are: a rule's words, the look, the tools. Every address with a hash changes but the runtime's."""
    for name in ("docs/assets/site.css", "docs/assets/form.css"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n:root { --updated: 1; }\n")
    for file in (
        "docs/assets/page.mjs",
        "tools/browser/dom.mjs",
        "tools/browser/python-worker.mjs",
    ):
        with (folder / file).open("a", encoding="utf-8") as source:
            source.write("\nconst updated = 1;\nvoid updated;\n")
    rule = folder / "tools/sjukskrivning/rules/milestones/chain_step_2.yml"
    text = rule.read_text("utf-8")
    rule.write_text(text.replace("why:", "why: Uppdaterad.", 1), "utf-8")


@pytest.fixture(scope="session")
def updated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return regions.build(regions.DEFAULT, tmp_path_factory.mktemp("updated"), edited)


@dataclass
class Host:
    """A web server whose folder is a link, as on the page for web hosts."""

    address: str
    link: Path

    def lay_out(self, site: Path) -> None:
        new = self.link.with_name("new")
        new.symlink_to(site)
        os.replace(new, self.link)


@pytest.fixture
def nginx(tmp_path: Path, site: Path) -> Iterator[Host]:
    link = tmp_path / "site"
    link.symlink_to(site)
    with servers.nginx_with(tmp_path / "nginx", link, SERVER / "nginx.conf") as address:
        yield Host(address, link)


def version(host: Host) -> Any:
    return json.loads(ask(host.address, "version.json").body)


@pytest.mark.parametrize("kept", ["tools", "python"])
def test_an_update_takes_the_old_files_away(site: Path, updated: Path, kept: str) -> None:
    """Or the tests below would not show anything."""
    folders = [{each.name for each in (one / "assets" / kept).iterdir()} for one in (site, updated)]
    assert folders[0].isdisjoint(folders[1])


def halves(answers: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = list(answers)
    middle = len(names) // 2
    return {name: answers[name] for name in names[:middle]}, {
        name: answers[name] for name in names[middle:]
    }


@pytest.mark.parametrize("back", [False, True], ids=["update", "roll-back"])
def test_a_form_is_half_filled_when_the_version_changes(
    new_context: Any, nginx: Host, site: Path, updated: Path, back: bool
) -> None:
    before, after = (updated, site) if back else (site, updated)
    nginx.lay_out(before)
    page: Page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    failed: list[str] = []
    page.on("response", lambda each: failed.append(each.url) if each.status >= 400 else None)
    page.on("requestfailed", lambda each: failed.append(each.url))
    page.on("dialog", lambda dialog: dialog.accept())  # leaving a filled form
    open_form(page, nginx.address, PLAN)
    first, rest = halves(FILLED[PLAN])
    fill(page, first)
    expect_told(page, PLAN, first)
    old = version(nginx)
    nginx.lay_out(after)
    assert version(nginx)["hashes"]["tools"] != old["hashes"]["tools"]
    # it goes on as if nothing had happened: counts, checks, copies, saves
    fill(page, rest)
    expect_told(page, PLAN, FILLED[PLAN])
    copy_button(page).click()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    assert "Halvtid i februari" in clipboard(page)
    page.locator("details:has(.save-file)").evaluate("element => { element.open = true; }")
    with page.expect_download() as saving:
        page.locator(".save-file").click()
    kept = Path(saving.value.path()).read_bytes()
    assert failed == []
    # the other version is there at the next load, and takes what was saved
    page.reload()
    expect_ready(page)
    nothing_typed(page)
    page.locator(".open-file").set_input_files(as_upload(kept))
    expect(said(page)).to_have_text("Filen är öppnad.")
    expect_told(page, PLAN, FILLED[PLAN])
    assert failed == []


def test_a_form_works_when_nothing_is_left_on_the_server(
    new_context: Any, nginx: Host, tmp_path: Path
) -> None:
    """Harder than any update: after its load a page asks the server for nothing."""
    page: Page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    asked: list[str] = []
    open_form(page, nginx.address, PLAN)
    page.on("request", lambda request: asked.append(request.url))
    (tmp_path / "empty").mkdir()
    nginx.lay_out(tmp_path / "empty")
    fill(page, FILLED[PLAN])
    expect_told(page, PLAN, FILLED[PLAN])
    copy_button(page).click()
    expect(said(page)).to_contain_text("Texten är kopierad.")
    assert [url for url in asked if not url.startswith("blob:")] == []


def test_the_calculator_and_the_search_go_on(page: Page, nginx: Host, updated: Path) -> None:
    open_tool(page, nginx.address)
    page.get_by_label("Från och med").fill("260302")
    expect(page.locator("tr[data-id=chain_step_2]")).to_be_visible()
    nginx.lay_out(updated)
    page.get_by_label("Från och med").fill("260401")
    expect(page.locator("tr[data-id=chain_step_2] time")).to_have_attribute(
        "datetime", "2026-06-30"
    )
    box = page.get_by_role("textbox", name="Sök", exact=True)
    box.click()
    box.press_sequentially("koordinator")
    expect(page.locator(".md-search-result__item").first).to_be_visible()


def test_after_an_update_the_form_is_cleared_for_the_next_patient(
    page: Page, nginx: Host, updated: Path
) -> None:
    """Clearing starts Python anew; what that needs is kept by the browser."""
    open_form(page, nginx.address, PLAN)
    first, _ = halves(FILLED[PLAN])
    fill(page, first)
    expect_told(page, PLAN, first)
    nginx.lay_out(updated)
    page.locator(".wipe").click()
    page.locator("dialog.ask .yes").click()
    nothing_typed(page)
    expect_ready(page)
    fill(page, first)
    expect_told(page, PLAN, first)


@pytest.mark.parametrize("path", [TOOL, f"formular/{PLAN}/", "verktyg/dfa/"])
def test_a_page_that_was_loading_when_the_version_changed_says_what_to_do(
    page: Page, nginx: Host, tmp_path: Path, path: str
) -> None:
    """Its files are gone from the server. What is typed stays until the reader has read that."""
    gate = Gate(page)
    page.goto(nginx.address + path)
    field = page.locator("article :is(input[type=text], textarea):visible").first
    field.fill("260302")
    (tmp_path / "empty").mkdir()
    nginx.lay_out(tmp_path / "empty")
    gate.open()
    status = page.locator(".tool-status")
    expect(status).to_contain_text("uppdaterats", timeout=60_000)
    expect(status).to_contain_text("ladda om sidan")
    expect(field).to_have_value("260302")
