"""Runs MkDocs, and says what is wrong with a page in words that a web editor understands."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

from tools.build.rules import ROOT, region_id
from tools.build.strict_yaml import Fault, Faulty

# Material and a MkDocs fork print banners about the future of MkDocs; they are not the editor's.
os.environ["NO_MKDOCS_2_WARNING"] = "1"
os.environ["DISABLE_MKDOCS_2_WARNING"] = "true"

# MkDocs' warnings: pattern, our sentence, and the text to look for to find the line
_WARNINGS: list[tuple[str, str, str]] = [
    (
        r"Doc file '(?P<file>[^']+)' contains a link '(?P<link>[^']+)', but the target (?:'.*' )?is not found",
        "Länken »{link}« leder till en sida eller fil som inte finns. Kontrollera stavningen och mappen.",
        "{link}",
    ),
    (
        r"Doc file '(?P<file>[^']+)' contains a link '(?P<link>[^']+)', but (?:the doc '.*' does not contain an anchor|there is no such anchor)",
        "Länken »{link}« pekar på en rubrik som inte finns på den sidan.",
        "{link}",
    ),
    (
        r"Doc file '(?P<file>[^']+)' contains an absolute link '(?P<link>[^']+)'",
        "Länken »{link}« börjar med /. Skriv vägen från den här sidan, till exempel ../om/index.md.",
        "{link}",
    ),
    (
        r"Doc file '(?P<file>[^']+)' contains an unrecognized relative link '(?P<link>[^']+)'",
        "Länken »{link}« leder ingenstans. Länka till sidans fil, med .md på slutet.",
        "{link}",
    ),
    (
        r"A reference to '(?P<link>[^']+)' is included in the 'nav' configuration, which is not found",
        "Navigationen nämner sidan »{link}«, som inte finns i docs/.",
        "{link}",
    ),
]
_NOT_IN_NAV = (
    r"The following pages exist in the docs directory, but are not included in the \"nav\""
)


class _Collector(logging.Handler):
    """Keeps MkDocs' warnings; with ``--strict`` each of them is a fault."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def build_pages(config_file: Path = ROOT / "mkdocs.yml") -> None:
    """The pages, by MkDocs, into the configured folder. Raises Faulty with every fault found."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        config = load_config(str(config_file), strict=True)
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
    except Abort:
        pass  # because of the messages collected
    except (MkDocsException, ConfigurationError) as error:
        collector.messages.append(str(error))
    finally:
        logger.removeHandler(collector)
    faults = [
        fault for message in collector.messages for fault in in_words(message, config_file.parent)
    ]
    if faults:
        raise Faulty(faults)


def in_words(message: str, root: Path) -> list[Fault]:
    """A warning of MkDocs as faults with file, line and sentence."""
    if re.search(_NOT_IN_NAV, message):
        pages = re.findall(r"^ *- (.+)$", message, re.MULTILINE)
        sentence = "Sidan finns inte i navigationen (nav i mkdocs.yml), så ingen hittar den."
        return [Fault(f"docs/{page}", 0, sentence) for page in pages]
    for pattern, sentence, needle in _WARNINGS:
        if found := re.search(pattern, message):
            parts = found.groupdict()
            name, line = _where(root, parts.get("file"), needle.format(**parts))
            return [Fault(name, line, sentence.format(**parts))]
    if "parsing the configuration file" in message:
        where = re.search(r"line (\d+)", message)
        sentence = "Filen går inte att läsa som YAML här. Kontrollera indrag, kolon och klamrar."
        return [Fault("mkdocs.yml", int(where[1]) if where else 0, sentence)]
    lines = [line for line in message.splitlines() if line.strip()]
    return [_said(line) for line in lines if not line.startswith("Error reading page")]


def _said(line: str) -> Fault:
    """A line that our own checks have written, or one of MkDocs' that we have no words for."""
    found = re.fullmatch(r"(\S+?)(?:, rad (\d+))?: (.+)", line)
    if found and found[1].endswith((".md", ".yml")):
        return Fault(found[1], int(found[2] or 0), found[3])
    return Fault("mkdocs.yml", 0, line)


def _where(root: Path, page: str | None, text: str) -> tuple[str, int]:
    """The file and line of a page's fault; what stands on the page can come out of the region's folder."""
    name = f"docs/{page}" if page else "mkdocs.yml"
    own = root / "macros/regions" / region_id()
    places = [root / name, *([own / "pages" / page, *sorted(own.glob("*.md"))] if page else [])]
    for place in places:
        if line := line_of(place, text):
            return place.relative_to(root).as_posix(), line
    return name, 0


def line_of(file: Path, text: str) -> int:
    """The first line that holds a text; 0 when it is written by a macro."""
    lines = file.read_text("utf-8-sig").splitlines() if file.is_file() else []
    return next((number for number, line in enumerate(lines, 1) if text in line), 0)


def serve_live(port: int) -> None:
    """MkDocs' own server with reload, for authors."""
    from mkdocs.commands.serve import serve

    from tools.build import live

    live.ON = True
    serve(str(ROOT / "mkdocs.yml"), dev_addr=f"127.0.0.1:{port}", livereload=True)
