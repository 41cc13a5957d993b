"""A Markdown extension: the first use of a glossary term on a page shows what it means.

By hover, by focus and by touch (a button takes focus when it is touched), without a script.
Headings, links, code and what macros have written as HTML are left alone.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from macros import addresses, registers

LEFT_ALONE = {
    "a",
    "code",
    "pre",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "button",
    "kbd",
    "th",
    "label",
}
# the endings a Swedish noun can have; an abbreviation takes them after a colon
ENDINGS = "(?:s|n|ns|en|ens|et|ets|t|ts|er|ers|erna|ernas|ar|ars|arna|arnas|or|ors|orna|na|a|e)?"


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """How each term is found in running text, the longest terms first."""
    found = {}
    for key, term in registers.glossary().items():
        if term.hint:
            forms = sorted({term.term, *term.also}, key=len, reverse=True)
            found[key] = re.compile(r"(?<![\w-])(?:" + "|".join(map(_form, forms)) + r")(?![\w-])")
    return dict(sorted(found.items(), key=lambda entry: -len(entry[1].pattern)))


def _form(form: str) -> str:
    if re.fullmatch(r"[A-ZÅÄÖ0-9]{2,}", form):
        return re.escape(form) + "(?::(?:s|n|en|ns|ens))?"
    first = f"[{form[0].lower()}{form[0].upper()}]" if form[0].isalpha() else re.escape(form[0])
    return first + re.escape(form[1:]) + ENDINGS


class Terms(Treeprocessor):
    """Marks each term once a page; ``done`` is emptied for each page."""

    def run(self, root: Element) -> None:
        if addresses.PAGE_URL.startswith("begrepp"):
            return
        self.left = dict(patterns())
        self.number = 0
        self.visit(root)

    def visit(self, element: Element) -> None:
        if element.tag in LEFT_ALONE:
            return
        self.mark(element, None)
        for child in list(element):
            if child.get("class") != "term-tip":
                self.visit(child)
            self.mark(element, child)

    def mark(self, parent: Element, before: Element | None) -> None:
        """The text at the start of an element, or the text that follows one of its children."""
        text = (parent.text if before is None else before.tail) or ""
        if not text.strip() or isinstance(text, AtomicString) or parent.tag == "div":
            return
        hits = ((key, hit) for key, pattern in self.left.items() if (hit := pattern.search(text)))
        first = min(hits, key=lambda each: (each[1].start(), -len(each[1][0])), default=None)
        if first is None:
            return
        key, hit = first
        del self.left[key]
        self.number += 1
        button, tip = self.made(key, hit[0])
        index = 0 if before is None else list(parent).index(before) + 1
        parent.insert(index, button)
        parent.insert(index + 1, tip)
        if before is None:
            parent.text = text[: hit.start()]
        else:
            before.tail = text[: hit.start()]
        tip.tail = text[hit.end() :]
        self.mark(parent, tip)

    def made(self, key: str, shown: str) -> tuple[Element, Element]:
        name = f"term-{self.number}"
        button = Element("button", {"type": "button", "class": "term", "aria-describedby": name})
        button.text = AtomicString(shown)
        tip = Element("span", {"class": "term-tip", "role": "tooltip", "id": name})
        tip.set("data-search-exclude", "")
        term = registers.glossary()[key]
        full = f"{term.term}: " if term.term.lower() != shown.lower() else ""
        tip.text = AtomicString(full + term.means)
        return button, tip


class TermsExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        # after the inline patterns (20), so that links and code are elements by then
        md.treeprocessors.register(Terms(md), "terms", 15)


def makeExtension(**settings: object) -> TermsExtension:
    """Python-Markdown's way of finding an extension by its module."""
    return TermsExtension(**settings)
