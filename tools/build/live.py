"""The author's mode: what the pages need beside themselves is made again before each rebuild.

Switched on by ``tools/build/__main__.py``; in an ordinary build both functions do nothing, because
that program does the same once, and more (names by hash, policy), over the finished site.
"""

from pathlib import Path

from tools.build import pack, search
from tools.build.generate import generate
from tools.build.rules import region_id

ON = False


def refresh() -> None:
    """Rules, forms and tools anew, for edits since the last rebuild. Raises Faulty."""
    if ON:
        from sjukskrivning import forms, rules

        generate(region_id())
        search.load_synonyms()  # for its faults: where they are found later, nobody would tell them
        rules.rules.cache_clear()
        forms.forms.cache_clear()
        pack.pack()


def place(site: str) -> None:
    """The tools' files and the search beside the pages."""
    if ON:
        pack.place(Path(site))
        search.place(Path(site), by_hash=False)
