"""The tools' forms."""

from sjukskrivning.reading import DEGREES, USUAL_WAITING_DAYS, WAITING_DAYS

from macros.limits import occupations
from macros.render import render
from tools.build.pack import packed

PAGE_URL = ""  # set before each page by macros/main.py


def milestone_tool() -> str:
    """The form of the milestone calculator, usable before Python is ready."""
    return render(
        "milestone_tool.html",
        occupations=occupations(),
        degrees=sorted(DEGREES, reverse=True),
        waiting_days=WAITING_DAYS,
        usual_waiting_days=USUAL_WAITING_DAYS,
        script=from_root(f"{packed()['tools']}/milestones.mjs"),
    )


def runtime_python() -> str:
    """The Python version of the browser's runtime, such as »3.14.2«."""
    return packed()["python"]


def from_root(path: str) -> str:
    """An address from the site's root, as the page being written has to name it."""
    return "../" * PAGE_URL.count("/") + path


def page_url(page: str) -> str:
    """The address of a page of docs/, such as »verktyg/milstolpar.md#alla-tidsgranser«."""
    path, hash_, anchor = page.partition("#")
    return from_root(path.removesuffix("index.md").replace(".md", "/") + hash_ + anchor)
