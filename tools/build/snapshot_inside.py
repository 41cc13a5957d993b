"""Run inside Pyodide by snapshot.mjs, before the memory is kept: uses every tool once, then throws away what is not needed.

What a tool imports or reads when it is first used has to be there: after the start there is no library to
import from. If anything is missing all the same, the page asks the whole Python.
"""

import gc
import json
import sys
import types
import warnings
import zipimport
from pathlib import Path
from typing import Any

from sjukskrivning.call import answer

# Ours, what it uses and what Python and Pyodide stand on. All other modules written in Python are forgotten: event
# loops, sockets, archives, the reading of source code. They are a third of what would be shipped.
KEPT = {
    *(
        "sjukskrivning",
        "collections",
        "contextlib",
        "copyreg",
        "datetime",
        "enum",
        "functools",
        "json",
    ),
    *("keyword", "operator", "random", "re", "reprlib", "types", "warnings", "weakref"),
    *("__main__", "_collections_abc", "_weakrefset", "abc", "codecs", "encodings", "importlib"),
    *(
        "_frozen_importlib",
        "_frozen_importlib_external",
        "zipimport",
        "genericpath",
        "io",
        "os",
        "posixpath",
        "stat",
        "uuid",
    ),
    *("_pyodide", "_pyodide_core", "pyodide"),
}
LEFT_OUT = {"importlib.metadata", "importlib.readers", "importlib.resources", "pyodide.webloop"}


def pyodides(name: str) -> Any:
    """A module of Pyodide's, which has no types here."""
    return sys.modules[name]


def use(calls: list[list[object]]) -> None:
    for call in calls:
        tool, text, form, which, _ = call
        ok, told = answer(tool, text, form, which)  # type: ignore[arg-type]
        if not ok:
            raise ValueError(f"{tool}: {told}")


def without_lines(code: types.CodeType) -> types.CodeType:
    """The code without what only a traceback shows; those are never shown."""
    consts = tuple(
        without_lines(each) if isinstance(each, types.CodeType) else each for each in code.co_consts
    )
    return code.replace(co_linetable=b"", co_filename="", co_consts=consts)


def is_kept(module: str) -> bool:
    parts = module.split(".")
    begins = {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return bool(begins & KEPT) and not begins & LEFT_OUT


def left_out(*_args: object, **_kwargs: object) -> None:
    raise RuntimeError("left out of the snapshot")


class Place:
    """Instead of a Path: the start wants no more of it than its text."""

    def __init__(self, path: object) -> None:
        self.path = str(path)

    def __str__(self) -> str:
        return self.path


def evaluated(code: str, known: dict[str, object] | None = None, *_rest: object) -> object:
    """Instead of Pyodide's own, which reads the code as a tree first: its start asks for four simple expressions."""
    first, _, last = code.rpartition(";")
    known = {} if known is None else known
    exec(first, known)
    return eval(last.strip(), known)


def make_small() -> None:
    base, loader = pyodides("_pyodide._base"), pyodides("pyodide._package_loader")
    base.eval_code = evaluated
    pyodides("_pyodide").set_excepthook = lambda: None  # tracebacks are shown to nobody
    loader.init_loaded_packages = lambda: None  # there are none
    loader.SITE_PACKAGES, loader.DSO_DIR = Place(loader.SITE_PACKAGES), Place(loader.DSO_DIR)
    warnings.simplefilter("ignore")  # a generator's code is replaced by what is none
    for each in gc.get_objects():
        if not isinstance(each, types.FunctionType):
            continue
        if not is_kept(each.__module__ or "") and not each.__code__.co_freevars:
            each.__code__, each.__defaults__, each.__kwdefaults__ = left_out.__code__, None, None
            each.__annotate__ = None  # type: ignore[attr-defined]
        else:
            each.__code__ = without_lines(each.__code__)
    sys.path_importer_cache.clear()
    zipimport._zip_directory_cache.clear()  # type: ignore[attr-defined]
    forget()
    gc.collect()


def forget() -> None:
    """The modules with a file that are not kept. What somebody still holds of them stays."""
    for name, module in list(sys.modules.items()):
        written = isinstance(module, types.ModuleType) and getattr(module, "__file__", None)
        if written and not is_kept(name) and name not in LEFT_OUT:
            del sys.modules[name]
            module.__dict__.clear()


def empty_small_blocks() -> None:
    """Python's own small blocks that have been freed, filled with zeros; snapshot.mjs does the rest."""
    for size in range(16, 513, 16):
        kept = [bytearray(size - 1) for _ in range(131_072 // size)]
        del kept


use(json.loads(Path("/calls.json").read_text("utf-8")))
Path("/calls.json").unlink()
make_small()
empty_small_blocks()
