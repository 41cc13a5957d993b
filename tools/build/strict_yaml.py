"""YAML for people who are no programmers: what YAML would guess at, this refuses or leaves alone.

``load`` gives plain data (dict, list, str, int, float, bool, None) and the line of every value.
Only ``true`` and ``false`` are booleans, dates and times stay text, and a key that stands twice
in the same mapping is a fault. Faults are sentences in Swedish with file and line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

Model = TypeVar("Model")
Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """Something an editor has to put right; ``line`` counts from 1, 0 when there is none."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        place = f"{self.file}, rad {self.line}" if self.line else self.file
        return f"{place}: {self.sentence}"


class Faulty(Exception):
    """All faults found, at once."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without its traps."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", "tf"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:0|[1-9][0-9]*)\.[0-9]+$", "-+0123456789"),
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def load(path: Path, name: str | None = None, text: str | None = None) -> tuple[Any, Lines]:
    """The data of a YAML file and where each value stands. Raises Faulty."""
    name = name or str(path)
    try:
        text = path.read_text("utf-8") if text is None else text
    except FileNotFoundError:
        raise Faulty([Fault(name, 0, "Filen saknas.")]) from None
    except UnicodeDecodeError:
        raise Faulty([Fault(name, 0, "Filen är inte sparad som UTF-8.")]) from None
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        lines = Lines(name)
        if node is None:
            raise Faulty([Fault(name, 1, "Filen är tom.")])
        faults: list[Fault] = []
        _note_lines(node, (), lines, faults, ())
        if faults:
            raise Faulty(faults)
        return loader.construct_document(node), lines
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Faulty(
            [
                Fault(
                    name,
                    mark.line + 1 if mark else 0,
                    "Filen går inte att läsa som YAML här. Kontrollera indrag, kolon och "
                    f"citattecken på raden och raden före ({error.problem}).",
                )
            ]
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        reason = " ".join(str(error).split())
        raise Faulty([Fault(name, 0, f"Filen går inte att läsa som YAML ({reason}).")]) from None
    finally:
        if loader:
            loader.dispose()


class Lines(dict[Location, int]):
    """Line of each value by its path; the nearest one above for a value that is missing."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def fault(self, location: Location, sentence: str) -> Fault:
        """A fault at the value, or at the nearest thing that holds it."""
        for end in range(len(location), -1, -1):
            if location[:end] in self:
                return Fault(self.name, self[location[:end]], sentence)
        return Fault(self.name, 0, sentence)


def _note_lines(
    node: yaml.Node, path: Location, lines: Lines, faults: list[Fault], above: tuple[yaml.Node, ...]
) -> None:
    lines[path] = node.start_mark.line + 1
    if any(node is each for each in above):
        sentence = "Värdet hänvisar till sig självt; skriv ut det i stället."
        raise Faulty([Fault(lines.name, lines[path], sentence)])
    above = (*above, node)
    if isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _note_lines(child, (*path, index), lines, faults, above)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, child in node.value:
            name = str(key.value)
            if name in seen:
                faults.append(
                    Fault(
                        lines.name,
                        key.start_mark.line + 1,
                        f"Nyckeln »{name}« står två gånger; ta bort den ena.",
                    )
                )
            seen.add(name)
            _note_lines(child, (*path, name), lines, faults, above)
            lines[(*path, name)] = key.start_mark.line + 1


