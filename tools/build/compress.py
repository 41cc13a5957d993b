"""Compresses the built site once, as hard as can be, so that no server has to: NAME.br and NAME.gz beside NAME.

The same content gives the same bytes, on every machine: brotli comes from the locked package, and the
gzip files carry neither time nor name. What was compressed before is taken from .build/compressed.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from tools.build.headers import KINDS
from tools.build.rules import ROOT

KNOWN = ROOT / ".build/compressed"
KEPT_DAYS = 30  # what no build has asked for in so long is forgotten
SMALLEST = 256  # bytes; below that the headers weigh more than what is saved

WAYS: dict[str, Callable[[bytes], bytes]] = {
    ".br": lambda content: bytes(brotli.compress(content, quality=11, lgwin=22)),
    ".gz": lambda content: gzip.compress(content, 9, mtime=0),
}


def compress(site: Path) -> None:
    """Every file that gets smaller by it. The originals stay, for those who ask for them."""
    packed = {ending for ending, kind in KINDS.items() if kind.packed}
    files = [file for file in sorted(site.rglob("*")) if file.suffix in packed and file.is_file()]
    KNOWN.mkdir(parents=True, exist_ok=True)
    # the largest first, or the last core would work on it alone; the packages let go of the lock
    files.sort(key=lambda file: -file.stat().st_size)
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(_beside, files))
    forget = time.time() - KEPT_DAYS * 86_400
    for old in KNOWN.iterdir():
        if old.stat().st_mtime < forget:
            old.unlink()


def _beside(file: Path) -> None:
    content = file.read_bytes()
    for ending, way in WAYS.items():
        made = _once(content, ending, way)
        smaller = len(content) >= SMALLEST and len(made) < len(content)
        beside = file.with_name(file.name + ending)
        beside.write_bytes(made) if smaller else beside.unlink(missing_ok=True)


def _once(content: bytes, ending: str, way: Callable[[bytes], bytes]) -> bytes:
    known = KNOWN / (hashlib.sha256(content).hexdigest() + ending)
    if known.is_file():
        os.utime(known)
        return known.read_bytes()
    made = way(content)
    scratch = known.with_suffix(f".{os.getpid()}.tmp")  # another build may be at the same file
    scratch.write_bytes(made)
    scratch.replace(known)
    return made
