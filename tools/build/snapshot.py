"""The snapshot that lets Python start at once: its memory after the package is imported and each tool has run once.

snapshot.mjs makes it in Node from the same files that are shipped; the browser restores it instead of
starting Python (tools/browser/snapshot.mjs), and starts Python the ordinary way if that fails.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.build.rules import ROOT

HERE = Path(__file__).parent
KNOWN = ROOT / ".build/snapshots"  # made before, by what they were made of
NAME = "snapshot.bin"

DRAFT = {
    "work": {
        "status": "employed",
        "occupation": "Snickare",
        "tasks": "Lyfter, bär och reser väggar",
    },
    "diagnosis": [{"code": "M54.5", "text": "Ländryggssmärta"}],
    "function": "Uppger smärta i ländryggen. I status ses måttligt nedsatt rörlighet.",
    "activity": "Klarar inte att lyfta mer än 5 kg eller att arbeta framåtböjd.",
    "periods": [{"start": "2026-11-26", "end": "2026-12-31", "degree": 50}],
    "issued": "2026-11-26",
}
CASE = {
    "occupation": "employed",
    "as_of": "2026-11-21",
    "periods": [{"start": "2026-10-05", "end": None, "degree": 50}],
}
INPUTS: dict[str, Any] = {
    "milestones": CASE,
    "periods": {"as_of": "2026-11-21", "rows": [{"start": "2/3", "end": "+14d", "degree": 100}]},
    "notification": {"notified": "2026-03-10", "first_day": "2026-03-02"},
    "review_request": {"received": "2026-11-01", "kind": "omprovning", "as_of": "2026-11-21"},
    "work_trial": {
        "first_start": "2026-03-16",
        "second_start": "2026-04-28",
        "as_of": "2026-03-02",
    },
    "dfa": DRAFT,
    "dfa_draft": DRAFT,
    "dfa_file": {"kind": "sjukskrivning-dfa", "version": "1", "draft": DRAFT},
}


def calls() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Every tool in every form once: what sjukskrivning.call.answer is given."""
    from sjukskrivning.call import FORM_TOOLS, TOOLS, answer
    from sjukskrivning.forms import forms

    for tool, (_, ways) in TOOLS.items():
        for way in ways:
            yield tool, json.dumps(INPUTS[tool]), way, {}
    for form_id, form in forms().items():
        for lang in form["languages"]:
            which = {"id": form_id, "lang": lang}
            for way in FORM_TOOLS["form"]:
                yield "form", "{}", way, which
            yield "form_file", answer("form", "{}", "file", which)[1], "answers", which


def make_snapshot(runtime: Path, wheel: Path, folder: Path) -> Path:
    """The snapshot, in ``folder``. ``runtime``: Pyodide's files, with its lock file."""
    told = json.dumps(list(calls()), ensure_ascii=False)
    sources = [
        HERE / "snapshot.mjs",
        HERE / "snapshot_inside.py",
        wheel,
        *sorted(runtime.glob("pyodide*.*")),
    ]
    digest = hashlib.sha256(told.encode())
    for source in sources:
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    known = KNOWN / f"{digest.hexdigest()}.bin"
    if not known.is_file():
        shutil.rmtree(KNOWN, ignore_errors=True)
        KNOWN.mkdir(parents=True)
        with tempfile.TemporaryDirectory() as scratch:
            listed, made = Path(scratch) / "calls.json", Path(scratch) / NAME
            listed.write_text(told, "utf-8")
            files = [HERE / "snapshot.mjs", runtime, wheel, listed, made]
            command = ["node", *map(str, files)]
            plain = {"PATH": os.environ["PATH"], "TZ": "UTC", "LC_ALL": "C"}
            done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain)
            if done.returncode:
                raise RuntimeError(f"snapshot.mjs: {done.stderr}")
            shutil.move(made, known)
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(known, folder / NAME))
