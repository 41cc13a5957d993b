"""Faults in pages, in words that a web editor understands: file, line, one sentence."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import jinja2
from mkdocs.exceptions import PluginError
from mkdocs_macros.errors import format_error

from macros import region
from tools.build.rules import name_of
from tools.build.strict_yaml import Fault, Faulty

_passages: list[Path] = []  # the region's, being written into a page


@contextmanager
def within(path: Path) -> Iterator[None]:
    """What goes wrong now is to be looked for in the region's passage, not in the page."""
    _passages.append(path)
    try:
        yield
    finally:
        _passages.pop()


def stop(faulty: Faulty) -> PluginError:
    """The exception by which MkDocs stops the build (and survives when it serves)."""
    return PluginError(str(faulty))


def name_them_in_swedish() -> None:
    """Have the macros plugin stop with our sentence in place of a traceback in the page."""
    for kind in list(format_error.registry):
        format_error.register(kind, _stop_in_swedish)
    format_error.register(Exception, _stop_in_swedish)


def _stop_in_swedish(error: Exception, markdown: str, page: Any) -> NoReturn:
    if isinstance(error, Faulty) and all(fault.line for fault in error.faults):
        raise stop(error) from None  # it says itself where
    path = _passages[-1] if _passages else Path(page.file.abs_src_path)
    line = _line(error)
    if line:  # the template has no front matter: count its lines as well
        line += max(0, len(path.read_text("utf-8-sig").splitlines()) - len(markdown.splitlines()))
    name = name_of(path) if _passages else region.name_of_page(page.file.src_uri)
    raise stop(Faulty([Fault(name, line, _sentence(error))])) from None


def _line(error: Exception) -> int:
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == "<template>"]
    return next((line for line in lines if line), 0)


def _sentence(error: Exception) -> str:
    if isinstance(error, jinja2.UndefinedError):
        named = str(error).split("'")[1::2]  # what stands within quotation marks
        name = named[-1] if named else str(error)
        return f"»{name}« finns inte. Kontrollera stavningen mellan {{{{ och }}}}."
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"Det som står mellan {{{{ och }}}} går inte att tolka ({error.message})."
    if isinstance(error, Faulty):
        return "; ".join(fault.sentence for fault in error.faults)
    if isinstance(error, TypeError):
        return f"Makrot har fått fel sorts uppgifter inom parenteserna ({error})."
    return f"Makrot kunde inte användas ({type(error).__name__}: {error})."
