"""Every page before the W3C's checker (the Nu Html Checker, vnu-jar)."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

JAR = ROOT / "tools/node_modules/vnu-jar/build/dist/vnu.jar"
# Accepted: the theme's menus carry an empty tabindex, and its switches autocomplete, which HTML knows for
# text alone. Our own boxes carry it too: without it Firefox ticks them again when the page is reloaded.
ACCEPTED = (
    "Attribute “autocomplete” is only allowed when the input type is",
    "Bad value “” for attribute “tabindex” on element “label”",
)

pytestmark = pytest.mark.java


def errors(path: Path) -> list[str]:
    options = ["--errors-only", "--format", "json", "--skip-non-html", "--exit-zero-always"]
    command = ["java", "-jar", str(JAR), *options, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [f"{m.get('url')}: {m['message']}" for m in json.loads(done.stderr)["messages"]]


def test_no_page_has_an_error_but_those_accepted(site: Path) -> None:
    found = errors(site)
    assert [each for each in found if not any(quirk in each for quirk in ACCEPTED)] == []
    assert all(any(quirk in each for each in found) for quirk in ACCEPTED)  # none is outlived


def test_an_error_would_be_found(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    page.write_text("<!doctype html><html lang=sv><title>x</title><p id=a><p id=a></html>", "utf-8")
    (found,) = errors(tmp_path)
    assert "Duplicate ID" in found
