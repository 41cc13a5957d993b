"""What is done to the built site, as a program of its own: it needs the folder and nothing else.

    python -m tools.build.finish site

1. The theme's output is made lighter (theme.py), our script gets a name with the hash of its content.
2. The theme's search dialog gets a name for screen readers, and its one-letter page turning goes.
   The cells of tables bear their column's title, for phones (tables.py).
3. The content policy (headers.py): the hashes of all inline scripts of the whole site, as <meta> in
   every page and as a header in ``_headers``, together with the other headers a server should send.

Running it twice changes nothing more.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

from tools.build import headers, tables, theme

OWN_FILES = ("assets/page.mjs",)


def finish(site: Path, embedders: Sequence[str] = ()) -> dict[str, str]:
    """All steps, in their order: the policy must see the pages as they will be served.

    ``embedders``: the web sites that may show this one in a frame. Gives the headers of every answer.
    """
    theme.lighten(site)
    pages = sorted(site.rglob("*.html"))
    renamed = name_by_hash(site)
    for page in pages:
        html = page.read_text("utf-8")
        for old, new in renamed.items():
            html = re.sub(rf"(?<![\w.-]){re.escape(old)}", new, html)
        html = tables.by_row(name_for_screen_readers(without_shortcuts(html)))
        page.write_text(html, "utf-8")
    scripts = sorted({hash_ for page in pages for hash_ in inline_scripts(page.read_text("utf-8"))})
    policy = headers.content_policy(scripts)
    for page in pages:
        page.write_text(with_meta(page.read_text("utf-8"), policy), "utf-8")
    everywhere = headers.security(policy, embedders)
    headers.write_headers(site, everywhere)
    return everywhere


def name_by_hash(site: Path) -> dict[str, str]:
    """Rename our script; old file name -> new one."""
    renamed = {}
    for name in OWN_FILES:
        file = site / name
        if file.is_file():
            digest = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
            new = file.with_name(f"{file.stem}.{digest}{file.suffix}")
            file.rename(new)
            renamed[file.name] = new.name
    return renamed


def without_shortcuts(html: str) -> str:
    """The theme turns pages at a single letter (n, p) by these links, and so would wipe what is typed."""
    return re.sub(r'\s*<link rel="(?:prev|next)"[^>]*>', "", html)


def name_for_screen_readers(html: str) -> str:
    """Names for screen readers: the search dialog has none, the path the same as the navigation."""
    old = 'data-md-component="search" role="dialog">'
    html = html.replace(old, old[:-1] + ' aria-label="Sök">')
    return html.replace(
        '<nav class="md-path" aria-label="Navigation"', '<nav class="md-path" aria-label="Sökväg"'
    )


class _Inline(HTMLParser):
    """Collects the text of scripts that are run where they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data_block = "json" in (given.get("type") or "")
        self.inside = tag == "script" and "src" not in given and not data_block
        if self.inside:
            self.found.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


def inline_scripts(html: str) -> list[str]:
    """CSP hashes of a page's inline scripts, in order."""
    parser = _Inline()
    parser.feed(html)
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in parser.found)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def with_meta(html: str, policy: str) -> str:
    """The page with the policy right after its charset, before anything that could load."""
    html = re.sub(r'\n? *<meta http-equiv="Content-Security-Policy"[^>]*>', "", html)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    changed, count = re.subn(
        r"(<meta charset=[^>]*>)", lambda found: f"{found[1]}\n{meta}", html, count=1
    )
    if not count:
        raise ValueError("sidan saknar <meta charset>, så policyn har ingen plats")
    return changed


if __name__ == "__main__":
    finish(Path(sys.argv[1]))
