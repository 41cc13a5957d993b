"""What a web editor gets to read when something is wrong: file, line, one sentence in Swedish."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tools.build.site import build_pages
from tools.build.strict_yaml import Fault, Faulty

HEAD = """---
title: Sidan
description: En sida.
owner: Webbredaktör
decided: "2026-11-21"
reviewed: "2026-11-21"
review_months: 12
sources: [SFB]
---

# Sidan

"""
BODY = len(HEAD.splitlines()) + 1  # the line on which a page's own text begins

CONFIG = """
site_name: Prov
docs_dir: docs
site_dir: site
nav: [{Start: index.md}]
theme: {name: material, font: false}
markdown_extensions: [attr_list]
plugins:
  - macros: {module_name: macros/main, on_undefined: strict, on_error_fail: true}
validation:
  nav: {omitted_files: warn, not_found: warn, absolute_links: warn}
  links: {not_found: warn, absolute_links: warn, unrecognized_links: warn, anchors: warn}
"""

Builder = Callable[..., list[Fault]]


@pytest.fixture
def faults_of(tmp_path: Path) -> Builder:
    """Builds a small site of its own with the real macros; the faults, none if it was built."""

    def build(page: str, *, config: str = CONFIG, **more_pages: str) -> list[Fault]:
        (tmp_path / "macros").symlink_to(ROOT / "macros")
        (tmp_path / "mkdocs.yml").write_text(config, "utf-8")
        docs = tmp_path / "docs"
        docs.mkdir()
        (docs / "index.md").write_text(page, "utf-8")
        for name, text in more_pages.items():
            (docs / f"{name}.md").write_text(text, "utf-8")
        try:
            build_pages(tmp_path / "mkdocs.yml")
        except Faulty as faulty:
            return faulty.faults
        return []

    return build


def test_a_sound_page_is_built(faults_of: Builder, tmp_path: Path) -> None:
    assert faults_of(HEAD + 'Se {{ time_limit("chain_step_2") }} och [hit](#sidan).') == []
    html = (tmp_path / "site/index.html").read_text("utf-8")
    assert "dag 91" in html
    assert "Ansvarig" in html


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n[hit](finns-inte.md)", BODY + 1, "leder till en sida eller fil som inte finns"),
        ("![bild](bild.png)", BODY, "leder till en sida eller fil som inte finns"),
        ("[hit](#ingen-rubrik)", BODY, "pekar på en rubrik som inte finns"),
        ("[hit](/om/)", BODY, "börjar med /"),
        ("[hit](om/)", BODY, "leder ingenstans"),
        ("\n\n{{ finns_inte }}", BODY + 2, "»finns_inte« finns inte"),
        ("{{ finns_inte() }}", BODY, "»finns_inte« finns inte"),
        ('{{ time_limit("chain_step_9") }}', BODY, "»chain_step_9« finns inte"),
        ("{{ time_limit() }}", BODY, "fel sorts uppgifter"),
        ("\n{{ region. }}", BODY + 1, "går inte att tolka"),
        ("{{ region.nime }}", BODY, "»nime« finns inte"),
    ],
)
def test_a_fault_in_the_text(faults_of: Builder, text: str, line: int, words: str) -> None:
    (fault,) = faults_of(HEAD + text)
    assert (fault.file, fault.line) == ("docs/index.md", line)
    assert words in fault.sentence
    assert "Traceback" not in str(fault)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        (HEAD, "# Sidan\n", 1, "Sidhuvudet saknas"),
        ("owner: Webbredaktör\n", "", 2, "»owner« saknas"),
        ("owner:", "ovner:", 4, "»ovner« är ingen nyckel"),
        ("sources: [SFB]", "sources: [SFB, FINNS-INTE]", 8, "Källan »FINNS-INTE« finns inte"),
        ("sources: [SFB]", "sources: []", 8, "»sources« får inte vara tom"),
        ('reviewed: "2026-11-21"', 'reviewed: "2026-13-21"', 6, "ska vara ett datum"),
        ('reviewed: "2026-11-21"', 'reviewed: "2999-01-01"', 6, "ligger i framtiden"),
        ("review_months: 12", "review_months: ofta", 7, "ska vara ett heltal"),
        ("title: Sidan", "title: Sidan\ntitle: Igen", 3, "står två gånger"),
        ("title: Sidan", "title: Sidan: en", 2, "går inte att läsa som YAML"),
    ],
)
def test_a_fault_in_the_front_matter(
    faults_of: Builder, old: str, new: str, line: int, words: str
) -> None:
    faults = faults_of(HEAD.replace(old, new))
    assert any(words in fault.sentence and fault.line == line for fault in faults), faults
    assert {fault.file for fault in faults} == {"docs/index.md"}


def test_all_faults_of_all_pages_are_told_at_once(faults_of: Builder) -> None:
    faults = faults_of("# Ett", other="# Två")
    assert {fault.file for fault in faults} == {"docs/index.md", "docs/other.md"}


def test_a_page_that_nobody_finds(faults_of: Builder) -> None:
    (fault,) = faults_of(HEAD, glömd=HEAD)
    assert fault.file == "docs/glömd.md"
    assert "finns inte i navigationen" in fault.sentence


def test_a_page_that_the_navigation_names_in_vain(faults_of: Builder) -> None:
    config = CONFIG.replace("{Start: index.md}", "{Start: index.md}, {Borta: borta.md}")
    (fault,) = faults_of(HEAD, config=config)
    assert fault.file == "mkdocs.yml"
    assert "»borta.md«, som inte finns" in fault.sentence


def test_a_configuration_that_is_no_yaml(faults_of: Builder) -> None:
    (fault,) = faults_of(HEAD, config=CONFIG.replace("docs_dir: docs", "docs_dir: [docs"))
    assert (fault.file, fault.line) == ("mkdocs.yml", 3)
    assert "går inte att läsa som YAML" in fault.sentence


def test_the_real_site_has_no_trace_of_a_failed_macro(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        assert "Macro Rendering Error" not in text
        assert "Traceback" not in text
        if page.parent.name != "bidra":  # which shows how macros are written
            assert "{{" not in text


def test_the_banners_about_the_future_of_mkdocs_do_not_reach_the_editor(tmp_path: Path) -> None:
    (tmp_path / "macros").symlink_to(ROOT / "macros")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text(HEAD, "utf-8")
    code = f"from tools.build.site import build_pages, Path; build_pages(Path({str(tmp_path)!r}) / 'mkdocs.yml')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
