"""Tables that a phone can show row by row, each cell under its column's title.

The titles stand in each cell's ``data-label``, for docs/assets/site.css to show. The roles are written
out, because some browsers forget what a table is when its parts are laid out as blocks. Only tables of
pages and registers with a row of titles; those of the tools have a layout of their own for a phone.

Running it twice changes nothing more.
"""

from __future__ import annotations

import re

TABLE = re.compile(r'<table(?: class="data[^"]*")?>.*?</table>', re.DOTALL)
TITLE = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
PART = re.compile(r"<(table|thead|tbody|tr|th|td)\b([^>]*)>(?=(\s*</t[dh]>)?)")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row"}


def by_row(html: str) -> str:
    """The page with the titles in the cells of its tables."""
    return TABLE.sub(lambda found: _labelled(found[0]), html)


def _labelled(table: str) -> str:
    head, end, body = table.partition("</thead>")
    if not end:
        return table
    titles = [re.sub(r"<[^>]*>", "", title).replace('"', "&quot;") for title in TITLE.findall(head)]
    column = 0

    def in_head(part: re.Match[str]) -> str:
        return f'<{part[1]}{part[2]} role="{ROLES.get(part[1], "columnheader")}">'

    def in_body(part: re.Match[str]) -> str:
        nonlocal column
        if part[1] in ROLES:
            column = 0
            return in_head(part)
        column += 1
        if part[3]:  # an empty cell is the heading of nothing, and needs none
            return f'<{part[1]}{part[2]} role="cell">'
        role = "rowheader" if column == 1 else "cell"
        return f'<{part[1]}{part[2]} role="{role}" data-label="{titles[column - 1]}">'

    return PART.sub(in_head, head) + end + PART.sub(in_body, body)
