"""The content policy before Google's evaluator."""

import json
import subprocess
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup

from tests.conftest import ROOT
from tools.build.server import headers_for, read_headers

# Its last word on 'self': dangerous where a site hosts JSONP, AngularJS or what others upload. This one
# hosts its own files alone; without 'self' each of them, and every module's imports, would need a hash.
ACCEPTED = [["MEDIUM_MAYBE", "script-src", "'self'"]]


def findings(*policies: str) -> list[Any]:
    command = ["node", Path(__file__).with_name("evaluate_policy.mjs"), ROOT / "tools"]
    done = subprocess.run(
        list(map(str, command)), input="\n".join(policies), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_the_evaluator_finds_nothing_against_header_and_meta(site: Path) -> None:
    header = headers_for("/", read_headers(site / "_headers"))["Content-Security-Policy"]
    page = BeautifulSoup((site / "index.html").read_text("utf-8"), "html.parser")
    (meta,) = page.select("meta[http-equiv=Content-Security-Policy]")
    assert findings(header, str(meta["content"])) == [ACCEPTED, ACCEPTED]


def test_the_evaluator_would_find_something() -> None:
    found = findings("script-src 'self' 'unsafe-inline'", "script-src https: data:; object-src *")
    assert all(any(severity == "HIGH" for severity, _, _ in each) for each in found)
