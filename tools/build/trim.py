"""The WebAssembly of the quick start, without the functions that none of our tools runs. See trim.mjs.

TRIM=no builds without this step: the quick start then runs on Pyodide's own file.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tools.build import exercise
from tools.build.kept import made
from tools.build.rules import ROOT

HERE = Path(__file__).parent
NAME = "python.wasm"


def make_trimmed(runtime: Path, snapshot: Path, folder: Path) -> Path | None:
    """The trimmed module, in ``folder``; None when it is not wanted. ``runtime``: Pyodide's files, with its lock file."""
    if os.environ.get("TRIM") == "no":
        return None
    calls = list(exercise.widely(seed=1))
    uses = [
        HERE / "wasm.mjs",
        ROOT / "tools/browser/snapshot-start.mjs",
        snapshot,
        *sorted(runtime.glob("pyodide*.*")),
    ]
    found = made(NAME, HERE / "trim.mjs", [runtime, snapshot], calls, uses)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(found, folder / NAME))
