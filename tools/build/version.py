"""Which build this is: ``version.json`` in the site, and the checksums of all its files beside it.

Where SOURCE_DATE_EPOCH (seconds since 1970) is set, it is the time of the build, and two builds of
the same source are the same, byte for byte. Otherwise it is now.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import subprocess
import time
from pathlib import Path

from tools.build.rules import ROOT

# what changes with the day of the build though the site does not
DATED = ("version.json", "sitemap.xml")
PACKED = (".br", ".gz")  # the same content again


def build_time() -> dt.datetime:
    """In UTC, whatever the time zone."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH") or time.time()
    return dt.datetime.fromtimestamp(int(seconds), dt.UTC)


def build_day() -> dt.date:
    return build_time().date()


def write_version(site: Path, region: str) -> None:
    """``version.json``; a page sees that it is old when its own files lie under another hash."""
    hashes = {
        folder.parent.name: folder.name
        for folder in sorted((site / "assets").glob("*/*/"))
        if re.fullmatch(r"[0-9a-f]{16}", folder.name)
    }
    said = {
        "commit": commit(),
        "built": build_time().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "hashes": {"site": hash_of(site), **hashes},
    }
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    (site / "version.json").write_text(text, "utf-8")


def hash_of(site: Path) -> str:
    """Of all names and contents, so of everything that a reader gets."""
    digest = hashlib.sha256()
    for file in files_of(site):
        name = file.relative_to(site).as_posix()
        if name not in DATED and file.suffix not in PACKED:
            digest.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def commit() -> str | None:
    """The commit, with a plus where files have been changed since; None outside of git."""
    if not (ROOT / ".git").exists():  # a copy of the project inside of another repository
        return None
    try:
        asked = ("rev-parse", "HEAD"), ("status", "--porcelain")
        head, changed = (
            subprocess.check_output(["git", *each], cwd=ROOT, text=True, stderr=subprocess.DEVNULL)
            for each in asked
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return head.strip() + ("+" if changed.strip() else "")


def write_checksums(site: Path, file: Path) -> None:
    """In the form that ``sha256sum --check`` reads, in the site's folder."""
    lines = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.relative_to(site).as_posix()}\n"
        for each in files_of(site)
    ]
    file.write_text("".join(lines), "utf-8")


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, in an order that is the same everywhere."""
    found = [file for file in folder.rglob("*") if file.is_file()]
    return sorted(found, key=lambda file: file.relative_to(folder).as_posix())
