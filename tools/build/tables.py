"""Tables that a phone can show row by row, each cell under its column's title.

The titles stand in each cell's ``data-label``, for docs/assets/site.css to show; docs/assets/page.mjs
says what is a row and a cell to browsers that forget it when they are laid out as blocks. Only tables of
pages and registers with a row of titles; those of the tools have a layout of their own for a phone.

Running it twice changes nothing more.
"""

from __future__ import annotations

import re

TABLE = re.compile(r'<table(?: class="data[^"]*")?>.*?</table>', re.DOTALL)
TITLE = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
PART = re.compile(r"<(tr|th|td)\b([^>]*)>(?=(\s*</t[dh]>)?)")


def by_row(html: str) -> str:
    """The page with the titles in the cells of its tables."""
    return TABLE.sub(lambda found: _labelled(found[0]), html)


def _labelled(table: str) -> str:
    head, end, body = table.partition("</thead>")
    if not end:
        return table
    titles = [re.sub(r"<[^>]*>", "", title).replace('"', "&quot;") for title in TITLE.findall(head)]
    column = 0

    def labelled(part: re.Match[str]) -> str:
        nonlocal column
        column = 0 if part[1] == "tr" else column + 1
        if part[1] == "tr" or part[3]:  # an empty cell needs no title
            return part[0]
        return f'<{part[1]}{part[2]} data-label="{titles[column - 1]}">'

    head = head.replace("<table", "<table data-by-row", 1)
    return head + end + PART.sub(labelled, body)
