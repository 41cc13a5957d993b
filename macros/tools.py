"""The tools' forms."""

from sjukskrivning.reading import DEGREES, USUAL_WAITING_DAYS, WAITING_DAYS

from macros import addresses
from macros.limits import occupations
from macros.render import render
from tools.build.pack import packed


def milestone_tool() -> str:
    """The form of the milestone calculator, usable before Python is ready."""
    return render(
        "milestone_tool.html",
        occupations=occupations(),
        degrees=sorted(DEGREES, reverse=True),
        waiting_days=WAITING_DAYS,
        usual_waiting_days=USUAL_WAITING_DAYS,
        script=addresses.from_root(f"{packed()['tools']}/milestones.mjs"),
    )


def runtime_python() -> str:
    """The Python version of the browser's runtime, such as »3.14.2«."""
    return str(packed()["python"])
