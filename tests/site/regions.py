"""The regions' sites: the default one as it is built, the others built anew beside it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup

from tests.conftest import ROOT, SITE

REGIONS = sorted(path.parent.name for path in ROOT.glob("macros/regions/*/profile.yml"))
DEFAULT = "jamtland-harjedalen"


def build(
    region: str, folder: Path, change: Callable[[Path], None] | None = None, **settings: str
) -> Path:
    """A copy of the project, built for a region; its finished site."""
    done = run_build(region, folder, change, **settings)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def run_build(
    region: str, folder: Path, change: Callable[[Path], None] | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """The build of a copy of the project.

    ``change``: something done to the copy first; ``settings``: environment variables.
    """
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        source = ROOT / name
        if source.is_file() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / name)
    (folder / "tools/node_modules").symlink_to(ROOT / "tools/node_modules")
    if change:
        change(folder)
    # compressing the runtime takes longest, and is the same here
    known = ROOT / ".build/compressed"
    known.mkdir(parents=True, exist_ok=True)
    (folder / ".build").mkdir()
    (folder / ".build/compressed").symlink_to(known)
    environment = {
        **os.environ,
        "REGION": region,
        "PYTHONPATH": os.pathsep.join([str(folder), str(folder / "tools")]),
        **settings,
    }
    command = [sys.executable, "-m", "tools.build"]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@cache
def pages(site: Path) -> dict[str, str]:
    """The text of each page, as it is read: one space between words, none of the navigation."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        soup = BeautifulSoup(file.read_text("utf-8"), "html.parser")
        article = soup.select_one("article") or soup
        for other in article.select("script, template, .term-tip, .overdue, [lang=en]"):
            other.decompose()
        for term in article.select("button.term"):
            term.unwrap()
        article.smooth()
        text = article.get_text(" ")
        found[file.relative_to(site).as_posix()] = re.sub(r"\s+", " ", text.replace("\u00ad", ""))
    return found


def default_site() -> Path:
    return SITE
