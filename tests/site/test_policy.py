"""The content policy before Google's evaluator."""

import json
import re
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


# What no policy stops: Om → Integritet says that the site's own code has none of it.
LEADING_AWAY = [
    *(r"\b(?:window|self|globalThis)\.open\(", r"\blocation(?:\.href)?\s*=[^=]"),
    *(r"\blocation\.(?:assign|replace)\(", r"new \w*RTCPeerConnection", r"\.(?:requestS|s)ubmit\("),
    *("preconnect", "dns-prefetch", "prerender", "speculationrules"),
]


def leading_away(text: str) -> list[str]:
    return [found[0] for way in LEADING_AWAY for found in re.finditer(way, text, re.MULTILINE)]


def test_the_sites_own_code_does_nothing_that_no_policy_stops(site: Path) -> None:
    own = [*(ROOT / "tools/browser").rglob("*.mjs"), *(ROOT / "docs/assets").glob("*.mjs")]
    assert len(own) > 20
    found = {file.name: leading_away(file.read_text("utf-8")) for file in own}
    assert {name: ways for name, ways in found.items() if ways} == {}
    asks = "link[rel~=preconnect], link[rel~=dns-prefetch], link[rel~=prerender], meta[http-equiv=refresh]"
    for page in site.rglob("*.html"):
        html = BeautifulSoup(page.read_text("utf-8"), "html.parser")
        assert html.select(asks) == [], page


def test_what_leads_away_would_be_found() -> None:
    ways = ["window.open(x)", "location = x", "location.href = x", "location.assign(x)"]
    ways += ["new RTCPeerConnection()", "form.submit()", "link.rel = 'preconnect'"]
    assert [len(leading_away(way)) for way in ways] == [1] * len(ways)
