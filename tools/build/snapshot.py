"""The snapshot that lets Python start at once: its memory after the package is imported and each tool has run once.

snapshot.mjs makes it in Node from the same files that are shipped; the browser restores it instead of
starting Python (tools/browser/snapshot-start.mjs), and starts Python the ordinary way if that fails.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.build import exercise
from tools.build.kept import made

HERE = Path(__file__).parent
NAME = "snapshot.bin"


def make_snapshot(runtime: Path, wheel: Path, folder: Path) -> Path:
    """The snapshot, in ``folder``. ``runtime``: Pyodide's files, with its lock file."""
    calls = list(exercise.once())
    uses = [HERE / "snapshot_inside.py", wheel, *sorted(runtime.glob("pyodide*.*"))]
    found = made(NAME, HERE / "snapshot.mjs", [runtime, wheel], calls, uses)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(found, folder / NAME))
