"""What takes long to make is kept, by what it was made of."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from tools.build.exercise import Call, expected
from tools.build.rules import ROOT

KEPT = ROOT / ".build/kept"


def made(name: str, script: Path, given: list[Path], calls: list[Call], uses: list[Path]) -> Path:
    """The file that ``node SCRIPT *GIVEN CALLS OUT`` writes, made now or before. CALLS: JSON, each call and Python's answer
    to it here; ``uses``: all files whose content tells in the result. Raises RuntimeError with what Node said."""
    digest = hashlib.sha256(json.dumps(calls).encode())
    for file in [script, *uses]:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    kept = KEPT / name / digest.hexdigest()
    if not kept.is_file():
        shutil.rmtree(kept.parent, ignore_errors=True)
        kept.parent.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as scratch:
            listed, out = Path(scratch) / "calls.json", Path(scratch) / name
            listed.write_text(json.dumps([[*call, expected(call)] for call in calls]), "utf-8")
            command = ["node", *map(str, [script, *given, listed, out])]
            plain = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C"}
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
            if done.returncode:
                raise RuntimeError(f"{script.name}: {done.stderr}")
            shutil.move(out, kept)
    return kept
