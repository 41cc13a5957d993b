"""The built site as a server gets it: policy, headers, names by hash, nothing from elsewhere."""

import json
import re
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.conftest import ROOT
from tools.build import finish, headers, pack
from tools.build.server import headers_for, read_headers
from tools.build.version import PACKED
from tools.build.wheel import can_compile, check_wheel

THEIRS = ("pyodide.mjs", "pyodide.asm.mjs")  # Pyodide's own text names addresses it never asks here


def pages(site: Path) -> list[tuple[str, BeautifulSoup]]:
    return [
        (page.relative_to(site).as_posix(), BeautifulSoup(page.read_text("utf-8"), "html.parser"))
        for page in sorted(site.rglob("*.html"))
    ]


def policy_of(page: BeautifulSoup) -> str:
    meta = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert isinstance(meta, Tag)
    return str(meta["content"])


def test_every_page_carries_the_same_policy_before_anything_that_loads(site: Path) -> None:
    seen = set()
    for name, page in pages(site):
        assert page.head is not None
        first = [tag.name for tag in page.head.find_all(True, recursive=False)][:2]
        assert first == ["meta", "meta"], name
        seen.add(policy_of(page))
    (policy,) = seen
    sent = headers_for("/", read_headers(site / "_headers"))["Content-Security-Policy"]
    assert sent == policy + "; frame-ancestors 'none'"
    assert "'unsafe-inline'" not in sent
    assert "'unsafe-eval'" not in sent


def test_every_inline_script_is_in_the_policy_and_no_other(site: Path) -> None:
    used: set[str] = set()
    for page in site.rglob("*.html"):
        used |= set(finish.inline_scripts(page.read_text("utf-8")))
    _, first = pages(site)[0]
    assert set(re.findall(r"'sha256-[^']+'", policy_of(first))) == used
    assert used


def test_nothing_on_a_page_needs_what_the_policy_stops(site: Path) -> None:
    for name, page in pages(site):
        for tag in page.find_all(True):
            assert not tag.has_attr("style"), (name, tag)
            assert not [key for key in tag.attrs if key.startswith("on")], (name, tag)
            assert not str(tag.get("href", "")).startswith("javascript:"), (name, tag)
        assert page.find("style") is None, name


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for name, page in pages(site):
        for tag in page.find_all(["script", "img", "iframe", "source", "video", "audio", "link"]):
            address = str(tag.get("src") or tag.get("href") or "")
            assert not re.match(r"(https?:)?//", address), (name, tag)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text("utf-8")), style


def test_only_the_tool_pages_carry_tool_code(site: Path) -> None:
    with_tool = {
        name
        for name, page in pages(site)
        if page.find("script", src=re.compile("assets/tools/"), attrs={"type": "module"})
    }
    forms = {f"formular/{file.stem}/index.html" for file in (ROOT / "checklists").glob("*.yml")}
    assert len(forms) == 4
    tools = {"verktyg/milstolpar/index.html", "verktyg/dfa/index.html"}
    assert with_tool == tools | forms


def test_what_is_named_by_its_hash_is_kept_and_nothing_else(site: Path) -> None:
    rules = read_headers(site / "_headers")
    for file in site.rglob("*.*"):
        if file.suffix in PACKED:
            continue
        path = "/" + file.relative_to(site).as_posix()
        cached = headers_for(path, rules)["Cache-Control"]
        named = re.search(r"\.[0-9a-f]{8}\.|/assets/[a-z]+/[0-9a-f]{16}/", path)
        assert (cached == headers.FOREVER) == bool(named and file.suffix != ".map"), path
    assert headers_for("/", rules)["Cache-Control"] == "no-cache"


def test_the_runtime_is_the_few_files_it_needs(site: Path) -> None:
    (folder,) = (site / "assets/runtime").iterdir()
    files = [file.name for file in folder.iterdir() if file.suffix not in PACKED]
    assert sorted(files) == sorted(pack.RUNTIME_FILES)


def test_the_manifest_names_each_file_as_it_is(site: Path) -> None:
    (module,) = (site / "assets/tools").glob("*/manifest.mjs")
    text = module.read_text("utf-8")
    manifest = json.loads(text[text.index("{") : text.rindex(";")])
    for entry in [*manifest["runtime"], manifest["wheel"], *manifest["quick"].values()]:
        file = site / entry["url"]
        (again,) = [each for each in pack._entries(file.parent, site) if each["name"] == file.name]
        assert again == entry


def test_finishing_twice_changes_nothing(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy, ignore=shutil.ignore_patterns("runtime"))
    (copy / "assets/runtime").mkdir()
    before = {file: file.read_bytes() for file in copy.rglob("*.html")}
    finish.finish(copy)
    assert {file: file.read_bytes() for file in copy.rglob("*.html")} == before


def test_a_page_without_a_place_for_the_policy_stops_the_build() -> None:
    with pytest.raises(ValueError, match="charset"):
        finish.with_meta("<html><head></head></html>", "default-src 'none'")


def test_the_links_to_laws_are_there_for_a_reader_without_the_tool(site: Path) -> None:
    page = dict(pages(site))["verktyg/milstolpar/index.html"]
    table = page.find("table", class_="time-limits")
    assert isinstance(table, Tag)
    rows = table.find_all("tr")[1:]
    assert len(rows) == 13
    assert "SFB 27 kap. 47 §" in table.get_text()
    assert table.find("a", href="https://lagen.nu/2010:110#K27P47")
    # no day of a rule is typed in the page's own text
    text = (Path(__file__).parents[2] / "docs/verktyg/milstolpar.md").read_text("utf-8")
    assert not re.search(r"\bdag (91|181|366|550|15|14|21|30|31)\b", text)


def test_the_wheel_is_checked(tmp_path: Path, site: Path) -> None:
    (wheel,) = (site / "assets/python").glob("*/*.whl")
    check_wheel(wheel)
    empty = tmp_path / "sjukskrivning-0.1.0-py3-none-any.whl"
    shutil.make_archive(str(tmp_path / "empty"), "zip", str(tmp_path))
    (tmp_path / "empty.zip").rename(empty)
    with pytest.raises(ValueError, match=r"milestones\.json saknas"):
        check_wheel(empty)


def test_bytecode_of_another_python_is_never_used() -> None:
    assert not can_compile("3.99.0")
