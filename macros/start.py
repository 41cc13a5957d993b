"""The start page's cards: who you are, and where you are going."""

from typing import Annotated

from pydantic import Field

from macros.render import render
from tools.build.rules import ROOT, Text
from tools.build.strict_yaml import Strict, read


class Link(Strict):
    text: Text
    page: Text  # a page of docs/, with an anchor if need be


class Card(Strict):
    who: Text
    need: Text
    links: Annotated[list[Link], Field(min_length=1)]


def start_cards() -> str:
    """The cards of ``macros/data/start.yml``; links are Markdown, so that the build checks them."""
    path = ROOT / "macros/data/start.yml"
    cards, _ = read(list[Card], path, "macros/data/start.yml")
    return render("start_cards.html", cards=cards)
