"""Registers of ``macros/data``: tables that pages print, roles, the glossary. One entry, one home."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from macros import addresses, region
from macros.render import render
from tools.build.rules import ROOT, Text, faults_of_sources, load_sources, name_of
from tools.build.strict_yaml import Faulty, Strict, read

DATA = ROOT / "macros/data"


class Role(Strict):
    name: Text
    page: Text  # in docs/


class Table(Strict):
    """A table as data. A column named ``who`` holds ids of roles.yml."""

    columns: Annotated[dict[str, Text], Field(min_length=2)]
    filter: Text | None = None  # the column that the reader can choose by
    sources: Annotated[list[Text], Field(min_length=1)]
    checked: dt.date
    rows: Annotated[list[dict[str, Text | list[Text]]], Field(min_length=1)]


class Term(Strict):
    """An entry of the glossary. ``also``: other forms and abbreviations found in running text."""

    term: Text
    also: list[Text] = []
    group: Text
    means: Text
    see: list[Text] = []
    sources: Annotated[list[Text], Field(min_length=1)]
    checked: dt.date
    reservation: Text | None = None
    hint: bool = True  # shown where the term first stands on a page


def roles() -> dict[str, Role]:
    return read(dict[str, Role], DATA / "roles.yml", "macros/data/roles.yml")[0]


# --- tables ----------------------------------------------------------------------------------


def table_path(name: str) -> Path:
    """Where a table lies: in the region's folder, if it is the region's own."""
    own = region.folder() / f"{name}.yml"
    return own if own.is_file() else DATA / f"{name}.yml"


def load_table(name: str) -> Table:
    """A table, checked. Raises Faulty."""
    path = table_path(name)
    table, lines = read(Table, path, name_of(path))
    faults = faults_of_sources(table.sources, ("sources",), lines, load_sources())
    for index, row in enumerate(table.rows):
        for key in row.keys() - table.columns.keys():
            sentence = f"Kolumnen »{key}« finns inte under »columns«."
            faults.append(lines.fault(("rows", index, key), sentence))
        for key in table.columns.keys() - row.keys():
            faults.append(lines.fault(("rows", index), f"Kolumnen »{key}« saknas på raden."))
        for role in _list(row.get("who", [])):
            if role not in roles():
                sentence = f"Rollen »{role}« finns inte i macros/data/roles.yml."
                faults.append(lines.fault(("rows", index, "who"), sentence))
    if table.filter and table.filter not in table.columns:
        faults.append(lines.fault(("filter",), f"Kolumnen »{table.filter}« finns inte."))
    if faults:
        raise Faulty(faults)
    return table


def table(name: str, caption: str, role: str | None = None) -> str:
    """A table with its caption; or a role's rows, which are none where the region has no such table."""
    if role and not table_path(name).is_file():
        return ""
    found = load_table(name)
    rows = [row for row in found.rows if role is None or role in _list(row.get("who", []))]
    if not rows:
        return ""
    columns = {key: title for key, title in found.columns.items() if not (role and key == "who")}
    names = {key: each.name for key, each in roles().items()}
    return render(
        "data_table.html",
        caption=caption,
        columns=columns,
        rows=[{key: _cell(key, row[key], names) for key in columns} for row in rows],
        filter=found.filter if role is None else None,
        filter_title=found.columns[found.filter] if found.filter else "",
    )


def summary(name: str, column: str, caption: str) -> str:
    """How many rows have each value of a column."""
    counted = Counter(value for row in load_table(name).rows for value in _list(row[column]))
    return render("summary_table.html", caption=caption, counted=counted.most_common())


def _cell(key: str, value: Any, names: dict[str, str]) -> list[dict[str, str]]:
    """The parts of a cell; a role with the address of its page."""
    if key != "who":
        return [{"text": each} for each in _list(value)]
    return [{"text": names[each], "url": addresses.page_url(roles()[each].page)} for each in value]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# --- the glossary ----------------------------------------------------------------------------


@cache
def glossary() -> dict[str, Term]:
    """Every term by its id, in the order of the Swedish alphabet. Raises Faulty."""
    shown = "macros/data/glossary.yml"
    terms, lines = read(dict[str, Term], DATA / "glossary.yml", shown)
    faults = []
    known = load_sources()
    for key, term in terms.items():
        faults += faults_of_sources(term.sources, (key, "sources"), lines, known)
        for index, other in enumerate(term.see):
            if other not in terms:
                sentence = f"Begreppet »{other}« finns inte i listan."
                faults.append(lines.fault((key, "see", index), sentence))
    if faults:
        raise Faulty(faults)
    return dict(sorted(terms.items(), key=lambda entry: alphabetical(entry[1].term)))


def alphabetical(text: str) -> list[int]:
    """Å, ä and ö last, small and capital letters alike."""
    order = "abcdefghijklmnopqrstuvwxyzåäö"
    folded = text.lower().replace("é", "e").replace("ü", "y")
    return [order.find(letter) for letter in folded if letter in order]


def glossary_list() -> str:
    """The whole glossary: A–Ö, each term with its group, meaning, source and related terms."""
    letters: dict[str, list[tuple[str, Term]]] = {}
    for key, term in glossary().items():
        first = next(letter for letter in term.term.upper() if letter.isalpha())
        letters.setdefault(first, []).append((key, term))
    groups = sorted({term.group for term in glossary().values()}, key=alphabetical)
    return render(
        "glossary.html",
        letters=letters,
        groups=groups,
        terms=glossary(),
        sources=load_sources(),
    )