# Pydantic's error types in an editor's words; the rest keep pydantic's own (English) sentence.
_SENTENCES = {
    "missing": "»{key}« saknas.",
    "extra_forbidden": "»{key}« är ingen nyckel som används här; kontrollera stavningen.",
    "string_type": "»{key}« ska vara text (sätt citattecken om det är siffror eller ett datum).",
    "int_type": "»{key}« ska vara ett heltal.",
    "int_from_float": "»{key}« ska vara ett heltal.",
    "date_from_datetime_inexact": "»{key}« ska vara ett datum som 2026-11-21, inom citattecken.",
    "int_parsing": "»{key}« ska vara ett heltal.",
    "bool_type": "»{key}« ska vara true eller false.",
    "bool_parsing": "»{key}« ska vara true eller false.",
    "float_type": "»{key}« ska vara ett tal som 37.5 (punkt, inte komma).",
    "float_parsing": "»{key}« ska vara ett tal som 37.5 (punkt, inte komma).",
    "finite_number": "»{key}« ska vara ett tal.",
    "list_type": "»{key}« ska vara en lista (rader som börjar med bindestreck).",
    "dict_type": "»{key}« ska vara en grupp av nycklar.",
    "model_type": "»{key}« ska vara en grupp av nycklar.",
    "date_from_datetime_parsing": "»{key}« ska vara ett datum som 2026-11-21.",
    "date_parsing": "»{key}« ska vara ett datum som 2026-11-21.",
    "literal_error": "»{key}« ska vara något av {expected}.",
    "too_short": "»{key}« får inte {short}.",
    "string_too_short": "»{key}« får inte vara tom.",
    "greater_than_equal": "»{key}« ska vara minst {ge}.",
    "less_than_equal": "»{key}« ska vara högst {le}.",
    "string_pattern_mismatch": "»{key}« {form}.",
    "date_type": "»{key}« ska vara ett datum som 2026-11-21.",
}
_NUMBERS = {2: "två", 3: "tre"}
_FORMS = {
    r"^[a-z][a-z0-9_]*$": "får bara ha små bokstäver a–z, siffror och understreck",
    r"^[a-z][a-z_]*$": "får bara ha små bokstäver a–z och understreck",
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "får bara ha små bokstäver a–z, siffror och bindestreck emellan",
    r"^https://[a-z0-9.-]+(?::[0-9]+)?$": "ska vara en adress som https://exempel.se, utan mapp och utan / på slutet",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": 'ska vara ett datum som "2026-11-21"',
}


def check(kind: type[Model], data: Any, lines: Lines) -> Model:
    """The data as a pydantic model or type; Faulty with every fault at its line."""
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        faults = []
        for each in error.errors():
            location: Location = ()
            for part in each["loc"]:
                # what pydantic adds of its own (which of several types it tried) is no key of ours
                if (*location, part) in lines:
                    location = (*location, part)
            if each["type"] in ("missing", "extra_forbidden"):
                location = (*location, *each["loc"][-1:])
            names = [part for part in location if isinstance(part, str)]
            key = names[-1] if names else "filen"
            template = _SENTENCES.get(each["type"])
            told = each.get("ctx", {})
            least = told.get("min_length", 1)
            short = "vara tom" if least == 1 else f"ha färre än {_NUMBERS.get(least, least)} poster"
            form = _FORMS.get(str(told.get("pattern")), "har inte rätt form")
            sentence = (
                template.format(key=key, form=form, short=short, **told).replace(" or ", " eller ")
                if template
                else f"»{key}« {each['msg'].removeprefix('Value error, ')}"
                if each["type"] == "value_error"
                else f"»{key}«: {each['msg']}"
            )
            fault = lines.fault(location, sentence)
            if fault not in faults:
                faults.append(fault)
        raise Faulty(faults) from None


_READ: dict[tuple[Any, str, int, int], tuple[Any, Lines]] = {}


def read(kind: type[Model], path: Path, name: str | None = None) -> tuple[Model, Lines]:
    """``load`` and ``check`` in one; a file that has not changed since is not read again."""
    known = path.stat() if path.is_file() else None
    key = (kind, str(path), known.st_mtime_ns if known else 0, known.st_size if known else 0)
    if key not in _READ:
        data, lines = load(path, name)
        _READ[key] = (check(kind, data, lines), lines)
    return _READ[key]


class Strict(BaseModel):
    """Base of every model of editors' data: an unknown key is a misspelt one."""

    model_config = {"extra": "forbid", "strict": False}
