"""The first day's list: points with one link each, to be ticked off in memory and on paper."""

from typing import Annotated

from pydantic import Field

from macros import addresses
from macros.render import render
from tools.build.rules import ROOT, Text
from tools.build.strict_yaml import Strict, read


class Point(Strict):
    text: Text
    link: Text
    page: Text  # in docs/, with an anchor if need be
    minutes: Annotated[int, Field(ge=0, le=5)] = 1


def first_day() -> str:
    """The list of ``macros/data/first_day.yml``."""
    path = ROOT / "macros/data/first_day.yml"
    points, _ = read(list[Point], path, "macros/data/first_day.yml")
    return render(
        "first_day.html",
        points=[(point, addresses.page_url(point.page)) for point in points],
    )
