"""What is changed in the theme's own output, so that a page waits for less.

1. One stylesheet for all pages: the theme's two and ours, in the order they had.
2. The theme's script blocks nothing, asks for the search index when the search is first used, and
   stores nothing that the reader has not chosen.
3. The logo stands in the page: one request less, and its size is known from the start.

Running it twice changes nothing more. Each step fails loudly when the theme has changed under it.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

STYLESHEET = re.compile(r'\s*<link rel="stylesheet" href="([^"]*?)(assets/[^"]+)">')
ALL_STYLES = re.compile(r"assets/site\.[0-9a-f]{8}\.css")
# In the theme's script: what it does, and what it does here.
CHANGES = {
    # It waits with the search index where files are opened without a server. Now it always does.
    '$(location.protocol!=="file:"),': "$(!1),",
    # It stores the colour scheme with every page, chosen or not. Now only when the reader has chosen one.
    'h(o,"change").pipe(m(()=>o))': 'h(o,"change").pipe(m(()=>(self.__md_chosen=!0,o)))',
    '__md_set("__palette",s)': 'self.__md_chosen&&__md_set("__palette",s)',
}
SCRIPT = re.compile(
    r'<script src="([^"]*assets/javascripts/)bundle\.[0-9a-f]{8}\.min\.js"></script>'
)
LOGO = re.compile(r'<img src="[^"]*assets/logo\.svg" alt="logo">')


def lighten(site: Path) -> None:
    """All steps, on every page of a built site."""
    pages = {page: page.read_text("utf-8") for page in sorted(site.rglob("*.html"))}
    styles = one_stylesheet(site, list(pages.values()))
    script = changed_script(site)
    logo = drawn(site / "assets/logo.svg")
    for page, html in pages.items():
        html = with_one_stylesheet(html, styles)
        html = SCRIPT.sub(rf'<script src="\g<1>{script}" defer></script>', html)
        page.write_text(LOGO.sub(lambda _: logo, html), "utf-8")


def one_stylesheet(site: Path, pages: list[str]) -> str:
    """Put every stylesheet that any page asks for into one; its path from the site's root."""
    names: list[str] = list(
        dict.fromkeys(name for html in pages for _, name in STYLESHEET.findall(html))
    )
    if len(names) == 1 and ALL_STYLES.fullmatch(names[0]):
        return names[0]
    text = "\n".join(without_comments((site / name).read_text("utf-8")) for name in names)
    if outside := re.search(r"@import|url\((?!['\"]?data:)", text):
        raise ValueError(f"en stilmall kan inte flyttas: {outside[0]}")
    for name in names:
        (site / name).unlink()
        (site / f"{name}.map").unlink(missing_ok=True)
    made = f"assets/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.css"
    (site / made).write_text(text, "utf-8")
    return made


def without_comments(css: str) -> str:
    """A stylesheet as it need not be read: no comments, no indents, no empty lines."""
    lines = re.sub(r'/\*.*?\*/|@charset "UTF-8";', "", css, flags=re.DOTALL).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def with_one_stylesheet(html: str, name: str) -> str:
    """The page with the one stylesheet where its first stood."""
    links = list(STYLESHEET.finditer(html))
    if not links:
        raise ValueError("en sida saknar stilmall")
    link = f'\n      <link rel="stylesheet" href="{links[0][1]}{name}">'
    first = html[: links[0].start()] + link
    # Markdown has put a tool's own link into a paragraph, which is empty now
    return first + STYLESHEET.sub("", html[links[0].end() :]).replace("<p></p>", "")


def changed_script(site: Path) -> str:
    """Make CHANGES in the theme's script; its new name."""
    (file,) = (site / "assets/javascripts").glob("bundle.*.min.js")
    text = re.sub(r"//# sourceMappingURL=.*", "", file.read_text("utf-8"))
    if all(new in text for new in CHANGES.values()):
        return file.name
    for old, new in CHANGES.items():
        if text.count(old) != 1:
            raise ValueError(f"temats skript är ett annat än väntat: {old}")
        text = text.replace(old, new)
    made = file.with_name(f"bundle.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.js")
    made.write_text(text, "utf-8")
    file.unlink()
    file.with_name(f"{file.name}.map").unlink(missing_ok=True)
    return made.name


def drawn(logo: Path) -> str:
    """The logo as a part of the page. The link around it has the name already."""
    svg = re.sub(r' (?:role|aria-label)="[^"]*"', "", logo.read_text("utf-8").strip())
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)
