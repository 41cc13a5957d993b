"""Run inside Pyodide by snapshot.mjs, before the memory is kept: uses every tool once, then throws away what is not needed.

What a tool imports or reads when it is first used has to be there: after the start there is no library to
import from.
"""

import gc
import json
import linecache
import sys
import types
import zipimport
from pathlib import Path

from sjukskrivning.call import answer

# What Pyodide imports for event loops, sockets, archives and processes, and what was only needed to import
# and read our package. Their functions' code is left out: a fifth of what would be shipped.
LEFT_OUT = {
    *(
        "asyncio",
        "pyodide.webloop",
        "ssl",
        "socket",
        "selectors",
        "subprocess",
        "concurrent",
        "signal",
    ),
    *(
        "threading",
        "logging",
        "zipfile",
        "tarfile",
        "bz2",
        "lzma",
        "compression",
        "tempfile",
        "shutil",
    ),
    *("ntpath", "platform", "locale", "gettext", "random", "base64"),
    *("dis", "opcode", "annotationlib", "site", "importlib.readers", "importlib.resources"),
}


def use(calls: list[list[object]]) -> None:
    for call in calls:
        ok, text = answer(*call)  # type: ignore[arg-type]
        if not ok:
            raise ValueError(f"{call[0]}: {text}")


def without_lines(code: types.CodeType) -> types.CodeType:
    """The code without what only a traceback shows; those are never shown."""
    consts = tuple(
        without_lines(each) if isinstance(each, types.CodeType) else each for each in code.co_consts
    )
    return code.replace(co_linetable=b"", co_filename="", co_consts=consts)


def is_left_out(module: str) -> bool:
    parts = module.split(".")
    return any(".".join(parts[:end]) in LEFT_OUT for end in range(1, len(parts) + 1))


def left_out(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("left out of the snapshot")


def make_small() -> None:
    for each in gc.get_objects():
        if not isinstance(each, types.FunctionType):
            continue
        if is_left_out(each.__module__ or "") and not each.__code__.co_freevars:
            each.__code__, each.__defaults__, each.__kwdefaults__ = left_out.__code__, None, None
            each.__annotate__ = None  # type: ignore[attr-defined]
        else:
            each.__code__ = without_lines(each.__code__)
    linecache.clearcache()
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    gc.collect()


def empty_small_blocks() -> None:
    """Python's own small blocks that have been freed, filled with zeros; snapshot.mjs does the rest."""
    for size in range(16, 513, 16):
        kept = [bytearray(size - 1) for _ in range(131_072 // size)]
        del kept


use(json.loads(Path("/calls.json").read_text("utf-8")))
Path("/calls.json").unlink()
make_small()
empty_small_blocks()
