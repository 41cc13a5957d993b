"""The computing package as a wheel for the runtime.

hatchling builds it. Where pyodide-build is installed and this Python is the runtime's own version,
its ``py-compile`` puts bytecode in place of the source, which saves the browser the compilation, at
the price of a wheel twice as large.
Everything works without: the source is compiled by the runtime when it is imported.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tools.build.rules import ROOT

# one and the same time for every file, hatchling's own, also when the build is told another: equal
# source gives an equal wheel, and so the same address
RELEASE = "1580601600"


def build_wheel(folder: Path, runtime_python: str) -> Path:
    """The wheel, in an emptied folder. ``runtime_python`` is such as »3.14.2«."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.whl"):
        old.unlink()
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": RELEASE}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    wheel = next(folder.glob("*.whl"))
    if can_compile(runtime_python):
        compiler = [sys.executable, "-m", "pyodide_cli", "py-compile"]
        subprocess.run(
            [*compiler, "--compression-level", "6", str(wheel)],
            check=True,
            capture_output=True,
            env=environment,
        )
        wheel = next(folder.glob("*.whl"))
    check_wheel(wheel)
    return wheel


def can_compile(runtime_python: str) -> bool:
    """Bytecode is only good for the Python version that made it."""
    ours = ".".join(str(part) for part in sys.version_info[:2])
    return importlib.util.find_spec("pyodide_build") is not None and (
        runtime_python.rsplit(".", 1)[0] == ours
    )


def check_wheel(wheel: Path) -> None:
    """Pure Python with its rules inside and nothing but what is computed with. Raises ValueError."""
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if ".dist-info/" not in name]
    for data in ("milestones", "forms", "dfa"):
        if f"sjukskrivning/generated/{data}.json" not in names:
            raise ValueError(f"{wheel.name}: {data}.json saknas i hjulet")
    strange = [name for name in names if not name.endswith((".py", ".pyc", ".json"))]
    if strange or not wheel.name.endswith("-none-any.whl"):
        raise ValueError(
            f"{wheel.name}: hör inte hemma i hjulet: {strange or 'annat än ren Python'}"
        )
